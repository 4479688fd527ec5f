"""The critical points of a graph, each with what it is: a maximum, a minimum or neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tutor.answers.model import Labelled, Listing
from tutor.answers.shapes import LabelledPoints, ListOf, Shape
from tutor.expr import Expr
from tutor.kinds.critical_points import OfAGraph, OfInnerPlaces
from tutor.kinds.marking import Told
from tutor.kinds.task import Shown, Statement
from tutor.kinds.wording import outer_rung, primed
from tutor.show import pretty

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.task import Passage

Labels = tuple[tuple[str, tuple[str, ...]], ...]  # each label with other words for it


@dataclass(frozen=True, slots=True)
class OfLabelledPoints(OfAGraph):
    """What the kinds have in common whose answers are points, each with what it is."""

    labels: ClassVar[Labels]

    def claims(self, answer: Value) -> tuple[Expr, ...]:
        items = answer.items if isinstance(answer, Listing) else ()
        return tuple(item.point.coordinates[0] for item in items if isinstance(item, Labelled))

    def shape(self) -> Shape:
        return ListOf(LabelledPoints(self.labels), self.setting.wrt, "(-7, 3) max; (9, 0) min", "points with labels")


@dataclass(frozen=True, slots=True)
class LocalExtrema(OfLabelledPoints, OfInnerPlaces):
    """Every critical point with its height and its kind, by the change of sign of f'."""

    labels = (
        ("max", ("maximum", "maxima", "high", "peak", "hilltop")),
        ("min", ("minimum", "minima", "low", "trough", "valley")),
        ("neither", ("none", "saddle", "saddle point", "terrace", "inflection", "no extremum", "neither one")),
    )

    def statement(self) -> Statement:
        return self.stated(
            "find every critical point, and say of each: max, min or neither",
            "points:",
            "Find every critical point and say of each whether it is a maximum, a minimum or neither",
        )

    def expected(self) -> Value:
        return Listing(self.graph.classified)

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        from tutor.kinds.places import about_points

        assert isinstance(given, Listing)
        return about_points(self, given.items, self.graph.classified, said, budget)

    def hints(self) -> tuple[str, ...]:
        wrt, name = self.setting.wrt, primed(self.name)
        return (
            f"First where {name} is 0 or does not exist; then the height of each point; then what {name} does there.",
            outer_rung(self.f, wrt),
            f"{name}({wrt}) is  {pretty(self.graph.slope, wrt)} .",
            f"From + to − a maximum, from − to + a minimum, no change of sign: neither. Look at {name} on both sides.",
        )

    def solution(self) -> tuple[Passage, ...]:
        name = primed(self.name)
        lines: list[Passage] = []
        signs = {1: "positive", -1: "negative"}
        said = {"max": "a maximum", "min": "a minimum", "neither": "neither"}
        points = {point.point.coordinates[0]: point for point in self.graph.classified}
        for left, place, right in self.graph.turns:
            if place in points:
                change = f"; {name} is {signs[left]} before and {signs[right]} after it: {said[points[place].label]}."
                height = points[place].point.coordinates[1]
                lines.append((f"At {self.setting.wrt} = ", place, " the height is ", height, change))
        return (*self.derived(), *lines, Shown("", self.expected()))
