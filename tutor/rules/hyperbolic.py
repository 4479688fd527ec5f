"""Hyperbolic functions and their inverses, with x for whatever the argument is."""

from __future__ import annotations

from tutor.rules.model import MalRule, Rule

HYPERBOLIC = (
    Rule("hyperbolic-sine", "sinh", "sinh(x)", "cosh(x)", "hyperbolic",
         say="The derivative of sinh is cosh.", example="sinh(x)"),
    Rule(
        "hyperbolic-cosine", "cosh", "cosh(x)", "sinh(x)", "hyperbolic",
        say="The derivative of cosh is sinh, with a plus.", example="cosh(x)",
        mal=(
            MalRule("HYP-01", "trigonometric-sign", "-sinh(x)", "carry the minus sign over from cosine",
                    "The minus belongs to cosine; cosh rises to the right of 0, so its slope is positive there.",
                    "Leave the minus out.", "T", there="carry the minus sign over from cosine to {here}"),
        ),
    ),
    Rule(
        "hyperbolic-tangent", "tanh", "tanh(x)", "sech(x)^2", "hyperbolic",
        say="The derivative of tanh is sech squared, which is 1 − tanh².", example="tanh(x)",
        mal=(
            MalRule("HYP-03", "sign-invented", "-sech(x)^2", "put a minus in front",
                    "tanh rises everywhere, so its slope is positive.", "Leave the minus out.", "T", there="put a minus in front of the derivative of {here}"),
        ),
    ),
    Rule("hyperbolic-cotangent", "coth", "coth(x)", "-csch(x)^2", "hyperbolic",
         say="The derivative of coth is minus csch squared.", example="coth(x)"),
    Rule(
        "hyperbolic-secant", "sech", "sech(x)", "-sech(x) tanh(x)", "hyperbolic",
        say="The derivative of sech is minus sech times tanh.", example="sech(x)",
        mal=(
            MalRule("HYP-02", "sign-lost", "sech(x) tanh(x)", "lose the minus sign",
                    "sech falls to the right of 0, so its slope is negative there.", "Put the minus in front.", "T", there="lose the minus sign in the derivative of {here}"),
        ),
    ),
    Rule("hyperbolic-cosecant", "csch", "csch(x)", "-csch(x) coth(x)", "hyperbolic",
         say="The derivative of csch is minus csch times coth.", example="csch(x)"),
)  # fmt: skip

INVERSE_HYPERBOLIC = (
    Rule(
        "inverse-hyperbolic-sine", "arsinh", "arsinh(x)", "1/sqrt(x^2+1)", "hyperbolic",
        say="arsinh differentiates to 1 over the root of u² + 1.", example="arsinh(x)",
        mal=(
            MalRule("HYP-04", "row-of-arcsine", "1/sqrt(1-x^2)", "take the row of arcsin",
                    "arsinh is defined everywhere, so what stands under the root is never negative.",
                    "Put a plus under the root.", "T", there="take the row of arcsin for {here}"),
        ),
    ),
    Rule("inverse-hyperbolic-cosine", "arcosh", "arcosh(x)", "1/sqrt(x^2-1)", "hyperbolic",
         say="arcosh differentiates to 1 over the root of u² − 1, for u above 1.", example="arcosh(x)"),
    Rule("inverse-hyperbolic-tangent", "artanh", "artanh(x)", "1/(1-x^2)", "hyperbolic",
         say="artanh differentiates to 1 over 1 − u².", example="artanh(x)"),
    Rule("inverse-hyperbolic-cotangent", "arcoth", "arcoth(x)", "1/(1-x^2)", "hyperbolic",
         say="arcoth differentiates to 1 over 1 − u², for |u| above 1.", example="arcoth(x)"),
    Rule("inverse-hyperbolic-secant", "arsech", "arsech(x)", "-1/(x sqrt(1-x^2))", "hyperbolic",
         say="arsech differentiates to −1 over u times the root of 1 − u².", example="arsech(x)"),
    Rule("inverse-hyperbolic-cosecant", "arcsch", "arcsch(x)", "-1/(abs(x) sqrt(x^2+1))", "hyperbolic",
         say="arcsch differentiates to −1 over |u| times the root of u² + 1.", example="arcsch(x)"),
)  # fmt: skip
