"""A problem under examination, and what the checks of all kinds ask about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tutor.check import compare
from tutor.derive import Derivation, derive
from tutor.differential import derivative
from tutor.entry import Entry, fault_at
from tutor.errors import TutorError
from tutor.expr import Expr
from tutor.faults import Fault
from tutor.problem import Problem
from tutor.topics import TOPICS
from tutor.values import Interval
from tutor.verdict import Correct, Verdict

if TYPE_CHECKING:
    from tutor.budget import Budget
    from tutor.worker import Prover

__all__ = ["SYMPY", "Subject", "audit", "stands_in", "too_early", "topic_of"]


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


_PATIENCE = 20.0  # seconds for one proof; nearly all take a few thousandths
SYMPY = _Sympy()


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


def too_early(derivation: Derivation, problem: Problem) -> dict[str, int]:
    """The rules of a derivation that are met only after the problem's topic, with their levels."""
    from tutor.difficulty import levels_used

    return {rule: at for rule, at in levels_used(derivation).items() if at > problem.level}


def topic_of(level: int) -> str:
    return next(topic.id for topic in TOPICS if topic.level == level)


def stands_in(hint: str, answer: str) -> bool:
    """Does the answer stand in the hint, whatever blanks there are, and not as a part of something longer?"""
    signs = re.sub(r"[\s*·]", "", answer)
    start = r"(?<![\w^.])" if re.match(r"\w", signs) else ""
    end = r"(?![\w^(])" if re.search(r"\w$", signs) else ""
    return re.search(start + r"[\s*·]*".join(map(re.escape, signs)) + end, hint) is not None
