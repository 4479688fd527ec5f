"""A numerical derivative by one of the schemes: its value, the order and size of its error, or the best step."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.derive import derive
from tutor.expr import ONE, Expr
from tutor.kinds.schemes import COMPLEX_STEP, SCHEMES, Scheme
from tutor.kinds.task import Given, Task
from tutor.kinds.wording import at, called, nth_derivative, value_of

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.kinds.draft import Draft

__all__ = ["NumericalDerivative"]

_ASKED = ("value", "excess", "order", "error", "best-step")


@dataclass(frozen=True, slots=True)
class NumericalDerivative(Task):
    """What is known of an estimate at `place` whatever is asked; `scheme` names one of `SCHEMES`."""

    f: Expr
    place: Expr
    scheme: str

    @classmethod
    def build(cls, draft: Draft) -> NumericalDerivative:
        from tutor.kinds.numerical_error import BestStep, ErrorOrder, LeadingTerm
        from tutor.kinds.numerical_estimate import Estimate, Excess

        f, asked, rounding = draft.function(), draft.one_of("asked", _ASKED), draft.fraction("rounding")
        for field, needed in (("step", asked in ("value", "excess")), ("rounding", asked == "best-step")):
            if needed and not draft.has(field):
                draft.fault("asked", f'"{field}" is missing', f"wanted: {field}, a number such as 0.1", "missing-field")
        scheme = draft.text("scheme", "centred")
        if asked == "best-step" and scheme == COMPLEX_STEP:
            draft.fault("asked", "a complex step cannot be too small: there is no best one")
        place, step, tolerance = draft.place("at", f), draft.constant("step", ONE), draft.fraction("tolerance")
        setting = draft.setting
        match asked:
            case "value":
                return Estimate(f, place, scheme, step, tolerance, setting=setting)
            case "excess":
                return Excess(f, place, scheme, step, tolerance, setting=setting)
            case "order":
                return ErrorOrder(f, place, scheme, setting=setting)
            case "error":
                return LeadingTerm(f, place, scheme, setting=setting)
        return BestStep(f, place, scheme, rounding or Fraction(0), setting=setting)

    @property
    def used(self) -> Scheme:
        return SCHEMES[self.scheme]

    @property
    def name(self) -> str:
        return called(self.f, self.setting, ("h",))

    @property
    def formula(self) -> str:
        return self.used.formula.replace("f", self.name).replace("x", self.setting.wrt)

    def slope(self, order: int) -> Expr:
        """The derivative of that order at the place."""
        return value_of(derive(self.f, self.setting.wrt, order=order).line, self.setting.wrt, self.place)

    # What is said

    @property
    def formula_named(self) -> str:
        """ "The forward difference is (f(x + h) − f(x))/h."."""
        return f"{self.used.name[0].upper()}{self.used.name[1:]} is {self.formula}."

    @property
    def given(self) -> tuple[Given, ...]:
        """The first line of the statement."""
        return (Given(f"{self.name}({self.setting.wrt})", self.f),)

    @property
    def there(self) -> str:
        """ "x = 2"."""
        return at(self.setting.wrt, self.place)

    @property
    def spoken_place(self) -> tuple[str | Value, ...]:
        return (f"of {self.name} at {self.setting.wrt} equals ", self.place)

    @property
    def derivative(self) -> str:
        """What is estimated: "the second derivative"."""
        return f"the {nth_derivative(self.used.divided)}"
