"""Answers that are picked and not worked out: a letter, an order, pairs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from tutor.answers.model import Choice, Order, Pairing, Value
from tutor.answers.outcome import Ask, Outcome, certain
from tutor.answers.shape import Shape
from tutor.answers.typed import Span, Typed
from tutor.answers.writing import letter_of
from tutor.sentences import listed

__all__ = ["AnOrder", "OneOf", "Pairs"]


@dataclass(frozen=True, slots=True)
class OneOf(Shape):
    """One of the options: its letter, or its text as it stands on the screen or in the file."""

    is_pick = True
    options: tuple[str, ...]

    @property
    def wants(self) -> str:
        return f"a letter from a to {letter_of(len(self.options) - 1)}"

    def value(self, typed: Typed, span: Span) -> Choice:
        word = span.text.strip("().: ").lower()
        if len(word) == 1 and word.isalpha():
            index = ord(word) - ord("a")
            if 0 <= index < len(self.options):
                return Choice(index)
            raise self.refuse(span, f"there is no option {word}")
        found = [i for i, option in enumerate(self.options) if _plain(option) == _plain(span.text)]
        begun = [
            i for i, option in enumerate(self.options) if len(word) > 3 and _plain(option).startswith(_plain(word))
        ]
        for indices in (found, begun):
            if len(indices) == 1:
                return Choice(indices[0])
        raise self.refuse(span, "this is none of the options")

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        return certain(expected == given)


def _plain(text: str) -> str:
    """The text without what does not tell options apart: blanks, stars, quotes, case."""
    return re.sub(r"[\s*`'\".]+", "", text).lower()


@dataclass(frozen=True, slots=True)
class AnOrder(Shape):
    """The numbers of the items in their right order: `3 1 2`."""

    is_pick = True
    count: int

    @property
    def wants(self) -> str:
        return f"the numbers 1 to {self.count} in order, such as {' '.join(map(str, range(self.count, 0, -1)))}"

    def value(self, typed: Typed, span: Span) -> Order:
        text = span.text
        found = list(re.finditer(r"\d+", text))
        stray = re.search(r"[^\d\s,;.>→-]", text)
        if stray or not found:
            raise self.refuse(span, "only the numbers of the items are asked for", stray.start() if stray else 0)
        if len(found) == 1 and len(text) > 1 and self.count < 10:
            found = list(re.finditer(r"\d", text))
        numbers: list[int] = []
        for match in found:
            number = int(match[0])
            if not 1 <= number <= self.count:
                raise self.refuse(span, f"there is no item {number}", match.start())
            if number in numbers:
                raise self.refuse(span, f"{number} stands here twice", match.start())
            numbers.append(number)
        missing = [str(n) for n in range(1, self.count + 1) if n not in numbers]
        if missing:
            raise self.refuse(
                span, f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing", len(text)
            )
        return Order(tuple(numbers))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Order) and isinstance(given, Order)
        same = [a == b for a, b in zip(expected.numbers, given.numbers, strict=True)]
        first = next((i for i, good in enumerate(same) if not good), len(same))
        last = next((i for i, good in enumerate(reversed(same)) if not good), len(same))
        said = ""
        if first:
            said = f"It is right up to {given.numbers[first - 1]}; look at what follows it."
        elif last:
            said = f"It ends right, from {given.numbers[-last]} on; look at what comes before."
        elif pair := _in_a_row(expected.numbers, given.numbers):
            said = f"{pair[0]} followed by {pair[1]} is right; the two belong to another place."
        return certain(expected == given, said)


def _in_a_row(right: tuple[int, ...], numbers: tuple[int, ...]) -> tuple[int, int] | None:
    """The first two that follow each other in both orders."""
    known = set(pairwise(right))
    return next((pair for pair in pairwise(numbers) if pair in known), None)


@dataclass(frozen=True, slots=True)
class Pairs(Shape):
    """A letter for each number: `1b 2a 3c`, or the letters alone in the order of the numbers."""

    is_pick = True
    count: int

    @property
    def wants(self) -> str:
        example = " ".join(f"{i + 1}{letter_of(self.count - 1 - i)}" for i in range(self.count))
        return f"a letter for each number, such as {example}"

    def value(self, typed: Typed, span: Span) -> Pairing:
        text = span.text.lower()
        if re.fullmatch(rf"[a-z]{{{self.count}}}", text):
            found = list(re.finditer(r"()([a-z])", text))
            return self._paired(span, text, found)
        found = list(re.finditer(r"(?:(\d+)\s*[-–:=.→>]*\s*)?([a-z])(?![a-z]{2})", text))
        rest = re.sub(r"(?:(\d+)\s*[-–:=.→>]*\s*)?([a-z])(?![a-z]{2})|[\s,;()]", "", text)
        if rest or not found:
            raise self.refuse(span, "I could not find the pairs in this")
        return self._paired(span, text, found)

    def _paired(self, span: Span, text: str, found: list[re.Match[str]]) -> Pairing:
        partners: dict[int, int] = {}
        for place, match in enumerate(found):
            number = int(match[1]) - 1 if match[1] else place
            letter = ord(match[2]) - ord("a")
            if not 0 <= number < self.count:
                raise self.refuse(span, f"there is no number {number + 1}", match.start())
            if letter >= self.count:
                raise self.refuse(span, f"there is no letter {match[2]}", match.start(2))
            if number in partners or letter in partners.values():
                twice = match[2] if letter in partners.values() else str(number + 1)
                raise self.refuse(span, f"{twice} stands here twice", match.start())
            partners[number] = letter
        missing = [str(n + 1) for n in range(self.count) if n not in partners]
        if missing:
            raise self.refuse(span, f"a partner for {listed(missing)} is missing", len(text))
        return Pairing(tuple(partners[n] for n in range(self.count)))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Pairing) and isinstance(given, Pairing)
        pairs = list(enumerate(zip(expected.partners, given.partners, strict=True), start=1))
        right = [f"{i}{letter_of(b)}" for i, (a, b) in pairs if a == b]
        said = ""
        if right:
            said = f"{listed(right)} {'is' if len(right) == 1 else 'are'} right; look at the others."
        return certain(expected == given, said)
