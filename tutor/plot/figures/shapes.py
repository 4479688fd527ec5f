"""Figures that are no curves: areas in a circle, sets in a set, a graph of computations."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, exp, pi, sin, tan

from tutor.plot.model import Axis, Curve, Diagram, Panel, Scene, Stroke, Text
from tutor.plot.ticks import short

__all__ = ["backprop", "sets", "unit_circle"]

_THETA = pi / 5


def unit_circle() -> Scene:
    """The areas A, A + B and A + B + C for the angle π/5."""
    c, s, t = cos(_THETA), sin(_THETA), tan(_THETA)
    arc = tuple((cos(pi / 2 * k / 90), sin(pi / 2 * k / 90)) for k in range(91))
    curves = (
        Curve("unit circle", (arc,)),
        Curve("angle θ = π/5", (((0.0, 0.0), (1.0, t)),), Stroke.DASHED),
        Curve("sin θ and tan θ", (((c, 0.0), (c, s)), ((1.0, 0.0), (1.0, t))), Stroke.DOTTED),
    )
    texts = (Text(0.55, 0.15, "A"), Text(0.88, 0.25, "B"), Text(0.94, 0.5, "C"), Text(0.16, 0.05, "θ"))
    panel = Panel(Axis(-0.05, 1.3, name="x"), Axis(-0.05, 1.05), curves, (), texts, square=True)
    note = (
        f"A = sin θ cos θ / 2 = {short(s * c / 2)}  <  A + B = θ/2 = {short(_THETA / 2)}  <  "
        f"A + B + C = tan θ / 2 = {short(t / 2)}"
    )
    why = "Divided by sin θ / 2: cos θ < θ/sin θ < 1/cos θ. For θ → 0 both ends are 1, so sin θ / θ tends to 1."
    words = (
        "The unit circle with the angle θ = π/5. A is the triangle below the point on the circle, A + B the sector, "
        f"A + B + C the triangle out to the line x = 1. {note}. {why}",
    )  # fmt: skip
    facts = (("theta", _THETA), ("areas", (s * c / 2, _THETA / 2, t / 2)))
    return Scene("Three areas in the unit circle", ((panel,),), (note, why), words, facts=facts)


_BOXES = str.maketrans("│┌┐└┘─▼▲►◄−·", "|++++-v^><-*")
_INNER = (("differentiable", "", "  polynomials    sin x, cos x", "  e^x            x |x|", ""), 33)
_OUTER = (
    "continuous", "", "  |x|", "  a corner at 0", "", "  x^(1/3)", "  upright at 0", "", "  Weierstrass's function",
    "  nowhere a tangent", "",
)  # fmt: skip
_SMALL_INNER = (("differentiable", "  polynomials, sin x, e^x"), 29)
_SMALL_OUTER = ("continuous", "  |x|      a corner at 0", "  x^(1/3)  upright at 0", "  Weierstrass: nowhere a tangent")


def _boxed(lines: Sequence[str], width: int) -> tuple[str, ...]:
    """The lines in a frame, `width` characters inside it."""
    bar = "─" * (width + 2)
    return (f"┌{bar}┐", *(f"│ {line:<{width}} │" for line in lines), f"└{bar}┘")


def _typed(form: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.translate(_BOXES) for line in form)


def _sets() -> tuple[tuple[str, ...], ...]:
    inner = _boxed(*_INNER)
    beside = [f"{line:<26}{box}" for line, box in zip(_OUTER[2:9], inner, strict=True)]
    small = (*_SMALL_OUTER, *_boxed(*_SMALL_INNER))
    return _boxed((*_OUTER[:2], *beside, *_OUTER[9:]), 63), _boxed(small, 33)


def sets() -> Scene:
    """The differentiable functions inside the continuous ones."""
    forms = _sets()
    note = "Differentiable implies continuous. Continuous does not imply differentiable."
    words = (
        f"{note} Continuous, but not differentiable at 0: |x|, with a corner, and x^(1/3), with an upright tangent. "
        "Weierstrass's function is continuous everywhere and differentiable nowhere.",
    )  # fmt: skip
    return Scene(
        "Continuous and differentiable functions", (), (note,), words, diagram=Diagram(forms, tuple(map(_typed, forms)))
    )


_X, _W, _B, _Y = 1.0, 2.0, -1.0, 0.0


def backprop() -> Scene:
    """x → z → a → L with values forward and gradients backward."""
    z = _W * _X + _B
    a = 1 / (1 + exp(-z))
    loss = (a - _Y) ** 2 / 2
    d_a = a - _Y
    d_z = d_a * a * (1 - a)
    d_x, d_w, d_b = d_z * _W, d_z * _X, d_z
    values = {"z": z, "a": a, "L": loss, "da": d_a, "dz": d_z, "dx": d_x, "dw": d_w, "db": d_b}
    numbers = {name: short(number) for name, number in values.items()}
    forms = tuple((_wide_graph(numbers, sigma), _narrow_graph(numbers, sigma)) for sigma in ("σ", "sigma"))
    diagram = Diagram(forms[0], tuple(map(_typed, forms[1])))
    note = "w = 2, b = −1, y = 0. Each gradient is the one to its right times the slope of the step between them."
    words = (
        f"A computation graph with w = 2, b = −1, y = 0. Forward: x = 1, z = wx + b = {short(z)}, "
        f"a = σ(z) = {short(a)}, L, half of (a − y)², = {short(loss)}.",
        f"Backward: dL/da = a − y = {short(d_a)}. dL/dz = dL/da · a(1 − a) = {short(d_z)}. "
        f"dL/dx = dL/dz · w = {short(d_x)}. dL/dw = dL/dz · x = {short(d_w)}. dL/db = dL/dz = {short(d_b)}.",
    )  # fmt: skip
    facts = (
        ("forward", (("x", _X), ("z", z), ("a", a), ("L", loss))),
        ("backward", (("a", d_a), ("z", d_z), ("x", d_x), ("w", d_w), ("b", d_b))),
    )
    return Scene("Values forward, gradients backward", (), (note,), words, diagram=diagram, facts=facts)


def _wide_graph(n: dict[str, str], sigma: str) -> tuple[str, ...]:
    """The graph from left to right: forward above, backward below, the factor of each step under its arrow."""
    power = "²" if sigma == "σ" else "^2"
    columns = (
        ("x", "1", "dL/dx", n["dx"]),
        ("z = w x + b", n["z"], "dL/dz", n["dz"]),
        (f"a = {sigma}(z)", n["a"], "dL/da", n["da"]),
        (f"L = (a − y){power}/2", n["L"], "dL/dL", "1"),
    )
    steps = ("· w", "· a(1 − a)", "· (a − y)")
    rows = ["forward  ", "         ", "", "backward ", "         "]
    for number, column in enumerate(columns):
        width = max(map(len, column))
        texts = (column[0], column[1], "", column[2], column[3])
        arrows = ("──►", "", "", "◄──", steps[number]) if number < len(steps) else ("",) * 5
        gap = max(len(arrows[4]), 3) + 2
        for k, (text, arrow) in enumerate(zip(texts, arrows, strict=True)):
            rows[k] += f"{text:^{width}}" + (f"{arrow:^{gap}}" if number < len(steps) else "")
    end = f"dL/dw = dL/dz · x = {n['dw']}      dL/db = dL/dz = {n['db']}"
    return (*(row.rstrip() for row in rows), "", end)


def _narrow_graph(n: dict[str, str], sigma: str) -> tuple[str, ...]:
    """The graph from top to bottom, forward on the left and backward on the right."""
    power = "²" if sigma == "σ" else "^2"
    left = ("x = 1", f"z = w x + b = {n['z']}", f"a = {sigma}(z) = {n['a']}", f"L = (a−y){power}/2 = {n['L']}")
    right = (f"dL/dx = {n['dx']}", f"dL/dz = {n['dz']}", f"dL/da = {n['da']}", "dL/dL = 1")
    steps = ("· w", "· a(1 − a)", "· (a − y)")
    rows = [f"{'forward ▼':<23}backward ▲"]
    for number, (forward, backward) in enumerate(zip(left, right, strict=True)):
        rows.append(f"{forward:<23}{backward}")
        if number < len(steps):
            rows.append(f"{'  │':<23}  ▲ {steps[number]}")
    return (*rows, "", f"dL/dw = dL/dz · x = {n['dw']}", f"dL/db = dL/dz = {n['db']}")
