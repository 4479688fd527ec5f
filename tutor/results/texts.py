"""What `read` and `equal` answer: of expressions as they are typed, with every letter allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.errors import Exit, ReadError
from tutor.read import read_answer
from tutor.results.case import Case, Spoken
from tutor.results.model import NO_MORE, Result, Wanted, error_object, line_for_sympy, made
from tutor.show import show

if TYPE_CHECKING:
    from tutor.worker import Prover

__all__ = ["equal_result", "read_result"]


def read_result(text: str) -> Result:
    """How the text is read, with every letter allowed."""
    try:
        reading = read_answer(text)
    except ReadError as error:
        refused = made(typed=text, shown=None, explicit=None, notes=[], error=error_object(error))
        return Result(refused, Exit.USAGE, error=error)
    e, notes = reading.expr, [note.text for note in reading.notes]
    shown = made(typed=text, shown=show(e), explicit=line_for_sympy(e), notes=notes, error=None)
    return Result(shown, Exit.FINE, reading)


def equal_result(a: str, b: str, assume: str = "", prover: Prover | None = None, wanted: Wanted = NO_MORE) -> Result:
    """Are two expressions the same real function?"""
    from tutor.check import equal
    from tutor.values import read_assumptions
    from tutor.verdict import equal_sentence, equal_word

    case = Case(made(a=a, b=b), wanted)
    known = read_assumptions(assume)
    try:
        left, right = (read_answer(text) for text in (a, b))
    except ReadError as error:
        return case.refused(error)
    verdict = equal(left.expr, right.expr, assume=known, prover=prover, budget=case.budget)
    pair = {"a": a, "b": b, "assume": assume}
    return case.judged(right, show(right.expr), verdict, Spoken(equal_word, equal_sentence), pair)
