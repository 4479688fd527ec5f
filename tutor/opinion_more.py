"""More second opinions for the linter: quotients, rates, curves, inverse functions and functions taken apart.

As in `opinion`, what cannot be had is "" and nothing is said; values are those of fifty digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any

from tutor.evaluate import value50
from tutor.expr import Add, Div, Expr, Mul, Neg, Pow, letters, number, substitute
from tutor.lines import Equation
from tutor.modes.difference import raw_quotient
from tutor.surds import size

__all__ = [
    "disagrees_along",
    "disagrees_on_implicit",
    "disagrees_on_inverse",
    "disagrees_on_quotient",
    "disagrees_on_rate",
    "disagrees_on_values",
]


def disagrees_on_quotient(f: Expr, wrt: str, place: Expr | None, ours: Expr, sympy: bool) -> str:
    """Where a simplified quotient is not the quotient it came from, or at h = 0 not SymPy's slope; "" if nowhere."""
    from tutor import cas

    pairs = [(raw_quotient(f, wrt, place), {"h": number(Fraction(3, 7))})]
    with suppress(cas.UnknownError):
        slope = cas.derivative(f, wrt) if sympy else None
        if slope is not None:
            pairs.append((slope if place is None else substitute(slope, {wrt: place}), {"h": number(Fraction(0))}))
    for right, step in pairs:
        for a, b in _values_of(right, substitute(ours, step), step):
            if abs(a - b) > 1e-40 * (1 + abs(a)):
                return f"at h = {size(step['h']):.3g} it is {float(b):.6g}, and should be {float(a):.6g}"
    return ""


def _values_of(a: Expr, b: Expr, put: Mapping[str, Expr]) -> list[tuple[Any, Any]]:
    """The values of two expressions with fifty digits at a few places where both have one."""
    a, b = substitute(a, dict(put)), substitute(b, dict(put))
    names = sorted(letters(a) | letters(b))
    found = []
    for start in (Fraction(7, 5), Fraction(-13, 8), Fraction(29, 9), Fraction(5, 16)):
        point: dict[str, Expr] = {name: number(start + Fraction(i, 3)) for i, name in enumerate(names)}
        values = [value50(substitute(e, point), {}) for e in (a, b)]
        if None not in values:
            found.append((values[0], values[1]))
    return found


def disagrees_on_rate(whole: Expr, of: str, here: Mapping[str, Expr], rates: Mapping[str, Expr], ours: Expr) -> str:
    """The rate of a letter by SymPy's partial derivatives of what stays 0, where it is not ours; "" where it is."""
    from tutor import cas

    with suppress(cas.UnknownError, ZeroDivisionError):
        moving: dict[str, Any] = {name: value50(rate, {}) for name, rate in rates.items()}
        slopes: dict[str, Any] = {name: _number_at(cas.derivative(whole, name), here) for name in (*rates, of)}
        mine = value50(ours, {})
        known = [value for value in (mine, *moving.values(), *slopes.values()) if value is not None]
        if len(known) < 1 + len(moving) + len(slopes):
            return ""
        theirs = -sum(slopes[name] * moving[name] for name in rates) / slopes[of]
        return f"{float(theirs):.6g}" if abs(theirs - known[0]) > 1e-40 * (1 + abs(theirs)) else ""
    return ""


def _number_at(e: Expr, here: Mapping[str, Expr]) -> Any | None:
    there = substitute(e, dict(here))
    return None if letters(there) else value50(there, {})


def disagrees_along(x: Expr, y: Expr, t: str, order: int, ours: Expr) -> str:
    """Where our dy/dx or d²y/dx² along a curve is not made of SymPy's derivatives by t; "" if nowhere."""
    from tutor import cas

    with suppress(cas.UnknownError):
        x1, y1 = (cas.derivative(e, t) for e in (x, y))
        theirs: Expr = Div(y1, x1)
        if order == 2:
            x2, y2 = (cas.derivative(e, t, 2) for e in (x, y))
            theirs = Div(Add((Mul((x1, y2)), Neg(Mul((y1, x2))))), Pow(x1, number(3)))
        for a, b in _values_of(theirs, ours, {}):
            if abs(a - b) > 1e-38 * (1 + abs(a)):
                return f"{float(b):.6g} for {float(a):.6g}"
    return ""


def disagrees_on_implicit(curve: Equation, ours: Expr) -> str:
    """Where our y' is not -F_x/F_y by SymPy, at places on the curve or off it; "" if nowhere."""
    from tutor import cas

    whole = Add((curve.left, Neg(curve.right)))
    with suppress(cas.UnknownError):
        by_x, by_y = (cas.derivative(whole, name) for name in "xy")
        for a, b in _values_of(Neg(Div(by_x, by_y)), ours, {}):
            if abs(a - b) > 1e-38 * (1 + abs(a)):
                return f"{float(b):.6g} for {float(a):.6g}"
    return ""


def disagrees_on_inverse(f: Expr, wrt: str, place: Expr, at: Expr, ours: Expr) -> str:
    """The slope of a short secant of the inverse, whose values are found step by step; "" where it is ours."""
    mine, start, goal = (value50(e, {}) for e in (ours, place, at))
    if mine is None or start is None or goal is None:
        return ""
    step = Fraction(1, 10**12)
    ends = [_sent_to(f, wrt, _exact(goal) + k * step, _exact(start)) for k in (1, -1)]
    if ends[0] is None or ends[1] is None:
        return "no value"
    theirs = float((ends[0] - ends[1]) / (2 * step))
    return f"{theirs:.6g}" if abs(theirs - float(mine)) > 1e-8 * (1 + abs(theirs)) else ""


def _sent_to(f: Expr, wrt: str, goal: Fraction, start: Fraction) -> Fraction | None:
    """The place near the start that f sends to a number, by the secant method in exact fractions."""

    def missed(x: Fraction) -> Fraction | None:
        found = value50(f, {wrt: x})
        return None if found is None else _exact(found) - goal

    before, x = start, start + Fraction(1, 10**6)
    a, b = missed(before), missed(x)
    for _ in range(12):
        if a is None or b is None or a == b:
            break
        before, x = x, (x - b * (x - before) / (b - a)).limit_denominator(10**40)
        a, b = b, missed(x)
    return x if b is not None and abs(b) < Fraction(1, 10**30) else None


def _exact(x: Any) -> Fraction:
    sign, mantissa, exponent, _ = x._mpf_
    return (-1 if sign else 1) * Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def disagrees_on_values(f: Expr, ours: Expr) -> str:
    """A value of ours that is not that of f at the same place; "" where all are the same, or there are none."""
    for a, b in _values_of(f, ours, {}):
        if abs(a - b) > 1e-40 * (1 + abs(a)):
            return f"{float(b):.6g} for {float(a):.6g}"
    return ""
