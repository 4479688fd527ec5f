"""The slopes of an activation function: where they are largest, or all the values they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Interval, Point
from tutor.answers.sets import Intervals
from tutor.answers.shapes import APoint, Shape
from tutor.derive import Derivation, derive
from tutor.errors import TutorError
from tutor.evaluate import value
from tutor.expr import ONE, ZERO, Add, Call, Div, Expr, Mul, Neg, Sym, letters, substitute, walk
from tutor.kinds.decimals import decimal, in_full, near_enough, within
from tutor.kinds.ends import about_turned_ends, same_end
from tutor.kinds.extremes import Extreme, extreme_of
from tutor.kinds.instances import Instance, instances, spoken, stated
from tutor.kinds.marking import Told
from tutor.kinds.of_a_function import OfAFunction
from tutor.kinds.stretched import Stretched, stretched
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import called, primed
from tutor.scope import Scope
from tutor.show import pretty
from tutor.surds import size, worked_out
from tutor.tidy import tidy

if TYPE_CHECKING:
    from tutor.answers.model import End, Value
    from tutor.answers.outcome import Ask
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Equal, Passage
    from tutor.worker import Prover

_ASKED = ("peak", "range")
_JUMPS = frozenset({"relu", "max", "min", "step", "sign"})


@dataclass(frozen=True, slots=True)
class SlopeRange(OfAFunction):
    """The peak of f′ as a point (x, f′(x)), or its range as an interval; exact, or within a tolerance."""

    asked: str
    tolerance: Fraction | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
        f = draft.function()
        if any(isinstance(node, Call) and node.name in _JUMPS for node in walk(f)):
            draft.fault("function", "its slopes jump, so they have no peak and fill no interval")
        task = cls(f, draft.one_of("asked", _ASKED), draft.fraction("tolerance"), setting=draft.setting)
        if task.parameters and not draft.faults:
            task._look(draft)
        return task

    def _look(self, draft: Draft) -> None:
        """With letters, whether the answer can be named at all."""
        if self.tolerance is not None:
            draft.fault("tolerance", "a formula is exact")
        try:
            self.expected()
        except TutorError as error:
            draft.fault("function", error.message)

    @property
    def parameters(self) -> frozenset[str]:
        return letters(self.f) - {self.setting.wrt}

    @property
    def name(self) -> str:
        return called(self.f, self.setting)

    @property
    def derivation(self) -> Derivation:
        return derive(self.f, self.setting.wrt)

    def extreme(self, side: int) -> Extreme:
        if self.parameters:
            return self._in_letters(side)
        return extreme_of(self.derivation.line, self.setting.wrt, side, self.tolerance is not None)

    @property
    def shape_of_f(self) -> Stretched:
        """What f is made of, where there are letters in it."""
        return stretched(self.f, self.setting.wrt)

    def _in_letters(self, side: int) -> Extreme:
        whole, wrt = self.shape_of_f, self.setting.wrt
        signs = {size(substitute(whole.stretch, known)) > 0 for known in self._instances}
        if len(signs) > 1:
            names = " and ".join(sorted(letters(whole.stretch)))
            raise TutorError(
                f"which slope is the largest depends on the sign of {names}; say more of it, such as a > 0"
            )
        try:
            found = extreme_of(derive(whole.g, wrt).line, wrt, side if signs == {True} else -side, False)
        except TutorError:
            raise TutorError("the place of the peak has no exact name, so no letters can stand here") from None
        place = None if found.place is None else whole.place(found.place)
        return Extreme(whole.slope(found.height), place)

    @property
    def _instances(self) -> tuple[Instance, ...]:
        return instances(self.parameters, self.setting.assume)

    def statement(self) -> Statement:
        wrt, name = self.setting.wrt, self.name
        slope = primed(name)
        near = within(self.tolerance)
        given = (Given(f"{name}({wrt})", self.f),)
        known, said = stated(self.parameters, self.setting.assume), spoken(self.parameters, self.setting.assume)
        if self.asked == "peak":
            ask = f"{known}where is {slope} largest, and how large is it there? As a point ({wrt}, {slope}){near}"
            words = f"{said}Where is the derivative of {name} largest, and how large is it there{near}? Type a point."
            return Statement(given, ask, f"({wrt}, {slope}) =", "the peak", words)
        ask = f"{known}which values does {slope} take? As an interval{near}"
        words = f"{said}Which values does the derivative of {name} take? Type an interval{near}."
        return Statement(given, ask, f"{slope} in", "the range", words)

    def expected(self) -> Value:
        high = self.extreme(1)
        if self.asked == "peak":
            if high.place is None:
                raise TutorError("the slope has no largest value: it is only approached")
            return Point((high.place, high.height))
        low = self.extreme(-1)
        return Interval(low.height, high.height, low.place is not None, high.place is not None)

    def shape(self) -> Shape:
        return APoint(2) if self.asked == "peak" else Intervals("y", single=True)

    @property
    def scope(self) -> Scope:
        return Scope(letters=self.parameters)

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        if self.tolerance is None:
            return in_full(Task.asking(self, prover, budget))
        return near_enough(self.tolerance)

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        same = self.comparing(budget)
        match expected, given:
            case Point((x, slope)), Point((place, typed)):
                if same(x, place):
                    if same(worked_out(substitute(self.f, {self.setting.wrt: place})), typed):
                        return Told(
                            f"The place is right. This is the value of {self.name} there; its slope is asked for."
                        )
                    slip = self._slip((slope,), (typed,), same)
                    return Told(f"The place is right. {slip}" if slip else "The place is right; look at the slope.")
                if same(slope, typed):
                    return Told("The slope is right; look at the place.")
            case Interval(), Interval():
                return Told(self._about_ends(expected, given, said, same))
        return Told(said)

    def _about_ends(self, expected: Interval, given: Interval, said: str, same: Equal) -> str:
        ends, mine = ([e for e in (of.lo, of.hi) if isinstance(e, Expr)] for of in (expected, given))
        low, high = same_end(expected.lo, given.lo, same), same_end(expected.hi, given.hi, same)
        if low and high:
            return "The ends are right. Which of them does the slope reach?"
        if self._are_values(given.lo, given.hi, same):
            return f"These are the values of {self.name} itself; asked are those of its slope."
        if about := about_turned_ends(expected, given, same):
            return about
        if len(ends) == len(mine) == 2 and (slip := self._slip(ends, mine, same)):
            return slip
        if low or high:
            return f"{said} {self._how_far(1 if low else -1)}".strip()
        return said

    def _slip(self, rights: Sequence[Expr], typed: Sequence[Expr], same: Equal) -> str:
        """Is the slope of the inside left out, or that of the straight part? Looked at where there are letters."""
        if not self.parameters:
            return ""
        whole = self.shape_of_f
        bare = [Add((right, Neg(whole.tilt))) for right in rights]
        if whole.inner != ONE and all(same(Div(e, whole.inner), mine) for e, mine in zip(bare, typed, strict=True)):
            return f"One factor is missing: the slope of the inside, {pretty(whole.inner)}."
        if whole.tilt != ZERO and all(same(e, mine) for e, mine in zip(bare, typed, strict=True)):
            return f"The straight part has a slope as well: {pretty(whole.tilt)}."
        return ""

    def _how_far(self, side: int) -> str:
        """Where to look for the end on one side, by whether it is reached."""
        slope, word = primed(self.name), "largest" if side > 0 else "smallest"
        if self.extreme(side).place is None:
            return f"That value is only approached: what does {slope} tend to far out?"
        return f"That value is reached: where is {slope} {word}? Put that place into {slope}."

    def _are_values(self, lo: End, hi: End, same: Equal) -> bool:
        """Are these the ends between which f itself lies?"""
        if self.parameters:
            return False
        try:
            ends = [extreme_of(self.f, self.setting.wrt, side, self.tolerance is not None).height for side in (-1, 1)]
        except (TutorError, ValueError, OverflowError):
            return False
        return all(isinstance(typed, Expr) and same(end, typed) for end, typed in zip(ends, (lo, hi), strict=True))

    def next_step(self, given: Value) -> str:
        slope = primed(self.name)
        if self.asked == "peak":
            return f"Work out {slope}({self.setting.wrt}) first. Where is it largest? Put that place into {slope}."
        return f"Work out {slope}({self.setting.wrt}) first. How large and how small does it get, and is that reached?"

    def hints(self) -> tuple[str, ...]:
        wrt, slope = self.setting.wrt, primed(self.name)
        told = f"{slope}({wrt}) is  {pretty(self.derivation.line, wrt)} ."
        if self.asked == "peak":
            return (
                f"Differentiate, and ask where {slope} itself has its highest point.",
                told,
                f"There the derivative of {slope} is 0, or {slope} has a corner. Symmetry may tell you the place.",
            )
        return (
            f"Differentiate first. What does {slope} tend to far to the left and far to the right?",
            told,
            "A value that is only approached belongs to an open end, one that is reached to a closed end.",
        )

    def solution(self) -> tuple[Passage, ...]:
        wrt = self.setting.wrt
        sides = (1,) if self.asked == "peak" else (-1, 1)
        told: list[Passage] = [Derived(self.derivation, f"{self.name}({wrt})")]
        if self.parameters and (inside := self.shape_of_f.inside) != Sym(wrt):
            bend = substitute(derive(self.shape_of_f.g, wrt).line, {wrt: Sym("u")})
            whole = tidy(Add((Mul((self.shape_of_f.stretch, bend)), self.shape_of_f.tilt)))
            told.append(("With u = ", inside, " it is ", whole, "."))
        for side in sides:
            slope, place = self.extreme(side)
            word = "largest" if side > 0 else "smallest"
            if place is None:
                told.append(("Far out it comes as near as you like to ", self._short(slope), ", and never gets there."))
            else:
                told.append((f"It is {word} at {wrt} = ", self._short(place), ": ", self._short(slope), "."))
        return (*told, Shown("", self._shown(self.expected())))

    def _short(self, e: Expr) -> Expr:
        return decimal(e, self.tolerance)

    def _shown(self, found: Value) -> Value:
        match found:
            case Point((x, y)):
                return Point((self._short(x), self._short(y)))
            case Interval(lo, hi, lo_closed, hi_closed):
                assert isinstance(lo, Expr) and isinstance(hi, Expr)
                return Interval(self._short(lo), self._short(hi), lo_closed, hi_closed)
        return found

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """Slopes of short secants at thousands of places lie between the extremes, and come near them."""
        from tutor.opinions.curves import slope_bounds

        for known in self._instances[::3]:  # moderate values: others put the peak out of sight
            low, high = slope_bounds(substitute(self.f, known), self.setting.wrt)
            for side, theirs in ((-1, low), (1, high)) if self.asked == "range" else ((1, high),):
                ours = value(substitute(self.extreme(side).height, known), {})
                if abs(ours - theirs) > 3e-3 * (1 + abs(ours)):
                    message = f"short secants have slopes up to {theirs:.6g}; please report this"
                    yield Lapse("function", "range-doubted", message)
