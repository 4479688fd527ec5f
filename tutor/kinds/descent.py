"""Gradient descent: where steps lead, by which factor the way to go shrinks, which rates converge, which is best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Interval, Row, Truth, Union, Vector
from tutor.answers.numbers import Formula
from tutor.answers.sets import Intervals
from tutor.answers.shapes import ANumber, AVector, Shape, Slots, TrueOrFalse
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import ONE, TWO, ZERO, Add, Div, Expr, Mul, Neg, Sym, letters, substitute
from tutor.kinds.decimals import decimal, in_full, near, plainly, worked_out
from tutor.kinds.entries import Entry, of_the_entries
from tutor.kinds.gradient import point_of, variables_of
from tutor.kinds.marking import Told
from tutor.kinds.slips import alone, slip_of
from tutor.kinds.slips_of_descent import (
    UPHILL,
    slips_of_a_step,
    slips_of_steps,
    slips_of_the_best,
    slips_of_the_end,
    slips_of_the_factor,
)
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import called, primed
from tutor.scope import Scope
from tutor.show import pretty
from tutor.signs import letter
from tutor.surds import size

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask
    from tutor.budget import Budget
    from tutor.diagnose import Mistake
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.worker import Prover

_ASKED = ("iterate", "factor", "rates", "best-rate")
_NEEDS_RATE = ("iterate", "factor")
_MOST_STEPS = 50
Exprs = tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Descent(Task):
    """Steps x - rate f'(x) from `start`, in one variable or several; `momentum` keeps a part of the step before.

    A factor, rates and the best rate belong to a quadratic of one variable or two.
    """

    f: Expr
    variables: tuple[str, ...]
    asked: str
    start: tuple[Expr, ...] = ()
    rate: Expr = ONE
    count: int = 1
    momentum: Expr = ZERO
    tolerance: Fraction | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
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
        return cls(
            f, variables, asked, start, draft.constant("rate", ONE), count, draft.constant("momentum"),
            draft.fraction("tolerance"), setting=draft.setting,
        )  # fmt: skip

    @property
    def name(self) -> str:
        return called(self.f, self.setting, self.variables)

    @property
    def gradient(self) -> tuple[Expr, ...]:
        return tuple(derive(self.f, v).line for v in self.variables)

    @property
    def is_general(self) -> bool:
        return any(map(letters, (*self.start, self.rate, self.momentum)))

    # Steps

    def positions(self) -> tuple[tuple[Expr, ...], ...]:
        """The start and where each step leads."""
        here, found = self.start, [self.start]
        before: tuple[Expr, ...] = tuple(ZERO for _ in here)
        for _ in range(self.count):
            put = dict(zip(self.variables, here, strict=True))
            slopes = tuple(substitute(g, put) for g in self.gradient)
            before = tuple(
                self._short(g if self.momentum == ZERO or v == ZERO else Add((Mul((self.momentum, v)), g)))
                for v, g in zip(before, slopes, strict=True)
            )
            here = tuple(self._short(Add((x, Neg(Mul((self.rate, v)))))) for x, v in zip(here, before, strict=True))
            found.append(here)
        return tuple(found)

    def _short(self, e: Expr) -> Expr:
        """Worked out; where many steps would make a fraction very long, with far more figures than are asked for."""
        found = worked_out(e)
        if self.tolerance is None or letters(found):
            return found
        return decimal(found, self.tolerance / 10**10)

    # Quadratics

    def curvatures(self) -> tuple[Expr, ...]:
        """The second derivatives along the axes of a quadratic, the largest last. Raises TutorError otherwise."""
        if len(self.variables) > 2:
            raise TutorError("more than two variables are too many here")
        table = [[worked_out(derive(g, v).line) for v in self.variables] for g in self.gradient]
        if any(letters(e) & set(self.variables) for row in table for e in row):
            raise TutorError("this is asked of a quadratic only")
        if len(table) == 1:
            return (table[0][0],)
        (a, b), (_, d) = table
        if b == ZERO and not letters(a) | letters(d):
            return tuple(sorted((a, d), key=size))
        from tutor.expr import Call, Pow

        if letters(a) | letters(b) | letters(d):
            raise TutorError("in two variables this is asked with numbers only")
        middle = Div(Add((a, d)), TWO)
        half = Call("sqrt", (Add((Pow(Div(Add((a, Neg(d))), TWO), TWO), Pow(b, TWO))),))
        return worked_out(Add((middle, Neg(half)))), worked_out(Add((middle, half)))

    def _positive(self) -> tuple[Expr, ...]:
        found = self.curvatures()
        if any(not letters(e) and size(e) <= 0 for e in found):
            raise TutorError("this quadratic has no minimum")
        return found

    @property
    def factor(self) -> Expr:
        """What one step multiplies the way to the minimum by (in two variables, the longer of the two factors)."""
        found = [worked_out(Add((ONE, Neg(Mul((self.rate, c)))))) for c in self._positive()]
        return found[0] if len(found) == 1 else max(found, key=lambda e: abs(size(e)))

    @property
    def limit(self) -> Expr:
        return worked_out(Div(TWO, self._positive()[-1]))

    @property
    def best(self) -> Expr:
        found = self._positive()
        if len(found) == 1:
            return worked_out(Div(ONE, found[0]))
        return worked_out(Div(TWO, Add(found)))

    # The task

    def statement(self) -> Statement:
        of = f"{self.name}({', '.join(map(letter, self.variables))})"
        given = (Given(of, self.f),)
        match self.asked:
            case "factor":
                rate = f"with the rate {pretty(self.rate)}"
                axis = "" if len(self.variables) == 1 else ", at worst"
                ask = f"descent {rate}: the factor of the distance to the minimum in one step{axis}; does it converge?"
                words: tuple[str | Value, ...] = (
                    "Gradient descent with the rate ", self.rate,
                    f": by which factor does one step multiply the distance to the minimum{axis}, with its sign, "
                    "and does the method converge? Yes or no.",
                )  # fmt: skip
                return Statement(given, ask, "factor, yes or no:", "the factor", words)
            case "rates":
                said = "for which rates η does gradient descent converge, from every start?"
                words = ("For which rates eta does gradient descent converge, from every start?",)
                return Statement(given, said, "η in", "the interval", words)
            case "best-rate":
                one = "leads to the minimum in one step"
                worst = one if len(self.variables) == 1 else "makes the slower of the two axes as fast as it can be"
                said = f"which rate {worst}?"
                return Statement(given, said, "η =", "the best rate", f"Which rate eta {worst}?")
        return self._stepping(given)

    def _stepping(self, given: tuple[Given, ...]) -> Statement:
        from tutor.answers.model import Point

        first, one = self.variables[0], len(self.variables) == 1
        many, do = ("one step", "does") if self.count == 1 else (f"{self.count} steps", "do")
        near = f", to within {plainly(self.tolerance)}" if self.tolerance is not None else ""
        place = ", ".join(map(pretty, self.start))
        begin = f"{letter(first)} = {place}" if one else f"({place})"
        start = self.start[0] if one else Point(self.start)
        kept = self.momentum != ZERO
        how = f"rate {pretty(self.rate)}{f', momentum {pretty(self.momentum)}' if kept else ''}"
        spoken = (", with the momentum ", self.momentum) if kept else ()
        return Statement(
            given,
            f"{many} of gradient descent from {begin}, {how}: where does it lead{near}?",
            f"{letter(first)} =" if one else "point:",
            "the new place",
            (f"Where {do} {many} of gradient descent lead from ", start, ", with the rate ", self.rate, *spoken,
             f"{near}?"),
        )  # fmt: skip

    def expected(self) -> Value:
        match self.asked:
            case "factor":
                return Row((self.factor, Truth(abs(size(self.factor)) < 1)))
            case "rates":
                return Union((Interval(ZERO, self.limit),))
            case "best-rate":
                return self.best
        last = self.positions()[-1]
        return last[0] if len(last) == 1 else Vector(last)

    def shape(self) -> Shape:
        match self.asked:
            case "factor":
                return Slots((("the factor", ANumber(example="-7/3")), ("yes or no", TrueOrFalse())), "-7/3, no")
            case "rates":
                return Intervals("eta")
            case "best-rate":
                return (
                    Formula("a formula, such as 7 - a", "eta")
                    if letters(self.best)
                    else ANumber(named="eta", example="7/9")
                )
        if len(self.variables) > 1:
            return AVector(len(self.variables), tuple(f"the new {letter(v)}" for v in self.variables))
        return (
            Formula("a formula, such as 5a - 7", self.variables[0])
            if self.is_general
            else ANumber(self.tolerance, named=self.variables[0])
        )

    @property
    def scope(self) -> Scope:
        known = self.setting.parameters | ({"eta"} if self.asked == "rates" else frozenset())
        return Scope(wrt=self.variables[0], letters=known - set(self.variables) | self._start_letters)

    @property
    def _start_letters(self) -> frozenset[str]:
        return frozenset().union(*map(letters, self.start)) if self.start else frozenset()

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        return in_full(Task.asking(self, prover, budget))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Which slip leads to this place, or to this number about a quadratic."""
        match expected, given:
            case Vector(right), Vector(typed):
                return self._about_a_point(right, typed, said, budget)
            case Row((right, _)), Row((typed, _)) if isinstance(right, Expr) and isinstance(typed, Expr):
                about = slip_of(typed, right, slips_of_the_factor(self), self.comparing(budget))
                return Told(f"{said} {about}".strip())
            case Union((Interval(_, right),)), Union((Interval(_, typed),)):
                if isinstance(right, Expr) and isinstance(typed, Expr):
                    about = slip_of(typed, right, slips_of_the_end(self), self.comparing(budget))
                    return Told(f"{said} {about}".strip())
        if not isinstance(given, Expr) or not isinstance(expected, Expr):
            return Told(said)
        if self.asked == "best-rate":
            return Told(slip_of(given, expected, slips_of_the_best(self), self.comparing(budget)) or said)
        return self._about_a_place(expected, given, said, budget)

    def _about_a_place(self, expected: Expr, given: Expr, said: str, budget: Budget) -> Told:
        equal = self.comparing(budget)

        def is_it(e: Expr, typed: Expr) -> bool:
            e = worked_out(e)
            return equal(e, typed) if self.tolerance is None else near(e, typed, self.tolerance)

        slips = slips_of_steps(self) if self.count > 1 else slips_of_a_step(self)
        if about := slip_of(given, expected, slips, is_it, rounded=True):
            return Told(about)
        return Told(said, () if said else self._of_a_wrong_slope(given, budget))

    def _of_a_wrong_slope(self, given: Expr, budget: Budget) -> tuple[Mistake, ...]:
        """The wrong derivatives that one step with this end would have been made by."""
        from tutor.at_point import Place, diagnose_value
        from tutor.diagnose import diagnose

        if self.count > 1 or self.momentum != ZERO:
            return ()
        wrt, start, assume = self.variables[0], self.start[0], self.setting.assume
        slope = worked_out(Div(Add((start, Neg(given))), self.rate))
        if start == Sym(wrt):
            return alone(diagnose(self.f, slope, wrt, assume=assume, budget=budget))
        return alone(diagnose_value(self.f, slope, Place(wrt, start), assume=assume, budget=budget))

    def _about_a_point(self, right: Exprs, typed: Exprs, said: str, budget: Budget) -> Told:
        equal = self.comparing(budget)
        if self.count > 1 or self.momentum != ZERO or (said and "look at" not in said):
            return Told(said)
        uphill = [Add((Add((start, start)), Neg(e))) for start, e in zip(self.start, right, strict=True)]
        if all(equal(worked_out(e), mine) for e, mine in zip(uphill, typed, strict=True)):
            return Told(UPHILL)
        wrong = [
            (start, v, mine)
            for start, v, e, mine in zip(self.start, self.variables, right, typed, strict=True)
            if not equal(e, mine)
        ]
        entries = [
            Entry(f"the step in {letter(v)}", self.f, v, worked_out(Div(Add((start, Neg(mine))), self.rate)))
            for start, v, mine in wrong
        ]
        at = dict(zip(self.variables, self.start, strict=True))
        told = of_the_entries(said, entries, at, self.setting.assume, budget)
        return told if told.mistakes else Told(said)

    def next_step(self, given: Value) -> str:
        if self.asked != "iterate":
            return "Work out the second derivative c first: a step multiplies the distance to the minimum by 1 − η c."
        if len(self.variables) > 1:
            first = letter(self.variables[0])
            return f"Take {first} alone first: the derivative by {first} at the start, times the rate, is its step."
        a = pretty(self.start[0])
        slope = f"{primed(self.name)}({a})"
        return f"Work out {slope} first. The step is the rate times that, and it goes against the slope."

    # What helps

    def hints(self) -> tuple[str, ...]:
        first = self.variables[0]
        slope = primed(self.name) if len(self.variables) == 1 else f"the derivative by {letter(first)}"
        told = (
            f"{slope}{f'({letter(first)})' if len(self.variables) == 1 else ''} is  {pretty(self.gradient[0], first)} ."
        )
        if self.asked == "iterate":
            second = (
                "With momentum, v is the old v times the momentum, plus the slope; then the rate times v is taken away."
            )
            return (
                "Work out the slope, scale it by the rate, and go against it.",
                second if self.momentum != ZERO else "The new place is the old one minus rate times slope.",
                told,
                "Put in the start." if self.count == 1 else "Put in the start, then what came out, and so on.",
            )
        curved = ", ".join(map(pretty, self.curvatures()))
        return (
            "How does one step change the distance to the minimum? The slope is a multiple of it.",
            "One step multiplies the distance by 1 − η c, where c is the second derivative"
            f"{' along an axis' if len(self.variables) > 1 else ''}.",
            f"c is {curved} here.",
            {
                "factor": "It converges if the size of that factor is below 1.",
                "rates": "−1 < 1 − η c < 1 has to hold for every c.",
                "best-rate": "1 − η c = 0 is best." if len(self.variables) == 1 else
                "Best is where the two factors have the same size and different signs.",
            }[self.asked],
        )  # fmt: skip

    def solution(self) -> tuple[Passage, ...]:
        several = len(self.variables) > 1
        passages: list[Passage] = [
            Derived(derive(self.f, v), f"∂f/∂{v}" if several else f"{self.name}({v})") for v in self.variables
        ]
        if self.asked == "iterate":
            positions = self.positions()
            if len(positions) > 7:
                passages.append(f"Steps 1, 2 and 3, and the last, number {self.count}:")
                positions = (*positions[:4], positions[-1])
            for here in positions[1:]:
                shown = tuple(self._shown(e) for e in here)
                passages.append(
                    Shown(letter(self.variables[0]) if not several else "", Vector(shown) if several else shown[0])
                )
            return tuple(passages)
        curved: list[str | Value] = []
        for c in self.curvatures():
            curved += [" and ", c] if curved else [c]
        passages += [
            (
                "The second derivative is " if not several else "Along the axes the second derivatives are ",
                *curved,
                ".",
            ),
            "One step multiplies the distance to the minimum by 1 minus the rate times that.",
        ]
        match self.asked:
            case "factor":
                fine = abs(size(self.factor)) < 1
                passages += [
                    Shown("factor", self.factor),
                    f"Its size is {'' if fine else 'not '}below 1: {'yes' if fine else 'no'}.",
                ]
            case "rates":
                passages += [
                    "That has to lie between minus 1 and 1, so the rate lies above 0 and below",
                    Shown("", self.limit),
                ]
            case _:
                passages += [Shown("η", self.best)]
        return tuple(passages)

    def _shown(self, e: Expr) -> Expr:
        return decimal(e, self.tolerance / 10) if self.tolerance is not None else e

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        return tuple((self.f, v) for v in self.variables)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The steps once more, with short secants for slopes."""
        from tutor.opinions.learning import disagrees_on_steps

        if self.is_general or letters(self.f) - set(self.variables):
            return
        if self.asked == "iterate":
            there = self.positions()[-1]
            if disagrees_on_steps(self.f, self.variables, self.start, self.rate, self.momentum, self.count, there):
                yield Lapse(
                    "function", "steps-doubted", "with short secants the steps lead elsewhere; please report this"
                )
            return
        from tutor.opinions.learning import shrinks

        rates = {
            "factor": ((self.rate, abs(size(self.factor))),),
            "best-rate": ((self.best, self._rest(self.best)),),
        }.get(self.asked, ((self.limit, 1.0),))
        for rate, factor in rates:
            if abs(shrinks(self.f, self.variables, rate) - factor) > 1e-6:
                yield Lapse(
                    "function", "factor-doubted", "by its steps the distance shrinks otherwise; please report this"
                )

    def _rest(self, rate: Expr) -> float:
        return max(abs(1 - size(rate) * size(c)) for c in self.curvatures())
