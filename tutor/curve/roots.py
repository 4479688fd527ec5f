"""Real roots in one letter, found in floats: where a curve is, for given values of all other letters.

The equation is evaluated on a grid of the letter, both signs and many sizes, for all given values at once. Between two
neighbours of different sign a root is closed in on by Newton's method, or by halving where that leads astray. A pole
changes the sign too, and near a vertical tangent rounding moves the root: both are left out. Nothing here is certain;
`enclose.py` makes it so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan

from tutor.differential import derivative
from tutor.evaluate import columns
from tutor.expr import Expr
from tutor.program import Program, compile_

__all__ = ["Root", "Roots"]

_MOST_WORK = 600_000  # operations on the grid, so that a long equation costs no more than a tenth of a second
_BRANCHES = 6  # roots for one set of values, those nearest to 0
_ROUNDS = 60
_PATIENCE = 9  # rounds in which Newton's method is done, as a rule
_SETTLED = 4e-16  # relative: a step of Newton's that no longer changes the root
_SMALL = 1e-9  # of the largest term of the equation: what is left of it at a root
_STEEP = 2e5  # by as much may rounding errors be magnified on the way to the root
_LEAST = 1e-3  # a root nearer to 0 is as uncertain as this


def _grid() -> tuple[float, ...]:
    """Numbers that are no likely roots, dense where curves of textbooks are."""
    sizes = [1.37e-9]
    while sizes[-1] < 1e6:
        sizes.append(sizes[-1] * (1.213 if 0.06 < sizes[-1] < 30 else 1.93 if sizes[-1] > 1e-4 else 6.7))
    return (*(-size for size in reversed(sizes)), *sizes)


_GRID = _grid()


@dataclass(frozen=True, slots=True)
class Root:
    """A root for the values of the other letters in row `index` of those that were given."""

    index: int
    value: float


@dataclass(slots=True)
class _Bracket:
    index: int
    lo: float
    hi: float
    at_lo: float
    x: float


class Roots:
    """The roots of `zero`, by any of its letters; `whole` are letters that stand for whole numbers."""

    def __init__(self, zero: Expr, whole: Sequence[str] = ()) -> None:
        self.zero = zero
        self.whole = tuple(whole)
        self.program = compile_(zero, whole=whole)
        self._with_slope: dict[str, Program] = {}

    def with_slope(self, letter: str) -> Program:
        """The equation and its derivative by the letter, as one program. Raises ValueError where there is none."""
        found = self._with_slope.get(letter)
        if found is None:
            found = compile_(self.zero, derivative(self.zero, letter), whole=self.whole)
            self._with_slope[letter] = found
        return found

    def most_rows(self) -> int:
        """For so many values of the other letters roots are found in reasonable time."""
        return max(4, _MOST_WORK // (len(_GRID) * len(self.program.ops)))

    def find(self, given: Mapping[str, Sequence[float]], letter: str) -> list[Root]:
        """The roots that are told apart by the grid, in order of the rows given and of size."""
        brackets = self._brackets(given, letter)
        settled = self._closed_in(brackets, given, letter)
        return [root for root, is_sure in zip(settled, self._sure(settled, given, letter), strict=True) if is_sure]

    def near(self, given: Mapping[str, Sequence[float]], letter: str, starts: Sequence[float]) -> list[Root]:
        """The root next to each start, one for each row given, where Newton's method finds it."""
        free = [_Bracket(i, -1e300, 1e300, nan, start) for i, start in enumerate(starts)]
        settled = self._closed_in(free, given, letter)
        close = [root for root in settled if abs(root.value - starts[root.index]) <= 0.1 * (abs(root.value) + 0.1)]
        return [root for root, is_sure in zip(close, self._sure(close, given, letter), strict=True) if is_sure]

    def _brackets(self, given: Mapping[str, Sequence[float]], letter: str) -> list[_Bracket]:
        count = min((len(column) for column in given.values()), default=1)
        size = len(_GRID)
        points = {name: [x for x in column for _ in _GRID] for name, column in given.items()}
        values = columns(self.program, {**points, letter: list(_GRID) * count})[self.program.roots[0]]
        found = []
        for i in range(count):
            row = values[i * size : (i + 1) * size]
            changes = [
                _Bracket(i, lo, hi, a, (lo + hi) / 2)
                for a, b, lo, hi in zip(row, row[1:], _GRID, _GRID[1:], strict=False)
                if (a < 0) != (b < 0) and a == a and b == b
            ]
            found += sorted(changes, key=lambda b: abs(b.x))[:_BRANCHES]
        return found

    def _closed_in(self, brackets: Sequence[_Bracket], given: Mapping[str, Sequence[float]], letter: str) -> list[Root]:
        program = self.with_slope(letter)
        done: dict[int, Root] = {}
        active = dict(enumerate(brackets))
        for i in range(_ROUNDS):
            if not active:
                break
            # y^6000 is so steep that Newton's method alone would crawl.
            halves = i > _PATIENCE and i % 3 == 0
            points = {name: [column[b.index] for b in active.values()] for name, column in given.items()}
            table = columns(program, {**points, letter: [b.x for b in active.values()]})
            values, slopes = (table[root] for root in program.roots)
            for (key, b), value, slope in zip(list(active.items()), values, slopes, strict=False):
                was = b.x
                if not _moved(b, value, nan if halves else slope):
                    del active[key]  # no value here: it ran out of the domain
                elif value == 0 or abs(b.x - was) <= _SETTLED * abs(was):
                    done[key] = Root(b.index, was if value == 0 else b.x)
                    del active[key]
        return [done[key] for key in sorted(done)]

    def _sure(self, roots: Sequence[Root], given: Mapping[str, Sequence[float]], letter: str) -> list[bool]:
        """Is the equation as good as fulfilled there, and steep enough for the root to be exact?"""
        if not roots:
            return []
        program = self.with_slope(letter)
        points = {name: [column[root.index] for root in roots] for name, column in given.items()}
        table = columns(program, {**points, letter: [root.value for root in roots]})
        values, slopes = (table[root] for root in program.roots)
        terms = [table[index] for index in _terms(program)]
        largest = [max(map(abs, column)) for column in zip(*terms, strict=True)]
        return [
            isfinite(slope)
            and abs(value) <= _SMALL * most
            and most <= _STEEP * abs(slope) * max(abs(root.value), _LEAST)
            for root, value, slope, most in zip(roots, values, slopes, largest, strict=True)
        ]


def _terms(program: Program) -> list[int]:
    """The terms that the first root of the program is the sum of."""
    found, stack = [], [program.roots[0]]
    while stack:
        op = program.ops[stack[-1]]
        if op.name in ("add", "neg"):
            stack[-1:] = op.args
        else:
            found.append(stack.pop())
    return found


def _moved(b: _Bracket, value: float, slope: float) -> bool:
    """Take one step within the bracket, by Newton's method or to its middle; False where there is no value."""
    if value != value:
        return False
    if b.at_lo == b.at_lo:  # not where any root will do
        if (value < 0) == (b.at_lo < 0):
            b.lo = b.x
        else:
            b.hi = b.x
    x = b.x - (value / slope if slope else nan)  # nan is nowhere inside
    inside = b.lo < x < b.hi
    b.x = x if inside else (b.lo + b.hi) / 2
    return inside or b.at_lo == b.at_lo
