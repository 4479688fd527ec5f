"""What there is to say of a difference quotient that a theorem takes apart: sines, cosines, logarithms and powers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tutor.answers.prose import for_people
from tutor.expr import Add, Call, Expr, Pow, letters, walk
from tutor.kinds.slips import Slip, just
from tutor.kinds.wording import joined
from tutor.modes.difference import (
    elementary_parts,
    limits_used,
    mistaken_limits,
    opened_quotient,
    simplified_quotient,
    slipped_quotients,
)

if TYPE_CHECKING:
    from tutor.kinds.wording import Parts
    from tutor.modes.known_limits import Apart, Line

__all__ = ["ByTheorem"]


class ByTheorem(NamedTuple):
    """The quotient of f, at a place where one is given."""

    f: Expr
    wrt: str
    place: Expr | None

    @property
    def parts(self) -> tuple[Apart, ...]:
        """The sines and the like that f is a sum of; none where algebra alone will do."""
        return elementary_parts(*self)

    @property
    def moved(self) -> tuple[Expr, ...]:
        """The sin(x + h) and the like that a theorem does away with; sin(0 + h) is sin(h), and may stay."""
        kept = set(walk(simplified_quotient(*self)))
        return tuple(part.moved for part in self.parts if not any(_is_the_same(part.moved, node) for node in kept))

    def left(self, given: Expr) -> Expr | None:
        """A sin(x + h) that is still in an answer, None where there is none."""
        moved = self.moved
        return next((node for node in walk(given) if any(_is_the_same(each, node) for each in moved)), None)

    @property
    def opened(self) -> Expr:
        """The line that the theorems give."""
        return opened_quotient(*self)

    @property
    def method(self) -> Parts:
        """The theorems."""
        by_terms: Line = ("Term by term. ",) if isinstance(self.f, Add) else ()
        return (*by_terms, *_each_once(part.theorem for part in self.parts))

    @property
    def laws(self) -> str:
        """The theorems by their names alone."""
        return "; ".join(dict.fromkeys(part.law for part in self.parts))

    @property
    def sorting(self) -> Parts:
        """How what the theorems give is sorted."""
        return _each_once(part.sorting for part in self.parts)

    @property
    def known(self) -> Parts:
        """What the parts with h go to."""
        return _each_once(known.because for known in limits_used(*self))

    @property
    def slips(self) -> Iterator[Slip]:
        """The quotients that come of a misremembered theorem."""
        return _as_slips(slipped_quotients(*self))

    @property
    def mistaken(self) -> Iterator[Slip]:
        """The limits that come of a known one that is taken for another number."""
        return _as_slips(mistaken_limits(*self))


def _each_once(sentences: Iterator[Line]) -> Parts:
    return joined(dict.fromkeys(sentences), " ")


def _as_slips(found: Iterator[tuple[Expr, Line]]) -> Iterator[Slip]:
    return ((for_people(said), just(wrong)) for wrong, said in found)


def _is_the_same(moved: Expr, node: Expr) -> bool:
    """Is this the same function, of the same x + h however that is written?"""
    match moved, node:
        case (Call(name, (inside,)), Call(other, (typed,))) if name == other:
            return _are_equal(inside, typed)
        case (Pow(base, inside), Pow(other_base, typed)) if base == other_base:
            return _are_equal(inside, typed)
    return False


def _are_equal(a: Expr, b: Expr) -> bool:
    """Have two formulas, the first of them linear, the same values at a few places?"""
    from tutor.evaluate import value

    names = sorted(letters(a) | letters(b))
    places = ({name: start + 0.37 * i for i, name in enumerate(names)} for start in (0.61, 2.3, -1.7))
    return all(abs(value(a, place) - value(b, place)) < 1e-9 for place in places)
