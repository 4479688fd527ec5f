"""Wrong moves before the derivation: the function is read or rewritten as another one, which is then differentiated.

A `result` that is a function gets a part of the function and gives back what it is taken for, None where it does not fit.
"""

from __future__ import annotations

from tutor.expr import Add, Call, Expr, Mul, Pow
from tutor.rules.model import Constant, Slip

__all__ = ["MISREADINGS"]


def power_moved_inside(e: Expr, _: str, constant: Constant) -> Expr | None:
    """sin(x)^2 → sin(x^2)."""
    match e:
        case Pow(Call(name, (inside,)), exponent) if constant(exponent) and not constant(inside):
            return Call(name, (Pow(inside, exponent),))
    return None


def power_moved_outside(e: Expr, _: str, constant: Constant) -> Expr | None:
    """sin(x^2) → sin(x)^2."""
    match e:
        case Call(name, (Pow(inside, exponent),)) if constant(exponent) and not constant(inside):
            return Pow(Call(name, (inside,)), exponent)
    return None


def function_of_each_term(e: Expr, _: str, constant: Constant) -> Expr | None:
    """sin(u + v) → sin(u) + sin(v)."""
    match e:
        case Call(name, (Add(terms),)) if name not in ("ln", "sqrt", "abs") and not constant(e):
            return Add(tuple(Call(name, (term,)) for term in terms))
    return None


def exponents_multiplied(e: Expr, _: str, constant: Constant) -> Expr | None:
    """x^2 x^3 → x^6."""
    match e:
        case Mul((Pow(a, m), Pow(b, n))) if a == b and not constant(a):
            return Pow(a, Mul((m, n)))
    return None


MISREADINGS: tuple[Slip, ...] = (
    Slip("TRG-14", "power-read-inside", power_moved_inside, "move the exponent into the function",
         "The exponent belongs to the whole function: sin²x is (sin x)².",
         "Differentiate the power first, then the function inside it.", "Sy"),
    Slip("TRG-15", "power-read-outside", power_moved_outside, "move the exponent out of the function",
         "The exponent belongs to what stands inside: sin(x²) is the sine of x².",
         "Differentiate the function at the power, then the power.", "Sy"),
    Slip("TRG-24", "function-of-each-term", function_of_each_term, "split a function of a sum",
         "The function of a sum is not the sum of the functions.", "Keep the sum together as the inside.", "L"),
    Slip("ALG-02", "power-of-each-term", "u^n + v^n", "raise each term by itself",
         "A power of a sum has mixed terms as well.", "Use the chain rule, or multiply out fully.", "ST,L",
         pattern="(u + v)^n"),
    Slip("ALG-03", "exponents-multiplied", exponents_multiplied, "multiply the exponents",
         "x² x³ has five factors x, not six.", "Add the exponents.", "LM"),
)  # fmt: skip
