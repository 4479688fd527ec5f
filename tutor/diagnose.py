"""Which wrong step leads to a wrong answer: the derivation is rerun with mal-rules until one of them gives that answer.

Order: one wrong move, of whatever kind; then two mal-rules at once. Ways of working are compared by their values; what
fits is confirmed exactly before it is named, and nothing that equals the right answer is ever a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from math import isfinite, nan
from types import MappingProxyType

from tutor.apply import Detour, Move, WrongMove
from tutor.budget import Budget, GivenUpError
from tutor.candidates import Column
from tutor.check import compare
from tutor.differential import closed, derivative, problem_functions
from tutor.errors import TutorError
from tutor.evaluate import value50
from tutor.expr import ZERO, Expr, letters, substitute
from tutor.regrouped import regrouped
from tutor.rounded import has_decimals
from tutor.rules import MalRule
from tutor.rules.priors import fits_anything, rank
from tutor.rules.special import SPECIAL
from tutor.rules.whole import BRACKETS_MISSING, CONSTANT_ADDED, ROUNDED, integrated
from tutor.values import Interval
from tutor.verdict import Correct, CorrectOnPart, KnownMistake, Rounded, Verdict, Wrong
from tutor.ways import Way, Ways, agree

__all__ = ["NOTHING", "Diagnosis", "Known", "Mistake", "diagnose", "diagnosed", "explained", "forget", "searched"]

Known = Mapping[str, Interval]
NOTHING: Known = MappingProxyType({})
_SHARE = 0.5  # of the time that is left: where no mal-rule fits, the part that is wrong is still to be found
_MOST_TIMES = 4
_MOST_WAYS = 24  # that fit, and are looked at closely
_MOST_PAIRS = 8


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mal-rule that gives the answer; `where` is what it was followed on, None where it concerns the whole.

    The wrong derivation is `derive(function, wrt, along=along, order=order, moves=moves)`: the function may be another
    one than was asked for, where that was misread, or the first derivative, where the second went wrong. `wrong` is the
    answer as this way of working gives it. A mistake that is made `beside` the first one does not explain the answer
    alone. `wrt` is the variable where that is another one than the problem's; letters in `along` depend on it.
    """

    mal: MalRule
    where: Expr | None
    function: Expr
    order: int = 1
    moves: tuple[Move, ...] = ()
    wrong: Expr | None = None
    beside: bool = False
    wrt: str = ""
    along: frozenset[str] = frozenset()


def diagnose(
    f: Expr,
    answer: Expr,
    wrt: str = "x",
    *,
    order: int = 1,
    assume: Known = NOTHING,
    expected: Sequence[str] = (),
    budget: Budget | None = None,
) -> tuple[Mistake, ...]:
    """The mistakes that give this answer, those `expected` first, then the likeliest.

    None where no mal-rule fits, or the answer is right; none either when the budget is used up: a name that there was
    no time to confirm is not given.
    """

    def found(own: Budget) -> Iterable[Mistake]:
        ways = _ways(f, wrt, order, tuple(sorted(assume.items())))
        ways.budget = own
        return Diagnosis(ways, closed(answer, budget=own), assume, tuple(expected)).mistakes()

    return searched(budget or Budget(), found)


def searched(given: Budget, find: Callable[[Budget], Iterable[Mistake]], share: float = _SHARE) -> tuple[Mistake, ...]:
    """What a search for wrong steps finds within its share of the time that is left; nothing when that is over."""
    with given.stage("wrong steps") as stage:
        own = given.aside(share * given.left)
        try:
            mistakes = tuple(find(own))
            own.check()
        except GivenUpError:
            return ()
        except (TutorError, ValueError, OverflowError):
            mistakes = ()
        stage.said = ", ".join(mistake.mal.title for mistake in mistakes) or "none is known"
    return mistakes


