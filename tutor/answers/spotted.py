"""A line of a derivation by its number, and what should stand there: `2: 3x^2 cos(x^3)`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.answers.model import LineNumber, Mended, Value
from tutor.answers.outcome import Ask, Outcome, wrong
from tutor.answers.shape import Shape
from tutor.answers.typed import Span, Typed
from tutor.errors import ReadError
from tutor.expr import Expr
from tutor.read import read_answer
from tutor.verdict import Unfinished

__all__ = ["ALine"]

_BEGIN = re.compile(r"(?P<word>line\s*)?(?P<number>\d+)(?P<sign>\s*[:)])?\s*", re.IGNORECASE)
_EQUALS = re.compile(r"=\s*(?!=)")  # as the lines of a derivation begin


@dataclass(frozen=True, slots=True)
class ALine(Shape):
    """`2: …`, `line 2: …`, `2) …`; `2 …` only where the 2 cannot be a factor. The number alone is a beginning.

    There are `count` lines; `open` is what is still to be worked out where only the number was typed.
    """

    count: int
    open: Expr

    @property
    def wants(self) -> str:
        return "the number of a line and what should stand there, such as 1: 6x + 5"

    def value(self, typed: Typed, span: Span) -> Value:
        found = _BEGIN.match(span.text)
        if found is None:
            raise self.refuse(span, "the number of the line is missing")
        rest = span.part(found.end())
        named = bool(found["word"] or found["sign"]) or not rest
        if not named and self._is_formula(typed, span):
            number = int(found["number"])
            if span.text[found.end("number")].isspace() and 1 <= number <= self.count:
                said, again = f"{number} may be a line or a factor", f"{number}: {rest.text}"
                raise span.error(said, f"if the line is meant, type  {again}", found.start("number"))
            raise self.refuse(span, "the number of the line is missing")
        number = self._number(found, span)
        equals = _EQUALS.match(rest.text)
        rest = rest.part(equals.end()) if equals else rest
        return Mended(number, typed.expr(rest)) if rest else LineNumber(number)

    def _number(self, found: re.Match[str], span: Span) -> int:
        number = int(found["number"][:6])
        if not 1 <= number <= self.count:
            hint = f"they are numbered from 1 to {self.count}"
            raise span.error(f"there is no line {found['number'][:6]}", hint, found.start("number"))
        return number

    def _is_formula(self, typed: Typed, span: Span) -> bool:
        """Can all of it be read, the number too?"""
        try:
            read_answer(span.text, typed.scope)
        except ReadError:
            return False
        return True

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Mended) and isinstance(given, Mended | LineNumber)
        if given.number != expected.number:
            return wrong()
        match given:
            case LineNumber():
                return Outcome(Unfinished(self.open))
            case Mended(_, line):
                return Outcome(ask(expected.line, line))
