"""A function with corners: its derivative in pieces, and at a corner what is asked for there.

The derivative at a corner does not exist; its subgradients are an interval; a program returns one number by convention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Self, TypeVar

from tutor.answers.model import Infinity, Interval, Pieces, Point, Word
from tutor.answers.pieces import InPieces
from tutor.answers.sets import LEAST, MOST, Intervals
from tutor.answers.shapes import ANumber, Shape
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import ZERO, Add, Call, Expr, Neg, letters, mapped, substitute, walk
from tutor.kinds.decimals import in_full
from tutor.kinds.instances import Instance, allowed, instances, spoken
from tutor.kinds.marking import Told
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import at, called, primed, value_of
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
    from tutor.kinds.task import Equal, Passage
    from tutor.worker import Prover

T = TypeVar("T")

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
        elif asked == "convention" and names & {"max", "min"}:
            draft.fault("function", "programs differ on max and min; write it with relu or bars")
        if asked != "pieces" and not draft.has("at"):
            draft.fault("asked", '"at" is missing', "wanted: at, the place of the corner", "missing-field")
        place = draft.place("at", f) if draft.has("at") else None
        if place is not None and letters(place):
            draft.fault("at", "a place is a number here")
        task = cls(f, asked, place, setting=draft.setting)
        if task.parameters and not draft.faults:
            try:
                task.expected()
            except TutorError as error:
                draft.fault("function", error.message)
        return task

    @property
    def name(self) -> str:
        return called(self.f, self.setting)

    @property
    def there(self) -> Expr:
        assert self.place is not None
        return self.place

    # What depends on the letters is looked at for a few values of them, and has to be the same for all.

    @property
    def parameters(self) -> frozenset[str]:
        return letters(self.f) - {self.setting.wrt}

    @property
    def instances(self) -> tuple[Instance, ...]:
        return instances(self.parameters, self.setting.assume)

    def same_for_all(self, found: Callable[[Instance], T]) -> T:
        """What is found for all values of the letters. Raises TutorError where it depends on them."""
        first, *others = map(found, self.instances)
        if any(other != first for other in others):
            names = " and ".join(sorted(self.parameters))
            raise TutorError(
                f"the corners, or what is on their sides, depend on {names}; say more of it, such as 0 < a < 1, or "
                "take numbers"
            )
        return first

    def branch_at(self, e: Expr, x: float, side: int) -> Expr:
        """What e is just beside x, without bars and the like."""
        return self.same_for_all(lambda known: branch(e, self.setting.wrt, x, side, _sizes(known)))

    def is_smooth_at(self, place: Expr) -> bool:
        return self.same_for_all(lambda known: is_differentiable(substitute(self.f, known), self.setting.wrt, place))

    def slope_at(self, place: Expr, side: int) -> End | Word:
        """The slope on one side of a place."""
        wrt = self.setting.wrt
        if not self.parameters:
            return one_sided(self.f, wrt, place, side)
        if not all(
            isinstance(one_sided(substitute(self.f, known), wrt, place, side), Expr) for known in self.instances
        ):
            raise TutorError("with letters, a one-sided slope has to be finite")
        return value_of(derive(self.branch_at(self.f, size(place), side), wrt).line, wrt, place)

    def side(self, side: int) -> End | Word:
        return self.slope_at(self.there, side)

    def moving(self) -> Expr:
        """What is left of f where the bars and relu that have a corner at the place count as constant."""

        def still(node: Expr) -> Expr | None:
            if not isinstance(node, Call) or node.name not in _SWITCHES:
                return None
            inside, there = node.args[0], {self.setting.wrt: self.there}
            is_still = self.same_for_all(lambda known: is_zero(value_at(substitute(inside, known), there)))
            return ZERO if is_still else self.branch_at(node, size(self.there), 1)

        return tidy(mapped(self.f, still))

    # Pieces

    def corners(self) -> tuple[Expr, ...]:
        """Where one of the bars and the like changes its branch, in order."""
        return self.same_for_all(lambda known: _corners(substitute(self.f, known), self.setting.wrt))

    def branches(self) -> tuple[tuple[Expr, Interval], ...]:
        """The formula between each two corners in a row."""
        places = self.corners()
        ends: tuple[End, ...] = (LEAST, *places, MOST)
        sizes = [size(places[0]) - 2, *map(size, places), size(places[-1]) + 2] if places else [-1.0, 1.0]
        return tuple(
            (self.branch_at(self.f, (a + b) / 2, 1), Interval(lo, hi))
            for (lo, hi), (a, b) in zip(pairwise(ends), pairwise(sizes), strict=True)
        )

    def pieces(self) -> Pieces:
        wrt = self.setting.wrt
        found: list[tuple[Expr | Word, Interval | Point]] = []
        for formula, where in self.branches():
            slope = derive(formula, wrt).line
            found.append((slope, where))
        for place in self.corners():
            if self.is_smooth_at(place):
                slope_there = self.slope_at(place, 1)
                assert isinstance(slope_there, Expr | Word)
                found.append((slope_there, Point((place,))))
        if len(found) == 2 * len(self.corners()) + 1:
            raise TutorError("the function has a derivative everywhere: there is no corner")
        return Pieces(wrt, tuple(found))

    # The task

    def statement(self) -> Statement:
        wrt, name = self.setting.wrt, self.name
        slope, given = primed(name), (Given(f"{name}({wrt})", self.f),)
        known = allowed(self.parameters, self.setting.assume)
        known, said = f"for {known}: " if known else "", spoken(self.parameters, self.setting.assume)
        if self.asked == "pieces":
            ask = f"{known}find {slope}({wrt}) in pieces; leave out the places without a derivative"
            words: Sentence = (
                f"{said}Find the derivative of {name} in pieces. Leave out the places where there is none."
            )
            return Statement(given, ask, f"{slope}({wrt}) =", slope, words)
        place, there = at(wrt, self.there), (f" at {wrt} equals ", self.there)
        match self.asked:
            case "derivative":
                ask = f"{known}the derivative at {place}: its value, or undefined"
                words = (f"{said}Find the derivative of {name}", *there, ". Type its value, or undefined.")
                return Statement(given, ask, f"{slope}({pretty(self.there)}) =", slope, words)
            case "subdifferential":
                ask = f"{known}the subdifferential at {place}: all subgradients, as an interval"
                words = (f"{said}Find the subdifferential of {name}", *there, ": all subgradients, as an interval.")
                return Statement(given, ask, "g in", "the subdifferential", words)
        ask = f"{known}what does a program return for {slope} at {place}, {_CONVENTION}?"
        words = (
            f"{said}What does a program return for the derivative of {name}", *there,
            ", if it takes the slope 0 for bars and relu where their inside is 0?",
        )  # fmt: skip
        return Statement(given, ask, "returned:", "the number", words)

    def expected(self) -> Value:
        match self.asked:
            case "pieces":
                return self.pieces()
            case "derivative":
                return self.side(1) if self.is_smooth_at(self.there) else UNDEFINED
            case "convention":
                if self.is_smooth_at(self.there):
                    raise TutorError("there is a derivative here, so no convention is needed")
                return value_of(derive(self.moving(), self.setting.wrt).line, self.setting.wrt, self.there)
        left, right = self.side(-1), self.side(1)
        if isinstance(left, Infinity | Word) or isinstance(right, Infinity | Word):
            raise TutorError("a one-sided slope is missing or infinite here")
        if any(size(substitute(left, known)) >= size(substitute(right, known)) for known in self.instances):
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
        return Scope(wrt=self.setting.wrt, letters=frozenset(known) | self.parameters)

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        return in_full(Task.asking(self, prover, budget))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:

        same = self.comparing(budget)
        match expected, given:
            case Pieces(), Pieces():
                return Told(self._about_pieces(expected, given, same) or said)
            case Interval(), Interval():
                if isinstance(expected.lo, Expr) and _are_turned(expected, given, same):
                    return Told(f"The ends are right, the other way round: {pretty(expected.lo)} is the smaller one.")
                ends = ((expected.lo, given.lo), (expected.hi, given.hi))
                if all(isinstance(a, Expr) and isinstance(b, Expr) and same(a, b) for a, b in ends):
                    return Told("The ends are right, and they belong to it: each one-sided slope is a subgradient.")
                right = [isinstance(a, Expr) and isinstance(b, Expr) and same(a, b) for a, b in ends]
                if sum(right) == 1:
                    side, word = ("right", "above") if right[0] else ("left", "below")
                    there = at(self.setting.wrt, self.there)
                    return Told(f"{said} The {side} end is the slope of {self.name} just {word} {there}.".strip())
                if said == "" and _are_shifted(expected, given, same):
                    return Told("The length is right. What has no corner there brings its slope as well.")
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

    @staticmethod
    def _about_pieces(expected: Pieces, given: Pieces, same: Equal) -> str:
        """Are the two slopes at one corner right, and on the wrong sides?"""
        match expected.pieces, given.pieces:
            case ((left, below), (right, above)), ((first, here), (second, there)):
                if (here, there) == (above, below):
                    first, second = second, first
                elif (here, there) != (below, above):
                    return ""
                pairs = ((left, second), (right, first))
                if all(isinstance(a, Expr) and isinstance(b, Expr) and same(a, b) for a, b in pairs):
                    return "Both slopes are right; look at which of them is on which side."
        return ""

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
            formula = self.branch_at(self.f, size(self.there), side)
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
        for known in self.instances:
            yield from self._examined(known)

    def _examined(self, known: Instance) -> Iterator[Lapse]:
        """The same for values of the letters."""
        from tutor.opinions.curves import secant_slope, stays_below
        from tutor.opinions.points import disagrees_on_secants

        f, wrt, expected = substitute(self.f, known), self.setting.wrt, self.expected()
        if isinstance(expected, Pieces):
            for what, where in expected.pieces:
                for x in _inside(where):
                    ours = size(what_at(substitute(what, known), wrt, x)) if isinstance(what, Expr) else float("nan")
                    if abs(ours - secant_slope(f, wrt, x)) > 1e-5 * (1 + abs(ours)):
                        yield Lapse(
                            "function",
                            "slope-doubted",
                            f"at {x:.4g} a short secant has another slope; please report this",
                        )
            return
        for side in (-1, 1):
            slope = self.side(side)
            ours_there = substitute(slope, known) if isinstance(slope, Expr) else slope
            if other := disagrees_on_secants(f, wrt, self.there, side, ours_there):
                yield Lapse("at", "slope-doubted", f"short secants have the slope {other}; please report this")
        if isinstance(expected, Interval):
            for end in (expected.lo, expected.hi):
                if isinstance(end, Expr) and not stays_below(f, wrt, self.there, substitute(end, known)):
                    message = "the function is not convex: a line with this slope does not stay below it"
                    yield Lapse("function", "not-convex", message)


def _corners(f: Expr, wrt: str) -> tuple[Expr, ...]:
    from tutor.solve import in_order, zeros

    found: dict[Expr, None] = {}
    for node in walk(f):
        if isinstance(node, Call) and node.name in _SWITCHES:
            pairs = [node.args[0]] if len(node.args) == 1 else [Add((node.args[0], Neg(b))) for b in node.args[1:]]
            for e in pairs:
                found |= dict.fromkeys(zeros(e, wrt))
    return in_order(found)


def _sizes(known: Instance) -> dict[str, float]:
    return {name: size(e) for name, e in known.items()}


def _are_turned(expected: Interval, given: Interval, same: Equal) -> bool:
    """Has the one the ends of the other, the larger one first?"""
    pairs = ((expected.lo, given.hi), (expected.hi, given.lo))
    return all(isinstance(a, Expr) and isinstance(b, Expr) and same(a, b) for a, b in pairs)


def _are_shifted(expected: Interval, given: Interval, same: Equal) -> bool:
    """Is the one as long as the other?"""
    lo, hi, low, high = expected.lo, expected.hi, given.lo, given.hi
    if not (isinstance(lo, Expr) and isinstance(hi, Expr) and isinstance(low, Expr) and isinstance(high, Expr)):
        return False
    return same(Add((hi, Neg(lo))), Add((high, Neg(low))))


def what_at(e: Expr, wrt: str, x: float) -> Expr:
    """The expression at a float."""
    from fractions import Fraction

    from tutor.expr import number

    return substitute(e, {wrt: number(Fraction(x).limit_denominator(10**6))})


def _inside(where: Interval | Point) -> tuple[float, ...]:
    """Two places in an interval, or the point."""
    from tutor.answers.sets import size_of

    if isinstance(where, Point):
        return (size(where.coordinates[0]),)
    lo, hi = max(size_of(where.lo), -50.0), min(size_of(where.hi), 50.0)
    return lo + (hi - lo) * 0.3, lo + (hi - lo) * 0.71
