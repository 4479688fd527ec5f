"""The difference quotient, simplified until h no longer divides; or its limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.derive import derive
from tutor.expr import Call, Div, Expr, Pow, as_fraction, depends_on, walk
from tutor.kinds.by_theorem import ByTheorem
from tutor.kinds.task import Given, Lapse, Shown, Task
from tutor.kinds.wording import called, primed, value_of
from tutor.modes.difference import H, limit_of_quotient, raw_quotient, simplified_quotient, with_factor
from tutor.scope import Scope
from tutor.show import pretty

if TYPE_CHECKING:
    from tutor.answers.prose import Sentence
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.kinds.wording import Parts

__all__ = ["DifferenceQuotient"]

_ASKED = ("quotient", "limit")
_FRACTION = "Bring the fractions over one denominator. Above, what has no h cancels, and h can be divided out."
_ROOT = (
    "Multiply above and below by the sum of the two roots. Above, the roots become squares, and h can be divided out."
)
_SUM = "Multiply out. What has no h cancels, and every term that is left has a factor h, which is divided out."


@dataclass(frozen=True, slots=True)
class DifferenceQuotient(Task):
    """What is known of (f(x + h) - f(x))/h, at a place where one is given.

    Of sines, cosines, logarithms and powers it is taken apart: f(x + h) is left nowhere in it, and h in known limits.
    """

    f: Expr
    place: Expr | None = None

    @classmethod
    def build(cls, draft: Draft) -> DifferenceQuotient:
        from tutor.kinds.quotient_limit import LimitOfQuotient
        from tutor.kinds.quotient_simplified import SimplifiedQuotient

        f = draft.function()
        place = draft.place("at", f) if draft.has("at") else None
        kind = SimplifiedQuotient if draft.one_of("asked", _ASKED) == "quotient" else LimitOfQuotient
        return kind(f, place, setting=draft.setting)

    @property
    def name(self) -> str:
        return called(self.f, self.setting, ("h",))

    @property
    def start(self) -> str:
        return self.setting.wrt if self.place is None else pretty(self.place)

    @property
    def written(self) -> str:
        """ "(f(x + h) − f(x))/h"."""
        return f"({self.name}({self.start} + h) − {self.name}({self.start}))/h"

    @property
    def slope_of(self) -> str:
        """ "f′(x)"."""
        return f"{primed(self.name)}({self.start})"

    @property
    def given(self) -> tuple[Given, ...]:
        """The first line of the statement."""
        return (Given(f"{self.name}({self.setting.wrt})", self.f),)

    @property
    def spoken_quotient(self) -> Parts:
        wrt = self.setting.wrt
        if self.place is None:
            return (f"the difference quotient of {self.name} ", f"from {wrt} to {wrt} plus h")
        return (f"the difference quotient of {self.name} ", "from ", self.place, " to ", self.place, " plus h")

    @property
    def theorem(self) -> ByTheorem:
        return ByTheorem(self.f, self.setting.wrt, self.place)

    @property
    def is_apart(self) -> bool:
        """Is it more than algebra that takes the quotient apart?"""
        return bool(self.theorem.parts)

    @property
    def simplified(self) -> Expr:
        return simplified_quotient(self.f, self.setting.wrt, self.place)

    @property
    def limit(self) -> Expr:
        wrt = self.setting.wrt
        slope = derive(self.f, wrt).line
        return slope if self.place is None else value_of(slope, wrt, self.place)

    @property
    def scope(self) -> Scope:
        own = {H.name} | (set() if self.place is not None else {self.setting.wrt})
        return Scope(wrt=self.setting.wrt, letters=self.setting.parameters | own, functions=self.setting.functions)

    # How it is simplified

    @property
    def written_out(self) -> Expr:
        return raw_quotient(self.f, self.setting.wrt, self.place)

    @property
    def method(self) -> Sentence:
        """How h is made to cancel here, or taken apart from the variable."""
        if self.is_apart:
            return self.theorem.method
        moving = [node for node in walk(self.f) if depends_on(node, {self.setting.wrt})]
        if any(isinstance(node, Call) for node in moving):
            return _ROOT
        is_fraction = any(
            (isinstance(node, Div) and depends_on(node.den, {self.setting.wrt}))
            or (isinstance(node, Pow) and (as_fraction(node.exp) or 0) < 0)
            for node in moving
        )
        return _FRACTION if is_fraction else _SUM

    def simplifying(self) -> tuple[Passage, ...]:
        """The solution as far as the quotient."""
        return (
            "The change of the function, over the change of its variable:",
            Shown("", self.written_out),
            self.method,
            *self._before_dividing(),
            Shown("", self.simplified),
        )

    def _before_dividing(self) -> tuple[Passage, ...]:
        """The line in which h stands as a factor above and below; none where h is in several fractions.

        Where a theorem is used it is the line that it gives, and how that is sorted.
        """
        if self.is_apart:
            return Shown("", self.theorem.opened), self.theorem.sorting
        line = with_factor(self.simplified, self.setting.wrt)
        return () if line is None else (Shown("", line),)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The quotient as it was set up, and SymPy's derivative, at many places."""
        from tutor.opinions.formulas import disagrees_on_limit, disagrees_on_quotient

        other = disagrees_on_quotient(self.f, self.setting.wrt, self.place, self.simplified, sympy)
        if sympy and not other and self.is_apart:
            known = limit_of_quotient(self.f, self.setting.wrt, self.place)
            other = disagrees_on_limit(self.f, self.setting.wrt, self.place, known)
        if other:
            yield Lapse("function", "quotient-doubted", f"{other}; please report this")
