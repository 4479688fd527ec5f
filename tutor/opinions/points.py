"""Second opinions on a slope or a rate at one place: by SymPy's derivatives, or by short secants, with fifty digits."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tutor.evaluate import value50
from tutor.expr import Add, Div, Expr, Mul, Neg, letters, number, substitute, total
from tutor.lines import Equation
from tutor.numeral import exact_number
from tutor.opinions.formulas import slope_on
from tutor.opinions.secants import centred, differ, told

if TYPE_CHECKING:
    from tutor.answers.model import Value

__all__ = [
    "disagrees_on_curve", "disagrees_on_inverse", "disagrees_on_rate", "disagrees_on_secants", "disagrees_on_value",
    "rate_by_partials",
]  # fmt: skip


def disagrees_on_value(f: Expr, wrt: str, order: int, place: Expr, ours: Expr) -> str:
    """What SymPy's derivative is at a place, where that is not our value; "" where they agree."""
    from tutor import cas

    with suppress(cas.UnknownError):
        return _told_at(cas.derivative(f, wrt, order), {wrt: place}, ours)
    return ""


def disagrees_on_curve(curve: Equation, here: Mapping[str, Expr], ours: Value) -> str:
    """The slope -F_x/F_y that SymPy's partial derivatives give at a point, where it is not ours."""
    from tutor import cas

    with suppress(cas.UnknownError):
        return _told_at(slope_on(curve), here, ours) if isinstance(ours, Expr) else ""
    return ""


def _told_at(theirs: Expr, here: Mapping[str, Expr], ours: Expr) -> str:
    other, mine = _number_at(theirs, here), value50(ours, {})
    return "" if other is None or mine is None else told(other, mine)


def _number_at(e: Expr, here: Mapping[str, Expr]) -> Any | None:
    there = substitute(e, dict(here))
    return None if letters(there) else value50(there, {})


def disagrees_on_rate(whole: Expr, of: str, here: Mapping[str, Expr], rates: Mapping[str, Expr], ours: Expr) -> str:
    """The rate of a letter by SymPy's partial derivatives of what stays 0, where it is not ours; "" where it is."""
    from tutor import cas

    with suppress(cas.UnknownError, ZeroDivisionError):
        moving = {name: value50(rate, {}) for name, rate in rates.items()}
        slopes = {name: _number_at(cas.derivative(whole, name), here) for name in (*rates, of)}
        mine = value50(ours, {})
        if mine is None or None in moving.values() or None in slopes.values():
            return ""
        change: Any = sum(slopes[name] * moving[name] for name in rates)  # type: ignore[operator]
        return told(-change / slopes[of], mine)
    return ""


def rate_by_partials(whole: Expr, of: str, here: Mapping[str, Expr], rates: Mapping[str, Expr]) -> Expr | None:
    """The rate of a letter as a formula, by SymPy's partial derivatives; None where SymPy has none."""
    from tutor import cas

    with suppress(cas.UnknownError):
        slopes = {name: cas.derivative(whole, name) for name in (*rates, of)}
        change = total(tuple(Mul((slopes[name], rate)) for name, rate in rates.items()))
        return substitute(Neg(Div(change, slopes[of])), dict(here))
    return None


def disagrees_on_secants(f: Expr, wrt: str, place: Expr, side: int, ours: Value) -> str:
    """The slope that short secants on one side tend to, where it is not ours; "" where they agree."""
    from tutor.answers.model import Infinity, Word

    slopes = [slope for k in (8, 16, 24) if (slope := _on_one_side(f, wrt, place, side, k)) is not None]
    if len(slopes) < 3:
        return "" if isinstance(ours, Word) else "no value"
    shortest = f"{float(slopes[-1]):.6g}"
    if isinstance(ours, Word):
        return shortest
    if isinstance(ours, Infinity):
        grows = abs(slopes[0]) < abs(slopes[1]) < abs(slopes[2]) and (slopes[2] < 0) == ours.negative
        return "" if grows else shortest
    mine = value50(ours, {}) if isinstance(ours, Expr) else None
    return "" if mine is not None and not differ(mine, slopes[-1], 1e-6) else shortest


def _on_one_side(f: Expr, wrt: str, place: Expr, side: int, k: int) -> Any | None:
    """The slope of the secant over 10^-k, None where an end has no value."""
    h = number(side * Fraction(1, 10**k))
    there, here = (value50(substitute(f, {wrt: x}), {}) for x in (Add((place, h)), place))
    return None if there is None or here is None else (there - here) * 10**k * side


def disagrees_on_inverse(f: Expr, wrt: str, place: Expr, at: Expr, ours: Expr) -> str:
    """The slope of a short secant of the inverse, whose values are found step by step; "" where it is ours."""
    mine, start, goal = (value50(e, {}) for e in (ours, place, at))
    if mine is None or start is None or goal is None:
        return ""
    there, near = exact_number(goal), exact_number(start)
    theirs = centred(lambda h: _sent_to(f, wrt, there + h, near), Fraction(1, 10**12))
    return "no value" if theirs is None else told(float(theirs), float(mine), 1e-8)


def _sent_to(f: Expr, wrt: str, goal: Fraction, start: Fraction) -> Fraction | None:
    """The place near the start that f sends to a number, by the secant method in exact fractions."""

    def missed(x: Fraction) -> Fraction | None:
        found = value50(f, {wrt: x})
        return None if found is None else exact_number(found) - goal

    before, x = start, start + Fraction(1, 10**6)
    a, b = missed(before), missed(x)
    for _ in range(12):
        if a is None or b is None or a == b:
            break
        before, x = x, (x - b * (x - before) / (b - a)).limit_denominator(10**40)
        a, b = b, missed(x)
    return x if b is not None and abs(b) < Fraction(1, 10**30) else None
