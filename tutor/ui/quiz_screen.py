"""What a quiz looks like while it is answered: where it stands, the list of all questions, how a line was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor import kinds
from tutor.ui.statement import prose
from tutor.ui.summary import duration, remaining
from tutor.ui.theme import Look, capital, unbroken

if TYPE_CHECKING:
    from tutor.quiz.report import Asked
    from tutor.quiz.sheet import Sheet, Slip
    from tutor.scope import Note

__all__ = ["card", "echo", "header", "listing", "time_left"]

READ_AS = "read as  {shown}"
_DONE, _DRAFT, _EMPTY, _HERE = "●", "○", "·", "▸"
_TYPEWRITTEN = str.maketrans({_DONE: "#", _DRAFT: "o", _EMPTY: ".", _HERE: ">"})


def header(title: str, asked: Asked, sheet: Sheet, left: float | None, look: Look) -> list[str]:
    """The set, the number of the question, a mark for each, and the time that is left."""
    number, of = sheet.at + 1, len(sheet.slips)
    part = f"part {asked.part} of {asked.parts}" if asked.part else ""
    time = "" if left is None else time_left(left, look)
    if look.words:
        said = [f"Question {number} of {of}, {title}.", f"{capital(part)}." if part else ""]
        said += [f"{sheet.answered} answered.", f"{capital(time)}." if time else ""]
        return look.wrap(" ".join(filter(None, said)))
    dot = "-" if look.ascii else "·"
    line = look.text(f" {title} {dot} {number} of {of}") + (f" {dot} {part}" if part else "")
    painted = look.paint("strong", line)
    marks = [_mark(slip) for slip in sheet.slips]
    rows = (" ".join(marks), "".join(marks), f"{sheet.answered} answered", "")
    for row in rows:
        row = row.translate(_TYPEWRITTEN) if look.ascii else row
        if beside := look.apart(line, "   ".join(filter(None, (row, time))), painted=painted):
            return [beside]
    return [painted, *look.wrap(time)]


def time_left(seconds: float, look: Look) -> str:
    """The time that is left, for the eye or for the ear."""
    return f"{duration(seconds)} left" if look.words else remaining(seconds)


def _mark(slip: Slip) -> str:
    return _DONE if slip.text else _DRAFT if slip.draft else _EMPTY


def listing(asked: Sequence[Asked], sheet: Sheet, look: Look) -> list[str]:
    """Every question with the answer that stands under it."""
    lines: list[str] = []
    for number, (each, slip) in enumerate(zip(asked, sheet.slips, strict=True), start=1):
        if look.words:
            lines += look.wrap(f"{number}: {_state(slip)}.")
            continue
        mark = _mark(slip).translate(_TYPEWRITTEN) if look.ascii else _mark(slip)
        head = f" {number:>2} {mark} "
        half = look.width // 2
        about = _cut(prose(kinds.subject(each.problem), each.problem.wrt, look), half - len(head) - 3)
        left = f"{head} {about}".ljust(half)
        lines.append(left + _cut(look.text(_state(slip)), look.width - len(left) - 1))
    return lines


def _state(slip: Slip) -> str:
    if slip.text:
        return slip.text
    return f"not given: {slip.draft}" if slip.draft else "empty"


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: max(room - 3, 0)]}..."


def echo(notes: Sequence[Note], shown: str, look: Look) -> list[str]:
    """How an answer was read."""
    said = [note.text for note in notes]
    if not any("read as" in text for text in said):
        room = look.width - len(READ_AS)
        said.insert(0, READ_AS.format(shown=unbroken(shown) if len(shown) <= room else shown))
    texts = [f"{capital(text)}." if look.words else text for text in said]
    return [look.paint("dim", line) for text in texts for line in look.wrap(text, "   ")]


_COMMANDS = (
    ("Enter", "give the answer and go on; an empty line only goes on"),
    (":5", "go to question 5; what is answered can be changed until the end"),
    (":b or PgUp", "one back"),
    (":n or PgDn", "one on"),
    (":list", "all questions, answered and empty"),
    (":clear", "take the answer back, so that the question is empty"),
    (":end", "have it marked"),
    (":q or Ctrl-D", "leave; the quiz is kept, and the same command goes on with it"),
)


def card(look: Look) -> list[str]:
    """The card of `:?`."""
    from tutor.ui.help import table, typing

    blank = [] if look.words else [""]
    rows = list(_COMMANDS)
    return [*blank, *typing(look), *blank, *look.wrap("In a quiz"), *table(rows, look), *blank]
