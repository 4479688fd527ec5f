"""A statement that is true or false."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Truth
from tutor.answers.prose import for_people
from tutor.answers.shapes import Shape, TrueOrFalse
from tutor.kinds.choice import against_the_wrong
from tutor.kinds.marking import Told
from tutor.kinds.task import Given, Statement, Task
from tutor.scope import Scope

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class TrueFalse(Task):
    """Nothing but its author knows whether it is true; `reason` is what makes somebody who was wrong think again."""

    question: Sentence
    true: bool
    because: Sentence
    given: Sentence = ""
    reason: Sentence = ""

    @classmethod
    def build(cls, draft: Draft) -> Self:
        given = (draft.function(),) if draft.has("function") else ()
        answer = draft.value("answer", TrueOrFalse(), Scope())
        true = answer.true if isinstance(answer, Truth) else False
        reason = against_the_wrong(draft, [0]).get(0, "")
        return cls(draft.sentence("question"), true, draft.sentence("because"), given, reason, setting=draft.setting)

    def statement(self) -> Statement:
        given = tuple(Given("", value) for value in self.given if not isinstance(value, str))
        return Statement(given, self.question, "true or false:")

    def expected(self) -> Value:
        return Truth(self.true)

    def shape(self) -> Shape:
        return TrueOrFalse()

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        return Told(for_people(self.reason, self.setting.wrt))

    def next_step(self, given: Value) -> str:
        if self.true:
            return "Look for an example against it: if none that you try will do, ask why."
        return "One example against it is enough. Try a function with a corner, a jump or a level place."

    def hints(self) -> tuple[str, ...]:
        return ("For false, one example against it is enough. Try a function with a corner, a jump or a level place.",)

    def solution(self) -> tuple[Passage, ...]:
        return (f"It is {'true' if self.true else 'false'}.", self.because)

    @property
    def subject(self) -> Sentence:
        return self.question
