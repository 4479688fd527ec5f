"""The wrong ways of working on a problem: each with the answer it gives, by its values at a few points.

One wrong move of whatever kind: a mal-rule at one place or wherever its rule applies (where several derivatives are
taken: in the last, in the first, or in each of them); the function misread; a line miswritten; the answer as a whole,
be it the function again or a lost sign. Then two mal-rules at once. They are worked out when the first of them is
asked for, and kept. What gives the right answer is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from math import isfinite

from tutor.apply import Move, WrongMove
from tutor.budget import Budget
from tutor.candidates import Candidate, Column, Values, WrongWays, mal_of
from tutor.derive import Derivation, derive
from tutor.differential import closed, derivative, problem_functions, stand_in
from tutor.errors import TutorError
from tutor.evaluate import columns
from tutor.expr import D, Expr, Path, children, letters, put, substitute, walk, with_children
from tutor.match import match
from tutor.points import plain
from tutor.program import compile_
from tutor.rules import MalRule
from tutor.rules.misreadings import MISREADINGS
from tutor.rules.model import Slip, formula
from tutor.rules.priors import is_likely
from tutor.rules.slips import BRACKETS, SLIPS
from tutor.rules.special import SPECIAL
from tutor.rules.whole import whole_answers
from tutor.trial import counted, counting
from tutor.values import REAL, Interval

__all__ = ["Named", "Way", "Ways", "agree", "sampled"]

_POINTS = 12
_LEAST = 4  # points at which an answer has to agree with a candidate
_CLOSE = 1e-9
_STEP = 2.0**-18
_ROUGHLY = 1e-4


@dataclass(frozen=True, slots=True)
class Named:
    """A mal-rule, and what it was followed on; None where it concerns the whole."""

    mal: MalRule
    where: Expr | None


@dataclass(frozen=True, slots=True)
class Way:
    """A way of working that leads to a wrong answer.

    `function` was differentiated `order` times with `moves` on the way; where there is a `line`, that is the answer.
    """

    values: Column
    named: tuple[Named, ...]
    function: Expr
    order: int
    moves: tuple[Move, ...] = ()
    line: Expr | None = None


def agree(a: Sequence[float], b: Sequence[float], close: float = _CLOSE) -> bool:
    """Are the values the same wherever both are known, and that at enough points?"""
    both, known = 0, 0
    for x, y in zip(a, b, strict=True):
        if isfinite(y):
            known += 1
            if isfinite(x):
                if abs(x - y) > close * max(abs(x), abs(y), 1e-6):
                    return False
                both += 1
    return 0 < both >= min(_LEAST, known)


class Ways:
    """All wrong ways for one problem.

    They are worked out within the `budget` of whoever asks, who may set another. Asking raises GivenUpError when it is
    used up, TutorError for a function that the rules do not know, and ValueError where there are no values to compare.
    """

    def __init__(
        self, f: Expr, wrt: str, order: int, assume: Mapping[str, Interval], budget: Budget | None = None,
        only: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.f = f
        self.wrt = wrt
        self.order = order
        self.assume = assume
        self.budget = budget or Budget()
        self.only = only

    @cached_property
    def right(self) -> Derivation:
        return derive(self.f, self.wrt, order=self.order, budget=self.budget)

    @cached_property
    def values(self) -> Values:
        return sampled(self.f, self.right.line, self.wrt, self.assume)

    @cached_property
    def right_values(self) -> Column:
        return self.values.of(self.right.line)

    def check(self) -> None:
        """Raise GivenUpError when time is over."""
        self.budget.check()

    def constant(self, e: Expr) -> bool:
        return self.wrt not in letters(e)

    @cached_property
    def single(self) -> list[Way]:
        """One wrong move, of whatever kind."""
        return self.wrong(self.every())

    def every(self) -> Iterator[Way]:
        """One move of whatever kind, also where it makes no difference."""
        again = self.derived_again() if self.order > 1 else ()
        return chain(self.derived(), again, self.misread(), self.miswritten(), self.whole())

    def pairs(self, values: Column) -> Iterator[Way]:
        """Two mal-rules that give an answer with these values."""
        for candidate in self.wrong_ways.pairs(self.befores[0], values):
            yield self.way(candidate, self.befores[0])

    def line(self, way: Way) -> Expr:
        """The answer that a way of working gives."""
        if way.line is not None:
            return way.line
        return derive(way.function, self.wrt, order=way.order, moves=way.moves, polish=False, budget=self.budget).line

    def wrong(self, ways: Iterable[Way]) -> list[Way]:
        found = []
        for way in ways:
            self.check()
            if any(map(isfinite, way.values)) and not agree(way.values, self.right_values):
                found.append(way)
        return found

    # One wrong move ---------------------------------------------------------------------------------------------

    @cached_property
    def befores(self) -> tuple[Expr, ...]:
        """What the last derivative is taken of, in the forms that it takes: f itself, or f' where f'' is asked for."""
        if self.order == 1:
            return (self.f,)
        lines = [step.line for step in self.right.steps if step.order == self.order - 1]
        done = [line for line in lines if not _is_open(line)]
        return tuple(dict.fromkeys((done[-1], done[0]))) if done else (self.derivative(self.f),)

    @cached_property
    def wrong_ways(self) -> WrongWays:
        return WrongWays(self.values, self.wrt, check=self.check, only=self.only)

    def way(self, candidate: Candidate, before: Expr) -> Way:
        named: list[Named] = []
        for move in candidate.moves:
            if isinstance(move, WrongMove):
                named.append(Named(move.mal, move.where))
                named += [
                    Named(special, move.where)
                    for special in SPECIAL
                    if move.mal.id in special.of and candidate.layers and special.fits(candidate.layers)
                ]
        return Way(candidate.values, tuple(named), before, 1, candidate.moves)

    def derived(self) -> Iterator[Way]:
        """A mal-rule in the derivation."""
        for before in self.befores:
            for candidate in chain(self.wrong_ways.singles(before), self.wrong_ways.everywhere(before)):
                way = self.way(candidate, before)
                yield way
                if len(candidate.moves) > 1 and is_met_again(candidate.moves[-1], before):
                    yield from self.followed(way)  # at both places, as the derivation is written down

    def misread(self) -> Iterator[Way]:
        """Another function, differentiated rightly."""
        for slip, where, changed in self.changes(MISREADINGS, self.f):
            if self.constant(where):
                continue
            try:
                values = self.values.of(self.derivative(changed, self.order))
            except (TutorError, ValueError):
                self.check()
                continue
            yield Way(values, (Named(slip, where),), changed, self.order)

    def miswritten(self) -> Iterator[Way]:
        """A line of the derivation, written down wrongly."""
        for line in dict.fromkeys(step.line for step in self.right.steps if step.order == self.order):
            for slip, where, changed in self.changes(BRACKETS if _is_open(line) else SLIPS, line):
                done = self.closed(changed)
                yield Way(self.values.of(done), (Named(slip, where),), self.f, self.order, line=done)

    def whole(self) -> Iterator[Way]:
        """The answer as a whole is something else."""
        answers = whole_answers(self.f, self.right.line, self.befores[0], self.wrt, self.order, self.constant)
        for mal, tree in answers:
            line = closed(tree, budget=self.budget)
            yield Way(self.values.of(line), (Named(mal, None),), self.f, self.order, line=line)

    def changes(self, slips: Sequence[Slip], e: Expr) -> Iterator[tuple[Slip, Expr, Expr]]:
        """Every slip at every place of a tree where it fits, and at all of them: the slip, the part, the whole."""
        parts = list(places(e))
        for slip in slips:
            found = [(path, part, changed) for path, part in parts if (changed := self.changed(slip, part)) is not None]
            for path, part, changed in found:
                yield slip, part, put(e, path, changed)
            if len(found) > 1:
                yield slip, e, self.changed_everywhere(slip, e)

    def changed(self, slip: Slip, part: Expr) -> Expr | None:
        if callable(slip.result):
            changed = slip.result(part, self.wrt, self.constant)
            return None if changed == part else changed
        found = match(formula(slip.pattern), part, self.constant)
        return None if found is None else substitute(formula(slip.result), found)

    def changed_everywhere(self, slip: Slip, e: Expr) -> Expr:
        parts = () if isinstance(e, D) else children(e)
        inside = with_children(e, tuple(self.changed_everywhere(slip, part) for part in parts)) if parts else e
        return self.changed(slip, inside) or inside

    # Several derivatives ----------------------------------------------------------------------------------------

    def derived_again(self) -> Iterator[Way]:
        """The same mal-rule in each derivative."""
        alone = [first for first in self.firsts if len(first.moves) == 1]
        for first in {mal_of(first).id: first for first in reversed(alone)}.values():
            way = self.way(first, self.f)
            if any(is_likely(named.mal) for named in way.named):
                moves = (WrongMove(mal_of(first)),)
                yield from self.followed(replace(way, moves=moves, order=self.order))

    def followed(self, way: Way) -> Iterator[Way]:
        """The way with its values, if it has any."""
        try:
            yield replace(way, values=self.values.of(self.line(way)))
        except (TutorError, ValueError):
            self.check()

    def earlier(self, values: Column) -> Iterator[Way]:
        """A mal-rule in the first derivative, and the second right: those that nearly give these values.

        The slope of a wrong first derivative is near enough as a quotient of differences.
        """
        if self.order != 2:
            return
        for candidate in self.firsts:
            above, below = candidate.values[: len(values)], candidate.values[len(values) :]
            slopes = [(a - b) / (2 * _STEP) for a, b in zip(above, below, strict=True)]
            if agree(slopes, values, _ROUGHLY):
                moves = tuple(replace(move, order=1) for move in candidate.moves)
                yield replace(self.way(candidate, self.f), values=values, moves=moves, order=2)

    @cached_property
    def firsts(self) -> list[Candidate]:
        """What can go wrong in the first derivative, with values just right and just left of the points."""
        xs = self.values.points[self.wrt]
        points = {name: column * 2 for name, column in self.values.points.items()}
        points[self.wrt] = [x + _STEP for x in xs] + [x - _STEP for x in xs]
        ways = WrongWays(Values(points, self.values.prepare), self.wrt, check=self.check)
        return [*ways.singles(self.f), *ways.everywhere(self.f)]

    # Right derivatives ------------------------------------------------------------------------------------------

    def derivative(self, f: Expr, order: int = 1) -> Expr:
        for _ in range(order):
            f = derivative(f, self.wrt, budget=self.budget)
        return f

    def closed(self, e: Expr) -> Expr:
        """The line with its open derivatives taken."""
        if isinstance(e, D):
            return self.derivative(e.arg)
        parts = children(e)
        changed = tuple(map(self.closed, parts))
        return e if all(a is b for a, b in zip(parts, changed, strict=True)) else with_children(e, changed)


