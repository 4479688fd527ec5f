"""Second opinions on numerical derivatives: every formula written out once more; a complex step is SymPy's."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tutor.evaluate import value50
from tutor.expr import Add, Expr, Mul, number, substitute
from tutor.opinions.secants import EXACT, differ

__all__ = ["disagrees_on_error", "disagrees_on_estimate"]

Heights = dict[int, Any]  # values by the number of half steps beside the place

_SCHEMES: dict[str, tuple[tuple[int, ...], Callable[[Heights, Any], Any]]] = {
    "forward": ((0, 2), lambda v, h: (v[2] - v[0]) / h),
    "backward": ((-2, 0), lambda v, h: (v[0] - v[-2]) / h),
    "centred": ((-2, 2), lambda v, h: (v[2] - v[-2]) / (2 * h)),
    "second": ((-2, 0, 2), lambda v, h: (v[2] - 2 * v[0] + v[-2]) / h**2),
    "richardson": ((-2, -1, 1, 2), lambda v, h: (8 * (v[1] - v[-1]) - (v[2] - v[-2])) / (6 * h)),
}
_TINY = number(Fraction(1, 10**12))  # a step as good as none


def disagrees_on_estimate(f: Expr, wrt: str, place: Expr, step: Expr, scheme: str, ours: Expr) -> str:
    """What the formula of a scheme gives, where that is not our value."""
    if scheme == "complex-step":
        from tutor import cas

        theirs: Any = cas.complex_step(f, wrt, place, step)
        slack = 1e-12
    else:
        theirs = _estimate(f, wrt, place, step, scheme)
        slack = EXACT
        if theirs is None:
            return "no number"
    mine = value50(ours, {})
    return "" if mine is not None and not differ(theirs, mine, slack) else f"{float(theirs):.10g}"


def _estimate(f: Expr, wrt: str, place: Expr, step: Expr, scheme: str) -> Any | None:
    needed, formula = _SCHEMES[scheme]
    h = value50(step, {})
    heights = {n: _beside(f, wrt, place, step, n) for n in needed}
    return None if h is None or None in heights.values() else formula(heights, h)


def _beside(f: Expr, wrt: str, place: Expr, step: Expr, halves: int) -> Any | None:
    """f at so many half steps beside the place."""
    return value50(substitute(f, {wrt: Add((place, Mul((number(Fraction(halves, 2)), step))))}), {})


def disagrees_on_error(f: Expr, wrt: str, place: Expr, scheme: str, derivative: int, order: int, leading: Expr) -> str:
    """The error of a scheme over h^order at two short steps, where that does not tend to our factor."""
    if scheme == "complex-step":
        return ""  # its values are compared with SymPy's, and there are no real points to take
    factor = value50(leading, {})
    slope = _estimate(f, wrt, place, _TINY, "richardson" if derivative == 1 else "second")
    if factor is None or slope is None:
        return "no number"
    for parts in (2000, 8000):
        estimate = _estimate(f, wrt, place, number(Fraction(1, parts)), scheme)
        if estimate is None:
            return "no number"
        error = estimate - slope
        if abs(error * parts**order - factor) > 0.01 * abs(factor):
            return f"{float(error):.3g} for h = 1/{parts}"
    return ""
