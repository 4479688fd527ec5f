"""The normal of a graph at a point: the line at right angles to the tangent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.answers.model import Equation
from tutor.expr import ONE, ZERO, Div, Expr, Neg, Sym
from tutor.kinds.marking import Told
from tutor.kinds.tangent_line import TangentLine, line_through
from tutor.kinds.task import Shown
from tutor.kinds.wording import primed
from tutor.show import pretty

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class NormalLine(TangentLine):
    """The line through (a, f(a)) with the slope -1/f'(a); an upright one where the tangent is level."""

    what = "normal"

    @property
    def steepness(self) -> Expr:
        """-1/f'(a)."""
        from tutor.surds import worked_out

        return worked_out(Neg(Div(ONE, self.slope)))

    def expected(self) -> Value:
        if self.slope == ZERO:
            return Equation(Sym(self.setting.wrt), self.place)
        return line_through(self.setting.wrt, self.place, self.height, self.steepness)

    def hints(self) -> tuple[str, ...]:
        first, second, third, _ = TangentLine.hints(self)
        a = pretty(self.place)
        name = primed(self.name)
        if self.slope == ZERO:
            fourth = f"The tangent is level, so the normal stands upright: it has one  {self.setting.wrt}  and every y."
        else:
            fourth = f"The normal has the slope  −1/{name}({a}) ."
        return (first.replace("how steep is the graph there", "how steep is the normal there"), second, third, fourth)

    def solution(self) -> tuple[Passage, ...]:
        found = self.point_and_slope()
        if self.slope == ZERO:
            return (*found, "The tangent is level, so the normal stands upright:", Shown("", self.expected()))
        slope = f"−1/{primed(self.name)}({pretty(self.place)})"
        said = f"The normal is at right angles to the tangent: its slope is {slope}."
        return (*found, said, Shown("", self.expected()))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        from tutor.answers.straight import slope_and_start
        from tutor.at_point import SIGN_ALONE, elsewhere
        from tutor.verdict import is_right

        assert isinstance(given, Equation)
        tangent = TangentLine.expected(self)
        if is_right(self.shape().judge(tangent, given, self.asking(budget=budget.aside())).verdict):
            return Told("This is the tangent; the normal is at right angles to it.")
        line = slope_and_start(given, (self.setting.wrt, "y"))
        if line is None or self.slope == ZERO:
            return Told(said)
        slope, _ = line
        same = self.comparing(budget)
        if same(self.steepness, slope):
            return Told(f"The slope is right; look at where the line lies. {self.the_point}")
        if same(Neg(self.slope), slope):
            return Told(self.meeting(given, budget), (elsewhere(SIGN_ALONE, self.f),))
        if same(Neg(self.steepness), slope):
            return Told("Rise and run have changed places, as they should; one of them has to change its sign as well.")
        first = self.meeting(given, budget) or said or "Look at the slope first."
        if same(ZERO, slope):
            return Told(first)
        if same(self.slope, slope):
            return Told("Its slope is that of the tangent; the normal is at right angles to it.")
        found = self.mistakes_in(Neg(Div(ONE, slope)), budget)
        return Told(f"{first} It is at right angles to a slope that is not f′." if found else first, found)
