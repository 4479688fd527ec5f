"""Pictures that move: secants closing in on the tangent, a tangent sliding along, a descent step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isfinite

from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import Expr
from tutor.plot.features import at_point
from tutor.plot.graphs import Asked, curve_of, limit_slope, slope_at, tangent
from tutor.plot.model import Axis, Curve, Film, Mark, Panel, Scene, Still, Stroke
from tutor.plot.sample import SAMPLES, sample
from tutor.plot.ticks import short
from tutor.plot.window import up
from tutor.show import pretty

__all__ = ["Stage", "descend", "descent_film", "path", "secant_film", "secants", "slide", "tangent_film"]

_SECANTS = (1.5, 1.25, 1.0, 0.8, 0.64, 0.5, 0.4, 0.32, 0.25, 0.2, 0.16, 0.125, 0.1, 0.05, 0.02, 0.01)
_TELLING = (1.0, 0.5, 0.1, 0.01)  # shown where nothing moves
_SLIDES = 40
_DRAWN = 50  # frames of a descent
_STEPS = 200
_FLAT = 1e-4
_FASTEST = 0.1


class Stage:
    """What stays while something moves: the function, its values and slopes, its line, and the two axes."""

    def __init__(self, f: Expr, wrt: str, axis: Axis, y: Axis | None = None, steps: int = SAMPLES) -> None:
        self.f, self.wrt, self.axis = f, wrt, axis
        self.line = derive(f, wrt).line
        self.value, self.slope = at_point(f, wrt), at_point(self.line, wrt)
        found = sample(f, wrt, axis, steps)
        slopes = sample(self.line, wrt, axis, steps)
        self.y = y or up(found.heights(), poles=bool(found.poles), room=0.12)
        self.slope_y = up(slopes.heights(), poles=bool(slopes.poles), room=0.12)
        self.curve = curve_of(found, f"f({wrt}) = {pretty(f, wrt)}", tag="f")
        self.slope_curve = curve_of(slopes, f"f′({wrt}) = {pretty(self.line, wrt)}", tag="f′")

    def above(self, *curves: Curve, marks: Sequence[Mark] = ()) -> Panel:
        """The function with more lines and marks on it."""
        return Panel(self.axis, self.y, (self.curve, *curves), tuple(marks))

    def below(self, *marks: Mark) -> Panel:
        """f′ with marks on it."""
        return Panel(self.axis, self.slope_y, (self.slope_curve,), marks)

    def secant(self, a: float, b: float) -> tuple[Curve, float]:
        """The line through both points of the curve, and its slope; a = b gives no line and nan."""
        if a == b:
            return Curve("secant", (), Stroke.SPARSE), float("nan")
        height = self.value(a)
        slope = (self.value(b) - height) / (b - a)
        return Curve("secant", (tangent(a, height, slope, self.axis),), Stroke.SPARSE), slope


# Secants ------------------------------------------------------------------------------------------------------


def secant_film(asked: Asked) -> Film:
    """B comes nearer to A, and the line through both nearer to the tangent. Raises TutorError where A has no value."""
    axis = asked.axis()
    a = asked.at if asked.at is not None else _place_for(asked, axis)
    _, slope = slope_at(asked.f, asked.wrt, a)
    stage = Stage(asked.f, asked.wrt, axis)
    reach = min(1.0, axis.length / 6)
    value = at_point(asked.f, asked.wrt)
    sides = (1, -1) if a + 1.5 * reach <= axis.hi else (-1, 1)
    side = next((s for s in sides if isfinite(value(a + s * reach * _SECANTS[-1]))), sides[0])
    moves = [(a + side * reach * h, h in _TELLING) for h in _SECANTS]
    return secants(
        stage, a, moves, slope, f"Secants of f({asked.wrt}) = {pretty(asked.f, asked.wrt)} at {asked.wrt} = {short(a)}"
    )


def secants(
    stage: Stage,
    a: float,
    moves: Sequence[tuple[float, bool]],
    slope: float,
    title: str,
    end: str = "",
    touching: tuple[Curve, ...] = (),
) -> Film:
    """The film of the secants through a and each place, `slope` being that of the tangent (nan for none).

    Of each place it is said whether it tells the story where nothing moves; `end` is the end of the story.
    """
    height = stage.value(a)
    if isfinite(slope):
        touching = (Curve("tangent", (tangent(a, height, slope, stage.axis),), Stroke.DOTTED),)
        end = end or f"The slopes tend to {short(slope)}, that of the tangent."
    stills, table = [], []
    for b, telling in moves:
        h = b - a
        line, steep = stage.secant(a, b)
        there = stage.value(b)
        if not isfinite(there):
            continue
        marks = (Mark(a, height, "A"), Mark(b, there, "B", "hole"))
        note = _secant_note(h, steep, slope)
        stills.append(Still(Scene(title, ((stage.above(*touching, line, marks=marks),),), (note,), (note,)), telling))
        if telling and h:
            table.append((h, steep))
    if not stills:
        raise TutorError(
            f"the function has a value at {stage.wrt} = {short(a)}, and none beside it: choose another place"
        )
    told = [f"h = {short(h)}: the secant has slope {short(m)}" for h, m in table]
    words = (f"{title}.", *(f"{each}." for each in told), *([end] if end else []))
    facts = (("function", stage.f), ("at", a), ("slope", slope if isfinite(slope) else None), ("secants", tuple(table)))
    return Film(title, tuple(stills), words, (end,) if end else (), facts)


def _secant_note(h: float, steep: float, slope: float) -> str:
    if not isfinite(steep):
        ends = f"the tangent has slope {short(slope)}" if isfinite(slope) else "there is no line through one point"
        return f"B is at A: {ends}."
    end = f", the tangent {short(slope)}" if isfinite(slope) else ""
    return f"h = {short(h)}: the secant has slope {short(steep)}{end}."


def _place_for(asked: Asked, axis: Axis) -> float:
    """A place with a value and a slope that is not 0: about a third of the way."""
    value, slope = at_point(asked.f, asked.wrt), at_point(derive(asked.f, asked.wrt).line, asked.wrt)
    shares = (0.6, 0.35, 0.7, 0.25, 0.5, 0.8, 0.15)
    places = [_round_number(axis.lo + share * axis.length, axis) for share in shares]
    good = [x for x in places if isfinite(value(x)) and isfinite(slope(x))]
    if not good:
        raise TutorError(f"say where, with --at: no place with a tangent was found for {asked.wrt}")
    return next((x for x in good if abs(slope(x)) > 1e-6), good[0])


def _round_number(x: float, axis: Axis) -> float:
    return round(x) + 0.0 if axis.length >= 4 else round(x, 2) + 0.0


# A tangent that slides ----------------------------------------------------------------------------------------


def tangent_film(asked: Asked) -> Film:
    """The tangent from one end of the axis to the other, and the point of f′ below it."""
    stage = Stage(asked.f, asked.wrt, asked.axis())
    lo, hi = stage.axis.lo + 0.04 * stage.axis.length, stage.axis.hi - 0.04 * stage.axis.length
    places = [lo + (hi - lo) * k / _SLIDES for k in range(_SLIDES + 1)]
    return slide(stage, places, (5, 15, 25, 35))


def slide(stage: Stage, places: Sequence[float], telling: Sequence[int]) -> Film:
    """The film of the tangents at these places; `telling` are the numbers of those that tell the story."""
    wrt = stage.wrt
    title = f"The slope of the tangent is the height of f′, f({wrt}) = {pretty(stage.f, wrt)}"
    stills, words = [], [f"{title}."]
    for number, a in enumerate(places):
        height, slope = stage.value(a), limit_slope(stage.value, stage.slope, a)
        if not isfinite(height):
            continue
        note = f"{wrt} = {short(a, 3)}: " + (f"slope {short(slope)}" if isfinite(slope) else "no tangent")
        curves = (Curve("tangent", (tangent(a, height, slope, stage.axis),), Stroke.DOTTED),) if isfinite(slope) else ()
        below = (Mark(a, slope),) if isfinite(slope) else ()
        rows = ((stage.above(*curves, marks=(Mark(a, height),)),), (stage.below(*below),))
        key = number in telling
        stills.append(Still(Scene(title, rows, (f"{note}.",), (f"{note}.",)), key))
        words += [f"{note}."] * key
    if not stills:
        raise TutorError("the function has no value at any of these places")
    facts = (("function", stage.f), ("derivative", stage.line))
    return Film(title, tuple(stills), tuple(words), facts=facts)


# Descent ------------------------------------------------------------------------------------------------------


def descent_film(asked: Asked, rate: float | None = None) -> Film:
    """Gradient descent from `at`, or from a place on a slope. Raises TutorError where it cannot begin."""
    axis = asked.axis()
    stage = Stage(asked.f, asked.wrt, axis)
    start = asked.at if asked.at is not None else _start(stage)
    slope_at(asked.f, asked.wrt, start)
    if rate is None:
        steepest = max((abs(y) for piece in stage.slope_curve.pieces for _, y in piece if isfinite(y)), default=1.0)
        steepest = min(steepest, max(abs(stage.slope_y.lo), abs(stage.slope_y.hi)))
        rate = float(f"{min(_FASTEST, 0.1 * axis.length / max(steepest, 1e-9)):.0e}")
    return descend(stage, start, rate, _STEPS)


def _start(stage: Stage) -> float:
    slopes = [(x, stage.slope(x)) for x in (stage.axis.lo + stage.axis.length * k / 10 for k in (8, 2, 7, 3, 9, 1))]
    return next((round(x, 1) + 0.0 for x, m in slopes if isfinite(m) and abs(m) > 1e-3), stage.axis.lo)


def path(stage: Stage, start: float, rate: float, steps: int) -> list[float]:
    """The places of a descent, the start among them; it ends where the slope has no value or the picture is left."""
    found = [start]
    for _ in range(steps):
        slope = stage.slope(found[-1])
        x = found[-1] - rate * slope
        if not isfinite(x):
            break
        found.append(x)
        if not stage.axis.has(x) or not isfinite(stage.value(x)):
            break
    return found


def descend(stage: Stage, start: float, rate: float, steps: int, why: str = "") -> Film:
    """The film of a descent: the tangent on top, f′ below it."""
    wrt = stage.wrt
    xs = path(stage, start, rate, steps)
    title = f"Gradient descent from {wrt} = {short(start)}, learning rate {short(rate)}"
    last = len(xs) - 1
    inside = last if stage.axis.has(xs[last]) and isfinite(stage.value(xs[last])) else last - 1
    shown = sorted({*range(0, inside + 1, max(steps // _DRAWN, 1)), inside})
    telling = {shown[round(k * (len(shown) - 1) / 3)] for k in range(4)}
    end = _ending(stage, xs, rate)
    stills = [Still(_step(stage, xs, k, title), k in telling) for k in shown]
    final = stills[-1]
    stills[-1] = Still(replace(final.scene, notes=(*final.scene.notes, end)), final.key)
    words = (f"{title}.", *(_where(stage, xs, k) for k in sorted(telling)), end, *([why] if why else []))
    facts = (("function", stage.f), ("rate", rate), ("path", tuple(xs)))
    return Film(title, tuple(stills), words, (why,) if why else (), facts)


def _step(stage: Stage, xs: Sequence[float], k: int, title: str) -> Scene:
    x = xs[k]
    height, slope = stage.value(x), stage.slope(x)
    trail = tuple(Mark(xs[j], stage.value(xs[j]), sign="hole") for j in _trail(k))
    touching = Curve("tangent", (tangent(x, height, slope, stage.axis),), Stroke.DOTTED)
    rows = ((stage.above(touching, marks=(*trail, Mark(x, height))),), (stage.below(Mark(x, slope)),))
    note = _where(stage, xs, k)
    return Scene(title, rows, (note,), (note,))


def _trail(k: int) -> Iterator[int]:
    """Some of the steps before this one."""
    return iter(range(0, k, max(k // 6, 1)))


def _where(stage: Stage, xs: Sequence[float], k: int) -> str:
    x = xs[k]
    return f"Step {k}: {stage.wrt} = {short(x)}, f = {short(stage.value(x))}, slope {short(stage.slope(x))}."


def _ending(stage: Stage, xs: Sequence[float], rate: float) -> str:
    last, steps = xs[-1], len(xs) - 1
    if not isfinite(stage.value(last)) or not stage.axis.has(last):
        return f"Step {steps} leaves the picture: the rate {short(rate)} is too large here."
    slope = stage.slope(last)
    if abs(slope) < _FLAT * max(1.0, abs(stage.slope(xs[0]))):
        return f"It has come to rest at {stage.wrt} = {short(last)}."
    if steps > 3 and (xs[-1] - xs[-2]) * (xs[-2] - xs[-3]) < 0 and abs(xs[-1] - xs[-2]) > 0.5 * abs(xs[-2] - xs[-3]):
        return "It jumps to and fro across the valley: the rate is large here."
    return f"After {steps} steps it is still on its way, at {stage.wrt} = {short(last)}."
