"""What a verdict says, for an answer and for two expressions."""

from __future__ import annotations

import pytest

from tutor.check import check, equal
from tutor.read import read
from tutor.verdict import equal_sentence, sentence


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("x + x", "2x", "Equal, proved."),
        ("sin(x)", "x", "Different: at x = 0.7 the first is 0.6442, the second 0.7."),
        ("1/x", "1/|x|", "Equal for x > 0, but at x = -0.7 the first is -1.4286, the second 1.4286."),
        ("x^2/3", "0.333x^2", "Equal but for rounding: exactly it is (1/3) x²."),
    ],
)
def test_two_expressions(a: str, b: str, said: str) -> None:
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
