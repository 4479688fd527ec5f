"""The outer loop on the screen: which problem comes, where the sitting stands, what was done in it.

It needs neither the inner loop nor the prompt, so the first statement is seen before those are loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor import kinds
from tutor.choose import Plan, asked, draw, lowest_open, plan
from tutor.errors import BankError, TutorError
from tutor.problem import instance_of
from tutor.progress import Progress
from tutor.sitting import PART, SKIPPED, Attempt, Outcome, Sitting, Standing, named, results, standing
from tutor.topics import BY_ID
from tutor.ui.statement import header, prose, statement
from tutor.ui.theme import Look, Settings

if TYPE_CHECKING:
    from tutor.problem import Problem

__all__ = ["Course"]

WELCOME = (
    "Welcome. A problem is set, you type the answer, and every answer is judged with evidence.",
    "Type as on paper: 3x^2 cos(x^3), e^(2x), sqrt(x), 1/(2x). Everything is saved as you go.",
)
GOES_ON = "Going on where you stopped: {number} of {size}."
LONGEST = 48  # of what is named to be reviewed
LEFT_OUT = "This problem cannot be read and is left out. {error}"
PART_OF = "Part {number} of {of}."
KEPT_FOR_LATER = "The rest is kept: tutor goes on with it."


class Course:
    """One sitting: `sitting` and `attempts` are its state, and `progress` keeps both."""

    def __init__(self, plan: Plan, settings: Settings, progress: Progress, clock: Callable[[], datetime]) -> None:
        self.plan = plan
        self.settings = settings
        self.progress = progress
        self.clock = clock
        self.sitting = Sitting(plan.size, plan.seed, plan.key)
        self.attempts: tuple[Attempt, ...] = ()
        self._told = ""
        self._broken: set[str] = set()  # problems that cannot be read

    @property
    def look(self) -> Look:
        """The look for the window as it is now."""
        return self.settings.look()

    def begin(self) -> None:
        """Go on with the sitting that was broken off, or begin one."""
        if self.progress.is_new:
            self.say([line for text in WELCOME for line in self.look.wrap(text)])
        before = self.progress.unfinished() if self.plan.kept else None
        goes_on = self._plan_of(before) if before else None
        if before is None or goes_on is None:
            self.sitting = self.progress.begin(self.sitting, self.clock(), kept=self.plan.kept)
        else:
            self.plan, self.sitting = goes_on, before
            self.attempts = self.progress.attempts(before.id)
            if self.attempts:
                self.tell(GOES_ON.format(number=before.done + 1, size=before.size))
        self.tell_trouble()

    def _plan_of(self, before: Sitting) -> Plan | None:
        """The plan that the sitting was begun with, if that is asked for now and can still be had."""
        if before.done >= before.size or (self.plan.key and self.plan.key != before.key):
            return None
        try:
            # What had to be asked for then is asked for by the same key now.
            found = plan(self.plan.pool, self.plan.problem, unwritten=self.plan.unwritten, **asked(before.key))
        except (TutorError, TypeError, ValueError):
            return None
        drawn = {instance_of(name)[0] for name in before.drawn}
        return found if drawn.issubset(found.pool.ids()) and before.size <= found.most else None

    @property
    def standing(self) -> Standing:
        """What has ended, what comes back, what is being worked on."""
        return standing(self.sitting, self.attempts)

    @property
    def is_done(self) -> bool:
        """Have all its problems ended?"""
        return self.sitting.done >= self.sitting.size

    def next(self) -> Problem | None:
        """The next problem, on the screen; None when none is left."""
        while not self.is_done:
            current = self.standing.current
            if not current:
                history = results(self.progress.attempts())
                self._keep(draw(self.sitting, self.plan, history, self._broken))
                continue
            try:
                problem = self.plan.problem(current)
            except BankError as error:
                self.tell(LEFT_OUT.format(error=error))
                self._broken.add(instance_of(current)[0])
                self._keep(replace(self.sitting, drawn=tuple(p for p in self.sitting.drawn if p != current)))
            else:
                self.show(problem)
                return problem
        return None

    def show(self, problem: Problem) -> None:
        """Put a problem on the screen."""
        look = self.look
        blank = [] if look.words else [""]
        outcomes = {named(self.sitting, result): result.outcome for result in results(self.attempts)}
        ended = [outcomes[name] for name in self.standing.ended]
        row = header(_title(problem.topic), len(ended) + 1, self.sitting.size, ended, look)
        first = problem.parts[0] if problem.parts else problem
        told = look.wrap(PART_OF.format(number=1, of=len(problem.parts))) if problem.parts else []
        rows = statement(kinds.statement(first), first.wrt, look)
        self.say([*blank, *row, *told, *blank, *rows, *blank])

    def made(self, problem: Problem) -> tuple[Attempt, ...]:
        """The attempts made at a problem in this sitting, but for skips: it has come back since."""
        return tuple(a for a in self.attempts if self.name(a) == problem.name and a.verdict != SKIPPED)

    def rung(self, problem: Problem) -> int:
        """How many hints of a problem were seen in this sitting."""
        seen = [attempt.hints for attempt in self.attempts if self.name(attempt) == problem.name]
        return max([*seen, self.sitting.rung if self.standing.current == problem.name else 0])

    def hinted(self, problem: Problem) -> tuple[str, ...]:
        """The mistakes that some of these hints were about, in the part that is asked now."""
        if self.standing.current == problem.name and self.sitting.rung >= self.rung(problem):
            return self.sitting.hinted
        made = [attempt for attempt in self.attempts if self.name(attempt) == problem.name]
        return made[-1].hinted if made and made[-1].verdict != PART else ()

    def name(self, attempt: Attempt) -> str:
        """What the problem of an attempt is called in this sitting."""
        return named(self.sitting, attempt)

    def record(self, attempt: Attempt, rung: int, hinted: tuple[str, ...] = ()) -> None:
        """Keep an attempt: it is on the disk when this returns."""
        attempts = (*self.attempts, attempt)
        sitting = self._after(attempts, 0, ()) if attempt.ends else self._after(attempts, rung, hinted)
        self.attempts = (*self.attempts, self.progress.record(attempt, sitting))
        self.sitting = sitting

    def climb(self, rung: int, hinted: tuple[str, ...] = ()) -> None:
        """Keep how many hints were seen, and the mistakes that some of them were about."""
        self._keep(replace(self.sitting, rung=rung, hinted=hinted))

    def take_back(self, rung: int, hinted: tuple[str, ...] = ()) -> None:
        """Take the last attempt back; `rung` hints of its problem were seen."""
        *rest, last = self.attempts
        self.sitting = self._after(tuple(rest), rung, hinted)
        self.attempts = tuple(rest)
        self.progress.undo(last, self.sitting, self.clock())

    def _after(self, attempts: tuple[Attempt, ...], rung: int, hinted: tuple[str, ...]) -> Sitting:
        return replace(self.sitting, done=len(standing(self.sitting, attempts).ended), rung=rung, hinted=hinted)

    def _keep(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.progress.save(sitting)

    def end(self) -> None:
        """Close the sitting if it is done, and sum it up."""
        if self.is_done:
            self.progress.end(self.sitting, self.clock())
        from tutor.ui.summary import summary

        found = results(self.attempts)
        look = self.look
        formulas: dict[tuple[str, int], str] = {}
        for result in found:
            if not result.outcome.unaided and result.outcome is not Outcome.OPEN:
                problem = self.plan.problem(named(self.sitting, result))
                said = prose(kinds.subject(problem), problem.wrt, look)
                formulas[result.problem, result.seed] = said if problem.task is None else _shortened(said)
        titles = {result.topic: _title(result.topic) for result in found}
        lines = summary(found, self.sitting.size, titles, formulas, self._outlook(), look)
        self.say([*([] if look.words else [""]), *lines])
        self.tell_trouble()

    def _outlook(self) -> str:
        if not self.plan.kept or self.progress.in_memory:
            return ""
        if not self.is_done:
            return KEPT_FOR_LATER
        following = lowest_open(results(self.progress.attempts()), self.plan.pool)
        return f"Next: {_title(following)}." if following and not self.plan.in_order else ""

    # What is seen

    def say(self, lines: Sequence[str]) -> None:
        """Write whole lines."""
        self.settings.write("".join(line + "\n" for line in lines))

    def tell(self, sentence: str) -> None:
        """Write a sentence."""
        self.say(self.look.wrap(sentence))

    def tell_trouble(self) -> None:
        """Say what is wrong with the progress file, once."""
        if self.progress.trouble != self._told:
            self._told = self.progress.trouble
            self.tell(self._told)


def _shortened(said: str) -> str:
    """The beginning of a long question."""
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rstrip()}…"


def now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


def _title(topic: str) -> str:
    return BY_ID[topic].title if topic in BY_ID else "your function"
