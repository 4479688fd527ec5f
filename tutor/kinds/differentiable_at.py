"""Is a function differentiable at a place? Its left and its right derivative there, and yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Infinity, Row, Truth, Word
from tutor.answers.outcome import Outcome
from tutor.answers.shapes import ANumber, Shape, Slots, TrueOrFalse
from tutor.derive import derive
from tutor.expr import Expr
from tutor.kinds.marking import Begun, Told
from tutor.kinds.of_a_function import OfAFunction
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement
from tutor.kinds.unbounded import NO_FINITE_SLOPE, with_direction
from tutor.kinds.wording import at, called
from tutor.show import pretty
from tutor.slopes import branch, is_differentiable, one_sided
from tutor.surds import size
from tutor.verdict import Unfinished

if TYPE_CHECKING:
    from tutor.answers.model import End, Value
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.worker import Prover


@dataclass(frozen=True, slots=True)
class DifferentiableAt(OfAFunction):
    """Both one-sided derivatives (infinite ones too), and whether there is a derivative."""

    place: Expr

    @classmethod
    def build(cls, draft: Draft) -> Self:
        f = draft.function()
        return cls(f, draft.place("at", f), setting=draft.setting)

    def statement(self) -> Statement:
        wrt, name = self.setting.wrt, called(self.f, self.setting)
        asked = "give the left derivative, then the right derivative, then yes or no: is"
        return Statement(
            (Given(f"{name}({wrt})", self.f),),
            ask=f"at {at(wrt, self.place)}: the left derivative, the right derivative, and is {name} differentiable?",
            prompt="left, right, yes or no:",
            words=(f"At {wrt} equals ", self.place, f": {asked} {name} differentiable there?"),
        )

    def side(self, side: int) -> End | Word:
        return one_sided(self.f, self.setting.wrt, self.place, side)

    def expected(self) -> Value:
        return Row((self.side(-1), self.side(1), Truth(is_differentiable(self.f, self.setting.wrt, self.place))))

    def shape(self) -> Shape:
        slope = ANumber(can_be_undefined=True)
        slots = (("the left derivative", slope), ("the right derivative", slope), ("yes or no", TrueOrFalse()))
        return Slots(slots, "7, oo, no")

    def branches(self) -> tuple[Expr, Expr]:
        """What f is just left and just right of the place."""
        x = size(self.place)
        left, right = (branch(self.f, self.setting.wrt, x, side) for side in (-1, 1))
        return left, right

    def judge(self, given: Value, prover: Prover | None = None, budget: Budget | None = None) -> Outcome:
        """Often an infinite slope is said not to exist; that is no mistake."""
        meant = with_direction(self.expected(), given)
        outcome = super(DifferentiableAt, self).judge(meant, prover, budget)
        return outcome._replace(verdict=Unfinished(self.place)) if outcome.right and meant != given else outcome

    def begun(self, given: Value) -> Begun | None:
        return Begun(NO_FINITE_SLOPE, "")

    def hints(self) -> tuple[str, ...]:
        wrt, name = self.setting.wrt, called(self.f, self.setting)
        left, right = self.branches()
        place = pretty(self.place)
        return (
            f"Look at the two sides of {at(wrt, self.place)} apart: which formula holds on each?",
            f"The left derivative is the limit of  ({name}({place} + h) − {name}({place}))/h  for h < 0, the right one "
            "for h > 0. Both may be infinite: oo or -oo.",
            f"Left of it, {name}({wrt}) is  {pretty(left, wrt)} ; right of it  {pretty(right, wrt)} .",
            f"{name} is differentiable there only if both are the same finite number.",
        )

    def solution(self) -> tuple[Passage, ...]:
        wrt, name = self.setting.wrt, called(self.f, self.setting)
        passages: list[Passage] = []
        for word, side, formula in zip(("Left", "Right"), (-1, 1), self.branches(), strict=True):
            passages += [
                (f"{word} of {wrt} = ", self.place, f" the function is {name}({wrt}) = ", formula, ":"),
                Derived(derive(formula, wrt), f"{name}({wrt})"),
                self.told(word.lower(), self.side(side)),
            ]
        same = is_differentiable(self.f, wrt, self.place)
        verdict = "Both are the same: it is differentiable there." if same else "So it is not differentiable there."
        return (*passages, verdict, Shown("", self.expected()))

    def told(self, word: str, slope: End | Word) -> Passage:
        match slope:
            case Infinity():
                return (f"Towards the place the slope grows without bound: the {word} derivative is ", slope, ".")
            case Word():
                return f"There is no value on that side, so there is no {word} derivative."
            case _:
                return (f"The {word} derivative is ", slope, ".")

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """The two sides in the wrong order; or what the two slopes that were typed say of a derivative."""
        match expected, given:
            case Row((left, right, fine)), Row((a, b, said_fine)):
                sides = self.shape().judge(
                    Row((right, left, fine)), Row((a, b, fine)), self.asking(budget=budget.aside())
                )
                if sides.right and left != right:
                    return Told("The two sides have changed places: the left derivative comes first.")
                if isinstance(said_fine, Truth) and said_fine.true and (a != b or not isinstance(a, Expr)):
                    return Told(f"{said} A derivative needs the same finite number on both sides.".strip())
        return Told(said)

    def next_step(self, given: Value) -> str:
        there = at(self.setting.wrt, self.place)
        return f"Take one side at a time: which formula holds a little below {there}, and what is its slope there?"

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        left, right = self.branches()
        return tuple((e, self.setting.wrt) for e in dict.fromkeys((left, right)))

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The slopes of short secants on both sides, worked out with fifty digits."""
        from tutor.opinions.points import disagrees_on_secants

        for side, word in ((-1, "left"), (1, "right")):
            other = disagrees_on_secants(self.f, self.setting.wrt, self.place, side, self.side(side))
            if other:
                yield Lapse("at", "slope-doubted", f"short secants on the {word} have the slope {other}")
