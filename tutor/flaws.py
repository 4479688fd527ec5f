"""A derivation with one wrong step in it, for somebody to find.

The engine follows one mal-rule at one place and goes on rightly. So the lines above that step have the value of the
derivative, and those from it on have one value too, which is another one: there is one line that does not follow from
what stands above it. Wrong ways that nobody could see (the same value, a single line) are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from tutor.apply import WrongMove
from tutor.budget import Budget
from tutor.chances import Chance, Chances, names, of
from tutor.check import compare
from tutor.derive import Derivation, Step, derive
from tutor.diagnose import Mistake
from tutor.expr import Expr
from tutor.rules import MalRule
from tutor.rules.priors import is_likely
from tutor.show import pretty_lines
from tutor.survey import Differ as Gap
from tutor.survey import Same, glance, plainly_apart
from tutor.trial import Trial
from tutor.values import Interval
from tutor.verdict import Witness, Wrong

__all__ = ["Flaw", "Flaws", "Lines", "lines_of", "written"]

Known = Mapping[str, Interval]
Differ = Callable[[Expr, Expr], bool]
NOTHING: Known = MappingProxyType({})
_SECONDS = 60.0  # what is drawn may not depend on how fast a machine is
_TIMES = 3  # a part that is differentiated again is tried each time, and the first times by themselves
_MOST_PLACES = 600


class Lines(NamedTuple):
    """The lines of a derivation as they are shown, and how each looks."""

    lines: tuple[Expr, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A wrong derivation beside the right one. Line `number`, counted from 1, is the first in which they differ.

    `part` is what was differentiated wrongly in it, and `mistake` says how. `lines` are those of the wrong derivation
    as they are shown, `texts` how they look, and `instead` is what should stand in the wrong one.
    """

    mistake: Mistake
    part: Expr
    right: Derivation
    wrong: Derivation
    number: int
    lines: tuple[Expr, ...]
    texts: tuple[str, ...]
    instead: Expr


def lines_of(derivation: Derivation) -> tuple[Expr, ...]:
    """Its lines, each that looks like the one above it left out."""
    return written(derivation).lines


def written(derivation: Derivation) -> Lines:
    """Its lines, each that looks like the one above it left out, with their looks."""
    lines: list[Expr] = []
    texts: list[str] = []
    shown = derivation.lines
    for line, text in zip(shown, pretty_lines(shown, derivation.wrt), strict=True):
        if not texts or text != texts[-1]:
            lines.append(line)
            texts.append(text)
    return Lines(tuple(lines), tuple(texts))


