"""Other right ways than the one the rule table takes, for the wrong moves that are made on them.

The engine differentiates 3/x^2 as a power, but many use the quotient rule, and go wrong in it. `DETOURS` says for an
entry of the table what else may be done where it fits. These entries are right, as those of the table are; only a wrong
derivation ever follows them.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.rules.composition import PRODUCTS, QUOTIENTS, RECIPROCAL
from tutor.rules.linearity import CONSTANT_MULTIPLE
from tutor.rules.model import MalRule, Rule

__all__ = ["DETOURS", "REWRITING", "ROOTS", "SHAPES"]


def _rewrite(id: str, pattern: str, result: str, say: str, example: str) -> Rule:
    return Rule(id, "rewrite", pattern, result, "rewrite-first", say, example)


def _special(
    id: str, name: str, pattern: str, result: str, say: str, example: str, *mal: MalRule, skill: str = "chain-rule"
) -> Rule:
    return Rule(id, name, pattern, result, skill, say, example, mal)


def _coefficient_not_squared(result: str) -> MalRule:
    return MalRule(
        "INV-07", "coefficient-not-squared", result, "square the variable and leave its coefficient alone",
        "The whole inside is squared, and the coefficient is a part of it.",
        "Put brackets around {c} times {u}, and square all of it.", "T",
    )  # fmt: skip


# Rewriting: the same function in another form, still to be differentiated.
_ROOT = _rewrite("root-as-power", "sqrt(u)", "(u^(1/2))'", "A square root is the power 1/2.", "sqrt(x)")
_CUBE_ROOT = _rewrite("cube-root-as-power", "cbrt(u)", "(u^(1/3))'", "A cube root is the power 1/3.", "cbrt(x)")
_RECIPROCAL = _rewrite("reciprocal-as-power", "c/v", "(c v^(-1))'", "One over v is the power −1 of v.", "5/(x^2 + 1)")
_TANGENT = _rewrite("tangent-as-quotient", "tan(u)", "(sin(u)/cos(u))'", "Tangent is sine over cosine.", "tan(x)")
_COTANGENT = _rewrite("cotangent-as-quotient", "cot(u)", "(cos(u)/sin(u))'", "Cotangent is cosine over sine.", "cot(x)")
_SECANT = _rewrite("secant-as-reciprocal", "sec(u)", "(1/cos(u))'", "Secant is one over cosine.", "sec(x)")
_COSECANT = _rewrite("cosecant-as-reciprocal", "csc(u)", "(1/sin(u))'", "Cosecant is one over sine.", "csc(x)")
_LOGARITHM = _rewrite("logarithm-as-quotient", "log_a(u)", "(ln(u)/ln(a))'", "A logarithm to base a is ln over ln(a).", "log_2(x)")  # fmt: skip
_VARIABLE_POWER = _rewrite("power-as-exponential", "u^v", "(e^(v ln(u)))'", "u to the v is e to the v ln(u).", "x^x")
_EXP_LN = _rewrite("exponential-of-logarithm", "e^ln(u)", "u'", "e to the ln(u) is u.", "e^ln(x)")
_EXP_MINUS_LN = _rewrite("exponential-of-minus-logarithm", "e^(-ln(u))", "(1/u)'", "e to the −ln(u) is 1/u.", "e^(-ln(x))")  # fmt: skip
_SIGMOID = _rewrite("sigmoid-written-out", "sigmoid(u)", "(1/(1 + e^(-u)))'", "The sigmoid is 1/(1 + e^(−u)).", "sigmoid(x)")  # fmt: skip
_SOFTPLUS = _rewrite("softplus-written-out", "softplus(u)", "(ln(1 + e^u))'", "Softplus is ln(1 + e^u).", "softplus(x)")
_SWISH = _rewrite("swish-written-out", "swish(u)", "(u sigmoid(u))'", "Swish is u times the sigmoid of u.", "swish(x)")
_GELU = _rewrite("gelu-written-out", "gelu(u)", "(u Phi(u))'", "Gelu is u Φ(u).", "gelu(x)")
_MISH = _rewrite("mish-written-out", "mish(u)", "(u tanh(softplus(u)))'", "Mish is u tanh(softplus(u)).", "mish(x)")
_TANH = _rewrite("tanh-as-quotient", "tanh(u)", "(sinh(u)/cosh(u))'", "tanh is sinh over cosh.", "tanh(x)")

# Formulas of special shapes, for mal-rules that see nothing but that shape.
_MULTIPLE_OF_POWER = _special(
    "multiple-of-power", "power", "c u^n", "c n u^(n-1) u'", "The constant factor stays, and the power rule does the rest.", "4x^3",
    MalRule("POW-12", "coefficient-and-exponent-added", "(c + n) u^(n-1) u'", "add the exponent to the coefficient",
            "The coefficient and the exponent that comes down are both factors.",
            "Multiply {c} by {n} instead of adding.", "I"),
    MalRule("POW-14", "coefficient-drawn-into-the-power", "n (c u)^(n-1) c u'", "draw the coefficient into the power",
            "The exponent belongs to {u} alone; {c} stands in front of the power.",
            "Keep {c} in front, and use the power rule on {u} only.", "I"),
    MalRule("POW-16", "power-rule-on-the-coefficient", "n c^(n-1) u^(n-1) u'", "use the power rule on the coefficient as well",
            "{c} is a constant factor and has no exponent of its own.",
            "Keep {c} as it is, and use the power rule on {u} only.", "I"),
    skill="power-rule",
)  # fmt: skip
_ARCTAN = _special("arctangent-of-multiple", "arctangent", "arctan(c u)", "c u'/(1 + (c u)^2)", "The whole inside is squared.",
                   "arctan(3x)", _coefficient_not_squared("c u'/(1 + c u^2)"))  # fmt: skip
_ARCSIN = _special("arcsine-of-multiple", "arcsine", "arcsin(c u)", "c u'/sqrt(1 - (c u)^2)", "The whole inside is squared.",
                   "arcsin(3x)", _coefficient_not_squared("c u'/sqrt(1 - c u^2)"))  # fmt: skip
_ARCCOS = _special("arccosine-of-multiple", "arccosine", "arccos(c u)", "-c u'/sqrt(1 - (c u)^2)", "The whole inside is squared.",
                   "arccos(3x)", _coefficient_not_squared("-c u'/sqrt(1 - c u^2)"))  # fmt: skip
_LN_PRODUCT = _special(
    "logarithm-of-product", "logarithm", "ln(u v)", "u'/u + v'/v", "The logarithm of a product is the sum of the logarithms.", "ln(x sin(x))",
    MalRule("LOG-08", "product-of-logarithms", "(u'/u) (v'/v)", "turn the logarithm of a product into a product",
            "The logarithm of a product is the sum of the logarithms of its factors.",
            "Add the two fractions, one for {u} and one for {v}.", "L"),
    skill="logarithm",
)  # fmt: skip
_LN_QUOTIENT = _special("logarithm-of-quotient", "logarithm", "ln(u/v)", "u'/u - v'/v",
                        "The logarithm of a quotient is the difference of the logarithms.", "ln(x/sin(x))", skill="logarithm")  # fmt: skip
_LN_POWER = _special("logarithm-of-power", "logarithm", "ln(u^n)", "n u'/u",
                     "The logarithm of a power is the exponent times the logarithm.", "ln(sin(x)^3)", skill="logarithm")  # fmt: skip


def _taken_apart(result: str) -> MalRule:
    return MalRule(
        "TRG-24", "function-taken-apart", result, "split a function of a product into two",
        "The function of a product is not the product of the functions.",
        "Keep the product together as the inside, and use the chain rule.", "L",
        there="split {here} into two",
    )  # fmt: skip


_SINE = _special("sine-of-multiple", "sine", "sin(c u)", "c cos(c u) u'", "The outer derivative, times the inner one.", "sin(3x)",
                 _taken_apart("sin(c) cos(u) u'"), _taken_apart("cos(c) sin(u) + sin(c) cos(u) u'"))  # fmt: skip
_COSINE = _special("cosine-of-multiple", "cosine", "cos(c u)", "-c sin(c u) u'", "The outer derivative, times the inner one.", "cos(3x)",
                   _taken_apart("-cos(c) sin(u) u'"), _taken_apart("-sin(c) cos(u) - cos(c) sin(u) u'"))  # fmt: skip

# (3x^2) sin(x) is differentiated with its factor 3 by those who do not take it out first.
_PRODUCT = PRODUCTS[-1]
_FACTOR_WITHIN = replace(
    _PRODUCT, id="product-with-factor", pattern="c u v", result="(c u)' v + c u v'", example="3x^2 sin(x)",
    notation=_PRODUCT.formula, mal=tuple(replace(mal, result=str(mal.result).replace("u", "(c u)")) for mal in _PRODUCT.mal),
)  # fmt: skip

_OF_THE_TABLE = (RECIPROCAL, *PRODUCTS, *QUOTIENTS, CONSTANT_MULTIPLE)

DETOURS: dict[str, tuple[Rule, ...]] = {
    "one-power": (*PRODUCTS, _FACTOR_WITHIN, CONSTANT_MULTIPLE),
    "divide-out": QUOTIENTS,
    "negative-power": (RECIPROCAL, *QUOTIENTS),
    "reciprocal": (*QUOTIENTS, _RECIPROCAL),
    "constant-below": (RECIPROCAL, *QUOTIENTS),
    "constant-multiple": (_MULTIPLE_OF_POWER, _FACTOR_WITHIN),
    "square-root": (_ROOT,),
    "cube-root": (_CUBE_ROOT,),
    "natural-exponential": (_EXP_LN, _EXP_MINUS_LN),
    "natural-logarithm": (_LN_PRODUCT, _LN_QUOTIENT, _LN_POWER),
    "general-logarithm": (_LOGARITHM,),
    "variable-power": (_VARIABLE_POWER,),
    "sine": (_SINE,),
    "cosine": (_COSINE,),
    "tangent": (_TANGENT,),
    "cotangent": (_COTANGENT,),
    "secant": (_SECANT,),
    "cosecant": (_COSECANT,),
    "arctangent": (_ARCTAN,),
    "arcsine": (_ARCSIN,),
    "arccosine": (_ARCCOS,),
    "hyperbolic-tangent": (_TANH,),
    "sigmoid": (_SIGMOID,),
    "softplus": (_SOFTPLUS,),
    "swish": (_SWISH,),
    "gelu": (_GELU,),
    "mish": (_MISH,),
}

# A function of the table may hide functions of functions; written out, a mal-rule finds them everywhere.
REWRITING: tuple[Rule, ...] = tuple(rule for rules in DETOURS.values() for rule in rules if rule.name == "rewrite")
ROOTS = (_ROOT, _CUBE_ROOT)
SHAPES: frozenset[str] = frozenset(
    rule.id for rules in DETOURS.values() for rule in rules if rule.name != "rewrite" and rule not in _OF_THE_TABLE
)
