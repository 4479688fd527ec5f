"""A whole quiz on a pseudo-terminal, killed in the middle, and what the prompts do when the time runs out."""

from __future__ import annotations

import io
import re
import signal
from pathlib import Path

import pytest

pytest.importorskip("termios", reason="pseudo-terminals are a thing of Unix")

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.tables import DATA
from tests.terminal import Terminal as Screen
from tutor.ui.live import LivePrompt
from tutor.ui.prompt import TIME_UP, Question, Typed
from tutor.ui.terminal import Terminal
from tutor.ui.theme import Mode, Settings

BANK = DATA / "quiz-bank.yaml"
CLEAR = "\x05\x15"  # to the end of the line, and all of it away
PAGE_DOWN = "\x1b[6~"


def test_a_whole_quiz_is_killed_gone_on_with_and_reported_word_for_word(tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    arguments = ("-m", "tutor", "quiz", "J.1", "--bank", str(BANK), "--time", "20m", "--out", str(out))
    with Screen(arguments, tmp_path) as screen:
        screen.until(lambda t: t.line == " f′(x) = ", "the first prompt")
        assert re.search(r"J\.1 · 1 of 5 +· · · · · +20 min left", screen.text)
        assert ":end mark" in screen.text and "F1 hint" not in screen.text
        screen.enter("3x^2 cos(x^3)")
        screen.until("   read as  3x² cos(x³)")
        screen.until("J.1 · 2 of 5")
        screen.enter("1/x (")
        screen.until("^ this bracket is never closed")
        screen.until(lambda t: t.line == " f′(x) = 1/x ", "the cursor at the place")
        screen.send(CLEAR)
        screen.enter("1/x")
        screen.until("J.1 · 3 of 5")
        screen.send("3x^2")  # on the line, and not given
        screen.until(" f′(x) = 3x^2")
        screen.kill(signal.SIGKILL)
        assert screen.wait() == -signal.SIGKILL
        assert "Not yet" not in screen.everything and "Correct" not in screen.everything
    with Screen(arguments, tmp_path) as screen:
        screen.until(lambda t: t.line == " f′(x) = ", "the prompt of the third question")
        assert re.search(r"Going on where you stopped: 2 of 5 answered, \d+(:\d\d| min) left\.", screen.text)
        assert re.search(r"J\.1 · 3 of 5 +● ● · · · ", screen.text)
        screen.send(PAGE_DOWN)
        screen.until("J.1 · 4 of 5 · part 1 of 2")
        screen.enter("2x")
        screen.until("J.1 · 5 of 5 · part 2 of 2")
        screen.enter("-2")
        screen.until("A number goes to a question; :end has it marked.")
        assert "\n  3 ·  x³/9                             empty\n" in screen.text
        screen.enter("1")
        screen.until(lambda t: t.line == " f′(x) = 3x^2 cos(x^3)", "the answer put back")
        screen.send(CLEAR)
        screen.enter("cos(x^3)")
        screen.until("It stands in the place of your earlier answer.")
        screen.until(lambda t: t.line == " f′(x) = 1/x", "the second answer put back")
        screen.enter(":end")
        screen.until(" Empty: 3. :end once more marks the quiz as it is; :3 goes to the first of them.")
        screen.until(lambda t: t.line == " f′(x) = 1/x", "the prompt again")
        screen.enter(":end")
        screen.until("Quiz J.1: 3 of 5 right, 1 not right, 1 left empty.")
        assert screen.wait() == 0
        assert screen.modes() == screen.modes_before
        assert "Right: 2, 4, 5.  Not right: 1.  Empty: 3." in screen.text
    report = out.read_text(encoding="utf-8")
    report = re.sub(r"\d+ s of 20 min", "9 s of 20 min", report)
    report = re.sub(r"Begun .* UTC\.", "Begun just now.", report).replace(f" --bank {BANK}", "")
    assert report == (DATA / "quiz-report.md").read_text(encoding="utf-8")


def settings() -> Settings:
    return Settings(io.StringIO(), io.StringIO(), Mode.PIPE, False, False, False, False, Path("/nowhere"), {})


def test_the_live_prompt_gives_the_line_back_as_it_stands_when_the_time_is_over() -> None:
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("3x^2 (")
        live = LivePrompt(settings(), Terminal(settings()), lambda: None, keys, DummyOutput())
        # Nobody presses Enter: it ends by itself, after the keys that were typed already.
        assert live.ask(Question(" f′(x) = ", left=lambda: 0.05)) == Typed(TIME_UP, "3x^2 (")


def test_a_plain_prompt_is_broken_off_when_the_time_is_over() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(TimeoutError), Terminal(settings()).until(lambda: 0.0):
        signal.pause()
    assert signal.getsignal(signal.SIGALRM) is before
    with Terminal(settings()).until(None):
        pass
