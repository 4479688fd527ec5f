"""A sitting: which problems it has shown, what was answered, and how each of them ended.

Everything here is a value. `choose.py` says which problem comes next, `progress.py` keeps the values on disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = [
    "GAVE_UP", "MISTAKES", "PART", "RIGHT", "SKIPPED", "Attempt", "Outcome", "Result", "Sitting", "Standing", "ends",
    "named", "results", "standing",
]  # fmt: skip

# What an attempt can be besides a verdict on an answer.
GAVE_UP = "gave-up"  # the steps were shown
SKIPPED = "skipped"
PART = "part"  # a part of a problem was answered right, and another is still to come

RIGHT = frozenset({"correct", "rounded"})
# The verdicts that make a later right answer one "after a mistake". A line that is right so far, or an answer
# that could not be settled, is none.
MISTAKES = frozenset({"wrong", "known-mistake", "correct-on-part"})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer that counted, a skip, or a look at the steps.

    `verdict` is a verdict's word as `--json` prints it, or `skipped`, `gave-up` or `part`. `hints` is the number of
    rungs that were seen before it, and `hinted` are the mistakes that some of them were about. `seconds` is the time
    since the attempt before (or since the problem was shown), and `at` is aware and in UTC. `seed` is that of the
    instance of a template, else that of the sitting. `id` and `sitting` are given by the database.
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
    hinted: tuple[str, ...] = ()

    @property
    def ends(self) -> bool:
        """Is its problem over with it, at least for now?"""
        return ends(self.verdict)


def ends(verdict: str) -> bool:
    """Is a problem over with this verdict, at least for now?"""
    return verdict in RIGHT or verdict in (GAVE_UP, SKIPPED)


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
    """One problem in one sitting: how it ended, after how many answers and seconds, touched last when.

    `seed` is that of its attempts.
    """

    problem: str
    topic: str
    outcome: Outcome
    tries: int
    seconds: float
    at: datetime
    sitting: int = 0
    seed: int = 0


def results(attempts: Iterable[Attempt]) -> tuple[Result, ...]:
    """One result for each problem of each sitting, in the order in which they were last touched."""
    groups: dict[tuple[int, str, int], list[Attempt]] = {}
    for attempt in attempts:
        # Taken out and put back, so that the order is that of the last attempt.
        group = groups.pop(key := (attempt.sitting, attempt.problem, attempt.seed), [])
        groups[key] = [*group, attempt]
    return tuple(_result(group) for group in groups.values())


def _result(group: list[Attempt]) -> Result:
    last = group[-1]
    tries = sum(1 for attempt in group if attempt.verdict not in (SKIPPED, GAVE_UP, PART))
    seconds = sum(attempt.seconds for attempt in group)
    return Result(last.problem, last.topic, _outcome(group), tries, seconds, last.at, last.sitting, last.seed)


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
    """What a sitting is besides its attempts.

    `drawn` are its problems so far, in the order in which they were drawn, out of `size`; an instance of a template
    goes by id and seed, as in "id@7". `key` are the arguments it was begun with: the same command goes on with it.
    `done` counts the problems that have ended, `rung` the hints of the current one that were seen, `hinted` are the
    mistakes that some of these were about.
    """

    size: int
    seed: int
    key: str = ""
    drawn: tuple[str, ...] = ()
    done: int = 0
    rung: int = 0
    id: int = 0
    hinted: tuple[str, ...] = ()


def named(sitting: Sitting, made: Attempt | Result) -> str:
    """What the sitting calls the problem of an attempt or a result: "id@7" if it has drawn that instance."""
    name = f"{made.problem}@{made.seed}"
    return name if name in sitting.drawn else made.problem


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sitting stands: what has ended, what was skipped and comes back, what is being worked on.

    `current` is empty when a problem has to be drawn, or when all have ended.
    """

    ended: tuple[str, ...]
    skipped: tuple[str, ...]
    current: str


def standing(sitting: Sitting, attempts: Iterable[Attempt]) -> Standing:
    """Where the sitting stands after these attempts.

    It follows from the attempts alone, so that an undo is nothing but leaving out the last one. A problem
    that is skipped comes back at the end: once, and only if something lies in between.
    """
    ended: list[str] = []
    skipped: list[str] = []
    for attempt in attempts:
        problem = named(sitting, attempt)
        if attempt.verdict == SKIPPED and problem not in skipped and len(ended) + 1 < sitting.size:
            skipped.append(problem)
        elif attempt.ends and problem not in ended:
            ended.append(problem)
            skipped = [each for each in skipped if each != problem]
    fresh = [problem for problem in sitting.drawn if problem not in ended and problem not in skipped]
    waiting = fresh or (skipped if len(sitting.drawn) >= sitting.size else [])
    return Standing(tuple(ended), tuple(skipped), waiting[0] if waiting else "")
