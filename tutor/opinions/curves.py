"""Second opinions on a whole graph, from values in plain floats: its zeros, its slopes, and what lies below it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from tutor.evaluate import value, values
from tutor.expr import Expr
from tutor.surds import size

__all__ = ["disagrees_on_zeros", "secant_slope", "sign_changes", "slope_bounds", "stays_below"]

_SAMPLES = 6007
_WINDOW = 60.0


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


def secant_slope(f: Expr, wrt: str, x: float) -> float:
    """The slope of a short secant around a place."""
    return _secant_slopes(f, wrt, [x], 1e-6)[0]


def slope_bounds(f: Expr, wrt: str) -> tuple[float, float]:
    """The smallest and the largest slope of short secants, near and far out."""
    places = [i / 50 + more for more in (0, 0.0031) for i in range(-1500, 1500)]
    places += [side * 10.0**k for side in (-1, 1) for k in (2, 3, 4)]
    known = [slope for slope in _secant_slopes(f, wrt, places, 1e-5) if slope == slope]
    return min(known), max(known)


def _secant_slopes(f: Expr, wrt: str, places: Sequence[float], short: float) -> list[float]:
    """The slopes of secants around many places; the larger the number, the longer its secant."""
    steps = [short * (1 + abs(x)) for x in places]
    ahead, back = (values(f, wrt, [x + s * h for x, h in zip(places, steps, strict=True)]) for s in (1, -1))
    return [(a - b) / (2 * h) for a, b, h in zip(ahead, back, steps, strict=True)]


def stays_below(f: Expr, wrt: str, place: Expr, slope: Expr) -> bool:
    """Does the line through the graph at the place, with this slope, stay below the graph as far as one can see?"""
    a, m = value(place, {}), value(slope, {})
    here = value(f, {wrt: a})
    places = [a + side * 1.3**k for side in (-1, 1) for k in range(-60, 20)]
    heights = values(f, wrt, places)
    return all(y != y or y >= here + m * (x - a) - 1e-9 * (1 + abs(y)) for x, y in zip(places, heights, strict=True))
