"""The highest and the lowest points of a graph on a closed interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Listing
from tutor.kinds.local_extrema import OfLabelledPoints
from tutor.kinds.task import Shown, Statement
from tutor.kinds.wording import outer_rung, primed, span
from tutor.show import pretty

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


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
