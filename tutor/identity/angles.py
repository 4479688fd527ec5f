"""Trigonometric functions and their inverses.

One list has the angles that have been met, each with its value and with the pair (cos, sin) of a part of it:
pi, with ZETA for pi/720720; x, with a random pair for a part of x; arctan(u), with (1, u)/sqrt(1 + u^2). Pairs
multiply where angles are added.

* cos A, sin A: if A is a combination c1 A1 + c2 A2 + ... with rational c of the angles met, its pair is the
  product of their powers. So cos(2x) is cos^2 x - sin^2 x, sin(x + pi/3) is sin(x)/2 + sqrt(3)/2 cos(x), and
  sin(arcsin u) is u.
* arcsin, arctan and the others give the angle of a pair (c, s). Its slope is c s' - s c'. If that is a
  combination of the slopes of angles met, then the angle is this combination plus a constant, a rational part
  of pi that the value at the real point tells; the pairs must agree exactly. So arcsin(x/sqrt(1+x^2)) is arctan
  x, and arctan(x) + arctan(1/x) is pi/2 or -pi/2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, lcm, pi

from tutor.identity.exponential import Exponentials, flattened, is_moving, thinned, thinned_slopes
from tutor.identity.jet import Column, Jet, Slopes, added, divided, inverses, multiplied, negated, powered, scaled
from tutor.identity.prime import STEPS, ZETA, P, Pair, as_number, pair_power, pair_product
from tutor.identity.roots import UnknownError
from tutor.identity.span import combination

__all__ = ["Angles", "CoarseError"]

_FINEST = 5040  # no angle is divided into more parts
_MOST_PARTS = 48  # of pi, in the constant of an inverse function
# Angles of numbers have no slopes to tell them: arctan(1/239) is 4 arctan(1/5) - pi/4, found by trial.
_MULTIPLES = tuple(Fraction(c) for n in (1, 2, 3, 4, "1/2") for c in (Fraction(n), -Fraction(n)))


class CoarseError(Exception):
    """An angle is needed in smaller parts than it was given; `grain` is how many would do."""

    def __init__(self, grain: int) -> None:
        super().__init__()
        self.grain = grain


@dataclass(slots=True)
class _Angle:
    value: Column
    pairs: list[Pair]  # of the part 1/grain of the angle
    grain: int
    slopes: Slopes
    real: float  # the angle at the real point, nan where it is not known
    is_inverse: bool = False


class Angles(Exponentials):
    def begin(self) -> None:
        super().begin()
        self.angles: list[_Angle] = []
        self.half_turn: _Angle | None = None  # pi, once it is met
        # Letters that stand for whole numbers: their values, and what remains of the number when divided by 4.
        self.whole: dict[str, tuple[Column, int]] = {}
        self._turned: dict[int, tuple[Jet, Jet, Jet]] = {}

    def keep(self, kept: Sequence[bool]) -> None:
        super().keep(kept)
        for angle in self.angles:
            angle.value = thinned(angle.value, kept)
            angle.pairs = [pair for pair, stays in zip(angle.pairs, kept, strict=True) if stays]
            angle.slopes = thinned_slopes(angle.slopes, kept)
        self.whole = {name: (thinned(column, kept), left) for name, (column, left) in self.whole.items()}
        self._turned.clear()

    def pi(self) -> Jet:
        angle = self._pi()
        return Jet(angle.value, self.along("pi"))

    def _pi(self) -> _Angle:
        """The angle pi, which is the same at every point but for its random value."""
        if self.half_turn is None:
            # Positive, for sqrt(pi).
            self.half_turn = _Angle(self.random_squares(), [ZETA] * self.count, STEPS, self.flat(), pi)
            self.angles.append(self.half_turn)
        return self.half_turn

    # Functions of an angle ---------------------------------------------------------------------------------------

    def cos(self, a: Jet, real: float) -> Jet:
        return self.cos_sin(a, real)[0]

    def sin(self, a: Jet, real: float) -> Jet:
        return self.cos_sin(a, real)[1]

    def tan(self, a: Jet, real: float) -> Jet:
        c, s = self.cos_sin(a, real)
        return divided(s, c)

    def cot(self, a: Jet, real: float) -> Jet:
        c, s = self.cos_sin(a, real)
        return divided(c, s)

    def sec(self, a: Jet, real: float) -> Jet:
        return self.reciprocal(self.cos(a, real))

    def csc(self, a: Jet, real: float) -> Jet:
        return self.reciprocal(self.sin(a, real))

    def cos_sin(self, a: Jet, real: float) -> tuple[Jet, Jet]:
        """Cosine and sine of an angle whose value at the real point is `real`, if it has not been met."""
        known = self._turned.get(id(a))
        if known is None:
            pairs, slopes = self._turn(a, real)
            cosines, sines = [c for c, _ in pairs], [s for _, s in pairs]
            rise = tuple(d and [x * y % P for x, y in zip(cosines, d, strict=True)] for d in slopes)
            fall = tuple(d and [-x * y % P for x, y in zip(sines, d, strict=True)] for d in slopes)
            # The jet is kept with its result: an id may be given out again.
            known = self._turned[id(a)] = (a, Jet(cosines, fall), Jet(sines, rise))
        return known[1], known[2]

    def _turn(self, a: Jet, real: float) -> tuple[list[Pair], Slopes]:
        """The pairs of an angle, and its slopes."""
        known, counted = [angle.value for angle in self.angles], self._whole_half_turns()
        basis = [*known, *(column for column, _ in counted)]
        found = combination(a.values, basis) if basis or not any(a.values) else None
        if found is not None and self._divides(found[: len(known)]):
            turned = self._turned_by_whole_numbers(found[len(known) :], counted)
            if turned is not None:
                pairs, factors = self._pairs(found[: len(known)]), found[: len(known)]
                return ([pair_product(pair, turned) for pair in pairs] if counted else pairs), self._slopes(factors)
        parts = self._random_pairs()
        self.angles.append(_Angle(a.values, parts, self.grain, a.slopes, real))
        return [pair_power(pair, self.grain) for pair in parts], a.slopes

    def _divides(self, factors: list[Fraction]) -> bool:
        """Are these multiples of the angles multiples of the parts that have pairs?

        Where finer parts of x would do, as for x/2 after x, all is begun anew with those.
        """
        finer = 1
        for c, angle in self._used(factors):
            missing = (c * angle.grain).denominator
            if angle.is_inverse:
                if missing > 2:
                    return False
                if missing == 2:
                    self._halve(angle)
            elif missing > 1 and angle is self.half_turn:
                return False
            else:
                finer = lcm(finer, missing)
        if finer > 1:
            if self.grain * finer > _FINEST:
                raise UnknownError
            raise CoarseError(self.grain * finer)
        return True

    def _halve(self, angle: _Angle) -> None:
        """Give the angle of an inverse function the pairs of its half, whose cosine is positive: sqrt((1 + cos)/2)."""
        half = as_number(Fraction(1, 2))
        cosine = self.sqrt(Jet([(1 + c) * half % P for c, _ in angle.pairs])).values
        below = inverses([2 * c for c in cosine])
        sines = [s * d % P for (_, s), d in zip(angle.pairs, below, strict=True)]
        angle.pairs, angle.grain = list(zip(cosine, sines, strict=True)), 2 * angle.grain

    def _whole_half_turns(self) -> list[tuple[Column, int]]:
        """n pi for each letter n that stands for a whole number, and what remains of n divided by 4."""
        if not self.whole or self.half_turn is None:
            return []
        pi_values = self.half_turn.value
        return [([x * y % P for x, y in zip(column, pi_values, strict=True)], n) for column, n in self.whole.values()]

    def _turned_by_whole_numbers(self, factors: list[Fraction], counted: list[tuple[Column, int]]) -> Pair | None:
        """(cos, sin) of a sum of multiples of n pi and n pi/2; None for thirds, which n mod 4 does not decide."""
        if any((2 * c).denominator > 1 for c in factors):
            return None
        turns = sum((c * n for c, (_, n) in zip(factors, counted, strict=True)), Fraction(0))
        return pair_power(ZETA, int(turns * STEPS))

    def _random_pairs(self) -> list[Pair]:
        """Points of the circle, by their half-angle tangents."""
        ts = self.random()
        below = inverses([1 + t * t for t in ts])
        return [((1 - t * t) * d % P, 2 * t * d % P) for t, d in zip(ts, below, strict=True)]

    def _used(self, factors: list[Fraction]) -> list[tuple[Fraction, _Angle]]:
        return [(c, angle) for c, angle in zip(factors, self.angles, strict=True) if c]

    def _pairs(self, factors: list[Fraction]) -> list[Pair]:
        result = [(1, 0)] * self.count
        for c, angle in self._used(factors):
            power = int(c * angle.grain)
            parts = [pair_power(ZETA, power)] * self.count if angle is self.half_turn else [
                pair_power(pair, power) for pair in angle.pairs
            ]  # fmt: skip
            result = [pair_product(a, b) for a, b in zip(result, parts, strict=True)]
        return result

    def _slopes(self, factors: list[Fraction]) -> Slopes:
        total = self.number(0)
        for c, angle in self._used(factors):
            total = added(total, scaled(Jet(angle.value, angle.slopes), as_number(c)))
        return total.slopes

    # Angles of a pair ---------------------------------------------------------------------------------------------

    def arcsin(self, a: Jet, real: float) -> Jet:
        return self._angle(self._other_side(a), a, real)

    def arccos(self, a: Jet, real: float) -> Jet:
        return self._angle(a, self._other_side(a), real)

    def arctan(self, a: Jet, real: float) -> Jet:
        short = self._short_side(a)
        return self._angle(short, multiplied(a, short), real)

    def arccot(self, a: Jet, real: float) -> Jet:
        short = self._short_side(a)
        return self._angle(multiplied(a, short), short, real)

    def arcsec(self, a: Jet, real: float) -> Jet:
        return self.arccos(self.reciprocal(a), real)

    def arccsc(self, a: Jet, real: float) -> Jet:
        return self.arcsin(self.reciprocal(a), real)

    def _other_side(self, a: Jet) -> Jet:
        """sqrt(1 - a^2)."""
        return self.sqrt(added(self.number(1), negated(powered(a, 2))))

    def _short_side(self, a: Jet) -> Jet:
        """1/sqrt(1 + a^2)."""
        return self.reciprocal(self.sqrt(added(self.number(1), powered(a, 2))))

    def _angle(self, c: Jet, s: Jet, real: float) -> Jet:
        self._pi()
        turning = self._turning(c, s)
        pairs = list(zip(c.values, s.values, strict=True))
        if all(pair == (1, 0) for pair in pairs):
            return self.number(0)  # arccos(1), also where floats have no value for it
        known = self._known_angle(pairs, turning, real)
        if known is not None:
            return known
        angle = _Angle(self.random(), pairs, 1, turning, real, is_inverse=True)
        self.angles.append(angle)
        return Jet(angle.value, turning)

    def _turning(self, c: Jet, s: Jet) -> Slopes:
        """The slopes of the angle: c s' - s c'."""
        result = []
        for ds, dc in zip(s.slopes, c.slopes, strict=True):
            up = ds and [x * y % P for x, y in zip(c.values, ds, strict=True)]
            down = dc and [-x * y % P for x, y in zip(s.values, dc, strict=True)]
            result.append([(x + y) % P for x, y in zip(up, down, strict=True)] if up and down else up or down)
        return tuple(result)

    def _known_angle(self, pairs: list[Pair], turning: Slopes, real: float) -> Jet | None:
        """The angle as a combination of angles met before and a part of pi."""
        for factors in self._candidates_for(turning):
            found = self._confirmed(factors, pairs, real)
            if found is not None:
                return found
        return None

    def _candidates_for(self, turning: Slopes) -> Iterable[list[Fraction]]:
        """Multiples of the angles met before that may make up this one, but for a part of pi."""
        none = [Fraction(0)] * len(self.angles)
        if is_moving(turning):
            moving = [i for i, angle in enumerate(self.angles) if is_moving(angle.slopes)]
            basis = [flattened(self.angles[i].slopes, self.count) for i in moving]
            found = combination(flattened(turning, self.count), basis) if moving else None
            if found is not None:
                yield [found[moving.index(i)] if i in moving else Fraction(0) for i in range(len(none))]
            return
        yield none
        for i, angle in enumerate(self.angles):
            if angle.is_inverse and not is_moving(angle.slopes):
                for c in _MULTIPLES:
                    yield [*none[:i], c, *none[i + 1 :]]

    def _confirmed(self, factors: list[Fraction], pairs: list[Pair], real: float) -> Jet | None:
        """The combination with the part of pi that is missing; None if the angle is another one."""
        rest = real - sum(float(c) * angle.real for c, angle in self._used(factors))
        part = Fraction(rest / pi).limit_denominator(_MOST_PARTS) if isfinite(rest) else None
        if part is None or abs(float(part) * pi - rest) > 1e-7:
            return None
        factors[self.angles.index(self._pi())] += part
        # Exactly: the pairs are the same, both taken as many times as makes the factors whole.
        times = lcm(*((c * angle.grain).denominator for c, angle in self._used(factors)))
        if times > _MOST_PARTS or [pair_power(pair, times) for pair in pairs] != self._pairs(
            [c * times for c in factors]
        ):
            return None
        total = self.number(0)
        for c, angle in self._used(factors):
            total = added(total, scaled(Jet(angle.value, self._own_slopes(angle)), as_number(c)))
        return total

    def _own_slopes(self, angle: _Angle) -> Slopes:
        """The slopes of the angle's value; pi as a number has one in its own direction."""
        return self.along("pi") if angle is self.half_turn else angle.slopes
