"""Related rates: an equation between letters that change in time, differentiated by time and solved for one rate."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.derive import DerivationOf, StepOf, derive, moved
from tutor.errors import TutorError
from tutor.expr import ONE, ZERO, Add, D, Div, Expr, Neg, Sym, mapped, substitute
from tutor.lines import Equation
from tutor.surds import is_zero, simplest

__all__ = ["OfRates", "derive_rates", "solved_rate"]

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
        known = {D(Sym(name), derived.wrt): value for name, value in {**rates, asked: rate}.items()}
        put_in = mapped(whole, lambda e: known.get(e) if isinstance(e, D) else None)
        return simplest(substitute(put_in, dict(values)))

    start = with_rate(ZERO)
    factor = simplest(Add((with_rate(ONE), Neg(start))))
    if is_zero(factor):
        raise TutorError(f"at that moment the equation says nothing about d{asked}/d{derived.wrt}")
    return simplest(Neg(Div(start, factor)))
