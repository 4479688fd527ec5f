"""Proof by expansion: what it proves, and that it never proves what is not so."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from tests.random_expr import EVERY, expressions
from tutor.ball import apart, digits, run
from tutor.evaluate import ball_point
from tutor.expr import Add, Call, Expr, Mul, Neg, Pow, children, number, with_children
from tutor.identity import divides_by_zero, equal_when_expanded
from tutor.program import compile_
from tutor.read import read
from tutor.show import show
from tutor.values import read_assumptions


@pytest.mark.parametrize(
    ("a", "b", "assume"),
    [
        ("(a^3 - b^3)/(a - b)", "a^2 + a b + b^2", ""),
        ("1/(x-1) - 1/(x+1)", "2/(x^2-1)", ""),
        ("e^(x+y)", "e^x e^y", ""),
        ("e^(x/2) e^(x/2)", "e^x", ""),
        ("e^(2 ln(x))", "x^2", ""),
        ("4^x", "2^(2x)", ""),
        ("ln(8x^3)", "3 ln(2) + 3 ln(x)", ""),
        ("ln(x^2)", "2 ln|x|", ""),
        ("ln(e^x)", "x", ""),
        ("sqrt(18)", "3 sqrt(2)", ""),
        ("sqrt(x^2 y)", "|x| sqrt(y)", ""),
        ("sqrt(x^2)", "|x|", ""),
        ("sqrt(x^2)", "x", "x > 0"),
        ("x^(2/3) x^(1/3)", "x", ""),
        ("sqrt(x/(x+1))^2", "x/(x+1)", ""),
        ("sin(-x)", "-sin(x)", ""),
        ("sin(x)^4", "(1 - cos(x)^2)^2", ""),
        ("tanh(x)", "(e^(2x) - 1)/(e^(2x) + 1)", ""),
        ("max(x, y) + min(x, y)", "x + y", ""),
        ("|x|^3", "x^2 |x|", ""),
        ("|-2x|", "2|x|", ""),
        ("gelu(x)", "x Phi(x)", ""),
        ("arcsec(x)", "arccos(1/x)", ""),
        ("(x - 1)^5998", "(1 - x)^5998", ""),
        ("swish(x) (1 + e^(-x))", "x", ""),
    ],
)
def test_proved_by_expansion(a: str, b: str, assume: str) -> None:
    assert equal_when_expanded(read(a), read(b), read_assumptions(assume))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("sqrt(x^2)", "x"),
        ("sqrt(x y)", "sqrt(x) sqrt(y)"),
        ("ln(x^2)", "2 ln(x)"),
        ("ln(x y)", "ln(x) + ln(y)"),
        ("|x + y|", "|x| + |y|"),
        ("(x^2)^(1/6)", "x^(1/3)"),
        ("sqrt(x + y)", "sqrt(x) + sqrt(y)"),
        ("e^(x^2)", "(e^x)^2"),
        ("(x - 1)^5999", "(1 - x)^5999"),
        ("0", "10^(-40)"),
    ],
)
def test_not_proved_where_a_sign_or_a_law_is_missing(a: str, b: str) -> None:
    assert not equal_when_expanded(read(a), read(b))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/(2x - x - x)", True),
        ("ln(x - x)", True),
        ("x^2 (3x - 2x - x)^(-1)", True),
        ("1/x", False),
        ("sqrt(x - x)", False),
    ],
)
def test_a_division_by_nothing_but_zero_is_seen(text: str, expected: bool) -> None:
    assert divides_by_zero(read(text)) is expected


def _varied(rng: random.Random, e: Expr) -> Expr:
    """The same with one part replaced by something that may or may not be equal to it."""
    parts = children(e)
    if parts and rng.random() < 0.75:
        i = rng.randrange(len(parts))
        return with_children(e, (*parts[:i], _varied(rng, parts[i]), *parts[i + 1 :]))
    made: list[Expr] = [
        Neg(Neg(e)),
        Add((e, e, Neg(e))),
        Call("sqrt", (Pow(e, number(2)),)),
        Pow(Pow(e, number(Fraction(1, 3))), number(3)),
        Pow(Pow(e, number(Fraction(1, 2))), number(2)),
        Call("ln", (Pow(read("e"), e),)),
        Pow(read("e"), Call("ln", (e,))),
        Mul((e, read("sin(x)^2 + cos(x)^2"))),
        Call("abs", (e,)),
        Call("max", (e, Neg(e))),
        Call("tan", (Call("arctan", (e,)),)),
        Pow(e, number(2)),
    ]
    return rng.choice(made)


def test_whatever_is_proved_has_equal_values() -> None:
    rng = random.Random(8)
    kind = digits(80)
    points = [{"x": Fraction(x, 8), "a": Fraction(a, 8)} for x in (-21, -7, 3, 9, 22) for a in (-5, 6, 13)]
    proved = 0
    for _ in range(300):
        e = expressions(rng, 3, ("x", "a"), EVERY)
        other = _varied(rng, e)
        if not equal_when_expanded(e, other):
            continue
        proved += 1
        program = compile_(e, other)
        for point in points:
            values = run(program, ball_point(point, kind), kind).values
            p, q = (values[root] for root in program.roots)
            if isinstance(p, tuple) and isinstance(q, tuple):
                assert not apart(p, q), (show(e), show(other), point)
    assert proved > 80
