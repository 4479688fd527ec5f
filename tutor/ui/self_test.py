"""`tutor quiz`: from the arguments to the questions, through the sitting, to the report."""

from __future__ import annotations

import errno
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.bank import load_bank
from tutor.errors import BankError, Exit, TutorError
from tutor.progress import Progress
from tutor.quiz import journal as j
from tutor.quiz.draw import Paper, Wish, draw
from tutor.quiz.report import Asked, Marked, attempts, mark_each
from tutor.quiz.sets import named
from tutor.quiz.sheet import blank
from tutor.sitting import Sitting as Recorded
from tutor.ui.course import now
from tutor.ui.terminal import Terminal
from tutor.ui.theme import Mode, Settings

if TYPE_CHECKING:
    from tutor.bank import Bank
    from tutor.ui.quiz import Sitting
    from tutor.ui.quiz_report import Report

__all__ = ["print_sets", "read_time", "self_test", "wish_of"]

GOES_ON = "Going on where you stopped: {answered} of {size} answered."
GOES_ON_TIMED = "Going on where you stopped: {answered} of {size} answered, {left}. The time stood still meanwhile."
LOST = "{lost} lines of {path} could not be read; what stands in the others is here."
LEFT = "{answered} of {size} answered. The quiz is kept; go on with: {command}"
LEFT_LOST = "{answered} of {size} answered. The quiz could not be kept."
MARKING = " marking…"
BROKEN_OFF = "Not marked: you broke it off. The quiz is kept; have it marked with: {command}"
WRITTEN = "The report is in {path}."
EXISTS = "{path} is there already; choose another name, or say --force to write over it."
EXISTS_NOW = "{path} is there by now, and was not written over. "
NOT_WRITTEN = "{path} cannot be written: {reason}. "
WRITE_LATER = "No answer is lost; write the report with: tutor quiz --resume {kept} --out NAME"
ONLY_HERE = "The quiz could not be kept either, so the report on the screen is all there is."
NO_FOLDER = "There is no folder {folder} for the report."
GONE = (
    "The quiz in {path} asks the problem {name}, and the bank has it no more. The file is left as it is; --new begins "
    "another quiz."
)
_TIME = re.compile(r"\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m(?:in)?)?\s*(?:(\d+)\s*s)?\s*", re.IGNORECASE)
_LONGEST = 24 * 3600


def self_test(
    wish: Wish,
    *,
    out: Path | None = None,
    force: bool = False,
    new: bool = False,
    resume: Path | None = None,
    as_json: bool = False,
    settings: Settings | None = None,
    clock: Callable[[], float] = time.monotonic,
    today: Callable[[], datetime] = now,
) -> Exit:
    """Ask, mark and report. Raises TutorError where the arguments do not make sense; nothing was begun then."""
    settings = settings or Settings.detect()
    if as_json and settings.mode is Mode.PIPE:
        settings = replace(settings, stdout=StringIO())  # nobody looks at it
    _check_out(out, force)
    found = j.open_again(resume) if resume is not None else None
    wish = found.wish if found is not None else wish
    bank = load_bank([Path(path) for path in wish.banks] or None)
    for fault in bank.faults:
        print(fault, file=sys.stderr)
    if found is None and not new:
        found = _unfinished(settings, wish)
    run = _Run(settings, out, force, as_json, clock, today)
    try:
        return run.go_on(found, bank) if found is not None else run.begin(wish, bank)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return Exit.INTERRUPTED  # the terminal has gone; all that was given is kept


def _check_out(out: Path | None, force: bool) -> None:
    if out is None:
        return
    if out.exists() and not (force and out.is_file()):
        raise TutorError(EXISTS.format(path=out) if out.is_file() else f"{out} is no file that can be written.")
    if not out.absolute().parent.is_dir():
        raise TutorError(NO_FOLDER.format(folder=out.absolute().parent))


def _unfinished(settings: Settings, wish: Wish) -> j.Kept | None:
    """The quiz that the same command began and nobody finished; what cannot be read is told and left alone."""
    for each in j.kept(settings.home):
        if isinstance(each, TutorError):
            settings.write("".join(f"{line}\n" for line in settings.look().wrap(str(each))))
        elif each.wish.key == wish.key:
            return each
    return None


