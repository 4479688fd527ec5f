"""Related rates in letters: the answer is a formula in the letters of the relation and their rates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from tutor.answers.shapes import Formula, Shape
from tutor.expr import ONE, ZERO, D, Expr, Mul, Neg, Sym, letters, mapped, substitute, walk
from tutor.kinds.marking import Begun, Told
from tutor.kinds.related_rates import RelatedRates
from tutor.kinds.slips import Slip, alone, slip_of
from tutor.kinds.task import Lapse
from tutor.modes.rates import rate_formula
from tutor.scope import Scope
from tutor.sentences import listed
from tutor.show import pretty, show
from tutor.signs import letter
from tutor.values import Interval
from tutor.verdict import Unfinished

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask, Outcome
    from tutor.answers.typed import Span, Typed
    from tutor.budget import Budget
    from tutor.diagnose import Mistake
    from tutor.kinds.task import Equal
    from tutor.verdict import Verdict
    from tutor.worker import Prover


@dataclass(frozen=True, slots=True)
class RatesInLetters(RelatedRates):
    """The same where no values are given, a value or a rate is a letter, or a rate stands for itself: dr/dt."""

    @property
    def own(self) -> frozenset[str]:
        """The letters whose rates stand for themselves."""
        return frozenset(name for name, rate in self.rates if rate == self.own_rate(name))

    @property
    def told_rates(self) -> tuple[tuple[str, Expr], ...]:
        return tuple((name, rate) for name, rate in self.rates if name not in self.own)

    @property
    def free(self) -> frozenset[str]:
        """The letters of the relation that have no value."""
        return self.occurring - frozenset(dict(self.values))

    @property
    def known(self) -> dict[str, Interval]:
        """What is known of the letters: they are lengths and the like, above 0, unless something else is said."""
        return dict.fromkeys(self.occurring, Interval(lo=Fraction(0))) | self.setting.assume

    def holds(self, here: dict[str, Expr]) -> bool:
        from tutor.check import compare
        from tutor.verdict import is_right

        sides = (substitute(side, here) for side in (self.relation.left, self.relation.right))
        return is_right(compare(*sides, assume=self.known))

    def solved(self, rates: dict[str, Expr]) -> Expr:
        return rate_formula(self.derivation, self.of, self.all_values, rates)

    # The task

    def in_terms(self, rate: Callable[[str], str]) -> str:
        without = mapped(self.expected(), lambda node: ZERO if isinstance(node, D) else None)
        names = [*map(letter, sorted(letters(without))), *map(rate, sorted(self.own))]
        return f", in terms of {listed(names)}" if names else ""

    def shape(self) -> Shape:
        names = (f"d{self.of}/d{self.setting.wrt}", f"{self.of}'")
        inside = min(self.setting.parameters | self.free)
        return ARate(f"a formula, such as 7{inside}^5", names=names, asked=self.of, t=self.setting.wrt)

    @property
    def scope(self) -> Scope:
        known = self.occurring | self.setting.parameters
        return Scope(wrt=self.setting.wrt, letters=known, dependent=self.moving)

    def judge(self, given: Value, prover: Prover | None = None, budget: Budget | None = None) -> Outcome:
        """A formula in which a value or a rate is not put in yet is not finished."""
        outcome = RelatedRates.judge(self, given, prover, budget)
        assert isinstance(given, Expr)
        return outcome._replace(verdict=Unfinished(given)) if outcome.right and self._left(given) else outcome

    def _left(self, given: Expr) -> str:
        """A value or a rate that is still to be put in, "r = a"; "" where there is none."""
        for name, rate in self.told_rates:
            if self.own_rate(name) in walk(given):
                return f"{self.rate(name)} = {pretty(rate)}"
        bare = letters(mapped(given, lambda node: ZERO if isinstance(node, D) else None))
        return next((f"{letter(name)} = {pretty(e)}" for name, e in self.all_values.items() if name in bare), "")

    def begun(self, given: Value) -> Begun | None:
        assert isinstance(given, Expr)
        return Begun(f"Right so far. Put in {self._left(given)} now.", show(given, self.setting.wrt))

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        """Two formulas are the same rate if they agree where the relation holds, wherever else they differ."""
        from tutor.check import check, compare

        told = {self.own_rate(name): rate for name, rate in self.told_rates}
        solved = self._explicit if not self.values else self.all_values
        along = min(self.free & dict(self.rates).keys(), default="") if not solved else ""

        def ask(right: Expr, answer: Expr) -> Verdict:
            # First the rates: in dx/dt no value is put in for x.
            right, answer = (substitute(_with_letters(mapped(e, told.get)), solved) for e in (right, answer))
            if not along:
                return compare(right, answer, assume=self.known, prover=prover, budget=budget)
            return check(
                self.relation, answer, along, assume=self.known, derivative=right, prover=prover,
                along=frozenset({self.of}), budget=budget,
            )  # fmt: skip

        return ask

    @property
    def _explicit(self) -> dict[str, Expr]:
        """The letter that stands alone on one side of the relation, and what it is; none where there is no such."""
        for side, other in ((self.relation.left, self.relation.right), (self.relation.right, self.relation.left)):
            if isinstance(side, Sym) and side.name not in letters(other):
                return {side.name: other}
        return {}

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """A factor or a part that was left out, a sign, or a wrong step in a relation solved for the letter."""
        assert isinstance(expected, Expr) and isinstance(given, Expr)
        same = self.comparing(budget)
        if about := slip_of(given, expected, self.slips(expected), same):
            return Told(about)
        return Told(said, self._wrong_step(given, same, budget))

    def slips(self, expected: Expr) -> Iterator[Slip]:
        yield from RelatedRates.slips(self, expected)
        yield "The size is right; look at the sign.", lambda: Neg(expected)
        rates = dict(self.rates)
        for name in rates if len(rates) > 1 else ():
            missing = f"A factor is missing: {self.rate(name)}."
            yield missing, partial(self.solved, rates | {name: ONE})

    def _wrong_step(self, given: Expr, same: Equal, budget: Budget) -> tuple[Mistake, ...]:
        """The wrong derivative of a formula in one letter, where its rate is there as a factor."""
        from tutor.diagnose import diagnose

        f, (name, rate) = self._explicit.get(self.of, ZERO), self.rates[0]
        slope = mapped(given, {rate: ONE}.get)
        if self.values or self.own != {name} or letters(f) != {name} or not same(Mul((slope, rate)), given):
            return ()
        found = alone(diagnose(f, slope, name, assume=self.known, budget=budget))
        return tuple(replace(each, wrt=name) for each in found)

    def next_step(self, given: Value) -> str:
        first = f"Differentiate both sides by {self.setting.wrt} first, each letter with its rate."
        return f"{first} Then solve for {letter(self.of)}′."

    def hints(self) -> tuple[str, ...]:
        t, of, first = self.setting.wrt, letter(self.of), letter(min(dict(self.rates)))
        return (
            f"Differentiate the equation by {t} while everything still moves.",
            self.primes,
            f"A term with {first} alone becomes its derivative by {first}, times {first}′. A product of letters that "
            "change has a part for each.",
            f"Both sides differentiated:  {self.last_line} . Solve for {of}′.",
        )

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The rate that SymPy's partial derivatives give."""
        from tutor.opinions.formulas import disagrees_on_values
        from tutor.opinions.points import rate_by_partials

        if not sympy:
            return
        rates = {name: _with_letters(rate) for name, rate in self.rates}
        theirs = rate_by_partials(self.whole, self.of, self.all_values, rates)
        if theirs is not None and (other := disagrees_on_values(theirs, _with_letters(self.expected()))):
            yield Lapse("relation", "rate-doubted", f"by SymPy it is {other}; please report this")


@dataclass(frozen=True, slots=True)
class ARate(Formula):
    """A formula in which there may be rates by `t`, but not the one that is `asked` for."""

    asked: str = ""
    t: str = "t"

    def value(self, typed: Typed, span: Span) -> Value:
        found = Formula.value(self, typed, span)
        assert isinstance(found, Expr)
        for node in walk(found):
            match node:
                case D(Sym(name)) if name == self.asked:
                    asked = f"d{letter(name)}/d{self.t}"
                    raise self.refuse(span, f"{asked} is asked for, so it cannot stand in the answer")
                case D(D()):
                    raise self.refuse(span, "a derivative of a rate is not needed here")
        return found


def _with_letters(e: Expr) -> Expr:
    """With a letter for each rate: for whoever compares they are values like any other."""
    return mapped(
        e, lambda node: Sym(f"{node.arg.name}'") if isinstance(node, D) and isinstance(node.arg, Sym) else None
    )
