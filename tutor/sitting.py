"""A sitting: which problems it has shown, what was answered, and how each of them ended.

Everything here is a value. `choose.py` says which problem comes next, `progress.py` keeps the values on disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

__all__ = ["GAVE_UP", "MISTAKES", "RIGHT", "SKIPPED", "Attempt", "Outcome", "Result", "Sitting", "results"]

# What an attempt can be besides a verdict on an answer.
GAVE_UP = "gave-up"  # the steps were shown
SKIPPED = "skipped"

RIGHT = frozenset({"correct", "rounded"})
# The verdicts that make a later right answer one "after a mistake". A line that is right so far, or an answer
# that could not be settled, is none.
MISTAKES = frozenset({"wrong", "known-mistake", "correct-on-part"})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer that counted, a skip, or a look at the steps.

    `verdict` is a verdict's word as `--json` prints it, or `skipped`, or `gave-up`. `hints` is the number of
    rungs that were seen before it, `seconds` the time since the attempt before (or since the problem was
    shown), and `at` is aware and in UTC. `id` and `sitting` are given by the database.
    """

    problem: str
    topic: str
    text: str
    verdict: str
    hints: int
    seconds: float
    at: datetime
    mistakes: tuple[str, ...] = ()
    seed: int = 0
    sitting: int = 0
    id: int = 0


class Outcome(StrEnum):
    """How a problem ended in one sitting."""

    AT_ONCE = "right at once"
    HINTED = "with a hint"
    MENDED = "after a mistake"
    SHOWN = "steps shown"
    SKIPPED = "skipped"
    OPEN = "not finished"

    @property
    def unaided(self) -> bool:
        """Right, and without a hint."""
        return self in (Outcome.AT_ONCE, Outcome.MENDED)

    @property
    def right(self) -> bool:
        return self.unaided or self is Outcome.HINTED


@dataclass(frozen=True, slots=True)
class Result:
    """One problem in one sitting: how it ended, after how many answers and seconds, touched last when."""

    problem: str
    topic: str
    outcome: Outcome
    tries: int
    seconds: float
    at: datetime
    sitting: int = 0


def results(attempts: Iterable[Attempt]) -> tuple[Result, ...]:
    """One result for each problem of each sitting, in the order in which they were last touched."""
    groups: dict[tuple[int, str], list[Attempt]] = {}
    for attempt in attempts:
        # Taken out and put back, so that the order is that of the last attempt.
        group = groups.pop(key := (attempt.sitting, attempt.problem), [])
        groups[key] = [*group, attempt]
    return tuple(_result(group) for group in groups.values())


def _result(group: list[Attempt]) -> Result:
    last = group[-1]
    tries = sum(1 for attempt in group if attempt.verdict not in (SKIPPED, GAVE_UP))
    seconds = sum(attempt.seconds for attempt in group)
    return Result(last.problem, last.topic, _outcome(group), tries, seconds, last.at, last.sitting)


def _outcome(group: list[Attempt]) -> Outcome:
    last = group[-1]
    if last.verdict in RIGHT:
        if last.hints:
            return Outcome.HINTED
        mistaken = any(attempt.verdict in MISTAKES for attempt in group)
        return Outcome.MENDED if mistaken else Outcome.AT_ONCE
    return {GAVE_UP: Outcome.SHOWN, SKIPPED: Outcome.SKIPPED}.get(last.verdict, Outcome.OPEN)


@dataclass(frozen=True, slots=True)
class Sitting:
    """The problems of one sitting.

    `order` are those shown so far, the current one last, which is worked on while `open`; a problem that
    was skipped stands in it again when it comes back. `ahead` have been drawn and come next (an undo puts
    them there), `skipped` come back at the end. `key` are the arguments it was begun with: the same
    command goes on with it. `done` counts the problems that ended, `rung` the hints of the current one
    that were seen.
    """

    size: int
    seed: int
    key: str = ""
    order: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    open: bool = False
    done: int = 0
    rung: int = 0
    id: int = 0

    @property
    def current(self) -> str:
        """The problem being worked on; empty before the first."""
        return self.order[-1] if self.order else ""

    @property
    def drawn(self) -> frozenset[str]:
        """Every problem that belongs to it so far."""
        return frozenset(self.order) | frozenset(self.ahead)

    @property
    def waiting(self) -> tuple[str, ...]:
        """What comes next without a draw: what an undo put back; once all are drawn, what was skipped."""
        if self.ahead:
            return self.ahead
        return self.skipped if len(self.drawn) >= self.size else ()

    @property
    def may_return(self) -> bool:
        """Would the current problem, skipped now, come back? Once, and only if something lies in between."""
        first_time = self.order.count(self.current) == 1
        return first_time and bool(self.ahead or self.skipped or len(self.drawn) < self.size)

    def show(self, problem: str) -> Sitting:
        """The sitting with this problem as the current one."""
        return replace(
            self,
            order=(*self.order, problem),
            ahead=tuple(p for p in self.ahead if p != problem),
            skipped=tuple(p for p in self.skipped if p != problem),
            open=True,
            rung=0,
        )

    def skip(self) -> Sitting:
        """The sitting after the current problem was skipped: it waits at the end, or is done with."""
        if self.may_return:
            return replace(self, skipped=(*self.skipped, self.current), open=False)
        return self.finish()

    def finish(self) -> Sitting:
        """The sitting after the current problem ended."""
        return replace(self, done=self.done + 1, open=False)

    def take_back(self, attempt: Attempt) -> Sitting:
        """The sitting without its last attempt: that problem is taken up again, the current one follows."""
        problem = attempt.problem
        returns = attempt.verdict == SKIPPED and problem in self.skipped
        ended = not returns and (attempt.verdict in RIGHT or attempt.verdict in (GAVE_UP, SKIPPED))
        at = len(self.order) - 1 - self.order[::-1].index(problem)
        later = tuple(p for p in self.order[at + 1 :] if p != problem)
        return replace(
            self,
            order=self.order[: at + 1],
            ahead=(*later, *self.ahead),
            skipped=tuple(p for p in self.skipped if p != problem),
            open=True,
            done=self.done - ended,
            rung=attempt.hints,
        )
