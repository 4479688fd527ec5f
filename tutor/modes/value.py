"""f'(a): the variable put in at the end of a derivation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tutor.derive import DerivationOf, StepOf
from tutor.errors import TutorError
from tutor.evaluate import value
from tutor.expr import Call, Expr, letters
from tutor.lines import Equation
from tutor.modes.inverse import put_in
from tutor.show import pretty


def at_point(derivation: DerivationOf[Any, Any], f: Expr, a: Expr) -> DerivationOf[Any, Any]:
    """The derivation with one step more: the variable put in. Its `line` is the value.

    Raises TutorError where f has no real value, or no derivative, at a.
    """
    wrt = derivation.wrt
    if not letters(f) - {wrt} and not letters(a):
        place = {wrt: value(a, {})}
        for e, what in ((f, "the function"), (derivation.line, "the derivative")):
            if value(e, place) != value(e, place):
                raise TutorError(f"{what} has no real value at {wrt} = {pretty(a)}")
    result = put_in(derivation.line, a, wrt)
    name = Call("f" + "'" * derivation.order, (a,))
    number = derivation.steps[-1].number + 1 if derivation.steps else 1
    step = StepOf(
        number, "rewrite", "put-in", f"Put in {wrt} = {pretty(a)}.", derivation.line,
        ((wrt, a),), Equation(name, result), (),
    )  # fmt: skip
    return replace(derivation, steps=(*derivation.steps, step), line=result)


__all__ = ["at_point"]
