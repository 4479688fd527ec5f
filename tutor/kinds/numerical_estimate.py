"""The value of a numerical derivative, or by how much it is larger than the derivative."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.answers.numbers import Formula
from tutor.answers.shapes import ANumber, Shape
from tutor.answers.writing import pretty
from tutor.errors import TutorError
from tutor.expr import Add, Expr, Neg, Sym, letters
from tutor.kinds.complex_step import imaginary_part
from tutor.kinds.decimals import as_typed, decimal, near, within
from tutor.kinds.marking import Told
from tutor.kinds.numerical_derivative import NumericalDerivative
from tutor.kinds.schemes import SCHEMES, beside, estimate, value_beside
from tutor.kinds.slips import Slip, number_in_front, slip_of
from tutor.kinds.slips_of_differences import IN_FRONT, slips_of_an_estimate, slips_of_an_excess
from tutor.kinds.task import Lapse, Shown, Statement, Task
from tutor.kinds.wording import primed
from tutor.show import exact
from tutor.surds import worked_out
from tutor.verdict import Rounded, Wrong

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask
    from tutor.budget import Budget
    from tutor.kinds.task import Passage
    from tutor.verdict import Verdict
    from tutor.worker import Prover

_H = "h"


@dataclass(frozen=True, slots=True)
class Estimate(NumericalDerivative):
    """The number that the formula gives with the `step` h; a formula where there are letters in place or step."""

    step: Expr
    tolerance: Fraction | None = None

    def estimate(self, scheme: str = "") -> Expr:
        return estimate(self.f, self.setting.wrt, self.place, self.step, SCHEMES[scheme or self.scheme])

    @property
    def is_general(self) -> bool:
        """Are there letters in the place or the step, so that the answer is a formula?"""
        return bool(letters(self.place) | letters(self.step))

    def statement(self) -> Statement:
        of, near_ = self.used.name, "" if self.is_general else self.how_near
        ask = f"find {of} at {self.there} with h = {pretty(self.step)}{near_}"
        words = (f"Find {of} ", *self.spoken_place, ", with h equals ", self.step, f"{near_}.")
        return Statement(self.given, ask, "estimate:", "the estimate", words)

    @property
    def how_near(self) -> str:
        return within(self.tolerance) or ", exactly"

    def expected(self) -> Value:
        if not self.is_general:
            self._have_values()
        return self.right()

    def right(self) -> Expr:
        """What is asked for."""
        return self.estimate()

    def _have_values(self) -> None:
        from tutor.evaluate import value50

        for _, shift in self.used.terms:
            if value50(value_beside(self.f, self.setting.wrt, self.place, self.step, shift), {}) is None:
                raise TutorError("the function has no value at one of the points")

    def shape(self) -> Shape:
        return Formula("a formula, such as 7 - 5h") if self.is_general else ANumber(self.tolerance)

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        """Rounding is no small matter here: 12 for 12.01 is the derivative, and not its estimate."""
        ask = Task.asking(self, prover, budget)

        def exactly(right: Expr, answer: Expr) -> Verdict:
            verdict = ask(right, answer)
            return Wrong(None) if isinstance(verdict, Rounded) else verdict

        return exactly

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Which slip leads to this number or formula."""
        if not isinstance(given, Expr) or not isinstance(expected, Expr):
            return Told(said)
        if self.is_general:
            same = self.comparing(budget)
            about = slip_of(given, expected, self.slips(), same)
            return Told(about or (IN_FRONT if number_in_front(given, expected, same) else said))

        def is_it(e: Expr, typed: Expr) -> bool:
            return near(e, typed, self.tolerance)

        return Told(slip_of(given, expected, self.slips(), is_it, rounded=True) or said or self.about(expected, given))

    def slips(self) -> Iterator[Slip]:
        return slips_of_an_estimate(self)

    def about(self, expected: Expr, given: Expr) -> str:
        """What there is to say of a number that no slip leads to."""
        if self.tolerance is None and near(given, expected, abs(exact(expected) or Fraction(0)) / 50):
            return "It is near, and the exact number is asked for: here a small error is the whole matter."
        return ""

    def next_step(self, given: Value) -> str:
        if not self.used.terms:
            return f"Put the place plus ih into {self.name} first, and keep the imaginary part."
        return f"First the values of {self.name} that the formula needs, one after the other: {self.formula} ."

    def hints(self) -> tuple[str, ...]:
        return (self.used.says, f"The formula is  {self.formula} .", self.points_hint(), self._values_hint())

    def points_hint(self) -> str:
        if not self.used.terms:
            return f"Put {self.setting.wrt} = {pretty(self.place)} + ih into {self.name}, with i² = −1."
        listed = ", ".join(pretty(self._beside(shift)) for shift in self._shifts)
        return f"{self.name} is needed at {listed}."

    def _values_hint(self) -> str:
        told = [f"{p.left} = {pretty(p.value)}" for p in self.values() if isinstance(p, Shown)]
        if told:
            return f"{', '.join(told)} ."
        return f"The imaginary part is  {pretty(imaginary_part(self.f, self.setting.wrt, self.place, Sym(_H)))} ."

    def _beside(self, shift: Fraction) -> Expr:
        return as_typed(beside(self.place, self.step, shift), self.step)

    def solution(self) -> tuple[Passage, ...]:
        return (*self.values(), Shown("estimate", self.short(self.estimate(), 0)))

    def values(self) -> tuple[Passage, ...]:
        """The beginning of a solution: the formula, and what it is put together from."""
        wrt = self.setting.wrt
        formula = self.formula_named
        if not self.used.terms:
            return formula, ("The imaginary part: ", imaginary_part(self.f, wrt, self.place, Sym(_H)), ".")
        needed = tuple(
            Shown(
                f"{self.name}({pretty(self._beside(shift))})",
                self.short(worked_out(value_beside(self.f, wrt, self.place, self.step, shift)), 4),
            )
            for shift in self._shifts
        )
        return (formula, *needed)

    @property
    def _shifts(self) -> list[Fraction]:
        return sorted({shift for _, shift in self.used.terms}, reverse=True)

    def short(self, e: Expr, more: int) -> Expr:
        """With as many decimals as the tolerance calls for, and some `more`."""
        if self.tolerance is None or letters(e):
            return as_typed(e, self.step)
        return decimal(e, self.tolerance / 10**more)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The formula once more, from values with fifty digits."""
        from tutor.opinions.numbers import disagrees_on_estimate

        if letters(self.f) - {self.setting.wrt} or self.is_general:
            return
        other = disagrees_on_estimate(self.f, self.setting.wrt, self.place, self.step, self.scheme, self.estimate())
        if other:
            yield Lapse("at", "value-wrong", f"by its values the estimate is {other}; please report this")


@dataclass(frozen=True, slots=True)
class Excess(Estimate):
    """The error itself: by how much the estimate is larger than the derivative."""

    def statement(self) -> Statement:
        of, derivative = self.used.name, self.derivative
        ask = (
            f"by how much is {of} at {self.there} with h = {pretty(self.step)} larger than {derivative}{self.how_near}?"
        )
        words = (
            f"By how much is {of} ", *self.spoken_place, ", with h equals ", self.step,
            f", larger than {derivative}{self.how_near}?",
        )  # fmt: skip
        return Statement(self.given, ask, "error:", "the error", words)

    def right(self) -> Expr:
        return worked_out(Add((self.estimate(), Neg(self.slope(self.used.divided)))))

    def slips(self) -> Iterator[Slip]:
        return slips_of_an_excess(self)

    def about(self, expected: Expr, given: Expr) -> str:
        return ""

    def next_step(self, given: Value) -> str:
        return "Two numbers are needed: the estimate and the derivative. Work out each by itself."

    @property
    def _slope_shown(self) -> Shown:
        q = self.used.divided
        return Shown(f"{primed(self.name, q)}({pretty(self.place)})", self.slope(q))

    def hints(self) -> tuple[str, ...]:
        first = "First the estimate, then the derivative, and their difference at the end."
        slope, value = self._slope_shown
        return (first, f"The formula is  {self.formula} .", self.points_hint(), f"{slope} = {pretty(value)} .")

    def solution(self) -> tuple[Passage, ...]:
        estimate_ = Shown("estimate", self.short(self.estimate(), 2))
        return (*self.values(), estimate_, self._slope_shown, Shown("error", self.short(self.right(), 0)))
