"""A question with several answers, of which one is right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Choice as Chosen
from tutor.answers.picks import OneOf
from tutor.answers.prose import for_people, plain
from tutor.answers.shapes import Shape
from tutor.answers.writing import letter_of
from tutor.errors import TutorError
from tutor.expr import Expr, number
from tutor.kinds.marking import Told
from tutor.kinds.task import Given, Lapse, Statement, Task

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class Choice(Task):
    """`options` stand as they are shown, `reasons` against them beside; `right` is the place of the right one.

    The first option in the file is the right one unless an answer says otherwise. They are shown in an order that is
    always the same for the same options, so that letters mean the same in every sitting.
    """

    question: Sentence
    options: tuple[Sentence, ...]
    right: int
    because: Sentence = ""
    given: Sentence = ""
    reasons: tuple[Sentence, ...] = ()

    @classmethod
    def build(cls, draft: Draft) -> Self:
        question, options = draft.sentence("question"), draft.sentences("options")
        given = (draft.function(),) if draft.has("function") else ()
        texts = [plain(option) for option in options]
        if len(options) < 2:
            draft.fault("options", "there is nothing to choose from: give two options or more")
            options = options or ("",)
        elif len(set(texts)) < len(texts):
            draft.fault("options", "two of the options are the same")
        right = 0
        if (answer := draft.text("answer")) and answer in texts:
            right = texts.index(answer)
        elif answer:
            draft.fault("answer", "this is none of the options", "write the text of the right one, or put it first")
        order = list(range(len(options)))
        Random(" ".join(texts)).shuffle(order)
        shown = tuple(options[i] for i in order)
        against = against_the_wrong(draft, [i for i in range(len(options)) if i != right])
        reasons = tuple(against.get(i, "") for i in order)
        because, setting = draft.sentence("because"), draft.setting
        return cls(question, shown, order.index(right), because, given, reasons, setting=setting)

    def statement(self) -> Statement:
        given = tuple(Given("", value) for value in self.given if not isinstance(value, str))
        options = tuple((letter_of(i), option) for i, option in enumerate(self.options))
        return Statement(given, self.question, "letter:", options=options)

    def expected(self) -> Value:
        return Chosen(self.right)

    def shape(self) -> Shape:
        return OneOf(tuple(map(plain, self.options)))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """What the author has against the option."""
        assert isinstance(given, Chosen)
        return Told(for_people(self.reasons[given.index], self.setting.wrt))

    def next_step(self, given: Value) -> str:
        return "Try that one on the simplest example you can think of: where does it fail?"

    def hints(self) -> tuple[str, ...]:
        return ("Which of them can you rule out? What is left has to be right.",)

    def solution(self) -> tuple[Passage, ...]:
        option = self.options[self.right]
        said = (option,) if isinstance(option, str) else option
        because = (self.because,) if self.because else ()
        return ((f"{letter_of(self.right)}: ", *said), *because)

    def preview(self, value: Value) -> Sentence:
        return self.options[value.index] if isinstance(value, Chosen) else (value,)

    @property
    def subject(self) -> Sentence:
        return self.question

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        yield from self._against_the_derivative()
        for i, option in enumerate(self.options):
            if len(plain(option)) == 1 and plain(option).isalpha() and plain(option).lower() != letter_of(i):
                yield Lapse(
                    "options", "option-misleads", f'the option "{plain(option)}" looks like the letter of another'
                )

    def _against_the_derivative(self) -> Iterator[Lapse]:
        """Where a function is given and all options are formulas, the right one is its derivative and no other is."""
        from tutor.derive import derive
        from tutor.show import show
        from tutor.verdict import Correct, Undecided

        options = [_formula(option) for option in self.options]
        function = _formula(self.given)
        if function is None or None in options:
            return
        try:
            right = derive(function, self.setting.wrt).line
        except TutorError:
            return
        ask = self.asking()
        for i, option in enumerate(options):
            verdict = ask(right, option) if option is not None else None
            said = f'the option "{plain(self.options[i])}"'
            if isinstance(verdict, Undecided):
                yield Lapse("options", "option-unproved", f"could not find out whether {said} is the derivative")
            elif i == self.right and not isinstance(verdict, Correct):
                help_text = f"the derivative is  {show(right, self.setting.wrt)}"
                yield Lapse("options", "option-wrong", f"{said} is not the derivative of the function", "", help_text)
            elif i != self.right and isinstance(verdict, Correct):
                yield Lapse("options", "option-right", f"{said} is the derivative too")


def against_the_wrong(draft: Draft, wrong: Sequence[int]) -> dict[int, Sentence]:
    """The reasons of the author, each by the place of the option that it is against."""
    reasons = draft.sentences("reasons")
    if reasons and len(reasons) != len(wrong):
        many = f"{len(wrong)} wrong options, and here are reasons for {len(reasons)}"
        draft.fault("reasons", many, "give one for each wrong option, in their order")
    return dict(zip(wrong, reasons, strict=False))


def _formula(option: Sentence) -> Expr | None:
    """The formula or the number that an option consists of; None where it has words."""
    if isinstance(option, str):
        return number(Fraction(option)) if re.fullmatch(r"-?\d+(\.\d+|/[1-9]\d*)?", option) else None
    return option[0] if len(option) == 1 and isinstance(option[0], Expr) else None
