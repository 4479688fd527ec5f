"""Rewriting before a rule: the moves a teacher makes so that a shorter rule fits, and says aloud.

Each gives back the same function, still to be differentiated. `3/x^2` becomes a power, `x^2 x^3` a single one, and
`(x^2 + x)/x^3` is divided out.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from tutor.expr import (
    ONE,
    Add,
    Call,
    D,
    Div,
    Expr,
    Mul,
    Neg,
    Pow,
    Sym,
    as_fraction,
    number,
    product,
    total,
)
from tutor.rules.model import Constant, Formula, MalRule, Rule, in_each_way


def power_of(e: Expr) -> tuple[Expr, Fraction] | None:
    """Base and rational exponent of a power or a root (x itself is x^1); None for anything else."""
    match e:
        case Pow(base, exponent):
            value = as_fraction(exponent)
            return None if value is None else (base, value)
        case Call("sqrt", (base,)):
            return base, Fraction(1, 2)
        case Call("cbrt", (base,)):
            return base, Fraction(1, 3)
        case Sym():
            return e, Fraction(1)
        case _:
            return None


def to_power(base: Expr, exponent: Fraction) -> Expr:
    """base^exponent, written without an exponent where it is 0 or 1."""
    if exponent == 0:
        return number(1)
    return base if exponent == 1 else Pow(base, number(exponent))


def _monomial(e: Expr, wrt: str, constant: Constant) -> tuple[Expr, Fraction] | None:
    """A constant and the exponent of the variable, if `e` is their product: 3x^2 is (3, 2)."""
    if isinstance(e, Neg):
        inner = _monomial(e.arg, wrt, constant)
        return inner and (Neg(inner[0]), inner[1])
    scale: list[Expr] = []
    exponent = Fraction(0)
    for factor in e.factors if isinstance(e, Mul) else (e,):
        power = power_of(factor)
        if constant(factor):
            scale.append(factor)
        elif power is not None and power[0] == Sym(wrt):
            exponent += power[1]
        else:
            return None
    return product(tuple(scale)), exponent


def single_power(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """x^2 x^3 → x^5: all powers of the variable in a product as one; None if there are not two."""
    if not isinstance(e, Mul) or sum(not constant(g) for g in e.factors) < 2:
        return None
    found = _monomial(e, wrt, constant)
    return None if found is None else D(_times(found[0], to_power(Sym(wrt), found[1])), wrt)


def divided_out(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """(x^2 + x)/x^3 → x^(-1) + x^(-2): term by term by a power of the variable; None where that does not fit."""
    if not isinstance(e, Div) or constant(e.num):
        return None
    below = _monomial(e.den, wrt, constant)
    above = [_monomial(t, wrt, constant) for t in (e.num.terms if isinstance(e.num, Add) else (e.num,))]
    if below is None or not below[1] or any(term is None for term in above):
        return None
    scale, exponent = below
    terms = (_times(_ratio(t[0], scale), to_power(Sym(wrt), t[1] - exponent)) for t in above if t is not None)
    return D(total(tuple(terms)), wrt)


def negative_power(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """c/u^n → c u^(-n), also for roots and with a constant factor below; None for anything else, and for c/u."""
    if not isinstance(e, Div) or not constant(e.num):
        return None
    below = e.den.factors if isinstance(e.den, Mul) else (e.den,)
    moving = [g for g in below if not constant(g)]
    if len(moving) != 1 or (power := power_of(moving[0])) is None:
        return None
    base, exponent = power
    # 1/x and 1/(2x) stay reciprocals: nobody gains by an exponent of -1 there.
    if exponent == 1:
        return None
    scale = _ratio(e.num, product(tuple(g for g in below if g is not moving[0])))
    return D(_times(scale, Pow(base, number(-exponent))), wrt)


# Wrong rewriting; what comes of it is then differentiated rightly ------------------------------------------


def exponents_multiplied(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """x^2 x^3 → x^6."""
    if not isinstance(e, Mul):
        return None
    powers = [power_of(g) for g in e.factors if not constant(g)]
    exponent = Fraction(1)
    for power in powers:
        if power is None or power[0] != Sym(wrt):
            return None
        exponent *= power[1]
    return D(_times(product(tuple(filter(constant, e.factors))), to_power(Sym(wrt), exponent)), wrt)


def exponents_divided(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """x^6/x^2 → x^3."""
    if not isinstance(e, Div):
        return None
    above, below = _monomial(e.num, wrt, constant), _monomial(e.den, wrt, constant)
    if above is None or below is None or not below[1]:
        return None
    return D(_times(_ratio(above[0], below[0]), to_power(Sym(wrt), above[1] / below[1])), wrt)


def cancelled(kept: bool, which: int, e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """(x^2 + x)/x^3 → x^2: one term goes, and what is below with it; where it is kept, x^2 + x/x^3."""
    if not isinstance(e, Div) or not isinstance(e.num, Add) or which >= len(e.num.terms):
        return None
    terms = e.num.terms
    divided = (Div(terms[which], e.den),) if kept else ()
    return D(total((*terms[:which], *divided, *terms[which + 1 :])), wrt)


def below_in_place(e: Expr, wrt: str, _: Constant) -> Expr | None:
    """c/u^n → c/(u^n)'."""
    return Div(e.num, D(e.den, wrt)) if isinstance(e, Div) else None


