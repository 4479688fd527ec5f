"""Equations of lines and planes: any of the equations that the same line has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.answers.model import (
    Equation,
    Value,
)
from tutor.answers.outcome import Ask, Outcome, together, wrong
from tutor.answers.shape import (
    Shape,
)
from tutor.answers.typed import Span, Typed
from tutor.differential import derivative
from tutor.errors import TutorError
from tutor.expr import ONE, ZERO, Add, Div, Expr, Mul, Neg, Sym, depends_on, substitute
from tutor.verdict import Correct, Wrong, is_right


@dataclass(frozen=True, slots=True)
class StraightLine(Shape):
    """Any equation of a line (of a plane in three letters): `y = 2x - 1`, `2x - y = 1`, `y - 1 = 2(x - 1)`."""

    letters: tuple[str, ...] = ("x", "y")
    example: str = "y = 3x + 5"
    bent: bool = False  # does any equation do?

    @property
    def wants(self) -> str:
        return f"an equation, such as {self.example}"

    def value(self, typed: Typed, span: Span) -> Value:
        sides = span.split(re.compile("="))
        if len(sides) == 1:
            raise self.refuse(span, "there is no equals sign in this")
        if len(sides) > 2:
            raise self.refuse(span, "an equation has one equals sign", sides[2].start - span.start - 1)
        left = self._left(typed, sides[0])
        equation = Equation(left, typed.expr(sides[1], "nothing stands after ="))
        if not self.bent and _coefficients(equation, self.letters) is None:
            what = "a straight line" if len(self.letters) == 2 else "a plane"
            raise self.refuse(span, f"this is not the equation of {what}")
        return equation

    def _left(self, typed: Typed, side: Span) -> Expr:
        """The left side; f(x), L(x) and the like are the last letter."""
        first, last = self.letters[0], self.letters[-1]
        inside = r"\s*,\s*".join(map(re.escape, self.letters[:-1]))
        if re.fullmatch(rf"[A-Za-z]\s*\(\s*{inside}\s*\)", side.text) and not side.text.startswith(first):
            return Sym(last)
        return typed.expr(side, "nothing stands before =")

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Equation) and isinstance(given, Equation)
        right, answer = _coefficients(expected, self.letters), _coefficients(given, self.letters)
        assert right is not None and answer is not None
        # The last letter that the right one has: y, but x for an upright line.
        pivot = max(i for i in range(len(self.letters)) if isinstance(ask(ZERO, right[i]), Wrong))
        if is_right(ask(ZERO, answer[pivot])):
            return wrong("It goes in another direction.")
        verdicts = [
            ask(Div(a, right[pivot]), Div(b, answer[pivot]))
            for i, (a, b) in enumerate(zip(right, answer, strict=True))
            if i != pivot
        ]
        *slopes, height = (is_right(v) for v in verdicts)
        said = ""
        if len(self.letters) == 2 and not all((*slopes, height)):
            said = "The slope is right; look at where the line lies." if all(slopes) else ""
        return Outcome(together(verdicts), said)


def slope_and_start(line: Equation, letters: Sequence[str]) -> tuple[Expr, Expr] | None:
    """The m and b of y = m x + b; None for an upright line."""
    found = _coefficients(line, letters)
    assert found is not None
    rise, run, start = found
    from tutor.check import compare

    if is_right(compare(ZERO, run)):
        return None
    return Neg(Div(rise, run)), Neg(Div(start, run))


def _coefficients(equation: Equation, letters: Sequence[str]) -> tuple[Expr, ...] | None:
    """The a, b, c of a x + b y + c = 0; None if it has another form. (y - 4)/(x - 2) = 3 is a line too."""
    whole = Add((equation.left, Neg(equation.right)))
    found = _linear(whole, letters)
    if found is None and any(isinstance(side, Div) for side in (equation.left, equation.right)):
        (a, b), (c, d) = _fraction(equation.left), _fraction(equation.right)
        found = _linear(Add((Mul((a, d)), Neg(Mul((c, b))))), letters)
    return found


def _fraction(e: Expr) -> tuple[Expr, Expr]:
    return (e.num, e.den) if isinstance(e, Div) else (e, ONE)


def _linear(e: Expr, letters: Sequence[str]) -> tuple[Expr, ...] | None:
    from tutor.check import compare

    origin: dict[str, Expr] = dict.fromkeys(letters, ZERO)
    slopes = []
    for letter in letters:
        try:
            slope = derivative(e, letter)
        except (ValueError, TutorError):
            return None
        level = substitute(slope, origin)
        if depends_on(slope, set(letters)) and not isinstance(compare(slope, level), Correct):
            return None
        slopes.append(level)
    if all(is_right(compare(ZERO, slope)) for slope in slopes):
        return None
    return (*slopes, substitute(e, origin))
