"""A curve x(t), y(t): its slope dy/dx, its second derivative, and their values at a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.shapes import ANumber, Formula, Shape
from tutor.errors import TutorError
from tutor.expr import Div, Expr, Mul, Neg, Sym, depends_on, letters
from tutor.kinds.marking import Told
from tutor.kinds.slips import alone
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import at, value_of
from tutor.lines import Curve
from tutor.modes.parametric import Parametric as AlongCurve
from tutor.modes.parametric import derive_along
from tutor.scope import Scope
from tutor.show import pretty
from tutor.surds import is_zero

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage

_SIGN = "The size is right; look at the sign."
_NAMES = {1: ("dy/dx", "y'"), 2: ("d²y/dx²", "d^2y/dx^2", "y''")}


@dataclass(frozen=True, slots=True)
class Parametric(Task):
    """dy/dx (order 1) or d²y/dx² (order 2) as a function of t, or at a place."""

    x: Expr
    y: Expr
    order: int = 1
    place: Expr | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
        if not draft.has("wrt"):
            draft.setting = draft.setting._replace(wrt="t")
        t = draft.setting.wrt
        found = draft.functions("functions", (t,))
        order, place = draft.whole("order", 1), draft.constant("at") if draft.has("at") else None
        if not draft.faults and (len(found) != 2 or not all(depends_on(e, {t}) for e in found)):
            draft.fault("functions", f"a curve has two functions of {t}", "such as [cos(t), sin(t)]: x, and then y")
        if order > 2:
            draft.fault("order", "along a curve the order is 1 or 2")
        x, y = found if len(found) == 2 else (found * 2)[:2] or (draft.constant("at"), draft.constant("at"))
        return cls(x, y, order, place, setting=draft.setting)

    @property
    def name(self) -> str:
        """ "dy/dx"."""
        return _NAMES[self.order][0]

    @property
    def where(self) -> str:
        return "" if self.place is None else f" at {at(self.setting.wrt, self.place)}"

    def statement(self) -> Statement:
        t = self.setting.wrt
        spoken: tuple[str | Value, ...] = () if self.place is None else (f" at {t} equals ", self.place)
        kind = "second derivative" if self.order == 2 else "derivative"
        return Statement(
            (Given(f"x({t})", self.x), Given(f"y({t})", self.y)),
            ask=f"find {self.name}{self.where}",
            prompt=f"{self.name} =",
            name=self.name,
            words=(f"Find the {kind} of y with respect to x along this curve", *spoken, "."),
        )

    @property
    def derivation(self) -> AlongCurve:
        return derive_along(Curve(self.x, self.y, self.setting.wrt), self.order)

    def expected(self) -> Expr:
        if self.place is None:
            return self.derivation.line
        from tutor.derive import derive

        t = self.setting.wrt
        if not letters(self.place) and is_zero(value_of(derive(self.x, t).line, t, self.place)):
            raise TutorError(f"x′ is 0 at {at(t, self.place)}, so the curve stands upright there or stops")
        return value_of(self.derivation.line, t, self.place)

    def shape(self) -> Shape:
        if self.place is not None:
            return ANumber(named=self.name)
        return Formula(f"a formula, such as 5{self.setting.wrt}/7", names=_NAMES[self.order])

    @property
    def scope(self) -> Scope:
        known = self.setting.parameters | (frozenset() if self.place is not None else {self.setting.wrt})
        return Scope(wrt=self.setting.wrt, letters=known, functions=self.setting.functions)

    def hints(self) -> tuple[str, ...]:
        from tutor.derive import derive

        t = self.setting.wrt
        x_dot, y_dot = (pretty(derive(e, t).line, t) for e in (self.x, self.y))
        slope = f"dy/dx is y′({t}) over x′({t}): what y gains over what x gains."
        parts = f"x′({t}) is  {x_dot}  and  y′({t}) is  {y_dot} ."
        put_in = f" Put in {at(t, self.place)} at the end." if self.place is not None else ""
        if self.order == 1:
            return (
                f"x and y both depend on {t}. Differentiate each by {t}.",
                slope,
                parts,
                f"Divide y′({t}) by x′({t}), in this order.{put_in}",
            )
        first = derive_along(Curve(self.x, self.y, t)).line
        return (
            f"First dy/dx; call it m. It is a function of {t}, and is to be differentiated by x, not by {t}.",
            f"{slope} {parts}",
            f"So m is  {pretty(first, t)} .",
            f"Differentiate m by {t}, and divide by x′({t}) once more.{put_in}",
        )

    def solution(self) -> tuple[Passage, ...]:
        done = Derived(self.derivation, "y")
        if self.place is None:
            return (done,)
        return (
            done,
            (f"Put in {self.setting.wrt} = ", self.place, "."),
            Shown("slope" if self.order == 1 else "second derivative", self.expected()),
        )

    @property
    def subject(self) -> Sentence:
        return ("x = ", self.x, ", y = ", self.y)

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        """Both coordinates, but for one that moves evenly: that is no degenerate curve."""
        t = self.setting.wrt
        return tuple((e, t) for e in (self.x, self.y) if not _moves_evenly(e, t))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """The three mistakes that are made here: upside down, not divided again, second over second."""
        from tutor.derive import derive

        assert isinstance(given, Expr)
        t, same = self.setting.wrt, self.comparing(budget)
        x_dot, y_dot = (derive(e, t).line for e in (self.x, self.y))
        slope: Expr = Div(y_dot, x_dot)

        def here(e: Expr) -> Expr:
            return e if self.place is None else value_of(e, t, self.place)

        def is_it(e: Expr) -> bool:
            try:
                return same(here(e), given)
            except (TutorError, ZeroDivisionError):
                return False

        if self.order == 1:
            return self._about_a_slope(given, said, x_dot, y_dot, is_it, budget)
        rate = derive(slope, t).line
        if is_it(rate):
            return Told(f"That is the derivative of dy/dx by {t}. It is asked by x: divide by x′({t}) once more.")
        x_twice, y_twice = (derive(e, t, order=2).line for e in (self.x, self.y))
        if is_it(Div(y_twice, x_twice)):
            return Told(f"y″({t}) over x″({t}) is something else. Differentiate dy/dx by {t}, and divide by x′({t}).")
        told = (
            (f"That is dy/dx itself, the first derivative. Differentiate it by {t}, and divide by x′({t}).", slope),
            (f"That is y″({t}), by {t}. Differentiate dy/dx instead, and divide by x′({t}).", y_twice),
            (_SIGN, Neg(Div(rate, x_dot))),
        )
        return Told(next((sentence for sentence, e in told if is_it(e)), said))

    def _about_a_slope(
        self, given: Expr, said: str, x_dot: Expr, y_dot: Expr, is_it: Callable[[Expr], bool], budget: Budget
    ) -> Told:
        t = self.setting.wrt
        told = (
            (f"That is dx/dy: x′({t}) belongs below.", Div(x_dot, y_dot)),
            (f"That is y′({t}) alone. Divide it by x′({t}).", y_dot),
            (f"That is x′({t}) alone; it belongs below, and y′({t}) above.", x_dot),
            (f"Those are y and x themselves. Differentiate both by {t} first.", Div(self.y, self.x)),
            (f"The two are divided, not multiplied: y′({t}) over x′({t}).", Mul((x_dot, y_dot))),
            (_SIGN, Neg(Div(y_dot, x_dot))),
        )
        if about := next((sentence for sentence, e in told if is_it(e)), ""):
            return Told(about)
        return self._of_one_coordinate(given, said, x_dot, y_dot, budget)

    def _of_one_coordinate(self, given: Expr, said: str, x_dot: Expr, y_dot: Expr, budget: Budget) -> Told:
        """The wrong step in one of the two derivatives, where the other is right; asked of formulas only."""
        from tutor.diagnose import diagnose
        from tutor.tidy import tidy

        if self.place is not None:
            return Told(said)
        t, assume = self.setting.wrt, self.setting.assume
        for name, f, wrong in (("y", self.y, Mul((given, x_dot))), ("x", self.x, Div(y_dot, given))):
            if found := alone(diagnose(f, tidy(wrong), t, assume=assume, budget=budget)):
                return Told(f"Look at {name}′({t}).", found)
        return Told(said)

    def next_step(self, given: Value) -> str:
        t = self.setting.wrt
        if self.order == 1:
            return f"Work out x′({t}) and y′({t}) apart, and then divide: y′({t}) over x′({t})."
        return f"Work out dy/dx first. Differentiate that by {t}, and divide by x′({t}) once more."

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        from tutor.opinions.formulas import disagrees_along

        if sympy:
            other = disagrees_along(self.x, self.y, self.setting.wrt, self.order, self.derivation.line)
            if other:
                yield Lapse("functions", "slope-doubted", f"it gives {other} by SymPy; please report this")


def _moves_evenly(e: Expr, t: str) -> bool:
    """Is it a sum of constants and multiples of t? Asked before the statement is shown, so nothing is derived."""
    from tutor.terms import terms_of

    terms = terms_of(e)
    return terms is not None and all(
        not depends_on(base, {t}) or (base == Sym(t) and exponent == 1)
        for _, powers in terms
        for base, exponent in powers.items()
    )