def coefficient_lifted(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """1/(3x^2) → 3x^(-2)."""
    if not isinstance(e, Div) or not isinstance(e.den, Mul):
        return None
    fixed = product((e.num, *filter(constant, e.den.factors)))
    return D(Div(fixed, product(tuple(g for g in e.den.factors if not constant(g)))), wrt)


def lifted_without_its_sign(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """1/sqrt(x) → x^(1/2)."""
    if not isinstance(e, Div):
        return None
    below = e.den.factors if isinstance(e.den, Mul) else (e.den,)
    scale = _ratio(e.num, product(tuple(filter(constant, below))))
    return D(_times(scale, product(tuple(g for g in below if not constant(g)))), wrt)


def _times(scale: Expr, e: Expr) -> Expr:
    """scale·e, without writing a factor 1."""
    if isinstance(scale, Neg):
        return Neg(_times(scale.arg, e))
    if scale == ONE:
        return e
    if e == ONE:
        return scale
    return product((*(scale.factors if isinstance(scale, Mul) else (scale,)), e))


def _ratio(a: Expr, b: Expr) -> Expr:
    """a/b for two constants, reduced where both are numbers."""
    above, below = as_fraction(a), as_fraction(b)
    if above is not None and below:
        return number(above / below)
    if isinstance(a, Neg):
        return Neg(_ratio(a.arg, b))
    if isinstance(b, Neg):
        return Neg(_ratio(a, b.arg))
    return a if b == ONE else Div(a, b)


def _rewrite(id: str, formula: Formula, say: str, example: str, notation: str, mal: tuple[MalRule, ...] = ()) -> Rule:
    return Rule(id, "rewrite", "", formula, "rewrite-first", say, example, mal, notation)


_CANCELLED = tuple(partial(cancelled, kept, which) for kept in (False, True) for which in (1, 0, 2))

SINGLE_POWER = _rewrite(
    "one-power", single_power, "Powers of the same base multiply by adding their exponents: one power is left.",
    "x^2 x^3", "x^a x^b = x^(a+b)",
    mal=(
        MalRule("ALG-03", "exponents-multiplied", exponents_multiplied, "multiply the exponents",
                "An exponent counts equal factors, and in a product the two counts add up.", "Add the exponents.", "LM"),
    ),
)  # fmt: skip
DIVIDED_OUT = _rewrite(
    "divide-out", divided_out, "Every term above is divided by the power below; then each is a single power.",
    "(x^2 + x)/x^3", "(u + v)/w = u/w + v/w",
    mal=(
        *in_each_way(
            MalRule("ALG-13", "cancelled-from-one-term", _CANCELLED[0], "cancel against one term only",
                    "What stands below divides every term above, so it cannot go with one of them.",
                    "Split the fraction: divide each term above by what stands below.", "Sc"),
            *_CANCELLED[1:],
        ),
        MalRule("ALG-14", "exponents-divided", exponents_divided, "divide the exponents",
                "Each factor below cancels one factor above, so the exponents are counted down.",
                "Subtract the lower exponent from the upper one.", "LM"),
    ),
)  # fmt: skip
NEGATIVE_POWER = _rewrite(
    "negative-power", negative_power, "A power below the fraction bar is a power with a negative exponent.",
    "3/x^2", "c/u^n = c u^(-n)",
    mal=(
        MalRule("POW-07", "denominator-in-place", below_in_place, "differentiate the denominator where it stands",
                "A fraction is not differentiated by differentiating what stands below.",
                "Write the power with a negative exponent first, then use the power rule.", "B", mistake=2),
        MalRule("ALG-07", "coefficient-lifted-too", coefficient_lifted, "lift the coefficient along with the power",
                "Only the power changes the sign of its exponent; the number still divides.",
                "Leave the number below, and lift the power alone.", "LM"),
        MalRule("ALG-11", "lifted-without-a-minus", lifted_without_its_sign, "lift a power without changing its exponent",
                "Below the bar and above it are opposite: going up, the exponent changes its sign.",
                "Put a minus in front of the exponent, then use the power rule.", "LM"),
    ),
)  # fmt: skip
