"""Real drills on a pseudo-terminal: what a person sees, types and gets back."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("termios", reason="pseudo-terminals are a thing of Unix")

from tests.terminal import ROOT, Terminal
from tutor.disputes import FILE
from tutor.unsettled import FILE as UNSETTLED

SINE = ("drill", "--id", "chain-ex2a")  # sin(x^3)
PROMPT = " f′(x) = "
BOXES = re.compile("[─-╿⎛-⎭▀-▟]")


@contextmanager
def tutor(home: Path, *arguments: str, **given: Any) -> Iterator[Terminal]:
    """The program on a terminal, its first prompt ready."""
    with Terminal(["-m", "tutor", *arguments], home, **given) as terminal:
        terminal.until(at_the_prompt, "a prompt")
        yield terminal


def at_the_prompt(terminal: Terminal) -> bool:
    return terminal.line in (PROMPT, " f'(x) = ", "Answer: ")


@pytest.mark.parametrize("answers", [False, True])
def test_a_whole_drill(tmp_path: Path, answers: bool) -> None:
    """A wrong answer, a hint, a right answer, the summary; the terminal is left as it was found."""
    with tutor(tmp_path, *SINE, answers=answers) as terminal:
        assert "chain rule · 1 of 1" in terminal.text
        assert "   f(x) = sin⎝x ⎠" in terminal.text
        assert "\n Enter check   F1 hint   F2 steps   F3 plot   F4 skip   Ctrl-D finish" in terminal.text
        terminal.enter("cos(x^3)")
        terminal.until("Not yet. This is what comes out if you stop after the outer derivative.")
        terminal.until("   mistake 3, inner derivative missing\n   at x = 0.7, f′ is 1.3844 and yours is 0.9417\n")
        terminal.until(lambda t: t.line == PROMPT + "cos(x^3)", "the answer put back")
        terminal.send("F1")
        terminal.until(" 1  (f(u))′ = f′(u) u′, and here u = x³. Multiply by the derivative of x³.")
        terminal.until(lambda t: t.line == PROMPT + "cos(x^3)", "the answer kept")
        terminal.send("\x01")
        terminal.enter("3x^2 ")
        terminal.until("✓ Correct, proved.")
        terminal.until("Enter finish")
        terminal.send("\r")
        assert terminal.wait() == 0
        assert re.search(r"one problem, .* +with a hint 1", terminal.everything)
        assert terminal.modes() == terminal.modes_before


def test_one_template_is_several_problems(tmp_path: Path) -> None:
    with tutor(tmp_path, "drill", "--id", "any-power", "--seed", "1", "--count", "2") as terminal:
        assert "powers · 1 of 2" in terminal.text
        assert "           13\n   f(x) = x" in terminal.text
        terminal.enter("13x^12")
        terminal.until("✓ Correct, proved.")
        terminal.send("\r")
        terminal.until("powers · 2 of 2")
        terminal.until("           8\n   f(x) = x")
        terminal.until(at_the_prompt, "a prompt")
        terminal.enter("8x^7")
        terminal.until("Enter finish")
        terminal.send("\r")
        assert terminal.wait() == 0


def test_the_preview_follows_what_is_typed(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        terminal.send("3x^2 cos(x^3)")
        terminal.until("     2    ⎛ 3⎞\n   3x  cos⎝x ⎠")
        terminal.send("(")
        terminal.until("this bracket is never closed")
        assert "   3x  cos⎝x ⎠" in terminal.text
        height = terminal.screen.cursor.y
        terminal.send("\x7f" * 14)
        terminal.until(lambda t: t.line == PROMPT, "an empty line")
        assert terminal.screen.cursor.y == height


def test_what_cannot_be_read_costs_nothing_and_shows_the_place(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        terminal.enter("3x^2 (x + 1")
        terminal.until("not checked")
        row = next(line for line in terminal.lines if "not checked" in line)
        assert row.startswith(" " * (len(PROMPT) + 5) + "^ this bracket is never closed")
        terminal.until(lambda t: t.line == PROMPT + "3x^2 ", "the cursor at the caret")
        terminal.send("\x05\x15")
        terminal.enter("3x^2 cos(x^3)")
        terminal.until("1 try")


THREE = """\
title: Three
problems:
  - {id: one, topic: chain-general, function: "sin(x^3)"}
  - {id: two, topic: chain-general, function: "ln(x^2 + 1)"}
  - {id: three, topic: chain-general, function: "(x^2 + 5)^4"}
