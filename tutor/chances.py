"""Where a mal-rule can be followed in the derivation of a function: the places, before anything is worked out there.

At each step it has to imitate the very rule that is used: the product of the derivatives is no imitation of taking the
5 out of 5x² sin(x). The same mal-rule has other names in special places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tutor.apply import Applied, Detour, Move, WrongMove, apply_first, detours, imitation
from tutor.expr import D, Expr, children
from tutor.rules import MalRule
from tutor.rules.detours import SHAPES
from tutor.rules.model import Layer, Special
from tutor.rules.priors import rank
from tutor.rules.special import SPECIAL

__all__ = ["Chance", "Chances", "names", "of"]

Layers = tuple[Layer, ...]


class Chance(NamedTuple):
    """The moves that lead to a place and follow a mal-rule there, and the names that it has: its own comes first."""

    moves: tuple[Move, ...]
    names: tuple[MalRule, ...]


def names(chances: Iterable[Chance]) -> list[MalRule]:
    """The mal-rules that can be followed, by the name that says most of each, the likeliest first."""
    best = (min(chance.names, key=rank) for chance in chances)
    return list({mal.id: mal for mal in sorted(best, key=rank)}.values())


def of(id: str) -> frozenset[str]:
    """The mal-rules by which one of this name is followed: a special one is a case of others."""
    return frozenset((id, *(known for special in SPECIAL if special.id == id for known in special.of)))


@dataclass(frozen=True, slots=True)
class Chances:
    """How places are looked for: for mal-rules of these ids alone, if there are any, and with detours or without."""

    wrt: str
    only: frozenset[str] = frozenset()
    with_detours: bool = True

    def within(self, f: Expr, above: Layers = (), turns: tuple[Move, ...] = ()) -> Iterator[Chance]:
        """The places in f, which is reached through the layers `above`; one detour at most is taken on the way.

        Raises TutorError for a function that the rules do not know.
        """
        applied = apply_first(f, self.wrt)
        rules = tuple(a.rule.id for a in applied)
        yield from self._on(applied, (*above, Layer(f, rules)), turns)
        if turns or not self.with_detours:
            return
        for other in detours(applied, self.wrt):
            here = (*above, Layer(f, (*rules, other.rule.id)))
            if other.rule.id in SHAPES:  # a formula that is there for its mal-rules; to follow one is no detour
                beside = {mal.id for a in applied for mal in a.rule.mal}
                yield from (found for found in self._at([other], here, ()) if found.names[0].id in beside)
            else:
                yield from self._on([other], here, (Detour(other.rule, f),))

    def _on(self, way: Sequence[Applied], layers: Layers, turns: tuple[Move, ...]) -> Iterator[Chance]:
        """Those in the step by this rule, then those in what it leaves to be differentiated."""
        yield from self._at(way, layers, turns)
        for part in _left_open(way[-1].result):
            yield from self.within(part, layers, turns)

    def _at(self, way: Sequence[Applied], layers: Layers, turns: tuple[Move, ...]) -> Iterator[Chance]:
        for mal in (mal for a in way for mal in a.rule.mal):
            if (not self.only or mal.id in self.only) and imitation(way, mal, self.wrt) is not None:
                special = (each for each in _special_names().get(mal.id, ()) if each.fits(layers))
                yield Chance((*turns, WrongMove(mal, layers[-1].where)), (mal, *special))


@cache
def _special_names() -> Mapping[str, Sequence[Special]]:
    """The names that a mal-rule may have, by its id."""
    found: defaultdict[str, list[Special]] = defaultdict(list)
    for each in SPECIAL:
        for id in each.of:
            found[id].append(each)
    return found


def _left_open(e: Expr) -> Iterator[Expr]:
    """What is still to be differentiated in it."""
    if isinstance(e, D):
        yield e.arg
        return
    for part in children(e):
        yield from _left_open(part)
