"""Values modulo the prime at several random points at once, with their derivatives where those are needed.

A jet is one function: `values` has its value at each point, and `slopes` its partial derivative in each
direction (a letter, or a constant such as pi that is treated as one), None where the derivative is 0. Sums,
products, quotients and powers of jets follow the rules for both. Where no relation among logarithms or inverse
functions can be asked for, there are no directions and a jet is a list of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.identity.prime import P

__all__ = ["Jet", "NowhereError", "added", "divided", "inverses", "multiplied", "negated", "powered", "scaled"]

Column = list[int]
Slopes = tuple[Column | None, ...]


class NowhereError(Exception):
    """Something is divided by what is 0 everywhere, or is taken where it has no value."""


@dataclass(slots=True)
class Jet:
    values: Column
    slopes: Slopes = ()


def added(a: Jet, b: Jet) -> Jet:
    if not a.slopes:
        return Jet([(x + y) % P for x, y in zip(a.values, b.values, strict=True)])
    return Jet(_sum(a.values, b.values), tuple(map(_plus, a.slopes, b.slopes)))


def negated(a: Jet) -> Jet:
    return scaled(a, P - 1)


def scaled(a: Jet, factor: int) -> Jet:
    """The jet times a number that is the same at every point."""
    if not a.slopes:
        return Jet([x * factor % P for x in a.values])
    slopes = tuple(d and [x * factor % P for x in d] for d in a.slopes)
    return Jet([x * factor % P for x in a.values], slopes)


def multiplied(a: Jet, b: Jet) -> Jet:
    if not a.slopes:
        return Jet([x * y % P for x, y in zip(a.values, b.values, strict=True)])
    slopes = tuple(
        _plus(d and _product(d, b.values), e and _product(a.values, e)) for d, e in zip(a.slopes, b.slopes, strict=True)
    )
    return Jet(_product(a.values, b.values), slopes)


def divided(a: Jet, b: Jet) -> Jet:
    """Raises NowhereError where b is 0 at every point."""
    if not a.slopes:
        return Jet([x * y % P for x, y in zip(a.values, inverses(b.values), strict=True)])
    return multiplied(a, powered(b, -1))


def powered(a: Jet, n: int) -> Jet:
    """a^n for a whole n. Raises NowhereError for 0 to a power that is not positive."""
    if n <= 0 and not any(a.values):
        raise NowhereError
    if n == 2:
        values = [x * x % P for x in a.values]
    elif n == -1:
        values = inverses(a.values)
    else:
        base = inverses(a.values) if n < 0 else a.values
        values = [pow(x, abs(n), P) for x in base]
    if not any(a.slopes):
        return Jet(values, a.slopes)
    # (a^n)' = n a^n a'/a
    lower = [n * x % P for x in _product(values, inverses(a.values))]
    return Jet(values, tuple(d and _product(lower, d) for d in a.slopes))


def inverses(values: Column) -> Column:
    """1/x for each x, by one inversion. Raises NowhereError if all are 0.

    A single 0 among them is a coincidence that happens once in 2^100; it becomes 0, and spoils the proof it is in.
    """
    if not any(values):
        raise NowhereError
    if len(values) == 1:
        return [pow(values[0], -1, P)]
    before: Column = []
    total = 1
    for x in values:
        before.append(total)
        if x:
            total = total * x % P
    rest = pow(total, -1, P)
    result = [0] * len(values)
    for i in range(len(values) - 1, -1, -1):
        x = values[i]
        if x:
            result[i] = rest * before[i] % P
            rest = rest * x % P
    return result


def _sum(a: Column, b: Column) -> Column:
    return [(x + y) % P for x, y in zip(a, b, strict=True)]


def _product(a: Column, b: Column) -> Column:
    return [x * y % P for x, y in zip(a, b, strict=True)]


def _plus(a: Column | None, b: Column | None) -> Column | None:
    if a is None or b is None:
        return b if a is None else a
    return _sum(a, b)
