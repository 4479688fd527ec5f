"""The wrong answers that mal-rules give, as values at a few points.

A derivation is rerun with one mal-rule at one place, or wherever its rule applies, or with two of them. Only
values at a few points are kept, the *fingerprint*: no trees are made, so the hundreds of candidates of a problem
take a few milliseconds. A derivative is computed the way it is derived: the rule of a node gives a formula with
open derivatives in it, and those are columns of numbers computed before; a mal-rule gives another formula for
the same columns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import isfinite
from typing import NamedTuple

from tutor.apply import Applied, Detour, Imitation, Move, WrongMove, apply_first, detours, fill, imitation
from tutor.evaluate import columns
from tutor.expr import CONSTANTS, D, Expr, Num, Sym, as_fraction, children, number, substitute, with_children
from tutor.program import Compiler, Program, compile_
from tutor.rules import MalRule
from tutor.rules.detours import REWRITING, SHAPES
from tutor.rules.model import Layer

__all__ = ["Candidate", "Column", "Values", "WrongWays", "mal_of"]

Column = list[float]
_MOST_SINGLES = 600
_MOST_PAIRS = 3000
_NEARLY = 1e-9
_FEW = 3  # points at which pairs are compared


class Candidate(NamedTuple):
    """A wrong answer by its values at the points, and the moves that lead to it.

    `layers` lead from the whole function to where the wrong move is made; of two, to the first.
    """

    moves: tuple[Move, ...]
    values: Column
    layers: tuple[Layer, ...] = ()


class Values:
    """Values of trees at points; what trees have in common is computed once."""

    def __init__(self, points: Mapping[str, Column], prepare: Callable[[Expr], Expr] = lambda e: e) -> None:
        self.points = points
        self.prepare = prepare  # makes a tree that has values of one that has none
        self.count = len(next(iter(points.values())))
        self.compiler = Compiler()
        self.done: list[Column] = []
        self.zeros = {"@": [0.0] * self.count}  # where a formula has no letters, this says how many points there are

    def once(self, e: Expr) -> Column:
        """The values of a tree that is not met again. Raises ValueError for a tree without values."""
        program = compile_(self.prepare(e))
        return columns(program, self.points if program.letters else self.zeros)[program.roots[0]]

    def of(self, e: Expr) -> Column:
        """Raises ValueError for a tree without values."""
        index = self.compiler.read(self.prepare(e))
        columns(self.compiler.program, self.points, self.done)
        return self.done[index]


class _Formula(NamedTuple):
    """A tree with open derivatives: its program, what its letters stand for, and the columns that are known."""

    program: Program
    open: tuple[tuple[str, Expr], ...]
    known: Mapping[str, Column]

    def filled(self, derivatives: Mapping[str, Column]) -> Column:
        return columns(self.program, {**self.known, **derivatives})[self.program.roots[0]]


class _Pattern(NamedTuple):
    """A formula of the rule table as a program, with the numbers among its letters filled in."""

    program: Program
    open: tuple[tuple[str, Expr], ...]  # a letter for each open derivative, and of what it is one


class _Road(NamedTuple):
    """One right way to differentiate a node: its formula, and the mal-rules that may replace it."""

    layer: Layer
    formula: _Formula
    wrong: list[tuple[MalRule, _Formula]]
    detour: Detour | None = None


@dataclass(slots=True)
class _Node:
    """A derivative: its right values, and the ways to them, that of the engine first."""

    right: Column
    roads: list[_Road]


class WrongWays:
    """All that can go wrong in the derivation of a function, at some points.

    `check` is called again and again, and may raise an error that ends the work. Raises TutorError for a function that
    the rules do not know. With `only`, nothing goes wrong but by mal-rules of these ids.
    """

    def __init__(
        self,
        values: Values,
        wrt: str,
        along: frozenset[str] = frozenset(),
        check: Callable[[], None] = lambda: None,
        only: Collection[str] = (),
    ) -> None:
        self.values = values
        self.check = check
        self.only = only
        self.wrt = wrt
        self.along = along
        self.nodes: dict[Expr, _Node] = {}
        self._single: dict[Expr, list[Candidate]] = {}

    def given(self, letter: Sym, derivative: Column) -> None:
        """Take the values of the derivative of a letter that depends on the variable; nothing goes wrong in it."""
        formula = _Formula(compile_(Sym("@0")), (), {"@0": derivative})
        self.nodes[letter] = _Node(derivative, [_Road(Layer(letter, ("given",)), formula, [])])

    def right(self, f: Expr) -> Column:
        """The values of the right derivative."""
        return self.node(f).right

    def node(self, f: Expr) -> _Node:
        found = self.nodes.get(f)
        if found is None:
            applied = apply_first(f, self.wrt, self.along)
            formula = self.drawn(applied[-1].result)
            layer = Layer(f, tuple(a.rule.id for a in applied))
            roads = [_Road(layer, formula, list(self.wrong_formulas(applied)))]
            for other in detours(applied, self.wrt, self.along):
                layer = Layer(f, (*layer.rules, other.rule.id))
                detour = Detour(other.rule, f)
                roads.append(_Road(layer, self.drawn(other.result), list(self.wrong_formulas([other])), detour))
            found = self.nodes[f] = _Node(self.filled(formula), roads)
        return found

    def filled(self, formula: _Formula, replaced: Mapping[str, Column] | None = None) -> Column:
        """A formula with the right values for its open derivatives, but for those replaced."""
        derivatives = {name: self.node(part).right for name, part in formula.open}
        return formula.filled({**derivatives, **(replaced or {})})

    # Formulas ---------------------------------------------------------------------------------------------------

    def wrong_formulas(self, applied: Sequence[Applied]) -> Iterator[tuple[MalRule, _Formula]]:
        for a in applied:
            for mal in a.rule.mal:
                if self.only and mal.id not in self.only:
                    continue
                made = imitation(applied, mal, self.wrt, self.along)
                if made is not None:
                    yield mal, self.formula(made)

    def formula(self, made: Imitation) -> _Formula:
        """What a mal-rule makes of a derivative."""
        if made.letters is None:
            return self.drawn(made.pattern)
        pattern = _pattern(made.pattern, made.letters)
        open_ = tuple((name, fill(part, made.letters, self.wrt)) for name, part in pattern.open)
        known = {name: self.values.of(made.letters[name]) for name in pattern.program.letters if name in made.letters}
        return _Formula(pattern.program, open_, known or self.values.zeros)

    def drawn(self, tree: Expr) -> _Formula:
        """A tree in which what has a value already, and what is still to be derived, are letters."""
        known: dict[str, Column] = {}
        open_: list[tuple[str, Expr]] = []

        def outline(e: Expr) -> Expr:
            if isinstance(e, D):  # each for itself: in x + x, one of the two may go wrong
                open_.append((f"#{len(open_)}", e.arg))
                return Sym(open_[-1][0])
            if isinstance(e, Num) or (isinstance(e, Sym) and e.name in CONSTANTS):
                return e
            if not _is_open(e):
                name = f"@{len(known)}"
                known[name] = self.values.of(e)
                return Sym(name)
            return with_children(e, tuple(map(outline, children(e))))

        program = compile_(self.values.prepare(outline(tree)))
        return _Formula(program, tuple(open_), known or self.values.zeros)

    # Candidates -------------------------------------------------------------------------------------------------

    def singles(self, f: Expr) -> list[Candidate]:
        """One mal-rule at one place."""
        found = self._single.get(f)
        if found is None:
            seen: set[tuple[str, str]] = set()
            found = []
            for candidate in self._singles(f):
                self.check()
                key = (mal_of(candidate).id, signature(candidate.values))
                if key not in seen:
                    seen.add(key)
                    found.append(candidate)
                    if len(found) >= _MOST_SINGLES:
                        break
            self._single[f] = found  # only now: whoever is cut short shall not leave half of them behind
        return found

    def _singles(self, f: Expr) -> Iterator[Candidate]:
        roads = [(road, (road.layer,), () if road.detour is None else (road.detour,)) for road in self.node(f).roads]
        for road, here, before in roads:
            for mal, formula in road.wrong:
                # A formula of a special shape is there for its mal-rules; to follow one is no detour.
                turns = () if road.layer.rules[-1] in SHAPES else before
                yield Candidate((*turns, WrongMove(mal, f)), self.filled(formula), here)
        for road, here, before in roads:
            if road.layer.rules[-1] in SHAPES:
                continue  # what goes wrong further down is found on the way of the table as well
            for name, part in road.formula.open:
                for below in self.singles(part):
                    values = self.filled(road.formula, {name: below.values})
                    yield Candidate((*before, *below.moves), values, here + below.layers)

    def everywhere(self, f: Expr) -> Iterator[Candidate]:
        """One mal-rule wherever its rule applies, if that is at several places; also with everything written out."""
        for before in ((), tuple(map(Detour, REWRITING))):
            places: dict[str, list[Candidate]] = {}
            for single in self.singles(f):
                if before or len(single.moves) == 1:
                    places.setdefault(mal_of(single).id, []).append(single)
            for id, found in places.items():
                if len(found) > 1:
                    values = self._with_mal(f, id, bool(before), {})
                    yield Candidate((*before, WrongMove(mal_of(found[0]))), values, found[0].layers)

    def _with_mal(self, f: Expr, id: str, written_out: bool, done: dict[Expr, Column]) -> Column:
        if f not in done:
            self.check()
            roads = self.node(f).roads
            if written_out:
                roads = [r for r in roads[1:] if r.detour is not None and r.detour.rule in REWRITING][:1] or roads
            wrong = (wrong for road in roads for mal, wrong in road.wrong if mal.id == id)
            formula = next(wrong, roads[0].formula)
            done[f] = formula.filled({name: self._with_mal(p, id, written_out, done) for name, p in formula.open})
        return done[f]

    def distinct(self, f: Expr) -> list[Candidate]:
        """One mal-rule at one place, the first of those that give the same answer."""
        return list({signature(single.values): single for single in reversed(self.singles(f))}.values())[::-1]

    def pairs(self, f: Expr, values: Column) -> Iterator[Candidate]:
        """Two mal-rules at two places that give these values, as far as a few points tell."""
        places = self.values.points[self.wrt]
        # Of moderate size: elsewhere a single term outweighs all the others.
        moderate = sorted(range(len(values)), key=lambda i: abs(abs(places[i]) - 1))
        points = [i for i in moderate if isfinite(values[i])][:_FEW]
        wanted = [values[i] for i in points]
        for moves, found in islice(_Pairs(self, points).of(f), _MOST_PAIRS):
            self.check()
            if all(abs(a - b) <= _NEARLY * max(abs(a), abs(b)) for a, b in zip(found, wanted, strict=True)):
                yield Candidate(moves, values)


class _Pairs:
    """Pairs of wrong moves, by their values at very few points: there are thousands of them."""

    def __init__(self, ways: WrongWays, points: Sequence[int]) -> None:
        self.ways = ways
        self.points = points
        self.formulas: dict[int, _Formula] = {}
        self.singles: dict[Expr, list[tuple[tuple[Move, ...], Column]]] = {}

    def of(self, f: Expr) -> Iterator[tuple[tuple[Move, ...], Column]]:
        road = self.ways.node(f).roads[0]
        for mal, wrong in road.wrong:
            formula = self.few(wrong)
            for name, part in wrong.open:
                for moves, values in self.below(part):
                    yield (WrongMove(mal, f), *moves), formula.filled({name: values})
        formula = self.few(road.formula)
        for (name, part), (other, other_part) in combinations(road.formula.open, 2):
            for moves, values in self.below(part):
                for other_moves, other_values in self.below(other_part):
                    yield (*moves, *other_moves), formula.filled({name: values, other: other_values})
        for name, part in road.formula.open:
            for moves, values in self.of(part):
                yield moves, formula.filled({name: values})

    def below(self, f: Expr) -> list[tuple[tuple[Move, ...], Column]]:
        if f not in self.singles:
            self.singles[f] = [(single.moves, self.at(single.values)) for single in self.ways.distinct(f)]
        return self.singles[f]

    def few(self, formula: _Formula) -> _Formula:
        """The formula at the few points, with the right values of its open derivatives among what is known."""
        found = self.formulas.get(id(formula))
        if found is None:
            derivatives = {name: self.ways.right(part) for name, part in formula.open}
            known = {name: self.at(column) for name, column in {**formula.known, **derivatives}.items()}
            found = self.formulas[id(formula)] = _Formula(formula.program, formula.open, known)
        return found

    def at(self, column: Column) -> Column:
        return [column[i] for i in self.points]


def mal_of(candidate: Candidate) -> MalRule:
    """The mal-rule of a single wrong move."""
    move = candidate.moves[-1]
    assert isinstance(move, WrongMove)
    return move.mal


def signature(values: Column) -> str:
    """Equal for columns that agree but for rounding errors, nearly always."""
    return " ".join(f"{value:.8g}" for value in values[-3:])


_PATTERNS: dict[tuple[int, tuple[tuple[str, int, int], ...]], tuple[Expr, _Pattern]] = {}


def _pattern(pattern: Expr, letters: Mapping[str, Expr]) -> _Pattern:
    """The program of a formula, for these values of its letters that are numbers; compiled once for each."""
    numbers = {name: value for name, e in letters.items() if (value := as_fraction(e)) is not None}
    key = (id(pattern), tuple((name, *value.as_integer_ratio()) for name, value in numbers.items()))
    found = _PATTERNS.get(key)
    if found is None:
        open_: dict[Expr, str] = {}

        def outline(e: Expr) -> Expr:
            if isinstance(e, D):
                return Sym(open_.setdefault(e.arg, f"#{len(open_)}"))
            parts = children(e)
            return with_children(e, tuple(map(outline, parts))) if parts else e

        drawn = substitute(outline(pattern), {name: number(value) for name, value in numbers.items()})
        compiled = _Pattern(compile_(drawn), tuple((name, part) for part, name in open_.items()))
        found = _PATTERNS[key] = (pattern, compiled)  # the pattern is kept, so that its id is not given out again
    return found[1]


def _is_open(e: Expr) -> bool:
    """Is there a derivative in it that is still to be taken?"""
    stack = [e]
    while stack:
        node = stack.pop()
        if isinstance(node, D):
            return True
        stack.extend(children(node))
    return False
