"""Sentences with formulas in them: what a task asks and what its worked solution says.

A sentence is a text, or a tuple of texts and values; the surface writes the values as the screen wants them, in signs
or in words. Authors set a formula apart with backquotes: "What is the slope of `x^2` at `a`?".
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from tutor.answers.model import Value
from tutor.errors import ReadError
from tutor.read import read
from tutor.scope import Scope

__all__ = ["Sentence", "filled", "for_people", "plain", "read_sentence"]

Sentence = str | tuple[str | Value, ...]


def read_sentence(text: str, scope: Scope) -> Sentence:
    """The sentence that an author wrote. Raises ReadError for a formula that cannot be read, or has no end."""
    pieces = text.split("`")
    if len(pieces) == 1:
        return text
    if len(pieces) % 2 == 0:
        raise ReadError("this backquote has no partner", text, text.rindex("`"), "set a formula apart as `x^2`")
    found: list[str | Value] = []
    at = 0
    for number, piece in enumerate(pieces):
        if number % 2:
            try:
                found.append(read(piece, scope))
            except ReadError as error:
                raise ReadError(error.message, text, at + error.at, error.hint) from None
        elif piece:
            found.append(piece)
        at += len(piece) + 1
    return tuple(found)


def plain(sentence: Sentence, wrt: str = "x") -> str:
    """The sentence as one line of text that could be typed."""
    from tutor.answers.writing import show

    if isinstance(sentence, str):
        return sentence
    return "".join(part if isinstance(part, str) else show(part, wrt) for part in sentence)


def for_people(sentence: Sentence, wrt: str = "x") -> str:
    """The sentence as one line in the notation of print."""
    from tutor.answers.writing import pretty

    if isinstance(sentence, str):
        return sentence
    return "".join(part if isinstance(part, str) else pretty(part, wrt) for part in sentence)


def filled(text: str, letters: Mapping[str, Value]) -> tuple[str | Value, ...]:
    """The text with values in the places that are named in braces; a name that is not known stands as it is."""
    found: list[str | Value] = []
    for before, name, _, _ in Formatter().parse(text):
        found += [before] if before else []
        found += [letters.get(name, name)] if name else []
    return tuple(found)
