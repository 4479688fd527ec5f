"""What a curve is like on an interval, by its values alone: the words for it in a claim. Used by the tests alone."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import mpmath

from tests.places import Curve, nearby, one_sided_limit, same, slope
from tests.spots import Spot, continuous, finite

__all__ = ["ON", "QUANTITIES_ON", "Between", "somewhere"]

Real = Any


@dataclass(frozen=True, slots=True)
class Between:
    """A curve on an interval; `closed` says which of its ends belong to it."""

    curve: Curve
    low: Real
    high: Real
    closed: tuple[bool, bool]

    @property
    def special(self) -> list[Real]:
        """Where something may happen inside of it: at 0 and 1, and where a value is given."""
        places = {mpmath.mpf(0), mpmath.mpf(1)} | {mpmath.mpf(p.numerator) / p.denominator for p, _ in self.curve.given}
        return sorted(x for x in places if self.low < x < self.high)

    @property
    def inside(self) -> list[Real]:
        """Places inside, the special ones among them."""
        width = self.high - self.low
        return sorted({*(self.low + width * (k + mpmath.mpf(3) / 7) / 17 for k in range(17)), *self.special})

    @property
    def places(self) -> list[Real]:
        """Those inside, and the ends that belong to it."""
        ends = [end for end, closed in zip((self.low, self.high), self.closed, strict=True) if closed]
        return sorted([*ends, *self.inside])

    @property
    def edges(self) -> list[tuple[Real, int]]:
        """Where something may happen, and from which side it is seen."""
        return [(self.low, 1), (self.high, -1), *((x, side) for x in self.special for side in (-1, 1))]

    def values(self) -> list[Real]:
        return [self.curve(x) for x in self.places]

    def derivatives(self, order: int = 1) -> list[Real]:
        """The derivatives at the places inside, None where there is none."""
        return _derivatives(self, order)

    def secants(self) -> list[Real]:
        """The slopes between places that are not all near to each other."""
        return [(self.curve(q) - self.curve(p)) / (q - p) for p, q in combinations(self.places[::2], 2)]

    def limits(self) -> list[Real]:
        return [one_sided_limit(self.curve, x, side) for x, side in self.edges]


@cache
def _derivatives(between: Between, order: int) -> list[Real]:
    room = (between.high - between.low) / 1000
    return [
        slope(between.curve, x, order) if x in between.special else nearby(between.curve, x, room, order)
        for x in between.inside
    ]


def _continuous_on(between: Between) -> bool:
    ends = zip((between.low, between.high), (1, -1), between.closed, strict=True)
    return all(continuous(Spot(between.curve, x)) for x in between.special) and all(
        same(one_sided_limit(between.curve, x, side), between.curve(x)) for x, side, closed in ends if closed
    )


def _slope_bounded(between: Between) -> bool:
    return all(finite(_slope_towards(between.curve, edge, side)) for edge, side in between.edges)


def _slope_towards(curve: Curve, edge: Real, side: int) -> Real:
    return one_sided_limit(lambda x: nearby(curve, x, abs(x - edge)), edge, side)


def _monotone(relation: Callable[[Real, Real], bool]) -> Callable[[Between], bool]:
    return lambda between: all(relation(p, q) for p, q in pairwise(between.values()))


ON: dict[str, Callable[[Between], bool]] = {
    "closed": lambda between: between.closed == (True, True),
    "equal ends": lambda between: same(between.curve(between.low), between.curve(between.high)),
    "continuous": _continuous_on,
    "differentiable": lambda between: finite(*between.derivatives()),
    "rising": _monotone(operator.lt),
    "falling": _monotone(operator.gt),
    "constant": _monotone(same),
    "bounded": lambda between: finite(*between.limits()),
    "slope bounded": _slope_bounded,
    "highest and lowest": lambda between: max(between.values()) >= max(map(_size_up, between.limits()))
    and min(between.values()) <= min(map(_size_down, between.limits())),
    "a critical point": lambda between: None in between.derivatives() or somewhere(between.derivatives(), 0),
    "second positive": lambda between: all(value is not None and value > 0 for value in between.derivatives(2)),
    "second negative": lambda between: all(value is not None and value < 0 for value in between.derivatives(2)),
}  # fmt: skip
QUANTITIES_ON: dict[str, Callable[[Between], list[Real]]] = {
    "value": Between.values,
    "slope": Between.derivatives,
    "second": lambda between: between.derivatives(2),
    "secant": Between.secants,
}


def _size_up(value: Real) -> Real:
    return mpmath.inf if value is None else value


def _size_down(value: Real) -> Real:
    return -mpmath.inf if value is None else value


def somewhere(values: list[Real], wanted: Real) -> bool:
    """Is the value taken at one of the places, or passed between two neighbours?"""
    if any(value is not None and same(value, wanted) for value in values):
        return True
    return any(p is not None and q is not None and (p - wanted) * (q - wanted) < 0 for p, q in pairwise(values))
