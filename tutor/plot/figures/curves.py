"""Figures that stand still: curves with what there is to see on them."""

from __future__ import annotations

from math import sqrt

from tutor.derive import derive
from tutor.plot.films import Stage
from tutor.plot.graphs import curve_of, tangent
from tutor.plot.model import Axis, Curve, Mark, Panel, Scene, Stroke, Text
from tutor.plot.sample import sample
from tutor.plot.ticks import short
from tutor.plot.window import up
from tutor.read import read

__all__ = ["activations", "cubic", "line", "parabola", "quartic", "secants", "sigmoid"]

_SECANTS = (1.0, 0.5, 0.1, 0.01)
_ACTIVATIONS = ("relu(x)", "sigmoid(x)", "tanh(x)", "gelu(x)", "swish(x)", "softplus(x)")


def line() -> Scene:
    """Rise over run on the line through (1, 1) and (7, 4)."""
    run = Curve("run", (((1.0, 1.0), (7.0, 1.0)),), Stroke.DASHED)
    rise = Curve("rise", (((7.0, 1.0), (7.0, 4.0)),), Stroke.DOTTED)
    whole = Curve("y = 0.5x + 0.5", (((0.0, 0.5), (8.4, 4.7)),))
    panel = Panel(
        Axis(0.0, 8.4, name="x"), Axis(0.0, 5.5), (whole, run, rise),
        (Mark(1.0, 1.0), Mark(7.0, 4.0, "(7, 4)")),
        (Text(1.25, 1.35, "(1, 1)", left=True), Text(3.4, 0.6, "run 6"), Text(7.2, 2.4, "rise 3")),
    )  # fmt: skip
    note = "slope = rise/run = 3/6 = 0.5"
    words = ("A straight line through (1, 1) and (7, 4). The run is 6, the rise is 3: the slope is 3/6 = 0.5.",)
    return Scene("The slope of a straight line", ((panel,),), (note,), words, facts=(("slope", 0.5),))


def parabola() -> Scene:
    """x² falls on the left and rises on the right."""
    stage = Stage(read("x^2"), "x", Axis(-2.1, 2.1, name="x"), Axis(-0.3, 4.6))
    marks = (
        Mark(-1.25, 1.25**2, sign="down"), Mark(1.25, 1.25**2, sign="up"), Mark(0.0, 0.0),
    )  # fmt: skip
    texts = (Text(-1.0, 1.7, "f′ < 0"), Text(1.0, 1.7, "f′ > 0", left=True), Text(0.1, 0.6, "f′ = 0"))
    panel = Panel(stage.axis, stage.y, (stage.curve,), marks, texts)
    note = "Left of 0 the curve falls, its slope 2x is negative; right of 0 it rises; at 0 it is flat."
    return Scene("The sign of the slope", ((panel,),), (note,), (f"f(x) = x². {note}",))


def secants() -> Scene:
    """Secants of x² at 1 for shrinking h."""
    stage = Stage(read("x^2"), "x", Axis(0.0, 2.4, name="x"), Axis(-1.0, 5.6))
    lines = [stage.secant(1.0, 1.0 + h) for h in _SECANTS]
    touching = Curve("tangent, slope 2", (tangent(1.0, 1.0, 2.0, stage.axis),), Stroke.DOTTED)
    named = Curve(
        "secants for h = 1, 0.5, 0.1", lines[0][0].pieces + lines[1][0].pieces + lines[2][0].pieces, Stroke.SPARSE
    )
    marks = (Mark(1.0, 1.0, "A"), *(Mark(1.0 + h, (1.0 + h) ** 2, sign="hole") for h in _SECANTS[:3]))
    panel = stage.above(touching, named, marks=marks)
    slopes = [f"h = {short(h)}: slope {short(m)}" for h, (_, m) in zip(_SECANTS, lines, strict=True)]
    table = ",  ".join(slopes)
    words = (
        f"f(x) = x², secants through x = 1 and x = 1 + h. {'. '.join(slopes)}. "
        "The slopes tend to 2, the slope of the tangent at 1.",
    )  # fmt: skip
    facts = (("slopes", tuple((h, m) for h, (_, m) in zip(_SECANTS, lines, strict=True))), ("slope", 2.0))
    return Scene("From the secant to the tangent, x² at x = 1", ((panel,),), (table,), words, facts=facts)


