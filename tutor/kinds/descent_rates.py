"""Gradient descent on a quadratic: by which factor the way to go shrinks, which rates converge, which is best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.answers.model import Interval, Row, Truth, Union
from tutor.answers.numbers import Formula
from tutor.answers.sets import Intervals
from tutor.answers.shapes import ANumber, Shape, Slots, TrueOrFalse
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import ONE, TWO, ZERO, Add, Call, Div, Expr, Mul, Neg, Pow, letters
from tutor.kinds.decimals import in_full
from tutor.kinds.descent import Descent
from tutor.kinds.marking import Told
from tutor.kinds.slips import slip_of
from tutor.kinds.slips_of_descent import slips_of_the_best, slips_of_the_end, slips_of_the_factor
from tutor.kinds.task import Lapse, Shown, Statement, Task
from tutor.kinds.wording import joined
from tutor.scope import Scope
from tutor.show import pretty
from tutor.surds import size, worked_out

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask
    from tutor.budget import Budget
    from tutor.kinds.task import Passage
    from tutor.worker import Prover


@dataclass(frozen=True, slots=True)
class DescentRates(Descent):
    """The `factor` of the distance to the minimum in one step; the `rates` that converge, or the best of them.

    The function is a quadratic of one variable or two.
    """

    asked: str

    # The mathematics

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
    def converges(self) -> bool:
        return abs(size(self.factor)) < 1

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
        one = len(self.variables) == 1
        match self.asked:
            case "factor":
                axis = "" if one else ", at worst"
                rate = f"with the rate {pretty(self.rate)}"
                ask = f"descent {rate}: the factor of the distance to the minimum in one step{axis}; does it converge?"
                words: tuple[str | Value, ...] = (
                    "Gradient descent with the rate ", self.rate,
                    f": by which factor does one step multiply the distance to the minimum{axis}, with its sign, "
                    "and does the method converge? Yes or no.",
                )  # fmt: skip
                return Statement(self.given, ask, "factor, yes or no:", "the factor", words)
            case "rates":
                ask = "for which rates η does gradient descent converge, from every start?"
                words = ("For which rates eta does gradient descent converge, from every start?",)
                return Statement(self.given, ask, "η in", "the interval", words)
        best = "leads to the minimum in one step" if one else "makes the slower of the two axes as fast as it can be"
        return Statement(self.given, f"which rate {best}?", "η =", "the best rate", f"Which rate eta {best}?")

    def expected(self) -> Value:
        match self.asked:
            case "factor":
                return Row((self.factor, Truth(self.converges)))
            case "rates":
                return Union((Interval(ZERO, self.limit),))
        return self.best

    def shape(self) -> Shape:
        match self.asked:
            case "factor":
                return Slots((("the factor", ANumber(example="-7/3")), ("yes or no", TrueOrFalse())), "-7/3, no")
            case "rates":
                return Intervals("eta")
        if letters(self.best):
            return Formula("a formula, such as 7 - a", "eta")
        return ANumber(named="eta", example="7/9")

    @property
    def scope(self) -> Scope:
        known = self.setting.parameters | ({"eta"} if self.asked == "rates" else frozenset())
        return Scope(wrt=self.variables[0], letters=known - set(self.variables))

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        return in_full(Task.asking(self, prover, budget))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Which slip leads to this number: the factor, the end of the interval, or the best rate."""
        match expected, given:
            case Row((right, _)), Row((typed, _)):
                slips = slips_of_the_factor(self)
            case Union((Interval(_, right),)), Union((Interval(_, typed),)):
                slips = slips_of_the_end(self)
            case _:
                right, typed, slips = expected, given, slips_of_the_best(self)
        if not isinstance(right, Expr) or not isinstance(typed, Expr):
            return Told(said)
        about = slip_of(typed, right, slips, self.comparing(budget))
        if self.asked == "best-rate":
            return Told(about or said)
        return Told(f"{said} {about}".strip())

    def next_step(self, given: Value) -> str:
        return "Work out the second derivative c first: a step multiplies the distance to the minimum by 1 − η c."

    def hints(self) -> tuple[str, ...]:
        one = len(self.variables) == 1
        curved = ", ".join(map(pretty, self.curvatures()))
        best = (
            "1 − η c = 0 is best." if one else ("Best is where the two factors have the same size and different signs.")
        )
        last = {
            "factor": "It converges if the size of that factor is below 1.",
            "rates": "−1 < 1 − η c < 1 has to hold for every c.",
            "best-rate": best,
        }
        return (
            "How does one step change the distance to the minimum? The slope is a multiple of it.",
            "One step multiplies the distance by 1 − η c, where c is the second derivative"
            f"{'' if one else ' along an axis'}.",
            f"c is {curved} here.",
            last[self.asked],
        )

    def solution(self) -> tuple[Passage, ...]:
        one = len(self.variables) == 1
        begin = "The second derivative is " if one else "Along the axes the second derivatives are "
        passages: tuple[Passage, ...] = (
            *self.derivations(),
            (begin, *joined(((c,) for c in self.curvatures()), " and "), "."),
            "One step multiplies the distance to the minimum by 1 minus the rate times that.",
        )
        match self.asked:
            case "factor":
                below = "below 1: yes" if self.converges else "not below 1: no"
                return (*passages, Shown("factor", self.factor), f"Its size is {below}.")
            case "rates":
                between = "That has to lie between minus 1 and 1, so the rate lies above 0 and below"
                return (*passages, between, Shown("", self.limit))
        return (*passages, Shown("η", self.best))

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """By how much the distance shrinks in steps that are made, at the rate that is given or asked for."""
        from tutor.opinions.learning import shrinks

        if letters(self.rate) or letters(self.f) - set(self.variables):
            return
        match self.asked:
            case "factor":
                rate, factor = self.rate, abs(size(self.factor))
            case "rates":
                rate, factor = self.limit, 1.0
            case _:
                rate, factor = self.best, max(abs(1 - size(self.best) * size(c)) for c in self.curvatures())
        if abs(shrinks(self.f, self.variables, rate) - factor) > 1e-6:
            yield Lapse("function", "factor-doubted", "by its steps the distance shrinks otherwise; please report this")
