"""Answers that are wrong as a whole: the function typed again, its integral, a lost sign, one derivative too few."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.expr import ONE, TWO, Add, Call, D, Div, E, Expr, Mul, Neg, Pow, Sym, walk
from tutor.rules.model import Constant, MalRule
from tutor.rules.places import inside

__all__ = ["BRACKETS_MISSING", "CONSTANT_ADDED", "ROUNDED", "WHOLE", "integrated", "whole_answers"]

UNCHANGED = MalRule("INP-11", "function-repeated", "u", "type the function again",
                    "This is the function itself, as it was given.", "Type its derivative.", "OA")  # fmt: skip
NEGATED = MalRule("INP-12", "sign-lost", "-u'", "lose the sign of the whole",
                  "Everything is right but one sign, and that turns the whole answer round.",
                  "Look for a minus that got lost on the way.", "Sc")  # fmt: skip
STOPPED = MalRule("HOD-02", "one-derivative-too-few", "u'", "stop after the first derivative",
                  "This is right so far, but only the first derivative.", "Differentiate it once more.", "T,ST")  # fmt: skip
SQUARED = MalRule("HOD-01", "first-derivative-squared", "(u')^2", "square the first derivative",
                  "Two primes mean differentiating twice, not a square.", "Differentiate the first derivative.", "T,ST")  # fmt: skip
TIMES_FUNCTION = MalRule("HOD-05", "first-derivative-times-function", "u' u", "multiply the derivative by the function",
                         "Two primes mean differentiating twice, and no product.",
                         "Differentiate the first derivative.", "I")  # fmt: skip
CROSS_TERM_LOST = MalRule("HOD-03", "cross-term-missing", "u'' v + u v''", "differentiate each factor twice and stop there",
                          "Between the two there are terms in which each factor is differentiated once.",
                          "Use the product rule on both terms of the first derivative.", "T")  # fmt: skip
SIGN_CYCLE = MalRule("HOD-04", "sign-of-the-cycle-lost", "f(u)", "skip the minus on the way round",
                     "Two steps round the circle lead to the opposite of where it began.",
                     "Go one step at a time: sine, cosine, minus sine, minus cosine.", "T")  # fmt: skip
INSIDE_ONLY = MalRule("HOD-06", "second-derivative-inside-only", "f'(u) u''", "differentiate the inside twice and the outside not again",
                      "The first derivative is a product, and both of its factors move.",
                      "Use the product rule on the first derivative.", "ST")  # fmt: skip
FACTOR_ONCE = MalRule("HOD-07", "inner-factor-only-once", "f''(u) u'", "multiply by the inner derivative only once",
                      "The chain rule is used in both derivatives, and each time it gives the factor.",
                      "Multiply by the inner derivative once more.", "ST")  # fmt: skip

CONSTANT_ADDED = MalRule("INP-09", "constant-added", "u' + c", "add a constant",
                         "The added constant belongs to integrating, where one is free to choose.",
                         "Leave the constant out: a derivative is one definite function.", "ST")  # fmt: skip
ROUNDED = MalRule("INP-10", "rounded", "", "round a number",
                  "The value is right to the digits you typed, but the number has no end as a decimal.",
                  "Type it exactly, as a fraction or a root.", "P")  # fmt: skip
BRACKETS_MISSING = MalRule("INP-04", "bracket-lost", "", "leave out the brackets around a sum",
                           "On a line only brackets say how far a bar, a root, a function or an exponent goes.",
                           "Put brackets around all that belongs together.", "Sc")  # fmt: skip

_INTEGRATED = MalRule("POW-04", "integrated", "", "integrate where you should differentiate",
                      "This goes the other way: its derivative is the function you were given.",
                      "Ask what the slope of the function is, not which function has it as a slope.", "C,ST")  # fmt: skip
_INTEGRATED_EXPONENTIAL = MalRule("EXP-04", "divided-by-base-logarithm", "", "integrate where you should differentiate",
                                  "This goes the other way: its derivative is the function you were given.",
                                  "Multiply by the logarithm of the base instead of dividing.", "T")  # fmt: skip
_INTEGRATED_LOGARITHM = MalRule("LOG-10", "integrated", "", "integrate where you should differentiate",
                                "This goes the other way: its derivative is the function you were given.",
                                "Ask how steep ln is: steeply rising at first, then flatter and flatter.", "T")  # fmt: skip

WHOLE: tuple[MalRule, ...] = (
    UNCHANGED, NEGATED, STOPPED, SQUARED, TIMES_FUNCTION, CROSS_TERM_LOST, SIGN_CYCLE, INSIDE_ONLY, FACTOR_ONCE,
    CONSTANT_ADDED, ROUNDED, BRACKETS_MISSING, _INTEGRATED, _INTEGRATED_EXPONENTIAL, _INTEGRATED_LOGARITHM,
)  # fmt: skip


def integrated(f: Expr, constant: Constant) -> MalRule:
    """The mal-rule for an answer whose derivative is f."""
    for node in walk(f):
        match node:
            case Call("ln" | "log", _):
                return _INTEGRATED_LOGARITHM
            case Pow(base, exponent) if base != E and constant(base) and not constant(exponent):
                return _INTEGRATED_EXPONENTIAL
    return _INTEGRATED


def whole_answers(
    f: Expr, right: Expr, before: Expr, wrt: str, order: int, constant: Constant
) -> Iterator[tuple[MalRule, Expr]]:
    """Mal-rules with the answers they give; `before` is what the last derivative is taken of."""
    yield UNCHANGED, f
    yield NEGATED, Neg(right)
    if order > 1:
        yield STOPPED, before
        yield SQUARED, Pow(before, TWO)
        yield TIMES_FUNCTION, Mul((before, f))
    if order == 2:
        yield from _second(f, right, wrt, constant)


def _second(f: Expr, right: Expr, wrt: str, constant: Constant) -> Iterator[tuple[MalRule, Expr]]:
    """Wrong second derivatives that forget what the first derivative is made of."""
    fixed, moving = _factors(f, constant)
    match moving:
        case (u, v):
            yield CROSS_TERM_LOST, Mul((*fixed, Add((Mul((_twice(u, wrt), v)), Mul((u, _twice(v, wrt)))))))
        case (outer,):
            within = inside(outer)
            if within == outer:
                return
            if within != Sym(wrt):
                yield INSIDE_ONLY, Mul((*fixed, Div(D(outer, wrt), D(within, wrt)), _twice(within, wrt)))
            if _is_linear(within, wrt, constant):
                if within != Sym(wrt):
                    yield FACTOR_ONCE, Div(right, D(within, wrt))
                if isinstance(outer, Call) and outer.name in ("sin", "cos"):
                    yield SIGN_CYCLE, Neg(right)


def _factors(f: Expr, constant: Constant) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
    """The constant factors and those that move."""
    if isinstance(f, Neg):
        fixed, moving = _factors(f.arg, constant)
        return (Neg(ONE), *fixed), moving
    factors = f.factors if isinstance(f, Mul) else (f,)
    return tuple(filter(constant, factors)), tuple(g for g in factors if not constant(g))


def _twice(e: Expr, wrt: str) -> Expr:
    return D(D(e, wrt), wrt)


def _is_linear(e: Expr, wrt: str, constant: Constant) -> bool:
    """3x + 1: is its derivative a number?"""
    match e:
        case _ if constant(e):
            return True
        case Sym():
            return True
        case Neg(arg) | Div(arg, _):
            return _is_linear(arg, wrt, constant) and (isinstance(e, Neg) or constant(e.den))
        case Add(terms):
            return all(_is_linear(term, wrt, constant) for term in terms)
        case Mul(factors):
            moving = [g for g in factors if not constant(g)]
            return len(moving) == 1 and _is_linear(moving[0], wrt, constant)
    return False
