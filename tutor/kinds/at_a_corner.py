"""What is asked for at a corner: the derivative, all subgradients, or the number that a program returns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.answers.model import Infinity, Interval, Word
from tutor.answers.sets import Intervals
from tutor.answers.shapes import ANumber, Shape
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import ZERO, Add, Call, Expr, Neg, mapped, substitute
from tutor.kinds.ends import about_turned_ends, same_end
from tutor.kinds.marking import Told
from tutor.kinds.subgradient import SWITCHES, Subgradient
from tutor.kinds.task import Derived, Lapse, Shown, Statement
from tutor.kinds.wording import at, primed, value_of
from tutor.show import pretty
from tutor.slopes import UNDEFINED
from tutor.surds import is_zero, size, value_at
from tutor.tidy import tidy

if TYPE_CHECKING:
    from tutor.answers.model import End, Value
    from tutor.budget import Budget
    from tutor.kinds.instances import Instance
    from tutor.kinds.task import Equal, Passage

_SIDES = (("left", -1), ("right", 1))


@dataclass(frozen=True, slots=True)
class AtACorner(Subgradient):
    """What is known of the two sides of a place."""

    place: Expr

    @property
    def there(self) -> str:
        """ "x = 2"."""
        return at(self.setting.wrt, self.place)

    @property
    def spoken_place(self) -> tuple[str | Value, ...]:
        return (f" at {self.setting.wrt} equals ", self.place)

    def side(self, side: int) -> End | Word:
        return self.slope_at(self.place, side)

    def next_step(self, given: Value) -> str:
        return f"Work out two slopes first: that just below {self.there}, and that just above."

    @property
    def both_slopes(self) -> str:
        """The hint that gives the slopes on both sides away."""
        left, right = (pretty(s) if isinstance(s := self.side(side), Expr) else "infinite" for side in (-1, 1))
        return f"The slope on the left is {left}, on the right {right}."

    def both_sides(self) -> tuple[Passage, ...]:
        """The beginning of a solution."""
        formulas = ((word, side, self.branch_at(self.f, size(self.place), side)) for word, side in _SIDES)
        return tuple(
            (f"On the {word} {self.name} is ", formula, ", and its slope at the place is ", self.side(side), ".")
            for word, side, formula in formulas
        )

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """Slopes of short secants on both sides."""
        for known in self.instances:
            yield from self.examined(known)

    def examined(self, known: Instance) -> Iterator[Lapse]:
        """The same for values of the letters."""
        from tutor.opinions.points import disagrees_on_secants

        f = substitute(self.f, known)
        for _, side in _SIDES:
            slope = self.side(side)
            ours = substitute(slope, known) if isinstance(slope, Expr) else slope
            if other := disagrees_on_secants(f, self.setting.wrt, self.place, side, ours):
                yield Lapse("at", "slope-doubted", f"short secants have the slope {other}; please report this")


@dataclass(frozen=True, slots=True)
class DerivativeAtACorner(AtACorner):
    """The derivative, which is there only where the corner is none."""

    def statement(self) -> Statement:
        slope = primed(self.name)
        ask = f"{self.opening}the derivative at {self.there}: its value, or undefined"
        words = (
            f"{self.spoken_opening}Find the derivative of {self.name}", *self.spoken_place,
            ". Type its value, or undefined.",
        )  # fmt: skip
        return Statement(self.given, ask, f"{slope}({pretty(self.place)}) =", slope, words)

    def expected(self) -> Value:
        return self.side(1) if self.is_smooth_at(self.place) else UNDEFINED

    def shape(self) -> Shape:
        return ANumber(can_be_undefined=True)

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        if isinstance(expected, Word) and isinstance(given, Expr):
            return Told("The slopes on the two sides differ, whatever a program may return.")
        return Told(said)

    def hints(self) -> tuple[str, ...]:
        return (
            "Look at the slopes on both sides of the place.",
            "A derivative needs the same slope on both.",
            self.both_slopes,
        )

    def solution(self) -> tuple[Passage, ...]:
        return (*self.both_sides(), Shown("", self.expected()))


@dataclass(frozen=True, slots=True)
class Subdifferential(AtACorner):
    """All subgradients of a convex function: an interval from the slope on the left to that on the right."""

    def statement(self) -> Statement:
        ask = f"{self.opening}the subdifferential at {self.there}: all subgradients, as an interval"
        words = (
            f"{self.spoken_opening}Find the subdifferential of {self.name}", *self.spoken_place,
            ": all subgradients, as an interval.",
        )  # fmt: skip
        return Statement(self.given, ask, "g in", "the subdifferential", words)

    def expected(self) -> Interval:
        left, right = self.side(-1), self.side(1)
        if isinstance(left, Infinity | Word) or isinstance(right, Infinity | Word):
            raise TutorError("a one-sided slope is missing or infinite here")
        if any(size(substitute(left, known)) >= size(substitute(right, known)) for known in self.instances):
            raise TutorError("this is no corner of a convex function: the right slope has to be the larger one")
        return Interval(left, right, True, True)

    def shape(self) -> Shape:
        return Intervals("g", single=True)

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Turned ends, one right end, or the slope of what has no corner left out."""
        if not isinstance(expected, Interval) or not isinstance(given, Interval):
            return Told(said)
        same = self.comparing(budget)
        if about := about_turned_ends(expected, given, same):
            return Told(about)
        match same_end(expected.lo, given.lo, same), same_end(expected.hi, given.hi, same):
            case True, True:
                return Told("The ends are right, and they belong to it: each one-sided slope is a subgradient.")
            case True, False:
                return Told(f"{said} The right end is the slope of {self.name} just above {self.there}.".strip())
            case False, True:
                return Told(f"{said} The left end is the slope of {self.name} just below {self.there}.".strip())
        if not said and _are_shifted(expected, given, same):
            return Told("The length is right. What has no corner there brings its slope as well.")
        return Told(said)

    def hints(self) -> tuple[str, ...]:
        return (
            "A subgradient is the slope of a line through the corner that stays below the graph.",
            "The steepest such lines are those along the two sides.",
            "So it reaches from the slope on the left to the slope on the right, both included.",
            self.both_slopes,
        )

    def solution(self) -> tuple[Passage, ...]:
        between = "Every slope between these two belongs to a line that stays below the graph, and so do they."
        return (*self.both_sides(), between, Shown("", self.expected()))

    def examined(self, known: Instance) -> Iterator[Lapse]:
        """Also, whether lines with the slopes at the ends stay below the graph."""
        from tutor.opinions.curves import stays_below

        yield from AtACorner.examined(self, known)
        f, expected = substitute(self.f, known), self.expected()
        for end in (expected.lo, expected.hi):
            if isinstance(end, Expr) and not stays_below(f, self.setting.wrt, self.place, substitute(end, known)):
                message = "the function is not convex: a line with this slope does not stay below it"
                yield Lapse("function", "not-convex", message)


