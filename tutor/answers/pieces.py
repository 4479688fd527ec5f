"""Functions in pieces: typed with their conditions, compared on every part of the number line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tutor.answers.model import Condition, End, Infinity, Interval, Pieces, Point, Value, Word
from tutor.answers.outcome import Ask, Outcome, together
from tutor.answers.sets import LEAST, MOST, SIGN, intervals_in, size_of
from tutor.answers.shape import Shape, undefined_word
from tutor.answers.typed import Span, Typed
from tutor.answers.writing import pretty
from tutor.expr import Expr, number, substitute
from tutor.verdict import Correct, Undecided, Verdict, Wrong

__all__ = ["InPieces"]


@dataclass(frozen=True, slots=True)
class InPieces(Shape):
    """A function in pieces: `1 if x > 0, -1 if x < 0`; where nothing is said it is undefined."""

    letter: str = "x"

    @property
    def wants(self) -> str:
        return f"pieces, such as 2{self.letter} if {self.letter} > 1, 0 if {self.letter} < 1"

    def value(self, typed: Typed, span: Span) -> Pieces:
        pieces: list[tuple[Expr | Word, Condition]] = []
        rest: Expr | Word | None = None
        parts = span.split(re.compile(r"[,;\n]"))
        if len(parts) > 1 and not parts[-1]:
            parts.pop()
        for part in parts:
            if not part:
                raise self.refuse(part, "a piece is missing here")
            if rest is not None:
                raise self.refuse(part, '"otherwise" comes last')
            what, where = self._halves(part)
            formula: Expr | Word = Word("undefined") if undefined_word(what.text) else typed.expr(what)
            if where is None:
                rest = formula
            else:
                pieces += [(formula, condition) for condition in self._conditions(typed, where)]
        if rest is not None:
            pieces += [(rest, condition) for condition in _others([c for _, c in pieces], span, self)]
        _refuse_overlap([condition for _, condition in pieces], span, self)
        return Pieces(self.letter, tuple(pieces))

    def _halves(self, part: Span) -> tuple[Span, Span | None]:
        """The value and the condition of a piece; no condition for "otherwise"."""
        otherwise = re.search(r"\b(?:otherwise|else|elsewhere)\s*:?", part.text)
        if otherwise:
            before = part.part(0, otherwise.start())
            return (before if before else part.part(otherwise.end())), None
        found = re.search(r"\b(?:if|for|when|where)\b", part.text)
        if found:
            return part.part(0, found.start()), part.part(found.end())
        sides = part.split(re.compile(":"))
        if len(sides) == 2 and (SIGN.search(sides[0].text) or "=" in sides[0].text):
            return sides[1], sides[0]
        raise self.refuse(part, "where does this piece hold?")

    def _conditions(self, typed: Typed, where: Span) -> list[Condition]:
        if not where:
            raise self.refuse(where, "where does this piece hold?")
        place = re.fullmatch(rf"{re.escape(self.letter)}\s*={{1,2}}\s*(.+)", where.text)
        if place and not SIGN.search(where.text):
            return [Point((typed.expr(where.part(place.start(1))),))]
        found: list[Condition] = []
        for part in where.split(re.compile(r"\s*(?:\bor\b|∪|\bU\b)\s*")):
            if not part:
                raise self.refuse(where, "a condition is missing here")
            found += intervals_in(typed, part, self.letter, self)
        return found

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Pieces) and isinstance(given, Pieces)
        cells = _cells([c for _, c in (*expected.pieces, *given.pieces)])
        if cells is None:
            return Outcome(Undecided("I cannot compare pieces whose ends have letters in them."))
        verdicts, open_ = [], []
        for place, inside, said in cells:
            right, answer = (_piece_at(pieces, place) for pieces in (expected, given))
            verdict = _compare_cell(right, answer, self.letter, None if inside else place, ask)
            verdicts.append(verdict)
            if isinstance(verdict, Wrong):
                open_.append(said.format(letter=self.letter))
        if not open_:
            return Outcome(together(verdicts))
        right_somewhere = len(open_) < len(cells)
        return Outcome(together(verdicts), f"Look at  {', '.join(open_)} ." if right_somewhere else "")


Cell = tuple[Expr, bool, str]  # a place, whether it stands for an interval around it, and what to call it


def _cells(conditions: Sequence[Condition]) -> list[Cell] | None:
    """The number line cut at every end; None where an end has letters."""
    ends: dict[float, Expr] = {}
    for condition in conditions:
        for end in condition.coordinates if isinstance(condition, Point) else (condition.lo, condition.hi):
            if isinstance(end, Infinity):
                continue
            if (size := size_of(end)) != size:
                return None
            ends.setdefault(round(size, 12), end)
    if not ends:
        return [(number(1), True, "all {letter}")]
    sizes = sorted(ends)

    def around(x: float) -> Expr:
        return number(Fraction(x).limit_denominator(10**6))

    cells: list[Cell] = [(around(sizes[0] - 1), True, "{letter} < " + pretty(ends[sizes[0]]))]
    for i, size in enumerate(sizes):
        name = pretty(ends[size])
        cells.append((ends[size], False, "{letter} = " + name))
        if i + 1 < len(sizes):
            between = name + " < {letter} < " + pretty(ends[sizes[i + 1]])
            cells.append((around((size + sizes[i + 1]) / 2), True, between))
    cells.append((around(sizes[-1] + 1), True, "{letter} > " + pretty(ends[sizes[-1]])))
    return cells


def _piece_at(pieces: Pieces, place: Expr) -> Expr | Word:
    x = size_of(place)
    for what, where in pieces.pieces:
        if _holds(where, x):
            return what
    return Word("undefined")


def _holds(where: Condition, x: float) -> bool:
    if isinstance(where, Point):
        return abs(size_of(where.coordinates[0]) - x) < 1e-9
    lo, hi = size_of(where.lo), size_of(where.hi)
    near = abs(x - lo) < 1e-9 or abs(x - hi) < 1e-9
    if near:
        return where.lo_closed if abs(x - lo) < 1e-9 else where.hi_closed
    return lo < x < hi


def _compare_cell(right: Expr | Word, answer: Expr | Word, letter: str, place: Expr | None, ask: Ask) -> Verdict:
    if isinstance(right, Word) or isinstance(answer, Word):
        return Correct("proved", "comparison") if isinstance(right, Word) and isinstance(answer, Word) else Wrong(None)
    if place is not None:
        right, answer = (substitute(e, {letter: place}) for e in (right, answer))
    return ask(right, answer)


def _others(conditions: Sequence[Condition], span: Span, shape: Shape) -> list[Condition]:
    """Where none of the conditions hold."""
    cells = _cells(conditions)
    if cells is None:
        raise shape.refuse(span, '"otherwise" cannot be used with letters at the ends')
    free = [not any(_holds(c, size_of(place)) for c in conditions) for place, _, _ in cells]
    places = [place for place, inside, _ in cells if not inside]
    found: list[Condition] = []
    for i, is_free in enumerate(free):
        if not is_free:
            continue
        if i % 2:
            if not (free[i - 1] or free[i + 1]):
                found.append(Point((places[i // 2],)))
            continue
        lo: End = places[i // 2 - 1] if i else LEAST
        hi: End = places[i // 2] if i // 2 < len(places) else MOST
        found.append(Interval(lo, hi, bool(i and free[i - 1]), bool(i + 1 < len(free) and free[i + 1])))
    return found


def _refuse_overlap(conditions: Sequence[Condition], span: Span, shape: Shape) -> None:
    cells = _cells(conditions)
    for place, _, said in cells or ():
        if sum(_holds(c, size_of(place)) for c in conditions) > 1:
            where = said.format(letter=shape.letter if isinstance(shape, InPieces) else "x")
            raise shape.refuse(span, f"two pieces hold for {where}")
