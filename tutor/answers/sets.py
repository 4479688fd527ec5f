"""Intervals: typed with brackets or with inequality signs, compared by their ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from tutor.answers.model import End, Infinity, Interval, Union, Value
from tutor.answers.outcome import Ask, Outcome, certain, together, wrong
from tutor.answers.shape import Shape, no_word, still_missing
from tutor.answers.typed import Span, Typed
from tutor.answers.writing import pretty
from tutor.evaluate import value
from tutor.expr import letters
from tutor.signs import letter as printed
from tutor.verdict import Verdict, Wrong, is_right

__all__ = ["Intervals", "intervals_in", "size_of"]

_JOINED = re.compile(r"\s*(?:∪|\bU\b|\bu\b(?=\s*[(\[])|\bunion\b|\bor\b|\band\b|[,;\n])\s*")
_EVERYWHERE = re.compile(
    r"r|ℝ|all (?:x|t|numbers|reals|real numbers)|everywhere|(?:the )?real(?:s| line| numbers)", re.IGNORECASE
)
SIGN = re.compile(r"<=|>=|!=|<>|[<>≤≥≠]")
_PLAIN = {"≤": "<=", "≥": ">=", "≠": "!=", "<>": "!="}
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "!=": "!="}
LEAST, MOST = Infinity(negative=True), Infinity()


def size_of(end: End) -> float:
    """The end as a float, nan where it has letters."""
    if isinstance(end, Infinity):
        return -inf if end.negative else inf
    return float("nan") if letters(end) else value(end, {})


@dataclass(frozen=True, slots=True)
class Intervals(Shape):
    """An interval or several: `(-1, 2]`, `(-oo, 0) U (3, oo)`, `x < 0 or x > 3`, or the word none.

    With `any_ends` open and closed ends are the same, and an interval may be cut in two at a point: where a function
    grows is written in all of these ways. With `single` there is one interval, and no word.
    """

    letter: str = "x"
    any_ends: bool = False
    single: bool = False

    @property
    def wants(self) -> str:
        if self.single:
            return "an interval, such as [2, 5)"
        return f"intervals, such as (2, 5), or {self.letter} < 2 or {self.letter} > 5, or none"

    def value(self, typed: Typed, span: Span) -> Value:
        span = _unturned(_without_lead(span, self.letter))
        if no_word(span.text) and not self.single:
            return Union(())
        if _EVERYWHERE.fullmatch(span.text):
            return self._checked(span, (Interval(LEAST, MOST),))
        parts = span.split(_JOINED)
        if len(parts) > 1 and not parts[-1]:
            parts.pop()
        found: list[Interval] = []
        for part in parts:
            if not part:
                raise self.refuse(part, "an interval is missing here")
            found += intervals_in(typed, part, self.letter, self)
        if len(parts) > 1 and re.search(r"\band\b", span.text) and all(SIGN.search(part.text) for part in parts):
            raise self.refuse(span, f'"and" can mean two things here; write  a < {self.letter} < b , or use "or"')
        return self._checked(span, tuple(found))

    def _checked(self, span: Span, found: tuple[Interval, ...]) -> Value:
        if not self.single:
            return Union(found)
        if len(found) != 1:
            raise self.refuse(span, "one interval is asked for")
        return found[0]

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        wanted = expected.parts if isinstance(expected, Union) else (expected,)
        typed = given.parts if isinstance(given, Union) else (given,)
        assert all(isinstance(part, Interval) for part in (*wanted, *typed))
        return _judge_union(wanted, typed, self.any_ends, ask)  # type: ignore[arg-type]


def _without_lead(span: Span, letter: str) -> Span:
    found = re.match(rf"(?:(?:on|for)\s+)?(?:(?:{re.escape(letter)}|{printed(letter)})\s*(?:∈|in\b)\s*)?", span.text)
    return span.part(found.end()) if found else span


_BEFORE, _AFTER = r"(^|[∪Uu,;]\s*)", r"(?=\s*(?:$|[∪U;]|,\s*[\[\]()]|or\b|and\b))"


def _unturned(span: Span) -> Span:
    """`]0, 1[` with the brackets of other countries turned round, every sign in its column."""
    text = span.text
    if not re.search(r"(?:^|[∪Uu]\s*)\]|\[\s*(?:$|[∪Uu])", text):
        return span
    text = re.sub(_BEFORE + r"\]", r"\1(", text)
    text = re.sub(r"\[" + _AFTER, ")", text)
    return Span(span.whole[: span.start] + text + span.whole[span.end :], span.start, span.end)


def intervals_in(typed: Typed, part: Span, letter: str, shape: Shape) -> list[Interval]:
    """The interval that one part of the text is; two for x != 3."""
    if (SIGN.search(part.text) and part.text[0] not in "([") or _is_inequality(part):
        return _inequality(typed, part, letter, shape)
    text = part.text
    if text[0] not in "([":
        raise shape.refuse(part, "an interval begins with a bracket")
    if text[-1] not in ")]":
        raise shape.refuse(part, "this bracket is never closed")
    ends = part.part(1, len(text) - 1).split(re.compile("[,;]"))
    if len(ends) != 2:
        raise shape.refuse(part, f"an interval has two ends, here {'is one' if len(ends) == 1 else f'are {len(ends)}'}")
    lo, hi = (typed.end(end) for end in ends)
    closed = text[0] == "[" and not isinstance(lo, Infinity), text[-1] == "]" and not isinstance(hi, Infinity)
    return [_ordered(Interval(lo, hi, *closed), part, shape)]


def _is_inequality(part: Span) -> bool:
    inside = part.bracketed("(")
    return inside is not None and SIGN.search(inside.text) is not None


def _ordered(found: Interval, part: Span, shape: Shape) -> Interval:
    lo, hi = size_of(found.lo), size_of(found.hi)
    if lo > hi:
        raise shape.refuse(part, "the smaller end comes first")
    if lo == hi:
        raise shape.refuse(part, "both ends are the same")
    return found


def _inequality(typed: Typed, part: Span, letter: str, shape: Shape) -> list[Interval]:
    """`x < 3`, `0 <= x < 1`, `x != 2`."""
    part = inside if (inside := part.bracketed("(")) is not None else part
    signs = [_PLAIN.get(found[0], found[0]) for found in SIGN.finditer(part.text)]
    sides = part.split(SIGN)
    places = [i for i, side in enumerate(sides) if side.text in (letter, printed(letter))]
    if len(places) != 1 or len(sides) not in (2, 3) or (len(sides) == 3 and places != [1]):
        raise shape.refuse(part, f"write an inequality as {letter} > 2 or 0 < {letter} < 1")
    ends = {i: typed.end(side) for i, side in enumerate(sides) if i != places[0]}
    if len(sides) == 3:
        if any(sign[0] != signs[0][0] or sign == "!=" for sign in signs):
            raise shape.refuse(part, "both signs should point the same way")
        low, high = (0, 2) if signs[0][0] == "<" else (2, 0)
        closed = {i: "=" in sign for i, sign in zip((0, 2), signs, strict=True)}
        found = Interval(ends[low], ends[high], closed[low], closed[high])
        return [_ordered(found, part, shape)]
    (sign,) = signs
    (at,) = ends
    end = ends[at]
    match sign if at == 1 else _FLIPPED[sign]:
        case "<" | "<=" as found_sign:
            return [Interval(LEAST, end, False, "=" in found_sign)]
        case ">" | ">=" as found_sign:
            return [Interval(end, MOST, "=" in found_sign, False)]
        case _:
            return [Interval(LEAST, end), Interval(end, MOST)]


# Comparing


def _judge_union(wanted: Sequence[Interval], typed: Sequence[Interval], any_ends: bool, ask: Ask) -> Outcome:
    if not wanted:
        return certain(not typed, "There is none.")
    if not typed:
        return wrong("There is at least one.")
    verdicts: list[Verdict] = []
    fine: list[Interval] = []
    used: list[Interval] = []
    said: list[str] = []
    for right in wanted:
        free = [part for part in typed if part not in used]
        mine = [part for part in free if _lies_in(part, right)] or [part for part in free if _overlaps(part, right)][:1]
        outcome = _covers(right, mine, any_ends, ask) if mine else None
        if outcome is None:
            continue
        used += mine
        if outcome.right:
            verdicts.append(outcome.verdict)
            fine += mine
        elif outcome.said:
            said.append(outcome.said)
    stray = [part for part in typed if part not in used]
    if len(verdicts) == len(wanted) and not stray:
        return Outcome(together(verdicts))
    untouched = [
        right for right in wanted if not any(_lies_in(part, right) or _overlaps(part, right) for part in typed)
    ]
    if len(wanted) == len(typed) == 1:
        return wrong(" ".join(said))
    return wrong(_said(fine, stray, said, len(untouched)))


def _said(fine: Sequence[Interval], stray: Sequence[Interval], said: Sequence[str], missing: int) -> str:
    sentences = []
    if fine:
        sentences.append(f"{', '.join(map(pretty, fine))} {'is' if len(fine) == 1 else 'are'} right.")
    sentences += said
    if stray and (fine or not said):
        sentences.append(f"{', '.join(map(pretty, stray))} {'does' if len(stray) == 1 else 'do'} not belong here.")
    if missing > 0:
        sentences.append(still_missing(missing))
    return " ".join(sentences)


def _lies_in(part: Interval, whole: Interval) -> bool:
    """Numerically; with letters at the ends it cannot be told, and the ends are compared themselves."""
    ends = [size_of(end) for end in (part.lo, part.hi, whole.lo, whole.hi)]
    if any(end != end for end in ends):
        return True
    lo, hi, low, high = ends
    slack = 0.03 * (1 + min(abs(low), abs(high), 1e6))  # rounded ends are told from wrong ones by `ask`
    overlap = min(hi, high) - max(lo, low)
    return lo >= low - slack and hi <= high + slack and overlap > 0


def _overlaps(part: Interval, right: Interval) -> bool:
    return min(size_of(part.hi), size_of(right.hi)) - max(size_of(part.lo), size_of(right.lo)) > 0


def _meets(part: Interval, right: Interval) -> bool:
    return _lies_in(part, right) or _overlaps(part, right)


def _covers(right: Interval, parts: Sequence[Interval], any_ends: bool, ask: Ask) -> Outcome | None:
    """Are these parts, put together, the interval? None if they have nothing to do with it."""
    parts = sorted(parts, key=lambda part: size_of(part.lo))
    if len(parts) > 1 and not any_ends:
        parts = parts[:1]
    ends = [_same_end(right.lo, parts[0].lo, ask), _same_end(right.hi, parts[-1].hi, ask)]
    inner = [_same_end(a.hi, b.lo, ask) for a, b in pairwise(parts)]
    if not all(is_right(verdict) for verdict in inner):
        return wrong("Between your intervals something is left out.")
    good = [not isinstance(verdict, Wrong) for verdict in ends]
    if not all(good):
        if not any(good):
            return None
        end, place = (parts[-1].hi, "right") if good[0] else (parts[0].lo, "left")
        return wrong(f"Look at the {place} end {pretty(end)} of {pretty(parts[-1] if good[0] else parts[0])}.")
    if not any_ends:
        only = parts[0]
        brackets = (only.lo_closed == right.lo_closed, only.hi_closed == right.hi_closed)
        if not all(brackets):
            end = only.lo if not brackets[0] else only.hi
            return wrong(f"The ends are right; look at the bracket at {pretty(end)}: does it belong to the interval?")
    return Outcome(together([*ends, *inner]))


def _same_end(right: End, given: End, ask: Ask) -> Verdict:
    if isinstance(right, Infinity) or isinstance(given, Infinity):
        return certain(right == given).verdict
    return ask(right, given)
