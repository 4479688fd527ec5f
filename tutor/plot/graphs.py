"""The picture of one function: f and f′ on one axis, or one above the other; a tangent; somebody's answer beside f′."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isfinite, nan

from tutor.derive import derive
from tutor.differential import derivative
from tutor.errors import TutorError
from tutor.expr import Expr, letters
from tutor.plot.features import at_point, features, said, values_at
from tutor.plot.model import Axis, Curve, Mark, Panel, Piece, Scene, Stroke
from tutor.plot.sample import Sampled, sample
from tutor.plot.ticks import short
from tutor.plot.window import across, is_rough, up
from tutor.show import pretty
from tutor.words import words

__all__ = [
    "Asked",
    "compared",
    "curve_of",
    "f_alone",
    "function_scene",
    "limit_slope",
    "only_letter",
    "slope_at",
    "tangent",
]

_ALIKE = 8  # how many times longer the one upright axis may be than the other before both are drawn apart
_FAR, _NEAR = 1e-5, 1e-7  # from where a slope is compared with those beside it
_PRIMES = {0: "f", 1: "f′", 2: "f″", 3: "f‴"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A function, its variable, and the window asked for; None for what the picture may choose."""

    f: Expr
    wrt: str = "x"
    at: float | None = None
    lo: float | None = None
    hi: float | None = None

    def axis(self) -> Axis:
        """The axis of the variable. Raises TutorError as `across` does."""
        axis = across(self.f, self.wrt, self.lo, self.hi, self.at)
        if self.at is not None and not axis.has(self.at):
            height_at(self.f, self.wrt, self.at)  # where there is none, that is what there is to say
            raise TutorError(f"{self.wrt} = {short(self.at)} lies outside the interval that is drawn")
        return axis


def only_letter(f: Expr, wrt: str) -> None:
    """Raises TutorError for a function with letters beside the variable."""
    others = sorted(letters(f) - {wrt})
    if others:
        more = f"the letter {others[0]}" if len(others) == 1 else f"the letters {', '.join(others)}"
        raise TutorError(
            f"{more} beside {wrt} has no number here, and a line needs one: write a number for it"
            if len(others) == 1
            else f"{more} beside {wrt} have no numbers here, and a line needs them: write a number for each"
        )


def function_scene(asked: Asked) -> Scene:
    """f and f′, on one axis where they are of like size; with `at` the tangent there instead of f′.

    Raises TutorError where there is nothing to draw.
    """
    f, wrt, axis = asked.f, asked.wrt, asked.axis()
    curve = sample(f, wrt, axis)
    if asked.at is not None:
        return _with_tangent(asked, axis, curve)
    try:
        line = derive(f, wrt).line
    except TutorError as error:  # a function that the rules do not know can still be drawn
        return f_alone(f, wrt, f"{error.message[:1].upper()}{error.message[1:]}.", axis)
    slope = sample(line, wrt, axis)
    drawn = curve_of(curve, f"f({wrt}) = {pretty(f, wrt)}", tag="f")
    slope_drawn = curve_of(slope, f"f′({wrt}) = {pretty(line, wrt)}", Stroke.DASHED, tag="f′")

    def tell() -> tuple[str, ...]:
        return (_opening(f, wrt, axis), *said("f", f, wrt, axis, curve),
                f"f prime of {wrt} equals {words(line, wrt)}.", *said("f′", line, wrt, axis, slope))  # fmt: skip

    rows = _together(axis, (drawn, curve), (slope_drawn, slope))
    notes = [*_remarks(f, curve, wrt, axis)]
    if curve.pieces == slope.pieces:
        notes.append("f′ is the same line as f.")
    elif slope.is_empty:
        notes.append("f′ has no value here.")
    facts = (("function", f), ("wrt", wrt), ("derivative", line), *_found(f, wrt, axis, curve))
    return Scene("", rows, tuple(notes), tell=tell, facts=facts)


def _found(f: Expr, wrt: str, axis: Axis, curve: Sampled) -> tuple[tuple[str, object], ...]:
    """The numbers that `--json` gives, found when they are asked for."""
    return (("features", lambda: features(f, wrt, axis, curve)),)


def f_alone(f: Expr, wrt: str, note: str = "", axis: Axis | None = None) -> Scene:
    """The function and nothing that tells its derivative."""
    axis = axis or across(f, wrt, None, None)
    curve = sample(f, wrt, axis)
    drawn = curve_of(curve, f"f({wrt}) = {pretty(f, wrt)}", tag="f")

    def tell() -> tuple[str, ...]:
        return (_opening(f, wrt, axis), *said("f", f, wrt, axis, curve))

    scene = Scene(
        "", ((_panel(axis, (drawn,), (curve,)),),), _remarks(f, curve, wrt, axis), tell=tell, facts=(("function", f),)
    )
    return scene.noting(note) if note else scene


