"""Every function the tutor knows, one line each.

A line says how the function is typed, shown, spoken, computed and handed to SymPy. How it is differentiated stands
in `rules/`; a function and its rule are all that a new function needs.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Function:
    """`name` is the name in the tree and when shown; `aliases` are other spellings that are read.

    `sympy` is a template for SymPy's parser, `latex` the command, `words` how a screen reader says it ("sine of").
    """

    name: str
    aliases: tuple[str, ...]
    sympy: str
    latex: str
    words: str
    arity: tuple[int, ...] = (1,)


def _f(name: str, aliases: str, sympy: str, latex: str, words: str, arity: tuple[int, ...] = (1,)) -> Function:
    return Function(name, tuple(aliases.split()), sympy, latex, words, arity)


_ONE_HALF_ERF = "((1 + erf(({0})/sqrt(2)))/2)"
_SIGMOID = "(1/(1 + exp(-({0}))))"

TABLE: tuple[Function, ...] = (
    # roots, absolute value, sign
    _f("sqrt", "", "sqrt({0})", r"\sqrt", "the square root of"),
    _f("cbrt", "", "real_root({0}, 3)", r"\sqrt[3]", "the cube root of"),
    _f("abs", "", "Abs({0})", "", "the absolute value of"),
    _f("sign", "sgn", "sign({0})", r"\operatorname{sign}", "the sign of"),
    _f("step", "heaviside", "Heaviside({0})", r"\operatorname{step}", "step of"),
    # logarithms: log(x, b) has the base second; `log` with one argument is read as ln
    _f("ln", "", "log({0})", r"\ln", "the natural log of"),
    _f("log", "", "(log({0})/log({1}))", r"\log", "the log of", (2,)),
    # trigonometric functions and their inverses
    _f("sin", "", "sin({0})", r"\sin", "sine of"),
    _f("cos", "", "cos({0})", r"\cos", "cosine of"),
    _f("tan", "", "tan({0})", r"\tan", "tangent of"),
    _f("cot", "", "cot({0})", r"\cot", "cotangent of"),
    _f("sec", "", "sec({0})", r"\sec", "secant of"),
    _f("csc", "cosec", "csc({0})", r"\csc", "cosecant of"),
    _f("arcsin", "asin", "asin({0})", r"\arcsin", "arc sine of"),
    _f("arccos", "acos", "acos({0})", r"\arccos", "arc cosine of"),
    _f("arctan", "atan", "atan({0})", r"\arctan", "arc tangent of"),
    # arccot lies in (0, pi), which is not SymPy's branch
    _f("arccot", "acot", "(pi/2 - atan({0}))", r"\operatorname{arccot}", "arc cotangent of"),
    _f("arcsec", "asec", "acos(1/({0}))", r"\operatorname{arcsec}", "arc secant of"),
    _f("arccsc", "acsc arccosec", "asin(1/({0}))", r"\operatorname{arccsc}", "arc cosecant of"),
    # hyperbolic functions and their inverses
    _f("sinh", "", "sinh({0})", r"\sinh", "hyperbolic sine of"),
    _f("cosh", "", "cosh({0})", r"\cosh", "hyperbolic cosine of"),
    _f("tanh", "", "tanh({0})", r"\tanh", "hyperbolic tangent of"),
    _f("coth", "", "coth({0})", r"\coth", "hyperbolic cotangent of"),
    _f("sech", "", "sech({0})", r"\operatorname{sech}", "hyperbolic secant of"),
    _f("csch", "cosech", "csch({0})", r"\operatorname{csch}", "hyperbolic cosecant of"),
    _f("arsinh", "arcsinh asinh", "asinh({0})", r"\operatorname{arsinh}", "inverse hyperbolic sine of"),
    _f("arcosh", "arccosh acosh", "acosh({0})", r"\operatorname{arcosh}", "inverse hyperbolic cosine of"),
    _f("artanh", "arctanh atanh", "atanh({0})", r"\operatorname{artanh}", "inverse hyperbolic tangent of"),
    _f(
        "arcoth",
        "arccoth acoth",
        "atanh(1/({0}))",
        r"\operatorname{arcoth}",
        "inverse hyperbolic cotangent of",
    ),
    _f("arsech", "arcsech asech", "acosh(1/({0}))", r"\operatorname{arsech}", "inverse hyperbolic secant of"),
    _f(
        "arcsch",
        "arccsch acsch",
        "asinh(1/({0}))",
        r"\operatorname{arcsch}",
        "inverse hyperbolic cosecant of",
    ),
    # the error function and the activation functions of the curriculum
    _f("erf", "", "erf({0})", r"\operatorname{erf}", "the error function of"),
    _f("Phi", "Φ", _ONE_HALF_ERF, r"\Phi", "capital phi of"),
    _f("phi", "φ", "(exp(-({0})**2/2)/sqrt(2*pi))", r"\varphi", "phi of"),
    _f("sigmoid", "sigma σ logistic", _SIGMOID, r"\sigma", "sigmoid of"),
    _f("softplus", "", "log(1 + exp({0}))", r"\operatorname{softplus}", "softplus of"),
    _f("relu", "", "Max(0, {0})", r"\operatorname{relu}", "relu of"),
    _f("gelu", "", "(({0})*" + _ONE_HALF_ERF + ")", r"\operatorname{gelu}", "gelu of"),
    _f("swish", "silu", "(({0})*" + _SIGMOID + ")", r"\operatorname{swish}", "swish of"),
    _f("mish", "", "(({0})*tanh(log(1 + exp({0}))))", r"\operatorname{mish}", "mish of"),
    # functions of several arguments
    _f("min", "", "Min({args})", r"\min", "the minimum of", tuple(range(2, 9))),
    _f("max", "", "Max({args})", r"\max", "the maximum of", tuple(range(2, 9))),
    _f("factorial", "", "factorial({0})", "", "the factorial of"),
)

BY_NAME: dict[str, Function] = {line.name: line for line in TABLE}

# What a typed name means. `exp`, `log` with one argument, `log2` and `log10` are written with other functions
# by the reader, so they have no line above.
SPELLINGS: dict[str, str] = {spelling: line.name for line in TABLE for spelling in (line.name, *line.aliases)}

# sin^-1 x is arcsin x: the only case in which a power of a function is not a power.
INVERSES: dict[str, str] = {
    "sin": "arcsin", "cos": "arccos", "tan": "arctan", "cot": "arccot", "sec": "arcsec", "csc": "arccsc",
    "sinh": "arsinh", "cosh": "arcosh", "tanh": "artanh", "coth": "arcoth", "sech": "arsech", "csch": "arcsch",
}  # fmt: skip


def base_name(name: str) -> tuple[str, int]:
    """The function behind a name with primes, and how many: "sin''" is ("sin", 2)."""
    plain = name.rstrip("'")
    return plain, len(name) - len(plain)
