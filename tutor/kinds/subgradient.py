"""A function with corners: its derivative in pieces, and at a corner what is asked for there.

The derivative at a corner does not exist; its subgradients are an interval; a program returns one number by convention.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from tutor.answers.model import Interval, Word
from tutor.answers.sets import LEAST, MOST
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import ZERO, Add, Call, Expr, Neg, letters, substitute, walk
from tutor.kinds.decimals import in_full
from tutor.kinds.instances import Instance, instances, spoken, stated
from tutor.kinds.task import Given, Task
from tutor.kinds.wording import called, value_of
from tutor.scope import Scope
from tutor.slopes import branch, is_differentiable, one_sided
from tutor.surds import size

if TYPE_CHECKING:
    from tutor.answers.model import End
    from tutor.answers.outcome import Ask
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Setting
    from tutor.worker import Prover

__all__ = ["SWITCHES", "Subgradient"]

T = TypeVar("T")

_ASKED = ("pieces", "derivative", "subdifferential", "convention")
SWITCHES = frozenset({"abs", "relu", "max", "min"})


@dataclass(frozen=True, slots=True)
class Subgradient(Task):
    """A function with corners, and what is between them and on their sides."""

    f: Expr

    @classmethod
    def build(cls, draft: Draft) -> Subgradient:
        f, asked = draft.function(), draft.one_of("asked", _ASKED)
        names = {node.name for node in walk(f) if isinstance(node, Call)}
        if not names & SWITCHES:
            draft.fault("function", "there is no corner in this: no bars, relu, max or min")
        elif asked == "convention" and names & {"max", "min"}:
            draft.fault("function", "programs differ on max and min; write it with relu or bars")
        if asked != "pieces" and not draft.has("at"):
            draft.fault("asked", '"at" is missing', "wanted: at, the place of the corner", "missing-field")
        place = draft.place("at", f) if draft.has("at") else ZERO
        if letters(place):
            draft.fault("at", "a place is a number here")
        return cls._task_for(asked, f, place, draft.setting)

    @staticmethod
    def _task_for(asked: str, f: Expr, place: Expr, setting: Setting) -> Subgradient:
        from tutor.kinds.at_a_corner import ByConvention, DerivativeAtACorner, Subdifferential
        from tutor.kinds.slope_in_pieces import SlopeInPieces

        match asked:
            case "pieces":
                return SlopeInPieces(f, setting=setting)
            case "derivative":
                return DerivativeAtACorner(f, place, setting=setting)
            case "subdifferential":
                return Subdifferential(f, place, setting=setting)
        return ByConvention(f, place, setting=setting)

    @property
    def name(self) -> str:
        return called(self.f, self.setting)

    @property
    def given(self) -> tuple[Given, ...]:
        """The first line of the statement."""
        return (Given(f"{self.name}({self.setting.wrt})", self.f),)

    @property
    def opening(self) -> str:
        """What is known of the letters, to begin the question with."""
        return stated(self.parameters, self.setting.assume)

    @property
    def spoken_opening(self) -> str:
        """The same for a screen reader."""
        return spoken(self.parameters, self.setting.assume)

    # What depends on the letters is looked at for a few values of them, and has to be the same for all.

    @property
    def parameters(self) -> frozenset[str]:
        return letters(self.f) - {self.setting.wrt}

    @property
    def instances(self) -> tuple[Instance, ...]:
        return instances(self.parameters, self.setting.assume)

    def same_for_all(self, found: Callable[[Instance], T]) -> T:
        """What is found for all values of the letters. Raises TutorError where it depends on them."""
        first, *others = map(found, self.instances)
        if any(other != first for other in others):
            names = " and ".join(sorted(self.parameters))
            raise TutorError(
                f"the corners, or what is on their sides, depend on {names}; say more of it, such as 0 < a < 1, or "
                "take numbers"
            )
        return first

    def branch_at(self, e: Expr, x: float, side: int) -> Expr:
        """What e is just beside x, without bars and the like."""
        return self.same_for_all(lambda known: branch(e, self.setting.wrt, x, side, _sizes(known)))

    def is_smooth_at(self, place: Expr) -> bool:
        return self.same_for_all(lambda known: is_differentiable(substitute(self.f, known), self.setting.wrt, place))

    def slope_at(self, place: Expr, side: int) -> End | Word:
        """The slope on one side of a place."""
        wrt = self.setting.wrt
        if not self.parameters:
            return one_sided(self.f, wrt, place, side)
        if not all(
            isinstance(one_sided(substitute(self.f, known), wrt, place, side), Expr) for known in self.instances
        ):
            raise TutorError("with letters, a one-sided slope has to be finite")
        return value_of(derive(self.branch_at(self.f, size(place), side), wrt).line, wrt, place)

    def corners(self) -> tuple[Expr, ...]:
        """Where one of the bars and the like changes its branch, in order."""
        return self.same_for_all(lambda known: _corners(substitute(self.f, known), self.setting.wrt))

    def branches(self) -> tuple[tuple[Expr, Interval], ...]:
        """The formula between each two corners in a row."""
        places = self.corners()
        ends: tuple[End, ...] = (LEAST, *places, MOST)
        sizes = [size(places[0]) - 2, *map(size, places), size(places[-1]) + 2] if places else [-1.0, 1.0]
        return tuple(
            (self.branch_at(self.f, (a + b) / 2, 1), Interval(lo, hi))
            for (lo, hi), (a, b) in zip(pairwise(ends), pairwise(sizes), strict=True)
        )

    @property
    def scope(self) -> Scope:
        return Scope(wrt=self.setting.wrt, letters=self.parameters)

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        return in_full(Task.asking(self, prover, budget))

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        """The formulas between the corners; none where these depend on letters, of which the linter speaks."""
        with suppress(TutorError):
            return tuple((formula, self.setting.wrt) for formula, _ in self.branches())
        return ()


def _corners(f: Expr, wrt: str) -> tuple[Expr, ...]:
    from tutor.solve import in_order, zeros

    found: dict[Expr, None] = {}
    for node in walk(f):
        if isinstance(node, Call) and node.name in SWITCHES:
            pairs = [node.args[0]] if len(node.args) == 1 else [Add((node.args[0], Neg(b))) for b in node.args[1:]]
            for e in pairs:
                found |= dict.fromkeys(zeros(e, wrt))
    return in_order(found)


def _sizes(known: Instance) -> dict[str, float]:
    return {name: size(e) for name, e in known.items()}
