"""What this terminal can show, and how a text is dressed for it.

`Settings` is found out once, from the streams, the environment and the switches. A `Look` is what a text
is rendered for: a width, the characters there are, and the few styles. Colour is only ever a second
signal.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TextIO

from tutor.home import home

__all__ = ["LINEAR_BELOW", "WIDEST", "Look", "Mode", "Settings", "capital", "unbroken", "whole_formulas", "wrapped"]

WIDEST = 88  # columns of text, however wide the window
LINEAR_BELOW = 40  # columns under which a formula is one line

# Only the eight names of the user's own palette, and bold and dim: no theme is broken by these.
_STYLES = {
    "strong": (1,),
    "dim": (2,),
    "right": (1, 32),
    "open": (1, 33),
    "no": (1, 33),
    "key": (1,),
    # The lines of a picture.
    "f": (36,),
    "slope": (33,),
    "line": (32,),
    "other": (35,),
    "axis": (2,),
    "mark": (1,),
}
_COLOURS = range(30, 38)


class Mode(Enum):
    """How answers are typed."""

    LIVE = "with a preview, the line being redrawn"
    LINE = "line by line, nothing redrawn"
    PIPE = "read from a pipe"


@dataclass(frozen=True, slots=True)
class Look:
    """What a text is rendered for: `words` means that a screen reader speaks it."""

    width: int = 80
    height: int = 24
    ascii: bool = False
    words: bool = False
    emphasis: bool = False
    colour: bool = False

    @property
    def linear(self) -> bool:
        """Are formulas one line each?"""
        return self.words or self.width < LINEAR_BELOW

    def paint(self, style: str, text: str) -> str:
        """The text in a style; unchanged where there are none."""
        codes = [c for c in _STYLES[style] if self.emphasis and (self.colour or c not in _COLOURS)]
        return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m" if codes and text else text

    def text(self, said: str) -> str:
        """The text in the characters there are: as it is, in those of a typewriter, or to be spoken."""
        if not (self.ascii or self.words):
            return said
        from tutor.ui.alphabet import spoken, typewritten

        return typewritten(spoken(said) if self.words else said)

    def apart(self, left: str, right: str, style: str = "dim", painted: str = "") -> str:
        """The two texts at the two edges of one line, the right one in a style; empty where they do not fit.

        `painted` is the left one with its styles, if it has any.
        """
        gap = self.width - 1 - len(left) - len(right)
        return (painted or left) + " " * gap + self.paint(style, right) if gap >= 3 else ""

    def wrap(self, said: str, indent: str = " ", hang: str | None = None) -> list[str]:
        """The text in lines of at most this width; those after the first begin with `hang`.

        Two blanks and more are kept: they set a formula apart.
        """
        said = self.text(said)
        if self.words:
            return wrapped(said.strip(), self.width, "", "")
        return wrapped(said, self.width, indent, indent if hang is None else hang)


def capital(said: str) -> str:
    """The text as the beginning of a sentence."""
    return said[:1].upper() + said[1:]


def unbroken(said: str) -> str:
    """The text with blanks at which `wrapped` does not break it."""
    return said.replace(" ", "\0")


# A word of a formula: a sign; a letter by itself, but for "a" and "I"; what has a digit, a prime, a root, a bracket, or
# anything raised.
_SIGN = r"[=+\-−·*/×]|\S*(?:sqrt|cbrt)"
_LETTER = r"[([|−-]*[^\W\d_aI](?![^\W\d_]).*"
_MATHEMATICAL = r"(?=.*[\d′'″√∛^_(|\0¹²³⁰-ⁿʰʲˡʳˢʷˣʸᴬ-ᶿₐ-ₜ])\S+"
_OF_A_FORMULA = re.compile(f"{_SIGN}|{_LETTER}|{_MATHEMATICAL}")
_ENDS = (",", ".", ";", ":", "?")


def whole_formulas(said: str, room: int) -> str:
    """The text with every formula in one piece for `wrapped`, where it has no more than `room` characters."""
    pieces: list[str] = []
    run: list[str] = []

    def close() -> None:
        joined = " ".join(run)
        sides = [joined] if len(joined) <= room else joined.split(" = ")
        if run:
            pieces.append(" = ".join(unbroken(side) if len(side) <= room else side for side in sides))
        run.clear()

    for word in said.split(" "):
        bare = word.rstrip("".join(_ENDS))
        if not bare or _OF_A_FORMULA.fullmatch(bare) is None:
            close()
            pieces.append(word)
            continue
        run.append(word)
        if word.endswith(_ENDS):
            close()
    close()
    return " ".join(pieces)


def wrapped(said: str, width: int, indent: str, hang: str) -> list[str]:
    """The text in lines of at most `width` columns, broken at blanks."""
    lines, line = [], indent
    for gap, word in re.findall(r"(\s*)(\S+)", said):
        if len(line) + len(gap) + len(word) > width and line.strip():
            lines.append(line)
            line = hang + word
        else:
            line += (gap if line.strip() else "") + word
    return [each.replace("\0", " ") for each in (*lines, line) if each.strip()]


@dataclass(frozen=True, slots=True)
class Settings:
    """What this run is like, whatever the problem: streams, way of typing, look, folder of the files."""

    stdin: TextIO = field(repr=False)
    stdout: TextIO = field(repr=False)
    mode: Mode
    ascii: bool
    words: bool
    emphasis: bool
    colour: bool
    home: Path
    env: Mapping[str, str] = field(repr=False)

    @classmethod
    def detect(
        cls,
        env: Mapping[str, str] | None = None,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        *,
        plain: bool = False,
        ascii: bool = False,
        screen_reader: bool = False,
    ) -> Settings:
        """What the environment, the streams and the switches say together."""
        env = os.environ if env is None else env
        stdin, stdout = stdin or sys.stdin, stdout or sys.stdout
        words = screen_reader or env.get("TUTOR_SCREEN_READER", "") not in ("", "0")
        on_screen = stdout.isatty()
        terminal = env.get("TERM", "" if os.name == "posix" else "windows")
        simple = plain or words or terminal in ("", "dumb")
        emphasis = not simple and (on_screen or bool(env.get("FORCE_COLOR")))
        if stdin.isatty() and on_screen:
            mode = Mode.LINE if simple else Mode.LIVE
        else:
            mode = Mode.PIPE
        return cls(
            stdin=stdin,
            stdout=stdout,
            mode=mode,
            ascii=ascii or (on_screen and terminal in ("linux", "dumb")) or not _speaks_unicode(env, stdout),
            words=words,
            emphasis=emphasis,
            colour=emphasis and not env.get("NO_COLOR"),
            home=home(env),
            env=env,
        )

    def look(self) -> Look:
        """The look for the size that the window has now."""
        columns, rows = self.size()
        return Look(min(columns, WIDEST), rows, self.ascii, self.words, self.emphasis, self.colour)

    def size(self) -> tuple[int, int]:
        """Columns and rows of the window; 80 by 24 where there is none and `COLUMNS` says nothing."""
        try:
            columns, rows = os.get_terminal_size(self.stdout.fileno())
        except (OSError, ValueError):
            columns, rows = 0, 0
        given = self.env.get("COLUMNS", "")
        fallback = int(given) if given.isdigit() and int(given) > 0 else 80
        return columns or fallback, rows or 24

    def write(self, text: str) -> None:
        """Put the text on the screen at once."""
        try:
            self.stdout.write(text)
        except UnicodeEncodeError:
            encoding = self.stdout.encoding or "ascii"
            self.stdout.write(text.encode(encoding, "replace").decode(encoding))
        self.stdout.flush()


def _speaks_unicode(env: Mapping[str, str], stdout: TextIO) -> bool:
    encoding = (getattr(stdout, "encoding", None) or "ascii").lower().replace("-", "")
    # Python writes UTF-8 in the C locale too; who asks for that locale by name has a terminal that may not.
    return encoding.startswith("utf") and env.get("LC_ALL", "") not in ("C", "POSIX")
