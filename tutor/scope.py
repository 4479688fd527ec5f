"""What the reader is told about a problem, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.expr import Expr
from tutor.frozen import frozen


@dataclass(frozen=True, slots=True)
class Scope:
    """The problem an answer belongs to.

    `wrt` is the variable of `'` and of `d/dx`. `letters` are all letters of the problem, `wrt` among them;
    None lets every letter do. `functions` are letters that stand for functions (`f(x)`, `g'(u)`); `dependent`
    are letters that depend on `wrt`, so that `y'` and `dy/dx` are their derivatives. `order` says which
    derivative is asked: it alone may stand left of `=`. `own` marks a line of ours: no limits, no notes.
    """

    wrt: str = "x"
    letters: frozenset[str] | None = None
    functions: frozenset[str] = frozenset()
    dependent: frozenset[str] = frozenset()
    order: int = 1
    own: bool = False


@frozen
class Note:
    """One sentence on how a text was read.

    `kind` is a short slug ("one-over-product"). `other` is the whole text in the second reading, where the
    note names one: an answer that is wrong as read may be right in that reading.
    """

    text: str
    kind: str
    other: Expr | None = None


@frozen
class Reading:
    """A typed text, the tree it stands for, and what should be said about how it was read."""

    expr: Expr
    notes: tuple[Note, ...]
    typed: str

    @property
    def value(self) -> Expr:
        """The tree, under the name it has where answers can be of other kinds."""
        return self.expr
