"""The formulas of numerical differentiation, each as a sum of values of f beside the place."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from tutor.expr import Add, Div, Expr, Mul, Neg, Pow, number, substitute, total
from tutor.kinds.complex_step import imaginary_part
from tutor.surds import worked_out

__all__ = ["COMPLEX_STEP", "SCHEMES", "Scheme", "estimate", "value_beside"]

Terms = tuple[tuple[Fraction, Fraction], ...]  # factor, and how many steps away from the place

COMPLEX_STEP = "complex-step"


@dataclass(frozen=True, slots=True)
class Scheme:
    """The sum of factor · f(x + shift · h), over h to the power of `divided`, estimates the derivative of that order.

    `order` is the power of h in the error.
    """

    name: str
    formula: str
    says: str
    terms: Terms
    order: int
    divided: int = 1

    @property
    def error(self) -> Fraction:
        """The factor of h^order f^(order + divided)(x) in estimate minus derivative, to the lowest order."""
        n = self.order + self.divided
        if not self.terms:
            return Fraction(-1, 6)
        return sum((c * s**n for c, s in self.terms), Fraction(0)) / factorial(n)

    @property
    def weight(self) -> Fraction:
        """What multiplies the rounding error of one value of f, before the division by h."""
        return sum((abs(c) for c, _ in self.terms), Fraction(0))


def _terms(*pairs: tuple[Fraction | int, Fraction | int]) -> Terms:
    return tuple((Fraction(c), Fraction(s)) for c, s in pairs)


_HALF = Fraction(1, 2)

SCHEMES: dict[str, Scheme] = {
    "forward": Scheme(
        "the forward difference", "(f(x + h) − f(x))/h",
        "It looks one step ahead and compares with the place itself.", _terms((1, 1), (-1, 0)), 1,
    ),
    "backward": Scheme(
        "the backward difference", "(f(x) − f(x − h))/h",
        "It looks one step back and compares with the place itself.", _terms((1, 0), (-1, -1)), 1,
    ),
    "centred": Scheme(
        "the centred difference", "(f(x + h) − f(x − h))/(2h)",
        "It looks one step ahead and one step back, so its two points are 2h apart.",
        _terms((_HALF, 1), (-_HALF, -1)), 2,
    ),
    "second": Scheme(
        "the second difference quotient", "(f(x + h) − 2f(x) + f(x − h))/h²",
        "It compares the values on both sides with twice the value in the middle.",
        _terms((1, 1), (-2, 0), (1, -1)), 2, 2,
    ),
    "richardson": Scheme(
        "Richardson's mixture of centred differences", "(4B − A)/3",
        "It takes the centred difference twice: A with the step h, B with the step h/2.",
        _terms((Fraction(4, 3), _HALF), (Fraction(-4, 3), -_HALF), (Fraction(-1, 6), 1), (Fraction(1, 6), -1)), 4,
    ),
    COMPLEX_STEP: Scheme(
        "the complex-step estimate", "Im f(x + ih)/h",
        "It goes sideways, to x + ih, and keeps the imaginary part: nothing is subtracted.", (), 2,
    ),
}  # fmt: skip


def value_beside(f: Expr, wrt: str, place: Expr, step: Expr, shift: Fraction) -> Expr:
    """f at so many steps beside the place, as it is written before it is worked out."""
    return substitute(f, {wrt: beside(place, step, shift)})


def beside(place: Expr, step: Expr, shift: Fraction) -> Expr:
    """The place and so many steps, worked out."""
    if not shift:
        return place
    way = step if abs(shift) == 1 else Mul((number(abs(shift)), step))
    return worked_out(Add((place, Neg(way) if shift < 0 else way)))


def estimate(f: Expr, wrt: str, place: Expr, step: Expr, scheme: Scheme) -> Expr:
    """What the formula gives. Raises TutorError for a complex step through a function that cannot take one."""
    if not scheme.terms:
        above = imaginary_part(f, wrt, place, step)
    else:
        parts = [(c, value_beside(f, wrt, place, step, s)) for c, s in scheme.terms]
        above = total(tuple(_times(c, part) for c, part in parts))
    below = step if scheme.divided == 1 else Pow(step, number(scheme.divided))
    return worked_out(Div(above, below))


def _times(c: Fraction, e: Expr) -> Expr:
    term = e if abs(c) == 1 else Mul((number(abs(c)), e))
    return Neg(term) if c < 0 else term
