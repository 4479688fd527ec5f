"""Pieces of sentences that many messages have: names in a row, and the name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["listed", "nearest"]


def listed(names: Sequence[str], last: str = "and") -> str:
    """ "a, b and c", or "a, b or c". Raises ValueError if there is none."""
    *most, end = names
    return f"{', '.join(most)} {last} {end}" if most else end


def nearest(word: str, known: Iterable[str], least: float = 0.7) -> str:
    """The known word that was probably meant, whatever its capitals; "" if none is as much like it as that."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.lower(), list(known), 1, least)), "")