def compared(f: Expr, right: Expr, yours: Expr, wrt: str, order: int = 1) -> Scene:
    """The right derivative and an answer on one axis, the largest gap between them marked."""
    axis = across(f, wrt, None, None)
    name = _PRIMES.get(order, f"f⁽{order}⁾")
    ours, theirs = sample(right, wrt, axis), sample(yours, wrt, axis)
    curves = (curve_of(ours, name, tag=name), curve_of(theirs, "yours", Stroke.DASHED, tag="yours"))
    y = up([*ours.heights(), *theirs.heights()], poles=bool(ours.poles or theirs.poles))
    gap = _largest_gap(right, yours, wrt, axis, y)
    if gap is None:
        note = f"Both lines agree wherever both can be seen: {name} and yours."
        note = "Your answer has no value here." if theirs.is_empty else note
        return Scene("", ((Panel(axis, y, curves),),), (note,), (note,))
    x, a, b = gap
    marks = (Mark(x, a), Mark(x, b, sign="hole"))
    between = Curve("", (((x, a), (x, b)),), Stroke.DOTTED)
    note = f"The gap is widest at {wrt} = {short(x)}: {name} is {short(a)}, yours {short(b)}."
    told = (f"{name} and your answer, for {wrt} from {short(axis.lo)} to {short(axis.hi)}.", note)
    return Scene("", ((Panel(axis, y, (*curves, between), marks),),), (note,), told)


def _largest_gap(right: Expr, yours: Expr, wrt: str, axis: Axis, y: Axis) -> tuple[float, float, float] | None:
    """Where the two differ most, among the places at which both can be seen; None where they do not differ."""
    xs = [axis.lo + axis.length * k / 240 for k in range(241)]
    best: tuple[float, float, float] | None = None
    for x, one, other in zip(xs, values_at(right, wrt, xs), values_at(yours, wrt, xs), strict=True):
        if y.has(one) and y.has(other) and (best is None or abs(one - other) > abs(best[1] - best[2]) + 1e-12):
            best = (x, one, other)
    return best if best is not None and abs(best[1] - best[2]) > 1e-9 * y.length else None


def curve_of(found: Sampled, name: str, stroke: Stroke = Stroke.SOLID, tag: str = "") -> Curve:
    """The line that was sampled."""
    return Curve(name, found.pieces, stroke, tag)


def _opening(f: Expr, wrt: str, axis: Axis) -> str:
    return f"f of {wrt} equals {words(f, wrt)}, for {wrt} from {short(axis.lo)} to {short(axis.hi)}."


def _panel(axis: Axis, curves: tuple[Curve, ...], found: tuple[Sampled, ...]) -> Panel:
    values = [y for each in found for y in each.heights()]
    y = up(values, poles=any(each.poles for each in found))
    marks = tuple(Mark(x, height, sign="hole") for each in found for x, height in each.holes[:4])
    return Panel(axis, y, curves, marks)


def _together(axis: Axis, one: tuple[Curve, Sampled], other: tuple[Curve, Sampled]) -> tuple[tuple[Panel, ...], ...]:
    """Both on one axis, or each on its own where one of them would be flat beside the other."""
    panels = [_panel(axis, (curve,), (found,)) for curve, found in (one, other)]
    lengths = [panel.y.length for panel in panels]
    if one[1].is_empty or other[1].is_empty or max(lengths) <= _ALIKE * min(lengths):
        return ((_panel(axis, (one[0], other[0]), (one[1], other[1])),),)
    return tuple((replace(panel, curves=(replace(panel.curves[0], stroke=Stroke.SOLID),)),) for panel in panels)


def _remarks(f: Expr, found: Sampled, wrt: str, axis: Axis) -> tuple[str, ...]:
    notes = []
    if is_rough(f, wrt, axis):
        notes.append("It goes up and down faster than a picture of this width can show; take a shorter interval.")
    if found.poles:
        notes.append(f"The line breaks where the values have no bound: {wrt} = {_first(found.poles)}.")
    if found.jumps:
        notes.append(f"It jumps at {wrt} = {_first(found.jumps)}.")
    if found.holes:
        notes.append(f"A ring is a hole: there is no value at {wrt} = {_first([x for x, _ in found.holes])}.")
    return tuple(notes)


def _first(places: tuple[float, ...] | list[float]) -> str:
    shown = ", ".join(short(place) for place in places[:4])
    return f"{shown}, …" if len(places) > 4 else shown


# The tangent --------------------------------------------------------------------------------------------------


def height_at(f: Expr, wrt: str, a: float) -> float:
    """f(a). Raises TutorError where the function has no value."""
    height = at_point(f, wrt)(a)
    if not isfinite(height):
        raise TutorError(f"the function has no value at {wrt} = {short(a)}: choose another place")
    return height


