"""The wrong answers that mal-rules give, as values at a few points.

A derivation is rerun with one mal-rule at one place, or wherever its rule applies, or with two of them. Only
values at a few points are kept, the *fingerprint*: no trees are made, so the hundred candidates of a problem
take a few milliseconds. A derivative is computed the way it is derived: the rule of a node gives a formula with
open derivatives in it, and those are columns of numbers computed before; a mal-rule gives another formula for
the same columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from tutor.apply import Applied, WrongMove, apply_first, imitated
from tutor.evaluate import columns
from tutor.expr import CONSTANTS, D, Expr, Num, Sym, children, with_children
from tutor.program import Compiler, Program, compile_
from tutor.rules import MalRule
from tutor.rules.model import Layer

__all__ = ["Candidate", "Values", "WrongWays"]

Column = list[float]
_MOST_SINGLES = 600
_MOST_PAIRS = 3000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A wrong answer by its values at the points, and the moves that lead to it.

    `layers` lead from the whole function to where the first move is made.
    """

    moves: tuple[WrongMove, ...]
    values: Column
    layers: tuple[Layer, ...] = ()


class Values:
    """Values of trees at points; what trees have in common is computed once."""

    def __init__(self, points: Mapping[str, Column]) -> None:
        self.points = points
        self.count = len(next(iter(points.values())))
        self.compiler = Compiler()
        self.done: list[Column] = []
        self.zeros = {"@": [0.0] * self.count}  # where a formula has no letters, this says how many points there are

    def of(self, e: Expr) -> Column:
        """Raises ValueError for a tree without values."""
        index = self.compiler.read(e)
        columns(self.compiler.program, self.points, self.done)
        return self.done[index]


@dataclass(frozen=True, slots=True)
class _Formula:
    """A tree with open derivatives: its program, what its letters stand for, and the columns that are known."""

    program: Program
    open: tuple[tuple[str, Expr], ...]
    known: Mapping[str, Column]

    def filled(self, derivatives: Mapping[str, Column]) -> Column:
        return columns(self.program, {**self.known, **derivatives})[self.program.roots[0]]


@dataclass(slots=True)
class _Node:
    """A derivative: its right values, the formula they came from, and the mal-rules that may replace it."""

    layer: Layer
    right: Column
    formula: _Formula
    wrong: list[tuple[MalRule, _Formula]]


class WrongWays:
    """All that can go wrong in the derivation of a function, at some points.

    Raises TutorError for a function that the rules do not know.
    """

    def __init__(self, values: Values, wrt: str, along: frozenset[str] = frozenset()) -> None:
        self.values = values
        self.wrt = wrt
        self.along = along
        self.nodes: dict[Expr, _Node] = {}
        self._single: dict[Expr, list[Candidate]] = {}

    def right(self, f: Expr) -> Column:
        """The values of the right derivative."""
        return self.node(f).right

    def node(self, f: Expr) -> _Node:
        found = self.nodes.get(f)
        if found is None:
            applied = apply_first(f, self.wrt, self.along)
            formula = self.formula(applied[-1].result)
            wrong = list(self.wrong_formulas(applied))
            layer = Layer(f, tuple(a.rule.id for a in applied))
            found = self.nodes[f] = _Node(layer, self.filled(formula), formula, wrong)
        return found

    def filled(self, formula: _Formula, replaced: Mapping[str, Column] | None = None) -> Column:
        """A formula with the right values for its open derivatives, but for those replaced."""
        derivatives = {name: self.node(part).right for name, part in formula.open}
        return formula.filled({**derivatives, **(replaced or {})})

    def wrong_formulas(self, applied: Sequence[Applied]) -> Iterator[tuple[MalRule, _Formula]]:
        for mal in dict.fromkeys(mal for a in applied for mal in a.rule.mal if mal.result):
            made = imitated(applied, mal, self.wrt, self.along)
            if made is not None:
                yield mal, self.formula(made)

    def formula(self, tree: Expr) -> _Formula:
        """A tree in which what has a value already, and what is still to be derived, are letters."""
        known: dict[str, Column] = {}
        open_: dict[Expr, str] = {}

        def outline(e: Expr) -> Expr:
            if isinstance(e, D):
                return Sym(open_.setdefault(e.arg, f"#{len(open_)}"))
            if isinstance(e, Num) or (isinstance(e, Sym) and e.name in CONSTANTS):
                return e
            if not _is_open(e):
                name = f"@{len(known)}"
                known[name] = self.values.of(e)
                return Sym(name)
            return with_children(e, tuple(map(outline, children(e))))

        drawn = outline(tree)
        return _Formula(
            compile_(drawn),
            tuple((name, part) for part, name in open_.items()),
            known or {"@": [0.0] * self.values.count},
        )

    # Candidates -------------------------------------------------------------------------------------------------

    def singles(self, f: Expr) -> list[Candidate]:
        """One mal-rule at one place."""
        found = self._single.get(f)
        if found is None:
            node = self.node(f)
            here = (node.layer,)
            found = [Candidate((WrongMove(mal, f),), self.filled(formula), here) for mal, formula in node.wrong]
            for name, part in node.formula.open:
                for below in self.singles(part):
                    values = self.filled(node.formula, {name: below.values})
                    found.append(Candidate(below.moves, values, here + below.layers))
            found = self._single[f] = found[:_MOST_SINGLES]
        return found

    def everywhere(self, f: Expr) -> Iterator[Candidate]:
        """One mal-rule wherever its rule applies, if that is at several places."""
        places: dict[MalRule, dict[Expr, tuple[Layer, ...]]] = {}
        for single in self.singles(f):
            (move,) = single.moves
            assert move.where is not None
            places.setdefault(move.mal, {}).setdefault(move.where, single.layers)
        for mal, found in places.items():
            if len(found) > 1:
                yield Candidate((WrongMove(mal),), self._with_mal(f, mal, {}), next(iter(found.values())))

    def _with_mal(self, f: Expr, mal: MalRule, done: dict[Expr, Column]) -> Column:
        if f not in done:
            node = self.node(f)
            formula = next((wrong for each, wrong in node.wrong if each is mal), node.formula)
            done[f] = formula.filled({name: self._with_mal(part, mal, done) for name, part in formula.open})
        return done[f]

    def pairs(self, f: Expr) -> Iterator[Candidate]:
        """Two mal-rules at two places."""
        yield from islice(self._pairs(f), _MOST_PAIRS)

    def _pairs(self, f: Expr) -> Iterator[Candidate]:
        node = self.node(f)
        for mal, formula in node.wrong:
            for name, part in formula.open:
                for below in self.singles(part):
                    yield Candidate((WrongMove(mal, f), *below.moves), self.filled(formula, {name: below.values}))
        for (name, part), (other, other_part) in combinations(node.formula.open, 2):
            for a in self.singles(part):
                for b in self.singles(other_part):
                    both = self.filled(node.formula, {name: a.values, other: b.values})
                    yield Candidate((*a.moves, *b.moves), both)
        for name, part in node.formula.open:
            for below in self._pairs(part):
                yield Candidate(below.moves, self.filled(node.formula, {name: below.values}))


def _is_open(e: Expr) -> bool:
    """Is there a derivative in it that is still to be taken?"""
    stack = [e]
    while stack:
        node = stack.pop()
        if isinstance(node, D):
            return True
        stack.extend(children(node))
    return False
