"""What SymPy finds by itself, for authors and tests: derivatives, zeros, a complex step, the simplest form."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.cas.limits import TooMuchError, limited
from tutor.cas.translation import NOTHING, Question, from_sympy, letter_names, parse, question, to_sympy
from tutor.expr import Expr, Pow, Sym, number
from tutor.values import Interval

__all__ = ["complex_step", "derivative", "real_zeros", "simplified", "simplify", "warm_up"]


def derivative(f: Expr, wrt: str = "x", order: int = 1) -> Expr:
    """SymPy's derivative, as it comes. Raises UnknownError where it has no form in our functions."""
    from sympy import DiracDelta, Integer, diff

    asked = question(f, Sym(wrt))
    function, variable = (parse(text, asked["letters"]) for text in asked["texts"])
    found = diff(function, variable, order)
    # A step is differentiated to a DiracDelta, which is 0 but for single points.
    return from_sympy(found.replace(DiracDelta, lambda *_: Integer(0)), letter_names(f, Sym(wrt)))


def complex_step(f: Expr, wrt: str, place: Expr, step: Expr) -> float:
    """The imaginary part of f(place + i step), over step."""
    from sympy import I, im

    (text, letter, *ends), facts = (asked := question(f, Sym(wrt), place, step))["texts"], asked["letters"]
    function, variable, a, h = (parse(part, facts) for part in (text, letter, *ends))
    return float((im(function.subs(variable, a + I * h)) / h).evalf(30))


def real_zeros(e: Expr, wrt: str, lo: float, hi: float, seconds: float = 10.0) -> list[float] | None:
    """The real zeros that SymPy finds between two ends, as floats in order; None where it finds no finite list."""
    from sympy import FiniteSet, Interval, Rational, S, solveset

    (text, letter), facts = (asked := question(e, Sym(wrt)))["texts"], asked["letters"]
    expression, variable = parse(text, facts), parse(letter, facts)
    bounded = abs(lo) < 1e300 and abs(hi) < 1e300
    # The ends as floats stand a little inside or outside; a rational number near them is as good.
    wide = [Rational(round(x * 10**9), 10**9) + side * Rational(1, 10**8) for x, side in ((lo, -1), (hi, 1)) if bounded]
    domain = Interval(*wide) if bounded else S.Reals
    try:
        with limited(seconds):
            found = solveset(expression, variable, domain)
            return sorted(float(x) for x in found) if isinstance(found, FiniteSet) else None
    except (TooMuchError, ArithmeticError, NotImplementedError, TypeError, ValueError, AttributeError):
        return None


def simplify(e: Expr, assume: Mapping[str, Interval] = NOTHING) -> Expr:
    """What SymPy thinks simplest, for authors; it may take its time. Raises UnknownError as `derivative` does."""
    return simplified(question(e, assume=assume), letter_names(e, assume=assume))


def simplified(asked: Question, names: Mapping[str, str]) -> Expr:
    """`simplify` for a question as it travels; `names` leads from safe names back to letters."""
    import sympy

    return from_sympy(sympy.simplify(parse(asked["texts"][0], asked["letters"])), names)


def warm_up() -> None:
    """Load SymPy and the parts of it that a first question would wait for."""
    from sympy import Symbol, diff, simplify

    x = Symbol("x")
    diff(to_sympy(Pow(Sym("x"), number(2))), x)
    simplify(x / x)
