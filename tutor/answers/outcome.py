"""What came of comparing an answer part by part: the verdict on the whole, and what can be said of the parts.

What is said names right parts and places to look at again, and never what would stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from tutor.expr import Expr
from tutor.verdict import (
    Correct,
    CorrectOnPart,
    KnownMistake,
    Rounded,
    Undecided,
    Unfinished,
    Verdict,
    Wrong,
    is_right,
)

__all__ = ["Ask", "Outcome", "certain", "together", "wrong"]

Ask = Callable[[Expr, Expr], Verdict]  # is the second, which was typed, equal to the first?


class Outcome(NamedTuple):
    """`said` is about a wrong answer: one or two sentences, or "" where there is nothing to add."""

    verdict: Verdict
    said: str = ""

    @property
    def right(self) -> bool:
        return is_right(self.verdict) or isinstance(self.verdict, Rounded)


def certain(right: bool, said: str = "") -> Outcome:
    """Of what needs no computation: a letter, a word, a number of an option."""
    return Outcome(Correct("proved", "comparison"), "") if right else wrong(said)


def wrong(said: str = "") -> Outcome:
    return Outcome(Wrong(None), said)


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict for all parts: right if all are, rounded if only decimals are off, else the most serious."""
    found = list(verdicts)
    for kind in (Wrong, KnownMistake, CorrectOnPart, Unfinished, Undecided):
        serious = next((verdict for verdict in found if isinstance(verdict, kind)), None)
        if serious is not None:
            return serious
    if any(isinstance(verdict, Rounded) for verdict in found):
        return next(v for v in found if isinstance(v, Rounded)) if len(found) == 1 else Rounded(None)
    rights = [verdict for verdict in found if isinstance(verdict, Correct)]
    doubted = next((verdict for verdict in rights if verdict.how != "proved"), None)
    if doubted is not None:
        return doubted
    if len(rights) == 1:
        return rights[0]
    ways = list(dict.fromkeys(verdict.by for verdict in rights))
    return Correct("proved", ", ".join(ways) if ways else "comparison")
