"""How an answer is typed: live with a preview, line by line, or read from a pipe.

All three give back a `Typed`. prompt_toolkit is imported when the live prompt is made, after the
statement stands on the screen. It is never asked where the cursor is: some terminals do not answer, and
nothing here needs to know.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tutor.ui.theme import Look, Mode, Settings

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyPressEvent
    from prompt_toolkit.output import Output

    from tutor.ui.preview import Preview
    from tutor.ui.terminal import Terminal

__all__ = [
    "FINISH",
    "KEYS",
    "NEEDS_ANSWER",
    "Asker",
    "LinePrompt",
    "LivePrompt",
    "PipePrompt",
    "Question",
    "Typed",
    "make_prompt",
]

FINISH = ":q"
# A key and the command it stands for.
KEYS = {"f1": ":h", "f2": ":steps", "f4": ":s", "f8": ":u"}

ONE_LINE = "An answer is one line: only the first line of what was pasted is taken."
NEEDS_ANSWER = "Type the derivative and press Enter; :h gives a hint, :s skips, :? lists all keys."
HOW_TO_FINISH = "Ctrl-C again, or Ctrl-D, finishes; everything is saved."


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `prompt` stands before the line, `text` on it, with the cursor at `cursor` (the end
    if None).

    `keys` are the keys that do something now, the most useful first, as (key, what it does). A `pause`
    asks for nothing but Enter or a command, and leaves nothing on the screen.
    """

    prompt: str
    text: str = ""
    cursor: int | None = None
    keys: tuple[tuple[str, str], ...] = ()
    preview: Preview | None = None
    pause: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A line, and what stood on it before if a key replaced it with a command."""

    text: str
    draft: str = ""

    @property
    def command(self) -> tuple[str, str] | None:
        """The name of the command (without its colon) and what follows it; None for an answer."""
        name, _, rest = self.text.strip().partition(" ")
        return (name[1:], rest.strip()) if name.startswith(":") else None


class Asker(Protocol):
    """A way of typing."""

    def ask(self, question: Question) -> Typed: ...

    def drop_typed_ahead(self) -> bool:
        """Forget what was typed and not asked for yet; was it more than a press of Enter?"""
        ...


def make_prompt(settings: Settings, terminal: Terminal, ready: Callable[[], None]) -> Asker:
    """The prompt for this terminal; `ready` is called once, when the first one can be typed at."""
    if settings.mode is Mode.LIVE:
        return LivePrompt(settings, terminal, ready)
    ready()
    return LinePrompt(settings, terminal) if settings.mode is Mode.LINE else PipePrompt(settings)


class LivePrompt:
    """One line, the picture of what it says above it, the keys below it."""

    def __init__(
        self,
        settings: Settings,
        terminal: Terminal,
        ready: Callable[[], None],
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        from prompt_toolkit.history import InMemoryHistory

        self.settings = settings
        self.terminal = terminal
        self._ready: Callable[[], None] | None = ready
        self._input = input or _input(settings)
        self._output = output or _output(settings)
        self._history = InMemoryHistory()

    def ask(self, question: Question) -> Typed:
        line = _Line(question, self.settings, self._history)
        app = line.application(self._input, self._output)
        app.after_render += self._rendered
        typed = app.run()
        if not typed.command and not question.pause and typed.text.strip():
            self._history.append_string(typed.text)
        return typed

    def drop_typed_ahead(self) -> bool:
        from prompt_toolkit.input.typeahead import get_typeahead

        pressed = "".join(key.data for key in get_typeahead(self._input)) + self.terminal.drain()
        return bool(pressed.strip())

    def _rendered(self, _: object) -> None:
        if self._ready is not None:
            ready, self._ready = self._ready, None
            ready()


class _Line:
    """One question on the screen."""

    def __init__(self, question: Question, settings: Settings, history: Any) -> None:
        from prompt_toolkit.buffer import Buffer
        from prompt_toolkit.document import Document

        self.question = question
        self.settings = settings
        self.notice = ""
        at = len(question.text) if question.cursor is None else question.cursor
        self.buffer = Buffer(history=history, multiline=False, on_text_changed=self._changed)
        self.buffer.set_document(Document(question.text, min(at, len(question.text))))

    def application(self, input: Input, output: Output) -> Application[Typed]:
        from prompt_toolkit.application import Application

        return Application(
            layout=self._layout(),
            key_bindings=self._bindings(),
            style=_style(self.settings),
            color_depth=_depth(self.settings),
            erase_when_done=self.question.pause,
            input=input,
            output=output,
        )

    def _layout(self) -> Any:
        from prompt_toolkit.filters import is_done
        from prompt_toolkit.layout import HSplit, Layout, VerticalAlign, Window
        from prompt_toolkit.layout.containers import ConditionalContainer
        from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
        from prompt_toolkit.layout.processors import BeforeInput

        line = Window(
            BufferControl(self.buffer, input_processors=[BeforeInput(self.question.prompt, "class:prompt")]),
            wrap_lines=True,
            dont_extend_height=True,
        )
        rows: list[Any] = [line, ConditionalContainer(_text(self._footer), ~is_done)]
        if self.question.preview is not None:
            height = self.question.preview.height
            picture = Window(FormattedTextControl(self._picture), height=height, dont_extend_height=True)
            rows.insert(0, ConditionalContainer(picture, ~is_done))
        return Layout(HSplit(rows, align=VerticalAlign.TOP), focused_element=line)

    def _picture(self) -> StyleAndTextTuples:
        assert self.question.preview is not None
        picture = self.question.preview.of(self.buffer.text)
        fragments: StyleAndTextTuples = []
        for row, (drawn, reason) in enumerate(picture.rows):
            style = "class:dim" if picture.stale else ""
            fragments += [("", "\n" if row else ""), (style, drawn), ("class:note", reason)]
        return fragments

    def _footer(self) -> StyleAndTextTuples:
        look = self.settings.look()
        if self.notice:
            return [("class:note", "\n".join(["", *look.wrap(self.notice)]))]
        return [("", "\n"), *footer(self.question.keys, look)]

    def _changed(self, _: object) -> None:
        self.notice = ""

    def _instead(self, command: str) -> Callable[[KeyPressEvent], None]:
        """A key that gives back a command, and keeps what stood on the line."""

        def press(event: KeyPressEvent) -> None:
            event.app.erase_when_done = True
            event.app.exit(result=Typed(command, self.buffer.text))

        return press

    def _bindings(self) -> Any:
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.keys import Keys

        keys = KeyBindings()
        valid = {key.lower() for key, _ in self.question.keys}

        @keys.add("enter")
        def _enter(event: KeyPressEvent) -> None:
            if self.buffer.text.strip() or self.question.pause:
                event.app.exit(result=Typed(self.buffer.text))
            else:
                self.notice = NEEDS_ANSWER

        @keys.add("c-c")
        @keys.add("<sigint>")
        def _clear_or_finish(event: KeyPressEvent) -> None:
            if self.buffer.text:
                self.buffer.reset()
                self.notice = ""
            elif self.notice == HOW_TO_FINISH:
                event.app.exit(result=Typed(FINISH))
            else:
                self.notice = HOW_TO_FINISH

        @keys.add("c-d")
        def _finish(event: KeyPressEvent) -> None:
            # In the middle of a line it deletes, as it does in a shell; at the end there is nothing to
            # delete.
            if self.buffer.document.current_char:
                self.buffer.delete()
            else:
                event.app.exit(result=Typed(FINISH))

        @keys.add("c-z")
        def _suspend(event: KeyPressEvent) -> None:
            event.app.suspend_to_background()

        @keys.add(Keys.BracketedPaste)
        def _paste(event: KeyPressEvent) -> None:
            first, *more = event.data.strip().replace("\t", " ").splitlines() or [""]
            self.buffer.insert_text(first)
            if more:
                self.notice = ONE_LINE

        for key, command in KEYS.items():
            keys.add(key)(self._instead(command) if key in valid else lambda event: None)
        return keys


# Left out of the footer, in this order, where it does not fit in one line; the keys work all the same.
_DISPENSABLE = (("Enter", "check"), ("F8", "undo"), (":why", "evidence"), ("F2", "steps"))


def footer(keys: tuple[tuple[str, str], ...], look: Look) -> list[tuple[str, str]]:
    """The keys that do something now, in one line where that can be had."""
    short = look.width < 60
    gap, names = ("  ", {"Ctrl-D": "^D"}) if short else ("   ", {})
    left = list(keys)
    for each in _DISPENSABLE:
        if 1 + sum(len(f"{names.get(key, key)} {does}{gap}") for key, does in left) - len(gap) <= look.width:
            break
        left = [entry for entry in left if entry != each]
    fragments: list[tuple[str, str]] = []
    for number, (key, does) in enumerate(left):
        name = names.get(key, key)
        fragments += [("", gap if number else " "), ("class:key", name), ("class:note", f" {does}")]
    return fragments


def _text(content: Callable[[], Any]) -> Any:
    from prompt_toolkit.layout import Window
    from prompt_toolkit.layout.controls import FormattedTextControl

    return Window(FormattedTextControl(content), wrap_lines=True, dont_extend_height=True)


def _input(settings: Settings) -> Input:
    from prompt_toolkit.input import create_input

    return create_input(settings.stdin)


def _output(settings: Settings) -> Output:
    from prompt_toolkit.output import create_output

    output = create_output(settings.stdout)
    if hasattr(output, "enable_cpr"):
        output.enable_cpr = False
    return output


def _depth(settings: Settings) -> Any:
    from prompt_toolkit.output import ColorDepth

    return ColorDepth.DEPTH_4_BIT if settings.colour else ColorDepth.DEPTH_1_BIT


def _style(settings: Settings) -> Any:
    from prompt_toolkit.styles import Style
    from prompt_toolkit.styles.base import Attrs

    # Older versions have no dim; grey is what they can do.
    dim = "dim" if "dim" in Attrs._fields else "ansibrightblack"
    return Style([("dim", dim), ("note", dim), ("key", "bold"), ("prompt", "bold")])


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
                with self.terminal.interruptible(), self._put_back(text):
                    typed = Typed(input(question.prompt))
                self._remember(typed, question)
                return typed
            except EOFError:
                self.settings.write("\n")
                return Typed(FINISH)
            except KeyboardInterrupt:
                self.settings.write("\n")
                had_text = self._readline is not None and self._readline.get_line_buffer() != ""
                if warned and not had_text:
                    return Typed(FINISH)
                if not had_text:
                    self.settings.write(self.settings.look().text(HOW_TO_FINISH) + "\n")
                warned, text = not had_text, ""

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
        for sequence, command in (("OP", ":h"), ("OQ", ":steps"), ("OS", ":s"), ("[19~", ":u")):
            readline.parse_and_bind(rf'"\e{sequence}": "\C-a{command} \C-m"')
    return readline


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
        if question.pause and typed.command is None:
            self._line = typed.text
            return Typed("")
        self.settings.write(f"{question.prompt}{typed.text}\n" if typed.text != FINISH else "")
        return typed

    def _read(self) -> str:
        """The next line that is not blank; at the end the command to finish."""
        return next((line.strip() for line in self.settings.stdin if line.strip()), FINISH)

    def drop_typed_ahead(self) -> bool:
        return False
