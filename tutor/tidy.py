"""The arithmetic a teacher does silently between two lines.

`1*u` is u, `3*4x^3` is `12x^3`, `cos(x^3) 3x^2` is `3x^2 cos(x^3)`, `sqrt(u) sqrt(u)` is u, and what stands above and
below a fraction bar cancels. Nothing is expanded, collected or factored: those are steps, and are shown.

While a derivative is still open in a product or a quotient its factors keep their places, so that a line first
looks like the formula it comes from and only then like an answer.
"""

from __future__ import annotations

from fractions import Fraction

from tutor.expr import (
    ONE,
    ZERO,
    Add,
    Call,
    D,
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
    children,
    number,
    product,
    total,
    walk,
    with_children,
)

_LONGEST_DECIMAL = 20  # digits; a longer number is a fraction
_LARGEST_POWER = 10**6  # 2^3 is 8 silently; 2^100 stays as it is


def tidy(e: Expr, wrt: str = "x") -> Expr:
    """`e` with its arithmetic done, from the innermost part outwards; what is to be derived stays as written."""
    if isinstance(e, D):
        return e
    parts = children(e)
    return tidy_node(with_children(e, tuple(tidy(part, wrt) for part in parts)) if parts else e, wrt)


def tidy_node(e: Expr, wrt: str = "x") -> Expr:
    """The same for one node whose parts are tidy already."""
    match e:
        case Add(terms):
            return _sum(terms)
        case Neg(arg):
            return _negated(arg)
        case Mul() | Div():
            return _frozen(e, wrt) if is_open(e, wrt) else _fraction(e, wrt)
        case Pow(base, exponent):
            return _power(base, exponent)
        case Call("ln", (Num(Fraction(numerator=1, denominator=1)),)):
            return ZERO
        case Call("ln", (Sym("e"),)):
            return ONE
        case _:
            return e


def replaced(line: Expr, path: Path, part: Expr, wrt: str = "x") -> Expr:
    """The line with the node at the end of the path replaced, and tidied from there up to the root."""
    if not path:
        return tidy_node(part, wrt)
    parts = list(children(line))
    parts[path[0]] = replaced(parts[path[0]], path[1:], part, wrt)
    return tidy_node(with_children(line, tuple(parts)), wrt)


def is_open(e: Expr, wrt: str) -> bool:
    """Is a derivative still to be taken in it? y', of a letter other than the variable, is as final as a letter."""
    stack = [e]  # asked of every product at every step, so without the generator of `walk`
    while stack:
        node = stack.pop()
        if isinstance(node, D) and _is_open(node.arg, wrt):
            return True
        stack.extend(children(node))
    return False


def _is_open(arg: Expr, wrt: str) -> bool:
    if isinstance(arg, D):
        return False  # y'' is y' differentiated, and the inner one is looked at by itself
    return not isinstance(arg, Sym) or arg.name == wrt


def _negated(arg: Expr) -> Expr:
    if isinstance(arg, Neg):
        return arg.arg
    return arg if arg == ZERO else Neg(arg)


def _sum(terms: tuple[Expr, ...]) -> Expr:
    """Zeros vanish, numbers are added up where the first of them stands, sums within are opened."""
    flat: list[Expr] = []
    for term in terms:
        flat.extend(term.terms if isinstance(term, Add) else (term,))
    numbers = [i for i, term in enumerate(flat) if as_fraction(term) is not None]
    if len(numbers) > 1 or (numbers and flat[numbers[0]] == ZERO):
        values = [as_fraction(flat[i]) for i in numbers]
        decimal = any(_is_decimal(flat[i]) for i in numbers)
        added = _number(sum(value for value in values if value is not None), decimal)
        flat = [added if i == numbers[0] else term for i, term in enumerate(flat) if i not in numbers[1:]]
    return total(tuple(term for term in flat if term != ZERO))


def _number(value: Fraction | int, decimal: bool) -> Expr:
    """A number; as a decimal where it came from decimals and ends."""
    value = Fraction(value)
    if not decimal or value.denominator == 1 or not _ends(value):
        return number(value)
    places = 0
    while (value * 10**places).denominator > 1:
        places += 1
    digits = str(abs(value) * 10**places).rjust(places + 1, "0")
    if len(digits) > _LONGEST_DECIMAL:
        return number(value)
    shown = Num(abs(value), f"{digits[:-places]}.{digits[-places:]}")
    return Neg(shown) if value < 0 else shown


def _is_decimal(e: Expr) -> bool:
    """Was the number typed with a point?"""
    return _is_decimal(e.arg) if isinstance(e, Neg) else isinstance(e, Num) and bool(e.text)


def _ends(value: Fraction) -> bool:
    """Does its decimal expansion end?"""
    below = value.denominator
    for prime in (2, 5):
        while below % prime == 0:
            below //= prime
    return below == 1


