"""SymPy behind its module: what is proved, what is not, and the way from SymPy back to a tree."""

from __future__ import annotations

import random
import sys
from time import monotonic

import pytest

from tests.random_expr import SMOOTH, expressions
from tests.values import agree, to_sympy
from tutor import cas
from tutor.expr import letters
from tutor.read import read
from tutor.show import show
from tutor.values import read_assumptions

POSITIVE, NEGATIVE = {"x": 1}, {"x": -1}


@pytest.mark.parametrize(
    ("a", "b", "signs"),
    [
        ("x + x", "2x", [{}]),
        ("(x + 1)^2", "x^2 + 2x + 1", [{}]),
        ("1/(x-1) - 1/(x+1)", "2/(x^2-1)", [{}]),
        ("cos(2x)", "2cos(x)^2 - 1", [{}]),
        ("sin(x)/(1 + cos(x))", "tan(x/2)", [{}]),
        ("sqrt(x^2)", "|x|", [POSITIVE, NEGATIVE]),
        ("sqrt(x^2)", "x", [POSITIVE]),
        ("sqrt(x^2)", "-x", [NEGATIVE]),
        ("x^(1/3)", "cbrt(x)", [POSITIVE, NEGATIVE]),
        ("x^(2/3)", "(x^2)^(1/3)", [POSITIVE, NEGATIVE]),
        ("1/(x^2 sqrt(1 - 1/x^2))", "1/(|x| sqrt(x^2 - 1))", [POSITIVE, NEGATIVE]),
        ("sqrt(3 + 2sqrt(2))", "1 + sqrt(2)", [{}]),
        ("ln(x^3)", "3 ln(x)", [POSITIVE]),
    ],
)
def test_equal_expressions_are_proved_for_each_sign(a: str, b: str, signs: list[dict[str, int]]) -> None:
    assert cas.prove(read(a), read(b), signs=signs, seconds=10)


@pytest.mark.parametrize(
    ("a", "b", "signs"),
    [
        ("x", "x + 1", [{}]),
        ("sqrt(x^2)", "x", [POSITIVE, NEGATIVE]),
        ("sqrt(x^2)", "x", [{}]),
        ("x^2", "x^2 + 1/10^40", [{}]),
        ("arctan(x) + arctan(1/x)", "pi/2", [NEGATIVE]),
        # what `.equals()` and `simplify` would work on for minutes
        ("6000(x-1)^5999", "6000(1-x)^5999", [{}]),
    ],
)
def test_what_is_not_equal_is_not_proved(a: str, b: str, signs: list[dict[str, int]]) -> None:
    began = monotonic()
    assert cas.prove(read(a), read(b), signs=signs, seconds=1.0) == ""
    assert monotonic() - began < 2.0


def test_assumptions_reach_sympy() -> None:
    a, b = read("sqrt(a^2 x^2)"), read("a |x|")
    assert cas.prove(a, b, read_assumptions("a > 0"), seconds=10)
    assert not cas.prove(a, b, read_assumptions("a < 0"), seconds=10)
    assert cas.prove(read("cos(n pi)^2"), read("1"), read_assumptions("n: integer"), seconds=10)


def test_the_budget_holds_for_all_stages_and_signs_together() -> None:
    a = read("sin(cos(x^3 + 1) + tan(x)) e^(x sin(x)) + arctan(x^x)")
    began = monotonic()
    assert cas.prove(a, read("1"), signs=[POSITIVE, NEGATIVE, {}], seconds=0.5) == ""
    assert monotonic() - began < 1.0


@pytest.mark.parametrize(
    ("f", "order", "derivative"),
    [("x^3", 1, "3x^2"), ("sin(x)", 2, "-sin(x)"), ("x^(1/3)", 1, "x^(-2/3)/3"), ("a^x", 1, "a^x ln(a)")],
)
def test_the_derivative_comes_back_as_a_tree(f: str, order: int, derivative: str) -> None:
    found = cas.derivative(read(f), "x", order)
    assert cas.prove(found, read(derivative), signs=[{"x": 1, "a": 1}], seconds=10), show(found)


def test_trees_survive_the_way_to_sympy_and_back() -> None:
    rng = random.Random(5)
    for _ in range(60):
        e = expressions(rng, 3, ("x", "a"), SMOOTH)
        try:
            back = cas.from_sympy(cas.to_sympy(e), {safe: name for name, safe in cas.safe_names(letters(e)).items()})
        except cas.UnknownError:
            continue
        names = tuple(sorted(letters(e) | {"x"}))
        assert agree(to_sympy(e), to_sympy(back), names, least=0), show(e)


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(cas.UnknownError, match="SymPy's answer has gamma in it, which cannot be written here"):
        cas.derivative(read("x!"))


