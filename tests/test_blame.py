"""Which part of a wrong answer is wrong."""

from __future__ import annotations

import pytest

from tutor.blame import blame
from tutor.read import read


@pytest.mark.parametrize(
    ("f", "answer", "said"),
    [
        ("x^2 sin(x)", "2x sin(x) + x^2 sin(x)", "The first term is right; look at the second."),
        ("x^2 sin(x)", "x^2 cos(x) + 2 sin(x)", "The first term is right; look at the second."),
        ("x^2 sin(x)", "2x sin(x) + x^3 (sin x)'", "The first term is right; look at the second."),
        ("3x^4 - 2x^2 + 7x", "12x^3 - 2x + 7", "All terms are right but one: look at the second."),
        (
            "(x^2 + 1)/(x - 1)",
            "(2x (x - 1) - (x^2 + 1))/(x - 1)",
            "What stands above is right; look at what stands below.",
        ),
        ("sin(x)/x", "(x cos(x) + sin(x))/x^2", "What stands below is right; look at what stands above."),
        ("sin(x^3)", "cos(x^3)", ""),
        ("x^2 sin(x)", "2x cos(x)", ""),
    ],
)
def test_the_wrong_part_is_named(f: str, answer: str, said: str) -> None:
    assert blame(read(f), read(answer), "x", assume={}) == said
