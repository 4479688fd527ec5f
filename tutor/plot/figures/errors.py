"""How wrong numerical derivatives are: the error against h, on logarithmic axes."""

from __future__ import annotations

from cmath import sin as complex_sin
from collections.abc import Callable
from math import cos, sin

from tutor.plot.model import Axis, Curve, Mark, Panel, Scene, Stroke
from tutor.plot.ticks import short

__all__ = ["METHODS", "error", "errors"]

_AT = 1.0
_TRUE = cos(_AT)
_LEAST = 1e-17  # what is smaller, 0 above all, is drawn here
_EPSILON = 2.0**-52


def _forward(h: float) -> float:
    return (sin(_AT + h) - sin(_AT)) / h


def _backward(h: float) -> float:
    return (sin(_AT) - sin(_AT - h)) / h


def _centered(h: float) -> float:
    return (sin(_AT + h) - sin(_AT - h)) / (2 * h)


def _richardson(h: float) -> float:
    return (4 * _centered(h / 2) - _centered(h)) / 3


def _complex_step(h: float) -> float:
    return complex_sin(complex(_AT, h)).imag / h


METHODS: dict[str, Callable[[float], float]] = {
    "forward": _forward, "backward": _backward, "centered": _centered, "Richardson": _richardson,
    "complex step": _complex_step,
}  # fmt: skip


def errors(name: str) -> tuple[tuple[float, float], ...]:
    """(h, error) of a method for the sine at 1, four values of h for each power of ten."""
    method = METHODS[name]
    return tuple((h, max(abs(method(h) - _TRUE), _LEAST)) for h in (10 ** (k / 4) for k in range(-64, -3)))


def error() -> Scene:
    """Forward, backward and centered; beside them Richardson and the complex step."""
    x, y = Axis(1e-16, 1e-1, log=True, name="h"), Axis(1e-17, 10.0, log=True)
    # Where both parts of the error, that of the formula and that of rounding, are of the same size.
    best_forward = (2 * _EPSILON) ** 0.5
    best_centered = (3 * _EPSILON) ** (1 / 3)
    first = (_drawn("forward"), _drawn("backward", Stroke.SPARSE), _drawn("centered", Stroke.DASHED))
    second = (_drawn("centered", Stroke.DASHED), _drawn("Richardson", Stroke.DOTTED), _drawn("complex step"))
    marks = (
        Mark(best_forward, 1e-10, "best 10⁻⁸", "best"),
        Mark(best_centered, 1e-13, "best 10⁻⁵", "best"),
    )  # fmt: skip
    panels = (Panel(x, y, first, marks), Panel(x, y, second))
    notes = (
        "To the right the formula errs, to the left rounding does: the best h lies between, near 10⁻⁸ for forward and "
        "backward, near 10⁻⁵ for centered. The complex step subtracts nothing, so small h do no harm.",
    )  # fmt: skip
    words = (
        "The error of numerical derivatives of the sine at x = 1, for h from 10⁻¹⁶ to 10⁻¹, on logarithmic axes.",
        *(_told(name) for name in METHODS),
        *notes,
    )  # fmt: skip
    facts = tuple((name, errors(name)) for name in METHODS)
    return Scene("The error of the derivative of sin at 1, against h", (panels,), notes, words, facts=facts)


def _drawn(name: str, stroke: Stroke = Stroke.SOLID) -> Curve:
    return Curve(name, (errors(name),), stroke, tag="" if name == "backward" else name)


def _told(name: str) -> str:
    method = METHODS[name]
    said = ", ".join(f"{short(abs(method(h) - _TRUE), 1)} for h = {short(h)}" for h in (1e-1, 1e-5, 1e-8, 1e-12))
    return f"{name.capitalize()}: {said}."
