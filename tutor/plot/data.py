"""A picture as data for `--json`: every line as points, every mark, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from math import isfinite
from typing import Any

from tutor.expr import Add, Call, D, Div, Mul, Neg, Num, Pow, Sym
from tutor.plot.model import Axis, Curve, Film, Panel, Scene
from tutor.show import show

__all__ = ["film_data", "scene_data"]

_TREES = (Num, Sym, Add, Mul, Neg, Div, Pow, Call, D)
_FIGURES = 12


def scene_data(scene: Scene) -> dict[str, Any]:
    """One picture. Points that a line does not join are in different pieces."""
    return {
        "title": scene.title or None,
        **_facts(scene.facts),
        "panels": [_panel(panel) for panel in scene.panels],
        "notes": list(scene.notes),
        "words": list(scene.told),
    }


def film_data(film: Film) -> dict[str, Any]:
    """What a film tells, with each frame by its note and its marks; the lines are those of the first frame."""
    first = film.stills[0].scene
    return {
        "title": film.title,
        **_facts(film.facts),
        "panels": [_panel(panel) for panel in first.panels],
        "frames": [
            {
                "note": " ".join(still.scene.notes),
                "marks": [_marks(panel) for panel in still.scene.panels],
            }
            for still in film.stills
        ],
        "notes": list(film.notes),
        "words": list(film.words),
    }


def _panel(panel: Panel) -> dict[str, Any]:
    return {
        "title": panel.title or None,
        "x": _axis(panel.x),
        "y": _axis(panel.y),
        "curves": [_curve(curve) for curve in panel.curves],
        "marks": _marks(panel),
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {"name": axis.name or None, "from": _number(axis.lo), "to": _number(axis.hi), "log": axis.log}


def _curve(curve: Curve) -> dict[str, Any]:
    pieces = [[[_number(x), _number(y)] for x, y in piece] for piece in curve.pieces]
    return {"name": curve.name or None, "pieces": pieces}


def _marks(panel: Panel) -> list[dict[str, Any]]:
    return [{"x": _number(mark.x), "y": _number(mark.y), "label": mark.label or None} for mark in panel.marks]


def _number(value: float) -> float | None:
    """The number to 12 figures; null for what JSON has no number for."""
    return float(f"{value:.{_FIGURES}g}") + 0.0 if isfinite(value) else None


def _facts(facts: tuple[tuple[str, object], ...]) -> dict[str, Any]:
    return {name: _plain(fact() if callable(fact) else fact) for name, fact in facts}


def _plain(fact: object) -> Any:
    if isinstance(fact, _TREES):
        return show(fact)
    if isinstance(fact, float):
        return _number(fact)
    if isinstance(fact, tuple | list):
        return [_plain(each) for each in fact]
    if isinstance(fact, Mapping):
        return {name: _plain(each) for name, each in fact.items()}
    if is_dataclass(fact) and not isinstance(fact, type):
        return _plain(asdict(fact))
    return fact
