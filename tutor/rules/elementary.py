"""The derivatives a student knows by heart: one entry a function, with x for whatever the argument is.

Where the argument is not the variable itself, the chain rule uses the same entry for the outer function.
"""

from __future__ import annotations

from tutor.rules.model import MalRule, Rule

POWERS = (
    Rule(
        "power", "power", "x^n", "n x^(n-1)", "power-rule",
        say="Power rule: bring the exponent {n} down and lower it by one.",
        example="x^5", notation="(x^n)' = n x^(n-1)",
        mal=(
            MalRule("POW-02", "exponent-not-brought-down", "x^(n-1)",
                    "lower the exponent without bringing it down as a factor",
                    "The exponent is lowered, but it has to come down as a factor as well.",
                    "Bring the exponent down, then subtract one from it.", "C,ST"),
            MalRule("POW-01", "exponent-not-reduced", "n x^n",
                    "bring the exponent down and leave it standing as well",
                    "The exponent came down, but it was not lowered by one.",
                    "Bring the exponent down, then subtract one from it.", "C"),
            MalRule("POW-03", "exponent-raised", "n x^(n+1)", "raise the exponent",
                    "Differentiating lowers a power; raising it belongs to integration.",
                    "Subtract one from the exponent.", "C"),
            MalRule("POW-04", "integrated", "x^(n+1)/(n+1)", "integrate instead",
                    "This is the antiderivative.", "The degree goes down: bring the exponent down, subtract one.",
                    "C,ST"),
            MalRule("POW-11", "divided-by-exponent", "x^(n-1)/n", "divide by the exponent",
                    "The exponent divides where it should multiply.", "Multiply by the exponent.", "I"),
            MalRule("POW-17", "new-exponent-as-factor", "(n-1) x^(n-1)", "multiply by the new exponent",
                    "The factor is the new exponent instead of the old one.", "The old exponent comes down.", "I"),
        ),
    ),
    Rule(
        "square-root", "power", "sqrt(x)", "1/(2 sqrt(x))", "power-rule",
        say="A root is a power: √u is u^(1/2), so the exponent 1/2 comes down and −1/2 stays.",
        example="sqrt(x)",
        mal=(
            MalRule("POW-09", "half-lost", "1/sqrt(x)", "lose the factor 1/2",
                    "The exponent 1/2 has to come down as a factor.", "Write 1 over 2√u.", "T"),
        ),
    ),
    Rule(
        "cube-root", "power", "cbrt(x)", "1/(3 cbrt(x)^2)", "power-rule",
        say="A root is a power: ∛u is u^(1/3), so the exponent 1/3 comes down and −2/3 stays.",
        example="cbrt(x)",
        mal=(
            MalRule("ALG-10", "root-index-as-exponent", "3 x^2", "take the index of the root for an exponent",
                    "The cube root is the power 1/3, not the power 3.", "Write ∛u as u^(1/3).", "LM"),
        ),
    ),
)  # fmt: skip

EXPONENTIALS = (
    Rule(
        "natural-exponential", "exponential", "e^x", "e^x", "exponential",
        say="e to the u is its own derivative.", example="e^x",
        mal=(
            MalRule("EXP-02", "power-rule-on-exponential", "x e^(x-1)", "bring the exponent down as in a power",
                    "The power rule is for a constant exponent; here the variable is the exponent.",
                    "e to the u stays as it is.", "E"),
            MalRule("EXP-17", "sign-invented", "-e^x", "invent a minus sign",
                    "e to the u keeps its sign.", "e to the u stays as it is.", "ST"),
        ),
    ),
    Rule(
        "general-exponential", "exponential", "a^x", "a^x ln(a)", "exponential",
        say="An exponential keeps its form and gains the logarithm of its base, ln({a}).", example="2^x",
        mal=(
            MalRule("EXP-01", "power-rule-on-exponential", "x a^(x-1)", "bring the exponent down as in a power",
                    "The power rule is for a constant exponent; here the variable is the exponent.",
                    "Keep the power and multiply by the logarithm of the base.", "H,A"),
            MalRule("EXP-03", "base-logarithm-lost", "a^x", "forget the logarithm of the base",
                    "Only base e is its own derivative.", "Multiply by the logarithm of the base.", "T"),
            MalRule("EXP-04", "divided-by-base-logarithm", "a^x/ln(a)", "divide by the logarithm of the base",
                    "Dividing by it belongs to integration.", "Multiply by the logarithm of the base.", "T"),
            MalRule("EXP-05", "logarithm-of-the-exponent", "a^x ln(x)", "take the logarithm of the variable",
                    "The logarithm belongs to the base, which is a number.", "Multiply by ln of the base.", "T"),
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
                    "For a negative argument 1/|u| has the wrong sign.", "Write 1/u.", "T"),
        ),
    ),
    Rule(
        "natural-logarithm", "logarithm", "ln(x)", "1/x", "logarithm",
        say="ln differentiates to 1 over its argument.", example="ln(x)",
        mal=(
            MalRule("LOG-15", "one-over-logarithm", "1/ln(x)", "divide by the logarithm itself",
                    "1 over the logarithm is not 1 over its argument.",
                    "ln u differentiates to 1/u.", "Math for LLMs, mistake 4", mistake=4),
            MalRule("LOG-10", "integrated", "x ln(x) - x", "integrate instead",
                    "This is the antiderivative of ln.", "ln u differentiates to 1/u.", "T"),
            MalRule("LOG-14", "sign-invented", "-1/x", "write a minus sign",
                    "The minus belongs to the derivative of 1/u.", "ln u differentiates to 1/u.", "ST"),
        ),
    ),
    Rule(
        "general-logarithm", "logarithm", "log_a(x)", "1/(x ln(a))", "logarithm",
        say="A logarithm to base {a} differentiates to 1 over its argument times ln({a}).", example="log_2(x)",
        mal=(
            MalRule("LOG-06", "base-ignored", "1/x", "forget the base", "1/u belongs to the base e only.",
                    "Divide by the logarithm of the base too.", "T"),
            MalRule("LOG-07", "base-logarithm-above", "ln(a)/x", "multiply by the logarithm of the base",
                    "log to base a is ln u divided by ln a.", "The logarithm of the base stands below.", "T"),
        ),
    ),
)  # fmt: skip

