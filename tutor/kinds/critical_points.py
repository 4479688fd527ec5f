"""Where a graph is level, or has no slope: the critical points, by their x."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Interval, Labelled, Listing
from tutor.answers.outcome import Outcome
from tutor.answers.shapes import ANumber, ListOf, Shape
from tutor.expr import Expr
from tutor.kinds.marking import Begun, Told
from tutor.kinds.of_a_function import OfAFunction
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement
from tutor.kinds.wording import at, called, outer_rung, primed, span
from tutor.show import pretty
from tutor.verdict import Unfinished, Wrong

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.graph import Graph
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.worker import Prover


@dataclass(frozen=True, slots=True)
class OfAGraph(OfAFunction):
    """What the kinds about the course of a graph have in common: f, perhaps an interval, and zeros that are claimed.

    An author who asks about a function whose zeros cannot be found exactly claims them by the answer he gives.
    """

    on: Interval | None = None
    claimed: tuple[Expr, ...] = ()

    @classmethod
    def build(cls, draft: Draft) -> Self:
        return cls.drafted(draft)

    @classmethod
    def drafted(cls, draft: Draft) -> Self:
        """The task without what a kind adds to it."""
        task = cls(draft.function(), draft.interval("on"), setting=draft.setting)
        if draft.faults or not draft.has("answer"):
            return task
        answer = draft.value("answer", task.shape(), task.scope)
        return task if answer is None else cls(task.f, task.on, task.claims(answer), setting=draft.setting)

    def next_step(self, given: Value) -> str:
        slope = primed(self.name)
        return f"Work out {slope}({self.setting.wrt}) first, and look where {slope} is 0 and which sign it has between."

    def claims(self, answer: Value) -> tuple[Expr, ...]:
        """The places that an answer names."""
        return tuple(item for item in answer.items if isinstance(item, Expr)) if isinstance(answer, Listing) else ()

    @property
    def graph(self) -> Graph:
        from tutor.graph import Graph  # not before it is needed: the statement is waited for

        return Graph(self.f, self.setting.wrt, self.on, self.claimed)

    @property
    def name(self) -> str:
        return called(self.f, self.setting)

    @property
    def where(self) -> str:
        """ " on [0, 2π]", or nothing."""
        return "" if self.on is None else f" on {span(self.on)}"

    def stated(self, ask: str, prompt: str, words: str) -> Statement:
        """The statement: the function, what is asked, and on which interval."""
        within = (" on the interval ", self.on) if self.on is not None else ()
        spoken = (words.rstrip("?"), *within, "?" if words.endswith("?") else ".")
        return Statement((Given(f"{self.name}({self.setting.wrt})", self.f),), ask + self.where, prompt, words=spoken)

    def derived(self) -> tuple[Passage, ...]:
        """The first passages of every solution: f' and its zeros."""
        from tutor.derive import derive

        wrt, name = self.setting.wrt, self.name
        zeros = Listing(self.graph.level)
        slope = f"{primed(name)}({wrt})"
        return (
            Derived(derive(self.f, wrt), f"{name}({wrt})"),
            (f"{slope} = 0 at {wrt} = ", zeros) if zeros.items else f"{slope} is 0 nowhere.",
        )

    def second_derived(self) -> tuple[Passage, ...]:
        """The same for f''."""
        from tutor.derive import derive

        wrt, name = self.setting.wrt, primed(self.name, 2)
        zeros = Listing(self.graph.flat)
        return (
            Derived(derive(self.f, wrt, order=2), f"{self.name}({wrt})"),
            (f"{name}({wrt}) = 0 at {wrt} = ", zeros) if zeros.items else f"{name}({wrt}) is 0 nowhere.",
        )

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        yield from self.examine_zeros(self.graph.slope, self.graph.level, "f′", sympy)

    def examine_zeros(self, e: Expr, ours: tuple[Expr, ...], name: str, sympy: bool) -> Iterator[Lapse]:
        """Has SymPy, or sampling, found a zero more or less?"""
        from tutor.expr import depends_on
        from tutor.opinions.curves import disagrees_on_zeros

        if sympy and depends_on(e, {self.setting.wrt}):
            other = disagrees_on_zeros(e, self.setting.wrt, self.graph.bounds, ours)
            if other:
                yield Lapse("function", "zeros-doubted", f"there may be another zero of {name}, near {other}")


@dataclass(frozen=True, slots=True)
class OfInnerPlaces(OfAGraph):
    """The kinds that ask for critical points, which lie inside the domain.

    Some count an end of the domain among them, as f has no derivative there: who adds it has made no mistake.
    """

    def judge(self, given: Value, prover: Prover | None = None, budget: Budget | None = None) -> Outcome:
        outcome = super(OfInnerPlaces, self).judge(given, prover, budget)
        inner, ends = self._apart(given) if isinstance(outcome.verdict, Wrong) else (given, ())
        if ends and super(OfInnerPlaces, self).judge(inner, prover, budget).right:
            return outcome._replace(verdict=Unfinished(ends[0]))
        return outcome

    def begun(self, given: Value) -> Begun | None:
        from tutor.answers.writing import show

        inner, ends = self._apart(given)
        said = f"Right inside the domain. {at(self.setting.wrt, ends[0])} is an end of it, which is not counted here."
        return Begun(said, show(inner, self.setting.wrt))

    def _apart(self, given: Value) -> tuple[Listing, tuple[Expr, ...]]:
        """What is answered of places inside the domain, and the places at its ends."""
        assert isinstance(given, Listing)
        graph = self.graph
        places = [item.point.coordinates[0] if isinstance(item, Labelled) else item for item in given.items]
        ends = tuple(place for place in places if isinstance(place, Expr) and graph.ends_at(place))
        inner = tuple(item for item, place in zip(given.items, places, strict=True) if place not in ends)
        return Listing(inner), ends


@dataclass(frozen=True, slots=True)
class CriticalPoints(OfInnerPlaces):
    """Every inner place of the domain where f' is 0 or does not exist."""

    def statement(self) -> Statement:
        ask = f"find all critical points: every {self.setting.wrt} where {primed(self.name)} is 0 or does not exist"
        words = f"Find all critical points: every {self.setting.wrt} where the derivative is 0 or does not exist"
        return self.stated(ask, f"{self.setting.wrt} =", words)

    def expected(self) -> Value:
        return Listing(self.graph.critical)

    def shape(self) -> Shape:
        return ListOf(ANumber(), self.setting.wrt, "-7, 9/4", "the numbers")

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        from tutor.kinds.places import about_places

        assert isinstance(given, Listing)
        places = [item for item in given.items if isinstance(item, Expr)]
        return about_places(self, places, self.graph.critical, said, budget)

    def hints(self) -> tuple[str, ...]:
        wrt, name = self.setting.wrt, primed(self.name)
        return (
            f"Differentiate, then look for every {wrt} where {name} is 0, and every {wrt} of the domain where {name} "
            "has no value.",
            outer_rung(self.f, wrt),
            f"{name}({wrt}) is  {pretty(self.graph.slope, wrt)} .",
            f"Solve  {pretty(self.graph.slope, wrt)} = 0 . "
            "A product is 0 where a factor is, a fraction where its top is.",
        )

    def solution(self) -> tuple[Passage, ...]:
        level = set(self.graph.level)
        sharp = tuple(place for place in self.graph.critical if place not in level)
        wrt = self.setting.wrt
        more: tuple[Passage, ...] = ()
        if sharp:
            more = ((f"The function has a value and no derivative at {wrt} = ", Listing(sharp), "."),)
        return (*self.derived(), *more, Shown(wrt, self.expected()))
