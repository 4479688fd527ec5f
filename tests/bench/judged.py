"""Our own verdicts on pairs of texts, timed from reading to verdict, and what became of it."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, perf_counter, sleep

from tutor.budget import Budget
from tutor.check import equal
from tutor.expr import Expr
from tutor.read import read_answer
from tutor.values import Interval, read_assumptions
from tutor.verdict import Correct, Undecided, Verdict, equal_word
from tutor.worker import Worker

__all__ = ["Judged", "Texts", "Watched", "judge", "sympy_ready"]

Texts = tuple[str, str, str]  # both sides and the assumptions

_ROUNDS = 5
_PATIENCE = 60  # seconds in which SymPy must have loaded


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict as `tutor equal` calls it, how and by what it was reached, and seconds.

    `asked` says whether SymPy was. Such a verdict is timed once, since SymPy remembers what it has simplified; any
    other is the median of five.
    """

    word: str
    how: str
    by: str
    asked: bool
    seconds: float


class Watched:
    """A prover that says whether it was asked."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.asked = False

    def prove_equal(
        self,
        a: Expr,
        b: Expr,
        assume: Mapping[str, Interval],
        signs: Sequence[Mapping[str, int]],
        zero: Expr | None = None,
        *,
        budget: Budget | None = None,
    ) -> str:
        self.asked = True
        return self.worker.prove_equal(a, b, assume, signs, zero, budget=budget)


@contextmanager
def sympy_ready() -> Iterator[Worker]:
    """The worker, once SymPy is loaded: nobody's first answer is measured."""
    with Worker() as worker:
        end = monotonic() + _PATIENCE
        while not worker.ready and monotonic() < end:
            sleep(0.05)
        yield worker


def judge(texts: Sequence[Texts], worker: Worker, rounds: int = _ROUNDS) -> list[Judged]:
    """Read both texts of every pair and compare them; round after round, so that no pair follows on itself."""
    verdicts: list[Verdict] = []
    times: list[list[float]] = []
    prover = Watched(worker)
    asked: set[int] = set()
    for round in range(rounds):
        for index, (a, b, assume) in enumerate(texts):
            if index in asked:
                continue
            prover.asked = False
            started = perf_counter()
            known = read_assumptions(assume)
            verdict = equal(read_answer(a).expr, read_answer(b).expr, assume=known, prover=prover)
            seconds = perf_counter() - started
            if not round:
                verdicts.append(verdict)
                times.append([])
            times[index].append(seconds)
            if prover.asked:
                asked.add(index)
    return [
        Judged(equal_word(verdict), *_how(verdict), index in asked, statistics.median(times[index]))
        for index, verdict in enumerate(verdicts)
    ]


def _how(verdict: Verdict) -> tuple[str, str]:
    match verdict:
        case Correct(how, by):
            return how, by
        case Undecided(why):
            return "", why
        case _:
            return "witness", ""
