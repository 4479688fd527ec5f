"""The real and the imaginary part of a function at u + i v, as real formulas."""

from __future__ import annotations

from math import comb

from tutor.errors import TutorError
from tutor.expr import ONE, TWO, ZERO, Add, Call, Div, E, Expr, Mul, Neg, Num, Pow, Sym, as_fraction, number, substitute
from tutor.tidy import tidy

__all__ = ["imaginary_part"]

Pair = tuple[Expr, Expr]
_HIGHEST = 12


def imaginary_part(f: Expr, wrt: str, place: Expr, step: Expr) -> Expr:
    """Im f(a + ih). Raises TutorError for a function whose values at complex numbers are not taught here."""
    return tidy(substitute(_pair(f, wrt)[1], {_RE: place, _IM: step}))


_RE, _IM = "re_", "im_"


def _pair(e: Expr, wrt: str) -> Pair:
    match e:
        case Sym(name):
            return (Sym(_RE), Sym(_IM)) if name == wrt else (e, ZERO)
        case Num():
            return e, ZERO
        case Neg(arg):
            u, v = _pair(arg, wrt)
            return _neg(u), _neg(v)
        case Add(terms):
            pairs = [_pair(term, wrt) for term in terms]
            return _sum([u for u, _ in pairs]), _sum([v for _, v in pairs])
        case Mul(factors):
            found = _pair(factors[0], wrt)
            for factor in factors[1:]:
                found = _times(found, _pair(factor, wrt))
            return found
        case Div(num, den):
            return _over(_pair(num, wrt), _pair(den, wrt))
        case Pow(base, exponent) if base == E:
            u, v = _pair(exponent, wrt)
            size = Pow(E, u)
            return (size, ZERO) if v == ZERO else (_mul(size, Call("cos", (v,))), _mul(size, Call("sin", (v,))))
        case Pow(base, exponent) if (n := as_fraction(exponent)) is not None and n.denominator == 1:
            return _power(_pair(base, wrt), int(n))
        case Call(name, (arg,)):
            return _call(name, _pair(arg, wrt))
        case _:
            raise _unknown()


def _call(name: str, arg: Pair) -> Pair:
    u, v = arg
    if v == ZERO:
        return Call(name, (u,)), ZERO
    match name:
        case "sin":
            return _mul(Call("sin", (u,)), Call("cosh", (v,))), _mul(Call("cos", (u,)), Call("sinh", (v,)))
        case "cos":
            return _mul(Call("cos", (u,)), Call("cosh", (v,))), _neg(_mul(Call("sin", (u,)), Call("sinh", (v,))))
        case _:
            raise _unknown()


def _unknown() -> TutorError:
    return TutorError("the complex step is for powers, quotients, e^x, sin and cos")


def _power(base: Pair, n: int) -> Pair:
    if abs(n) > _HIGHEST:
        raise TutorError(f"the exponent is too high for a complex step, {_HIGHEST} is the most")
    if base[1] == ZERO:
        return Pow(base[0], number(n)), ZERO
    u, v = base
    parts: tuple[list[Expr], list[Expr]] = ([], [])
    for k in range(abs(n) + 1):
        term = _mul(number(comb(abs(n), k)), _mul(_raised(u, abs(n) - k), _raised(v, k)))
        parts[k % 2].append(_neg(term) if k % 4 > 1 else term)
    found = _sum(parts[0]), _sum(parts[1])
    return found if n >= 0 else _over((ONE, ZERO), found)


def _raised(e: Expr, n: int) -> Expr:
    return ONE if n == 0 else e if n == 1 else Pow(e, number(n))


def _times(a: Pair, b: Pair) -> Pair:
    return (
        _sum([_mul(a[0], b[0]), _neg(_mul(a[1], b[1]))]),
        _sum([_mul(a[0], b[1]), _mul(a[1], b[0])]),
    )


def _over(a: Pair, b: Pair) -> Pair:
    if b[1] == ZERO:
        return Div(a[0], b[0]), (ZERO if a[1] == ZERO else Div(a[1], b[0]))
    above = _times(a, (b[0], _neg(b[1])))
    below = _sum([Pow(b[0], TWO), Pow(b[1], TWO)])
    return Div(above[0], below), Div(above[1], below)


def _mul(a: Expr, b: Expr) -> Expr:
    if ZERO in (a, b):
        return ZERO
    return b if a == ONE else a if b == ONE else Mul((a, b))


def _neg(e: Expr) -> Expr:
    return e.arg if isinstance(e, Neg) else e if e == ZERO else Neg(e)


def _sum(terms: list[Expr]) -> Expr:
    kept = tuple(term for term in terms if term != ZERO)
    return Add(kept) if len(kept) > 1 else kept[0] if kept else ZERO
