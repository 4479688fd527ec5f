"""The derivative from its definition: the difference quotient, worked until h can go to 0."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.derive import DerivationOf, StepOf, derive
from tutor.errors import TutorError
from tutor.expr import (
    ONE,
    ZERO,
    Add,
    Call,
    Div,
    Expr,
    Mul,
    Neg,
    Pow,
    Sym,
    as_fraction,
    depends_on,
    letters,
    number,
    substitute,
    total,
    walk,
)
from tutor.lines import Limit
from tutor.modes.difference import (
    TAKEN,
    H,
    divided_by_h,
    elementary_parts,
    limit_of_quotient,
    limits_used,
    negated,
    opened_quotient,
    raw_quotient,
    simplified_quotient,
    with_factor,
)
from tutor.modes.known_limits import Line
from tutor.show import pretty
from tutor.terms import Term, expanded, is_polynomial, sum_of, terms_of

__all__ = ["FromDefinition", "derive_from_definition"]

FromDefinition = DerivationOf[Expr, Expr | Limit]
Move = tuple[str, Expr | Limit]  # the sentence and the line after it
_CANCELS = "Above, what has no h cancels."


def derive_from_definition(f: Expr, wrt: str = "x") -> FromDefinition:
    """The derivation of f by the limit of its difference quotient.

    Works for polynomials, fractions and square roots of them, and sums with sines, cosines, logarithms and powers such
    as e^x. Raises TutorError for other functions, and where the letter h is taken.
    """
    if "h" in letters(f):
        raise TutorError(TAKEN)
    x, quotient = Sym(wrt), raw_quotient(f, wrt)
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
    if not depends_on(f, {x.name}):
        return _constant()
    terms, before = terms_of(substitute(f, {x.name: Add((x, H))})), terms_of(f)
    out = None if terms is None else expanded(terms, x.name)
    if out is not None and before is not None and is_polynomial(out):
        return _polynomial(f, x, out, before)
    return _by_theorem(f, x) if elementary_parts(f, x.name) else _by_algebra(f, x)


def _polynomial(f: Expr, x: Sym, out: list[Term], before: list[Term]) -> Iterator[Move]:
    everything = Add((sum_of(out, x.name), *negated(f)))
    flat = total(tuple(t for part in everything.terms for t in (part.terms if isinstance(part, Add) else (part,))))
    yield "Multiply out.", Limit(Div(flat, H))
    left = expanded([*out, *((-k, p) for k, p in before)], x.name) or []
    if not left:
        yield from _constant()
        return
    yield "What has no h cancels.", Limit(Div(sum_of(left, x.name), H))
    divided = divided_by_h(left)
    yield "Every term that is left has a factor h: divide by h.", Limit(sum_of(divided, x.name))
    limit = sum_of([term for term in divided if H not in term[1]], x.name)
    yield "Now h may go to 0.", limit


def _constant() -> Iterator[Move]:
    yield "Everything cancels: nothing is left above, whatever h is.", Limit(ZERO)
    yield "The limit of 0 is 0.", ZERO


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


def _by_algebra(f: Expr, x: Sym) -> Iterator[Move]:
    simplified = _simplified(f, x)
    line = with_factor(simplified, x.name)
    if line is None:
        yield "Divide by h in each term.", Limit(simplified)
    else:
        yield _cancelled(f, x), Limit(line)
        yield "Divide by h.", Limit(simplified)
    yield "Now h may go to 0.", derive(f, x.name).line


def _cancelled(f: Expr, x: Sym) -> str:
    """How it comes about that h can be divided out."""
    moving = [node for node in walk(f) if depends_on(node, {x.name})]
    if any(isinstance(node, Call) for node in moving):
        return f"Multiply above and below by the sum of the two roots. {_CANCELS}"
    fractions = any(isinstance(node, Div) and node.den in moving for node in moving)
    powers = any(isinstance(node, Pow) and (as_fraction(node.exp) or 0) < 0 for node in moving)
    return f"{'Common denominator.' if fractions or powers else 'Multiply out.'} {_CANCELS}"


def _by_theorem(f: Expr, x: Sym) -> Iterator[Move]:
    """Where h cannot be divided out: known limits are left in the end."""
    simplified, parts = _simplified(f, x), elementary_parts(f, x.name)
    by_terms = "Term by term. " if isinstance(f, Add) else ""
    yield by_terms + _said(part.theorem for part in parts), Limit(opened_quotient(f, x.name))
    yield _said(part.sorting for part in parts), Limit(simplified)
    yield _said(known.because for known in limits_used(f, x.name)), limit_of_quotient(f, x.name)


def _said(lines: Iterator[Line]) -> str:
    """Sentences one after the other, each of them once."""
    told = ("".join(part if isinstance(part, str) else pretty(part) for part in line) for line in lines)
    return " ".join(dict.fromkeys(told))


def _simplified(f: Expr, x: Sym) -> Expr:
    try:
        return simplified_quotient(f, x.name)
    except TutorError:
        raise TutorError(
            "from the definition I work out polynomials, fractions, square roots, and sums with sin, cos, ln and "
            f"powers such as e^{x.name}; {pretty(f)} takes the rules"
        ) from None
