"""Two expressions side by side at real points: in floats to look, in balls to be sure.

`Trial.rows` computes both at many points and says what floats make of each. Nothing is decided by that:
`Trial.judge` computes one point again with error bounds, in floats, then with 75 and with 420 digits, until
it can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from functools import cached_property
from math import isfinite, isinf
from time import monotonic
from typing import Any

from tutor.ball import FLOATS, Gap, Kind, Run, apart, digits, run
from tutor.domain import narrow_points
from tutor.evaluate import ball_point, columns
from tutor.expr import Call, Expr, letters, walk
from tutor.points import Point, Sample, fresh, friendly, more, plain
from tutor.program import Program, compile_
from tutor.values import REAL, Interval

__all__ = ["Finding", "Judged", "Look", "Row", "Trial"]

_CLOSE = 1e-9  # relative: what differs by less in floats is looked at again before it counts as different
_DIGITS = (75, 420)
_FAINT = 1e-290  # values this small are what underflow leaves, and agree without saying anything

# Operations at which a function can change its course; without any of them two functions that are equal on an
# interval are equal everywhere: they are analytic, and poles do not separate a rational function from itself.
_SWITCHES = frozenset((
    "abs", "sign", "step", "relu", "min", "max", "root", "pow", "whole", "ln", "log",
    "arcsin", "arccos", "arctan", "arccot", "arcsec", "arccsc",
    "arsinh", "arcosh", "artanh", "arcoth", "arsech", "arcsch",
))  # fmt: skip

# Operations whose values can be too large for a float at the points we try, and the highest power that cannot.
_LARGE = frozenset(("exp", "pow", "sinh", "cosh", "sech", "csch", "factorial"))
_LOW = 60


class Look(Enum):
    """What floats make of a point."""

    OUT = "outside the domain, or not to be had in floats"
    OVER = "too large for floats on the way"
    HOLE = "one side has no value"
    GAP = "the values differ"
    CLOSE = "the values agree"
    FAINT = "both are 0 or too small to tell"


class Finding(Enum):
    """What is certain about a point."""

    OUT = "outside the domain"
    HOLE = "one side is certainly undefined"
    APART = "the values certainly differ"
    SAME = "the values agree to 50 digits"
    UNSURE = "cannot be told"


@dataclass(frozen=True, slots=True)
class Row:
    point: Point
    look: Look
    right: float
    answer: float


@dataclass(frozen=True, slots=True)
class Judged:
    finding: Finding
    right: Any = None
    answer: Any = None


class Trial:
    """`right` and `answer` at points where `right` has a value, and `domain_of` too if it is given.

    With `both`, where one of the two has a value. After `seconds`, points that floats cannot tell stay
    unsure.
    """

    def __init__(
        self,
        right: Expr,
        answer: Expr,
        assume: Mapping[str, Interval],
        domain_of: Expr | None = None,
        both: bool = False,
        seconds: float = 0.6,
    ) -> None:
        trees = [right, answer] if domain_of is None else [right, answer, domain_of]
        self.trees = (right, answer)
        self.both = both
        counted = _counted(trees)
        known = {name: _whole(assume.get(name, REAL), name in counted) for tree in trees for name in letters(tree)}
        self.program: Program = compile_(*trees, whole=(name for name, i in known.items() if i.whole))
        self.letters = self.program.letters
        self.assume = {name: known[name] for name in self.letters}
        self.known = tuple(self.assume.values())
        self.constants = self.program.constants()
        self.deadline = monotonic() + seconds

    @property
    def is_identical(self) -> bool:
        """Are the two the same text, up to spacing and rational arithmetic?"""
        return self.program.roots[0] == self.program.roots[1]

    @cached_property
    def can_overflow(self) -> bool:
        return any(op.name in _LARGE or (op.name == "power" and abs(op.number) > _LOW) for op in self.program.ops)

    @property
    def has_switches(self) -> bool:
        """Can the two be equal on one interval and differ on another?"""
        return any(op.name in _SWITCHES for op in self.program.ops)

    def signs(self, rows: Iterable[Row]) -> tuple[dict[str, int], ...]:
        """The combinations of signs at these points, of the letters on whose signs the two may depend."""
        decisive = self._decisive_letters()
        found = {
            tuple(
                (name, 1 if x > 0 else -1) for name, x in zip(self.letters, row.point, strict=True) if name in decisive
            )
            for row in rows
        }
        return tuple(dict(signs) for signs in sorted(found, reverse=True))

    def positive_letters(self, rows: Sequence[Row]) -> dict[str, Interval]:
        """The letters that are positive wherever the two have values, as x is where ln(x) stands."""
        positive = [j for j in range(len(self.letters)) if rows and all(row.point[j] > 0 for row in rows)]
        return {
            self.letters[j]: replace(self.known[j], lo=max(self.known[j].lo or Fraction(0), Fraction(0)))
            for j in positive
        }

    def _decisive_letters(self) -> frozenset[str]:
        """The letters below an operation at which a function can change its course."""
        below: list[frozenset[str]] = []
        decisive: frozenset[str] = frozenset()
        for op in self.program.ops:
            own = frozenset({op.letter}) if op.name == "letter" else frozenset[str]()
            below.append(own.union(*(below[index] for index in op.args)))
            if op.name in _SWITCHES:
                decisive |= below[-1]
        return decisive

    def plain_points(self) -> tuple[Point, ...]:
        return plain(self.known, self.constants).points

    def plain_rows(self) -> list[Row]:
        return self.rows(plain(self.known, self.constants))

    def more_rows(self) -> list[Row]:
        return self.rows(more(self.known, self.constants))

    def friendly_rows(self) -> list[Row]:
        return self.rows(friendly(self.known))

    def narrow_rows(self) -> list[Row]:
        """Rows in a domain that is searched for, where no sample point has a value."""
        for point in plain(self.known).points[:3]:
            start = {name: float(x) for name, x in zip(self.letters, point, strict=True)}
            found = [
                point
                for point in narrow_points(self.program, start)
                if all(known.contains(x) for x, known in zip(point, self.known, strict=True))
            ]
            if found:
                return self.rows(Sample(found))
        return []

    def fresh_points(self, point: Point) -> list[Point]:
        return fresh(point, self.known)

    def rows(self, sample: Sample) -> list[Row]:
        """Both sides at these points in floats."""
        points = sample.points
        if not points:
            return []
        table = columns(self.program, dict(zip(self.letters, sample.columns, strict=False)))
        right, answer, *domain = (table[root] for root in self.program.roots)
        inside = domain[0] if domain else None
        rows = [
            Row(point, self._look(r, a, inside[i] if inside else 0.0), r, a)
            for i, (point, r, a) in enumerate(zip(points, right, answer, strict=False))
        ]
        if self.can_overflow:
            # Only what is too large is infinite: what is undefined is nan.
            over = {i for column in table for i, x in enumerate(column) if isinf(x)}
            for i in over:
                if rows[i].look is Look.OUT:
                    rows[i] = replace(rows[i], look=Look.OVER)
        return rows

    def _look(self, right: float, answer: float, domain: float) -> Look:
        if isfinite(right):
            if not isfinite(domain):
                return Look.OUT
            if not isfinite(answer):
                return Look.HOLE
            size = max(abs(right), abs(answer))
            if abs(right - answer) > _CLOSE * size:
                return Look.GAP
            return Look.CLOSE if size > _FAINT else Look.FAINT
        return Look.HOLE if self.both and isfinite(answer) else Look.OUT

    def may_be_hole(self, point: Point) -> bool:
        """Is one side certainly undefined here, and the other one too large for floats?"""
        found = run(self.program, ball_point(dict(zip(self.letters, point, strict=True)), FLOATS()), FLOATS())
        right, answer, *domain = (found.values[root] for root in self.program.roots)
        if answer is Gap.UNDEFINED:
            return right is not Gap.UNDEFINED and (not domain or domain[0] is not Gap.UNDEFINED)
        return self.both and right is Gap.UNDEFINED

    def judge(self, point: Point, *, floats_only: bool = False) -> Judged:
        """What is certain about this point; with floats alone it may be UNSURE where digits would tell."""
        judged = self._judge_with(point, FLOATS())
        for count in () if floats_only else _DIGITS:
            if judged.finding is not Finding.UNSURE or monotonic() > self.deadline:
                break
            judged = self._judge_with(point, digits(count))
        return judged

    def _judge_with(self, point: Point, kind: Kind) -> Judged:
        named = dict(zip(self.letters, point, strict=True))
        found = run(self.program, ball_point(named, kind), kind)
        right, answer, *domain = (found.values[root] for root in self.program.roots)
        if domain and not isinstance(domain[0], tuple):
            return Judged(Finding.OUT if domain[0] is Gap.UNDEFINED else Finding.UNSURE)
        if isinstance(right, tuple) and isinstance(answer, tuple):
            return Judged(_compared(right, answer, kind, found), right[0], answer[0])
        if right is Gap.UNDEFINED and (answer is Gap.UNDEFINED or not self.both):
            return Judged(Finding.OUT)
        if isinstance(right, tuple) and answer is Gap.UNDEFINED:
            return Judged(Finding.HOLE)
        if self.both and isinstance(answer, tuple) and right is Gap.UNDEFINED:
            return Judged(Finding.HOLE)
        return Judged(Finding.UNSURE)


def _compared(right: tuple[Any, Any], answer: tuple[Any, Any], kind: Kind, found: Run) -> Finding:
    if apart(right, answer):
        return Finding.APART
    if kind is FLOATS() or found.blurred:
        return Finding.UNSURE
    radius, size = right[1] + answer[1], max(abs(right[0]), abs(answer[0]))
    tiny = kind.number(10) ** -50
    is_tight = radius < tiny * size or (size <= radius * 10 and radius < tiny)
    return Finding.SAME if is_tight else Finding.UNSURE


def _counted(trees: Iterable[Expr]) -> frozenset[str]:
    """The letters in arguments of factorials, which count things."""
    calls = (node for tree in trees for node in walk(tree) if isinstance(node, Call) and node.name == "factorial")
    return frozenset(name for call in calls for name in letters(call))


def _whole(known: Interval, counted: bool) -> Interval:
    if not counted:
        return known
    zero = Fraction(0)
    if known.lo is None or known.lo < 0:
        return Interval(zero, known.hi, True, known.hi_closed, True)
    return Interval(known.lo, known.hi, known.lo_closed, known.hi_closed, True)
