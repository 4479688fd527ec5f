"""How an answer is typed: live with a preview (`live.py`), line by line, or read from a pipe.

All three give back a `Typed`. prompt_toolkit is imported with `live.py`, after the statement stands on
the screen.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from tutor.ui.theme import Mode, Settings

if TYPE_CHECKING:
    from tutor.ui.preview import Preview
    from tutor.ui.terminal import Terminal

__all__ = [
    "FINISH", "HOW_TO_FINISH", "KEYS", "NEEDS_ANSWER", "NO_KEY", "TIME_UP", "Asker", "LinePrompt", "PipePrompt",
    "Question", "Typed", "make_prompt",
]  # fmt: skip

FINISH = ":q"
TIME_UP = "\0"  # nobody types that: what stood on the line is the draft
_COMMAND_BEHIND = re.compile(
    r"[^:](:(?:h|hint|p|plot|steps|parts|card|s|skip|u|undo|why|dispute|q|quit|exit|help|\?)(?: .*)?)$"
)
# A key and the command it stands for.
KEYS = {"f1": ":h", "f2": ":steps", "f3": ":p", "f4": ":s", "f8": ":u", "pageup": ":b", "pagedown": ":n"}

NO_KEY = "This key does nothing here; :? lists those that do."
NEEDS_ANSWER = "Type the derivative and press Enter; :h gives a hint, :s skips, :? lists all keys."
HOW_TO_FINISH = "Ctrl-C again, or Ctrl-D, finishes; everything is saved."


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `prompt` stands before the line, `text` on it.

    The cursor is at `cursor`, or at the end if that is None. `keys` are the keys that do something now,
    as (key, what it does). A `pause` asks for nothing but Enter or a command, and leaves nothing on the
    screen; an `optional` question may be left by Enter alone.
    """

    prompt: str
    text: str = ""
    cursor: int | None = None
    keys: tuple[tuple[str, str], ...] = ()
    preview: Preview | None = None
    needs: str = NEEDS_ANSWER  # what to do, for whoever presses Enter on an empty line
    pause: bool = False
    optional: bool = False
    to_leave: str = HOW_TO_FINISH  # said after a first Ctrl-C on an empty line
    idle: Mapping[str, str] = field(default_factory=dict)  # what is said for a key ("" for any) that does nothing now
    left: Callable[[], float] | None = None  # seconds until the line is taken away as it stands; None for no end


@dataclass(frozen=True, slots=True)
class Typed:
    """A line, and what stood on it before if a key replaced it with a command."""

    text: str
    draft: str = ""

    @property
    def command(self) -> tuple[str, str] | None:
        """The name of the command (without its colon) and what follows it; None for an answer.

        It may stand behind the answer that was put back on the line: a colon has no meaning in a formula.
        """
        text = self.text.strip()
        behind = _COMMAND_BEHIND.search(text)
        name, _, rest = text[behind.start(1) :].partition(" ") if behind else text.partition(" ")
        return (name[1:], rest.strip()) if name.startswith(":") else None

    @property
    def kept(self) -> str:
        """What stood on the line beside the command, to be put back."""
        behind = _COMMAND_BEHIND.search(self.text.strip())
        return self.draft or (self.text.strip()[: behind.start(1)].rstrip() if behind else "")


class Asker(Protocol):
    """A way of typing."""

    def ask(self, question: Question) -> Typed: ...

    def drop_typed_ahead(self) -> bool:
        """Forget what was typed and not asked for yet; was it more than a press of Enter?"""
        ...


def make_prompt(settings: Settings, terminal: Terminal, ready: Callable[[], None]) -> Asker:
    """The prompt for this terminal; `ready` is called once, when the first one can be typed at."""
    if settings.mode is Mode.LIVE:
        from tutor.ui.live import LivePrompt

        return LivePrompt(settings, terminal, ready)
    ready()
    return LinePrompt(settings, terminal) if settings.mode is Mode.LINE else PipePrompt(settings)


class LinePrompt:
    """`input()`, with the line editing that the system gives it: nothing is drawn that is not new."""

    def __init__(self, settings: Settings, terminal: Terminal) -> None:
        self.settings = settings
        self.terminal = terminal
        self._readline = _readline()

    def ask(self, question: Question) -> Typed:
        warned = False
        text = question.text
        while True:
            try:
                with self.terminal.interruptible(), self.terminal.until(question.left), self._put_back(text):
                    typed = Typed(input(question.prompt))
                self._remember(typed, question)
                return typed
            except EOFError:
                self.settings.write("\n")
                return Typed(FINISH)
            except TimeoutError:
                self.settings.write("\n")
                return Typed(TIME_UP, self._on_the_line())
            except KeyboardInterrupt:
                self.settings.write("\n")
                had_text = self._readline is not None and self._readline.get_line_buffer() != ""
                if warned and not had_text:
                    return Typed(FINISH)
                if not had_text:
                    self.settings.write(self.settings.look().text(question.to_leave) + "\n")
                warned, text = not had_text, ""

    def _on_the_line(self) -> str:
        """What was typed when `input` was broken off."""
        return self._readline.get_line_buffer() if self._readline is not None else self.terminal.drain()

    def drop_typed_ahead(self) -> bool:
        return bool(self.terminal.drain().strip())

    @contextlib.contextmanager
    def _put_back(self, text: str) -> Iterator[None]:
        if self._readline is None:
            yield
            return
        self._readline.set_startup_hook(lambda: self._readline.insert_text(text))
        try:
            yield
        finally:
            self._readline.set_startup_hook(None)

    def _remember(self, typed: Typed, question: Question) -> None:
        if self._readline is not None and not typed.command and not question.pause and typed.text.strip():
            self._readline.add_history(typed.text)


def _readline() -> Any:
    """The module, with our keys bound to the commands; None where there is none."""
    try:
        import readline
    except ImportError:
        return None
    readline.set_auto_history(False)
    if "libedit" not in (readline.__doc__ or ""):
        # What stood on the line becomes the rest of the command, and is put back after it.
        for sequence, command in (("OP", ":h"), ("OQ", ":steps"), ("OR", ":p"), ("OS", ":s"), ("[19~", ":u")):
            readline.parse_and_bind(rf'"\e{sequence}": "\C-a{command} \C-m"')
    return readline


_OF_THE_NEXT = ("h", "hint", "s", "skip")  # commands that are about no problem that is over


class PipePrompt:
    """Line by line from standard input; what was read is written after the prompt, to be followed.

    There is nobody to press Enter between two problems: the next answer belongs to the next problem.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._line = ""  # read, and not given out yet

    def ask(self, question: Question) -> Typed:
        typed = Typed(self._line or self._read())
        self._line = ""
        if question.pause and (typed.command is None or typed.command[0] in _OF_THE_NEXT):
            self._line = typed.text
            return Typed("")
        self.settings.write(f"{question.prompt}{typed.text}\n" if typed.text != FINISH else "")
        return typed

    def _read(self) -> str:
        """The next line that is not blank; at the end the command to finish."""
        return next((line.strip() for line in self.settings.stdin if line.strip()), FINISH)

    def drop_typed_ahead(self) -> bool:
        return False
