"""Letters that change in time and are tied by an equation: how fast does one of them change?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from tutor.answers.model import Equation
from tutor.answers.shapes import ANumber, Shape
from tutor.errors import TutorError
from tutor.expr import ONE, ZERO, Add, D, Div, Expr, Neg, Sym, letters, mapped, substitute, walk
from tutor.kinds.marking import Told
from tutor.kinds.slips import Slip, alone, just, slip_of
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import joined
from tutor.lines import Equation as Relation
from tutor.lines import pretty_line
from tutor.modes.rates import OfRates, derive_rates, solved_rate
from tutor.scope import Scope
from tutor.sentences import listed
from tutor.signs import letter
from tutor.surds import is_zero, simplest, size, value_at

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.budget import Budget
    from tutor.diagnose import Mistake
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.kinds.wording import Parts


_TIME = "t"
_LETTERS = "abcdghklmnpqrsuvwxyzABCDFGHKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class RelatedRates(Task):
    """The rate of `of` at the moment when the letters have the `values` and all others change at the `rates`.

    A value that is not given follows from the relation: it is the one zero of it that is positive.
    """

    relation: Relation
    of: str
    values: tuple[tuple[str, Expr], ...]
    rates: tuple[tuple[str, Expr], ...]
    story: Sentence = ""

    @classmethod
    def build(cls, draft: Draft) -> RelatedRates:
        if not draft.has("wrt"):
            draft.setting = draft.setting._replace(wrt=_TIME)
        relation = draft.equation("relation", _LETTERS)
        known = draft.setting.parameters
        rates = draft.constants("rates", known | frozenset(_LETTERS), frozenset(_LETTERS))
        task = cls(
            relation, draft.text("of").strip(), draft.constants("values", known), rates,
            draft.sentence("question"), setting=draft.setting,
        )  # fmt: skip
        if not draft.faults:
            task._look_for_faults(draft)
        if draft.faults or not task.is_in_letters:
            return task
        from tutor.kinds.rates_in_letters import RatesInLetters

        return RatesInLetters(task.relation, task.of, task.values, task.rates, task.story, setting=task.setting)

    def _look_for_faults(self, draft: Draft) -> None:
        known, known_letters = self.occurring, self.setting.parameters
        if self.of not in known:
            draft.fault("of", f'the letter "{self.of}" does not occur in the relation')
        for name, group in (("rates", self.rates), ("values", self.values)):
            for key, _ in group:
                if key not in known:
                    draft.fault(name, f'the letter "{key}" does not occur in the relation')
        for name, rate in self.rates:
            if rate != self.own_rate(name) and (letters(rate) - known_letters or _has_derivative(rate)):
                message = f"a rate is a number, a letter that is declared, or {self.rate(name)} itself"
                draft.fault("rates", message)
        if self.of in dict(self.rates):
            draft.fault("rates", f'the rate of "{self.of}" is asked for, so it cannot be given')

    # The mathematics

    @property
    def occurring(self) -> frozenset[str]:
        return (letters(self.relation.left) | letters(self.relation.right)) - {self.setting.wrt}

    @property
    def is_in_letters(self) -> bool:
        """Is the answer a formula? So it is without values, and where a letter or a rate stands for itself."""
        given = [value for _, value in (*self.rates, *self.values)]
        return any(map(letters, given)) or bool(self.needed and not self.values)

    def own_rate(self, name: str) -> Expr:
        """The rate of a letter that stands for itself."""
        return D(Sym(name), self.setting.wrt)

    @property
    def whole(self) -> Expr:
        """What is 0 on both sides of the relation."""
        return Add((self.relation.left, Neg(self.relation.right)))

    @property
    def moving(self) -> frozenset[str]:
        return frozenset(dict(self.rates)) | {self.of}

    @property
    def needed(self) -> frozenset[str]:
        """The letters that stand in the equation of the rates, and not only their rates."""
        last = self.derivation.steps[-1].line
        sides = (mapped(side, lambda e: ZERO if isinstance(e, D) else None) for side in (last.left, last.right))
        return frozenset[str]().union(*map(letters, sides))

    @property
    def missing(self) -> str:
        """The letter whose value has to be found from the relation first; "" where there is none."""
        return min(self.needed - dict(self.values).keys(), default="") if self.values else ""

    @property
    def all_values(self) -> dict[str, Expr]:
        """The values given, and the one that follows. Raises TutorError where that is not certain."""
        known, name = dict(self.values), self.missing
        if not name:
            return known
        if any(map(letters, known.values())):
            raise TutorError(f"the value of {name} cannot be found where others are letters; give it")
        left = self.occurring - frozenset(known)
        if len(left) > 1:
            raise TutorError(f"the values of {' and '.join(sorted(left))} cannot both be found from one relation")
        return known | {name: self._found(name, known)}

    def _found(self, name: str, known: dict[str, Expr]) -> Expr:
        from tutor.solve import UnsolvedError, zeros

        try:
            places = zeros(substitute(self.whole, known), name)
        except UnsolvedError:
            raise TutorError(f"the value of {name} cannot be found from the relation") from None
        positive = [place for place in places if size(place) > 0]
        if len(positive) != 1:
            raise TutorError(f"the relation leaves {name} more than one value, or none")
        return positive[0]

    @property
    def derivation(self) -> OfRates:
        return derive_rates(self.relation, self.moving, self.setting.wrt)

    def expected(self) -> Expr:
        here = self.all_values
        if self.occurring <= here.keys() and not self.holds(here):
            raise TutorError("with these values the relation does not hold")
        return self.solved(dict(self.rates))

    def holds(self, here: dict[str, Expr]) -> bool:
        """Is the relation true where the letters have these values?"""
        return is_zero(value_at(self.whole, here))

    def solved(self, rates: dict[str, Expr]) -> Expr:
        """The rate that is asked for, if the others are these."""
        return solved_rate(self.derivation, self.of, self.all_values, rates)

    # What is said

    def rate(self, name: str) -> str:
        """ "dV/dt"."""
        return f"d{letter(name)}/d{self.setting.wrt}"

    @property
    def told_rates(self) -> tuple[tuple[str, Expr], ...]:
        """The rates that have to be told."""
        return self.rates

    def statement(self) -> Statement:
        moments = joined([(f"{letter(name)} = ", value) for name, value in self.values])
        speeds = joined([(f"{self.rate(name)} = ", value) for name, value in self.told_rates])
        spoken = joined([(f"{name} equals ", value) for name, value in self.values])
        spoken_speeds = joined([(f"the rate of {name} is ", value) for name, value in self.told_rates])
        story = (self.story,) if isinstance(self.story, str) else self.story
        story = (*story, " ") if self.story else ()
        return Statement(
            (Given("", self.equation),),
            ask=(*story, *_when(moments, speeds, f"what is {self.rate(self.of)}{self.in_terms(self.rate)}?")),
            prompt=f"{self.rate(self.of)} =",
            name=self.rate(self.of),
            words=(*story, *_when(spoken, spoken_speeds, f"what is {_spoken(self.of)}{self.in_terms(_spoken)}?")),
        )

    def in_terms(self, rate: Callable[[str], str]) -> str:
        """What the answer is to be written in, ", in terms of r"; a number in none."""
        return ""

    @property
    def equation(self) -> Equation:
        return Equation(self.relation.left, self.relation.right)

    def shape(self) -> Shape:
        return ANumber(named=self.rate(self.of))

    @property
    def scope(self) -> Scope:
        return Scope(wrt=self.setting.wrt, letters=frozenset())

    @property
    def primes(self) -> str:
        """The hint that names the rates."""
        primes = listed([f"{letter(name)}′" for name in sorted(self.moving)])
        return (
            f"By the chain rule every letter that changes brings its rate: {primes}. {self.rate(self.of)} is "
            f"{letter(self.of)}′."
        )

    @property
    def last_line(self) -> str:
        """Both sides differentiated."""
        return pretty_line(self.derivation.steps[-1].line, self.setting.wrt)

    def hints(self) -> tuple[str, ...]:
        t = self.setting.wrt
        need = f" First find {letter(self.missing)} at that moment, from the equation itself." if self.missing else ""
        return (
            f"Differentiate the equation by {t} while everything still moves, and put in the numbers only then.",
            self.primes,
            f"Both sides differentiated:  {self.last_line} .",
            f"Put in the numbers and solve for {letter(self.of)}′.{need}",
        )

    def solution(self) -> tuple[Passage, ...]:
        passages: list[Passage] = [f"{letter(name)}′ is short for {self.rate(name)}." for name in sorted(self.moving)]
        passages.append(Derived(self.derivation, letter(self.of)))
        if self.missing:
            passages.append(("From the equation itself, at that moment:",))
            passages.append(Shown(letter(self.missing), self.all_values[self.missing]))
        moment = joined([(f"{letter(name)} = ", value) for name, value in self.values])
        speeds = joined([(f"{letter(name)}′ = ", value) for name, value in self.told_rates])
        put_in: tuple[str | Value, ...] = (*moment, *((", ",) if moment and speeds else ()), *speeds)
        solve = f"olve for {letter(self.of)}′."
        passages.append(("Put in ", *put_in, f", and s{solve}") if put_in else f"S{solve}")
        return (*passages, Shown(self.rate(self.of), self.expected()))

    @property
    def subject(self) -> Sentence:
        return (self.equation,)

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """A rate that was left out or taken for the answer, or the wrong step in a relation solved for a letter."""
        assert isinstance(given, Expr) and isinstance(expected, Expr)
        if said:
            return Told(said)
        same = self.comparing(budget)
        if about := slip_of(given, expected, self.slips(expected), same, rounded=True):
            return Told(about)
        return Told(said, alone(self._of_the_relation(given, budget)))

    def slips(self, expected: Expr) -> Iterator[Slip]:
        """The usual slips."""
        rates = dict(self.rates)
        missing = " and ".join(map(self.rate, rates))
        yield f"A factor is missing: {missing}.", lambda: self.solved(dict.fromkeys(rates, ONE))
        for name in rates if len(rates) > 1 else ():
            lost = f"What {self.rate(name)} adds is missing: that letter moves too."
            yield lost, partial(self.solved, rates | {name: ZERO})
        for name, rate in rates.items():
            yield f"That is {self.rate(name)}, which is given; asked is {self.rate(self.of)}.", just(rate)
        if self.of in dict(self.values) or self.of == self.missing:
            own = f"That is {letter(self.of)} at that moment; asked is how fast it changes."
            yield own, lambda: self.all_values[self.of]

    def _of_the_relation(self, given: Expr, budget: Budget) -> tuple[Mistake, ...]:
        """The wrong derivative behind a rate where the relation is a letter and a formula in one other."""
        from tutor.at_point import Place, diagnose_value

        if len(self.rates) != 1 or not isinstance(self.relation.left, Sym):
            return ()
        (name, rate), up, f = self.rates[0], self.relation.left.name, self.relation.right
        inside = self.of if up == name else name
        if {up, inside} != {self.of, name} or letters(f) != {inside} or is_zero(rate) or is_zero(given):
            return ()
        slope = simplest(Div(given, rate) if up == self.of else Div(rate, given))
        found = diagnose_value(f, slope, Place(inside, self.all_values[inside]), budget=budget)
        return tuple(replace(each, wrt=inside) for each in found)

    def next_step(self, given: Value) -> str:
        t = self.setting.wrt
        need = f" {letter(self.missing)} at that moment follows from the equation itself." if self.missing else ""
        return f"Differentiate both sides by {t} first, each letter with its rate; the numbers come after that.{need}"

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The rate that SymPy's partial derivatives give."""
        from tutor.opinions.points import disagrees_on_rate

        if sympy:
            other = disagrees_on_rate(self.whole, self.of, self.all_values, dict(self.rates), self.expected())
            if other:
                yield Lapse("relation", "rate-doubted", f"for SymPy the rate is {other}; please report this")
        if self.expected() == ZERO:
            yield Lapse("values", "degenerate", "the rate is 0 at this moment", "", "choose another moment")


def _spoken(name: str) -> str:
    return f"the rate of {name}"


def _when(moments: Parts, speeds: Parts, question: str) -> Parts:
    """ "When r = 2 and dr/dt = 3: what is …", or the question alone."""
    both = (*moments, " and ", *speeds) if moments and speeds else moments or speeds
    return ("When ", *both, f": {question}") if both else (question[0].upper() + question[1:],)


def _has_derivative(e: Expr) -> bool:
    return any(isinstance(node, D) for node in walk(e))
