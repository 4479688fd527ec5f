"""Vectors, matrices, and several answers one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.answers.lists import judge_list
from tutor.answers.model import (
    Matrix,
    Row,
    Truth,
    Value,
    Vector,
)
from tutor.answers.numbers import Formula
from tutor.answers.outcome import Ask, Outcome, certain, together
from tutor.answers.shape import (
    COMMAS,
    UNCLOSED,
    Shape,
    count_of,
    entries_of,
    how_many,
    ordinal,
    said_of_parts,
)
from tutor.answers.typed import Span, Typed
from tutor.verdict import Wrong, is_right


@dataclass(frozen=True, slots=True)
class AVector(Shape):
    """Entries in order: `(y, x)`, `[y, x]`, `<y, x>` or bare; a name may stand in front."""

    size: int
    names: tuple[str, ...] = ()  # of the entries, for what is said of them
    example: tuple[str, ...] = ("2x", "y", "3z", "w")

    @property
    def wants(self) -> str:
        return f"{count_of(self.size)} entries in order, such as ({', '.join(self.example[: self.size])})"

    def value(self, typed: Typed, span: Span) -> Vector:
        inside = _unbracketed(_unnamed(span), self)
        parts = entries_of(inside, self)
        if len(parts) == 1 and self.size > 1 and (again := parts[0].bracketed()) is not None:
            parts = entries_of(again, self)
        if len(parts) != self.size:
            raise self.refuse(span, f"{count_of(self.size)} entries are asked for, here {how_many(len(parts))}")
        return Vector(tuple(typed.expr(_column(part), "an entry is missing") for part in parts))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Vector) and isinstance(given, Vector)
        verdicts = [ask(a, b) for a, b in zip(expected.entries, given.entries, strict=True)]
        fine = [not isinstance(v, Wrong) for v in verdicts]
        names = self.names or tuple(f"the {ordinal(i)} entry" for i in range(1, self.size + 1))
        said = said_of_parts(names, fine)
        if not any(fine) and judge_list(Formula(), expected.entries, given.entries, ask).right:
            said = "These are the right entries, in another order."
        return Outcome(together(verdicts), said)


_NAME = re.compile(r"\s*(?:∇\s*\w*|grad(?:ient)?\s*\w*|[JHj]\w*|Df|[a-zA-Z]')\s*(?:\([^()]*\))?\s*=\s*(?!=)")


def _unnamed(span: Span) -> Span:
    """Without `∇f =`, `J =` in front."""
    found = _NAME.match(span.text)
    return span.part(found.end()) if found else span


def _unbracketed(span: Span, shape: Shape) -> Span:
    text = span.text
    if len(text) > 1 and text[0] == "<" and text[-1] == ">":
        return span.part(1, len(text) - 1)
    inside = span.bracketed()
    if inside is None and text[:1] in "([" and sum((c in "([{") - (c in ")]}") for c in text) > 0:
        raise shape.refuse(span, UNCLOSED)
    # (x + 1)(x - 1) is no list, and (x + 1) alone may be one entry.
    return span if inside is None else inside


def _column(part: Span) -> Span:
    """An entry of a column: `[a]`."""
    inside = part.bracketed("[")
    return part if inside is None else inside


@dataclass(frozen=True, slots=True)
class MatrixOf(Shape):
    """Rows of entries: `[[a, b], [c, d]]`, or rows split by semicolons: `a, b; c, d`."""

    rows: int
    columns: int
    example: tuple[str, ...] = ("1", "x", "y", "0")

    @property
    def wants(self) -> str:
        return f"{count_of(self.rows)} rows of {count_of(self.columns)}, such as {self._example()}"

    def _example(self) -> str:
        row = ", ".join(self.example[: self.columns])
        return f"[{', '.join([f'[{row}]'] * self.rows)}]"

    def value(self, typed: Typed, span: Span) -> Matrix:
        inside = _unbracketed(_unnamed(span), self)
        parts = [part for part in inside.split(COMMAS) if part]
        if all(part.bracketed("([{") is not None for part in parts) and (len(parts) > 1 or self.rows == 1):
            lines = [bracketed for part in parts if (bracketed := part.bracketed()) is not None]
        else:
            lines = [part for part in inside.split(re.compile("[;\n]")) if part]
        if len(lines) != self.rows:
            raise self.refuse(span, f"{count_of(self.rows)} rows are asked for, here {how_many(len(lines))}")
        table = []
        for number, line in enumerate(lines, start=1):
            entries = line.split(re.compile(","))
            if len(entries) != self.columns:
                reason = f"row {number} should have {count_of(self.columns)} entries, here {how_many(len(entries))}"
                raise line.error(reason, f"wanted: {self.wants}")
            table.append(tuple(typed.expr(entry, "an entry is missing") for entry in entries))
        return Matrix(tuple(table))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Matrix) and isinstance(given, Matrix)
        places = [(i, j) for i in range(self.rows) for j in range(self.columns)]
        verdicts = [ask(expected.rows[i][j], given.rows[i][j]) for i, j in places]
        open_ = [place for place, verdict in zip(places, verdicts, strict=True) if isinstance(verdict, Wrong)]
        if not open_ or len(open_) == len(places):
            transposed = self.rows == self.columns and bool(open_)
            return Outcome(together(verdicts), self._transposed(expected, given, ask) if transposed else "")
        said = self._transposed(expected, given, ask) or self._said(open_)
        return Outcome(together(verdicts), said)

    def _said(self, open_: Sequence[tuple[int, int]]) -> str:
        named = [f"row {i + 1}, column {j + 1}" for i, j in open_]
        count = self.rows * self.columns - len(open_)
        right = "One entry is" if count == 1 else f"{count_of(count).capitalize()} entries are"
        return f"{right} right; look at {'; '.join(named)}."

    def _transposed(self, expected: Matrix, given: Matrix, ask: Ask) -> str:
        if self.rows != self.columns:
            return ""
        turned = [
            is_right(ask(expected.rows[j][i], given.rows[i][j])) for i in range(self.rows) for j in range(self.columns)
        ]
        return "Rows and columns have changed places." if all(turned) else ""


@dataclass(frozen=True, slots=True)
class TrueOrFalse(Shape):
    """`true`, `t`, `yes`; `false`, `f`, `no`."""

    is_pick = True

    @property
    def wants(self) -> str:
        return "true or false"

    def value(self, typed: Typed, span: Span) -> Truth:
        word = span.text.lower().rstrip(".")
        for true, words in ((True, _TRUE), (False, _FALSE)):
            if word in words:
                return Truth(true)
        raise self.refuse(span, "this is neither true nor false")

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        return certain(expected == given)


_TRUE = frozenset({"true", "t", "yes", "y", "right", "correct", "1"})
_FALSE = frozenset({"false", "f", "no", "n", "wrong", "incorrect", "0"})


@dataclass(frozen=True, slots=True)
class Slots(Shape):
    """Several answers one after the other, each with its name and its own shape: `-1, 1, no`."""

    slots: tuple[tuple[str, Shape], ...]
    example: str

    @property
    def wants(self) -> str:
        return f"{', '.join(name for name, _ in self.slots)}, such as {self.example}"

    def value(self, typed: Typed, span: Span) -> Row:
        parts = entries_of(span, self)
        items: list[Value] = []
        for (name, shape), part in zip(self.slots, parts, strict=False):
            if not part:
                raise self.refuse(span, f"{name} is missing", part.start - span.start)
            items.append(shape.value(typed, part))
        if len(parts) < len(self.slots):
            raise self.refuse(span, f"{self.slots[len(parts)][0]} is missing", len(span.text))
        if len(parts) > len(self.slots):
            raise self.refuse(span, "this is one too many", parts[len(self.slots)].start - span.start)
        return Row(tuple(items))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Row) and isinstance(given, Row)
        outcomes = [
            shape.judge(a, b, ask) for (_, shape), a, b in zip(self.slots, expected.items, given.items, strict=True)
        ]
        said = said_of_parts([name for name, _ in self.slots], [outcome.right for outcome in outcomes])
        return Outcome(together(outcome.verdict for outcome in outcomes), said)
