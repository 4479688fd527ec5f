"""The slopes that wrong steps of implicit differentiation lead to, at a point of a curve or as formulas.

All of them follow from partial derivatives there: F_x + F_y y' = 0 for the curve F = 0, where a wrong step changes what
a term has in F_x or in F_y. What they need is a handful of numbers, so each is worked out exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tutor.differential import derivative
from tutor.expr import ONE, ZERO, Add, Div, Expr, Neg, depends_on, substitute
from tutor.lines import Equation
from tutor.rules import MalRule
from tutor.rules.elsewhere import IMPLICIT

__all__ = ["WrongSlope", "wrong_slopes"]

_ALONE, _ONE_FACTOR, _CONSTANT_KEPT, _SIGN, _UPSIDE_DOWN, _ = IMPLICIT


class WrongSlope(NamedTuple):
    """A slope, the mal-rule that leads to it, and the term at which it was followed (None for the whole)."""

    mal: MalRule
    slope: Expr
    term: Expr | None = None


def wrong_slopes(
    curve: Equation, slope: Expr, here: Mapping[str, Expr], x: str = "x", y: str = "y"
) -> Iterator[WrongSlope]:
    """Every slope dy/dx that one wrong step gives where the right one is `slope`, the likeliest first.

    `here` are the coordinates of the point; without any the slopes are formulas.
    """
    yield WrongSlope(_SIGN, Neg(slope))
    yield WrongSlope(_UPSIDE_DOWN, Div(ONE, slope))
    terms = [*_terms(curve.left), *(Neg(term) for term in _terms(curve.right))]

    def total(name: str) -> Expr:
        return _at(Add(tuple(derivative(term, name) for term in terms)), here)

    by_x, by_y = total(x), total(y)

    def solved(more_x: Expr, more_y: Expr) -> Expr:
        """y' where the terms have more in F_x and in F_y than they should."""
        return Neg(Div(Add((by_x, more_x)), Add((by_y, more_y))))

    for term in terms:
        if not depends_on(term, {y}):
            continue
        t_y = _at(derivative(term, y), here)
        if not depends_on(term, {x}):
            yield WrongSlope(_ALONE, solved(t_y, Neg(t_y)), _plain(term))
            continue
        t_x = _at(derivative(term, x), here)
        t_xy = _at(derivative(derivative(term, x), y), here)
        yield WrongSlope(_ONE_FACTOR, solved(Neg(t_x), ZERO), _plain(term))
        yield WrongSlope(_ONE_FACTOR, solved(ZERO, Neg(t_y)), _plain(term))
        yield WrongSlope(_ONE_FACTOR, solved(Neg(t_x), Add((t_xy, Neg(t_y)))), _plain(term))
    for side, sign in ((curve.right, -1), (curve.left, 1)):
        if not depends_on(side, {x, y}):
            yield WrongSlope(_CONSTANT_KEPT, solved(side if sign > 0 else Neg(side), ZERO))


def _terms(side: Expr) -> tuple[Expr, ...]:
    return side.terms if isinstance(side, Add) else (side,)


def _at(e: Expr, here: Mapping[str, Expr]) -> Expr:
    return substitute(e, dict(here))


def _plain(term: Expr) -> Expr:
    """The term as it stands on its side, without its sign."""
    return _plain(term.arg) if isinstance(term, Neg) else term
