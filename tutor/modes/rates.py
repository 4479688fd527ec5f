"""Related rates: an equation between letters that change in time, differentiated by time and solved for one rate."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tutor.derive import DerivationOf, StepOf, derive, moved
from tutor.errors import TutorError
from tutor.expr import ONE, ZERO, Add, Call, D, Div, Expr, Neg, Sym, mapped, substitute
from tutor.finish import finish
from tutor.lines import Equation
from tutor.surds import is_zero, simplest
from tutor.terms import expanded, sum_of, terms_of
from tutor.tidy import tidy

__all__ = ["OfRates", "derive_rates", "rate_formula", "solved_rate"]

OfRates = DerivationOf[Equation, Equation]


def derive_rates(relation: Equation, moving: frozenset[str], t: str = "t") -> OfRates:
    """The derivation of both sides by `t`, where the letters in `moving` depend on it. Its lines are equations."""
    line = Equation(D(relation.left, t), D(relation.right, t))
    say = f"Differentiate both sides by {t}. Every letter that changes brings its own rate as a factor."
    steps = [StepOf(1, "implicit", "implicit", say, relation.left, (), line, ())]
    left, right = (derive(side, t, along=moving, polish=False) for side in (relation.left, relation.right))
    for step in left.steps:
        line = Equation(step.line, line.right)
        steps.append(moved(step, 1 + step.number, line))
    done = steps[-1].number
    for step in right.steps:
        line = Equation(line.left, step.line)
        steps.append(moved(step, done + step.number, line))
    return DerivationOf(relation, t, 1, tuple(steps), line.right)


def solved_rate(derived: OfRates, asked: str, values: Mapping[str, Expr], rates: Mapping[str, Expr]) -> Expr:
    """The rate that is asked for, with numbers for all letters and for all other rates.

    Raises TutorError where it has no part in the equation at that moment.
    """
    last = derived.steps[-1].line
    whole = Add((last.left, Neg(last.right)))

    def with_rate(rate: Expr) -> Expr:
        return simplest(substitute(_with_rates(whole, derived.wrt, {**rates, asked: rate}), dict(values)))

    start = with_rate(ZERO)
    factor = simplest(Add((with_rate(ONE), Neg(start))))
    if is_zero(factor):
        raise TutorError(f"at that moment the equation says nothing about d{asked}/d{derived.wrt}")
    return simplest(Neg(Div(start, factor)))


def rate_formula(derived: OfRates, asked: str, values: Mapping[str, Expr], rates: Mapping[str, Expr]) -> Expr:
    """The rate that is asked for in letters: those of the equation that have no value, and what stands in the rates.

    Raises TutorError where the rate has no part in the equation.
    """
    last, t = derived.steps[-1].line, derived.wrt
    names = [name for name in rates if rates[name] == D(Sym(name), t)]
    none = dict.fromkeys(rates, ZERO)
    # An open derivative is never moved; a value of a function is, and stands behind the letters.
    stand_in: dict[str, Expr] = {name: Call("rate", (Sym(f"{name}'"),)) for name in names}
    moving = dict(rates) | stand_in

    def side(e: Expr, rate: Expr, others: Mapping[str, Expr]) -> Expr:
        return tidy(substitute(_with_rates(e, t, {**others, asked: rate}), dict(values)))

    factor = _difference(*(side(e, ONE, none) for e in (last.left, last.right)))
    if factor == ZERO:
        raise TutorError(f"the equation says nothing about d{asked}/d{t}")
    start = _difference(*(side(e, ZERO, moving) for e in (last.right, last.left)))
    found = _divided(start, factor, t)
    for _, _, line in finish(found, found, t):
        found = line
    back = {stand_in[name]: rates[name] for name in names}
    return mapped(found, back.get)


def _divided(start: Expr, factor: Expr, t: str) -> Expr:
    """One over the other, without a number or a minus that stands in all terms of both."""
    terms, below = (terms_of(e) for e in (start, factor))
    above = None if terms is None else expanded(terms, t)
    if not above or below is None or len(below) != 1:
        return tidy(Div(start, factor))
    scale, powers = below[0]
    return tidy(Div(sum_of([(k / scale, each) for k, each in above], t), sum_of([(Fraction(1), powers)], t)))


def _difference(a: Expr, b: Expr) -> Expr:
    return a if b == ZERO else tidy(Neg(b)) if a == ZERO else tidy(Add((a, Neg(b))))


def _with_rates(e: Expr, t: str, rates: Mapping[str, Expr]) -> Expr:
    """The expression with something for each rate; a rate that stands for itself stays."""
    known = {D(Sym(name), t): value for name, value in rates.items()}
    return mapped(e, lambda node: known.get(node) if isinstance(node, D) else None)