def quartic() -> Scene:
    """x⁴/4 − x² + 1/2 with its three extrema."""
    stage = Stage(read("x^4/4 - x^2 + 1/2"), "x", Axis(-2.1, 2.1, name="x"), Axis(-1.4, 1.4))
    low = sqrt(2)
    marks = (Mark(-low, -0.5), Mark(0.0, 0.5), Mark(low, -0.5))
    texts = (
        Text(-low - 0.25, -0.85, "min (−√2, −½)"),
        Text(0.15, 0.72, "max (0, ½)"),
        Text(low - 0.55, -0.85, "min (√2, −½)"),
    )
    return Scene(
        "A quartic with three extrema", ((Panel(stage.axis, stage.y, (stage.curve,), marks, texts),),),
        ("f′(x) = x³ − 2x is 0 at −√2, 0 and √2.",),
        ("f(x) = x⁴ over 4 − x² + ½, for x from −2.1 to 2.1. Minima of −½ at x = −√2 and √2, about −1.414 and 1.414; "
         "a maximum of ½ at x = 0. f′(x) = x³ − 2x is 0 at all three.",),
    )  # fmt: skip


def cubic() -> Scene:
    """x³ is flat at 0 and has no extremum there."""
    stage = Stage(read("x^3"), "x", Axis(-1.05, 1.05, name="x"), Axis(-1.2, 1.2))
    flat = Curve("tangent y = 0", (((-0.55, 0.0), (0.55, 0.0)),), Stroke.DOTTED)
    panel = Panel(stage.axis, stage.y, (stage.curve, flat), (Mark(0.0, 0.0),), (Text(0.08, 0.3, "f′(0) = 0"),))
    note = "At 0 the slope 3x² is 0, but it is positive on both sides: the curve rises all the way."
    return Scene("Flat, and no extremum", ((panel,),), (note,), (f"f(x) = x³, for x from −1.05 to 1.05. {note}",))


def sigmoid() -> Scene:
    """σ, σ′ and σ″ on [−6, 6]."""
    axis = Axis(-6.0, 6.0, name="x")
    texts = ("sigmoid(x)", "sigmoid(x) (1 - sigmoid(x))", "sigmoid(x) (1 - sigmoid(x)) (1 - 2 sigmoid(x))")
    names, strokes = ("σ(x)", "σ′(x)", "σ″(x)"), (Stroke.SOLID, Stroke.DASHED, Stroke.DOTTED)
    curves = tuple(
        curve_of(sample(read(text), "x", axis), name, stroke, tag=name[:-3])
        for text, name, stroke in zip(texts, names, strokes, strict=True)
    )
    # The middle of the steepest place, the top of σ′, and the zero of σ″ stand above each other.
    marks = (Mark(0.0, 0.5, "inflection ½"), Mark(0.0, 0.25, "peak ¼"), Mark(0.0, 0.0, "zero"))
    panel = Panel(axis, Axis(-0.2, 1.1), curves, marks)
    note = "At x = 0: σ has its inflection ½, σ′ = σ(1 − σ) its peak ¼, σ″ = σ′(1 − 2σ) its zero."
    words = (
        "The sigmoid σ and its first two derivatives, for x from −6 to 6. σ rises from 0.0025 to 0.9975. "
        "σ′ is highest in the middle, ¼ at x = 0, and nearly 0 at both ends, 0.0025 at x = −6 and 6: "
        "there gradients vanish. "
        f"σ″ is positive left of 0 and negative right of it. {note}",
    )  # fmt: skip
    return Scene("The sigmoid and its derivatives", ((panel,),), (note,), words)


def activations() -> Scene:
    """Six activation functions, each with its derivative."""
    axis = Axis(-4.0, 4.0, name="x")
    panels, words = [], []
    for text in _ACTIVATIONS:
        f = read(text)
        line = derive(f, "x").line
        found, slope = sample(f, "x", axis, 96), sample(line, "x", axis, 96)
        curves = (curve_of(found, "f"), curve_of(slope, "f′", Stroke.DASHED))
        heights = [*found.heights(), *slope.heights()]
        panels.append(Panel(axis, up(heights, room=0.15), curves, title=text[:-3]))
        low, high = min(slope.heights()), max(slope.heights())
        words.append(f"{text[:-3]}: values from {short(min(found.heights()), 3)} to {short(max(found.heights()), 3)}, "
                     f"slopes from {short(low, 3)} to {short(high, 3)}.")  # fmt: skip
    rows = (tuple(panels[:3]), tuple(panels[3:]))
    return Scene("Activation functions", rows, (), ("Six activation functions, for x from −4 to 4.", *words))
