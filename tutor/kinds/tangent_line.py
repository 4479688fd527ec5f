"""The tangent of a graph at a point, as an equation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from tutor.answers.model import Equation
from tutor.answers.shapes import Shape, StraightLine
from tutor.errors import TutorError
from tutor.expr import ONE, ZERO, Add, Expr, Mul, Neg, Sym, substitute
from tutor.kinds.marking import Marking, Told
from tutor.kinds.task import Given, Shown, Statement, Task
from tutor.kinds.touching import OfATouchingLine
from tutor.kinds.wording import at, outer_rung, primed
from tutor.scope import Scope
from tutor.show import pretty
from tutor.tidy import tidy

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.worker import Prover

MINUS_ONE = Neg(ONE)


@dataclass(frozen=True, slots=True)
class TangentLine(OfATouchingLine):
    """The line through (a, f(a)) with the slope f'(a)."""

    what: ClassVar[str] = "tangent"
    taken = "y"

    @classmethod
    def build(cls, draft: Draft) -> Self:
        f = draft.function()
        return cls(f, draft.place("at", f), setting=draft.setting)

    def statement(self) -> Statement:
        wrt, name = self.setting.wrt, self.name
        return Statement(
            (Given(f"{name}({wrt})", self.f),),
            ask=f"find the {self.what} at {at(wrt, self.place)}",
            prompt=f"{self.what}:",
            name=f"the {self.what}",
            words=(f"Find the equation of the {self.what} at {wrt} equals ", self.place, "."),
        )

    def expected(self) -> Value:
        return line_through(self.setting.wrt, self.place, self.height, self.slope)

    def shape(self) -> Shape:
        return StraightLine((self.setting.wrt, "y"), f"y = 3{self.setting.wrt} + 5")

    @property
    def scope(self) -> Scope:
        known = self.setting.parameters | {self.setting.wrt, "y"}
        return Scope(wrt=self.setting.wrt, letters=known, functions=self.setting.functions)

    def hints(self) -> tuple[str, ...]:
        wrt, name = self.setting.wrt, self.name
        a, slope, height = pretty(self.place), pretty(self.slope), pretty(self.height)
        return (
            f"A line needs a point and a slope. Which point of the graph lies at {at(wrt, self.place)}, and how steep "
            "is the graph there?",
            f"Differentiate for the slope. {outer_rung(self.f, wrt)}",
            f"Here  {name}({a}) = {height}  and  {primed(name)}({a}) = {slope} .",
            f"Point and slope give  y − {name}({a}) = {primed(name)}({a}) · ({wrt} − {a}) .",
        )

    def solution(self) -> tuple[Passage, ...]:
        wrt, name = self.setting.wrt, self.name
        a = pretty(self.place)
        return (
            *self.point_and_slope(),
            f"The line through this point with this slope:  y = {name}({a}) + {primed(name)}({a}) · ({wrt} − {a})",
            Shown("", self.expected()),
        )

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Whether the line at least goes through the point of the graph, and where its slope comes from."""
        from tutor.answers.straight import slope_and_start

        assert isinstance(given, Equation)
        line = slope_and_start(given, (self.setting.wrt, "y"))
        if line is None:
            return Told(said)
        slope, start = line
        same = self.comparing(budget)
        if same(self.slope, slope):
            return self._of_the_height(start, budget)
        if same(MINUS_ONE, Mul((self.slope, slope))):
            return Told("Its slope is that of the normal, which is at right angles to the tangent.")
        first = self.meeting(given, budget) or said or "Look at the slope first."
        return Told(first, found) if (found := self.mistakes_in(slope, budget)) else Told(f"{first} {self.how}")

    @property
    def how(self) -> str:
        return f"Work out {primed(self.name)}({self.setting.wrt}), then put in {at(self.setting.wrt, self.place)}."

    def meeting(self, line: Equation, budget: Budget) -> str:
        """What is said of a line through the point of the graph; "" of any other."""
        there = {self.setting.wrt: self.place, "y": self.height}
        if not self.comparing(budget)(substitute(line.left, there), substitute(line.right, there)):
            return ""
        return f"The line meets the graph at {at(self.setting.wrt, self.place)}; look at its slope."

    def _of_the_height(self, start: Expr, budget: Budget) -> Told:
        from tutor.at_point import POINT_UNUSED, elsewhere

        if self.comparing(budget)(self.height, start):
            return Told("The slope is right.", (elsewhere(POINT_UNUSED, self.f),))
        return Told(f"The slope is right; look at where the line lies. {self.the_point}")

    @property
    def the_point(self) -> str:
        return f"It has to go through the point of the graph at {at(self.setting.wrt, self.place)}."

    def mark(self, text: str, prover: Prover | None = None, budget: Budget | None = None) -> Marking:
        """An equation with f'(x) itself for the slope is none of a line, but it can be seen what was done."""
        marking = Task.mark(self, text, prover, budget)
        if marking.error is None:
            return marking
        from tutor.at_point import SLOPE_OPEN, elsewhere
        from tutor.budget import Budget
        from tutor.verdict import KnownMistake

        try:
            reading = StraightLine((self.setting.wrt, "y"), bent=True).read(text, self.scope)
            given = reading.value
            wrt, slope = self.setting.wrt, self.derivation.line
        except TutorError:
            return marking
        bent = Add((Mul((slope, Add((Sym(wrt), Neg(self.place))))), self.height))
        if not isinstance(given, Equation) or given.left != Sym("y"):
            return marking
        if not self.comparing(budget or Budget())(bent, given.right):
            return marking
        mistakes = (elsewhere(SLOPE_OPEN, self.f, given.right),)
        return Marking(text, KnownMistake(mistakes, None), reading, mistakes=mistakes)


def line_through(wrt: str, place: Expr, height: Expr, slope: Expr) -> Equation:
    """y = m x + b for the line through a point."""
    from tutor.surds import simplest

    start = Add((height, Neg(Mul((slope, place)))))
    return Equation(Sym("y"), sloped(slope, Sym(wrt), tidy(simplest(start))))


def sloped(slope: Expr, x: Expr, start: Expr) -> Expr:
    """m x + b, tidied."""
    if slope == ZERO:
        return start
    rise = tidy(Mul((slope, x)))
    return rise if start == ZERO else tidy(Add((rise, start)))
