"""The algebra a teacher does aloud after the rules: collect, factor, common denominator, down to the form a textbook prints.

A line is taken apart into terms, and each term into a number and powers of its bases: x, e^x, sin(x), and also a sum
such as x + 1 as one base. What all terms share comes out (`factor`, or `common denominator` where it stood below), and
the sum that is left is multiplied out where that makes it shorter (`collect`).

A sum of plain powers such as 12x^3 - 4x is left alone, and so is what only a product rule with sines or logarithms
leaves behind: textbooks print those as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import gcd, lcm

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
    Num,
    Path,
    Pow,
    Sym,
    as_fraction,
    at,
    children,
    number,
    product,
    size,
    total,
    walk,
    with_children,
)
from tutor.tidy import exponent_unit, tidy_node

Powers = dict[Expr, Fraction]  # base -> exponent
Term = tuple[Fraction, Powers]
Move = Callable[[Expr, str], Expr | None]

_MOST_STEPS = 8
_MOST_TERMS = 60  # what a person would still multiply out by hand


def finish(line: Expr, f: Expr, wrt: str) -> Iterator[tuple[str, str, Expr]]:
    """The algebra after the last rule for f: for each step its name, its sentence, and the line after it."""
    if not _writes_exponents(f):
        plain = _without_exponents(line, wrt)
        if plain != line:
            line = plain
            yield "rewrite", "Written with roots and fraction bars again, as the function is.", line
    for _ in range(_MOST_STEPS):
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
        _writes_exponents(g)
        for g in (line.factors if isinstance(line, Mul) else (line,))
        if isinstance(g, Pow)
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
            return _put(line, path, part, wrt)
    return None


def _put(line: Expr, path: Path, part: Expr, wrt: str) -> Expr:
    """The line with one place replaced, and tidied from there up."""
    if not path:
        return part
    parts = list(children(line))
    parts[path[0]] = _put(parts[path[0]], path[1:], part, wrt)
    return tidy_node(with_children(line, tuple(parts)), wrt)


def _aligned(e: Expr, wrt: str, seen: dict[frozenset[Expr], Expr]) -> Expr:
    """Sums with the same terms written in the same order and with the same signs, so that they cancel.

    1 + x follows x + 1, and 1 - x becomes -(x - 1); what stands below a fraction bar leads.
    """
    parts = children(e)
    if parts:
        changed = tuple(_aligned(part, wrt, seen) for part in reversed(parts))[::-1]
        e = e if changed == parts else tidy_node(with_children(e, changed), wrt)
    if not isinstance(e, Add):
        return e
    opposite = seen.get(frozenset(t.arg if isinstance(t, Neg) else Neg(t) for t in e.terms))
    return Neg(opposite) if opposite is not None else seen.setdefault(frozenset(e.terms), e)


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


# -- taking apart ------------------------------------------------------------------------------------------------------


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


# -- putting together --------------------------------------------------------------------------------------------------


def build(scale: Fraction, powers: Powers, wrt: str, rest: Expr = ONE, *, below_too: bool = False) -> Expr:
    """number · powers · rest as one tidy fraction, negative powers below the bar.

    e^(-x) stays above, as it is printed, unless `below_too`.
    """
    above: list[Expr] = [number(abs(scale.numerator))]
    below: list[Expr] = [number(scale.denominator)]
    for base, exponent in powers.items():
        stays = _is_exponential(base) and not below_too
        (below if exponent < 0 and not stays else above).append(
            _power(base, exponent if stays else abs(exponent))
        )
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
    if half == Fraction(1, 2) and whole in (0, 1):
        root = Call("sqrt", (base,))
        return root if not whole else Mul((base, root))
    return Pow(base, number(exponent))


# -- the sum that is left ----------------------------------------------------------------------------------------------


def expanded(terms: list[Term], wrt: str) -> list[Term] | None:
    """The terms multiplied out and like ones added, highest power of the variable first; None where that is too long."""
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
        if isinstance(base, Add) and exponent.denominator == 1 and 0 < exponent <= 4:
            inner = terms_of(base)
            if inner is None:
                return None
            for _ in range(int(exponent)):
                result = [_times(a, b) for a in result for b in inner]
                if len(result) > _MOST_TERMS:
                    return None
        else:
            result = [_times(term, (Fraction(1), {base: exponent})) for term in result]
    # A product may have made a sum whole again: sqrt(x + 1)^2.
    again = [
        base
        for _, p in result
        for base, e in p.items()
        if isinstance(base, Add) and e.denominator == 1 and e > 0
    ]
    if again:
        parts = [_multiplied_out(k, p) for k, p in result]
        return None if any(part is None for part in parts) else [t for part in parts if part for t in part]
    return result


def _times(a: Term, b: Term) -> Term:
    powers = dict(a[1])
    for base, exponent in b[1].items():
        _raise(powers, base, exponent)
    return a[0] * b[0], {base: exponent for base, exponent in powers.items() if exponent}


def sum_of(terms: list[Term], wrt: str) -> Expr:
    return total(tuple(build(scale, powers, wrt) for scale, powers in _positive_first(terms)))


def _positive_first(terms: list[Term]) -> list[Term]:
    """2 - x rather than -x + 2: turned round where the first term would begin with a minus and the last would not."""
    return terms[::-1] if terms and terms[0][0] < 0 < terms[-1][0] else terms


# -- the moves ---------------------------------------------------------------------------------------------------------


def _shared(terms: list[Term]) -> Term:
    """What all terms share: for each base its lowest power, and the largest number."""
    bases = dict.fromkeys(base for _, powers in terms for base in powers)
    common = {base: _lowest(base, [powers.get(base, Fraction(0)) for _, powers in terms]) for base in bases}
    below = lcm(*(scale.denominator for scale, _ in terms))
    above = gcd(*(int(scale * below) for scale, _ in terms))
    return Fraction(above, below), {base: exponent for base, exponent in common.items() if exponent}


def _lowest(base: Expr, exponents: list[Fraction]) -> Fraction:
    """The power of a base that comes out of every term; an exponential only where it stands in all of them."""
    if not _is_exponential(base):
        return min(exponents)
    if min(exponents) > 0:
        return min(exponents)
    return max(exponents) if max(exponents) < 0 else Fraction(0)


def _is_exponential(base: Expr) -> bool:
    return isinstance(base, Pow)


def _worth_taking_out(common: Powers, terms: list[Term], rest: list[Term], wrt: str) -> bool:
    """Would a textbook take it out of a sum? An exponential or a bracket always; powers of x alone do not suffice."""
    if len(terms) < 2:
        return False
    if any(exponent < 0 and not _is_exponential(base) for base, exponent in common.items()):
        # A common denominator: for a root or a bracket that stands above in one term and below in another.
        return any(
            isinstance(base, Add) or exponent.denominator > 1
            for base, exponent in common.items()
            if exponent < 0
        ) and _polynomial(rest)
    return any(isinstance(base, Add) or _is_exponential(base) for base in common)


def _polynomial(terms: list[Term]) -> bool:
    """Only letters, with whole positive exponents?"""
    return all(
        isinstance(base, Sym) and e > 0 and e.denominator == 1
        for _, powers in terms
        for base, e in powers.items()
    )


def _taken_out(e: Expr, wrt: str, below: Powers | None = None) -> tuple[Fraction, Powers, Expr] | None:
    """A sum as number · common powers · what is left, if that is worth a step."""
    terms = terms_of(e)
    if terms is None or len(terms) < 2:
        return None
    scale, common = _shared(terms)
    rest = [
        (k / scale, _times((Fraction(1), p), (Fraction(1), {b: -x for b, x in common.items()}))[1])
        for k, p in terms
    ]
    multiplied = expanded(rest, wrt)
    if multiplied is None or not multiplied:
        return None
    # Above a fraction bar, what cancels and what would be a fraction within a fraction always comes out.
    cancels = below is not None and any(x < 0 or base in below for base, x in common.items())
    if not cancels and not _worth_taking_out(common, terms, multiplied, wrt):
        return None
    if (
        not any(_is_exponential(base) or isinstance(base, Add) or x < 0 for base, x in common.items())
        and not cancels
    ):
        return None
    left = _shorter(rest, multiplied, wrt)
    if isinstance(left, Add) and all(isinstance(term, Neg) for term in left.terms):
        scale, left = -scale, Add(tuple(term.arg for term in left.terms if isinstance(term, Neg)))
    return scale, common, left


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
    whole = _times(_times((scale, common), others), (1 / below[0], {b: -x for b, x in below[1].items()}))
    return build(whole[0], whole[1], wrt, left, below_too=any(map(_is_exponential, below[1])))


def _factor_below(e: Expr, wrt: str) -> Expr | None:
    """A sum with fractions in it that stands below a fraction bar: x^2 (1 + 1/x^2) is x^2 + 1."""
    if not isinstance(e, Div):
        return None
    factors = e.den.factors if isinstance(e.den, Mul) else (e.den,)
    for index, factor in enumerate(factors):
        terms = terms_of(factor) if isinstance(factor, Add) else None
        if terms is None:
            continue
        scale, common = _shared(terms)
        common = {base: x for base, x in common.items() if x < 0}
        rest = [
            (k / scale, _times((Fraction(1), p), (Fraction(1), {b: -x for b, x in common.items()}))[1])
            for k, p in terms
        ]
        others = term_of(Div(e.num, product((*factors[:index], *factors[index + 1 :]))))
        if common and others is not None and _polynomial(rest):
            whole = _times(others, (1 / scale, {base: -x for base, x in common.items()}))
            return build(
                whole[0],
                _times((Fraction(1), whole[1]), (Fraction(1), {sum_of(rest, wrt): Fraction(-1)}))[1],
                wrt,
            )
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
    if not fewer and not (size(done) < size(e) and _polynomial(multiplied)):
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
        if (
            isinstance(base, Call)
            and base.name == "abs"
            and exponent < 0
            and powers.get(base.args[0], 0) >= 2
        ):
            inside = base.args[0]
            changed = {**powers, base: exponent + 2, inside: powers[inside] - 2}
            return build(scale, {b: x for b, x in changed.items() if x}, wrt)
    return None


def _pythagoras(e: Expr, wrt: str) -> Expr | None:
    """cos(x) + cos(x)^2 + sin(x)^2 is cos(x) + 1, also above a fraction bar and after multiplying out."""
    if isinstance(e, Div):
        num = _pythagoras(e.num, wrt)
        return None if num is None else tidy_node(Div(num, e.den), wrt)
    if not isinstance(e, Add) or (terms := terms_of(e)) is None or (out := expanded(terms, wrt)) is None:
        return None
    for i, (scale, powers) in enumerate(out):
        for base, exponent in powers.items():
            if isinstance(base, Call) and base.name == "sin" and exponent == 2:
                rest = {b: x for b, x in powers.items() if b != base}
                partner = (scale, {**rest, Call("cos", base.args): Fraction(2)})
                if partner in out:
                    left = [term for j, term in enumerate(out) if j != i and term != partner]
                    return sum_of([*left, (scale, rest)], wrt)
    return None


def _cancel_content(e: Expr, wrt: str) -> Expr | None:
    """(6y - 3x^2)/(3y^2 - 6x): a number in every term above and below cancels."""
    if not isinstance(e, Div) or _has_decimal(e):
        return None
    above, below = terms_of(e.num), terms_of(e.den)
    if above is None or below is None or len(below) < 2:
        return None
    top, bottom = _shared(above)[0], _shared(below)[0]
    if top.denominator > 1 or bottom.denominator > 1 or (shared := gcd(int(top), int(bottom))) == 1:
        return None
    num, den = (sum_of([(k / shared, powers) for k, powers in side], wrt) for side in (above, below))
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
    ("rewrite", "A power of a product is the product of the powers.", _powers_within),
    ("rewrite", "u² over |u| is |u|.", _absolute),
    ("factor", "What the terms share is taken out, and cancels with what stands below.", _factor_above),
    ("common denominator", "The fractions below are multiplied away.", _factor_below),
    ("factor", "What all terms share is taken out.", _factor_sum),
    ("factor", "A number that every term above and below shares cancels.", _cancel_content),
    ("collect", "Multiplied out, like terms are added.", _collect),
    ("rewrite", "sin² and cos² of the same angle add up to 1.", _pythagoras),
    ("rewrite", "Sine over cosine is tangent; cosine over sine is cotangent.", _tangent),
)
