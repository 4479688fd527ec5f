"""The loop of a sitting: problem, prompt, marking, drill and progress tied together.

The order at the start is what a person waits for: the statement is written before prompt_toolkit is
imported, and the worker that loads SymPy starts when the prompt can be typed at.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor import drill as d
from tutor import kinds
from tutor.choose import Plan, asked, draw, lowest_open, plan
from tutor.errors import BankError, TutorError
from tutor.progress import Progress
from tutor.sitting import GAVE_UP, SKIPPED, Attempt, Outcome, Sitting, results
from tutor.topics import BY_ID
from tutor.ui import render
from tutor.ui.terminal import Terminal
from tutor.ui.theme import Look, Mode, Settings

if TYPE_CHECKING:
    from tutor.problem import Problem
    from tutor.ui.prompt import Asker, Question, Typed
    from tutor.worker import Worker

__all__ = ["Loop"]

WELCOME = (
    "Welcome. A function is set, you type its derivative, and every answer is judged with evidence.",
    "Type as on paper: 3x^2 cos(x^3), e^(2x), sqrt(x), 1/(2x). Everything is saved as you go.",
)
CHECKING = " checking…"
CANCELLED = "Not checked: you broke it off, and nothing was counted."
AHEAD = "What was typed while the answer was being checked is not used."
GOES_ON = "Going on where you stopped: {number} of {size}."
LEFT_OUT = "This problem cannot be read and is left out. {error}"
NO_COMMAND = "There is no command :{name} here; :? lists them."
NO_DISPUTE = "There is no answer to keep yet: type one first."
KEPT = "Kept in {path}, to be looked at."
NOT_KEPT = "It could not be kept: {path} {reason}."


def _now() -> datetime:
    return datetime.now(UTC)


class Loop:
    """The state of one run; all that matters to the learner is in `sitting`, `attempts` and `drill`."""

    def __init__(self, plan: Plan, settings: Settings, terminal: Terminal, progress: Progress) -> None:
        self.plan = plan
        self.settings = settings
        self.terminal = terminal
        self.progress = progress
        self.sitting = Sitting(plan.size, plan.seed, plan.key)
        self.attempts: tuple[Attempt, ...] = ()
        self.asker: Asker | None = None
        self.worker: Worker | None = None
        self.draft = ""  # put back on the line, with the cursor at `cursor`
        self.cursor: int | None = None
        self.since = 0.0
        self.told = ""

    def run(self) -> None:
        """Practise until the plan is done or the student leaves."""
        self._take_up()
        while self._next() and self._work():
            pass
        if self.sitting.done >= self.sitting.size:
            self.progress.end(self.sitting, _now())
        self._farewell()

    def close(self) -> None:
        """Let the worker go."""
        if self.worker is not None:
            self.worker.close()

    # Which problem

    def _take_up(self) -> None:
        """Go on with the sitting that was broken off, or begin one."""
        if self.progress.is_new:
            self._say([line for text in WELCOME for line in self.look.wrap(text)])
        before = self.progress.unfinished() if self.plan.kept else None
        goes_on = self._plan_of(before) if before else None
        if before is None or goes_on is None:
            self.sitting = self.progress.begin(self.sitting, _now(), kept=self.plan.kept)
        else:
            self.plan, self.sitting = goes_on, before
            self.attempts = self.progress.attempts(before.id)
            if self.attempts:
                self._tell(GOES_ON.format(number=before.done + 1, size=before.size))
        self._tell_trouble()

    def _plan_of(self, before: Sitting) -> Plan | None:
        """The plan that the sitting was begun with, if that is asked for now and can still be had."""
        if before.done >= before.size or (self.plan.key and self.plan.key != before.key):
            return None
        try:
            found = plan(self.plan.entries, self.plan.problem, **asked(before.key))
        except (TutorError, TypeError, ValueError):
            return None
        known = {entry.id for entry in found.entries}
        return found if before.drawn <= known and before.size <= len(known) else None

    def _next(self) -> bool:
        """Set the next problem; False when none is left."""
        while True:
            if not self.sitting.open:
                history = results(self.progress.attempts())
                self.sitting = draw(self.sitting, self.plan, history)
                if not self.sitting.open:
                    return False
                self.progress.save(self.sitting)
            try:
                self._set(self.plan.problem(self.sitting.current), self.sitting.rung)
            except BankError as error:
                self._tell(LEFT_OUT.format(error=error))
                self.sitting = self.sitting.finish()
            else:
                return True

    def _set(self, problem: Problem, rung: int) -> None:
        """Put the problem on the screen, then get ready for its answers."""
        stated = kinds.statement(problem)
        look = self.look
        title = _title(problem.topic)
        row = render.header(title, self.sitting.done + 1, self.sitting.size, self._ended(), look)
        blank = [] if look.words else [""]
        self._say([*blank, *row, *blank, *render.statement(stated, problem.wrt, look), *blank])
        if self.asker is None:
            if self.settings.mode is Mode.LINE:  # where no footer names the keys
                self._tell(NEEDS_ANSWER)
            from tutor.ui.prompt import make_prompt

            self.asker = make_prompt(self.settings, self.terminal, self._start_worker)
        self.stated = stated
        mine = [a for a in self.attempts if a.problem == problem.id and a.verdict != SKIPPED]
        moves = [d.Move(a.verdict, a.hints, a.text, a.seconds) for a in mine]
        self.drill = d.start(problem, kinds.ladder(problem), moves, rung)
        self.draft, self.cursor = "", None
        self.since = time.monotonic()

    def _ended(self) -> list[Outcome]:
        """How the problems of this sitting that are over ended."""
        waiting = {*self.sitting.skipped, self.sitting.current}
        found = (result for result in results(self.attempts) if result.problem not in waiting)
        return [result.outcome for result in found if result.outcome is not Outcome.OPEN]

    # One problem

    def _work(self) -> bool:
        """Everything that happens at one problem; False when the student leaves."""
        assert self.asker is not None
        while not (over := self.drill.finished) or self.drill.moves[-1].verdict != SKIPPED:
            typed = self.asker.ask(self._pause() if over else self._question())
            if over and not typed.text.strip():
                break
            if typed.command is not None:
                if not self._command(typed):
                    return False
            elif over:
                self._show(d.Nothing.OVER)
            elif typed.text.strip():
                self._answer(typed.text)
            else:
                self._tell(NEEDS_ANSWER)
        return True

    def _question(self) -> Question:
        from tutor.ui.preview import Preview
        from tutor.ui.prompt import Question

        live = self.settings.mode is Mode.LIVE
        look = self.look
        return Question(
            render.answer_prompt(self.stated, look),
            self.draft,
            self.cursor,
            self._keys(),
            Preview(self.drill.problem.scope, look) if live else None,
        )

    def _pause(self) -> Question:
        from tutor.ui.prompt import Question

        last = self.sitting.done >= self.sitting.size
        look = self.look
        prompt = (PAUSE if look.words else " " + PAUSE) if self.settings.mode is Mode.LINE else " "
        keys = [("Enter", "finish" if last else "next")]
        keys += [("F2", "steps")] if self.drill.moves[-1].verdict != GAVE_UP else []
        keys += [(":why", "evidence")] if self.drill.last is not None else []
        keys += [("F8", "undo")] if last else [("F8", "undo"), ("Ctrl-D", "finish")]
        return Question(prompt, keys=tuple(keys), pause=True)

    def _keys(self) -> tuple[tuple[str, str], ...]:
        hint = [("F1", "hint")] if self.drill.rung < len(self.drill.rungs) else []
        undo = [("F8", "undo")] if self.attempts else []
        return (("Enter", "check"), *hint, ("F2", "steps"), ("F4", "skip"), *undo, ("Ctrl-D", "finish"))

    def _command(self, typed: Typed) -> bool:
        """Do what a command says; False when it says to leave."""
        assert typed.command is not None
        name, rest = typed.command
        # A key puts the command before what stands on the line; what is more than a command is a draft.
        self.draft, self.cursor = typed.draft or (rest if name in _EVENTS or name == "u" else ""), None
        if name in _QUIT:
            return False
        if name in _EVENTS:
            self._advance(_EVENTS[name](self._elapsed()))
        elif name == "u":
            self._undo()
        elif name == "dispute":
            self._dispute(rest)
        elif name in ("?", "help"):
            from tutor.ui.help import card

            self._say(card(self.look))
        else:
            self._tell(NO_COMMAND.format(name=name))
        return True

    def _answer(self, text: str) -> None:
        seconds = self._elapsed()
        marking = self._mark(text)
        self.draft, self.cursor = text, None
        if marking is None:
            self._tell(CANCELLED)
            return
        if marking.error is not None:
            self.cursor = marking.error.at
        self._advance(d.Answer(text, marking, seconds))
        if self.drill.finished:
            self.draft = ""
        self._note_unsettled(marking)

    def _mark(self, text: str) -> kinds.Marking | None:
        """The answer, marked; None if Ctrl-C broke it off."""
        assert self.asker is not None
        try:
            with self.terminal.checking(self.look.text(CHECKING)):
                return kinds.mark(self.drill.problem, text, self.worker)
        except KeyboardInterrupt:  # the worker has noticed it as well, and starts anew
            return None
        finally:
            if self.asker.drop_typed_ahead():
                self._tell(AHEAD)

    def _advance(self, event: d.Event) -> None:
        """One step of the inner loop: what counts is on the disk before it is said."""
        before = self.drill
        self.drill, said = d.advance(before, event)
        if len(self.drill.moves) > len(before.moves):
            self._record(self.drill.moves[-1])
        elif self.drill.rung != before.rung:
            self.sitting = replace(self.sitting, rung=self.drill.rung)
            self.progress.save(self.sitting)
        self._show(said)

    def _record(self, move: d.Move) -> None:
        problem = self.drill.problem
        sitting = replace(self.sitting, rung=self.drill.rung)
        if move.ends:
            sitting = sitting.skip() if move.verdict == SKIPPED else sitting.finish()
        attempt = Attempt(
            problem.id, problem.topic, move.text, move.verdict, move.hints, move.seconds, _now(),
            seed=sitting.seed,
        )  # fmt: skip
        self.attempts = (*self.attempts, self.progress.record(attempt, sitting))
        self.sitting = sitting
        self.since = time.monotonic()

    def _undo(self) -> None:
        """Take back the last thing that counted, here or in the problem before."""
        if not self.attempts:
            self._show(d.Nothing.TO_UNDO)
            return
        *rest, last = self.attempts
        sitting = self.sitting.take_back(last)
        here = last.problem == self.drill.problem.id and bool(self.drill.moves)
        if here:
            self.drill, _ = d.advance(self.drill, d.Undo())
            sitting = replace(sitting, rung=self.drill.rung)
        elif last.verdict == GAVE_UP:
            sitting = replace(sitting, rung=len(kinds.ladder(self.plan.problem(last.problem))))
        self.progress.undo(last, sitting, _now())
        self.attempts, self.sitting = tuple(rest), sitting
        self._show(d.Undone(d.Move(last.verdict, last.hints, last.text, last.seconds)))
        if not here:
            self._say([""])
            self._set(self.plan.problem(last.problem), sitting.rung)
        self.draft = last.text

    def _dispute(self, why: str) -> None:
        if self.drill.last is None:
            self._tell(NO_DISPUTE)
        else:
            self._keep(self.drill.last, why or "the student thinks it right", told=True)

    def _note_unsettled(self, marking: kinds.Marking) -> None:
        from tutor.verdict import Correct, Undecided

        match marking.verdict:
            case Undecided() | Correct("agrees"):
                self._keep(marking, "not proved", told=False)

    def _keep(self, marking: kinds.Marking, why: str, told: bool) -> None:
        from tutor.disputes import FILE, keep

        path = self.settings.home / FILE
        try:
            keep(self.settings.home, self.drill.problem, marking, _now(), why)
        except OSError as error:
            if told:
                self._tell(NOT_KEPT.format(path=path, reason=error.strerror))
        else:
            if told:
                self._tell(KEPT.format(path=path))

    # What is seen

    @property
    def look(self) -> Look:
        return self.settings.look()

    def _show(self, said: d.Feedback) -> None:
        self._tell_trouble()
        lines = render.feedback(said, self.stated, self.look)
        apart = [] if self.look.words or isinstance(said, d.Judged) else [""]
        self._say([*apart, *lines, *apart])

    def _tell(self, sentence: str) -> None:
        self._say(self.look.wrap(sentence))

    def _tell_trouble(self) -> None:
        if self.progress.trouble and self.progress.trouble != self.told:
            self.told = self.progress.trouble
            self._tell(self.told)

    def _say(self, lines: Sequence[str]) -> None:
        self.settings.write("".join(line + "\n" for line in lines))

    def _farewell(self) -> None:
        """What was done, and what comes next."""
        found = results(self.attempts)
        look = self.look
        again = [r.problem for r in found if not r.outcome.unaided and r.outcome is not Outcome.OPEN]
        formulas = {}
        for name in again:
            problem = self.plan.problem(name)
            formulas[name] = render.formula(problem.function, problem.wrt, look)
        titles = {result.topic: _title(result.topic) for result in found}
        lines = render.summary(found, self.sitting.size, titles, formulas, self._outlook(), look)
        self._say([*([] if look.words else [""]), *lines])
        self._tell_trouble()

    def _outlook(self) -> str:
        if not self.plan.kept or self.progress.in_memory:
            return ""
        if self.sitting.done < self.sitting.size:
            return KEPT_FOR_LATER
        following = lowest_open(results(self.progress.attempts()), self.plan.entries)
        return f"Next: {_title(following)}." if following and not self.plan.in_order else ""

    def _elapsed(self) -> float:
        return round(time.monotonic() - self.since, 3)

    def _start_worker(self) -> None:
        from tutor.worker import Worker

        self.worker = Worker()
        self.worker.start()


KEPT_FOR_LATER = "The rest is kept: tutor goes on with it."
NEEDS_ANSWER = "Type the derivative and press Enter; :h gives a hint, :s skips, :? lists all keys."
PAUSE = "Press Enter to go on. "

_QUIT = ("q", "quit", "exit")
_EVENTS: dict[str, Callable[[float], d.Event]] = {
    "h": lambda _: d.AskHint(),
    "hint": lambda _: d.AskHint(),
    "steps": d.ShowSteps,
    "s": d.Skip,
    "skip": d.Skip,
    "why": lambda _: d.AskWhy(),
}


def _title(topic: str) -> str:
    return BY_ID[topic].title if topic in BY_ID else "your function"
