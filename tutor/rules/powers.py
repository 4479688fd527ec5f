"""Powers, roots and the absolute value, with x for whatever stands there."""

from __future__ import annotations

from fractions import Fraction

from tutor.expr import Call, D, Expr, Neg, Num, Pow, as_fraction, number, product
from tutor.rules.model import Constant, MalRule, Rule
from tutor.rules.places import has_exponent, has_negative_exponent

_CIRCLE = ("sin", "cos", "tan", "cot", "sec", "csc")


def numerator_lowered(e: Expr, wrt: str, _: Constant) -> Expr | None:
    """x^(2/3) → (2/3) x^(1/3): one is subtracted from the numerator of the exponent only."""
    n = as_fraction(e.exp) if isinstance(e, Pow) else None
    if not isinstance(e, Pow) or n is None or n.denominator == 1:
        return None
    return product((number(n), Pow(e.base, number(Fraction(n.numerator - 1, n.denominator))), D(e.base, wrt)))


def exponent_taken_off_the_argument(e: Expr, wrt: str, _: Constant) -> Expr | None:
    """sin(x)^2 → 2x sin(x): what is raised is taken to be x."""
    match e:
        case Pow(Call(name, (inside,)), Num() as n) if name in _CIRCLE:
            return product((n, Pow(inside, number(n.value - 1)), Call(name, (inside,))))
    return None


def minus_kept_outside(e: Expr, wrt: str, _: Constant) -> Expr | None:
    """cos(x)^2 → −sin(x)^2."""
    match e:
        case Pow(Call("cos", (inside,)), n):
            return Neg(Pow(Call("sin", (inside,)), n))
    return None


POWERS = (
    Rule(
        "power", "power", "x^n", "n x^(n-1)", "power-rule",
        say="Power rule: bring the exponent {n} down and lower it by one.",
        example="x^5", notation="(x^n)' = n x^(n-1)",
        mal=(
            MalRule("POW-02", "exponent-not-brought-down", "x^(n-1)",
                    "lower the exponent without bringing it down as a factor",
                    "The exponent is lowered as it should be, but it has to come down as a factor too.",
                    "Put the old exponent {n} in front.", "C,ST"),
            MalRule("POW-01", "exponent-not-reduced", "n x^n",
                    "bring the exponent down and leave it standing as well",
                    "The exponent came down as a factor, but the power itself is still {n}.",
                    "Lower the exponent by one as well.", "C"),
            MalRule("POW-03", "exponent-raised", "n x^(n+1)", "raise the exponent",
                    "Raising the power belongs to integration; differentiating goes one step down.",
                    "Subtract one from {n} instead of adding it.", "C"),
            MalRule("POW-04", "integrated", "x^(n+1)/(n+1)", "integrate where you should differentiate",
                    "This goes the other way: differentiating it leads back to the power you started from.",
                    "Bring {n} down as a factor, and lower the exponent by one.", "C,ST",
                    only=lambda e: not has_exponent(-1)(e), there="integrate {here} where you should differentiate it"),
            MalRule("POW-06", "sign-of-the-exponent-dropped", "-n x^(n-1)", "drop the sign of the exponent",
                    "What comes down is the exponent with its sign, and that sign is a minus.",
                    "Put {n} in front, minus and all.", "T", only=has_negative_exponent),
            MalRule("POW-08", "numerator-lowered", numerator_lowered, "subtract one from the numerator of the exponent only",
                    "Lowering {n} by one takes a whole one away, not one of its parts.",
                    "Write the one as a fraction with the denominator of {n}, then subtract.", "T"),
            MalRule("POW-17", "new-exponent-as-factor", "(n-1) x^(n-1)", "multiply by the new exponent",
                    "The factor in front is the lowered exponent, and it should be the old one.",
                    "Bring {n} down first, then lower it.", "T"),
            MalRule("POW-11", "divided-by-exponent", "x^(n-1)/n", "divide by the exponent",
                    "Dividing belongs to integration; here the exponent multiplies.",
                    "Multiply by {n} instead.", "I"),
            MalRule("POW-15", "table-read-backwards", "ln(x)", "read the row of the logarithm backwards",
                    "The logarithm has this function as its derivative, not the other way round.",
                    "Use the power rule with the exponent −1.", "A", only=has_exponent(-1)),
            MalRule("CHN-17", "derivative-pushed-inside-the-power", "(u')^n", "differentiate inside the power and leave the power alone",
                    "The power is the outer function, and it has to be differentiated too.",
                    "Use the power rule first, with {u} left inside, then multiply by the derivative of {u}.", "L"),
            MalRule("CHN-18", "power-lost", "n u'", "lose the power that stays behind",
                    "The exponent came down and the inside was differentiated, but a power of {u} stays.",
                    "Keep {u} with its exponent lowered by one as a factor.", "T"),
            MalRule("TRG-16", "exponent-taken-off-the-argument", exponent_taken_off_the_argument,
                    "use the power rule on the argument",
                    "What is raised is the value of the function, not its argument.",
                    "Use the power rule on the function as a whole, then differentiate the function.", "D"),
            MalRule("TRG-22", "cosine-swapped-power-kept", minus_kept_outside, "swap the function and keep the power",
                    "The power is the outer function, and it has to be differentiated first.",
                    "Bring {n} down, lower the power, then multiply by the derivative of the cosine.", "Sy"),
        ),
    ),
    Rule(
        "square-root", "power", "sqrt(x)", "1/(2 sqrt(x))", "power-rule",
        say="A root is a power: √u is u^(1/2), so the exponent 1/2 comes down and −1/2 stays.",
        example="sqrt(x)",
        mal=(
            MalRule("POW-09", "half-lost", "1/sqrt(x)", "lose the factor 1/2",
                    "A root is the power 1/2, and that 1/2 has to come down as a factor.",
                    "Put a 2 below, in front of the root.", "T"),
            MalRule("POW-10", "root-of-the-derivative", "sqrt(u')", "take the root of the derivative",
                    "The root is the outer function, and it has to be differentiated too.",
                    "Differentiate the root with {u} left inside, then multiply by the derivative of {u}.", "L"),
        ),
    ),
    Rule(
        "cube-root", "power", "cbrt(x)", "1/(3 cbrt(x)^2)", "power-rule",
        say="A root is a power: ∛u is u^(1/3), so the exponent 1/3 comes down and −2/3 stays.",
        example="cbrt(x)",
        mal=(
            MalRule("POW-02", "exponent-not-brought-down", "1/cbrt(x)^2", "lose the factor 1/3",
                    "A cube root is the power 1/3, and that 1/3 has to come down as a factor.",
                    "Put a 3 below, in front of the root.", "C,ST"),
        ),
    ),
)  # fmt: skip

ABSOLUTE_VALUE = (
    Rule(
        "absolute-value", "absolute value", "abs(x)", "x/abs(x)", "absolute-value",
        say="|u| has slope 1 for positive u and −1 for negative u: that is u/|u|. At u = 0 there is a corner and no derivative.",
        example="abs(x)",
        mal=(
            MalRule("ALG-12", "bars-dropped", "1", "drop the bars",
                    "Where the inside is negative, the bars turn the graph over, and its slope with it.",
                    "Say what the slope is on each side, or write the inside over its absolute value.", "T"),
        ),
    ),
    Rule("sign", "absolute value", "sign(x)", "0", "absolute-value",
         say="sign is constant on either side of 0; at 0 it jumps and has no derivative.", example="sign(x)"),
)  # fmt: skip
