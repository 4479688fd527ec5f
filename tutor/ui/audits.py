"""The audits of a sitting: asked for when an answer was right, looked at whenever something was typed.

Nothing here waits. What SymPy contradicts is kept for mending; where 420 digits bear SymPy out, the student is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.audit import UNASKED, Audit, Auditor, Digits, Pending, State, decided
from tutor.budget import Budget

if TYPE_CHECKING:
    from tutor.kinds import Marking
    from tutor.problem import Problem

__all__ = ["Audits", "keep_unsettled"]

WITHDRAWN = "I called  {answer}  right, and it is not. {audit} :u takes it back."
DOUBTED = "I called  {answer}  right, and am not sure of it any more. {audit}"


@dataclass(slots=True)
class _Asked:
    problem: Problem
    marking: Marking
    pending: Pending
    audit: Audit


class Audits:
    """What was asked of `auditor` in this sitting; contradictions are kept in a file of `folder`."""

    def __init__(self, auditor: Auditor, folder: Path) -> None:
        self.auditor = auditor
        self.folder = folder
        self._asked: list[_Asked] = []

    def begin(self, problem: Problem, marking: Marking) -> None:
        """Ask for an audit of a right answer; nothing happens for any other."""
        from tutor.verdict import Correct

        verdict = marking.verdict
        if isinstance(verdict, Correct) and verdict.grounds is not None:
            pending = self.auditor.begin(verdict.grounds())
            self._asked.append(_Asked(problem, marking, pending, pending.audit))

    def of(self, marking: Marking | None) -> Audit:
        """The audit of this answer as far as it is known."""
        return next((asked.audit for asked in self._asked if asked.marking is marking), UNASKED)

    def settle(self) -> list[str]:
        """Look at what has come in; what a student has to be told of it."""
        told = []
        for asked in self._asked:
            if asked.audit.state is State.DONE:
                continue
            asked.audit = asked.pending.audit
            if asked.audit.apart is not None:
                told.append(self._contradicted(asked))
        return [said for said in told if said]

    def _contradicted(self, asked: _Asked) -> str:
        from tutor.answers.writing import pretty
        from tutor.audit import sentence
        from tutor.verdict import Correct

        verdict, value = asked.marking.verdict, asked.marking.value
        assert isinstance(verdict, Correct) and value is not None
        asked.audit, _ = decided(verdict, asked.audit, Budget())
        keep_unsettled(self.folder, asked.problem, asked.marking, asked.audit)
        answer = pretty(value, asked.problem.wrt)
        match asked.audit.digits:
            case Digits.FOR_SYMPY:
                return WITHDRAWN.format(answer=answer, audit=sentence(asked.audit))
            case Digits.NEITHER:
                return DOUBTED.format(answer=answer, audit=sentence(asked.audit))
            case _:
                return ""


def keep_unsettled(folder: Path, problem: Problem, marking: Marking, audit: Audit = UNASKED) -> None:
    """Keep for mending what is not proved or not agreed upon, without a word."""
    from tutor import kinds
    from tutor.answers.prose import plain
    from tutor.unsettled import entry, keep
    from tutor.verdict import word

    pair = {
        "problem": problem.name,
        "function": plain(kinds.subject(problem), problem.wrt),
        "wrt": problem.wrt,
        "order": problem.order,
        "answer": marking.text,
        "verdict": word(marking.verdict),
    }
    keep(folder, entry(marking.verdict, pair, audit))
