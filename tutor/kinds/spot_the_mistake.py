"""A derivation with one wrong step in it: which line does not follow, and what should stand there?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, NamedTuple, Self

from tutor.answers.model import LineNumber, Mended
from tutor.answers.prose import filled
from tutor.answers.spotted import ALine
from tutor.apply import apply_first
from tutor.errors import TutorError
from tutor.expr import D, Expr, walk
from tutor.kinds.marking import Begun, Told
from tutor.kinds.of_a_function import OfAFunction
from tutor.kinds.task import Given, Lapse, Statement, TwoWays
from tutor.kinds.wording import called, primed
from tutor.scope import Scope
from tutor.show import pretty
from tutor.verdict import Unfinished, is_right

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask, Outcome
    from tutor.answers.prose import Sentence
    from tutor.answers.shapes import Shape
    from tutor.budget import Budget
    from tutor.explain import Explanation
    from tutor.flaws import Flaw, Flaws
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage, Setting
    from tutor.ways import Way
    from tutor.worker import Prover

_MOST_NAMED = 6  # mal-rules that an author is told of
_SECONDS = 60.0  # to tell an author what is wrong


@dataclass(frozen=True, slots=True)
class SpotTheMistake(OfAFunction):
    """The derivation of f with the mal-rule `mistake` followed in it; one is drawn where that is "".

    The draw depends on the `seed` alone: that of the sitting, and where there is none the id of the problem.
    """

    mistake: str = ""
    seed: str = ""

    @classmethod
    def build(cls, draft: Draft) -> Self:
        task = cls(draft.function(), draft.text("mistake").strip(), draft.entry.id, setting=draft.setting)
        if not draft.faults:
            reason = _why_not(task)
            if reason is not None:
                draft.fault("mistake" if task.mistake else "function", *reason)
        return task

    def drawn(self, seed: str) -> Self:
        return self if self.mistake else replace(self, seed=seed)

    # What is shown

    @property
    def flaw(self) -> Flaw:
        return flaw_of(self)

    @property
    def explained(self) -> Explanation:
        from tutor.explain import explanation

        return explanation(self.flaw.mistake, self.setting.wrt)

    @property
    def name(self) -> str:
        return called(self.f, self.setting)

    def statement(self) -> Statement:
        wrt = self.setting.wrt
        of = f"{primed(self.name)}({wrt})"
        asked = "One line does not follow from what stands above it: which, and what should stand there?"
        return Statement(
            (Given(f"{self.name}({wrt})", self.f),),
            ask=f"These lines work out {of}. {asked}",
            prompt="line",
            name=primed(self.name),
            words=f"These lines work out the derivative of {self.name} with respect to {wrt}. {asked}",
            options=tuple((str(number), (line,)) for number, line in enumerate(self.flaw.lines, start=1)),
        )

    def expected(self) -> Value:
        return Mended(self.flaw.number, self.flaw.instead)

    def shape(self) -> Shape:
        return ALine(len(self.flaw.lines), D(self.f, self.setting.wrt))

    # What comes of an answer

    def judge(self, given: Value, prover: Prover | None = None, budget: Budget | None = None) -> Outcome:
        """A line in which this step is still to be made (the line above it, say) is right, and not yet an answer."""
        outcome = self.shape().judge(self.expected(), given, self.asking(prover, budget))
        left = self._still_open(given.line) if isinstance(given, Mended) else None
        return outcome._replace(verdict=Unfinished(left)) if left is not None and outcome.right else outcome

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        """Lines are compared where f has a value: (ln x)' is 1/x, which has values left of 0 as well."""
        from tutor.check import compare
        from tutor.verdict import Verdict

        def ask(right: Expr, answer: Expr) -> Verdict:
            return compare(right, answer, assume=self.setting.assume, domain_of=self.f, prover=prover, budget=budget)

        return ask

    def _still_open(self, line: Expr) -> Expr | None:
        """A derivative in the line that is no smaller than the one to be taken in this step."""
        most = sum(1 for _ in walk(self.flaw.part))
        allowed = {node for node in walk(self.flaw.instead) if isinstance(node, D)}
        for node in walk(line):
            if isinstance(node, D) and node not in allowed and sum(1 for _ in walk(node.arg)) >= most:
                return node
        return None

    def begun(self, given: Value) -> Begun | None:
        if not isinstance(given, LineNumber):
            return None
        n = given.number
        return Begun(f"Right, it is line {n}. Type the right line after it: {n}: …", f"{n}: ")

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        assert isinstance(given, Mended | LineNumber)
        n = given.number
        if n < self.flaw.number:
            above = f"line {n - 1}" if n > 1 else self.name
            return Told(f"Line {n} is right: it follows from {above}. Look further down.")
        if n > self.flaw.number:
            return Told(f"Line {n} follows from line {n - 1}, so the mistake was made before it. Look further up.")
        assert isinstance(given, Mended)
        if self.comparing(budget)(self.flaw.lines[n - 1], given.line):
            return Told(f"Line {n} it is, and this is what stands there already.")
        return self._of_the_line(n, given.line, budget)

    def _of_the_line(self, n: int, line: Expr, budget: Budget) -> Told:
        """What is wrong in a line that was typed for the right one: it is a derivative like any other."""
        from tutor.blame import blame
        from tutor.diagnose import diagnose

        wrt, assume = self.setting.wrt, self.setting.assume
        mistakes = diagnose(self.f, line, wrt, assume=assume, budget=budget)
        if mistakes:
            return Told(f"Line {n} it is.", mistakes)
        part = blame(self.f, line, wrt, assume=assume, budget=budget) or self._rules_there
        return Told(f"Line {n} it is; what should stand there is something else. {part}".rstrip())

    @property
    def _rules_there(self) -> str:
        """The rules of the step that went wrong, by name."""
        rules = dict.fromkeys(applied.rule.name for applied in apply_first(self.flaw.part, self.setting.wrt))
        return f"The rule for that step: {', '.join(rules)}."

    def added(self, given: Value) -> Sentence:
        return self._what_happened

    @property
    def _what_happened(self) -> tuple[str | Value, ...]:
        """The mal-rule: its name, its number among the twelve, and why it fails."""
        told, mal = self.explained, self.flaw.mistake.mal
        common = f", common mistake {told.number}" if told.number else ""
        letters: dict[str, Value] = dict(told.letters)
        why = filled(f"{mal.why} {mal.fix}", letters)
        return (f"In line {self.flaw.number}: {told.title}{common}. ", *why)

    def preview(self, value: Value) -> Sentence:
        match value:
            case LineNumber(number):
                return (self.flaw.lines[number - 1],)
            case Mended(_, line):
                return (line,)
        return (value,)

    # What helps

    def next_step(self, given: Value) -> str:
        return "Go down line by line: which is the first that does not follow from the one above it?"

    def hints(self) -> tuple[str, ...]:
        wrt, flaw = self.setting.wrt, self.flaw
        rules = list(dict.fromkeys(step.rule for step in flaw.right.steps))
        step = apply_first(flaw.part, wrt)[-1].result
        rule = self.explained.rule_here(lambda e: pretty(e, wrt)) or f"It is about  {pretty(D(flaw.part, wrt), wrt)} ."
        return (
            f"What these lines need, in this order: {', '.join(rules)}. Hold every line against its rule.",
            f"The step to line {flaw.number} is the wrong one.",
            f"The rule there:  {rule}",
            f"So  {pretty(D(flaw.part, wrt), wrt)} = {pretty(step, wrt)} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        flaw = self.flaw
        return (TwoWays(flaw.right, flaw.wrong, primed(self.name)), self._what_happened)

    @property
    def scope(self) -> Scope:
        setting = self.setting
        return Scope(wrt=setting.wrt, letters=setting.parameters | {setting.wrt}, functions=setting.functions)

    @property
    def subject(self) -> Sentence:
        return (self.f,)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The lines above the wrong one have the value of the derivative, and those below it that of the wrong one."""
        ask, flaw = self.asking(), self.flaw
        for n, line in enumerate(flaw.lines, start=1):
            right = D(self.f, self.setting.wrt) if n < flaw.number else flaw.lines[flaw.number - 1]
            if not is_right(ask(right, line)):
                yield Lapse("function", "line-doubted", f"line {n} is not what it should be; please report this")


def flaw_of(task: SpotTheMistake) -> Flaw:
    """The wrong derivation of a task. Raises TutorError where there is none."""
    found = _flaw(task.f, task.setting, task.mistake, task.seed)
    if found is None:
        raise TutorError("no mistake shows in this derivation")
    return found


@lru_cache(maxsize=64)
def _flaw(f: Expr, setting: Setting, id: str, seed: str) -> Flaw | None:
    flaws, rng = flaws_of(f, setting), Random(seed)
    return next(flaws.named(id, rng) if id else flaws.drawn(rng), None)


@lru_cache(maxsize=8)
def flaws_of(f: Expr, setting: Setting) -> Flaws:
    """All that may go wrong in it: of one function several mistakes are drawn."""
    from tutor.flaws import Flaws

    return Flaws(f, setting.wrt, setting.assume)


class _Reason(NamedTuple):
    """Why there is nothing to find, and what an author can do."""

    message: str
    help: str
    code: str


def _why_not(task: SpotTheMistake) -> _Reason | None:
    """None where there is something. Raises TutorError for a function that the rules do not know."""
    if _flaw(task.f, task.setting, task.mistake, task.seed) is not None:
        return None
    from tutor.rules.catalogue import by_id

    flaws, id = flaws_of(task.f, task.setting), task.mistake
    try:
        followed = {named.mal.id for way in _wrong_ways(flaws) for named in way.named}
    except ValueError as error:
        return _Reason(str(error), "", "no-answer")
    possible = [other for other in flaws.ids() if next(flaws.named(other, Random(0)), None) is not None]
    help_text = f"here it can be {', '.join(possible[:_MOST_NAMED])}" if possible else "choose another function"
    if id and id not in by_id():
        return _Reason(f'there is no wrong rule "{id}"', help_text, "unknown-mistake")
    if not possible:
        return _Reason("no wrong rule leaves two lines or more here", help_text, "mistake-unseen")
    if not id:
        return _Reason("no likely mistake shows here; name one", help_text, "mistake-unseen")
    message = f"{id} leaves no two lines with one of them wrong" if id in followed else f"{id} makes no difference here"
    return _Reason(message, help_text, "mistake-unseen")


def _wrong_ways(flaws: Flaws) -> list[Way]:
    """Those that have another value than the derivative. Raises ValueError where it has none."""
    from tutor.budget import Budget
    from tutor.ways import Ways

    ways = Ways(flaws.f, flaws.wrt, 1, flaws.assume, Budget(_SECONDS))
    return ways.wrong(ways.derived())
