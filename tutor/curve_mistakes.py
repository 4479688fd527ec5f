"""Which wrong step of implicit differentiation leads to a wrong formula for y′, or for y″.

Some steps belong to implicit differentiation alone: y taken for the variable, a sign lost in solving. All others are
mal-rules in the derivation of a term, and are found as they are for a function, by values. The derivative of F, for the
curve F = 0, has the form A + B y′ whatever went wrong in it, so its values with y′ = 0 and with y′ = 1 tell the slope
-A/B that somebody finds who solves it. What fits at points of the curve is then solved as a formula, and has to be the
same as the answer on the whole curve before it is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, islice
from math import isfinite, nan
from typing import NamedTuple

from tutor.apply import Move, WrongMove
from tutor.budget import Budget
from tutor.candidates import Candidate, Column, Values, WrongWays, mal_of
from tutor.check import check, compare
from tutor.curve import implicit, variables
from tutor.curve.trial import OnCurve
from tutor.derive import derive
from tutor.diagnose import NOTHING, Known, Mistake, explained, searched
from tutor.differential import derivative
from tutor.expr import ONE, TWO, ZERO, Add, D, Div, Expr, Neg, Pow, Sym, children, depends_on, letters, with_children
from tutor.lines import Equation
from tutor.modes.implicit import derive_implicitly
from tutor.rules import MalRule
from tutor.rules.elsewhere import Y_HELD
from tutor.rules.priors import fits_anything, rank
from tutor.rules.whole import NEGATED, SQUARED, STOPPED
from tutor.values import Interval
from tutor.verdict import Correct, CorrectOnPart, Verdict, Wrong
from tutor.ways import agree
from tutor.wrong_slopes import wrong_slopes

__all__ = ["diagnosed_on_curve", "forget"]

_LEAST = 4  # points
_POINTS = 12
_MOST = 12  # ways that fit, and are looked at closely
_OPEN = (0.0, 1.0, 2.0)  # values of y′; the third shows whether it stands in a line as it should


def diagnosed_on_curve(
    verdict: Verdict,
    curve: Equation,
    answer: Expr,
    wrt: str = "x",
    *,
    order: int = 1,
    assume: Known = NOTHING,
    along: frozenset[str] = frozenset(),
    budget: Budget | None = None,
) -> tuple[Verdict, tuple[Mistake, ...]]:
    """The verdict on y′ or y″ with the mistakes behind it, the likeliest first; `along` may name the dependent letter.

    None are named where the answer is right, where no wrong step gives it, or where time is over.
    """
    if not isinstance(verdict, Wrong | CorrectOnPart):
        return verdict, ()

    def found(own: Budget) -> Iterator[Mistake]:
        x, y = variables(curve, wrt)
        ways = _ways(curve, x, min(along, default=y), order, tuple(sorted(assume.items())))
        ways.budget = own
        return ways.mistakes(answer)

    mistakes = searched(budget or Budget(), found)
    return explained(verdict, mistakes), mistakes


def forget() -> None:
    """Let go of the wrong slopes that were worked out for earlier curves."""
    _ways.cache_clear()


@lru_cache(maxsize=16)
def _ways(curve: Equation, x: str, y: str, order: int, assume: tuple[tuple[str, Interval], ...]) -> _Ways:
    return _Ways(curve, x, y, order, dict(assume))


class _Fit(NamedTuple):
    """A wrong way, and the slope it gives by its values at points of the curve; as a formula too where it is known."""

    values: Column
    mal: MalRule
    where: Expr | None
    moves: tuple[Move, ...] = ()
    slope: Expr | None = None


class _Ways:
    """The wrong slopes on one curve, worked out once for all answers."""

    def __init__(self, curve: Equation, x: str, y: str, order: int, assume: Mapping[str, Interval]) -> None:
        self.curve, self.x, self.y, self.order = curve, x, y, order
        self.assume = assume
        self.budget = Budget()
        left, right = curve.left, curve.right
        self.f = Add((left, Neg(right))) if depends_on(right, {x, y}) else left

    @cached_property
    def right(self) -> Expr:
        return implicit(self.curve, self.x, self.y).slope(self.order)

    @cached_property
    def values(self) -> Values:
        """Values at points of the curve at which there is a slope. Raises ValueError where too few are found."""
        zero = implicit(self.curve, self.x, self.y).zero
        trial = OnCurve(self.right, self.right, self.assume, zero, self.x, self.y, 1, self.budget)
        rows = trial.plain_rows()
        if len(rows) < _LEAST:
            rows = [*rows, *trial.more_rows()]
        rows = [row for row in rows if isfinite(row.right)][:_POINTS]
        if len(rows) < _LEAST:
            raise ValueError("too few points of the curve are known")
        return Values({name: [float(row.point[i]) for row in rows] for i, name in enumerate(trial.letters)})

    @cached_property
    def fits(self) -> list[_Fit]:
        """Every wrong way, the likeliest first: those of implicit differentiation, then those of any derivation."""
        found = (*self.own(), *(self.general() if self.order == 1 else ()))
        right = self.values.once(self.right)
        return [fit for fit in found if any(map(isfinite, fit.values)) and not agree(fit.values, right)]

    def own(self) -> Iterator[_Fit]:
        """What goes wrong in implicit differentiation alone, or in taking the derivative again."""
        if self.order == 1:
            for found in wrong_slopes(self.curve, self.right, {}, self.x, self.y):
                yield self.fit(found.mal, found.slope, found.term)
        elif self.order == 2:
            first = derive_implicitly(self.curve, self.x, self.y).line
            yield self.fit(Y_HELD, derivative(first, self.x))
            yield self.fit(STOPPED, first)
            yield self.fit(SQUARED, Pow(first, TWO))
            yield self.fit(NEGATED, Neg(self.right))

    def fit(self, mal: MalRule, slope: Expr, where: Expr | None = None) -> _Fit:
        return _Fit(self.values.once(slope), mal, where, slope=slope)

    def general(self) -> list[_Fit]:
        """A mal-rule in the derivation of a term."""
        ways = _WrongWaysWithSlope(self.values, self.x, self.y, self.budget)
        return [
            _Fit(_slopes(each.values, self.values.count), mal_of(each), each.moves[-1].where, each.moves)
            for each in sorted(chain(ways.singles(self.f), ways.everywhere(self.f)), key=_surprise)
        ]

    def mistakes(self, answer: Expr) -> Iterator[Mistake]:
        """The mistakes that give this answer, the likeliest first; none where it is right."""
        if not letters(answer) <= self.values.points.keys():
            return
        values = self.values.once(answer)
        if agree(values, self.values.once(self.right)):
            return
        named: set[str] = set()
        confirmed: list[Expr] = []
        for fit in islice((fit for fit in self.fits if agree(fit.values, values)), _MOST):
            if fit.mal.id in named:
                continue
            slope = fit.slope or self.solved(fit.moves)
            if any(self.is_same(slope, other) for other in confirmed[:1]) or self.is_the_answer(slope, answer):
                confirmed.append(slope)
                named.add(fit.mal.id)
                yield Mistake(fit.mal, fit.where, self.f, self.order, fit.moves, slope, along=frozenset({self.y}))

    def solved(self, moves: tuple[Move, ...]) -> Expr:
        """y′ from the line A + B y′ = 0 that these moves lead to."""
        line = derive(self.f, self.x, along=frozenset({self.y}), moves=moves, polish=False, budget=self.budget).line
        without, with_one = (_with_slope(line, self.y, value) for value in (ZERO, ONE))
        return Neg(Div(without, Add((with_one, Neg(without)))))

    def is_same(self, a: Expr, b: Expr) -> bool:
        """Are two slopes the same formula?"""
        return a == b or isinstance(compare(a, b, assume=self.assume, budget=self.budget), Correct)

    def is_the_answer(self, slope: Expr, answer: Expr) -> bool:
        """Is the answer this slope, on the curve?"""
        along = frozenset({self.y})
        verdict = check(
            self.curve, answer, self.x, order=self.order, assume=self.assume, derivative=slope, along=along,
            budget=self.budget,
        )  # fmt: skip
        return isinstance(verdict, Correct)


class _WrongWaysWithSlope(WrongWays):
    """The wrong ways to differentiate what depends on y, by values with three values of y′ at each point."""

    def __init__(self, values: Values, x: str, y: str, budget: Budget) -> None:
        repeated = Values({name: column * len(_OPEN) for name, column in values.points.items()})
        super().__init__(repeated, x, frozenset({y}), check=budget.check)
        self.given(Sym(y), [slope for slope in _OPEN for _ in range(values.count)])


def _slopes(values: Column, count: int) -> Column:
    """The slopes that follow from values with the three values of y′; nan where they are not linear in it."""
    found = []
    for a, b, c in zip(values, values[count:], values[2 * count :], strict=False):
        is_linear = abs(c - 2 * b + a) <= 1e-9 * (abs(a) + abs(b) + abs(c))
        found.append(a / (a - b) if is_linear and a != b else nan)
    return found


def _with_slope(e: Expr, y: str, slope: Expr) -> Expr:
    if isinstance(e, D) and e.arg == Sym(y):
        return slope
    parts = children(e)
    return with_children(e, tuple(_with_slope(part, y, slope) for part in parts)) if parts else e


def _surprise(candidate: Candidate) -> tuple[bool, int, tuple[int, int]]:
    mal: MalRule = mal_of(candidate)
    detours: Sequence[object] = [move for move in candidate.moves if not isinstance(move, WrongMove)]
    return fits_anything(mal), len(detours), rank(mal)
