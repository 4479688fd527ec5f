"""What the benchmarks hand to other checkers is what was meant; how long anything takes is never tested."""

from __future__ import annotations

import pytest

from tests.bench import rivals
from tests.bench.judged import judge, sympy_ready


@pytest.mark.parametrize(
    ("a", "b", "texts"),
    [
        ("2x cos(x)", "x^2", ("(2*x*cos(x))", "(x)^(2)")),
        ("-x^2 + 1/x", "e^(-x)", ("(-(x)^(2)+((1)/(x)))", "e^(-x)")),
        ("a - (b - c)", "0.5a", ("(a-(b-c))", "((1/2)*a)")),
        ("cbrt(x)", "log_2(x)", ("(x)^(1/3)", "(ln(x)/ln(2))")),
        ("ln|x| sqrt(y)", "x*(-y)", ("(ln(abs(x))*sqrt(y))", "(x*(-y))")),
        ("theta e^pi", "f + x", ("(z*e^(pi))", "(y+x)")),
    ],
)
def test_kas_is_given_the_same_expressions(a: str, b: str, texts: tuple[str, str]) -> None:
    assert rivals._for_kas((a, b, "")) == texts


@pytest.mark.parametrize("pair", [("sign(x)", "x", ""), ("2", "3", ""), ("sqrt(a^2)", "a", "a > 0"), ("n!", "n", "")])
def test_what_kas_cannot_be_asked_is_left_out(pair: tuple[str, str, str]) -> None:
    assert rivals._for_kas(pair) is None


def test_sympy_is_asked_with_the_assumptions() -> None:
    pairs = [("sqrt(a^2)", "a", "a > 0"), ("sqrt(a^2)", "a", "")]
    assert [answer.equal for answer in rivals.sympy_simplify(pairs)] == [True, False]


def test_our_verdict_says_whether_sympy_was_asked() -> None:
    with sympy_ready() as worker:
        found = judge([("2x", "x+x", ""), ("sin(x)", "x", ""), ("x", "|x|", "x > 0")], worker, 2)
    assert [(one.word, one.how, one.asked) for one in found] == [
        ("equal", "proved", False),
        ("different", "witness", False),
        ("equal", "proved", False),
    ]
