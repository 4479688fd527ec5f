"""The value of a derivative at a point: an exact number, or one within a tolerance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from tutor.answers.shapes import ANumber, Shape
from tutor.budget import Budget
from tutor.derive import Derivation, derive
from tutor.errors import ReadError, TutorError
from tutor.expr import Expr, letters, substitute
from tutor.kinds.marking import Begun, Marking, Told
from tutor.kinds.of_a_function import OfAFunction
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import at, called, nth_derivative, outer_rung, primed, value_of
from tutor.numeral import plain_number
from tutor.scope import Reading, Scope
from tutor.show import pretty
from tutor.slopes import is_differentiable
from tutor.verdict import KnownMistake, Unfinished, is_right

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.worker import Prover


@dataclass(frozen=True, slots=True)
class ValueAtPoint(OfAFunction):
    """The derivative of f, of some order, at a place."""

    place: Expr
    order: int = 1
    tolerance: Fraction | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
        f = draft.function()
        place, order, tolerance = draft.place("at", f), draft.whole("order", 1), draft.fraction("tolerance")
        return cls(f, place, order, tolerance, setting=draft.setting)

    @property
    def name(self) -> str:
        """ "f′(2)"."""
        return f"{primed(called(self.f, self.setting), self.order)}({pretty(self.place)})"

    def statement(self) -> Statement:
        wrt, name = self.setting.wrt, called(self.f, self.setting)
        near = ""
        if self.tolerance is not None:
            near = f", to within {plain_number(self.tolerance)}"
        return Statement(
            (Given(f"{name}({wrt})", self.f),),
            ask=f"find {self.name}{near}",
            prompt=f"{self.name} =",
            words=(f"Find the {nth_derivative(self.order)} of {name} at {wrt} equals ", self.place, f"{near}."),
        )

    @property
    def derivation(self) -> Derivation:
        return derive(self.f, self.setting.wrt, order=self.order)

    def expected(self) -> Expr:
        if not is_differentiable(self.f, self.setting.wrt, self.place):
            raise TutorError(f"the function has no derivative at {at(self.setting.wrt, self.place)}")
        return value_of(self.derivation.line, self.setting.wrt, self.place)

    def shape(self) -> Shape:
        return ANumber(self.tolerance)

    @property
    def scope(self) -> Scope:
        return Scope(wrt=self.setting.wrt, letters=self.setting.parameters, order=self.order)

    def hints(self) -> tuple[str, ...]:
        wrt, line = self.setting.wrt, self.derivation.line
        name = primed(called(self.f, self.setting), self.order)
        return (
            f"Differentiate first, and put in {at(wrt, self.place)} only then: what is put in too early is a constant.",
            outer_rung(self.f, wrt),
            f"{name}({wrt}) is  {pretty(line, wrt)} .",
            f"Put in {at(wrt, self.place)}:  {pretty(substitute(line, {wrt: self.place}))} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        name = called(self.f, self.setting)
        wrt = self.setting.wrt
        return (
            Derived(self.derivation, f"{name}({wrt})"),
            (f"Put in {wrt} = ", self.place, "."),
            Shown(self.name, self.expected()),
        )

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Which wrong step the number comes from; a wrong sign says less than any of them."""
        from tutor.at_point import Place, diagnose_value

        if not isinstance(given, Expr):
            return Told(said)
        place = Place(self.setting.wrt, self.place, self.tolerance)
        found = diagnose_value(self.f, given, place, order=self.order, assume=self.setting.assume, budget=budget)
        return Told("", found) if found else Told(said)

    def next_step(self, given: Value) -> str:
        name, wrt = primed(called(self.f, self.setting), self.order), self.setting.wrt
        return f"Work out {name}({wrt}) first: typed here, it is checked by itself. Then put in {at(wrt, self.place)}."

    def mark(self, text: str, prover: Prover | None = None, budget: Budget | None = None) -> Marking:
        """The derivative itself, typed where its value is asked for, is a right beginning, or wrong like any other."""
        budget = budget or Budget()
        marking = Task.mark(self, text, prover, budget)
        reading = self._formula(text) if marking.error is not None else None
        return marking if reading is None else self._of_a_formula(text, reading, prover, budget) or marking

    def _formula(self, text: str) -> Reading | None:
        """The text read as a formula in which the variable stands; None where it is none."""
        from tutor.read import read_answer

        wrt, setting = self.setting.wrt, self.setting
        known = letters(self.f) | setting.parameters | {wrt}
        try:
            reading = read_answer(text, Scope(wrt, known, setting.functions, order=self.order))
        except ReadError:
            return None
        return reading if wrt in letters(reading.expr) else None

    def _of_a_formula(self, text: str, reading: Reading, prover: Prover | None, budget: Budget) -> Marking | None:
        from tutor.check import check
        from tutor.diagnose import diagnosed

        wrt, order, assume = self.setting.wrt, self.order, self.setting.assume
        verdict = check(self.f, reading.expr, wrt, order=order, assume=assume, prover=prover, budget=budget)
        name = f"{primed(called(self.f, self.setting), order)}({wrt})"
        if is_right(verdict):
            begun = Begun(f"Right, this is {name}. Put in {at(wrt, self.place)} now.", "")
            return Marking(text, Unfinished(reading.expr), reading, begun=begun)
        if isinstance(verdict, Unfinished):
            return Marking(text, verdict, reading, begun=Begun(f"Right so far; this goes on to {name}.", text))
        _, mistakes = diagnosed(verdict, self.f, reading.expr, wrt, order=order, assume=assume, budget=budget)
        # A point at which the two formulas differ would be taken for the one that is asked about.
        return Marking(text, KnownMistake(mistakes, None), reading, mistakes=mistakes) if mistakes else None

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        from tutor.opinions.points import disagrees_on_value

        if sympy and not letters(self.f) - {self.setting.wrt} and not letters(self.place):
            other = disagrees_on_value(self.f, self.setting.wrt, self.order, self.place, self.expected())
            if other:
                yield Lapse("at", "value-wrong", f"for SymPy the derivative is {other} here; please report this")
