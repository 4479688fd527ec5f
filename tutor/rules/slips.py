"""Wrong moves after the derivation: a line that is right is written down as something else.

Brackets are lost at any time; the others are slips of somebody who types the answer.

A `result` that is a function gets a part of the line and gives back what it is written as, None where it does not fit.
"""

from __future__ import annotations

from tutor.expr import TWO, Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sym, as_fraction, number, product, total
from tutor.rules.model import Constant, Slip

__all__ = ["BRACKETS", "SLIPS"]


def bracket_lost(e: Expr, _: str, constant: Constant) -> Expr | None:
    """u (v + w) → u v + w, for factors in front that move."""
    match e:
        case Mul((*before, Add((first, *others)))) if before and not all(map(constant, before)):
            return Add((Mul((*before, first)), *others))
        case Mul((Add((*others, last)), *after)) if not all(map(constant, after)):
            return Add((*others, Mul((last, *after))))
    return None


def number_not_distributed(e: Expr, _: str, constant: Constant) -> Expr | None:
    """2 (v + w) → 2v + w."""
    match e:
        case Mul((*before, Add((first, *others)))) if before and all(map(constant, before)):
            return Add((Mul((*before, first)), *others))
    return None


def minus_not_distributed(e: Expr, _: str, constant: Constant) -> Expr | None:
    """−(u + v) → −u + v, and −w (u + v) → −w u + w v."""
    match e:
        case Neg(Add((first, *others))):
            return Add((Neg(first), *others))
        case Neg(Mul((*before, Add((first, *others))))):
            return Add((Neg(Mul((*before, first))), *(Mul((*before, other)) for other in others)))
    return None


def exponent_without_bracket(e: Expr, _: str, constant: Constant) -> Expr | None:
    """12 x^(3-1) → 12 x^3 - 1."""
    match e:
        case Pow(base, exponent) if (n := as_fraction(exponent)) is not None and not constant(base):
            return Add((Pow(base, number(n + 1)), Neg(number(1))))
        case Mul((*before, Pow(base, exponent))) if (n := as_fraction(exponent)) is not None and not constant(base):
            return Add((Mul((*before, Pow(base, number(n + 1)))), Neg(number(1))))
        case Mul((*before, Sym() as base)) if not constant(base):
            return Add((Mul((*before, Pow(base, TWO))), Neg(number(1))))
    return None


def denominator_without_bracket(e: Expr, *_: object) -> Expr | None:
    """u/(v w) → (u/v) w."""
    match e:
        case Div(above, Mul((first, *others))):
            return product((Div(above, first), *others))
    return None


def sum_below_without_bracket(e: Expr, *_: object) -> Expr | None:
    """u/(v + w) → u/v + w."""
    match e:
        case Div(above, Add((first, *others))):
            return total((Div(above, first), *others))
    return None


def sum_above_without_bracket(e: Expr, *_: object) -> Expr | None:
    """(u + v)/w → u + v/w."""
    match e:
        case Div(Add((*others, last)), below):
            return total((*others, Neg(Div(last.arg, below)) if isinstance(last, Neg) else Div(last, below)))
    return None


def power_typed_inside(e: Expr, _: str, constant: Constant) -> Expr | None:
    """sin(x)^2 → sin(x^2)."""
    match e:
        case Pow(Call(name, (inside,)), Num() as exponent) if not constant(inside):
            return Call(name, (Pow(inside, exponent),))
    return None


def fraction_without_bracket(e: Expr, _: str, constant: Constant) -> Expr | None:
    """x^(1/2) → x^1/2, also for a root."""
    match e:
        case Pow(base, exponent) if (
            (n := as_fraction(exponent)) is not None and n.denominator > 1 and not constant(base)
        ):
            above = number(n.numerator)
            return Div(base if n.numerator == 1 else Pow(base, above), number(n.denominator))
        case Call("sqrt" | "cbrt" as root, (base,)) if not constant(base):
            return Div(base, number(2 if root == "sqrt" else 3))
    return None


