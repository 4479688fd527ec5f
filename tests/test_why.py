"""`:why` after a recognised mistake: the right derivation and the wrong one, side by side."""

from __future__ import annotations

import pytest

from tutor.budget import Budget
from tutor.diagnose import diagnose
from tutor.problem import Problem
from tutor.read import read
from tutor.ui.theme import Look
from tutor.ui.why import two_ways

WIDE = Look(width=80)


def shown(f: str, answer: str, order: int = 1, look: Look = WIDE) -> list[str]:
    problem, typed = Problem("own", "differentiate", read(f), "own", order=order), read(answer)
    mistake = diagnose(problem.function, typed, order=order, budget=Budget(600))[0]
    return two_ways(problem, mistake, typed, lambda nth: "f" + " ′″"[nth], look)


def test_both_ways_stand_beside_each_other_with_the_place_where_they_part() -> None:
    assert shown("x^2 sin(x)", "2x cos(x)") == [
        "      by the rules                    what gives your answer",
        " f′ = (x²)′ sin(x) + x² · (sin(x))′   (x²)′ (sin(x))′",
        "                                      ‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾  here they part",
        "    = 2x sin(x) + x² · (sin(x))′      2x (sin(x))′",
        "    = 2x sin(x) + x² cos(x)           2x cos(x)",
    ]


def test_a_function_that_was_misread_is_still_to_be_differentiated() -> None:
    assert shown("sin(x^2)", "2 sin(x) cos(x)") == [
        "      by the rules    what gives your answer",
        " f′ = (sin(x²))′      (sin²(x))′",
        "                      ‾‾‾‾‾‾‾‾‾‾  here they part",
        "    = cos(x²) (x²)′   2 sin(x) (sin(x))′",
        "    = 2x cos(x²)      2 sin(x) cos(x)",
    ]


def test_each_derivative_has_its_name() -> None:
    assert shown("sin(x^2)", "-2x sin(x^2)", 2)[:6] == [
        "      by the rules                     what gives your answer",
        " f′ = cos(x²) (x²)′                    cos(x²)",
        "                                       ‾‾‾‾‾‾‾  here they part",
        "    = 2x cos(x²)",
        " f″ = 2 (x cos(x²))′                   −sin(x²) (x²)′",
        "    = 2((x)′ cos(x²) + x (cos(x²))′)   −2x sin(x²)",
    ]
    assert shown("sin(x^2)", "-4x^2 sin(x^2)", 2)[1].startswith(" f″ = 2 (x cos(x²))′ ")


@pytest.mark.parametrize(
    ("f", "answer", "order", "right", "yours"),
    [
        ("x^4", "x^5/5", 1, "4x³", "x⁵/5"),
        ("x^4", "4x^3", 2, "12x²", "4x³"),
        ("sin(3x)", "-3sin(3x)", 2, "−9 sin(3x)", "−3 sin(3x)"),
    ],
)
def test_an_answer_that_is_wrong_as_a_whole_is_shown_as_it_was_typed(
    f: str, answer: str, order: int, right: str, yours: str
) -> None:
    line = shown(f, answer, order)[1]
    assert line.split("=", 1)[1].split("   ")[0].strip() == right
    assert line.endswith(f" {yours}")


def test_where_there_is_no_room_one_stands_under_the_other() -> None:
    assert shown("sin(x^3)", "cos(x^3)", look=Look(width=36)) == [
        " by the rules",
        "   f′ = cos(x³) (x³)′",
        "      = 3x² cos(x³)",
        " what gives your answer",
        "   f′ = cos(x³)",
        "      here they part",
    ]


def test_a_typewriter_underlines_with_hyphens() -> None:
    lines = shown("sin(x^3)", "cos(x^3)", look=Look(width=80, ascii=True))
    assert lines[1:3] == [
        " f' = cos(x^3) (x^3)'   cos(x^3)",
        "                        --------  here they part",
    ]
    assert all(line.isascii() for line in lines)


def test_a_screen_reader_hears_one_after_the_other() -> None:
    assert shown("sin(x^3)", "cos(x^3)", look=Look(width=80, words=True)) == [
        "By the rules:",
        "f prime equals cosine of, x cubed times the derivative of x cubed.",
        "f prime equals 3 x squared times cosine of, x cubed.",
        "What gives your answer:",
        "f prime equals cosine of, x cubed. Here they part.",
    ]
