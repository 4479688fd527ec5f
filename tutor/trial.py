"""Two expressions side by side at real points: in floats to look, in balls to be sure.

`Trial.rows` computes both at many points and says what floats make of each. Nothing is decided by that:
`Trial.judge` computes one point again with error bounds, in floats, then with 75 and with 420 digits, until
it can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum, IntEnum
from fractions import Fraction
from functools import cached_property
from itertools import islice, product, repeat
from math import inf, isclose, isfinite, isinf
from operator import itemgetter
from typing import Any, NamedTuple

from tutor.ball import FLOATS, Ball, Gap, Kind, Run, apart, digits, run
from tutor.budget import Budget
from tutor.domain import narrow_points
from tutor.evaluate import ball_point, columns
from tutor.expr import Call, Expr, letters, walk_once
from tutor.points import Point, Sample, beside, dense, few, fresh, friendly, more, near, outlying, plain
from tutor.program import Program, compile_
from tutor.switches import course, edges, may_lack_a_value
from tutor.turns import between_turns
from tutor.values import REAL, Interval

__all__ = ["Finding", "Judged", "Look", "Row", "Trial", "counted", "counting"]

_CLOSE = 1e-9  # relative, what `isclose` uses: what differs by less in floats is looked at again
_DIGITS = (75, 420)
_FAINT = 1e-290  # values this small are what underflow leaves, and agree without saying anything

# Operations whose values can be too large for a float at the points we try, and the highest power that cannot.
_LARGE = frozenset(("exp", "pow", "sinh", "cosh", "sech", "csch", "factorial"))
_LOW = 60
_FEW_STARTS = 3
_MOST_CORNERS = 196
_MOST_LINES = 16


class Look(IntEnum):
    """What floats make of a point."""

    OUT = 0  # outside the domain, or not to be had in floats
    OVER = 1  # too large for floats on the way
    HOLE = 2  # one side has no value
    GAP = 3  # the values differ
    CLOSE = 4  # the values agree
    FAINT = 5  # both are 0 or too small to tell


# Asked of every point of every answer: a name is found faster than an attribute.
_OUT, _HOLE, _GAP, _NEAR, _SMALL = Look.OUT, Look.HOLE, Look.GAP, Look.CLOSE, Look.FAINT


class Finding(Enum):
    """What is certain about a point."""

    OUT = "outside the domain"
    HOLE = "one side is certainly undefined"
    APART = "the values certainly differ"
    SAME = "the values agree to 50 digits"
    UNSURE = "cannot be told"


class Row(NamedTuple):
    """One point; the value of operation i of the program there is `table[i][at]`."""

    point: Point
    look: Look
    right: float
    answer: float
    table: Sequence[Sequence[float]] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    finding: Finding
    right: Any = None
    answer: Any = None


class Trial:
    """`right` and `answer` at points where `right` has a value, and `domain_of` too if it is given.

    With `both`, where one of the two has a value. Whatever is computed may end in a GivenUpError when the budget is
    used up.
    """

    is_free = True  # can each letter be moved by itself?
    compared = "the value"  # what the two are, for a reader

    def __init__(
        self,
        right: Expr,
        answer: Expr,
        assume: Mapping[str, Interval],
        domain_of: Expr | None = None,
        both: bool = False,
        budget: Budget | None = None,
    ) -> None:
        trees = [right, answer] if domain_of is None else [right, answer, domain_of]
        self.trees = (right, answer)
        self.domain = () if domain_of is None else (domain_of,)
        self.both = both
        whole = {name for name, known in assume.items() if known.whole}
        self.program: Program = compile_(*trees, whole=whole)
        counted_letters: frozenset[str] = frozenset()
        if "factorial" in self.program.names:
            counted_letters = counted(trees)
            self.program = compile_(*trees, whole=whole | counted_letters)
        self.letters = self.program.letters
        self.assume = {name: counting(assume.get(name, REAL), name in counted_letters) for name in self.letters}
        self.known = tuple(self.assume.values())
        self.outliers = outlying(self.program.constants())
        self.course = course(self.program)
        self.budget = budget or Budget()

    @property
    def is_identical(self) -> bool:
        """Are the two the same text, up to spacing and rational arithmetic?"""
        return self.program.roots[0] == self.program.roots[1]

    @property
    def can_overflow(self) -> bool:
        if not self.program.names.isdisjoint(_LARGE):
            return True
        return any(op.name == "power" and abs(op.number.numerator) > _LOW for op in self.program.ops)

    @property
    def has_switches(self) -> bool:
        """Can the two be equal on one interval and differ on another?"""
        return not self.course.switches.isdisjoint(self._compared)

    @property
    def has_parts(self) -> bool:
        """Can there be a part on which the two are equal, or defined, and another on which they are not?"""
        return not self.course.signed.isdisjoint(self._compared)

    @cached_property
    def _compared(self) -> Set[int]:
        """The operations of the two sides. What the function behind them does only tells where they are compared."""
        signed = self.course.signed
        right, answer, *_ = self.program.roots
        return self.program.below(right) | self.program.below(answer) if signed and self.domain else signed

    @property
    def has_narrow_domain(self) -> bool:
        """May the two be defined, or asked about, on a small part only?"""
        return bool(self.course.signed)

    @property
    def has_far_parts(self) -> bool:
        """May a part lie where the first points of several letters are not, as with sqrt(100 - x)?"""
        return len(self.letters) > 1 and bool(near(self.outliers, 3))

    @property
    def has_parts_of_its_own(self) -> bool:
        """Can the answer lack a value, on more than single points, where the other side has one?"""
        return bool(self.partial)

    @cached_property
    def partial(self) -> frozenset[int]:
        """The operations that may be the reason: those that stand neither on the other side nor in the function."""
        if not self.course.signed:
            return frozenset()
        right, answer, *domain = self.program.roots
        own = self.program.below(answer) - self.program.below(right, *domain)
        if self.both:
            own |= self.program.below(right) - self.program.below(answer)
        return frozenset(i for i in self.course.signed & own if may_lack_a_value(self.program.ops[i]))

    def is_on_an_edge(self, row: Row) -> bool:
        """May a side have its value there by rounding alone, as arcsin(e^(x^200)) at 0.37?"""
        ops = self.program.ops
        return any(row.table[ops[i].args[0]][row.at] in edges(ops[i]) for i in self.partial)

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

    @property
    def whole(self) -> frozenset[str]:
        """The letters that stand for whole numbers."""
        return frozenset(name for name, known in self.assume.items() if known.whole)

    def _decisive_letters(self) -> frozenset[str]:
        """The letters below an operation at which a function can change its course."""
        below: list[frozenset[str]] = []
        for op in self.program.ops:
            own = frozenset({op.letter}) if op.name == "letter" else frozenset[str]()
            below.append(own.union(*(below[index] for index in op.args)))
        return frozenset[str]().union(*(below[i] for i in self.course.signed))

    def plain_points(self) -> tuple[Point, ...]:
        return plain(self.known, self.outliers).points

    def few_rows(self) -> list[Row]:
        return self.rows(few(self.known, self.outliers))

    def plain_rows(self) -> list[Row]:
        return self.rows(plain(self.known, self.outliers))

    def more_rows(self) -> list[Row]:
        return self.rows(more(self.known, self.outliers))

    def dense_rows(self) -> list[Row]:
        """Rows so close together that what is said of all points can be tried at them."""
        return self.rows(dense(self.known, self.outliers)) if self.is_free else self.more_rows()

    def rows_between_turns(self, base: Point) -> list[Row]:
        """Rows on all stretches of the lines through a point, one for each letter, on which no switch turns.

        Neither begins one of the two to lack a value on them.
        """
        if not self.is_free:
            return []
        decisive = self._decisive_letters()
        moving = [i for i, (name, known) in enumerate(self.assume.items()) if name in decisive and not known.whole]
        found: list[Point] = []
        ends: list[tuple[Fraction, ...]] = [(x,) for x in base]
        starts: list[tuple[int, Point]] = []
        for i in moving:
            allowed = self._between_turns(base, i)
            on_line = [(*base[:i], x, *base[i + 1 :]) for x in allowed]
            found += on_line
            starts += [(i, point) for point in dict.fromkeys([*on_line[:1], *on_line[-1:], *on_line])]
            mirrored = [-base[i]] if self.known[i].contains(-base[i]) else []
            ends[i] = tuple(dict.fromkeys([base[i], *mirrored, *allowed[:2], *allowed[2:-2][:1], *allowed[-2:]]))
        # Where two letters are beyond their last turns: both factors of a product may be negative there.
        found += islice(product(*ends), _MOST_CORNERS)
        # Where one letter turns depends on the other one: below y = -7 there may be a stretch x < y.
        lines = ((point, j) for i, point in sorted(starts, key=itemgetter(0)) for j in moving if j != i)
        for point, j in islice(lines, _MOST_LINES):
            found += [(*point[:j], x, *point[j + 1 :]) for x in self._between_turns(point, j)]
        return self.rows(Sample(list(dict.fromkeys(found))))

    def _between_turns(self, base: Point, i: int) -> list[Fraction]:
        """Values of the letter with this number on all stretches of its line through a point."""
        self.budget.check()
        # What is defined between the ends of two domains may be so on a strip: ln(ln(x + 7)).
        turning = self.course.signed if self.partial else self.course.switches
        near = [float(x) for x in base]
        start = dict(zip(self.letters, near, strict=True))
        values = between_turns(self.program, turning, start, self.letters[i], near)
        return [x for x in values if self.known[i].contains(x)]

    def friendly_points(self) -> tuple[Point, ...]:
        return friendly(self.known).points

    def friendly_rows(self) -> list[Row]:
        return self.rows(friendly(self.known))

    def narrow_rows(self, starts: int = _FEW_STARTS) -> list[Row]:
        """Rows in a domain that is searched for from one point after the other, where no sample point has a value.

        With more starts from all of them: the domain may be a narrow strip.
        """
        found: list[Point] = []
        for point in plain(self.known).points[:starts]:
            here = dict(zip(self.letters, point, strict=True))
            for side in self._sides:
                inside = narrow_points(side, {name: float(x) for name, x in here.items()}, self.budget)
                moved = [{**here, **dict(zip(side.letters, each, strict=True))} for each in inside]
                found += [tuple(each.values()) for each in moved]
            if found and starts <= _FEW_STARTS:
                break
        allowed = dict.fromkeys(x for x in found if all(k.contains(c) for c, k in zip(x, self.known, strict=True)))
        return self.rows(Sample(list(allowed)))

    @cached_property
    def _sides(self) -> list[Program]:
        """What has a domain of its own: the right side with the function behind it, and if both count the answer."""
        right, answer = self.trees
        listed = [(right, *self.domain), *([(answer,)] if self.both else [])]
        return [compile_(*trees, whole=self.whole) for trees in listed]

    def fresh_points(self, point: Point, most: int = 6) -> list[Point]:
        return fresh(point, self.known, most)

    def points_beside(self, point: Point) -> list[Point]:
        """The next whole numbers, where a letter stands for such."""
        return beside(point, self.known)

    def provable(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows around which a proof is worth trying."""
        return rows

    def balls(self, point: Point, kind: Kind) -> dict[str, Ball] | None:
        """The letters' values at this point; None where they cannot be had in numbers of this kind."""
        return ball_point(dict(zip(self.letters, point, strict=True)), kind)

    def rows(self, sample: Sample) -> list[Row]:
        """Both sides at these points in floats."""
        points = sample.points
        if not points:
            return []
        self.budget.check()
        table = columns(self.program, dict(zip(self.letters, sample.columns, strict=False)))
        right, answer, *domain = (table[root] for root in self.program.roots)
        if not domain and all(map(isclose, right, answer)) and isfinite(sum(right)) and min(map(abs, right)) > _FAINT:
            looks = [_NEAR] * len(points)  # no difference anywhere, which is what most right answers show
        else:
            looks = list(map(self._look, right, answer, domain[0] if domain else repeat(0.0)))
        if self.can_overflow:
            # Only what is too large is infinite: what is undefined is nan.
            for column in table:
                if inf in column or -inf in column:
                    for i, x in enumerate(column):
                        if looks[i] is _OUT and isinf(x):
                            looks[i] = Look.OVER
        return list(map(Row, points, looks, right, answer, repeat(table), range(len(points))))

    def _look(self, right: float, answer: float, domain: float) -> Look:
        # x - x is 0 for every number, and nan for nan and infinity.
        if right - right == 0.0:
            if domain - domain != 0.0:
                return _OUT
            if answer - answer != 0.0:
                return _HOLE
            size = right if right > 0.0 else -right
            if size < answer:
                size = answer
            elif size < -answer:
                size = -answer
            gap = right - answer
            if gap > _CLOSE * size or -gap > _CLOSE * size:
                return _GAP
            return _NEAR if size > _FAINT else _SMALL
        return _HOLE if self.both and answer - answer == 0.0 else _OUT

    def may_be_hole(self, point: Point) -> bool:
        """Is one side certainly undefined here, and the other one too large for floats?"""
        balls = self.balls(point, FLOATS())
        if balls is None:
            return False
        found = run(self.program, balls, FLOATS(), self.budget)
        right, answer, *domain = (found.values[root] for root in self.program.roots)
        if answer is Gap.UNDEFINED:
            return right is not Gap.UNDEFINED and (not domain or domain[0] is not Gap.UNDEFINED)
        return self.both and right is Gap.UNDEFINED

    def judge(self, point: Point, *, floats_only: bool = False, budget: Budget | None = None) -> Judged:
        """What is certain about this point; with floats alone it may be UNSURE where digits would tell."""
        budget = budget or self.budget
        judged = self._judge_with(point, FLOATS(), budget)
        for count in () if floats_only else _DIGITS:
            if judged.finding is not Finding.UNSURE:
                break
            judged = self._judge_with(point, digits(count), budget)
        return judged

    def judge_closely(self, point: Point, budget: Budget) -> Judged:
        """What 420 digits say of this point: the last word where two opinions differ."""
        return self._judge_with(point, digits(_DIGITS[-1]), budget)

    def _judge_with(self, point: Point, kind: Kind, budget: Budget) -> Judged:
        balls = self.balls(point, kind)
        if balls is None:
            return Judged(Finding.UNSURE)
        found = run(self.program, balls, kind, budget)
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


def counted(trees: Iterable[Expr]) -> frozenset[str]:
    """The letters in arguments of factorials, which count things."""
    calls = (node for tree in trees for node in walk_once(tree) if isinstance(node, Call) and node.name == "factorial")
    return frozenset(name for call in calls for name in letters(call))


def counting(known: Interval, counts: bool) -> Interval:
    """What is known of a letter, if it counts something."""
    if not counts:
        return known
    zero = Fraction(0)
    if known.lo is None or known.lo < 0:
        return Interval(zero, known.hi, True, known.hi_closed, True)
    return Interval(known.lo, known.hi, known.lo_closed, known.hi_closed, True)
