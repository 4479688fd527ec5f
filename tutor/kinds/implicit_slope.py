"""The slope of a curve, as a formula or at one of its points, by implicit differentiation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Equation, Point
from tutor.answers.shapes import ANumber, APoint, Formula, Shape
from tutor.errors import TutorError
from tutor.expr import Expr, substitute
from tutor.kinds.marking import Told
from tutor.kinds.task import Derived, Given, Lapse, Shown, Statement, Task
from tutor.lines import Equation as Curve
from tutor.lines import pretty_line
from tutor.scope import Scope
from tutor.show import pretty
from tutor.surds import has_value, is_zero, simplest

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Outcome
    from tutor.answers.prose import Sentence
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.modes.implicit import Implicit
    from tutor.worker import Prover


_IN_ORDER = "Differentiate both sides, with y′ at every y; put in the point; then solve for y′."

_FOR_A_FORMULA = "Differentiate both sides first, with y′ at every y; then bring all y′ to one side and solve for it."


@dataclass(frozen=True, slots=True)
class ImplicitSlope(Task):
    """y' on the curve, in x and y; or its value at a point."""

    curve: Curve
    point: Point | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
        curve = draft.equation("curve", ("x", "y"))
        point = draft.value("point", APoint(), Scope(letters=draft.setting.parameters)) if draft.has("point") else None
        task = cls(curve, point if isinstance(point, Point) else None, setting=draft.setting)
        if not draft.faults and task.point is not None and not task.lies_on_the_curve:
            draft.fault("point", "the point does not lie on the curve")
        return task

    @property
    def here(self) -> dict[str, Expr]:
        return {} if self.point is None else dict(zip("xy", self.point.coordinates, strict=True))

    @property
    def lies_on_the_curve(self) -> bool:
        from tutor.check import compare
        from tutor.verdict import is_right

        sides = (substitute(side, self.here) for side in (self.curve.left, self.curve.right))
        return is_right(compare(*sides, assume=self.setting.assume))

    @property
    def derivation(self) -> Implicit:
        from tutor.modes.implicit import derive_implicitly

        return derive_implicitly(self.curve)

    def statement(self) -> Statement:
        if self.point is None:
            return Statement(
                (Given("", Equation(self.curve.left, self.curve.right)),),
                ask="find y′ on this curve",
                prompt="y′ =",
                name="y′",
                words="Find y prime on this curve, in terms of x and y.",
            )
        point = f"({', '.join(map(pretty, self.point.coordinates))})"
        return Statement(
            (Given("", Equation(self.curve.left, self.curve.right)),),
            ask=f"find the slope y′ at {point}",
            prompt="y′ =",
            words=("Find the slope y prime at ", self.point, "."),
        )

    def expected(self) -> Value:
        if self.point is None:
            return self.derivation.line
        slope = substitute(self.derivation.line, self.here)
        below = getattr(slope, "den", None)
        if below is not None and is_zero(below):
            raise TutorError("the curve has no slope at this point")
        return simplest(slope)

    def shape(self) -> Shape:
        return (
            ANumber(named="y'")
            if self.point is not None
            else Formula("a formula, such as 3x^2/(7y)", names=("y'", "dy/dx"))
        )

    @property
    def scope(self) -> Scope:
        if self.point is not None:
            return Scope(wrt=self.setting.wrt, letters=self.setting.parameters, functions=self.setting.functions)
        known = self.setting.parameters | {"x", "y"}
        return Scope(wrt="x", letters=known, functions=self.setting.functions, dependent=frozenset({"y"}))

    def judge(self, given: Value, prover: Prover | None = None, budget: Budget | None = None) -> Outcome:
        """Two formulas are the same slope if they agree on the curve, wherever else they differ."""
        if self.point is not None:
            return self.shape().judge(self.expected(), given, self.asking(prover, budget))
        from tutor.answers.outcome import Outcome
        from tutor.check import check

        assert isinstance(given, Expr)
        return Outcome(check(self.curve, given, assume=self.setting.assume, prover=prover, budget=budget))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """Which wrong step gives this slope, and at which term."""
        from tutor.at_point import elsewhere
        from tutor.wrong_slopes import wrong_slopes

        if not isinstance(expected, Expr) or not isinstance(given, Expr):
            return Told(said)
        if self.point is None:
            return self._explain_formula(given, said, budget)
        same = self.comparing(budget)
        for found in wrong_slopes(self.curve, expected, self.here):
            if has_value(found.slope) and same(found.slope, given):
                where = f"Look at the term {pretty(found.term)}." if found.term is not None else ""
                return Told(where, (elsewhere(found.mal, self.curve.left, given),))
        return Told(said)

    def next_step(self, given: Value) -> str:
        return _IN_ORDER if self.point is not None else _FOR_A_FORMULA

    def _explain_formula(self, given: Expr, said: str, budget: Budget) -> Told:
        from tutor.blame import blame_on_curve
        from tutor.curve_mistakes import diagnosed_on_curve
        from tutor.verdict import Wrong

        assume = self.setting.assume
        _, mistakes = diagnosed_on_curve(Wrong(None), self.curve, given, assume=assume, budget=budget)
        if mistakes:
            return Told("", mistakes)
        return Told(blame_on_curve(self.curve, given, "x", "y", assume=assume, budget=budget) or said)

    def hints(self) -> tuple[str, ...]:
        return (
            "Differentiate both sides by x. y depends on x, so every y brings a factor y′.",
            f"Both sides:  ({pretty(self.curve.left)})′ = ({pretty(self.curve.right)})′ . Chain and product rule for "
            "every term with y.",
            *self._last_hints(),
        )

    def _last_hints(self) -> tuple[str, str]:
        if self.point is None:
            differentiated = [step for step in self.derivation.steps if step.id == "collect"]
            line = pretty_line((differentiated or self.derivation.steps[:-1])[-1].line, "x")
            return (f"With y′ on one side:  {line} .", "Take y′ out, and divide by what stands beside it.")
        return (
            f"Solved for it,  y′ = {pretty(self.derivation.line)} .",
            f"Put in the point, x = {pretty(self.here['x'])} and y = {pretty(self.here['y'])}.",
        )

    def solution(self) -> tuple[Passage, ...]:
        if self.point is None:
            return (Derived(self.derivation, "y"),)
        return (
            Derived(self.derivation, "y"),
            ("The point is put in: ", self.point, "."),
            Shown("y′", self.expected()),
        )

    @property
    def subject(self) -> Sentence:
        return (Equation(self.curve.left, self.curve.right),)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """-F_x/F_y by SymPy's partial derivatives."""
        from tutor.opinions.formulas import disagrees_on_implicit
        from tutor.opinions.points import disagrees_on_curve

        if not sympy:
            return
        ours = self.expected()
        if self.point is not None and (other := disagrees_on_curve(self.curve, self.here, ours)):
            yield Lapse("point", "slope-doubted", f"for SymPy the slope is {other} here; please report this")
        if isinstance(ours, Expr) and self.point is None and (other := disagrees_on_implicit(self.curve, ours)):
            yield Lapse("curve", "slope-doubted", f"it gives {other} by SymPy; please report this")
