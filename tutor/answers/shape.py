"""What a problem expects as its answer: how it is typed, and how what was typed is compared with the right one.

A shape is a value. `read` gives the answer a text stands for, or a ReadError that says what was expected and where the
typed text left it; `judge` compares it part by part. Formulas inside are read by the one reader and compared by the one
judge of expressions, which is handed in as `ask`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress

from tutor.answers.model import (
    Value,
)
from tutor.answers.outcome import Ask, Outcome
from tutor.answers.typed import Alternative, Reading, Span, Typed, without_latex
from tutor.errors import ReadError
from tutor.reading.names import COMMANDS
from tutor.scope import Scope
from tutor.sentences import listed

_UNDEFINED = re.compile(
    r"undefined|undef|not defined|dne|d\.n\.e\.|does not exist|doesn'?t exist|no value|not differentiable",
    re.IGNORECASE,
)
_NO = re.compile(
    r"none|nothing|empty|no|\{\s*\}|∅|there (?:is|are) none|no (?:points?|solutions?|values?)", re.IGNORECASE
)
BETWEEN = re.compile(r"\s*(?:[,;\n]|\band\b|\bor\b)\s*(?:and\b)?", re.IGNORECASE)
COMMAS = re.compile(r"[,;\n]")


def undefined_word(text: str) -> bool:
    """Does it say that there is no such number?"""
    return _UNDEFINED.fullmatch(text.strip()) is not None


def no_word(text: str) -> bool:
    """Does it say that there are none?"""
    return _NO.fullmatch(text.strip()) is not None


class Shape(ABC):
    """`wants` says in a few words what is expected, with an example: "a point, such as (3, -5)"."""

    is_pick = False  # is an answer picked, and not worked out?

    @property
    @abstractmethod
    def wants(self) -> str: ...

    @abstractmethod
    def value(self, typed: Typed, span: Span) -> Value:
        """The value that a part of the text stands for. Raises ReadError."""

    @abstractmethod
    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        """Is what was typed the right value? Both come from this shape."""

    def read(self, text: str, scope: Scope) -> Reading:
        """The answer that a text stands for, with notes on what could have been meant otherwise. Raises ReadError."""
        plain = without_latex(text)
        typed = Typed(plain, scope)
        try:
            value = self.value(typed, typed.whole)
        except ReadError as error:
            _refuse_command(text)
            raise ReadError(error.message, text, error.at, error.hint) from None
        others = []
        for note, instead in typed.swapped():
            again = Typed(plain, scope, instead)
            # What was named need not be an answer at all: y = 1/(2x) is no straight line.
            with suppress(ReadError):
                others.append(Alternative(note, self.value(again, again.whole)))
        notes = tuple(dict.fromkeys(note for _, note in typed.notes))
        return Reading(value, notes, text, tuple(others))

    def refuse(self, span: Span, message: str, at: int = 0) -> ReadError:
        """A refusal at a place of the text, with what is wanted."""
        return span.error(message, f"wanted: {self.wants}", at)


def _refuse_command(text: str) -> None:
    """Where a word is none of the answers, it may be meant for the program: its key is named."""
    word = text.strip()
    if word.lower() in COMMANDS:
        purpose, key = COMMANDS[word.lower()]
        raise ReadError(f"{word} is a word, not an answer", text, text.index(word), f"{purpose} type {key}")


# What shapes have in common

UNCLOSED = "this bracket is never closed"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def count_of(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n)


def how_many(n: int) -> str:
    return f"is {count_of(n)}" if n == 1 else f"are {count_of(n)}"


def still_missing(n: int) -> str:
    """How many are still to be found, and not which."""
    return f"{count_of(n).capitalize()} {'is' if n == 1 else 'are'} missing."


def ordinal(n: int) -> str:
    return ("", "first", "second", "third", "fourth", "fifth", "sixth")[n] if n < 7 else f"{n}th"


def said_of_parts(names: Sequence[str], fine: Sequence[bool]) -> str:
    """Which parts are right; "" where all or none are."""
    if all(fine) or not any(fine):
        return ""
    right = [name for name, good in zip(names, fine, strict=True) if good]
    open_ = [name for name, good in zip(names, fine, strict=True) if not good]
    said = f"{listed(right)} {'is' if len(right) == 1 else 'are'} right; look at {listed(open_)}."
    return said[0].upper() + said[1:]


def entries_of(span: Span, shape: Shape) -> list[Span]:
    parts = span.split(COMMAS)
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts
