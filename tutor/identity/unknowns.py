"""The quick identity test: functions are unknowns, roots and absolute values have both signs.

Both sides are computed at one random point modulo a prime. A function is a random number for each argument that it is
taken of, sin(u) and cos(u) a random point of the circle. A square root of u is both numbers whose square is u, and |u|
is both u and -u; where two of them occur, all four choices are tried. Two sides that agree for every choice are the
same rational function of their ingredients whatever signs these have, so they are equal wherever both have a value: no
real point is looked at, and no sign.

Why one point is enough: for a polynomial of degree d other than 0 it is a zero with a probability of d/Q at most. With
square roots the sides are functions on a variety above the space of the letters, and the choices of signs are all its
points above the random one. If they differed on any component of it, they would agree there for few points of the space
alone. An odd root is one number only: what else r^3 = v^3 has for solutions is neither real nor there modulo Q. Degrees
that might come near Q are left to the other test.

Beyond what rational functions obey this test knows that E(u + v) = E(u) E(v) for e^u and cos(u) + i sin(u) (see
`powers.py`), that ln is the inverse of e^u, that some functions are odd, and that signs and roots of u and of cu go
together for a rational c > 0. All else, such as sqrt(u) sqrt(v) = sqrt(uv) or |u|^2 = u^2, is for `proof.py`.

A relation that it does not know may hide that something has no value anywhere: arctan(x) + arctan(1/x) - pi/2 is 0 for
all x > 0, and x (...)/(...) is not x. So each divisor has to be free of that, and what a logarithm, a sign or a step is
taken of. It is where one function alone, or one constant such as pi, goes into it: e^u, ln(u), arctan(u) obey no
algebraic equation that does not hold for all unknowns (Liouville; for constant u Lindemann), but that arccos(1) and its
like are 0. Or the other side is divided by the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from fractions import Fraction
from functools import cached_property
from math import isqrt
from random import Random

from tutor.identity.powers import Circle, Numbers, Powers, Unknowns, inverse, modulus, small_fraction
from tutor.program import Op, Program

__all__ = ["proves_at_once"]

_RNG = Random()  # seeded by the system
_POINTS = 12  # that are tried until one has all roots
_MOST_OPS, _MOST_CHOICES, _MOST_NUMBERS, _MOST_UNKNOWNS = 600, 32, 2000, 100  # a hundred times what answers need
_LARGEST_DEGREE = 40  # bits of the product of all exponents

# What has a pole, and of what it is 0 there; of what else than its argument something is 0; what is never 0.
_WITH_POLES = {"tan": "cos", "sec": "cos", "cot": "sin", "csc": "sin"}
_WITH_ZEROS = {"tan": "sin", "sin": "sin", "cot": "cos", "cos": "cos"}
_WITHOUT_ZEROS = frozenset((
    "exp", "e", "pi", "cosh", "sech", "coth", "csch", "sec", "csc", "arccot", "arccsc", "arcoth", "arcsch", "sigmoid",
    "softplus", "phi", "Phi",
))  # fmt: skip
_ZERO_WITH_A_PART = frozenset((
    "mul", "div", "neg", "abs", "power", "root", "sinh", "tanh", "arcsin", "arctan", "arsinh", "artanh", "erf", "gelu",
    "swish", "mish",
))  # fmt: skip
_ZERO_AT_ONE = frozenset(("arccos", "arcsec", "arcosh", "arsech"))

# What has a value for the same arguments; the point 0 alone does not matter.
_DOMAINS = {"ln": "positive", "root": "positive", "pow": "positive", "arccos": "arcsin", "arccsc": "arcsec"}

Column = list[int]  # one number for each choice of signs


class _LostError(Exception):
    """A square root does not exist at this point; at another it may."""


class _UnknownError(Exception):
    """This test has nothing to say about the expression."""


def proves_at_once(
    program: Program, partial: frozenset[int] = frozenset(), both: bool = False, rng: Random | None = None
) -> bool:
    """Are the first two roots of the program equal wherever the first has a value, but for single points?

    With `both`, wherever one of them has. Each operation in `partial` has to be matched by one on the other side that
    lacks a value where it does: sqrt(1 - 49x^2) by sqrt(1 - (7x)^2). False says nothing.
    """
    if max(program.roots[:2]) > _MOST_OPS or not _BEYOND.isdisjoint(program.names):
        return False
    rng = rng or _RNG
    for point in range(_POINTS):
        walk = _Walk(program, rng, rng.choice((1, -1)) if point else 1)
        try:
            return walk.agrees() and all(map(walk.is_matched, partial)) and walk.divides_by_no_zero(both)
        except _LostError:
            continue
        except (_UnknownError, ZeroDivisionError):
            break
    return False


class _Walk:
    """One walk through a program, at one random point."""

    def __init__(self, program: Program, rng: Random, letter_sign: int) -> None:
        self.program = program
        self.rng = rng
        self.letter_sign = letter_sign
        self.q = modulus()
        self.degree = 0
        self.done: list[Column] = []
        self.choices = 1
        self.signs: list[tuple[Column, Column]] = []
        self.roots: list[tuple[Column, Column]] = []
        self.letters: dict[str, int] = {}
        self.functions: dict[tuple[str, int], tuple[int, int]] = {}
        self.unknowns = Unknowns()
        self.exponentials = Powers(Numbers(), rng, self.unknowns)
        self.angles = Powers(Circle(), rng, self.unknowns)
        self.logarithms: dict[int, tuple[int, int]] = {1: (0, 0)}
        self.own: dict[int, int] = {}  # the unknowns that an operation brings in, a bit for each
        self.here = 0  # of the operation that is worked out

    def agrees(self) -> bool:
        """Are both roots the same? Raises _LostError, _UnknownError, ZeroDivisionError where that cannot be told."""
        first, second, *_ = self.program.roots
        for op in self.program.ops[: 1 + max(first, second)]:
            column = _RULES.get(op.name, _Walk.function)(self, op)  # which may double all the others
            if self.here:
                if self.unknowns.count > _MOST_UNKNOWNS:
                    raise _UnknownError
                self.own[len(self.done)] = self.here
                self.here = 0
            self.done.append(column)
        return self.done[first] == self.done[second]

    def is_matched(self, index: int) -> bool:
        """Does the other side lack a value wherever this operation does?"""
        right, answer = self.below
        kind, args = self.domain(index)
        for i in right if index in answer else answer:
            if i < len(self.done):
                other, others = self.domain(i)
                if kind == other and (args == others or (kind == "positive" and self.go_together(args[0], others[0]))):
                    return True
        return False

    def domain(self, index: int) -> tuple[str, list[Column]]:
        """On what it depends whether an operation has a value: a kind of domain, and what has to be in it."""
        op = self.program.ops[index]
        kind = _DOMAINS.get(op.name, op.name)
        if op.name == "root" and op.number.denominator % 2:
            kind = "odd root"
        return kind, [self.done[part] for part in (op.args[:1] if kind == "positive" else op.args)]

    def go_together(self, u: Column, v: Column) -> bool:
        """Have the two the same sign everywhere?"""
        times = self.multiple(u, v)
        return times is not None and times > 0

    @cached_property
    def made_of(self) -> list[int]:
        """The unknowns that go into each operation, a bit for each."""
        found: list[int] = []
        for index, op in enumerate(self.program.ops[: len(self.done)]):
            bits = self.own.get(index, 0)
            for part in op.args:
                bits |= found[part]
            found.append(bits)
        return found

    @cached_property
    def below(self) -> tuple[Set[int], Set[int]]:
        """The operations of the right side, with the function behind it, and those of the answer."""
        right, answer, *domain = self.program.roots
        return self.program.below(right, *domain), self.program.below(answer)

    def divides_by_no_zero(self, both: bool) -> bool:
        """Is nothing divided by what may be 0 everywhere, where the other side is not?"""
        if self.unknowns.count < 2:
            return True
        right, answer = self.below
        # sign(0) is 0, for both sides, though sign(u) is 1 or -1 here.
        signs = {i for i in right | answer if self.program.ops[i].name == "sign" and i < len(self.done)}
        return self.is_divided_like(answer - right | signs, right) and (
            not both or self.is_divided_like(right - answer | signs, answer)
        )

    def is_divided_like(self, own: Set[int], others: Set[int]) -> bool:
        """Is all that must not be 0 for these operations free of relations, or must not be 0 for the others too?"""
        doubtful = [zero for i in own for made_of, zero in self.zeros(i) if made_of.bit_count() > 1]
        known = [zero for i in others if self.has_no_value_at_zero(i) for _, zero in self.zeros(i)] if doubtful else []
        return all(zero in known for zero in doubtful)

    def has_no_value_at_zero(self, index: int) -> bool:
        return index < len(self.done) and self.program.ops[index].name not in ("pow", "sign")

    def zeros(self, index: int) -> Iterator[tuple[int, tuple[str, Column]]]:
        """What must not be 0 for this operation to be what it is here; each as what it is made of, and as what it is.

        Of the base of a power it is unknown whether it must not.
        """
        op = self.program.ops[index]
        match op.name:
            case "div":
                yield from self.factors(op.args[1])
            case "ln" | "step" | "sign" | "pow" | "coth" | "csch":
                yield from self.factors(op.args[0])
            case "power" | "root" if op.number <= 0:
                yield from self.factors(op.args[0])
            case "log":
                yield from (*self.factors(op.args[0]), *self.factors(op.args[1]), self.not_one(op.args[1]))
            case name if name in _WITH_POLES:
                yield self.made_of[index], (_WITH_POLES[name], self.done[op.args[0]])

    def factors(self, index: int) -> Iterator[tuple[int, tuple[str, Column]]]:
        """The factors of an operation that may be 0, each as what it is made of, and as what it is."""
        waiting = [index]
        while waiting:
            at = waiting.pop()
            op = self.program.ops[at]
            if op.name in _ZERO_WITH_A_PART:
                waiting += op.args
            elif op.name == "pow":
                waiting.append(op.args[0])
            elif op.name in ("ln", "log") or op.name in _ZERO_AT_ONE:
                yield self.not_one(op.args[0])
            elif op.name in _WITH_ZEROS:
                yield self.made_of[at], (_WITH_ZEROS[op.name], self.done[op.args[0]])
            elif op.name not in _WITHOUT_ZEROS:
                yield self.made_of[at], ("", self.done[at])

    def not_one(self, index: int) -> tuple[int, tuple[str, Column]]:
        return self.made_of[index], ("one", self.done[index])

    # Choices of signs ------------------------------------------------------------------------------------------

    def split(self) -> None:
        """Go on with every column twice, for the two choices of one more sign."""
        self.choices *= 2
        if self.choices > _MOST_CHOICES or self.choices * max(self.program.roots[:2]) > _MOST_NUMBERS:
            raise _UnknownError
        self.done = [column + column for column in self.done]
        self.signs = [(u + u, sign + sign) for u, sign in self.signs]
        self.roots = [(u + u, root + root) for u, root in self.roots]

    def times(self, a: Column, factor: int) -> Column:
        q = self.q
        return [x * factor % q for x in a]

    def multiple(self, u: Column, v: Column) -> Fraction | None:
        """The rational number by which v has to be multiplied to get u."""
        q = self.q
        x, y = next(((x, y) for x, y in zip(u, v, strict=True) if y), (0, 0))
        found = small_fraction(x * inverse(y) % q) if x and y else None
        if found is None:
            return None
        a, b = found.as_integer_ratio()
        return found if all((x * b - y * a) % q == 0 for x, y in zip(u, v, strict=True)) else None

    def sign(self, u: Column) -> Column:
        """1 or -1 for either choice of the sign of u."""
        for known, sign in self.signs:
            if known == u:
                return sign
            if times := self.multiple(u, known):
                return sign if times > 0 else self.times(sign, -1)
        sign = [1] * self.choices + [self.q - 1] * self.choices
        self.split()
        self.signs.append((u + u, sign))
        return sign

    def square_root(self, u: Column) -> Column:
        """Either root of u. Raises _LostError where there is none."""
        if not any(u):
            return u
        for known, root in self.roots:
            if known == u:
                return root
            times = self.multiple(u, known)
            if times is not None and times > 0:
                a, b = map(isqrt, times.as_integer_ratio())
                if Fraction(a * a, b * b) == times:
                    return self.times(root, a * inverse(b) % self.q)
        q = self.q
        half = (q + 1) // 4
        found = {x: pow(x, half, q) for x in set(u)}
        if any(root * root % q != x for x, root in found.items()):
            if any(-x % q in found for x in found):
                raise _UnknownError  # of |v| one or the other has no root at any point
            raise _LostError
        root = [found[x] for x in u]
        root += [-x % q for x in root]
        self.split()
        self.roots.append((u + u, root))
        return root

    # Operations ------------------------------------------------------------------------------------------------

    def function(self, op: Op) -> Column:
        """A function of which nothing is known: a number for each argument."""
        (index,) = op.args
        zero = 1 if op.name in _ZERO_AT_ONE else None
        return [0 if x == zero else self.value(op.name, x) for x in self.done[index]]

    def odd_function(self, op: Op) -> Column:
        return [self.odd(op.name, x) for x in self.done[op.args[0]]]

    def odd(self, name: str, u: int) -> int:
        if not u:
            return 0
        return self.value(name, u) if 2 * u < self.q else -self.value(name, self.q - u) % self.q

    def value(self, name: str, u: int) -> int:
        found = self.functions.get((name, u))
        if found is None:
            found = self.functions[name, u] = self.rng.randrange(1, self.q), self.unknowns.next()
        value, unknown = found
        self.here |= unknown
        return value

    def pi(self, _: Op) -> Column:
        return [self.value("pi", 0) ** 2 % self.q] * self.choices  # sqrt(pi) exists

    def letter(self, op: Op) -> Column:
        found = self.letters.get(op.letter)
        if found is None:
            # Of x and -x one is a square: sqrt(x) exists at the first point that is tried, or sqrt(-x) at another.
            found = self.rng.randrange(1, self.q) ** 2 * self.letter_sign % self.q
            self.letters[op.letter] = found
        return [found] * self.choices

    def number(self, op: Op) -> Column:
        above, below = op.number.as_integer_ratio()
        return [(above if below == 1 else above * inverse(below % self.q)) % self.q] * self.choices

    def add(self, op: Op) -> Column:
        a, b = op.args
        q = self.q
        return [(x + y) % q for x, y in zip(self.done[a], self.done[b], strict=True)]

    def mul(self, op: Op) -> Column:
        a, b = op.args
        q = self.q
        return [x * y % q for x, y in zip(self.done[a], self.done[b], strict=True)]

    def div(self, op: Op) -> Column:
        a, b = op.args
        q = self.q
        return [x * inverse(y) % q for x, y in zip(self.done[a], self.done[b], strict=True)]

    def neg(self, op: Op) -> Column:
        return self.times(self.done[op.args[0]], -1)

    def power(self, op: Op) -> Column:
        return self.raised(self.done[op.args[0]], op.number.numerator)

    def raised(self, a: Column, n: int, root: int = 1) -> Column:
        """a^(n/root), for an odd root."""
        self.degree += n.bit_length() + root.bit_length() - 1
        if self.degree > _LARGEST_DEGREE:
            raise _UnknownError
        q = self.q
        if n < 0:
            a, n = [inverse(x) for x in a], -n
        elif not n and not all(a):
            raise _UnknownError
        if root > 1:
            try:
                n = n * pow(root, -1, q - 1) % (q - 1)
            except ValueError:
                raise _UnknownError from None
        return [x * x % q for x in a] if n == 2 else [pow(x, n, q) for x in a]

    def root(self, op: Op) -> Column:
        n, root = op.number.as_integer_ratio()
        u = self.done[op.args[0]]
        if root % 2:
            return self.raised(u, n, root)
        if root % 4 == 0:
            raise _UnknownError
        try:
            return self.raised(self.square_root(u), n, root // 2)
        except _LostError:
            if self.program.ops[op.args[0]].name == "number":
                raise _UnknownError from None  # it does not exist at any point
            raise

    def e(self, _: Op) -> Column:
        return self.risen([1] * self.choices)

    def exp(self, op: Op) -> Column:
        return self.risen(self.done[op.args[0]])

    def risen(self, u: Column) -> Column:
        powers = self.exponentials
        found = [powers.at(x) for x in u]
        for x in u:
            self.here |= powers.made_of[x]
        return found

    def ln(self, op: Op) -> Column:
        return self.logarithm(self.done[op.args[0]])

    def logarithm(self, u: Column) -> Column:
        found = []
        for x in u:
            if not x:
                raise _UnknownError
            if x not in self.logarithms:
                # The logarithm of what is an exponential already is its argument.
                log = next((v for v, value in self.exponentials.known.items() if value == x), None)
                if log is None:
                    log = self.value("ln", x)
                    self.exponentials.keep(log, x, self.functions["ln", x][1])
                self.logarithms[x] = log, self.exponentials.made_of[log]
            log, made_of = self.logarithms[x]
            self.here |= made_of
            found.append(log)
        return found

    def log(self, op: Op) -> Column:
        q = self.q
        a, b = (self.logarithm(self.done[part]) for part in op.args)
        return [x * inverse(y) % q for x, y in zip(a, b, strict=True)]

    def pow(self, op: Op) -> Column:
        """a^b = e^(b ln(a))."""
        q = self.q
        base, exponent = (self.done[part] for part in op.args)
        return self.risen([x * y % q for x, y in zip(self.logarithm(base), exponent, strict=True)])

    def trigonometric(self, op: Op) -> Column:
        q = self.q
        u = self.done[op.args[0]]
        pairs = [self.angles.at(x) for x in u]
        for x in u:
            self.here |= self.angles.made_of[x]
        match op.name:
            case "sin":
                return [s for _, s in pairs]
            case "cos":
                return [c for c, _ in pairs]
            case "tan":
                return [s * inverse(c) % q for c, s in pairs]
            case "cot":
                return [c * inverse(s) % q for c, s in pairs]
            case "sec":
                return [inverse(c) for c, _ in pairs]
            case _:
                return [inverse(s) for _, s in pairs]

    def hyperbolic(self, op: Op) -> Column:
        """From e^u + e^(-u) and e^u - e^(-u)."""
        q = self.q
        pairs = [((t + inverse(t)) % q, (t - inverse(t)) % q) for t in self.risen(self.done[op.args[0]])]
        match op.name:
            case "sinh":
                return [s * inverse(2) % q for _, s in pairs]
            case "cosh":
                return [c * inverse(2) % q for c, _ in pairs]
            case "tanh":
                return [s * inverse(c) % q for c, s in pairs]
            case "coth":
                return [c * inverse(s) % q for c, s in pairs]
            case "sech":
                return [2 * inverse(c) % q for c, _ in pairs]
            case _:
                return [2 * inverse(s) % q for _, s in pairs]

    def sigmoid(self, op: Op) -> Column:
        """e^u/(1 + e^u), and times u."""
        q = self.q
        u = self.done[op.args[0]]
        found = [t * inverse((1 + t) % q) % q for t in self.risen(u)]
        return found if op.name == "sigmoid" else [x * y % q for x, y in zip(u, found, strict=True)]

    def softplus(self, op: Op) -> Column:
        """ln(1 + e^u)."""
        return self.logarithm([(1 + t) % self.q for t in self.risen(self.done[op.args[0]])])

    def mish(self, op: Op) -> Column:
        """u tanh(ln(1 + e^u))."""
        q = self.q
        u = self.done[op.args[0]]
        squares = [(1 + t) * (1 + t) % q for t in self.risen(u)]
        return [x * (s - 1) * inverse((s + 1) % q) % q for x, s in zip(u, squares, strict=True)]

    def phi(self, op: Op) -> Column:
        """Some even function."""
        return [self.value("phi", x * x % self.q) for x in self.done[op.args[0]]]

    def distribution(self, op: Op) -> Column:
        """Phi(u) = 1/2 + an odd function, and times u."""
        q = self.q
        u = self.done[op.args[0]]
        found = [(self.odd("Phi", x) + inverse(2)) % q for x in u]
        return found if op.name == "Phi" else [x * y % q for x, y in zip(u, found, strict=True)]

    def signed(self, op: Op) -> Column:
        """|u|, relu(u), sign(u), step(u) for either sign of u."""
        part = op.args[0]
        q = self.q
        if op.name in ("sign", "step") and not all(self.done[part]):
            raise _UnknownError
        sign = self.sign(self.done[part])
        u = self.done[part]  # now for twice as many choices, if the sign is new
        match op.name:
            case "abs":
                return [x * s % q for x, s in zip(u, sign, strict=True)]
            case "relu":
                return [x if s == 1 else 0 for x, s in zip(u, sign, strict=True)]
            case "sign":
                return sign
            case _:
                return [int(s == 1) for s in sign]

    def extreme(self, op: Op) -> Column:
        """The larger or the smaller one of two, for either sign of their difference."""
        q = self.q
        a, b = op.args
        sign = self.sign([(x - y) % q for x, y in zip(self.done[a], self.done[b], strict=True)])
        first = 1 if op.name == "max" else q - 1
        return [x if s == first else y for x, y, s in zip(self.done[a], self.done[b], sign, strict=True)]


_RULES: dict[str, Callable[[_Walk, Op], Column]] = {
    "letter": _Walk.letter, "pi": _Walk.pi, "e": _Walk.e, "number": _Walk.number, "add": _Walk.add, "mul": _Walk.mul,
    "div": _Walk.div, "neg": _Walk.neg, "power": _Walk.power, "root": _Walk.root, "exp": _Walk.exp, "ln": _Walk.ln,
    "log": _Walk.log, "pow": _Walk.pow, "softplus": _Walk.softplus, "mish": _Walk.mish, "phi": _Walk.phi,
    **dict.fromkeys(("sin", "cos", "tan", "cot", "sec", "csc"), _Walk.trigonometric),
    **dict.fromkeys(("sinh", "cosh", "tanh", "coth", "sech", "csch"), _Walk.hyperbolic),
    **dict.fromkeys(("arcsin", "arctan", "arccsc", "arsinh", "artanh", "arcsch", "erf"), _Walk.odd_function),
    **dict.fromkeys(("sigmoid", "swish"), _Walk.sigmoid),
    **dict.fromkeys(("Phi", "gelu"), _Walk.distribution),
    **dict.fromkeys(("abs", "relu", "sign", "step"), _Walk.signed),
    **dict.fromkeys(("min", "max"), _Walk.extreme),
}  # fmt: skip
_BEYOND = frozenset(("whole", "factorial"))  # what they are depends on the whole numbers, which are at real points
