"""The places that the mean value theorem promises: where the slope is that of the line between the two ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Infinity, Listing
from tutor.answers.shapes import ANumber, ListOf, Shape
from tutor.errors import TutorError
from tutor.expr import Add, Div, Expr, Neg
from tutor.kinds.critical_points import OfAGraph
from tutor.kinds.marking import Told
from tutor.kinds.task import Derived, Lapse, Shown, Statement
from tutor.kinds.wording import at, outer_rung, primed, span, value_of
from tutor.show import pretty
from tutor.solve import UnsolvedError, zeros
from tutor.surds import simplest, size

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class MeanValuePoint(OfAGraph):
    """Every c inside [a, b] with f'(c) = (f(b) - f(a))/(b - a)."""

    @classmethod
    def build(cls, draft: Draft) -> Self:
        task = cls.drafted(draft)
        on = task.on
        if on is not None and not (on.lo_closed and on.hi_closed):
            draft.fault("on", "the theorem is about a closed interval", "write it with square brackets: '[0, 2]'")
        return task

    @property
    def ends(self) -> tuple[Expr, Expr]:
        assert self.on is not None
        lo, hi = self.on.lo, self.on.hi
        assert not isinstance(lo, Infinity) and not isinstance(hi, Infinity)
        return lo, hi

    @property
    def heights(self) -> tuple[Expr, Expr]:
        first, last = (value_of(self.f, self.setting.wrt, end) for end in self.ends)
        return first, last

    @property
    def mean(self) -> Expr:
        """The slope of the line between the two ends of the graph."""
        (a, b), (first, last) = self.ends, self.heights
        return simplest(Div(Add((last, Neg(first))), Add((b, Neg(a)))))

    @property
    def secant(self) -> str:
        """ "(f(2) − f(0))/(2 − 0)"."""
        a, b = map(pretty, self.ends)
        minus = f"({a})" if a.startswith("−") else a
        return f"({self.name}({b}) − {self.name}({a}))/({b} − {minus})"

    def statement(self) -> Statement:
        slope = f"{primed(self.name)}(c)"
        words = f"Find every c inside at which the derivative of {self.name} is the mean slope"
        stated = self.stated(f"find every c inside with {slope} = {self.secant}", "c =", words)
        return stated._replace(ask=f"find every c inside {span_of(self)} with {slope} = {self.secant}")

    def expected(self) -> Value:
        self._refuse_breaks()
        (a, b), wanted = self.ends, Add((self.graph.slope, Neg(self.mean)))
        try:
            found = zeros(wanted, self.setting.wrt, self.graph.bounds)
        except UnsolvedError:
            if not self.claimed:
                raise
            found = tuple(place for place in self.claimed if not _differs(wanted, self.setting.wrt, place))
        lo, hi = size(a), size(b)
        return Listing(tuple(c for c in found if lo + 1e-9 < size(c) < hi - 1e-9))

    def _refuse_breaks(self) -> None:
        """The theorem needs a value at every place, and a slope at every place inside."""
        from tutor.slopes import is_differentiable

        graph, wrt = self.graph, self.setting.wrt
        lo, hi = graph.bounds
        for place in (*graph.breaks, *self.ends):
            inside = lo + 1e-9 < size(place) < hi - 1e-9
            if not graph.has_value(place):
                raise TutorError(f"the function has no value at {at(wrt, place)}, so the theorem says nothing")
            if inside and not is_differentiable(self.f, wrt, place):
                raise TutorError(f"the function has no derivative at {at(wrt, place)}, so the theorem says nothing")

    def shape(self) -> Shape:
        return ListOf(ANumber(), "c", "-7, 9/4", "the numbers")

    def hints(self) -> tuple[str, ...]:
        wrt, name = self.setting.wrt, self.name
        first, last = map(pretty, self.heights)
        a, b = map(pretty, self.ends)
        slope = pretty(self.graph.slope, wrt)
        return (
            "Two slopes are to be the same: that of the line from one end of the graph to the other, and "
            f"{primed(name)}(c). Begin with the line: {name}({a}) = {first} and {name}({b}) = {last}.",
            f"Now the derivative. {outer_rung(self.f, wrt)}",
            f"The line has the slope {pretty(self.mean)}, and {primed(name)}({wrt}) is  {slope} .",
            f"Solve  {slope} = {pretty(self.mean)} , and keep what lies between {a} and {b}.",
        )

    def solution(self) -> tuple[Passage, ...]:
        from tutor.derive import derive

        wrt, name = self.setting.wrt, self.name
        return (
            ("The line between the ends, from ", self.ends[0], " to ", self.ends[1], ":"),
            Shown("mean slope", self.mean),
            Derived(derive(self.f, wrt), f"{name}({wrt})"),
            (f"Inside the interval {primed(name)} is ", self.mean, " at"),
            Shown("c", self.expected()),
        )

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """An end of the interval, or a place beyond, may have the slope too, and is not inside."""
        assert isinstance(given, Listing)
        lo, hi = self.graph.bounds
        sizes = [size(item) for item in given.items if isinstance(item, Expr)]
        if any(not lo + 1e-9 < x < hi - 1e-9 for x in sizes):
            return Told(f"{said} Only what lies inside the interval counts, without its ends.".strip())
        return Told(said)

    def next_step(self, given: Value) -> str:
        return f"Two slopes have to be the same: {self.secant} , and {primed(self.name)}(c). Work out both."

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        wanted = Add((self.graph.slope, Neg(self.mean)))
        expected = self.expected()
        assert isinstance(expected, Listing)
        ours = tuple(item for item in expected.items if isinstance(item, Expr))
        lo, hi = self.graph.bounds
        ends = tuple(e for e, x in zip(self.ends, (lo, hi), strict=True) if not _differs(wanted, self.setting.wrt, e))
        yield from self.examine_zeros(wanted, (*ours, *ends), "f′ minus the mean slope", sympy)


def span_of(task: MeanValuePoint) -> str:
    assert task.on is not None
    return span(task.on)


def _differs(e: Expr, wrt: str, place: Expr) -> bool:
    """Is the expression not 0 at the place?"""
    from tutor.evaluate import value50
    from tutor.expr import substitute

    here = value50(substitute(e, {wrt: place}), {})
    return here is None or abs(here) > 1e-40
