"""y′ on a curve without any rule: the root of the equation is followed by mpmath while x moves a little.

Used by the tests alone, as the second opinion on answers about curves. Derivatives are difference quotients of roots
that are right to 45 digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import mpmath
import sympy

from tests.values import to_sympy
from tutor.evaluate import value50
from tutor.expr import Add, Expr, Neg, letters
from tutor.lines import Equation

__all__ = ["TINY", "Place", "differs", "fraction_of", "function_of", "places"]

TINY = Fraction(1, 10**15)

Place = dict[str, Fraction]  # a point of a curve, with y, y', y'' … as they are there

# For x: of moderate size, around 60 (where arccos(10x - 600) lives), small and large.
_MODERATE = ("7/10", "-13/10", "23/10", "-1/4", "17/5", "-37/10", "1/50", "5/2", "9/20", "9/10", "-11/20", "6/5")
_SPREADS: tuple[tuple[Fraction, Fraction], ...] = (
    (Fraction(0), Fraction(1)),
    (Fraction(60), Fraction(1, 50)),
    (Fraction(0), Fraction(1, 3000)),
    (Fraction(0), Fraction(10) ** 5),
    (Fraction(0), Fraction(1, 3 * 10**6)),
)
_STARTS = [s * size for size in (0.02, 0.11, 0.3, 0.6, 0.9, 1.4, 2.1, 3.3, 4.4, 6.5, 11.0, 40.0) for s in (1, -1)]


Function = Callable[[dict[str, Any]], Any]


@cache
def function_of(e: Expr) -> Function:
    """The value of a tree by mpmath, in the precision that is set; None where it is not real."""
    names = sorted(letters(e))
    made = sympy.lambdify([sympy.Symbol(name, real=True) for name in names], to_sympy(e), "mpmath")

    def value(point: dict[str, Any]) -> Any:
        numbers = [_number(point[name]) for name in names]
        try:
            found = made(*numbers)
        except (ValueError, ZeroDivisionError, OverflowError, TypeError):
            return None
        return mpmath.mpf(found) if isinstance(found, int | float | mpmath.mpf) and mpmath.isfinite(found) else None

    return value


def _number(x: Any) -> Any:
    return mpmath.mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else mpmath.mpf(x)


@cache
def places(equation: Equation, x: str, y: str, most: int = 8) -> tuple[Place, ...]:
    """Some points of the curve with y and its first three derivatives at them; none where none is found."""
    zero = Add((equation.left, Neg(equation.right)))
    function, others = function_of(zero), sorted(letters(zero) - {x, y})
    for centre, scale in _SPREADS:
        found: list[Place] = []
        for i, text in enumerate(_MODERATE):
            given = {x: centre + scale * Fraction(text)}
            given |= {name: abs(Fraction(_MODERATE[(i + j + 1) % len(_MODERATE)])) for j, name in enumerate(others)}
            sizes = (1.0,) if centre else (1.0, float(scale))
            roots = [root for size in dict.fromkeys(sizes) for root in _roots(function, given, y, size)]
            followed = (_followed(function, given, x, y, root) for root in roots)
            found += [place for place in followed if place is not None][:3]
            if len(found) >= most:
                break
        if found:
            return tuple(found)
    return ()


def _roots(function: Function, given: Place, y: str, scale: float) -> Iterator[float]:
    """Where the sign changes as y moves over a few values, by halving."""

    def at(start: float) -> Any:
        return function({**given, y: start})

    starts = sorted(start * scale for start in _STARTS)
    values = [at(start) for start in starts]
    for low, high, a, b in zip(starts, starts[1:], values, values[1:], strict=False):
        if a is not None and b is not None and a * b < 0:
            for _ in range(30):
                middle = (low + high) / 2
                value = at(middle)
                low, high = (middle, high) if value is not None and value * a > 0 else (low, middle)
            yield low


def _solved(function: Function, given: Place, y: str, start: Any, step: Any) -> Any | None:
    """The root near a start, None where there is none: at a pole, or outside the domain."""

    def at(number: Any) -> Any:
        found = function({**given, y: number})
        if found is None:
            raise ValueError("no value here")
        return found

    try:
        root = mpmath.findroot(at, (start, start + step), solver="secant", tol=1e-44, verify=False, maxsteps=20)
        return root if abs(at(root)) < mpmath.mpf(10) ** -38 * (1 + abs(at(root + step)) / abs(step)) else None
    except (ValueError, ZeroDivisionError):
        return None


def _followed(function: Function, given: Place, x: str, y: str, root: float) -> Place | None:
    """The place with the derivatives of y there, as difference quotients of neighbouring roots."""
    with mpmath.workdps(50):
        size = max(abs(root), abs(float(given[x])), 1e-8)
        step = mpmath.mpf(10) ** -9 * size
        near: dict[int, Any] = {0: _solved(function, given, y, mpmath.mpf(root), step)}
        for k in (1, -1, 2, -2):
            start = near[k - (1 if k > 0 else -1)]
            if start is None:
                return None
            moved = {**given, x: given[x] + k * fraction_of(step)}
            near[k] = _solved(function, moved, y, start, step)
        if any(root is None or abs(root - near[0]) > 10**-4 * size for root in near.values()):
            return None
        first = (8 * (near[1] - near[-1]) - (near[2] - near[-2])) / (12 * step)
        second = (16 * (near[1] + near[-1]) - (near[2] + near[-2]) - 30 * near[0]) / (12 * step**2)
        third = (near[2] - near[-2] - 2 * (near[1] - near[-1])) / (2 * step**3)
        derived = {y + "'" * n: fraction_of(found) for n, found in enumerate((first, second, third), start=1)}
        return {**given, y: fraction_of(near[0]), **derived}


def differs(answer: Expr, place: Place, order: int = 1) -> bool:
    """Does the value of an answer in x and y differ from the derivative at a place?"""
    value, right = value50(answer, place), place["y" + "'" * order]
    return value is None or abs(fraction_of(value) - right) > TINY * (1 + abs(right))


def fraction_of(number: Any) -> Fraction:
    """The exact value of an mpmath number."""
    sign, mantissa, exponent, _ = number._mpf_
    size = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return -size if sign else size
