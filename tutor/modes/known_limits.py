"""Difference quotients that algebra alone does not simplify: a theorem takes x and h apart, known limits are left."""

from __future__ import annotations

from typing import NamedTuple

from tutor.derive import derive
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
    as_fraction,
    depends_on,
    number,
    substitute,
)
from tutor.surds import worked_out
from tutor.tidy import tidy

__all__ = ["Apart", "H", "Known", "Line", "Slip", "elementary_quotient"]

H, _U = Sym("h"), Sym("u")


Line = tuple[str | Expr, ...]  # a sentence with formulas in it


class Known(NamedTuple):
    """A part of a quotient that is 0/0 at h = 0, what it goes to, why, and what it is often taken to go to."""

    part: Expr
    limit: Expr
    because: Line
    mistaken: tuple[Expr, ...]


class Slip(NamedTuple):
    """What a quotient is taken for, and what to say then."""

    quotient: Expr
    said: Line


class Apart(NamedTuple):
    """The quotient of one function: opened by a theorem, then sorted so that h is left in known limits alone.

    `moved` is the function at x + h; the law, its `formula` here and `sorting` say how the lines come about.
    """

    moved: Expr
    law: str
    formula: Line
    opened: Expr
    sorting: Line
    apart: Expr
    known: tuple[Known, ...]
    slips: tuple[Slip, ...]

    @property
    def theorem(self) -> Line:
        """The law and its formula in one sentence."""
        return (f"{self.law[0].upper()}{self.law[1:]}: ", *self.formula)


def elementary_quotient(f: Expr, wrt: str, place: Expr | None = None) -> Apart | None:
    """The quotient of the sine, cosine or logarithm of a linear function, or of a power with a fixed base.

    With a place, the one there. None for every other function.
    """
    match f:
        case Call("sin" | "cos" | "ln", (inside,)) if depends_on(inside, {wrt}):
            pass
        case Pow(base, inside) if not depends_on(base, {wrt}) and depends_on(inside, {wrt}):
            pass
        case _:
            return None
    factor = derive(inside, wrt).line
    if depends_on(factor, {wrt}):
        return None
    here = inside if place is None else worked_out(substitute(inside, {wrt: place}))
    step = _step(factor)
    match f:
        case Call("sin" | "cos" as name):
            return _wave(name, here, step, factor)
        case Call():
            return _logarithm(here, step, factor)
        case _:
            return _power(base, here, step, factor)


def _step(factor: Expr) -> Expr:
    """By how much the inside moves: 2h, and h/2 rather than 1/2 h."""
    known = as_fraction(factor)
    if known is None or known.denominator == 1:
        return tidy(Mul((factor, H)))
    return Div(tidy(Mul((number(known.numerator), H))), number(known.denominator))


def _plus(here: Expr, step: Expr) -> Expr:
    return Add((*(here.terms if isinstance(here, Add) else (here,)), step))


def _wave(name: str, here: Expr, step: Expr, factor: Expr) -> Apart:
    other = "cos" if name == "sin" else "sin"
    same, changed = (Call(each, (here,)) for each in (name, other))
    alone = Call(name, (step,))
    sin_h, cos_h = (Call(each, (step,)) for each in ("sin", "cos"))
    still, moves = Div(Add((cos_h, Neg(ONE))), H), Div(sin_h, H)
    moved = Call(name, (_plus(here, step),))
    sign, wrong_sign = (_plain, Neg) if name == "sin" else (Neg, _plain)
    opened = Add((Mul((same, cos_h)), sign(Mul((changed, sin_h)))))
    theorem: Line = (moved, " = ", opened, ".")
    return Apart(
        moved,
        "the addition theorem",
        theorem,
        Div(Add((*opened.terms, Neg(same))), H),
        ("Sort by ", same, " and ", changed, ", which have no h."),
        Add((Mul((same, still)), sign(Mul((changed, moves))))),
        (
            Known(still, ZERO, (still, " goes to 0."), (ONE,)),
            Known(moves, factor, _scaled(moves, factor, Div(Call("sin", (_U,)), _U), ONE, step), (ZERO, ONE)),
        ),
        (
            Slip(Div(alone, H), (moved, " is not ", same, " + ", alone, ": it is ", opened, ".")),
            Slip(
                Add((Mul((same, still)), wrong_sign(Mul((changed, moves))))),
                ("Look at the sign in the addition theorem: ", *theorem),
            ),
        ),
    )


def _plain(e: Expr) -> Expr:
    return e


def _power(base: Expr, here: Expr, step: Expr, factor: Expr) -> Apart:
    same, more = Pow(base, here), Pow(base, step)
    part = Div(Add((more, Neg(ONE))), H)
    natural = ONE if base == E else Call("ln", (base,))
    limit = tidy(Mul((factor, natural)))
    moved, opened = Pow(base, _plus(here, step)), Mul((same, more))
    raised = Div(Add((Pow(base, _U), Neg(ONE))), _U)
    return Apart(
        moved,
        "a sum in the exponent is a product of powers",
        (moved, " = ", opened, "."),
        Div(Add((opened, Neg(same))), H),
        ("Take out ", same, ", which has no h."),
        Mul((same, part)),
        (Known(part, limit, _scaled(part, limit, raised, natural, step), (ZERO, ONE, factor)),),
        (
            Slip(Div(more, H), (moved, " is not ", same, " + ", more, ": it is the product ", opened, ".")),
            Slip(part, (same, " is a factor of both powers. Taken out, it stays as a factor.")),
        ),
    )


def _logarithm(here: Expr, step: Expr, factor: Expr) -> Apart:
    inside = _plus(here, step)
    ratio = tidy(Div(step, here))
    part = Div(Call("ln", (Add((ONE, ratio)),)), H)
    limit = tidy(Div(factor, here))
    moved, same, alone = (Call("ln", (e,)) for e in (inside, here, step))
    split = Call("ln", (Div(inside, here),))
    known = _scaled(part, limit, Div(Call("ln", (Add((ONE, _U)),)), _U), ONE, ratio)
    parted: Line = (Div(inside, here), " is ", Add((ONE, ratio)), ".")
    return Apart(
        moved,
        "a difference of logarithms is the logarithm of a quotient",
        (Add((moved, Neg(same))), " = ", split, "."),
        Div(split, H),
        parted,
        part,
        (Known(part, limit, known, (ZERO, ONE, factor)),),
        (
            Slip(Div(alone, H), (moved, " is not ", same, " + ", alone, ".")),
            Slip(Div(Call("ln", (Add((ONE, step)),)), H), (here, " divides both of them: ", *parted)),
        ),
    )


def _scaled(part: Expr, limit: Expr, plain: Expr, to: Expr, step: Expr) -> Line:
    """ "sin(u)/u goes to 1. With u = 2h, …", or without a u where the step is h itself."""
    if step == H:
        return (part, " goes to ", limit, ".")
    return (plain, " goes to ", to, ". With u = ", step, ", ", part, " goes to ", limit, ".")
