"""Marking a quiz of forty answers, against forty single checks of the same answers."""

from __future__ import annotations

import gc
import statistics
from random import Random
from time import process_time

from tests.bench.judged import sympy_ready
from tests.bench.timing import ROUNDS, say
from tests.slips import slipped
from tutor.bank import Bank, load_bank
from tutor.derive import derive
from tutor.quiz.report import Asked, mark_each
from tutor.quiz.sheet import Sheet, Slip
from tutor.results import check_problem
from tutor.show import show
from tutor.worker import Worker

__all__ = ["run"]

_ANSWERS = 40


def run() -> None:
    """Print the medians of both in processor time, taken in turns."""
    asked, sheet = _quiz(load_bank())
    right = sum(1 for each in mark_each(asked, sheet) if each.status.right)
    times: dict[str, list[float]] = {"quiz": [], "checks": []}
    with sympy_ready() as worker:
        for _ in range(ROUNDS + 1):
            for name, work in (("quiz", _marked), ("checks", _checked)):
                gc.collect()
                started = process_time()
                work(asked, sheet, worker)
                times[name].append(process_time() - started)
    # What is remembered after the first round is remembered for both.
    quiz, checks = (statistics.median(found[1:]) for found in times.values())
    say(f"a quiz of {_ANSWERS} answers, {right} right", f"{1000 * quiz:.1f} ms of processor time")
    say(f"{_ANSWERS} single checks", f"{1000 * checks:.1f} ms of processor time")
    say("one in terms of the other", f"{quiz / checks:.2f}", "1")


def _quiz(bank: Bank) -> tuple[tuple[Asked, ...], Sheet]:
    """Forty derivatives of the bank, every other one with a slip in it."""
    rng = Random(7)
    asked: list[Asked] = []
    slips: list[Slip] = []
    for problem in bank.problems:
        if problem.task is not None or problem.parts or problem.functions or problem.form is not None:
            continue
        right = derive(problem.function, problem.wrt, order=problem.order).line
        wrong = [each for _, each in slipped(right, rng, 1)] if len(asked) % 2 else []
        asked.append(Asked(problem.id, problem, problem.topic))
        slips.append(Slip(show(wrong[0] if wrong else right, problem.wrt)))
        if len(asked) == _ANSWERS:
            break
    return tuple(asked), Sheet(tuple(slips), over=True)


def _marked(asked: tuple[Asked, ...], sheet: Sheet, worker: Worker) -> None:
    assert len(tuple(mark_each(asked, sheet, worker))) == _ANSWERS


def _checked(asked: tuple[Asked, ...], sheet: Sheet, worker: Worker) -> None:
    for each, slip in zip(asked, sheet.slips, strict=True):
        check_problem(each.problem, slip.text, worker)
