"""Which part of a wrong answer is wrong."""

from __future__ import annotations

import pytest

from tutor.asked import read_markable
from tutor.blame import blame, blame_on_curve
from tutor.lines import Equation
from tutor.read import read


@pytest.mark.parametrize(
    ("f", "answer", "said"),
    [
        (
            "x^2 sin(x)",
            "2x sin(x) + x^2 sin(x)",
            "The first term is right; look at the second. There the other factor is right; look at sin(x).",
        ),
        (
            "x^2 sin(x)",
            "x^2 cos(x) + 2 sin(x)",
            "The first term is right; look at the second. There the other factor is right; look at 2.",
        ),
        (
            "x^2 sin(x)",
            "2x sin(x) + x^3 (sin x)'",
            "The first term is right; look at the second. There the other factor is right; look at x³.",
        ),
        ("3x^4 - 2x^2 + 7x", "12x^3 - 2x + 7", "All terms are right but one: look at the second."),
        (
            "(x^2 + 1)/(x - 1)",
            "(2x (x - 1) - (x^2 + 1))/(x - 1)",
            "What stands above is right; look at what stands below.",
        ),
        (
            "sin(x)/x",
            "(x cos(x) + sin(x))/x^2",
            "What stands below is right; look at what stands above. There the first term is right; look at the second.",
        ),
        ("x^2 sin(x)", "4x sin(x) + 2x^2 cos(x)", "Right up to the factor 2."),
        ("sin(x^3)", "5x^2 cos(x^3)", "Right up to the factor 5/3."),
        ("3x", "5", ""),
        ("x", "2x", "The right answer is the same for every x, so no x is left in it."),
        ("a x", "a x^2", "The right answer is the same for every x, so no x is left in it."),
        ("x^5", "-5x^4/3", "Right up to the factor −1/3."),
        ("sin(x^3)", "3x^3 cos(x^3)", "Right up to the factor x."),
        ("ln(x^2 + 1)", "2/(x^2 + 1)", "Right up to the factor 1/x."),
        # Of a power every other power is a multiple.
        ("ln(5x)", "x/5", ""),
        ("x^4", "4x^5", "The other factor is right; look at x⁵."),
        ("sqrt(x)", "3x", ""),
        ("sin(x^3)", "3x^2 cos(x^2)", "The other factors are right; look at cos(x²)."),
        ("x^2 e^x", "x (3 + x) e^x", "The other factors are right; look at 3 + x."),
        ("x^2 e^x", "x e^x (x + 2) (x + 1)", "The other factors are right; look at x + 1."),
        ("sin(x^3)", "sin(x)", ""),
        ("x^2 sin(x)", "x cos(x)", ""),
    ],
)
def test_the_wrong_part_is_named(f: str, answer: str, said: str) -> None:
    assert blame(read(f), read(answer), "x", assume={}) == said


@pytest.mark.parametrize(
    ("curve", "answer", "said"),
    [
        (
            "x^3 + y^3 = 6x y",
            "(2y - 3x^2)/(y^2 - 2x)",
            "What stands below is right; look at what stands above. There the first term is right; look at the second.",
        ),
        (
            "x^3 + y^3 = 6x y",
            "(x^2 - 2y)/(2x - 5y^2)",
            "What stands above is right; look at what stands below. There the first term is right; look at the second.",
        ),
        ("x^2 + y^2 = 25", "-x/(7y^2)", "What stands above is right; look at what stands below."),
        ("x^2 + y^2 = 25", "x/(7 - y)", "What stands above is right; look at what stands below."),
        ("x^2 + y^2 = 25", "x^5/y", "What stands below is right; look at what stands above."),
        ("x^2 + x y + y^2 = 7", "-(2x + y)/(5x + 2y)", "What stands above is right; look at what stands below. "
            "There the second term is right; look at the first."),
        ("x^2 + y^2 = 25", "x + y", ""),
        ("x^2 + y^2 = 25", "x^2/(2y^2)", ""),
        ("y^2 = x", "1/(5y)", "What stands above is right; look at what stands below. "
            "There the other factor is right; look at 5."),
    ],
)  # fmt: skip
def test_the_wrong_part_of_a_slope_on_a_curve_is_named(curve: str, answer: str, said: str) -> None:
    equation = read_markable(curve)
    assert isinstance(equation, Equation)
    assert blame_on_curve(equation, read(answer), "x", "y", assume={}) == said
