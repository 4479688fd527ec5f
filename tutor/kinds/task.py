"""What a kind of problem is made of: a task, its statement, its worked solution, and what came of an answer.

A kind is a class of frozen values, each of which is one task: the mathematics of a problem, without the name and the
topic it has in the bank. It says how it is set, works out its own answer, says how an answer is typed, helps and
explains. Reading, comparing, showing and recording are the same for all kinds, and are here or further on.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from tutor.errors import ReadError
from tutor.expr import Expr
from tutor.kinds.marking import Begun, Marking, Told
from tutor.scope import Scope

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask, Outcome
    from tutor.answers.prose import Sentence
    from tutor.answers.shapes import Shape
    from tutor.budget import Budget
    from tutor.derive import DerivationOf
    from tutor.kinds.draft import Draft
    from tutor.values import Interval
    from tutor.worker import Prover

__all__ = [
    "Derived", "Equal", "Given", "Lapse", "Setting", "Shown", "Statement", "Task", "TwoWays",
    "expected_of", "ladder_of",
]  # fmt: skip


# Tuples and not dataclasses, which take longer to make: the first statement is waited for.
class Given(NamedTuple):
    """A line of a statement: "f(x) = …", or a value alone where `left` is empty."""

    left: str
    value: Value


class Statement(NamedTuple):
    """A problem as it is set: what is given, what is asked, and what stands before the answer ("f′(x) =").

    `words` is what a screen reader says for `ask` ("" where that can be spoken), `name` what the right answer is called
    in a sentence ("f′"), and `options` what there is to choose from, each behind its letter or number.
    """

    given: tuple[Given, ...]
    ask: Sentence
    prompt: str
    name: str = "the right answer"
    words: Sentence = ""
    options: tuple[tuple[str, Sentence], ...] = ()


class Derived(NamedTuple):
    """A passage of a solution that is a derivation, of the function called `left` ("f(x)")."""

    derivation: DerivationOf[Any, Any]
    left: str = "f(x)"


class Shown(NamedTuple):
    """A passage that is a formula on a line of its own: "f′(2) = 12"."""

    left: str
    value: Value


class TwoWays(NamedTuple):
    """A passage that is a derivation beside a wrong one, each under its title; the lines are those of `left` ("f′")."""

    right: DerivationOf[Any, Any]
    wrong: DerivationOf[Any, Any]
    left: str = "f′"
    titles: tuple[str, str] = ("by the rules", "as it stood")


class Lapse(NamedTuple):
    """What the linter found at a field of a problem."""

    field: str
    code: str
    message: str
    remark: str = ""
    help: str = ""


class Setting(NamedTuple):
    """What is known of the letters in a task: the variable, the parameters, the functions known by name only."""

    wrt: str = "x"
    letters: tuple[tuple[str, Interval], ...] = ()
    functions: frozenset[str] = frozenset()

    @property
    def assume(self) -> dict[str, Interval]:
        return dict(self.letters)

    @property
    def parameters(self) -> frozenset[str]:
        """The declared letters other than the variable."""
        return frozenset(dict(self.letters)) - {self.wrt}


Equal = Callable[[Expr, Expr], bool]

if TYPE_CHECKING:
    Passage = Sentence | Derived | Shown | TwoWays


@dataclass(frozen=True, slots=True)
class Task(ABC):
    """One task of a kind. A kind is a subclass, itself a frozen dataclass, with its own fields after `setting`."""

    setting: Setting = field(default_factory=Setting, kw_only=True)

    # What every kind says

    @classmethod
    @abstractmethod
    def build(cls, draft: Draft) -> Task:
        """The task that the fields of a problem describe, which may be of a subclass. Faults are noted in the draft."""

    @abstractmethod
    def statement(self) -> Statement:
        """The task as it is set."""

    @abstractmethod
    def expected(self) -> Value:
        """The right answer, worked out; never what an author wrote. Raises TutorError where that cannot be done."""

    @abstractmethod
    def shape(self) -> Shape:
        """How an answer is typed, and how it is compared."""

    @abstractmethod
    def hints(self) -> tuple[str, ...]:
        """The rungs of the hint ladder, the gentlest first."""

    @abstractmethod
    def solution(self) -> tuple[Passage, ...]:
        """The worked solution."""

    @abstractmethod
    def next_step(self, given: Value) -> str:
        """How to go on, said of a wrong answer of which nothing better is known; it says less than the hints do."""

    # What a kind may say

    @property
    def scope(self) -> Scope:
        """How the expressions in an answer are read: the parameters of the task, and nothing else."""
        return Scope(wrt=self.setting.wrt, letters=self.setting.parameters, functions=self.setting.functions)

    @property
    def subject(self) -> Sentence:
        """What the task is about, on one line: the function."""
        given = self.statement().given
        return (given[0].value,) if given else self.statement().ask

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        """The functions that are differentiated on the way, each with its variable."""
        return ()

    @property
    def pictured(self) -> Expr | None:
        """The function that the task is about, as it is given; None where there is no such graph to draw."""
        return None

    def drawn(self, seed: str) -> Self:
        """The task that the seed makes of it, where something in it is drawn."""
        return self

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """What to say about a wrong answer, and the mistakes behind it where they are known.

        `said` is what comparing it part by part has found, and what is said where nothing better is known.
        """
        return Told(said)

    def begun(self, given: Value) -> Begun | None:
        """What is still to be typed after an answer that is only the right beginning of one; it costs nothing."""
        return None

    def added(self, given: Value) -> Sentence:
        """What to say about a right answer."""
        return ""

    def preview(self, value: Value) -> Sentence:
        """What the picture above the prompt shows of an answer that is being typed."""
        return (value,)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """What the linter should say of it, besides what it finds by itself: a second opinion on the answer.

        Without `sympy` there is none to be asked.
        """
        yield from ()

    # What is the same for all

    def judge(self, given: Value, prover: Prover | None = None, budget: Budget | None = None) -> Outcome:
        """Is this the right answer?"""
        return self.shape().judge(expected_of(self), given, self.asking(prover, budget))

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        """How two expressions of this task are compared; numbers that differ have no witness but the answer itself."""
        from tutor.check import compare
        from tutor.verdict import Verdict, Witness, Wrong

        def ask(right: Expr, answer: Expr) -> Verdict:
            verdict = compare(right, answer, assume=self.setting.assume, prover=prover, budget=budget)
            match verdict:
                case Wrong(Witness(point=())):
                    return Wrong(None)
                case _:
                    return verdict

        return ask

    def comparing(self, budget: Budget) -> Equal:
        """Are two expressions of this task equal? For `explain`: what is asked there is no part of the verdict."""
        from tutor.verdict import is_right

        ask = self.asking(budget=budget.aside())
        return lambda right, answer: is_right(ask(right, answer))

    def mark(self, text: str, prover: Prover | None = None, budget: Budget | None = None) -> Marking:
        """Read and check one answer. Raises nothing that was typed."""
        from tutor.budget import Budget
        from tutor.verdict import KnownMistake, Unfinished, Unreadable, Wrong

        try:
            reading = self.shape().read(text, self.scope)
        except ReadError as error:
            return Marking(text, Unreadable(error), error=error)
        budget = budget or Budget()  # for all parts of it, and for the second readings
        outcome = self.judge(reading.value, prover, budget)
        meant = None
        if not outcome.right:
            meant = next((other for other in reading.others if self.judge(other.value, prover, budget).right), None)
        verdict, told, step = outcome.verdict, Told(), ""
        if isinstance(verdict, Wrong) and meant is None:
            told = self._told(reading.value, outcome.said, budget)
            # "Not yet." alone would leave whoever typed it without a place to look at.
            step = "" if told.said or told.mistakes else self.next_step(reading.value)
            # Without a place the two values would be the answer itself.
            witness = verdict.witness if verdict.witness is not None and verdict.witness.place else None
            verdict = KnownMistake(told.mistakes, witness) if told.mistakes else verdict
        begun = self.begun(reading.value) if isinstance(outcome.verdict, Unfinished) else None
        added = self.added(reading.value) if outcome.right else ""
        mistakes = told.mistakes
        return Marking(text, verdict, reading, None, meant, told.said, mistakes, begun=begun, added=added, step=step)

    def _told(self, given: Value, said: str, budget: Budget) -> Told:
        """What `explain` has to say; of infinity, which is no slip in a formula, only what comparing has found."""
        from tutor.answers.model import Infinity, Listing

        items = given.items if isinstance(given, Listing) else (given,)
        if any(isinstance(item, Infinity) for item in items):
            return Told(said)
        return self.explain(expected_of(self), given, said, budget)


@lru_cache(maxsize=64)
def expected_of(task: Task) -> Value:
    """The right answer of a task, worked out once."""
    return task.expected()


def ladder_of(task: Task, written: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The hints of a task; one that the author wrote (not empty) stands in the place of ours, or after all of them."""
    rungs = (w or ours for w, ours in zip_longest(written, task.hints(), fillvalue=""))
    return tuple(filter(None, rungs))
