"""The time a verdict may take, handed from stage to stage, with a record of what each of them found.

Whatever is typed, there is a verdict within two seconds. So every loop whose length depends on what was typed asks
the budget whether it may go on; when time is over a `GivenUpError` ends the work, and the verdict is "undecided".
It is raised rather than returned: a stage that was cut short must not look like one that found nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Any

from tutor.errors import TutorError

__all__ = ["OUT_OF_TIME", "SECONDS", "TOO_LONG", "Budget", "GivenUpError", "Note", "Stage"]

SECONDS = 2.0
OUT_OF_TIME = "I could not settle this in two seconds."
TOO_LONG = "I could not settle this: it has more parts than I can work with."


class GivenUpError(TutorError):
    """A verdict that cannot be reached within its means; the message is for the student."""


@dataclass(frozen=True, slots=True)
class Note:
    """What one stage of a verdict found, and how many seconds it took."""

    stage: str
    said: str
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """One of the `stages` of the JSON."""
        return {"stage": self.stage, "said": self.said, "ms": round(1000 * self.seconds, 2)}


class Budget:
    """The moment by which a verdict has to stand; `notes` is what was tried for it."""

    __slots__ = ("clock", "end", "notes")

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.end = clock() + seconds
        self.notes: list[Note] = []

    @property
    def left(self) -> float:
        """Seconds until the end, never below 0."""
        return max(0.0, self.end - self.clock())

    def check(self) -> None:
        """Raise GivenUpError when time is over."""
        if self.clock() >= self.end:
            raise GivenUpError(OUT_OF_TIME)

    def part(self, seconds: float) -> Budget:
        """A budget that ends earlier if it can, with the same notes: for a stage that others come after."""
        inner = Budget(seconds, self.clock)
        inner.end = min(inner.end, self.end)
        inner.notes = self.notes
        return inner

    def aside(self, seconds: float = inf) -> Budget:
        """A budget that ends earlier if it can, with notes of its own: for what is no part of the verdict."""
        inner = self.part(seconds)
        inner.notes = []
        return inner

    def note(self, stage: str, said: str, seconds: float) -> None:
        """Keep what a stage found."""
        self.notes.append(Note(stage, said, seconds))

    def stage(self, name: str) -> Stage:
        """A stage that begins now: `with budget.stage("values") as stage: … stage.said = "no difference"`."""
        return Stage(self, name)


class Stage:
    """One stage while it works; at its end it is kept with what it said, if anything, and with the time it took."""

    __slots__ = ("began", "budget", "name", "said")

    def __init__(self, budget: Budget, name: str) -> None:
        self.budget = budget
        self.name = name
        self.said = "out of time"
        self.began = budget.clock()

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        if self.said:
            self.budget.note(self.name, self.said, self.budget.clock() - self.began)
