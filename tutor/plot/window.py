"""Which part of a function is looked at: from where to where on both axes, where nobody has said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor, isfinite, log10, pi

from tutor.errors import TutorError
from tutor.evaluate import columns
from tutor.expr import Call, Expr, letters, walk
from tutor.plot.model import Axis
from tutor.plot.sample import SAMPLES
from tutor.plot.ticks import short
from tutor.program import Program, compile_

__all__ = ["across", "is_rough", "up"]

_USUAL = 4.0
_COARSE = 240
_FAR = 50.0  # how far zeros and turning points are looked for
_FEW = 8  # more than these, and the function goes on like that for ever
_WAVES = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_WIDER = (20.0, 200.0, 5000.0, 1e6, 0.2, 0.002)  # windows tried where the usual one shows nothing
_STEEP = 1e4  # largest value over the middle one, from which a nearer look is better
_MARGIN = 0.06
_PROBES = 60
_BETWEEN = 0.381966
_NEARER = 8  # times that a window is made four times shorter


def across(f: Expr, wrt: str, lo: float | None, hi: float | None, about: float | None = None) -> Axis:
    """The axis of the variable: the ends that are given, the others chosen so that there is something to see.

    Raises TutorError for an empty interval, and where the function has no value anywhere on it.
    """
    program = compile_(f)
    if "factorial" in program.names and program.letters:
        raise TutorError("a factorial has values at whole numbers only: there is no line to draw")
    if lo is not None and hi is not None:
        axis = Axis(lo, hi, name=wrt)
    elif lo is not None:
        axis = Axis(lo, lo + 2 * _USUAL, name=wrt)
    elif hi is not None:
        axis = Axis(hi - 2 * _USUAL, hi, name=wrt)
    else:
        return _chosen(f, program, wrt, about)
    if not axis.lo < axis.hi:
        said = f"from {short(axis.lo)} to {short(axis.hi)}"
        raise TutorError(
            f"the interval {said} is empty: the first end has to be the smaller one, as in --from −2 --to 2"
        )
    if axis.length < 1e-9 * max(abs(axis.lo), abs(axis.hi), 1e-9):
        raise TutorError("the interval is too short to be drawn: take ends that are further apart")
    if not _defined(program, wrt, axis):
        raise TutorError(
            f"the function has no real value anywhere from {short(axis.lo)} to {short(axis.hi)}; try another interval"
        )
    return axis._replace(pi=_waves(f, wrt) and axis.length >= pi and _in_pi(axis))


def _in_pi(axis: Axis) -> bool:
    """Is an end a multiple of a quarter of π, but not 0?"""
    quarters = [end / (pi / 4) for end in (axis.lo, axis.hi)]
    return any(quarter and abs(quarter - round(quarter)) < 1e-9 for quarter in quarters) and max(quarters) < _FAR


def _is_rough(program: Program, wrt: str, axis: Axis) -> bool:
    """Does the function swing so fast that its values between the samples have nothing to do with those at them?"""
    step = axis.length / SAMPLES
    starts = [axis.lo + axis.length * (k + 0.37) / _PROBES for k in range(_PROBES - 1)]
    # Not halfway: a wave whose length is half a step would look the same there.
    xs = [x for start in starts for x in (start, start + _BETWEEN * step, start + step)]
    if not program.letters:
        return False
    ys = columns(program, {wrt: xs})[program.roots[0]]
    bent = [abs(a + (c - a) * _BETWEEN - b) for a, b, c in zip(ys[::3], ys[1::3], ys[2::3], strict=True)]
    sizes = sorted(y for y in ys if isfinite(y))
    if len(sizes) < 3:
        return False
    range_ = _share(sizes, 0.9) - _share(sizes, 0.1)
    return sum(bend > 0.05 * range_ for bend in bent if isfinite(bend)) > _PROBES / 4


def is_rough(f: Expr, wrt: str, axis: Axis) -> bool:
    """The same of a function."""
    return _is_rough(compile_(f), wrt, axis)


def _chosen(f: Expr, program: Program, wrt: str, about: float | None) -> Axis:
    waves = _waves(f, wrt)
    half = 2 * pi if waves else _USUAL
    middle = about if about is not None and abs(about) > half - 0.5 else 0.0
    axis = Axis(middle - half, middle + half, pi=waves and not middle, name=wrt)
    if not _defined(program, wrt, axis):
        for wide in _WIDER:
            axis = Axis(middle - wide, middle + wide, name=wrt)
            if _defined(program, wrt, axis):
                return _trimmed(program, wrt, _trimmed(program, wrt, axis))
        raise TutorError("the function has no real value anywhere: there is nothing to draw")
    for _ in range(_NEARER):
        if not _is_rough(program, wrt, axis):
            break
        axis = axis._replace(lo=middle - (middle - axis.lo) / 4, hi=middle + (axis.hi - middle) / 4, pi=False)
    if waves:
        return _trimmed(program, wrt, axis)
    if not middle:
        axis = _with_features(program, wrt, axis)
    return _calmed(program, wrt, _trimmed(program, wrt, axis))


def _waves(f: Expr, wrt: str) -> bool:
    """Is there a sine or the like of a multiple of the variable, which repeats itself?"""
    calls = (node for node in walk(f) if isinstance(node, Call) and node.name in _WAVES)
    return any(wrt in letters(node) and _is_linear(node.args[0], wrt) for node in calls)


def _is_linear(e: Expr, wrt: str) -> bool:
    a, b, c = columns(compile_(e), {wrt: [0.3, 0.7, 1.1]})[-1]
    return abs(a - 2 * b + c) < 1e-9 * (1 + abs(a))


def _column(program: Program, wrt: str, axis: Axis) -> tuple[list[float], list[float]]:
    xs = [axis.lo + axis.length * k / _COARSE for k in range(_COARSE + 1)]
    if not program.letters:
        return xs, columns(program, {})[program.roots[0]] * len(xs)
    return xs, columns(program, {wrt: xs})[program.roots[0]]


def _defined(program: Program, wrt: str, axis: Axis) -> bool:
    return any(map(isfinite, _column(program, wrt, axis)[1]))


def _trimmed(program: Program, wrt: str, axis: Axis) -> Axis:
    """The axis without long stretches at its ends where the function has no value."""
    xs, ys = _column(program, wrt, axis)
    inside = [x for x, y in zip(xs, ys, strict=True) if isfinite(y)]
    step = axis.length / _COARSE
    lo, hi = inside[0], inside[-1]
    if lo - axis.lo < 2 * step and axis.hi - hi < 2 * step:
        return axis
    edge = max(hi - lo, 8 * step)
    low = axis.lo if lo - axis.lo < 0.15 * edge else _round(lo - 0.1 * edge, edge, down=True)
    high = axis.hi if axis.hi - hi < 0.15 * edge else _round(hi + 0.1 * edge, edge, down=False)
    return axis._replace(lo=low, hi=high, pi=False)


def _round(value: float, length: float, *, down: bool) -> float:
    step = 10.0 ** floor(log10(length)) / 10
    return (floor if down else ceil)(value / step + (1e-9 if down else -1e-9)) * step


def _with_features(program: Program, wrt: str, axis: Axis) -> Axis:
    """The axis round the zeros and turning points, where there are a few of them."""
    xs, ys = _column(program, wrt, Axis(-_FAR, _FAR))
    near, heights = _column(program, wrt, axis)
    outside = [point for point in zip(xs, ys, strict=True) if not axis.has(point[0])]
    ordered = sorted([*zip(near, heights, strict=True), *outside], key=lambda point: point[0])
    turns, zeros = [], []
    # What is less than this beside the values near 0 is what floats leave of 0.
    least = 1e-9 * max((abs(y) for y in heights if isfinite(y)), default=0.0)
    for (_, ya), (b, yb), (_, yc) in zip(ordered, ordered[1:], ordered[2:], strict=False):
        if all(map(isfinite, (ya, yb, yc))) and max(ya, yb, yc) - min(ya, yb, yc) > least:
            turns += [b] * ((yb - ya) * (yc - yb) < 0)
            zeros += [b] * (yb == 0 != yc - ya or ya * yb < 0)
    found = [*turns, *zeros]
    inside = sorted(abs(x) for x in found if axis.has(x))
    if len(inside) > _FEW and 2 * sum(x > axis.hi / 2 for x in inside) > len(inside):
        # They come ever closer to the ends: those in the middle can be told apart.
        return axis._replace(lo=-max(_half(inside[_FEW]), 0.5), hi=max(_half(inside[_FEW]), 0.5))
    if not found or len(found) > _FEW or (not turns and all(map(axis.has, zeros))):
        return axis
    lo, hi = min(*found, 0.0), max(*found, 0.0)
    margin = max(0.25 * (hi - lo), 0.75) if hi - lo > 1.5 else 2.0
    return axis._replace(lo=_half(lo - margin), hi=_half(hi + margin))


def _half(value: float) -> float:
    return round(2 * value) / 2


def _calmed(program: Program, wrt: str, axis: Axis) -> Axis:
    """A nearer look at a function that is flat all along but for one end, where it runs away."""
    for _ in range(3):
        sizes = sorted(abs(y) for y in _column(program, wrt, axis)[1] if isfinite(y))
        if not sizes or sizes[-1] <= _STEEP * max(sizes[len(sizes) // 2], 1e-2) or not axis.lo <= 0 <= axis.hi:
            break
        axis = axis._replace(lo=axis.lo / 2, hi=axis.hi / 2)
    return axis


def up(values: Iterable[float], *, poles: bool = False, room: float = _MARGIN) -> Axis:
    """The upright axis for these values; a few that run away, as near a pole, are left outside."""
    sizes = sorted(y for y in values if -1e300 < y < 1e300)
    if not sizes:
        return Axis(-1.0, 1.0)
    lo, hi = sizes[0], sizes[-1]
    low, high = _share(sizes, 0.1), _share(sizes, 0.9)
    middle = high - low
    if middle > 0 and (poles or hi - lo > 12 * middle):
        lo, hi = max(lo, low - middle), min(hi, high + middle)
    if not hi - lo > 1e-9 * max(abs(lo), abs(hi)):
        size = abs(hi) or 1.0
        return Axis(min(lo, 0.0) - 0.5 * size, max(hi, 0.0) + 0.5 * size)
    if 0 < lo < 0.35 * hi:
        lo = 0.0
    elif 0.35 * lo < hi < 0:
        hi = 0.0
    more = room * (hi - lo)
    return Axis(lo - more, hi + more)


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[round(share * (len(ordered) - 1))]
