"""The error of a numerical derivative: its order, its leading term, and the step for which it is smallest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.answers.numbers import AMagnitude, Formula
from tutor.answers.shapes import ANumber, Shape
from tutor.answers.writing import pretty
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import ONE, Call, Div, Expr, Mul, Pow, Sym, letters, number
from tutor.kinds.decimals import near, to_figures
from tutor.kinds.marking import Told
from tutor.kinds.numerical_derivative import NumericalDerivative
from tutor.kinds.slips import number_in_front, slip_of
from tutor.kinds.slips_of_differences import IN_FRONT, slips_of_an_error, slips_of_an_order
from tutor.kinds.task import Derived, Lapse, Shown, Statement
from tutor.kinds.wording import primed, value_of
from tutor.scope import Scope
from tutor.surds import is_zero, size, worked_out

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.task import Passage

_H = "h"
_FACTOR = 10  # how far the best step may be off; the error changes little around it


@dataclass(frozen=True, slots=True)
class AboutErrors(NumericalDerivative):
    """What is known of the error to the lowest order in h."""

    @property
    def leading(self) -> Expr:
        """The factor of h^p in the error. Raises TutorError where it is 0: then the order is another one."""
        factor = self.used.error
        slope = self.slope(self.used.order + self.used.divided)
        if not letters(slope) and is_zero(slope):
            raise TutorError("the leading term of the error is 0 here; choose another place or function")
        return worked_out(Mul((number(factor), slope)))

    @property
    def error(self) -> Expr:
        p = self.used.order
        return worked_out(Mul((self.leading, Pow(Sym(_H), number(p)) if p > 1 else Sym(_H))))

    @property
    def missed(self) -> str:
        """The first derivative of f that is left in the error: "f‴"."""
        return primed(self.name, self.used.order + self.used.divided)

    def next_step(self, given: Value) -> str:
        series = f"Write {self.name}({self.setting.wrt} + h) as its Taylor series, and put it into the formula."
        return f"{series} What is the first term that does not belong to the derivative?"

    def taylor(self) -> tuple[Passage, ...]:
        """The beginning of a solution: the formula, and where its error comes from."""
        power = "h" if self.used.order == 1 else f"h to the {self.used.order}"
        first = f"In its Taylor series the first term too many is {self.missed} times {power} times "
        return (
            self.formula_named,
            (first, number(self.used.error), "."),
            Derived(
                derive(self.f, self.setting.wrt, order=self.used.order + self.used.divided),
                f"{self.name}({self.setting.wrt})",
            ),
            ("So the error is about ", self.error, "."),
        )

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The error from two short steps."""
        from tutor.opinions.numbers import disagrees_on_error

        if letters(self.f) - {self.setting.wrt} or letters(self.place):
            return
        other = disagrees_on_error(
            self.f, self.setting.wrt, self.place, self.scheme, self.used.divided, self.used.order, self.leading
        )
        if other:
            yield Lapse("at", "error-doubted", f"with short steps the error is {other}; please report this")


