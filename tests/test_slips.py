"""A slip is named where what it leads to was typed, and never where that may be the right answer."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import pytest

from tests.whole_bank import whole_bank
from tutor.answers.writing import show
from tutor.errors import TutorError
from tutor.expr import Expr, Sym
from tutor.kinds.backprop_graph import BackpropGraph
from tutor.kinds.decimals import near
from tutor.kinds.descent_steps import DescentSteps
from tutor.kinds.numerical_estimate import Estimate, Excess
from tutor.kinds.slips import Slip, number_in_front, slip_of
from tutor.kinds.slips_of_descent import slips_of_a_step, slips_of_steps
from tutor.kinds.slips_of_differences import slips_of_an_estimate
from tutor.kinds.slips_of_graphs import slips_of_a_graph
from tutor.kinds.task import Setting, Task, expected_of
from tutor.read import read
from tutor.surds import worked_out
from tutor.values import Interval
from tutor.verdict import Correct


def same(right: Expr, typed: Expr) -> bool:
    return near(right, typed, None)


def fails() -> Expr:
    raise TutorError("there is none")


def named(typed: str, right: str, *leads: str, rounded: bool = False) -> str:
    slips: list[Slip] = [(lead, partial(read, lead)) for lead in leads]
    return slip_of(read(typed), read(right), [("no value", fails), *slips], same, rounded)


def test_the_first_slip_that_leads_there_is_named() -> None:
    assert named("6", "3", "4", "2*3", "6") == "2*3"
    assert named("7", "3", "4", "2*3") == ""


def test_a_slip_that_leads_to_the_right_answer_is_passed_over() -> None:
    assert named("4", "2^2", "2 + 2") == ""


@pytest.mark.parametrize(
    ("typed", "right", "name"),
    [
        ("0.540", "1/2", "cos(1)"),  # cos(1) = 0.5403…
        ("0.5403", "1/2", "cos(1)"),
        ("-0.5403", "1/2", ""),
        ("0.54", "1/2", ""),  # two figures fit too much
        ("0.541", "1/2", ""),
        ("0.5403", "0.54029", ""),  # it may be the right number, rounded
    ],
)
def test_a_decimal_stands_for_what_it_is_rounded_from(typed: str, right: str, name: str) -> None:
    assert named(typed, right, "cos(1)", rounded=True) == name
    assert named(typed, right, "cos(1)") == ""


def test_a_formula_is_rounded_to_no_decimal() -> None:
    assert slip_of(read("0.125"), read("x"), [("itself", lambda: read("x/2"))], same, rounded=True) == ""


def test_a_number_that_is_typed_exactly_is_named_though_the_right_one_rounds_to_it() -> None:
    assert named("12.0", "12.01", "12", rounded=True) == "12"


def test_a_number_in_front_is_a_simple_one() -> None:
    assert number_in_front(read("6"), read("3"), same)
    assert number_in_front(read("1/6"), read("1"), same)
    assert not number_in_front(read("7"), read("3"), same)
    assert not number_in_front(read("3"), read("3"), same)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2", "This is the derivative. Take it away from the estimate."),
        ("2 + a", "This is the estimate. Take the derivative away from it."),
        ("-a", "The size is right; look at the sign: it is the estimate minus the derivative."),
    ],
)
def test_an_excess_in_letters_is_not_taken_for_an_estimate(typed: str, said: str) -> None:
    a = Setting(letters=(("a", Interval(lo=Fraction(0))),))
    task = Excess(read("x^2"), read("1"), "forward", Sym("a"), setting=a)
    assert isinstance(task.mark("a").verdict, Correct)
    assert task.mark(typed).blame == said


def slips_in(task: Task | None) -> list[Slip]:
    match task:
        case Excess():
            return []
        case Estimate() if not task.is_general:
            return list(slips_of_an_estimate(task))
        case DescentSteps(variables=(_,)) if not task.is_general:
            return list(slips_of_steps(task) if task.count > 1 else slips_of_a_step(task))
        case BackpropGraph() if task.values:
            return list(slips_of_a_graph(task))
    return []


TASKS = [task for problem in whole_bank().problems for task in (p.task for p in problem.parts or (problem,))]


def test_what_a_slip_leads_to_is_right_or_has_something_said_of_it() -> None:
    seen = 0
    for task in TASKS[::3]:  # each third shows as much
        for said, lead in slips_in(task):
            assert task is not None
            try:
                wrong = worked_out(lead())
            except TutorError:  # a formula that this function cannot take
                continue
            marking = task.mark(show(wrong, task.setting.wrt))
            right = expected_of(task)
            is_right = isinstance(right, Expr) and near(right, wrong, getattr(task, "tolerance", None))
            assert isinstance(marking.verdict, Correct) == is_right, (said, task)
            assert is_right or marking.blame or marking.mistakes, (said, task)
            seen += 1
    assert seen > 40
