"""Wrong answers to problems of other kinds than differentiate: what is behind them is named, and the answer is not told."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import pytest

from tests.tables import rows
from tests.whole_bank import whole_bank
from tutor import kinds
from tutor.answers.writing import pretty
from tutor.at_point import Place, diagnose_value
from tutor.budget import Budget
from tutor.check import compare
from tutor.expr import Expr, Neg, substitute
from tutor.kinds.implicit_slope import ImplicitSlope
from tutor.kinds.task import Task, expected_of
from tutor.kinds.value_at_point import ValueAtPoint
from tutor.lint import stands_in
from tutor.problem import Problem
from tutor.read import read
from tutor.rules.priors import is_likely
from tutor.surds import has_value
from tutor.verdict import KnownMistake, Wrong, is_right
from tutor.ways import Ways
from tutor.wrong_slopes import wrong_slopes

BANK = whole_bank()
EACH = [part for problem in BANK.problems for part in problem.parts or (problem,)]


def of(kind: type[Task]) -> list[Problem]:
    return [problem for problem in EACH if isinstance(problem.task, kind)]


def ids(problem: Problem) -> str:
    return problem.id


# Numbers ------------------------------------------------------------------------------------------------------

NUMBERS = [problem for problem in of(ValueAtPoint) if problem.task.tolerance is None]  # type: ignore[union-attr]


def wrong_lines(task: ValueAtPoint) -> Iterator[tuple[str, Expr]]:
    """The derivatives that likely mal-rules give, each with the id of its mal-rule."""
    ways = Ways(task.f, task.setting.wrt, task.order, task.setting.assume, Budget(inf))
    for way in ways.single:
        if len(way.moves) == 1 and is_likely(way.named[0].mal):
            yield way.named[0].mal.id, ways.line(way)


@pytest.mark.parametrize("problem", NUMBERS, ids=ids)
def test_the_value_of_a_wrong_derivative_is_named_after_it(problem: Problem) -> None:
    task = problem.task
    assert isinstance(task, ValueAtPoint)
    right, place = expected_of(task), Place(task.setting.wrt, task.place)
    for id, line in list(wrong_lines(task))[:12]:
        number = substitute(line, {task.setting.wrt: task.place})
        if has_value(number) and isinstance(compare(right, number), Wrong):  # type: ignore[arg-type]
            found = diagnose_value(task.f, number, place, order=task.order, budget=Budget(inf))
            assert id in [mistake.mal.id for mistake in found], (id, pretty(number))


@pytest.mark.parametrize("problem", NUMBERS, ids=ids)
def test_a_right_number_is_no_mistake(problem: Problem) -> None:
    task = problem.task
    assert isinstance(task, ValueAtPoint)
    right = expected_of(task)
    unworked = substitute(task.derivation.line, {task.setting.wrt: task.place})
    for number in (right, Neg(Neg(right)), unworked):  # type: ignore[arg-type]
        place = Place(task.setting.wrt, task.place)
        assert diagnose_value(task.f, number, place, order=task.order, budget=Budget(inf)) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("f", "at", "number", "first"),
    [
        ("sin(3x)", "pi", "-1", "TRG-17"), ("x e^(2x)", "1", "2e^2", "MIX-01"), ("x^2/(x + 1)", "1", "2", "QUO-01"),
        ("ln(x^2 + 1)", "1", "1/2", "LOG-01"), ("x^2 ln(x)", "e", "2", "PRD-01"), ("sin(x)^2", "0.7", "1.288", "TRG-12"),
        ("x^3", "2", "8", "PNT-02"), ("x^3 + x", "3", "0", "PNT-01"), ("x^3", "c", "c^2", "POW-02"),
        ("a x^3", "2", "4a", "POW-02"), ("x^3", "2", "12", ""), ("x^3 tan(x)", "1", "17", ""),
    ],
)  # fmt: skip
def test_the_mistake_behind_a_number(f: str, at: str, number: str, first: str) -> None:
    found = diagnose_value(read(f), read(number), Place("x", read(at)), budget=Budget(inf))
    assert (found[0].mal.id if found else "") == first


# Slopes of curves ---------------------------------------------------------------------------------------------


AT_POINTS = [each for each in of(ImplicitSlope) if isinstance(each.task, ImplicitSlope) and each.task.point]


@pytest.mark.parametrize("problem", AT_POINTS, ids=ids)
def test_a_wrong_slope_of_a_curve_is_named_and_the_right_one_is_not(problem: Problem) -> None:
    task = problem.task
    assert isinstance(task, ImplicitSlope)
    right = expected_of(task)
    assert isinstance(right, Expr)
    for found in wrong_slopes(task.curve, right, task.here):
        if has_value(found.slope):
            told = task.explain(right, found.slope, "", Budget(inf))
            if is_right(compare(right, found.slope)):
                assert task.judge(found.slope).right
            else:
                assert told.mistakes, found


# The answer is not told ---------------------------------------------------------------------------------------


def _can_tell(id: str) -> bool:
    """Is there something to be told, other than a letter to pick?"""
    problem = BANK.problem(id)
    task = kinds.task_of(problem)
    return not task.shape().is_pick and len(pretty(expected_of(task), problem.wrt)) > 1


WRONG = [
    (id, typed)
    for id, typed, verdict, *_ in rows("kinds.tsv")
    if verdict in ("wrong", "known-mistake", "unfinished") and _can_tell(id)
]


@pytest.mark.parametrize(("id", "typed"), WRONG)
def test_what_is_said_of_a_wrong_answer_does_not_tell_the_right_one(id: str, typed: str) -> None:
    problem = BANK.problem(id)
    task = kinds.task_of(problem)
    right = pretty(expected_of(task), problem.wrt)
    marking = kinds.mark(problem, typed)
    assert marking.value is not None
    theirs = pretty(marking.value, problem.wrt)
    assert stands_in(theirs, right) or not stands_in(marking.blame.replace(theirs, ""), right)
    assert isinstance(marking.verdict, KnownMistake) == bool(marking.mistakes)
    assert "{" not in marking.blame


def test_an_unreadable_answer_is_not_diagnosed() -> None:
    for id, typed, verdict, _, _ in rows("kinds.tsv"):
        if verdict == "unreadable":
            assert kinds.mark(BANK.problem(id), typed).mistakes == ()