def slope_at(f: Expr, wrt: str, a: float) -> tuple[float, float]:
    """f(a) and f′(a); the slope is nan where there is none. Raises TutorError where the function has no value."""
    return height_at(f, wrt, a), limit_slope(at_point(f, wrt), at_point(derivative(f, wrt), wrt), a)


def limit_slope(value: Callable[[float], float], slope: Callable[[float], float], a: float) -> float:
    """f′(a), nan where the slopes on both sides do not come to it: by the formula, |x| would be flat in its corner."""
    size = max(1.0, abs(a))
    here, height = slope(a), value(a)
    sides = [(slope(a + side * _FAR * size), slope(a + side * _NEAR * size)) for side in (-1, 1)]
    if not all(map(isfinite, (*sides[0], *sides[1]))):
        return nan
    if not isfinite(here):
        here = (sides[0][1] + sides[1][1]) / 2
    for far, near in sides:
        if abs(near - here) > max(1e-6 * (1 + abs(here)), 0.2 * abs(far - here)):
            return nan
    step = _NEAR * size
    jumps = any(
        abs(value(a + side * step) - height) > 1e-4 * (1 + abs(height)) + 2 * abs(here) * step for side in (-1, 1)
    )
    return nan if jumps else here


def tangent(a: float, height: float, slope: float, axis: Axis) -> Piece:
    """The line through (a, height) with this slope, from one end of the axis to the other."""
    return tuple((x, height + slope * (x - a)) for x in (axis.lo, a, axis.hi))


def _with_tangent(asked: Asked, axis: Axis, found: Sampled) -> Scene:
    from tutor.modes.corners import corners

    f, wrt, a = asked.f, asked.wrt, asked.at
    assert a is not None
    height, slope = slope_at(f, wrt, a)
    drawn = curve_of(found, f"f({wrt}) = {pretty(f, wrt)}", tag="f")
    y = up(found.heights(), poles=bool(found.poles), room=0.12)
    mark = Mark(a, height)
    facts = (("function", f), ("wrt", wrt), ("at", a), ("value", height), ("slope", slope if isfinite(slope) else None),
             *_found(f, wrt, axis, found))  # fmt: skip
    if isfinite(slope):
        line = line_text(a, height, slope, wrt)
        curves: tuple[Curve, ...] = (drawn, Curve(f"tangent {line}", (tangent(a, height, slope, axis),), Stroke.DOTTED))
        note = f"At {wrt} = {short(a)} the value is {short(height)} and the slope {short(slope)}."
    else:
        curves = (drawn,)
        known = [each.said(wrt) for each in corners(f, derivative(f, wrt), wrt) if abs(_place(each.at) - a) < 1e-12]
        note = known[0] if known else f"At {wrt} = {short(a)} there is no tangent: the slope has no value there."
        note, curves = _vertical(f, wrt, a, height, axis, y, note, curves)

    def tell() -> tuple[str, ...]:
        return (_opening(f, wrt, axis), *said("f", f, wrt, axis, found))

    return Scene(
        "", ((Panel(axis, y, curves, (mark,)),),), (note, *_remarks(f, found, wrt, axis)), (note,), tell, facts=facts
    )


def _place(e: Expr) -> float:
    from tutor.evaluate import value

    return value(e, {})


def _vertical(
    f: Expr, wrt: str, a: float, height: float, axis: Axis, y: Axis, note: str, curves: tuple[Curve, ...]
) -> tuple[str, tuple[Curve, ...]]:
    """The upright tangent, where the slopes on both sides grow without bound in the same direction."""
    slope = at_point(derivative(f, wrt), wrt)
    left, right = ([slope(a + side * h * axis.length) for h in (1e-3, 1e-6, 1e-9)] for side in (-1, 1))
    steep = all(abs(s[2]) > 5 * abs(s[1]) > 25 * abs(s[0]) for s in (left, right) if all(map(isfinite, s)))
    if steep and all(isfinite(s[2]) for s in (left, right)) and left[2] * right[2] > 0:
        line = Curve(f"tangent {wrt} = {short(a)}", (((a, y.lo), (a, y.hi)),), Stroke.DOTTED)
        return f"At {wrt} = {short(a)} the tangent is upright: the slope grows without bound.", (*curves, line)
    return note, curves


def line_text(a: float, height: float, slope: float, wrt: str, name: str = "y") -> str:
    """A line as an equation: y = 2x − 1; its height is z where the other letter is y."""
    name = "z" if name == wrt else name
    rest = height - slope * a
    if abs(rest) < 1e-9 * (1 + abs(height)):
        rest = 0.0
    if slope == 0:
        return f"{name} = {short(rest)}"
    size = "" if slope == 1 else "−" if slope == -1 else short(slope)
    gap = " " if "·" in size else ""
    end = "" if rest == 0 else f" {'+' if rest > 0 else '−'} {short(abs(rest))}"
    return f"{name} = {size}{gap}{wrt}{end}"
