"""Things and their partners: which belongs to which?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Pairing
from tutor.answers.picks import Pairs
from tutor.answers.prose import plain
from tutor.answers.shapes import Shape
from tutor.answers.writing import letter_of
from tutor.kinds.ordering import mixed
from tutor.kinds.task import Statement, Task

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class Matching(Task):
    """Each thing has a number, each partner a letter; the partners are shown in another order."""

    question: Sentence
    pairs: tuple[tuple[Sentence, Sentence], ...]
    because: Sentence = ""

    @classmethod
    def build(cls, draft: Draft) -> Self:
        pairs = draft.grouped("pairs")
        if len(pairs) < 3:
            draft.fault("pairs", "give three pairs or more")
        if len({plain(partner) for _, partner in pairs}) < len(pairs):
            draft.fault("pairs", "two things have the same partner")
        return cls(draft.sentence("question"), pairs, draft.sentence("because"), setting=draft.setting)

    @property
    def shown(self) -> tuple[int, ...]:
        """The places of the partners in the order in which they are shown."""
        return mixed(tuple(partner for _, partner in self.pairs))

    def statement(self) -> Statement:
        things = [(str(n), thing) for n, (thing, _) in enumerate(self.pairs, start=1)]
        partners = [(letter_of(n), self.pairs[i][1]) for n, i in enumerate(self.shown)]
        return Statement((), self.question, "pairs:", options=(*things, *partners))

    def expected(self) -> Value:
        return Pairing(tuple(self.shown.index(i) for i in range(len(self.pairs))))

    def shape(self) -> Shape:
        return Pairs(len(self.pairs))

    def hints(self) -> tuple[str, ...]:
        return (
            "Begin with the one you are surest of; what is left becomes easier.",
            f"1 belongs to {letter_of(self.shown.index(0))}.",
        )

    def next_step(self, given: Value) -> str:
        return "None of these pairs is right. Take one number alone, and hold each letter against it."

    def solution(self) -> tuple[Passage, ...]:
        lines: list[Passage] = []
        for n, (thing, partner) in enumerate(self.pairs):
            left, right = ((part,) if isinstance(part, str) else part for part in (thing, partner))
            lines.append((f"{n + 1}{letter_of(self.shown.index(n))}  ", *left, ":  ", *right))
        return (*lines, *((self.because,) if self.because else ()))

    @property
    def subject(self) -> Sentence:
        return self.question
