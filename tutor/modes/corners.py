"""Where a function has a value but no derivative: corners, cusps and ends, said after the derivation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from tutor.evaluate import value
from tutor.expr import Expr, letters, number

_NEAR = (1e-5, 1e-7)  # steps to either side; the slopes are compared at both, so that a steep curve is no corner
_PLACES = sorted({Fraction(n, below) for below in (1, 2, 3, 4) for n in range(-12, 13)}, key=lambda a: (abs(a), a < 0))


@dataclass(frozen=True, slots=True)
class Corner:
    """A place without a derivative; the slopes on both sides where there are two, else None."""

    at: Expr
    left: float | None = None
    right: float | None = None

    def said(self, wrt: str) -> str:
        """The remark in words."""
        from tutor.show import pretty

        place = f"At {wrt} = {pretty(self.at)} there is no derivative"
        if self.left is None or self.right is None:
            return f"{place}."
        return f"{place}: the slope is {_short(self.left)} on the left and {_short(self.right)} on the right."


def _short(slope: float) -> str:
    return f"{round(slope, 4) + 0.0:g}".replace("-", "−")


def corners(f: Expr, derivative: Expr, wrt: str) -> tuple[Corner, ...]:
    """The simple places (whole numbers and halves, thirds, quarters up to 12) where f has a value and no derivative.

    Nothing is claimed of a function with other letters, or of other places.
    """
    if letters(f) - {wrt}:
        return ()
    found = [corner for a in _PLACES if (corner := _corner(f, derivative, wrt, a)) is not None]
    return tuple(sorted(found, key=lambda corner: value(corner.at, {})))[:4]


def _corner(f: Expr, derivative: Expr, wrt: str, a: Fraction) -> Corner | None:
    here = float(a)
    if not isfinite(value(f, {wrt: here})):
        return None
    sides = [[value(derivative, {wrt: here + side * h}) for h in _NEAR] for side in (-1, 1)]
    if not any(isfinite(slope) for side in sides for slope in side):
        return None
    left, right = (_limit(side) for side in sides)
    if left is not None and right is not None:
        return Corner(number(a), left, right) if abs(left - right) > 1e-3 * (1 + abs(left)) else None
    # A slope that grows without bound, or only one side: no derivative where f' has no value either.
    return None if isfinite(value(derivative, {wrt: here})) else Corner(number(a))


def _limit(slopes: list[float]) -> float | None:
    """What the slopes on one side tend to; None if they have no value or still grow."""
    far, near = slopes
    return near if isfinite(far) and isfinite(near) and abs(far - near) <= 1e-3 * (1 + abs(far)) else None
