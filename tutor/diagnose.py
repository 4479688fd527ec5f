"""Which wrong step leads to a wrong answer: the derivation is rerun with mal-rules until one of them gives that answer.

Order: one mal-rule at one place, then wherever its rule applies; the function misread; a line miswritten; the
answer as a whole (the function again, its integral, a lost sign); two mal-rules at once. Candidates are
compared by their values; what fits is confirmed exactly before it is named, and nothing that equals the right
answer is ever a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from math import isfinite
from types import MappingProxyType

from tutor.apply import WrongMove
from tutor.candidates import Candidate, Values, WrongWays
from tutor.check import compare
from tutor.derive import derive
from tutor.differential import closed, derivative
from tutor.errors import TutorError
from tutor.evaluate import columns
from tutor.expr import D, Expr, Path, children, letters, put, substitute, walk
from tutor.match import match
from tutor.points import plain
from tutor.program import compile_
from tutor.rules import MalRule
from tutor.rules.misreadings import MISREADINGS
from tutor.rules.model import Slip, formula
from tutor.rules.priors import PRIORS
from tutor.rules.slips import SLIPS
from tutor.rules.special import SPECIAL
from tutor.rules.whole import whole_answers
from tutor.values import REAL, Interval
from tutor.verdict import Correct, CorrectOnPart, KnownMistake, Rounded, Verdict, Wrong

__all__ = ["Mistake", "diagnose", "diagnosed"]

NOTHING: Mapping[str, Interval] = MappingProxyType({})
_POINTS = 12
_LEAST = 4  # points at which an answer has to agree with a candidate
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mal-rule that gives the answer; `where` is what it was followed on, None where it concerns the whole.

    `moves` are the mal-rules followed in the derivation, `function` what was differentiated (another one than was asked
    for where it was misread), and `wrong` the answer as this way of working gives it.
    """

    mal: MalRule
    where: Expr | None
    function: Expr
    moves: tuple[WrongMove, ...] = ()
    wrong: Expr | None = None


@dataclass(frozen=True, slots=True)
class _Way:
    """A way of working that leads to a wrong answer, by its values."""

    values: list[float]
    named: tuple[tuple[MalRule, Expr | None], ...]
    moves: tuple[WrongMove, ...] = ()
    function: Expr | None = None  # another one than was asked for
    line: Expr | None = None  # the answer itself, where it does not come from a derivation


def diagnose(
    f: Expr, answer: Expr, wrt: str = "x", *, order: int = 1, assume: Mapping[str, Interval] = NOTHING
) -> tuple[Mistake, ...]:
    """The mistakes that give this answer, the likeliest first; none where no mal-rule fits.

    The answer must be known to be wrong, or right on a part of the domain only.
    """
    try:
        problem = _problem(f, wrt, order, tuple(sorted(assume.items())))
        values = problem.values.of(closed(answer, frozenset()))
    except (TutorError, ValueError, KeyError):
        return ()
    for ways in (problem.ways, problem.pairs):
        found = [way for way in ways() if _agree(way.values, values)]
        mistakes = [mistake for way in found for mistake in problem.confirmed(way, answer)]
        if mistakes:
            return tuple(sorted(dict.fromkeys(mistakes), key=_likelihood))
    return ()


def diagnosed(
    verdict: Verdict,
    f: Expr,
    answer: Expr,
    wrt: str = "x",
    *,
    order: int = 1,
    assume: Mapping[str, Interval] = NOTHING,
) -> tuple[Verdict, tuple[Mistake, ...]]:
    """The verdict with the mistakes behind it: a wrong answer that is explained is a known mistake."""
    if not isinstance(verdict, Wrong | CorrectOnPart | Rounded):
        return verdict, ()
    mistakes = diagnose(f, answer, wrt, order=order, assume=assume)
    if mistakes and isinstance(verdict, Wrong):
        return KnownMistake(mistakes, verdict.witness), mistakes
    return verdict, mistakes


def _agree(a: Sequence[float], b: Sequence[float]) -> bool:
    """Are the values the same wherever both are known, and that at enough points?"""
    both = 0
    for x, y in zip(a, b, strict=True):
        if isfinite(x) and isfinite(y):
            if abs(x - y) > _CLOSE * max(abs(x), abs(y), 1e-6):
                return False
            both += 1
    return both >= min(_LEAST, sum(map(isfinite, b)))


def _likelihood(mistake: Mistake) -> tuple[int, int]:
    """Small for what is seen often, and for few moves."""
    return (len(mistake.moves), PRIORS.get(mistake.mal.id, len(PRIORS)))


@lru_cache(maxsize=64)
def _problem(f: Expr, wrt: str, order: int, assume: tuple[tuple[str, Interval], ...]) -> _Problem:
    return _Problem(f, wrt, order, dict(assume))


