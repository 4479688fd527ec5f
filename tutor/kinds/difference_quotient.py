"""The difference quotient, simplified until h no longer divides; or its limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from tutor.answers.prose import for_people
from tutor.answers.shapes import Formula, Shape
from tutor.expr import (
    ONE,
    TWO,
    ZERO,
    Add,
    Call,
    Div,
    Expr,
    Mul,
    Neg,
    Pow,
    Sym,
    as_fraction,
    depends_on,
    letters,
    substitute,
    walk,
)
from tutor.kinds.by_theorem import ByTheorem
from tutor.kinds.marking import Begun, Told
from tutor.kinds.slips import Slip, alone, slip_of
from tutor.kinds.task import Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import called, joined, primed, value_of
from tutor.modes.difference import H, limit_of_quotient, raw_quotient, simplified_quotient, with_factor
from tutor.scope import Scope
from tutor.show import pretty
from tutor.verdict import Unfinished

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Outcome
    from tutor.answers.prose import Sentence
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.worker import Prover

_QUOTIENT, _LIMIT = ASKED = ("quotient", "limit")
_FRACTION = "Bring the fractions on one denominator. Above, what has no h cancels, and h can be divided out."
_ROOT = (
    "Multiply above and below by the sum of the two roots. Above, the roots become squares, and h can be divided out."
)
_SUM = "Multiply out. What has no h cancels, and every term that is left has a factor h, which is divided out."


@dataclass(frozen=True, slots=True)
class DifferenceQuotient(Task):
    """(f(x + h) - f(x))/h in simplest form, or what it tends to; at a place where one is given.

    Of sines, cosines, logarithms and powers it is taken apart: f(x + h) is left nowhere in it, and h in known limits.
    """

    f: Expr
    place: Expr | None = None
    asked: str = _QUOTIENT

    @classmethod
    def build(cls, draft: Draft) -> Self:
        f = draft.function()
        place = draft.place("at", f) if draft.has("at") else None
        return cls(f, place, draft.one_of("asked", ASKED), setting=draft.setting)

    @property
    def name(self) -> str:
        return called(self.f, self.setting, ("h",))

    @property
    def start(self) -> str:
        return self.setting.wrt if self.place is None else pretty(self.place)

    @property
    def written(self) -> str:
        """ "(f(x + h) − f(x))/h"."""
        return f"({self.name}({self.start} + h) − {self.name}({self.start}))/h"

    @property
    def slope_of(self) -> str:
        """ "f′(x)"."""
        return f"{primed(self.name)}({self.start})"

    def statement(self) -> Statement:
        wrt, name = self.setting.wrt, self.name
        given = (Given(f"{name}({wrt})", self.f),)
        from_here: tuple[str | Value, ...] = (f"from {wrt} to {wrt} plus h",)
        if self.place is not None:
            from_here = ("from ", self.place, " to ", self.place, " plus h")
        quotient = (f"the difference quotient of {name} ", *from_here)
        if self.asked == _LIMIT:
            return Statement(
                given,
                ask=f"find the limit of {self.written} for h → 0",
                prompt="limit =",
                name="the limit",
                words=("Find the limit, as h goes to 0, of ", *quotient, "."),
            )
        if self._is_apart:
            return self._statement_apart(given, quotient)
        return Statement(
            given,
            ask=f"simplify {self.written} until h can be 0",
            prompt="quotient =",
            name="the quotient",
            words=("Simplify ", *quotient, ", until h can be 0."),
        )

    def _statement_apart(self, given: tuple[Given, ...], quotient: tuple[str | Value, ...]) -> Statement:
        """Where h cannot be 0 in the end: what must not be left is named."""
        nodes = joined(((node,) for node in self._theorem.moved), " and no ")
        without = (", with no ", *nodes, " left in it") if nodes else ()
        spoken = (". What must not be left in it: ", *nodes) if nodes else ()
        verb = "rewrite" if nodes else "simplify"
        return Statement(
            given,
            ask=(f"{verb} {self.written}", *without),
            prompt="quotient =",
            name="the quotient",
            words=(f"{verb.capitalize()} ", *quotient, *spoken, "."),
        )

    @property
    def _theorem(self) -> ByTheorem:
        return ByTheorem(self.f, self.setting.wrt, self.place)

    @property
    def _is_apart(self) -> bool:
        """Is it more than algebra that takes the quotient apart?"""
        return bool(self._theorem.parts)

    @property
    def simplified(self) -> Expr:
        return simplified_quotient(self.f, self.setting.wrt, self.place)

    @property
    def limit(self) -> Expr:
        from tutor.derive import derive

        wrt = self.setting.wrt
        slope = derive(self.f, wrt).line
        return slope if self.place is None else value_of(slope, wrt, self.place)

    def expected(self) -> Expr:
        return self.simplified if self.asked == _QUOTIENT else self.limit

    def shape(self) -> Shape:
        return (
            Formula("a formula, such as 5 - 2h", names=("limit", self.slope_of.replace("′", "'")))
            if self.asked == _LIMIT
            else _SHAPE
        )

    @property
    def scope(self) -> Scope:
        own = {H.name} | (set() if self.place is not None else {self.setting.wrt})
        return Scope(wrt=self.setting.wrt, letters=self.setting.parameters | own, functions=self.setting.functions)

    def judge(self, given: Value, prover: Prover | None = None, budget: Budget | None = None) -> Outcome:
        """Equal is not enough for a quotient: it must have a value at h = 0 as well, or be taken apart."""
        # ln(1 + h/x) has a value for negative x too, and no answer needs one there.
        wanted = raw_quotient(self.f, self.setting.wrt, self.place) if self._has_to_come_apart else self.expected()
        outcome = self.shape().judge(wanted, given, self.asking(prover, budget))
        assert isinstance(given, Expr)
        if self.asked == _QUOTIENT and outcome.right and not self._is_done(given):
            return outcome._replace(verdict=Unfinished(given))
        return outcome

    @property
    def _has_to_come_apart(self) -> bool:
        return self.asked == _QUOTIENT and self._is_apart

    def _is_done(self, given: Expr) -> bool:
        return self._theorem.left(given) is None if self._is_apart else self._stands_at_zero(given)

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
        if isinstance(given, Expr) and (left := self._theorem.left(given)) is not None:
            said = f"Equal so far, and {pretty(left, self.setting.wrt)} is still in it. Take it apart."
        return Begun(said, show(given, self.setting.wrt))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Which slip leads to this quotient; of a limit, which wrong step the derivative is."""
        assert isinstance(given, Expr)
        same = self.comparing(budget)
        if self.asked == _LIMIT:
            if depends_on(given, {H.name}):
                return Told(_H_IS_GONE_BY_LIMITS if self._is_apart else _H_IS_GONE)
            if about := slip_of(given, self.limit, self._theorem.mistaken, same):
                return Told(about)
            return self._about_the_limit(given, said, budget)
        if about := slip_of(given, self.simplified, (*self._theorem.slips, *self._slips()), same):
            return Told(about)
        at_zero = substitute(given, {H.name: ZERO})
        if depends_on(given, {H.name}) and not self._is_apart and same(self.limit, at_zero):
            return Told("At h = 0 it gives what it should; look at the terms with h.")
        return Told(said)

    def _about_the_limit(self, given: Expr, said: str, budget: Budget) -> Told:
        from tutor.at_point import Place, diagnose_value
        from tutor.diagnose import diagnose

        wrt, assume = self.setting.wrt, self.setting.assume
        if self.comparing(budget)(Neg(self.limit), given):
            return Told("The size is right; look at the sign.")
        if self.place is None:
            return Told(said, alone(diagnose(self.f, given, wrt, assume=assume, budget=budget)))
        if self.place != Sym(wrt) and letters(self.place):
            f, place = substitute(self.f, {wrt: self.place}), next(iter(letters(self.place)))
            found = alone(diagnose(f, given, place, assume=assume, budget=budget))
            return Told(said, tuple(replace(each, wrt=place) for each in found))
        return Told(said, alone(diagnose_value(self.f, given, Place(wrt, self.place), assume=assume, budget=budget)))

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
        if self.asked == _LIMIT and self._is_apart:
            return "Take the quotient apart first, until h stands in known limits alone. Then put them in."
        if self.asked == _LIMIT:
            return "Simplify the quotient first, until h no longer divides. Then let h be 0."
        return f"Write down {self.name}({self.start} + h) first, with  {self.start} + h  in brackets for the variable."

    @property
    def _method(self) -> Sentence:
        """How h is made to cancel here, or taken apart from the variable."""
        if self._is_apart:
            return self._theorem.method
        moving = [node for node in walk(self.f) if depends_on(node, {self.setting.wrt})]
        if any(isinstance(node, Call) for node in moving):
            return _ROOT
        is_fraction = any(
            (isinstance(node, Div) and depends_on(node.den, {self.setting.wrt}))
            or (isinstance(node, Pow) and (as_fraction(node.exp) or 0) < 0)
            for node in moving
        )
        return _FRACTION if is_fraction else _SUM

    def hints(self) -> tuple[str, ...]:
        wrt, name, start = self.setting.wrt, self.name, self.start
        moved = pretty(raw_quotient(self.f, wrt, self.place), wrt)
        setup, method, theorem = f"Written out it is  {moved} .", for_people(self._method, wrt), self._theorem
        if self._is_apart and self.asked == _LIMIT:
            return (
                "As it stands, h = 0 would give 0/0. Take it apart first, until h stands in limits that are known.",
                setup,
                f"What takes it apart: {theorem.laws}.",
                f"{method} {for_people(theorem.known, wrt)}",
            )
        if self.asked == _LIMIT:
            return (
                "As it stands, h = 0 would give 0/0. Simplify first, and let h be 0 only then.",
                setup,
                method,
                "What is left has a value at h = 0, and that is the limit. Put in h = 0.",
            )
        return (
            f"For {name}({start} + h) put  {start} + h , in brackets, wherever {name} has {wrt}.",
            setup,
            method,
            for_people(theorem.sorting, wrt)
            or f"In the end h does not divide any more: at h = 0 you would have  {pretty(self.limit)} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        wrt = self.setting.wrt
        passages: tuple[Passage, ...] = (
            "The change of the function, over the change of its variable:",
            Shown("", raw_quotient(self.f, wrt, self.place)),
            self._method,
            *self._before_dividing(),
            Shown("", self.simplified),
        )
        if self.asked == _QUOTIENT:
            return passages
        return (*passages, self._theorem.known or "Now h may be 0:", Shown(self.slope_of, self.expected()))

    def _before_dividing(self) -> tuple[Passage, ...]:
        """The line in which h stands as a factor above and below; none where h is in several fractions.

        Where a theorem is used it is the line that it gives, and how that is sorted.
        """
        if self._is_apart:
            return Shown("", self._theorem.opened), self._theorem.sorting
        line = with_factor(self.simplified, self.setting.wrt)
        return () if line is None else (Shown("", line),)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The quotient as it was set up, and SymPy's derivative, at many places."""
        from tutor.opinions.formulas import disagrees_on_limit, disagrees_on_quotient

        other = disagrees_on_quotient(self.f, self.setting.wrt, self.place, self.simplified, sympy)
        if sympy and not other and self._is_apart:
            known = limit_of_quotient(self.f, self.setting.wrt, self.place)
            other = disagrees_on_limit(self.f, self.setting.wrt, self.place, known)
        if other:
            yield Lapse("function", "quotient-doubted", f"{other}; please report this")


_SHAPE = Formula("a formula, such as 5 - 2h")
_H_IS_GONE = "In the limit h is gone: let it be 0 once it no longer divides."
_H_IS_GONE_BY_LIMITS = "In the limit h is gone. Put in what the parts with h go to."