def _power(base: Expr, exponent: Expr) -> Expr:
    if exponent == ONE:
        return base
    if exponent == ZERO or base == ONE:
        return ONE
    match as_fraction(base), as_fraction(exponent):
        case Fraction() as b, Fraction(denominator=1, numerator=n) if 0 < n < 64 and abs(b**n) <= _LARGEST_POWER:
            return _number(b**n, isinstance(base, Num) and bool(base.text))
        case _, Fraction(denominator=1) as n:
            match base:
                case Pow(inner, power) if (m := as_fraction(power)) is not None and m.denominator == 1:
                    return _power(inner, number(m * n))
    match base:
        case Pow(Sym("e"), power):  # (e^x)^2 is e^(2x)
            return Pow(E, tidy_node(Mul((exponent, power))))
    return Pow(base, exponent)


def _frozen(e: Mul | Div, wrt: str) -> Expr:
    """A product or quotient with an open derivative: only ones, zeros and signs go, and numbers in front meet."""
    if isinstance(e, Div):
        if e.den == ONE or e.num == ZERO:
            return e.num
        return Neg(Div(e.num.arg, e.den)) if isinstance(e.num, Neg) else e
    negative, flat = False, list[Expr]()
    for factor in e.factors:
        inner = factor
        if isinstance(inner, Neg):
            negative, inner = not negative, inner.arg
        flat.extend(inner.factors if isinstance(inner, Mul) else (inner,))
    if ZERO in flat:
        return ZERO
    scale, decimal, rest, met = Fraction(1), False, list[Expr](), False
    for factor in flat:
        value = None if met else as_fraction(factor)
        if value is None:
            met = met or is_open(factor, wrt)
            if factor != ONE:
                rest.append(factor)
        else:
            scale, decimal = scale * value, decimal or _is_decimal(factor)
    front = () if scale == 1 else (_number(abs(scale), decimal),)
    whole = product((*front, *rest))
    return Neg(whole) if negative != (scale < 0) else whole


class _Parts:
    """A fraction taken apart: sign, number, and for each base what it contributes above (+) and below (−)."""

    def __init__(self) -> None:
        self.scale = Fraction(1)
        self.decimal = False
        self.bar = False  # was there a fraction bar under something that is not a number?
        self.order: list[Expr] = []
        self.exponent: dict[Expr, Fraction] = {}
        self.written: dict[Expr, list[tuple[Expr, bool]]] = {}

    def take(self, e: Expr, below: bool = False) -> None:
        value = as_fraction(e)
        if value is not None and not (below and value == 0):
            self.scale = self.scale / value if below else self.scale * value
            self.decimal = self.decimal or _is_decimal(e)
            return
        match e:
            case Neg(arg):
                self.scale = -self.scale
                self.take(arg, below)
            case Mul(factors):
                for factor in factors:
                    self.take(factor, below)
            case Div(num, den):
                self.bar = True
                self.take(num, below)
                self.take(den, not below)
            case _:
                base, exponent = _base(e)
                if base not in self.exponent:
                    self.order.append(base)
                    self.exponent[base] = Fraction(0)
                    self.written[base] = []
                self.exponent[base] += -exponent if below else exponent
                self.written[base].append((e, below))

    def merge_exponents(self) -> None:
        """x x^(k-1) is x^k: powers of one base meet also where an exponent is a letter."""
        # Only x^k itself: the base of (x^2)^(1/2) is a power too, and x (x^2)^(-1/2) is not 1.
        powers = [b for b in self.order if isinstance(b, Pow) and b.base != E and as_fraction(b.exp) is None]
        for power in powers:
            others = [b for b in self.order if b == power.base or (b in powers and b != power and _shares(b, power))]
            if not others or abs(self.exponent.get(power, Fraction(0))) != 1:
                continue
            exponents: list[Expr] = [Mul((number(self.exponent[power]), power.exp))]
            for other in others:
                times = number(self.exponent[other])
                # The base itself counts as its first power, also where it is a power: (x^a)^b x^a.
                itself = other == power.base or not isinstance(other, Pow)
                exponents.append(times if itself else Mul((times, children(other)[1])))
            exponent = _sum_of_exponents(exponents)
            if isinstance(exponent, Add) and not isinstance(power.exp, Add):
                continue  # x^(1/x)/x^2 is clearer than x^(1/x - 2)
            merged = _power(power.base, exponent)
            for other in others:
                del self.exponent[other]
                self.order.remove(other)
            at = self.order.index(power)
            del self.exponent[power]
            self.order[at : at + 1] = [] if merged == ONE else [merged]
            if merged != ONE:
                self.exponent[merged] = Fraction(1)
                self.written[merged] = [(merged, False)]

    def split(self) -> tuple[list[Expr], list[Expr]]:
        """The factors above and below the bar."""
        self.merge_exponents()
        above: list[Expr] = []
        below: list[Expr] = []
        for base in self.order:
            written, exponent = self.written[base], self.exponent[base]
            if len(written) == 1 or not _meet(written, exponent):
                for node, under in written:
                    (below if under else above).append(node)
            elif exponent:
                under = exponent < 0 and any(side for _, side in written)
                rooted = any(isinstance(node, Call) for node, _ in written)
                (below if under else above).append(_raised(base, -exponent if under else exponent, rooted))
        return above, below


