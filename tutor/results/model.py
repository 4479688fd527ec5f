"""A result, what may be wanted beside it, and the pieces that many objects have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tutor.audit import PATIENCE, UNASKED, Audit, Auditor
from tutor.budget import GivenUpError, Note
from tutor.errors import Exit, ReadError, TutorError
from tutor.expr import Expr
from tutor.show import explicit, show

if TYPE_CHECKING:
    from tutor.answers.typed import Reading as ValueReading
    from tutor.derive import Derivation, DerivationOf
    from tutor.explain import Explanation
    from tutor.read import Reading
    from tutor.verdict import Verdict

    AnyDerivation = DerivationOf[Any, Any]
    AnyReading = Reading | ValueReading

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Result:
    """`json` is the object to print; `code` the exit code; the rest is what a person's screen is drawn from."""

    json: dict[str, Any]
    code: Exit
    reading: AnyReading | None = None
    verdict: Verdict | None = None
    audit: Audit = UNASKED
    stages: tuple[Note, ...] = ()
    unsettled: Mapping[str, Any] | None = None  # what is to be kept of it in the file of unsettled pairs
    derivation: AnyDerivation | None = None
    table: tuple[tuple[Derivation, ...], ...] = ()
    error: TutorError | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted beside a verdict.

    `stages`: what was tried for it. `auditor`: a second opinion where it is right, waited for as many seconds as
    `patience`, or as long as the time of the verdict lasts where that is None.
    """

    stages: bool = False
    auditor: Auditor | None = None
    patience: float | None = None


NO_MORE = Wanted()


def wanted(auditor: Auditor, why: bool, audit: bool) -> Wanted:
    """What `--why` and `--audit` ask for: all evidence within the time of a verdict, or an audit in any case."""
    return Wanted(why, auditor if why or audit else None, PATIENCE if audit else None)


def made(**fields: Any) -> dict[str, Any]:
    """An object with the number of the schema."""
    return {"schema": SCHEMA, **fields}


def error_object(error: TutorError) -> dict[str, Any]:
    """A refusal as the commands print it: the column from 0 (null where there is none), reason and suggestion."""
    if isinstance(error, ReadError):
        return {"at": error.at, "message": error.message, "hint": error.hint or None}
    return {"at": None, "message": error.message, "hint": None}


def mistake_object(explained: Explanation) -> dict[str, Any]:
    """A recognised mistake as the commands print it."""
    mistake = explained.mistake

    def written(e: Expr) -> str:
        return show(e, explained.wrt)

    return {
        "id": mistake.mal.id,
        "name": mistake.mal.name,
        "seed_mistake": mistake.mal.mistake,
        "where": None if mistake.where is None else written(mistake.where),
        "why": explained.why(written),
        "fix": explained.fix(written),
    }


def line_for_sympy(e: Expr) -> str | None:
    """The line for SymPy's parser; None where it would be very long."""
    try:
        return explicit(e)
    except GivenUpError:
        return None