class Flaws:
    """All that may go wrong in the derivation of one function.

    Nothing is worked out but the places at which a mal-rule can be followed, until one of them is drawn. Raises
    TutorError for a function that the rules do not know.
    """

    def __init__(self, f: Expr, wrt: str = "x", assume: Known = NOTHING) -> None:
        self.f = f
        self.wrt = wrt
        self.assume = assume

    def named(self, id: str, rng: Random) -> Iterator[Flaw]:
        """Those in which this mal-rule is followed; at which place comes first is drawn."""
        return self._of(id, self._chances(Chances(self.wrt, of(id))), rng, self._differ)

    def drawn(self, rng: Random) -> Iterator[Flaw]:
        """Those in which a likely mal-rule is followed; which comes first is drawn, with the same chance for each.

        A detour is taken, and a long look, only where there is nothing plain to see on the road of the rule table.
        """
        yield from self._likely(self.on_the_road, rng, self._differ_plainly)
        yield from self._likely(self.chances, rng, self._differ)

    def _likely(self, chances: Sequence[Chance], rng: Random, differ: Differ) -> Iterator[Flaw]:
        ids = [mal.id for mal in names(chances) if is_likely(mal)]
        rng.shuffle(ids)
        for id in ids:
            yield from self._of(id, chances, rng, differ)

    def ids(self) -> list[str]:
        """The mal-rules that may be followed, by the name that says most of each, the likeliest first."""
        return [mal.id for mal in names(self.chances)]

    @cached_property
    def right(self) -> Derivation:
        """The derivation by the rule table, as far as the rules go."""
        return derive(self.f, self.wrt, polish=False)

    @cached_property
    def by_rule(self) -> Lines:
        """Its lines as they are shown."""
        return written(self.right)

    @cached_property
    def on_the_road(self) -> tuple[Chance, ...]:
        """Where a mal-rule can be followed on the road of the rule table."""
        return self._chances(Chances(self.wrt, with_detours=False))

    @cached_property
    def chances(self) -> tuple[Chance, ...]:
        """Where a mal-rule can be followed there, or next to it."""
        return self._chances(Chances(self.wrt))

    def _chances(self, wanted: Chances) -> tuple[Chance, ...]:
        return tuple(islice(wanted.within(self.f), _MOST_PLACES))

    def _of(self, id: str, chances: Sequence[Chance], rng: Random, differ: Differ) -> Iterator[Flaw]:
        found = [(name, chance) for chance in chances for name in chance.names if name.id == id]
        rng.shuffle(found)
        for mal, chance in found:
            yield from self._made(mal, chance, differ)

    def _made(self, mal: MalRule, chance: Chance, differ: Differ) -> Iterator[Flaw]:
        *before, last = chance.moves
        assert isinstance(last, WrongMove)
        right = derive(self.f, self.wrt, moves=before, polish=False) if before else self.right
        for nth in range(_TIMES):
            moves = (*before, replace(last, nth=nth))
            begun = () if before or nth else self._until(last)
            wrong = derive(self.f, self.wrt, moves=moves, polish=False, begun=begun)
            steps = [step for step in wrong.steps if step.mal is not None]
            if not steps or any(step.line is not steps[0].line for step in steps):
                continue  # made in several lines: the first time alone is next
            flaw = self._flaw(Mistake(mal, last.where, self.f, 1, moves, wrong.line), steps[0].where, right, wrong)
            if flaw is not None and differ(right.line, wrong.line):
                yield flaw
            if nth == 0:
                return

    def _until(self, wrong: WrongMove) -> tuple[Step, ...]:
        """The steps of the right derivation in the lines above the one in which the move is made."""
        made = next((step.number for step in self.right.steps if step.where == wrong.where), 0)
        return tuple(step for step in self.right.steps if step.number < made)

    def _flaw(self, mistake: Mistake, part: Expr, right: Derivation, wrong: Derivation) -> Flaw | None:
        """None where nobody could find it."""
        lines, texts = written(wrong)
        by_rule = (self.by_rule if right is self.right else written(right)).lines
        step = next(step for step in wrong.steps if step.mal is not None)
        if len(lines) < 2 or step.line not in lines:
            return None
        number = lines.index(step.line) + 1
        if len(by_rule) < number or lines[: number - 1] != by_rule[: number - 1]:
            return None
        return Flaw(mistake, part, right, wrong, number, lines, texts, by_rule[number - 1])

    def _differ(self, right: Expr, wrong: Expr) -> bool:
        """Have the two certainly other values at a point where the function has one?"""
        seen = self._at_a_glance(right, wrong)
        if seen is not None:
            return seen
        ends = compare(right, wrong, assume=self.assume, domain_of=self.f, budget=Budget(_SECONDS))
        return isinstance(ends, Wrong) and isinstance(ends.witness, Witness)

    def _differ_plainly(self, right: Expr, wrong: Expr) -> bool:
        return self._at_a_glance(right, wrong) is True

    def _at_a_glance(self, right: Expr, wrong: Expr) -> bool | None:
        """The same by a few points; None where these do not tell."""
        try:
            trial = Trial(right, wrong, self.assume, self.f)
        except ValueError:  # there are functions known only by their letters
            return None
        match glance(trial) if not (trial.whole or trial.has_parts) else None:
            case Same():
                return False  # a proof that they are equal would take longer, and make no difference
            case Gap(Witness()):
                return True
        return plainly_apart(trial) or None
