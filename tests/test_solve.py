"""Zeros found exactly, against zeros that were put in, and against SymPy."""

from __future__ import annotations

from math import inf, pi
from random import Random

import pytest
import sympy

from tests.values import to_sympy
from tutor.derive import derive
from tutor.expr import Expr, Mul
from tutor.read import read
from tutor.show import show
from tutor.solve import UnsolvedError, breaks, zeros
from tutor.surds import size

TURN = (0.0, 2 * pi)
EVERYWHERE = (-inf, inf)


@pytest.mark.parametrize(
    "e, bounds, wanted",
    [
        ("2x - 3", EVERYWHERE, "3/2"),
        ("x^2 - 2", EVERYWHERE, "-sqrt(2), sqrt(2)"),
        ("x^2 + 1", EVERYWHERE, ""),
        ("x^2 - 2x - 1", EVERYWHERE, "1 - sqrt(2), 1 + sqrt(2)"),
        ("x^3 - 6x^2 + 11x - 6", EVERYWHERE, "1, 2, 3"),
        ("x^4 - 3x^2 + 1", EVERYWHERE, "(-1 - sqrt(5))/2, (1 - sqrt(5))/2, (sqrt(5) - 1)/2, (1 + sqrt(5))/2"),
        ("x^3 - 8", EVERYWHERE, "2"),
        ("x^6 - x^2", EVERYWHERE, "-1, 0, 1"),
        ("x^4 + x + 1", EVERYWHERE, ""),
        ("x^2 - 2", (0.0, inf), "sqrt(2)"),
        ("(x - 1)(x^2 - 4)/(x + 2)", EVERYWHERE, "1, 2"),
        ("1/x - 1/4", EVERYWHERE, "4"),
        ("x - 1/x", EVERYWHERE, "-1, 1"),
        ("1/(x - 1) + 1/(x + 1)", EVERYWHERE, "0"),
        ("e^x - 2", EVERYWHERE, "ln(2)"),
        ("e^(2x) - 3e^x + 2", EVERYWHERE, "0, ln(2)"),
        ("e^x + 1", EVERYWHERE, ""),
        ("x^2 e^x - e^x", EVERYWHERE, "-1, 1"),
        ("e^x - 4e^(-x)", EVERYWHERE, "ln(2)"),
        ("ln(x) + 1", EVERYWHERE, "1/e"),
        ("ln(x)^2 - 1", EVERYWHERE, "1/e, e"),
        ("2x ln(x) + x", EVERYWHERE, "1/sqrt(e)"),
        ("sqrt(x) - 3", EVERYWHERE, "9"),
        ("sqrt(x) + 3", EVERYWHERE, ""),
        ("x - 5sqrt(x) + 6", EVERYWHERE, "4, 9"),
        ("x^(2/3) - 4", EVERYWHERE, "-8, 8"),
        ("sqrt(x^2 + 1) - 2", EVERYWHERE, "-sqrt(3), sqrt(3)"),
        ("(4 - 2x^2)/sqrt(4 - x^2)", EVERYWHERE, "-sqrt(2), sqrt(2)"),
        ("|x - 1| - 2", EVERYWHERE, "-1, 3"),
        ("1 - 2sin(x)", TURN, "pi/6, 5pi/6"),
        ("2cos(x) + 1", TURN, "2pi/3, 4pi/3"),
        ("sin(x) cos(x)", TURN, "0, pi/2, pi, 3pi/2, 2pi"),
        ("cos(x) - sin(x)", TURN, "pi/4, 5pi/4"),
        ("2cos(2x) - 2sin(x)", TURN, "pi/6, 5pi/6, 3pi/2"),
        ("cos(2x) + cos(x)", TURN, "pi/3, pi, 5pi/3"),
        ("sin(x)^2 - cos(x)", TURN, "arccos((sqrt(5) - 1)/2), 2pi - arccos((sqrt(5) - 1)/2)"),
        ("sec(x)^2 - 2", (-1.5, 1.5), "-pi/4, pi/4"),
        ("sin(3x)", (0.0, pi), "0, pi/3, 2pi/3, pi"),
        ("x cos(x)", TURN, "0, pi/2, 3pi/2"),
        ("arctan(x)", EVERYWHERE, "0"),
        ("cosh(x)", EVERYWHERE, ""),
    ],
)
def test_zeros(e: str, bounds: tuple[float, float], wanted: str) -> None:
    found = zeros(read(e), "x", bounds)
    assert ", ".join(map(show, found)) == wanted
    for place in found:
        assert abs(to_sympy(read(e)).evalf(40, subs={sympy.Symbol("x", real=True): to_sympy(place)})) < 1e-30


