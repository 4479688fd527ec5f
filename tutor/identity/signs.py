"""The signs on which the value of a program depends, and the real points at which each combination of them occurs.

|u| is u or -u, sqrt(x^2 y) is x sqrt(y) or -x sqrt(y), (-1)^n is 1 or -1. A proof modulo a prime is for one
combination of such signs, those at a real point, and has to be repeated for every combination that occurs.
Floats find the combinations; the signs that a proof rests on are certain, from balls.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, isfinite, isnan, sin
from typing import NamedTuple

from tutor.ball import FLOATS, digits, run
from tutor.evaluate import ball_point
from tutor.program import Op, Program
from tutor.switches import Course, factors, letter_factors
from tutor.trial import Look, Row

__all__ = ["Place", "Sign", "places", "told_apart_by"]

_OF_ARGUMENT = frozenset(("abs", "sign", "step", "relu"))
_OF_DIFFERENCE = frozenset(("min", "max"))
_UNSURE = 1e-12  # relative error of an angle in floats
_INVERSE = frozenset(("arcsin", "arccos", "arctan", "arccot", "arcsec", "arccsc"))


class Sign(NamedTuple):
    """The sign of an operation, or with "cos" and "sin" that of a side of the angle that it is."""

    op: int
    side: str = ""


class Place:
    """A real point, the certain sign of every operation there, and all `rows` with the same signs."""

    def __init__(
        self, program: Program, row: Row, positive: frozenset[int] = frozenset(), rows: tuple[Row, ...] = ()
    ) -> None:
        self.rows = rows
        self.program = program
        self.positive = positive
        self.point = dict(zip(program.letters, row.point, strict=True))
        self.row = row
        self._balls: list[object] | None = None
        self._exact: list[object] | None = None

    def value(self, index: int) -> float:
        """The value of an operation in floats."""
        return self.row.table[index][self.row.at]

    def sign(self, index: int) -> int:
        """1, -1, or 0 where it is 0 or not certain."""
        if index in self.positive:
            return 1
        if self._balls is None:
            self._balls = list(run(self.program, ball_point(self.point, FLOATS()), FLOATS()).values)
        found = _certain_sign(self._balls[index])
        if not found:
            if self._exact is None:
                kind = digits(75)
                self._exact = list(run(self.program, ball_point(self.point, kind), kind).values)
            found = _certain_sign(self._exact[index])
        return found

    def sign_of(self, sign: Sign) -> int:
        """1, -1, or 0 where it is 0 or not certain."""
        if not sign.side:
            return self.sign(sign.op)
        return int(_sign_of(_side(sign.side, self.value(sign.op))))

    def has_values(self) -> bool:
        """Do both roots certainly have a value?"""
        kind = digits(75)
        values = run(self.program, ball_point(self.point, kind), kind).values
        return all(isinstance(values[root], tuple) for root in self.program.roots[:2])

    def difference_sign(self, a: int, b: int) -> int:
        """The sign of a - b."""
        for count in (0, 75):
            kind = digits(count) if count else FLOATS()
            values = run(self.program, ball_point(self.point, kind), kind).values
            p, q = values[a], values[b]
            if isinstance(p, tuple) and isinstance(q, tuple) and abs(p[0] - q[0]) > (p[1] + q[1]) * 1.0000001:
                return 1 if p[0] > q[0] else -1
        return 0


def _certain_sign(value: object) -> int:
    if not isinstance(value, tuple) or abs(value[0]) <= value[1]:
        return 0
    return 1 if value[0] > 0 else -1


def places(program: Program, known: Course, rows: Sequence[Row], whole: frozenset[str]) -> list[Place]:
    """One real point for each combination of signs that occurs in the rows; a single one where no sign matters.

    Both roots have a value at all rows but those too large for floats, which count only if large numbers show that they
    have one.
    """
    watched = _watched(program, known)
    counted = [i for i, op in enumerate(program.ops) if op.letter in whole] if whole else []
    return _told_apart(program, known, rows, watched, counted)


def told_apart_by(place: Place, known: Course, signs: Sequence[Sign]) -> list[Place]:
    """The rows of a place told apart by these signs; the place's own row stays the first.

    Without the rows at which one of them is 0: there is nothing to be decided that their neighbours do not decide.
    """
    tables = {id(row.table): row.table for row in place.rows}
    marks = {
        key: list(zip(*([_sign_of(x) for x in _own(sign, table)] for sign in signs), strict=True))
        for key, table in tables.items()
    }
    found: dict[tuple[float, ...], list[Row]] = {}
    for row in place.rows:
        key = marks[id(row.table)][row.at]
        if not all(x * x == 1 for x in key):  # too small for floats, or too large
            here = Place(place.program, row, known.positive)
            key = tuple(here.sign_of(sign) for sign in signs)
        if all(key):
            found.setdefault(key, []).append(row)
    return [Place(place.program, same[0], known.positive, tuple(same)) for same in found.values()]


def _own(sign: Sign, table: Sequence[Sequence[float]]) -> list[float]:
    column = list(table[sign.op])
    return column if not sign.side else [_side(sign.side, x) for x in column]


def _side(side: str, angle: float) -> float:
    """The cosine or the sine of an angle, 0 where floats cannot tell its sign."""
    found = (cos if side == "cos" else sin)(angle) if isfinite(angle) else 0.0
    return found if abs(found) > _UNSURE * (1 + abs(angle)) else 0.0


def _told_apart(
    program: Program, known: Course, rows: Sequence[Row], watched: Sequence[int], counted: Sequence[int]
) -> list[Place]:
    if not watched and not counted:
        return [Place(program, rows[0], known.positive, tuple(rows))] if rows else []
    tables = {id(row.table): row.table for row in rows}
    marks = {key: _marks(program, watched, counted, table) for key, table in tables.items()}
    found: dict[tuple[float, ...], list[Row]] = {}
    for row in rows:
        key = marks[id(row.table)][row.at]
        if not any(map(isnan, key)):
            found.setdefault(key, []).append(row)
    # Where |x - y| is 0 there is nothing to be decided that its neighbours do not decide.
    inner = {key: same for key, same in found.items() if 0 not in key[: len(watched)]} or found
    made = [Place(program, same[0], known.positive, tuple(same)) for same in inner.values()]
    return [place for place in made if place.row.look is not Look.OVER or place.has_values()]


def _watched(program: Program, known: Course) -> list[int]:
    """Operations whose own marks tell combinations apart."""
    ops = program.ops
    found: dict[int, None] = {}
    below_inverse: set[int] = set()
    for index in reversed(range(len(ops))):
        op = ops[index]
        if index in below_inverse or op.name in _INVERSE:
            below_inverse.update(op.args)
            if op.name in ("div", "add"):
                found[index] = None
        if index in known.switches:
            if op.name in _OF_ARGUMENT or op.name in _OF_DIFFERENCE:
                found[index] = None
            else:
                parts = factors(program, op.args[0]) | letter_factors(program, op.args[0])
                found.update(dict.fromkeys(parts - known.positive))
    return list(found)


def _marks(
    program: Program, watched: Sequence[int], counted: Sequence[int], table: Sequence[Sequence[float]]
) -> list[tuple[float, ...]]:
    """For each point of a table what tells it from others: signs, and what remains of whole numbers divided by 4."""
    signs = [[_sign_of(x) for x in _deciding(program.ops[index], index, table)] for index in watched]
    return list(zip(*signs, *([x % 4 for x in table[i]] for i in counted), strict=True))


def _deciding(op: Op, index: int, table: Sequence[Sequence[float]]) -> Sequence[float]:
    """The values whose signs matter at an operation: its own, its argument's, or those of a difference."""
    if op.name in _OF_DIFFERENCE:
        return [a - b for a, b in zip(table[op.args[0]], table[op.args[1]], strict=True)]
    if op.name in _OF_ARGUMENT:
        return table[op.args[0]]
    return table[op.args[1] if op.name == "div" else index]


def _sign_of(x: float) -> float:
    return x if x != x else float((x > 0) - (x < 0))
