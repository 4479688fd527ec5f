"""Wrong moves after the derivation: a line that is right is written down as something else.

A `result` that is a function gets a part of the line and gives back what it is written as, None where it does not fit.
"""

from __future__ import annotations

from tutor.expr import Add, Expr, Mul, Neg, Pow, as_fraction, number
from tutor.rules.model import Constant, Slip

__all__ = ["SLIPS"]


def bracket_lost_in_product(e: Expr, _: str, constant: Constant) -> Expr | None:
    """u (v + w) → u v + w."""
    match e:
        case Mul((*before, Add((first, *others)))) if before:
            return Add((Mul((*before, first)), *others))
    return None


def minus_not_distributed(e: Expr, _: str, constant: Constant) -> Expr | None:
    """−(u + v) → −u + v."""
    match e:
        case Neg(Add((first, *others))):
            return Add((Neg(first), *others))
    return None


def exponent_loses_its_bracket(e: Expr, _: str, constant: Constant) -> Expr | None:
    """12 x^(3-1) → 12 x^3 - 1."""
    match e:
        case Pow(base, exponent) if (n := as_fraction(exponent)) is not None and not constant(base):
            return Add((Pow(base, number(n + 1)), Neg(number(1))))
        case Mul((*before, Pow(base, exponent))) if (n := as_fraction(exponent)) is not None and not constant(base):
            return Add((Mul((*before, Pow(base, number(n + 1)))), Neg(number(1))))
    return None


SLIPS: tuple[Slip, ...] = (
    Slip("QUO-07", "minus-not-distributed", minus_not_distributed, "let the minus act on the first term only",
         "A minus before a bracket turns every sign inside.", "Keep the bracket until every sign is turned.", "Sc"),
    Slip("INP-04", "bracket-lost", bracket_lost_in_product, "lose the bracket of a factor",
         "The factor multiplies the whole sum.", "Put the bracket back.", "Sc"),
    Slip("POW-13", "exponent-without-bracket", exponent_loses_its_bracket, "let −1 slip out of the exponent",
         "n − 1 is the exponent as a whole.", "Type the exponent in brackets: x^(n−1).", "P"),
    Slip("INP-01", "exponent-without-bracket", "e^c u", "type e^2x for e^(2x)", "Without brackets only the first factor is the exponent.",
         "Type e^(2x).", "P", pattern="e^(c u)"),
    Slip("INP-02", "denominator-without-bracket", "(a/c) u", "type 1/2x for 1/(2x)",
         "Without brackets only the first factor stands below.", "Type 1/(2x).", "P", pattern="a/(c u)"),
    Slip("INP-08", "logarithm-to-base-ten", "ln(u)/ln(10)", "use the logarithm to base 10",
         "The derivative has natural logarithms.", "Write ln.", "P", pattern="ln(u)"),
)  # fmt: skip
