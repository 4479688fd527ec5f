"""What a function of one variable does at a place, by its values alone: limits of quotients, to 200 digits.

Used by the tests alone. No rule for derivatives is known here, neither the tutor's nor SymPy's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import comb
from typing import Any

import mpmath

from tests.oracle import TooLargeError, at
from tutor.expr import Expr

__all__ = ["DIGITS", "Curve", "Undecided", "limit", "one_sided_limit", "quotient", "same", "slope", "slopes"]

DIGITS = 200
Real = Any  # a number of mpmath, infinite ones among them; None where there is none
Values = Callable[[Real], Real]

# How far off 0 the values are taken, as powers of ten: towards 0, and where e^(1/h) has to stay a number.
_CLOSE, _CLOSE_FOR_EXPONENTIALS = (8, 14, 22), (2, 3, 4)
_UNEVEN = tuple(mpmath.mpf(text) for text in ("1", "0.5431", "0.2179"))
_ENOUGH = mpmath.mpf(10) ** -6
_HUGE = mpmath.mpf(10) ** 6


class Undecided(Exception):  # noqa: N818 - no error, an answer
    """Values alone do not tell."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A function of one letter, and the values that it is given at single places."""

    formula: Expr
    letter: str = "x"
    given: tuple[tuple[Fraction, Fraction], ...] = ()

    def __call__(self, x: Real) -> Real:
        for place, value in self.given:
            if x == _number(place):
                return _number(value)
        return at(self.formula, {self.letter: x})


def _number(x: Fraction) -> Real:
    return mpmath.mpf(x.numerator) / x.denominator


def same(p: Real, q: Real, tolerance: Real = _ENOUGH) -> bool:
    """Are the two limits the same number, the same infinity, or both none?"""
    if p is None or q is None:
        return p is q
    return bool(p == q) if mpmath.isinf(p) or mpmath.isinf(q) else bool(abs(p - q) <= tolerance * (1 + abs(q)))


# --- limits ---


def limit(f: Values, place: Real) -> Real:
    """The limit at a place from both sides (at infinity from the only one), None where there is none."""
    if mpmath.isinf(place):
        return one_sided_limit(lambda h: f(1 / h), 0, 1 if place > 0 else -1)
    left, right = (one_sided_limit(f, place, side) for side in (-1, 1))
    return right if same(left, right) else None


def one_sided_limit(f: Values, place: Real, side: int) -> Real:
    """The limit from the right (1) or the left (-1). Raises Undecided."""
    huge = _HUGE
    try:
        rows = _nearer(f, place, side, _CLOSE)
    except TooLargeError:
        rows, huge = _nearer(f, place, side, _CLOSE_FOR_EXPONENTIALS), _HUGE / 10**3
    if any(value is None for row in rows for value in row):
        return None
    last = rows[-1]
    spread = max(last) - min(last)
    if spread <= _ENOUGH * (1 + abs(last[0])) and same(rows[-2][0], last[0], mpmath.mpf(10) ** -3):
        return _plain(last[0])
    sizes = [min(map(abs, row)) for row in rows]
    one_sign = len({mpmath.sign(value) for row in rows for value in row}) == 1
    if one_sign and sizes[0] < sizes[1] < sizes[2]:
        if sizes[2] < huge:
            raise Undecided("the values grow too slowly")
        return mpmath.inf * mpmath.sign(last[0])
    return None


def _plain(value: Real) -> Real:
    """A simple fraction where the value is nothing else to 16 digits: derivatives of higher order build on it."""
    nearest = mpmath.nint(720 * value)
    return nearest / 720 if abs(720 * value - nearest) < mpmath.mpf(10) ** -16 else value


def _nearer(f: Values, place: Real, side: int, powers: tuple[int, ...]) -> list[list[Real]]:
    return [[f(place + side * uneven * mpmath.mpf(10) ** -k) for uneven in _UNEVEN] for k in powers]


# --- slopes ---


def quotient(f: Values, a: Real) -> Values:
    """The slope of the secant between a and a + h; None where one of the two has no value."""
    start = f(a)

    def between(h: Real) -> Real:
        end = f(a + h)
        return None if start is None or end is None else (end - start) / h

    return between


@cache
def slopes(curve: Curve, a: Real, order: int = 1) -> tuple[Real, Real]:
    """The slopes left and right: of the curve, or of its derivative of one order less."""
    before: Values = curve
    if order > 1:
        start = slope(curve, a, order - 1)
        if start is None or mpmath.isinf(start):
            return None, None

        def before(x: Real) -> Real:
            return start if x == a else nearby(curve, x, abs(x - a), order - 1)

    secant = quotient(before, a)
    return one_sided_limit(secant, 0, -1), one_sided_limit(secant, 0, 1)


def slope(curve: Curve, a: Real, order: int = 1) -> Real:
    """The derivative at a, None where it does not exist; infinite where the tangent stands upright."""
    left, right = slopes(curve, a, order)
    return right if same(left, right) else None


def nearby(curve: Values, x: Real, room: Real, order: int = 1) -> Real:
    """The derivative at a place with nothing special nearer than `room`: a difference with a tiny step."""
    step = min(room**2, 1) * mpmath.mpf(10) ** -10
    values = [curve(x + (k - mpmath.mpf(order) / 2) * step) for k in range(order + 1)]
    if any(value is None for value in values):
        return None
    signs: Iterator[Real] = ((-1) ** (order - k) * comb(order, k) for k in range(order + 1))
    return mpmath.fsum(sign * value for sign, value in zip(signs, values, strict=True)) / step**order
