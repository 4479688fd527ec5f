"""Points of a curve: for a spread of values of all letters but one, the roots of its equation in that letter.

A point is a tuple of fractions like any other, but one of its coordinates is only near the curve. `CurvePoints` knows
which one, and gives it as a ball that certainly holds a point of the curve, in as many digits as are asked for. Points
with short rational coordinates that fulfil the equation exactly are what a reader is shown first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import TypeVar

from tutor.ball import Ball, Kind
from tutor.budget import Budget, GivenUpError
from tutor.curve.enclose import enclosure
from tutor.curve.exact import exact_value
from tutor.curve.roots import Roots
from tutor.domain import narrow_points
from tutor.evaluate import ball_point, columns
from tutor.expr import Expr, letters
from tutor.points import Point, Sample, fresh, friendly, more, outlying, plain
from tutor.values import Interval

__all__ = ["CurvePoints", "points_of"]

T = TypeVar("T")

_FEW = 6  # with fewer points others are looked for
_SHOWN = 12  # friendly points
_TRIED = 4  # letters that are solved for to find them
_SHORT = 30  # largest denominator of a coordinate a reader is shown as exact
_NEARLY = 1e-9
_PATIENCE = 0.5  # seconds for the search of a narrow region; what it finds is kept for all answers

_WHOLE = [Fraction(n) for n in (3, 1, 2, 4, 6, 5, 8, 9, 7, 10, 12)]
_TENTHS = [Fraction(n, 10) for n in (5, 15, 6, 8, 12, 16, 24, 25, 7)]
_FRIENDLY = [*_WHOLE, *_TENTHS, *(Fraction(n, 12) for n in (3, 4, 8, 16)), Fraction(0)]


@lru_cache(maxsize=32)
def points_of(zero: Expr, order: tuple[str, ...], names: tuple[str, ...], known: tuple[Interval, ...]) -> CurvePoints:
    """The points of the curve zero = 0; a class that answers one problem looks at the same ones."""
    return CurvePoints(zero, order, names, known)


class CurvePoints:
    """Points of zero = 0 with a coordinate for each of `names`; the letters in `order` are solved for, in that order.

    `known` is what is known of each letter. The derivative of `zero` by the first of `order` is not 0 at these points.
    """

    def __init__(self, zero: Expr, order: tuple[str, ...], names: tuple[str, ...], known: tuple[Interval, ...]) -> None:
        self.names = names
        self.known = known
        self.roots = Roots(zero, [name for name, interval in zip(names, known, strict=True) if interval.whole])
        own = letters(zero)
        self.order = [names.index(name) for name in order if name in own and not known[names.index(name)].whole]
        self.outliers = outlying(self.roots.program.constants())
        self._solved: dict[Point, int] = {}  # which coordinate is only near; no entry where all are exact
        self._balls: dict[tuple[Point, Kind], dict[str, Ball] | None] = {}
        self._samples: dict[str, Sample] = {}

    # Samples ------------------------------------------------------------------------------------------------

    def plain(self) -> Sample:
        """The points tried first."""
        return self._kept("plain", self._plain)

    def more(self) -> Sample:
        """More points: roots in other letters, and where few were found, for more values of them."""
        return self._kept("more", self._more)

    def friendly(self) -> Sample:
        """Points a reader can check, those with short rational coordinates first."""
        return self._kept("friendly", self._friendly)

    def fresh(self, point: Point, most: int = 6) -> list[Point]:
        """Points of the curve close to this one."""
        j = self._solved.get(point, self.order[0])
        moved = fresh(_without(point, j), _without(self.known, j), most)
        starts = [float(point[j])] * len(moved)
        return self._with_roots(moved, j, near=starts)

    def beside(self, point: Point) -> Point:
        """A point close to this one that is not on the curve."""
        j = self._solved.get(point, self.order[0])
        return (*point[:j], point[j] + (abs(point[j]) + Fraction(1, 50)) / 37, *point[j + 1 :])

    def balls(self, point: Point, kind: Kind) -> dict[str, Ball] | None:
        """The letters' values as balls that hold one and the same point of the curve; None where that is unsure."""
        key = (point, kind)
        if key not in self._balls:
            self._balls[key] = self._enclosed(point, kind)
        return self._balls[key]

    def _kept(self, name: str, made: Callable[[], list[Point]]) -> Sample:
        found = self._samples.get(name)
        if found is None:
            # Where all letters stand for whole numbers there is none to solve for.
            found = self._samples[name] = Sample(list(dict.fromkeys(made())) if self.order else [])
        return found

    def _plain(self) -> list[Point]:
        j = self.order[0]
        known = _without(self.known, j)
        return self._with_roots(plain(known, self.outliers).points, j)

    def _more(self) -> list[Point]:
        found: list[Point] = []
        for j in self.order[1:3]:
            found += self._with_roots(plain(_without(self.known, j), self.outliers).points, j)
        j = self.order[0]
        known = _without(self.known, j)
        if len(found) + len(self.plain().points) < _FEW:
            found += self._with_roots(more(known, self.outliers).points, j)
        if not found and not self.plain().points:
            found += self._narrow()
        return found

    def _narrow(self) -> list[Point]:
        """Points where the equation has values in a narrow region only, as arccos(10x - 600) has."""
        program = self.roots.program
        budget = Budget(_PATIENCE)
        for point in plain(self.known).points[:3]:
            start = dict(zip(self.names, point, strict=True))
            try:
                inside = narrow_points(program, {name: float(start[name]) for name in program.letters}, budget)
            except GivenUpError:
                break
            given = [{**start, **dict(zip(program.letters, found, strict=True))} for found in inside]
            rows = [tuple(place[name] for name in self.names) for place in given]
            if rows:
                return [p for j in self.order[:2] for p in self._with_roots([_without(row, j) for row in rows], j)]
        return []

    # Roots --------------------------------------------------------------------------------------------------

    def _with_roots(
        self, given: Sequence[tuple[Fraction, ...]], j: int, near: Sequence[float] | None = None
    ) -> list[Point]:
        """The points that the given values of all other letters and a root in letter j make."""
        given = given if near is not None else given[: self.roots.most_rows()]
        if not given:
            return []
        others = {
            name: [float(x) for x in column]
            for name, column in zip(_without(self.names, j), zip(*given, strict=True), strict=True)
        }
        letter = self.names[j]
        try:
            found = self.roots.find(others, letter) if near is None else self.roots.near(others, letter, near)
        except ValueError:  # no derivative by this letter is known
            return []
        points = []
        for root in found:
            value = Fraction(root.value)
            if self.known[j].contains(value):
                row = given[root.index]
                points.append((*row[:j], value, *row[j:]))
                self._solved[points[-1]] = j
        return points

    def _friendly(self) -> list[Point]:
        found: list[Point] = []
        exact: list[Point] = []
        for j in self.order[:_TRIED]:
            for point in self._with_roots(self._short_values(j), j):
                short = self._exactly(point, j)
                if short is not None:
                    exact.append(short)
                elif j == self.order[0]:
                    found.append(point)
            if len(exact) >= _FEW:
                break
        return [*sorted(dict.fromkeys(exact), key=_effort), *sorted(found, key=_effort)][:_SHOWN]

    def _short_values(self, j: int) -> Sequence[tuple[Fraction, ...]]:
        known = _without(self.known, j)
        if len(known) > 1:
            return friendly(known).points
        return [(s * x,) for s in (1, -1) for x in _FRIENDLY if known[0].contains(s * x)]

    def _exactly(self, point: Point, j: int) -> Point | None:
        """The point with a short number for its near coordinate, where that is on the curve exactly."""
        near = float(point[j])
        value = Fraction(near).limit_denominator(_SHORT)
        if abs(float(value) - near) > _NEARLY * max(abs(near), 1) or not self.known[j].contains(value):
            return None
        short = (*point[:j], value, *point[j + 1 :])
        named = dict(zip(self.names, short, strict=True))
        if exact_value(self.roots.program, named) != 0 or not self._is_steep(short):
            return None
        self._solved.pop(short, None)
        return short

    def _is_steep(self, point: Point) -> bool:
        """Has the first letter to solve for a derivative there? On sin(x y) = x it has none at x = 0."""
        program = self.roots.with_slope(self.names[self.order[0]])
        table = columns(program, {name: [float(x)] for name, x in zip(self.names, point, strict=True)})
        slope = table[program.roots[1]][0]
        return isfinite(slope) and slope != 0

    def _enclosed(self, point: Point, kind: Kind) -> dict[str, Ball] | None:
        balls = ball_point(dict(zip(self.names, point, strict=True)), kind)
        j = self._solved.get(point)
        if j is None:
            return balls
        letter = self.names[j]
        ball = enclosure(self.roots.with_slope(letter), balls, letter, float(point[j]), kind)
        return None if ball is None else {**balls, letter: ball}


def _without(values: tuple[T, ...], j: int) -> tuple[T, ...]:
    """All but the one at place j."""
    return (*values[:j], *values[j + 1 :])


def _effort(point: Point) -> float:
    """Small for small whole numbers other than 0, then for short decimals; positive before negative."""
    return sum(
        abs(float(x))
        + (0.5 if x < 0 else 0)
        + (0 if x else 20)
        + (0 if 10 % x.denominator == 0 else 4)
        + 2 * min(x.denominator.bit_length(), 30)
        for x in point
    )
