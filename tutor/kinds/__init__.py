"""The kinds of problem: what each asks, how its answer is read, and how it is checked. One file a kind."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, cast

from tutor.errors import ReadError
from tutor.expr import Expr

if TYPE_CHECKING:
    from tutor.diagnose import Mistake
    from tutor.form import FormVerdict
    from tutor.problem import Problem
    from tutor.read import Note, Reading
    from tutor.verdict import Verdict
    from tutor.worker import Prover

__all__ = ["KINDS", "Marking", "Statement", "ladder", "mark", "statement"]

# A kind is a module with `statement(problem)`, `mark(problem, text, prover)` and `ladder(problem)`.
KINDS: dict[str, str] = {"differentiate": "tutor.kinds.differentiate"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A problem as it is set: the formula with its left side, what is asked, and what stands before the answer.

    `left` is "f(x)", `ask` "find f′(x)" or "find f′(x), factored", and `prompt` "f′(x)"; `words` is what a screen
    reader says for `ask`.
    """

    left: str
    formula: Expr
    ask: str
    prompt: str
    words: str


@dataclass(frozen=True, slots=True)
class Marking:
    """What became of one answer: how it was read, and the verdict; or why it could not be read.

    `meant` is a second reading that the echo named and that would have been right, None if there is none; `blame` says
    which part of a wrong answer is right and which is not, empty where that cannot be told. `mistakes` are the wrong
    steps that give the answer, the likeliest first; a rounded answer may have some too. `form` is about the form that
    the problem asks for, if it asks for one, and has no part in the verdict.
    """

    text: str
    verdict: Verdict
    reading: Reading | None = None
    error: ReadError | None = None
    meant: Note | None = None
    blame: str = ""
    mistakes: tuple[Mistake, ...] = ()
    form: FormVerdict | None = None

    @property
    def lacks_form(self) -> bool:
        """Is it a right value in another form than the problem asks for?"""
        from tutor.verdict import is_right

        return self.form is not None and not self.form.met and is_right(self.verdict)


def statement(problem: Problem) -> Statement:
    """The problem as it is set."""
    return cast(Statement, _kind(problem).statement(problem))


def mark(problem: Problem, text: str, prover: Prover | None = None) -> Marking:
    """Read and check one answer. Slow where a proof is asked of `prover`; raises nothing that was typed."""
    return cast(Marking, _kind(problem).mark(problem, text, prover))


def ladder(problem: Problem) -> tuple[str, ...]:
    """The rungs of the hint ladder, the author's where there are any."""
    return cast("tuple[str, ...]", _kind(problem).ladder(problem))


def _kind(problem: Problem) -> ModuleType:
    from importlib import import_module

    return import_module(KINDS[problem.kind])
