"""Constants in a normal form: sums of rational multiples of roots, powers of e and pi, logarithms and the like.

(1 + sqrt(2))^2 is 3 + 2sqrt(2), cos(3pi/4) is -sqrt(2)/2, e^(2ln(3)) is 9. Two constants with the same form are the
same number; with different forms they may still be. What has no rule here stays as it is, as a thing of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import gcd, isqrt, lcm

from tutor.evaluate import value, value50
from tutor.expr import (
    PI,
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
    Pow,
    Sym,
    letters,
    number,
    product,
    substitute,
    total,
)
from tutor.tidy import tidy

__all__ = [
    "Form",
    "added",
    "form_of",
    "has_value",
    "is_zero",
    "rational",
    "simplest",
    "size",
    "times",
    "value_at",
    "worked_out",
    "written",
]

# What stands beside a rational number in a term: the root of a square-free number, and powers of other things.
Key = tuple[int, frozenset[tuple[Expr, Fraction]]]
Form = dict[Key, Fraction]

_PLAIN: Key = (1, frozenset())
_HALF = Fraction(1, 2)
_MOST_TERMS, _HIGHEST, _LARGEST = 60, 24, 10**12


class _LostError(Exception):
    """There is no rule for it."""


def simplest(e: Expr) -> Expr:
    """A constant in its normal form; the expression itself where it has letters, or no value."""
    if letters(e):
        return e
    try:
        return written(form_of(e))
    except (_LostError, ZeroDivisionError):
        return e


def worked_out(e: Expr) -> Expr:
    """A constant in its simplest form; tidied where it has letters."""
    return tidy(e) if letters(e) else simplest(e)


def value_at(e: Expr, place: dict[str, Expr]) -> Expr:
    """The expression with constants for its letters, worked out."""
    return simplest(substitute(e, place))


def is_zero(e: Expr) -> bool:
    """Is the constant 0? Certain where the form says so; else fifty digits do."""
    try:
        if not form_of(e):
            return True
    except (_LostError, ZeroDivisionError):
        pass
    return _is_zero_in_digits(e)


def _is_zero_in_digits(e: Expr) -> bool:
    """Is nothing left of it at fifty digits?"""
    found = value50(e, {})
    return found is not None and abs(found) < 1e-45


def has_value(e: Expr) -> bool:
    """Has the constant a real value? sqrt(8 - (2sqrt(2))^2) has one, which figures alone cannot tell."""
    try:
        form_of(e)
    except ZeroDivisionError:
        return False
    except _LostError:
        return value50(e, {}) is not None
    return True


def size(e: Expr) -> float:
    """The constant as a float, nan where it has no value."""
    return value(e, {})


def form_of(e: Expr) -> Form:
    """The normal form. Raises ZeroDivisionError, and an error of its own where a constant has no value."""
    match e:
        case Num(n):
            return {_PLAIN: n} if n else {}
        case Sym():
            return _thing(e)
        case Neg(arg):
            return _negated(form_of(arg))
        case Add(terms):
            return added(*map(form_of, terms))
        case Mul(factors):
            done: Form = {_PLAIN: Fraction(1)}
            for factor in factors:
                done = times(done, form_of(factor))
            return done
        case Div(num, den):
            return times(form_of(num), _inverse(form_of(den)))
        case Pow(base, exp):
            return _power(base, form_of(exp), exp)
        case Call(name, args):
            return _call(name, [form_of(arg) for arg in args])
        case D():
            raise _LostError


def _thing(e: Expr, exponent: Fraction = Fraction(1)) -> Form:
    return {(1, frozenset({(e, exponent)})): Fraction(1)}


def rational(form: Form) -> Fraction | None:
    if not form:
        return Fraction(0)
    return form[_PLAIN] if set(form) == {_PLAIN} else None


def added(*forms: Form) -> Form:
    done: Form = {}
    for form in forms:
        for key, c in form.items():
            done[key] = done.get(key, Fraction(0)) + c
    return {key: c for key, c in done.items() if c}


def times(a: Form, b: Form) -> Form:
    if len(a) * len(b) > _MOST_TERMS**2:
        raise _LostError
    done: list[Form] = []
    for (r, x), c in a.items():
        for (s, y), d in b.items():
            common = gcd(r, s)
            powers = dict(x)
            for thing, n in y:
                powers[thing] = powers.get(thing, Fraction(0)) + n
            done.append(_tidied(r // common * (s // common), powers, c * d * common))
    return added(*done)


def _tidied(root: int, powers: dict[Expr, Fraction], c: Fraction) -> Form:
    """A term whose powers may have come out even: 2^(1/3) 2^(2/3) is 2, and a sum squared is multiplied out."""
    form: Form = {(root, frozenset((t, n) for t, n in powers.items() if n and not _is_due(t, n))): c}
    for thing, n in powers.items():
        if n and _is_due(thing, n):
            whole = n.numerator // n.denominator
            rest = n - whole
            base = form_of(thing)
            part = _whole_power(base, whole)
            form = times(form, part)
            if rest:
                form = times(form, _thing(thing, rest))
    return form


def _is_due(thing: Expr, n: Fraction) -> bool:
    """A number or a sum to a power of 1 or more, or to a negative one."""
    return (isinstance(thing, Num) and not 0 < n < 1) or (isinstance(thing, Add) and n >= 1)


def _whole_power(form: Form, n: int) -> Form:
    if n < 0:
        return _whole_power(_inverse(form), -n)
    if n > _HIGHEST and len(form) > 1:
        raise _LostError
    if len(form) == 1 and n > 200:
        raise _LostError
    done: Form = {_PLAIN: Fraction(1)}
    for _ in range(n):
        done = times(done, form)
    return done


def _inverse(form: Form) -> Form:
    if not form:
        raise ZeroDivisionError
    if len(form) == 1:
        ((root, powers), c) = next(iter(form.items()))
        return _tidied(root, {t: -n for t, n in powers}, 1 / (c * root))
    if len(form) == 2:
        (first, c), (second, d) = form.items()
        turned: Form = {first: c, second: -d}
        norm = times(form, turned)
        if len(norm) == 1:
            return times(turned, _inverse(norm))
        if not norm:
            raise ZeroDivisionError
    sum_ = written(form)
    if abs(size(sum_)) < 1e-12 and _is_zero_in_digits(sum_):
        raise ZeroDivisionError
    return _thing(sum_, Fraction(-1))


# Powers and roots


def _power(base: Expr, exponent: Form, typed: Expr) -> Form:
    n = rational(exponent)
    if base == E:
        return _exponential(exponent)
    form = form_of(base)
    if n is None:
        # a^(ln b / ln a) and its like are left alone
        return _thing(Pow(written(form), written(exponent)))
    if n.denominator == 1:
        return _whole_power(form, n.numerator)
    return _root(form, n)


def _root(form: Form, n: Fraction) -> Form:
    """A form to a power that is not whole."""
    if not form:
        if n < 0:
            raise ZeroDivisionError
        return {}
    if len(form) > 1:
        sum_ = written(form)
        if size(sum_) < 0:
            if n.denominator % 2 == 0:
                raise _LostError
            return times({_PLAIN: Fraction(-1 if n.numerator % 2 else 1)}, _thing(written(_negated(form)), n))
        return _thing(sum_, n)
    ((root, powers), c) = next(iter(form.items()))
    sign = Fraction(1)
    if c < 0:
        if n.denominator % 2 == 0:
            raise _LostError
        sign = Fraction(-1 if n.numerator % 2 else 1)
    done = times(_rational_power(abs(c), n), _rational_power(Fraction(root), n / 2))
    for thing, k in powers:
        done = times(done, _tidied(1, {thing: k * n}, Fraction(1)))
    return {key: v * sign for key, v in done.items()}


def _negated(form: Form) -> Form:
    return {key: -c for key, c in form.items()}


def _rational_power(c: Fraction, n: Fraction) -> Form:
    """A positive rational number to a power: sqrt(12) is 2sqrt(3)."""
    if max(c.numerator, c.denominator) > _LARGEST:
        raise _LostError
    if n.denominator == 2:
        root = c.numerator * c.denominator
        outside, inside = _square_out(root)
        form: Form = {(inside, frozenset()): Fraction(outside, c.denominator)}
        return _whole_power(form, n.numerator)
    done: Form = {_PLAIN: Fraction(1)}
    for prime, k in [*_primes(c.numerator), *((p, -k) for p, k in _primes(c.denominator))]:
        whole, rest = divmod(k * n, 1)
        done = {key: v * Fraction(prime) ** int(whole) for key, v in done.items()}
        if rest == _HALF:
            done = times(done, {(prime, frozenset()): Fraction(1)})
        elif rest:
            done = times(done, _thing(Num(Fraction(prime)), rest))
    return done


def _square_out(n: int) -> tuple[int, int]:
    """The largest a with n = a² b, as far as small primes tell, and b."""
    outside, inside = 1, 1
    for prime, k in _primes(n):
        outside *= prime ** (k // 2)
        inside *= prime ** (k % 2)
    return outside, inside


@lru_cache(maxsize=256)
def _primes(n: int) -> tuple[tuple[int, int], ...]:
    found, p = [], 2
    while p * p <= n and p < 10_000:
        k = 0
        while n % p == 0:
            n, k = n // p, k + 1
        if k:
            found.append((p, k))
        p += 1 if p == 2 else 2
    if n > 1:
        whole = isqrt(n)
        found.append((whole, 2) if whole * whole == n else (n, 1))
    return tuple(found)


def _exponential(exponent: Form) -> Form:
    """e to a sum: each whole or rational multiple of a logarithm is a power of what it is taken of."""
    done: Form = {_PLAIN: Fraction(1)}
    rest: Form = {}
    for (root, powers), c in exponent.items():
        match list(powers):
            case [(Call("ln", (arg,)), n)] if root == 1 and n == 1:
                done = times(done, _power(arg, {_PLAIN: c}, number(c)))
            case _:
                rest[root, powers] = c
    if rest:
        power = rational(rest)
        done = times(done, _thing(Pow(E, written(rest))) if power is None else _thing(E, power))
    return done


# Functions

_ROOT2, _ROOT3, _ROOT6 = ((k, frozenset[tuple[Expr, Fraction]]()) for k in (2, 3, 6))
# sin of k pi/12, k from 0 to 6.
_SINES: tuple[Form, ...] = (
    {},
    {_ROOT6: Fraction(1, 4), _ROOT2: Fraction(-1, 4)},
    {_PLAIN: _HALF},
    {_ROOT2: _HALF},
    {_ROOT3: _HALF},
    {_ROOT6: Fraction(1, 4), _ROOT2: Fraction(1, 4)},
    {_PLAIN: Fraction(1)},
)


def _sine(twelfths: Fraction) -> Form | None:
    """sin of so many times pi/12, None where it has no simple form."""
    if twelfths.denominator != 1:
        return None
    k = int(twelfths) % 24
    sign = 1 if k < 12 else -1
    k %= 12
    return {key: sign * c for key, c in _SINES[k if k <= 6 else 12 - k].items()}


def _of_pi(form: Form) -> Fraction | None:
    """How many times pi it is."""
    key: Key = (1, frozenset({(PI, Fraction(1))}))
    return Fraction(0) if not form else form[key] if set(form) == {key} else None


def _trigonometric(name: str, form: Form) -> Form | None:
    part = _of_pi(form)
    if part is None:
        return None
    sine, cosine = _sine(12 * part), _sine(12 * part + 6)
    if sine is None or cosine is None:
        return None
    ways: dict[str, Callable[[], Form]] = {
        "sin": lambda: sine,
        "cos": lambda: cosine,
        "tan": lambda: times(sine, _inverse(cosine)),
        "cot": lambda: times(cosine, _inverse(sine)),
        "sec": lambda: _inverse(cosine),
        "csc": lambda: _inverse(sine),
    }
    return ways[name]()


_INVERSES = {"arcsin": ("sin", range(-6, 7)), "arccos": ("cos", range(13)), "arctan": ("tan", range(-5, 6))}


def _call(name: str, args: list[Form]) -> Form:
    (first, *_) = args
    if name == "sqrt":
        return _root(first, _HALF)
    if name == "cbrt":
        return _root(first, Fraction(1, 3))
    if name in ("sin", "cos", "tan", "cot", "sec", "csc") and (found := _trigonometric(name, first)) is not None:
        return found
    if name in _INVERSES:
        function, range_ = _INVERSES[name]
        for k in range_:
            place: Form = {(1, frozenset({(PI, Fraction(1))})): Fraction(k, 12)} if k else {}
            if _trigonometric(function, place) == first:
                return place
    if name == "ln":
        return _logarithm(first)
    if name == "log":
        return times(_logarithm(first), _inverse(_logarithm(args[1])))
    if name == "abs":
        return first if not first or size(written(first)) >= 0 else _negated(first)
    if name in ("max", "min"):
        pick = max if name == "max" else min
        return pick(args, key=lambda form: size(written(form)))
    inside = tuple(map(written, args))
    if name in _ODD and isinstance(inside[0], Neg):
        return _negated(_known_value(Call(name, (inside[0].arg,))))
    return _known_value(Call(name, inside))


_ODD = frozenset({"sin", "tan", "arcsin", "arctan", "sinh", "tanh", "arsinh", "artanh", "erf"})


def _known_value(plain: Expr) -> Form:
    """A function whose value is a simple rational number: sinh(0), sigmoid(0)."""
    near = size(plain)
    if near != near:
        raise _LostError
    if abs(near) < 10**6:
        guess = Fraction(near).limit_denominator(12)
        if abs(float(guess) - near) < 1e-12 and _is_zero_in_digits(Add((plain, Neg(number(guess))))):
            return {_PLAIN: guess} if guess else {}
    return _thing(plain)


def _logarithm(form: Form) -> Form:
    if size(written(form)) <= 0:
        raise _LostError
    if len(form) > 1:
        return _thing(Call("ln", (written(form),)))
    ((root, powers), c) = next(iter(form.items()))
    done = added(_log_of(c), {key: v / 2 for key, v in _log_of(Fraction(root)).items()})
    for thing, n in powers:
        of_thing = {_PLAIN: Fraction(1)} if thing == E else _log_of_thing(thing)
        done = added(done, {key: v * n for key, v in of_thing.items()})
    return done


def _log_of_thing(thing: Expr) -> Form:
    if isinstance(thing, Num):
        return _log_of(thing.value)
    if isinstance(thing, Pow) and thing.base == E:
        return form_of(thing.exp)
    return _thing(Call("ln", (thing,)))


def _log_of(c: Fraction) -> Form:
    """ln of a positive rational number: ln(8) is 3ln(2), ln(1/3) is -ln(3)."""
    if c == 1:
        return {}
    if c.numerator == 1:
        return _negated(_log_of(1 / c))
    exponents = [k for _, k in (*_primes(c.numerator), *_primes(c.denominator))]
    k = gcd(*exponents)
    root = Fraction(1)
    for part, sign in ((c.numerator, 1), (c.denominator, -1)):
        for prime, n in _primes(part):
            root *= Fraction(prime) ** (sign * n // k)
    return {key: v * k for key, v in _thing(Call("ln", (number(root),))).items()}


# Back to an expression


@dataclass(frozen=True, slots=True)
class _Term:
    c: Fraction
    root: int
    powers: frozenset[tuple[Expr, Fraction]]

    @property
    def place(self) -> tuple[bool, bool, str]:
        """Positive terms first; then a rational number before roots, and other things before both."""
        from tutor.show import show

        things = sorted(show(t) + str(n) for t, n in self.powers)
        return (self.c < 0, not self.powers, f"{'' if things else self.root:>9}{''.join(things)}")


def written(form: Form) -> Expr:
    """The form as a textbook writes it: (1 + sqrt(5))/2, pi/6 + sqrt(3), 3/e."""
    terms = sorted((_Term(c, *key) for key, c in form.items()), key=lambda term: term.place)
    if not terms:
        return ZERO
    below = lcm(*(term.c.denominator for term in terms))
    if len(terms) > 1 and below > 1 and not any(term.powers for term in terms):
        whole = total(tuple(_term(_Term(term.c * below, term.root, term.powers)) for term in terms))
        return Div(whole, number(below))
    return total(tuple(map(_term, terms)))


def _term(term: _Term) -> Expr:
    above: list[Expr] = []
    below: list[Expr] = []
    size_ = abs(term.c)
    if size_.denominator != 1:
        below.append(number(size_.denominator))
    roots: dict[Fraction, int] = {}
    powers: list[tuple[Expr, Fraction]] = []
    for thing, n in term.powers:
        if isinstance(thing, Num):
            roots[n] = roots.get(n, 1) * int(thing.value)
        else:
            powers.append((thing, n))
    for thing, n in sorted(powers, key=lambda power: _order(power[0])):
        (above if n > 0 else below).append(_raised(thing, abs(n)))
    if term.root != 1:
        above.insert(int(above[:1] == [PI]), Call("sqrt", (number(term.root),)))
    above += [_raised(number(base), n) for n, base in roots.items()]
    if size_.numerator != 1 or not above:
        above.insert(0, number(size_.numerator))
    e = product(tuple(above))
    if below:
        e = Div(e, product(tuple(below)))
    return Neg(e) if term.c < 0 else e


def _order(thing: Expr) -> tuple[int, str]:
    from tutor.show import show

    return (0 if thing == PI else 1 if thing == E else 2), show(thing)


def _raised(thing: Expr, n: Fraction) -> Expr:
    if n == 1:
        return thing
    if n == _HALF:
        return Call("sqrt", (thing,))
    if n == Fraction(1, 3):
        return Call("cbrt", (thing,))
    if isinstance(thing, Pow) and thing.base == E:
        return Pow(E, written(times(form_of(thing.exp), {_PLAIN: n})))
    return Pow(thing, number(n))
