"""Second opinions on formulas: their values with fifty digits at a few places, beside those of SymPy's derivatives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any

from tutor.evaluate import value50
from tutor.expr import Add, Div, Expr, Mul, Neg, Pow, letters, number, substitute
from tutor.lines import Equation
from tutor.modes.difference import raw_quotient
from tutor.opinions.secants import differ

__all__ = [
    "disagrees_along", "disagrees_on_implicit", "disagrees_on_limit", "disagrees_on_quotient", "disagrees_on_values",
    "slope_on",
]  # fmt: skip

_SLACK = 1e-38
_SOME_STEP, _NO_STEP = Fraction(3, 7), Fraction(0)


def disagrees_on_values(theirs: Expr, ours: Expr) -> str:
    """A value of ours that is not theirs at the same place; "" where all are the same, or there are none."""
    return next((f"{float(b):.6g} for {float(a):.6g}" for a, b in _differing(theirs, ours)), "")


def disagrees_on_quotient(f: Expr, wrt: str, place: Expr | None, ours: Expr, sympy: bool) -> str:
    """Where a simplified quotient is not the quotient it came from, or at h = 0 not SymPy's slope; "" if nowhere."""
    from tutor import cas

    wanted = [(raw_quotient(f, wrt, place), _SOME_STEP)]
    with suppress(cas.UnknownError):
        slope = cas.derivative(f, wrt) if sympy else None
        if slope is not None:
            wanted.append((slope if place is None else substitute(slope, {wrt: place}), _NO_STEP))
    for theirs, h in wanted:
        for a, b in _differing(theirs, ours, {"h": number(h)}):
            return f"at h = {float(h):.3g} it is {float(b):.6g}, and should be {float(a):.6g}"
    return ""


def disagrees_on_limit(f: Expr, wrt: str, place: Expr | None, ours: Expr) -> str:
    """Where the limit that known limits give is not SymPy's derivative; "" if nowhere."""
    from tutor import cas

    with suppress(cas.UnknownError):
        slope = cas.derivative(f, wrt)
        return disagrees_on_values(slope if place is None else substitute(slope, {wrt: place}), ours)
    return ""


def disagrees_along(x: Expr, y: Expr, t: str, order: int, ours: Expr) -> str:
    """Where our dy/dx or d²y/dx² along a curve is not made of SymPy's derivatives by t; "" if nowhere."""
    from tutor import cas

    with suppress(cas.UnknownError):
        x1, y1 = (cas.derivative(e, t) for e in (x, y))
        if order == 1:
            return disagrees_on_values(Div(y1, x1), ours)
        x2, y2 = (cas.derivative(e, t, 2) for e in (x, y))
        return disagrees_on_values(Div(Add((Mul((x1, y2)), Neg(Mul((y1, x2))))), Pow(x1, number(3))), ours)
    return ""


def disagrees_on_implicit(curve: Equation, ours: Expr) -> str:
    """Where our y' is not SymPy's, at places on the curve or off it; "" if nowhere."""
    from tutor import cas

    with suppress(cas.UnknownError):
        return disagrees_on_values(slope_on(curve), ours)
    return ""


def slope_on(curve: Equation) -> Expr:
    """-F_x/F_y by SymPy's partial derivatives. Raises `cas.UnknownError` where it has none."""
    from tutor import cas

    whole = Add((curve.left, Neg(curve.right)))
    by_x, by_y = (cas.derivative(whole, name) for name in "xy")
    return Neg(Div(by_x, by_y))


def _differing(theirs: Expr, ours: Expr, put: Mapping[str, Expr] | None = None) -> Iterator[tuple[Any, Any]]:
    """Values of two expressions that differ, of those at a few places where both have one."""
    theirs, ours = (substitute(e, dict(put or {})) for e in (theirs, ours))
    names = sorted(letters(theirs) | letters(ours))
    for start in (Fraction(7, 5), Fraction(-13, 8), Fraction(29, 9), Fraction(5, 16)):
        point = {name: start + Fraction(i, 3) for i, name in enumerate(names)}
        a, b = (value50(e, point) for e in (theirs, ours))
        if a is not None and b is not None and differ(a, b, _SLACK):
            yield a, b
