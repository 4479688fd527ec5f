"""A panel in rows of characters: numbers to the left of it and below, its lines between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tutor.plot.canvas import Canvas, Row
from tutor.plot.model import Axis, Curve, Mark, Panel, Stroke, Text
from tutor.plot.ticks import ticks

__all__ = ["BELOW", "Pen", "draw", "gutter", "sample_of"]

BELOW = 2  # rows under the canvas: the axis and its numbers
_ROWS_A_NUMBER = 4
_SIGNS = {
    "point": ("●", "@"),
    "hole": ("○", "O"),
    "up": ("↑", "^"),
    "down": ("↓", "v"),
    "left": ("←", "<"),
    "best": ("▲", "^"),
}
_FRAME = {False: ("┤", "│", "└", "┴", "─"), True: ("+", "|", "+", "+", "-")}
_BLANKS_A_NUMBER = 2


@dataclass(frozen=True, slots=True)
class Pen:
    """The signs there are: all of them, or (`ascii`) those of a typewriter, in which `write` puts any text."""

    ascii: bool = False
    write: Callable[[str], str] = str


def gutter(panel: Panel, rows: int, pen: Pen) -> int:
    """How many columns the numbers to the left need in a panel of so many rows."""
    return max(len(pen.write(text)) for _, text in _y_ticks(panel, rows))


def draw(panel: Panel, columns: int, rows: int, left: int, pen: Pen, *, numbers: bool = True) -> list[Row]:
    """The panel, `columns` wide in all, with `rows` of canvas; `left` of the columns are for the numbers.

    Without `numbers` the axis below has its strokes only, for a panel that stands on another with the same axis.
    """
    canvas = Canvas(columns - left - 1, rows, ascii=pen.ascii)
    panel = _squared(panel, canvas) if panel.square else panel
    _zero_lines(panel, canvas)
    for curve in reversed(panel.curves):  # the first is the most important, and on top
        _draw_curve(curve, panel, canvas)
    for mark in panel.marks:
        _put_sign(mark, panel, canvas)
    for mark in panel.marks:
        _put_label(mark, panel, canvas, pen)
    for text in panel.texts:
        _put_text(text, panel, canvas, pen)
    for curve in panel.curves:
        _put_tag(curve, panel, canvas, pen)
    if panel.title:
        title = pen.write(panel.title)
        canvas.put(max((canvas.columns - len(title)) // 2, 0), 0, title, "strong")
    return [*_beside_numbers(panel, canvas, left, pen), *_below(panel, canvas, left, pen, numbers=numbers)]


def sample_of(stroke: Stroke, *, ascii: bool) -> str:
    """A short piece of the line, for a legend."""
    canvas = Canvas(4, 1, ascii=ascii)
    canvas.line([(0.0, 0.4), (1.0, 0.4)], stroke)
    return "".join(text for _, text in canvas.lines()[0]).rstrip()


def _squared(panel: Panel, canvas: Canvas) -> Panel:
    """The panel with one axis widened on both sides, so that a circle is round."""
    # A character is about twice as high as wide, so a dot of braille is as high as wide.
    across, up = canvas.columns, canvas.rows * 2
    per_column = max(panel.x.length / across, panel.y.length / up)
    return replace(panel, x=_widened(panel.x, per_column * across), y=_widened(panel.y, per_column * up))


def _widened(axis: Axis, length: float) -> Axis:
    more = (length - axis.length) / 2
    return axis._replace(lo=axis.lo - more, hi=axis.hi + more)


def _zero_lines(panel: Panel, canvas: Canvas) -> None:
    if not panel.y.log and panel.y.lo < 0 < panel.y.hi:
        share = panel.y.share(0.0)
        assert share is not None
        y = round(share * (canvas.height - 1))
        for x in range(0, canvas.width, canvas.across):
            canvas.dot(x, y, Stroke.LEVEL)
    if not panel.x.log and panel.x.lo < 0 < panel.x.hi:
        share = panel.x.share(0.0)
        assert share is not None
        x = round(share * (canvas.width - 1))
        for y in range(0, canvas.height, 1 if canvas.ascii else 2):
            canvas.dot(x, y, Stroke.UPRIGHT)


def _draw_curve(curve: Curve, panel: Panel, canvas: Canvas) -> None:
    across, up = panel.x.shares, panel.y.shares
    for piece in curve.pieces:
        xs, ys = zip(*piece, strict=True)
        canvas.line(zip(across(xs), up(ys), strict=True), curve.stroke)


def _cell(x: float, y: float, panel: Panel, canvas: Canvas) -> tuple[int, int] | None:
    """The character in which the point lies; None outside the picture."""
    a, b = panel.x.share(x), panel.y.share(y)
    if a is None or b is None or not (-1e-9 <= a <= 1 + 1e-9 and -1e-9 <= b <= 1 + 1e-9):
        return None
    return canvas.cell(a, b)


def _put_sign(mark: Mark, panel: Panel, canvas: Canvas) -> None:
    cell = _cell(mark.x, mark.y, panel, canvas)
    if cell is not None and mark.sign != "none":
        canvas.put(*cell, _SIGNS[mark.sign][canvas.ascii], "mark")


def _put_label(mark: Mark, panel: Panel, canvas: Canvas, pen: Pen) -> None:
    """The label where there is room for it near the point; nowhere else, rather than over a line."""
    cell = _cell(mark.x, mark.y, panel, canvas)
    if cell is None or not mark.label:
        return
    column, row = cell
    label = pen.write(mark.label)
    width = len(label)
    # Away from the lines it takes a blank on each side; where it cannot have one, it does without.
    places = [
        (column + dx, row + dy)
        for dy in (0, -1, 1)
        for dx in ((2, -width - 1) if dy == 0 else (2, -width - 1, -(width // 2), 1, -width))
    ]
    for margin in (1, 0):
        for x, y in places:
            if canvas.is_free(x - margin, y, width + margin):
                canvas.put(x, y, label, "mark")
                return


def _put_text(text: Text, panel: Panel, canvas: Canvas, pen: Pen) -> None:
    cell = _cell(text.x, text.y, panel, canvas)
    if cell is not None:
        said = pen.write(text.said)
        canvas.put(cell[0] - (len(said) if text.left else 0), cell[1], said, "mark")


def _put_tag(curve: Curve, panel: Panel, canvas: Canvas, pen: Pen) -> None:
    """The name of the line beside it, as far to the right as there is room."""
    tag = pen.write(curve.tag)
    if not tag:
        return
    for x, y in reversed(curve.points()[:: max(len(curve.points()) // 60, 1)]):
        cell = _cell(x, y, panel, canvas)
        if cell is None:
            continue
        column, row = cell
        for dy in (-1, 1):
            for dx in (0, -len(tag), 1):
                if canvas.is_free(column + dx - 1, row + dy, len(tag) + 2):
                    canvas.put(column + dx, row + dy, tag, curve.stroke.style)
                    return


def _y_ticks(panel: Panel, rows: int) -> list[tuple[float, str]]:
    return ticks(panel.y, max(rows // _ROWS_A_NUMBER + 1, 2))


def _beside_numbers(panel: Panel, canvas: Canvas, left: int, pen: Pen) -> list[Row]:
    numbers: dict[int, str] = {}
    for value, text in _y_ticks(panel, canvas.rows):
        share = panel.y.share(value)
        if share is not None and 0 <= share <= 1:
            numbers.setdefault(canvas.cell(0.0, share)[1], pen.write(text))
    stroke, bar = _FRAME[canvas.ascii][:2]
    return [
        (("axis", f"{numbers.get(row, ''):>{left}}{stroke if row in numbers else bar}"), *line)
        for row, line in enumerate(canvas.lines())
    ]


def _below(panel: Panel, canvas: Canvas, left: int, pen: Pen, *, numbers: bool) -> list[Row]:
    """The axis, and its numbers under the places where they stand."""
    most = max(canvas.columns // 10, 3)
    found = ticks(panel.x, most)
    corner, stroke, bar = _FRAME[canvas.ascii][2:]
    line = [bar] * canvas.columns
    width = left + 1 + canvas.columns
    below = [" "] * width
    free = 0
    for value, text in found:
        share = panel.x.share(value)
        if share is None or not -1e-9 <= share <= 1 + 1e-9:
            continue
        column = canvas.cell(share, 0.0)[0]
        line[column] = stroke
        text = pen.write(text)
        start = max(0, min(left + 1 + column - (len(text) - text.startswith(("−", "-"))) // 2, width - len(text)))
        if start >= free:
            below[start : start + len(text)] = text
            free = start + len(text) + _BLANKS_A_NUMBER
    name = pen.write(panel.x.name)
    if name and width - len(name) >= free:
        below[width - len(name) :] = name
    axis: Row = (("axis", " " * left + corner + "".join(line)),)
    return [axis, (("axis", "".join(below)),)] if numbers else [axis]
