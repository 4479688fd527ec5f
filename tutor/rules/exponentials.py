"""Exponentials and logarithms, with x for whatever the argument is."""

from __future__ import annotations

from tutor.rules.model import MalRule, Rule, in_each_way

EXPONENTIALS = (
    Rule(
        "natural-exponential", "exponential", "e^x", "e^x", "exponential",
        say="e to the u is its own derivative.", example="e^x",
        mal=(
            MalRule("EXP-02", "power-rule-on-exponential", "x e^(x-1)", "bring the exponent down as in a power",
                    "The power rule is for a moving base; here the base is e and the exponent moves.",
                    "Use the rule of the exponential, in which the exponent stays where it is.", "E", there="bring the exponent of {here} down as in a power"),
            MalRule("EXP-17", "sign-invented", "-e^x", "put a minus in front of the exponential",
                    "e to any power grows with its exponent, so the outer derivative has no minus.",
                    "Leave e to its exponent as it is, sign included.", "ST", there="put a minus in front of the derivative of {here}"),
            MalRule("EXP-09b", "exponent-as-factor", "u e^(u-1)", "bring the exponent down as in a power",
                    "The power rule is for a moving base; here the base is e and the exponent moves.",
                    "Keep the exponential as it is, and multiply by the derivative of {u}.", "H", there="bring the exponent of {here} down as in a power"),
        ),
    ),
    Rule(
        "general-exponential", "exponential", "a^x", "a^x ln(a)", "exponential",
        say="An exponential keeps its form and gains the logarithm of its base, ln({a}).", example="2^x",
        mal=(
            *in_each_way(
                MalRule("EXP-01", "power-rule-on-exponential", "x a^(x-1)", "bring the exponent down as in a power",
                        "The power rule is for a moving base; here the base is {a} and the exponent moves.",
                        "Keep the exponential as it is, and multiply by ln of {a}.", "H,A", there="bring the exponent of {here} down as in a power"),
                "u a^(u-1)",
            ),
            MalRule("EXP-03", "base-logarithm-lost", "a^x", "forget the logarithm of the base",
                    "Only base e is its own derivative; with base {a} there is one more factor.",
                    "Multiply by ln of {a}.", "T"),
            MalRule("EXP-04", "divided-by-base-logarithm", "a^x/ln(a)", "divide by the logarithm of the base",
                    "Dividing belongs to integration; differentiating multiplies.", "Multiply by ln of {a}.", "T"),
            MalRule("EXP-05", "logarithm-of-the-exponent", "a^x ln(x)", "take the logarithm of the exponent",
                    "The logarithm belongs to the base, and the base is {a}.", "Multiply by ln of {a} instead.", "T"),
        ),
    ),
)  # fmt: skip

LOGARITHMS = (
    # Before the logarithm: through the chain rule ln|x| would become (1/|x|) sign(x), which is 1/x.
    Rule(
        "logarithm-of-absolute-value", "logarithm", "ln(abs(x))", "1/x", "logarithm",
        say="ln of |u| differentiates to 1 over u, without the bars: that holds on both sides of 0.",
        example="ln|x|",
        mal=(
            MalRule("LOG-12", "bars-kept", "1/abs(x)", "keep the bars",
                    "Where the inside is negative, one over its absolute value has the opposite sign of the slope.",
                    "Leave the bars out below: then the sign is right on both sides.", "T"),
        ),
    ),
    Rule(
        "natural-logarithm", "logarithm", "ln(x)", "1/x", "logarithm",
        say="ln differentiates to 1 over its argument.", example="ln(x)",
        mal=(
            MalRule("LOG-15", "one-over-the-logarithm", "1/ln(x)", "divide by the logarithm itself",
                    "Below stands the argument of ln, not ln of it: dividing by ln belongs to a change of base.",
                    "Put the bare argument below.", "Math for LLMs", mistake=4, there="divide by {here} itself"),
            MalRule("LOG-10", "integrated", "x ln(x) - x", "integrate where you should differentiate",
                    "This goes the other way: its derivative is the logarithm you were given.",
                    "Ask how steep ln is: steeply rising at first, then flatter and flatter.", "T", there="integrate {here} where you should differentiate it"),
            MalRule("LOG-14", "sign-invented", "-1/x", "put a minus in front",
                    "The minus belongs to the derivative of one over x; ln rises wherever it is defined.",
                    "Leave the minus out.", "ST", there="put a minus in front of the derivative of {here}"),
            MalRule("LOG-04", "logarithm-of-the-derivative", "ln(u')", "take the logarithm of the derivative",
                    "The logarithm is the outer function, and it has to be differentiated too.",
                    "Write the derivative of {u} over {u}.", "L"),
        ),
    ),
    Rule(
        "general-logarithm", "logarithm", "log_a(x)", "1/(x ln(a))", "logarithm",
        say="A logarithm to base {a} differentiates to 1 over its argument times ln({a}).", example="log_2(x)",
        mal=(
            MalRule("LOG-06", "base-ignored", "1/x", "forget the base",
                    "One over the argument is right for base e only, and here the base is {a}.",
                    "Divide by ln of {a} as well.", "T"),
            MalRule("LOG-07", "base-logarithm-above", "ln(a)/x", "multiply by the logarithm of the base",
                    "A logarithm to base {a} is ln divided by ln of {a}, so that number stays below.",
                    "Divide by ln of {a} instead.", "T"),
        ),
    ),
)  # fmt: skip
