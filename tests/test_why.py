"""`:why` after a recognised mistake: the right derivation and the wrong one, side by side."""

from __future__ import annotations

import pytest

from tests.found_mistakes import mistakes_in
from tests.tables import rows
from tutor.problem import Problem
from tutor.read import Scope, read
from tutor.ui.theme import Look
from tutor.ui.why import two_ways

WIDE = Look(width=80)


def shown(f: str, answer: str, order: int = 1, look: Look = WIDE, whole: bool = True) -> list[str]:
    scope = Scope(own=True)
    problem, typed = Problem("own", "differentiate", read(f, scope), "own", order=order), read(answer, scope)
    mistake = mistakes_in(f, answer, order)[0]
    return two_ways(problem, mistake, typed, lambda nth: "f" + " ′″"[nth], look, whole=whole)


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


def test_the_mark_stays_within_a_narrow_window() -> None:
    lines = shown("x e^(3x)", "3e^(3x)", look=Look(width=48))
    assert all(len(line) <= 48 for line in lines)
    assert sum("here they part" in line for line in lines) == 1


# While the problem is open ----------------------------------------------------------------------------------

LATER = " The rest of both is shown once the problem is over."


@pytest.mark.parametrize(
    ("f", "answer", "order", "lines"),
    [
        # The rule is applied, and its derivatives are still open.
        (
            "x^2 sin(x)", "2x cos(x)", 1,
            [
                "      by the rules                    what gives your answer",
                " f′ = (x²)′ sin(x) + x² · (sin(x))′   (x²)′ (sin(x))′",
                "                                      ‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾  here they part",
            ],
        ),
        # It would be the answer: the rule stands there in its letters,
        (
            "x^4", "x^3", 1,
            [
                "      by the rules        what gives your answer",
                " f′ = n xⁿ⁻¹ with n = 4   x³",
                "                          ‾‾  here they part",
            ],
        ),
        # also where other parts are still to be done.
        (
            "3x^2 + x^4 + 1", "6x + x^3", 1,
            [
                "      by the rules                    what gives your answer",
                " f′ = (3x²)′ + (x⁴)′ + (1)′           (3x²)′ + (x⁴)′ + (1)′",
                "    = 6x + (x⁴)′ + (1)′               6x + (x⁴)′ + (1)′",
                "    = … where (xⁿ)′ = n xⁿ⁻¹, n = 4   6x + x³ + (1)′",
                "                                      ‾‾‾‾‾‾‾‾‾‾‾‾‾‾  here they part",
            ],
        ),
        # A row of the table would tell as well.
        (
            "x^2 + cos(x)", "2x + sin(x)", 1,
            [
                "      by the rules        what gives your answer",
                " f′ = (x²)′ + (cos(x))′   (x²)′ + (cos(x))′",
                "    = 2x + (cos(x))′      2x + (cos(x))′",
                "    = …                   2x + sin(x)",
                "                          ‾‾‾‾‾‾‾‾‾‾‾  here they part",
            ],
        ),
        (
            "sin(x)", "-cos(x)", 1,
            [
                "      by the rules   what gives your answer",
                " f′ = (sin(x))′      −cos(x)",
                "                     ‾‾‾‾‾‾‾  here they part",
            ],
        ),
    ],
)  # fmt: skip
def test_while_the_problem_is_open_both_end_where_they_part(f: str, answer: str, order: int, lines: list[str]) -> None:
    assert shown(f, answer, order, whole=False) == [*lines, LATER]


def test_a_screen_reader_hears_them_to_where_they_part() -> None:
    assert shown("x^2 + cos(x)", "2x + sin(x)", look=Look(width=80, words=True), whole=False) == [
        "By the rules:",
        "f prime equals the derivative of x squared plus the derivative of cosine of x.",
        "f prime equals 2 x plus the derivative of cosine of x.",
        "What gives your answer:",
        "f prime equals the derivative of x squared plus the derivative of cosine of x.",
        "f prime equals 2 x plus the derivative of cosine of x.",
        "f prime equals 2 x plus sine of x. Here they part.",
        LATER.strip(),
    ]


@pytest.mark.parametrize(("f", "answer", "order", "_", "__"), rows("diagnoses.tsv"))
def test_while_the_problem_is_open_the_answer_is_not_shown(f: str, answer: str, order: str, _: str, __: str) -> None:
    wide = Look(width=400)
    whole, part = (shown(f, answer, int(order), wide, each) for each in (True, False))
    assert "here they part" in part[-2] and part[-1] == LATER

    def right(lines: list[str]) -> list[str]:
        return [line[: lines[0].index("what")].split("= ", 1)[-1].strip() for line in lines[1:] if "= " in line]

    assert right(whole)[-1] not in right(part[:-1])
