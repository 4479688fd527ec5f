"""Which wrong step leads to a wrong number, where the value of a derivative at a place is asked for.

A number says less than a formula: some wrong way often hits it. So a likely mal-rule is named before all others, an
unlikely one only where hardly another gives the number, and none with a turn that nobody would take.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import cast

from tutor.apply import Detour, WrongMove
from tutor.budget import Budget
from tutor.candidates import Values
from tutor.diagnose import NOTHING, Diagnosis, Known, Mistake, searched
from tutor.evaluate import columns, value50
from tutor.expr import ZERO, Add, Expr, letters, substitute
from tutor.program import compile_
from tutor.rounded import has_decimals
from tutor.rules import MalRule
from tutor.rules.detours import REWRITING
from tutor.rules.elsewhere import AT_A_POINT
from tutor.rules.model import Special
from tutor.rules.priors import is_likely, says_little
from tutor.values import Interval
from tutor.verdict import Correct, Rounded, Verdict, Wrong
from tutor.ways import Way, Ways, agree, sampled

__all__ = ["POINT_UNUSED", "SIGN_ALONE", "SLOPE_OPEN", "Place", "diagnose_value", "elsewhere"]

_SHARE = 0.4
_ROUGHLY = 0.03
_MOST_UNLIKELY = 3
_BY_ID = {mal.id: mal for mal in AT_A_POINT}
TOO_EARLY, VALUE, SLOPE_OPEN, POINT_UNUSED, SIGN_ALONE = (_BY_ID[f"PNT-0{n}"] for n in range(1, 6))


@dataclass(frozen=True, slots=True)
class Place:
    """Where the derivative is taken, and how near a number has to come (None: it is to be exact)."""

    wrt: str
    at: Expr
    tolerance: Fraction | None = None


def elsewhere(mal: MalRule, f: Expr, wrong: Expr | None = None, *, order: int = 1) -> Mistake:
    """A mistake that is made in no derivation."""
    return Mistake(mal, None, f, order, (), wrong)


def diagnose_value(
    f: Expr,
    number: Expr,
    place: Place,
    *,
    order: int = 1,
    assume: Known = NOTHING,
    budget: Budget | None = None,
) -> tuple[Mistake, ...]:
    """The likely mistakes that give this number for the derivative of f at a place, the likeliest first.

    None where the number is right, or where time is over.
    """

    def found(own: Budget) -> tuple[Mistake, ...]:
        ways = _ways(f, place.wrt, order, tuple(sorted(assume.items())), place.at)
        ways.budget = own
        return _AtPlace(ways, number, assume, place=place).mistakes()

    return searched(budget or Budget(), found, _SHARE)


class _WaysAt(Ways):
    """The wrong ways by their values at one place; where there are parameters, at some values of these."""

    place: Expr = ZERO

    @cached_property
    def values(self) -> Values:
        usual = sampled(Add((self.f, self.place)), self.right.line, self.wrt, self.assume)
        program = compile_(self.place)
        if not (letters(self.f) - {self.wrt} or program.letters):
            return Values({self.wrt: columns(program, usual.zeros)[program.roots[0]][:1]}, usual.prepare)
        where = columns(program, usual.points if program.letters else usual.zeros)
        return Values({**usual.points, self.wrt: where[program.roots[0]]}, usual.prepare)


@lru_cache(maxsize=16)
def _ways(f: Expr, wrt: str, order: int, assume: tuple[tuple[str, Interval], ...], place: Expr) -> _WaysAt:
    ways = _WaysAt(f, wrt, order, cast("Mapping[str, Interval]", dict(assume)))
    ways.place = place
    return ways


@dataclass(frozen=True, slots=True)
class _AtPlace(Diagnosis):
    """The diagnosis of a number: what is compared is the value of a line at the place."""

    place: Place = Place("x", ZERO)

    def mistakes(self) -> tuple[Mistake, ...]:
        if not isinstance(self.compared(self.ways.right.line, self.answer), Wrong):
            return ()
        values = self.ways.values.once(self.answer)
        close = self.closeness(values)
        near = [way for way in self.ways.single if _is_plain(way) and agree(way.values, values, close)]
        named = [mistake for mistake in self.named(near, None) if not says_little(mistake.mal)]
        best: dict[str, Mistake] = {}
        of_the_place, of_a_rule = self.of_the_place(), sorted(named, key=self.surprise_of)
        # 0 and 1 are the value of nearly anything.
        first, second = (of_a_rule, of_the_place) if abs(values[0]) in (0, 1) else (of_the_place, of_a_rule)
        for mistake in (*first, *second):
            best.setdefault(mistake.mal.id, mistake)
        likely = tuple(mistake for mistake in best.values() if _is_likely(mistake.mal))
        return likely or (tuple(best.values()) if len(best) <= _MOST_UNLIKELY else ())

    def of_the_place(self) -> list[Mistake]:
        """What goes wrong with the place itself: it is put in too early, or into the function."""
        f = self.ways.f
        found = []
        if self.same(f, self.answer):
            found.append(elsewhere(VALUE, f, self.answer, order=self.ways.order))
        if isinstance(self.compared(ZERO, self.answer), Correct):
            found.append(elsewhere(TOO_EARLY, f, self.answer, order=self.ways.order))
        return found

    def closeness(self, values: list[float]) -> float:
        if self.place.tolerance is not None:
            return float(self.place.tolerance) / max(abs(values[0]), 1e-6)
        return _ROUGHLY if has_decimals(self.answer) else 1e-9

    def same(self, a: Expr, b: Expr) -> bool:
        return isinstance(self.compared(a, b), Correct | Rounded)

    def compared(self, right: Expr, answer: Expr) -> Verdict:
        """The verdict on the value of a line at the place."""
        here = substitute(right, {self.place.wrt: self.place.at})
        if self.place.tolerance is not None:
            a, b = value50(here, {}), value50(answer, {})
            near = a is not None and b is not None and abs(a - b) <= float(self.place.tolerance)
            return Correct("proved", "the tolerance") if near else Wrong(None)
        self.ways.check()
        from tutor.check import compare

        verdict = compare(here, answer, assume=self.assume, budget=self.ways.budget)
        self.ways.check()
        return verdict


def _is_plain(way: Way) -> bool:
    """One wrong move, on the way of the rule table or after rewriting a root or a fraction as a power."""
    wrong = sum(isinstance(move, WrongMove) for move in way.moves)
    turns = [move for move in way.moves if isinstance(move, Detour)]
    return wrong <= 1 and all(turn.rule in REWRITING for turn in turns)


def _is_likely(mal: MalRule) -> bool:
    return is_likely(mal) or isinstance(mal, Special) or mal in AT_A_POINT
