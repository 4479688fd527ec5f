"""Our own verdict on a pair of texts, timed from reading to verdict, and what became of it."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, perf_counter, sleep

from tutor.check import equal
from tutor.expr import Expr
from tutor.read import read_answer
from tutor.values import Interval, read_assumptions
from tutor.verdict import Correct, Undecided, equal_word
from tutor.worker import Worker

__all__ = ["Judged", "Watched", "judge", "sympy_ready"]

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
    ) -> str:
        self.asked = True
        return self.worker.prove_equal(a, b, assume, signs, zero)


@contextmanager
def sympy_ready() -> Iterator[Worker]:
    """The worker, once SymPy is loaded: nobody's first answer is measured."""
    with Worker() as worker:
        end = monotonic() + _PATIENCE
        while not worker.ready and monotonic() < end:
            sleep(0.05)
        yield worker


def judge(a: str, b: str, assume: str, worker: Worker, rounds: int = _ROUNDS) -> Judged:
    """Read both texts and compare them."""
    prover = Watched(worker)
    times = []
    while True:
        started = perf_counter()
        known = read_assumptions(assume)
        verdict = equal(read_answer(a).expr, read_answer(b).expr, assume=known, prover=prover)
        times.append(perf_counter() - started)
        if prover.asked or len(times) == rounds:
            break
    match verdict:
        case Correct(how, by):
            pass
        case Undecided(why):
            how, by = "", why
        case _:
            how, by = "witness", ""
    return Judged(equal_word(verdict), how, by, prover.asked, statistics.median(times))
