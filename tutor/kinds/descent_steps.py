"""Gradient descent: where one step leads, or several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.answers.model import Point, Vector
from tutor.answers.numbers import Formula
from tutor.answers.shapes import ANumber, AVector, Shape
from tutor.expr import ZERO, Add, Div, Expr, Mul, Neg, Sym, letters, substitute
from tutor.kinds.decimals import decimal, in_full, near, within
from tutor.kinds.descent import Descent
from tutor.kinds.entries import Entry, of_the_entries
from tutor.kinds.marking import Told
from tutor.kinds.slips import alone, slip_of
from tutor.kinds.slips_of_descent import UPHILL, slips_of_a_step, slips_of_steps
from tutor.kinds.task import Lapse, Shown, Statement, Task
from tutor.kinds.wording import primed
from tutor.scope import Scope
from tutor.show import pretty
from tutor.signs import letter
from tutor.surds import worked_out

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask
    from tutor.budget import Budget
    from tutor.diagnose import Mistake
    from tutor.kinds.task import Passage
    from tutor.worker import Prover

_MOST_SHOWN = 6
Exprs = tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class DescentSteps(Descent):
    """The place after `count` steps from `start`; `momentum` keeps a part of the step before."""

    start: Exprs
    count: int = 1
    momentum: Expr = ZERO
    tolerance: Fraction | None = None

    @property
    def is_general(self) -> bool:
        """Are there letters in the start or the rate, so that the answer is a formula?"""
        return any(map(letters, (*self.start, self.rate, self.momentum)))

    @property
    def is_plain_step(self) -> bool:
        """Is it one step, so that the slope at the start can be reckoned back from where it leads?"""
        return self.count == 1 and self.momentum == ZERO

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

    # The task

    def statement(self) -> Statement:
        first, one = self.variables[0], len(self.variables) == 1
        many, do = ("one step", "does") if self.count == 1 else (f"{self.count} steps", "do")
        close = within(self.tolerance)
        place = ", ".join(map(pretty, self.start))
        begin = f"{letter(first)} = {place}" if one else f"({place})"
        start = self.start[0] if one else Point(self.start)
        kept = self.momentum != ZERO
        how = f"rate {pretty(self.rate)}{f', momentum {pretty(self.momentum)}' if kept else ''}"
        spoken = (", with the momentum ", self.momentum) if kept else ()
        return Statement(
            self.given,
            f"{many} of gradient descent from {begin}, {how}: where does it lead{close}?",
            f"{letter(first)} =" if one else "point:",
            "the new place",
            (f"Where {do} {many} of gradient descent lead from ", start, ", with the rate ", self.rate, *spoken,
             f"{close}?"),
        )  # fmt: skip

    def expected(self) -> Value:
        last = self.positions()[-1]
        return last[0] if len(last) == 1 else Vector(last)

    def shape(self) -> Shape:
        if len(self.variables) > 1:
            return AVector(len(self.variables), tuple(f"the new {letter(v)}" for v in self.variables))
        if self.is_general:
            return Formula("a formula, such as 5a - 7", self.variables[0])
        return ANumber(self.tolerance, named=self.variables[0])

    @property
    def scope(self) -> Scope:
        known = self.setting.parameters - set(self.variables)
        return Scope(wrt=self.variables[0], letters=known.union(*map(letters, self.start)))

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        return in_full(Task.asking(self, prover, budget))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Which slip leads to this place, or which wrong derivative."""
        match expected, given:
            case Vector(right), Vector(typed):
                return self._about_a_point(right, typed, said, budget)
        if not isinstance(given, Expr) or not isinstance(expected, Expr):
            return Told(said)
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

        if not self.is_plain_step:
            return ()
        wrt, start, assume = self.variables[0], self.start[0], self.setting.assume
        slope = worked_out(Div(Add((start, Neg(given))), self.rate))
        if start == Sym(wrt):
            return alone(diagnose(self.f, slope, wrt, assume=assume, budget=budget))
        return alone(diagnose_value(self.f, slope, Place(wrt, start), assume=assume, budget=budget))

    def _about_a_point(self, right: Exprs, typed: Exprs, said: str, budget: Budget) -> Told:
        equal = self.comparing(budget)
        if not self.is_plain_step or (said and "look at" not in said):
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
        if len(self.variables) > 1:
            first = letter(self.variables[0])
            return f"Take {first} alone first: the derivative by {first} at the start, times the rate, is its step."
        slope = f"{primed(self.name)}({pretty(self.start[0])})"
        return f"Work out {slope} first. The step is the rate times that, and it goes against the slope."

    def hints(self) -> tuple[str, ...]:
        first = self.variables[0]
        by = (
            f"{primed(self.name)}({letter(first)})"
            if len(self.variables) == 1
            else f"the derivative by {letter(first)}"
        )
        with_momentum = (
            "With momentum, v is the old v times the momentum, plus the slope; then the rate times v is taken away."
        )
        return (
            "Work out the slope, scale it by the rate, and go against it.",
            with_momentum if self.momentum != ZERO else "The new place is the old one minus rate times slope.",
            f"{by} is  {pretty(self.gradient[0], first)} .",
            "Put in the start." if self.count == 1 else "Put in the start, then what came out, and so on.",
        )

    def solution(self) -> tuple[Passage, ...]:
        passages: list[Passage] = [*self.derivations()]
        places = self.positions()[1:]
        if len(places) > _MOST_SHOWN:
            passages.append(f"Steps 1, 2 and 3, and the last, number {self.count}:")
            places = (*places[:3], places[-1])
        for place in places:
            shown = tuple(self._shown(e) for e in place)
            one = len(shown) == 1
            passages.append(Shown(letter(self.variables[0]), shown[0]) if one else Shown("", Vector(shown)))
        return tuple(passages)

    def _shown(self, e: Expr) -> Expr:
        return decimal(e, self.tolerance / 10) if self.tolerance is not None else e

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The steps once more, with short secants for slopes."""
        from tutor.opinions.learning import disagrees_on_steps

        if self.is_general or letters(self.f) - set(self.variables):
            return
        there = self.positions()[-1]
        if disagrees_on_steps(self.f, self.variables, self.start, self.rate, self.momentum, self.count, there):
            yield Lapse("function", "steps-doubted", "with short secants the steps lead elsewhere; please report this")