def minus_sign_from_exponent(e: Expr, _: str, constant: Constant) -> Expr | None:
    """x^(-1/2) → -sqrt(x), also for one over a root."""
    match e:
        case Pow(base, Neg(exponent)) if not constant(base):
            return Neg(Pow(base, exponent))
        case Div(above, Pow() | Call("sqrt" | "cbrt") as below) if constant(above) and not constant(below):
            return Neg(product((above, below)))
        case Div(above, Mul((fixed, Pow() | Call("sqrt" | "cbrt") as below))) if constant(above) and constant(fixed):
            return Neg(product((Div(above, fixed), below)))
    return None


BRACKETS: tuple[Slip, ...] = (
    Slip("QUO-07", "minus-not-distributed", minus_not_distributed, "let the minus act on the first term only",
         "A minus in front of a bracket turns every sign inside.",
         "Keep the brackets until every sign has been turned.", "Sc"),
    Slip("INP-04", "bracket-lost", bracket_lost, "lose the brackets around a factor",
         "Without brackets the factor multiplies only the term next to it.",
         "Put the brackets back around the sum.", "Sc"),
    Slip("INP-04", "bracket-lost", sum_above_without_bracket, "lose the brackets around the numerator",
         "Without brackets only the last term above is divided.", "Put brackets around all that stands above.", "Sc"),
    Slip("ALG-01", "number-not-distributed", number_not_distributed, "multiply the first term only",
         "A number in front of a bracket multiplies every term inside.", "Multiply each term in the bracket.", "Sc"),
)  # fmt: skip

SLIPS: tuple[Slip, ...] = (
    *BRACKETS,
    Slip("POW-13", "exponent-without-brackets", exponent_without_bracket, "let the minus one slip out of the exponent",
         "Typed without brackets, the minus one is subtracted from the whole power.",
         "Put brackets around the exponent, as in u^(n-1).", "P"),
    Slip("INP-01", "exponent-without-brackets", "a^c u", "type a product in the exponent without brackets",
         "Typed like e^a b, only the first factor is the exponent.",
         "Put brackets around the exponent, as in e^(a b).", "P", pattern="a^(c u)", there="type the exponent of {here} without brackets"),
    Slip("INP-02", "denominator-without-brackets", denominator_without_bracket, "type a product below without brackets",
         "Typed like 1/a b, only the first factor stands below.",
         "Put brackets around all that stands below, as in 1/(a b).", "P", there="type what stands below in {here} without brackets"),
    Slip("INP-02", "denominator-without-brackets", sum_below_without_bracket, "type a sum below without brackets",
         "Typed like 1/u+v, only the first term stands below.",
         "Put brackets around all that stands below, as in 1/(u+v).", "P", there="type what stands below in {here} without brackets"),
    Slip("INP-03", "power-typed-inside", power_typed_inside, "type the power behind the argument",
         "Typed like sin u^n, the exponent belongs to u and not to the sine.",
         "Type the power outside of the brackets, as in sin(u)^n.", "P"),
    Slip("INP-05", "fraction-without-brackets", fraction_without_bracket, "type a fraction in the exponent without brackets",
         "Typed like u^a/b, only the a is the exponent, and the power is divided by b.",
         "Put brackets around the exponent, as in u^(a/b).", "P", there="type the exponent of {here} without brackets"),
    Slip("INP-08", "logarithm-to-base-ten", "ln(u)/ln(10)", "use the logarithm to base ten",
         "In derivatives only the natural logarithm appears.", "Type ln.", "P", pattern="ln(u)", there="use the logarithm to base ten for {here}"),
    Slip("ALG-05", "negative-exponent-as-minus", minus_sign_from_exponent, "turn a negative exponent into a minus sign",
         "A negative exponent means one over the power, and that is still positive.",
         "Put the power below a fraction bar, without a minus.", "LM", there="turn the negative exponent of {here} into a minus sign"),
)  # fmt: skip
