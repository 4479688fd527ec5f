"""The values of a function along an axis, and the places where its line breaks.

A line is drawn through samples, so what happens between two of them has to be found out: where a part of the formula
that must not be 0 (a denominator, the argument of a logarithm, the cosine of a tangent) changes its sign or touches 0,
the place is narrowed down and looked at from both sides. There the function has a pole, a jump, or just a hole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, isfinite, isinf, nan, sin
from typing import NamedTuple

from tutor.evaluate import columns
from tutor.expr import Expr
from tutor.plot.model import Axis, Piece
from tutor.program import Op, Program, compile_

__all__ = ["SAMPLES", "Sampled", "sample"]

SAMPLES = 480  # steps along an axis: three for each dot of a wide terminal, and divided by 2, 3, 4, 5, 6, 8 and 10
_BATCH = 8  # parts into which an interval is divided at once when a place is narrowed down
_ROUNDS = 12  # 8^12 is more than a float can tell apart
_STEPS = 60  # of narrowing down by secants; ten are usual
_NEAR = (1.0, 1 / 30, 1 / 900)  # shares of a step from which a place is looked at
_CLOSE = 1e-4  # of a step: nearer to a place that has no value, floats lose their figures: (1 - cos(x))/x^2
_AT = 1e-2  # of a step: what is nearer to a place than this is at the place
_MOST = 10  # places narrowed down in one picture; a line that breaks oftener is noise at this size

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sampled:
    """What was found of one function: its line in pieces, its poles, and its holes as points.

    `regular` are the pieces without the points that lead up to a pole or an end.
    """

    pieces: tuple[Piece, ...]
    regular: tuple[Piece, ...] = ()
    poles: tuple[float, ...] = ()
    holes: tuple[tuple[float, float], ...] = ()
    jumps: tuple[float, ...] = ()

    def heights(self) -> list[float]:
        """The values at the samples."""
        return [y for piece in self.regular for _, y in piece]

    @property
    def is_empty(self) -> bool:
        return not self.pieces


class _Break(NamedTuple):
    """Between the samples `before` and `after` the line is broken; the points lead up to the place from both sides."""

    before: int
    after: int
    left: tuple[tuple[float, float], ...] = ()
    right: tuple[tuple[float, float], ...] = ()


def sample(f: Expr, wrt: str, axis: Axis, steps: int = SAMPLES) -> Sampled:
    """The function along the axis. Raises ValueError for an open derivative, and for a letter that is a function."""
    return _Sampler(compile_(f), wrt, axis, steps).run()


class _Sampler:
    def __init__(self, program: Program, wrt: str, axis: Axis, steps: int) -> None:
        self.program, self.wrt = program, wrt
        self.root = program.roots[0]
        self.step = axis.length / steps
        # From the middle, so that 0 is met exactly where it is in the middle.
        middle = (axis.lo + axis.hi) / 2
        self.xs = [middle + (k - steps / 2) * self.step for k in range(steps + 1)]
        self.xs[0], self.xs[-1] = axis.lo, axis.hi
        self.guards = _guards(program)
        self.left = _MOST

    def run(self) -> Sampled:
        done = columns(self.program, {self.wrt: self.xs} if self.program.letters else {})
        column = done[self.root]
        self.ys = column if len(column) == len(self.xs) else column * len(self.xs)
        self.done = done
        self.breaks: dict[int, _Break] = {}
        self.skipped: set[int] = set()
        self.poles: list[float] = []
        self.holes: list[tuple[float, float]] = []
        self.jumps: list[float] = []
        for index, place in self._suspects():
            self._look_at(index, place)
        pieces = list(self._pieces())
        self._note_gaps()
        drawn, plain = tuple(each for each, _ in pieces), tuple(each for _, each in pieces if each)
        return Sampled(drawn, plain, _merged(self.poles), tuple(self.holes), _merged(self.jumps))

    def values(self, xs: Sequence[float]) -> list[float]:
        """The function at these places, infinite where it is too large."""
        return columns(self.program, {self.wrt: list(xs)})[self.root]

    # Where to look

    def _suspects(self) -> list[tuple[int, float]]:
        """Places between sample `index` and the next where a guard is 0; nan where nobody looks closer."""
        found: list[tuple[int, float]] = []
        for guard in self.guards:
            column = guard.column(self.done)
            if len(column) == len(self.xs):
                found += [*self._crossings(guard, column), *self._touches(guard, column)]
                found += [(i, nan) for i in guard.too_fast(self.done)]
        return sorted(found, key=lambda each: each[0])

    def _crossings(self, guard: _Guard, column: list[float]) -> Iterator[tuple[int, float]]:
        for i in range(len(column) - 1):
            a, b = column[i], column[i + 1]
            if a == 0 and i > 0 and isfinite(self.ys[i]):  # sign(x) has a value at 0 that no line leads to
                yield i, self.xs[i]
            elif (a < 0 < b) or (b < 0 < a):
                self.left -= 1
                yield i, self._narrowed(guard, self.xs[i], self.xs[i + 1], a, b) if self.left > 0 else nan

    def _narrowed(self, guard: _Guard, lo: float, hi: float, at_lo: float, at_hi: float) -> float:
        """The place between lo and hi at which the guard changes its sign: by secants, and by halving where they stall.

        Source: the Illinois rule, Dowell and Jarratt, A modified regula falsi method (1971).
        """
        end, side = at_hi, 0
        for step in range(_STEPS):
            x = (lo * end - hi * at_lo) / (end - at_lo) if step % 8 < 6 else (lo + hi) / 2
            if not lo < x < hi:
                x = (lo + hi) / 2
            if x in (lo, hi):
                break
            y = guard.values(self, [x])[0]
            if y == 0 or hi - lo < 1e-15 * (1 + abs(x)):
                return x
            if (y > 0) == (end > 0):
                hi, end = x, y
                at_lo = at_lo / 2 if side == 1 else at_lo
                side = 1
            else:
                lo, at_lo = x, y
                end = end / 2 if side == -1 else end
                side = -1
        return lo if abs(at_lo) < abs(end) else hi

    def _touches(self, guard: _Guard, column: list[float]) -> Iterator[tuple[int, float]]:
        """Where the guard comes down to 0 and turns back, between two samples."""
        sizes = [abs(value) for value in column]
        for i in range(1, len(sizes) - 1):
            a, b, c = sizes[i - 1 : i + 2]
            if not (0 < b <= a and b < c) or column[i - 1] * column[i + 1] <= 0:
                continue
            # The lowest point of the parabola through the three.
            bend = a - 2 * b + c
            if b - (c - a) ** 2 / (8 * bend) > 0.3 * max(a, c):
                continue
            self.left -= 1
            if self.left <= 0:
                yield from ((i - 1, nan), (i, nan))
                continue
            place, least = self._lowest(guard, self.xs[i - 1], self.xs[i + 1], 1e-12 * max(a, c))
            if least <= 1e-9 * max(a, c):
                yield (i if place >= self.xs[i] else i - 1), place

    def _lowest(self, guard: _Guard, lo: float, hi: float, enough: float) -> tuple[float, float]:
        """Where the guard comes nearest to 0, and how near; nobody looks closer than `enough`."""
        place, least = lo, abs(guard.values(self, [lo])[0])
        for _ in range(2 * _ROUNDS):
            xs = _divided(lo, hi)
            sizes = [abs(value) if value == value else nan for value in guard.values(self, xs)]
            k = min(range(len(xs)), key=lambda k: sizes[k] if sizes[k] == sizes[k] else 0.0)
            place, least = xs[k], sizes[k] if sizes[k] == sizes[k] else 0.0
            if least <= enough:
                break
            lo, hi = xs[max(k - 1, 0)], xs[min(k + 1, len(xs) - 1)]
        return place, least

    # What is there

    def _look_at(self, index: int, place: float) -> None:
        """Put a break between sample `index` and the next where the line does not go through the place."""
        if place != place:
            self.breaks[index] = _Break(index, index + 1)
            return
        # A sample right at the place is nothing but rounding errors.
        before = index if place - self.xs[index] > _AT * self.step else index - 1
        after = index + 1 if self.xs[index + 1] - place > _AT * self.step else index + 2
        if before < 0 or after >= len(self.xs):
            return
        left, right = self._on_both_sides(place, before, after)
        broken = _Break(before, after, tuple(left), tuple(right))
        if any(_without_bound([y for _, y in side]) for side in (left, right)):
            self.poles.append(place)
            self.breaks[before] = broken
            return
        (_, a), (_, b) = left[-1], right[-1]
        if not (isfinite(a) and isfinite(b)):
            self.breaks[before] = broken
        elif abs(a - b) > 0.5 * abs(left[0][1] - right[0][1]) and abs(a - b) > 1e-6 * (1 + abs(a)):
            self.breaks[before] = broken
            if all(abs(side[2][1] - side[1][1]) < 0.2 * abs(a - b) for side in (left, right)):
                self.jumps.append(place)  # else it swings for ever
        else:
            self._note_hole(place, (a + b) / 2)

    def _note_hole(self, place: float, y: float) -> None:
        exact = round(place, 9)
        if not isfinite(self.values([exact])[0]) and abs(exact - place) < 1e-7 * max(1, abs(place)):
            self.holes.append((exact, y))

    def _on_both_sides(self, place: float, before: int, after: int) -> tuple[list[Place], list[Place]]:
        """Points from these two samples towards the place, ever nearer."""
        left, right = place - self.xs[before], self.xs[after] - place
        found = self._points([*_nearing(place, -abs(left)), *_nearing(place, abs(right))])
        return found[: len(_NEAR)], found[len(_NEAR) :]

    def _towards(self, place: float, reach: float) -> list[Place]:
        return self._points(_nearing(place, reach))

    def _points(self, xs: list[float]) -> list[Place]:
        return list(zip(xs, self.values(xs), strict=True))

    # The line

    def _pieces(self) -> Iterator[tuple[Piece, Piece]]:
        """Each piece of the line, as it is drawn and of samples alone."""
        drawn: list[tuple[float, float]] = []
        plain: list[tuple[float, float]] = []
        i = 0
        while i < len(self.xs):
            x, y = self.xs[i], self.ys[i]
            if isfinite(y):
                if not drawn and i and i - 1 not in self.skipped and not isfinite(self.ys[i - 1]):
                    drawn += self._edge(i, i - 1)[::-1]
                drawn.append((x, y))
                plain.append((x, y))
            broken = self.breaks.get(i)
            if not isfinite(y) or broken is not None:
                if drawn and not isfinite(y):
                    drawn += self._edge(i - 1, i)
                elif drawn and broken is not None:
                    drawn += _finite(broken.left[1:])
                if drawn:
                    yield tuple(drawn), tuple(plain)
                drawn, plain = [], []
            if broken is not None:
                if isfinite(self.ys[broken.after]):
                    drawn = _finite(broken.right[1:])[::-1]
                self.skipped.update(range(i, broken.after))
                i = broken.after
            else:
                i += 1
        if drawn:
            yield tuple(drawn), tuple(plain)

    def _edge(self, inside: int, outside: int) -> list[tuple[float, float]]:
        """Points from a sample with a value towards the last one that has any; none where the values only overflow."""
        if self.ys[outside] == self.ys[outside]:
            return []
        beyond = 2 * outside - inside
        alone = 0 <= beyond < len(self.xs) and isfinite(self.ys[beyond])
        close = (_CLOSE if not alone else _AT) * self.step
        lo, hi = self.xs[inside], self.xs[outside]
        found: list[tuple[float, float]] = []
        for _ in range(_ROUNDS):
            xs = _divided(lo, hi)
            values = self.values(xs)
            k = next((k for k in range(1, len(xs)) if values[k] != values[k]), len(xs))
            if abs(hi - lo) > close:
                near = zip(xs[1:k], values[1:k], strict=True)
                found += [(x, y) for x, y in near if abs(x - hi) > close and isfinite(y)]
            if k == len(xs) or xs[k] == hi == lo:
                break
            if xs[k] in (hi, lo) and abs(xs[k] - xs[k - 1]) >= abs(hi - lo):
                break
            lo, hi = xs[k - 1], xs[k]
        tail = self._towards(hi, self.xs[inside] - hi)
        if _without_bound([y for _, y in tail]):
            self.poles.append(hi)
            found += _finite(self._towards(hi, (self.xs[inside] - hi) * _CLOSE))
        elif not alone and abs(hi - lo) < close:
            found += _finite([(lo, self.values([lo])[0])])
        return found

    def _note_gaps(self) -> None:
        """A single sample without a value between two that nearly agree is a hole."""
        for i in range(1, len(self.xs) - 1):
            a, y, b = self.ys[i - 1 : i + 2]
            x = self.xs[i]
            if i in self.skipped or y == y or not (isfinite(a) and isfinite(b)):
                continue
            if any(abs(x - pole) < self.step for pole in self.poles):
                continue
            left, right = self.values([x - _AT * self.step, x + _AT * self.step])
            if abs(left - right) <= 1e-3 * (1 + abs(left)) and abs(left - (a + b) / 2) <= abs(a - b) + 1e-2:
                self.holes.append((x, (left + right) / 2))
            elif isfinite(left) and isfinite(right):
                self.jumps.append(x)


def _nearing(place: float, reach: float) -> list[float]:
    return [place + reach * share for share in _NEAR]


def _finite(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [point for point in points if isfinite(point[1])]


def _merged(places: Sequence[float]) -> tuple[float, ...]:
    kept: list[float] = []
    for place in sorted(places):
        tidy = round(place, 9) + 0.0
        if not kept or tidy - kept[-1] > 1e-7 * max(1.0, abs(tidy)):
            kept.append(tidy)
    return tuple(kept)


def _divided(lo: float, hi: float) -> list[float]:
    return [lo + (hi - lo) * k / _BATCH for k in range(_BATCH)] + [hi]


def _without_bound(values: Sequence[float]) -> bool:
    """Do values seen from ever nearer grow as fast as those of a logarithm, or faster?"""
    a, b, c = values
    if isinf(c):
        return True
    if not (isfinite(a) and isfinite(b) and isfinite(c)):
        return False
    return abs(c) > abs(b) and abs(c - b) > 0.5 * abs(b - a) and abs(c - b) > 1e-6 * (1 + abs(b)) and abs(c) > abs(a)


# Guards -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Guard:
    """An operation that must not be 0, or a function of it that must not."""

    operation: int
    of: Callable[[float], float] | None = None

    def column(self, done: Sequence[list[float]]) -> list[float]:
        return self._applied(done[self.operation])

    def values(self, sampler: _Sampler, xs: Sequence[float]) -> list[float]:
        # Only what comes before it has to be computed.
        upto = Program(ops=sampler.program.ops[: self.operation + 1])
        return self._applied(columns(upto, {sampler.wrt: list(xs)})[self.operation])

    def too_fast(self, done: Sequence[list[float]]) -> list[int]:
        """Where a sine or cosine goes through more than half a turn from one sample to the next."""
        if self.of is None:
            return []
        turns = done[self.operation]
        return [i for i in range(len(turns) - 1) if abs(turns[i + 1] - turns[i]) > 3]

    def _applied(self, values: list[float]) -> list[float]:
        of = self.of
        return values if of is None else [of(v) if isfinite(v) else nan for v in values]


def _guards(program: Program) -> list[_Guard]:
    found = dict.fromkeys(guard for op in program.ops for guard in _guards_of(op))
    return [guard for guard in found if program.ops[guard.operation].name not in ("number", "pi", "e")]


def _guards_of(op: Op) -> list[_Guard]:
    match op.name:
        case "div":
            return [_Guard(op.args[1])]
        case "power" | "root" if op.number < 0:
            return [_Guard(op.args[0])]
        case "pow" | "log":
            return [_Guard(arg) for arg in op.args] if op.name == "log" else [_Guard(op.args[0])]
        case "ln" | "coth" | "csch" | "sign" | "step" | "arcsch" | "arcsec" | "arccsc":
            return [_Guard(op.args[0])]
        case "tan" | "sec":
            return [_Guard(op.args[0], cos)]
        case "cot" | "csc":
            return [_Guard(op.args[0], sin)]
    return []
