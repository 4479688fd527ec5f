"""How well and how fast wrong answers are diagnosed: recall over the families of the mal-rules, times of the bank.

Times are those of the processor, so that a busy machine does not spoil them.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import inf
from time import process_time

from tests.bench.timing import say, spread
from tests.families_of_mistakes import Case, cases
from tests.tables import rows
from tutor import curve_mistakes
from tutor import diagnose as diagnosing
from tutor.bank import load_bank
from tutor.budget import Budget
from tutor.check import compare
from tutor.diagnose import diagnose
from tutor.differential import derivative
from tutor.errors import TutorError
from tutor.expr import TWO, Add, Expr, Mul, Num, Sym
from tutor.lines import read_equation
from tutor.problem import Problem
from tutor.read import MAX_LENGTH, read
from tutor.show import show
from tutor.verdict import Correct, Wrong
from tutor.ways import Ways

_EACH = 5  # functions for every mal-rule
_ANSWERS = 6  # wrong answers for every problem of the bank


def run() -> None:
    """Print recall, confusion and times."""
    _recall()
    _bank()
    _curves()


def _recall() -> None:
    named, counted, equal = 0, 0, 0
    beside: Counter[tuple[str, str]] = Counter()
    missed: list[Case] = []
    times = []
    for case in cases(_EACH):
        if _is_right(case):
            equal += 1
            continue
        counted += 1
        diagnosing.forget()
        gc.collect()
        started = process_time()
        ids = [mistake.mal.id for mistake in diagnose(case.function, case.answer, order=case.order)]
        times.append(process_time() - started)
        if case.mal in ids:
            named += 1
            beside.update((case.mal, other) for other in ids[: ids.index(case.mal)])
        else:
            missed.append(case)
    say(f"mal-rules named on {_EACH} functions each", f"{named} of {counted}, {named / counted:.1%}", "98%")
    say("equal to the right answer, not counted", str(equal))
    for case in missed:
        print(f"    missed: {case.mal} on {show(case.function)}, answer {show(case.answer)}")
    say("one diagnosis, nothing cached", spread(times), "median 15, max 250")
    print("  another mal-rule is named before the one applied:")
    for (mal, other), count in beside.most_common(30):
        print(f"    {count:3}  {other} before {mal}")


def _is_right(case: Case) -> bool:
    right = case.function
    for _ in range(case.order):
        right = derivative(right, "x")
    return isinstance(compare(right, case.answer, domain_of=case.function), Correct)


def _bank() -> None:
    building, uncached, cached = [], [], []
    for problem in load_bank().problems:
        try:
            gc.collect()
            started = process_time()
            ways = Ways(problem.function, problem.wrt, problem.order, problem.assume)
            count = len(ways.single)
            building.append(process_time() - started)
        except (TutorError, ValueError):
            continue
        ways.budget = Budget(inf)  # the answers are made while others are diagnosed
        for answer in _wrong_answers(ways, problem):
            diagnosing.forget()
            uncached.append(_seconds(problem, answer))
            cached.append(min(_seconds(problem, answer) for _ in range(2)))
        assert count >= 0
    say(f"candidates of {len(building)} bank problems", spread(building), "20 a problem")
    say("  on average", f"{1000 * sum(building) / len(building):.2f} ms")
    say(f"{len(uncached)} wrong answers, nothing cached", spread(uncached), "median 15, max 250")
    say("  candidates cached", spread(cached), "median 5, max 60")


def _curves() -> None:
    """Wrong formulas for the slope of a curve, those of the tests."""
    uncached, cached = list[float](), list[float]()
    for equation, typed, _ in rows("curve_mistakes.tsv"):
        curve, answer = read_equation(equation), read(typed)
        for times in (uncached, cached):
            if times is uncached:
                curve_mistakes.forget()
                gc.collect()
            started = process_time()
            curve_mistakes.diagnosed_on_curve(Wrong(None), curve, answer)
            times.append(process_time() - started)
    say(f"{len(uncached)} wrong slopes of curves, nothing cached", spread(uncached), "median 15, max 250")
    say("  candidates cached", spread(cached), "median 5, max 60")


def _wrong_answers(ways: Ways, problem: Problem) -> Iterator[Expr]:
    """Answers that one wrong move gives, spread over all of them, and one that nothing explains.

    None that is too long to be read: a fifth derivative by a wrong rule may fill a page.
    """
    step = max(1, len(ways.single) // _ANSWERS)
    for line in map(ways.line, ways.single[::step]):
        if len(show(line, problem.wrt)) <= MAX_LENGTH:
            yield line
    yield Add((ways.right.line, Mul((TWO, Sym(problem.wrt))), Num(Fraction(7))))


def _seconds(problem: Problem, answer: Expr) -> float:
    started = process_time()
    diagnose(problem.function, answer, problem.wrt, order=problem.order, assume=problem.assume)
    return process_time() - started