TRIGONOMETRIC = (
    Rule(
        "sine", "sine", "sin(x)", "cos(x)", "trigonometric", say="The derivative of sine is cosine.",
        example="sin(x)",
        mal=(
            MalRule("TRG-02", "sign-invented", "-cos(x)", "put a minus sign before the cosine",
                    "The minus belongs to the derivative of cosine.", "sine becomes cosine, with a plus.", "A,ST"),
        ),
    ),
    Rule(
        "cosine", "cosine", "cos(x)", "-sin(x)", "trigonometric", say="The derivative of cosine is minus sine.",
        example="cos(x)",
        mal=(
            MalRule("TRG-01", "sign-lost", "sin(x)", "lose the minus sign",
                    "Cosine falls where sine is positive, so its derivative is minus sine.",
                    "cosine becomes minus sine.", "A,ST"),
        ),
    ),
    Rule(
        "tangent", "tangent", "tan(x)", "sec(x)^2", "trigonometric",
        say="The derivative of tangent is secant squared, which is 1 over cosine squared.", example="tan(x)",
        mal=(
            MalRule("TRG-06", "quotient-of-derivatives", "-cos(x)/sin(x)", "differentiate sine over cosine piece by piece",
                    "tan is a quotient, and a quotient is not differentiated above and below.",
                    "tangent becomes secant squared.", "L", mistake=2),
            MalRule("TRG-03", "square-lost", "sec(x)", "lose the square", "The secant comes squared.",
                    "tangent becomes secant squared.", "T"),
            MalRule("TRG-04", "row-of-secant", "sec(x) tan(x)", "use the row of the secant",
                    "sec tan is the derivative of sec.", "tangent becomes secant squared.", "T"),
            MalRule("TRG-05", "row-of-cotangent", "-csc(x)^2", "use the row of the cotangent",
                    "minus csc squared is the derivative of cot.", "tangent becomes secant squared.", "T"),
            MalRule("TRG-25", "sign-invented", "-sec(x)^2", "write a minus sign",
                    "Only the co-functions carry a minus.", "tangent becomes secant squared, with a plus.", "ST"),
        ),
    ),
    Rule(
        "secant", "secant", "sec(x)", "sec(x) tan(x)", "trigonometric",
        say="The derivative of secant is secant times tangent.", example="sec(x)",
        mal=(
            MalRule("TRG-07", "row-of-tangent", "sec(x)^2", "use the row of the tangent",
                    "sec squared is the derivative of tan.", "secant becomes secant times tangent.", "T"),
            MalRule("TRG-08", "sign-invented", "-sec(x) tan(x)", "write a minus sign",
                    "Only the co-functions carry a minus.", "secant becomes secant times tangent.", "T"),
        ),
    ),
    Rule(
        "cosecant", "cosecant", "csc(x)", "-csc(x) cot(x)", "trigonometric",
        say="The derivative of cosecant is minus cosecant times cotangent.", example="csc(x)",
        mal=(
            MalRule("TRG-09", "sign-lost", "csc(x) cot(x)", "lose the minus sign",
                    "The co-functions carry a minus.", "cosecant becomes minus cosecant times cotangent.", "T"),
            MalRule("TRG-11", "reciprocal-in-place", "sec(x)", "differentiate the sine under the fraction bar",
                    "1/sin is not differentiated by differentiating sin below.",
                    "cosecant becomes minus cosecant times cotangent.", "T"),
        ),
    ),
    Rule(
        "cotangent", "cotangent", "cot(x)", "-csc(x)^2", "trigonometric",
        say="The derivative of cotangent is minus cosecant squared.", example="cot(x)",
        mal=(
            MalRule("TRG-10", "sign-lost", "csc(x)^2", "lose the minus sign",
                    "The co-functions carry a minus.", "cotangent becomes minus cosecant squared.", "T"),
        ),
    ),
)  # fmt: skip

