"""Round numbers on an axis, and how a number is written there."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, isfinite, log10, pi

from tutor.plot.model import Axis

__all__ = ["short", "ticks"]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def ticks(axis: Axis, most: int) -> list[tuple[float, str]]:
    """About `most` round numbers on the axis, never fewer than two: one alone tells no scale. Each has its text."""
    most = max(most, 2)
    if axis.log:
        return _decades(axis, most)
    if axis.pi:
        return _of_pi(axis, most)
    step = _step(axis.length / most)
    while _count(axis, step) > most:
        step = _step(step * 1.01)
    while _count(axis, step) < 2:
        step = _step(step * 0.39)
    first = ceil(axis.lo / step - 1e-9)
    places = [k * step + 0.0 for k in range(first, first + _count(axis, step))]
    return [(place, _text(place, step)) for place in places]


def _count(axis: Axis, step: float) -> int:
    return floor(axis.hi / step + 1e-9) - ceil(axis.lo / step - 1e-9) + 1


def _step(least: float) -> float:
    """The smallest round number that is not below `least`."""
    scale = 10.0 ** floor(log10(least))
    return next(step * scale for step in _STEPS if step * scale >= least * (1 - 1e-12))


def _text(value: float, step: float) -> str:
    """The number with as many decimals as the step has."""
    size = max(abs(value), step)
    if size >= 1e6 or step < 1e-4:
        return short(value, max(floor(log10(size)) - floor(log10(step)) + 1, 1))
    decimals = next(k for k in range(9) if abs(step * 10**k - round(step * 10**k)) < 1e-6 * step * 10**k)
    return f"{value:.{decimals}f}".replace("-", "−")


def _decades(axis: Axis, most: int) -> list[tuple[float, str]]:
    lo, hi = ceil(log10(axis.lo) - 1e-9), floor(log10(axis.hi) + 1e-9)
    spread = [range(ceil(lo / k) * k, hi + 1, k) for k in (1, 2, 3, 4, 5, 10, 20, 50, 100)]
    exponents = next(each for each in spread if len(each) <= most)
    if len(exponents) < 2:
        exponents = next(each for each in reversed(spread) if len(each) > 1)
    return [(10.0**k, f"10{str(k).translate(_POWERS)}" if k not in (0, 1) else str(10**k)) for k in exponents]


def _of_pi(axis: Axis, most: int) -> list[tuple[float, str]]:
    lo, hi = axis.lo / pi, axis.hi / pi
    steps = [Fraction(1, 4), Fraction(1, 2), *(Fraction(k) for k in (1, 2, 5, 10, 20, 50, 100, 1000))]
    step = next((s for s in steps if floor(hi / s + 1e-9) - ceil(lo / s - 1e-9) + 1 <= most), None)
    if step is None:
        return ticks(axis._replace(pi=False), most)
    counts = range(ceil(lo / step - 1e-9), floor(hi / step + 1e-9) + 1)
    return [(float(k * step) * pi, _multiple(k * step)) for k in counts]


def _multiple(k: Fraction) -> str:
    if k == 0:
        return "0"
    above = "" if abs(k.numerator) == 1 else str(abs(k.numerator))
    below = "" if k.denominator == 1 else f"/{k.denominator}"
    return f"{'−' if k < 0 else ''}{above}π{below}"


def short(value: float, figures: int = 4) -> str:
    """A number for people: 4 figures, no needless zeros, 2.5·10⁷ where it is very large or small."""
    if not isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "undefined"
    if value == 0 or abs(value) < 1e-300:
        return "0"
    if 1e-4 <= abs(value) < 10 ** max(figures + 1, 6):
        decimals = max(figures - 1 - floor(log10(abs(value)) + 1e-12), 0)
        text = f"{value:.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace("-", "−")
    digits, _, power = f"{value:.{figures - 1}e}".partition("e")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    raised = f"10{str(int(power)).translate(_POWERS)}"
    if digits in ("1", "-1"):
        return ("−" if digits == "-1" else "") + raised
    return f"{digits}·{raised}".replace("-", "−")
