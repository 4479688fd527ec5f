"""Numbers with an error bound: a value and a radius within which the true value lies.

The same code works on plain floats and on mpmath numbers of any precision: only `Kind` differs. Where there
is no value it says which of three things is the matter, because only the first may ever be held against an
answer:

    UNDEFINED   certainly none: the whole ball lies outside the domain
    OVERFLOW    too large or too small for this kind of number
    UNKNOWN     the ball is too wide to tell

Sums add the radii, products follow |a| rb + |b| ra + ra rb, functions multiply the radius by a bound of their
derivative over the ball; each result also gets the rounding error of the operation itself. Library functions
are trusted to 4 units in the last place.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tutor.ball.functions import Balls
from tutor.ball.kind import FLOATS, Ball, Gap, Kind, Value, apart, digits, first_gap
from tutor.budget import Budget
from tutor.program import Program

__all__ = ["FLOATS", "Ball", "Gap", "Kind", "Run", "apart", "digits", "run"]


class Run:
    """What one walk through a program gave: a value or a gap for each operation.

    `blurred` says that somewhere a part other than 0 was too small to leave a clear trace (1 + 10^-60 at 75 digits):
    what agrees there may differ all the same.
    """

    __slots__ = ("blurred", "values")

    def __init__(self, values: list[Value], blurred: bool) -> None:
        self.values = values
        self.blurred = blurred


def run(program: Program, point: Mapping[str, Ball], kind: Kind, budget: Budget | None = None) -> Run:
    """Every operation of the program at one point, whose letters are balls of the same kind.

    Raises GivenUpError when the budget is used up.
    """
    balls = _balls(kind)
    balls.blurred = False
    values: list[Value] = []
    if budget is not None:
        budget.check()
    # A walk in floats takes no time to speak of; with many digits a single operation may.
    often = budget if kind is not FLOATS() else None
    for op in program.ops:
        if often is not None:
            often.check()
        if op.name == "letter":
            values.append(point[op.letter])
            continue
        parts = [values[index] for index in op.args]
        for part in parts:
            if part.__class__ is not tuple:
                values.append(first_gap(parts) or Gap.UNKNOWN)
                break
        else:
            values.append(balls.apply(op, parts))
    return Run(values, balls.blurred)


@cache
def _balls(kind: Kind) -> Balls:
    return Balls(kind)
