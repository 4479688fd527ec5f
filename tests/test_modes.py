"""Implicit, parametric, inverse and logarithmic derivatives, the definition, tables: against SymPy, line by line."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
import sympy

from tests.values import agree, same_value, to_sympy
from tutor.asked import Vector, read_asked
from tutor.errors import ReadError, TutorError
from tutor.evaluate import value50
from tutor.expr import D, Expr, Sym, letters
from tutor.lines import Curve, Equation, Limit, read_equation, show_line
from tutor.modes.definition import derive_from_definition
from tutor.modes.implicit import derive_implicitly
from tutor.modes.inverse import derive_inverse
from tutor.modes.logarithmic import derive_by_logarithm
from tutor.modes.parametric import derive_along
from tutor.read import read
from tutor.results import steps_result
from tutor.show import show

X, Y, T = (sympy.Symbol(name, real=True) for name in "xyt")

CURVES = (
    "x^3 + y^3 = 6xy",
    "x^2 + y^2 = 25",
    "x^2/a^2 + y^2/b^2 = 1",
    "sin(x y) = x",
    "e^y = x + y",
    "x y = 1",
    "sqrt(x) + sqrt(y) = 4",
    "y^2 = x^3 - x",
    "x = tan(y)",
    "ln(y) = x y",
    "x^2 y + x y^2 = 6",
    "x^2 + y^2 = y",
    "y = x y + 1",
)


@pytest.mark.parametrize("text", CURVES)
@pytest.mark.parametrize("order", [1, 2])
def test_implicit_derivatives_are_those_of_sympy(text: str, order: int) -> None:
    curve = read_equation(text)
    ours = derive_implicitly(curve, order=order).line
    right = sympy.idiff(to_sympy(curve.left) - to_sympy(curve.right), Y, X, order)
    names = tuple(sorted(letters(curve.left) | letters(curve.right)))
    assert agree(to_sympy(ours), right, names)


@pytest.mark.parametrize("text", CURVES)
def test_every_line_of_an_implicit_derivation_has_the_same_solution(text: str) -> None:
    """y' from SymPy, put into every line of first order, makes both sides equal."""
    curve = read_equation(text)
    slope = sympy.idiff(to_sympy(curve.left) - to_sympy(curve.right), Y, X)
    names = tuple(sorted(letters(curve.left) | letters(curve.right)))
    for step in derive_implicitly(curve).steps:
        left, right = (_with_slope(side, slope) for side in (step.line.left, step.line.right))
        assert agree(left, right, names), show_line(step.line)


@pytest.mark.parametrize("text", CURVES)
def test_every_line_of_a_second_implicit_derivation_has_the_value_of_sympy(text: str) -> None:
    curve = read_equation(text)
    difference = to_sympy(curve.left) - to_sympy(curve.right)
    slope, second = sympy.idiff(difference, Y, X), sympy.idiff(difference, Y, X, 2)
    names = tuple(sorted(letters(curve.left) | letters(curve.right)))
    first = len(derive_implicitly(curve).steps)
    for step in derive_implicitly(curve, order=2).steps[first:]:
        assert agree(_with_slope(step.line.right, slope), second, names), show_line(step.line)


def _with_slope(e: Expr, slope: Any) -> Any:
    """The side as SymPy sees it, y a function of x whose derivative is `slope`."""
    y = sympy.Function("Y")(X)
    closed = to_sympy(e).xreplace({Y: y}).doit()
    return closed.subs(sympy.Derivative(y, X), slope).subs(y, Y)


@pytest.mark.parametrize(
    ("curve", "first", "second"),
    [
        ("x^3 + y^3 = 6xy", "(2y - x^2)/(y^2 - 2x)", None),
        ("x^2 + y^2 = 25", "-x/y", "-(x^2 + y^2)/y^3"),
        ("x y = 1", "-y/x", "2y/x^2"),
    ],
)
def test_the_last_line_of_an_implicit_derivation(curve: str, first: str, second: str | None) -> None:
    assert show(derive_implicitly(read_equation(curve)).line) == first
    if second is not None:
        assert show(derive_implicitly(read_equation(curve), order=2).line) == second


