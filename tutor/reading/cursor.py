"""A place in a line of tokens, and what may be said about it."""

from __future__ import annotations

from typing import NoReturn

from tutor.errors import ReadError
from tutor.expr import CONSTANTS, Call, Expr, Pow, Sym
from tutor.reading.limits import MAX_POWER_DIGITS, Sizes
from tutor.reading.tokens import Doubt, Edit, Token
from tutor.scope import Scope

__all__ = ["MAX_NESTING", "SIGNS", "STARTS", "Cursor"]

MAX_NESTING = 60
SIGNS = frozenset("+-")
STARTS = frozenset({"num", "name", "func", "root", "frac", "d", "value", "group"})


class Cursor:
    """Stands in a line of tokens (`items`) that ends in an `end` token.

    `doubts` collects the places with a second reading, None when nobody asks; `choice` is the kind of doubt
    to settle the other way. `level` counts the powers, roots and bare functions open around this place.
    """

    def __init__(
        self,
        text: str,
        scope: Scope,
        known: frozenset[str] | None,
        found: list[Doubt] | None,
        choice: str = "",
    ) -> None:
        self.text = text
        self.scope = scope
        self.known = known
        self.doubts = found
        self.choice = choice
        self.sizes = None if scope.own else Sizes()
        self.commas: dict[int, list[int]] = {}  # where the commas of the group at a column stand
        self.items: list[Token] = []
        self.i = 0
        self.level = 0
        self.deepest = 0
        self.bare_end = 0  # the place behind the last bare argument: a ' there has two readings

    def bracket(self, i: int, kinds: str = "([{") -> bool:
        """Does a bracket (not a pair of bars) stand at this place?"""
        return i < len(self.items) and self.items[i].kind == "group" and self.items[i].text in kinds

    def typed(self, start: int, end: int) -> str:
        """The text of the items from `start` up to `end`, as it was typed."""
        return self.text[self.items[start].at : self.items[end - 1].end] if end > start else ""

    def typed_at(self, token: Token) -> str:
        return self.text[token.at : token.end]

    def nest(self, more: int) -> None:
        """Note how deep this place is; too deep is refused."""
        depth = self.level + more
        if depth > self.deepest:
            self.deepest = depth
            if depth > MAX_NESTING and not self.scope.own:
                here = self.items[min(self.i, len(self.items) - 1)]
                self.fail(f"nested more than {MAX_NESTING} deep", here.at)

    def refuse_large(self, tree: Expr, at: int) -> None:
        """Refuse a constant power or factorial that nothing should compute."""
        if self.sizes is None or (isinstance(tree, Pow) and (_is_letter(tree.base) or _is_letter(tree.exp))):
            return
        if isinstance(tree, Call) and self.sizes.whole(tree.args[0]) is False:
            self.fail("a factorial takes a whole number", at)
        if self.sizes.too_large(tree):
            self.fail(f"this number would have more than {MAX_POWER_DIGITS:,} digits", at)

    def note(self, kind: str, text: str, choice: str = "") -> None:
        """A doubt that making a choice otherwise would settle, or a remark with no second reading."""
        if self.doubts is not None:
            self.doubts.append(Doubt(kind, text, choice=choice))

    def doubt(self, kind: str, text: str, start: int, end: int) -> None:
        """A doubt that brackets around the columns from `start` to `end` would settle."""
        if self.doubts is not None:
            self.doubts.append(Doubt(kind, text, (Edit(start, "("), Edit(end, ")"))))

    def fail(self, message: str, at: int, hint: str = "") -> NoReturn:
        raise ReadError(message, self.text, at, hint)


def _is_letter(e: Expr) -> bool:
    """Is it a letter, so that no power with it is a constant?"""
    return isinstance(e, Sym) and e.name not in CONSTANTS
