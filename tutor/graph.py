"""The course of a graph, exactly: where it is level, where it rises, how it bends, and its highest and lowest points.

The number line is cut at every place where f, f' or f'' can change its sign, its value or its course. Between two cuts
one sample point says everything, and more of them are looked at to see that no cut is missing. The cuts are found by
`solve`; where that gives up, places may be claimed, and a claim is checked: each must be a zero, and sampling must find
no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import inf, isfinite

from tutor.answers.model import End, Infinity, Interval, Labelled, Point
from tutor.errors import TutorError
from tutor.evaluate import columns, value, value50
from tutor.expr import Add, Expr, Neg, letters, substitute
from tutor.program import compile_
from tutor.solve import UnsolvedError, breaks, in_order, zeros
from tutor.surds import has_value, is_zero, simplest, size, value_at

__all__ = ["Cell", "Graph"]

_SPREAD = (0.5, 0.13, 0.29, 0.71, 0.87)  # where a cell is looked at, as parts of its length
_BEYOND = (1.0, 0.21, 4.7, 23.0, 190.0)  # and beyond the last cut
_WINDOW = 40.0  # claimed zeros are sought between here and its negative
_SAMPLES = 4001


@dataclass(frozen=True, slots=True)
class Cell:
    """What lies between two cuts; `sign` is that of the derivative in question, None where it has no value."""

    lo: End
    hi: End
    sign: int | None


@dataclass(frozen=True)
class Graph:
    """The graph of f, of the letter `wrt` alone, on an interval (None: wherever f has a value).

    Everything raises TutorError where it cannot be worked out exactly.
    """

    f: Expr
    wrt: str = "x"
    on: Interval | None = None
    claimed: tuple[Expr, ...] = ()

    @property
    def bounds(self) -> tuple[float, float]:
        if self.on is None:
            return -inf, inf
        lo, hi = (_size(end) for end in (self.on.lo, self.on.hi))
        return lo, hi

    @cached_property
    def slope(self) -> Expr:
        """f', as our rules find it."""
        from tutor.derive import derive

        if letters(self.f) - {self.wrt}:
            raise TutorError("the course of a graph is worked out for a function of one letter")
        return derive(self.f, self.wrt).line

    @cached_property
    def bend(self) -> Expr:
        """f''."""
        from tutor.derive import derive

        return derive(self.slope, self.wrt).line

    # The number line

    @cached_property
    def level(self) -> tuple[Expr, ...]:
        """The zeros of f'."""
        return self._zeros(self.slope)

    @cached_property
    def flat(self) -> tuple[Expr, ...]:
        """The zeros of f''."""
        return self._zeros(self.bend)

    def _zeros(self, e: Expr) -> tuple[Expr, ...]:
        if not letters(e):
            return ()  # a constant, and what that is the cells will show
        try:
            return zeros(e, self.wrt, self.bounds)
        except UnsolvedError:
            if not self.claimed:
                raise
        found = tuple(place for place in self.claimed if self._vanishes(e, place))
        self._refuse_missing(e, found)
        return in_order(found)

    def _vanishes(self, e: Expr, place: Expr) -> bool:
        here = value50(substitute(e, {self.wrt: place}), {})
        return here is not None and abs(here) < 1e-40

    def _refuse_missing(self, e: Expr, found: Sequence[Expr]) -> None:
        """Look for changes of sign that no claimed zero explains."""
        lo, hi = (max(-_WINDOW, min(_WINDOW, end)) for end in self.bounds)
        places = [lo + (hi - lo) * (i + 0.37) / _SAMPLES for i in range(_SAMPLES)]
        values = self._values(e, places)
        known = [size(place) for place in (*found, *self.breaks)]
        for a, b, x, y in zip(places, places[1:], values, values[1:], strict=False):
            if x * y < 0 and not any(a <= place <= b for place in known):
                raise UnsolvedError(e)

    def _values(self, e: Expr, places: Sequence[float]) -> list[float]:
        program = compile_(e)
        if not program.letters:
            return [value(e, {})] * len(places)
        return columns(program, {self.wrt: list(places)})[program.roots[0]]

    @cached_property
    def breaks(self) -> tuple[Expr, ...]:
        """Where f or a derivative of it may have no value, or turn a corner."""
        return breaks(self.f, self.wrt, self.bounds)

    def cells(self, e: Expr, cuts: Sequence[Expr]) -> tuple[Cell, ...]:
        """The line between the cuts, with the sign of e on each part where f has a value."""
        lo, hi = self.bounds
        inside = [place for place in cuts if lo < size(place) < hi]
        first: End = self.on.lo if self.on else Infinity(negative=True)
        last: End = self.on.hi if self.on else Infinity()
        ends: list[End] = [first, *inside, last]
        return tuple(Cell(a, b, self._sign(e, a, b)) for a, b in pairwise(ends))

    def _sign(self, e: Expr, lo: End, hi: End) -> int | None:
        """The one sign that e has between two cuts."""
        places = _within(_size(lo), _size(hi))
        defined = self._values(self.f, places)
        signs = {
            (x > 0) - (x < 0) if isfinite(x) and isfinite(y) and x else self._sign_at(e, place)
            for place, x, y in zip(places, self._values(e, places), defined, strict=True)
        }
        signs.discard(0) if len(signs) > 1 else None
        if len(signs) > 1:
            raise UnsolvedError(e)
        return signs.pop() if signs else None

    def _sign_at(self, e: Expr, place: float) -> int | None:
        """The sign where floats cannot tell: e^760 is too large for them, and e^(-760) too small."""
        here = {self.wrt: Fraction(place)}
        x = value50(e, here) if value50(self.f, here) is not None else None
        return None if x is None else (x > 0) - (x < 0)

    @cached_property
    def rises(self) -> tuple[Cell, ...]:
        """The line with the signs of f'."""
        return self.cells(self.slope, in_order((*self.level, *self.breaks)))

    @cached_property
    def bends(self) -> tuple[Cell, ...]:
        """The line with the signs of f''."""
        return self.cells(self.bend, in_order((*self.flat, *self.breaks)))

    def _meetings(self, cells: Sequence[Cell]) -> Iterator[tuple[Cell, Expr, Cell]]:
        """Two neighbours and the cut between them, where f has a value on all of it."""
        for left, right in pairwise(cells):
            cut = left.hi
            assert not isinstance(cut, Infinity)
            if left.sign is not None and right.sign is not None and self.has_value(cut):
                yield left, cut, right

    def has_value(self, place: Expr) -> bool:
        return has_value(substitute(self.f, {self.wrt: place}))

    def ends_at(self, place: Expr) -> bool:
        """Has f values at a place and on one side of it alone, with no interval given?"""
        if self.on is not None or letters(place) or not self.has_value(place):
            return False
        x = size(place)
        h = 1e-7 * (1 + abs(x))
        left, right = self._values(self.f, (x - h, x + h))
        return isfinite(left) != isfinite(right)

    def height(self, place: Expr) -> Expr:
        """f at a place, exactly."""
        return value_at(self.f, {self.wrt: place})

    def point(self, place: Expr) -> Point:
        return Point((place, self.height(place)))

    # What is asked of it

    @cached_property
    def critical(self) -> tuple[Expr, ...]:
        """Every inner place of the domain at which f' is 0 or does not exist."""
        level = [size(place) for place in self.level]
        return tuple(
            cut
            for _, cut, _ in self._meetings(self.rises)
            if any(abs(size(cut) - x) < 1e-11 * (1 + abs(x)) for x in level) or not self.is_smooth(cut)
        )

    def is_smooth(self, place: Expr) -> bool:
        """Has f a derivative there?"""
        x = size(place)
        h = 1e-7 * (1 + abs(x))
        here = value(self.slope, {self.wrt: x})
        near = self._values(self.slope, (x - h, x + h))
        return isfinite(here) and abs(near[0] - near[1]) < 1e-3 * (1 + abs(here))

    @cached_property
    def classified(self) -> tuple[Labelled, ...]:
        """The critical points, each a "max", a "min" or "neither"."""
        found = []
        critical = set(self.critical)
        for left, cut, right in self._meetings(self.rises):
            if cut in critical:
                label = {(1, -1): "max", (-1, 1): "min"}.get((left.sign or 0, right.sign or 0), "neither")
                if 0 in (left.sign, right.sign):
                    raise TutorError("the graph is level on a whole interval")
                found.append(Labelled(self.point(cut), label))
        return tuple(found)

    @property
    def turns(self) -> tuple[tuple[int, Expr, int], ...]:
        """Every cut with the sign of f' on its left and on its right."""
        return tuple((left.sign or 0, cut, right.sign or 0) for left, cut, right in self._meetings(self.rises))

    def monotone(self, sign: int) -> tuple[Interval, ...]:
        """The longest intervals on which f rises (1) or falls (-1)."""
        return self._joined(self.rises, sign, lambda _: True)

    def curved(self, sign: int) -> tuple[Interval, ...]:
        """The longest intervals on which f' rises (1, concave up) or falls (-1)."""
        return self._joined(self.bends, sign, self.bends_on)

    def _joined(self, cells: Sequence[Cell], sign: int, goes_on: Callable[[Expr], bool]) -> tuple[Interval, ...]:
        found: list[Interval] = []
        met = {left: cut for left, cut, _ in self._meetings(cells)}
        before: Cell | None = None
        for cell in cells:
            if cell.sign == sign:
                cut = met.get(before) if before is not None and before.sign == sign else None
                if cut is not None and goes_on(cut):
                    found[-1] = Interval(found[-1].lo, cell.hi)
                else:
                    found.append(Interval(cell.lo, cell.hi))
            before = cell
        return tuple(found)

    def bends_on(self, place: Expr) -> bool:
        """Has the graph one tangent there, upright ones too, and no corner?"""
        x = size(place)
        h = 1e-9 * (1 + abs(x))
        left, right = self._values(self.slope, (x - h, x + h))
        if not (isfinite(left) and isfinite(right)):
            return False
        steep = min(abs(left), abs(right)) > 1e3 and left * right > 0
        return steep or abs(left - right) < 1e-3 * (1 + abs(left))

    @cached_property
    def inflections(self) -> tuple[Expr, ...]:
        """The places at which the bend changes its sign and the graph has a tangent."""
        return tuple(
            cut
            for left, cut, right in self._meetings(self.bends)
            if (left.sign or 0) * (right.sign or 0) < 0 and self.bends_on(cut)
        )

    @cached_property
    def candidates(self) -> tuple[Expr, ...]:
        """On a closed interval: the ends and the critical places between them."""
        on = self.on
        if on is None or isinstance(on.lo, Infinity) or isinstance(on.hi, Infinity):
            raise TutorError("the highest and the lowest point are sought on an interval with two ends")
        if any(cell.sign is None for cell in self.rises) or not all(map(self.has_value, self.breaks)):
            raise TutorError("the function has no value somewhere on the interval")
        ends = [end for end, closed in ((on.lo, on.lo_closed), (on.hi, on.hi_closed)) if closed]
        return in_order((*ends, *self.critical))

    @cached_property
    def extremes(self) -> tuple[Labelled, ...]:
        """Every highest and every lowest point on a closed interval."""
        heights = [(place, self.height(place)) for place in self.candidates]
        found = []
        for label, pick in (("min", min), ("max", max)):
            best = pick(heights, key=lambda pair: size(pair[1]))[1]
            found += [Labelled(Point((a, y)), label) for a, y in heights if _is_same(y, best)]
        return tuple(found)


def _is_same(a: Expr, b: Expr) -> bool:
    return a == b or is_zero(simplest(Add((a, Neg(b)))))


def _size(end: End) -> float:
    if isinstance(end, Infinity):
        return -inf if end.negative else inf
    return size(end)


def _within(lo: float, hi: float) -> list[float]:
    """Points between two ends."""
    if isfinite(lo) and isfinite(hi):
        return [lo + (hi - lo) * part for part in _SPREAD]
    if isfinite(lo):
        return [lo + step for step in _BEYOND]
    if isfinite(hi):
        return [hi - step for step in _BEYOND]
    return [sign * step for step in _BEYOND for sign in (1, -1)]
