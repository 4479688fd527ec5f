"""The limit of the difference quotient."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.answers.prose import for_people
from tutor.answers.shapes import Formula, Shape
from tutor.expr import Expr, Neg, Sym, depends_on, letters, substitute
from tutor.kinds.difference_quotient import DifferenceQuotient
from tutor.kinds.marking import Told
from tutor.kinds.slips import alone, slip_of
from tutor.kinds.task import Shown, Statement
from tutor.modes.difference import H
from tutor.show import pretty

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.task import Passage

_H_IS_GONE = "In the limit h is gone: let it be 0 once it no longer divides."
_H_IS_GONE_BY_LIMITS = "In the limit h is gone. Put in what the parts with h go to."


@dataclass(frozen=True, slots=True)
class LimitOfQuotient(DifferenceQuotient):
    """What the quotient tends to for h → 0."""

    def statement(self) -> Statement:
        return Statement(
            self.given,
            ask=f"find the limit of {self.written} for h → 0",
            prompt="limit =",
            name="the limit",
            words=("Find the limit, as h goes to 0, of ", *self.spoken_quotient, "."),
        )

    def expected(self) -> Expr:
        return self.limit

    def shape(self) -> Shape:
        return Formula("a formula, such as 5 - 2h", names=("limit", self.slope_of.replace("′", "'")))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """An h that is left, a known limit taken for another number, or the wrong step that the derivative is."""
        assert isinstance(given, Expr)
        if depends_on(given, {H.name}):
            return Told(_H_IS_GONE_BY_LIMITS if self.is_apart else _H_IS_GONE)
        if about := slip_of(given, self.limit, self.theorem.mistaken, self.comparing(budget)):
            return Told(about)
        return self._about_the_limit(given, said, budget)

    def _about_the_limit(self, given: Expr, said: str, budget: Budget) -> Told:
        from tutor.at_point import Place, diagnose_value
        from tutor.diagnose import diagnose

        wrt, assume = self.setting.wrt, self.setting.assume
        if self.comparing(budget)(Neg(self.limit), given):
            return Told("The size is right; look at the sign.")
        if self.place is None:
            return Told(said, alone(diagnose(self.f, given, wrt, assume=assume, budget=budget)))
        if self.place != Sym(wrt) and letters(self.place):
            f, place = substitute(self.f, {wrt: self.place}), next(iter(letters(self.place)))
            found = alone(diagnose(f, given, place, assume=assume, budget=budget))
            return Told(said, tuple(replace(each, wrt=place) for each in found))
        return Told(said, alone(diagnose_value(self.f, given, Place(wrt, self.place), assume=assume, budget=budget)))

    def next_step(self, given: Value) -> str:
        if self.is_apart:
            return "Take the quotient apart first, until h stands in known limits alone. Then put them in."
        return "Simplify the quotient first, until h no longer divides. Then let h be 0."

    def hints(self) -> tuple[str, ...]:
        wrt, theorem = self.setting.wrt, self.theorem
        written_out = f"Written out it is  {pretty(self.written_out, wrt)} ."
        method = for_people(self.method, wrt)
        if self.is_apart:
            return (
                "As it stands, h = 0 would give 0/0. Take it apart first, until h stands in limits that are known.",
                written_out,
                f"What takes it apart: {theorem.laws}.",
                f"{method} {for_people(theorem.known, wrt)}",
            )
        return (
            "As it stands, h = 0 would give 0/0. Simplify first, and let h be 0 only then.",
            written_out,
            method,
            "What is left has a value at h = 0, and that is the limit. Put in h = 0.",
        )

    def solution(self) -> tuple[Passage, ...]:
        known = self.theorem.known or "Now h may be 0:"
        return (*self.simplifying(), known, Shown(self.slope_of, self.limit))
