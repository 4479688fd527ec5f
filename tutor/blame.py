"""Which part of a wrong answer is wrong: a factor too many, a term, what stands above or below, one of the factors.

An answer may still hold open derivatives: a line of a derivation is compared as well as an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import isfinite

from tutor.budget import Budget
from tutor.check import compare
from tutor.derive import derive
from tutor.differential import first_open, problem_functions, stand_in
from tutor.errors import TutorError
from tutor.evaluate import columns
from tutor.expr import Add, Div, Expr, Mul, Neg, Pow, Sym, letters
from tutor.expr import number as as_number
from tutor.lines import Equation
from tutor.points import plain
from tutor.program import compile_
from tutor.show import pretty
from tutor.terms import term_of
from tutor.values import REAL, Interval
from tutor.verdict import Correct

__all__ = ["blame", "blame_on_curve"]

Same = Callable[[Expr, Expr], bool]

_LEAST = 4  # points at which the factor is looked at
_LARGEST = 200  # denominator of a factor that is named
_CLOSE = 1e-9

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def blame(
    f: Expr,
    answer: Expr,
    wrt: str,
    *,
    order: int = 1,
    assume: Mapping[str, Interval],
    budget: Budget | None = None,
) -> str:
    """A sentence that says which part is right and which is not; "" where the shapes do not tell.

    "The first term is right; look at the second.", "Right up to the factor 1/2." Once time is over nothing is said.
    """

    def said(given: Budget, same: Same) -> str:
        return _said(derive(f, wrt, order=order, budget=given).lines, answer, wrt, assume, same)

    return _in_time(said, assume, budget)


def blame_on_curve(
    curve: Equation,
    answer: Expr,
    wrt: str,
    along: str,
    *,
    order: int = 1,
    assume: Mapping[str, Interval],
    budget: Budget | None = None,
) -> str:
    """The same of a wrong formula for the derivative of `along` on a curve: what stands above, and what below.

    A minus may stand before the quotient, above or below: (2y - x^2)/(y^2 - 2x) is (x^2 - 2y)/(2x - y^2).
    """
    from tutor.modes.implicit import derive_implicitly

    def said(_: Budget, same: Same) -> str:
        ours, theirs = _quotient(derive_implicitly(curve, wrt, along, order).line), _quotient(answer)
        if ours is None or theirs is None:
            return ""
        return _compared(Div(*ours), Div(*theirs), same) or _compared(Div(*map(_negated, ours)), Div(*theirs), same)

    return _in_time(said, assume, budget)


def _in_time(said: Callable[[Budget, Same], str], assume: Mapping[str, Interval], budget: Budget | None) -> str:
    """What is said where there is time for it; "" where there is none, or no derivative."""
    given = (budget or Budget()).aside()

    def same(a: Expr, b: Expr) -> bool:
        given.check()
        verdict = compare(a, b, assume=assume, budget=given)
        given.check()  # a term that there was no time for is not to be called wrong
        return isinstance(verdict, Correct)

    try:
        given.check()
        return said(given, same)
    except (TutorError, ValueError):
        return ""


def _quotient(e: Expr) -> tuple[Expr, Expr] | None:
    """What stands above and below, a minus before it above."""
    match e:
        case Div(above, below):
            return above, below
        case Neg(Div(above, below)):
            return _negated(above), below
    return None


def _negated(e: Expr) -> Expr:
    """The negative of it, term by term."""
    match e:
        case Neg(arg):
            return arg
        case Add(terms):
            return Add(tuple(map(_negated, terms)))
    return Neg(e)


def _said(lines: Sequence[Expr], answer: Expr, wrt: str, assume: Mapping[str, Interval], same: Same) -> str:
    if first_open(answer) is None and wrt in letters(answer) - letters(lines[-1]):
        return f"The right answer is the same for every {wrt}, so no {wrt} is left in it."
    if first_open(answer) is None and (said := _factor_off(lines[-1], answer, wrt, assume, same)):
        return said
    return next((said for line in lines if (said := _compared(line, answer, same))), "")


def _factor_off(right: Expr, answer: Expr, wrt: str, assume: Mapping[str, Interval], same: Same) -> str:
    """The factor by which the answer is off, if that is a number or a power of the variable.

    Of a derivative that is constant anything is a multiple, and the factor would tell which. So is, of one that is a
    power of the variable, every other power.
    """
    if wrt not in letters(right):
        return ""
    names = sorted(letters(right) | letters(answer) | {wrt})
    sample = plain(tuple(assume.get(name, REAL) for name in names))
    program = compile_(*(stand_in(e, 0) if problem_functions(e) else e for e in (right, answer)))
    table = columns(program, dict(zip(names, sample.columns, strict=True)))
    ours, theirs = (table[root] for root in program.roots)
    x = sample.columns[names.index(wrt)]
    usable = [i for i in range(len(x)) if isfinite(ours[i]) and isfinite(theirs[i]) and ours[i] and theirs[i]]
    if len(usable) < _LEAST:
        return ""
    term = term_of(right)
    is_power = term is not None and term[1].keys() == {Sym(wrt)}
    for power in (0,) if is_power else (0, 1, -1, 2, -2):
        ratios = [theirs[i] / ours[i] / x[i] ** power for i in usable]
        number = Fraction(ratios[0]).limit_denominator(_LARGEST)
        if not number or any(abs(ratio / float(number) - 1) > _CLOSE for ratio in ratios):
            continue
        factor = _written(number, wrt, power)
        if factor is not None and same(Mul((factor, right)), answer):
            return f"Right up to the factor {pretty(factor, wrt)}."
    return ""


def _written(number: Fraction, wrt: str, power: int) -> Expr | None:
    """number · wrt^power; None for 1."""
    if not power:
        return None if number == 1 else as_number(number)
    raised = Sym(wrt) if abs(power) == 1 else Pow(Sym(wrt), as_number(abs(power)))
    if power > 0:
        return raised if number == 1 else Mul((as_number(number), raised))
    return Div(as_number(number), raised)


def _compared(line: Expr, answer: Expr, same: Same) -> str:
    match line, answer:
        case Add(ours), Add(theirs) if len(ours) == len(theirs):
            return _terms(ours, theirs, same)
        case Div(a, b), Div(c, d):
            above, below = same(a, c), same(b, d)
            if above and not below:
                return f"What stands above is right; look at what stands below.{_within([b], d, same)}"
            if below and not above:
                return f"What stands below is right; look at what stands above.{_within([a], c, same)}"
        case Mul(ours), Mul(theirs):
            return _factors(ours, theirs, same)
    return ""


def _factors(ours: tuple[Expr, ...], theirs: tuple[Expr, ...], same: Same) -> str:
    """All factors but one are among ours."""
    left = list(ours)
    wrong = []
    for factor in theirs:
        found = next((mine for mine in left if same(mine, factor)), None)
        if found is None:
            wrong.append(factor)
        else:
            left.remove(found)
    right = len(theirs) - len(wrong)
    if not right or len(wrong) > 1 or (not wrong and not left):
        return ""
    if not wrong:
        return "Every factor is right, but one is missing."
    said = "The other factor is right" if right == 1 else "The other factors are right"
    return f"{said}; look at {pretty(wrong[0])}."


def _terms(ours: tuple[Expr, ...], theirs: tuple[Expr, ...], same: Same) -> str:
    """Each of our terms may be used for one of theirs, whatever the order."""
    left = list(ours)
    wrong: list[int] = []
    for index, term in enumerate(theirs):
        found = next((mine for mine in left if same(mine, term)), None)
        if found is None:
            wrong.append(index)
        else:
            left.remove(found)
    if len(wrong) != 1 or len(theirs) > len(_ORDINALS):
        return ""
    look = _ORDINALS[wrong[0]]
    within = _within(left, theirs[wrong[0]], same)
    if len(theirs) == 2:
        return f"The {_ORDINALS[1 - wrong[0]]} term is right; look at the {look}.{within}"
    return f"All terms are right but one: look at the {look}.{within}"


def _within(left: Sequence[Expr], term: Expr, same: Same) -> str:
    """Which part of the one wrong term is wrong."""
    said = _compared(left[0], term, same) if len(left) == 1 else ""
    return f" There {said[0].lower()}{said[1:]}" if said else ""
