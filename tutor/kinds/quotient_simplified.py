"""The difference quotient in simplest form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.answers.prose import for_people
from tutor.answers.shapes import Formula, Shape
from tutor.expr import ONE, TWO, ZERO, Add, Div, Expr, Mul, Neg, Sym, depends_on, letters, substitute
from tutor.kinds.difference_quotient import DifferenceQuotient
from tutor.kinds.marking import Begun, Told
from tutor.kinds.slips import Slip, slip_of
from tutor.kinds.task import Statement
from tutor.kinds.wording import joined
from tutor.modes.difference import H
from tutor.show import pretty
from tutor.verdict import Unfinished

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Outcome
    from tutor.budget import Budget
    from tutor.kinds.task import Passage
    from tutor.worker import Prover


@dataclass(frozen=True, slots=True)
class SimplifiedQuotient(DifferenceQuotient):
    """The quotient, simplified until h can be 0, or taken apart by a theorem."""

    def statement(self) -> Statement:
        if self.is_apart:
            return self._statement_apart()
        return Statement(
            self.given,
            ask=f"simplify {self.written} until h can be 0",
            prompt="quotient =",
            name="the quotient",
            words=("Simplify ", *self.spoken_quotient, ", until h can be 0."),
        )

    def _statement_apart(self) -> Statement:
        """Where h cannot be 0 in the end: what must not be left is named."""
        nodes = joined(((node,) for node in self.theorem.moved), " and no ")
        without = (", with no ", *nodes, " left in it") if nodes else ()
        spoken = (". What must not be left in it: ", *nodes) if nodes else ()
        verb = "rewrite" if nodes else "simplify"
        return Statement(
            self.given,
            ask=(f"{verb} {self.written}", *without),
            prompt="quotient =",
            name="the quotient",
            words=(f"{verb.capitalize()} ", *self.spoken_quotient, *spoken, "."),
        )

    def expected(self) -> Expr:
        return self.simplified

    def shape(self) -> Shape:
        return Formula("a formula, such as 5 - 2h")

    def judge(self, given: Value, prover: Prover | None = None, budget: Budget | None = None) -> Outcome:
        """Equal is not enough: it must have a value at h = 0 as well, or be taken apart."""
        # ln(1 + h/x) has a value for negative x too, and no answer needs one there.
        wanted = self.written_out if self.is_apart else self.expected()
        outcome = self.shape().judge(wanted, given, self.asking(prover, budget))
        assert isinstance(given, Expr)
        return outcome._replace(verdict=Unfinished(given)) if outcome.right and not self._is_done(given) else outcome

    def _is_done(self, given: Expr) -> bool:
        return self.theorem.left(given) is None if self.is_apart else self._stands_at_zero(given)

    def _stands_at_zero(self, given: Expr) -> bool:
        """Has it a value at h = 0 where the right one has? A few places will do, as h cancels in all or none."""
        from tutor.evaluate import value

        here, right = (substitute(e, {H.name: ZERO}) for e in (given, self.simplified))
        names = sorted(letters(here) | letters(right))
        for first in (0.37, 1.93, 5.1, -0.83, 0.011):
            place = {name: first + 0.21 * i for i, name in enumerate(names)}
            if (there := value(right, place)) == there and (found := value(here, place)) != found:
                return False
        return True

    def begun(self, given: Value) -> Begun | None:
        from tutor.answers.writing import show

        said = "Equal so far, and not yet simplified: at h = 0 it is 0/0. Go on until h no longer divides."
        if isinstance(given, Expr) and (left := self.theorem.left(given)) is not None:
            said = f"Equal so far, and {pretty(left, self.setting.wrt)} is still in it. Take it apart."
        return Begun(said, show(given, self.setting.wrt))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Which slip leads to this quotient."""
        assert isinstance(given, Expr)
        same = self.comparing(budget)
        if about := slip_of(given, self.simplified, (*self.theorem.slips, *self._slips()), same):
            return Told(about)
        at_zero = substitute(given, {H.name: ZERO})
        if depends_on(given, {H.name}) and not self.is_apart and same(self.limit, at_zero):
            return Told("At h = 0 it gives what it should; look at the terms with h.")
        return Told(said)

    def _slips(self) -> Iterator[Slip]:
        """The usual slips: at the limit, before the division, in f(x + h), in the sign of f(x)."""
        quotient, name, start = self.simplified, self.name, self.start
        wrt, here = self.setting.wrt, Sym(self.setting.wrt) if self.place is None else self.place
        height, step = substitute(self.f, {wrt: here}), substitute(self.f, {wrt: H})
        if depends_on(quotient, {H.name}):
            limit = "That is its limit. Asked is the quotient before h goes to 0, so h still stands in it."
            yield limit, lambda: self.limit
        difference = f"That is the difference {self.written[1:-3]} alone. Divide it by h."
        yield difference, lambda: Mul((H, quotient))
        yield "The size is right; look at the sign.", lambda: Neg(quotient)
        dream = f"{name}({start} + h) is not {name}({start}) + {name}(h): put  {start} + h  in brackets into {name}."
        yield dream, lambda: Div(step, H)
        alone_ = f"{name}({start} + h) is not {name}({start}) + h: h goes into {name} too."
        yield alone_, lambda: ONE
        plus = f"{name}({start}) is taken away: there is a minus between the two values."
        yield plus, lambda: Add((quotient, Mul((TWO, Div(height, H)))))
        kept = f"{name}({start}) is still to be taken away before h divides."
        yield kept, lambda: Add((quotient, Div(height, H)))

    def next_step(self, given: Value) -> str:
        return f"Write down {self.name}({self.start} + h) first, with  {self.start} + h  in brackets for the variable."

    def hints(self) -> tuple[str, ...]:
        wrt, name, start = self.setting.wrt, self.name, self.start
        return (
            f"For {name}({start} + h) put  {start} + h , in brackets, wherever {name} has {wrt}.",
            f"Written out it is  {pretty(self.written_out, wrt)} .",
            for_people(self.method, wrt),
            for_people(self.theorem.sorting, wrt)
            or f"In the end h does not divide any more: at h = 0 you would have  {pretty(self.limit)} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        return self.simplifying()
