"""Expressions as terms: a number and powers of bases. x, e^x, sin(x), and a sum such as x + 1 too, count as one base.

The form in which sums are multiplied out, compared and put together again; `finish` and others work with it.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from tutor.expr import ONE, Add, Call, Div, E, Expr, Mul, Neg, Num, Pow, Sym, as_fraction, number, product, total
from tutor.tidy import exponent_unit, tidy_node

__all__ = [
    "UNIT", "Powers", "Term", "build", "expanded", "is_exponential", "is_polynomial", "shared", "sum_of", "term_of",
    "terms_of", "times",
]  # fmt: skip

Powers = dict[Expr, Fraction]  # base -> exponent
Term = tuple[Fraction, Powers]

UNIT = Fraction(1)
_HIGHEST = 4
_MOST_TERMS = 60  # what a person would still multiply out by hand


def term_of(e: Expr) -> Term | None:
    """A number and powers of bases whose product is `e`; None where an exponent is not a rational number."""
    scale, powers = Fraction(1), Powers()
    todo: list[tuple[Expr, Fraction]] = [(e, Fraction(1))]
    while todo:
        node, times = todo.pop()
        value = as_fraction(node)
        if value is not None and times.denominator == 1:
            if (value == 0 and times < 0) or (isinstance(node, Num) and node.text):
                return None
            scale *= value ** int(times)
            continue
        match node:
            case Neg(arg) if times.denominator == 1:
                scale *= Fraction(-1) ** int(times)
                todo.append((arg, times))
            case Mul(factors) if times.denominator == 1:
                todo.extend((factor, times) for factor in reversed(factors))
            case Div(a, b) if times.denominator == 1:
                todo += [(b, -times), (a, times)]
            case Call("sqrt", (base,)):
                _raise(powers, base, times / 2)
            case Pow(base, exponent) if base == E:
                k, unit = exponent_unit(exponent)
                _raise(powers, Pow(E, unit), times * k)
            case Pow(base, exponent) if (p := as_fraction(exponent)) is not None and 1 in (
                p.denominator,
                times.denominator,
            ):
                # (u^2)^3 is u^6; u^(1/3) keeps its root unless it is raised to a whole power.
                if p.denominator == 1:
                    todo.append((base, times * p))
                else:
                    _raise(powers, base, times * p)
            case _:
                _raise(powers, node, times)
    return scale, {base: exponent for base, exponent in powers.items() if exponent}


def _raise(powers: Powers, base: Expr, exponent: Fraction) -> None:
    powers[base] = powers.get(base, Fraction(0)) + exponent


def terms_of(e: Expr) -> list[Term] | None:
    """The terms of a sum, each taken apart."""
    terms = [term_of(term) for term in (e.terms if isinstance(e, Add) else (e,))]
    return None if any(term is None for term in terms) else [term for term in terms if term is not None]


def build(scale: Fraction, powers: Powers, wrt: str, rest: Expr = ONE, *, below_too: bool = False) -> Expr:
    """number · powers · rest as one tidy fraction, negative powers below the bar.

    e^(-x) stays above, as it is printed, unless `below_too`.
    """
    above: list[Expr] = [number(abs(scale.numerator))]
    below: list[Expr] = [number(scale.denominator)]
    for base, exponent in powers.items():
        stays = is_exponential(base) and not below_too
        (below if exponent < 0 and not stays else above).append(_power(base, exponent if stays else abs(exponent)))
    above.append(rest)
    den = product(tuple(g for g in below if g != ONE))
    num = product(tuple(g for g in above if g != ONE))
    whole = tidy_node(num if den == ONE else Div(num, den), wrt)
    return Neg(whole) if scale < 0 else whole


def _power(base: Expr, exponent: Fraction) -> Expr:
    if isinstance(base, Pow) and base.base == E:
        return Pow(E, tidy_node(tidy_node(Mul((number(exponent), base.exp)))))
    if exponent == 1:
        return base
    whole, half = divmod(exponent, 1)
    if half == Fraction(1, 2) and (whole == 0 or (whole == 1 and isinstance(base, Sym))):
        root = Call("sqrt", (base,))
        return root if not whole else Mul((base, root))
    return Pow(base, number(exponent))


def expanded(terms: list[Term], wrt: str) -> list[Term] | None:
    """The terms multiplied out, like ones added, highest power of the variable first; None where that is too long."""
    # The key forgets the order of the factors; what is built from it must not.
    collected: dict[frozenset[tuple[Expr, Fraction]], Term] = {}
    for scale, powers in terms:
        parts = _multiplied_out(scale, powers)
        if parts is None:
            return None
        for k, bases in parts:
            before, order = collected.get(key := frozenset(bases.items()), (Fraction(0), bases))
            collected[key] = before + k, order
        if len(collected) > _MOST_TERMS:
            return None
    found = [term for term in collected.values() if term[0]]
    if all(isinstance(base, Sym) for _, powers in found for base in powers):
        found.sort(key=lambda term: -term[1].get(Sym(wrt), Fraction(0)))
    return found


def _multiplied_out(scale: Fraction, powers: Powers) -> list[Term] | None:
    result: list[Term] = [(scale, {})]
    for base, exponent in powers.items():
        if isinstance(base, Add) and _is_opened(exponent):
            inner = terms_of(base)
            if inner is None:
                return None
            for _ in range(int(exponent)):
                result = [times(a, b) for a in result for b in inner]
                if len(result) > _MOST_TERMS:
                    return None
        else:
            result = [times(term, (Fraction(1), {base: exponent})) for term in result]
    # A product may have made a sum whole again: sqrt(x + 1)^2.
    again = [base for _, p in result for base, e in p.items() if isinstance(base, Add) and _is_opened(e)]
    if again:
        parts = [_multiplied_out(k, p) for k, p in result]
        return None if any(part is None for part in parts) else [t for part in parts if part for t in part]
    return result


def _is_opened(exponent: Fraction) -> bool:
    """Is a power of a sum multiplied out? (x + 1)^4 is, (x + 1)^5 stays."""
    return exponent.denominator == 1 and 0 < exponent <= _HIGHEST


def times(a: Term, b: Term) -> Term:
    powers = dict(a[1])
    for base, exponent in b[1].items():
        _raise(powers, base, exponent)
    return a[0] * b[0], {base: exponent for base, exponent in powers.items() if exponent}


def sum_of(terms: list[Term], wrt: str) -> Expr:
    return total(tuple(build(scale, powers, wrt) for scale, powers in _positive_first(terms)))


def _positive_first(terms: list[Term]) -> list[Term]:
    """2 - x rather than -x + 2: turned round where the first term would begin with a minus and the last would not."""
    return terms[::-1] if terms and terms[0][0] < 0 < terms[-1][0] else terms


def shared(terms: list[Term]) -> Term:
    """What all terms share: for each base its lowest power, and the largest number."""
    bases = dict.fromkeys(base for _, powers in terms for base in powers)
    common = {base: _lowest(base, [powers.get(base, Fraction(0)) for _, powers in terms]) for base in bases}
    below = lcm(*(scale.denominator for scale, _ in terms))
    above = gcd(*(int(scale * below) for scale, _ in terms))
    return Fraction(above, below), {base: exponent for base, exponent in common.items() if exponent}


def _lowest(base: Expr, exponents: list[Fraction]) -> Fraction:
    """The power of a base that comes out of every term; an exponential only where it stands in all of them."""
    if not is_exponential(base):
        return min(exponents)
    if min(exponents) > 0:
        return min(exponents)
    return max(exponents) if max(exponents) < 0 else Fraction(0)


def is_exponential(base: Expr) -> bool:
    return isinstance(base, Pow)


def is_polynomial(terms: list[Term]) -> bool:
    """Only letters, with whole positive exponents?"""
    return all(
        isinstance(base, Sym) and e > 0 and e.denominator == 1 for _, powers in terms for base, e in powers.items()
    )
