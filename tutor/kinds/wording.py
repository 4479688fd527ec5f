"""Words, names and values that several kinds use."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from tutor.answers.model import Interval
from tutor.expr import Expr, letters, substitute
from tutor.kinds.task import Setting
from tutor.show import pretty
from tutor.signs import letter

if TYPE_CHECKING:
    from tutor.answers.model import Value

    Parts = tuple[str | Value, ...]  # of a sentence

__all__ = ["at", "called", "joined", "nth_derivative", "outer_rung", "primed", "span", "value_of"]

_PRIMES = ("", "′", "″", "‴")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ORDINALS = {1: "", 2: "second ", 3: "third ", 4: "fourth "}


def called(f: Expr, setting: Setting, taken: Collection[str] = ()) -> str:
    """A name for the function that means nothing else in the task: f, or h where there is an f."""
    known = letters(f) | setting.parameters | setting.functions | {setting.wrt, *taken}
    return next(name for name in "fhFHGKPQRSTUVW" if name not in known)


def primed(name: str, order: int = 1) -> str:
    """f′, f″, f⁽⁴⁾."""
    signs = _PRIMES[order] if order < len(_PRIMES) else f"⁽{str(order).translate(_RAISED)}⁾"
    return f"{letter(name)}{signs}"


def nth_derivative(order: int) -> str:
    """ "derivative", "second derivative"."""
    return f"{_ORDINALS.get(order, f'{order}th ')}derivative"


def value_of(e: Expr, wrt: str, place: Expr) -> Expr:
    """The expression at a place, worked out: exactly where it is a number, tidied where it has letters."""
    from tutor.modes.inverse import exact, put_in
    from tutor.surds import value_at
    from tutor.tidy import tidy

    there = substitute(e, {wrt: place})
    # Twice: sqrt(1 + 0k) is sqrt(1) only when it has been tidied.
    return tidy(exact(put_in(e, place, wrt))) if letters(there) else value_at(e, {wrt: place})


def at(wrt: str, place: Expr) -> str:
    """ "x = 2"."""
    return f"{letter(wrt)} = {pretty(place, wrt)}"


def joined(sentences: Iterable[Parts], between: str = ", ") -> Parts:
    """Sentences, or parts of one, in a row: "r = 2, h = 3"."""
    done: Parts = ()
    for parts in sentences:
        done = (*done, *((between,) if done else ()), *parts)
    return done


def span(on: Interval) -> str:
    """An interval for people: "[0, 2π]"."""
    from tutor.answers.writing import pretty as written

    return written(on)


def outer_rung(f: Expr, wrt: str) -> str:
    """The formula of the rule that comes first, for a hint on the way."""
    from tutor.hints import ladder

    return ladder(f, wrt)[1]
