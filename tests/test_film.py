"""Pictures that move: the keys as a table, a whole film without a clock, and one on a real pseudo-terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.plot.figures import figure
from tutor.plot.model import Film
from tutor.ui.film import Key, Reel, frame, key_of, keys_in, pressed
from tutor.ui.theme import Look

pytest.importorskip("termios", reason="pseudo-terminals are a thing of Unix")

from tests.terminal import Terminal

RUNS = Reel(51, at=10)
STANDS = Reel(51, at=10, runs=False)
LAST = Reel(51, at=50, runs=False)


@pytest.mark.parametrize("data", ["x", "7", "\x1b[C", "\x1b[D", " ", "r", "\x1b[15~", "é", "\t"])
def test_any_key_stops_a_film_that_runs(data: str) -> None:
    reel = RUNS
    for key in keys_in(data):
        reel = pressed(reel, key)
    assert not reel.runs
    assert not reel.over


@pytest.mark.parametrize(
    ("reel", "key", "after"),
    [
        (RUNS, Key.OTHER, Reel(51, 10, False)),
        (RUNS, Key.PLAY, Reel(51, 10, False)),
        (STANDS, Key.PLAY, Reel(51, 10, True)),
        (STANDS, Key.NEXT, Reel(51, 11, False)),
        (STANDS, Key.BACK, Reel(51, 9, False)),
        (STANDS, Key.FIRST, Reel(51, 0, False)),
        (STANDS, Key.OTHER, STANDS),
        (STANDS, Key.LEAVE, Reel(51, 10, False, True)),
        (LAST, Key.NEXT, LAST),
        (LAST, Key.PLAY, Reel(51, 0, True)),  # again from the beginning
        (Reel(51, 0, False), Key.BACK, Reel(51, 0, False)),
    ],
)
def test_what_a_key_does(reel: Reel, key: Key, after: Reel) -> None:
    assert pressed(reel, key) == after


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        ("\x1b[C", [Key.NEXT]),
        ("\x1bOD", [Key.BACK]),
        ("\x1b[C\x1b[C", [Key.NEXT, Key.NEXT]),
        ("x\x1b[D", [Key.OTHER, Key.BACK]),
        ("\x1b", [Key.LEAVE]),
        ("\x1b[15~", [Key.OTHER]),
        ("q", [Key.LEAVE]),
        ("\r", [Key.LEAVE]),
        ("", [Key.LEAVE]),  # the end of the input
    ],
)
def test_keys_are_told_apart(data: str, keys: list[Key]) -> None:
    assert keys_in(data) == keys
    assert key_of("ß") is Key.OTHER


def test_a_film_runs_to_its_last_frame_and_waits_there() -> None:
    reel = Reel(3)
    seen = [reel.at]
    for _ in range(5):
        reel = reel.ticked()
        seen.append(reel.at)
    assert seen == [0, 1, 2, 2, 2, 2]
    assert not reel.runs
    assert not reel.over


def test_the_keys_stand_below_the_frame() -> None:
    found = figure("secant-square")
    assert found is not None
    film = found.made()
    assert isinstance(film, Film)
    look = Look(80, 24)
    assert frame(film, RUNS, look)[-1] == " 11 of 51   any key stops"
    assert frame(film, STANDS, look)[-1] == " 11 of 51   ← → step   space plays   q leaves"
    assert frame(film, LAST, look)[-1] == " 51 of 51   ← → step   space again   q leaves"
    assert frame(film, STANDS, Look(80, 24, ascii=True))[-1] == " 11 of 51   <- -> step   space plays   q leaves"
    assert frame(film, STANDS, Look(40, 15))[-1] == " 11 of 51  ← → step  space  q leaves"


def test_a_film_on_a_terminal_is_stopped_stepped_and_left(tmp_path: Path) -> None:
    with Terminal(["-m", "tutor", "plot", "secant-square"], tmp_path) as terminal:
        terminal.until("any key stops")
        terminal.send("x")
        terminal.until("← → step")
        number = where(terminal)
        terminal.send("\x1b[C")
        terminal.until(f" {number + 1} of 51   ← → step")
        terminal.send("\x1b[D\x1b[D")
        terminal.until(f" {number - 1} of 51   ← → step" if number > 1 else " 1 of 51")
        terminal.send("q")
        assert terminal.wait() == 0
        assert "The slopes tend to −2, that of the tangent." in terminal.text
        assert " of 51" not in terminal.text
        assert terminal.modes() == terminal.modes_before


def where(terminal: Terminal) -> int:
    """The number of the frame on the screen."""
    line = next(line for line in terminal.lines if " of 51" in line)
    return int(line.split(" of ")[0])


def test_ctrl_c_leaves_a_film_and_the_terminal_as_it_was(tmp_path: Path) -> None:
    with Terminal(["-m", "tutor", "plot", "x^2", "--animate", "tangent"], tmp_path, columns=60, rows=20) as terminal:
        terminal.until("any key stops")
        terminal.send("C-c")
        assert terminal.wait() == 0
        assert terminal.modes() == terminal.modes_before
