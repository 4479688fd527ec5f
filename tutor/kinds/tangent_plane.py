"""The tangent plane of a surface z = f(x, y) at a point, as an equation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Equation, Point
from tutor.answers.shape import said_of_parts
from tutor.answers.shapes import Shape, StraightLine
from tutor.derive import derive
from tutor.expr import ZERO, Add, Div, Expr, Mul, Neg, Sym, substitute, total
from tutor.kinds.entries import Entry
from tutor.kinds.gradient import OfOneFunction, point_of, variables_of
from tutor.kinds.marking import Told
from tutor.kinds.task import Given, Shown, Statement
from tutor.scope import Scope
from tutor.show import pretty
from tutor.surds import worked_out
from tutor.tidy import tidy

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage

_UP = "z"


@dataclass(frozen=True, slots=True)
class TangentPlane(OfOneFunction):
    """z = f(a, b) + f_x(a, b) (x - a) + f_y(a, b) (y - b)."""

    @classmethod
    def build(cls, draft: Draft) -> Self:
        f = draft.function(extra=("x", "y"))
        variables = variables_of(draft, (f,))
        if not draft.faults and len(variables) != 2:
            draft.fault("function", "a surface has two variables", "wanted: a formula with x and y")
        if draft.faults:
            return cls(variables, f, setting=draft.setting)
        return cls(variables, f, at=point_of(draft, variables), setting=draft.setting)

    @property
    def scope(self) -> Scope:
        known = self.setting.parameters | {*self.variables, _UP}
        return Scope(wrt=self.variables[0], letters=known)

    def statement(self) -> Statement:
        return Statement(
            (Given(_UP, self.f),),
            ask=f"find the tangent plane{self.place}",
            prompt="plane:",
            name="the plane",
            words=("Find the equation of the tangent plane", *self.spoken_place, "."),
        )

    @property
    def height(self) -> Expr:
        return self.there(self.f)

    @property
    def slopes(self) -> tuple[Expr, ...]:
        return tuple(self.there(derive(self.f, v).line) for v in self.variables)

    def expected(self) -> Value:
        ways = [tidy(Add((Sym(v), Neg(a)))) for v, a in zip(self.variables, self.at, strict=True)]
        terms = (tidy(Mul((slope, way))) for slope, way in zip(self.slopes, ways, strict=True))
        return Equation(Sym(_UP), total(tuple(term for term in (self.height, *terms) if term != ZERO)))

    def shape(self) -> Shape:
        x, y = self.variables
        return StraightLine((x, y, _UP), f"z = 7 - 5{x} + 9{y}")

    def hints(self) -> tuple[str, ...]:
        x, y = self.variables
        a, b = map(pretty, self.at)
        slopes = " and ".join(map(pretty, self.slopes))
        return (
            f"A plane needs a point and two slopes: one in the direction of {x}, one in that of {y}.",
            f"Differentiate by {x} with {y} held fast, and by {y} with {x} held fast.",
            f"At the point the height is {pretty(self.height)}, and the slopes are {slopes}.",
            f"z is the height, plus the first slope times {_way(x, a)}, plus the second times {_way(y, b)}.",
        )

    def solution(self) -> tuple[Passage, ...]:
        return (
            *(passage for v in self.variables for passage in self.by(v, "the other letter being a constant", _UP)),
            ("At ", Point(self.at), ":"),
            Shown("height", self.height),
            *(Shown(f"slope by {v}", e) for v, e in zip(self.variables, self.slopes, strict=True)),
            "The height, and each slope times its way from the point:",
            Shown("", self.expected()),
        )

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Whether the plane touches the surface there, which of its slopes is right, and how the other came about."""
        assert isinstance(given, Equation)
        same = self.comparing(budget)
        there = {**dict(zip(self.variables, self.at, strict=True)), _UP: self.height}
        meets = same(*(substitute(side, there) for side in (given.left, given.right)))
        typed = _slopes_of(given, self.variables)
        right = [e is not None and same(mine, e) for mine, e in zip(self.slopes, typed, strict=True)]
        if all(right):
            return Told("Both slopes are right; look at the height.")
        if not any(right) and all(e is not None and same(m, e) for m, e in zip(self.slopes, typed[::-1], strict=True)):
            turned = "The two slopes have changed places."
            return Told(f"The plane goes through the point of the surface. {turned}" if meets else turned)
        if all(e == ZERO for e in typed):
            return Told("This plane is level; the two slopes of the surface are still to be put in.")
        if not any(right) and all(e is not None and same(m, Neg(e)) for m, e in zip(self.slopes, typed, strict=True)):
            return Told("The slopes have the right size; look at their signs.")
        begin = "The plane goes through the point of the surface; look at its two slopes." if meets else ""
        names = [f"the slope in the direction of {v}" for v in self.variables]
        begin = said_of_parts(names, right) or begin
        found = [(Entry(name, self.f, v, e), mine) for name, v, e, mine in
                 zip(names, self.variables, typed, self.slopes, strict=True) if e is not None]  # fmt: skip
        told = self.of_the_wrong(begin, found, budget)
        return told if told.mistakes else Told(begin or said)

    def next_step(self, given: Value) -> str:
        point = f"({', '.join(map(pretty, self.at))})"
        return f"Three numbers are needed: the height at {point}, and the two slopes there. Work out each by itself."


def _slopes_of(plane: Equation, variables: tuple[str, ...]) -> tuple[Expr | None, ...]:
    """The slopes of a plane that is typed as an equation; None where it stands upright."""
    from tutor.differential import derivative

    whole = Add((plane.left, Neg(plane.right)))
    up = derivative(whole, _UP)
    if up == ZERO:
        return tuple(None for _ in variables)
    return tuple(worked_out(Neg(Div(derivative(whole, v), up))) for v in variables)


def _way(name: str, place: str) -> str:
    return name if place == "0" else f"({name} − {place if place[0] != '−' else f'({place})'})"