def test_simplify_is_for_authors() -> None:
    assert cas.simplify(read("sin(x)^2 + cos(x)^2")) == read("1")
    assert cas.simplify(read("sqrt(a^2)"), read_assumptions("a > 0")) == read("a")


_IMPORTS = """
import sys, tutor.check, tutor.cas, tutor.worker
print("sympy" in sys.modules, "mpmath" in sys.modules)
"""


def test_importing_the_judge_loads_no_sympy() -> None:
    import subprocess

    said = subprocess.run(
        [sys.executable, "-c", _IMPORTS],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.split() == ["False", "False"]


# Where an equation holds ----------------------------------------------------------------------------------------------

BOTH_POSITIVE = [{"x": 1, "y": 1}]
EVERY_SIGN = [{"x": a, "y": b} for a in (1, -1) for b in (1, -1)]


@pytest.mark.parametrize(
    ("zero", "a", "b", "signs"),
    [
        # the equation divides the difference
        ("x^2 + y^2 - 25", "-x/y", "x y/(x^2 - 25)", [{}]),
        ("x^3 + y^3 - 6x y", "x^3/y", "6x - y^2", [{}]),
        ("x^2/a^2 + y^2/b^2 - 1", "x^2", "a^2 (1 - y^2/b^2)", [{}]),
        # functions are letters with relations
        ("e^(x y) - x - y", "e^(2x y)", "(x + y)^2", [{}]),
        ("tan(y) - x", "cos(y)^2", "1/(1 + x^2)", [{}]),
        ("sin(y) - x", "cos(y)^2", "1 - x^2", [{}]),
        ("sqrt(x) + sqrt(y) - 1", "y", "1 - 2sqrt(x) + x", BOTH_POSITIVE),
        # turned round: a logarithm into an exponential, a power into a product
        ("ln(y) - x y", "y", "e^(x y)", [{"y": 1}]),
        ("arctan(x y) - x", "x y", "tan(x)", [{}]),
        ("x^y - y^x", "y ln(x)", "x ln(y)", BOTH_POSITIVE),
        # one of two factors is never 0
        ("sinh(y) - x", "cosh(y)", "sqrt(1 + x^2)", [{}]),
        ("y^3 - x", "y", "cbrt(x)", [{"x": 1, "y": 1}, {"x": -1, "y": -1}]),
        ("x^2 + y^2 - 25", "y", "sqrt(25 - x^2)", BOTH_POSITIVE),
        ("x^2/a^2 + y^2/b^2 - 1", "a y", "b sqrt(a^2 - x^2)", [{"x": 1, "y": 1, "a": 1, "b": 1}]),
    ],
)
def test_what_is_equal_where_an_equation_holds_is_proved(
    zero: str, a: str, b: str, signs: list[dict[str, int]]
) -> None:
    by = cas.prove(read(a), read(b), signs=signs, zero=read(zero), seconds=10)
    assert by == "SymPy: remainder by the equation"


@pytest.mark.parametrize(
    ("zero", "a", "b", "signs"),
    [
        ("x^2 + y^2 - 25", "-x/y", "x/y", [{}]),
        ("x^2 + y^2 - 25", "y", "sqrt(25 - x^2)", [{}]),
        ("x^2 + y^2 - 25", "y", "sqrt(25 - x^2)", EVERY_SIGN),
        ("x^2 + y^2 - 25", "y", "-sqrt(25 - x^2)", BOTH_POSITIVE),
        ("(x - y)(x + y)", "x", "y", [{}]),
        ("(x - y)(x^2 + y^2 - 1)", "x", "y", BOTH_POSITIVE),
        ("sin(y) - x", "cos(y)", "sqrt(1 - x^2)", [{}]),
        ("e^(x y) - x - y", "e^(x y)", "x - y", [{}]),
        ("y^2 - x^3", "y", "sqrt(x^3)", [{"x": 1}]),
    ],
)
def test_what_is_equal_on_one_branch_or_nowhere_is_not_proved(
    zero: str, a: str, b: str, signs: list[dict[str, int]]
) -> None:
    assert cas.prove(read(a), read(b), signs=signs, zero=read(zero), seconds=2) == ""
