"""What there is to see on a line: zeros, turning points, where it has none of it; as numbers, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf

from tutor.evaluate import columns
from tutor.expr import Expr
from tutor.plot.model import Axis
from tutor.plot.sample import Sampled
from tutor.plot.ticks import short
from tutor.plot.window import is_rough
from tutor.program import compile_

__all__ = ["Features", "Turn", "at_point", "features", "listed", "said", "values_at"]

_MOST = 8  # of a kind that are counted up; more are a pattern
_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Turn:
    """A turning point, of the kind "maximum" or "minimum"."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class Features:
    """What there is to see, each kind from left to right. `lowest` and `highest` are those of the samples."""

    zeros: tuple[float, ...]
    turns: tuple[Turn, ...]
    poles: tuple[float, ...]
    holes: tuple[tuple[float, float], ...]
    jumps: tuple[float, ...]
    gaps: tuple[tuple[float, float], ...]  # stretches without a value
    lowest: float
    highest: float


def at_point(f: Expr, wrt: str) -> Callable[[float], float]:
    """The function as one of floats."""
    program = compile_(f)
    root = program.roots[0]
    if not program.letters:
        constant = columns(program, {})[root][0]
        return lambda _: constant
    return lambda x: columns(program, {wrt: [x]})[root][0]


def features(f: Expr, wrt: str, axis: Axis, found: Sampled) -> Features:
    """What there is to see of the function along the axis, `found` being its samples."""
    value = at_point(f, wrt)
    zeros: list[float] = []
    turns: list[Turn] = []
    for piece in found.pieces:
        zeros += [*_zeros(piece, value), *_zero_ends(piece, axis)]
    for piece in found.regular:
        turns += _turns(piece, value, axis)
    sizes = [y for piece in found.pieces for _, y in piece]
    return Features(
        tuple(_apart(zeros)), tuple(turns), found.poles, found.holes, found.jumps, tuple(_gaps(found, axis)),
        min(sizes, default=inf), max(sizes, default=-inf),
    )  # fmt: skip


def _zeros(piece: Sequence[tuple[float, float]], value: Callable[[float], float]) -> Iterable[float]:
    if len(piece) > 2 and all(y == 0 for _, y in piece):
        return
    scale = max(abs(y) for _, y in piece)
    previous: tuple[float, float] | None = None
    for x, y in piece:
        if y == 0:
            yield x
        elif previous is not None and previous[1] * y < 0:
            yield _crossing(value, previous[0], x)
        previous = (x, y)
    # Where it touches 0 and turns back, a sample need not hit it.
    for (a, ya), (_, yb), (c, yc) in zip(piece, piece[1:], piece[2:], strict=False):
        if ya * yb > 0 and yb * yc > 0 and abs(yb) <= abs(ya) and abs(yb) < abs(yc) and abs(yb) < 1e-2 * scale:
            x = _extreme(lambda x: -abs(value(x)), a, c)
            if abs(value(x)) < 1e-9 * max(abs(ya), abs(yc)):
                yield x


def values_at(f: Expr, wrt: str, xs: list[float]) -> list[float]:
    """The function at many places at once."""
    program = compile_(f)
    if not program.letters:
        return columns(program, {})[program.roots[0]] * len(xs)
    return columns(program, {wrt: xs})[program.roots[0]]


def _signed(value: Callable[[float], float], sign: int, x: float) -> float:
    return sign * value(x)


def _zero_ends(piece: Sequence[tuple[float, float]], axis: Axis) -> Iterable[float]:
    """Ends of the line at which it reaches 0, as that of a square root."""
    scale = max(abs(y) for _, y in piece)
    ends = (piece[0], piece[-1]) if len(piece) > 1 else ()
    return [round(x, 9) + 0.0 for x, y in ends if axis.lo < x < axis.hi and 0 < abs(y) < 1e-5 * scale]


def _crossing(value: Callable[[float], float], lo: float, hi: float) -> float:
    at_lo = value(lo)
    for _ in range(_ROUNDS):
        middle = (lo + hi) / 2
        y = value(middle)
        if y == 0 or middle in (lo, hi):
            return middle
        lo, hi = (middle, hi) if y * at_lo > 0 else (lo, middle)
    return (lo + hi) / 2


