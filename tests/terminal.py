"""A terminal for tests: a program on a pseudo-terminal, and the screen that a person would see."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyte

__all__ = ["DOWN", "ENTER", "Terminal"]

ENTER = "\r"
DOWN = {
    "F1": "\x1bOP",
    "F2": "\x1bOQ",
    "F3": "\x1bOR",
    "F4": "\x1bOS",
    "F8": "\x1b[19~",
    "C-c": "\x03",
    "C-d": "\x04",
    "C-z": "\x1a",
}
PATIENCE = 20.0  # seconds for anything to appear; it is reached only when a test fails
ROOT = Path(__file__).parent.parent


class Terminal:
    """A program on a terminal of its own; a context manager that leaves no process behind.

    `answers` says whether the terminal tells where the cursor is when it is asked (`ESC [ 6 n`).
    """

    def __init__(
        self,
        arguments: Sequence[str],
        home: Path,
        *,
        columns: int = 80,
        rows: int = 24,
        answers: bool = False,
        env: dict[str, str] | None = None,
        program: str = sys.executable,
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=2000)
        self.stream = pyte.ByteStream(self.screen)
        self.received = b""
        self._seen: tuple[object, list[str]] = (None, [])  # the lines, and when they were made
        self.master, self.slave = pty.openpty()
        if answers:
            self.screen.write_process_input = lambda data: os.write(self.master, data.encode())
        self._size(columns, rows)
        self.modes_before = self.modes()
        self.process = subprocess.Popen(
            [program, *arguments],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "TERM": "xterm-256color",
                "LC_ALL": "C.UTF-8",
                "TZ": "UTC",
                "HOME": str(home),
                "TUTOR_HOME": str(home / "tutor"),
                **(env or {}),
            },
            start_new_session=True,
            preexec_fn=self._become_controlling,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)

    @staticmethod
    def _become_controlling() -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, text: str) -> None:
        """Type the text (or press a key of `DOWN`)."""
        os.write(self.master, DOWN.get(text, text).encode())

    def enter(self, text: str) -> None:
        """Type a line."""
        self.send(text + ENTER)

    def paste(self, text: str) -> None:
        """Paste as a terminal does that marks what is pasted."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window."""
        self.screen.resize(rows, columns)
        self._size(columns, rows)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def until(self, wanted: str | Callable[[Terminal], Any], what: str = "") -> None:
        """Wait until a text stands on the screen, or until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not (wanted in self.text if isinstance(wanted, str) else wanted(self)):
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(f"waited in vain for {what or wanted!r}; on the screen:\n{self.everything}")
            self.take_in(min(left, 0.05))

    def until_it_waits(self) -> None:
        """Wait until the program has nothing more to write: it waits for a key.

        Python's own `input()` misses a signal that comes between the echo of a key and its next look at the
        keyboard; no hand is that fast.
        """
        while self.take_in(0.1):
            pass

    def take_in(self, seconds: float = 0.0) -> bool:
        """Take in what the program has written; was there anything?"""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        data = os.read(self.master, 65536)
        self.received += data
        self.stream.feed(data)
        return True

    def wait(self) -> int:
        """The exit code, when the program has ended and all it wrote has been taken in."""
        self.until(lambda t: t.process.poll() is not None, "the end of the program")
        while self.take_in():
            pass
        return int(self.process.wait())

    def kill(self, number: signal.Signals) -> None:
        """Send a signal to the program and all it has started."""
        os.killpg(self.process.pid, number)

    def modes(self) -> list[Any]:
        """The modes of the terminal."""
        return termios.tcgetattr(self.slave)

    @property
    def lines(self) -> list[str]:
        """The lines on the screen."""
        return [line.rstrip() for line in self._display()]

    def _display(self) -> list[str]:
        """The whole lines, made anew only when something was written or the window has changed."""
        state = len(self.received), self.screen.columns, self.screen.lines
        if self._seen[0] != state:
            self._seen = state, list(self.screen.display)
        return self._seen[1]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def everything(self) -> str:
        """What was scrolled away and what is on the screen."""
        above = ["".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in self.screen.history.top]
        return "\n".join([*above, *self.lines])

    @property
    def line(self) -> str:
        """The line of the cursor, up to the cursor."""
        row, column = int(self.screen.cursor.y), int(self.screen.cursor.x)
        return self._display()[row][:column]
