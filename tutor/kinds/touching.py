"""What kinds that ask for a straight line along a graph have in common: its point and slope, and how they are found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from tutor.derive import Derivation, derive
from tutor.errors import TutorError
from tutor.expr import Expr, letters
from tutor.kinds.of_a_function import OfAFunction
from tutor.kinds.task import Derived, Lapse, Shown
from tutor.kinds.wording import at, called, primed, value_of
from tutor.show import pretty
from tutor.slopes import is_differentiable

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.diagnose import Mistake
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class OfATouchingLine(OfAFunction):
    """A function and a place, at which the graph has a point and a slope."""

    place: Expr

    taken: ClassVar[str]  # the letter that the line needs, so that the function is not called by it

    @property
    def name(self) -> str:
        return called(self.f, self.setting, self.taken)

    @property
    def derivation(self) -> Derivation:
        return derive(self.f, self.setting.wrt)

    @property
    def height(self) -> Expr:
        return value_of(self.f, self.setting.wrt, self.place)

    @property
    def slope(self) -> Expr:
        """f'(a). Raises TutorError where there is none."""
        if not is_differentiable(self.f, self.setting.wrt, self.place):
            raise TutorError(f"the function has no derivative at {at(self.setting.wrt, self.place)}")
        return value_of(self.derivation.line, self.setting.wrt, self.place)

    def next_step(self, given: Value) -> str:
        there = at(self.setting.wrt, self.place)
        return f"Work out two numbers first: the height {self.name} and the slope {primed(self.name)} at {there}."

    def mistakes_in(self, slope: Expr, budget: Budget, tolerance: Fraction | None = None) -> tuple[Mistake, ...]:
        """The wrong steps that give this number for the slope of the graph."""
        from tutor.at_point import Place, diagnose_value
        from tutor.surds import simplest

        place = Place(self.setting.wrt, self.place, tolerance)
        return diagnose_value(self.f, simplest(slope), place, assume=self.setting.assume, budget=budget)

    def point_and_slope(self) -> tuple[Passage, ...]:
        """The beginning of a solution."""
        a = pretty(self.place)
        return (
            Derived(self.derivation, f"{self.name}({self.setting.wrt})"),
            Shown(f"{self.name}({a})", self.height),
            Shown(f"{primed(self.name)}({a})", self.slope),
        )

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The slope by SymPy."""
        from tutor.opinions.points import disagrees_on_value

        if sympy and not letters(self.f) - {self.setting.wrt} and not letters(self.place):
            other = disagrees_on_value(self.f, self.setting.wrt, 1, self.place, self.slope)
            if other:
                yield Lapse("at", "value-wrong", f"for SymPy the slope is {other} here; please report this")
