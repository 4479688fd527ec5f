"""Finding a domain too narrow to be hit by chance: arccos(10x - 600) lives between 59.9 and 60.1.

Each function with a bounded domain says by how much its argument misses it. A point is better the later the
first miss comes in the program, and the smaller it is; from the best points of a grid we climb towards a
point without one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import inf, isnan

from tutor.budget import Budget
from tutor.evaluate import columns
from tutor.points import Point
from tutor.program import Op, Program

__all__ = ["narrow_points"]

_GRID = sorted({s * m * 10.0**k for k in range(-3, 4) for m in (1.1, 1.7, 2.6, 4.1, 6.3) for s in (1, -1)} | {
    k / 4 + 0.01 for k in range(-120, 121)
})  # fmt: skip
_CLIMBS = 4  # the best points of the grid that are climbed from
_STEPS, _PARTS = 17, 9  # each step leaves two of nine parts

# How far an argument u lies within the domain; negative outside.
_WITHIN: dict[str, Callable[[float], float]] = {
    "ln": lambda u: u,
    "log": lambda u: u,
    "pow": lambda u: u,
    "root": lambda u: u,
    "arcsin": lambda u: 1 - abs(u),
    "arccos": lambda u: 1 - abs(u),
    "artanh": lambda u: 1 - abs(u),
    "arsech": lambda u: min(u, 1 - u),
    "arcosh": lambda u: u - 1,
    "arcsec": lambda u: abs(u) - 1,
    "arccsc": lambda u: abs(u) - 1,
    "arcoth": lambda u: abs(u) - 1,
}

Score = tuple[int, float]


def narrow_points(program: Program, start: Mapping[str, float], budget: Budget) -> list[Point]:
    """Points at which nothing is outside its domain, moving one letter away from `start`; perhaps none.

    Raises GivenUpError when the budget is used up.
    """
    for letter in program.letters:
        found = _along(program, dict(start), letter, budget)
        if found:
            return [tuple(_short({**start, letter: x}[name]) for name in program.letters) for x in found]
    return []


def _short(x: float) -> Fraction:
    return Fraction(repr(x))


def _along(program: Program, start: dict[str, float], letter: str, budget: Budget) -> list[float]:
    def scores(xs: list[float]) -> list[Score]:
        budget.check()
        points = {name: [x] * len(xs) for name, x in start.items()} | {letter: xs}
        return _scores(program, columns(program, points))

    on_grid = scores(_GRID)
    best = sorted(range(1, len(_GRID) - 1), key=lambda i: on_grid[i], reverse=True)[:_CLIMBS]
    for i in best:
        low, high = _GRID[i - 1], _GRID[i + 1]
        for _ in range(_STEPS):
            step = (high - low) / _PARTS
            xs = [low + step * k for k in range(1, _PARTS)]
            score, x = max(zip(scores(xs), xs, strict=True))
            if score[0] == len(program.ops):
                return _around(scores, x, step, len(program.ops))
            low, high = x - step, x + step
    return []


def _around(scores: Callable[[list[float]], list[Score]], inside: float, reach: float, perfect: int) -> list[float]:
    """Several points near one that is inside, with few digits where that is possible."""
    for _ in range(20):
        xs = [inside + reach * k / 7 for k in range(-6, 7)]
        found = [x for x, score in zip(xs, scores(xs), strict=True) if score[0] == perfect]
        if len(found) >= 6:
            short = [round(x, places) for places in range(8) for x in found]
            fit = [x for x, score in zip(short, scores(short), strict=True) if score[0] == perfect]
            return list(dict.fromkeys([*fit[:6], *found]))
        reach /= 2
    return [inside]


def _scores(program: Program, table: list[list[float]]) -> list[Score]:
    """For each point the first operation that misses its domain, and by how much it does."""
    count = len(table[0])
    found: list[Score] = [(len(program.ops), 0.0)] * count
    for index in reversed(range(len(program.ops))):
        within = _within(program.ops[index])
        if within is None:
            continue
        for i, u in enumerate(table[program.ops[index].args[0]]):
            slack = -inf if isnan(u) else within(u)
            if slack <= 0:
                found[i] = (index, slack)
    return found


def _within(op: Op) -> Callable[[float], float] | None:
    if op.name == "root" and op.number.denominator % 2:
        return None
    return _WITHIN.get(op.name)
