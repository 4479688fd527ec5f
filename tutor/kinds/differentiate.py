"""Differentiate a function, once or several times; letters other than the variable are constants."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from tutor.errors import ReadError
from tutor.kinds.marking import Marking
from tutor.kinds.task import Derived, Given, Statement, Task
from tutor.problem import Problem
from tutor.signs import letter

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.answers.shapes import Shape
    from tutor.budget import Budget
    from tutor.expr import Expr
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.scope import Scope
    from tutor.worker import Prover

_PRIMES = ("", "′", "″", "‴")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ORDINALS = {1: "", 2: "second ", 3: "third ", 4: "fourth "}


def statement(problem: Problem) -> Statement:
    """f(x) = …, find f′(x). The function is called h where the formula has an f of its own.

    Where the answer is asked for in terms of a letter, that is its name: s = …, find s′ in terms of s.
    """
    taken = problem.functions | (problem.scope.letters or frozenset())
    own = problem.form.letter if problem.form is not None else ""
    name = own or next(letter for letter in "fhFHGKPQRSTUVW" if letter not in taken)
    primes = _PRIMES[problem.order] if problem.order < len(_PRIMES) else f"⁽{str(problem.order).translate(_RAISED)}⁾"
    at = "" if own else f"({problem.wrt})"
    spoken = _ORDINALS.get(problem.order, f"{problem.order}th ")
    form = problem.form.asked if problem.form is not None else ""
    return Statement(
        (Given(f"{letter(name)}{at}", problem.function),),
        ask=f"find {letter(name)}{primes}{at}{form}",
        prompt=f"{letter(name)}{primes}{at} =",
        name=f"{letter(name)}{primes}",
        words=f"Find the {spoken}derivative of {name} with respect to {problem.wrt}{_apart(form)}.",
    )


def _apart(form: str) -> str:
    """What is asked of the form, set apart by a comma."""
    return f",{form}" if form and not form.startswith(",") else form


def expected(problem: Problem) -> Expr:
    """The derivative that our own rules give."""
    from tutor.derive import derive

    return derive(problem.function, problem.wrt, order=problem.order).line


def mark(problem: Problem, text: str, prover: Prover | None = None) -> Marking:
    """Read the text as an expression and compare it with the derivative."""
    from tutor.blame import blame
    from tutor.budget import Budget
    from tutor.check import check
    from tutor.diagnose import Mistake, diagnosed
    from tutor.read import read_answer
    from tutor.verdict import Unreadable, Verdict, Wrong, is_right

    try:
        reading = read_answer(text, problem.scope)
    except ReadError as error:
        return Marking(text, Unreadable(error), error=error)

    budget = Budget()  # for all of it: the second readings, and which part is wrong

    def judge(answer: Expr) -> Verdict:
        f, full, wrt, order = problem.function, problem.in_full(answer), problem.wrt, problem.order
        return check(f, full, wrt, order=order, assume=problem.assume, prover=prover, budget=budget)

    verdict = judge(reading.expr)
    meant = None
    if not is_right(verdict):
        meant = next((note for note in reading.notes if note.other is not None and is_right(judge(note.other))), None)
    said = ""
    mistakes: tuple[Mistake, ...] = ()
    if meant is None:
        f, full, wrt, order = problem.function, problem.in_full(reading.expr), problem.wrt, problem.order
        verdict, mistakes = diagnosed(
            verdict, f, full, wrt, order=order, assume=problem.assume, expected=problem.mistakes, budget=budget
        )
        if isinstance(verdict, Wrong):
            said = blame(f, full, wrt, order=order, assume=problem.assume, budget=budget)
    form = problem.form_of(reading.expr)
    return Marking(text, verdict, reading, meant=meant, blame=said, mistakes=mistakes, form=form)


def ladder(problem: Problem) -> tuple[str, ...]:
    """The four rungs."""
    from tutor.hints import ladder as rungs

    return rungs(problem.function, problem.wrt, order=problem.order)


@dataclass(frozen=True, slots=True)
class Differentiate(Task):
    """The task of a problem that asks for a derivative: all of it stands in the problem itself."""

    problem: Problem

    @classmethod
    def build(cls, draft: Draft) -> Self:
        entry, setting = draft.entry, draft.setting
        f, order = draft.function(), draft.whole("order", 1)
        problem = Problem(entry.id, "differentiate", f, entry.topic, wrt=setting.wrt, order=order)
        return cls(replace(problem, letters=setting.letters, functions=setting.functions))

    def statement(self) -> Statement:
        return statement(self.problem)

    def expected(self) -> Expr:
        return expected(self.problem)

    def shape(self) -> Shape:
        from tutor.answers.shapes import Formula

        return Formula()

    def hints(self) -> tuple[str, ...]:
        return ladder(self.problem)

    def solution(self) -> tuple[Passage, ...]:
        from tutor.derive import derive

        f, wrt, order = self.problem.function, self.problem.wrt, self.problem.order
        return (Derived(derive(f, wrt, order=order), self.statement().given[0].left),)

    def next_step(self, given: Value) -> str:
        from tutor.hints import opening

        return opening(self.problem.function, self.problem.wrt, order=self.problem.order)

    @property
    def scope(self) -> Scope:
        return self.problem.scope

    @property
    def subject(self) -> Sentence:
        return (self.problem.function,)

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        return ((self.problem.function, self.problem.wrt),)

    def mark(self, text: str, prover: Prover | None = None, budget: Budget | None = None) -> Marking:
        return mark(self.problem, text, prover)
