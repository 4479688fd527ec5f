"""Where functions turn: the places between which |u|, sqrt(u) and their like keep to one course.

Points chosen beforehand miss 0.001 - |x - 3.33|, which is above 0 on a short stretch only. But its sign changes,
and so does the sign of the x - 3.33 within. So along one letter the sign changes of all such u are closed in on,
and the places where u comes nearest to 0, until there are no new ones; a point between any two neighbours then
meets every course there is. Nothing here is certain: in floats, a stretch shorter than 10^-13 of its place is not
seen.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from tutor.evaluate import columns
from tutor.program import Program
from tutor.switches import edges, factors

__all__ = ["between_turns"]

_ROUNDS = 50
_PASSES = 3  # |1 - |x|| - 2 turns where |x| does, and where 1 - |x| does
_MOST = 60  # turns on one line
_GOLDEN = 0.381966
_TIGHT = 1e-14  # relative: a bracket that floats cannot make shorter
_BESIDE = 2 * _TIGHT
_FLAT = 1e-9  # relative: near a smooth minimum floats see no more
_TINY = 1e-6  # so near to 0 that the square of it is lost beside 1
_SHALLOW = 4.0  # a dip this many times as high as it is deep does not come down to 0
_OF_DIFFERENCE = frozenset(("min", "max"))


def _grid() -> list[float]:
    sizes = [1.37e-3]
    while sizes[-1] < 1e12:
        sizes.append(sizes[-1] * (1.19 if 0.1 < sizes[-1] < 20 else 2.3 if sizes[-1] < 1e5 else 11))
    return [*(-size for size in reversed(sizes)), *sizes]


_GRID = _grid()


def between_turns(
    program: Program, switches: frozenset[int], base: Mapping[str, float], letter: str, more: Sequence[float] = ()
) -> list[Fraction]:
    """Values of the letter, one between any two neighbouring turns of these operations; the others stay at `base`.

    The search begins with a grid of both signs and the values in `more`. Empty where nothing turns.
    """
    watched = _watched(program, switches)
    if not watched:
        return []
    line = _Line(program, base, letter, watched)
    turns: list[float] = []
    places = {*_GRID, *more}
    for _ in range(_PASSES):
        new = [x for x in line.turns(sorted(places)) if not _is_among(x, turns)]
        if not new or len(turns) + len(new) > _MOST:
            break
        for x in new:
            insort(turns, x)
            places.update(line.known_at(x))
        places.update(map(float, _between(turns)))
    return _between(turns)


_Watched = tuple[int, int | None, float]  # the sign of an operation that decides, minus another one, minus a number


def _watched(program: Program, switches: frozenset[int]) -> list[_Watched]:
    """The operations whose signs decide, and what they are products of; those of a difference for min and max.

    None where they are letters, and those of a product: both signs of a letter are among all points. Of arcsin and its
    like also where the argument is 1 or -1.
    """
    found: dict[_Watched, None] = {}
    for index in sorted(switches):
        op = program.ops[index]
        if op.name in _OF_DIFFERENCE:
            found[op.args[0], op.args[1], 0.0] = None
        else:
            found.update(((part, None, 0.0), None) for part in sorted(factors(program, op.args[0])))
            found.update(((op.args[0], None, edge), None) for edge in sorted(edges(op)) if edge)
    return list(found)


def _between(turns: Sequence[float]) -> list[Fraction]:
    if not turns:
        return []
    first, last = turns[0], turns[-1]
    ends = [first - 0.5 * abs(first) - 0.5, *turns, last + 0.5 * abs(last) + 0.5]
    return [_short(a, b) for a, b in pairwise(ends)]


def _short(a: float, b: float) -> Fraction:
    """A number near the middle between two, with few digits."""
    middle = (a + b) / 2
    for figures in range(2, 17):
        found = Fraction(f"{middle:.{figures}g}")
        if abs(found - Fraction(middle)) < (b - a) / 4:
            return found
    return Fraction(middle)


def _is_among(x: float, turns: Sequence[float]) -> bool:
    return any(abs(x - turn) <= 4 * _TIGHT * max(abs(x), abs(turn)) for turn in turns)


@dataclass(slots=True)
class _Bracket:
    """A sign change between `lo` and `hi`, or (with `mid`) a place where u is nearer to 0 than at both ends."""

    which: int
    lo: float
    hi: float
    at_lo: float
    at_hi: float
    mid: float | None = None
    at_mid: float = 0.0
    found: float | None = None

    def next(self) -> float:
        if self.mid is not None:
            longer = self.hi if self.hi - self.mid > self.mid - self.lo else self.lo
            return self.mid + _GOLDEN * (longer - self.mid)
        x = self.lo - self.at_lo * (self.hi - self.lo) / (self.at_hi - self.at_lo)
        return x if self.lo < x < self.hi else (self.lo + self.hi) / 2

    def learn(self, x: float, u: float) -> None:
        """Take in that the value at x is u."""
        if u != u or u == 0:
            self.found = x
        elif self.mid is None:
            self._halve(x, u)
        elif (u < 0) != (self.at_mid < 0):  # a stretch of the other sign: its ends are sign changes of the next pass
            self.found = x
        else:
            self._narrow(x, u)
            # A convex u falls beyond the middle by less than three times what it falls on the way there.
            if _SHALLOW * (max(abs(self.at_lo), abs(self.at_hi)) - abs(self.at_mid)) < abs(self.at_mid):
                self.found = self.mid
        size = _TIGHT if self.mid is None else _FLAT
        if self.found is None and self.hi - self.lo <= size * max(abs(self.lo), abs(self.hi)):
            self.found = self.mid if self.mid is not None else (self.lo + self.hi) / 2

    def _halve(self, x: float, u: float) -> None:
        # What an end keeps for long counts for less, so that the other end moves too (the Illinois method).
        if (u < 0) == (self.at_lo < 0):
            self.lo, self.at_lo, self.at_hi = x, u, self.at_hi / 2
        else:
            self.hi, self.at_hi, self.at_lo = x, u, self.at_lo / 2

    def _narrow(self, x: float, u: float) -> None:
        assert self.mid is not None
        if abs(u) < abs(self.at_mid):
            if x > self.mid:
                self.lo, self.at_lo = self.mid, self.at_mid
            else:
                self.hi, self.at_hi = self.mid, self.at_mid
            self.mid, self.at_mid = x, u
        elif x > self.mid:
            self.hi, self.at_hi = x, u
        else:
            self.lo, self.at_lo = x, u


class _Line:
    """The deciding values along one letter."""

    def __init__(self, program: Program, base: Mapping[str, float], letter: str, watched: Sequence[_Watched]) -> None:
        self.program, at = program.part(place for a, b, _ in watched for place in (a, b) if place is not None)
        self.watched = [(at[a], None if b is None else at[b], edge) for a, b, edge in watched]
        self.base = base
        self.letter = letter
        self.known: set[float] = set()

    def known_at(self, turn: float) -> tuple[float, float, float]:
        """Places at and close around a turn, with which it is not found once more from farther away."""
        around = (turn - _BESIDE * abs(turn), turn, turn + _BESIDE * abs(turn))
        self.known.update(around)
        return around

    def values(self, places: Sequence[float]) -> list[list[float]]:
        points = {name: [x] * len(places) for name, x in self.base.items()}
        table = columns(self.program, {**points, self.letter: list(places)})
        return [_less(table[a], table[b] if b is not None else None, edge) for a, b, edge in self.watched]

    def turns(self, places: Sequence[float]) -> list[float]:
        """The places between these where a deciding value changes its sign, or comes nearest to 0."""
        made = self.brackets(places)
        active = [bracket for bracket in made if bracket.found is None]
        for _ in range(_ROUNDS):
            if not active:
                break
            tried = [bracket.next() for bracket in active]
            table = self.values(tried)
            for i, (bracket, x) in enumerate(zip(active, tried, strict=True)):
                bracket.learn(x, table[bracket.which][i])
            active = [bracket for bracket in active if bracket.found is None]
        turns: list[float] = []
        for x in sorted(map(self.place, made)):
            if not turns or not _is_among(x, turns[-1:]):
                turns.append(x)
        return turns

    def place(self, bracket: _Bracket) -> float:
        """The turn in a bracket. Where floats see none but 0 all around 0, as of 1 - cosh(x), it is there."""
        x = bracket.found
        if x is None:
            x = (bracket.lo + bracket.hi) / 2 if bracket.mid is None else bracket.mid
        return 0.0 if 0 < abs(x) < _TINY and self.at_zero[bracket.which] == 0 else x

    @cached_property
    def at_zero(self) -> list[float]:
        return [column[0] for column in self.values([0.0])]

    def brackets(self, places: Sequence[float]) -> list[_Bracket]:
        found: list[_Bracket] = []
        for which, row in enumerate(self.values(places)):
            own: list[_Bracket] = []
            for i in range(1, len(places)):
                u, v = row[i - 1], row[i]
                if (u < 0 < v) or (v < 0 < u):
                    known = places[i] if self.known.issuperset(places[i - 1 : i + 1]) else None
                    own.append(_Bracket(which, places[i - 1], places[i], u, v, found=known))
                elif u == 0:
                    own.append(_Bracket(which, places[i - 1], places[i], u, v, found=places[i - 1]))
                elif i > 1 and places[i - 1] not in self.known and _is_dip(row[i - 2], u, v):
                    own.append(_Bracket(which, places[i - 2], places[i], row[i - 2], v, places[i - 1], u))
            own.sort(key=lambda bracket: abs(bracket.lo + bracket.hi))
            found += own[: _MOST // 3]
        return found


def _less(values: list[float], others: list[float] | None, edge: float) -> list[float]:
    if others is not None:
        return [p - q for p, q in zip(values, others, strict=True)]
    return [x - edge for x in values] if edge else values


def _is_dip(a: float, b: float, c: float) -> bool:
    """Is the middle one of three values of one sign nearest to 0?"""
    return (0 < b <= a and b < c) or (0 > b >= a and b > c)
