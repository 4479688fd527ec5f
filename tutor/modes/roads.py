"""Other roads to the same derivative: where two are common, the derivation takes the shorter and names the other."""

from __future__ import annotations

from tutor.derive import Derivation
from tutor.expr import Div, Expr, Mul, Pow, Sym, as_fraction, depends_on, walk
from tutor.show import pretty
from tutor.terms import expanded, sum_of, terms_of

__all__ = ["other_roads"]

_BY_RULE = {
    "tangent": "tan is sin over cos: the quotient rule leads to 1/cos², which is sec².",
    "cotangent": "cot is cos over sin: the quotient rule leads to −1/sin², which is −csc².",
    "reciprocal": "1/v is also the power v⁻¹: power rule and chain rule give the same.",
    "variable-power": "u to the v is also e to the v ln u: the chain rule gives the same.",
    "divide-out": "The quotient rule would do as well, with more to tidy up.",
    "negative-power": "The quotient rule would do as well, with more to tidy up.",
    "one-power": "The product rule would do as well, with more to tidy up.",
}


def other_roads(derivation: Derivation) -> list[str]:
    """A sentence for each other road that a teacher would name, in the order of the steps."""
    f, wrt = derivation.function, derivation.wrt
    if derivation.order > 1 or not derivation.steps:
        return []
    found = [_BY_RULE[step.id] for step in derivation.steps if step.id in _BY_RULE]
    first = derivation.steps[0]
    if first.id in ("product", "product-of-several") and (out := _multiplied_out(f, wrt)) is not None:
        found.append(f"Multiplied out first, the function is {pretty(out, wrt)}, and needs no product rule.")
    elif len(_factors(f, wrt)) >= 3:
        found.append("With logarithms the product becomes a sum: --method log shows that road.")
    return list(dict.fromkeys(found))


def _multiplied_out(f: Expr, wrt: str) -> Expr | None:
    """A product of two short polynomials as one; None for anything else."""
    if not isinstance(f, Mul) or any(not _is_polynomial(g, wrt) or isinstance(g, Pow) for g in f.factors):
        return None
    terms = terms_of(f)
    out = None if terms is None else expanded(terms, wrt)
    return sum_of(out, wrt) if out and len(out) <= 5 else None


def _is_polynomial(e: Expr, wrt: str) -> bool:
    terms = terms_of(e)
    return terms is not None and all(
        base == Sym(wrt) and exponent > 0 and exponent.denominator == 1
        for _, powers in terms
        for base, exponent in powers.items()
    )


def _factors(f: Expr, wrt: str) -> list[Expr]:
    """The factors above and below that move."""
    sides = (f.num, f.den) if isinstance(f, Div) else (f,)
    flat = [g for side in sides for g in (side.factors if isinstance(side, Mul) else (side,))]
    return [g for g in flat if depends_on(g, {wrt}) and as_fraction(g) is None and sum(1 for _ in walk(g)) > 1]
