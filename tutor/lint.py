"""The linter of banks: every fault of structure at once, and a proof that every problem is sound.

A check is a function from a problem to the faults it finds, registered with `@check_of`. The checks of
structure have run when the bank is loaded; those here need the formulas, the rules and SymPy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.bank import bank_folder, load_bank
from tutor.blind import blind_spots, shown, to_tell_apart
from tutor.check import check, compare, equal
from tutor.derive import Derivation, derive
from tutor.differential import derivative
from tutor.entry import Entry, fault_at, read_entry
from tutor.errors import TutorError
from tutor.expr import Call, Expr, walk
from tutor.expr import letters as letters_of
from tutor.faults import Fault, Finding, finding, in_order
from tutor.functions import base_name
from tutor.nodes import Mapping as Group
from tutor.nodes import Scalar
from tutor.nodes import Sequence as Listing
from tutor.problem import Problem
from tutor.rules.catalogue import by_id
from tutor.sentences import nearest
from tutor.show import pretty, show
from tutor.topics import BY_ID, TOPICS
from tutor.values import Interval
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

if TYPE_CHECKING:
    from tutor.budget import Budget
    from tutor.worker import Prover

__all__ = [
    "CHECKS", "SYMPY", "Finding", "Report", "Subject", "audit", "examine", "lint", "stands_in", "too_early", "topic_of",
]  # fmt: skip


@dataclass
class Subject:
    """A problem under examination; its derivation is made once, by whichever check asks first."""

    entry: Entry
    problem: Problem
    prover: Prover | None

    @cached_property
    def derivation(self) -> Derivation | TutorError:
        """The derivation, or why there is none."""
        try:
            return derive(self.problem.function, self.problem.wrt, order=self.problem.order)
        except TutorError as error:
            return error

    def fault(self, field: str, code: str, message: str, remark: str = "", help: str = "") -> Fault:
        """A fault at a field of this problem (at its id where it has no such field)."""
        node = self.entry.fields.get(field, self.entry.fields["id"])
        return fault_at(self.entry, node, code, message, remark, help)


class _Sympy:
    """SymPy in this process, with all the time that a proof may need."""

    def prove_equal(
        self,
        a: Expr,
        b: Expr,
        assume: Mapping[str, Interval],
        signs: Sequence[Mapping[str, int]],
        zero: Expr | None = None,
        *,
        budget: Budget | None = None,
    ) -> str:
        from tutor.cas import prove

        return prove(a, b, assume, signs, zero, seconds=_PATIENCE)


SYMPY = _Sympy()
_PATIENCE = 20.0  # seconds for one proof; nearly all take a few thousandths
Check = Callable[[Subject], Iterator[Fault]]
CHECKS: list[Check] = []


def check_of(function: Check) -> Check:
    """Register a check; they run in the order in which they stand here."""
    CHECKS.append(function)
    return function


@dataclass(frozen=True, slots=True)
class Report:
    """`fine` is how many problems have no finding; `notes` are no faults, but worth knowing."""

    findings: tuple[Finding, ...]
    fine: int
    notes: tuple[Finding, ...] = ()


def lint(paths: Iterable[Path | str] | None = None) -> list[Finding]:
    """Every finding in these files and folders (None: the project's own bank), by place."""
    return list(examine(paths).findings)


def examine(
    paths: Iterable[Path | str] | None = None, prover: Prover | None = SYMPY, *, with_notes: bool = False
) -> Report:
    """The findings, and how many problems are sound. Without a prover, answers are only compared.

    With notes it is also said which wrong steps a problem does not show.
    """
    listed = [bank_folder()] if paths is None else [Path(path) for path in paths]
    bank = load_bank(listed)
    faults = list(bank.found)
    faulty = set()
    for entry in bank.entries:
        found = _examine_entry(entry, prover)
        faults.extend(found)
        if found:
            faulty.add(entry.id)
    said = {(fault.file, fault.line, fault.column) for fault in faults}
    for entry in bank.damaged:
        # What is empty or misplaced cannot be read either: that is one fault, not two.
        faults += [f for f in _formulas_of(entry) if (f.file, f.line, f.column) not in said]
    sources: dict[str, list[str]] = {}
    findings = tuple(finding(fault, _source(fault.file, sources)) for fault in in_order(faults))
    noted = [note for entry in bank.entries for note in _notes(entry)] if with_notes else []
    notes = tuple(finding(note, _source(note.file, sources)) for note in in_order(noted))
    return Report(findings, len(bank.entries) - len(faulty), notes)


def _formulas_of(entry: Entry) -> list[Fault]:
    """What cannot be read in a problem that has a fault of structure already."""
    try:
        if entry.is_template:
            from tutor.template import read_template

            return read_template(entry)[1]
        return read_entry(entry)[1]
    except (KeyError, ValueError):  # the very field that is faulty
        return []


def _examine_entry(entry: Entry, prover: Prover | None) -> list[Fault]:
    if entry.is_template:
        from tutor.lint_templates import examine_template

        return examine_template(entry, lambda instance, asked: _examine_entry(instance, prover if asked else None))
    if "parts" in entry.fields:
        return [fault for part in entry.parts() for fault in _examine_entry(part, prover)]
    problem, faults = read_entry(entry)
    if problem is None:
        return faults
    subject = Subject(entry, problem, prover)
    if problem.task is not None:
        from tutor.lint_tasks import TASK_CHECKS

        return [fault for check_task in TASK_CHECKS for fault in check_task(subject, problem.task)]
    return [fault for run in CHECKS for fault in run(subject)]


def _notes(entry: Entry) -> Iterator[Fault]:
    """The wrong steps of the topic that this problem does not show."""
    if entry.is_template:
        return  # what one instance hides another one shows
    problem, _ = read_entry(entry)
    if problem is None or problem.kind != "differentiate":
        return
    subject = Subject(entry, problem, None)
    ids = to_tell_apart().get(problem.topic, ())
    for spot in blind_spots(problem.function, problem.wrt, problem.order, problem.assume, ids):
        named = " and ".join(f"{id} ({_name(id)})" for id in spot.ids)
        is_one = len(spot.ids) == 1
        message = f"{named} gives the right answer here" if is_one else f"{named} give the same answer"
        would = "it would show with" if is_one else "they would differ with"
        help = f"{would}  {show(spot.instead, problem.wrt)}" if spot.instead is not None else ""
        yield subject.fault("function", spot.code, message, "", help)


def _name(id: str) -> str:
    return by_id()[id][0].name.replace("-", " ")


def _source(file: str, sources: dict[str, list[str]]) -> list[str]:
    if file not in sources:
        try:
            sources[file] = Path(file).read_text("utf-8-sig", errors="replace").splitlines()
        except OSError:
            sources[file] = []
    return sources[file]


# --- the checks ---


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


def audit(problem: Problem, derivation: Derivation, prover: Prover) -> Verdict:
    """Our derivative beside SymPy's, and beside the judge's own where that alone gives a proof.

    SymPy has none to write for f(x), and its derivative of an odd root is full of signs that it cannot undo: there
    the values are SymPy's and the proof is the judge's.
    """
    opinions = [opinion for opinion in (_of_sympy(problem), _of_the_judge(problem)) if opinion is not None]
    verdicts = [
        compare(right, derivation.line, assume=problem.assume, domain_of=problem.function, prover=prover)
        for right in opinions
    ]
    doubted = next((verdict for verdict in verdicts if not isinstance(verdict, Correct)), None)
    proved = next((verdict for verdict in verdicts if isinstance(verdict, Correct) and verdict.how == "proved"), None)
    return doubted or proved or verdicts[0]


def _of_sympy(problem: Problem) -> Expr | None:
    from tutor import cas

    if problem.is_abstract:
        return None
    with suppress(cas.UnknownError):
        return cas.derivative(problem.function, problem.wrt, problem.order)
    return None


def _of_the_judge(problem: Problem) -> Expr:
    function = problem.function
    for _ in range(problem.order):
        function = derivative(function, problem.wrt)
    return function


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


def too_early(derivation: Derivation, problem: Problem) -> dict[str, int]:
    """The rules of a derivation that are met only after the problem's topic, with their levels."""
    from tutor.difficulty import levels_used

    return {rule: at for rule, at in levels_used(derivation).items() if at > problem.level}


def topic_of(level: int) -> str:
    return next(topic.id for topic in TOPICS if topic.level == level)


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
            message = f"{id} ({_name(id)}) cannot be made on this function"
            yield fault_at(subject.entry, item, "mistake-impossible", message)
        elif id not in visible:
            message = f"{id} ({_name(id)}) gives the right answer here"
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


def stands_in(hint: str, answer: str) -> bool:
    """Does the answer stand in the hint, whatever blanks there are, and not as a part of something longer?"""
    signs = re.sub(r"[\s*·]", "", answer)
    start = r"(?<![\w^.])" if re.match(r"\w", signs) else ""
    end = r"(?![\w^(])" if re.search(r"\w$", signs) else ""
    return re.search(start + r"[\s*·]*".join(map(re.escape, signs)) + end, hint) is not None
