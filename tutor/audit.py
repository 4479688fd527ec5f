"""A second opinion on right answers: SymPy reads both sides by itself, computes them, and looks for a proof.

Its proof is worth little beside ours; its values are worth much, for nothing of our own way from a tree to a number has
a part in them. Where the two contradict each other 420 digits decide, and the pair is one to be mended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from tutor.budget import Budget, GivenUpError, Note
from tutor.numeral import plain_number

if TYPE_CHECKING:
    from tutor.expr import Expr
    from tutor.verdict import Correct, Grounds, Verdict

__all__ = [
    "OPEN", "PATIENCE", "UNASKED", "Apart", "Audit", "Auditor", "Digits", "Pending", "State", "audit_of",
    "decided", "request", "sentence", "stages_of",
]  # fmt: skip

SECONDS = 1.8  # that SymPy may take in the background
PATIENCE = 10.0  # that an audit is waited for where it was asked for: SymPy may have to be loaded first
TWO_VALUES = "I could not settle this: two ways of computing the values do not agree."


class State(Enum):
    """How far an audit has come."""

    UNASKED = "there is none"
    OPEN = "it is being made"
    DONE = "it is there"


class Digits(Enum):
    """What 420 digits say where SymPy contradicts us."""

    UNASKED = "it does not"
    FOR_US = "420 digits bear the verdict out"
    FOR_SYMPY = "420 digits bear SymPy out: the verdict was our mistake"
    NEITHER = "420 digits do not settle it"


@dataclass(frozen=True, slots=True)
class Apart:
    """A point at which SymPy has two values, as texts rounded for a reader."""

    point: Mapping[str, Fraction]
    right: str
    answer: str

    @property
    def place(self) -> str:
        """The point in words: "x = 0.7, a = 2"; "" where there are no letters."""
        return ", ".join(f"{name} = {plain_number(value)}" for name, value in self.point.items())


@dataclass(frozen=True, slots=True)
class Audit:
    """What SymPy made of a right answer.

    `by` is the stage that proves it, "" if none does; at so many points as `agreeing` its values agree; `apart` is a
    point at which they do not, and `digits` what has come of that.
    """

    by: str = ""
    agreeing: int = 0
    apart: Apart | None = None
    digits: Digits = Digits.UNASKED
    state: State = State.DONE
    notes: tuple[Note, ...] = ()
    seconds: float = 0.0

    @property
    def agrees(self) -> bool | None:
        """True where SymPy proves it too, False where it contradicts, None where it says neither."""
        return False if self.apart else True if self.by else None

    def as_dict(self) -> dict[str, Any]:
        """The `audit` of the JSON."""
        found: dict[str, Any] = {"by": self.by or None, "agrees": self.agrees, "points": self.agreeing}
        if self.apart is not None:
            place = {name: plain_number(value) for name, value in self.apart.point.items()}
            found["witness"] = {**place, "expected": self.apart.right, "yours": self.apart.answer}
            found["digits"] = self.digits.value
        return {**found, "ms": round(1000 * self.seconds, 2)}


UNASKED = Audit(state=State.UNASKED)
OPEN = Audit(state=State.OPEN)


class Pending(Protocol):
    """An audit that has been asked for."""

    @property
    def audit(self) -> Audit:
        """The audit; OPEN while it is being made."""

    def wait(self, seconds: float) -> Audit:
        """The same, waited for as long as that."""


class Auditor(Protocol):
    """Somebody with an opinion of his own."""

    def begin(self, grounds: Grounds) -> Pending:
        """Ask for an audit; returns at once."""


def sentence(audit: Audit) -> str:
    """What came of an audit, for a person; "" where none was asked for."""
    match audit:
        case Audit(state=State.UNASKED):
            return ""
        case Audit(state=State.OPEN):
            return "SymPy has not finished looking at it."
        case Audit(apart=Apart() as apart, digits=digits):
            at = f"at {apart.place} " if apart.place else ""
            said = f"SymPy disagrees: {at}it has {apart.right} and {apart.answer}."
            return said if digits is Digits.UNASKED else f"{said} {digits.value}; noted for mending."
        case Audit(by="", agreeing=0):
            return "SymPy could not settle it."
        case Audit(by="", agreeing=count):
            points = "1 point" if count == 1 else f"{count} points"
            return f"SymPy found no proof; its values agree at {points} to 50 digits."
        case Audit(by=by):
            return f"SymPy agrees: {by.removeprefix('SymPy: ')}."


def decided(verdict: Correct, audit: Audit, budget: Budget) -> tuple[Audit, Verdict]:
    """The audit and the verdict once 420 digits have been asked, where SymPy contradicts; else both as they were."""
    if audit.apart is None or verdict.grounds is None:
        return audit, verdict
    from tutor.survey import witness_at
    from tutor.trial import Finding
    from tutor.verdict import Undecided, Wrong

    trial = verdict.grounds().trial
    open_ = replace(audit, digits=Digits.NEITHER), Undecided(TWO_VALUES)
    if trial is None:
        return open_
    try:
        point = tuple(audit.apart.point[name] for name in trial.letters)
        judged = trial.judge_closely(point, budget)
    except (GivenUpError, ValueError, KeyError):
        return open_
    match judged.finding:
        case Finding.SAME:
            return replace(audit, digits=Digits.FOR_US), verdict
        case Finding.APART:
            return replace(audit, digits=Digits.FOR_SYMPY), Wrong(witness_at(trial, point, judged))
        case _:
            return open_


# The question as it travels ----------------------------------------------------------------------------------


def request(grounds: Grounds) -> dict[str, Any] | None:
    """The question for the worker; None if it is too long to be asked."""
    from tutor.cas import question

    try:
        asked = question(*_trees(grounds), assume=grounds.assume, signs=grounds.signs)
    except GivenUpError:
        return None
    names = {name: safe for safe, name in _names(grounds).items()}
    points = [{names[name]: str(value) for name, value in point.items() if name in names} for point in grounds.points]
    solve = names.get(grounds.dependent, "")
    return {"do": "audit", "seconds": SECONDS, **asked, "points": points, "solve": solve}


def _trees(grounds: Grounds) -> tuple[Expr, ...]:
    sides = (grounds.right, grounds.answer)
    return sides if grounds.zero is None else (*sides, grounds.zero)


def _names(grounds: Grounds) -> dict[str, str]:
    """From the safe names of the question back to the letters."""
    from tutor.cas import letter_names

    return letter_names(*_trees(grounds), assume=grounds.assume)


def audit_of(grounds: Grounds, reply: Mapping[str, Any]) -> Audit:
    """The worker's reply; an empty one is that of a worker that gave up."""
    found = reply.get("apart")
    apart = Apart(grounds.points[found["point"]], found["right"], found["answer"]) if found else None
    by, agreeing, ms = reply.get("by", ""), reply.get("agreeing", 0), reply.get("ms", 0.0)
    return Audit(by, agreeing, apart, notes=stages_of(reply, _names(grounds)), seconds=ms / 1000)


def stages_of(reply: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Note, ...]:
    """The stages that SymPy has tried; `names` leads from safe names back to letters."""
    found = []
    for tried in reply.get("tried", ()):
        signs = ", ".join(
            f"{names.get(safe, safe)} {'>' if sign > 0 else '<'} 0" for safe, sign in tried["signs"].items()
        )
        found.append(Note(tried["stage"], tried["said"] + (f" for {signs}" if signs else ""), tried["ms"] / 1000))
    return tuple(found)
