"""Wrong formulas for y′ on a curve: which step led to them, and what is said of it."""

from __future__ import annotations

from math import inf

import pytest

import tutor
from tests.tables import rows
from tutor.bank import load_bank
from tutor.budget import Budget
from tutor.check import check
from tutor.curve_mistakes import diagnosed_on_curve
from tutor.expr import ONE, Add, Div, Expr, Mul, Neg
from tutor.kinds.implicit_slope import ImplicitSlope
from tutor.kinds.task import expected_of
from tutor.lines import Equation
from tutor.problem import Problem
from tutor.read import read
from tutor.results import check_result
from tutor.verdict import KnownMistake, Wrong
from tutor.wrong_slopes import wrong_slopes

TABLE = rows("curve_mistakes.tsv")
CURVES = sorted({curve for curve, *_ in TABLE})


def diagnosed(curve: Equation, answer: str) -> tuple[str, ...]:
    tree = read(answer)
    _, mistakes = diagnosed_on_curve(check(curve, tree), curve, tree, budget=Budget(inf))
    return tuple(mistake.mal.id for mistake in mistakes)


@pytest.mark.parametrize(("curve", "answer", "mistake"), TABLE)
def test_the_step_that_led_to_a_wrong_slope_is_named(curve: str, answer: str, mistake: str) -> None:
    assert mistake in diagnosed(tutor.read_equation(curve), answer)


@pytest.mark.parametrize("curve", CURVES)
def test_a_right_slope_has_no_mistake_however_it_is_written(curve: str) -> None:
    from tutor.curve import implicit

    equation = tutor.read_equation(curve)
    on = implicit(equation, "x", "y")
    slope = on.slope(1)
    # On the curve the third is the first: what is added is 0 there.
    for right in (slope, Neg(Neg(slope)), Add((slope, Mul((ONE, on.zero)))), Div(slope, ONE)):
        _, mistakes = diagnosed_on_curve(Wrong(None), equation, right, budget=Budget(inf))
        assert not mistakes, right


@pytest.mark.parametrize("curve", CURVES)
def test_what_goes_wrong_in_implicit_differentiation_alone_is_found_in_the_formula(curve: str) -> None:
    from tutor.curve import implicit

    equation = tutor.read_equation(curve)
    slope = implicit(equation, "x", "y").slope(1)
    for found in wrong_slopes(equation, slope, {}):
        verdict = check(equation, found.slope, budget=Budget(inf))
        verdict, mistakes = diagnosed_on_curve(verdict, equation, found.slope, budget=Budget(inf))
        if isinstance(verdict, KnownMistake):
            assert found.mal.id in {mistake.mal.id for mistake in mistakes}, found
        else:
            # It is right on this curve, or has no value: y² alone gives nothing to solve.
            assert not (isinstance(verdict, Wrong) and verdict.witness), found


FORMULAS = [
    problem
    for problem in load_bank().problems
    if isinstance(problem.task, ImplicitSlope) and problem.task.point is None
]


@pytest.mark.parametrize("problem", FORMULAS, ids=lambda problem: problem.id)
def test_a_lost_sign_is_recognised_in_every_problem(problem: Problem) -> None:
    task = problem.task
    assert task is not None
    right = expected_of(task)
    assert isinstance(right, Expr)
    told = task.explain(right, Neg(right), "", Budget(inf))
    assert told.mistakes, right
    assert "IMP-04" in {mistake.mal.id for mistake in told.mistakes}


@pytest.mark.parametrize(
    ("curve", "answer", "said"),
    [
        (
            "x^3 + y^3 = 6x y",
            "(6y - 3x^2)/(3y^2)",
            "Not yet. This is what comes out if you differentiate one factor of x y only in 6x y. The product x y has "
            "two factors that move. Use the product rule: y plus x y′. It also comes out if you leave out the second "
            "term in 6x y.",
        ),
        (
            "sin(x y) = x",
            "1/cos(x y)",
            "Not yet. This is what comes out if you multiply the two derivatives in x y. Both factors change, and each "
            "change is felt through the other factor, so there are two terms. Write u′ v + u v′ with u = x and v = y.",
        ),
        (
            "x^2 + y^2 = 25",
            "(25 - 2x)/(2y)",
            "Not yet. This is what comes out if you leave the number on the other side standing. Both sides are "
            "differentiated, and a number does not change. Write 0 for it.",
        ),
    ],
)
def test_what_is_said(curve: str, answer: str, said: str) -> None:
    assert check_result(curve, answer).json["message"] == said


def test_another_letter_may_depend_on_another_variable() -> None:
    found = check_result("s^2 + t^2 = 4", "t/s", wrt="t").json
    assert next(mistake["id"] for mistake in found["mistakes"]) == "IMP-04"


@pytest.mark.parametrize(
    ("curve", "answer", "mistake"),
    [
        ("x^2 + y^2 = 25", "-1/y", "IMP-06"),
        ("x^2 + y^2 = 25", "-x/y", "HOD-02"),
        ("x^2 + y^2 = 25", "x^2/y^2", "HOD-01"),
        ("x^2 + y^2 = 25", "25/y^3", "INP-12"),
        ("x y = 6", "y/x^2", "IMP-06"),
        ("y^2 = x", "1/(4y^2)", "HOD-01"),
        ("y^2 = x", "0", "IMP-06"),
    ],
)
def test_what_goes_wrong_in_a_second_derivative_is_named(curve: str, answer: str, mistake: str) -> None:
    found = check_result(curve, answer, order=2).json
    assert mistake in {each["id"] for each in found["mistakes"]}


@pytest.mark.parametrize(
    ("curve", "answer"), [("x^2 + y^2 = 25", "-25/y^3"), ("x y = 6", "2y/x^2"), ("y^2 = x", "-1/(4y^3)")]
)
def test_a_right_second_derivative_has_no_mistake(curve: str, answer: str) -> None:
    found = check_result(curve, answer, order=2).json
    assert (found["verdict"], found["mistakes"]) == ("correct", [])


def test_of_a_third_derivative_the_point_is_said() -> None:
    assert check_result("x^2 + y^2 = 25", "1", order=3).json["mistakes"] == []
