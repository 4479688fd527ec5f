"""What a verdict says, for an answer and for two expressions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracle import compared
from tutor.check import check, equal
from tutor.read import read
from tutor.verdict import equal_sentence, sentence


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("x + x", "2x", "Equal, proved."),
        ("sin(x)", "x", "Different: at x = 0.7 the first is 0.6442, the second 0.7."),
        ("1/x", "1/|x|", "Equal for x > 0, but at x = -0.7 the first is -1.4286, the second 1.4286."),
        (
            "arcsin(sech(x))",
            "pi/2 - arctan(sinh(x))",
            "Equal for x > 0, but at x = -0.7 the first is 0.9218, the second 2.2198.",
        ),
        ("x^2/3", "0.333x^2", "Equal but for rounding: exactly it is (1/3) x²."),
    ],
)
def test_two_expressions(a: str, b: str, said: str) -> None:
    assert equal_sentence(equal(read(a), read(b))) == said


@pytest.mark.parametrize(
    ("a", "b", "where", "said"),
    [
        (
            "x",
            "x + relu(sin(x) - 0.999999999)",
            "1.57079",
            "Equal for sin(x) - 0.999999999 < 0, but at x = 1.57078 the first is 1.57078, the second 1.570780000867.",
        ),
        (
            "sin(x)",
            "sin(x) + max(0, 10^(-7) - (x - 3.3)^2)",
            "3.3",
            "Equal for x < 3.299684 or x > 3.300316, but at x = 3.2998 the first is -0.15754820, the second -0.15754814.",
        ),
        (
            "x",
            "x + relu(0.0001 - |x - 3.3333|)/10^9",
            "3.3333",
            "Equal for 0.0001 - |x - 3.3333| < 0, but at x = 3.33328 the first is 3.3332799999999998, "
            "the second 3.3332800000000797.",
        ),
    ],
)
def test_a_small_difference_on_a_short_stretch(a: str, b: str, where: str, said: str) -> None:
    assert compared(read(a), read(b), {"x": Fraction(where)}) == "apart"
    assert equal_sentence(equal(read(a), read(b))) == said


@pytest.mark.parametrize(
    ("f", "answer", "said"),
    [
        ("x^2", "2x", "Correct, proved."),
        ("x^3", "3x", "Not yet: at x = 0.7 the value is 1.47, yours is 2.1."),
        ("x^2 sin(x)", "2x sin(x) + x^2 (sin(x))'", "Right so far: (sin(x))′ is still open."),
    ],
)
def test_an_answer(f: str, answer: str, said: str) -> None:
    assert sentence(check(read(f), read(answer))) == said
