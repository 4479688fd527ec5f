"""The derivative from its definition: the difference quotient, worked until h can go to 0."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.derive import DerivationOf, StepOf
from tutor.errors import TutorError
from tutor.expr import (
    ONE,
    ZERO,
    Add,
    Call,
    Div,
    E,
    Expr,
    Mul,
    Neg,
    Pow,
    Sym,
    letters,
    number,
    substitute,
    total,
)
from tutor.lines import Limit
from tutor.modes.difference import TAKEN, H, divided_by_h, negated
from tutor.show import pretty
from tutor.terms import expanded, sum_of, terms_of

__all__ = ["FromDefinition", "derive_from_definition"]

FromDefinition = DerivationOf[Expr, Expr | Limit]
Move = tuple[str, Expr | Limit]  # the sentence and the line after it


def derive_from_definition(f: Expr, wrt: str = "x") -> FromDefinition:
    """The derivation of f by the limit of its difference quotient.

    Works for polynomials, 1/x, sqrt(x), e^x and sin(x). Raises TutorError for other functions, and where the letter h
    is taken.
    """
    if "h" in letters(f):
        raise TutorError(TAKEN)
    x = Sym(wrt)
    moved = substitute(f, {wrt: Add((x, H))})
    quotient = Div(Add((moved, *negated(f))), H)
    say = f"The difference quotient: the change of f from {wrt} to {wrt} + h, over h."
    steps: list[StepOf[Expr | Limit]] = [StepOf(1, "definition", "definition", say, f, (), Limit(quotient), ())]
    last: Expr = ZERO
    for n, (said, line) in enumerate(_worked(f, x), start=2):
        steps.append(StepOf(n, "definition", "definition", said, f, (), line, ()))
        if not isinstance(line, Limit):
            last = line
    return DerivationOf(f, wrt, 1, tuple(steps), last)


def _worked(f: Expr, x: Sym) -> Iterator[Move]:
    if f == Div(ONE, x) or f == Pow(x, Neg(ONE)):
        return _reciprocal(x)
    if f == Call("sqrt", (x,)):
        return _root(x)
    if f == Pow(E, x):
        return _exponential(x)
    if f == Call("sin", (x,)):
        return _sine(x)
    return _polynomial(f, x)


def _polynomial(f: Expr, x: Sym) -> Iterator[Move]:
    terms = terms_of(substitute(f, {x.name: Add((x, H))}))
    before = terms_of(f)
    out = None if terms is None else expanded(terms, x.name)
    if out is None or before is None or not all(isinstance(base, Sym) for _, p in out for base in p):
        raise TutorError(
            f"from the definition I work out polynomials, 1/{x.name}, sqrt({x.name}), e^{x.name} and "
            f"sin({x.name}); {pretty(f)} takes the rules"
        )
    if any(exponent < 0 or exponent.denominator > 1 for _, p in out for exponent in p.values()):
        raise TutorError(f"from the definition, {pretty(f)} has a power that is not a whole positive one")
    everything = Add((sum_of(out, x.name), *negated(f)))
    flat = total(tuple(t for part in everything.terms for t in (part.terms if isinstance(part, Add) else (part,))))
    yield "Multiply out.", Limit(Div(flat, H))
    left = expanded([*out, *((-k, p) for k, p in before)], x.name) or []
    if not left:
        yield "Everything cancels: nothing is left above, whatever h is.", Limit(ZERO)
        yield "The limit of 0 is 0.", ZERO
        return
    yield "What has no h cancels.", Limit(Div(sum_of(left, x.name), H))
    divided = divided_by_h(left)
    yield "Every term that is left has a factor h: divide by h.", Limit(sum_of(divided, x.name))
    limit = sum_of([term for term in divided if H not in term[1]], x.name)
    yield "Now h may go to 0.", limit


def _reciprocal(x: Sym) -> Iterator[Move]:
    both = Mul((x, Add((x, H))))
    yield "Common denominator.", Limit(Div(Div(Add((x, Neg(Add((x, H))))), both), H))
    yield "Above, x cancels.", Limit(Div(Neg(H), Mul((H, *both.factors))))
    yield "Divide by h.", Limit(Neg(Div(ONE, both)))
    yield "Now h may go to 0.", Neg(Div(ONE, Pow(x, number(2))))


def _root(x: Sym) -> Iterator[Move]:
    moved, here = Call("sqrt", (Add((x, H)),)), Call("sqrt", (x,))
    both = Add((moved, here))
    above = Mul((Add((moved, Neg(here))), both))
    yield "Multiply above and below by the sum of the two roots.", Limit(Div(above, Mul((H, both))))
    yield "Above, the roots become squares, and x cancels.", Limit(Div(H, Mul((H, both))))
    yield "Divide by h.", Limit(Div(ONE, both))
    yield "Now h may go to 0.", Div(ONE, Mul((number(2), here)))


def _exponential(x: Sym) -> Iterator[Move]:
    e_x, e_h = Pow(E, x), Pow(E, H)
    yield "A sum in the exponent is a product of powers.", Limit(Div(Add((Mul((e_x, e_h)), Neg(e_x))), H))
    quotient = Div(Add((e_h, Neg(ONE))), H)
    yield f"Take out {pretty(e_x)}, which has no h.", Limit(Mul((e_x, quotient)))
    yield f"({pretty(e_h)} − 1)/h goes to 1: that is what makes e the base it is.", e_x


def _sine(x: Sym) -> Iterator[Move]:
    sin_x, cos_x = Call("sin", (x,)), Call("cos", (x,))
    sin_h, cos_h = Call("sin", (H,)), Call("cos", (H,))
    opened = Add((Mul((sin_x, cos_h)), Mul((cos_x, sin_h)), Neg(sin_x)))
    yield "The sine of a sum.", Limit(Div(opened, H))
    one = Mul((sin_x, Div(Add((cos_h, Neg(ONE))), H)))
    two = Mul((cos_x, Div(sin_h, H)))
    yield "Sort by sin x and cos x.", Limit(Add((one, two)))
    yield "(cos h − 1)/h goes to 0 and (sin h)/h goes to 1.", cos_x