@dataclass(frozen=True, slots=True)
class ErrorOrder(AboutErrors):
    """The power of h in the error."""

    def statement(self) -> Statement:
        of, derivative = self.used.name, self.derivative
        ask = f"of which order in h is the error of {of} as {derivative} at {self.there}?"
        words = (f"Of which order in h is the error of {of}, as {derivative} ", *self.spoken_place, "?")
        return Statement(self.given, ask, "order:", "the order", words)

    def expected(self) -> Value:
        return number(self.used.order) if self.leading else ONE

    def shape(self) -> Shape:
        return ANumber(example="7")

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """The power before the division, or that of what is mixed."""
        if not isinstance(given, Expr) or not isinstance(expected, Expr):
            return Told(said)

        def is_it(e: Expr, typed: Expr) -> bool:
            return near(e, typed, None)

        return Told(slip_of(given, expected, slips_of_an_order(self), is_it, rounded=True) or said)

    def hints(self) -> tuple[str, ...]:
        return (
            f"The formula is  {self.formula} . Put in the Taylor series of {self.name}(x + h).",
            "Which powers of h cancel, and which is the first that is left after the division?",
            f"The first derivative of {self.name} that is left in the error is  {self.missed} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        return (*self.taylor(), f"Its order is {self.used.order}.")


@dataclass(frozen=True, slots=True)
class LeadingTerm(AboutErrors):
    """The error itself to the lowest order in h, a formula."""

    def statement(self) -> Statement:
        of, derivative = self.used.name, self.derivative
        ask = f"{of} minus {derivative} at {self.there}: find it to the lowest order in h"
        words = (
            f"By how much does {of} exceed {derivative} ", *self.spoken_place, "? Find it to the lowest order in h.",
        )  # fmt: skip
        return Statement(self.given, ask, "error:", "the error", words)

    def expected(self) -> Value:
        return self.error

    def shape(self) -> Shape:
        return Formula("a formula with h, such as -5h^3")

    @property
    def scope(self) -> Scope:
        known = self.setting.parameters | {_H}
        return Scope(wrt=self.setting.wrt, letters=known, functions=self.setting.functions)

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """The other sign, another power of h, or another number in front."""
        if not isinstance(given, Expr) or not isinstance(expected, Expr):
            return Told(said)
        same = self.comparing(budget)
        about = slip_of(given, expected, slips_of_an_error(self), same)
        return Told(about or (IN_FRONT if number_in_front(given, expected, same) else said))

    def hints(self) -> tuple[str, ...]:
        p, n, factor = self.used.order, self.missed, pretty(number(self.used.error))
        return (
            f"The formula is  {self.formula} . Put in the Taylor series, and look at the first term too many.",
            f"That term has {n} in it, and the power of h is {p}.",
            f"Its factor is  {factor} :  {factor} · h{'' if p == 1 else '²' if p == 2 else '⁴'} · {n}.",
            f"{n}({pretty(self.place)}) = {pretty(self.slope(p + self.used.divided))} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        return self.taylor()


@dataclass(frozen=True, slots=True)
class BestStep(AboutErrors):
    """The step for which the error of the formula and that of rounding together are smallest.

    `rounding` is the relative error of a rounded number.
    """

    rounding: Fraction

    def statement(self) -> Statement:
        of, eps, about = self.used.name, to_figures(number(self.rounding)), "A power of ten near it will do"
        ask = f"{of} at {self.there}, values rounded by a relative error of {pretty(eps)}: which h is best? {about}"
        words = (
            f"Which step h is best for {of} ", *self.spoken_place,
            ", when values are rounded by a relative error of ", eps, f"? {about}.",
        )  # fmt: skip
        return Statement(self.given, ask, "h =", "the best step", words)

    def expected(self) -> Expr:
        """Where |K| h^p + w ε |f|/h^q is smallest. Raises TutorError where f is 0 at the place."""
        p, q = self.used.order, self.used.divided
        height = value_of(self.f, self.setting.wrt, self.place)
        if is_zero(height):
            raise TutorError("the function is 0 here, so rounding does no harm; choose another place")
        noise = Mul((number(q * self.used.weight * self.rounding), Call("abs", (height,))))
        bend = Mul((number(p), Call("abs", (self.leading,))))
        return Pow(Div(noise, bend), number(Fraction(1, p + q)))

    def shape(self) -> Shape:
        return AMagnitude(_FACTOR)

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Whether it is too large or too small, and what then goes wrong."""
        if not isinstance(given, Expr) or not isinstance(expected, Expr):
            return Told(said)
        if size(given) <= 0:
            return Told("A step is a number above 0.")
        if size(given) > size(expected):
            return Told("With so large a step the formula itself is off; it can be made smaller.")
        return Told("With so small a step little but rounding errors is left; it has to be larger.")

    def next_step(self, given: Value) -> str:
        return "Two errors work against each other: that of the formula and that of rounding."

    def hints(self) -> tuple[str, ...]:
        p, q = self.used.order, self.used.divided
        return (
            "Two errors work against each other: as h shrinks, that of the formula shrinks and that of rounding grows.",
            f"That of the formula goes like h to the {p}, that of rounding like ε/h{'²' if q == 2 else ''} .",
            f"They balance where h to the {p + q} is about ε.",
            f"So h is about ε to the 1/{p + q}.",
        )

    def solution(self) -> tuple[Passage, ...]:
        weight, over = self.used.weight, " squared" if self.used.divided == 2 else ""
        many = "" if weight == 1 else f"{weight} times "
        return (
            ("The error of the formula is about ", self.error, "."),
            f"Rounding adds about {many}epsilon times the size of {self.name}, over h{over}.",
            "Their sum is smallest where its derivative by h is 0:",
            Shown("h", to_figures(self.expected())),
        )
