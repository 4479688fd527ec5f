"""Curves x = x(t), y = y(t): the slope dy/dx and the second derivative d²y/dx²."""

from __future__ import annotations

from tutor.derive import DerivationOf, StepOf, derive, moved
from tutor.errors import TutorError
from tutor.expr import ZERO, Call, D, Div, Expr, Sym
from tutor.finish import finish
from tutor.lines import Curve, Equation
from tutor.tidy import tidy_node

Row = StepOf[Equation]
Parametric = DerivationOf[Curve, Equation]


def derive_along(curve: Curve, order: int = 1) -> Parametric:
    """The derivation of dy/dx (order 1) or d²y/dx² (order 2) along a curve; the lines are equations.

    Raises TutorError where x does not move, so that the curve has no slope.
    """
    steps: list[Row] = []
    x_dot = _coordinate(steps, "x", curve.x, curve.t)
    y_dot = _coordinate(steps, "y", curve.y, curve.t)
    if x_dot == ZERO:
        raise TutorError(f"x does not change with {curve.t}, so the curve is a vertical line and has no slope dy/dx")
    say = f"The slope is what y gains over what x gains: y′({curve.t}) over x′({curve.t})."
    slope = _divided(steps, _dy_dx(1), y_dot, x_dot, curve.t, say)
    if order == 1:
        return DerivationOf(curve, curve.t, 1, tuple(steps), slope)
    if order > 2:
        raise TutorError("the derivative along a curve is worked out for order 1 and 2")
    rate = _inner(steps, Sym("m"), slope, curve.t)
    say = f"Call the slope m. Differentiate it by {curve.t} and divide by x′({curve.t}) once more."
    second = _divided(steps, _dy_dx(2), rate, x_dot, curve.t, say)
    return DerivationOf(curve, curve.t, 2, tuple(steps), second)


def _dy_dx(order: int) -> Expr:
    """dy/dx as the left side of a line: y differentiated by x."""
    slope: Expr = D(Sym("y"), "x")
    return slope if order == 1 else D(slope, "x")


def _coordinate(steps: list[Row], name: str, e: Expr, t: str) -> Expr:
    return _inner(steps, Call(name, (Sym(t),)), e, t)


def _inner(steps: list[Row], name: Expr, e: Expr, t: str) -> Expr:
    """Differentiate one coordinate, with "x'(t) =" before every line."""
    derivation = derive(e, t)
    start = steps[-1].number if steps else 0
    left = Call(f"{name.name}'", name.args) if isinstance(name, Call) else D(name, t)
    for step in derivation.steps:
        line = Equation(left, step.line)
        steps.append(moved(step, start + step.number, line))
    return derivation.line


def _divided(steps: list[Row], left: Expr, above: Expr, below: Expr, t: str, say: str) -> Expr:
    quotient = tidy_node(Div(above, below), t)
    letters = (("u", above), ("v", below))
    number = steps[-1].number + 1
    steps.append(StepOf(number, "parametric", "parametric", say, quotient, letters, Equation(left, quotient), ()))
    for name, said, ended in finish(quotient, quotient, t):
        number += 1
        steps.append(StepOf(number, name, name, said, quotient, (), Equation(left, ended), ()))
        quotient = ended
    return quotient


__all__ = ["Curve", "derive_along"]
