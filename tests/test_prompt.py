"""The prompt without a terminal: keys in, what was typed out; and the preview by itself."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tutor.read import Scope
from tutor.ui.live import LivePrompt, footer
from tutor.ui.live import _Line as live_line
from tutor.ui.preview import Preview
from tutor.ui.prompt import FINISH, NO_KEY, PipePrompt, Question, Typed
from tutor.ui.terminal import Terminal
from tutor.ui.theme import Look, Mode, Settings

KEYS = (("Enter", "check"), ("F1", "hint"), ("F2", "steps"), ("F3", "plot"), ("F4", "skip"), ("Ctrl-D", "finish"))
X = Scope(letters=frozenset("x"))
F1, F3, F4, F8, F9 = "\x1bOP", "\x1bOR", "\x1bOS", "\x1b[19~", "\x1b[20~"


def settings() -> Settings:
    return Settings(io.StringIO(), io.StringIO(), Mode.PIPE, False, False, False, False, Path("/nowhere"), {})


@contextmanager
def prompt(typed: str, ready: Callable[[], None] = lambda: None) -> Iterator[LivePrompt]:
    """A live prompt at which this is typed."""
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(typed)
        yield LivePrompt(settings(), Terminal(settings()), ready, keys, DummyOutput())


def asked(typed: str, **question: object) -> Typed:
    with prompt(typed) as live:
        return live.ask(Question(" f′(x) = ", keys=KEYS, preview=Preview(X, Look()), **question))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("keys", "typed"),
    [
        ("2x\r", Typed("2x")),
        ("2x" + F1, Typed(":h", "2x")),
        (F4, Typed(":s", "")),
        ("2x" + F3, Typed(":p", "2x")),
        ("2x" + F9 + "3\r", Typed("2x3")),  # F9 does nothing, and types nothing
        ("2x" + F8 + "\r", Typed("2x")),  # F8 is not among the keys that do something now
        ("2x\x03" + "3x\r", Typed("3x")),  # Ctrl-C clears the line
        ("\x03\x03", Typed(FINISH)),
        ("2x\x03\x03\x03", Typed(FINISH)),
        ("\x03x\x03\x03\x03", Typed(FINISH)),  # typing in between begins the count anew
        ("\x04", Typed(FINISH)),
        ("2x\x04", Typed(FINISH)),  # nothing stands under the cursor that Ctrl-D could delete
        ("2x\x01\x04\r", Typed("x")),  # there it deletes
        ("\x1b[200~2x\n3x\x1b[201~\r", Typed("2x")),  # a pasted second line is refused
        ("\x1b[200~\n 2x\n\x1b[201~\r", Typed("2x")),
    ],
)
def test_keys(keys: str, typed: Typed) -> None:
    assert asked(keys) == typed


def test_a_line_is_put_back_with_the_cursor_where_the_trouble_is() -> None:
    assert asked("7\r", text="3x^2 (x + 1", cursor=5) == Typed("3x^2 7(x + 1")
    assert asked("7\r", text="3x^2") == Typed("3x^27")


def test_the_worker_may_start_once_the_first_prompt_can_be_typed_at() -> None:
    calls: list[str] = []
    with prompt("a\rb\r", lambda: calls.append("ready")) as live:
        assert calls == []
        live.ask(Question(""))
        live.ask(Question(""))
    assert calls == ["ready"]


def test_what_was_typed_ahead_is_dropped() -> None:
    with prompt("2x\r3x\r4x") as live:
        assert live.ask(Question("")).text == "2x"
        assert live.drop_typed_ahead()
        assert not live.drop_typed_ahead()


def test_a_second_press_of_enter_is_dropped_without_a_word() -> None:
    with prompt("2x\r\r") as live:
        live.ask(Question(""))
        assert not live.drop_typed_ahead()


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (":h", ("h", "")),
        (" :dispute it is right ", ("dispute", "it is right")),
        ("2x", None),
        ("", None),
        (":", ("", "")),
    ],
)
def test_a_line_with_a_colon_is_a_command(text: str, command: tuple[str, str] | None) -> None:
    assert Typed(text).command == command


def test_a_pipe_is_read_line_by_line_and_can_be_followed() -> None:
    told = replace(settings(), stdin=io.StringIO("\n2x\n\n:h\n"))
    pipe = PipePrompt(told)
    assert [pipe.ask(Question(" f'(x) = ")).text for _ in range(3)] == ["2x", ":h", FINISH]
    assert isinstance(told.stdout, io.StringIO)
    assert told.stdout.getvalue() == " f'(x) = 2x\n f'(x) = :h\n"


def test_between_two_problems_a_pipe_goes_on_unless_a_command_follows() -> None:
    pipe = PipePrompt(replace(settings(), stdin=io.StringIO("2x\n:why\n3x\n")))
    pause, ask = Question("", pause=True), Question("")
    assert [pipe.ask(each).text for each in (ask, pause, pause, ask, pause)] == [
        "2x",
        ":why",
        "",
        "3x",
        FINISH,
    ]


# The keys below the line


def below(key: str, **question: object) -> str:
    """What stands below the line once a key was pressed."""
    line = live_line(Question(" f′(x) = ", keys=KEYS, **question), settings(), InMemoryHistory())  # type: ignore[arg-type]
    found = [binding for binding in line._bindings().bindings if key in binding.keys]
    for binding in found:
        binding.handler(None)  # type: ignore[arg-type]
    return "".join(text for _, text, *_ in line._footer()).strip()


@pytest.mark.parametrize(
    ("key", "question", "said"),
    [
        ("f8", {}, "This key does nothing here; :? lists those that do."),
        ("pageup", {"idle": {"f8": "There is nothing to take back."}}, NO_KEY),
        ("f8", {"idle": {"f8": "There is nothing to take back."}}, "There is nothing to take back."),
        ("f8", {"idle": {"": "This problem is over; Enter goes on."}}, "This problem is over; Enter goes on."),
    ],
)
def test_a_key_that_does_nothing_now_says_so(key: str, question: dict[str, object], said: str) -> None:
    assert below(key, **question) == said


@pytest.mark.parametrize(("text", "first"), [("", "Enter check"), ("2x", "Ctrl-C clear")])
def test_an_answer_that_was_put_back_can_be_cleared_and_need_not_be_checked_again(text: str, first: str) -> None:
    assert below("none", text=text).startswith(f"{first}   F1 hint")


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (80, [" Enter check   F1 hint   F2 steps   F3 plot   F4 skip   Ctrl-D finish"]),
        (40, [" F1 hint  F2 steps  F4 skip  ^D finish"]),
        (30, [" F1 hint  F4 skip  ^D finish"]),
    ],
)
def test_the_footer_fits_the_window(width: int, shown: list[str]) -> None:
    text = "".join(fragment[1] for fragment in footer(KEYS, Look(width)))
    assert text.split("\n") == shown


# The preview


def rows(preview: Preview, typed: str) -> list[str]:
    return [(drawn + reason).rstrip() for drawn, reason in preview.of(typed).rows]


def test_the_preview_shows_what_is_read() -> None:
    assert rows(Preview(X, Look()), "3x^2 cos(x^3)") == ["", "", "     2    ⎛ 3⎞", "   3x  cos⎝x ⎠", ""]


def test_a_fraction_keeps_the_place_of_its_line() -> None:
    preview = Preview(X, Look())
    assert rows(preview, "x/2") == ["", "", "   x", "   ─", "   2"]
    assert rows(preview, "x") == ["", "", "", "   x", ""]


def test_a_broken_end_keeps_the_last_good_picture_with_the_reason_beside_it() -> None:
    preview = Preview(X, Look())
    preview.of("3x")
    picture = preview.of("3x (x")
    assert picture.stale
    assert [drawn for drawn, _ in picture.rows if drawn] == ["   3x"]
    assert picture.rows[3][1].strip() == "this bracket is never closed"


def test_a_name_that_is_being_typed_is_no_mistake() -> None:
    preview = Preview(X, Look())
    for typed in ("s", "si"):
        assert [reason for _, reason in preview.of(typed).rows if reason] == []


def test_a_command_has_no_picture() -> None:
    assert rows(Preview(X, Look()), ":h") == [""] * 5


@pytest.mark.parametrize(("height", "slot"), [(24, 5), (19, 3), (15, 1)])
def test_the_preview_leaves_room_in_a_low_window(height: int, slot: int) -> None:
    preview = Preview(X, Look(height=height))
    for typed in ("", "x", "3x^2 cos(x^3)", "1/(1 + 1/(1 + 1/(1 + 1/x)))", "x" * 300, "((("):
        assert len(preview.of(typed).rows) == slot


def test_no_row_of_the_preview_is_wider_than_the_window() -> None:
    for width in (20, 40, 80):
        preview = Preview(X, Look(width=width))
        for typed in ("x^2", "sin(x) " * 30, "sin(x) " * 30 + "(", "1/(" + "x + " * 30 + "1)"):
            assert all(len(drawn + reason) <= width for drawn, reason in preview.of(typed).rows)


def test_a_narrow_window_has_a_line_instead_of_a_picture() -> None:
    assert rows(Preview(X, Look(width=40, height=15)), "3x^2 cos(x^3)") == ["   3x² cos(x³)"]


def test_in_typewriter_characters() -> None:
    preview = Preview(X, Look(ascii=True))
    for typed in ("sqrt(x)/x^2", "x^2 (", "pi x", "|x|"):
        assert all((drawn + reason).isascii() for drawn, reason in preview.of(typed).rows)


@pytest.mark.parametrize(
    ("text", "command", "kept"),
    [
        (":h", ("h", ""), ""),
        ("2x cosx:h", ("h", ""), "2x cosx"),
        ("2x cosx :steps", ("steps", ""), "2x cosx"),
        ("3x^2:dispute it is right", ("dispute", "it is right"), "3x^2"),
        ("2x", None, ""),
        ("2x:3", None, ""),
        (":dispute 2x: really", ("dispute", "2x: really"), ""),
    ],
)
def test_a_command_may_stand_behind_the_answer(text: str, command: tuple[str, str] | None, kept: str) -> None:
    typed = Typed(text)
    assert (typed.command, typed.kept) == (command, kept)
