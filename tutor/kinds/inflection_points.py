"""Where a graph changes the way it bends: the inflection points, by their x, or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.answers.model import Listing
from tutor.answers.shapes import ANumber, ListOf, Shape
from tutor.kinds.concavity import bending_hints, signs_of_the_bend
from tutor.kinds.critical_points import OfAGraph
from tutor.kinds.marking import Told
from tutor.kinds.monotonicity import sign_table
from tutor.kinds.task import Lapse, Shown, Statement
from tutor.kinds.wording import primed

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class InflectionPoints(OfAGraph):
    """Every place at which f'' changes its sign and the graph has a tangent."""

    def statement(self) -> Statement:
        wrt = self.setting.wrt
        ask = f"find all inflection points, each by its {wrt}"
        return self.stated(ask, f"{wrt} =", f"Find all inflection points, each by its {wrt}")

    def expected(self) -> Value:
        return Listing(self.graph.inflections)

    def shape(self) -> Shape:
        return ListOf(ANumber(), self.setting.wrt, "-7, 9/4", "the numbers")

    def hints(self) -> tuple[str, ...]:
        return bending_hints(self, "An inflection point is where")

    def solution(self) -> tuple[Passage, ...]:
        table = sign_table(self.graph.bends, primed(self.name, 2))
        return (*self.second_derived(), *table, Shown(self.setting.wrt, self.expected()))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """A zero of f'' without a change of sign is the mistake that nearly everybody makes once."""
        from tutor.surds import size

        assert isinstance(expected, Listing) and isinstance(given, Listing)
        right = [size(place) for place in self.graph.inflections]
        flat = [size(place) for place in self.graph.flat]
        for item in given.items:
            x = size(item)  # type: ignore[arg-type]
            if any(abs(x - place) < 1e-9 for place in flat) and not any(abs(x - place) < 1e-9 for place in right):
                return Told(f"{said} There {primed(self.name, 2)} is 0, but does it change its sign?".strip())
        return Told(self._of_level(given, right, said))

    def next_step(self, given: Value) -> str:
        return signs_of_the_bend(self)

    def _of_level(self, given: Listing, right: list[float], said: str) -> str:
        """Is one of the strange places a zero of f'?"""
        from tutor.surds import size

        typed = [size(item) for item in given.items]  # type: ignore[arg-type]
        strange = [x for x in typed if all(abs(x - place) > 1e-9 for place in right)]
        if any(abs(x - size(place)) < 1e-9 for x in strange for place in self.graph.level):
            return f"{said} There it is {primed(self.name)} that is 0; asked for is {primed(self.name, 2)}.".strip()
        return said

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        yield from self.examine_zeros(self.graph.bend, self.graph.flat, "f″", sympy)
