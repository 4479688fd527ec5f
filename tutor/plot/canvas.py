"""A field of dots, two by four of them in a character of braille, or one in a character of a typewriter."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.plot.model import Stroke

__all__ = ["Canvas", "Row", "plain"]

Row = tuple[tuple[str, str], ...]
"""A row of text as runs (style, text)."""

# The bit of each dot of a character of braille, by column and row.
_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_EMPTY = 0x2800


def plain(row: Row) -> str:
    """The text of a row."""
    return "".join(text for _, text in row).rstrip()


class Canvas:
    """Characters in `columns` and `rows`; places are counted in dots, from the lower left corner.

    What is drawn last has the character's style, and in a typewriter's signs the character. Text hides the dots.
    """

    def __init__(self, columns: int, rows: int, *, ascii: bool = False) -> None:
        self.columns, self.rows, self.ascii = columns, rows, ascii
        self.across, self.up = (1, 1) if ascii else (2, 4)
        self.width, self.height = columns * self.across, rows * self.up
        self._dots = [[0] * columns for _ in range(rows)]
        self._owner: list[list[Stroke | None]] = [[None] * columns for _ in range(rows)]
        self._text: dict[tuple[int, int], tuple[str, str]] = {}

    def dot(self, x: int, y: int, stroke: Stroke) -> None:
        """Set one dot, if it is on the canvas."""
        if 0 <= x < self.width and 0 <= y < self.height:
            column, row = x // self.across, self.rows - 1 - y // self.up
            self._dots[row][column] |= 1 if self.ascii else _BITS[x % 2][3 - y % 4]
            self._owner[row][column] = stroke

    def line(self, points: Iterable[tuple[float, float]], stroke: Stroke) -> None:
        """Join the points, given in shares (0 to 1) of width and height; what lies outside is cut off."""
        right, top = self.width - 1, self.height - 1
        pen = _Pen(self, stroke)
        before: tuple[float, float] | None = None
        for px, py in points:
            x, y = px * right, py * top
            start, before = before or (x, y), (x, y)
            if -0.49 < x < right + 0.49 and -0.49 < y < top + 0.49 and pen.last is not None:
                pen.to(round(x), round(y))
                continue
            cut = _clipped(start, before, right, top)
            if cut is None:
                pen.last = None
                continue
            (x0, y0), (x1, y1) = cut
            pen.at(round(x0), round(y0))
            pen.to(round(x1), round(y1))
            if (x1, y1) != before:
                pen.last = None

    def put(self, column: int, row: int, text: str, style: str = "") -> None:
        """Write a text, row 0 being the top; what does not fit is cut off."""
        for k, sign in enumerate(text):
            if 0 <= column + k < self.columns and 0 <= row < self.rows:
                self._text[row, column + k] = (sign, style)

    def is_free(self, column: int, row: int, length: int) -> bool:
        """Is there neither dot nor text in these characters, all of them being on the canvas?"""
        if not 0 <= row < self.rows or column < 0 or column + length > self.columns:
            return False
        span = range(column, column + length)
        return not any(self._busy(row, k) for k in span)

    def _busy(self, row: int, column: int) -> bool:
        if (row, column) in self._text:
            return True
        return bool(self._dots[row][column]) and self._owner[row][column] not in (Stroke.LEVEL, Stroke.UPRIGHT)

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """The column and the row of the character in which a place (in shares) lies."""
        return (
            round(x * (self.width - 1)) // self.across,
            self.rows - 1 - round(y * (self.height - 1)) // self.up,
        )

    def lines(self) -> list[Row]:
        """The rows from the top, as runs of one style."""
        return [self._row(row) for row in range(self.rows)]

    def _row(self, row: int) -> Row:
        signs, styles = self._signs(row)
        runs: list[tuple[str, str]] = []
        start = 0
        for column in range(1, self.columns + 1):
            if column == self.columns or styles[column] != styles[start]:
                runs.append((styles[start], "".join(signs[start:column])))
                start = column
        return tuple(runs)

    def _signs(self, row: int) -> tuple[list[str], list[str]]:
        """Sign and style of each character."""
        signs, styles = [" "] * self.columns, [""] * self.columns
        for column, (dots, owner) in enumerate(zip(self._dots[row], self._owner[row], strict=True)):
            if owner is not None:
                signs[column] = owner.sign if self.ascii else chr(_EMPTY + dots)
                styles[column] = owner.style
        for (where, column), (sign, style) in self._text.items():
            if where == row:
                signs[column], styles[column] = sign, style
        return signs, styles


class _Pen:
    """Draws from dot to dot, leaving out those that the stroke leaves out."""

    def __init__(self, canvas: Canvas, stroke: Stroke) -> None:
        self.canvas, self.stroke = canvas, stroke
        self.on, self.period = (1, 1) if canvas.ascii else (stroke.on, stroke.on + stroke.off)
        self.made = 0
        self.last: tuple[int, int] | None = None

    def at(self, x: int, y: int) -> None:
        """Set the pen down here."""
        if self.last != (x, y):
            self._dot(x, y)
            self.last = (x, y)

    def to(self, x: int, y: int) -> None:
        """Draw to here."""
        assert self.last is not None
        x0, y0 = self.last
        dx, dy = x - x0, y - y0
        steps = max(abs(dx), abs(dy))
        for k in range(1, steps + 1):
            self._dot(x0 + round(k * dx / steps), y0 + round(k * dy / steps))
        self.last = (x, y)

    def _dot(self, x: int, y: int) -> None:
        if self.made % self.period < self.on:
            self.canvas.dot(x, y, self.stroke)
        self.made += 1


def _clipped(
    a: tuple[float, float], b: tuple[float, float], width: float, height: float
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of the line from a to b inside the frame, which is half a dot wider than the dots; None if outside.

    Source: Liang and Barsky, A new concept and method for line clipping (1984).
    """
    (x0, y0), (x1, y1) = a, b
    dx, dy = x1 - x0, y1 - y0
    enter, leave = 0.0, 1.0
    for step, room in ((-dx, x0 + 0.49), (dx, width + 0.49 - x0), (-dy, y0 + 0.49), (dy, height + 0.49 - y0)):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    if enter > leave:
        return None
    return (x0 + enter * dx, y0 + enter * dy), (x0 + leave * dx, y0 + leave * dy)
