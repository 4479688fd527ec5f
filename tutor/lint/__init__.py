"""The linter of banks: every fault of structure at once, and a proof that every problem is sound.

A check is a function from a problem to the faults it finds, registered with `@check_of`. The checks of
structure have run when the bank is loaded; those here need the formulas, the rules and SymPy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.bank import bank_folder, load_bank
from tutor.blind import blind_spots, to_tell_apart
from tutor.entry import Entry, read_entry
from tutor.faults import Fault, Finding, finding, in_order
from tutor.lint.derivatives import CHECKS
from tutor.lint.subject import SYMPY, Subject, audit, stands_in
from tutor.rules.catalogue import by_id
from tutor.show import show

if TYPE_CHECKING:
    from tutor.worker import Prover

__all__ = ["CHECKS", "SYMPY", "Finding", "Report", "Subject", "audit", "examine", "lint", "stands_in"]


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
        from tutor.lint.templates import examine_template

        return examine_template(entry, lambda instance, asked: _examine_entry(instance, prover if asked else None))
    if "parts" in entry.fields:
        return [fault for part in entry.parts() for fault in _examine_entry(part, prover)]
    problem, faults = read_entry(entry)
    if problem is None:
        return faults
    subject = Subject(entry, problem, prover)
    if problem.task is not None:
        from tutor.lint.tasks import TASK_CHECKS

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
        named = " and ".join(f"{id} ({by_id()[id][0].title})" for id in spot.ids)
        is_one = len(spot.ids) == 1
        message = f"{named} gives the right answer here" if is_one else f"{named} give the same answer"
        would = "it would show with" if is_one else "they would differ with"
        help = f"{would}  {show(spot.instead, problem.wrt)}" if spot.instead is not None else ""
        yield subject.fault("function", spot.code, message, "", help)


def _source(file: str, sources: dict[str, list[str]]) -> list[str]:
    if file not in sources:
        try:
            sources[file] = Path(file).read_text("utf-8-sig", errors="replace").splitlines()
        except OSError:
            sources[file] = []
    return sources[file]
