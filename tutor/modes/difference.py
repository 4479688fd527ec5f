"""The difference quotient, simplified until h no longer divides: polynomials, fractions and roots of them.

In a sum there may be sines, cosines, logarithms and powers as well; of these a known limit is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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
    children,
    depends_on,
    letters,
    mapped,
    number,
    product,
    substitute,
    total,
    walk,
    with_children,
)
from tutor.modes.known_limits import Apart, H, Known, Line, elementary_quotient
from tutor.surds import simplest
from tutor.terms import Term, expanded, sum_of, terms_of
from tutor.tidy import tidy, tidy_node

__all__ = [
    "TAKEN", "H", "divided_by_h", "elementary_parts", "limit_of_quotient", "limits_used", "mistaken_limits", "negated",
    "opened_quotient", "raw_quotient", "simplified_quotient", "slipped_quotients", "with_factor",
]  # fmt: skip

TAKEN = "the function has a letter h, which the difference quotient needs; rename it"


def raw_quotient(f: Expr, wrt: str = "x", place: Expr | None = None) -> Expr:
    """(f(x + h) - f(x))/h as it is set up, at a place where one is given."""
    start = Sym(wrt) if place is None else place
    moved, here = (substitute(f, {wrt: to}) for to in (Add((start, H)), start))
    return _flat(Div(Add((moved, *negated(here))), H))


def negated(f: Expr) -> tuple[Expr, ...]:
    """The terms of -f."""
    terms = f.terms if isinstance(f, Add) else (f,)
    return tuple(term.arg if isinstance(term, Neg) else Neg(term) for term in terms)


def _flat(e: Expr) -> Expr:
    """Without a sum directly in a sum: (x + h) + 1 is x + h + 1."""
    parts = tuple(map(_flat, children(e)))
    if isinstance(e, Add):
        return Add(tuple(t for part in parts for t in (part.terms if isinstance(part, Add) else (part,))))
    return with_children(e, parts) if parts else e


def simplified_quotient(f: Expr, wrt: str = "x", place: Expr | None = None) -> Expr:
    """The same with h divided out, so that it has a value at h = 0.

    Of sines, cosines, logarithms and powers known limits are left, sin(h)/h and the like, which have none.
    Raises TutorError for a function whose quotient is not taken apart here, and where h is taken.
    """
    return _neat(_line(f, wrt, place, lambda each: each.apart), wrt)


def opened_quotient(f: Expr, wrt: str = "x", place: Expr | None = None) -> Expr:
    """The line before, where a theorem has just been applied to each sine, cosine, logarithm and power."""
    return _over(_line(f, wrt, place, lambda each: each.opened))


def limit_of_quotient(f: Expr, wrt: str = "x", place: Expr | None = None) -> Expr:
    """What the simplified quotient goes to: known limits are put in, and h is 0 elsewhere."""
    return _with_limits(f, wrt, place, {})


def elementary_parts(f: Expr, wrt: str = "x", place: Expr | None = None) -> tuple[Apart, ...]:
    """What is known of the sines, cosines, logarithms and powers that f is a sum of; none where algebra will do."""
    found: dict[Expr, Apart] = {}

    def noted(node: Expr) -> Expr | None:
        each = elementary_quotient(node, wrt, place)
        if each is not None:
            found[node] = each
        return node if each is not None else None

    mapped(f, noted)
    return tuple(found.values())


def limits_used(f: Expr, wrt: str = "x", place: Expr | None = None) -> tuple[Known, ...]:
    """The known limits that are left in the simplified quotient: of sin(x) at 0 there is only sin(h)/h."""
    everything = dict.fromkeys(known for each in elementary_parts(f, wrt, place) for known in each.known)
    mark = Sym("known")

    def is_left(known: Known) -> bool:
        marked = mapped(_line(f, wrt, place, lambda each: each.apart), {known.part: mark}.get)
        return depends_on(_neat(marked, wrt), {mark.name})

    return tuple(known for known in everything if is_left(known))


def mistaken_limits(f: Expr, wrt: str = "x", place: Expr | None = None) -> Iterator[tuple[Expr, Line]]:
    """What comes out where one of the known limits is taken for another number, and what it goes to."""
    for known in limits_used(f, wrt, place):
        for wrong in known.mistaken:
            if wrong != known.limit:
                yield _with_limits(f, wrt, place, {known.part: wrong}), known.because


def slipped_quotients(f: Expr, wrt: str = "x", place: Expr | None = None) -> Iterator[tuple[Expr, Line]]:
    """What comes out where a theorem is misremembered, and what to say about it."""
    for part in elementary_parts(f, wrt, place):
        for slip in part.slips:

            def line(each: Apart, slipped: Apart = part, quotient: Expr = slip.quotient) -> Expr:
                return quotient if each == slipped else each.apart

            yield _line(f, wrt, place, line), slip.said


def _with_limits(f: Expr, wrt: str, place: Expr | None, wrong: dict[Expr, Expr]) -> Expr:
    limits = {known.part: known.limit for each in elementary_parts(f, wrt, place) for known in each.known} | wrong
    put_in = mapped(_line(f, wrt, place, lambda each: each.apart), limits.get)
    return _neat(substitute(put_in, {H.name: ZERO}), wrt)


def _line(f: Expr, wrt: str, place: Expr | None, line: Callable[[Apart], Expr]) -> Expr:
    """The quotient with this line of each sine, cosine, logarithm and power."""
    if "h" in letters(f) or wrt == "h":
        raise TutorError(TAKEN)

    def elementary(part: Expr) -> Expr | None:
        each = elementary_quotient(part, wrt, place)
        return None if each is None else line(each)

    found = _quotient(f, wrt, elementary)
    return found if place is None else substitute(found, {wrt: place})


def _over(e: Expr) -> Expr:
    """3 times a fraction as one fraction, half of one too."""
    match e:
        case Add(terms):
            flat = (t for term in map(_over, terms) for t in (term.terms if isinstance(term, Add) else (term,)))
            return Add(tuple(flat))
        case Neg(arg):
            return Neg(_over(arg))
        case Mul((*others, Div(above, below))) if H in _factors(below):
            return Div(Mul((*others, above)), below)
        case Div(Div(above, below), under) if H in _factors(below):
            return Div(above, Mul((under, *_factors(below))))
        case _:
            return e


def with_factor(quotient: Expr, wrt: str) -> Expr | None:
    """A simplified quotient with the factor h above and below, as it is before h is divided out.

    None where it is 0, and where there are several fractions in it.
    """
    match quotient:
        case Neg(arg):
            inner = with_factor(arg, wrt)
            return None if inner is None else Neg(inner)
        case Div(above, below):
            return Div(H if above == ONE else _times(above, wrt), Mul((H, *_factors(below))))
        case _ if quotient == ZERO or any(isinstance(node, Div) for node in walk(quotient)):
            return None
        case _:
            return Div(_times(quotient, wrt), H)


def _times(e: Expr, wrt: str) -> Expr:
    """h times it, multiplied out where it is a sum."""
    terms = terms_of(Mul((H, e))) if isinstance(e, Add | Mul) else None
    out = None if terms is None else expanded(terms, wrt)
    return sum_of(out, wrt) if out else tidy(Mul((e, H)))


def _factors(e: Expr) -> tuple[Expr, ...]:
    return e.factors if isinstance(e, Mul) else (e,)


Elementary = Callable[[Expr], Expr | None]


def _none(part: Expr) -> Expr | None:
    return None


def _quotient(f: Expr, wrt: str, elementary: Elementary = _none) -> Expr:
    """By the shape of f: what has no x gives 0, sums go term by term, fractions and roots by what stands in them.

    `elementary` gives the quotient of a term that is no algebra; in fractions and roots there is none.
    """
    if not depends_on(f, {wrt}):
        return ZERO
    if (divided := _of_polynomial(f, wrt)) is not None:
        return divided
    if (found := elementary(f)) is not None:
        return found
    match f:
        case Neg(arg):
            return Neg(_quotient(arg, wrt, elementary))
        case Add(terms):
            return total(tuple(q for q in (_quotient(term, wrt, elementary) for term in terms) if q != ZERO))
        case Mul(factors) if sum(depends_on(factor, {wrt}) for factor in factors) == 1:
            return product(tuple(_quotient(g, wrt, elementary) if depends_on(g, {wrt}) else g for g in factors))
        case Div(above, below) if not depends_on(below, {wrt}):
            return Div(_quotient(above, wrt, elementary), below)
        case Div(above, below):
            crossed = Add((Mul((_quotient(above, wrt), below)), Neg(Mul((above, _quotient(below, wrt))))))
            return Div(crossed, Mul((below, _moved(below, wrt))))
        case Pow(base, exp) if (n := as_fraction(exp)) is not None and n < 0 and n.denominator == 1:
            return _quotient(Div(ONE, base if n == -1 else Pow(base, number(-n))), wrt)
        case Call("sqrt", (inside,)):
            return Div(_quotient(inside, wrt), Add((Call("sqrt", (_moved(inside, wrt),)), f)))
    raise TutorError(
        "I simplify the quotients of polynomials, fractions and square roots, and of sums with sin, cos, ln and powers "
        "such as e^x in them; this function needs more than that"
    )


def _moved(e: Expr, wrt: str) -> Expr:
    return substitute(e, {wrt: Add((Sym(wrt), H))})


def _of_polynomial(f: Expr, wrt: str) -> Expr | None:
    """Multiplied out, without what cancels, and divided by h; None where f is no polynomial in the variable."""
    before, after = terms_of(f), terms_of(_moved(f, wrt))
    if before is None or after is None or not all(_is_power(term, wrt) for term in before):
        return None
    left = expanded([*after, *((-k, powers) for k, powers in before)], wrt)
    if left is None:
        return None
    if not all(powers.get(H, 0) >= 1 for _, powers in left):
        return None
    return sum_of(divided_by_h(left), wrt)


def divided_by_h(terms: Sequence[Term]) -> list[Term]:
    """The terms, each of which has a factor h, without it."""
    return [(k, {b: e - (b == H) for b, e in powers.items() if b != H or e != 1}) for k, powers in terms]


def _is_power(term: Term, wrt: str) -> bool:
    """Is the variable only met as a whole positive power of itself, or of a sum?"""
    return all(
        not depends_on(base, {wrt}) or (_is_plain(base) and exponent > 0 and exponent.denominator == 1)
        for base, exponent in term[1].items()
    )


def _is_plain(base: Expr) -> bool:
    """A letter, or a sum of products of them."""
    match base:
        case Sym():
            return True
        case Add() | Mul() | Neg():
            return all(map(_is_plain, children(base)))
        case Pow(inner, exp):
            n = as_fraction(exp)
            return _is_plain(inner) and n is not None and n > 0 and n.denominator == 1
        case _:
            return as_fraction(base) is not None


def _neat(e: Expr, wrt: str) -> Expr:
    """Sums multiplied out and constants worked out, from the inside to the outside; products below a bar are kept."""
    if not letters(e):
        return simplest(e)
    parts = children(e)
    if not parts:
        return e
    if isinstance(e, Div):
        below = _neat_factors(e.den, wrt)
        return tidy_node(Div(_neat(e.num, wrt), below), wrt)
    e = tidy(with_children(e, tuple(_neat(part, wrt) for part in parts)))
    if isinstance(e, Add | Mul) and (terms := terms_of(e)) is not None and all(_stays(t) for t in terms):
        out = expanded(terms, wrt)
        return e if out is None else sum_of(out, wrt) if out else ZERO
    return e


def _neat_factors(e: Expr, wrt: str) -> Expr:
    if isinstance(e, Mul):
        return tidy(Mul(tuple(_neat_factors(factor, wrt) for factor in e.factors)))
    if isinstance(e, Pow):
        return tidy(Pow(_neat(e.base, wrt), e.exp))
    return _neat(e, wrt)


def _stays(term: Term) -> bool:
    """Has the term nothing below a bar, and no root?"""
    return all(exponent > 0 and exponent.denominator == 1 and _is_plain(base) for base, exponent in term[1].items())
