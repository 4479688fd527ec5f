"""One answer while it is judged, and the object that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any

from tutor.audit import UNASKED, Audit, decided
from tutor.budget import Budget
from tutor.errors import Exit, ReadError
from tutor.results.model import NO_MORE, Result, Wanted, error_object, mistake_object

if TYPE_CHECKING:
    from tutor.explain import Explanation
    from tutor.results.model import AnyReading
    from tutor.verdict import Verdict

__all__ = ["Case", "Spoken"]

_CODES = {"correct": Exit.FINE, "equal": Exit.FINE, "undecided": Exit.UNDECIDED, "unreadable": Exit.USAGE}


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a command calls a verdict, and what it says of it."""

    word: Callable[[Verdict], str]
    sentence: Callable[[Verdict], str]


@dataclass(frozen=True, slots=True)
class Case:
    """What the object begins with, and what is wanted beside the verdict; time runs from when it is made."""

    head: Mapping[str, Any]
    wanted: Wanted = NO_MORE
    budget: Budget = field(default_factory=Budget)
    started: float = field(default_factory=perf_counter)

    def refused(self, error: ReadError) -> Result:
        """The result of a text that cannot be read."""
        said = f"{error.message}; {error.hint}" if error.hint else error.message
        fields: dict[str, Any] = {
            "read_as": None, "verdict": "unreadable", "how": None, "witness": None, "mistakes": [], "message": said,
            "error": error_object(error), "ms": self._ms,
        }  # fmt: skip
        return Result({**self.head, **fields}, Exit.USAGE, error=error)

    def judged(
        self,
        reading: AnyReading,
        read_as: str,
        verdict: Verdict,
        spoken: Spoken,
        pair: Mapping[str, Any],
        explained: Sequence[Explanation] = (),
    ) -> Result:
        """The result of a verdict, which an audit may still change; `pair` is what is kept of it if it stays open."""
        from tutor.verdict import evidence

        message = spoken.sentence(verdict)
        ms = self._ms
        audit, after = self._audited(verdict)
        if after is not verdict:
            message = spoken.sentence(after)
        name = spoken.word(after)
        fields: dict[str, Any] = {
            "read_as": read_as,
            "verdict": name,
            **evidence(after),
            "mistakes": [mistake_object(each) for each in explained],
            "message": message,
            "notes": [note.text for note in reading.notes],
            "ms": ms,
        }
        if self.wanted.stages:
            fields["stages"] = [note.as_dict() for note in self.budget.notes]
        if audit is not UNASKED:
            fields["audit"] = audit.as_dict()
        code = _CODES.get(name, Exit.NEGATIVE)
        kept = _kept(verdict, audit, {**pair, "verdict": name})
        return Result({**self.head, **fields}, code, reading, after, audit, tuple(self.budget.notes), kept)

    def _audited(self, verdict: Verdict) -> tuple[Audit, Verdict]:
        """The second opinion on a right answer, if one is wanted, and the verdict after it."""
        from tutor.verdict import Correct

        auditor, patience = self.wanted.auditor, self.wanted.patience
        if auditor is None or not isinstance(verdict, Correct) or verdict.grounds is None:
            return UNASKED, verdict
        audit = auditor.begin(verdict.grounds()).wait(self.budget.left if patience is None else patience)
        # The last word takes its own time: nobody may be told what is already known to be doubtful.
        return decided(verdict, audit, Budget())

    @property
    def _ms(self) -> float:
        return round((perf_counter() - self.started) * 1000, 2)


def _kept(verdict: Verdict, audit: Audit, pair: Mapping[str, Any]) -> dict[str, Any] | None:
    from tutor.verdict import Correct, Undecided

    if not isinstance(verdict, Correct | Undecided):
        return None
    from tutor.unsettled import entry

    return entry(verdict, pair, audit)
