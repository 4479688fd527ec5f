"""The mathematics of the pictures, against SymPy and mpmath: values at the ticks, tangents that touch, lines that break."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import isfinite, pi
from random import Random
from typing import Any

import mpmath
import pytest
import sympy

from tests.random_expr import expressions
from tutor.errors import TutorError
from tutor.expr import Add, Div, Expr, Mul, Neg, Num, Sym
from tutor.plot.canvas import Canvas, plain
from tutor.plot.features import at_point, features
from tutor.plot.figures import figure
from tutor.plot.figures.errors import METHODS, errors
from tutor.plot.figures.surface import contour
from tutor.plot.films import Stage, path, secant_film
from tutor.plot.graphs import Asked, compared, f_alone, function_scene, limit_slope, slope_at
from tutor.plot.model import Axis, Curve, Film, Panel, Scene, Stroke
from tutor.plot.panel import Pen
from tutor.plot.picture import picture
from tutor.plot.sample import sample
from tutor.plot.ticks import short, ticks
from tutor.plot.window import across
from tutor.read import read
from tutor.show import explicit

SYMPY: Any = sympy  # it has no types
X = SYMPY.Symbol("x", real=True)
PEN = Pen()

FUNCTIONS = (
    "x^3 - 3x", "sin(2x^2) + 1", "1/x", "tan(x)", "e^(-x^2/2)", "ln(x)", "sqrt(4 - x^2)", "x/(x^2 - 2)", "|x - 1|",
    "arctan(3x)", "x^2 e^-x", "cosh(x)", "2", "(x^2 - 1)/(x - 1)", "x ln|x|", "x^4/4 - x^2 + 1/2", "sin(x)/x",
)  # fmt: skip


def sympy_of(f: Expr) -> Any:
    return SYMPY.sympify(explicit(f), locals={"x": X})


def scene_of(text: str, **window: float) -> Scene:
    return function_scene(Asked(read(text), "x", **window))


def at(curve: Curve, x: float) -> float | None:
    """The height of the line at a place, between the two points beside it; None where it has a gap."""
    for piece in curve.pieces:
        for (a, ya), (b, yb) in pairwise(piece):
            if a <= x <= b and a < b:
                return ya + (yb - ya) * (x - a) / (b - a)
    return None


# --- the lines ---


@pytest.mark.parametrize("text", FUNCTIONS)
def test_the_lines_have_the_values_of_sympy_at_the_ticks(text: str) -> None:
    f = sympy_of(read(text))
    wanted = (f, SYMPY.diff(f, X))
    scene = scene_of(text)
    curves = [curve for panel in scene.panels for curve in panel.curves]
    panel = scene.panels[0]
    for right, curve in zip(wanted, curves, strict=True):
        for x, _ in ticks(panel.x, 9):
            exact = right.subs(X, SYMPY.Float(x, 30)).evalf(30)
            drawn = at(curve, x)
            if drawn is not None and exact.is_real and exact.is_finite:
                assert abs(drawn - float(exact)) <= 0.004 * panel.y.length + 1e-3 * abs(drawn), (x, drawn, exact)
            elif drawn is None and (text, x) != ("|x - 1|", 1.0):  # for SymPy it has the slope 0 in its corner
                bounded = exact.is_real and exact.is_finite and abs(exact) < 1e9  # at a float beside a pole it is
                assert not bounded or x in (panel.x.lo, panel.x.hi), (x, exact)


@pytest.mark.parametrize("text", FUNCTIONS)
def test_every_point_of_a_line_is_one_of_the_function(text: str) -> None:
    f = read(text)
    value = SYMPY.lambdify(X, sympy_of(f), "mpmath")
    found = sample(f, "x", Axis(-3.0, 5.0))
    for piece in found.pieces:
        assert all(a <= b for (a, _), (b, _) in pairwise(piece))
        for x, y in piece[:: max(len(piece) // 40, 1)]:
            exact = value(mpmath.mpf(x))
            assert abs(complex(exact).real - y) <= 1e-6 * (1 + abs(y)), (x, y, exact)


POLES: dict[str, list[Any]] = {
    "1/x": [0],
    "1/(x - 1/3)": [Fraction(1, 3)],
    "1/(x - 0.0131)^2": [Fraction(131, 10000)],
    "0.001/(x - 0.0131)^2": [Fraction(131, 10000)],
    "x/((x-1)(x+2))": [-2, 1],
    "tan(x)": [-pi / 2, pi / 2],
    "sec(x)": [-pi / 2, pi / 2],
    "cot(x)": [0],
    "ln(x)": [0],
    "ln|x - 0.017|": [0.017],
    "x^(-1/3)": [0],
    "1/(e^x - 1)": [0],
    "1/ln(x)": [1],
    "1/sin(x)": [0],
    "coth(x)": [0],
    "e^(1/x)": [0],
    "1/(x^2 - 2)": [-(2**0.5), 2**0.5],
}
NONE = (
    "sin(x)/x",
    "(1 - cos(x))/x^2",
    "cbrt(x)",
    "|x|",
    "1/(x^2 + 1)",
    "1/(2 + sin(10x))",
    "x^x",
    "tanh(1000x)",
    "(x^2-1)/(x-1)",
)


@pytest.mark.parametrize("text", POLES)
@pytest.mark.parametrize("window", [(-3.0, 3.0), (-2.9, 3.1)])
def test_no_line_is_joined_across_a_pole(text: str, window: tuple[float, float]) -> None:
    found = sample(read(text), "x", Axis(*window))
    wanted = [float(place) for place in POLES[text]]
    assert list(found.poles) == pytest.approx(wanted, abs=1e-7)
    for pole in wanted:
        for piece in found.pieces:
            assert not any(a < pole - 1e-9 and pole + 1e-9 < b for (a, _), (b, _) in pairwise(piece))


@pytest.mark.parametrize("text", NONE)
def test_a_line_without_a_pole_is_whole(text: str) -> None:
    found = sample(read(text), "x", Axis(-3.0, 3.0))
    assert found.poles == ()
    assert found.jumps == ()
    spans = [(piece[0][0], piece[-1][0]) for piece in found.pieces]
    assert all(b - a < 0.02 for (_, a), (b, _) in pairwise(spans))  # holes, no gaps


def test_random_fractions_break_at_their_poles_and_nowhere_else() -> None:
    rng = Random(7)
    for _ in range(40):
        places = sorted({Fraction(rng.randrange(-40, 41), rng.randrange(1, 14)) for _ in range(rng.randrange(1, 4))})
        powers = [rng.choice((1, 1, 2)) for _ in places]
        f: Expr = Num(Fraction(rng.randrange(1, 9)))
        for place, power in zip(places, powers, strict=True):
            shifted = Add((Sym("x"), Neg(Num(place)) if place > 0 else Num(-place)))
            f = Div(f, shifted if power == 1 else Mul((shifted, shifted)))
        inside = [float(place) for place in places if -3 < place < 3]
        found = sample(f, "x", Axis(-3.0, 3.0))
        for pole in inside:
            for piece in found.pieces:
                pairs = pairwise(piece)
                assert not any(a < pole - 1e-9 and pole + 1e-9 < b for (a, _), (b, _) in pairs), (places, powers)


def test_where_poles_are_too_many_to_name_the_line_breaks_all_the_same() -> None:
    found = sample(read("tan(40x)"), "x", Axis(-3.0, 3.0))
    for k in range(-38, 38):
        pole = (k + 0.5) * pi / 40
        for piece in found.pieces:
            assert not any(a < pole - 1e-6 and pole + 1e-6 < b for (a, _), (b, _) in pairwise(piece))


@pytest.mark.parametrize(
    ("text", "jump"), [("sign(x)", 0), ("|x|/x", 0), ("arctan(1/x)", 0), ("step(x - 1/3)", 1 / 3), ("sign(x-1)", 1)]
)
def test_no_line_is_joined_across_a_jump(text: str, jump: float) -> None:
    found = sample(read(text), "x", Axis(-3.0, 3.0))
    assert list(found.jumps) == pytest.approx([jump], abs=1e-7)
    heights = [abs(b - a) for piece in found.pieces for (_, a), (_, b) in pairwise(piece)]
    assert max(heights) < 0.1


def test_the_hole_of_a_function_is_a_ring() -> None:
    assert sample(read("(x^2-1)/(x-1)"), "x", Axis(-3.0, 3.0)).holes[0] == pytest.approx((1.0, 2.0))
    assert "○" in "\n".join(map(plain, picture(scene_of("(x^2-1)/(x-1)"), 80, 20, PEN)))


def test_what_overflows_leaves_a_gap() -> None:
    for text in ("e^(e^(e^x))", "e^(x^5) - e^(x^5)", "sinh(800x)", "x^9999", "1/e^(x^3)", "e^(-e^(-e^(-9x)))"):
        found = sample(read(text), "x", Axis(-6.0, 6.0))
        assert all(isfinite(y) for piece in found.pieces for _, y in piece)
        assert picture(scene_of(text), 80, 20, PEN)


def test_whatever_is_drawn_is_drawn_inside_its_window() -> None:
    """No function makes it crash, and no row is too wide."""
    rng, drawn = Random(11), 0
    for number in range(150):
        f = expressions(rng, 3)
        size = rng.choice([(80, 24), (40, 15), (25, 8), (88, 60)])
        try:
            scene = function_scene(Asked(f, "x")) if number % 2 else f_alone(f, "x")
        except Exception as error:
            assert type(error).__name__ in ("TutorError", "GivenUpError", "ValueError"), (f, error)
            continue
        drawn += 1
        for pen in (PEN, Pen(True, lambda text: text.encode("ascii", "replace").decode())):
            rows = [plain(row) for row in picture(scene, *size, pen)]
            assert max(map(len, rows)) <= size[0]
        assert all(isinstance(told, str) for told in scene.told)
    assert drawn > 90


@pytest.mark.parametrize("text", ["sec(3x)", "x^2", "1/x", "e^x", "x/10^300", "|x|", "3"])
@pytest.mark.parametrize("window", [(-1e300, 1e300), (-1e-9, 1e-9), (1e6, 2e6), (0.0, 1e-300), (1e15, 1e15 + 8e7)])
def test_any_window_can_be_drawn(text: str, window: tuple[float, float]) -> None:
    try:
        scene = scene_of(text, lo=window[0], hi=window[1])
    except TutorError:
        return
    rows = [plain(row) for row in picture(scene, 80, 20, PEN)]
    assert max(map(len, rows)) <= 80
    assert scene.told


# --- what is seen on them ---


@pytest.mark.parametrize(
    "text", ["x^3 - 3x", "x^4/4 - x^2 + 1/2", "x^2 (x - 2)", "x^5 - 5x + 1", "(x-20)^2", "x^2 e^-x", "x^4"]
)
def test_zeros_and_turning_points_are_those_of_sympy(text: str) -> None:
    f = read(text)
    e = sympy_of(f)
    axis = across(f, "x", None, None)

    def inside(x: float) -> bool:
        return axis.lo < x < axis.hi

    zeros = [float(z) for z in SYMPY.real_roots(e)] if e.is_polynomial(X) else [0.0]
    slope = SYMPY.diff(e, X)
    flat = SYMPY.solveset(slope, X, SYMPY.S.Reals)
    flat = [float(z) for z in (flat if flat.is_FiniteSet else SYMPY.real_roots(slope))]
    turns = [
        x for x in sorted(flat) if inside(x) and float(slope.subs(X, x - 1e-3)) * float(slope.subs(X, x + 1e-3)) < 0
    ]
    seen = features(f, "x", axis, sample(f, "x", axis))
    assert list(seen.zeros) == pytest.approx(sorted({round(z, 7) for z in zeros if inside(z)}), abs=1e-6)
    assert [turn.x for turn in seen.turns] == pytest.approx(turns, abs=1e-6)
    kinds = ["minimum" if float(slope.subs(X, x + 1e-3)) > 0 else "maximum" for x in turns]
    assert [turn.kind for turn in seen.turns] == kinds


def test_a_picture_in_words() -> None:
    told = " ".join(scene_of("x^3 - 3x").told)
    assert told.startswith(
        "f of x equals x cubed minus 3 x, for x from −2.5 to 2.5. Its values go from −8.125 to 8.125. "
        "Zero at x = −1.732, 0 and 1.732. Turning points: a maximum of 2 at x = −1 and a minimum of −2 at x = 1."
    )
    told = " ".join(scene_of("1/x").told)
    assert "No zeros. No turning points. Values without bound at x = 0." in told
    told = " ".join(scene_of("sqrt(1 - x^2)").told)
    assert "Its values go from 0 to 1." in told
    assert "Zero at x = −1 and 1." in told


# --- tangents ---


@pytest.mark.parametrize(
    ("text", "a"),
    [
        ("x^2", 1),
        ("x^3 - 3x", -2),
        ("sin(x)", 0.5),
        ("ln(x)", 1),
        ("1/x", -1),
        ("e^x", 0),
        ("sqrt(x)", 2),
        ("tan(x)", 1),
        ("|x|", 1),
    ],
)
def test_a_tangent_touches(text: str, a: float) -> None:
    f = sympy_of(read(text))
    scene = scene_of(text, at=float(a))
    panel = scene.panels[0]
    curve, line = panel.curves
    height, slope = float(f.subs(X, a)), float(SYMPY.diff(f, X).subs(X, a))
    (x0, y0), (x1, y1), (x2, y2) = line.pieces[0]
    assert (x1, y1) == pytest.approx((a, height))
    assert (y2 - y0) / (x2 - x0) == pytest.approx(slope)
    # In dots: at the place itself the line and the curve are in the same row of dots, or one apart.
    rows = [dot_row(each, panel, a) for each in (curve, line)]
    assert abs(rows[0] - rows[1]) <= 1
    assert f"the slope {short(slope)}" in scene.notes[0]


def dot_row(curve: Curve, panel: Panel, x: float) -> float:
    """The row of dots of a line in the column of a place."""
    canvas = Canvas(70, 17)
    for piece in curve.pieces:
        shares = [(panel.x.share(a), panel.y.share(b)) for a, b in piece]
        canvas.line([(s, t) for s, t in shares if s is not None and t is not None], Stroke.SOLID)
    share = panel.x.share(x)
    assert share is not None
    column = round(share * (canvas.width - 1))
    bits = {0: (0x01, 0x02, 0x04, 0x40), 1: (0x08, 0x10, 0x20, 0x80)}[column % 2]
    set_ = [
        4 * row + k
        for row, runs in enumerate(canvas.lines())
        for k, bit in enumerate(bits)
        if ord("".join(text for _, text in runs)[column // 2]) & bit and "".join(t for _, t in runs)[column // 2] != " "
    ]
    assert set_, "no dot in this column"
    return sum(set_) / len(set_)


@pytest.mark.parametrize(
    ("text", "a", "slope"),
    [
        ("|x|", 0, None), ("cbrt(x)", 0, None), ("sign(x)", 0, None), ("sqrt(x)", 0, None), ("x|x|", 0, 0),
        ("|x|", 1, 1), ("sin(500x)", 0, 500), ("x^2 sin(1/x)", 1, 2 * 0.8414709848 - 0.5403023059), ("|x-1| + |x+1|", 1, None),
        ("relu(x)", 0, None), ("max(x, x^2)", 1, None), ("x^3", 0, 0), ("e^(100x)", 0, 100), ("cbrt(x)^2", 0, None),
    ],
)  # fmt: skip
def test_a_slope_is_one_from_both_sides(text: str, a: float, slope: float | None) -> None:
    f = read(text)
    found = slope_at(f, "x", float(a))[1]
    assert found == pytest.approx(slope) if slope is not None else not isfinite(found)


def test_the_corner_and_the_upright_tangent_are_named() -> None:
    assert scene_of("|x|", at=0.0).notes == (
        "At x = 0 there is no derivative: the slope is −1 on the left and 1 on the right.",
    )
    assert scene_of("cbrt(x)", at=0.0).notes == ("At x = 0 the tangent is upright: the slope grows without bound.",)
    assert scene_of("sqrt(x)", at=0.0).notes == ("At x = 0 there is no derivative.",)


def test_the_slopes_of_secants_tend_to_that_of_the_tangent() -> None:
    film = secant_film(Asked(read("x^3"), "x", 1.0))
    facts = dict(film.facts)
    assert facts["slope"] == pytest.approx(3)
    for h, slope in facts["secants"]:  # type: ignore[attr-defined]
        assert slope == pytest.approx(((1 + h) ** 3 - 1) / h)


# --- the figures ---


def facts_of(name: str) -> dict[str, Any]:
    found = figure(name)
    assert found is not None
    return dict(found.made().facts)


def test_the_errors_are_those_of_the_formulas_where_rounding_does_not_matter() -> None:
    mpmath.mp.dps = 40
    try:
        sin, one = mpmath.sin, mpmath.mpf(1)
        exact = {
            "forward": lambda h: (sin(1 + h) - sin(one)) / h,
            "backward": lambda h: (sin(one) - sin(1 - h)) / h,
            "centered": lambda h: (sin(1 + h) - sin(1 - h)) / (2 * h),
            "complex step": lambda h: mpmath.im(mpmath.sin(mpmath.mpc(1, h))) / h,
        }
        exact["Richardson"] = lambda h: (4 * exact["centered"](h / 2) - exact["centered"](h)) / 3
        least = {"forward": 1e-5, "backward": 1e-5, "centered": 1e-3, "complex step": 1e-5, "Richardson": 1e-2}
        for name in METHODS:
            for h, error in errors(name):
                if h >= least[name]:
                    wanted = abs(exact[name](mpmath.mpf(h)) - mpmath.cos(1))
                    assert error == pytest.approx(float(wanted), rel=0.02), (name, h)
    finally:
        mpmath.mp.dps = 15
    assert max(error for h, error in errors("complex step") if h < 1e-8) < 3e-16
    best = {name: min(errors(name), key=lambda pair: pair[1])[0] for name in ("forward", "centered")}
    assert 1e-9 < best["forward"] < 1e-7
    assert 1e-7 < best["centered"] < 1e-4


def test_the_descent_is_that_of_the_notebook() -> None:
    x = mpmath.mpf("0.25")
    for _ in range(200):
        x -= mpmath.mpf("0.01") * (x**3 - 2 * x)
    xs = facts_of("descent")["path"]
    assert xs[-1] == pytest.approx(float(x), abs=1e-12)
    assert short(xs[-1], 5) == "1.4073"


def test_the_three_descents_end_where_they_are_said_to() -> None:
    low, poor, plateau = (places[-1] for places in facts_of("starts")["paths"])
    assert low == pytest.approx(2**0.5, abs=1e-3)
    minima = sorted(float(z) for z in SYMPY.real_roots(X**3 - 2 * X + SYMPY.Rational(1, 4)))
    assert poor == pytest.approx(minima[2], abs=1e-2)

    def f(x: float) -> float:
        return x**4 / 4 - x**2 + x / 4

    assert f(minima[0]) < f(poor)
    assert 2.3 < plateau < 2.5


def test_the_surface_has_the_gradient_of_sympy() -> None:
    y = SYMPY.Symbol("y", real=True)
    e = SYMPY.sin(X * y)
    wanted = [float(SYMPY.diff(e, v).subs({X: 0.1, y: -1})) for v in (X, y)]
    assert facts_of("surface")["gradient"] == pytest.approx(wanted)
    assert wanted == pytest.approx([-0.995, 0.0995], abs=1e-4)


def test_a_line_of_equal_height_is_one() -> None:
    def f(x: float, y: float) -> float:
        return float(mpmath.sin(x * y))

    pieces = list(contour(f, Axis(-2.0, 2.0), Axis(-2.0, 2.0), 0.5))
    assert len(pieces) > 40
    assert all(abs(f(x, y) - 0.5) < 0.02 for piece in pieces for x, y in piece)


def test_the_areas_in_the_circle_are_in_order() -> None:
    r, angle = SYMPY.Symbol("r"), SYMPY.pi / 5
    sector = SYMPY.integrate(r, (r, 0, 1)) * angle
    small, middle, large = facts_of("unit-circle")["areas"]
    assert middle == pytest.approx(float(sector))
    assert small == pytest.approx(float(SYMPY.sin(2 * angle) / 4))
    assert large == pytest.approx(float(SYMPY.tan(angle) / 2))
    assert small < middle < large


def test_the_gradients_in_the_graph_are_those_of_sympy() -> None:
    x, w, b = SYMPY.symbols("x w b")
    loss = (1 / (1 + SYMPY.exp(-(w * x + b)))) ** 2 / 2
    point = {x: 1, w: 2, b: -1}
    backward = dict(facts_of("backprop")["backward"])
    for letter in (x, w, b):
        assert backward[str(letter)] == pytest.approx(float(SYMPY.diff(loss, letter).subs(point)))
    assert dict(facts_of("backprop")["forward"])["L"] == pytest.approx(float(loss.subs(point)))


def test_the_sliding_tangent_has_its_slope_below() -> None:
    found = figure("tangent-sine")
    assert found is not None
    film = found.made()
    assert isinstance(film, Film)
    slope = SYMPY.lambdify(X, SYMPY.diff(SYMPY.sin(2 * X**2) + 1, X), "mpmath")
    for still in film.stills:
        above, below = still.scene.panels
        x, y = below.marks[0][:2]
        assert above.marks[0].x == x
        assert y == pytest.approx(float(slope(x)), abs=1e-9)


# --- two answers ---


def test_the_largest_gap_is_marked() -> None:
    scene = compared(read("x^2"), read("2x"), read("x"), "x")
    panel = scene.panels[0]
    right, yours = panel.marks
    assert (right.x, right.y) == pytest.approx((panel.x.lo, 2 * panel.x.lo))
    assert yours.y == pytest.approx(panel.x.lo)
    assert scene.notes[0].startswith("The gap is widest at x = ")
    assert compared(read("x^2"), read("2x"), read("sqrt(-1-x^2)"), "x").notes == ("Your answer has no value here.",)


# --- numbers ---


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-2.5, "−2.5"), (1 / 3, "0.3333"), (0.1 + 0.2, "0.3"), (12345.678, "12346"),
        (1e6, "10⁶"), (-1e-7, "−10⁻⁷"), (2.5e7, "2.5·10⁷"), (1e-4, "0.0001"), (99999.6, "100000"),
        (float("inf"), "∞"), (float("nan"), "undefined"),
    ],
)  # fmt: skip
def test_a_number_as_it_is_written(value: float, text: str) -> None:
    assert short(value) == text


def test_ticks_are_round_and_at_least_two() -> None:
    rng = Random(5)
    for _ in range(300):
        lo = rng.uniform(-1, 1) * 10 ** rng.randrange(-6, 9)
        axis = Axis(lo, lo + rng.uniform(0.1, 10) * 10 ** rng.randrange(-5, 9))
        if axis.length < 1e-6 * abs(lo):
            continue
        for most in (2, 3, 5, 8):
            found = ticks(axis, most)
            assert 2 <= len(found) <= max(most, 2) + 3
            assert all(axis.lo - 1e-6 * axis.length <= value <= axis.hi + 1e-6 * axis.length for value, _ in found)
            texts = [text for _, text in found]
            assert len(set(texts)) == len(texts)
    assert [text for _, text in ticks(Axis(-2 * pi, 2 * pi, pi=True), 5)] == ["−2π", "−π", "0", "π", "2π"]
    assert [text for _, text in ticks(Axis(1e-16, 1e-1, log=True), 3)] == ["10⁻¹⁵", "10⁻¹⁰", "10⁻⁵"]


def test_a_path_ends_where_the_picture_does() -> None:
    stage = Stage(read("x^2"), "x", Axis(-2.0, 2.0))
    assert path(stage, 1.0, 0.25, 3) == pytest.approx([1.0, 0.5, 0.25, 0.125])
    assert len(path(stage, 1.0, 3.0, 200)) < 4  # it runs away


def test_a_slope_by_the_formula_is_not_taken_for_one() -> None:
    f = read("|x|")
    assert not isfinite(limit_slope(at_point(f, "x"), at_point(read("sign(x)"), "x"), 0.0))