@dataclass(frozen=True, slots=True)
class ByConvention(AtACorner):
    """What a program returns for the derivative that takes the slope of bars and relu to be 0 at their corner."""

    def statement(self) -> Statement:
        slope, convention = primed(self.name), "with slope 0 for |u| and relu(u) where u = 0"
        ask = f"{self.opening}what does a program return for {slope} at {self.there}, {convention}?"
        words = (
            f"{self.spoken_opening}What does a program return for the derivative of {self.name}", *self.spoken_place,
            ", if it takes the slope 0 for bars and relu where their inside is 0?",
        )  # fmt: skip
        return Statement(self.given, ask, "returned:", "the number", words)

    def expected(self) -> Value:
        if self.is_smooth_at(self.place):
            raise TutorError("there is a derivative here, so no convention is needed")
        return value_of(derive(self.moving(), self.setting.wrt).line, self.setting.wrt, self.place)

    def shape(self) -> Shape:
        return ANumber(example="7")

    def moving(self) -> Expr:
        """What is left of f where the bars and relu that have a corner at the place count as constant."""

        def still(node: Expr) -> Expr | None:
            if not isinstance(node, Call) or node.name not in SWITCHES:
                return None
            inside, there = node.args[0], {self.setting.wrt: self.place}
            is_still = self.same_for_all(lambda known: is_zero(value_at(substitute(inside, known), there)))
            return ZERO if is_still else self.branch_at(node, size(self.place), 1)

        return tidy(mapped(self.f, still))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """The slope on one side."""
        same = self.comparing(budget)
        if isinstance(given, Expr) and any(same_end(self.side(side), given, same) for _, side in _SIDES):
            return Told("This is the slope on one side. At its corner the program takes the slope 0.")
        return Told(said)

    def next_step(self, given: Value) -> str:
        return "Differentiate by the rules, and put in the place: a part whose inside is 0 there has the slope 0."

    def hints(self) -> tuple[str, ...]:
        return (
            "Differentiate by the rules, as the program does. Which insides are 0 at the place?",
            "A part with the slope 0 there counts like a constant.",
            f"What is left to differentiate is  {pretty(self.moving(), self.setting.wrt)} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        wrt, left = self.setting.wrt, self.moving()
        return (
            ("Where the inside is 0, bars and relu have the slope 0. What is left is ", left, ":"),
            Derived(derive(left, wrt), f"{self.name}({wrt})"),
            Shown("", self.expected()),
        )


def _are_shifted(expected: Interval, given: Interval, same: Equal) -> bool:
    """Is the one as long as the other?"""
    lo, hi, low, high = expected.lo, expected.hi, given.lo, given.hi
    if not (isinstance(lo, Expr) and isinstance(hi, Expr) and isinstance(low, Expr) and isinstance(high, Expr)):
        return False
    return same(Add((hi, Neg(lo))), Add((high, Neg(low))))
