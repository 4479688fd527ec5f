"""The largest and the smallest value of a function on the whole line, searched for with floats and then named."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import inf, isfinite
from typing import NamedTuple

from tutor.errors import TutorError
from tutor.evaluate import value, value50, values
from tutor.expr import Add, Call, Expr, Neg, number, substitute
from tutor.kinds.decimals import to_places
from tutor.surds import worked_out

__all__ = ["Extreme", "extreme_of"]

_FAR = (1e6, 1e4, 500.0, 100.0, 30.0)
_WINDOW, _CUTS, _FINE, _TURNS = 30.0, 3000, 10, 9
_DENOMINATORS = range(1, 13)
_PLACES = 10  # of what has no name


class Extreme(NamedTuple):
    """The largest or the smallest value; `place` is None where it is only approached, far out."""

    height: Expr
    place: Expr | None


@lru_cache(maxsize=64)
def extreme_of(f: Expr, wrt: str, side: int, rough: bool) -> Extreme:
    """The largest (side 1) or smallest (side -1) value. Raises TutorError where it cannot be named.

    With `rough` a place without an exact name is given with ten decimals.
    """
    far = _far_out(f, wrt, side)
    x = _highest(f, wrt, side)
    here = value(f, {wrt: x})
    if side * (here - far) <= 1e-9:
        return Extreme(_named(far), None)
    place = _exact_place(f, wrt, x, side)
    if place is not None:
        return Extreme(worked_out(substitute(f, {wrt: place})), place)
    if not rough:
        raise TutorError("the place could not be named exactly; give a tolerance")
    place = to_places(number(Fraction(x)), _PLACES)
    return Extreme(to_places(substitute(f, {wrt: place}), _PLACES), place)


def _far_out(f: Expr, wrt: str, side: int) -> float:
    """The larger (or smaller) of what f tends to on the left and on the right."""
    ends = []
    for way in (-1, 1):
        sizes = [s for x in _FAR if isfinite(s := value(f, {wrt: way * x}))]
        if sizes:
            ends.append(sizes[0])
    return max(ends, key=lambda s: side * s) if ends else -side * inf


def _highest(f: Expr, wrt: str, side: int) -> float:
    """About where it is largest (smallest), looked for ever more closely."""
    step = 2 * _WINDOW / _CUTS
    places = [i * step - _WINDOW for i in range(_CUTS + 1)]
    for _ in range(_TURNS):
        heights = (side * h if isfinite(h) else -inf for h in values(f, wrt, places))
        _, _, best = max((h, -abs(x), x) for h, x in zip(heights, places, strict=True))
        places = [best + (i / _FINE) * step for i in range(-_FINE, _FINE + 1)]
        step /= _FINE
    return best


def _exact_place(f: Expr, wrt: str, x: float, side: int) -> Expr | None:
    """The simple number near x where it is largest: at steps down to 10^-15 on both sides it is lower."""
    fractions = {Fraction(round(x * n), n) for n in _DENOMINATORS if abs(round(x * n) / n - x) < 1e-5}
    squares = {Fraction(round(x * x * n), n) for n in _DENOMINATORS if abs(round(x * x * n) / n - x * x) < 1e-5}
    roots = [Call("sqrt", (number(s),)) for s in sorted(squares, key=lambda s: s.denominator) if s > 0]
    candidates: list[Expr] = [number(s) for s in sorted(fractions, key=lambda s: s.denominator)]
    candidates += [root if x > 0 else Neg(root) for root in roots]
    for place in map(worked_out, candidates):
        top = value50(substitute(f, {wrt: place}), {})
        steps = [number(sign * Fraction(1, 10**k)) for k in (3, 8, 15) for sign in (-1, 1)]
        others = [value50(substitute(f, {wrt: Add((place, h))}), {}) for h in steps]
        if top is not None and all(other is not None and side * (top - other) > 0 for other in others):
            return place
    return None


def _named(limit: float) -> Expr:
    for n in _DENOMINATORS:
        if abs(round(limit * n) / n - limit) < 1e-6:
            return number(Fraction(round(limit * n), n))
    raise TutorError("what the slope tends to could not be named exactly")
