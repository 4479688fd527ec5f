"""A sheet that was handed in, marked: what became of every answer, how many are right, what goes into the progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tutor import kinds
from tutor.problem import instance_of
from tutor.sitting import GAVE_UP, PART, SKIPPED, Attempt

if TYPE_CHECKING:
    from tutor.kinds import Marking
    from tutor.problem import Problem
    from tutor.quiz.sheet import Sheet, Slip
    from tutor.worker import Prover

__all__ = ["Asked", "Marked", "Status", "Tally", "attempts", "mark_each", "mark_one", "score", "status", "tally"]


class Status(StrEnum):
    """What became of one question. `right` says whether it counts as right."""

    RIGHT = "right"
    ROUNDED = "right, but rounded"
    FORM = "right, in another form"
    PART = "right on a part only"
    UNFINISHED = "not finished"
    WRONG = "not right"
    UNDECIDED = "not settled"
    CUT = "cut off by the time"
    EMPTY = "empty"

    @property
    def right(self) -> bool:
        return self in (Status.RIGHT, Status.ROUNDED, Status.FORM)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the quiz: its name on the paper, the problem or the part of one, and where that part stands."""

    name: str
    problem: Problem
    topic: str
    part: int = 0  # from 1; 0 where the problem has no parts
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """One question with what stands under it; `marking` is None where there is no answer."""

    number: int
    asked: Asked
    slip: Slip
    marking: Marking | None
    status: Status


def status(marking: Marking | None) -> Status:
    """What became of an answer, or of none."""
    from tutor.verdict import Correct, CorrectOnPart, Rounded, Undecided, Unfinished

    if marking is None:
        return Status.EMPTY
    match marking.verdict:
        case Correct():
            return Status.FORM if marking.lacks_form else Status.RIGHT
        case Rounded():
            return Status.ROUNDED
        case CorrectOnPart():
            return Status.PART
        case Unfinished():
            return Status.UNFINISHED
        case Undecided():
            return Status.UNDECIDED
        case _:
            return Status.WRONG


def mark_one(number: int, asked: Asked, slip: Slip, prover: Prover | None = None) -> Marked:
    """The answer to one question, marked as in a drill."""
    marking = kinds.mark(asked.problem, slip.text, prover) if slip.text else None
    if marking is not None and marking.error is not None:  # it could be read when it was given: the bank has changed
        marking = None
    found = status(marking)
    if slip.cut and not found.right:  # half a line has no mistakes to be found in it
        return Marked(number, asked, slip, None, Status.CUT)
    return Marked(number, asked, slip, marking, found)


def mark_each(asked: Sequence[Asked], sheet: Sheet, prover: Prover | None = None) -> Iterator[Marked]:
    """The questions in order, marked one by one: slow where a proof is needed, so that it can be broken off."""
    for number, (each, slip) in enumerate(zip(asked, sheet.slips, strict=True), start=1):
        yield mark_one(number, each, slip, prover)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions ended how. What could not be settled counts neither way, and is not among the `counted`."""

    of: int
    right: int
    counts: tuple[tuple[Status, int], ...]

    @property
    def counted(self) -> int:
        return self.of - dict(self.counts).get(Status.UNDECIDED, 0)


def tally(marked: Sequence[Marked]) -> Tally:
    """How it went."""
    counts = Counter(each.status for each in marked)
    right = sum(n for status, n in counts.items() if status.right)
    return Tally(len(marked), right, tuple((status, counts[status]) for status in Status if counts[status]))


_BESIDE = {
    Status.ROUNDED: "{n} of them rounded",
    Status.FORM: "{n} of them in another form than asked",
    Status.PART: "{n} right on a part only",
    Status.UNFINISHED: "{n} right so far but not finished",
    Status.WRONG: "{n} not right",
    Status.UNDECIDED: "{n} I could not settle and did not count",
    Status.CUT: "{n} cut off by the time",
    Status.EMPTY: "{n} left empty",
}


def score(found: Tally) -> str:
    """The score in one line: what is right of what could be settled, and what became of the rest."""
    beside = [_BESIDE[status].format(n=n) for status, n in found.counts if status in _BESIDE]
    return ", ".join([f"{found.right} of {found.counted} right", *beside]) + "."


def attempts(marked: Sequence[Marked], at: datetime, seed: int) -> tuple[Attempt, ...]:
    """What the progress is to know of it.

    The report shows the solution of every problem, so one that is not right is over: its steps were seen, or it was
    left out. A problem in parts is right where all of them are; `seed` is that of the quiz.
    """
    groups: dict[str, list[Marked]] = {}
    for each in marked:
        groups.setdefault(each.asked.name.partition(":")[0], []).append(each)
    return tuple(a for name, group in groups.items() for a in _attempts_at(name, group, at, seed))


def _attempts_at(name: str, group: Sequence[Marked], at: datetime, seed: int) -> Iterator[Attempt]:
    from tutor.verdict import word

    id, instance = instance_of(name)
    own = seed if instance is None else instance
    settled = [each for each in group if each.status is not Status.UNDECIDED]
    if not settled:
        return
    all_right = all(each.status.right for each in settled)
    # What is wrong comes last: a problem has ended as its last attempt did.
    ordered = sorted(settled, key=lambda each: not each.status.right)
    for each in ordered:
        if each.marking is not None:
            verdict = word(each.marking.verdict)
            verdict = PART if each.status.right and not (all_right and each is ordered[-1]) else verdict
            mistakes = tuple(mistake.mal.id for mistake in each.marking.mistakes)
            seconds = each.slip.seconds
            yield Attempt(id, each.asked.topic, each.slip.text, verdict, 0, seconds, at, mistakes, own)
    if not all_right:
        missing = [each for each in settled if each.marking is None]
        ending = SKIPPED if len(missing) == len(settled) else GAVE_UP
        seconds = sum(each.slip.seconds for each in missing)
        yield Attempt(id, group[0].asked.topic, "", ending, 0, seconds, at, (), own)
