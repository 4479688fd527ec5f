"""A quiz at the prompt: what is typed becomes an event of the sheet, which is kept and then answered to."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tutor import kinds
from tutor.errors import ReadError
from tutor.quiz import sheet as s
from tutor.ui.prompt import TIME_UP, Asker, Question, Typed, make_prompt
from tutor.ui.quiz_screen import card, echo, header, listing, time_left
from tutor.ui.render import unreadable
from tutor.ui.statement import answer_prompt, formula, statement
from tutor.ui.theme import Mode, Settings

if TYPE_CHECKING:
    from tutor.quiz.journal import Journal
    from tutor.quiz.report import Asked
    from tutor.ui.terminal import Terminal
    from tutor.worker import Worker

__all__ = ["END_OF_INPUT", "Sitting"]

END_OF_INPUT = "\x04"  # a pipe has nothing more to say

CHANGED = "It stands in the place of your earlier answer."
STAYS = "Your answer stays:  {text} . :clear would take it back."
DRAFTED = "What you typed at {number} is kept as it stands; it is no answer yet."
CLEARED = "Taken back:  {text} ."
ASK_END = "Empty: {numbers}. :end once more marks the quiz as it is; :{first} goes to the first of them."
ASK_DRAFTED = "Typed and not given as an answer: {numbers}."
TIME_OVER = "The time is over."
TIME_GIVEN = "What stood on the line of {number} can be read: it counts if it is right, and never against you."
TIME_KEPT = "What stood on the line of {number} is in the report as you typed it; it does not count."
NO_SUCH = "There are {size} questions: :1 to :{size}."
NO_QUESTION = "There is no question here: type the number of one, or :end."
NO_ANSWER = "There is nothing to take back here."
NO_COMMAND = "There is no command :{name} in a quiz; :? lists them."
AT_THE_END = "That stands in the report at the end: in a quiz there are no hints and no verdicts."
NEEDS = "Type {wants}, and press Enter; an empty line goes on. :? lists what else there is."
ALL_ANSWERED = "All are answered. Enter or :end has it marked; a number goes back to a question."
SOME_EMPTY = "A number goes to a question; :end has it marked."

HOW_TO_LEAVE = "Ctrl-C again, or Ctrl-D, leaves; the quiz is kept, and the same command goes on with it."

KEYS = (
    ("Enter", "give"), ("PgUp", "back"), ("PgDn", "on"), (":5", "go to 5"), (":list", "all"), (":end", "mark"),
    ("Ctrl-D", "leave"),
)  # fmt: skip
LIST_KEYS = (("Enter", "mark"), ("5", "go to 5"), ("PgUp", "back"), ("Ctrl-D", "leave"))
IDLE = dict.fromkeys(("f1", "f2", "f3"), AT_THE_END)
_IN_A_DRILL = ("h", "hint", "steps", "why", "parts", "p", "dispute")


class Sitting:
    """One quiz, asked until it is handed in or left; `sheet` is its state, and every event is in the journal first."""

    def __init__(
        self,
        title: str,
        asked: Sequence[Asked],
        sheet: s.Sheet,
        journal: Journal,
        settings: Settings,
        terminal: Terminal,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.title = title
        self.asked = asked
        self.sheet = sheet
        self.journal = journal
        self.settings = settings
        self.clock = clock
        self.worker: Worker | None = None
        self.asker: Asker = (
            _Piped(settings) if settings.mode is Mode.PIPE else make_prompt(settings, terminal, self._ready)
        )
        self.since = clock()
        self._told = ""
        self._shown = -1  # the place that stands on the screen

    def run(self) -> None:
        """Ask until the sheet is handed in, or the student leaves."""
        first = self.settings.mode is not Mode.LIVE  # where no footer names the keys
        while not self.sheet.over:
            if self._time_is_up():
                self._advance(s.TimeUp(seconds=self._elapsed()))
                return
            if self.sheet.at != self._shown:
                self._shown = self.sheet.at
                self._show_place()
                self._tell(self._needs() if first else "")
                first = False
            question = self._question()
            if not self._typed(self.asker.ask(question), question.text):
                return

    def prover(self) -> Worker:
        """The worker, for the marking; begun now if nothing was asked."""
        if self.worker is None:
            self._ready()
        assert self.worker is not None
        return self.worker

    def close(self) -> None:
        if self.worker is not None:
            self.worker.close()

    def _ready(self) -> None:
        """Called when the first prompt stands: SymPy can be loaded while the question is read."""
        from tutor.worker import Worker

        self.worker = Worker()
        self.worker.start()

    # What is asked

    @property
    def _current(self) -> Asked | None:
        return self.asked[self.sheet.at] if self.sheet.at < len(self.asked) else None

    def _show_place(self) -> None:
        look, current = self.settings.look(), self._current
        blank = [] if look.words else [""]
        if current is None:
            self._say([*blank, *listing(self.asked, self.sheet, look), *blank])
            left = self._left()
            time = f" {time_left(left, look)}." if left is not None and self.settings.mode is not Mode.LIVE else ""
            self._tell((SOME_EMPTY if self.sheet.empty else ALL_ANSWERED) + time)
            return
        rows = header(self.title, current, self.sheet, self._left(), look)
        stated = statement(kinds.statement(current.problem), current.problem.wrt, look)
        self._say([*blank, *rows, *blank, *stated, *blank])
        slip = self.sheet.slips[self.sheet.at]
        if slip.text and self.settings.mode is not Mode.LIVE:  # there it is put back on the line
            self._tell(f"Answered:  {slip.text}")

    def _needs(self) -> str:
        current = self._current
        return NEEDS.format(wants=_wants(current)) if current is not None else NO_QUESTION

    def _question(self) -> Question:
        look, current, left = self.settings.look(), self._current, self._left()
        clock = None if left is None else lambda: self._left() or 0.0
        if current is None:
            prompt = "Number, or end: " if look.words else " : "
            return Question(prompt, keys=LIST_KEYS, needs=NO_QUESTION, optional=True, to_leave=HOW_TO_LEAVE, left=clock)
        problem, slip = current.problem, self.sheet.slips[self.sheet.at]
        preview = None
        if self.settings.mode is Mode.LIVE:
            from tutor.ui.preview import Preview

            read = partial(kinds.reader, problem) if problem.task is not None else None
            preview = Preview(problem.scope, look, read)
        prompt = answer_prompt(kinds.statement(problem), look)
        text = "" if self.settings.mode is Mode.PIPE else slip.draft or slip.text
        return Question(
            prompt, text, self._cursor(slip), KEYS, preview, self._needs(), optional=True, to_leave=HOW_TO_LEAVE,
            left=clock, idle=IDLE,
        )  # fmt: skip

    def _cursor(self, slip: s.Slip) -> int | None:
        """At the place where a line that was typed just now could not be read."""
        current = self._current
        if not slip.draft or current is None:
            return None
        try:
            kinds.read(current.problem, slip.draft)
        except ReadError as error:
            return error.at
        return None

    def _left(self) -> float | None:
        """The seconds that are left now."""
        left = self.sheet.left
        return None if left is None else max(0.0, left - (self.clock() - self.since))

    def _time_is_up(self) -> bool:
        left = self._left()
        return left is not None and left <= 0.0

    # What is typed

    def _typed(self, typed: Typed, put_back: str) -> bool:
        """Do what was typed; False when the student leaves."""
        text, command = _command(typed, put_back)
        if typed.text == TIME_UP or self._time_is_up():
            line = typed.draft if typed.text == TIME_UP else "" if self.settings.mode is Mode.PIPE else text
            self._advance(s.TimeUp(line, self._readable(line), self._elapsed()))
        elif typed.text == END_OF_INPUT:
            self._advance(s.HandIn(seconds=self._elapsed(), sure=True))
        elif command is not None:
            return self._command(command, text)
        elif self._current is None:
            self._at_the_list(text)
        elif text:
            self._give(text)
        else:
            before = self.sheet.slips[self.sheet.at].text
            self._tell(STAYS.format(text=before) if before else "")
            self._advance(s.Go(self.sheet.at + 2, seconds=self._elapsed()))
        return True

    def _at_the_list(self, text: str) -> None:
        if text.isdecimal():
            self._advance(s.Go(int(text), seconds=self._elapsed()))
        elif text:
            self._tell(NO_QUESTION)
        else:
            self._advance(s.HandIn(seconds=self._elapsed()))

    def _give(self, text: str) -> None:
        assert self._current is not None
        try:
            reading = kinds.read(self._current.problem, text)
        except ReadError as error:
            self._advance(s.Give(text, error, self._elapsed()))
            if self.settings.mode is Mode.PIPE:  # the next line answers the next question, whatever became of this one
                self._advance(s.Go(self.sheet.at + 2))
            return
        look = self.settings.look()
        told = echo(reading.notes, formula(reading.value, self._current.problem.wrt, look), look)
        self._advance(s.Give(text, None, self._elapsed()), told)

    def _readable(self, text: str) -> bool:
        if self._current is None or not text.strip():
            return False
        try:
            kinds.read(self._current.problem, text)
        except ReadError:
            return False
        return True

    def _command(self, name: str, draft: str) -> bool:
        """Do what a command says; False when it says to leave."""
        at, draft = self.sheet.at, draft if self.settings.mode is not Mode.PIPE else ""
        if name.isdecimal():
            self._advance(s.Go(int(name), draft, self._elapsed()))
        elif name in ("n", "next", "s", "skip"):
            self._advance(s.Go(min(at + 2, len(self.asked) + 1), draft, self._elapsed()))
        elif name in ("b", "back"):
            self._advance(s.Go(max(at, 1), draft, self._elapsed()))
        elif name in ("list", "l"):
            self._advance(s.Go(len(self.asked) + 1, draft, self._elapsed()))
        elif name == "clear":
            self._advance(s.Clear(self._elapsed()))
        elif name == "end":
            self._advance(s.HandIn(draft, self._elapsed()))
        elif name in ("q", "quit", "exit"):
            self._advance(s.Leave(draft, self._elapsed()))
            return False
        elif name in ("?", "help"):
            self._say(card(self.settings.look()))
        else:
            self._tell(AT_THE_END if name in _IN_A_DRILL else NO_COMMAND.format(name=name))
        return True

    def _advance(self, event: s.Event, told: Sequence[str] = ()) -> None:
        """One step of the sheet: it is on the disk before it is answered to."""
        at = self.sheet.at + 1
        self.journal.add(event, at)
        self.since = self.clock()
        self.sheet, said = s.advance(self.sheet, event)
        if self.journal.trouble != self._told:
            self._told = self.journal.trouble
            self._tell(self._told)
        self._say(told)
        self._answer_to(said, at)

    def _answer_to(self, said: s.Reply, at: int) -> None:
        look = self.settings.look()
        match said:
            case s.Given(number, before) if before and before != self.sheet.slips[number - 1].text:
                self._tell(CHANGED)
            case s.NotRead(error):
                current = self.asked[at - 1]
                self._say(unreadable(error, answer_prompt(kinds.statement(current.problem), look), look))
            case s.Arrived(draft_of):
                self._shown = -1
                self._tell(DRAFTED.format(number=draft_of) if draft_of else "")
            case s.Cleared(text):
                self._tell(CLEARED.format(text=text))
            case s.AskedToEnd(empty, drafted):
                self._tell(ASK_DRAFTED.format(numbers=", ".join(map(str, drafted))) if drafted else "")
                self._tell(ASK_END.format(numbers=", ".join(map(str, empty)), first=empty[0]))
            case s.HandedIn(given, kept):
                self._tell(TIME_OVER if self.sheet.out_of_time else "")
                self._tell(TIME_GIVEN.format(number=given) if given else "")
                self._tell(TIME_KEPT.format(number=kept) if kept else "")
            case s.Nothing.NO_SUCH:
                self._tell(NO_SUCH.format(size=len(self.asked)))
            case s.Nothing.NO_QUESTION:
                self._tell(NO_QUESTION)
            case s.Nothing.NO_ANSWER:
                self._tell(NO_ANSWER)
            case _:
                pass

    def _elapsed(self) -> float:
        return round(self.clock() - self.since, 3)

    def _say(self, lines: Sequence[str]) -> None:
        self.settings.write("".join(f"{line}\n" for line in lines))

    def _tell(self, sentence: str) -> None:
        if sentence:
            self._say(self.settings.look().wrap(sentence))


def _wants(asked: Asked) -> str:
    return "the derivative" if asked.problem.kind == kinds.DIFFERENTIATE else kinds.wants(asked.problem)


_BEHIND = ("next", "back", "list", "end", "clear", "quit", "?")  # no letter, which may be a part of an answer


def _command(typed: Typed, put_back: str) -> tuple[str, str | None]:
    """What stood on the line, and the command that was typed; None if it is no command.

    A command may stand behind the answer that was put back on the line.
    """
    text = typed.text.strip()
    if text.startswith(":"):
        return typed.draft or "", text[1:].strip()
    before, colon, name = text.rpartition(":")
    if colon and (name in _BEHIND or (put_back and before.strip() == put_back)):
        return before.strip(), name.strip()
    return text, None


class _Piped:
    """Line by line from standard input; an empty line leaves its question empty."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def ask(self, question: Question) -> Typed:
        line = next(iter(self.settings.stdin), None)
        if line is None:
            return Typed(END_OF_INPUT)
        self.settings.write(f"{question.prompt}{line.strip()}\n")
        return Typed(line.strip())

    def drop_typed_ahead(self) -> bool:
        return False