INVERSE = (
    Rule(
        "arcsine", "arcsine", "arcsin(x)", "1/sqrt(1-x^2)", "inverse-trigonometric",
        say="arcsin differentiates to 1 over the root of 1 − u².", example="arcsin(x)",
        mal=(
            MalRule("INV-02", "sign-under-the-root", "1/sqrt(1+x^2)", "write a plus under the root",
                    "The argument of arcsin lies between −1 and 1, so 1 − u² stands under the root.",
                    "Write 1 − u² under the root.", "T"),
            MalRule("INV-08", "inverse-of-the-derivative", "arccos(x)", "invert the derivative of sine",
                    "The derivative of an inverse is not the inverse of the derivative.",
                    "Use the row of arcsin in the table.", "M"),
            MalRule("INV-01", "read-as-reciprocal", "-cos(x)/sin(x)^2", "read arcsin as 1 over sin",
                    "sin with exponent −1 means the inverse function, not the reciprocal.",
                    "Use the row of arcsin in the table.", "Sc"),
        ),
    ),
    Rule(
        "arccosine", "arccosine", "arccos(x)", "-1/sqrt(1-x^2)", "inverse-trigonometric",
        say="arccos is like arcsin with a minus.", example="arccos(x)",
        mal=(
            MalRule("INV-05", "sign-lost", "1/sqrt(1-x^2)", "lose the minus sign",
                    "arccos falls everywhere, so its derivative is negative.", "Put a minus in front.", "T"),
        ),
    ),
    Rule(
        "arctangent", "arctangent", "arctan(x)", "1/(1+x^2)", "inverse-trigonometric",
        say="arctan differentiates to 1 over 1 + u².", example="arctan(x)",
        mal=(
            MalRule("INV-03", "sign-below", "1/(1-x^2)", "write a minus below",
                    "arctan has a slope everywhere, so the denominator never vanishes: 1 + u².",
                    "Write 1 + u² below.", "T"),
            MalRule("INV-04", "root-of-arcsine", "1/sqrt(1+x^2)", "take a root",
                    "The root belongs to arcsin and arsinh.", "Write 1 + u² below, without a root.", "T"),
        ),
    ),
    Rule("arccotangent", "arccotangent", "arccot(x)", "-1/(1+x^2)", "inverse-trigonometric",
         say="arccot is like arctan with a minus.", example="arccot(x)"),
    Rule(
        "arcsecant", "arcsecant", "arcsec(x)", "1/(abs(x) sqrt(x^2-1))", "inverse-trigonometric",
        say="arcsec differentiates to 1 over |u| times the root of u² − 1.", example="arcsec(x)",
        mal=(
            MalRule("INV-09", "bars-lost", "1/(x sqrt(x^2-1))", "drop the bars",
                    "arcsec rises on both sides, so its derivative is positive for negative u too.",
                    "Write |u| below.", "N"),
        ),
    ),
    Rule("arccosecant", "arccosecant", "arccsc(x)", "-1/(abs(x) sqrt(x^2-1))", "inverse-trigonometric",
         say="arccsc is like arcsec with a minus.", example="arccsc(x)"),
)  # fmt: skip

