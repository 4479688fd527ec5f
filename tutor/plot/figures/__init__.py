"""The pictures of the curriculum by name. `tutor plot NAME` draws one, `tutor plot` lists them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, cast

from tutor.plot.model import Film, Scene
from tutor.sentences import nearest

__all__ = ["EXTRA", "FIGURES", "Figure", "figure", "nearest_name"]


class Figure(NamedTuple):
    """A picture by name: what it shows, the item of the curriculum that it answers, and the function that makes it."""

    name: str
    title: str
    item: str
    place: str  # module and function in this folder
    moves: bool = False

    def made(self) -> Scene | Film:
        """The picture, or the pictures that move."""
        module, name = self.place.split(".")
        make = cast("Callable[[], Scene | Film]", getattr(import_module(f"tutor.plot.figures.{module}"), name))
        return make()


FIGURES = (
    Figure("line", "rise over run: the slope of a straight line", "nb-fig-line", "curves.line"),
    Figure("parabola", "falling, flat, rising: the sign of the slope", "nb-fig-parabola", "curves.parabola"),
    Figure(
        "secants", "secants for h = 1, 0.5, 0.1, 0.01, and the tangent",
        "fig-secant-to-tangent", "curves.secants",
    ),
    Figure(
        "secant-square", "B moves to A on x²: the secant becomes the tangent",
        "nb-anim-secant-x2", "moving.secant_square", moves=True,
    ),
    Figure(
        "secant-corner", "B moves through the corner of |x|: no tangent",
        "nb-anim-secant-abs", "moving.secant_corner", moves=True,
    ),
    Figure(
        "secant-cbrt", "B moves to A on ∛x: the tangent is upright",
        "nb-anim-secant-cbrt", "moving.secant_cbrt", moves=True,
    ),
    Figure(
        "tangent-square", "a tangent slides along x², f′ below it",
        "nb-anim-tangent-x2", "moving.tangent_square", moves=True,
    ),
    Figure(
        "tangent-sine", "a tangent slides along sin(2x²) + 1, f′ below it",
        "nb-anim-tangent-sin", "moving.tangent_sine", moves=True,
    ),
    Figure("unit-circle", "three areas that squeeze sin(θ)/θ", "nb-fig-unit-circle", "shapes.unit_circle"),
    Figure(
        "sets", "every differentiable function is continuous, not the other way round",
        "fig-diff-vs-cont-sets", "shapes.sets",
    ),
    Figure("quartic", "two minima and a maximum", "nb-fig-quartic", "curves.quartic"),
    Figure("cubic", "flat at 0, and no extremum", "nb-fig-x3", "curves.cubic"),
    Figure("descent", "gradient descent on the quartic, f′ below it", "nb-anim-gd", "moving.descent", moves=True),
    Figure("surface", "sin(xy) from above, with its gradient and two slices", "nb-fig-surface", "surface.surface"),
    Figure("sigmoid", "σ with its first and second derivative", "fig-sigmoid-derivatives", "curves.sigmoid"),
    Figure("backprop", "values forward, gradients backward", "fig-gradient-flow", "shapes.backprop"),
    Figure("error", "the error of numerical derivatives against h", "fig-error-vs-h", "errors.error"),
)  # fmt: skip
EXTRA = (
    Figure("starts", "descent to a minimum, to a poor one, and on a plateau", "", "moving.starts", moves=True),
    Figure("activations", "six activation functions, each with its derivative", "", "curves.activations"),
)  # fmt: skip

_BY_NAME = {name: each for each in (*FIGURES, *EXTRA) for name in (each.name, each.item) if name}


def figure(name: str) -> Figure | None:
    """The figure of this name, or of this item of the curriculum; None if there is none."""
    return _BY_NAME.get(name.strip().lower())


def nearest_name(name: str) -> str:
    """The name that was probably meant; "" if none is like it."""
    return nearest(name.strip(), (each.name for each in (*FIGURES, *EXTRA)))
