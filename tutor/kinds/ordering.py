"""Items to be put in order: the steps of a procedure, of a proof, dates."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Order
from tutor.answers.picks import AnOrder
from tutor.answers.prose import plain
from tutor.answers.shapes import Shape
from tutor.kinds.task import Statement, Task

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class Ordering(Task):
    """`items` in their right order; they are shown in another one, always the same for the same items."""

    question: Sentence
    items: tuple[Sentence, ...]
    because: Sentence = ""

    @classmethod
    def build(cls, draft: Draft) -> Self:
        items = draft.sentences("items")
        if len(items) < 3:
            draft.fault("items", "give three items or more: two have only one other order")
        if len(set(map(plain, items))) < len(items):
            draft.fault("items", "two of the items are the same")
        return cls(draft.sentence("question"), items, draft.sentence("because"), setting=draft.setting)

    @property
    def shown(self) -> tuple[int, ...]:
        """The places of the items in the order in which they are shown; never the right one, nor that backwards."""
        return mixed(self.items)

    def statement(self) -> Statement:
        options = tuple((str(n), self.items[i]) for n, i in enumerate(self.shown, start=1))
        return Statement((), self.question, "order:", options=options)

    def expected(self) -> Value:
        return Order(tuple(self.shown.index(i) + 1 for i in range(len(self.items))))

    def shape(self) -> Shape:
        return AnOrder(len(self.items))

    def hints(self) -> tuple[str, ...]:
        first = self.shown.index(0) + 1
        return ("Begin with what needs nothing else before it.", f"Number {first} comes first.")

    def next_step(self, given: Value) -> str:
        return "Look for the one that can only come when all the others are there: it stands last."

    def solution(self) -> tuple[Passage, ...]:
        lines: list[Passage] = []
        for item in self.items:
            number = f"{self.shown.index(self.items.index(item)) + 1}  "
            lines.append((number, item) if isinstance(item, str) else (number, *item))
        return (*lines, *((self.because,) if self.because else ()))

    @property
    def subject(self) -> Sentence:
        return self.question


def mixed(items: tuple[Sentence, ...]) -> tuple[int, ...]:
    """The places 0, 1, 2, … in another order, which depends on the items alone.

    They never stand backwards either: that is the example of how to type an answer, which is not to be the right one.
    Two items have no other order, so they change places; fewer stay where they are.
    """
    places = list(range(len(items)))
    if len(items) < 3:
        return tuple(reversed(places))
    rng = Random(" ".join(map(plain, items)))
    order = places[:]
    while order in (places, places[::-1]):
        rng.shuffle(order)
    return tuple(order)
