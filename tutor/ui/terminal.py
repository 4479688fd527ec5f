"""The terminal between two prompts: nothing is echoed, and Ctrl-C does no harm."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from tutor.ui.theme import Mode, Settings

__all__ = ["PATIENCE", "Terminal"]

PATIENCE = 0.3  # seconds of checking after which it is said that there is something to wait for


class Terminal:
    """The terminal of one sitting, a context manager: on every way out its modes are those found.

    While `interruptible()` is entered Ctrl-C raises KeyboardInterrupt; otherwise it is ignored, so that
    no line of the program has to be safe against it. Without a terminal on both sides Ctrl-C simply ends
    the program.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._fd = settings.stdin.fileno() if settings.mode is not Mode.PIPE else -1
        self._modes: Any = None
        self._interruptible = False
        self._handlers: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Terminal:
        if self._fd >= 0:
            self._modes = _modes(self._fd)
            if threading.current_thread() is threading.main_thread():
                self._handlers = {
                    signal.SIGINT: signal.signal(signal.SIGINT, self._interrupt),
                    signal.SIGTERM: signal.signal(signal.SIGTERM, _leave),
                }
            if self.settings.mode is Mode.LIVE:
                self._hush()
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        _set_modes(self._fd, self._modes)

    @contextlib.contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let Ctrl-C raise KeyboardInterrupt in here."""
        self._interruptible = True
        try:
            yield
        finally:
            self._interruptible = False

    @contextlib.contextmanager
    def until(self, left: Callable[[], float] | None) -> Iterator[None]:
        """Raise TimeoutError in here once that many seconds are over; nothing where there are no signals for it."""
        if left is None or not hasattr(signal, "setitimer"):
            yield
            return

        def ring(number: int, frame: FrameType | None) -> None:
            raise TimeoutError

        before = signal.signal(signal.SIGALRM, ring)
        try:
            signal.setitimer(signal.ITIMER_REAL, max(left(), 0.001))
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    @contextlib.contextmanager
    def checking(self, said: str) -> Iterator[None]:
        """Something that may take long and can be broken off; after a moment `said` tells so."""
        shown = threading.Event()
        before = _modes(self._fd)
        self._hush()

        def show() -> None:
            self.settings.write(said if self._can_erase else said + "\n")
            shown.set()

        timer = threading.Timer(PATIENCE, show)
        timer.daemon = True
        if self._fd >= 0:
            timer.start()
        try:
            with self.interruptible():
                yield
        finally:
            timer.cancel()
            if timer.is_alive():
                timer.join()
            if shown.is_set() and self._can_erase:
                self.settings.write("\r\x1b[K")
            _set_modes(self._fd, before)

    def drain(self) -> str:
        """Whatever was typed and not read yet; it is gone with that."""
        typed = b""
        if self._fd >= 0 and os.name == "posix":
            before = _modes(self._fd)
            self._hush()  # so that a line without its end can be read as well
            while select.select([self._fd], [], [], 0)[0]:
                part = os.read(self._fd, 4096)
                if not part:
                    break
                typed += part
            _set_modes(self._fd, before)
        return typed.decode("utf-8", "replace")

    @property
    def _can_erase(self) -> bool:
        return self.settings.mode is Mode.LIVE

    def _hush(self) -> None:
        modes = _modes(self._fd)
        if modes is not None:
            import termios

            modes[3] &= ~(termios.ECHO | termios.ICANON)
            _set_modes(self._fd, modes)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        if self._interruptible:
            raise KeyboardInterrupt


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _modes(fd: int) -> Any:
    """The modes of the terminal; None where there are none to be had."""
    try:
        import termios

        return termios.tcgetattr(fd) if fd >= 0 else None
    except (ImportError, OSError, termios.error):
        return None


def _set_modes(fd: int, modes: Any) -> None:
    if modes is not None:
        import termios

        with contextlib.suppress(OSError, termios.error):
            termios.tcsetattr(fd, termios.TCSANOW, modes)