@pytest.mark.parametrize(
    "e", ["x^5 - x + 1", "e^x + x", "cos(x) - x", "sin(x)", "x e^x - 1", "x^2 ln(x) - 1", "a x", "0 x"]
)
def test_what_cannot_be_solved_says_so(e: str) -> None:
    with pytest.raises(UnsolvedError) as unsolved:
        zeros(read(e))
    assert unsolved.value.message.endswith("cannot be solved exactly here")


# Factors with the zeros they bring.
FACTORS = (
    ("x - 2", (2.0,)),
    ("2x + 3", (-1.5,)),
    ("x^2 - 5", (-(5**0.5), 5**0.5)),
    ("x^2 + x + 1", ()),
    ("e^x - 3", (1.0986122886681098,)),
    ("e^x", ()),
    ("x", (0.0,)),
    ("ln(x + 4)", (-3.0,)),
    ("x^2 - 6x + 9", (3.0,)),
    ("1/(x^2 + 1)", ()),
    ("2x^2 - 3x + 1", (0.5, 1.0)),
)


@pytest.mark.parametrize("seed", range(60))
def test_a_product_has_the_zeros_of_its_factors(seed: int) -> None:
    rng = Random(seed)
    chosen = rng.sample(FACTORS, 3)
    wanted = sorted({zero for _, own in chosen for zero in own})
    if any("ln" in text for text, _ in chosen):
        wanted = [zero for zero in wanted if zero > -4]
    found = zeros(Mul(tuple(read(text) for text, _ in chosen)))
    assert [size(place) for place in found] == pytest.approx(wanted)


@pytest.mark.parametrize("seed", range(60))
def test_polynomials_with_rational_roots_and_a_quadratic_are_solved_like_sympy(seed: int) -> None:
    rng = Random(seed)
    x = sympy.Symbol("x", real=True)
    p = sympy.Integer(1)
    for _ in range(rng.randrange(1, 3)):
        p *= rng.randrange(1, 4) * x - rng.randrange(-5, 6)
    p = sympy.expand(p * (x**2 * rng.randrange(1, 3) + rng.randrange(-4, 5) * x - rng.randrange(1, 6)))
    e: Expr = read(str(p).replace("**", "^"))
    wanted = sorted(float(root) for root in sympy.real_roots(p, multiple=True))
    assert [size(place) for place in zeros(e)] == pytest.approx(sorted(set(wanted)))


def test_breaks_are_where_a_function_or_its_derivative_may_fail() -> None:
    cases = {
        "1/(x^2 - 1)": "-1, 1",
        "sqrt(4 - x^2)": "-2, 2",
        "ln(x - 3)": "3",
        "|x^2 - 2x|": "0, 2",
        "x^(2/3) (x - 5)": "0",
        "x^2 sin(x)": "",
        "max(x, 1 - x)": "1/2",
    }
    assert {f: ", ".join(map(show, breaks(read(f)))) for f in cases} == cases


def test_derivatives_of_what_is_drilled_are_solved() -> None:
    for f in ("x^2 e^(-2x)", "ln(x)/x", "x/(x^2 + 1)", "x^(2/3) (5 - x)", "(x - 2)^3 (x + 1)^2", "x sqrt(4 - x^2)"):
        slope = derive(read(f)).line
        assert zeros(slope), f
