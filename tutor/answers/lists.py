"""Lists in any order, points, and points with labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.answers.model import (
    NONE,
    Labelled,
    Listing,
    Point,
    Value,
)
from tutor.answers.numbers import ANumber, formula_of
from tutor.answers.outcome import Ask, Outcome, certain, together, wrong
from tutor.answers.shape import (
    BETWEEN,
    COMMAS,
    UNCLOSED,
    Shape,
    count_of,
    how_many,
    no_word,
    still_missing,
)
from tutor.answers.typed import Span, Typed
from tutor.answers.writing import pretty
from tutor.expr import Neg
from tutor.sentences import listed
from tutor.verdict import Wrong


@dataclass(frozen=True, slots=True)
class ListOf(Shape):
    """Several values in any order, or the word none: `-1, 1`, `{0, 2}`, `x = ±1`."""

    item: Shape
    letter: str = "x"
    example: str = "-3, 1/2"
    what: str = "the values"

    @property
    def wants(self) -> str:
        return f"{self.what}, such as {self.example}, or none"

    def value(self, typed: Typed, span: Span) -> Value:
        if no_word(span.text):
            return NONE
        inside = span.bracketed("{[")
        round_ = span.bracketed("(")
        if round_ is not None and isinstance(self.item, ANumber) and len(round_.split(COMMAS)) > 1:
            raise self.refuse(span, "in round brackets this is a point")
        rest = span if inside is None or not isinstance(self.item, ANumber) else inside
        items: list[Value] = []
        for part in _parts(rest, self):
            items += self._items(typed, part)
        return Listing(tuple(items))

    def _items(self, typed: Typed, part: Span) -> list[Value]:
        """One value; two for `±1`."""
        named = re.match(rf"{re.escape(self.letter)}(?:_?\d)?\s*=\s*(?!=)", part.text)
        part = part.part(named.end()) if named else part
        signed = re.match(r"(?:±|\+/?-|\+-)\s*", part.text) if isinstance(self.item, ANumber) else None
        if signed:
            e = formula_of(self.item.value(typed, part.part(signed.end())))
            return [Neg(e), e]
        return [self.item.value(typed, part)]

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Listing) and isinstance(given, Listing)
        return judge_list(self.item, expected.items, given.items, ask)


def _parts(span: Span, shape: Shape) -> list[Span]:
    """The parts of a list; one separator at its end is forgiven."""
    parts = span.split(BETWEEN)
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    empty = next((i for i, part in enumerate(parts) if not part), None)
    if empty is not None:
        raise shape.refuse(span, "something is missing here", parts[empty].start - span.start)
    return parts


def judge_list(item: Shape, expected: Sequence[Value], given: Sequence[Value], ask: Ask) -> Outcome:
    """Several values in any order: each is found among the right ones, or not."""
    if not expected:
        return certain(not given, _said_of_list((), [(value, "") for value in given], 0))
    if not given:
        return wrong("There is at least one.")
    left = list(expected)
    found: list[tuple[Value, Outcome]] = []
    strange: list[tuple[Value, str]] = []
    for value in given:
        outcome = None
        for right in left:
            outcome = item.judge(right, value, ask)
            if outcome.right:
                found.append((value, outcome))
                left.remove(right)
                break
        else:
            again = any(item.judge(value, seen, ask).right for seen, _ in found)
            if not again:
                strange.append((value, _near(item, left, value, ask)))
    if not left and not strange:
        return Outcome(together(outcome.verdict for _, outcome in found))
    return wrong(_said_of_list([value for value, _ in found], strange, len(left)))


def _near(item: Shape, left: Sequence[Value], value: Value, ask: Ask) -> str:
    """What is said of a value that is not right, if it comes near one that is missing."""
    return next((said for right in left if (said := item.judge(right, value, ask).said) and _is_placed(item)), "")


def _is_placed(item: Shape) -> bool:
    return isinstance(item, LabelledPoints | APoint)


def _said_of_list(right: Sequence[Value], strange: Sequence[tuple[Value, str]], missing: int) -> str:
    sentences = []
    if right:
        sentences.append(f"{_listed(right)} {'is' if len(right) == 1 else 'are'} right")
    near = [said for _, said in strange if said]
    far = [value for value, said in strange if not said]
    if far:
        sentences.append(f"{_listed(far)} {'does' if len(far) == 1 else 'do'} not belong here")
    said = "; ".join(sentences)
    said = f"{said}." if said else ""
    if near:
        said = f"{said} {' '.join(near)}".strip()
    if missing > len(near):
        said = f"{said} {still_missing(missing - len(near))}"
    return said.strip()


def _listed(values: Sequence[Value]) -> str:
    return listed([pretty(value) for value in values])


@dataclass(frozen=True, slots=True)
class APoint(Shape):
    """A point in brackets: `(1, -2)`."""

    size: int = 2

    @property
    def wants(self) -> str:
        return f"a point, such as ({', '.join(('3', '-5', '7')[: self.size])})"

    def value(self, typed: Typed, span: Span) -> Point:
        inside = span.bracketed("(")
        if inside is None:
            raise self.refuse(span, UNCLOSED if span.text.startswith("(") else "a point begins with a bracket")
        parts = inside.split(re.compile("[,;|]"))
        if len(parts) != self.size:
            raise self.refuse(span, f"a point has {count_of(self.size)} coordinates, here {how_many(len(parts))}")
        return Point(tuple(typed.expr(part, "a coordinate is missing") for part in parts))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Point) and isinstance(given, Point)
        verdicts = [ask(a, b) for a, b in zip(expected.coordinates, given.coordinates, strict=True)]
        fine = [not isinstance(v, Wrong) for v in verdicts]
        said = ""
        if fine[0] and not all(fine):
            said = f"The first coordinate of {pretty(given)} is right; look at the other{'s' * (self.size > 2)}."
        return Outcome(together(verdicts), said)


@dataclass(frozen=True, slots=True)
class LabelledPoints(Shape):
    """One point with its label; a `ListOf` them is the usual answer. `labels` are (name, other spellings)."""

    labels: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def wants(self) -> str:
        first, second = self.labels[0][0], self.labels[1][0]
        return f"points and their labels, such as (-7, 3) {first}; (9, 0) {second}"

    def value(self, typed: Typed, span: Span) -> Labelled:
        text = span.text
        start = text.find("(")
        if start < 0:
            raise self.refuse(span, "a point begins with a bracket")
        end = _closing(text, start)
        if end is None:
            raise self.refuse(span, UNCLOSED, start)
        point = APoint().value(typed, span.part(start, end))
        before, after = span.part(0, start), span.part(end)
        label = self._label(before if before.text.strip(" :=") else after, span, end)
        if before.text.strip(" :=") and after.text.strip(" :=.,"):
            raise self.refuse(after, "one label is enough for a point")
        return Labelled(point, label)

    def _label(self, words: Span, whole: Span, end: int) -> str:
        plain = _FILLING.sub(" ", words.text.lower())
        plain = " ".join(plain.split())
        if not plain:
            raise self.refuse(whole, f"a label is missing: {listed([name for name, _ in self.labels], 'or')}", end)
        for name, others in self.labels:
            if plain == name or plain in others:
                return name
        raise self.refuse(words, f'there is no label "{words.text.strip(" :=")}" here')

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Labelled) and isinstance(given, Labelled)
        outcome = APoint().judge(expected.point, given.point, ask)
        if outcome.right and expected.label != given.label:
            return wrong(f"The point {pretty(given.point)} is right; look at its label.")
        return outcome


_FILLING = re.compile(r"\b(?:a|an|the|is|at|in|local|relative|rel|loc|global|absolute|abs|point|strict)\b|[:=.,]")


def _closing(text: str, start: int) -> int | None:
    """Where the bracket at `start` has been closed."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if depth == 0:
            return at + 1
    return None