"""


def test_killed_in_the_middle_and_gone_on_with(tmp_path: Path) -> None:
    bank = tmp_path / "three.yaml"
    bank.write_text(THREE, encoding="utf-8")
    arguments = ("drill", "--bank", str(bank), "--count", "3")
    with tutor(tmp_path, *arguments) as terminal:
        first = statement(terminal)
        terminal.enter("x")
        terminal.until("Not yet")
        terminal.send("F4")
        terminal.until("Skipped")
        terminal.until(lambda t: at_the_prompt(t) and statement(t) != first, "the second problem")
        second = statement(terminal)
        terminal.enter("x")
        terminal.until(lambda t: t.text.count("Not yet") == 2, "the second verdict")
        terminal.kill(signal.SIGKILL)
        assert terminal.wait() == -signal.SIGKILL
    with tutor(tmp_path, *arguments) as terminal:
        assert "Welcome" not in terminal.text
        assert "Going on where you stopped: 1 of 3." in terminal.text
        assert statement(terminal) == second
        terminal.send("\x04")
        assert terminal.wait() == 0


def statement(terminal: Terminal) -> str:
    """The line of the last statement on the screen."""
    return next(line for line in reversed(terminal.lines) if "f(x) = " in line)


def test_forty_by_fifteen(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE, columns=40, rows=15) as terminal:
        terminal.send("3x^2 cos(x^3)")
        terminal.until("   3x² cos(x³)")
        assert "F1 hint  F2 steps  F4 skip  ^D finish" in terminal.text
        terminal.send("\r")
        terminal.until("Correct")
        terminal.until("Enter finish")
        terminal.send("\r")
        assert terminal.wait() == 0


def test_the_window_changes_its_size(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        terminal.send("3x^2 cos(x^3)")
        terminal.until("   3x  cos⎝x ⎠")
        terminal.resize(60, 20)
        terminal.send(" + x")
        terminal.until(lambda t: t.line == PROMPT + "3x^2 cos(x^3) + x", "the line after the change")
        terminal.send("\x04")
        assert terminal.wait() == 0


def test_screen_reader(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE, "--screen-reader") as terminal:
        assert "f of x equals sine of, x cubed." in terminal.text
        terminal.enter("cos(x^3)")
        terminal.until("outer derivative is right, but x cubed moves too")
        terminal.until("Mistake 3, inner derivative missing. At x equals 0.7, f prime is 1.3844")
        terminal.until(lambda t: t.line == "Answer: cos(x^3)", "the answer put back")
        terminal.send("F1")
        terminal.until("Hint 1. ")
        terminal.until(lambda t: t.line == "Answer: cos(x^3)", "the answer kept")
        terminal.send("\x15")
        terminal.enter("3x^2 cos(x^3)")
        terminal.until("\nCorrect, proved.")
        terminal.until("Press Enter to go on.")
        terminal.send("\r")
        assert terminal.wait() == 0
        assert not BOXES.search(terminal.everything)
        said = [line for line in terminal.everything.splitlines() if line]
        assert all(line[0].isalnum() for line in said)
        # Nothing is redrawn: no cursor is moved up, no line or screen is erased.
        assert not re.search(rb"\x1b\[\d*[AJH]", terminal.received)
        assert terminal.modes() == terminal.modes_before


def test_ctrl_c_clears_then_tells_how_to_finish_then_finishes(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        terminal.send("3x")
        terminal.until(lambda t: t.line == PROMPT + "3x", "the text")
        terminal.send("C-c")
        terminal.until(lambda t: t.line == PROMPT, "an empty line")
        terminal.send("C-c")
        terminal.until("Ctrl-C again, or Ctrl-D, finishes; everything is saved.")
        terminal.send("C-c")
        assert terminal.wait() == 0
        assert "The rest is kept" in terminal.text
        assert terminal.modes() == terminal.modes_before


def test_the_up_key_brings_back_an_earlier_answer(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        terminal.enter("cos(x^3)")
        terminal.until(lambda t: "Not yet" in t.text and t.line == PROMPT + "cos(x^3)", "the answer put back")
        terminal.send("C-c")
        terminal.until(lambda t: t.line == PROMPT, "an empty line")
        terminal.send("\x1b[A")
        terminal.until(lambda t: t.line == PROMPT + "cos(x^3)", "the earlier answer")


def test_ctrl_c_without_redrawing(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE, "--plain") as terminal:
        terminal.send("3x")
        terminal.until(lambda t: t.line == PROMPT + "3x", "the text")
        terminal.until_it_waits()
        terminal.send("C-c")
        terminal.until(lambda t: t.line == PROMPT, "an empty line")
        terminal.until_it_waits()
        terminal.send("C-c")
        terminal.until("Ctrl-C again, or Ctrl-D, finishes; everything is saved.")
        terminal.until(lambda t: t.line == PROMPT, "an empty line")
        terminal.until_it_waits()
        terminal.send("C-c")
        assert terminal.wait() == 0
        assert b"\x1b[1m" not in terminal.received
        assert terminal.modes() == terminal.modes_before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_from_outside_leaves_the_terminal_as_it_was(tmp_path: Path, number: signal.Signals) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        os.kill(terminal.process.pid, number)
        if number == signal.SIGINT:
            terminal.until("Ctrl-C again")
            os.kill(terminal.process.pid, number)
        assert terminal.wait() == (143 if number == signal.SIGTERM else 0)
        assert terminal.modes() == terminal.modes_before


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell with job control")
def test_suspended_and_back(tmp_path: Path) -> None:
    env = {"PS1": "shell> ", "PYTHON": sys.executable}
    with Terminal(["--norc", "-i"], tmp_path, env=env, program="bash") as terminal:
        terminal.until("shell>")
        terminal.enter(f"$PYTHON -m tutor {' '.join(SINE)}")
        terminal.until(at_the_prompt, "a prompt")
        terminal.send("3x")
        terminal.until(lambda t: t.line == PROMPT + "3x", "the text")
        terminal.send("C-z")
        terminal.until("Stopped")
        terminal.until(lambda t: t.line == "shell> ", "the shell")
        terminal.enter("fg")
        terminal.until(lambda t: t.line == PROMPT + "3x", "the line after coming back")
        terminal.send("^2")
        terminal.until(lambda t: t.line == PROMPT + "3x^2", "what was typed after coming back")
        terminal.send("C-d")
        terminal.until("The rest is kept")


def test_text_typed_ahead_never_answers_the_next_problem(tmp_path: Path) -> None:
    with tutor(tmp_path, "drill", "--id", "chain-ex2a", "--count", "1") as terminal:
        terminal.send("3x^2 cos(x^3)\r7x\r")
        terminal.until("What was typed while the answer was being checked is not used.")
        terminal.until("Enter finish")
        assert "7x" not in terminal.text
        terminal.send("\r")
        assert terminal.wait() == 0


# Checking does not begin to end before somebody writes to the pipe.
SLOW = """
import sys
from tutor import kinds
at_once = kinds.mark
def mark(*arguments):
    with open(sys.argv[1]) as pipe:
        pipe.read()
    return at_once(*arguments)
