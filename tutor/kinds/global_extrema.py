"""The highest and the lowest points of a graph on a closed interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Labelled, Listing
from tutor.answers.writing import pretty as pretty_value
from tutor.expr import letters
from tutor.kinds.local_extrema import OfLabelledPoints
from tutor.kinds.marking import Told
from tutor.kinds.task import Shown, Statement
from tutor.kinds.wording import outer_rung, primed, span
from tutor.show import pretty
from tutor.surds import size

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


_MORE = {"max": "higher", "min": "lower"}


@dataclass(frozen=True, slots=True)
class GlobalExtrema(OfLabelledPoints):
    """Every highest and every lowest point, ends included."""

    labels = (
        ("max", ("maximum", "maxima", "highest", "high", "largest")),
        ("min", ("minimum", "minima", "lowest", "low", "smallest")),
    )

    @classmethod
    def build(cls, draft: Draft) -> Self:
        task = cls.drafted(draft)
        on = task.on
        if on is not None and not (on.lo_closed and on.hi_closed):
            draft.fault("on", "the interval has to have both ends, as in [-1, 4]")
        return task

    def statement(self) -> Statement:
        return self.stated(
            "find the highest and the lowest points",
            "points:",
            "Find the highest and the lowest points",
        )

    def expected(self) -> Value:
        return Listing(self.graph.extremes)

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """An end that was forgotten, a candidate that is none of the highest, and what can go wrong with any point."""
        from tutor.kinds.places import about_points, is_an_end

        assert isinstance(given, Listing)
        named = [item.point.coordinates[0] for item in given.items if isinstance(item, Labelled)]
        right = self.graph.extremes
        forgotten = any(is_an_end(item.point.coordinates[0], self) for item in right)
        if named and forgotten and not any(is_an_end(place, self) for place in named):
            return Told(f"{said} The ends of the interval belong to it as well: compare the heights there too.".strip())
        beside = self._beside(given)
        if beside is not None:
            where = pretty_value(beside.point, self.setting.wrt)
            return Told(f"{said} {where} lies on the graph, and another point is {_MORE[beside.label]}.".strip())
        return about_points(self, given.items, right, said, budget)

    def _beside(self, given: Listing) -> Labelled | None:
        """A point of the graph, at an end or level, that is neither the highest nor the lowest."""
        heights = {size(place): self.graph.height(place) for place in self.graph.candidates}
        best = {size(item.point.coordinates[0]) for item in self.graph.extremes}
        for item in given.items:
            if isinstance(item, Labelled) and not any(map(letters, item.point.coordinates)):
                x, y = map(size, item.point.coordinates)
                near = next((place for place in heights if abs(place - x) < 1e-9 * (1 + abs(x))), None)
                if near is not None and near not in best and abs(size(heights[near]) - y) < 1e-9 * (1 + abs(y)):
                    return item
        return None

    def hints(self) -> tuple[str, ...]:
        wrt, name = self.setting.wrt, self.name
        ends = span(self.on) if self.on is not None else ""
        return (
            f"The highest point is a critical point between the ends, or an end. So is the lowest. The ends: {ends}.",
            outer_rung(self.f, wrt),
            f"{primed(name)}({wrt}) is  {pretty(self.graph.slope, wrt)} .",
            f"Compare  {',  '.join(f'{name}({pretty(a)})' for a in self.graph.candidates)} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        heights = tuple(Shown(f"{self.name}({pretty(a)})", self.graph.height(a)) for a in self.graph.candidates)
        said = "The heights at the ends and at the critical points between them:"
        return (*self.derived(), said, *heights, "The largest and the smallest of these:", Shown("", self.expected()))
