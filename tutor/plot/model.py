"""What a picture shows, before anybody knows how large it will be.

A scene has panels in a grid, a panel has curves and marks between two axes. Numbers are those of mathematics; dots and
characters come in with `panel.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from math import isfinite, log10
from typing import NamedTuple

__all__ = ["Axis", "Curve", "Diagram", "Film", "Mark", "Panel", "Piece", "Scene", "Still", "Stroke", "Text"]

Piece = tuple[tuple[float, float], ...]
"""Points that are joined, in order. Between two pieces there is a gap."""


class Stroke(Enum):
    """How a line is drawn: dots that are set and left out in turn, and the sign where there are only characters."""

    SOLID = (1, 0, "*", "f")
    DASHED = (5, 4, "o", "slope")
    DOTTED = (1, 2, ".", "line")
    LEVEL = (1, 0, "-", "axis")
    UPRIGHT = (1, 0, "|", "axis")
    SPARSE = (2, 2, "+", "other")

    def __init__(self, on: int, off: int, sign: str, style: str) -> None:
        self.on, self.off, self.sign, self.style = on, off, sign, style


_FAR = 1e4  # lengths of an axis


class Axis(NamedTuple):
    """From where to where an axis goes. `log`: by powers of ten; `pi`: marked in multiples of π."""

    lo: float
    hi: float
    log: bool = False
    pi: bool = False
    name: str = ""

    def share(self, value: float) -> float | None:
        """Where the value is between the two ends, 0 to 1 and beyond; None where it has no place."""
        if not isfinite(value) or (self.log and value <= 0):
            return None
        if self.log:
            return (log10(value) - log10(self.lo)) / (log10(self.hi) - log10(self.lo))
        # What is far outside only has a direction; numbers beyond those of a float would come of it.
        return max(-_FAR, min(_FAR, value / self.length - self.lo / self.length))

    def shares(self, values: Iterable[float]) -> list[float]:
        """The same for many values that have a place."""
        if self.log:
            return [share for value in values if (share := self.share(value)) is not None]
        slope, start = 1 / self.length, self.lo / self.length
        return [max(-_FAR, min(_FAR, value * slope - start)) for value in values]

    def has(self, value: float) -> bool:
        """Is the value between the ends?"""
        return self.lo <= value <= self.hi

    @property
    def length(self) -> float:
        return self.hi - self.lo


@dataclass(frozen=True, slots=True)
class Curve:
    """A line, in pieces. `name` is what it is called in the legend, `tag` beside the line ("" for nothing)."""

    name: str
    pieces: tuple[Piece, ...]
    stroke: Stroke = Stroke.SOLID
    tag: str = ""

    def points(self) -> tuple[tuple[float, float], ...]:
        return tuple(point for piece in self.pieces for point in piece)


class Mark(NamedTuple):
    """A point with its label. `sign` is a key of the table of signs in `panel.py`."""

    x: float
    y: float
    label: str = ""
    sign: str = "point"


class Text(NamedTuple):
    """Words at a place inside the picture, beginning there, or ending there for `left`."""

    x: float
    y: float
    said: str
    left: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Curves and marks between two axes. `square`: one step is as long to the right as upwards."""

    x: Axis
    y: Axis
    curves: tuple[Curve, ...] = ()
    marks: tuple[Mark, ...] = ()
    texts: tuple[Text, ...] = ()
    title: str = ""
    square: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawing that is characters already, in several widths; `typed` has the same in a typewriter's signs."""

    forms: tuple[tuple[str, ...], ...]
    typed: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: panels row by row, what stands above and below it, and what a screen reader says instead.

    `tell` finds more of these words, which takes longer than drawing. `facts` are the numbers behind the picture.
    """

    title: str
    rows: tuple[tuple[Panel, ...], ...] = ()
    notes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    tell: Callable[[], tuple[str, ...]] | None = None
    diagram: Diagram | None = None
    facts: tuple[tuple[str, object], ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """The whole picture in words."""
        return (*(self.tell() if self.tell is not None else ()), *self.words)

    @property
    def panels(self) -> tuple[Panel, ...]:
        return tuple(panel for row in self.rows for panel in row)

    def noting(self, *notes: str) -> Scene:
        """The scene with more below it, said aloud too."""
        return replace(self, notes=(*self.notes, *notes), words=(*self.words, *notes))


class Still(NamedTuple):
    """A frame of a film, and whether it is one of the few that tell the story where nothing can move."""

    scene: Scene
    key: bool = False


@dataclass(frozen=True, slots=True)
class Film:
    """Frames in order. `words` tell the whole, once, to whoever cannot see it."""

    title: str
    stills: tuple[Still, ...]
    words: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    facts: tuple[tuple[str, object], ...] = ()
