"""Is an answer right once its decimals may move a little, and what are the exact numbers?

Each decimal may move by one unit of its last digit and by 3% of itself, both bounds at once: 0.333 may be 1/3
and 2.718 may be e, but 0.00001 cannot be 0. The decimals are made unknowns, the equations "equal at this
point" are solved for them with 75 digits, and the solution must hold at further points. So one set of numbers
within the bounds makes the answer right everywhere, and it is exact enough to be recognised: 1/3, 2 pi,
sqrt(2)/2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any

from tutor.ball import Ball, Kind, apart, digits, run
from tutor.budget import Budget
from tutor.expr import (
    PI,
    Call,
    Div,
    E,
    Expr,
    Mul,
    Num,
    Sym,
    children,
    number,
    substitute,
    walk_once,
    with_children,
)
from tutor.points import Point
from tutor.program import Program, compile_
from tutor.trial import Look, Trial

__all__ = ["Exact", "has_decimals", "unrounded"]

_MOST = 6  # decimals in one answer
_SPARE = 3  # points beyond as many as there are unknowns
_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Exact:
    """The answer with exact numbers for its decimals; None where one of them has no simple name."""

    answer: Expr | None


@dataclass(frozen=True, slots=True)
class _Decimal:
    name: str  # of the unknown that stands for it
    value: Fraction
    slack: Fraction


def has_decimals(e: Expr) -> bool:
    stack = [e]
    while stack:  # and not `walk`: every wrong answer is asked
        node = stack.pop()
        if type(node) is Num:
            if node.text and _is_decimal(node):
                return True
        else:
            stack.extend(children(node))
    return False


def _is_decimal(n: Num) -> bool:
    """0.5, .5, 1e-5 and 4.0, but not 3E4 and "2." """
    return bool(n.text) and (n.value.denominator > 1 or bool(n.text.partition(".")[2]))


def _slack(n: Num) -> Fraction:
    """How far the number may move."""
    mantissa, _, power = n.text.lower().partition("e")
    unit = Fraction(10) ** (int(power or 0) - len(mantissa.partition(".")[2]))
    return min(unit, n.value * Fraction(3, 100))


def unrounded(right: Expr, answer: Expr, trial: Trial, prepare: Callable[[Expr], Expr] = lambda e: e) -> Exact | None:
    """The exact form of a rounded answer, None if it is not right even so; `trial` compares the two as typed.

    `prepare` makes a tree that has values of the answer (its open derivatives taken).
    """
    decimals: list[_Decimal] = []
    # A decimal that stands in the right answer too is not rounded.
    exact = frozenset(node.value for node in walk_once(right) if isinstance(node, Num))
    pattern = _lifted(answer, decimals, exact)
    if not 0 < len(decimals) <= _MOST:
        return None
    program = compile_(right, prepare(pattern), whole=(name for name, known in trial.assume.items() if known.whole))
    points = _points(trial)
    enough = len(decimals) + 1 if trial.letters else 1
    if len(points) < enough or not _balls_meet(program, trial, points, decimals):
        return None
    found = _solve(program, trial, points, decimals)
    if found is None:
        return None
    names = {d.name: _named(value) for d, value in zip(decimals, found, strict=True)}
    if any(name is None for name in names.values()):
        return Exact(None)
    return Exact(substitute(pattern, {key: name for key, name in names.items() if name is not None}))


def _lifted(e: Expr, decimals: list[_Decimal], exact: frozenset[Fraction]) -> Expr:
    """The tree with each decimal made an unknown, but for those known to be exact."""
    if isinstance(e, Num) and _is_decimal(e) and e.value not in exact:
        decimals.append(_Decimal(f"#{len(decimals)}", e.value, _slack(e)))
        return Sym(decimals[-1].name)
    parts = children(e)
    return with_children(e, tuple(_lifted(part, decimals, exact) for part in parts)) if parts else e


def _points(trial: Trial) -> list[Point]:
    """Points of moderate size at which both sides have a value."""
    rows = [row for row in trial.plain_rows() if row.look in (Look.GAP, Look.CLOSE) and isfinite(row.answer)]
    rows.sort(key=lambda row: sum(abs(abs(float(x)) - 1) + (5 if x < 0 else 0) for x in row.point))
    return [row.point for row in rows][: 3 * _MOST]


def _balls_meet(program: Program, trial: Trial, points: Sequence[Point], decimals: Sequence[_Decimal]) -> bool:
    """Could the two be equal at each point by itself? Refuses nearly every wrong answer at little cost."""
    kind = digits(20)
    loose = {d.name: (_mid(kind, d.value), _mid(kind, d.slack) * 1.0001) for d in decimals}
    for point in points:
        place = trial.balls(point, kind)
        if place is None:
            continue
        values = run(program, place | loose, kind, trial.budget).values
        right, answer = (values[root] for root in program.roots)
        if isinstance(right, tuple) and isinstance(answer, tuple) and apart(right, answer):
            return False
    return True


def _solve(program: Program, trial: Trial, points: Sequence[Point], decimals: Sequence[_Decimal]) -> list[Any] | None:
    """The numbers near the decimals that make both sides equal at all points, to 40 digits; None without any.

    Least squares, linearised again and again (Gauss and Newton); a trace of damping picks the nearest
    solution where there are many, as in 0.33 x + 0.66 x.
    """
    kind = digits(75)
    places = [place for point in points if (place := trial.balls(point, kind)) is not None]
    if len(places) < min(len(points), len(decimals) + 1):
        return None
    used, spare = places[: len(decimals) + _SPARE], places
    step = kind.number(10) ** -30
    found = [_mid(kind, d.value) for d in decimals]
    for round in range(_ROUNDS):
        gaps = _gaps(program, used, decimals, found, trial.budget)
        if gaps is None:
            return None
        if not round and not any(gaps):
            return None  # as typed they are right here: what differs elsewhere is not their fault
        if all(abs(gap) < kind.number(10) ** -60 for gap in gaps):
            break
        slopes = []
        for j in range(len(found)):
            nudged = [x + step * (i == j) for i, x in enumerate(found)]
            moved = _gaps(program, used, decimals, nudged, trial.budget)
            if moved is None:
                return None
            slopes.append([(a - b) / step for a, b in zip(moved, gaps, strict=True)])
        change = _least_squares(slopes, gaps, kind)
        if change is None:
            return None
        found = [x - dx for x, dx in zip(found, change, strict=True)]
        if any(abs(x - _mid(kind, d.value)) > _mid(kind, d.slack) * 3 for x, d in zip(found, decimals, strict=True)):
            return None
    gaps = _gaps(program, spare, decimals, found, trial.budget)
    if gaps is None or any(abs(gap) > kind.number(10) ** -40 for gap in gaps):
        return None
    if any(abs(x - _mid(kind, d.value)) > _mid(kind, d.slack) for x, d in zip(found, decimals, strict=True)):
        return None
    return found


def _mid(kind: Kind, value: Fraction) -> Any:
    ball = kind.fraction(value)
    assert isinstance(ball, tuple)
    return ball[0]


def _gaps(
    program: Program,
    places: Sequence[Mapping[str, Ball]],
    decimals: Sequence[_Decimal],
    numbers: list[Any],
    budget: Budget,
) -> list[Any] | None:
    """Relative differences of the two sides at each place, None if one has no value."""
    kind = digits(75)
    unknowns = {d.name: (x, kind.number(0)) for d, x in zip(decimals, numbers, strict=True)}
    found = []
    for place in places:
        values = run(program, {**place, **unknowns}, kind, budget).values
        right, answer = (values[root] for root in program.roots)
        if not isinstance(right, tuple) or not isinstance(answer, tuple):
            return None
        size = max(abs(right[0]), abs(answer[0]))
        found.append((answer[0] - right[0]) / size if size else size)
    return found


def _least_squares(slopes: list[list[Any]], gaps: list[Any], kind: Kind) -> list[Any] | None:
    """The change d for which the sum of (slopes d - gaps)^2 is least; `slopes` has a list for each unknown."""
    n = len(slopes)
    rows = [[_dot(slopes[i], slopes[j]) for j in range(n)] + [_dot(slopes[i], gaps)] for i in range(n)]
    scale = max(rows[i][i] for i in range(n))
    for i in range(n):
        rows[i][i] += scale * kind.number(10) ** -20
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        if not rows[i][i]:
            return None
        for k in range(i + 1, n):
            factor = rows[k][i] / rows[i][i]
            rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    change: list[Any] = [None] * n
    for i in reversed(range(n)):
        rest = rows[i][n] - sum((rows[i][j] * change[j] for j in range(i + 1, n)), kind.number(0))
        change[i] = rest / rows[i][i]
    return change


def _dot(a: Sequence[Any], b: Sequence[Any]) -> Any:
    return sum(x * y for x, y in zip(a, b, strict=True))


_UNITS: tuple[Expr, ...] = (
    E,
    PI,
    Call("sqrt", (Num(Fraction(2)),)),
    Call("sqrt", (Num(Fraction(3)),)),
    Call("ln", (Num(Fraction(2)),)),
    Call("ln", (Num(Fraction(10)),)),
)


def _named(value: Any) -> Expr | None:
    """The number as a fraction, or as a small one times or over e, pi, sqrt(2), sqrt(3), ln(2), ln(10)."""
    kind = digits(75)
    if (ratio := _ratio(value, 1000)) is not None:
        return number(ratio)
    for unit in _UNITS:
        program = compile_(unit)
        size = run(program, {}, kind).values[program.roots[0]]
        assert isinstance(size, tuple)
        if (ratio := _ratio(value / size[0], 60)) is not None:
            return unit if ratio == 1 else Mul((number(ratio), unit))
        if (ratio := _ratio(value * size[0], 60)) is not None:
            return Div(number(ratio), unit)
    return None


def _ratio(value: Any, largest: int) -> Fraction | None:
    sign, mantissa, exponent, _ = value._mpf_
    exact = (-1) ** sign * Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    ratio = exact.limit_denominator(largest)
    return ratio if ratio and abs(ratio - exact) < Fraction(1, 10**35) * abs(exact) else None