class _Run:
    """One run of the command, with what it was told about where things go."""

    def __init__(
        self,
        settings: Settings,
        out: Path | None,
        force: bool,
        as_json: bool,
        clock: Callable[[], float],
        today: Callable[[], datetime],
    ) -> None:
        self.settings = settings
        self.out = out
        self.force = force
        self.as_json = as_json
        self.clock = clock
        self.today = today

    def begin(self, wish: Wish, bank: Bank) -> Exit:
        """A new quiz."""
        seed = wish.seed if wish.seed is not None else int(time.time()) % 1_000_000
        paper = draw(wish, bank.entries, seed)
        asked = _asked(paper, bank)
        at = self.today()
        self._tell(paper.remark)
        with j.begin(self.settings.home, wish, paper, at) as journal:
            found = j.Kept(journal.path, wish, paper, blank(len(asked), wish.seconds), at)
            return self._run(found, asked, journal)

    def go_on(self, found: j.Kept, bank: Bank) -> Exit:
        """A quiz that was begun before; one that was handed in is marked."""
        from tutor.ui.summary import remaining

        try:
            asked = _asked(found.paper, bank)
        except BankError:
            raise
        except TutorError:
            missing = next((name for name in found.paper.questions if not _has(bank, name)), "")
            raise TutorError(GONE.format(path=found.path, name=missing)) from None
        self._tell(LOST.format(lost=found.lost, path=found.path) if found.lost else "")
        sheet = found.sheet
        if not sheet.over:
            told = GOES_ON if sheet.left is None else GOES_ON_TIMED
            left = "" if sheet.left is None else remaining(sheet.left)
            self._tell(told.format(answered=sheet.answered, size=len(asked), left=left))
        with j.Journal(found.path, "a") as journal:
            return self._run(found, asked, journal)

    def _run(self, found: j.Kept, asked: Sequence[Asked], journal: j.Journal) -> Exit:
        from tutor.ui.quiz import Sitting

        with Terminal(self.settings) as terminal:
            sitting = Sitting(found.paper.title, asked, found.sheet, journal, self.settings, terminal, self.clock)
            try:
                if not sitting.sheet.over:
                    sitting.run()
                found = replace(found, sheet=sitting.sheet)
                if not sitting.sheet.over:
                    told = LEFT_LOST if journal.trouble else LEFT
                    size, command = len(asked), found.wish.command
                    self._tell(told.format(answered=found.sheet.answered, size=size, command=command))
                    return Exit.FINE
                marked = self._mark(found, sitting, terminal)
            finally:
                sitting.close()
        if marked is None:
            self._tell(BROKEN_OFF.format(command=found.wish.command))
            return Exit.INTERRUPTED
        return self._report(found, marked, journal)

    def _mark(self, found: j.Kept, sitting: Sitting, terminal: Terminal) -> tuple[Marked, ...] | None:
        """Every answer marked; None if Ctrl-C broke it off."""
        from tutor.ui.audits import keep_unsettled

        try:
            with terminal.checking(self.settings.look().text(MARKING)):
                marked = tuple(mark_each(sitting.asked, found.sheet, sitting.prover()))
        except KeyboardInterrupt:
            return None
        for each in marked:
            if each.marking is not None:
                keep_unsettled(self.settings.home, each.asked.problem, each.marking)
        return marked

    def _report(self, found: j.Kept, marked: tuple[Marked, ...], journal: j.Journal) -> Exit:
        from tutor.ui import quiz_report as q

        paper = found.paper
        command = (replace(found.wish, seed=paper.seed) if _is_drawn(found) else found.wish).command
        report = q.Report(paper.title, command, paper.seed, found.begun, found.sheet, marked)
        self._record(found, marked)
        if self.as_json:
            print(json.dumps(q.as_object(report, str(found.path)), ensure_ascii=False))
        else:
            self._say(q.screen(report, self.settings.look()))
        later = ONLY_HERE if journal.trouble else WRITE_LATER.format(kept=found.path)
        code = self._write(report, later)
        journal.told()
        return code

    def _record(self, found: j.Kept, marked: Sequence[Marked]) -> None:
        """Put the results into the progress, once, however often the report is asked for."""
        progress = Progress(self.settings.home, self.today().date())
        try:
            done = attempts(marked, self.today(), found.paper.seed)
            names = tuple(dict.fromkeys(each.asked.name.partition(":")[0] for each in marked))
            sitting = Recorded(len(names), found.paper.seed, f"quiz:{found.path.stem}", names, len(names))
            progress.add_once(sitting, done, self.today())
            self._tell(progress.trouble)
        finally:
            progress.close()

    def _write(self, report: Report, later: str) -> Exit:
        """The report as a file, if that was asked for; `later` says what to do where that cannot be."""
        from tutor.ui.quiz_report import markdown

        if self.out is None:
            return Exit.FINE
        look = replace(self.settings.look(), width=80, emphasis=False, colour=False)
        try:
            with self.out.open("w" if self.force else "x", encoding="utf-8") as file:
                file.write(markdown(report, look))
        except FileExistsError:
            self._complain(EXISTS_NOW.format(path=self.out) + later)
            return Exit.USAGE
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            self._complain(NOT_WRITTEN.format(path=self.out, reason=reason) + later)
            return Exit.USAGE
        self._tell(WRITTEN.format(path=self.out))
        return Exit.FINE

    def _complain(self, sentence: str) -> None:
        print(sentence, file=sys.stderr)

    def _say(self, lines: Sequence[str]) -> None:
        self.settings.write("".join(f"{line}\n" for line in lines))

    def _tell(self, sentence: str) -> None:
        if sentence:
            self._say(self.settings.look().wrap(sentence))


