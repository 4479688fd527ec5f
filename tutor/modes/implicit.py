"""Implicit differentiation: both sides by the rules, then y' collected and solved for."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.derive import DerivationOf, StepOf, derive, moved
from tutor.errors import TutorError
from tutor.expr import ZERO, D, Div, Expr, Mul, Sym, depends_on
from tutor.finish import finish
from tutor.lines import Equation
from tutor.show import pretty
from tutor.terms import Term, expanded, sum_of, terms_of
from tutor.tidy import tidy_node

Row = StepOf[Equation]
Implicit = DerivationOf[Equation, Equation]


def derive_implicitly(curve: Equation, x: str = "x", y: str = "y", order: int = 1) -> Implicit:
    """The derivation of y' on the curve, by the implicit rule; with order 2 of y'' as well, y' put in.

    The lines are equations; the last is y' = …. Raises TutorError when y does not occur, or when no y' is left to
    solve for.
    """
    both = (curve.left, curve.right)
    if not any(depends_on(side, {y}) for side in both):
        raise TutorError(f"the equation has no {y}, so there is no {y}′ to solve for")
    steps = list(_differentiated(curve, x, y))
    slope = D(Sym(y), x)
    solved = _solve(steps, slope, x, y)
    if order == 2:
        solved = _second(steps, solved, x, y)
    elif order > 2:
        raise TutorError("an implicit derivative is worked out for order 1 and 2")
    return DerivationOf(curve, x, order, tuple(steps), solved)


def _differentiated(curve: Equation, x: str, y: str) -> Iterator[Row]:
    line = Equation(D(curve.left, x), D(curve.right, x))
    say = f"Differentiate both sides by {x}; {y} depends on {x}, so every {y} brings a factor {y}′."
    yield StepOf(1, "implicit", "implicit", say, curve.left, (), line, ())
    left, right = (derive(side, x, along=frozenset({y}), polish=False) for side in (curve.left, curve.right))
    for step in left.steps:
        line = Equation(step.line, line.right)
        yield moved(step, 1 + step.number, line)
    done = 1 + (left.steps[-1].number if left.steps else 0)
    for step in right.steps:
        yield moved(step, done + step.number, Equation(line.left, step.line))


def _solve(steps: list[Row], slope: Expr, x: str, y: str) -> Expr:
    """Bring the terms with y' to the left and the others to the right, take y' out, divide."""
    line = steps[-1].line
    sides = terms_of(line.left), terms_of(line.right)
    left, right = (None if side is None else expanded(side, x) for side in sides)
    if left is None or right is None:
        raise TutorError(f"the equation could not be solved for {y}′")
    everything = [*left, *((-k, powers) for k, powers in right)]
    with_slope = [term for term in everything if slope in term[1]]
    without = [(-k, powers) for k, powers in everything if slope not in powers]
    if not with_slope or any(powers[slope] != 1 for _, powers in with_slope):
        raise TutorError(f"no {y}′ is left to solve for: the equation does not make {y} a function of {x}")
    n = steps[-1].number
    collected = Equation(_sum(with_slope, x), _sum(without, x))
    if collected != line:
        n += 1
        say = f"Collect the terms with {y}′ on the left, the others on the right."
        steps.append(StepOf(n, "collect", "collect", say, line.left, (), collected, ()))
    factor = _sum([(k, {b: e for b, e in powers.items() if b != slope}) for k, powers in with_slope], x)
    if len(with_slope) > 1:
        n += 1
        taken = Equation(tidy_node(Mul((slope, factor)), x), collected.right)
        steps.append(StepOf(n, "factor", "factor", f"Take out {y}′.", collected.left, (), taken, ()))
    quotient = tidy_node(Div(collected.right, factor), x)
    n += 1
    say = f"Divide by {pretty(factor, x)}."
    steps.append(StepOf(n, "rewrite", "solve", say, steps[-1].where, (), Equation(slope, quotient), ()))
    return _finished(steps, slope, quotient, x)


def _finished(steps: list[Row], left: Expr, right: Expr, x: str) -> Expr:
    for name, say, ended in finish(right, right, x):
        line = Equation(left, ended)
        steps.append(StepOf(steps[-1].number + 1, name, name, say, right, (), line, ()))
        right = ended
    return right


def _second(steps: list[Row], slope: Expr, x: str, y: str) -> Expr:
    """Differentiate y' = … once more, then put y' in."""
    twice: Expr = D(D(Sym(y), x), x)
    first = steps[-1].number
    derivation = derive(slope, x, along=frozenset({y}))
    for step in derivation.steps:
        line = Equation(twice, step.line)
        steps.append(moved(step, first + step.number, line))
    put_in = _with(derivation.line, D(Sym(y), x), slope)
    line = Equation(twice, put_in)
    say = f"Put in {y}′ = {pretty(slope, x)}."
    steps.append(StepOf(steps[-1].number + 1, "rewrite", "put-in", say, derivation.line, (), line, ()))
    return _finished(steps, twice, put_in, x)


def _with(e: Expr, part: Expr, by: Expr) -> Expr:
    """The expression with every occurrence of one part replaced, and tidied where it was."""
    from tutor.expr import children, with_children

    if e == part:
        return by
    parts = children(e)
    changed = tuple(_with(p, part, by) for p in parts)
    return e if changed == parts else tidy_node(with_children(e, changed))


def _sum(terms: list[Term], x: str) -> Expr:
    return sum_of(terms, x) if terms else ZERO


__all__ = ["derive_implicitly"]
