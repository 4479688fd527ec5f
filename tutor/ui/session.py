"""`tutor` and `tutor drill`: from the arguments to a plan, and from the plan to a sitting."""

from __future__ import annotations

import errno
import gc
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tutor.choose import Plan, plan
from tutor.errors import Exit, TutorError
from tutor.kinds import DIFFERENTIATE
from tutor.pool import Pool, batch_of
from tutor.progress import Progress
from tutor.ui.course import Course, now
from tutor.ui.terminal import Terminal
from tutor.ui.theme import Settings

__all__ = ["Plan", "own_plan", "practise", "read_levels", "run"]


def practise(
    *,
    topics: Sequence[str] = (),
    level: str | None = None,
    count: int | None = None,
    seed: int | None = None,
    ids: Sequence[str] = (),
    kind: str | None = None,
    banks: Sequence[Path] = (),
    function: str | None = None,
    wrt: str | None = None,
    plain: bool = False,
    ascii: bool = False,
    screen_reader: bool = False,
) -> Exit:
    """Practise what the arguments say. Raises TutorError where they do not make sense."""
    gc.disable()  # until the first prompt: looking for garbage among modules just loaded is lost time
    settings = Settings.detect(plain=plain, ascii=ascii, screen_reader=screen_reader)
    if function is not None:
        return run(own_plan(function, wrt), settings)
    from tutor.bank import load_bank

    bank = load_bank(banks or None)
    for fault in bank.faults:
        print(fault, file=sys.stderr)
    chosen = plan(
        bank.pool,
        bank.problem,
        topics=topics,
        levels=read_levels(level) if level else None,
        ids=ids,
        kinds=(kind,) if kind else (),
        unwritten=lambda: bank.spots,
        count=count,
        seed=seed,
        otherwise=int(time.time()) % 1_000_000,
    )
    return run(chosen, settings)


def run(plan: Plan, settings: Settings) -> Exit:
    """Practise until the plan is done or the student leaves."""
    progress = Progress(settings.home, now().date())
    try:
        with Terminal(settings) as terminal:
            course = Course(plan, settings, progress, now)
            course.begin()
            problem = course.next()
            # The first statement is being read by now: time to load what its answer needs.
            from tutor.ui.loop import Loop

            loop = Loop(course, terminal)
            try:
                loop.run(problem)
                course.end()
            finally:
                loop.close()
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return Exit.INTERRUPTED  # the terminal has gone; all that counted is saved
    finally:
        gc.enable()
        progress.close()
    return Exit.FINE


def read_levels(text: str) -> tuple[int, int]:
    """The levels of `--level`: "2-5", or "3" alone. Raises TutorError for anything else."""
    low, dash, high = text.partition("-")
    try:
        levels = int(low), int(high) if dash else int(low)
    except ValueError:
        raise TutorError(f"--level is a number or two, as in 2-5; found {text}") from None
    if levels[0] > levels[1]:
        raise TutorError(f"--level has the lower number first, as in {levels[1]}-{levels[0]}")
    return levels


class _Own(NamedTuple):
    id: str
    topic: str = "own"
    level: int = 0
    kind: str = DIFFERENTIATE
    is_endless: bool = False


def own_plan(function: str, wrt: str | None = None) -> Plan:
    """One problem, of the student's own. Raises TutorError if it cannot be read or differentiated."""
    from tutor.asked import functions_in, read_function
    from tutor.derive import derive
    from tutor.problem import Problem
    from tutor.results import variable
    from tutor.show import show

    f = read_function(function)
    by = variable(f, wrt)
    derive(f, by)
    entry = _Own(f"own: {show(f, by)}")
    problem = Problem(entry.id, "differentiate", f, entry.topic, functions=functions_in(function), wrt=by)
    return Plan(Pool.of(batch_of([entry])), lambda _: problem, 1, kept=False)
