"""A numerical derivative: its value, the order and size of its error, or the step that suits it best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from tutor.answers.numbers import AMagnitude, Formula
from tutor.answers.shapes import ANumber, Shape
from tutor.answers.writing import pretty
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import ONE, Add, Div, Expr, Mul, Neg, Pow, Sym, letters, number
from tutor.kinds.complex_step import imaginary_part
from tutor.kinds.decimals import as_typed, decimal, near, to_figures, within, worked_out
from tutor.kinds.marking import Told
from tutor.kinds.schemes import COMPLEX_STEP, SCHEMES, Scheme, beside, estimate, value_beside
from tutor.kinds.slips import number_in_front, slip_of
from tutor.kinds.slips_of_differences import (
    IN_FRONT,
    slips_of_an_error,
    slips_of_an_estimate,
    slips_of_an_excess,
    slips_of_an_order,
)
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import at, called, nth_derivative, primed, value_of
from tutor.scope import Scope
from tutor.show import exact
from tutor.surds import is_zero
from tutor.verdict import Rounded, Wrong

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.verdict import Verdict
    from tutor.worker import Prover

_ASKED = ("value", "excess", "order", "error", "best-step")
_NUMBERS = ("value", "excess")
_H = "h"
_FACTOR = 10  # how far the best step may be off; the error changes little around it


@dataclass(frozen=True, slots=True)
class NumericalDerivative(Task):
    """`scheme` names one of `SCHEMES`; `step` is h; `rounding` is the relative error of a rounded number."""

    f: Expr
    place: Expr
    scheme: str
    asked: str = "value"
    step: Expr = ONE
    rounding: Fraction = Fraction(0)
    tolerance: Fraction | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
        f = draft.function()
        asked = draft.one_of("asked", _ASKED)
        rounding = draft.fraction("rounding")
        for field, needed in (("step", asked in _NUMBERS), ("rounding", asked == "best-step")):
            if needed and not draft.has(field):
                draft.fault("asked", f'"{field}" is missing', f"wanted: {field}, a number such as 0.1", "missing-field")
        if asked == "best-step" and draft.text("scheme") == COMPLEX_STEP:
            draft.fault("asked", "a complex step cannot be too small: there is no best one")
        return cls(
            f, draft.place("at", f), draft.text("scheme", "centred"), asked, draft.constant("step", ONE),
            rounding or Fraction(0), draft.fraction("tolerance"), setting=draft.setting,
        )  # fmt: skip

    # What is known of it

    @property
    def used(self) -> Scheme:
        return SCHEMES[self.scheme]

    @property
    def name(self) -> str:
        return called(self.f, self.setting, (_H,))

    @property
    def formula(self) -> str:
        return self.used.formula.replace("f", self.name).replace("x", self.setting.wrt)

    def estimate(self, scheme: str = "") -> Expr:
        return estimate(self.f, self.setting.wrt, self.place, self.step, SCHEMES[scheme or self.scheme])

    def slope(self, order: int) -> Expr:
        """The derivative of that order at the place."""
        return value_of(derive(self.f, self.setting.wrt, order=order).line, self.setting.wrt, self.place)

    @property
    def leading(self) -> Expr:
        """The factor of h^p in the error. Raises TutorError where it is 0: then the order is another one."""
        factor = self.used.error
        slope = self.slope(self.used.order + self.used.divided)
        if not letters(slope) and is_zero(slope):
            raise TutorError("the leading term of the error is 0 here; choose another place or function")
        return worked_out(Mul((number(factor), slope)))

    @property
    def is_general(self) -> bool:
        """Are there letters in the place or the step, so that the answer is a formula?"""
        return bool(letters(self.place) | letters(self.step))

    # What is asked

    def statement(self) -> Statement:
        wrt, name, of = self.setting.wrt, self.name, self.used.name
        derivative = f"the {nth_derivative(self.used.divided)}"
        place, given = at(wrt, self.place), (Given(f"{name}({wrt})", self.f),)
        there = (f"of {name} at {wrt} equals ", self.place)
        ask, prompt, called_ = f"find {of} at {place} with h = {pretty(self.step)}", "estimate:", "the estimate"
        near_ = within(self.tolerance) or ", exactly"
        words: tuple[str | Value, ...] = (f"Find {of} ", *there, ", with h equals ", self.step, f"{near_}.")
        match self.asked:
            case "value" if not self.is_general:
                ask = f"{ask}{near_}"
            case "value":
                words = (*words[:-1], ".")
            case "excess":
                ask = f"by how much is {of} at {place} with h = {pretty(self.step)} larger than {derivative}{near_}?"
                words = (f"By how much is {of} ", *there, ", with h equals ", self.step, f", larger than {derivative}")
                words = (*words, f"{near_}?")
                prompt, called_ = "error:", "the error"
            case "order":
                ask = f"of which order in h is the error of {of} as {derivative} at {place}?"
                words = (f"Of which order in h is the error of {of}, as {derivative} ", *there, "?")
                prompt, called_ = "order:", "the order"
            case "error":
                ask = f"{of} minus {derivative} at {place}: find it to the lowest order in h"
                words = (f"By how much does {of} exceed {derivative} ", *there, "? Find it to the lowest order in h.")
                prompt, called_ = "error:", "the error"
            case "best-step":
                eps = to_figures(number(self.rounding))
                about = "A power of ten near it will do"
                ask = f"{of} at {place}, values rounded by a relative error of {pretty(eps)}: which h is best? {about}"
                begin = f"Which step h is best for {of} "
                words = (begin, *there, ", when values are rounded by a relative error of ", eps, f"? {about}.")
                prompt, called_ = "h =", "the best step"
        return Statement(given, ask, prompt, called_, words)

    def expected(self) -> Value:
        match self.asked:
            case "order":
                return number(self.used.order) if self.leading else ONE
            case "error":
                return self._error()
            case "best-step":
                return self._best()
        if not self.is_general:
            self._have_values()
        return self.estimate() if self.asked == "value" else self._excess()

    def _excess(self) -> Expr:
        """The error itself: how much too large the estimate is."""
        return worked_out(Add((self.estimate(), Neg(self.slope(self.used.divided)))))

    def _error(self) -> Expr:
        """The error to the lowest order in h."""
        p = self.used.order
        return worked_out(Mul((self.leading, Pow(Sym(_H), number(p)) if p > 1 else Sym(_H))))

    def _have_values(self) -> None:
        from tutor.evaluate import value50

        for _, shift in self.used.terms:
            if value50(value_beside(self.f, self.setting.wrt, self.place, self.step, shift), {}) is None:
                raise TutorError("the function has no value at one of the points")

    def _best(self) -> Expr:
        """Where |K| h^p + w ε |f|/h^q is smallest. Raises TutorError where f is 0 at the place."""
        p, q = self.used.order, self.used.divided
        height = value_of(self.f, self.setting.wrt, self.place)
        if is_zero(height):
            raise TutorError("the function is 0 here, so rounding does no harm; choose another place")
        from tutor.expr import Call

        noise = Mul((number(q * self.used.weight * self.rounding), Call("abs", (height,))))
        bend = Mul((number(p), Call("abs", (self.leading,))))
        return Pow(Div(noise, bend), number(Fraction(1, p + q)))

    def shape(self) -> Shape:
        match self.asked:
            case "order":
                return ANumber(example="7")
            case "error":
                return Formula("a formula with h, such as -5h^3")
            case "best-step":
                return AMagnitude(_FACTOR)
        return Formula("a formula, such as 7 - 5h") if self.is_general else ANumber(self.tolerance)

    @property
    def scope(self) -> Scope:
        known = self.setting.parameters | ({_H} if self.asked == "error" else frozenset())
        return Scope(wrt=self.setting.wrt, letters=known, functions=self.setting.functions)

    # What comes of an answer

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        """Rounding is no small matter here: 12 for 12.01 is the derivative, and not its estimate."""
        ask = Task.asking(self, prover, budget)

        def exactly(right: Expr, answer: Expr) -> Verdict:
            verdict = ask(right, answer)
            return Wrong(None) if isinstance(verdict, Rounded) and self.asked in _NUMBERS else verdict

        return exactly

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Which slip leads to this number or formula."""
        if not isinstance(given, Expr) or not isinstance(expected, Expr):
            return Told(said)
        if self.asked == "best-step":
            return Told(self._explain_step(expected, given))
        equal = self.comparing(budget)
        if self.asked == "error" or self.is_general:
            slips = slips_of_an_error(self) if self.asked == "error" else slips_of_an_estimate(self)
            about = slip_of(given, expected, slips, equal)
            return Told(about or (IN_FRONT if number_in_front(given, expected, equal) else said))

        def is_it(e: Expr, typed: Expr) -> bool:
            return near(e, typed, self.tolerance)

        of = {"order": slips_of_an_order, "excess": slips_of_an_excess}.get(self.asked, slips_of_an_estimate)
        if about := slip_of(given, expected, of(self), is_it, rounded=True):
            return Told(about)
        if self.asked == "value" and not said and self._is_nearly(expected, given):
            return Told("It is near, and the exact number is asked for: here a small error is the whole matter.")
        return Told(said)

    def _is_nearly(self, expected: Expr, given: Expr) -> bool:
        return self.tolerance is None and near(given, expected, abs(exact(expected) or Fraction(0)) / 50)

    def next_step(self, given: Value) -> str:
        match self.asked:
            case "order" | "error":
                series = f"Write {self.name}({self.setting.wrt} + h) as its Taylor series, and put it into the formula."
                return f"{series} What is the first term that does not belong to the derivative?"
            case "excess":
                return "Two numbers are needed: the estimate and the derivative. Work out each by itself."
            case "best-step":
                return "Two errors work against each other: that of the formula and that of rounding."
        if not self.used.terms:
            return f"Put the place plus ih into {self.name} first, and keep the imaginary part."
        return f"First the values of {self.name} that the formula needs, one after the other: {self.formula} ."

    def _explain_step(self, expected: Expr, given: Expr) -> str:
        from tutor.surds import size

        if size(given) <= 0:
            return "A step is a number above 0."
        if size(given) > size(expected):
            return "With so large a step the formula itself is off; it can be made smaller."
        return "With so small a step little but rounding errors is left; it has to be larger."

    # What helps

    def hints(self) -> tuple[str, ...]:
        p, q = self.used.order, self.used.divided
        n = primed(self.name, p + q)
        match self.asked:
            case "order":
                return (
                    f"The formula is  {self.formula} . Put in the Taylor series of {self.name}(x + h).",
                    "Which powers of h cancel, and which is the first that is left after the division?",
                    f"The first derivative of {self.name} that is left in the error is  {n} .",
                )
            case "error":
                return (
                    f"The formula is  {self.formula} . Put in the Taylor series, and look at the first term too many.",
                    f"That term has {n} in it, and the power of h is {p}.",
                    f"Its factor is  {pretty(number(self.used.error))} :  "
                    f"{pretty(number(self.used.error))} · h{'' if p == 1 else '²' if p == 2 else '⁴'} · {n}.",
                    f"{n}({pretty(self.place)}) = {pretty(self.slope(p + q))} .",
                )
            case "best-step":
                return (
                    "Two errors work against each other: that of the formula shrinks with h, that of rounding grows.",
                    f"That of the formula goes like h to the {p}, that of rounding like ε/h{'²' if q == 2 else ''} .",
                    f"They balance where h to the {p + q} is about ε.",
                    f"So h is about ε to the 1/{p + q}.",
                )
        if self.asked == "excess":
            slope = f"{primed(self.name, q)}({pretty(self.place)}) = {pretty(self.slope(q))}"
            first = "First the estimate, then the derivative, and their difference at the end."
            return (first, f"The formula is  {self.formula} .", self._points_hint(), f"{slope} .")
        return (self.used.says, f"The formula is  {self.formula} .", self._points_hint(), self._values_hint())

    def _points_hint(self) -> str:
        if not self.used.terms:
            return f"Put {self.setting.wrt} = {pretty(self.place)} + ih into {self.name}, with i² = −1."
        listed = ", ".join(pretty(self._beside(shift)) for shift in self._shifts)
        return f"{self.name} is needed at {listed}."

    def _values_hint(self) -> str:
        told = [f"{p.left} = {pretty(p.value)}" for p in self._values() if isinstance(p, Shown)]
        if told:
            return f"{', '.join(told)} ."
        return f"The imaginary part is  {pretty(imaginary_part(self.f, self.setting.wrt, self.place, Sym(_H)))} ."

    def _beside(self, shift: Fraction) -> Expr:
        return as_typed(beside(self.place, self.step, shift), self.step)

    def solution(self) -> tuple[Passage, ...]:
        formula = f"{self.used.name[0].upper()}{self.used.name[1:]} is {self.formula}."
        match self.asked:
            case "order" | "error":
                ends = (f"Its order is {self.used.order}.",) if self.asked == "order" else ()
                return (formula, *self._taylor(), *ends)
            case "best-step":
                weight, over = self.used.weight, " squared" if self.used.divided == 2 else ""
                many = "" if weight == 1 else f"{weight} times "
                return (
                    ("The error of the formula is about ", self._error(), "."),
                    f"Rounding adds about {many}epsilon times the size of {self.name}, over h{over}.",
                    "Their sum is smallest where its derivative by h is 0:",
                    Shown("h", to_figures(self._best())),
                )
        if self.asked == "excess":
            slope = Shown(
                f"{primed(self.name, self.used.divided)}({pretty(self.place)})", self.slope(self.used.divided)
            )
            estimate_ = Shown("estimate", self._decimal(self.estimate(), 2))
            return (formula, *self._values(), estimate_, slope, Shown("error", self._decimal(self._excess(), 0)))
        return (formula, *self._values(), Shown("estimate", self._decimal(self.estimate(), 0)))

    def _taylor(self) -> tuple[Passage, ...]:
        """Where the error comes from."""
        n = self.used.order + self.used.divided
        power = "h" if self.used.order == 1 else f"h to the {self.used.order}"
        first = f"In its Taylor series the first term too many is {primed(self.name, n)} times {power} times "
        return (
            (first, number(self.used.error), "."),
            Derived(derive(self.f, self.setting.wrt, order=n), f"{self.name}({self.setting.wrt})"),
            ("So the error is about ", self._error(), "."),
        )

    def _values(self) -> tuple[Passage, ...]:
        """What the formula is put together from."""
        wrt = self.setting.wrt
        if not self.used.terms:
            return (("The imaginary part: ", imaginary_part(self.f, wrt, self.place, Sym(_H)), "."),)
        return tuple(
            Shown(
                f"{self.name}({pretty(self._beside(shift))})",
                self._decimal(worked_out(value_beside(self.f, wrt, self.place, self.step, shift)), 4),
            )
            for shift in self._shifts
        )

    @property
    def _shifts(self) -> list[Fraction]:
        return sorted({shift for _, shift in self.used.terms}, reverse=True)

    def _decimal(self, e: Expr, more: int) -> Expr:
        if self.tolerance is None or letters(e):
            return as_typed(e, self.step)
        return decimal(e, self.tolerance / 10**more)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The formula once more, from values with fifty digits; the error from two short steps."""
        from tutor.opinions.numbers import disagrees_on_error, disagrees_on_estimate

        if letters(self.f) - {self.setting.wrt} or self.is_general:
            return
        if self.asked in _NUMBERS:
            other = disagrees_on_estimate(self.f, self.setting.wrt, self.place, self.step, self.scheme, self.estimate())
            if other:
                yield Lapse("at", "value-wrong", f"by its values the estimate is {other}; please report this")
        else:
            other = disagrees_on_error(
                self.f, self.setting.wrt, self.place, self.scheme, self.used.divided, self.used.order, self.leading
            )
            if other:
                yield Lapse("at", "error-doubted", f"with short steps the error is {other}; please report this")
