"""What `check` answers: of one answer to a function or an equation, or to a problem of the bank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from tutor.asked import functions_in, read_markable
from tutor.budget import Budget
from tutor.errors import ReadError, TutorError
from tutor.expr import Expr, letters
from tutor.lines import Equation, show_line
from tutor.read import Reading, Scope, read_answer
from tutor.results.case import Case, Spoken
from tutor.results.derivations import variable_among
from tutor.results.model import NO_MORE, Result, Wanted, made
from tutor.show import pretty, show

if TYPE_CHECKING:
    from tutor.explain import Explanation
    from tutor.kinds import Marking
    from tutor.problem import Problem
    from tutor.values import Interval
    from tutor.verdict import Verdict
    from tutor.worker import Prover

__all__ = ["check_problem", "check_result"]


def check_result(
    function: str,
    answer: str,
    wrt: str | None = None,
    order: int = 1,
    assume: str = "",
    prover: Prover | None = None,
    wanted: Wanted = NO_MORE,
) -> Result:
    """One answer marked against the derivative of a function, or of y where an equation holds.

    Raises TutorError when the function or an assumption cannot be read: that is the caller's mistake, not the answer's.
    """
    task = _task_of(function, wrt, order, assume)
    head = made(id=None, function=task.shown, wrt=task.scope.wrt, answer=answer)
    return _marked(head, answer, task, prover, wanted)


@lru_cache(maxsize=256)  # of thirty answers that are marked, most are to the same few functions
def _task_of(function: str, wrt: str | None, order: int, assume: str) -> _Task:
    from tutor.values import read_assumptions

    f = read_markable(function)
    known = read_assumptions(assume)
    functions = functions_in(function)
    if isinstance(f, Equation):
        from tutor.curve import variables

        by, y = variables(f, wrt)
        names = frozenset({*letters(f.left), *letters(f.right), *known})
        scope = Scope(wrt=by, letters=names, functions=functions, dependent=frozenset({y}), order=order)
    else:
        names = letters(f)
        by = variable_among(names, wrt)
        scope = Scope(wrt=by, letters=names | {*known, by}, functions=functions, order=order)
    return _Task(f, scope, known, assume)


def check_problem(problem: Problem, answer: str, prover: Prover | None = None, wanted: Wanted = NO_MORE) -> Result:
    """One answer marked against a problem of the bank, its form too where the problem asks for one.

    Raises TutorError for a problem with several parts: each is checked by itself.
    """
    if problem.parts:
        count = len(problem.parts)
        raise TutorError(f'the problem "{problem.id}" has {count} parts; name one of them, as in {problem.id}:1')
    if problem.task is not None:
        return _check_task(problem, answer, prover, wanted)
    task = _Task(problem.function, problem.scope, problem.assume, in_full=problem.in_full)
    head = made(id=problem.id, function=task.shown, wrt=problem.wrt, answer=answer)
    result = _marked(head, answer, task, prover, wanted)
    form = problem.form_of(result.reading.expr) if isinstance(result.reading, Reading) else None
    if form is None:
        return result
    json = {**result.json, "form": form.as_dict()}
    if json["verdict"] == "correct" and not form.met:
        json["message"] = form.sentence(lambda e: pretty(e, problem.wrt))
    return replace(result, json=json)


@dataclass(frozen=True)
class _Task:
    """What an answer is marked against; `assume` are the conditions as they were typed."""

    f: Expr | Equation
    scope: Scope
    known: Mapping[str, Interval]
    assume: str = ""
    in_full: Callable[[Expr], Expr] = lambda answer: answer

    @cached_property
    def shown(self) -> str:
        return show_line(self.f, self.scope.wrt)

    @cached_property
    def slope(self) -> Expr | None:
        """What the answers are compared with; None on a curve, and where the check has to say why there is none."""
        from tutor.check import slope_of

        with suppress(TutorError):
            return None if isinstance(self.f, Equation) else slope_of(self.f, self.scope.wrt, self.scope.order)
        return None

    def judge(self, answer: Expr, prover: Prover | None, budget: Budget) -> Verdict:
        from tutor.check import check

        return check(
            self.f, self.in_full(answer), self.scope.wrt, order=self.scope.order, assume=self.known,
            derivative=self.slope, prover=prover, budget=budget,
        )  # fmt: skip

    def explained(self, verdict: Verdict, answer: Expr, budget: Budget) -> tuple[Verdict, list[Explanation]]:
        """The verdict with the mistakes behind it; on a curve those of implicit differentiation too."""
        from tutor.diagnose import diagnosed
        from tutor.explain import explanation

        wrt, order = self.scope.wrt, self.scope.order
        if isinstance(self.f, Equation):
            from tutor.curve_mistakes import diagnosed_on_curve

            verdict, mistakes = diagnosed_on_curve(
                verdict, self.f, answer, wrt, order=order, assume=self.known, along=self.scope.dependent, budget=budget
            )
            return verdict, [explanation(mistake, wrt) for mistake in mistakes]
        verdict, mistakes = diagnosed(
            verdict, self.f, self.in_full(answer), wrt, order=order, assume=self.known, budget=budget
        )
        return verdict, [explanation(mistake, wrt) for mistake in mistakes]

    def blame(self, answer: Expr, budget: Budget) -> str:
        """Which part of a wrong answer is right and which is not, "" where that cannot be told."""
        from tutor.blame import blame, blame_on_curve

        full, order = self.in_full(answer), self.scope.order
        if isinstance(self.f, Equation):
            (y,) = self.scope.dependent
            return blame_on_curve(self.f, full, self.scope.wrt, y, order=order, assume=self.known, budget=budget)
        return blame(self.f, full, self.scope.wrt, order=order, assume=self.known, budget=budget)


def _marked(head: dict[str, Any], text: str, task: _Task, prover: Prover | None, wanted: Wanted) -> Result:
    from tutor.explain import told
    from tutor.verdict import KnownMistake, Wrong, sentence, word

    case, wrt = Case(head, wanted), task.scope.wrt
    try:
        reading = read_answer(text, task.scope)
    except ReadError as error:
        return case.refused(error)
    answer, budget = reading.expr, case.budget
    verdict = task.judge(answer, prover, budget)
    meant = _meant(reading, wrt, lambda other: task.judge(other, prover, budget)) if isinstance(verdict, Wrong) else ""
    explained: list[Explanation] = []
    if not meant:
        verdict, explained = task.explained(verdict, answer, budget)

    def said(verdict: Verdict) -> str:
        match verdict:
            case _ if meant:
                return meant
            case KnownMistake():
                return f"Not yet. {told(explained, 0, lambda e: pretty(e, wrt))}"
            case Wrong() if part := task.blame(answer, budget):
                return f"{sentence(verdict)} {part}"
            case _:
                return sentence(verdict)

    order, assume = task.scope.order, task.assume
    pair = {"function": head["function"], "wrt": wrt, "order": order, "answer": text, "assume": assume}
    return case.judged(reading, show(answer, wrt), verdict, Spoken(word, said), pair, explained)


def _meant(reading: Reading, wrt: str, judge: Callable[[Expr], Verdict]) -> str:
    """What to say where a second reading that was named would be right; "" where none would."""
    from tutor.verdict import is_right

    for note in reading.notes:
        if note.other is not None and is_right(judge(note.other)):
            return _not_as_read(pretty(reading.expr, wrt), pretty(note.other, wrt))
    return ""


def _not_as_read(read_as: str, meant: str) -> str:
    return f"Not as it is read, {read_as}; but {meant} would be right. Mend the line."


def _check_task(problem: Problem, text: str, prover: Prover | None, wanted: Wanted) -> Result:
    """One answer marked against a problem of another kind than `differentiate`."""
    from tutor import kinds
    from tutor.answers.prose import plain
    from tutor.answers.writing import show
    from tutor.explain import explanation
    from tutor.verdict import word

    wrt = problem.wrt
    head = made(id=problem.id, function=plain(kinds.subject(problem), wrt), wrt=wrt, answer=text)
    case = Case(head, wanted)
    marking = kinds.task_of(problem).mark(text, prover, case.budget)
    if marking.error is not None:
        return case.refused(marking.error)
    assert marking.value is not None and marking.reading is not None
    explained = [explanation(mistake, wrt) for mistake in marking.mistakes]
    spoken = Spoken(word, lambda verdict: _said_of(marking, verdict, explained, wrt))
    pair = {"problem": problem.id, "function": head["function"], "wrt": wrt, "answer": text}
    return case.judged(marking.reading, show(marking.value, wrt), marking.verdict, spoken, pair, explained)


def _said_of(marking: Marking, verdict: Verdict, explained: Sequence[Explanation], wrt: str) -> str:
    """The sentences about an answer to a task."""
    from tutor.answers.prose import for_people
    from tutor.answers.writing import pretty
    from tutor.explain import told
    from tutor.verdict import Wrong, sentence

    if marking.meant is not None and marking.meant.other is not None and marking.value is not None:
        return _not_as_read(pretty(marking.value, wrt), pretty(marking.meant.other, wrt))
    blamed = verdict == Wrong(None) or (isinstance(verdict, Wrong) and marking.blame)
    said = f"Not yet. {marking.blame}".rstrip() if blamed else sentence(verdict)
    if marking.step:
        said = f"{said} {marking.step}"
    if explained:
        paragraph = told(explained, 0, lambda e: pretty(e, wrt))
        said = " ".join(filter(None, ("Not yet.", marking.blame, paragraph)))
    if marking.begun is not None:
        said = marking.begun.said
    return f"{said} {for_people(marking.added, wrt)}" if marking.added else said
