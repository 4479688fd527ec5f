"""The other shapes of a derivation, word for word."""

from __future__ import annotations

import io
import os
from typing import Any

import pytest

from tutor.results import steps_result
from tutor.ui.answers import Shape, print_steps
from tutor.ui.theme import Settings


def printed(function: str, shape: Shape, *, words: bool = False, ascii: bool = False, **options: Any) -> list[str]:
    out = io.StringIO()
    env = {"COLUMNS": "80", "LC_ALL": "C.UTF-8", "TERM": "xterm", "TUTOR_HOME": os.devnull}
    settings = Settings.detect(env, io.StringIO(), out, screen_reader=words, ascii=ascii)
    print_steps(steps_result(function, **options), shape, settings)
    return out.getvalue().splitlines()


def test_brief_is_one_line_a_step() -> None:
    assert printed("x^2 sin(x)", Shape.BRIEF, ascii=True)[-3:] == [
        "  1  product  f' = (x^2)' sin(x) + x^2 (sin(x))'",
        "  2  power    f' = 2x sin(x) + x^2 (sin(x))'",
        "  3  sine     f' = 2x sin(x) + x^2 cos(x)",
    ]


def test_the_tree_of_sub_problems() -> None:
    assert printed("x^2 sin(x^3)", Shape.TREE, ascii=True)[-4:] == [
        " (x^2 sin(x^3))' = 2x sin(x^3) + 3x^4 cos(x^3)                          product",
        " |-- (x^2)' = 2x                                                          power",
        " `-- (sin(x^3))' = 3x^2 cos(x^3)                                    chain, sine",
        "     `-- (x^3)' = 3x^2                                                    power",
    ]


def test_latex() -> None:
    assert printed("sin(x^3)", Shape.LATEX) == [
        r"\begin{align*}",
        r"f'(x) &= \cos(x^{3}) (x^{3})' && \text{chain, sine} \\",
        r"f'(x) &= 3x^{2} \cos(x^{3}) && \text{power} \\",
        r"\end{align*}",
    ]


def test_markdown() -> None:
    assert printed("x^5", Shape.MARKDOWN) == [
        "$f(x) = x^{5}$",
        "",
        "1. **power.** Power rule: bring the exponent 5 down and lower it by one.",
        "",
        "   $$f'(x) = 5x^{4}$$",
    ]


def test_everything_at_once_when_nobody_can_press_a_key() -> None:
    assert printed("x^5", Shape.HIDE)[-1].strip() == "f' = 5x^4"


@pytest.mark.parametrize(
    ("function", "options", "last"),
    [
        ("x^3 + y^3 = 6xy", {}, "y' = (2y - x^2)/(y^2 - 2x)"),
        ("x = t^2; y = t^3", {}, "dy/dx = 3t/2"),
        ("x^2 y", {"wrt": "x,y"}, "   2x y   x^2"),
    ],
)
def test_lines_that_are_equations_and_tables(function: str, options: dict[str, Any], last: str) -> None:
    assert any(last in line for line in printed(function, Shape.BRIEF, ascii=True, **options))


def test_in_words_every_step_is_a_sentence() -> None:
    assert printed("x^2 = y^2", Shape.LIST, words=True)[2:5] == [
        "Step 1, implicit. Differentiate both sides by x; y depends on x, so every y",
        "brings a factor y prime. the derivative of x squared equals the derivative of y",
        "squared.",
    ]