def _is_drawn(found: j.Kept) -> bool:
    """Does it depend on the seed which questions there are?"""
    wish = found.wish
    whole = wish.name and named(wish.name) is not None and wish.count is None
    return not whole or any("@" in name for name in found.paper.questions)


def _has(bank: Bank, name: str) -> bool:
    try:
        bank.problem(name)
    except TutorError:
        return False
    return True


def _asked(paper: Paper, bank: Bank) -> tuple[Asked, ...]:
    """The questions of a paper. Raises TutorError for one that the bank does not have, or cannot read."""
    found = []
    for name in paper.questions:
        problem = bank.problem(name)
        whole, _, part = name.partition(":")
        parts = len(bank.problem(whole).parts) if part else 0
        found.append(Asked(name, problem, problem.topic, int(part or 0), parts))
    return tuple(found)


def wish_of(
    name: str | None,
    topics: tuple[str, ...],
    count: int | None,
    seconds: float | None,
    seed: int | None,
    banks: Sequence[Path],
) -> Wish:
    """What the arguments ask for; a set by the name it has, however it was written. Raises TutorError for no name."""
    chosen = named(name) if name else None
    called = chosen.name if chosen is not None else name or ""
    return Wish(called, topics, count, seconds, seed, tuple(str(path.absolute()) for path in banks))


def print_sets(settings: Settings, as_json: bool = False) -> Exit:
    """Print what there is to choose from."""
    from tutor.ui.quiz_list import set_list, sets_object

    bank, kept = load_bank(), _worth_telling(j.kept(settings.home))
    if as_json:
        print(json.dumps(sets_object(bank, kept), ensure_ascii=False))
    else:
        settings.write("".join(f"{line}\n" for line in set_list(bank, kept, settings.look())))
    return Exit.FINE


def _worth_telling(found: Iterable[j.Kept | TutorError]) -> list[j.Kept | TutorError]:
    """Of the same command only the quiz that it goes on with, and none where nothing was answered."""
    told: dict[str, j.Kept | TutorError] = {}
    for each in found:
        if isinstance(each, TutorError):
            told[str(each)] = each
        elif each.wish.key not in told and (each.sheet.answered or each.sheet.over):
            told[each.wish.key] = each
    return list(told.values())


def read_time(text: str) -> float:
    """The seconds of `--time`: "20m", "90s", "1h 30m", or minutes alone. Raises TutorError for anything else."""
    found = _TIME.fullmatch(f"{text}m" if text.strip().isdecimal() else text)
    parts = [int(part or 0) for part in found.groups()] if found else [0]
    seconds = sum(part * size for part, size in zip(parts, (3600, 60, 1), strict=False))
    if not 0 < seconds <= _LONGEST:
        raise TutorError(f'--time is a length of time up to a day, as in 20m, 90s or 1h30m; found "{text}"')
    return float(seconds)
