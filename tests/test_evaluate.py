"""Values of trees: the rules of real numbers, three ways of computing that agree, and SymPy as a second opinion."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from typing import Any

import pytest

from tests.random_expr import EVERY, expressions
from tutor import cas
from tutor.ball import FLOATS, Gap, apart, digits, run
from tutor.evaluate import ball_point, value, value50
from tutor.expr import Expr, letters
from tutor.functions import TABLE
from tutor.program import compile_
from tutor.read import read
from tutor.show import show

# An expression in x, a point, the value; nan: undefined. From the definitions of the functions.
VALUES = [
    ("x^(1/3)", -8, -2.0),
    ("x^(2/3)", -8, 4.0),
    ("x^(2/6)", -8, -2.0),
    ("x^0.2", -32, -2.0),
    ("x^(-1/3)", -8, -0.5),
    ("x^(1/2)", -1, math.nan),
    ("x^(3/2)", 4, 8.0),
    ("x^(3/2)", 0, 0.0),
    ("x^(-1/2)", 0, math.nan),
    ("x^pi", 0, 0.0),
    ("x^pi", -1, math.nan),
    ("2^x", -1, 0.5),
    ("(-2)^x", 2, math.nan),
    ("x^x", 2, 4.0),
    ("0^x", 2, 0.0),
    ("0^x", -2, math.nan),
    ("x^0", 0, math.nan),
    ("x^(-2)", 0, math.nan),
    ("1/x", 0, math.nan),
    ("ln(x)", -1, math.nan),
    ("ln(x)", 0, math.nan),
    ("ln(x)", 1, 0.0),
    ("log_2(x)", 8, 3.0),
    ("log(8, x)", 1, math.nan),
    ("sqrt(x)", -1, math.nan),
    ("sqrt(x)", 0, 0.0),
    ("cbrt(x)", -27, -3.0),
    ("arcsin(x)", 1.5, math.nan),
    ("arcsin(x)", 1, math.pi / 2),
    ("arccos(x)", -1, math.pi),
    ("arccot(x)", -1, 3 * math.pi / 4),
    ("arccot(x)", 0, math.pi / 2),
    ("arccot(x)", 2, math.atan(0.5)),
    ("arcsec(x)", -1, math.pi),
    ("arcsec(x)", -2, 2 * math.pi / 3),
    ("arcsec(x)", 0.5, math.nan),
    ("arccsc(x)", -2, -math.pi / 6),
    ("arcosh(x)", 0.5, math.nan),
    ("artanh(x)", 1, math.nan),
    ("arcoth(x)", 2, math.atanh(0.5)),
    ("arsech(x)", 0.5, math.acosh(2)),
    ("arsech(x)", -0.5, math.nan),
    ("arcsch(x)", -2, math.asinh(-0.5)),
    ("sign(x)", -3, -1.0),
    ("sign(x)", 0, 0.0),
    ("step(x)", 3, 1.0),
    ("step(x)", -3, 0.0),
    ("step(x)", 0, math.nan),
    ("max(x, 2, 3)", 1, 3.0),
    ("min(x, 2, 3)", 1, 1.0),
    ("|x|", -3, 3.0),
    ("x!", 5, 120.0),
    ("x!", 0.5, math.nan),
    ("x!", -1, math.nan),
    ("sigmoid(x)", -1000, 0.0),
    ("sigmoid(x)", 1000, 1.0),
    ("softplus(x)", 1000, 1000.0),
    ("softplus(x)", -800, 0.0),
    ("relu(x)", -3, 0.0),
    ("Phi(x)", 0, 0.5),
    ("phi(x)", 0, 1 / math.sqrt(2 * math.pi)),
    ("gelu(x)", 1, 0.8413447460685429),
    ("swish(x)", -1, -1 / (1 + math.e)),
    ("mish(x)", 0, 0.0),
    ("erf(x)", 1, math.erf(1)),
    ("coth(x)", 1, 1 / math.tanh(1)),
    ("sech(x)", 800, math.nan),
    ("e^x", 800, math.nan),
    ("cot(x)", 0, math.nan),
    ("0*ln(x)", -1, math.nan),
    ("0/x", 0, math.nan),
    ("x/x", 2, 1.0),
]


@pytest.mark.parametrize(("text", "x", "expected"), VALUES)
def test_the_value_at_a_point(text: str, x: float, expected: float) -> None:
    found = value(read(text), {"x": x})
    if text == "sech(x)":
        expected = 0.0  # 1 over a number too large for a float
    assert math.isnan(found) if math.isnan(expected) else math.isclose(found, expected, rel_tol=1e-13, abs_tol=1e-300)


@pytest.mark.parametrize(("text", "x", "expected"), [row for row in VALUES if row[0] not in ("e^x", "sech(x)")])
def test_fifty_digits_agree_with_floats(text: str, x: float, expected: float) -> None:
    found = value50(read(text), {"x": x})
    if math.isnan(expected):
        assert found is None
    else:
        assert found is not None
        assert math.isclose(float(found), expected, rel_tol=1e-12, abs_tol=1e-300)


@pytest.mark.parametrize(
    ("text", "digits_of_it"),
    [
        # The digits are in any table of constants.
        ("pi", "3.1415926535897932384626433832795028841971693993751"),
        ("e", "2.7182818284590452353602874713526624977572470937000"),
        ("sqrt(2)", "1.4142135623730950488016887242096980785696718753769"),
        ("ln(2)", "0.69314718055994530941723212145817656807550013436026"),
        ("erf(1)", "0.84270079294971486934122063508260925929606699796630"),
    ],
)
def test_value50_has_fifty_digits(text: str, digits_of_it: str) -> None:
    found = value50(read(text), {})
    assert abs(found - digits(60).number(digits_of_it)) < digits(60).number(10) ** -48


def test_value50_sees_through_cancellation() -> None:
    assert value50(read("(e^(5x) + 1) - e^(5x)"), {"x": 97.0}) == 1
    assert value50(read("sin(x)^2 + cos(x)^2 - 1"), {"x": 0.7}) == 0
    tiny = value50(read("e^(-1000x^2)"), {"x": 1.3})
    assert tiny is not None
    assert 0 < tiny < digits(50).number(10) ** -700


def test_letters_that_are_whole_numbers_may_stand_above_a_negative_base() -> None:
    assert value(read("(-2)^n"), {"n": 3.0}, whole={"n"}) == -8
    assert math.isnan(value(read("(-2)^n"), {"n": 3.0}))
    assert value50(read("(-1)^(2n+1)"), {"n": Fraction(5)}, whole={"n"}) == -1


@pytest.mark.parametrize("text", ["(x^2)'", "sin'(x)"])
def test_an_open_derivative_has_no_value(text: str) -> None:
    with pytest.raises(ValueError, match="has no value here"):
        value(read(text), {"x": 1.0})


def test_a_missing_letter_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        value(read("a x"), {"x": 1.0})


def test_every_function_of_the_table_can_be_computed() -> None:
    for line in TABLE:
        arguments = ", ".join(["x"] * line.arity[0])
        found = [value(read(f"{line.name}({arguments})"), {"x": x}) for x in (0.5, 2.0)]
        assert any(math.isfinite(v) for v in found) or line.name == "log"


def _sample(seed: int, count: int) -> list[tuple[Expr, dict[str, Fraction]]]:
    rng = random.Random(seed)
    points = [Fraction(t) for t in ("0.7", "-1.3", "2.3", "-0.25", "3.4", "0.02", "-3.7")]
    return [
        (expressions(rng, rng.choice((2, 3, 4)), ("x", "a"), EVERY), {"x": rng.choice(points), "a": rng.choice(points)})
        for _ in range(count)
    ]


def test_balls_enclose_the_value_that_more_digits_give() -> None:
    for e, point in _sample(11, 400):
        program = compile_(e)
        found = [run(program, ball_point(point, kind), kind).values[-1] for kind in (FLOATS(), digits(30), digits(150))]
        *rough, fine = found
        for ball in rough:
            if isinstance(ball, tuple) and isinstance(fine, tuple):
                assert not apart(ball, fine), show(e)
            # What is certainly undefined has no value, however exactly one computes; and the other way round.
            assert not (ball is Gap.UNDEFINED and isinstance(fine, tuple)), show(e)
            assert not (isinstance(ball, tuple) and fine is Gap.UNDEFINED), show(e)


def test_plain_floats_lie_within_the_balls() -> None:
    for e, point in _sample(12, 400):
        program = compile_(e)
        ball = run(program, ball_point(point, FLOATS()), FLOATS()).values[program.roots[0]]
        plain = value(e, point)
        if isinstance(ball, tuple):
            assert abs(plain - ball[0]) <= 4 * ball[1] + 1e-12 * abs(plain) + 1e-300, show(e)
        if ball is Gap.UNDEFINED:
            assert math.isnan(plain), show(e)


def _by_sympy(e: Expr, point: dict[str, Fraction]) -> Any:
    """The real value SymPy gives, None where it gives none."""
    import sympy

    names = cas.safe_names(letters(e))
    values = {names[name]: sympy.Rational(*x.as_integer_ratio()) for name, x in point.items() if name in names}
    s = cas.to_sympy(e)
    found = sympy.N(s.subs({symbol: values[symbol.name] for symbol in s.free_symbols}), 40)
    return found if found.is_number and found.is_finite and found.is_extended_real else None


def test_values_are_those_of_sympy() -> None:
    compared = 0
    for e, point in _sample(13, 200):
        ours = value50(e, point)
        if ours is None or not 1e-30 < abs(ours) < 1e30:
            continue
        theirs = _by_sympy(e, point)
        assert theirs is not None, show(e)
        exact = digits(50).number(str(theirs))
        assert abs(ours - exact) <= abs(exact) * digits(50).number(10) ** -25, show(e)
        compared += 1
    assert compared > 120