def diagnosed(
    verdict: Verdict,
    f: Expr,
    answer: Expr,
    wrt: str = "x",
    *,
    order: int = 1,
    assume: Known = NOTHING,
    expected: Sequence[str] = (),
    budget: Budget | None = None,
) -> tuple[Verdict, tuple[Mistake, ...]]:
    """The verdict with the mistakes behind it: a wrong answer that is explained is a known mistake."""
    if not isinstance(verdict, Wrong | CorrectOnPart | Rounded):
        return verdict, ()
    mistakes = diagnose(f, answer, wrt, order=order, assume=assume, expected=expected, budget=budget)
    return explained(verdict, mistakes), mistakes


def explained(verdict: Verdict, mistakes: tuple[Mistake, ...]) -> Verdict:
    """The verdict, or that a mistake is known where a wrong answer has one."""
    return KnownMistake(mistakes, verdict.witness) if mistakes and isinstance(verdict, Wrong) else verdict


def forget() -> None:
    """Let go of the wrong ways that were worked out for earlier problems."""
    _ways.cache_clear()


@lru_cache(maxsize=64)
def _ways(f: Expr, wrt: str, order: int, assume: tuple[tuple[str, Interval], ...]) -> Ways:
    """The wrong ways of a problem, worked out once in a process.

    They are not kept on the disk. On 250 problems of the bank they take 4.4 ms in the median; a file of them (19 kB) is
    read and made into trees in 0.7 ms, but the right derivation with its values, 1.4 ms, is needed either way. What
    would be saved is 2 ms for the first wrong answer to a problem. To know that a file is not stale costs as much: all
    sources of the rules and of the engine would have to be read. And an answer that no single step explains needs the
    columns of the formulas, which only working them out gives.
    """
    return Ways(f, wrt, order, dict(assume))


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One answer beside all wrong ways; `expected` are the ids that the author of the problem expects."""

    ways: Ways
    answer: Expr
    assume: Known
    expected: tuple[str, ...] = ()

    def mistakes(self) -> tuple[Mistake, ...]:
        added = letters(self.answer) - letters(self.ways.f) - {self.ways.wrt}
        if added:
            return self.with_constant(added)
        values = self.ways.values.once(self.answer)
        if agree(values, self.ways.right_values):
            return ()
        named = [*self.named(chain(self.ways.single, self.ways.earlier(values)), values), *self.as_a_whole()]
        if not named and (exact := self.without_rounding(values)) is not None:
            named = [*self.named(chain(self.ways.single, self.ways.earlier(exact)), exact)]
        named = named or [*self.without_brackets()]
        named = named or [*self.named(islice(self.ways.pairs(values), _MOST_PAIRS), values)]
        if named and self.same(self.ways.right.line, self.answer):
            return ()  # right after all: what cancels in it left nothing but rounding errors
        best: dict[str, Mistake] = {}
        for mistake in sorted(named, key=self.surprise_of):
            best.setdefault(mistake.mal.id, mistake)
        return tuple(_with_partner(list(best.values())))

    def without_rounding(self, values: Column) -> Column | None:
        """The values of the answer from 50 digits, where floats lose most of theirs: cosh(x)^2 − sinh(x)^2 is 1.

        None where they say nothing new.
        """
        points = self.ways.values.points
        if problem_functions(self.answer) or not any(map(isfinite, values)):
            return None
        exact: Column = []
        for i, rough in enumerate(values):
            self.ways.check()
            place = {name: column[i] for name, column in points.items()}
            fine = value50(self.answer, place) if isfinite(rough) else None
            exact.append(nan if fine is None else float(fine))
        return None if agree(exact, values) else exact

    def surprise_of(self, mistake: Mistake) -> tuple[int, tuple[int, bool, int, int, int, int]]:
        """Small for a mistake that the author of the problem expects, then for a likely one."""
        id = mistake.mal.id
        expected = self.expected.index(id) if id in self.expected else len(self.expected)
        return expected, _likelihood(mistake.mal, mistake.moves)

    def named(self, ways: Iterable[Way], values: Sequence[float] | None) -> Iterator[Mistake]:
        """The mistakes of the ways that certainly give the answer; None where their values were compared before."""
        found = [way for way in ways if values is None or agree(way.values, values)]
        found.sort(key=lambda way: min(_likelihood(named.mal, way.moves) for named in way.named))
        for way in found[:_MOST_WAYS]:
            if confirmed := self.confirmed(way):
                moves, wrong = confirmed
                for named in way.named:
                    yield Mistake(named.mal, named.where, way.function, way.order, moves, wrong)

    def confirmed(self, way: Way) -> tuple[tuple[Move, ...], Expr] | None:
        """The moves that certainly lead to the answer, and the answer as they give it; None if they do not."""
        for nth in range(_MOST_TIMES + 1):  # each time the expression is differentiated, or only the nth time
            tried = replace(way, moves=(*way.moves[:-1], replace(way.moves[-1], nth=nth))) if nth else way
            line = self.ways.line(tried)
            if self.same(line, self.answer):
                return tried.moves, line
            if not way.moves or self.is_right(line):
                break
        return None

    def is_right(self, line: Expr) -> bool:
        """Is nothing of the moves left in the line?"""
        return agree(self.ways.values.once(line), self.ways.right_values)

    def same(self, a: Expr, b: Expr) -> bool:
        return a == b or isinstance(self.compared(a, b), Correct)

    def compared(self, right: Expr, answer: Expr) -> Verdict:
        """The verdict on two expressions. Raises GivenUpError where there was no time for it."""
        self.ways.check()
        verdict = compare(right, answer, assume=self.assume, domain_of=self.ways.f, budget=self.ways.budget)
        self.ways.check()
        return verdict

    # Wrong as a whole -------------------------------------------------------------------------------------------

    def as_a_whole(self) -> Iterator[Mistake]:
        """What is seen in the answer alone: it was integrated, or a number was rounded."""
        f = self.ways.f
        if self.is_integral():
            yield self.mistake(integrated(f, self.ways.constant))
        if has_decimals(self.answer) and isinstance(self.compared(self.ways.right.line, self.answer), Rounded):
            yield self.mistake(ROUNDED)

    def without_brackets(self) -> Iterator[Mistake]:
        """Is the answer right once a sum in it has its brackets?"""
        for meant in regrouped(self.answer):
            self.ways.check()
            if agree(self.ways.values.once(meant), self.ways.right_values) and self.same(self.ways.right.line, meant):
                yield self.mistake(BRACKETS_MISSING)
                return

    def is_integral(self) -> bool:
        """Is the derivative of the answer the function itself?"""
        try:
            slope = self.ways.derivative(self.answer)
        except ValueError:
            return False
        f = self.ways.f
        values = self.ways.values
        return agree(values.once(slope), values.of(f)) and self.same(f, slope)

    def with_constant(self, added: frozenset[str]) -> tuple[Mistake, ...]:
        """A letter that the problem does not have is a constant of integration, if the answer has it as a term."""
        name, *more = added
        if more or letters(derivative(self.answer, name, budget=self.ways.budget)):
            return ()
        rest = substitute(self.answer, {name: ZERO})
        if self.same(self.ways.right.line, rest):
            return (self.mistake(CONSTANT_ADDED),)
        others = Diagnosis(self.ways, rest, self.assume, self.expected).mistakes()
        return (*others, replace(self.mistake(CONSTANT_ADDED), beside=True)) if others else ()

    def mistake(self, mal: MalRule) -> Mistake:
        return Mistake(mal, None, self.ways.f, self.ways.order, (), self.answer)


def _with_partner(found: Sequence[Mistake]) -> Iterator[Mistake]:
    """The mistakes, with those marked that were made together with the first one."""
    for mistake in found:
        first = found[0]
        several = sum(isinstance(move, WrongMove) for move in first.moves) > 1
        beside = several and mistake.moves == first.moves and mistake.where != first.where
        yield replace(mistake, beside=beside)


_PLACE = {id(special): place for place, special in enumerate(SPECIAL)}


def _likelihood(mal: MalRule, moves: Sequence[Move]) -> tuple[int, bool, int, int, int, int]:
    """Small for few moves, for what is seen often, and for the name that says most."""
    wrong = sum(isinstance(move, WrongMove) for move in moves)
    detours = sum(isinstance(move, Detour) for move in moves)
    place, seen = rank(mal)
    return max(wrong, 1), fits_anything(mal), detours, place, seen, _PLACE.get(id(mal), -1)
