"""What a curve is like at a place, by its values alone: the words for it in a claim. Used by the tests alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import mpmath

from tests.places import Curve, limit, nearby, one_sided_limit, same, slope, slopes

__all__ = ["AT", "QUANTITIES_AT", "Spot", "continuous", "finite"]

Real = Any


@dataclass(frozen=True, slots=True)
class Spot:
    """A curve at a place, where it need not have a value."""

    curve: Curve
    place: Real

    def near(self) -> Iterator[tuple[Real, Real]]:
        """Places left and right of it, ever nearer."""
        for k in (2, 3, 5, 9):
            for uneven in ("0.91", "0.37"):
                h = mpmath.mpf(uneven) / 10**k
                yield self.place - h, self.place + h

    def pattern(self, order: int) -> tuple[int, int] | None:
        """The signs of the derivative left and right of it, where each side has one sign."""
        around = [
            tuple(int(mpmath.sign(nearby(self.curve, x, abs(x - self.place), order) or 0)) for x in pair)
            for pair in self.near()
        ]
        return around[0] if len(set(around)) == 1 else None  # type: ignore[return-value]

    def compared(self, wanted: Callable[[Real, Real, Real], bool]) -> bool:
        """Does it hold of the values left, here and right, however near?"""
        here = self.curve(self.place)
        values = [(self.curve(p), here, self.curve(q)) for p, q in self.near()]
        return all(None not in row and wanted(*row) for row in values)


def continuous(spot: Spot) -> bool:
    here = spot.curve(spot.place)
    return here is not None and same(limit(spot.curve, spot.place), here)


def finite(*found: Real) -> bool:
    return all(value is not None and not mpmath.isinf(value) for value in found)


def _sides(spot: Spot) -> tuple[Real, Real]:
    return slopes(spot.curve, spot.place)


def _jump(spot: Spot) -> bool:
    left, right = (one_sided_limit(spot.curve, spot.place, side) for side in (-1, 1))
    return finite(left, right) and not same(left, right)


def _slope_continuous(spot: Spot) -> bool:
    here = slope(spot.curve, spot.place)
    return finite(here) and same(limit(lambda x: nearby(spot.curve, x, abs(x - spot.place)), spot.place), here)


def _differentiable(spot: Spot) -> bool:
    return finite(slope(spot.curve, spot.place))


def _has(signs: tuple[int, int], order: int) -> Callable[[Spot], bool]:
    return lambda spot: spot.pattern(order) == signs


def _lowest(p: Real, here: Real, q: Real) -> bool:
    return bool(p >= here <= q)


def _highest(p: Real, here: Real, q: Real) -> bool:
    return bool(p <= here >= q)


AT: dict[str, Callable[[Spot], bool]] = {
    "defined": lambda spot: spot.curve(spot.place) is not None,
    "continuous": continuous,
    "differentiable": _differentiable,
    "one-sided slopes finite": lambda spot: finite(*_sides(spot)),
    "one-sided slopes agree": lambda spot: None not in _sides(spot) and same(*_sides(spot)),
    "slope continuous": _slope_continuous,
    "a jump": _jump,
    "a corner": lambda spot: finite(*_sides(spot)) and not same(*_sides(spot)),
    "a cusp": lambda spot: continuous(spot) and {*_sides(spot)} == {mpmath.inf, -mpmath.inf},
    "an upright tangent": lambda spot: continuous(spot) and slope(spot.curve, spot.place) in (mpmath.inf, -mpmath.inf),
    "a minimum": lambda spot: spot.compared(_lowest),
    "a maximum": lambda spot: spot.compared(_highest),
    "an extremum": lambda spot: spot.compared(_lowest) or spot.compared(_highest),
    "rising": lambda spot: spot.compared(lambda p, here, q: bool(p < here < q)),
    "falling": lambda spot: spot.compared(lambda p, here, q: bool(p > here > q)),
    "slope from + to -": _has((1, -1), 1),
    "slope from - to +": _has((-1, 1), 1),
    "slope keeps its sign": lambda spot: spot.pattern(1) in ((1, 1), (-1, -1)),
    "slope changes its sign": lambda spot: spot.pattern(1) in ((1, -1), (-1, 1)),
    "bent upwards": lambda spot: spot.pattern(2) == (1, 1),
    "bent downwards": lambda spot: spot.pattern(2) == (-1, -1),
    "second changes its sign": lambda spot: spot.pattern(2) in ((1, -1), (-1, 1)),
    "an inflection": lambda spot: continuous(spot) and spot.pattern(2) in ((1, -1), (-1, 1)),
    "a saddle": lambda spot: same(slope(spot.curve, spot.place), 0)
    and not spot.compared(_lowest)
    and not spot.compared(_highest),
}  # fmt: skip
QUANTITIES_AT: dict[str, Callable[[Spot], Real]] = {
    "value": lambda spot: spot.curve(spot.place),
    "limit": lambda spot: limit(spot.curve, spot.place),
    "slope": lambda spot: slope(spot.curve, spot.place),
    "left slope": lambda spot: _sides(spot)[0],
    "right slope": lambda spot: _sides(spot)[1],
    "second": lambda spot: slope(spot.curve, spot.place, 2),
    "third": lambda spot: slope(spot.curve, spot.place, 3),
    "fourth": lambda spot: slope(spot.curve, spot.place, 4),
}
