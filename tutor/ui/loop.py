"""The inner loop at the prompt: what is typed becomes an event, what comes of it is kept and then said."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tutor import drill as d
from tutor import kinds
from tutor.sitting import GAVE_UP, MISTAKES, SKIPPED, Attempt
from tutor.ui.audits import Audits, keep_unsettled
from tutor.ui.course import PART_OF
from tutor.ui.prompt import NEEDS_ANSWER, Question, Typed, make_prompt
from tutor.ui.render import NOTHING, feedback, unreadable
from tutor.ui.statement import answer_prompt, statement
from tutor.ui.theme import Mode, capital

if TYPE_CHECKING:
    from tutor.problem import Problem
    from tutor.ui.course import Course
    from tutor.ui.terminal import Terminal
    from tutor.worker import Worker

__all__ = ["Loop"]

CHECKING = " checking…"
CANCELLED = "Not checked: you broke it off, and nothing was counted."
AHEAD = "What was typed while the answer was being checked is not used."
NO_COMMAND = "There is no command :{name} here; :? lists them."
NO_DISPUTE = "There is no answer to keep yet: type one first."
KEPT = "Kept in {path}, to be looked at."
NOT_KEPT = "It could not be kept: {path} {reason}."
PAUSE = "Press Enter to go on. "
ONE_CARD = "One card at a time: {names}."
STATES_THE_RULE, ON_A_CARD = 2, ":card has more on it."
PARTS_LEFT = "Back to the whole derivative."
NO_PARTS = "There are no parts to find here."
NEEDS_VALUE = "Type {wants}, and press Enter; :h gives a hint, :s skips, :? lists all keys."
IDLE = {
    "f1": NOTHING[d.Nothing.MORE_HINTS],
    "f3": "There is no picture to this problem.",
    "f8": NOTHING[d.Nothing.TO_UNDO],
}
PART_KEYS = (("Enter", "check this part"), ("empty line", "back to the whole"))


class Loop:
    """One problem after the other; `drill` is the state of the current one."""

    def __init__(self, course: Course, terminal: Terminal) -> None:
        self.course = course
        self.terminal = terminal
        self.worker: Worker | None = None
        self.audits: Audits | None = None
        self.mode = course.settings.mode
        self.asker = make_prompt(course.settings, terminal, self._start_worker)

    def run(self, problem: Problem | None) -> None:
        """Work at the problem and those after it, until none is left or the student leaves."""
        first = self.mode is Mode.LINE  # where no footer names the keys
        while problem is not None:
            self._take_up(problem)
            if first:
                self.course.tell(self._needs())
            first = False
            if not self._work():
                return
            problem = self.course.next()

    def close(self) -> None:
        """Look once more at what SymPy has said, and let the worker go."""
        self._settle_audits()
        if self.worker is not None:
            self.worker.close()

    def _start_worker(self) -> None:
        """Called when the first prompt stands: everything else that takes time comes after it."""
        from tutor.worker import Worker

        gc.freeze()  # what is loaded stays: no look at it delays an answer
        gc.enable()
        self.worker = Worker()
        self.worker.start()
        self.audits = Audits(self.worker, self.course.settings.home)

    def _take_up(self, problem: Problem) -> None:
        """The problem as it was left, or untouched."""
        made = self.course.made(problem)
        moves = [d.Move(a.verdict, a.hints, a.text, a.seconds, hinted=a.hinted) for a in made]
        # The ladder is made when the first hint is asked for: it takes a derivation, and the prompt is
        # waited for.
        self.drill = d.start(problem, (), moves, self.course.rung(problem), self.course.hinted(problem))
        self.stated = kinds.statement(self.drill.current)
        if self.drill.part:  # the course has shown the first
            self._state_part()
        self.draft = ""  # what is put back on the line, with the cursor at `cursor`
        self.cursor: int | None = None
        self.since = time.monotonic()

    def _work(self) -> bool:
        """Everything that happens until the next problem; False when the student leaves."""
        while not (over := self.drill.finished) or self.drill.moves[-1].verdict != SKIPPED:
            typed = self.asker.ask(self._pause() if over else self._question())
            self._settle_audits()
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
                self.course.tell(self._needs())
        return True

    def _needs(self) -> str:
        """What to do, for whoever presses Enter on an empty line."""
        problem = self.drill.current
        if problem.kind == kinds.DIFFERENTIATE:
            return NEEDS_ANSWER
        return NEEDS_VALUE.format(wants=kinds.wants(problem))

    # What is asked

    def _question(self) -> Question:
        from tutor.ui.preview import Preview

        look, problem = self.course.look, self.drill.current
        read = partial(kinds.reader, problem) if problem.task is not None else None
        preview = Preview(problem.scope, look, read) if self.mode is Mode.LIVE else None
        prompt = answer_prompt(self.stated, look)
        return Question(prompt, self.draft, self.cursor, self._keys(), preview, self._needs(), idle=IDLE)

    def _keys(self) -> tuple[tuple[str, str], ...]:
        hint = [("F1", "hint")] if self.drill.rung < len(self.drill.rungs) or not self.drill.rungs else []
        undo = [("F8", "undo")] if self.course.attempts else []
        plot = self._plot_key()
        return (("Enter", "check"), *hint, ("F2", "steps"), *plot, ("F4", "skip"), *undo, ("Ctrl-D", "finish"))

    def _plot_key(self) -> list[tuple[str, str]]:
        """The key for a picture, where there is one."""
        return [("F3", "plot")] if self.drill.current.pictured is not None else []

    def _pause(self) -> Question:
        last = self.course.is_done
        prompt = (PAUSE if self.course.look.words else " " + PAUSE) if self.mode is Mode.LINE else " "
        keys = [("Enter", "finish" if last else "next")]
        keys += [("F2", "steps")] if self.drill.moves[-1].verdict != GAVE_UP else []
        keys += self._plot_key()
        keys += [(":why", "evidence")] if self.drill.last is not None else []
        keys += [("F8", "undo")] if last else [("F8", "undo"), ("Ctrl-D", "finish")]
        return Question(prompt, keys=tuple(keys), pause=True, idle={"": NOTHING[d.Nothing.OVER]})

    # What is typed

    def _command(self, typed: Typed) -> bool:
        """Do what a command says; False when it says to leave."""
        assert typed.command is not None
        name, rest = typed.command
        # A key puts its command before what stands on the line: what is more than a command is a draft.
        self.draft, self.cursor = typed.kept or (rest if name in _KEEPS_DRAFT else ""), None
        if name in _QUIT:
            return False
        if name in _EVENTS:
            self._advance(_EVENTS[name](self._elapsed()))
        elif name == "why":
            self._advance(d.AskWhy(self.audits.of(self.drill.last)) if self.audits else d.AskWhy())
        elif name == "u":
            self._undo()
        elif name == "dispute":
            self._dispute(rest)
        elif name == "parts":
            return self._parts()
        elif name in ("?", "help"):
            from tutor.ui.help import card

            self.course.say(card(self.course.look))
        elif name == "card":
            self._card(rest)
        else:
            self.course.tell(NO_COMMAND.format(name=name))
        return True

    def _answer(self, text: str) -> None:
        seconds, asked = self._elapsed(), self.drill.current
        marking = self._mark(text)
        begun = marking.begun if marking is not None else None
        self.draft, self.cursor = begun.text if begun is not None else text, None
        if marking is None:
            self.course.tell(CANCELLED)
            return
        if marking.error is not None:
            self.cursor = marking.error.at
        self._advance(d.Answer(text, marking, seconds))
        if self.drill.finished or (len(text.strip()) == 1 and kinds.is_pick(asked)):
            self.draft = ""  # another letter is typed, none is mended
        keep_unsettled(self.course.settings.home, asked, marking)
        if self.audits is not None:
            self.audits.begin(asked, marking)

    def _settle_audits(self) -> None:
        """What SymPy has found meanwhile; it is seldom anything to be told."""
        for said in self.audits.settle() if self.audits else ():
            self.course.tell(said)

    def _mark(self, text: str) -> kinds.Marking | None:
        """The answer, marked; None if Ctrl-C broke it off."""
        try:
            with self.terminal.checking(self.course.look.text(CHECKING)):
                return kinds.mark(self.drill.current, text, self.worker)
        except KeyboardInterrupt:  # the worker has noticed it as well, and starts anew
            return None
        finally:
            if self.asker.drop_typed_ahead():
                self.course.tell(AHEAD)

    def _advance(self, event: d.Event) -> None:
        """One step of the inner loop: what counts is on the disk before it is said."""
        if isinstance(event, d.AskHint | d.ShowSteps | d.GiveUp) and not self.drill.rungs:
            self.drill = d.with_ladder(self.drill, kinds.ladder(self.drill.current))
        if isinstance(event, d.AskHint | d.AskWhy):
            self._recall()
        before = self.drill
        self.drill, said = d.advance(before, event)
        if len(self.drill.moves) > len(before.moves):
            self._record(self.drill.moves[-1])
        elif self.drill.rung != before.rung:
            self.course.climb(self.drill.seen, self.drill.hinted)
        self._show(said)
        if self.drill.part != before.part:
            self._next_part()

    def _recall(self) -> None:
        """Mark the last answer again where it was given before the drill was left: what helps depends on it."""
        moves = self.drill.moves
        last = moves[-1] if moves and not self.drill.finished else None
        if self.drill.last is None and last is not None and last.marking is None and last.verdict in MISTAKES:
            marking = self._mark(last.text)
            if marking is not None:
                self.drill = d.recalled(self.drill, marking)

    def _next_part(self) -> None:
        """The part that is asked now, on the screen."""
        self.draft, self.cursor = "", None
        self.stated = kinds.statement(self.drill.current)
        self._state_part()

    def _state_part(self) -> None:
        look, problem = self.course.look, self.drill.current
        blank = [] if look.words else [""]
        told = PART_OF.format(number=self.drill.part + 1, of=len(self.drill.problem.parts))
        rows = statement(self.stated, problem.wrt, look)
        self.course.say([*blank, *look.wrap(told), *blank, *rows, *blank])

    def _record(self, move: d.Move) -> None:
        problem, at = self.drill.problem, self.course.clock()
        seed = self.course.sitting.seed if problem.seed is None else problem.seed
        mistakes = tuple(mistake.mal.id for mistake in move.marking.mistakes) if move.marking is not None else ()
        attempt = Attempt(
            problem.id,
            problem.topic,
            move.text,
            move.verdict,
            move.hints,
            move.seconds,
            at,
            mistakes,
            seed=seed,
            hinted=move.hinted,
        )
        self.course.record(attempt, self.drill.seen, self.drill.hinted)
        self.since = time.monotonic()

    def _undo(self) -> None:
        """Take back the last thing that counted, here or in the problem before."""
        if not self.course.attempts:
            self._show(d.Nothing.TO_UNDO)
            return
        last = self.course.attempts[-1]
        taken = d.Undone(d.Move(last.verdict, last.hints, last.text, last.seconds))
        if self.course.name(last) == self.drill.problem.name and self.drill.moves:
            before = self.drill.part
            self.drill, _ = d.advance(self.drill, d.Undo())
            self.course.take_back(self.drill.seen, self.drill.hinted)
            self._show(taken)
            if self.drill.part != before:
                self._next_part()
        else:
            problem = self.course.plan.problem(self.course.name(last))
            # Whoever has seen the steps has seen every hint.
            asked = problem.parts or (problem,)
            every = sum(len(kinds.ladder(part)) for part in asked) if last.verdict == GAVE_UP else 0
            self.course.take_back(every + len(last.hinted) if every else last.hints, last.hinted)
            self._show(taken)
            self.course.show(problem)
            self._take_up(problem)
        self.draft = last.text

    def _parts(self) -> bool:
        """Ask for u, v, u', v' one by one until all are found, or until something else is typed."""
        from tutor import parts as p

        if self.drill.current.task is not None:
            self.course.tell(NO_PARTS)
            return True
        parts = p.start(self.drill.current)
        if isinstance(parts, str):
            self.course.tell(parts)
            return True
        self.course.tell(p.opening(parts))
        draft = ""
        cursor: int | None = None
        while parts.current:
            prompt = self.course.look.text(f" {p.question(parts)} = ")
            typed = self.asker.ask(Question(prompt, draft, cursor, PART_KEYS, optional=True))
            if typed.command is not None:
                return self._command(typed)
            if not typed.text.strip():
                self.course.tell(PARTS_LEFT)
                return True
            parts, said = p.reply(parts, typed.text)
            draft = "" if said.right else typed.text
            cursor = said.error.at if said.error is not None else None
            if said.error is not None:
                self.course.say(unreadable(said.error, prompt, self.course.look))
            else:
                self.course.tell(said.said)
        return True

    def _card(self, asked: str) -> None:
        """A card of the reference: the one that is asked for, else that of the rule which comes first."""
        from tutor.errors import TutorError
        from tutor.hints import first_rule
        from tutor.reference import Card, find
        from tutor.ui.reference import card_lines

        problem, look = self.drill.current, self.course.look
        try:
            if asked or problem.task is not None:
                found = find("rules" if asked else "topics", asked or problem.topic)
            else:
                found = find("rules", first_rule(problem.function, problem.wrt))
        except TutorError as error:
            self.course.tell(capital(str(error)))
            return
        if not isinstance(found, Card):
            self.course.tell(ONE_CARD.format(names=", ".join(card.name for card in found.cards)))
            return
        blank = [] if look.words else [""]
        self.course.say([*blank, *card_lines(found, look), *blank])

    def _dispute(self, why: str) -> None:
        if self.drill.last is None:
            self.course.tell(NO_DISPUTE)
        else:
            self.course.tell(self._keep(self.drill.last, why or "the student thinks it right", self.drill.answered))

    def _keep(self, marking: kinds.Marking, why: str, asked: Problem) -> str:
        """Put the answer into the file of disputes; the sentence says where, or why not."""
        from tutor.disputes import FILE, keep

        folder = self.course.settings.home
        try:
            return KEPT.format(path=keep(folder, asked, marking, self.course.clock(), why))
        except OSError as error:
            return NOT_KEPT.format(path=folder / FILE, reason=error.strerror)

    def _show(self, said: d.Feedback) -> None:
        look = self.course.look
        self.course.tell_trouble()
        apart = [] if look.words or isinstance(said, d.Judged) else [""]
        lines = feedback(said, self.stated, look)
        if isinstance(said, d.Hint) and said.number == STATES_THE_RULE and self.drill.current.task is None:
            lines += look.wrap(ON_A_CARD, "    ")
        self.course.say([*apart, *lines, *apart])

    def _elapsed(self) -> float:
        return round(time.monotonic() - self.since, 3)


_KEEPS_DRAFT = ("h", "hint", "p", "plot", "steps", "s", "skip", "why", "u")
_QUIT = ("q", "quit", "exit")
_EVENTS: dict[str, Callable[[float], d.Event]] = {
    "h": lambda _: d.AskHint(),
    "hint": lambda _: d.AskHint(),
    "p": lambda _: d.AskPlot(),
    "plot": lambda _: d.AskPlot(),
    "steps": d.ShowSteps,
    "s": d.Skip,
    "skip": d.Skip,
}
