"""Gradient descent: where its steps lead, or how fast and with which rates it converges on a quadratic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.derive import derive
from tutor.expr import ONE, Expr
from tutor.kinds.gradient import point_of, variables_of
from tutor.kinds.task import Derived, Given, Task
from tutor.kinds.wording import called
from tutor.signs import letter

if TYPE_CHECKING:
    from tutor.kinds.draft import Draft

__all__ = ["Descent"]

_ASKED = ("iterate", "factor", "rates", "best-rate")
_MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Descent(Task):
    """Steps against the gradient of f, scaled by the `rate`, in one variable or several."""

    f: Expr
    variables: tuple[str, ...]
    rate: Expr

    @classmethod
    def build(cls, draft: Draft) -> Descent:
        from tutor.kinds.descent_rates import DescentRates
        from tutor.kinds.descent_steps import DescentSteps

        asked = draft.one_of("asked", _ASKED)
        several = draft.has("variables")
        f = draft.function(extra=draft.texts("variables"))
        variables = variables_of(draft, (f,)) if several else (draft.setting.wrt,)
        start = point_of(draft, variables) if several else (draft.constant("at"),)
        for field in ("rate", "point" if several else "at"):
            if not draft.has(field) and (asked == "iterate" or (field == "rate" and asked == "factor")):
                draft.fault("asked", f'"{field}" is missing', code="missing-field")
        count = draft.whole("count", 1)
        if count > _MOST_STEPS:
            draft.fault("count", f"{count} steps are too many", f"wanted: at most {_MOST_STEPS}")
            count = 1
        rate, momentum = draft.constant("rate", ONE), draft.constant("momentum")
        tolerance = draft.fraction("tolerance")
        if asked == "iterate":
            return DescentSteps(f, variables, rate, start, count, momentum, tolerance, setting=draft.setting)
        return DescentRates(f, variables, rate, asked, setting=draft.setting)

    @property
    def name(self) -> str:
        return called(self.f, self.setting, self.variables)

    @property
    def given(self) -> tuple[Given, ...]:
        """The first line of the statement."""
        return (Given(f"{self.name}({', '.join(map(letter, self.variables))})", self.f),)

    @property
    def gradient(self) -> tuple[Expr, ...]:
        return tuple(derive(self.f, v).line for v in self.variables)

    def derivations(self) -> tuple[Derived, ...]:
        """The beginning of a solution: f differentiated by each variable."""
        several = len(self.variables) > 1
        return tuple(Derived(derive(self.f, v), f"∂f/∂{v}" if several else f"{self.name}({v})") for v in self.variables)

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        return tuple((self.f, v) for v in self.variables)