kinds.mark = mark
from tutor.cli import run
sys.exit(run(sys.argv[2:]))
"""


@contextmanager
def checking(tmp_path: Path, typed: str) -> Iterator[tuple[Terminal, Path]]:
    """A drill in which an answer is being checked until the pipe is written to."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with Terminal(["-c", SLOW, str(pipe), *SINE], tmp_path) as terminal:
        terminal.until(at_the_prompt, "a prompt")
        terminal.enter(typed)
        terminal.until(" checking…")
        yield terminal, pipe


def test_a_long_check_says_so_and_then_takes_it_back(tmp_path: Path) -> None:
    with checking(tmp_path, "cos(x^3)") as (terminal, pipe):
        pipe.write_text("go on")
        terminal.until("Not yet")
        assert "checking" not in terminal.text


def test_ctrl_c_breaks_a_check_off_and_nothing_is_counted(tmp_path: Path) -> None:
    with checking(tmp_path, "cos(x^3)") as (terminal, _):
        terminal.send("C-c")
        terminal.until("Not checked: you broke it off, and nothing was counted.")
        terminal.until(lambda t: t.line == PROMPT + "cos(x^3)", "the answer put back")
        terminal.send("\x15\x04")
        assert terminal.wait() == 0
        assert terminal.modes() == terminal.modes_before
    with sqlite3.connect(tmp_path / "tutor" / "progress.db") as db:
        assert db.execute("SELECT count(*) FROM attempts").fetchone() == (0,)


