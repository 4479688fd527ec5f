"""What the linter looks for in problems that ask for a derivative."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tutor.blind import shown
from tutor.check import check, equal
from tutor.derive import Derivation
from tutor.entry import fault_at
from tutor.errors import TutorError
from tutor.expr import Call, walk
from tutor.expr import letters as letters_of
from tutor.faults import Fault
from tutor.functions import base_name
from tutor.lint.subject import Subject, audit, stands_in, too_early, topic_of
from tutor.nodes import Mapping as Group
from tutor.nodes import Scalar
from tutor.nodes import Sequence as Listing
from tutor.rules.catalogue import by_id
from tutor.sentences import nearest
from tutor.show import pretty, show
from tutor.topics import BY_ID
from tutor.verdict import (
    Correct,
    CorrectOnPart,
    KnownMistake,
    Rounded,
    Undecided,
    Unfinished,
    Unreadable,
    Verdict,
    Witness,
    Wrong,
)

__all__ = ["CHECKS"]

Check = Callable[[Subject], Iterator[Fault]]
CHECKS: list[Check] = []


def check_of(function: Check) -> Check:
    """Register a check; they run in the order in which they stand here."""
    CHECKS.append(function)
    return function


@check_of
def letters_are_used(subject: Subject) -> Iterator[Fault]:
    """A declared letter that does not occur is a slip of the pen."""
    problem = subject.problem
    node = subject.entry.fields.get("letters")
    if not isinstance(node, Group):
        return
    called = {base_name(e.name)[0] for e in walk(problem.function) if isinstance(e, Call)}
    occurring = letters_of(problem.function) | called | {problem.wrt}
    for key, _ in node.pairs:
        if key.text not in occurring:
            yield fault_at(
                subject.entry, key, "unused-letter", f'the letter "{key.text}" does not occur in the function'
            )


@check_of
def the_rules_differentiate_it(subject: Subject) -> Iterator[Fault]:
    """There is a derivation."""
    if isinstance(subject.derivation, TutorError):
        yield subject.fault("function", "no-rule", subject.derivation.message)


@check_of
def it_has_values(subject: Subject) -> Iterator[Fault]:
    """The function has a real value at some point that the letters allow."""
    problem = subject.problem
    # Equal to itself wherever it has a value, so this is open only where it has none.
    if isinstance(equal(problem.function, problem.function, assume=problem.assume), Undecided):
        message = "no real value was found at any point"
        yield subject.fault("function", "no-values", message, "", "look at the domain, and at letters")


@check_of
def the_answer_is_the_derivative(subject: Subject) -> Iterator[Fault]:
    """The answer that is given is proved to be the derivative."""
    problem, derivation = subject.problem, subject.derivation
    if problem.answer is None or isinstance(derivation, TutorError):
        return
    verdict = check(
        problem.function,
        problem.in_full(problem.answer),
        problem.wrt,
        order=problem.order,
        assume=problem.assume,
        derivative=derivation.line,
        prover=subject.prover,
    )
    yield from _judged(subject, verdict, derivation)


def _judged(subject: Subject, verdict: Verdict, derivation: Derivation) -> Iterator[Fault]:
    if isinstance(verdict, Correct) and (verdict.how == "proved" or subject.prover is None):
        return
    code, message, remark = _said(verdict, derivation.wrt)
    right = f"the derivative is  {show(derivation.line, derivation.wrt)}"
    yield subject.fault("answer", code, message, remark, right)


def _said(verdict: Verdict, wrt: str) -> tuple[str, str, str]:
    """Code, sentence and remark for an answer that is not proved."""
    match verdict:
        case Correct() | Undecided():
            return "answer-unproved", "could not prove that the answer is the derivative", ""
        case CorrectOnPart(part, witness):
            place = f"for {part}" if part else "on a part of the domain"
            return "answer-on-part", f"answer is the derivative only {place}", _compared(witness)
        case Rounded(_, witness):
            return "answer-rounded", "answer is rounded", _compared(witness)
        case Unfinished(part):
            return "answer-unfinished", "answer is not finished", f"{pretty(part, wrt)} is still to be taken"
        case Wrong(witness) | KnownMistake(_, witness):
            return "answer-wrong", "answer is not the derivative", _compared(witness)
        case Unreadable(error):
            return "unreadable", error.message, ""


def _compared(witness: Witness | None) -> str:
    if witness is None:
        return ""
    at = f"at {witness.place} " if witness.place else ""
    return f"{at}this is {witness.yours}, the derivative is {witness.expected}"


@check_of
def the_answer_has_the_form_asked_for(subject: Subject) -> Iterator[Fault]:
    """The answer that is given, or else the last line of our derivation, is written as students are asked to."""
    problem, derivation = subject.problem, subject.derivation
    if isinstance(derivation, TutorError):
        return
    answer = problem.answer or derivation.line
    form = problem.form_of(answer)
    if form is None or form.lack is None:
        return
    said = form.lack.said(lambda e: show(e, problem.wrt))
    if problem.answer is not None:
        yield subject.fault("answer", "form-unmet", "answer is not in the form asked for", said)
    else:
        ends = f"give an answer in the form; the derivation ends with  {show(answer, problem.wrt)}"
        yield subject.fault("form", "form-unmet", "the derivation does not end in this form", said, ends)


@check_of
def the_derivation_agrees_with_sympy(subject: Subject) -> Iterator[Fault]:
    """Our own derivative, which students are shown, is SymPy's too."""
    derivation = subject.derivation
    if subject.prover is None or isinstance(derivation, TutorError):
        return
    if not isinstance(audit(subject.problem, derivation, subject.prover), Correct | Undecided):
        message = "our own derivation is not what SymPy finds; please report this"
        ours = f"our derivation ends with  {show(derivation.line, derivation.wrt)}"
        yield subject.fault("function", "derivation-wrong", message, "", ours)


