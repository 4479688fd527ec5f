"""Where a graph is concave up, or down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Union
from tutor.answers.sets import Intervals
from tutor.answers.shapes import Shape
from tutor.expr import Expr
from tutor.kinds.critical_points import OfAGraph
from tutor.kinds.marking import Told
from tutor.kinds.monotonicity import ends_of, sign_table
from tutor.kinds.task import Lapse, Shown, Statement
from tutor.kinds.wording import outer_rung, primed
from tutor.show import pretty

if TYPE_CHECKING:
    from tutor.answers.model import Interval, Value
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class Concavity(OfAGraph):
    """The longest intervals on which f' rises (up) or falls (down)."""

    sign: int = 1

    @classmethod
    def build(cls, draft: Draft) -> Self:
        task = cls.drafted(draft)
        which = draft.text("which", "up")
        if which not in ("up", "down"):
            draft.fault("which", f'"which" cannot be "{which}" here', "wanted: up or down")
        return replace(task, sign=1 if which == "up" else -1)

    @property
    def word(self) -> str:
        return "concave up" if self.sign > 0 else "concave down"

    def statement(self) -> Statement:
        ask = f"where is the graph {self.word}?"
        return self.stated(ask, f"{self.word} on", f"On which intervals is the graph {self.word}?")

    def expected(self) -> Value:
        return Union(self.graph.curved(self.sign))

    def claims(self, answer: Value) -> tuple[Expr, ...]:
        return ends_of(answer)

    def shape(self) -> Shape:
        return Intervals(self.setting.wrt, any_ends=True)

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        from tutor.kinds.places import about_signs

        return about_signs(self, given, said, 2, self._other_meanings(), budget)

    def next_step(self, given: Value) -> str:
        return signs_of_the_bend(self)

    def _other_meanings(self) -> Iterator[tuple[str, Callable[[], tuple[Interval, ...]]]]:
        """Other questions that the intervals may be an answer to."""
        graph, name, bend = self.graph, self.name, primed(self.name, 2)
        other = "concave down" if self.sign > 0 else "concave up"
        moves, sign = ("increasing", "positive") if self.sign > 0 else ("decreasing", "negative")
        yield f"There the graph is {other}, which is the other way round.", partial(graph.curved, -self.sign)
        where = f"There {name} is {moves}; the graph is {self.word} where {bend} is {sign}."
        yield where, partial(graph.monotone, self.sign)

    def hints(self) -> tuple[str, ...]:
        return bending_hints(self, f"The graph is {self.word} where")

    def solution(self) -> tuple[Passage, ...]:
        table = sign_table(self.graph.bends, primed(self.name, 2))
        return (*self.second_derived(), *table, Shown("", self.expected()))

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        yield from self.examine_zeros(self.graph.bend, self.graph.flat, "f″", sympy)


def signs_of_the_bend(task: OfAGraph) -> str:
    """How to go on where f'' decides."""
    bend = primed(task.name, 2)
    return f"Work out {bend}({task.setting.wrt}) first, and look where {bend} is 0 and which sign it has between."


def bending_hints(task: OfAGraph, opening: str) -> tuple[str, ...]:
    """The ladder of what has to do with f''."""
    wrt, name = task.setting.wrt, primed(task.name, 2)
    sign = {1: "is positive", -1: "is negative"}.get(getattr(task, "sign", 0), "changes its sign")
    return (
        f"{opening} {name} {sign}. Differentiate twice.",
        outer_rung(task.f, wrt),
        f"{name}({wrt}) is  {pretty(task.graph.bend, wrt)} .",
        f"{name} can change its sign where it is 0, and where it has no value. A zero alone is not enough: look at "
        "both sides of each.",
    )
