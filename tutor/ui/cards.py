"""`tutor mistakes`: the list of the twelve, and one card at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from tutor.cards import Card, Made, card, made, numbered
from tutor.home import home
from tutor.progress import Progress
from tutor.rules.common import COMMON_MISTAKES, CommonMistake
from tutor.ui.theme import Look, Settings, capital, unbroken

__all__ = ["print_mistakes"]

_INDENT = 14
_MOST_OWN = 6  # of the mistakes beside the twelve that the list shows
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def print_mistakes(name: str | None, settings: Settings) -> None:
    """The card of a mistake by its number or id; without a name the twelve common ones and your own.

    Raises TutorError for a name that there is none of.
    """
    look, yours = settings.look(), _yours()
    if name is None:
        lines = _list(yours, look)
    elif name.isdigit():
        lines = _common(numbered(name), yours, look)
    else:
        lines = _one(card(name), yours, look)
    settings.write("\n".join(lines) + "\n")


def _yours() -> dict[str, Made]:
    progress = Progress(home(), datetime.now(UTC).date())
    try:
        return made(progress.attempts())
    finally:
        progress.close()


def _list(yours: Mapping[str, Made], look: Look) -> list[str]:
    lines = look.wrap("The twelve common mistakes")
    lines += [] if look.words else [""]
    for mistake in COMMON_MISTAKES:
        times = _times(mistake, yours)
        if look.words:
            lines += look.wrap(f"{mistake.number}: {capital(mistake.title)}. {_count(times)}")
            continue
        left = look.text(f" {mistake.number:>2}  {mistake.title}")
        mark = f"{times}{look.text('×')}" if times else ""
        row = f"{left:<44}{look.text(mistake.rule)}"
        if mark:
            row = look.apart(row, mark) or look.apart(left, mark) or row
        lines += [row] if len(row) <= look.width else look.wrap(unbroken(left[:5]) + left[5:], "", "     ")
    shared = {id for mistake in COMMON_MISTAKES for id in mistake.mal_rules}
    own = [(id, each) for id, each in yours.items() if id not in shared][:_MOST_OWN]
    if own:
        lines += [] if look.words else [""]
        listed = ", ".join(f"{card(id).title} ({id}) {each.times}×" for id, each in own)
        lines += look.wrap(f"Yours beside these: {listed}")
    lines += [] if look.words else [""]
    return lines + look.wrap("One of them: tutor mistakes 3, or by its name, tutor mistakes CHN-01")


def _common(mistake: CommonMistake, yours: Mapping[str, Made], look: Look) -> list[str]:
    head = f"{mistake.number} · {mistake.title}"
    lines = _head(f"Mistake {mistake.number}, {mistake.title}." if look.words else head, mistake.rule, look)
    if mistake.detected_by == "mal-rules":
        lines += _row("example", _compared(look, mistake.example, mistake.wrong, mistake.right), look)
    else:
        lines += _row("example", f"{mistake.example}: not {mistake.wrong}, but {mistake.right}", look)
    lines += _row("why", mistake.why, look)
    lines += _row("instead", mistake.fix, look)
    if mistake.mal_rules:
        lines += _row("you", _count(_times(mistake, yours)), look)
        lines += _row("seen as", ", ".join(mistake.mal_rules), look)
    return lines


def _one(shown: Card, yours: Mapping[str, Made], look: Look) -> list[str]:
    number = f"mistake {shown.number}" if shown.number else ""
    head = f"{shown.id} · {shown.title}"
    lines = _head(f"{shown.id}, {shown.title}." if look.words else head, number, look)
    lines += _row("done", f"You {shown.did}.", look)
    if shown.rule:
        lines += _row("rule", unbroken(shown.rule), look)
    if shown.instead:
        lines += _row("taken for", unbroken(shown.instead), look)
    if shown.example is not None:
        e = shown.example
        lines += _row("example", _compared(look, e.function, e.wrong, e.right, e.order), look)
    lines += _row("why", shown.why, look)
    lines += _row("instead", shown.fix, look)
    mine = yours.get(shown.id)
    lines += _row("you", _count(mine.times, mine.last) if mine else _count(0), look)
    return lines + (_row("see also", f"tutor rules {shown.of}", look) if shown.of else [])


def _head(left: str, right: str, look: Look) -> list[str]:
    if look.words:
        return look.wrap(f"{left} {f'{capital(right)}.' if right else ''}")
    left, right = look.text(f" {left}"), look.text(right)
    beside = look.apart(left, right, painted=look.paint("strong", left)) if right else ""
    if beside:
        return [beside, ""]
    return [*(look.paint("strong", line) for line in look.wrap(left.strip())), *look.wrap(right, "   "), ""]


def _row(name: str, said: str, look: Look) -> list[str]:
    if look.words:
        end = "" if said.endswith((".", "?")) else "."
        return look.wrap(f"{capital(name)}: {said.replace(chr(0), ' ')}{end}")
    indent = f"   {name:<{_INDENT - 3}}"
    return look.wrap(said, indent, " " * len(indent))


def _compared(look: Look, function: str, wrong: str, right: str, order: int = 1) -> str:
    printed = (_printed(function), _printed(wrong), _printed(right))
    f, no, yes = (unbroken(each) if len(each) <= look.width - _INDENT else each for each in printed)
    second = ", a second derivative" if order == 2 else ""
    return f"{f}{second}: not  {no}  but  {yes}"


def _printed(text: str) -> str:
    """A formula of a table in the notation of print; one that is printed already stays as it is."""
    from tutor.errors import TutorError
    from tutor.read import Scope, read
    from tutor.show import pretty

    try:
        return pretty(read(text, Scope(own=True)))
    except TutorError:
        return text


def _times(mistake: CommonMistake, yours: Mapping[str, Made]) -> int:
    return sum(yours[id].times for id in mistake.mal_rules if id in yours)


def _count(times: int, last: datetime | None = None) -> str:
    """How often you made it, in words."""
    if not times:
        return "not made yet"
    often = {1: "made once", 2: "made twice"}.get(times, f"made {times} times")
    if last is None:
        return often
    when = last.astimezone()
    return f"{often}, last on {when.day} {_MONTHS[when.month - 1]}"