def _shares(a: Expr, b: Pow) -> bool:
    return isinstance(a, Pow) and a.base == b.base


def _sum_of_exponents(exponents: list[Expr]) -> Expr:
    """The exponents added up, equal letters together: (k - 1) + 1 is k, (a - 1) + a is 2a - 1."""
    counted: dict[Expr, Fraction] = {}
    for exponent in exponents:
        scaled = tidy(exponent)
        sign = -1 if isinstance(scaled, Neg) else 1
        inner = scaled.arg if isinstance(scaled, Neg) else scaled
        for term in inner.terms if isinstance(inner, Add) else (inner,):
            value = as_fraction(term)
            times, unit = (value, ONE) if value is not None else exponent_unit(term)
            counted[unit] = counted.get(unit, Fraction(0)) + sign * times
    terms = (tidy_node(Mul((number(abs(k)), unit))) for unit, k in counted.items())
    return _sum(tuple(Neg(t) if k < 0 else t for t, k in zip(terms, counted.values(), strict=True)))


def _base(e: Expr) -> tuple[Expr, Fraction]:
    match e:
        case Pow(base, exponent) if (value := as_fraction(exponent)) is not None:
            return base, value
        case Pow(Sym("e"), exponent):
            times, unit = exponent_unit(exponent)
            return Pow(E, unit), times
        case Call("sqrt", (base,)):
            return base, Fraction(1, 2)
        case Call("cbrt", (base,)):
            return base, Fraction(1, 3)
        case _:
            return e, Fraction(1)


def exponent_unit(exponent: Expr) -> tuple[Fraction, Expr]:
    """An exponent as a number times the rest: -2x is (-2, x)."""
    match exponent:
        case Neg(arg):
            k, unit = exponent_unit(arg)
            return -k, unit
        case Mul(factors) if first := as_fraction(factors[0]):
            return first, product(factors[1:])
        case Div(a, b) if below := as_fraction(b):
            above, unit = exponent_unit(a)
            return above / below, unit
        case _:
            return Fraction(1), exponent


def _meet(written: list[tuple[Expr, bool]], exponent: Fraction) -> bool:
    """Do the powers of one base become a single one? `x sqrt(x)` stays, `x/sqrt(x)` is a root, `x^2 x` is x^3."""
    if not any(isinstance(node, Call) and node.name in ("sqrt", "cbrt") for node, _ in written):
        return True
    return abs(exponent) in (0, Fraction(1, 2), Fraction(1, 3), 1) or exponent.denominator == 1


def _raised(base: Expr, exponent: Fraction, rooted: bool) -> Expr:
    if rooted and exponent == Fraction(1, 2):
        return Call("sqrt", (base,))
    if rooted and exponent == Fraction(1, 3):
        return Call("cbrt", (base,))
    return _power(base, number(exponent))


def _fraction(e: Mul | Div, wrt: str) -> Expr:
    """A product or quotient with nothing open: one fraction, numbers reduced, like powers met, factors in order."""
    parts = _Parts()
    parts.take(e)
    if parts.scale == 0:
        return ZERO
    above, below = parts.split()
    above.sort(key=lambda factor: _rank(factor, wrt))
    below.sort(key=lambda factor: _rank(factor, wrt))
    scale = abs(parts.scale)
    if below or parts.bar:
        # 2x/(2 sqrt(u)): the numbers stand above and below like everything else.
        as_decimal = parts.decimal and _ends(scale)
        top = _number(scale if as_decimal else scale.numerator, parts.decimal)
        bottom = ONE if as_decimal else number(scale.denominator)
        num = product((*(() if top == ONE and above else (top,)), *above))
        den = product((*(() if bottom == ONE else (bottom,)), *below))
        whole: Expr = num if den == ONE else Div(num, den)
    else:
        front = () if scale == 1 and above else (_number(scale, parts.decimal),)
        whole = product((*front, *above))
    return Neg(whole) if parts.scale < 0 else whole


_VARIABLES = frozenset("xyzt")


def _rank(factor: Expr, wrt: str) -> tuple[int, str]:
    """Where a factor stands: parameters, powers of the variables, roots, exponentials, brackets, functions."""
    rank = _class(factor, wrt)
    base = factor.base if isinstance(factor, Pow) else factor
    if rank != 2:
        return rank, ""
    return rank, base.name if isinstance(base, Sym) else "~"  # |x| after x


def _class(factor: Expr, wrt: str) -> int:
    base = factor.base if isinstance(factor, Pow) else factor
    match factor:
        case Pow(_, exponent) if base == E or (as_fraction(exponent) is None and _varies(exponent, wrt)):
            return 4 if _varies(exponent, wrt) else 1
    match base:
        case Num():
            return 0
        case Sym(name):
            return 2 if name == wrt or name in _VARIABLES else 1
        case Call("abs"):
            return 2
        case Call("sqrt" | "cbrt"):
            return 3
        case Add():
            return 5 if not any(isinstance(node, Call) for node in walk(base)) else 7
        case _:
            return 6


def _varies(e: Expr, wrt: str) -> bool:
    return any(isinstance(node, Sym) and node.name == wrt for node in walk(e))