# A number that may be rounded, in an answer that is wrong by 10^-19: a check that lasts for all of its time.
ROOTS = "sqrt(" * 50 + "a" + ")" * 50


def test_ctrl_c_breaks_off_a_check_that_really_takes_long(tmp_path: Path) -> None:
    answer = f"1.0 {ROOTS} + 1/3^40"
    with tutor(tmp_path, "drill", "--function", f"x {ROOTS}", columns=400, rows=60) as terminal:
        terminal.enter(answer)
        terminal.until(" checking…")
        terminal.send("C-c")
        terminal.until("Not checked: you broke it off, and nothing was counted.")
        terminal.until(lambda t: t.line == PROMPT + answer, "the answer put back")
        terminal.send("\x15")
        terminal.enter(ROOTS)
        terminal.until("1 try")
        terminal.until("Enter finish")
        terminal.send("\r")
        assert terminal.wait() == 0
        assert terminal.modes() == terminal.modes_before


def test_why_says_what_sympy_thinks_as_soon_as_it_is_known(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        terminal.enter("cos(x^3)")
        terminal.until("Not yet")
        terminal.send("\x15")
        terminal.enter(":why")
        terminal.until("Two functions that differ at one point are two functions")
        terminal.until(lambda t: t.line == PROMPT, "an empty line")
        terminal.enter("3x^2 cos(x^3)")
        terminal.until("Correct, proved.")
        while "SymPy agrees: same form." not in terminal.everything:
            opinions = terminal.everything.count("SymPy has not finished looking at it.")
            terminal.until("Enter finish")
            terminal.enter(":why")
            terminal.until(partial(has_said_more, opinions), "an opinion")
        assert not (tmp_path / "tutor" / UNSETTLED).exists()


def has_said_more(opinions: int, terminal: Terminal) -> bool:
    """Has SymPy's opinion been told once more?"""
    everything = terminal.everything
    return everything.count("SymPy has not finished looking at it.") + everything.count("SymPy agrees") > opinions


def test_the_worker_may_die_at_any_time(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        for answer, said in (("cos(x^3)", "yours is 0.9417"), ("1", "yours is 1.")):
            for child in children(terminal.process.pid):
                os.kill(child, signal.SIGKILL)
            terminal.enter(answer)
            terminal.until(said)
            terminal.until_it_waits()
            terminal.send("\x15")
        terminal.enter("3x^2 cos(x^3)")
        terminal.until("Correct, proved.")


def children(pid: int) -> list[int]:
    """The processes that this one has started (none where the system does not tell)."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for found in lists for child in found.read_text(encoding="ascii").split()]


def test_nothing_is_echoed_while_an_answer_is_checked(tmp_path: Path) -> None:
    with checking(tmp_path, "3x^2 cos(x^3)") as (terminal, pipe):
        terminal.send("7x\r")
        pipe.write_text("go on")
        terminal.until("What was typed while the answer was being checked is not used.")
        terminal.until("Enter finish")
        assert "7x" not in terminal.text
        assert terminal.text.count("✓ Correct") == 1


def test_a_pasted_second_line_is_refused(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        terminal.paste("3x^2 cos(x^3)\n7x\n")
        terminal.until("An answer is one line: only the first line of what was pasted is taken.")
        assert terminal.line == PROMPT + "3x^2 cos(x^3)"
        terminal.send("\r")
        terminal.until("Correct")


def test_what_was_on_the_screen_before_stays_in_the_scrollback(tmp_path: Path) -> None:
    code = "import sys; from tutor.cli import run; print('before'); sys.exit(run(sys.argv[1:]))"
    with Terminal(["-c", code, *SINE], tmp_path, rows=12) as terminal:
        terminal.until(at_the_prompt, "a prompt")
        terminal.send("F2")
        terminal.until("Counted as given up.")
        terminal.send("\x04")
        assert terminal.wait() == 0
        assert terminal.everything.startswith("before")
        for purge in (b"\x1b[?1049h", b"\x1b[?47h", b"\x1b[3J", b"\x1b[2J"):
            assert purge not in terminal.received
        assert b"\x1b[6n" not in terminal.received


def test_a_right_value_in_another_form_and_then_the_form(tmp_path: Path) -> None:
    """It counts once; what comes after it costs nothing, and the form ends the problem."""
    with tutor(tmp_path, "drill", "--id", "product-x3-exp-factored") as terminal:
        assert "find f′(x), factored" in terminal.text
        terminal.enter("3x^2 e^x + x^3 e^x")
        terminal.until("✓ Right value. The problem asks for it factored: x² eˣ stands in both terms.")
        terminal.until(lambda t: t.line == PROMPT + "3x^2 e^x + x^3 e^x", "the answer put back")
        terminal.send("F1")
        terminal.until(lambda t: t.text.count("stands in both terms") == 2, "what is missing once more")
        terminal.until(lambda t: t.line == PROMPT + "3x^2 e^x + x^3 e^x", "the answer kept")
        terminal.send("\x15")
        terminal.enter("x^2 e^x (x + 2)")
        terminal.until("The right answer that you gave before still counts.")
        terminal.until(lambda t: t.line == PROMPT + "x^2 e^x (x + 2)", "the answer put back")
        terminal.send("\x15")
        terminal.enter("x^2 e^x (x + 3)")
        terminal.until("✓ Correct, proved, and factored.")
        terminal.until("Enter finish")
        terminal.send("\r")
        assert terminal.wait() == 0
        assert re.search(r"one problem, .* +right at once 1", terminal.everything)
    with sqlite3.connect(tmp_path / "tutor" / "progress.db") as db:
        kept = db.execute("SELECT answer, verdict, hints FROM attempts").fetchall()
    assert kept == [("3x^2 e^x + x^3 e^x", "correct", 0)]


LEVEL = """title: mine
problems:
  - {id: one, topic: linearity, function: x^2 + 2x, form: factored, answer: 2(x + 1)}
  - {id: two, topic: linearity, function: x^2 + 2x + 1, form: factored, answer: 2(x + 1)}
"""


def test_the_form_may_be_left_and_the_next_problem_has_its_own_hints(tmp_path: Path) -> None:
    bank = tmp_path / "mine.yaml"
    bank.write_text(LEVEL)
    with tutor(tmp_path, "drill", "--bank", str(bank), "--count", "2") as terminal:
        terminal.enter("2x + 2")
        terminal.until("2 stands in both terms")
        terminal.send("F1")
        terminal.until(lambda t: t.text.count("2 stands in both terms") == 2, "what is missing once more")
        terminal.send("F4")
        terminal.until("Left in this form; it counts as right.")
        terminal.until("Enter next")
        terminal.send("\r")
        terminal.until("2 of 2")
        terminal.until(lambda t: t.line == PROMPT, "an empty line")
        terminal.send("F1")
        terminal.until(" 1  f is a sum of")
        terminal.send("F2")
        terminal.until("Counted as given up.")


def test_a_right_value_counts_when_its_form_is_never_typed(tmp_path: Path) -> None:
    bank = tmp_path / "mine.yaml"
    bank.write_text(LEVEL)
    done = piped(tmp_path, "2x + 2\n", "drill", "--bank", str(bank), "--id", "one")
    assert "✓ Right value. The problem asks for it factored: 2 stands in both terms." in done.stdout
    assert re.search(r"one problem, .* +right at once 1", done.stdout)
    on_a_pipe = piped(tmp_path, "2x + 2\n:steps\n2(x + 1)\n", "drill", "--bank", str(bank), "--count", "2").stdout
    assert "In the form that the problem asks for:\n   f′(x) = 2(x + 1)" in on_a_pipe
    assert "Counted as given up." not in on_a_pipe
    assert "✓ Correct, proved, and factored." in on_a_pipe


def test_undo_goes_back_to_the_problem_before(tmp_path: Path) -> None:
    bank = tmp_path / "three.yaml"
    bank.write_text(THREE, encoding="utf-8")
    with tutor(tmp_path, "drill", "--bank", str(bank), "--count", "2") as terminal:
        first = statement(terminal)
        terminal.send("F2")
        terminal.until("Counted as given up.")
        terminal.until("Enter next")
        terminal.send("\r")
        terminal.until("2 of 2")
        terminal.until(at_the_prompt, "a prompt")
        assert statement(terminal) != first
        terminal.send("F8")
        terminal.until("Taken back: giving up.")
        terminal.until(lambda t: at_the_prompt(t) and statement(t) == first, "the first problem again")


def test_an_answer_that_is_thought_right_is_kept(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        terminal.enter("cos(x^3)")
        terminal.until("Not yet")
        terminal.send("\x15")
        terminal.enter(":dispute my book says so")
        terminal.until("to be looked at")
        kept = (tmp_path / "tutor" / FILE).read_text(encoding="utf-8")
        assert '"answer": "cos(x^3)"' in kept
        assert '"why": "my book says so"' in kept


@pytest.mark.parametrize("command", [":?", ":why", ":nonsense", ""])
def test_every_command_comes_back_to_the_prompt(tmp_path: Path, command: str) -> None:
    said = {
        ":?": "How to type",
        ":why": "There is no verdict to explain yet",
        ":nonsense": "There is no command :nonsense here; :? lists them.",
        "": "Type the derivative and press Enter",
    }
    with tutor(tmp_path, *SINE) as terminal:
        terminal.enter(command)
        terminal.until(said[command])
        terminal.until(lambda t: t.line == PROMPT, "an empty line")


def test_without_colour_there_is_none(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE, env={"NO_COLOR": "1"}) as terminal:
        terminal.enter("3x^2 cos(x^3)")
        terminal.until("Correct")
        assert not re.search(rb"\x1b\[[0-9;]*(3[0-9]|9[0-7])m", terminal.received)
    with tutor(tmp_path, *SINE) as terminal:
        terminal.enter("3x^2 cos(x^3)")
        terminal.until("Correct")
        assert re.search(rb"\x1b\[[0-9;]*32m", terminal.received)


def test_typewriter_characters(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE, "--ascii") as terminal:
        terminal.enter("cos(x^3)")
        terminal.until("Not yet")
        terminal.send("F1")
        terminal.until(" 1  (f(u))' = f'(u) u', and here u = x^3.")
        terminal.send("F1")
        terminal.until(" 2  What")
        terminal.send("F2")
        terminal.until("Counted as given up.")
        assert terminal.received.isascii()


def test_a_terminal_that_can_do_nothing(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE, env={"TERM": "dumb"}) as terminal:
        terminal.enter("3x^2 cos(x^3)")
        terminal.until("Correct")
        assert b"\x1b" not in terminal.received.replace(b"\x1b[?2004h", b"").replace(b"\x1b[?2004l", b"")


# On a pipe


def piped(home: Path, typed: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TUTOR_HOME": str(home / "tutor")}
    command = [sys.executable, "-m", "tutor", *arguments]
    return subprocess.run(command, input=typed, capture_output=True, text=True, env=env, cwd=ROOT, check=False)


def test_answers_on_a_pipe(tmp_path: Path) -> None:
    done = piped(tmp_path, "cos(x^3)\n:h\n3x^2 cos(x^3)\n:why\n", *SINE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    said = [
        " f′(x) = cos(x^3)",
        " Not yet",
        " 1  (f(u))′ = f′(u) u′, and here u = x³.",
        " ✓ Correct",
        " Read as",
        "with a hint 1",
    ]
    places = [done.stdout.find(text) for text in said]
    assert -1 not in places
    assert places == sorted(places)


def test_a_pipe_that_ends_early_is_gone_on_with(tmp_path: Path) -> None:
    assert "The rest is kept" in piped(tmp_path, "x\n", *SINE).stdout
    assert "Going on where you stopped: 1 of 1." in piped(tmp_path, "", *SINE).stdout


def test_nothing_of_the_terminal_is_loaded_for_a_pipe(tmp_path: Path) -> None:
    code = (
        "import sys; from tutor.cli import run; run(sys.argv[1:]); "
        "print([m for m in ('prompt_toolkit', 'sympy', 'rich') if m in sys.modules])"
    )
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TUTOR_HOME": str(tmp_path)}
    command = [sys.executable, "-c", code, *SINE]
    done = subprocess.run(command, input="cos(x^3)\n", capture_output=True, text=True, env=env, cwd=ROOT, check=False)
    assert done.stdout.endswith("[]\n"), done.stdout + done.stderr


# The files of the user


def test_what_is_undecided_counts_for_nothing_and_is_kept(tmp_path: Path) -> None:
    said = piped(tmp_path, "1\n:why\n", "drill", "--function", "ln(-x^2)").stdout
    assert "It does not count against you." in " ".join(said.split())
    assert "SymPy" not in said
    kept = (tmp_path / "tutor" / UNSETTLED).read_text(encoding="utf-8")
    assert kept.count("\n") == 1
    assert (
        '"answer": "1", "verdict": "undecided", "why": "I could not settle this: the derivative has no real value'
        in kept
    )
    with sqlite3.connect(tmp_path / "tutor" / "progress.db") as db:
        assert db.execute("SELECT count(*) FROM attempts").fetchone() == (0,)


def test_a_damaged_progress_file_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "tutor").mkdir()
    (tmp_path / "tutor" / "progress.db").write_bytes(b"nothing of ours" * 300)
    done = piped(tmp_path, "3x^2 cos(x^3)\n", *SINE)
    assert done.stdout.count("was damaged") == 1
    assert "Correct" in done.stdout
    assert len(list((tmp_path / "tutor").glob("progress.corrupt-*.db"))) == 1


def test_a_folder_that_cannot_be_made_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "tutor").write_text("in the way")
    done = piped(tmp_path, "3x^2 cos(x^3)\n", *SINE)
    assert done.stdout.count("Progress is not saved") == 1
    assert "Correct" in done.stdout
    assert done.returncode == 0


def test_the_welcome_comes_once_and_is_short(tmp_path: Path) -> None:
    first = piped(tmp_path, "", *SINE).stdout
    assert first.startswith(" Welcome. ")
    assert first.index("chain rule · 1 of 1") < 6 * 80
    assert "Welcome" not in piped(tmp_path, "", *SINE).stdout


BROKEN = """title: mine
problems:
  - id: bracket
    topic: quotient
    function: x/(x + 1
  - id: topic
    topic: quotiend
    function: x/(x + 1)
  - id: sound
    topic: quotient
    function: x^2/(x + 1)
"""


def test_a_broken_bank_is_told_with_its_places_and_the_rest_is_practised(tmp_path: Path) -> None:
    bank = tmp_path / "mine.yaml"
    bank.write_text(BROKEN)
    done = piped(tmp_path, "(x^2 + 2x)/(x + 1)^2\n", "drill", "--bank", str(bank), "--seed", "3")
    assert done.returncode == 0
    assert 'mine.yaml:7:12: "topic" cannot be "quotiend"' in done.stderr
    assert re.search(r"left out\. \S*mine\.yaml:5:\d+:", done.stdout.replace("\n", ""))
    assert "✓ Correct, proved." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("quotien",), "The bank has no topic quotien; did you mean quotient?"),
        (("--level", "3-x"), "--level is a number or two, as in 2-5; found 3-x"),
        (("nope",), "The bank has no topic nope; tutor topics lists them."),
        (("--level", "9-2"), "--level has the lower number first, as in 2-9"),
        (("--level", "90"), "No problem of the bank is of that topic and level. Its levels are 1 to 34."),
        (("--id", "zzzz"), "The bank has no problem zzzz."),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = piped(tmp_path, "", "drill", *arguments)
    assert (done.returncode, done.stderr, done.stdout) == (2, said + "\n", "")


def test_a_function_of_ones_own(tmp_path: Path) -> None:
    done = piped(tmp_path, "2t\n", "drill", "--function", "t^2")
    assert "f(t) = t" in done.stdout
    assert "Correct" in done.stdout
    refused = piped(tmp_path, "", "drill", "--function", "x^2 (")
    assert refused.returncode == 2


def test_the_parts_are_found_one_by_one(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        terminal.enter(":parts")
        terminal.until("A composition f(u): what is the inside u?")
        terminal.until(lambda t: t.line == " u = ", "the question for u")
        terminal.enter("x^3")
        terminal.until(lambda t: t.line == " f(u) = ", "the question for the outer function")
        terminal.enter("cos u")
        terminal.until("With u = x³ this is not the function.")
        terminal.send("\x15")
        terminal.enter("sin u")
        terminal.until(lambda t: t.line == " f′(u) = ", "the question for its derivative")
        terminal.enter("cos u")
        terminal.until(lambda t: t.line == " u′ = ", "the question for the inner derivative")
        terminal.enter("3x^2")
        terminal.until("Right. Now put them together:  f′(u) · u′.")
        terminal.until(at_the_prompt, "the prompt of the problem")
        terminal.enter("3x^2 cos(x^3)")
        terminal.until("1 try")


def test_a_line_that_is_right_so_far_and_the_part_that_is_not(tmp_path: Path) -> None:
    with tutor(tmp_path, "drill", "--function", "x^2 sin x") as terminal:
        terminal.enter("2x sin(x) + x^2 (sin x)'")
        terminal.until("Right so far: one derivative is still open, (sin(x))′.")
        terminal.send("\x01\x0b")
        terminal.enter("2x sin(x) + x^2 sin(x)")
        terminal.until("Not yet. The first term is right; look at the second.")


def test_steps_one_by_one(tmp_path: Path) -> None:
    with Terminal(["-m", "tutor", "steps", "x^2 sin x", "--hide"], tmp_path) as terminal:
        terminal.until("Enter shows the next step, q stops")
        assert "2  power" not in terminal.text
        terminal.send("\r")
        terminal.until("2  power")
        assert "3  sine" not in terminal.text
        terminal.enter("q")
        assert terminal.wait() == 0


def test_a_command_after_a_wrong_answer_needs_no_clearing(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE) as terminal:
        terminal.enter("cos(x^3)")
        terminal.until("Not yet")  # before that the line is the one that was typed, and :h would come too early
        terminal.until(lambda t: t.line == PROMPT + "cos(x^3)", "the answer put back")
        terminal.enter(":h")
        terminal.until(" 1  (f(u))′ = f′(u) u′, and here u = x³.")
        terminal.until(lambda t: t.line == PROMPT + "cos(x^3)", "the answer put back again")
        terminal.send(" x")
        terminal.enter(":h")
        terminal.until(" 2  What would you do last")


def test_a_right_answer_in_ascii_is_one_line(tmp_path: Path) -> None:
    with tutor(tmp_path, *SINE, "--ascii") as terminal:
        terminal.enter("3x^2 cos(x^3)")
        terminal.until("1 try")
        row = next(line for line in terminal.lines if "Correct" in line)
        assert row.startswith(" + Correct, proved.") and row.endswith("1 try")
        assert terminal.text.isascii()
