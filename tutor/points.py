"""Where two expressions are compared: points of both signs, small and large, and near the constants in them.

A point is a tuple of fractions, one for each letter. The plain points are chosen so that nothing special
happens at them; the friendly ones (0.7, 1, 2) are for people to read and may well be zeros or poles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from math import sqrt
from random import Random

from tutor.values import Interval

__all__ = ["Point", "Sample", "beside", "dense", "few", "fresh", "friendly", "more", "near", "outlying", "plain"]

Point = tuple[Fraction, ...]
Known = tuple[Interval, ...]  # one for each letter, in their order


def _fractions(text: str) -> list[Fraction]:
    return [Fraction(number) for number in text.split()]


# Numbers of few binary digits: floats have them exactly, so that x - |x| is 0 for x > 0 and not nearly 0.
_PLAIN = _fractions("27/2048 379/1024 13/16 83/64 61/32 109/32 55/4 1557/16 2469/2")
_MODERATE = _fractions(
    "379/1024 77/128 13/16 83/64 61/32 173/64 109/32 189/32 215/1024 137/128 181/16 95/1024 29/64 35/16"
)
_WIDE = [Fraction(10) ** k * m for k in range(-4, 4) for m in _fractions("1.1 2.3 5.7")]
_DENSE = [
    *(Fraction(k, 4) + Fraction(3, 64) for k in range(100)),
    *(Fraction(round(64 * 25 * 1.21**k), 64) for k in range(1, 54)),
    *(Fraction(round(2**20 * 0.25 / 1.8**k), 2**20) for k in range(1, 16)),
]
_FRIENDLY = _fractions("0.7 1 2 0.5 3 1.5 0.3 5 10 0.1")
_FRIENDLY_TOGETHER = _fractions("0.7 2 0.5 3 1.5 5 0.3 1 4 0.2")
_PARTS = _fractions("1/2 1/4 3/4 1/10 9/10")
_WHOLE = _fractions("2 3 1 5 4 7 6 11 8 13 9 10")
_WITHIN = _fractions("379/1024 77/128 13/128 13/16 61/64 59/256 27/2048 1/2 91/128 253/256")
_SEVERAL = 32  # so that five letters meet in every combination of signs


class Sample:
    """Points, and the same as columns of floats, one for each letter."""

    __slots__ = ("columns", "points")

    def __init__(self, points: Sequence[Point]) -> None:
        self.points = tuple(points)
        self.columns = [[float(x) for x in column] for column in zip(*points, strict=True)]


@lru_cache(maxsize=256)
def plain(known: Known, outliers: tuple[float, ...] = ()) -> Sample:
    """The points tried first."""
    match known:
        case ():
            return Sample(((),))
        case (only,):
            candidates = [*_both_signs(_PLAIN), *near(outliers, 3)]
            return Sample(tuple((x,) for x in _fitted(candidates, only, 12)))
        case _:
            return Sample(tuple(_mixed(known, _SEVERAL if len(known) > 2 else _SEVERAL // 2, _MODERATE, 0)))


@lru_cache(maxsize=256)
def few(known: Known, outliers: tuple[float, ...] = ()) -> Sample:
    """Four of the points tried first, moderate ones of both signs."""
    points = plain(known, outliers).points
    return Sample(points[2:6] or points)


@lru_cache(maxsize=256)
def friendly(known: Known) -> Sample:
    """Points a reader can check in his head, the friendliest first."""
    match known:
        case ():
            return Sample(())
        case (only,):
            return Sample(tuple((x,) for x in _fitted(_both_signs(_FRIENDLY), only, 4, is_friendly=True)))
        case _:
            return Sample(tuple(_mixed(known, 12, _FRIENDLY_TOGETHER, 0, every_sign=False)))


@lru_cache(maxsize=64)
def more(known: Known, outliers: tuple[float, ...] = ()) -> Sample:
    """Many more points: where few of the first had a value, or where signs decide what a function is."""
    match known:
        case ():
            return Sample(())
        case (only,):
            grid = [Fraction(k, 23) for k in (*range(1, 46, 2), *range(50, 300, 10))]
            candidates = [*_both_signs([*_WIDE, *grid]), *near(outliers, 12)]
            return Sample(tuple((x,) for x in _fitted(candidates, only, 40)))
        case _:
            wide = [*_MODERATE, *_WIDE[3:21], *(x for x in near(outliers, 3) if x > 0)]
            return Sample(tuple(_mixed(known, 160, wide, 1)))


@lru_cache(maxsize=64)
def dense(known: Known, outliers: tuple[float, ...] = ()) -> Sample:
    """Points a fifth of their size apart, or a quarter; of several letters those of `more`."""
    match known:
        case (only,):
            if only.whole:
                return Sample(tuple((x,) for k in range(-60, 61) if only.contains(x := Fraction(k))))
            return Sample(tuple((x,) for x in _fitted([*_both_signs(_DENSE), *near(outliers, 12)], only, 40)))
        case _:
            return more(known, outliers)


def fresh(point: Point, known: Known, most: int = 6) -> list[Point]:
    """Points close to this one, six or fewer, to see whether what holds at it holds around it."""
    found: list[Point] = []
    for i in (1, -1, 2, -2, 5, -5):
        if len(found) == most:
            break
        moved = tuple(
            x if k.whole else x + (abs(x) + Fraction(1, 50)) * Fraction(i, 3001 + 97 * j)
            for j, (x, k) in enumerate(zip(point, known, strict=True))
        )
        if moved != point and all(k.contains(x) for x, k in zip(moved, known, strict=True)):
            found.append(moved)
    return found


def beside(point: Point, known: Known) -> list[Point]:
    """The points one and two steps away from this one, for each letter that stands for whole numbers."""
    found: list[Point] = []
    for j, (x, k) in enumerate(zip(point, known, strict=True)):
        if k.whole:
            found += [(*point[:j], x + step, *point[j + 1 :]) for step in (1, -1, 2, -2) if k.contains(x + step)]
    return found


def outlying(constants: Iterable[float]) -> tuple[float, ...]:
    """The large and the small ones. There are few, so that the samples of one text serve for the next."""
    return tuple(c for c in constants if c > 12 or c < 1 / 12)


def near(outliers: Sequence[float], most: int) -> list[Fraction]:
    """Points around large and small constants, their roots and reciprocals, on both sides of 0."""
    if len(outliers) > most:  # the smallest, the largest and some between
        outliers = [outliers[i * (len(outliers) - 1) // (most - 1)] for i in range(most)]
    found: list[Fraction] = []
    for c in outliers:
        centres = [c, sqrt(c)] if c > 12 else [c, sqrt(c), 1 / c, 1 / sqrt(c)]
        if most > 3:
            centres += [1 / c, 1 / sqrt(c)] if c > 12 else []
        for centre in centres:
            found += [_short(centre * factor) for factor in (0.97, 1.03, 1.4)]
        if most > 3:
            found += [_short(c - 0.3), _short(c + 0.3)]
    return _both_signs(found)


def _short(x: float) -> Fraction:
    return Fraction(f"{x:.7g}")


def _both_signs(sizes: Iterable[Fraction]) -> list[Fraction]:
    return [x for size in sizes for x in (size, -size)]


def _fitted(
    candidates: Iterable[Fraction], known: Interval, wanted: int, *, is_friendly: bool = False
) -> list[Fraction]:
    """The candidates that may be; where the interval leaves too few, points spread over it."""
    if known.whole:
        candidates = _both_signs(_WHOLE)
    found = list(dict.fromkeys(x for x in candidates if known.contains(x)))
    if len(found) >= wanted or (known.lo is None and known.hi is None):
        return found
    parts, sizes = (_PARTS, _FRIENDLY) if is_friendly else (_WITHIN, _PLAIN)
    return list(dict.fromkeys([*islice(_spread(known, parts, sizes), wanted), *found]))


def _spread(known: Interval, parts: Sequence[Fraction], sizes: Sequence[Fraction]) -> Iterable[Fraction]:
    """Points over an interval that has at least one end: parts of its length, or sizes beyond the one end."""
    lo, hi = known.lo, known.hi
    if known.whole:
        start, way = (-(-lo // 1), 1) if lo is not None else ((hi or Fraction(0)) // 1, -1)
        return [x for k in range(40) if known.contains(x := Fraction(start + way * k))]
    if lo is not None and hi is not None:
        return [lo + (hi - lo) * part for part in parts]
    if lo is not None:
        return [lo + size for size in sizes]
    assert hi is not None
    return [hi - size for size in sizes]


def _mixed(known: Known, count: int, sizes: list[Fraction], seed: int, every_sign: bool = True) -> list[Point]:
    """Points of several letters: sizes mixed, every combination of signs in turn."""
    rng = Random(len(known) * 7 + seed)
    choices = [_choices(interval, sizes) for interval in known]
    if not all(positive or negative for positive, negative in choices):
        return []  # a letter that counts something and is negative
    found: dict[Point, None] = {}
    for i in range(count):
        point = []
        for j, (positive, negative) in enumerate(choices):
            wants_negative = i >> j & 1 if j < 5 else rng.random() < 0.5
            if not every_sign and i < count // 2:
                wants_negative = False
            side = negative if (wants_negative and negative) or not positive else positive
            point.append(side[(i * (2 * j + 1) + 5 * j) % len(side)] if not every_sign else rng.choice(side))
        found[tuple(point)] = None
    return list(found)


def _choices(known: Interval, sizes: list[Fraction]) -> tuple[list[Fraction], list[Fraction]]:
    """Possible values of one letter: those of at least 0 and those below."""
    found = _fitted(_both_signs(sizes), known, 8)
    return [x for x in found if x >= 0], [x for x in found if x < 0]
