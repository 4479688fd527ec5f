"""The algebra a teacher does aloud after the rules, down to the form a textbook prints.

A line is taken apart into terms, and each term into a number and powers of its bases: x, e^x, sin(x), and also a sum
such as x + 1 as one base. What all terms share comes out (`factor`, or `common denominator` where it stood below), and
the sum that is left is multiplied out where that makes it shorter (`collect`).

A sum of plain powers such as 12x^3 - 4x is left alone, and so is what only a product rule with sines or logarithms
leaves behind: textbooks print those as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import gcd

from tutor.expr import (
    ONE,
    ZERO,
    Add,
    Call,
    Div,
    Expr,
    Mul,
    Neg,
    Num,
    Path,
    Pow,
    Sym,
    as_fraction,
    at,
    children,
    product,
    size,
    walk,
    with_children,
)
from tutor.terms import (
    UNIT,
    Powers,
    Term,
    build,
    expanded,
    is_exponential,
    is_polynomial,
    shared,
    sum_of,
    term_of,
    terms_of,
    times,
)
from tutor.tidy import replaced, tidy_node

Move = Callable[[Expr, str], Expr | None]
Bag = frozenset[tuple[Expr, int]]

_MOST_STEPS = 8
_LONGEST = 300  # nodes; nobody tidies a line that is longer by hand


def finish(line: Expr, f: Expr, wrt: str) -> Iterator[tuple[str, str, Expr]]:
    """The algebra after the last rule for f: for each step its name, its sentence, and the line after it."""
    if not _writes_exponents(f):
        plain = _without_exponents(line, wrt)
        if plain != line:
            line = plain
            yield "rewrite", "Written with roots and fraction bars again, as the function is.", line
    for _ in range(_MOST_STEPS if size(line) <= _LONGEST else 0):
        for name, say, move in _MOVES:
            changed = _anywhere(line, move, wrt)
            if changed is not None and changed != line:
                line = tidy_node(_aligned(changed, wrt, {}), wrt)
                yield name, say, line
                break
        else:
            return


def _writes_exponents(e: Expr) -> bool:
    """Does it have a negative or a fractional exponent, so that the answer may have one too?"""
    exponents = (as_fraction(node.exp) for node in walk(e) if isinstance(node, Pow))
    return any(p is not None and (p < 0 or p.denominator > 1) for p in exponents)


def _without_exponents(line: Expr, wrt: str) -> Expr:
    """Negative and fractional exponents as fraction bars and roots."""
    match line:
        case Add(terms):
            return Add(tuple(_without_exponents(term, wrt) for term in terms))
        case Neg(arg):
            return Neg(_without_exponents(arg, wrt))
    if not any(
        _writes_exponents(g) for g in (line.factors if isinstance(line, Mul) else (line,)) if isinstance(g, Pow)
    ):
        return line
    term = term_of(line)
    return line if term is None else build(term[0], term[1], wrt)


def _anywhere(line: Expr, move: Move, wrt: str) -> Expr | None:
    """The move made on the first place that it fits: sums within a product first, the whole line last."""
    for path in (*_places(line), ()):
        node = at(line, path)
        part = move(node, wrt)
        if part is not None and part != node:
            return replaced(line, path, part, wrt)
    return None


def _aligned(e: Expr, wrt: str, seen: dict[Bag, Expr]) -> Expr:
    """Sums with the same terms written in the same order and with the same signs, so that they cancel.

    1 + x follows x + 1, and 1 - x becomes -(x - 1); what stands below a fraction bar leads.
    """
    parts = children(e)
    if parts:
        changed = tuple(_aligned(part, wrt, seen) for part in reversed(parts))[::-1]
        e = e if changed == parts else tidy_node(with_children(e, changed), wrt)
    if not isinstance(e, Add):
        return e
    opposite = seen.get(_bag(tuple(t.arg if isinstance(t, Neg) else Neg(t) for t in e.terms)))
    return Neg(opposite) if opposite is not None else seen.setdefault(_bag(e.terms), e)


def _bag(terms: tuple[Expr, ...]) -> Bag:
    """The terms without their order, each as often as it stands there: x + x + 1 is not x + 1."""
    return frozenset(Counter(terms).items())


def _places(line: Expr, path: Path = ()) -> Iterator[Path]:
    """The ways to the sums among the factors above a fraction bar, and to the terms of a sum; inner ones first."""
    match line:
        case Neg(arg):
            yield from _places(arg, (*path, 0))
            if not path:
                yield (0,)
        case Add(terms):
            for index, term in enumerate(terms):
                yield from _places(term, (*path, index))
            yield from ((*path, i, 0) if isinstance(t, Neg) else (*path, i) for i, t in enumerate(terms))
        case Div(num, _):
            yield from _places(num, (*path, 0))
        case Mul(factors):
            for index, factor in enumerate(factors):
                if isinstance(factor, Add):
                    yield from _places(factor, (*path, index))
                    yield (*path, index)


def _worth_taking_out(common: Powers, terms: list[Term], rest: list[Term], wrt: str) -> bool:
    """Would a textbook take it out of a sum? An exponential or a bracket always; powers of x alone do not suffice."""
    if len(terms) < 2:
        return False
    below = {base: x for base, x in common.items() if x < 0 and not is_exponential(base)}
    if below:
        # A common denominator: for a root or a bracket that stands in several terms. 1/x + 1/(x + 1) stays a sum.
        several = all(sum(base in powers for _, powers in terms) > 1 for base in below)
        return (
            several and any(isinstance(b, Add) or x.denominator > 1 for b, x in below.items()) and is_polynomial(rest)
        )
    return any(isinstance(base, Add) or is_exponential(base) for base in common)


def _taken_out(e: Expr, wrt: str, below: Powers | None = None) -> tuple[Fraction, Powers, Expr] | None:
    """A sum as number · common powers · what is left, if that is worth a step."""
    terms = terms_of(e)
    if terms is None or len(terms) < 2:
        return None
    scale, common = shared(terms)
    rest = [(k / scale, times((UNIT, p), (UNIT, {b: -x for b, x in common.items()}))[1]) for k, p in terms]
    multiplied = expanded(rest, wrt)
    if multiplied is None or not multiplied:
        return None
    # Above a fraction bar, what cancels and what would be a fraction within a fraction always comes out.
    cancels = below is not None and (
        any(x < 0 or base in below for base, x in common.items()) or _stands_in(sum_of(rest, wrt), below)
    )
    if not cancels and not _worth_taking_out(common, terms, multiplied, wrt):
        return None
    if not any(is_exponential(base) or isinstance(base, Add) or x < 0 for base, x in common.items()) and not cancels:
        return None
    left = _shorter(rest, multiplied, wrt)
    if isinstance(left, Add) and all(isinstance(term, Neg) for term in left.terms):
        scale, left = -scale, Add(tuple(term.arg for term in left.terms if isinstance(term, Neg)))
    return scale, common, left


def _stands_in(e: Expr, below: Powers) -> bool:
    """Is this sum, in whatever order, one of the bases below?"""
    return isinstance(e, Add) and any(isinstance(b, Add) and _bag(b.terms) == _bag(e.terms) for b in below)


def _shorter(rest: list[Term], multiplied: list[Term], wrt: str) -> Expr:
    plain, done = sum_of(rest, wrt), sum_of(multiplied, wrt)
    return done if size(done) <= size(plain) else plain


def _factor_sum(e: Expr, wrt: str) -> Expr | None:
    if not isinstance(e, Add) or _has_decimal(e):
        return None
    found = _taken_out(e, wrt)
    if found is None:
        return None
    scale, common, left = found
    return build(scale, common, wrt, left)


def _factor_above(e: Expr, wrt: str) -> Expr | None:
    """A quotient whose upper sum shares a factor with what is below, or has fractions or an exponential in it."""
    if not isinstance(e, Div) or _has_decimal(e):
        return None
    below = term_of(e.den)
    above = e.num.factors if isinstance(e.num, Mul) else (e.num,)
    sums = [factor for factor in above if isinstance(factor, Add)]
    if below is None or len(sums) != 1:
        return None
    found = _taken_out(sums[0], wrt, below[1])
    others = term_of(product(tuple(factor for factor in above if factor is not sums[0])))
    if found is None or others is None:
        return None
    scale, common, left = found
    whole = times(times((scale, common), others), (1 / below[0], {b: -x for b, x in below[1].items()}))
    return build(whole[0], whole[1], wrt, left, below_too=any(map(is_exponential, below[1])))


def _factor_below(e: Expr, wrt: str) -> Expr | None:
    """A sum with fractions in it that stands below a fraction bar: x^2 (1 + 1/x^2) is x^2 + 1."""
    if not isinstance(e, Div):
        return None
    factors = e.den.factors if isinstance(e.den, Mul) else (e.den,)
    for index, factor in enumerate(factors):
        terms = terms_of(factor) if isinstance(factor, Add) else None
        if terms is None:
            continue
        scale, common = shared(terms)
        common = {base: x for base, x in common.items() if x < 0}
        rest = [(k / scale, times((UNIT, p), (UNIT, {b: -x for b, x in common.items()}))[1]) for k, p in terms]
        others = term_of(Div(e.num, product((*factors[:index], *factors[index + 1 :]))))
        left = expanded(rest, wrt)
        if common and others is not None and left and is_polynomial(left):
            scale, powers = times(others, (1 / scale, {base: -x for base, x in common.items()}))
            return build(scale, times((UNIT, powers), (UNIT, {sum_of(left, wrt): Fraction(-1)}))[1], wrt)
    return None


def _collect(e: Expr, wrt: str) -> Expr | None:
    """A sum, or the sum above a fraction bar, multiplied out and like terms added, where that makes it shorter."""
    if _has_decimal(e):
        return None
    if isinstance(e, Div):
        above = e.num.factors if isinstance(e.num, Mul) else (e.num,)
        for index, factor in enumerate(above):
            done = _collected(factor, wrt)
            if done is not None:
                num = product((*above[:index], done, *above[index + 1 :]))
                return tidy_node(Div(num, e.den), wrt)
        return None
    if isinstance(e, Mul):
        for index, factor in enumerate(e.factors):
            done = _collected(factor, wrt)
            if done is not None:
                return tidy_node(Mul((*e.factors[:index], done, *e.factors[index + 1 :])), wrt)
        return None
    return _collected(e, wrt)


def _collected(e: Expr, wrt: str) -> Expr | None:
    if not isinstance(e, Add):
        return None
    terms = terms_of(e)
    multiplied = None if terms is None else expanded(terms, wrt)
    if multiplied is None:
        return None
    if not multiplied:
        return ZERO
    done = sum_of(multiplied, wrt)
    fewer = len(multiplied) < len(e.terms)
    if not fewer and not (size(done) < size(e) and is_polynomial(multiplied)):
        return None
    if fewer or not all(scale < 0 for scale, _ in multiplied):
        return done
    return Neg(sum_of([(-k, p) for k, p in multiplied], wrt))


def _powers_within(e: Expr, wrt: str) -> Expr | None:
    """(3x)^2 is 9x^2, (x/2)^2 is x^2/4, and the square of a root is what stands under it; arguments stay as written."""
    if isinstance(e, Num | Sym) or (isinstance(e, Call) and e.name != "sqrt"):
        return None
    if isinstance(e, Pow) and isinstance(e.base, Mul | Div | Call) and (n := as_fraction(e.exp)) is not None:
        rooted = isinstance(e.base, Call) and e.base.name == "sqrt" and n == 2
        if (rooted or not isinstance(e.base, Call)) and n.denominator == 1 and n > 0 and (term := term_of(e)):
            return build(term[0], term[1], wrt)
    parts = children(e)
    changed = tuple(part if (done := _powers_within(part, wrt)) is None else done for part in parts)
    return None if changed == parts else tidy_node(with_children(e, changed), wrt)


def _absolute(e: Expr, wrt: str) -> Expr | None:
    """u^2/|u| is |u|."""
    term = term_of(e) if isinstance(e, Div) else None
    if term is None:
        return None
    scale, powers = term
    for base, exponent in powers.items():
        if isinstance(base, Call) and base.name == "abs" and exponent < 0 and powers.get(base.args[0], 0) >= 2:
            inside = base.args[0]
            changed = {**powers, base: exponent + 2, inside: powers[inside] - 2}
            return build(scale, {b: x for b, x in changed.items() if x}, wrt)
    return None


def _pythagoras(e: Expr, wrt: str) -> Expr | None:
    """cos(x) + cos(x)^2 + sin(x)^2 is cos(x) + 1, and cosh(x)^2 - sinh(x)^2 is 1; also above a fraction bar."""
    if isinstance(e, Div):
        num = _pythagoras(e.num, wrt)
        return None if num is None else tidy_node(Div(num, e.den), wrt)
    if not isinstance(e, Add) or (terms := terms_of(e)) is None or (out := expanded(terms, wrt)) is None:
        return None
    for i, (scale, powers) in enumerate(out):
        for base, exponent in powers.items():
            if isinstance(base, Call) and base.name in _SQUARES and exponent == 2:
                other, sign = _SQUARES[base.name]
                rest = {b: x for b, x in powers.items() if b != base}
                # Times, not a new entry: cos(x) may stand in `rest` already, and cos(x)^3 is not cos(x)^2.
                partner = times((sign * scale, rest), (UNIT, {Call(other, base.args): Fraction(2)}))
                if partner in out:
                    left = [term for j, term in enumerate(out) if j != i and term != partner]
                    done = sum_of([*left, (sign * scale, rest)], wrt)
                    return done if size(done) < size(e) else None
    return None


# sin² + cos² = 1 and −sinh² + cosh² = 1: the partner of a square, and its sign beside it.
_SQUARES = {"sin": ("cos", 1), "sinh": ("cosh", -1)}


def _cancel_content(e: Expr, wrt: str) -> Expr | None:
    """(6y - 3x^2)/(3y^2 - 6x): a number in every term above and below cancels."""
    if not isinstance(e, Div) or _has_decimal(e):
        return None
    above, below = terms_of(e.num), terms_of(e.den)
    if above is None or below is None or len(below) < 2:
        return None
    top, bottom = shared(above)[0], shared(below)[0]
    if top.denominator > 1 or bottom.denominator > 1 or (common := gcd(int(top), int(bottom))) == 1:
        return None
    num, den = (sum_of([(k / common, powers) for k, powers in side], wrt) for side in (above, below))
    return tidy_node(Div(num, den), wrt)


_QUOTIENTS = {
    ("sin", "cos"): "tan",
    ("cos", "sin"): "cot",
    ("sinh", "cosh"): "tanh",
    ("cosh", "sinh"): "coth",
}


def _tangent(e: Expr, wrt: str) -> Expr | None:
    """sin(u)/cos(u) is tan(u), cos(u)/sin(u) is cot(u), and the same for sinh and cosh."""
    if not isinstance(e, Div):
        return None
    above = list(e.num.factors) if isinstance(e.num, Mul) else [e.num]
    below = list(e.den.factors) if isinstance(e.den, Mul) else [e.den]
    for i, top in enumerate(above):
        for j, bottom in enumerate(below):
            match top, bottom:
                case Call(a, args), Call(b, others) if (a, b) in _QUOTIENTS and args == others:
                    whole = Call(_QUOTIENTS[a, b], args)
                    num = product((*above[:i], whole, *above[i + 1 :]))
                    den = product((*below[:j], *below[j + 1 :]))
                    return tidy_node(num if den == ONE else Div(num, den), wrt)
    return None


def _has_decimal(e: Expr) -> bool:
    return any(isinstance(node, Num) and node.text for node in walk(e))


_MOVES: tuple[tuple[str, str, Move], ...] = (
    ("rewrite", "Powers of products, quotients and roots are written out.", _powers_within),
    ("rewrite", "u² over |u| is |u|.", _absolute),
    ("factor", "What the terms share is taken out, and cancels with what stands below.", _factor_above),
    ("common denominator", "The fractions below are multiplied away.", _factor_below),
    ("factor", "What all terms share is taken out.", _factor_sum),
    ("factor", "A number that every term above and below shares cancels.", _cancel_content),
    ("collect", "Multiplied out, like terms are added.", _collect),
    ("rewrite", "sin² + cos² is 1, and so is cosh² − sinh².", _pythagoras),
    ("rewrite", "Sine over cosine is tangent; cosine over sine is cotangent.", _tangent),
)
