"""Relations with rational coefficients among functions of which only some values modulo a prime are known."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tutor.identity.prime import P, ratio

__all__ = ["combination"]

Vector = Sequence[int]


def combination(target: Vector, basis: Sequence[Vector]) -> list[Fraction] | None:
    """Rational c with target = c[0] basis[0] + c[1] basis[1] + ...; None if none are found.

    Each vector has the values of one function at the same random points. The equation is solved for the first points
    and holds at all the others, so it holds identically but for a probability of about 1 in P. Coefficients that are
    no small fractions are not believed: more vectors than points are always dependent modulo P. The basis may itself
    be dependent; some coefficients are 0 then.
    """
    if not any(target):
        return [Fraction(0)] * len(basis)
    if len(basis) == 1:
        return _multiple(target, basis[0])
    rows = _echelon(basis)
    rest = list(target)
    coefficients = [0] * len(basis)
    for pivot, row, made_of in rows:
        factor = rest[pivot]
        if factor:
            rest = [(x - factor * y) % P for x, y in zip(rest, row, strict=True)]
            coefficients = [(x + factor * y) % P for x, y in zip(coefficients, made_of, strict=True)]
    if any(rest):
        return None
    found = [ratio(c) for c in coefficients]
    return None if None in found else [c for c in found if c is not None]


def _multiple(target: Vector, vector: Vector) -> list[Fraction] | None:
    at = next((i for i, y in enumerate(vector) if y), None)
    if at is None:
        return None
    factor = target[at] * pow(vector[at], -1, P) % P
    if any((x - factor * y) % P for x, y in zip(target, vector, strict=True)):
        return None
    found = ratio(factor)
    return None if found is None else [found]


def _echelon(basis: Sequence[Vector]) -> list[tuple[int, list[int], list[int]]]:
    """Rows with a 1 at their pivot and 0 at the pivots before, each with its coefficients in the basis."""
    rows: list[tuple[int, list[int], list[int]]] = []
    for number, vector in enumerate(basis):
        row = list(vector)
        made_of = [int(i == number) for i in range(len(basis))]
        for pivot, other, other_made_of in rows:
            factor = row[pivot]
            if factor:
                row = [(x - factor * y) % P for x, y in zip(row, other, strict=True)]
                made_of = [(x - factor * y) % P for x, y in zip(made_of, other_made_of, strict=True)]
        at = next((i for i, x in enumerate(row) if x), None)
        if at is None:
            continue
        inverse = pow(row[at], -1, P)
        rows.append((at, [x * inverse % P for x in row], [x * inverse % P for x in made_of]))
    return rows
