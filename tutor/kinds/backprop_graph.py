"""A small graph of computations, given line by line: a derivative of one node by another, or the value of a node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from tutor.answers.numbers import Formula
from tutor.answers.shapes import ANumber, Shape
from tutor.derive import derive
from tutor.expr import ONE, ZERO, Div, Expr, Mul, Neg, Sym, letters, mapped, substitute, total
from tutor.kinds.decimals import decimal, in_full, near, within
from tutor.kinds.marking import Told
from tutor.kinds.slips import alone, slip_of
from tutor.kinds.slips_of_graphs import slips_of_a_graph, slips_of_one_path
from tutor.kinds.task import Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import joined
from tutor.scope import Scope
from tutor.show import pretty
from tutor.signs import letter
from tutor.surds import simplest
from tutor.tidy import tidy
from tutor.values import REAL, Interval

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask
    from tutor.answers.prose import Sentence
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Equal, Passage
    from tutor.verdict import Verdict
    from tutor.worker import Prover

_ASKED = ("derivative", "value")


@dataclass(frozen=True, slots=True)
class BackpropGraph(Task):
    """d`of`/d`by` along all paths of the graph, or the value of `of`; a number where the letters have `values`.

    `nodes` are computed in this order, each from those above it and from letters that are given.
    """

    nodes: tuple[tuple[str, Expr], ...]
    of: str
    by: str = ""
    values: tuple[tuple[str, Expr], ...] = ()
    tolerance: Fraction | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
        nodes = draft.definitions("graph")
        values = draft.constants("values")
        asked = draft.one_of("asked", _ASKED)
        names = [name for name, _ in nodes]
        of, by = draft.text("of", names[-1] if names else ""), draft.text("by")
        task = cls(
            nodes, of, by if asked == "derivative" else "", values, draft.fraction("tolerance"), setting=draft.setting
        )
        if not draft.faults:
            task._look(draft, asked)
        return task

    def _look(self, draft: Draft, asked: str) -> None:
        """Names that the graph does not have, and paths that are not there."""
        if self.of not in self.lines:
            draft.fault("of", f'the graph computes no "{self.of}"')
        elif asked == "derivative" and not self.by:
            draft.fault("by", '"by" is missing', "wanted: the letter by which it is differentiated", "missing-field")
        elif asked == "derivative" and self.by not in self.feeding:
            draft.fault("by", f'"{self.of}" does not depend on "{self.by}"')
        elif asked == "value" and not self.values:
            draft.fault("asked", '"values" is missing', "wanted: values: {x: 2, w: 3}", "missing-field")
        if self.values and (left := self.inputs - set(dict(self.values))):
            draft.fault("values", f'"{min(left)}" has no value')

    # The graph

    @property
    def lines(self) -> dict[str, Expr]:
        return dict(self.nodes)

    @property
    def inputs(self) -> frozenset[str]:
        """The letters that no line computes."""
        used = frozenset[str]().union(*(letters(e) for _, e in self.nodes))
        return used - {name for name, _ in self.nodes} - {"e", "pi"}

    @property
    def names(self) -> frozenset[str]:
        return self.inputs | {name for name, _ in self.nodes}

    @property
    def feeding(self) -> frozenset[str]:
        """Everything that `of` is computed from."""
        found = {self.of}
        for name, e in reversed(self.nodes):
            found |= letters(e) if name in found else frozenset()
        return frozenset(found - {self.of})

    @property
    def path(self) -> tuple[str, ...]:
        """The nodes between `by` and `of`, and `of`, from the last back to the first."""
        found: list[str] = []
        moving = {self.by}
        for name, e in self.nodes:
            if name in self.feeding | {self.of} and letters(e) & moving and name != self.by:
                moving.add(name)
                found.append(name)
        return tuple(reversed(found))

    def local(self, of: str, by: str) -> Expr:
        """The derivative of one line by a letter in it, written with the names of the lines where they fit."""
        e = self.lines[of]
        slope = derive(e, by).line
        return tidy(mapped(slope, lambda node: Sym(of) if node == e and not isinstance(e, Sym) else None), by)

    def edges(self, of: str) -> tuple[str, ...]:
        """The letters of one line through which `by` comes in."""
        inside = letters(self.lines[of])
        return tuple(name for name in (*self.path, self.by) if name in inside)

    @property
    def factors(self) -> list[tuple[str, str]]:
        """The pairs whose local derivatives make up the answer, from the end back."""
        return [(of, by) for of in self.path for by in self.edges(of)]

    def slope(self, name: str) -> Expr:
        """d`of`/d`name`, with the names of the lines in it: the sum over the paths of the products along them."""
        if name == self.of:
            return ONE
        terms: list[Expr] = []
        for next_ in self.path:
            if name in letters(self.lines[next_]) and next_ != name:
                above, here = self.slope(next_), self.local(next_, name)
                terms.append(here if above == ONE else Mul((above, here)))
        return tidy(total(tuple(terms))) if terms else ZERO

    def in_full(self, e: Expr) -> Expr:
        """With every name written out in the letters that are given."""
        for name, line in reversed(self.nodes):
            e = substitute(e, {name: line})
        return e

    def number_of(self, e: Expr) -> Expr:
        return simplest(substitute(self.in_full(e), dict(self.values)))

    # The task

    @property
    def name(self) -> str:
        return _slope_name(self.of, self.by) if self.by else letter(self.of)

    @property
    def spoken(self) -> str:
        return f"the derivative of {self.of} by {self.by}" if self.by else f"the value of {self.of}"

    def statement(self) -> Statement:
        given = tuple(Given(letter(name), e) for name, e in self.nodes)
        if not self.values:
            ask = f"find {self.name}; the names of the lines may stand in the answer"
            words = f"Find {self.spoken}. The names of these lines may stand in the answer."
            return Statement(given, ask, f"{self.name} =", self.name, words)
        listed = ", ".join(f"{letter(name)} = {pretty(e)}" for name, e in self.values)
        spoken = joined((f"{name} equals ", e) for name, e in self.values)
        close = within(self.tolerance)
        return Statement(
            given, f"find {self.name} at {listed}{close}", f"{self.name} =", self.name,
            (f"Find {self.spoken} at ", *spoken, f"{close}."),
        )  # fmt: skip

    @property
    def subject(self) -> Sentence:
        """All lines of the graph."""
        return joined((f"{letter(name)} = ", e) for name, e in self.nodes)

    def expected(self) -> Value:
        e = self.slope(self.by) if self.by else Sym(self.of)
        return self.number_of(e) if self.values else e

    def shape(self) -> Shape:
        if self.values:
            return ANumber(self.tolerance)
        return Formula(f"a formula, such as 5{min(self.inputs)} - 7")

    @property
    def scope(self) -> Scope:
        if self.values:
            return Scope(letters=frozenset())
        return Scope(wrt=self.by, letters=self.names)

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        """Every name is written out: an answer is right if it has the right value after each pass forwards."""
        from tutor.check import compare

        known: dict[str, Interval] = dict.fromkeys(self.names, REAL) | self.setting.assume

        if self.values:
            return in_full(Task.asking(self, prover, budget))

        def ask(right: Expr, answer: Expr) -> Verdict:
            sides = (self.in_full(e) for e in (right, answer))
            return compare(*sides, assume=known, prover=prover, budget=budget)

        return ask

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """A factor of the path that was left out, one path of several, or the derivative by another letter."""
        if not isinstance(given, Expr) or not isinstance(expected, Expr):
            return Told(said)
        equal = self.comparing(budget)
        same = self._is_near if self.values else equal
        if said or same(expected, given):
            return Told(said)
        if about := self._slip(expected, given, same):
            return Told(about)
        if self.values or not self.by:
            return Told()
        if equal(expected, Neg(given)):
            return Told("The size is right; look at the sign.")
        return self._of_one_line(given, budget)

    def _is_near(self, e: Expr, typed: Expr) -> bool:
        return near(e, typed, self.tolerance)

    def _slip(self, expected: Expr, given: Expr, same: Equal) -> str:
        rounded = bool(self.values)
        about = ""
        if self.by:
            about = slip_of(given, expected, slips_of_one_path(self), same, rounded)
            about = about or self._of_missing_factors(expected, given, same)
        return about or slip_of(given, expected, slips_of_a_graph(self), same, rounded)

    def _of_missing_factors(self, expected: Expr, given: Expr, same: Equal) -> str:
        """Which local derivative the answer lacks; several where each of them would do."""
        if len(self.path) < 2:
            return ""
        factors = [(_slope_name(*pair), self.local(*pair)) for pair in self.factors]
        if self.values:
            factors = [(name, self.number_of(e)) for name, e in factors]
        missing = [name for name, e in factors if same(expected, Mul((given, e)))]
        return f"One factor is missing: {' or '.join(missing)}." if missing else ""

    def _of_one_line(self, given: Expr, budget: Budget) -> Told:
        """The wrong step in the derivative of one line, where the others are right; on a single path only."""
        from tutor.diagnose import diagnose

        factors = self.factors
        if len(factors) > len(self.path):
            return Told()
        for of, by in factors:
            others = [self.local(*pair) for pair in factors if pair != (of, by)]
            wrong = tidy(Div(given, Mul(tuple(others))) if others else given)
            found = alone(diagnose(self.lines[of], wrong, by, assume=self.setting.assume, budget=budget), likely=True)
            if found:
                return Told(f"Look at {_slope_name(of, by)}.", tuple(replace(each, wrt=by) for each in found))
        return Told()

    def next_step(self, given: Value) -> str:
        if not self.by:
            first, of = self.nodes[0][0], self.of
            if first == of:
                return f"Put the numbers that are given into the line of {letter(of)}."
            return f"Go forwards, one line after the other: first {letter(first)}, and {letter(of)} at the end."
        of, by = self.factors[0]
        if len(self.path) == 1:
            others = letters(self.lines[of]) - {by}
            still = "; every other name there is a constant" if others else ""
            return f"Only the line of {letter(of)} counts: differentiate it by {letter(by)}{still}."
        way = (
            "each line on the way gives one factor"
            if len(self.factors) == len(self.path)
            else "more than one way leads there"
        )
        return f"Begin at the end, with {_slope_name(of, by)}, and go back to {letter(self.by)}: {way}."

    def sibling(self, by: str) -> BackpropGraph:
        """The same graph, differentiated by another letter."""
        return BackpropGraph(self.nodes, self.of, by, setting=self.setting)

    def hints(self) -> tuple[str, ...]:
        if not self.by:
            first = self.nodes[0][0]
            return (
                f"Go forwards, one line after the other; begin with {letter(first)}.",
                f"{letter(first)} = {pretty(self.number_of(Sym(first)))} .",
            )
        path = self.path
        factors = self.factors
        chain = " · ".join(_slope_name(*pair) for pair in factors)
        told = [f"{_slope_name(of, by)} = {pretty(self.local(of, by), by)}" for of, by in factors]
        if len(path) == 1:
            return (
                f"Only one line counts here: {letter(self.of)} = {pretty(self.lines[self.of], self.by)} .",
                f"In it {letter(self.by)} moves, and every other name is a constant.",
            )
        several = len(factors) > len(path)
        way = (
            "There is more than one path: one product for each, and their sum."
            if several
            else f"{self.name} = {chain} ."
        )
        return (
            f"How does {letter(self.by)} reach {letter(self.of)}? Back from the end: {', '.join(map(letter, path))}.",
            way,
            f"The first factor:  {told[0]} .",
            f"All of them:  {',  '.join(told)} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        passages: list[Passage] = []
        if not self.by:
            for name, _ in self.nodes[: [n for n, _ in self.nodes].index(self.of) + 1]:
                passages.append(Shown(letter(name), self._short(Sym(name))))
            return tuple(passages)
        passages += [Shown(_slope_name(of, by), self.local(of, by)) for of, by in self.factors]
        if len(self.path) > 1:
            passages.append("Multiply along each path from the end back, and add up what the paths give.")
            passages.append(Shown(self.name, self.slope(self.by)))
        if self.values:
            passages.append("With the values of the forward pass that is:")
            passages.append(Shown(self.name, self._short(self.slope(self.by))))
        return tuple(passages)

    def _short(self, e: Expr) -> Expr:
        found = self.number_of(e)
        return decimal(found, self.tolerance / 100) if self.tolerance is not None else found

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        return tuple((self.lines[of], by) for of, by in self.factors) if self.by else ()

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The slopes of short secants of the whole graph, computed forwards from values with fifty digits."""
        from tutor.opinions.learning import disagrees_on_graph

        other = disagrees_on_graph(
            self.nodes, self.of, self.by, self.slope(self.by) if self.by else Sym(self.of), self.values
        )
        if other:
            yield Lapse("graph", "slope-doubted", f"short secants have another slope, {other}; please report this")


def _slope_name(of: str, by: str) -> str:
    """ "dL/dw"."""
    return f"d{letter(of)}/d{letter(by)}"
