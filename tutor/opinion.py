"""Second opinions for the linter: what SymPy finds, where our own algebra has worked something out.

A second opinion that cannot be had (SymPy gives up, or takes too long) is None, and nothing is said then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from math import isfinite
from typing import Any

from tutor.evaluate import value, value50
from tutor.expr import Add, Expr, Neg, number, substitute
from tutor.lines import Equation
from tutor.surds import size

__all__ = [
    "disagrees_on_curve", "disagrees_on_secants", "disagrees_on_value", "disagrees_on_zeros", "sign_changes",
]  # fmt: skip

_SAMPLES = 6007
_WINDOW = 60.0


def disagrees_on_value(f: Expr, wrt: str, order: int, place: Expr, ours: Expr) -> str:
    """What SymPy's derivative is at a place, where that is not our value; "" where they agree."""
    from tutor import cas

    with suppress(cas.UnknownError):
        other = value50(substitute(cas.derivative(f, wrt, order), {wrt: place}), {})
        mine = value50(ours, {})
        if other is not None and mine is not None and abs(other - mine) > 1e-40 * (1 + abs(mine)):
            return f"{float(other):.6g}"
    return ""


def disagrees_on_zeros(e: Expr, wrt: str, bounds: tuple[float, float], ours: Sequence[Expr]) -> str:
    """A zero that only one of us has found, as a number; "" where SymPy agrees or gives up.

    Beside SymPy, values at many points are looked at: each change of sign has its zero.
    """
    from tutor import cas

    mine = sorted(size(place) for place in ours)
    theirs = cas.real_zeros(e, wrt, *bounds)
    if theirs is not None:
        odd = [x for x in theirs if not _is_among(x, mine)] + [x for x in mine if not _is_among(x, theirs)]
        # A zero of a numerator is none where the whole has no value.
        odd = [x for x in odd if isfinite(value(e, {wrt: x}))]
        if odd:
            return f"{odd[0]:.6g}"
    return next((f"{x:.4g}" for x in sign_changes(e, wrt, bounds) if not _is_among(x, mine, 1e-6)), "")


def _is_among(x: float, places: Sequence[float], slack: float = 1e-8) -> bool:
    return any(abs(x - place) <= slack * (1 + abs(x)) for place in places)


def sign_changes(e: Expr, wrt: str, bounds: tuple[float, float]) -> list[float]:
    """Where values at neighbouring points have different signs, and are small enough for a zero between them."""
    lo, hi = (max(-_WINDOW, min(_WINDOW, end)) for end in bounds)
    step = (hi - lo) / _SAMPLES
    found: list[float] = []
    before = value(e, {wrt: lo + 0.43 * step})
    for i in range(1, _SAMPLES):
        x = lo + (i + 0.43) * step
        here = value(e, {wrt: x})
        if before * here < 0 and (zero := _halved(e, wrt, x - step, x)) is not None:
            found.append(zero)
        before = here
    return found


def _halved(e: Expr, wrt: str, lo: float, hi: float) -> float | None:
    """The zero between two places of different sign; None where a pole stands between them."""
    low, high = value(e, {wrt: lo}), value(e, {wrt: hi})
    small = 1e-6 * max(abs(low), abs(high))
    for _ in range(60):
        middle = (lo + hi) / 2
        here = value(e, {wrt: middle})
        if not isfinite(here):
            return None
        lo, hi, low = (middle, hi, here) if low * here > 0 else (lo, middle, low)
    return lo if abs(value(e, {wrt: lo})) <= small else None


def disagrees_on_secants(f: Expr, wrt: str, place: Expr, side: int, ours: object) -> str:
    """The slope that short secants on one side tend to, where it is not ours; "" where they agree."""
    from tutor.answers.model import Infinity, Word

    slopes = [slope for k in (8, 16, 24) if (slope := _secant(f, wrt, place, side, k)) is not None]
    if len(slopes) < 3:
        return "" if isinstance(ours, Word) else "no value"
    if isinstance(ours, Word):
        return f"{float(slopes[-1]):.6g}"
    if isinstance(ours, Infinity):
        grows = abs(slopes[0]) < abs(slopes[1]) < abs(slopes[2]) and (slopes[2] < 0) == ours.negative
        return "" if grows else f"{float(slopes[-1]):.6g}"
    mine = value50(ours, {})  # type: ignore[arg-type]
    return "" if mine is not None and abs(slopes[-1] - mine) < 1e-6 * (1 + abs(mine)) else f"{float(slopes[-1]):.6g}"


def _secant(f: Expr, wrt: str, place: Expr, side: int, k: int) -> Any | None:
    """The slope of the secant over 10^-k, None where an end has no value."""
    h = number(side * Fraction(1, 10**k))
    there, here = (value50(substitute(f, {wrt: x}), {}) for x in (Add((place, h)), place))
    return None if there is None or here is None else (there - here) * 10**k * side


def disagrees_on_curve(curve: Equation, here: Mapping[str, Expr], ours: object) -> str:
    """The slope -F_x/F_y that SymPy's partial derivatives give at a point, where it is not ours."""
    from tutor import cas

    whole = Add((curve.left, Neg(curve.right)))
    with suppress(cas.UnknownError, ZeroDivisionError):
        by_x, by_y = (value50(substitute(cas.derivative(whole, v), dict(here)), {}) for v in ("x", "y"))
        mine = value50(ours, {}) if isinstance(ours, Expr) else None
        if by_x is None or by_y is None or mine is None:
            return ""
        theirs = -by_x / by_y
        return f"{float(theirs):.6g}" if abs(theirs - mine) > 1e-40 * (1 + abs(mine)) else ""
    return ""
