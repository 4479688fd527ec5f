"""What the linter looks for in problems of the kinds that have tasks: that the answer is right, and how that is known.

The answer that a student is held to is worked out by the program; here it stands against the author's, against SymPy's
derivatives, and against whatever second opinion the kind has (`Task.examine`). What cannot be proved is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.answers.model import Word
from tutor.answers.writing import pretty, show
from tutor.errors import TutorError
from tutor.faults import Fault
from tutor.kinds.task import Task, expected_of
from tutor.lint.subject import Subject, audit, stands_in, too_early, topic_of
from tutor.nodes import Scalar, Sequence
from tutor.problem import Problem
from tutor.solve import UnsolvedError
from tutor.verdict import Correct, CorrectOnPart, Rounded, Undecided, Unfinished, Wrong

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.derive import Derivation

__all__ = ["TASK_CHECKS"]

Check = Callable[[Subject, Task], Iterator[Fault]]
TASK_CHECKS: list[Check] = []


def check_of(function: Check) -> Check:
    """Register a check; they run in the order in which they stand here."""
    TASK_CHECKS.append(function)
    return function


def _expected(task: Task) -> Value | TutorError:
    try:
        return expected_of(task)
    except TutorError as error:
        return error


@check_of
def the_answer_can_be_worked_out(subject: Subject, task: Task) -> Iterator[Fault]:
    """The program finds the answer by itself."""
    expected = _expected(task)
    if isinstance(expected, TutorError):
        message, help_text = expected.message, ""
        if isinstance(expected, UnsolvedError):
            claimed = subject.problem.written is not None
            message += "; the places in the answer are not all of them" if claimed else ""
            help_text = "" if claimed else "give an answer: the places in it are checked one by one"
        yield subject.fault("function", "no-answer", message, "", help_text)


@check_of
def the_written_answer_is_right(subject: Subject, task: Task) -> Iterator[Fault]:
    """The answer that is given is proved to be the one that is worked out."""
    expected, written = _expected(task), subject.problem.written
    if isinstance(expected, TutorError) or written is None:
        return
    outcome = task.judge(written, subject.prover)
    verdict, right = outcome.verdict, f"the answer is  {show(expected, subject.problem.wrt)}"
    match verdict:
        case Correct(how) if how == "proved" or subject.prover is None:
            return
        case Correct() | Undecided():
            yield subject.fault("answer", "answer-unproved", "could not prove the answer", "", right)
        case Rounded():
            yield subject.fault("answer", "answer-rounded", "answer is rounded", "", right)
        case CorrectOnPart(part):
            where = f"for {part}" if part else "on a part of the domain"
            yield subject.fault("answer", "answer-on-part", f"answer is right only {where}", "", right)
        case Unfinished():
            yield subject.fault("answer", "answer-unfinished", "answer is not finished", "", right)
        case _:
            witness = verdict.witness if isinstance(verdict, Wrong) else None
            remark = f"{witness.yours}, and the right one {witness.expected}" if witness else ""
            at = f"at {witness.place} it is {remark}" if witness and witness.place else ""
            yield subject.fault("answer", "answer-wrong", "answer is not right", at, right)


@check_of
def the_derivatives_agree_with_sympy(subject: Subject, task: Task) -> Iterator[Fault]:
    """Every derivative on the way is SymPy's too."""
    if subject.prover is None:
        return
    for f, wrt in task.differentiated:
        derived = _derivation(f, wrt)
        if isinstance(derived, TutorError):
            yield subject.fault("function", "no-rule", derived.message)
            continue
        alone = Problem("", "differentiate", f, subject.problem.topic, letters=subject.problem.letters, wrt=wrt)
        alone = replace(alone, functions=subject.problem.functions)
        if not isinstance(audit(alone, derived, subject.prover), Correct | Undecided):
            message = "our own derivation is not what SymPy finds; please report this"
            ours = f"our derivation ends with  {show(derived.line, wrt)}"
            yield subject.fault("function", "derivation-wrong", message, "", ours)


def _derivation(f: object, wrt: str) -> Derivation | TutorError:
    from tutor.derive import derive

    try:
        return derive(f, wrt)  # type: ignore[arg-type]
    except TutorError as error:
        return error


@check_of
def a_second_opinion_agrees(subject: Subject, task: Task) -> Iterator[Fault]:
    """What the kind itself has to say: zeros that SymPy finds too, values of limits, options that differ."""
    if isinstance(_expected(task), TutorError):
        return
    for lapse in task.examine(subject.prover is not None):
        yield subject.fault(lapse.field, lapse.code, lapse.message, lapse.remark, lapse.help)


@check_of
def the_topic_fits_the_task(subject: Subject, task: Task) -> Iterator[Fault]:
    """The derivatives on the way use no rule that is met only after the problem's topic."""
    later: dict[str, int] = {}
    for f, wrt in task.differentiated:
        derived = _derivation(f, wrt)
        if not isinstance(derived, TutorError):
            later |= too_early(derived, subject.problem)
    if later:
        rules = " and ".join(f"{rule} (level {at})" for rule, at in later.items())
        yield subject.fault(
            "topic", "topic-too-early", f"the derivation also uses {rules}", f"level {subject.problem.level}",
            f"choose {topic_of(max(later.values()))}, or change the function",
        )  # fmt: skip


@check_of
def the_example_is_not_the_answer(subject: Subject, task: Task) -> Iterator[Fault]:
    """The example that shows how an answer is typed is not the answer itself."""
    expected = _expected(task)
    if isinstance(expected, TutorError) or task.shape().is_pick:
        return
    shown = show(expected, subject.problem.wrt)
    is_word = isinstance(expected, Word)  # every answer of the kind may be this word
    if shown != "none" and not is_word and len(shown) > 1 and stands_in(task.shape().wants, shown):
        yield subject.fault("id", "example-tells", "the example of how to type the answer is the answer")


@check_of
def hints_of_a_task_keep_the_answer(subject: Subject, task: Task) -> Iterator[Fault]:
    """No hint but the last rung gives the answer away."""
    node, expected = subject.entry.fields.get("hints"), _expected(task)
    if not isinstance(node, Sequence) or isinstance(expected, TutorError) or task.shape().is_pick:
        return
    wrt = subject.problem.wrt
    answers = {subject.entry.text("answer"), show(expected, wrt), pretty(expected, wrt)} - {""}
    for hint in (*node.items[:3], *node.items[4:]):
        # A number of one digit stands in many sentences.
        long = [answer for answer in answers if len(answer) > 1]
        if isinstance(hint, Scalar) and any(stands_in(hint.text, answer) for answer in long):
            from tutor.entry import fault_at

            yield fault_at(subject.entry, hint, "hint-tells", "this hint gives the answer away")
