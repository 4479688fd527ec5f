"""The derivative of an inverse function at a number, without a formula for the inverse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Interval
from tutor.answers.shapes import ANumber, Shape
from tutor.derive import Derivation, derive
from tutor.errors import TutorError
from tutor.expr import ONE, ZERO, Add, Div, Expr, Neg, letters
from tutor.kinds.marking import Told
from tutor.kinds.of_a_function import OfAFunction
from tutor.kinds.slips import Slip, alone, slip_of
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement
from tutor.kinds.wording import called, outer_rung, primed, span, value_of
from tutor.modes.inverse import place_of
from tutor.scope import Scope
from tutor.show import pretty
from tutor.surds import is_zero, simplest, size

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.diagnose import Mistake
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class InverseSlope(OfAFunction):
    """1/f'(a), where f(a) is the number that is given; a is looked for where it is not named.

    On the interval `on` (everywhere if there is none) f has an inverse, called g.
    """

    at: Expr
    place: Expr | None = None
    on: Interval | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
        place = draft.constant("from") if draft.has("from") else None
        task = cls(draft.function(), draft.constant("at"), place, draft.interval("on"), setting=draft.setting)
        if draft.faults or place is None or letters(place) | letters(task.at) or letters(task.f) - {draft.setting.wrt}:
            return task
        try:
            fits = is_zero(simplest(Add((value_of(task.f, draft.setting.wrt, place), Neg(task.at)))))
        except (TutorError, ValueError):
            fits = False
        if not fits:
            draft.fault("from", f"the function does not send {pretty(place)} to {pretty(task.at)}")
        return task

    @property
    def name(self) -> str:
        return called(self.f, self.setting, ("g",))

    @property
    def asked(self) -> str:
        """ "g′(2)"."""
        return f"g′({pretty(self.at)})"

    def statement(self) -> Statement:
        wrt, name = self.setting.wrt, self.name
        where = f" on {span(self.on)}" if self.on is not None else ""
        within: tuple[str | Value, ...] = (" on the interval ", self.on) if self.on is not None else ()
        return Statement(
            (Given(f"{name}({wrt})", self.f),),
            ask=f"g is the inverse of {name}{where}: find {self.asked}",
            prompt=f"{self.asked} =",
            words=(f"The function g is the inverse of {name}", *within, ". Find the derivative of g at ", self.at, "."),
        )

    @property
    def a(self) -> Expr:
        """The place that f sends to the number. Raises TutorError where none is found."""
        if self.place is not None:
            return self.place
        lo, hi = self.bounds
        return place_of(self.f, self.at, self.setting.wrt, lo, hi)

    @property
    def bounds(self) -> tuple[float, float]:
        from math import inf

        if self.on is None:
            return -inf, inf
        ends = (self.on.lo, self.on.hi)
        lo, hi = (size(end) if isinstance(end, Expr) else (-inf if end.negative else inf) for end in ends)
        return lo, hi

    @property
    def derivation(self) -> Derivation:
        return derive(self.f, self.setting.wrt)

    @property
    def slope(self) -> Expr:
        return value_of(self.derivation.line, self.setting.wrt, self.a)

    def expected(self) -> Expr:
        slope = self.slope
        if slope == ZERO or (not letters(slope) and is_zero(slope)):
            raise TutorError(f"the slope is 0 at {pretty(self.a)}, so the inverse stands upright at {pretty(self.at)}")
        return simplest(Div(ONE, slope)) if not letters(slope) else Div(ONE, slope)

    def shape(self) -> Shape:
        return ANumber(named=f"g'({pretty(self.at)})")

    @property
    def scope(self) -> Scope:
        return Scope(wrt=self.setting.wrt, letters=self.setting.parameters)

    def hints(self) -> tuple[str, ...]:
        name, b = self.name, pretty(self.at)
        a = pretty(self.a)
        return (
            f"No formula for g is needed. Where g is steep, {name} is flat: the slope of g at {b} is 1 over a slope of "
            f"{name}. At which place? Look for the number that {name} sends to {b}.",
            f"{name}({a}) = {b}, so {a} is that place.",
            f"Now the derivative. {outer_rung(self.f, self.setting.wrt)}",
            f"{self.asked} = 1/{primed(name)}({a}) , and {primed(name)}({a}) is {pretty(self.slope)} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        name, wrt = self.name, self.setting.wrt
        a = pretty(self.a)
        return (
            (
                f"The function {name} sends ",
                self.a,
                " to ",
                self.at,
                ", so g sends ",
                self.at,
                " back to ",
                self.a,
                ".",
            ),
            Derived(self.derivation, f"{name}({wrt})"),
            Shown(f"{primed(name)}({a})", self.slope),
            ("The slope of g at ", self.at, f" is 1 over the slope of {name} at ", self.a, "."),
            Shown(self.asked, self.expected()),
        )

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """The mistakes that are made here: at the wrong place, not turned over, or a wrong slope turned over."""
        assert isinstance(given, Expr) and isinstance(expected, Expr)
        same = self.comparing(budget)
        if about := slip_of(given, expected, self._slips(), same, rounded=True):
            return Told(about)
        if said or letters(given) or is_zero(given):
            return Told(said)
        found = alone(self._of_the_slope(simplest(Div(ONE, given)), budget))
        return Told(f"Turned over, this is a wrong {primed(self.name)}({pretty(self.a)})." if found else said, found)

    def _slips(self) -> Iterator[Slip]:
        name, wrt, a, b = self.name, self.setting.wrt, pretty(self.a), pretty(self.at)
        slope = primed(name)
        yield f"That is the slope of {name} at {a}. The inverse has 1 over it.", lambda: self.slope
        there = f"That is 1/{slope}({b}). The slope of {name} is needed where it has the value {b}."
        yield there, lambda: Div(ONE, value_of(self.derivation.line, wrt, self.at))
        both = f"That is {slope}({b}). The slope of {name} is needed where it has the value {b}, and then 1 over it."
        yield both, lambda: value_of(self.derivation.line, wrt, self.at)
        yield f"That is g({b}), the place itself. Asked is the slope of g there.", lambda: self.a
        turned = f"That is 1/{name}({b}). The inverse of a function is not 1 over it."
        yield turned, lambda: Div(ONE, value_of(self.f, wrt, self.at))

    def _of_the_slope(self, slope: Expr, budget: Budget) -> tuple[Mistake, ...]:
        from tutor.at_point import Place, diagnose_value

        return diagnose_value(self.f, slope, Place(self.setting.wrt, self.a), assume=self.setting.assume, budget=budget)

    def next_step(self, given: Value) -> str:
        wrt = self.setting.wrt
        return f"Find the place first: for which {wrt} is {self.name}({wrt}) = {pretty(self.at)}?"

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The inverse found by halving has this slope; and f turns back nowhere, so that there is an inverse."""
        from tutor.opinions.curves import sign_changes
        from tutor.opinions.points import disagrees_on_inverse

        if letters(self.f) - {self.setting.wrt} or letters(self.at):
            return
        if sign_changes(self.derivation.line, self.setting.wrt, self.bounds):
            message = "the function turns back, so it has no inverse"
            yield Lapse("function", "no-inverse", message, "", "give an interval:  on")
        other = disagrees_on_inverse(self.f, self.setting.wrt, self.a, self.at, self.expected()) if sympy else ""
        if other:
            yield Lapse("at", "slope-doubted", f"short secants of the inverse have the slope {other}")
