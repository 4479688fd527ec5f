"""Points of a curve: where they are found, that they are certain, and y′ and y″ there."""

from __future__ import annotations

import random
from contextlib import suppress
from fractions import Fraction

import mpmath
import pytest

from tests.second_opinion import differs, function_of, places
from tutor.ball import FLOATS, digits
from tutor.curve.exact import exact_value
from tutor.curve.points import CurvePoints
from tutor.curve.question import implicit
from tutor.errors import TutorError
from tutor.expr import Add, Expr, Neg, Pow, Sym, letters, number, product, total
from tutor.lines import Equation, read_equation, show_line
from tutor.program import compile_
from tutor.read import Scope, read
from tutor.show import show
from tutor.values import REAL

X, Y = Sym("x"), Sym("y")


def points_on(text: str) -> CurvePoints:
    zero = zero_of(read_equation(text))
    names = tuple(sorted(letters(zero)))
    return CurvePoints(zero, ("y", "x", *(n for n in names if n not in "xy")), names, (REAL,) * len(names))


def zero_of(equation: Equation) -> Expr:
    return Add((equation.left, Neg(equation.right)))


@pytest.mark.parametrize(
    ("text", "x", "branches"),
    [
        ("x^2 + y^2 = 25", Fraction(83, 64), 2),
        ("x^3 + y^3 = 6x y", Fraction(83, 64), 3),
        ("x^3 + y^3 = 6x y", Fraction(-83, 64), 1),
        ("y^3 - 3y = x", Fraction(379, 1024), 3),
        ("x y = 1", Fraction(61, 32), 1),
        ("y^2 = x^3", Fraction(-83, 64), 0),
        ("1/y = x", Fraction(61, 32), 1),
        ("sign(y) = x", Fraction(379, 1024), 0),
        ("tan(y)/y^99 = x", Fraction(61, 32), 2),
    ],
)
def test_every_branch_is_found_and_no_pole(text: str, x: Fraction, branches: int) -> None:
    assert sum(point[0] == x for point in points_on(text).plain().points) == branches


def test_points_have_both_signs_and_many_sizes() -> None:
    points = points_on("x^3 + y^3 = 6x y").plain().points
    assert {(x > 0, y > 0) for x, y in points} == {(True, True), (True, False), (False, True)}
    assert min(abs(x) for x, _ in points) < Fraction(1, 50)
    assert max(abs(x) for x, _ in points) > 1000


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("x^2 + y^2 = 25", {(3, 4), (4, 3)}),
        ("x^3 + y^3 = 6x y", {(3, 3)}),
        ("x^2 + x y + y^2 = 7", {(1, 2), (2, 1)}),
        ("x y = 1", {(1, 1)}),
        ("x = y^3 - y", {(6, 2)}),
        ("2(x^2 + y^2)^2 = 25(x^2 - y^2)", {(3, 1)}),
        ("x^(2/3) + y^(2/3) = 5", {(1, 8), (8, 1)}),
        ("x e^y = y", {(0, 0)}),
        ("ln(x y) = x - y", {(1, 1)}),
    ],
)
def test_the_friendliest_point_of_a_curve_has_short_coordinates(text: str, first: set[tuple[int, int]]) -> None:
    x, y = points_on(text).friendly().points[0]
    assert (int(x), int(y)) in first and x.denominator == y.denominator == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x^2 + y^2 - 25", 0),
        ("sqrt(x^2 + y^2)", 5),
        ("(y^2)^(3/4)", 8),
        ("cbrt(-2y)", -2),
        ("e^(x - 3) ln(y - 3) + cos(0 x)", 1),
        ("max(x, y) - min(x, y) + |-x|", 4),
        ("x^(-2)", Fraction(1, 9)),
        ("sqrt(x)", None),
        ("sin(x)", None),
        ("1/(x - 3)", None),
        ("sqrt(-y)", None),
        ("9^9^9 x", None),
    ],
)
def test_values_in_fractions(text: str, value: Fraction | None) -> None:
    program = compile_(read(text, Scope(own=True)))
    assert exact_value(program, {"x": Fraction(3), "y": Fraction(4)}) == value


def polynomial(rng: random.Random) -> Expr:
    """A random polynomial in x and y, of degree 1 to 3 in either."""
    terms = []
    for _ in range(rng.randint(3, 5)):
        factors: list[Expr] = [number(rng.choice([-5, -3, -2, -1, 1, 2, 4, 7]))]
        factors += [Pow(v, number(rng.randint(1, 3))) for v in (X, Y) if rng.random() < 0.6]
        terms.append(product(tuple(factors)))
    return total((*terms, Pow(Y, number(rng.choice([1, 3])))))


def polynomial_curves(seed: int, count: int) -> list[Equation]:
    rng = random.Random(seed)
    found: list[Equation] = []
    while len(found) < count:
        equation = Equation(polynomial(rng), polynomial(rng))
        if {"x", "y"} <= letters(zero_of(equation)):
            with suppress(TutorError):  # y cancels
                implicit(equation, "x", "y")
                found.append(equation)
    return found


def test_a_ball_holds_the_root_that_mpmath_finds() -> None:
    """In floats, with 75 and with 420 digits, at points of random curves and of some with functions."""
    curves = [zero_of(equation) for equation in polynomial_curves(5, 12)]
    curves += [zero_of(read_equation(text)) for text in ("sin(x y) = x", "e^(x y) = x + y", "sqrt(x) + y^3 = 4")]
    checked = 0
    for zero in curves:
        points = CurvePoints(zero, ("y", "x"), ("x", "y"), (REAL, REAL))
        for point in points.plain().points[:8]:
            for kind, figures in ((FLOATS(), 40), (digits(75), 100), (digits(420), 440)):
                balls = points.balls(point, kind)
                assert balls is not None
                middle, radius = balls["y"]
                assert radius <= abs(middle) * kind.unit * 10**6
                with mpmath.workdps(figures):
                    # A little wider, for the rounding of mpmath itself.
                    size = mpmath.mpf(radius) + abs(mpmath.mpf(middle)) * mpmath.mpf(10) ** (10 - figures)
                    ends = [{"x": point[0], "y": mpmath.mpf(middle) + s * size} for s in (-1, 1)]
                    below, above = map(function_of(zero), ends)
                    assert below * above < 0, (show(zero), point)
                checked += 1
    assert checked > 200


def test_derivatives_on_random_curves_are_those_of_mpmath() -> None:
    compared = 0
    for equation in polynomial_curves(13, 20):
        curve = implicit(equation, "x", "y")
        for place in places(equation, "x", "y", 3):
            for order in (1, 2):
                assert not differs(curve.slope(order), place, order), show_line(equation)
            compared += 1
    assert compared > 30