class _Problem:
    """The wrong answers to one problem; they are worked out when the first of them is asked for, and kept."""

    def __init__(self, f: Expr, wrt: str, order: int, assume: Mapping[str, Interval]) -> None:
        self.f = f
        self.wrt = wrt
        self.order = order
        self.assume = assume
        self.right = derive(f, wrt, order=order)
        self.values = _values(f, self.right.line, wrt, assume)
        self._right = self.values.of(self.right.line)
        self._ways: list[_Way] | None = None
        self._pairs: list[_Way] | None = None

    def constant(self, e: Expr) -> bool:
        return self.wrt not in letters(e)

    def ways(self) -> list[_Way]:
        """One wrong move, of whatever kind."""
        if self._ways is None:
            made = chain(self.derived(), self.misread(), self.miswritten(), self.whole())
            self._ways = [way for way in made if not _agree(way.values, self._right)]
        return self._ways

    def pairs(self) -> list[_Way]:
        """Two wrong moves."""
        if self._pairs is None:
            made = map(self.way, self.wrong_ways.pairs(self.last_but_one))
            self._pairs = [way for way in made if not _agree(way.values, self._right)]
        return self._pairs

    # Ways -------------------------------------------------------------------------------------------------------

    @cached_property
    def last_but_one(self) -> Expr:
        """What the last derivative is taken of: f itself, or f' where f'' is asked for."""
        return self.f if self.order == 1 else derive(self.f, self.wrt, order=self.order - 1).line

    @cached_property
    def wrong_ways(self) -> WrongWays:
        return WrongWays(self.values, self.wrt)

    def way(self, candidate: Candidate) -> _Way:
        named: list[tuple[MalRule, Expr | None]] = []
        for move in candidate.moves:
            named.append((move.mal, move.where))
            named += [
                (special, move.where)
                for special in SPECIAL
                if move.mal.id in special.of and candidate.layers and special.fits(candidate.layers)
            ]
        return _Way(candidate.values, tuple(named), candidate.moves)

    def derived(self) -> Iterator[_Way]:
        """A mal-rule in the derivation."""
        ways = self.wrong_ways
        yield from map(self.way, ways.singles(self.last_but_one))
        yield from map(self.way, ways.everywhere(self.last_but_one))

    def misread(self) -> Iterator[_Way]:
        """Another function, differentiated rightly."""
        for slip, where, changed in self.changes(MISREADINGS, self.f):
            try:
                values = self.values.of(_derivative(changed, self.wrt, self.order))
            except (TutorError, ValueError):
                continue
            yield _Way(values, ((slip, where),), function=changed)

    def miswritten(self) -> Iterator[_Way]:
        """A line of the derivation, written down wrongly."""
        lines = dict.fromkeys(line for line in self.right.lines if not any(isinstance(n, D) for n in walk(line)))
        for line in lines:
            for slip, where, changed in self.changes(SLIPS, line):
                yield _Way(self.values.of(changed), ((slip, where),), line=changed)

    def whole(self) -> Iterator[_Way]:
        """The answer as a whole is something else."""
        for mal, tree in whole_answers(self.f, self.right.line, self.last_but_one, self.wrt, self.order):
            yield _Way(self.values.of(tree), ((mal, None),), line=tree)

    def changes(self, slips: Sequence[Slip], e: Expr) -> Iterator[tuple[Slip, Expr, Expr]]:
        """Every slip at every place of a tree where it fits: the slip, the part, and the whole after it."""
        for path, part in places(e):
            for slip in slips:
                changed = self.changed(slip, part)
                if changed is not None and changed != part:
                    yield slip, part, put(e, path, changed)

    def changed(self, slip: Slip, part: Expr) -> Expr | None:
        if callable(slip.result):
            return slip.result(part, self.wrt, self.constant)
        found = match(formula(slip.pattern), part, self.constant)
        return None if found is None else substitute(formula(slip.result), found)

    # Certainty --------------------------------------------------------------------------------------------------

    def confirmed(self, way: _Way, answer: Expr) -> Iterator[Mistake]:
        """The mistakes of a way, if it certainly gives the answer."""
        wrong = self.tree(way)
        if isinstance(compare(wrong, answer, assume=self.assume, domain_of=self.f), Correct):
            function = self.f if way.function is None else way.function
            for mal, where in way.named:
                yield Mistake(mal, where, function, way.moves, wrong)

    def tree(self, way: _Way) -> Expr:
        if way.line is not None:
            return way.line
        if way.function is not None:
            return _derivative(way.function, self.wrt, self.order)
        return derive(self.last_but_one, self.wrt, moves=way.moves, polish=False).line


def _derivative(f: Expr, wrt: str, order: int) -> Expr:
    for _ in range(order):
        f = derivative(f, wrt)
    return f


def _values(f: Expr, right: Expr, wrt: str, assume: Mapping[str, Interval]) -> Values:
    """Points of both signs at which the function and its derivative have values."""
    names = sorted(letters(f) | letters(right) | {wrt})
    sample = plain(tuple(assume.get(name, REAL) for name in names))
    program = compile_(f, right)
    table = columns(program, dict(zip(names, sample.columns, strict=True)))
    a, b = (table[root] for root in program.roots)
    good = [i for i in range(len(sample.points)) if isfinite(a[i]) and isfinite(b[i])][:_POINTS]
    if not good:
        raise ValueError("no point at which the function has a derivative")
    return Values({name: [column[i] for i in good] for name, column in zip(names, sample.columns, strict=True)})


def places(e: Expr, path: Path = ()) -> Iterator[tuple[Path, Expr]]:
    """Every part of a tree with the way to it, the whole first."""
    yield path, e
    for index, part in enumerate(children(e)):
        yield from places(part, (*path, index))