@pytest.mark.parametrize(
    ("curve", "wrt", "derivative"),
    [
        ("x^2 + y^2 = 25", "y", "-y/x"),
        ("x^2 + t^2 = a^2", "t", "-t/x"),
        ("r^2 = a t", "t", "a/(2r)"),
        ("x z = 3", None, "-z/x"),
    ],
)
def test_the_letter_that_depends_is_the_only_other_one_or_the_likeliest(
    curve: str, wrt: str | None, derivative: str
) -> None:
    assert steps_result(curve, wrt).json["derivative"] == derivative


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("t^2", "t^3"),
        ("r(t - sin(t))", "r(1 - cos(t))"),
        ("cos(t)", "sin(t)"),
        ("e^t", "e^(-t)"),
        ("t + 1/t", "t - 1/t"),
        ("a cos(t)", "b sin(t)"),
    ],
)
@pytest.mark.parametrize("order", [1, 2])
def test_slopes_along_a_curve(x: str, y: str, order: int) -> None:
    curve = Curve(read(x), read(y))
    ours = derive_along(curve, order).line
    a, b = to_sympy(curve.x), to_sympy(curve.y)
    right = b.diff(T) / a.diff(T)
    if order == 2:
        right = right.diff(T) / a.diff(T)
    names = tuple(sorted(letters(curve.x) | letters(curve.y)))
    assert agree(to_sympy(ours), right, names)


@pytest.mark.parametrize(("x", "y"), [("t^2", "t^3"), ("t - sin(t)", "1 - cos(t)"), ("e^t cos(t)", "e^t sin(t)")])
def test_every_line_along_a_curve(x: str, y: str) -> None:
    curve = Curve(read(x), read(y))
    a, b = to_sympy(curve.x), to_sympy(curve.y)
    slope = b.diff(T) / a.diff(T)
    wanted = {
        "x'(t)": a.diff(T), "y'(t)": b.diff(T), "m'": slope.diff(T),
        "d/dx[y]": slope, "d/dx[d/dx[y]]": slope.diff(T) / a.diff(T),
    }  # fmt: skip
    for step in derive_along(curve, 2).steps:
        right = wanted[show(step.line.left, "t")]
        assert agree(to_sympy(step.line.right).doit(), right, ("t",)), show_line(step.line)


FROM_DEFINITION = (
    "x^2", "x^3 - 2x + 1", "7", "a x^2 + b x + c", "1/x", "sqrt(x)", "e^x", "sin(x)", "cos(x)", "ln(x)", "2^x", "a^x",
    "3e^(-2x) - x^2", "a sin(b x + c)", "-cos(x/2)/3", "5ln(3x + 1) + x", "ln(2x) + sin(x)", "x/(x + 1)", "1/x^2 + x",
    "sqrt(2x + 1)", "sin(1) x^2",
)  # fmt: skip


@pytest.mark.parametrize("text", FROM_DEFINITION)
def test_the_definition_leads_to_the_derivative(text: str) -> None:
    f = read(text)
    derivation = derive_from_definition(f)
    assert same_value(derivation.line, f)
    for step in derivation.steps:
        if isinstance(step.line, Limit):
            assert _goes_to(step.line.of, f), show_line(step.line)


def _goes_to(quotient: Expr, f: Expr) -> bool:
    """Is the quotient at h = 1e-20 the derivative at x = 7/10, to fifteen figures?"""
    place = {"x": sympy.Rational(7, 10), "a": 2, "b": 3, "c": 5}
    right = sympy.N(sympy.diff(to_sympy(f), X).subs({sympy.Symbol(k, real=True): v for k, v in place.items()}), 30)
    near = value50(quotient, {"x": _fraction(7, 10), "a": 2, "b": 3, "c": 5, "h": _fraction(1, 10**20)})
    assert near is not None
    return bool(abs(near - mpmath.mpf(str(right))) < 1e-15)


def _fraction(a: int, b: int) -> Any:
    from fractions import Fraction

    return Fraction(a, b)


@pytest.mark.parametrize(
    ("f", "b", "slope"),
    [
        ("x^3 + x", "2", "1/4"),
        ("x + e^x", "1", "1/2"),
        ("e^x", "1", "1"),
        ("ln(x)", "1", "e"),
        ("x^5 + 2x", "3", "1/7"),
    ],
)
def test_the_inverse_at_a_point(f: str, b: str, slope: str) -> None:
    assert show(derive_inverse(read(f), read(b)).line) == slope


