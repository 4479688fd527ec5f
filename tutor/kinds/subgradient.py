"""A function with corners: its derivative in pieces, and at a corner what is asked for there.

The derivative at a corner does not exist; its subgradients are an interval; a program returns one number by convention.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Infinity, Interval, Pieces, Point, Word
from tutor.answers.pieces import InPieces
from tutor.answers.sets import LEAST, MOST, Intervals
from tutor.answers.shapes import ANumber, Shape
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import ZERO, Add, Call, Expr, Neg, letters, mapped, walk
from tutor.kinds.decimals import in_full
from tutor.kinds.marking import Told
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import at, called, primed
from tutor.scope import Scope
from tutor.show import pretty
from tutor.slopes import UNDEFINED, branch, is_differentiable, one_sided
from tutor.surds import is_zero, size, value_at
from tutor.tidy import tidy

if TYPE_CHECKING:
    from tutor.answers.model import End, Value
    from tutor.answers.outcome import Ask
    from tutor.answers.prose import Sentence
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.worker import Prover

_ASKED = ("pieces", "derivative", "subdifferential", "convention")
_SWITCHES = frozenset({"abs", "relu", "max", "min"})
_CONVENTION = "with slope 0 for |u| and relu(u) where u = 0"


@dataclass(frozen=True, slots=True)
class Subgradient(Task):
    """The derivative in `pieces`; or at `place` the derivative, the subdifferential or the number of a program."""

    f: Expr
    asked: str
    place: Expr | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
        f, asked = draft.function(), draft.one_of("asked", _ASKED)
        names = {node.name for node in walk(f) if isinstance(node, Call)}
        if not names & _SWITCHES:
            draft.fault("function", "there is no corner in this: no bars, relu, max or min")
        elif letters(f) - {draft.setting.wrt}:
            draft.fault("function", "only numbers can stand here beside the variable")
        elif asked == "convention" and names & {"max", "min"}:
            draft.fault("function", "programs differ on max and min; write it with relu or bars")
        if asked != "pieces" and not draft.has("at"):
            draft.fault("asked", '"at" is missing', "wanted: at, the place of the corner", "missing-field")
        return cls(f, asked, draft.place("at", f) if draft.has("at") else None, setting=draft.setting)

    @property
    def name(self) -> str:
        return called(self.f, self.setting)

    @property
    def there(self) -> Expr:
        assert self.place is not None
        return self.place

    def side(self, side: int) -> End | Word:
        return one_sided(self.f, self.setting.wrt, self.there, side)

    def moving(self) -> Expr:
        """What is left of f where the bars and relu that have a corner at the place count as constant."""

        def still(node: Expr) -> Expr | None:
            if not isinstance(node, Call) or node.name not in _SWITCHES:
                return None
            inside = value_at(node.args[0], {self.setting.wrt: self.there})
            return ZERO if is_zero(inside) else branch(node, self.setting.wrt, size(self.there), 1)

        return tidy(mapped(self.f, still))

    # Pieces

    def corners(self) -> tuple[Expr, ...]:
        """Where one of the bars and the like changes its branch, in order."""
        from tutor.solve import in_order, zeros

        found: dict[Expr, None] = {}
        for node in walk(self.f):
            if isinstance(node, Call) and node.name in _SWITCHES:
                pairs = [node.args[0]] if len(node.args) == 1 else [Add((node.args[0], Neg(b))) for b in node.args[1:]]
                for e in pairs:
                    found |= dict.fromkeys(zeros(e, self.setting.wrt))
        return in_order(found)

    def branches(self) -> tuple[tuple[Expr, Interval], ...]:
        """The formula between each two corners in a row."""
        places = self.corners()
        ends: tuple[End, ...] = (LEAST, *places, MOST)
        sizes = [size(places[0]) - 2, *map(size, places), size(places[-1]) + 2] if places else [-1.0, 1.0]
        return tuple(
            (branch(self.f, self.setting.wrt, (a + b) / 2, 1), Interval(lo, hi))
            for (lo, hi), (a, b) in zip(pairwise(ends), pairwise(sizes), strict=True)
        )

    def pieces(self) -> Pieces:
        wrt = self.setting.wrt
        found: list[tuple[Expr | Word, Interval | Point]] = []
        for formula, where in self.branches():
            slope = derive(formula, wrt).line
            found.append((slope, where))
        for place in self.corners():
            if is_differentiable(self.f, wrt, place):
                slope_there = one_sided(self.f, wrt, place, 1)
                assert isinstance(slope_there, Expr | Word)
                found.append((slope_there, Point((place,))))
        if len(found) == 2 * len(self.corners()) + 1:
            raise TutorError("the function has a derivative everywhere: there is no corner")
        return Pieces(wrt, tuple(found))

    # The task

    def statement(self) -> Statement:
        wrt, name = self.setting.wrt, self.name
        slope, given = primed(name), (Given(f"{name}({wrt})", self.f),)
        if self.asked == "pieces":
            ask = f"find {slope}({wrt}) in pieces; leave out the places without a derivative"
            words: Sentence = f"Find the derivative of {name} in pieces. Leave out the places where there is none."
            return Statement(given, ask, f"{slope}({wrt}) =", slope, words)
        place, there = at(wrt, self.there), (f" at {wrt} equals ", self.there)
        match self.asked:
            case "derivative":
                ask = f"the derivative at {place}: its value, or undefined"
                words = (f"Find the derivative of {name}", *there, ". Type its value, or undefined.")
                return Statement(given, ask, f"{slope}({pretty(self.there)}) =", slope, words)
            case "subdifferential":
                ask = f"the subdifferential at {place}: all subgradients, as an interval"
                words = (f"Find the subdifferential of {name}", *there, ": all subgradients, as an interval.")
                return Statement(given, ask, "g in", "the subdifferential", words)
        ask = f"what does a program return for {slope} at {place}, {_CONVENTION}?"
        words = (
            f"What does a program return for the derivative of {name}", *there,
            ", if it takes the slope 0 for bars and relu where their inside is 0?",
        )  # fmt: skip
        return Statement(given, ask, "returned:", "the number", words)

    def expected(self) -> Value:
        match self.asked:
            case "pieces":
                return self.pieces()
            case "derivative":
                fine = is_differentiable(self.f, self.setting.wrt, self.there)
                return self.side(1) if fine else UNDEFINED
            case "convention":
                if is_differentiable(self.f, self.setting.wrt, self.there):
                    raise TutorError("there is a derivative here, so no convention is needed")
                return value_at(derive(self.moving(), self.setting.wrt).line, {self.setting.wrt: self.there})
        left, right = self.side(-1), self.side(1)
        if isinstance(left, Infinity | Word) or isinstance(right, Infinity | Word):
            raise TutorError("a one-sided slope is missing or infinite here")
        if size(left) >= size(right):
            raise TutorError("this is no corner of a convex function: the right slope has to be the larger one")
        return Interval(left, right, True, True)

    def shape(self) -> Shape:
        match self.asked:
            case "pieces":
                return InPieces(self.setting.wrt)
            case "subdifferential":
                return Intervals("g", single=True)
        return ANumber(can_be_undefined=self.asked == "derivative", example="" if self.asked == "derivative" else "7")

    @property
    def scope(self) -> Scope:
        known = {self.setting.wrt} if self.asked == "pieces" else set()
        return Scope(wrt=self.setting.wrt, letters=frozenset(known))

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        return in_full(Task.asking(self, prover, budget))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:

        same = self.comparing(budget)
        match expected, given:
            case Interval(), Interval():
                ends = ((expected.lo, given.lo), (expected.hi, given.hi))
                if all(isinstance(a, Expr) and isinstance(b, Expr) and same(a, b) for a, b in ends):
                    return Told("The ends are right, and they belong to it: each one-sided slope is a subgradient.")
                right = [isinstance(a, Expr) and isinstance(b, Expr) and same(a, b) for a, b in ends]
                if sum(right) == 1:
                    side, word = ("right", "above") if right[0] else ("left", "below")
                    there = at(self.setting.wrt, self.there)
                    return Told(f"{said} The {side} end is the slope of {self.name} just {word} {there}.".strip())
            case Word(), _ if isinstance(given, Expr):
                return Told("The slopes on the two sides differ, whatever a program may return.")
        if self.asked == "convention" and isinstance(given, Expr):
            sides = (self.side(-1), self.side(1))
            if any(isinstance(slope, Expr) and same(slope, given) for slope in sides):
                return Told("This is the slope on one side. At its corner the program takes the slope 0.")
        return Told(said)

    def next_step(self, given: Value) -> str:
        if self.asked == "pieces":
            return "Cut the line where the inside of bars, relu or max changes its sign, and differentiate each piece."
        if self.asked == "convention":
            return "Differentiate by the rules, and put in the place: a part whose inside is 0 there has the slope 0."
        return f"Work out two slopes first: that just below {at(self.setting.wrt, self.there)}, and that just above."

    def hints(self) -> tuple[str, ...]:
        wrt = self.setting.wrt
        if self.asked == "pieces":
            places = ", ".join(map(pretty, self.corners()))
            formula, _ = self.branches()[0]
            return (
                "Where does the inside of the bars, of relu or of max change its sign? Cut the line there.",
                f"The line is cut at {wrt} = {places} .",
                f"On the far left it is  {pretty(formula, wrt)} .",
                "Differentiate each formula; at a cut with two different slopes there is no derivative.",
            )
        left, right = (pretty(s) if isinstance(s := self.side(side), Expr) else "infinite" for side in (-1, 1))
        sides = f"The slope on the left is {left}, on the right {right}."
        match self.asked:
            case "derivative":
                return (
                    "Look at the slopes on both sides of the place.",
                    "A derivative needs the same slope on both.",
                    sides,
                )
            case "subdifferential":
                return (
                    "A subgradient is the slope of a line through the corner that stays below the graph.",
                    "The steepest such lines are those along the two sides.",
                    "So it reaches from the slope on the left to the slope on the right, both included.",
                    sides,
                )
        return (
            "Differentiate by the rules, as the program does. Which insides are 0 at the place?",
            "A part with the slope 0 there counts like a constant.",
            f"What is left to differentiate is  {pretty(self.moving(), wrt)} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        wrt, name = self.setting.wrt, self.name
        passages: list[Passage] = []
        if self.asked == "pieces":
            for formula, where in self.branches():
                condition = Pieces(wrt, ((formula, where),))
                passages += [(f"{name} is ", condition, ":"), Derived(derive(formula, wrt), f"{name}({wrt})")]
            return (*passages, Shown(f"{primed(name)}({wrt})", self.pieces()))
        if self.asked == "convention":
            left = self.moving()
            passages.append(("Where the inside is 0, bars and relu have the slope 0. What is left is ", left, ":"))
            return (*passages, Derived(derive(left, wrt), f"{name}({wrt})"), Shown("", self.expected()))
        for word, side in (("left", -1), ("right", 1)):
            formula = branch(self.f, wrt, size(self.there), side)
            passages += [
                (f"On the {word} {name} is ", formula, ", and its slope at the place is ", self.side(side), "."),
            ]
        if self.asked == "subdifferential":
            passages.append(
                "Every slope between these two belongs to a line that stays below the graph, and so do they."
            )
        return (*passages, Shown("", self.expected()))

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        return tuple((formula, self.setting.wrt) for formula, _ in self.branches())

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """Slopes of short secants: on each piece, on both sides of the corner; and that lines stay below the graph."""
        from tutor.opinions.curves import secant_slope, stays_below
        from tutor.opinions.points import disagrees_on_secants

        wrt, expected = self.setting.wrt, self.expected()
        if isinstance(expected, Pieces):
            for what, where in expected.pieces:
                for x in _inside(where):
                    ours = size(what_at(what, wrt, x)) if isinstance(what, Expr) else float("nan")
                    if abs(ours - secant_slope(self.f, wrt, x)) > 1e-5 * (1 + abs(ours)):
                        yield Lapse(
                            "function",
                            "slope-doubted",
                            f"at {x:.4g} a short secant has another slope; please report this",
                        )
            return
        for side in (-1, 1):
            if other := disagrees_on_secants(self.f, wrt, self.there, side, self.side(side)):
                yield Lapse("at", "slope-doubted", f"short secants have the slope {other}; please report this")
        if isinstance(expected, Interval):
            for slope in (expected.lo, expected.hi):
                if isinstance(slope, Expr) and not stays_below(self.f, wrt, self.there, slope):
                    message = "the function is not convex: a line with this slope does not stay below it"
                    yield Lapse("function", "not-convex", message)


def what_at(e: Expr, wrt: str, x: float) -> Expr:
    """The expression at a float."""
    from fractions import Fraction

    from tutor.expr import number, substitute

    return substitute(e, {wrt: number(Fraction(x).limit_denominator(10**6))})


def _inside(where: Interval | Point) -> tuple[float, ...]:
    """Two places in an interval, or the point."""
    from tutor.answers.sets import size_of

    if isinstance(where, Point):
        return (size(where.coordinates[0]),)
    lo, hi = max(size_of(where.lo), -50.0), min(size_of(where.hi), 50.0)
    return lo + (hi - lo) * 0.3, lo + (hi - lo) * 0.71
