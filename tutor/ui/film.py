"""Frames one after the other on a terminal, until a key is pressed; then step by step, by keys."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto

from tutor.plot.model import Film
from tutor.ui.plot import pictured
from tutor.ui.terminal import Terminal
from tutor.ui.theme import Look, Settings

__all__ = ["Key", "Reel", "frame", "key_of", "play", "pressed"]

PACE = 0.12  # seconds from one frame to the next


class Key(Enum):
    """What a key means while a film is shown."""

    NEXT = auto()
    BACK = auto()
    PLAY = auto()
    FIRST = auto()
    LEAVE = auto()
    OTHER = auto()


_KEYS = {
    "\x1b[C": Key.NEXT, "\x1bOC": Key.NEXT, "l": Key.NEXT, "n": Key.NEXT, "\x1b[B": Key.NEXT,
    "\x1b[D": Key.BACK, "\x1bOD": Key.BACK, "h": Key.BACK, "b": Key.BACK, "\x1b[A": Key.BACK,
    " ": Key.PLAY, "p": Key.PLAY, "r": Key.FIRST, "\x1b[H": Key.FIRST, "\x1b[1~": Key.FIRST,
    "q": Key.LEAVE, "Q": Key.LEAVE, "\r": Key.LEAVE, "\n": Key.LEAVE, "\x1b": Key.LEAVE, "\x03": Key.LEAVE,
    "\x04": Key.LEAVE, "": Key.LEAVE,
}  # fmt: skip


def key_of(data: str) -> Key:
    """What the bytes of a key press mean; the end of the input (no bytes) leaves."""
    return _KEYS.get(data, Key.OTHER)


@dataclass(frozen=True, slots=True)
class Reel:
    """Where a film stands: the number of the frame, whether it runs, and whether it is over."""

    count: int
    at: int = 0
    runs: bool = True
    over: bool = False

    def ticked(self) -> Reel:
        """One frame later; the last frame stays."""
        if not self.runs:
            return self
        return replace(self, at=min(self.at + 1, self.count - 1), runs=self.at + 1 < self.count - 1)


def pressed(reel: Reel, key: Key) -> Reel:
    """The reel after a key. Whatever the key, a film that ran stands still."""
    match key:
        case Key.LEAVE:
            return replace(reel, runs=False, over=True)
        case Key.NEXT:
            return replace(reel, runs=False, at=min(reel.at + 1, reel.count - 1))
        case Key.BACK:
            return replace(reel, runs=False, at=max(reel.at - 1, 0))
        case Key.PLAY if not reel.runs:
            return replace(reel, runs=True, at=0 if reel.at == reel.count - 1 else reel.at)
        case Key.FIRST:
            return replace(reel, runs=False, at=0)
        case _:
            return replace(reel, runs=False)


def frame(film: Film, reel: Reel, look: Look) -> list[str]:
    """The lines of the frame, with the keys below it."""
    lines = pictured(film.stills[reel.at].scene, look, look.height - 2, fits=True)
    return [*lines[: look.height - 2], look.paint("dim", _footer(reel, look)[: look.width - 1])]


def _footer(reel: Reel, look: Look) -> str:
    where = f" {reel.at + 1} of {reel.count}"
    if reel.runs:
        return f"{where}   any key stops"
    arrows = "<- ->" if look.ascii else "← →"
    if look.width < 60:
        return f"{where}  {arrows} step  space  q leaves"
    end = reel.at == reel.count - 1
    return f"{where}   {arrows} step   space {'again' if end else 'plays'}   q leaves"


def play(film: Film, settings: Settings) -> None:
    """Show the film in place. The frame at which it was left stays on the screen."""
    with Terminal(settings) as terminal:
        projector = _Projector(film, settings)
        try:
            with terminal.interruptible():
                projector.run()
        except KeyboardInterrupt:
            pass
        finally:
            projector.end()


class _Projector:
    def __init__(self, film: Film, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.film, self.settings, self.clock = film, settings, clock
        self.reel = Reel(len(film.stills))
        self.shown = 0  # lines on the screen
        self.size = settings.size()
        self.fd = settings.stdin.fileno()

    def run(self) -> None:
        self._draw()
        due = self.clock() + PACE
        while not self.reel.over:
            wait = max(due - self.clock(), 0.0) if self.reel.runs else None
            if select.select([self.fd], [], [], wait)[0]:
                before = self.reel
                for key in keys_in(os.read(self.fd, 1024).decode("utf-8", "replace")):
                    self.reel = pressed(self.reel, key)
                if self.reel != before and not self.reel.over:
                    self._draw()
                due = self.clock() + PACE
            else:
                self.reel = self.reel.ticked()
                self._draw()
                # From now, not from when it was due: a slow terminal gets fewer frames, and no queue of them.
                due = self.clock() + PACE

    def end(self) -> None:
        """Put the last frame there without its footer, and the cursor below it."""
        lines = frame(self.film, self.reel, self.settings.look())[:-1]
        notes = [line for note in self.film.notes for line in self.settings.look().wrap(note)]
        self._write([*lines, *notes])
        self.settings.write("\n")

    def _draw(self) -> None:
        self._write(frame(self.film, self.reel, self.settings.look()))

    def _write(self, lines: list[str]) -> None:
        """The lines in the place of those before, in one go."""
        size = self.settings.size()
        if size != self.size:  # what stood there has been wrapped in other places
            start, self.size = "\x1b[2J\x1b[H", size
        elif self.shown:
            start = "\r" + (f"\x1b[{self.shown - 1}A" if self.shown > 1 else "")
        else:
            start = ""
        body = "\n".join(f"{line}\x1b[K" for line in lines)
        self.settings.write(f"{start}{body}\x1b[J")
        self.shown = len(lines)


def keys_in(data: str) -> list[Key]:
    """The keys in what was read at once: an arrow is three characters, and may come with others."""
    if not data:
        return [Key.LEAVE]
    keys = []
    while data:
        known = next(
            (data[:length] for length in (4, 3, 1) if data[:length] in _KEYS and len(data) >= length), data[:1]
        )
        if known == "\x1b" and len(data) > 1:
            known = data  # a key that is none of ours
        keys.append(key_of(known))
        data = data[len(known) :]
    return keys
