"""Logarithmic differentiation as a choice: products, quotients and powers become sums first."""

from __future__ import annotations

from fractions import Fraction

from tutor.derive import DerivationOf, StepOf, derive, moved
from tutor.errors import TutorError
from tutor.expr import Call, D, Div, E, Expr, Mul, Neg, Pow, Sym, as_fraction, letters, number, total
from tutor.lines import Equation
from tutor.tidy import tidy_node

ByLogarithm = DerivationOf[Expr, Equation]
Row = StepOf[Equation]


def derive_by_logarithm(f: Expr, wrt: str = "x") -> ByLogarithm:
    """The derivation of f through ln y, where f is positive; the lines are equations, the last y' = …

    Raises TutorError where f is no product, quotient or power, so that the logarithm does not help.
    """
    name = next(letter for letter in "yzwv" if letter not in letters(f))
    y = Sym(name)
    opened = expanded_logarithm(f)
    if opened == Call("ln", (f,)):
        raise TutorError("logarithms help with products, quotients and powers; this function is none, so use the rules")
    start = Equation(Call("ln", (y,)), Call("ln", (f,)))
    steps = [
        _row(1, "logarithmic differentiation", f"Call the function {name}; take logarithms of both sides.", f, start),
        _row(2, "rewrite", "The logarithm turns products into sums, quotients into differences, powers into factors.",
             f, Equation(start.left, opened)),
    ]  # fmt: skip
    slope = Div(D(y, wrt), y)
    say = f"Differentiate both sides: by the chain rule ln {name} becomes {name}′/{name}."
    steps.append(_row(3, "implicit", say, opened, Equation(slope, D(opened, wrt))))
    derivation = derive(opened, wrt, polish=False)
    for step in derivation.steps:
        line = Equation(slope, step.line)
        steps.append(moved(step, 3 + step.number, line))
    result = Mul((f, derivation.line))
    say = f"Multiply by {name}, the function itself."
    steps.append(_row(steps[-1].number + 1, "rewrite", say, f, Equation(D(y, wrt), result)))
    return DerivationOf(f, wrt, 1, tuple(steps), result)


def _row(number: int, rule: str, say: str, where: Expr, line: Equation) -> Row:
    return StepOf(number, rule, rule, say, where, (), line, ())


def expanded_logarithm(f: Expr) -> Expr:
    """ln(f) by the laws of logarithms, for positive parts: ln(x^3/y) is 3 ln(x) - ln(y)."""
    terms: list[Expr] = []
    _expand(f, False, terms)
    return total(tuple(terms))


def _expand(f: Expr, negative: bool, terms: list[Expr]) -> None:
    match f:
        case Mul(factors):
            for factor in factors:
                _expand(factor, negative, terms)
            return
        case Div(a, b):
            _expand(a, negative, terms)
            _expand(b, not negative, terms)
            return
        case Pow(base, exponent) if base == E:
            term = exponent
        case Pow(base, exponent):
            term = tidy_node(Mul((exponent, Call("ln", (base,)))))
        case Call("sqrt" | "cbrt" as root, (base,)):
            index = number(Fraction(1, 2 if root == "sqrt" else 3))
            term = tidy_node(Mul((index, Call("ln", (base,)))))
        case _:
            term = Call("ln", (f,))
    if as_fraction(f) != 1:
        terms.append(_signed(term, negative))


def _signed(term: Expr, negative: bool) -> Expr:
    if not negative:
        return term
    return term.arg if isinstance(term, Neg) else Neg(term)
