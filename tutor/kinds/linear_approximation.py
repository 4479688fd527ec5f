"""The straight line that lies nearest to a graph at a place, and what it says about a number nearby."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from tutor.answers.shapes import ANumber, Formula, Shape
from tutor.errors import TutorError
from tutor.expr import ZERO, Add, Div, Expr, Mul, Neg, Sym, letters, substitute
from tutor.kinds.decimals import as_typed
from tutor.kinds.marking import Told
from tutor.kinds.slips import Slip, alone, slip_of
from tutor.kinds.task import Given, Lapse, Shown, Statement
from tutor.kinds.touching import OfATouchingLine
from tutor.kinds.wording import at, outer_rung, primed, value_of
from tutor.numeral import plain_number
from tutor.scope import Scope
from tutor.show import pretty
from tutor.surds import worked_out
from tutor.tidy import tidy

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage

NAME = "L"


@dataclass(frozen=True, slots=True)
class LinearApproximation(OfATouchingLine):
    """L(x) = f(a) + f'(a) (x - a); its value at `near` where that is given, else the formula."""

    near: Expr | None = None
    tolerance: Fraction | None = None

    taken = NAME

    @classmethod
    def build(cls, draft: Draft) -> Self:
        f = draft.function()
        place, tolerance = draft.place("at", f), draft.fraction("tolerance")
        near = draft.constant("estimate") if draft.has("estimate") else None
        if tolerance is not None and near is None:
            draft.fault("tolerance", "a formula is exact", "leave it out, or give an estimate too")
        if near is not None and near == place:
            draft.fault("estimate", "there is nothing to estimate at the place itself", "choose a number beside it")
        return cls(f, place, near, tolerance, setting=draft.setting)

    @property
    def line_of(self) -> str:
        """ "L(x)"."""
        return f"{NAME}({self.setting.wrt})"

    @property
    def asked(self) -> str:
        """ "f(4.1)"."""
        return f"{self.name}({pretty(self.near or ZERO)})"

    def statement(self) -> Statement:
        wrt, name = self.setting.wrt, self.name
        given = (Given(f"{name}({wrt})", self.f),)
        here = at(wrt, self.place)
        if self.near is None:
            return Statement(
                given,
                ask=f"find the linear approximation {self.line_of} at {here}",
                prompt=f"{self.line_of} =",
                name=NAME,
                words=(f"Find the linear approximation {NAME} of {name} at {wrt} equals ", self.place, "."),
            )
        close = "" if self.tolerance is None else f", to within {plain_number(self.tolerance)}"
        return Statement(
            given,
            ask=f"estimate {self.asked} by the linear approximation at {here}{close}",
            prompt=f"{self.asked} ≈",
            words=(
                f"Estimate {name} at ", self.near, f" by its linear approximation at {wrt} equals ", self.place,
                f"{close}.",
            ),
        )  # fmt: skip

    @property
    def line(self) -> Expr:
        """f(a) + f'(a) (x - a), not multiplied out."""
        away = tidy(Add((Sym(self.setting.wrt), Neg(self.place))))
        rise = tidy(Mul((self.slope, away)))
        return rise if self.height == ZERO else self.height if self.slope == ZERO else Add((self.height, rise))

    def expected(self) -> Expr:
        if self.near is None:
            return self.line
        return as_typed(value_of(self.line, self.setting.wrt, self.near), self.near)

    def shape(self) -> Shape:
        if self.near is not None:
            return ANumber(self.tolerance, named=self.asked)
        wrt = self.setting.wrt
        return Formula(f"a formula, such as 7 - 5({wrt} + 9)", names=(self.line_of, "y", f"{self.name}({wrt})"))

    @property
    def scope(self) -> Scope:
        known = self.setting.parameters | (frozenset() if self.near is not None else {self.setting.wrt})
        return Scope(wrt=self.setting.wrt, letters=known, functions=self.setting.functions)

    def hints(self) -> tuple[str, ...]:
        wrt, name = self.setting.wrt, self.name
        a, slope, height = pretty(self.place), pretty(self.slope), pretty(self.height)
        way = pretty(tidy(Add((Sym(wrt), Neg(self.place)))), wrt)
        way = way if way == wrt else f"({way})"
        last = f"{self.line_of} = {name}({a}) + {primed(name)}({a}) · {way} . Put in the two numbers"
        return (
            f"Near {at(wrt, self.place)} the graph is nearly its tangent: take the height there, and add the slope "
            f"times the way from {a} to {wrt}.",
            f"Differentiate for the slope. {outer_rung(self.f, wrt)}",
            f"Here  {name}({a}) = {height}  and  {primed(name)}({a}) = {slope} .",
            f"{last}{'.' if self.near is None else f', and {wrt} = {pretty(self.near)}.'}",
        )

    def solution(self) -> tuple[Passage, ...]:
        wrt = self.setting.wrt
        passages: tuple[Passage, ...] = (
            *self.point_and_slope(),
            ("The height, and the slope times the way from ", self.place, f" to {wrt}:"),
            Shown(self.line_of, self.line),
        )
        if self.near is None:
            return passages
        found = (f"Put in {wrt} = ", self.near, "."), Shown(f"{NAME}({pretty(self.near)})", self.expected())
        return (*passages, *found, *self._about())

    def _about(self) -> tuple[str, ...]:
        """The estimate as a decimal, where a decimal is asked for."""
        from tutor.evaluate import value

        return () if self.tolerance is None else (f"That is about {value(self.expected(), {}):.6g}.",)

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        assert isinstance(given, Expr) and isinstance(expected, Expr)
        if self.near is None:
            return self._about_a_line(given, budget)
        return Told(said) if said else self._about_a_number(expected, given, budget)

    def _about_a_number(self, expected: Expr, given: Expr, budget: Budget) -> Told:
        """The value of f itself, as a calculator has it; a slip on the way; or a wrong slope."""
        from tutor.evaluate import value
        from tutor.kinds.decimals import near

        there = value(substitute(self.f, {self.setting.wrt: self.near or ZERO}), {})
        line, typed = value(expected, {}), value(given, {})
        if abs(typed - there) < abs(there - line) / 2:
            said = f"That is nearer to {self.asked} than the tangent comes; asked is the height of the tangent there."
            return Told(said)

        def is_it(e: Expr, typed: Expr) -> bool:
            return near(e, typed, self.tolerance)

        if about := slip_of(given, expected, self._slips(), is_it, rounded=True):
            return Told(about)
        slope = Div(Add((given, Neg(self.height))), self._way)
        rough = None if self.tolerance is None else self.tolerance / Fraction(abs(value(self._way, {})))
        return Told("", alone(self.mistakes_in(slope, budget, rough)))

    @property
    def _way(self) -> Expr:
        """How far it is from the place to the number that is estimated."""
        return worked_out(Add((self.near or ZERO, Neg(self.place))))

    def _slips(self) -> Iterator[Slip]:
        near, slope = self.near or ZERO, self.slope
        a, b, rise = pretty(self.place), pretty(near), Mul((slope, self._way))
        yield f"That is the height at {a} alone. Add the slope times the way from {a} to {b}.", lambda: self.height
        yield f"That is the rise alone. Add it to the height at {a}.", lambda: rise
        yield f"The way goes from {a} to {b}; you went the other way.", lambda: Add((self.height, Neg(rise)))
        whole = f"The slope is to be multiplied by the way from {a} to {b}."
        yield whole, lambda: Add((self.height, slope))
        from_0 = f"The way is the number {b} less {a}, not {b} itself."
        yield from_0, lambda: Add((self.height, Mul((slope, near))))
        yield f"That is the slope at {a}. Multiply it by the way to {b}, and add the height.", lambda: slope

    def _about_a_line(self, given: Expr, budget: Budget) -> Told:
        """Whether it is f itself, bent, or right at the place in height or in slope."""
        from tutor.differential import derivative

        wrt, same, here = self.setting.wrt, self.comparing(budget), at(self.setting.wrt, self.place)
        try:
            slope = derivative(given, wrt)
        except (TutorError, ValueError):
            return Told()
        there = {wrt: self.place}
        if not same(slope, substitute(slope, there)):
            if same(self.f, given):
                return Told(f"That is {self.name} itself; asked is the straight line that touches its graph at {here}.")
            bent = f"{NAME} is a straight line: a number, and another one times the way from {pretty(self.place)}."
            return Told(bent)
        if same(self.height, substitute(given, there)):
            found = alone(self.mistakes_in(substitute(slope, there), budget))
            return Told(f"The value at {here} is right; look at the slope.", found)
        if same(self.slope, substitute(slope, there)):
            return Told(f"The slope is right; look at the value at {here}.")
        return Told()

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The slope by SymPy; and the line may not miss a number that is estimated by more than it moves."""
        from tutor.evaluate import value

        yield from OfATouchingLine.examine(self, sympy)
        if self.near is None or letters(self.f) - {self.setting.wrt} or letters(self.place) | letters(self.near):
            return
        truth = value(substitute(self.f, {self.setting.wrt: self.near}), {})
        moved, missed = abs(truth - value(self.height, {})), abs(truth - value(self.expected(), {}))
        if not missed <= moved / 2:
            yield Lapse("estimate", "estimate-far", "the estimate is no better than the height at the place itself")
