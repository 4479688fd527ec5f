"""The line that is shown: as a teacher writes, reading back to the same tree, right for SymPy's parser."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given, settings

from tests.random_expr import EVERY, SMOOTH, expressions, exprs
from tests.tables import rows
from tutor.budget import GivenUpError
from tutor.evaluate import value50
from tutor.expr import Add, Call, D, Div, E, Expr, Mul, Neg, Num, Pow, Sym, letters, number
from tutor.read import Scope, read
from tutor.show import exact, explicit, pretty, show

OWN = Scope(own=True)
X = Sym("x")
TWO = number(2)
HALF = number(Fraction(1, 2))


@pytest.mark.parametrize(("typed", "line", "in_print", "for_sympy"), rows("shown.tsv"))
def test_lines_of_the_table(typed: str, line: str, in_print: str, for_sympy: str) -> None:
    e = read(typed, OWN)
    assert (show(e), pretty(e), explicit(e)) == (line, in_print, for_sympy)


@pytest.mark.parametrize(
    ("line", "in_print"),
    [
        ("(u' v - u v')/v^2", "(u′ v − u v′)/v²"),
        ("f'(g(x)) g'(x)", "f′(g(x)) g′(x)"),
        ("f''(x)", "f′′(x)"),
        ("2x + 2y y'", "2x + 2y y′"),
        ("2 f(x) + y''", "2 f(x) + y′′"),
        ("(x)' + (e)'", "(x)′ + (e)′"),
    ],
)
def test_functions_and_letters_that_depend_on_x(line: str, in_print: str) -> None:
    e = read(line, Scope(own=True, dependent=frozenset("uvy"), functions=frozenset("fg")))
    assert (show(e), pretty(e)) == (line, in_print)


def test_the_letter_of_an_open_derivative_is_named_unless_it_is_the_usual_one() -> None:
    square = D(Pow(Sym("t"), TWO), "t")
    assert (show(square), pretty(square)) == ("d/dt[t^2]", "d/dt[t²]")
    assert (show(square, "t"), pretty(square, "t")) == ("(t^2)'", "(t²)′")
    assert show(D(Sym("r"), "t"), "t") == "r'"


# One of each kind of thing that can stand beside or inside another.
PIECES: tuple[Expr, ...] = (
    TWO, Num(Fraction(1, 2), "0.5"), Num(Fraction(1, 100), "1e-2"), X, Sym("n"), Sym("alpha"), E, Sym("pi"),
    Add((X, number(1))), Add((X, Neg(TWO))), Mul((TWO, X)), Mul((X, Sym("n"))), Mul((X, TWO)), Mul((HALF, X)),
    Neg(X), Neg(TWO), Neg(Mul((TWO, X))), Neg(Div(X, TWO)), Neg(Add((X, TWO))), HALF, Div(X, Add((X, TWO))),
    Pow(X, TWO), Pow(TWO, X), Pow(E, Mul((TWO, X))), Pow(X, Neg(TWO)), Pow(Add((X, TWO)), TWO), Pow(X, HALF),
    Pow(Call("sin", (X,)), TWO), Pow(X, Call("sin", (X,))), Call("sin", (X,)), Call("sin'", (X,)),
    Call("abs", (X,)), Call("abs", (Add((X, Neg(TWO))),)), Call("sqrt", (X,)), Call("cbrt", (Add((X, TWO)),)),
    Call("log", (X, TWO)), Call("log", (X, Add((X, TWO)))), Call("factorial", (Sym("n"),)),
    Call("max", (X, TWO)), D(Pow(X, TWO), "x"), D(X, "x"), D(D(Pow(X, TWO), "x"), "x"),
    D(Pow(Sym("t"), TWO), "t"),
)  # fmt: skip


@pytest.mark.parametrize("one", PIECES, ids=show)
def test_every_piece_reads_back_beside_and_inside_every_other(one: Expr) -> None:
    around: list[Expr] = [
        Neg(one),
        Call("cos", (one,)),
        Call("abs", (one,)),
        Call("sqrt", (one,)),
        D(one, "x"),
    ]
    for other in PIECES:
        around += [Add((one, other)), Add((one, Neg(other))), Mul((one, other)), Mul((one, other, one))]
        around += [Div(one, other), Pow(one, other)]
    for e in around:
        assert read(show(e), OWN) == e, show(e)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(exprs(4, ("x", "a", "t", "alpha"), steps=True))
def test_what_is_shown_reads_back_to_the_same_tree(e: Expr) -> None:
    assert read(show(e), OWN) == e


@pytest.mark.parametrize("seed", range(20))
def test_what_is_shown_reads_back_on_many_seeds(seed: int) -> None:
    rng = random.Random(seed)
    for depth in itertools.islice(itertools.cycle((2, 3, 4, 5)), 200):
        e = expressions(rng, depth, ("x", "n", "theta", "k", "R"), EVERY, steps=True)
        assert read(show(e), OWN) == e


@pytest.mark.parametrize("draw", [show, pretty])
def test_different_trees_never_look_alike(draw: object) -> None:
    assert callable(draw)
    rng = random.Random(4)
    seen: dict[str, Expr] = {}
    for depth in itertools.islice(itertools.cycle((1, 2, 2, 3)), 8000):
        e = expressions(rng, depth, ("x", "n"), ("sin", "ln", "sqrt", "log", "abs"), steps=True)
        assert seen.setdefault(draw(e), e) == e


def test_a_line_nested_a_thousand_deep_is_written() -> None:
    e: Expr = X
    for _ in range(1000):
        e = Call("sin", (Neg(Pow(e, TWO)),))
    assert show(e).count("sin(") == pretty(e).count("sin") == explicit(e).count("sin(") == 1000


def _by_sympy(e: Expr, point: dict[str, Fraction]) -> Any:
    """The value of our explicit line at a point, as SymPy has it; None where it is not real."""
    names = {name: sympy.Symbol(name, real=True) for name in point}
    numbers = {names[name]: sympy.Rational(at.numerator, at.denominator) for name, at in point.items()}
    value = sympy.sympify(explicit(e), locals=names).subs(numbers).evalf(30)
    return value if value.is_real and value.is_finite else None


@pytest.mark.parametrize("seed", [pytest.param(n, marks=[pytest.mark.long] * (n >= 3)) for n in range(6)])
def test_the_explicit_line_has_the_value_of_the_tree(seed: int) -> None:
    rng = random.Random(seed)
    compared = 0
    for _ in range(60):
        e = expressions(rng, 3, ("x", "a"), SMOOTH)
        for at in (Fraction(7, 10), Fraction(-13, 10), Fraction(23, 10)):
            point = dict.fromkeys(sorted(letters(e) | {"x"}), at)
            ours, theirs = value50(e, point), _by_sympy(e, point)
            if ours is not None and theirs is not None:
                compared += 1
                assert abs(sympy.Float(str(ours), 30) - theirs) <= 1e-18 * (1 + abs(theirs)), explicit(e)
    assert compared > 50


@pytest.mark.parametrize("name", EVERY)
def test_every_function_has_a_line_for_sympy(name: str) -> None:
    args = {"log": (X, number(3)), "min": (X, TWO), "max": (X, TWO)}.get(name, (X,))
    above_one = {"arcosh": 7, "arcoth": 7, "arcsec": 7, "arccsc": 7, "factorial": 6}
    at = Fraction(above_one.get(name, 1), 2)
    ours = value50(Call(name, args), {"x": at})
    assert ours is not None
    assert sympy.Float(str(ours), 30) == pytest.approx(_by_sympy(Call(name, args), {"x": at}), rel=1e-20)


def test_a_letter_called_e_is_not_the_constant() -> None:
    assert explicit(read("e + x", OWN)) == "E + x"
    assert explicit(read("E + e", OWN)) == "E + exp(1)"


def test_sympy_takes_the_derivatives_that_are_left_open() -> None:
    lines = {
        "(x^2 sin(x))'": "2*x*sin(x) + x**2*cos(x)",
        "sin'(x^2)": "cos(x**2)",
        "2 sin''(x)": "-2*sin(x)",
        "(x^3)''": "6*x",
        "d/dt[t^2 x]": "2*t*x",
    }
    for line, value in lines.items():
        taken = sympy.sympify(explicit(read(line, OWN))).doit()
        assert sympy.simplify(taken - sympy.sympify(value)) == 0


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 - 2/3", "1/3"),
        ("2/6", "1/3"),
        ("0.2", "1/5"),
        ("-3", "-3"),
        ("2^-2*3", "3/4"),
        ("(1/2)^3/2", "1/16"),
    ],
)
def test_exact_arithmetic_of_an_exponent(typed: str, value: str) -> None:
    assert exact(read(typed)) == Fraction(value)


@pytest.mark.parametrize("typed", ["x", "pi", "sqrt(4)", "2^(1/2)", "1/(1 - 1)", "9^9^9"])
def test_what_is_no_arithmetic_of_moderate_size_has_no_exact_value(typed: str) -> None:
    assert exact(read(typed, OWN)) is None


def test_a_line_for_sympy_that_would_have_no_end_is_given_up() -> None:
    nested = "gelu(" * 40 + "x" + ")" * 40
    with pytest.raises(GivenUpError, match="written out for SymPy this would be too long"):
        explicit(read(nested, OWN))
    shared: Expr = Sym("x")
    for _ in range(100):
        shared = Add((shared, shared))
    with pytest.raises(GivenUpError):
        explicit(shared)
