"""A coordinate of a curve as a ball that certainly holds it, by the interval form of Newton's method.

Let F have a value and a derivative D other than 0 on the whole of an interval around c. Then, by the mean value
theorem, a root of F in it lies in c - F(c)/D as well, where D runs through all values of the derivative there; and if
this set lies within the interval, there is exactly one root. Values are balls themselves, so rounding is accounted for.
"""

from __future__ import annotations

from collections.abc import Mapping

from tutor.ball import Ball, Kind, run
from tutor.program import Program

__all__ = ["enclosure"]

_ROUNDS = 14  # each doubles the digits
_WIDER = 6
_SAFE = 1.001  # more than rounding can do to a radius


def enclosure(program: Program, point: Mapping[str, Ball], letter: str, start: float, kind: Kind) -> Ball | None:
    """The root near `start` of the first root of the program, whose second is its derivative by the letter.

    `point` has balls for the other letters. None where no root can be made certain in numbers of this kind.
    """

    def at(ball: Ball) -> tuple[Ball, Ball] | None:
        values = run(program, {**point, letter: ball}, kind).values
        value, slope = (values[root] for root in program.roots)
        return (value, slope) if isinstance(value, tuple) and isinstance(slope, tuple) else None

    zero = kind.number(0)
    centre = kind.number(start)
    for _ in range(_ROUNDS):
        found = at((centre, zero))
        if found is None or not found[1][0]:
            return None
        (value, error), (slope, _) = found
        if abs(value) <= 2 * error or not value:
            break
        centre -= value / slope
    else:
        return None
    if not value and not error:
        return (centre, zero)
    missed = (abs(value) + error) / abs(slope)
    radius = 2 * missed + abs(centre) * kind.unit
    for _ in range(_WIDER):
        around = at((centre, radius))
        if around is not None:
            steepness, spread = around[1]
            least = abs(steepness) - spread
            if least > 0:
                reached = (abs(value) + error) / least * _SAFE
                if reached <= radius:
                    return (centre, reached)
        radius *= 8
    return None
