"""Where a function increases, or where it decreases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Infinity, Interval, Union
from tutor.answers.sets import Intervals
from tutor.answers.shapes import Shape
from tutor.expr import Expr
from tutor.kinds.critical_points import OfAGraph
from tutor.kinds.marking import Told
from tutor.kinds.task import Shown, Statement
from tutor.kinds.wording import outer_rung, primed
from tutor.show import pretty

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.graph import Cell
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class Monotonicity(OfAGraph):
    """The longest intervals on which f rises, or falls; open ends and closed ones are the same here."""

    sign: int = 1

    @classmethod
    def build(cls, draft: Draft) -> Self:
        task = cls.drafted(draft)
        which = draft.text("which", "increasing")
        if which not in ("increasing", "decreasing"):
            draft.fault("which", f'"which" cannot be "{which}" here', "wanted: increasing or decreasing")
        return replace(task, sign=1 if which == "increasing" else -1)

    @property
    def word(self) -> str:
        return "increasing" if self.sign > 0 else "decreasing"

    def statement(self) -> Statement:
        ask = f"where is {self.name} {self.word}?"
        return self.stated(ask, f"{self.word} on", f"On which intervals is {self.name} {self.word}?")

    def expected(self) -> Value:
        return Union(self.graph.monotone(self.sign))

    def claims(self, answer: Value) -> tuple[Expr, ...]:
        return ends_of(answer)

    def shape(self) -> Shape:
        return Intervals(self.setting.wrt, any_ends=True)

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        from tutor.kinds.places import about_signs

        return about_signs(self, given, said, 1, self._other_meanings(), budget)

    def _other_meanings(self) -> Iterator[tuple[str, Callable[[], tuple[Interval, ...]]]]:
        """Other questions that the intervals may be an answer to."""
        from tutor.kinds.places import intervals_where_positive

        graph, name, slope = self.graph, self.name, primed(self.name)
        other = "decreasing" if self.sign > 0 else "increasing"
        sign = "positive" if self.sign > 0 else "negative"
        yield f"There {name} is {other}, which is the other direction.", partial(graph.monotone, -self.sign)
        where = f"There {name} is {sign}; it is {self.word} where {slope} is {sign}."
        yield where, partial(intervals_where_positive, self, self.sign)
        bent = f"There {primed(name, 2)} is {sign}; {name} is {self.word} where {slope} is {sign}."
        yield bent, partial(graph.curved, self.sign)

    def hints(self) -> tuple[str, ...]:
        wrt, name = self.setting.wrt, primed(self.name)
        sign = "positive" if self.sign > 0 else "negative"
        return (
            f"{self.name} is {self.word} where {name} is {sign}. Find where {name} can change its sign.",
            outer_rung(self.f, wrt),
            f"{name}({wrt}) is  {pretty(self.graph.slope, wrt)} .",
            f"{name} can change its sign where it is 0, and where it or {self.name} has no value. Try one {wrt} "
            "between each two of these places.",
        )

    def solution(self) -> tuple[Passage, ...]:
        table = sign_table(self.graph.rises, primed(self.name))
        return (*self.derived(), *table, Shown("", self.expected()))


def ends_of(answer: Value) -> tuple[Expr, ...]:
    """The finite ends of intervals."""
    parts = answer.parts if isinstance(answer, Union) else (answer,) if isinstance(answer, Interval) else ()
    ends = (end for part in parts for end in (part.lo, part.hi))
    return tuple(end for end in ends if not isinstance(end, Infinity))


def sign_table(cells: tuple[Cell, ...], name: str) -> tuple[Passage, ...]:
    """A line for each interval between two places where the sign can change."""
    words = {1: "positive", -1: "negative", 0: "0"}
    return tuple(
        ("On ", Interval(cell.lo, cell.hi), f" {name} is {words[cell.sign]}.")
        for cell in cells
        if cell.sign is not None
    )