@check_of
def the_topic_fits(subject: Subject) -> Iterator[Fault]:
    """The derivation uses no rule that is met only after the problem's topic."""
    if isinstance(subject.derivation, TutorError):
        return
    level, topic = subject.problem.level, subject.problem.topic
    later = too_early(subject.derivation, subject.problem)
    if topic == "rewrite-first":
        later = {rule: at for rule, at in later.items() if rule not in _AVOIDED_BY_REWRITING}
    if later:
        rules = " and ".join(f"{rule} (level {at})" for rule, at in later.items())
        yield subject.fault(
            "topic",
            "topic-too-early",
            f"the derivation also uses {rules}",
            f"level {level}, {BY_ID[topic].title}",
            f"choose {topic_of(max(later.values()))}, or change the function",
        )


# (2x)^3 and (x + 3)^2 are drilled to be multiplied out; our own derivation takes another way.
_AVOIDED_BY_REWRITING = frozenset(
    {"product", "quotient", "chain", "reciprocal", "product with chain", "quotient with chain"}
)


@check_of
def hints_keep_the_answer(subject: Subject) -> Iterator[Fault]:
    """No hint but the last rung gives the answer away."""
    node = subject.entry.fields.get("hints")
    if not isinstance(node, Listing) or isinstance(subject.derivation, TutorError):
        return
    line, wrt = subject.derivation.line, subject.problem.wrt
    answers = {subject.entry.text("answer"), show(line, wrt), pretty(line, wrt)} - {""}
    for hint in (*node.items[:3], *node.items[4:]):
        if isinstance(hint, Scalar) and any(stands_in(hint.text, answer) for answer in answers):
            yield fault_at(subject.entry, hint, "hint-tells", "this hint gives the answer away")


@check_of
def expected_mistakes_show(subject: Subject) -> Iterator[Fault]:
    """The mistakes that the author expects are known by their ids, and give wrong answers to this problem."""
    node, problem = subject.entry.fields.get("mistakes"), subject.problem
    listed = [item for item in node.items if isinstance(item, Scalar)] if isinstance(node, Listing) else []
    known = by_id()
    possible, visible = shown(problem.function, problem.wrt, problem.order, problem.assume, problem.mistakes)
    for item in listed:
        id = item.text
        if id not in known:
            meant = _meant(id)
            message = f'there is no mistake "{id}"' + (f', did you mean "{meant}"?' if meant else "")
            help_text = "" if meant else "tutor mistakes lists them with their ids"
            yield fault_at(subject.entry, item, "unknown-mistake", message, "", help_text)
        elif id not in possible:
            message = f"{id} ({known[id][0].title}) cannot be made on this function"
            yield fault_at(subject.entry, item, "mistake-impossible", message)
        elif id not in visible:
            message = f"{id} ({known[id][0].title}) gives the right answer here"
            help_text = "choose other numbers, or leave it out"
            yield fault_at(subject.entry, item, "mistake-invisible", message, "", help_text)


def _meant(word: str) -> str:
    """The id that was probably meant, by an id or a name like it."""
    short = re.fullmatch(r"([a-z]{3})-?(\d+b?)", word.lower())
    if short and (id := f"{short[1].upper()}-{short[2].zfill(2)}") in by_id():  # CHN-1
        return id
    named: dict[str, str] = {}
    for known, entries in by_id().items():
        named.setdefault(entries[0].name, known)
        named[known.lower()] = known
    return named.get(nearest(word, named), "")
