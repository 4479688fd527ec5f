"""Figures that move."""

from __future__ import annotations

from math import cos, nan, pi, sin

from tutor.plot.films import Stage, descend, path, secants, slide
from tutor.plot.model import Axis, Curve, Film, Mark, Panel, Scene, Still, Stroke
from tutor.plot.ticks import short
from tutor.read import read

__all__ = ["descent", "secant_cbrt", "secant_corner", "secant_square", "starts", "tangent_sine", "tangent_square"]

_WINDOW = Axis(-2.1, 2.1, name="x")
_HALF = 100  # the notebook's frame at which B has gone from one side of A to the other
_TELLING = (0, 26, 36, 50)
_QUARTIC = "x^4/4 - x^2 + 1/2"
_STARTS = (
    ("x^4/4 - x^2 + 1/2", 0.25, "minimum"),
    ("x^4/4 - x^2 + x/4", 0.25, "poor minimum"),
    ("-e^(-x^2)", 2.5, "plateau"),
)
_RATE = 0.05


def _moves(a: float, telling: tuple[int, ...]) -> list[tuple[float, bool]]:
    """B on its way from the right of A to the left, slow near A: 1.5 cos³."""
    frames = range(0, _HALF + 1, 2)
    return [(a if i == 50 else a + 1.5 * cos(2 * pi * i / 200) ** 3, i in telling) for i in frames]


def secant_square() -> Film:
    """On x², A at −1."""
    stage = Stage(read("x^2"), "x", _WINDOW, Axis(-1.6, 4.6))
    return secants(stage, -1.0, _moves(-1.0, _TELLING), -2.0, "The secant becomes the tangent, x² at x = −1")


def secant_corner() -> Film:
    """On |x|, A in the corner."""
    stage = Stage(read("|x|"), "x", _WINDOW, Axis(-1.6, 2.3))
    end = "From the right the slope is 1, from the left −1: they do not meet, so there is no tangent at the corner."
    return secants(stage, 0.0, _moves(0.0, (0, 30, 70, 100)), nan, "No tangent in a corner, |x| at x = 0", end)


def secant_cbrt() -> Film:
    """On the cube root, A at 0."""
    stage = Stage(read("cbrt(x)"), "x", _WINDOW, Axis(-1.4, 1.4))
    upright = (Curve("tangent x = 0", (((0.0, -1.4), (0.0, 1.4)),), Stroke.DOTTED),)
    end = "The nearer B is to A, the steeper the secant, without bound: the tangent is upright, and there is no f′(0)."
    return secants(stage, 0.0, _moves(0.0, (0, 26, 36, 44)), nan, "An upright tangent, ∛x at x = 0", end, upright)


def _slid(text: str, y: Axis) -> Film:
    places = [1.5 * sin(2 * pi * i / 200) for i in range(-50, 51, 2)]
    return slide(Stage(read(text), "x", _WINDOW, y), places, (0, 12, 25, 42))


def tangent_square() -> Film:
    """The tangent along x², the point of 2x below it."""
    return _slid("x^2", Axis(-1.0, 4.6))


def tangent_sine() -> Film:
    """The tangent along sin(2x²) + 1."""
    return _slid("sin(2x^2) + 1", Axis(-0.4, 2.4))


def descent() -> Film:
    """From 1/4 on the quartic, learning rate 0.01, 200 steps."""
    stage = Stage(read(_QUARTIC), "x", _WINDOW, Axis(-1.4, 1.4))
    other = path(stage, -0.25, 0.01, 200)[-1]
    why = f"From −0.25 it goes to the other minimum: after 200 steps x = {short(other, 5)}."
    return descend(stage, 0.25, 0.01, 200, why)


def starts() -> Film:
    """Three descents at once: to the minimum, to a poor one, and on a plateau."""
    windows = (_WINDOW, _WINDOW, Axis(-3.0, 3.0, name="x"))
    heights = (Axis(-0.8, 1.4), Axis(-1.7, 1.4), Axis(-1.15, 0.3))
    stages = [Stage(read(text), "x", x, y, 160) for (text, _, _), x, y in zip(_STARTS, windows, heights, strict=True)]
    paths = [path(stage, start, _RATE, 200) for stage, (_, start, _) in zip(stages, _STARTS, strict=True)]
    title = f"Three descents, learning rate {short(_RATE)}"
    stills = []
    for k in range(0, 201, 5):
        panels, said = [], []
        for stage, xs, (_, start, name) in zip(stages, paths, _STARTS, strict=True):
            x = xs[k]
            marks = (Mark(start, stage.value(start), sign="hole"), Mark(x, stage.value(x)))
            panels.append(Panel(stage.axis, stage.y, (Curve("", stage.curve.pieces),), marks, title=name))
            said.append(f"{name} x = {short(x, 3)}")
        note = f"Step {k}: {', '.join(said)}."
        stills.append(Still(Scene(title, (tuple(panels),), (note,), (note,)), k in (0, 200)))
    told = (
        f"x⁴/4 − x² + ½ from 0.25 comes to a minimum, x = {short(paths[0][-1])}.",
        f"x⁴/4 − x² + x/4 from 0.25 comes to rest at x = {short(paths[1][-1])}; "
        "the other minimum, at x = −1.473, is lower.",
        f"−exp(−x²) from 2.5 is on a plateau: after 200 steps x = {short(paths[2][-1])}, and the minimum is at 0.",
    )  # fmt: skip
    return Film(title, tuple(stills), (f"{title}.", *told), told, (("paths", tuple(map(tuple, paths))),))