@pytest.mark.parametrize(
    "f", ["x^3 sqrt(x + 1)/(x^2 + 2)^4", "x^x", "x^2 sin(x) e^x", "(x + 1)^2 (x + 2)^3", "x^(1/x)"]
)
def test_logarithmic_differentiation_line_by_line(f: str) -> None:
    tree = read(f)
    derivation = derive_by_logarithm(tree)
    assert same_value(derivation.line, tree)
    y = to_sympy(tree)
    for step in derivation.steps:
        left, right = (_on(side, y) for side in (step.line.left, step.line.right))
        assert agree(left, right, ("x",), 1), show_line(step.line)


def _on(e: Expr, y: Any) -> Any:
    """The side with the function put in for y."""
    if e == D(Sym("y"), "x"):
        return y.diff(X)
    function = sympy.Function("Y")(X)
    return to_sympy(e).xreplace({Y: function}).doit().subs(function, y).doit()


@pytest.mark.parametrize(
    ("function", "wrt", "order", "table"),
    [
        ("x^2 y^3", "x,y", 1, [["2x y^3", "3x^2 y^2"]]),
        ("x^2 y^3", "x,y", 2, [["2y^3", "6x y^2"], ["6x y^2", "6x^2 y"]]),
        ("(x y, sin(x y))", None, 1, [["y", "x"], ["y cos(x y)", "x cos(x y)"]]),
    ],
)
def test_tables_of_derivatives(function: str, wrt: str | None, order: int, table: list[list[str]]) -> None:
    assert steps_result(function, wrt, order).json["table"] == table


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("f(x) = x^2", read("x^2")),
        ("y = sin x", read("sin x")),
        ("x = t^2", read("t^2")),
        ("y = x y", Equation(Sym("y"), read("x y"))),
        ("(x, y)", Vector((Sym("x"), Sym("y")))),
        ("(x + 1)(x + 2)", read("(x + 1)(x + 2)")),
        ("y = t^3; x = t^2", Curve(read("t^2"), read("t^3"))),
    ],
)
def test_what_a_function_on_the_command_line_says(text: str, asked: object) -> None:
    assert read_asked(text) == asked


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("x = t^2; t^3", 8, "a curve is written x = …; y = …"),
        ("x^2 = y = 3", 8, "an equation has one equals sign"),
        ("x^2 + = y", 6, "a number or letter is missing"),
    ],
)
def test_a_faulty_equation_is_refused_with_its_place(text: str, at: int, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_asked(text)
    assert (caught.value.at, caught.value.message) == (at, message)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"function": "x!"}, "no rule for the derivative of x! is known here"),
        ({"function": "x^2", "wrt": "q"}, "the function has no letter q; it has x"),
        ({"function": "x^2 = 1"}, "the equation has no y, so there is no y′ to solve for"),
        ({"function": "ln(x)", "at": "-1"}, "the function has no real value at x = −1"),
        ({"function": "sqrt(x)", "at": "0"}, "the derivative has no real value at x = 0"),
        ({"function": "|x|", "at": "0"}, "the derivative has no real value at x = 0"),
        ({"function": "x = 3; y = t"}, "x does not change with t, so the curve is a vertical line and has no slope dy/dx"),
        ({"function": "x^2", "method": "inverse"}, "the inverse needs a place: add --at and the value of f there"),
        ({"function": "x^3", "method": "inverse", "at": "0"}, "f′(0) is 0: the graph of the inverse stands upright at 0, without a slope"),
        ({"function": "x + 1", "method": "log"}, "logarithms help with products, quotients and powers; this function is none, so use the rules"),
        ({"function": "tan(x)", "method": "definition"}, "from the definition I work out polynomials, fractions, square roots, and sums with sin, cos, ln and powers such as e^x; tan(x) takes the rules"),
    ],
)  # fmt: skip
def test_what_cannot_be_worked_out_is_said(options: dict[str, Any], message: str) -> None:
    result = steps_result(**options)
    assert (result.code, result.error and result.error.message) == (2, message)


def test_a_third_implicit_derivative_is_refused() -> None:
    with pytest.raises(TutorError, match="order 1 and 2"):
        derive_implicitly(read_equation("x y = 1"), order=3)
