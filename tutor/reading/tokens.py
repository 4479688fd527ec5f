"""What a text is cut into, and what is noted on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tutor.expr import Expr

__all__ = ["Doubt", "Edit", "Token"]


@dataclass(slots=True, eq=False)
class Token:
    """A piece of the text from column `at` up to `end`; `spaced` when a blank stands before it.

    Kinds: num, name, func, either (σ: letter or function), root, frac, d (d/dx), value (an expression read
    already), open, close, group (a bracket or a pair of bars, read already), end; a sign is its own kind.
    `level` says how deeply a group is nested, and for d/dx which derivative it takes. A token is not changed once it is
    made; it is not frozen because every sign of every text becomes one.
    """

    kind: str
    text: str
    at: int
    end: int
    spaced: bool = False
    node: Expr | None = None
    parts: tuple[Expr, ...] = ()
    level: int = 0


class Edit(NamedTuple):
    """A bracket to put in before the token at this column."""

    at: int
    bracket: str


class Doubt(NamedTuple):
    """A place with a second reading: what to say, and how to get it, by brackets or by another choice."""

    kind: str
    text: str
    edits: tuple[Edit, ...] = ()
    choice: str = ""
