"""The derivative of a function at a place from one side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Infinity, Word
from tutor.answers.outcome import Outcome
from tutor.answers.shapes import ANumber, Shape
from tutor.derive import derive
from tutor.expr import Expr
from tutor.kinds.marking import Begun, Told
from tutor.kinds.of_a_function import OfAFunction
from tutor.kinds.slips import alone
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement
from tutor.kinds.unbounded import NO_FINITE_SLOPE, with_direction
from tutor.kinds.wording import at, called
from tutor.show import pretty
from tutor.slopes import branch, one_sided
from tutor.surds import size
from tutor.verdict import Unfinished

if TYPE_CHECKING:
    from tutor.answers.model import End, Value
    from tutor.budget import Budget
    from tutor.diagnose import Mistake
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.worker import Prover

ASKED = ("left", "right")


@dataclass(frozen=True, slots=True)
class OneSidedSlope(OfAFunction):
    """The limit of the difference quotient for h below 0 (left) or above 0 (right); it may be infinite."""

    place: Expr
    side: int = -1

    @classmethod
    def build(cls, draft: Draft) -> Self:
        f = draft.function()
        side = -1 if draft.one_of("asked", ASKED) == "left" else 1
        return cls(f, draft.place("at", f), side, setting=draft.setting)

    @property
    def word(self) -> str:
        return "left" if self.side < 0 else "right"

    @property
    def name(self) -> str:
        return called(self.f, self.setting)

    def statement(self) -> Statement:
        wrt = self.setting.wrt
        return Statement(
            (Given(f"{self.name}({wrt})", self.f),),
            ask=f"find the {self.word} derivative at {at(wrt, self.place)}",
            prompt=f"from the {self.word}:",
            name=f"the {self.word} derivative",
            words=(f"Find the {self.word} derivative of {self.name} at {wrt} equals ", self.place, "."),
        )

    def expected(self) -> End | Word:
        return one_sided(self.f, self.setting.wrt, self.place, self.side)

    def shape(self) -> Shape:
        return ANumber(can_be_undefined=True)

    @property
    def near(self) -> Expr:
        """What f is just beside the place."""
        return branch(self.f, self.setting.wrt, size(self.place), self.side)

    def judge(self, given: Value, prover: Prover | None = None, budget: Budget | None = None) -> Outcome:
        """Often an infinite slope is said not to exist; that is no mistake."""
        meant = with_direction(self.expected(), given)
        outcome = super(OneSidedSlope, self).judge(meant, prover, budget)
        return outcome._replace(verdict=Unfinished(self.place)) if outcome.right and meant != given else outcome

    def begun(self, given: Value) -> Begun | None:
        return Begun(NO_FINITE_SLOPE, "")

    def hints(self) -> tuple[str, ...]:
        wrt, place, sign = self.setting.wrt, pretty(self.place), "<" if self.side < 0 else ">"
        return (
            f"Only one side counts. Which formula does {self.name} have for {wrt} a little {self.beside} {place}?",
            f"It is the limit of  ({self.name}({place} + h) − {self.name}({place}))/h  for h {sign} 0. It may be "
            "infinite; that is typed oo, with its sign.",
            f"On that side {self.name}({wrt}) is  {pretty(self.near, wrt)} .",
            f"Differentiate that, and let {wrt} go to {place}.",
        )

    @property
    def beside(self) -> str:
        return "below" if self.side < 0 else "above"

    def solution(self) -> tuple[Passage, ...]:
        wrt, found = self.setting.wrt, self.expected()
        told: Passage = Shown(f"{self.word} derivative", found)
        if isinstance(found, Infinity):
            told = (f"Towards the place the slope grows without bound: the {self.word} derivative is ", found, ".")
        if isinstance(found, Word):
            told = f"There is no value on that side, so there is no {self.word} derivative."
        return (
            (
                f"For {wrt} a little {self.beside} ",
                self.place,
                f" the function is {self.name}({wrt}) = ",
                self.near,
                ":",
            ),
            Derived(derive(self.near, wrt), f"{self.name}({wrt})"),
            told,
        )

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """The other side, the value instead of the slope, or a wrong derivative of the formula on that side."""
        from tutor.errors import TutorError

        try:
            other = one_sided(self.f, self.setting.wrt, self.place, -self.side)
        except TutorError:
            return Told(said)
        if other != expected and self.shape().judge(other, given, self.asking(budget=budget.aside())).right:
            return Told(f"That is the derivative from the {'right' if self.side < 0 else 'left'}.")
        if isinstance(expected, Infinity) and isinstance(given, Expr):
            return Told("Come nearer and nearer to the place on that side: does the slope settle at a number?")
        if said or not isinstance(given, Expr) or not isinstance(expected, Expr):
            return Told(said)
        return Told(said, alone(self._of_the_branch(given, budget)))

    def _of_the_branch(self, given: Expr, budget: Budget) -> tuple[Mistake, ...]:
        from tutor.at_point import Place, diagnose_value

        return diagnose_value(self.near, given, Place(self.setting.wrt, self.place), budget=budget)

    def next_step(self, given: Value) -> str:
        wrt, place = self.setting.wrt, pretty(self.place)
        return f"Which formula does {self.name} have for {wrt} a little {self.beside} {place}? Differentiate that one."

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        return ((self.near, self.setting.wrt),)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The slopes of short secants on that side, worked out with fifty digits."""
        from tutor.opinions.points import disagrees_on_secants

        other = disagrees_on_secants(self.f, self.setting.wrt, self.place, self.side, self.expected())
        if other:
            yield Lapse("at", "slope-doubted", f"short secants on the {self.word} have the slope {other}")
