"""The derivative of a function with corners, in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.answers.model import Interval, Pieces, Point, Word
from tutor.answers.pieces import InPieces
from tutor.answers.sets import size_of
from tutor.answers.shapes import Shape
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import Expr, number, substitute
from tutor.kinds.ends import same_end
from tutor.kinds.marking import Told
from tutor.kinds.subgradient import Subgradient
from tutor.kinds.task import Derived, Lapse, Shown, Statement
from tutor.kinds.wording import primed
from tutor.scope import Scope
from tutor.show import pretty
from tutor.surds import size

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.instances import Instance
    from tutor.kinds.task import Equal, Passage


@dataclass(frozen=True, slots=True)
class SlopeInPieces(Subgradient):
    """The formula of the derivative between the corners, and its value where a corner is none."""

    def expected(self) -> Pieces:
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

    def statement(self) -> Statement:
        wrt, name, slope = self.setting.wrt, self.name, primed(self.name)
        ask = f"{self.opening}find {slope}({wrt}) in pieces; leave out the places without a derivative"
        words = (
            f"{self.spoken_opening}Find the derivative of {name} in pieces. Leave out the places where there is none."
        )
        return Statement(self.given, ask, f"{slope}({wrt}) =", slope, words)

    def shape(self) -> Shape:
        return InPieces(self.setting.wrt)

    @property
    def scope(self) -> Scope:
        return Scope(wrt=self.setting.wrt, letters=self.parameters | {self.setting.wrt})

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        if not isinstance(expected, Pieces) or not isinstance(given, Pieces):
            return Told(said)
        return Told(_about_sides(expected, given, self.comparing(budget)) or said)

    def next_step(self, given: Value) -> str:
        return "Cut the line where the inside of bars, relu or max changes its sign, and differentiate each piece."

    def hints(self) -> tuple[str, ...]:
        wrt, (formula, _) = self.setting.wrt, self.branches()[0]
        return (
            "Where does the inside of the bars, of relu or of max change its sign? Cut the line there.",
            f"The line is cut at {wrt} = {', '.join(map(pretty, self.corners()))} .",
            f"On the far left it is  {pretty(formula, wrt)} .",
            "Differentiate each formula; at a cut with two different slopes there is no derivative.",
        )

    def solution(self) -> tuple[Passage, ...]:
        wrt, name = self.setting.wrt, self.name
        passages: list[Passage] = []
        for formula, where in self.branches():
            condition = Pieces(wrt, ((formula, where),))
            passages += [(f"{name} is ", condition, ":"), Derived(derive(formula, wrt), f"{name}({wrt})")]
        return (*passages, Shown(f"{primed(name)}({wrt})", self.expected()))

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """Slopes of short secants on each piece."""
        for known in self.instances:
            yield from self._examined(known)

    def _examined(self, known: Instance) -> Iterator[Lapse]:
        """The same for values of the letters."""
        from tutor.opinions.curves import secant_slope

        f, wrt = substitute(self.f, known), self.setting.wrt
        for what, where in self.expected().pieces:
            for x in _inside(where):
                ours = size(_at(substitute(what, known), wrt, x)) if isinstance(what, Expr) else float("nan")
                if abs(ours - secant_slope(f, wrt, x)) > 1e-5 * (1 + abs(ours)):
                    message = f"at {x:.4g} a short secant has another slope; please report this"
                    yield Lapse("function", "slope-doubted", message)


def _about_sides(expected: Pieces, given: Pieces, same: Equal) -> str:
    """Are the two slopes at one corner right, and on the wrong sides?"""
    match expected.pieces, given.pieces:
        case ((left, below), (right, above)), ((first, here), (second, there)):
            if (here, there) == (above, below):
                first, second = second, first
            elif (here, there) != (below, above):
                return ""
            pairs = ((left, second), (right, first))
            if all(same_end(a, b, same) for a, b in pairs):
                return "Both slopes are right; look at which of them is on which side."
    return ""


def _at(e: Expr, wrt: str, x: float) -> Expr:
    return substitute(e, {wrt: number(Fraction(x).limit_denominator(10**6))})


def _inside(where: Interval | Point) -> tuple[float, ...]:
    """Two places in an interval, or the point."""
    if isinstance(where, Point):
        return (size(where.coordinates[0]),)
    lo, hi = max(size_of(where.lo), -50.0), min(size_of(where.hi), 50.0)
    return lo + (hi - lo) * 0.3, lo + (hi - lo) * 0.71
