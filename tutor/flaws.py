"""A derivation with one wrong step in it, for somebody to find.

The engine follows one mal-rule at one place and goes on rightly. So the lines above that step have the value of the
derivative, and those from it on have one value too, which is another one: there is one line that does not follow from
what stands above it. Wrong ways that nobody could see (the same value, a single line) are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from types import MappingProxyType

from tutor.apply import Detour, Move, WrongMove, apply_first
from tutor.budget import Budget
from tutor.check import compare
from tutor.derive import Derivation, derive
from tutor.diagnose import Mistake
from tutor.expr import Expr
from tutor.rules import MalRule
from tutor.rules.priors import is_likely, rank
from tutor.rules.special import SPECIAL
from tutor.show import pretty
from tutor.values import Interval
from tutor.verdict import Witness, Wrong
from tutor.ways import Way, Ways

__all__ = ["Flaw", "Flaws", "lines_of"]

Known = Mapping[str, Interval]
NOTHING: Known = MappingProxyType({})
_SECONDS = 60.0  # what is drawn may not depend on how fast a machine is
_TIMES = 3  # a part that is differentiated again is tried each time, and the first times by themselves


@dataclass(frozen=True, slots=True)
class Flaw:
    """A wrong derivation beside the right one. Line `number`, counted from 1, is the first in which they differ.

    `part` is what was differentiated wrongly in it, and `mistake` says how.
    """

    mistake: Mistake
    part: Expr
    right: Derivation
    wrong: Derivation
    number: int

    @property
    def lines(self) -> tuple[Expr, ...]:
        """The wrong derivation as it is shown."""
        return lines_of(self.wrong)

    @property
    def instead(self) -> Expr:
        """What should stand in the wrong line."""
        return lines_of(self.right)[self.number - 1]


def lines_of(derivation: Derivation) -> tuple[Expr, ...]:
    """Its lines, each that looks like the one above it left out."""
    shown: list[Expr] = []
    for line in derivation.lines:
        if not shown or pretty(line, derivation.wrt) != pretty(shown[-1], derivation.wrt):
            shown.append(line)
    return tuple(shown)


class Flaws:
    """All that may go wrong in the derivation of one function.

    Raises TutorError for a function that the rules do not know, and ValueError for one that has no values.
    """

    def __init__(self, f: Expr, wrt: str = "x", assume: Known = NOTHING) -> None:
        self.f = f
        self.wrt = wrt
        self.assume = assume

    def named(self, id: str, rng: Random) -> Iterator[Flaw]:
        """Those in which this mal-rule is followed; at which place comes first is drawn."""
        ways = self._ways(id) if "ways" not in self.__dict__ else self.ways
        found = [(named.mal, way) for way in ways for named in way.named if named.mal.id == id]
        rng.shuffle(found)
        for mal, way in found:
            yield from self._made(mal, way)

    def drawn(self, rng: Random) -> Iterator[Flaw]:
        """Those in which a likely mal-rule is followed; which comes first is drawn, with the same chance for each."""
        ids = self.ids(is_likely)
        rng.shuffle(ids)
        for id in ids:
            yield from self.named(id, rng)

    def ids(self, wanted: Callable[[MalRule], bool] = lambda _: True) -> list[str]:
        """The mal-rules that may be followed, by the name that says most of each, the likeliest first."""
        best = [min((named.mal for named in way.named), key=rank) for way in self.ways]
        return [mal.id for mal in {mal.id: mal for mal in sorted(best, key=rank)}.values() if wanted(mal)]

    @cached_property
    def right(self) -> Derivation:
        """The derivation by the rule table, as far as the rules go."""
        return derive(self.f, self.wrt, polish=False)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """The wrong ways with one mal-rule at one place, on the road of the rule table or next to it."""
        return self._ways()

    def _ways(self, id: str = "") -> tuple[Way, ...]:
        """All of them, or sooner those of one mal-rule: of a special one those that it is a case of."""
        of = [known for special in SPECIAL if special.id == id for known in special.of]
        ways = Ways(self.f, self.wrt, 1, self.assume, Budget(_SECONDS), only=(id, *of) if id else ())
        ways.right = self.right  # for its values, so there is no need to work it out to the last form
        return tuple(way for way in ways.wrong(ways.derived()) if _at_one_place(way.moves))

    def _made(self, mal: MalRule, way: Way) -> Iterator[Flaw]:
        *before, last = way.moves
        assert isinstance(last, WrongMove)
        if not self._is_beside(last, before):
            return
        right = derive(self.f, self.wrt, moves=before, polish=False) if before else self.right
        for nth in range(_TIMES):
            moves = (*before, replace(last, nth=nth))
            wrong = derive(self.f, self.wrt, moves=moves, polish=False)
            steps = [step for step in wrong.steps if step.mal is not None]
            if not steps or any(step.line is not steps[0].line for step in steps):
                continue  # made in several lines: the first time alone is next
            flaw = self._flaw(Mistake(mal, last.where, self.f, 1, moves, wrong.line), steps[0].where, right, wrong)
            if flaw is not None:
                yield flaw
            if nth == 0:
                return

    def _is_beside(self, wrong: WrongMove, before: Sequence[Move]) -> bool:
        """Does the mal-rule imitate the very rule that is used there, so that the right line is that rule's?

        The product of the derivatives is no imitation of taking the 5 out of 5x² sin(x).
        """
        assert wrong.where is not None
        used = [a.rule for a in apply_first(wrong.where, self.wrt)]
        used += [move.rule for move in before if isinstance(move, Detour)]
        return any(mal.id == wrong.mal.id for rule in used for mal in rule.mal)

    def _flaw(self, mistake: Mistake, part: Expr, right: Derivation, wrong: Derivation) -> Flaw | None:
        """None where nobody could find it, or nothing is to be found."""
        lines, by_rule = lines_of(wrong), lines_of(right)
        step = next(step for step in wrong.steps if step.mal is not None)
        if len(lines) < 2 or step.line not in lines:
            return None
        number = lines.index(step.line) + 1
        if len(by_rule) < number or lines[: number - 1] != by_rule[: number - 1]:
            return None
        ends = compare(right.line, wrong.line, assume=self.assume, domain_of=self.f, budget=Budget(_SECONDS))
        seen = isinstance(ends, Wrong) and isinstance(ends.witness, Witness)
        return Flaw(mistake, part, right, wrong, number) if seen else None


def _at_one_place(moves: tuple[Move, ...]) -> bool:
    wrong = [move for move in moves if isinstance(move, WrongMove)]
    turns = [move for move in moves if isinstance(move, Detour)]
    return len(wrong) == 1 and wrong[0] is moves[-1] and wrong[0].where is not None and len(turns) <= 1
