"""`tutor quiz` alone: the quizzes that were broken off, and every set by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tutor.errors import TutorError
from tutor.quiz.sets import EXERCISES, entries_of, sets
from tutor.topics import TOPICS
from tutor.ui.theme import Look

if TYPE_CHECKING:
    from tutor.bank import Bank, Entry
    from tutor.quiz.journal import Kept

__all__ = ["set_list", "sets_object"]

_GROUPS = (
    ("Exercises of the texts", lambda each: each.name in EXERCISES),
    ("Worked examples, Math for LLMs", lambda each: each.name not in EXERCISES and "notebook" not in each.name),
    ("Worked examples, the calculus notebook", lambda each: each.name.startswith("notebook")),
)
HOW = (
    "There are no hints and no verdicts until :end; then every answer is marked.",
    "One of them: tutor quiz J.1",
    "Drawn by topic: tutor quiz product --count 5 --time 20m",
)


def set_list(bank: Bank, open: Iterable[Kept | TutorError], look: Look) -> list[str]:
    """What there is to choose from; `open` are the quizzes that were not marked yet."""
    lines: list[str] = []
    for title, belongs in _GROUPS:
        rows = [(each.name, each.title, len(entries_of(each, bank.entries))) for each in sets() if belongs(each)]
        lines += [*_titled(title, rows, look), *_blank(look)]
    lines += [*_titled("Drawn by topic", _topics(bank.entries), look), *_blank(look)]
    lines += [row for said in HOW for row in look.wrap(said)]
    told = [row for each in open for row in _kept(each, look)]
    return [*lines, *(_blank(look) if told else []), *told]


def sets_object(bank: Bank, open: Iterable[Kept | TutorError]) -> dict[str, Any]:
    """The same for `--json`."""
    from tutor.results import SCHEMA

    listed = [(each, len(entries_of(each, bank.entries))) for each in sets()]
    return {
        "schema": SCHEMA,
        "sets": [{"name": s.name, "title": s.title, "source": s.source, "problems": n} for s, n in listed if n],
        "topics": [{"name": id, "title": title, "problems": n} for id, title, n in _topics(bank.entries)],
        "kept": [
            {"file": str(each.path), "command": each.wish.command, "answered": each.sheet.answered,
             "questions": len(each.sheet.slips), "over": each.sheet.over}
            for each in open if not isinstance(each, TutorError)
        ],
    }  # fmt: skip


def _blank(look: Look) -> list[str]:
    return [] if look.words else [""]


def _topics(entries: Sequence[Entry]) -> list[tuple[str, str, int]]:
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.topic] = counts.get(entry.topic, 0) + 1
    return [(topic.id, topic.title, counts[topic.id]) for topic in TOPICS if topic.id in counts]


def _titled(title: str, rows: Sequence[tuple[str, str, int]], look: Look) -> list[str]:
    lines = look.wrap(f"{title}:" if look.words else title)
    wide = max((len(name) for name, _, _ in rows), default=0) + 2
    for name, about, count in rows:
        if not count:
            continue
        if look.words:
            lines += look.wrap(f"{name}: {about}, {count} problems.")
            continue
        left = look.text(f"   {name:<{wide}}{about}")
        lines.append(look.apart(left, str(count)) or left[: look.width])
    return lines


def _kept(each: Kept | TutorError, look: Look) -> list[str]:
    if isinstance(each, TutorError):
        return look.wrap(str(each))
    sheet = each.sheet
    if sheet.over:
        return look.wrap(f"Handed in, its report not seen yet: {each.wish.command}")
    return look.wrap(f"Not finished, {sheet.answered} of {len(sheet.slips)} answered: {each.wish.command}")