HYPERBOLIC = (
    Rule("hyperbolic-sine", "sinh", "sinh(x)", "cosh(x)", "hyperbolic",
         say="The derivative of sinh is cosh.", example="sinh(x)"),
    Rule(
        "hyperbolic-cosine", "cosh", "cosh(x)", "sinh(x)", "hyperbolic",
        say="The derivative of cosh is sinh, with a plus.", example="cosh(x)",
        mal=(
            MalRule("HYP-01", "trigonometric-sign", "-sinh(x)", "carry the minus sign over from cosine",
                    "cosh has no minus: it rises for positive u.", "cosh becomes plus sinh.", "T"),
        ),
    ),
    Rule(
        "hyperbolic-tangent", "tanh", "tanh(x)", "sech(x)^2", "hyperbolic",
        say="The derivative of tanh is sech squared, which is 1 − tanh².", example="tanh(x)",
        mal=(
            MalRule("HYP-03", "sign-invented", "-sech(x)^2", "write a minus sign",
                    "tanh rises everywhere, so its derivative is positive.", "tanh becomes sech squared.", "T"),
        ),
    ),
    Rule("hyperbolic-cotangent", "coth", "coth(x)", "-csch(x)^2", "hyperbolic",
         say="The derivative of coth is minus csch squared.", example="coth(x)"),
    Rule(
        "hyperbolic-secant", "sech", "sech(x)", "-sech(x) tanh(x)", "hyperbolic",
        say="The derivative of sech is minus sech times tanh.", example="sech(x)",
        mal=(
            MalRule("HYP-02", "sign-lost", "sech(x) tanh(x)", "lose the minus sign",
                    "sech falls for positive u, so its derivative is negative there.",
                    "sech becomes minus sech times tanh.", "T"),
        ),
    ),
    Rule("hyperbolic-cosecant", "csch", "csch(x)", "-csch(x) coth(x)", "hyperbolic",
         say="The derivative of csch is minus csch times coth.", example="csch(x)"),
)  # fmt: skip

ABSOLUTE_VALUE = (
    Rule(
        "absolute-value", "absolute value", "abs(x)", "x/abs(x)", "absolute-value",
        say="|u| has slope 1 for positive u and −1 for negative u: that is u/|u|. At u = 0 there is a corner and no derivative.",
        example="abs(x)",
        mal=(
            MalRule("ALG-12", "bars-dropped", "1", "drop the bars",
                    "For negative u the graph falls, so the slope there is −1.", "Write u/|u|.", "T"),
        ),
    ),
    Rule("sign", "absolute value", "sign(x)", "0", "absolute-value",
         say="sign is constant on either side of 0; at 0 it jumps and has no derivative.", example="sign(x)"),
)  # fmt: skip


def _by_definition(name: str, pattern: str, result: str, say: str, skill: str = "activation") -> Rule:
    return Rule(name, name, pattern, result, skill, say, example=pattern)


INVERSE_HYPERBOLIC = (
    Rule(
        "inverse-hyperbolic-sine", "arsinh", "arsinh(x)", "1/sqrt(x^2+1)", "hyperbolic",
        say="arsinh differentiates to 1 over the root of u² + 1.", example="arsinh(x)",
        mal=(
            MalRule("HYP-04", "row-of-arcsine", "1/sqrt(1-x^2)", "use the row of arcsin",
                    "arsinh is defined everywhere, so u² + 1 stands under the root.", "Write u² + 1 under the root.",
                    "T"),
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

ACTIVATIONS = (
    _by_definition("erf", "erf(x)", "2 e^(-x^2)/sqrt(pi)",
                   "The error function is an integral of e^(-t²), so its slope is that bell curve, times 2/√π.",
                   "error-function"),
    _by_definition("Phi", "Phi(x)", "phi(x)", "Φ adds up the bell curve φ, so its slope is φ.", "error-function"),
    _by_definition("phi", "phi(x)", "-x phi(x)", "The bell curve φ is e^(-u²/2) up to a constant: its slope is −u φ(u).",
                   "error-function"),
    _by_definition("sigmoid", "sigmoid(x)", "sigmoid(x) (1 - sigmoid(x))",
                   "The sigmoid s has the slope s (1 − s)."),
    _by_definition("softplus", "softplus(x)", "sigmoid(x)", "The slope of softplus is the sigmoid."),
    _by_definition("relu", "relu(x)", "step(x)", "relu has slope 0 for negative u and 1 for positive u; none at 0."),
    _by_definition("gelu", "gelu(x)", "Phi(x) + x phi(x)", "gelu is u Φ(u): by the product rule Φ(u) + u φ(u)."),
    _by_definition("swish", "swish(x)", "sigmoid(x) + x sigmoid(x) (1 - sigmoid(x))",
                   "swish is u σ(u): by the product rule σ(u) + u σ(u)(1 − σ(u))."),
    _by_definition("mish", "mish(x)", "tanh(softplus(x)) + x sech(softplus(x))^2 sigmoid(x)",
                   "mish is u tanh(softplus(u)): product rule, then the chain rule."),
    _by_definition("step", "step(x)", "0", "step is constant on either side of 0; at 0 it jumps and has no derivative."),
)  # fmt: skip

ELEMENTARY: tuple[Rule, ...] = (
    *POWERS, *EXPONENTIALS, *LOGARITHMS, *TRIGONOMETRIC, *INVERSE, *HYPERBOLIC, *INVERSE_HYPERBOLIC,
    *ABSOLUTE_VALUE, *ACTIVATIONS,
)  # fmt: skip