def is_met_again(move: Move, f: Expr) -> bool:
    """Is the part at which a move is made to be found more than once?"""
    where = move.where if isinstance(move, WrongMove) else None
    return where is not None and sum(part == where for part in walk(f)) > 1


def _is_open(e: Expr) -> bool:
    return any(isinstance(node, D) for node in walk(e))


def sampled(f: Expr, right: Expr, wrt: str, assume: Mapping[str, Interval]) -> Values:
    """Points of both signs at which the function and its derivative have values."""
    prepare: Callable[[Expr], Expr] = (lambda e: stand_in(e, 0)) if problem_functions(f) else (lambda e: e)
    names = sorted(letters(f) | letters(right) | {wrt})
    whole = counted((f, right))
    sample = plain(tuple(counting(assume.get(name, REAL), name in whole) for name in names))
    program = compile_(prepare(f), prepare(right))
    table = columns(program, dict(zip(names, sample.columns, strict=True)))
    a, b = (table[root] for root in program.roots)
    good = [i for i in range(len(sample.points)) if isfinite(a[i]) and isfinite(b[i])][:_POINTS]
    if not good:
        raise ValueError("no point at which the function has a derivative")
    return Values(
        {name: [column[i] for i in good] for name, column in zip(names, sample.columns, strict=True)}, prepare
    )


def places(e: Expr, path: Path = ()) -> Iterator[tuple[Path, Expr]]:
    """Every part of a tree with the way to it, the whole first; not within what is still to be derived."""
    yield path, e
    if isinstance(e, D):
        return
    for index, part in enumerate(children(e)):
        yield from places(part, (*path, index))
