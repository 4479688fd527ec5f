"""The picture of what is being typed: how it is read, never whether it is right."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.block import Block
from tutor.errors import ReadError
from tutor.read import Scope, read_answer
from tutor.ui.statement import drawn, formula, prose
from tutor.ui.theme import Look, wrapped

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence

__all__ = ["Picture", "Preview"]

_MARGIN = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows, each the drawn part and the reason beside it; a `stale` one shows what could be read last."""

    rows: tuple[tuple[str, str], ...]
    stale: bool = False


class Preview:
    """The pictures of one line while it changes. They all have the same height, so that nothing jumps.

    `read` gives what is to be pictured of a text, or raises ReadError; without it the text is a formula.
    """

    def __init__(self, scope: Scope, look: Look, read: Callable[[str], Sentence] | None = None) -> None:
        self.scope = scope
        self.look = look
        self._read = read
        self.height = 5 if look.height >= 20 and not look.linear else 3 if look.height >= 18 else 1
        self._text = ""
        self._good: Block | None = None
        self._picture = self._place("", stale=False)

    def of(self, typed: str) -> Picture:
        """The picture of this text: about a millisecond, and nothing where the text is the same."""
        if typed != self._text:
            self._text = typed
            self._picture = self._draw(typed)
        return self._picture

    def _draw(self, typed: str) -> Picture:
        if not typed.strip() or typed.lstrip().startswith(":"):
            self._good = None
            return self._place("", stale=False)
        try:
            self._good = self._pictured(typed)
        except ReadError as error:
            if self._good is None:  # nothing could be read yet: show what stands before the trouble
                with suppress(ReadError):
                    self._good = self._pictured(typed[: error.at])
            # A name that is still being typed is no mistake: `si` on the way to `sin`.
            return self._place("" if _ends_in_a_name(typed, error.at) else error.message, stale=True)
        return self._place("", stale=False)

    def _pictured(self, typed: str) -> Block:
        """The picture of a text. Raises ReadError."""
        if self._read is None:
            return self._fitting(read_answer(typed, self.scope).expr)
        match self._read(typed):
            case (value,) if not isinstance(value, str):
                return self._fitting(value)
            case sentence:
                return self._lines(prose(sentence, self.scope.wrt, self.look))

    def _fitting(self, value: Value) -> Block:
        """The picture in two dimensions where there is room for it, else in lines, else as much as fits."""
        room = self.look.width - _MARGIN - 1
        if self.height > 1 and not self.look.linear:
            picture = drawn(value, self.scope.wrt, self.look)
            if picture.width <= room and picture.height <= self.height:
                return picture
        return self._lines(formula(value, self.scope.wrt, self.look))

    def _lines(self, line: str) -> Block:
        room = self.look.width - _MARGIN - 1
        rows = wrapped(line, room, "", "")
        if len(rows) > self.height or max(map(len, rows)) > room:
            rows = [line[: room - 1] + self.look.text("…")]
        width = max(map(len, rows))
        return Block(tuple(row.ljust(width) for row in rows), len(rows) - 1)

    def _place(self, reason: str, stale: bool) -> Picture:
        """The picture in the slot. Its baseline stays on one row, with a row below it for a denominator."""
        drawn = self._good
        rows = [("", "")] * self.height
        if drawn is None:
            rows[-1] = ("", _beside(reason, _MARGIN, self.look))
            return Picture(tuple(rows), stale)
        below = drawn.height - 1 - drawn.baseline
        top = self.height - 1 - max(below, min(1, self.height - drawn.height)) - drawn.baseline
        for row, line in enumerate(drawn.lines):
            said = _beside(reason, 3, self.look, used=_MARGIN + drawn.width) if row == drawn.baseline else ""
            rows[top + row] = (" " * _MARGIN + line, said)
        return Picture(tuple(rows), stale)


def _beside(reason: str, gap: int, look: Look, used: int = 0) -> str:
    """The reason after a gap, cut to the room there is."""
    said = look.text(reason)
    room = look.width - used - gap
    if not said or room < min(len(said), 12):
        return ""
    return " " * gap + (said if len(said) <= room else said[: room - 3] + "...")


_LAST_WORD = re.compile(r"[^\W\d_]*$")


def _ends_in_a_name(typed: str, at: int) -> bool:
    """Does the trouble lie in the word that is being typed: `si` on the way to `sin`?"""
    typed = typed.rstrip()
    found = _LAST_WORD.search(typed)
    return found is not None and found.start() <= at < len(typed)
