"""One-sided derivatives, against short secants and SymPy's limits."""

from __future__ import annotations

import pytest
import sympy

from tests.values import to_sympy
from tutor.answers.writing import show
from tutor.errors import TutorError
from tutor.read import read
from tutor.slopes import is_differentiable, one_sided

ROWS = [
    ("x^2", "3", "6", "6"),
    ("|x|", "0", "-1", "1"),
    ("|x^2 - 4|", "2", "-4", "4"),
    ("x |x|", "0", "0", "0"),
    ("|x - 1| + |x + 1|", "1", "0", "2"),
    ("max(x, x^2)", "1", "1", "2"),
    ("min(x, 1)", "1", "1", "0"),
    ("relu(x)", "0", "0", "1"),
    ("|sin(x)|", "pi", "-1", "1"),
    ("cbrt(x)", "0", "oo", "oo"),
    ("x^(2/3)", "0", "-oo", "oo"),
    ("sqrt(x)", "0", "undefined", "oo"),
    ("sqrt(|x|)", "0", "-oo", "oo"),
    ("sign(x)", "0", "oo", "oo"),
    ("|x|^3", "0", "0", "0"),
    ("e^|x|", "0", "-1", "1"),
]


@pytest.mark.parametrize("f, place, left, right", ROWS)
def test_slopes_on_both_sides(f: str, place: str, left: str, right: str) -> None:
    found = [show(one_sided(read(f), "x", read(place), side)) for side in (-1, 1)]
    assert found == [left, right]
    assert is_differentiable(read(f), "x", read(place)) == (left == right and "oo" not in left)


@pytest.mark.parametrize("f, place, left, right", [row for row in ROWS if row[0] not in ("relu(x)", "sign(x)")])
def test_the_slopes_are_what_short_secants_tend_to(f: str, place: str, left: str, right: str) -> None:
    expression, x, a = to_sympy(read(f)), sympy.Symbol("x", real=True), to_sympy(read(place))
    for side, said in ((-1, left), (1, right)):
        if said == "undefined":
            continue
        h = side * sympy.Rational(1, 10**12)
        secant = float(((expression.subs(x, a + h) - expression.subs(x, a)) / h).evalf(40))
        if "oo" in said:
            assert abs(secant) > 1e3
            assert (secant < 0) == said.startswith("-")
        else:
            assert secant == pytest.approx(float(to_sympy(read(said))), abs=1e-6)


def test_where_there_is_no_value_there_is_no_slope() -> None:
    with pytest.raises(TutorError, match="the function has no value at x = 0"):
        one_sided(read("1/x"), "x", read("0"), 1)
