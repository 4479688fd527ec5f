"""The score of a law with one parameter, and its Fisher information."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from tutor.answers.numbers import Formula
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import ONE, TWO, ZERO, Add, Call, Div, E, Expr, Mul, Neg, Pow, Sym, letters, substitute
from tutor.kinds.marking import Told
from tutor.kinds.slips import Slip, alone, number_in_front, slip_of
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement, Task
from tutor.scope import Scope
from tutor.show import pretty
from tutor.signs import letter
from tutor.tidy import tidy
from tutor.values import REAL, Interval

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask
    from tutor.answers.shapes import Shape
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.verdict import Verdict
    from tutor.worker import Prover

_ASKED = ("score", "fisher")
_SUPPORTS = {
    "binary": "x is 0 or 1", "counts": "x is 0, 1, 2 and so on", "positive": "x > 0", "real": "x is any number",
    "unit": "0 < x < 1",
}  # fmt: skip
_SPOKEN = {"positive": "x is positive", "unit": "x lies between 0 and 1"}
_X = "x"
_KNOWN = {
    "binary": REAL, "real": REAL, "counts": Interval(lo=Fraction(0), lo_closed=True, whole=True),
    "positive": Interval(lo=Fraction(0)), "unit": Interval(lo=Fraction(0), hi=Fraction(1)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score(Task):
    """`density` is that of one observation x, with the parameter `setting.wrt`; x runs over `support`.

    For the Fisher information the mean of x is needed, and its variance where x is squared in the second derivative.
    """

    density: Expr
    support: str
    asked: str
    mean: Expr | None = None
    variance: Expr | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
        density = draft.function(extra=(_X,))
        if draft.setting.wrt == _X:
            draft.fault("wrt", "x is the observation; the parameter has another letter", "wanted: wrt, such as p")
        known = [draft.parameter_formula(name) if draft.has(name) else None for name in ("mean", "variance")]
        support = draft.one_of("support", tuple(_SUPPORTS))
        return cls(density, support, draft.one_of("asked", _ASKED), known[0], known[1], setting=draft.setting)

    @property
    def parameter(self) -> str:
        return self.setting.wrt

    @property
    def log(self) -> Expr:
        """ln of the density, taken apart into terms."""
        return tidy(_log(self.density), self.parameter)

    @property
    def score(self) -> Expr:
        return derive(self.log, self.parameter).line

    @property
    def bend(self) -> Expr:
        """The second derivative of the logarithm."""
        return derive(self.log, self.parameter, order=2).line

    @property
    def information(self) -> Expr:
        """Minus the mean of the second derivative. Raises TutorError where a mean that it needs is not given."""
        slope = derive(self.bend, _X).line
        curve = derive(slope, _X).line
        if _X in letters(curve):
            raise TutorError("the second derivative is no polynomial in x of degree 2 or less")
        if slope == ZERO:
            return tidy(Neg(self.bend), self.parameter)
        mean = self._needed("mean", self.mean)
        at_mean = substitute(self.bend, {_X: mean})
        if curve != ZERO:
            at_mean = Add((at_mean, Mul((Div(curve, TWO), self._needed("variance", self.variance)))))
        return tidy(Neg(at_mean), self.parameter)

    @staticmethod
    def _needed(name: str, e: Expr | None) -> Expr:
        if e is None:
            raise TutorError(f"the {name} of x is needed")
        return e

    # The task

    def statement(self) -> Statement:
        p = letter(self.parameter)
        given = (Given(f"f(x; {p})", self.density),)
        over, spoken = _SUPPORTS[self.support], _SPOKEN.get(self.support, _SUPPORTS[self.support])
        if self.asked == "score":
            ask = f"{over}: find the score, the derivative of ln f(x; {p}) by {p}"
            words = f"{spoken}. Find the score: the derivative of the logarithm of this by {self.parameter}."
            return Statement(given, ask, "score:", "the score", words)
        told = [(name, e) for name, e in (("mean", self.mean), ("variance", self.variance)) if e is not None]
        moments = "".join(f", x has the {name} {pretty(e, self.parameter)}" for name, e in told)
        said: list[str | Value] = []
        for name, e in told:
            said += [f" x has the {name} ", e, "."]
        ask = f"{over}{moments}: find the Fisher information of {p} in one observation"
        words_ = (f"{spoken}.", *said, f" Find the Fisher information of {self.parameter} in one observation.")
        return Statement(given, ask, f"I({p}) =", "the Fisher information", words_)

    def expected(self) -> Value:
        return self.score if self.asked == "score" else self.information

    def shape(self) -> Shape:
        p = self.parameter
        return Formula(f"a formula, such as {f'5x - {p}' if self.asked == 'score' else f'7 + {p}'}", f"I({p})")

    @property
    def scope(self) -> Scope:
        known = self.setting.parameters | {self.parameter}
        return Scope(wrt=self.parameter, letters=known | {_X} if self.asked == "score" else known - {_X})

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        """Formulas are compared where x can be: for a coin that is 0 and 1."""
        from tutor.answers.outcome import together
        from tutor.check import compare

        known = {**self.setting.assume, _X: _KNOWN[self.support]}
        cases: tuple[dict[str, Expr], ...] = ({_X: ZERO}, {_X: ONE}) if self.support == "binary" else ({},)

        def ask(right: Expr, answer: Expr) -> Verdict:
            return together(
                compare(substitute(right, x), substitute(answer, x), assume=known, prover=prover, budget=budget)
                for x in cases
            )

        return ask

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Which slip leads to this formula; in a score, also which wrong step of the derivative."""
        if not isinstance(expected, Expr) or not isinstance(given, Expr):
            return Told(said)
        same = self.comparing(budget)
        if same(expected, Neg(given)):
            return Told("The size is right; look at the sign.")
        slips = self._slips_of_a_score() if self.asked == "score" else self._slips_of_an_information(expected)
        if about := slip_of(given, expected, slips, same):
            return Told(about)
        if self.asked == "score":
            from tutor.diagnose import diagnose

            known = {**self.setting.assume, _X: _KNOWN[self.support]}
            found = alone(diagnose(self.log, given, self.parameter, assume=known, budget=budget))
            return Told("This is about the derivative of ln f." if found else said, found)
        return Told("All is right but a number in front." if number_in_front(given, expected, same) else said)

    def _slips_of_a_score(self) -> Iterator[Slip]:
        first = "This is the derivative of the density. The logarithm is taken first."
        yield first, lambda: derive(self.density, self.parameter).line
        yield "This is the logarithm itself. Differentiate it now.", lambda: self.log
        yield "This is the second derivative; the score is the first.", lambda: self.bend
        by_x = f"This is the derivative by x. Here {letter(self.parameter)} moves, and x is a constant."
        yield by_x, lambda: derive(self.log, _X).line

    def _slips_of_an_information(self, expected: Expr) -> Iterator[Slip]:
        yield "This is one over the information.", lambda: tidy(Div(ONE, expected))
        yield "This is the square of the information.", lambda: Pow(expected, TWO)
        yield "This is the root of the information.", lambda: Call("sqrt", (expected,))

    def next_step(self, given: Value) -> str:
        p = letter(self.parameter)
        if self.asked == "score":
            return f"Write down ln f(x; {p}) as a sum first; then differentiate each term by {p}."
        return f"Differentiate ln f(x; {p}) twice by {p} first. Then x is averaged, and the sign is turned."

    def hints(self) -> tuple[str, ...]:
        p, log = letter(self.parameter), pretty(self.log, self.parameter)
        if self.asked == "score":
            return (
                "Take the logarithm first: products become sums, and powers come down.",
                f"ln f(x; {p}) is  {log} .",
                f"Differentiate by {p}; x is a constant, like 3 or 7.",
            )
        return (
            "The Fisher information is minus the mean of the second derivative of ln f.",
            f"The score is  {pretty(self.score, self.parameter)} .",
            f"Its derivative by {p} is  {pretty(self.bend, self.parameter)} .",
            "Put the mean of x in the place of x, and change the sign."
            if _X in letters(self.bend)
            else "There is no x left in it, so it is its own mean.",
        )

    def solution(self) -> tuple[Passage, ...]:
        p = self.parameter
        passages: list[Passage] = [
            ("The logarithm is ", self.log, "."),
            Derived(derive(self.log, p, order=1 if self.asked == "score" else 2), f"L({p})"),
        ]
        if self.asked == "fisher":
            if _X in letters(self.bend):
                passages.append("Take the mean over x, and change the sign.")
            else:
                passages.append("There is no x in it, so it is its own mean. Change the sign.")
            passages.append(Shown(f"I({letter(p)})", self.information))
        return tuple(passages)

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        return ((self.log, self.parameter),)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """Sums over the support: that of the density is 1, that of the score 0, that of its square the information."""
        from tutor.opinions.laws import law_differs

        information = self.information if self.asked == "fisher" else None
        wrong = law_differs(
            self.density,
            self.support,
            self.parameter,
            self.setting.assume,
            self.score,
            information,
            self.mean,
            self.variance,
        )
        if wrong:
            yield Lapse("function", "law-doubted", wrong)


def _log(e: Expr) -> Expr:
    """ln of a product of powers as a sum; no base is negative in a density."""
    match e:
        case Mul(factors):
            return Add(tuple(_log(factor) for factor in factors))
        case Div(num, den):
            return Neg(_log(den)) if num == ONE else Add((_log(num), Neg(_log(den))))
        case Pow(base, exponent) if base == E:
            return exponent
        case Pow(base, exponent):
            return Mul((exponent, _log(base))) if not isinstance(base, Sym) else Mul((exponent, Call("ln", (base,))))
        case Call("sqrt", (arg,)):
            return Div(_log(arg), TWO)
        case _:
            return ZERO if e == ONE else Call("ln", (e,))
