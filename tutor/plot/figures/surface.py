"""sin(xy) from above: lines of equal height, the gradient at a point, and two slices through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import cos, hypot, sin

from tutor.plot.graphs import curve_of, line_text, tangent
from tutor.plot.model import Axis, Curve, Mark, Panel, Piece, Scene, Stroke
from tutor.plot.sample import sample
from tutor.plot.ticks import short
from tutor.read import Scope, read

__all__ = ["contour", "surface"]

_A = (0.1, -1.0)
_LEVELS = (-0.5, 0.5)
_GRID = 36


def surface() -> Scene:
    """The figure."""
    a, b = _A
    height, gradient = sin(a * b), (b * cos(a * b), a * cos(a * b))
    words = (
        "f(x, y) = sin(xy) seen from above, with the point A = (0.1, −1).",
        f"The height there is {short(height)}. The gradient is ({short(gradient[0])}, {short(gradient[1])}): "
        "the steepest way up goes to the left, at a right angle to the line of equal height through A.",
        f"The slice y = −1 has slope {short(gradient[0])} at x = 0.1, "
        f"the slice x = 0.1 has slope {short(gradient[1])} at y = −1.",
    )  # fmt: skip
    notes = (
        f"At A = (0.1, −1) the gradient is ({short(gradient[0])}, {short(gradient[1])}), the slopes of the two slices; "
        "the arrow is at a right angle to the line of equal height.",
    )  # fmt: skip
    panels = (_from_above(height, gradient), _slice("sin(-x)", "x", a, gradient[0], "y = −1"),
              _slice("sin(0.1y)", "y", b, gradient[1], "x = 0.1"))  # fmt: skip
    facts = (("at", _A), ("height", height), ("gradient", gradient))
    return Scene("The surface sin(xy), its gradient and two slices", (panels,), notes, words, facts=facts)


def _from_above(height: float, gradient: tuple[float, float]) -> Panel:
    a, b = _A
    x, y = Axis(-2.5, 2.5, name="x"), Axis(-3.4, 3.4)

    def f(x: float, y: float) -> float:
        return sin(x * y)

    lines = tuple(contour(f, x, y, *_LEVELS))
    through = tuple(contour(f, x, y, height))
    length = hypot(*gradient)
    tip = (a + 1.3 * gradient[0] / length, b + 1.3 * gradient[1] / length)
    curves = (
        Curve("height ±0.5", lines, Stroke.SPARSE),
        Curve("height of A", through, Stroke.DOTTED),
        Curve("gradient", (((a, b), tip),), Stroke.SOLID),
    )
    return Panel(x, y, curves, (Mark(a, b, "A"), Mark(*tip, sign="left")), title="from above", square=True)


def _slice(text: str, letter: str, at: float, slope: float, title: str) -> Panel:
    axis = Axis(-2.5, 2.5, name=letter)
    f = read(text, Scope(wrt=letter))
    found = sample(f, letter, axis, 160)
    height = sin(-at) if letter == "x" else sin(0.1 * at)
    touching = Curve(
        f"tangent {line_text(at, height, slope, letter, 'z')}", (tangent(at, height, slope, axis),), Stroke.DOTTED
    )
    return Panel(axis, Axis(-1.3, 1.3), (curve_of(found, "slice"), touching), (Mark(at, height),), title=title)


def contour(f: Callable[[float, float], float], x: Axis, y: Axis, *levels: float) -> Iterator[Piece]:
    """Short pieces of the lines on which f has these values: in each cell of a grid, from edge to edge.

    Source: marching squares, as in Lorensen and Cline, Marching Cubes (1987), in two dimensions.
    """
    xs = [x.lo + x.length * k / _GRID for k in range(_GRID + 1)]
    ys = [y.lo + y.length * k / _GRID for k in range(_GRID + 1)]
    grid = [[f(a, b) for a in xs] for b in ys]
    for level in levels:
        yield from _level([[value - level for value in row] for row in grid], xs, ys)


def _level(grid: list[list[float]], xs: list[float], ys: list[float]) -> Iterator[Piece]:
    """The pieces on which the values of the grid are 0."""
    for j, (below, above) in enumerate(pairwise(grid)):
        signs = [(p > 0) + 2 * (q > 0) for p, q in zip(below, above, strict=True)]
        for i, (left, right) in enumerate(pairwise(signs)):
            if left == right and left in (0, 3):
                continue
            corners = (
                (xs[i], ys[j], below[i]), (xs[i + 1], ys[j], below[i + 1]),
                (xs[i + 1], ys[j + 1], above[i + 1]), (xs[i], ys[j + 1], above[i]),
            )  # fmt: skip
            edges = zip(corners, (*corners[1:], corners[0]), strict=True)
            cut = [_between(p, q) for p, q in edges if (p[2] > 0) != (q[2] > 0)]
            yield from zip(cut[::2], cut[1::2], strict=True)


def _between(p: tuple[float, float, float], q: tuple[float, float, float]) -> tuple[float, float]:
    share = p[2] / (p[2] - q[2])
    return p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])
