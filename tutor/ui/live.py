"""The live prompt: one line, the picture of what it says above it, the keys that do something now below it.

The terminal is never asked where the cursor is: some do not answer, and nothing here needs to know.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import is_done
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import History, InMemoryHistory
from prompt_toolkit.input import create_input
from prompt_toolkit.input.typeahead import get_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import HSplit, Layout, VerticalAlign, Window
from prompt_toolkit.layout.containers import AnyContainer, ConditionalContainer
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.styles import Style
from prompt_toolkit.styles.base import Attrs

from tutor.ui.prompt import FINISH, KEYS, NO_KEY, TIME_UP, Question, Typed
from tutor.ui.summary import remaining
from tutor.ui.theme import Look, Settings

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from tutor.ui.terminal import Terminal

__all__ = ["LivePrompt", "footer"]

AGAIN, CLEAR = (("Enter", "check"), ("Enter", "give")), ("Ctrl-C", "clear")
ONE_LINE = "An answer is one line: only the first line of what was pasted is taken."


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
        typed = app.run(pre_run=lambda: line.begin_clock(app))
        if not typed.command and not question.pause and typed.text.strip():
            self._history.append_string(typed.text)
        return typed

    def drop_typed_ahead(self) -> bool:
        pressed = "".join(key.data for key in get_typeahead(self._input)) + self.terminal.drain()
        return bool(pressed.strip())

    def _rendered(self, _: object) -> None:
        if self._ready is not None:
            ready, self._ready = self._ready, None
            ready()


class _Line:
    """One question on the screen."""

    def __init__(self, question: Question, settings: Settings, history: History) -> None:
        self.question = question
        self.settings = settings
        self.notice = ""
        self.put_back = ""  # the answer whose place a command has taken
        at = len(question.text) if question.cursor is None else question.cursor
        self.buffer = Buffer(history=history, multiline=False, on_text_changed=self._changed)
        self.buffer.set_document(Document(question.text, min(at, len(question.text))))

    def application(self, input: Input, output: Output) -> Application[Typed]:
        return Application(
            layout=self._layout(),
            key_bindings=self._bindings(),
            style=_style(self.settings),
            color_depth=_depth(self.settings),
            erase_when_done=self.question.pause,
            refresh_interval=None if self.question.left is None else 1.0,
            input=input,
            output=output,
        )

    def begin_clock(self, app: Application[Typed]) -> None:
        """Take the line away as it stands when the time is over, if there is an end of it."""
        if self.question.left is None:
            return
        from asyncio import get_running_loop

        def take_away() -> None:
            if not app.is_done:
                app.exit(result=Typed(TIME_UP, self.buffer.text))

        get_running_loop().call_later(max(self.question.left(), 0.0), take_away)

    def _layout(self) -> Layout:
        line = Window(
            BufferControl(self.buffer, input_processors=[BeforeInput(self.question.prompt, "class:prompt")]),
            wrap_lines=True,
            dont_extend_height=True,
        )
        rows: list[AnyContainer] = [line, ConditionalContainer(_text(self._footer), ~is_done)]
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
        if self.question.left is None:
            return [("", "\n"), *footer(self._keys(), look)]
        left = f"{remaining(self.question.left())}   "
        keys = footer(self.question.keys, replace(look, width=look.width - len(left)))
        return [("", "\n "), ("class:key", left), *keys[1:]]

    def _keys(self) -> tuple[tuple[str, str], ...]:
        """To give the same answer again is no use: while it stands there untouched, say how to be rid of it."""
        keys = self.question.keys
        untouched = bool(self.question.text) and self.buffer.text == self.question.text
        return tuple(CLEAR if untouched and entry in AGAIN else entry for entry in keys)

    def _changed(self, _: object) -> None:
        self.notice = ""

    def _instead(self, command: str) -> Callable[[KeyPressEvent], None]:
        """A key that gives back a command, and keeps what stood on the line."""

        def press(event: KeyPressEvent) -> None:
            event.app.erase_when_done = True
            event.app.exit(result=Typed(command, self.buffer.text))

        return press

    def _idle(self, key: str) -> Callable[[KeyPressEvent], None]:
        """A key that does nothing now, and says so."""
        said = self.question.idle

        def press(_: KeyPressEvent) -> None:
            self.notice = said.get(key, said.get("", NO_KEY))

        return press

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        valid = {_NAMES.get(key, key.lower()) for key, _ in self.question.keys}

        @keys.add("enter")
        def _enter(event: KeyPressEvent) -> None:
            if self.buffer.text.strip() or self.question.pause or self.question.optional:
                event.app.exit(result=Typed(self.buffer.text, self.put_back))
            else:
                self.notice = self.question.needs

        @keys.add("c-c")
        @keys.add("<sigint>")
        def _clear_or_finish(event: KeyPressEvent) -> None:
            if self.buffer.text:
                self.buffer.reset()
                self.notice = ""
            elif self.notice == self.question.to_leave:
                event.app.exit(result=Typed(FINISH))
            else:
                self.notice = self.question.to_leave

        @keys.add("c-d")
        def _finish(event: KeyPressEvent) -> None:
            # In the middle of a line it deletes, as in a shell; at the end there is nothing to delete.
            if self.buffer.document.current_char:
                self.buffer.delete()
            else:
                event.app.exit(result=Typed(FINISH))

        @keys.add(":")
        def _colon(event: KeyPressEvent) -> None:
            # On an answer that was put back and is not touched yet, a colon begins a command of its own.
            untouched = bool(self.buffer.text) and self.buffer.text == self.question.text
            if untouched:
                self.put_back = self.buffer.text
                self.buffer.reset()
            self.buffer.insert_text(":")

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
            keys.add(key)(self._instead(command) if key in valid else self._idle(key))
        return keys


_NAMES = {"PgUp": "pageup", "PgDn": "pagedown"}  # as prompt_toolkit calls them

# Left out of the footer, in this order, where it does not fit in one line; the keys work all the same.
_DISPENSABLE = (
    ("Enter", "check"), ("F8", "undo"), (":why", "evidence"), ("F3", "plot"), ("F2", "steps"), ("Enter", "give"),
    (":5", "go to 5"), (":list", "all"), ("PgUp", "back"),
)  # fmt: skip


def footer(keys: tuple[tuple[str, str], ...], look: Look) -> StyleAndTextTuples:
    """The keys that do something now, in one line where that can be had."""
    short = look.width < 60
    gap, names = ("  ", {"Ctrl-D": "^D"}) if short else ("   ", {})
    left = list(keys)
    for each in _DISPENSABLE:
        if 1 + sum(len(f"{names.get(key, key)} {does}{gap}") for key, does in left) - len(gap) <= look.width:
            break
        left = [entry for entry in left if entry != each]
    fragments: StyleAndTextTuples = []
    for number, (key, does) in enumerate(left):
        name = names.get(key, key)
        fragments += [("", gap if number else " "), ("class:key", name), ("class:note", f" {does}")]
    return fragments


def _text(content: Callable[[], StyleAndTextTuples]) -> Window:
    return Window(FormattedTextControl(content), wrap_lines=True, dont_extend_height=True)


def _input(settings: Settings) -> Input:
    return create_input(settings.stdin)


def _output(settings: Settings) -> Output:
    output = create_output(settings.stdout)
    if hasattr(output, "enable_cpr"):
        output.enable_cpr = False
    return output


def _depth(settings: Settings) -> ColorDepth:
    return ColorDepth.DEPTH_4_BIT if settings.colour else ColorDepth.DEPTH_1_BIT


def _style(settings: Settings) -> Style:
    # Older versions have no dim; grey is what they can do.
    dim = "dim" if "dim" in Attrs._fields else "ansibrightblack"
    return Style([("dim", dim), ("note", dim), ("key", "bold"), ("prompt", "bold")])
