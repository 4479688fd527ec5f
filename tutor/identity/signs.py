"""The signs on which the value of a program depends, and the real points at which each combination of them occurs.

|u| is u or -u, sqrt(x^2 y) is x sqrt(y) or -x sqrt(y), (-1)^n is 1 or -1. A proof modulo a prime is for one
combination of such signs, those at a real point, and has to be repeated for every combination that occurs.
Floats find the combinations; the signs that a proof rests on are certain, from balls.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from tutor.ball import FLOATS, digits, run
from tutor.evaluate import ball_point
from tutor.program import Op, Program
from tutor.switches import Course
from tutor.trial import Look, Row

__all__ = ["Place", "factors", "places", "told_apart_by"]

_OF_ARGUMENT = frozenset(("abs", "sign", "step", "relu"))
_OF_DIFFERENCE = frozenset(("min", "max"))
_INVERSE = frozenset(("arcsin", "arccos", "arctan", "arccot", "arcsec", "arccsc"))


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


def factors(program: Program, index: int) -> set[int]:
    """The sums, functions and so on that an operation is a product, quotient or power of; no letters."""
    found: set[int] = set()
    stack = [index]
    while stack:
        at = stack.pop()
        op = program.ops[at]
        if op.name in ("mul", "div", "neg", "power", "abs") or (op.name == "root" and op.number.denominator % 2):
            stack.extend(op.args)
        elif op.args and op.name not in ("exp", "root", "pow"):
            found.add(at)
    return found


def places(program: Program, known: Course, rows: Sequence[Row], whole: frozenset[str]) -> list[Place]:
    """One real point for each combination of signs that occurs in the rows; a single one where no sign matters.

    Both roots have a value at all rows but those too large for floats, which count only if large numbers show that they
    have one.
    """
    watched = _watched(program, known)
    counted = [i for i, op in enumerate(program.ops) if op.letter in whole] if whole else []
    return _told_apart(program, known, rows, watched, counted)


def told_apart_by(place: Place, known: Course, watched: Sequence[int]) -> list[Place]:
    """The rows of a place told apart by the signs of these operations; the place's own row stays the first."""
    return _told_apart(place.program, known, place.rows, watched, [])


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
                parts = factors(program, op.args[0]) | _letters(program, op.args[0])
                found.update(dict.fromkeys(parts - known.positive))
    return list(found)


def _letters(program: Program, index: int) -> set[int]:
    """The letters that are factors."""
    found: set[int] = set()
    stack = [index]
    while stack:
        at = stack.pop()
        op = program.ops[at]
        if op.name == "letter":
            found.add(at)
        elif op.name in ("mul", "div", "neg", "power", "abs", "root"):
            stack.extend(op.args)
    return found


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
