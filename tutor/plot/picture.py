"""A scene in the rows of a window: title, legend, the panels in their grid, and what is said below."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from tutor.plot.canvas import Row, plain
from tutor.plot.model import Curve, Panel, Scene, Stroke
from tutor.plot.panel import BELOW, Pen, draw, gutter, sample_of

__all__ = ["picture", "row_width"]

_MOST_ROWS = 18
_LEAST_TO_FIT = 3  # rows of a panel in a picture that has to fit
_LEAST = {"alone": 8, "stacked": 5, "square": 12}  # where it may be higher than the window
_LEAST_COLUMNS = 24  # of a panel that stands beside another
_LEAST_OF_MANY = 18  # the same where there are more than three
_GAP = 2  # columns between two panels


def picture(scene: Scene, width: int, height: int, pen: Pen, *, fits: bool = False) -> list[Row]:
    """The rows of the scene, none wider than `width`; no more than `height` where that is enough to see anything.

    What is drawn in place `fits` the height at any rate: title and legend are left out where there is no room.
    """
    foot = [row for note in scene.notes for row in _lines(note, width, pen, "")]
    legend = _legend(scene, width, pen)
    heads = [[*_lines(scene.title, width, pen, "strong"), *legend], legend, []]
    head = heads[0]
    if fits and scene.diagram is None:
        need = sum(_LEAST_TO_FIT + 1 + BELOW for _ in _fitting(scene.rows, width)) + len(foot)
        head = next((each for each in heads if need + len(each) <= height), heads[-1])
    if scene.diagram is not None:
        middle = _diagram(scene, width, pen)
    else:
        middle = _grid(_fitting(scene.rows, width), width, height - len(head) - len(foot), pen, fits=fits)
    return [*head, *middle, *foot]


def row_width(row: Row) -> int:
    """How many columns a row takes."""
    return len(plain(row))


def _lines(text: str, width: int, pen: Pen, style: str) -> list[Row]:
    lines = wrap(pen.write(text), width - 1, initial_indent=" ", subsequent_indent=" ", break_on_hyphens=False)
    return [((style, line),) for line in lines]


def _legend(scene: Scene, width: int, pen: Pen) -> list[Row]:
    """The names of the lines, each behind a piece of it, in as few rows as they fit in."""
    named: dict[tuple[str, Stroke], Curve] = {}
    for panel in scene.panels:
        for curve in panel.curves:
            if curve.name:
                named.setdefault((curve.name, curve.stroke), curve)
    rows: list[list[tuple[str, str]]] = []
    used = width
    for curve in named.values():
        sample, name = sample_of(curve.stroke, ascii=pen.ascii), pen.write(curve.name)
        entry = [("", "   " if used < width else " "), (curve.stroke.style, sample), ("", f" {name}")]
        length = sum(len(text) for _, text in entry)
        if used + length > width:
            rows.append([])
            entry[0], used = ("", " "), 0
        rows[-1] += entry
        used += length
    return [_cut(tuple(row), width) for row in rows]


def _cut(row: Row, width: int) -> Row:
    """The row, ended with an ellipsis where it is too wide."""
    if sum(len(text) for _, text in row) <= width:
        return row
    kept: list[tuple[str, str]] = []
    room = width - 1
    for style, text in row:
        kept.append((style, text[:room]))
        room -= len(kept[-1][1])
    return (*kept, ("", "…" if any(sign >= "⠀" for _, text in row for sign in text) else "."))


def _diagram(scene: Scene, width: int, pen: Pen) -> list[Row]:
    """The widest form that fits, or the narrowest."""
    assert scene.diagram is not None
    forms = scene.diagram.typed if pen.ascii else scene.diagram.forms
    fitting = (form for form in forms if max(map(len, form)) < width)
    chosen = next(fitting, forms[-1])
    return [(("", f" {line}".rstrip()),) for line in chosen]


def _fitting(rows: Sequence[tuple[Panel, ...]], width: int) -> list[tuple[Panel, ...]]:
    """The grid with no more panels side by side than there is room for."""
    panels = [panel for row in rows for panel in row]
    least = _LEAST_COLUMNS if len(panels) <= 3 else _LEAST_OF_MANY
    most = max((width + _GAP) // (least + _GAP), 1)
    if all(len(row) <= most for row in rows):
        return list(rows)
    return [tuple(panels[start : start + most]) for start in range(0, len(panels), most)]


def _least(rows: list[tuple[Panel, ...]]) -> int:
    if any(panel.square for row in rows for panel in row):
        return _LEAST["square"]
    return _LEAST["alone" if len(rows) == 1 else "stacked"]


def _grid(rows: list[tuple[Panel, ...]], width: int, height: int, pen: Pen, *, fits: bool) -> list[Row]:
    shared = [_shares_axis(row, below) for row, below in zip(rows, [*rows[1:], ()], strict=True)]
    under = sum(BELOW - 1 if each else BELOW for each in shared)
    each = max(2 if fits else _least(rows), min(_MOST_ROWS, (height - under) // len(rows)))
    lefts = _gutters(rows, each, pen)
    found: list[Row] = []
    for row, share in zip(rows, shared, strict=True):
        columns = (width - 1 - _GAP * (len(row) - 1)) // len(row)
        drawn = [
            draw(panel, columns, each, left, pen, numbers=not share) for panel, left in zip(row, lefts, strict=False)
        ]
        found += [_beside(parts, columns) for parts in zip(*drawn, strict=True)]
    return found


def _shares_axis(row: tuple[Panel, ...], below: tuple[Panel, ...]) -> bool:
    if len(row) != 1 or len(below) != 1 or row[0].square or below[0].square:
        return False
    return row[0].x == below[0].x


def _gutters(rows: list[tuple[Panel, ...]], each: int, pen: Pen) -> list[int]:
    """The columns for numbers, the same for all panels in one column of the grid."""
    columns = max(map(len, rows))
    return [max(gutter(row[k], each, pen) for row in rows if k < len(row)) for k in range(columns)]


def _beside(parts: Sequence[Row], columns: int) -> Row:
    row: list[tuple[str, str]] = [("", " ")]
    for number, part in enumerate(parts):
        if number:
            row.append(("", " " * _GAP))
        row += part
        if number < len(parts) - 1:
            row.append(("", " " * (columns - sum(len(text) for _, text in part))))
    return tuple(row)
