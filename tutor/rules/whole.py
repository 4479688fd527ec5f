"""Answers that are wrong as a whole: the function typed again, its integral, a lost sign, one derivative too few."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.expr import TWO, Expr, Mul, Neg, Pow
from tutor.rules.model import MalRule

__all__ = ["INTEGRATED", "whole_answers"]

UNCHANGED = MalRule("INP-11", "function-repeated", "u", "type the function again",
                    "This is the function itself.", "Type its derivative.", "OA")  # fmt: skip
NEGATED = MalRule("INP-12", "sign-of-the-whole", "-u'", "lose the sign of the whole",
                  "Everything is right but for the sign of the whole.", "Look for a minus that was lost.", "Sc")  # fmt: skip
INTEGRATED = MalRule("POW-04", "integrated", "", "integrate instead", "This is an antiderivative.",
                     "Differentiate: powers go down, they do not rise.", "C,ST")  # fmt: skip
STOPPED = MalRule("HOD-02", "one-derivative-too-few", "u'", "stop after the first derivative",
                  "This is the first derivative.", "Differentiate once more.", "T,ST")  # fmt: skip
SQUARED = MalRule("HOD-01", "first-derivative-squared", "(u')^2", "square the first derivative",
                  "The second derivative is the derivative of the derivative, not its square.",
                  "Differentiate the first derivative.", "T,ST")  # fmt: skip
TIMES_FUNCTION = MalRule("HOD-05", "first-derivative-times-function", "u' u", "multiply the derivative by the function",
                         "The second derivative is the derivative of the derivative.",
                         "Differentiate the first derivative.", "I")  # fmt: skip


def whole_answers(f: Expr, right: Expr, before: Expr, wrt: str, order: int) -> Iterator[tuple[MalRule, Expr]]:
    """Mal-rules with the answers they give; `before` is what the last derivative is taken of."""
    yield UNCHANGED, f
    yield NEGATED, Neg(right)
    if order > 1:
        yield STOPPED, before
        yield SQUARED, Pow(before, TWO)
        yield TIMES_FUNCTION, Mul((before, f))
