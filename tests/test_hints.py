"""The hint ladder: four rungs, word for word, and never the answer before the last."""

from __future__ import annotations

import pytest

from tests.whole_bank import whole_bank
from tutor.derive import derive
from tutor.hints import ladder
from tutor.kinds import DIFFERENTIATE
from tutor.kinds import ladder as ladder_of
from tutor.problem import Problem
from tutor.read import read
from tutor.show import pretty


@pytest.mark.parametrize(
    ("f", "rungs"),
    [
        (
            "sin(x^3)",
            (
                "What would you do last, if you computed f at x = 2? That is the outer function; the inside is x³.",
                "Chain:  (f(u))′ = f′(u) u′,  and here  (sin(u))′ = cos(u). Do not stop after the outer derivative (common mistake 3).",
                "Here  u = x³.",
                "The line is  cos(x³) (x³)′.",
            ),
        ),
        (
            "sin(x)/x",
            (
                "f is a quotient: something that moves over something that moves.",
                "Quotient:  (u/v)′ = (u′ v − u v′)/v². Do not divide the two derivatives (common mistake 2).",
                "Here  u = sin(x),  v = x.",
                "The line is  ((sin(x))′ x − sin(x) (x)′)/x².",
            ),
        ),
        (
            "3x^4 - 2x^2 + 7",
            (
                "f is a sum of three terms. Each can be differentiated by itself.",
                "Sum:  (u + v)′ = u′ + v′. Do not stop after the first term.",
                "The terms are  3x⁴,  −2x²,  7.",
                "The line is  (3x⁴)′ − (2x²)′ + (7)′.",
            ),
        ),
    ],
)
def test_the_four_rungs(f: str, rungs: tuple[str, ...]) -> None:
    assert ladder(read(f)) == rungs


@pytest.mark.parametrize(
    ("f", "number"),
    [("x^2 sin(x)", 1), ("sin(x)/x", 2), ("sin(x^3)", 3), ("ln(x)", 4), ("sin(x)^2", 5), ("1/(x^2 + 1)", 2)],
)
def test_the_second_rung_warns_of_the_common_mistake(f: str, number: int) -> None:
    assert f"(common mistake {number})." in ladder(read(f))[1]


def test_an_author_replaces_single_rungs() -> None:
    ours = ladder(read("sin(x^3)"))
    assert ladder(read("sin(x^3)"), written=("", "Think of x^3 as one thing.")) == (
        ours[0], "Think of x^3 as one thing.", ours[2], ours[3],
    )  # fmt: skip


def test_an_author_adds_a_rung_after_the_four() -> None:
    problem = Problem("own", "differentiate", read("sin(x^3)"), "own", hints=("", "", "", "", "Check it at x = 0."))
    assert ladder_of(problem) == (*ladder(read("sin(x^3)")), "Check it at x = 0.")


def test_every_problem_has_four_rungs_and_the_first_three_keep_the_answer() -> None:
    for problem in (p for p in whole_bank().problems if p.kind == DIFFERENTIATE and not p.parts):
        rungs = ladder_of(problem)
        assert len(rungs) == 4 and all(rungs)
        answer = pretty(derive(problem.function, problem.wrt, order=problem.order).line, problem.wrt)
        if len(answer) > 6 and answer != pretty(problem.function, problem.wrt):
            assert not any(answer in rung for rung in rungs[:2]), problem.id