def _turns(piece: Sequence[tuple[float, float]], value: Callable[[float], float], axis: Axis) -> Iterable[Turn]:
    flat = 1e-12 * max((abs(y) for _, y in piece), default=0.0)
    found = 0
    for (a, ya), (b, yb), (c, yc) in zip(piece, piece[1:], piece[2:], strict=False):
        left, right = yb - ya, yc - yb
        if left * right >= 0 or min(abs(left), abs(right)) <= flat or not axis.lo < b < axis.hi:
            continue
        sign = 1 if left > 0 else -1
        found += 1
        x = _extreme(partial(_signed, value, sign), a, c) if found <= _MOST + 2 else b
        yield Turn(_tidy(x, value, sign), sign * max(sign * value(_tidy(x, value, sign)), sign * yb), _KINDS[sign])


_KINDS = {1: "maximum", -1: "minimum"}


def _tidy(x: float, value: Callable[[float], float], sign: int) -> float:
    """A round number right beside it, if the function is as high there: floats are flat on a top."""
    near = round(x, 6) + 0.0
    return near if abs(near - x) < 2e-7 * max(1.0, abs(x)) and sign * value(near) >= sign * value(x) - 1e-15 else x


def _extreme(value: Callable[[float], float], lo: float, hi: float) -> float:
    """Where the largest value lies between lo and hi, by the golden section."""
    golden = 0.6180339887498949
    a, b = hi - golden * (hi - lo), lo + golden * (hi - lo)
    at_a, at_b = value(a), value(b)
    for _ in range(40):
        if at_a < at_b:
            lo, a, at_a = a, b, at_b
            b = lo + golden * (hi - lo)
            at_b = value(b)
        else:
            hi, b, at_b = b, a, at_a
            a = hi - golden * (hi - lo)
            at_a = value(a)
    return (lo + hi) / 2


def _apart(places: Iterable[float]) -> Iterable[float]:
    before = -inf
    for place in sorted(places):
        tidy = round(place, 10) + 0.0
        if tidy - before > 1e-8:
            yield tidy
        before = tidy


def _gaps(found: Sampled, axis: Axis) -> Iterable[tuple[float, float]]:
    least = 4 * axis.length / 480
    at = axis.lo
    for piece in found.pieces:
        if piece[0][0] - at > least:
            yield at, round(piece[0][0], 3)
        at = piece[-1][0]
    if axis.hi - at > least:
        yield round(at, 3), axis.hi


# In words ------------------------------------------------------------------------------------------------------


def said(name: str, f: Expr, wrt: str, axis: Axis, found: Sampled) -> tuple[str, ...]:
    """What there is to see, in sentences for somebody who cannot. `name` is what the function is called: "f"."""
    if found.is_empty:
        return (f"{name} has no value here.",)
    seen = features(f, wrt, axis, found)
    lines = []
    unbounded = bool(seen.poles)
    if seen.highest - seen.lowest <= 1e-7 * abs(seen.highest):
        lines.append(f"{name} has the value {short(seen.lowest)} all along.")
    elif not unbounded:
        least = 1e-6 * (seen.highest - seen.lowest)  # smaller ones are 0, but for the end of a root
        low, high = (0.0 if abs(y) < least else y for y in (seen.lowest, seen.highest))
        lines.append(f"Its values go from {short(low)} to {short(high)}.")
    lines += [f"There is no value for {wrt} between {short(a)} and {short(b)}." for a, b in seen.gaps]
    if is_rough(f, wrt, axis):
        return (*lines, "It goes up and down faster than a picture of this width can show.")
    lines.append(_kind("Zero", [short(x) for x in seen.zeros], wrt, none="No zeros."))
    turns = [f"a {turn.kind} of {short(turn.y)} at {wrt} = {short(turn.x)}" for turn in seen.turns]
    lines.append(f"Turning points: {listed(turns)}." if turns else "No turning points.")
    if seen.poles:
        lines.append(_kind("Values without bound", [short(x) for x in seen.poles], wrt))
    if seen.jumps:
        lines.append(_kind("A jump", [short(x) for x in seen.jumps], wrt))
    lines += [f"A hole at {wrt} = {short(x)}: the line runs through {short(y)} there." for x, y in seen.holes[:3]]
    return tuple(lines)


def _kind(what: str, places: Sequence[str], wrt: str, none: str = "") -> str:
    return f"{what} at {wrt} = {listed(places)}." if places else none


def listed(items: Sequence[str]) -> str:
    """The items in one phrase, the first of them where there are many."""
    shown = list(items)
    if len(shown) > _MOST:
        return f"{', '.join(shown[:_MOST])}, and {len(shown) - _MOST} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
