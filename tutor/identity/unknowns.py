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
together for a rational c > 0. All else, such as sqrt(u) sqrt(v) = sqrt(uv) or |u|^2 = u^2, is for `proof.py`. Where
a side has no value is told by `gaps.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from tutor.identity.choices import BeyondError, Choices, Column, NoRootError
from tutor.identity.gaps import Gaps, is_zero_at_one
from tutor.identity.powers import Circle, Numbers, Powers, Unknowns, inverse, random_number
from tutor.program import Op, Program

__all__ = ["AtOnce", "proves_at_once"]

_RNG = Random()  # seeded by the system
_POINTS = 40  # that are tried until one has all roots: each single one exists at half of them
_MOST_OPS, _MOST_UNKNOWNS = 600, 100  # many times what answers need
_LARGEST_DEGREE = 40  # bits of the product of all exponents


class AtOnce(NamedTuple):
    """What the quick test says of two sides.

    `is_proved`: they are equal wherever the right one has a value, but for single points. `divides_by_no_zero`:
    neither is divided by what may be 0 everywhere, so that floats do not have values by rounding alone.
    """

    is_proved: bool
    divides_by_no_zero: bool = False


_NO_PROOF = AtOnce(False)


def proves_at_once(
    program: Program, partial: frozenset[int] = frozenset(), both: bool = False, rng: Random | None = None
) -> AtOnce:
    """Are the first two roots of the program equal wherever the first has a value, but for single points?

    With `both`, wherever one of them has. Each operation in `partial` has to be matched by one on the other side that
    lacks a value where it does: sqrt(1 - 49x^2) by sqrt(1 - (7x)^2). False says nothing.
    """
    if max(program.roots[:2]) > _MOST_OPS or not _BEYOND.isdisjoint(program.names):
        return _NO_PROOF
    rng = rng or _RNG
    for point in range(_POINTS):
        walk = _Walk(program, rng, rng.choice((1, -1)) if point else 1)
        try:
            if not walk.agrees():
                break
            gaps = Gaps(program, walk.done, walk.own, walk.multiple)
            return AtOnce(True, gaps.is_free_of_relations) if gaps.are_alike(partial, both) else _NO_PROOF
        except NoRootError:
            continue
        except (BeyondError, ZeroDivisionError):
            break
    return _NO_PROOF


class _Walk(Choices):
    """One walk through a program, at one random point."""

    def __init__(self, program: Program, rng: Random, letter_sign: int) -> None:
        super().__init__(1 + max(program.roots[:2]))
        self.program = program
        self.rng = rng
        self.letter_sign = letter_sign
        self.degree = 0
        self.letters: dict[str, int] = {}
        self.functions: dict[tuple[str, int], tuple[int, int]] = {}
        self.unknowns = Unknowns()
        self.exponentials = Powers(Numbers(), rng, self.unknowns)
        self.angles = Powers(Circle(), rng, self.unknowns)
        self.logarithms: dict[int, tuple[int, int]] = {1: (0, 0)}
        self.own: dict[int, int] = {}  # the unknowns that an operation brings in, a bit for each
        self.here = 0  # of the operation that is worked out

    def agrees(self) -> bool:
        """Are both roots the same? Raises NoRootError, BeyondError, ZeroDivisionError where that cannot be told."""
        first, second, *_ = self.program.roots
        for op in self.program.ops[: 1 + max(first, second)]:
            column = _RULES.get(op.name, _Walk.function)(self, op)  # which may double all the others
            if self.here:
                if self.unknowns.count > _MOST_UNKNOWNS:
                    raise BeyondError
                self.own[len(self.done)] = self.here
                self.here = 0
            self.done.append(column)
        return self.done[first] == self.done[second]

    # Operations ------------------------------------------------------------------------------------------------

    def function(self, op: Op) -> Column:
        """A function of which nothing is known: a number for each argument."""
        (index,) = op.args
        zero = 1 if is_zero_at_one(op.name) else None
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
            found = self.functions[name, u] = random_number(self.rng), self.unknowns.next()
        value, unknown = found
        self.here |= unknown
        return value

    def pi(self, _: Op) -> Column:
        return [self.value("pi", 0) ** 2 % self.q] * self.choices  # sqrt(pi) exists

    def letter(self, op: Op) -> Column:
        found = self.letters.get(op.letter)
        if found is None:
            # Of x and -x one is a square: sqrt(x) exists at the first point that is tried, or sqrt(-x) at another.
            found = random_number(self.rng) ** 2 * self.letter_sign % self.q
            self.letters[op.letter] = found
        return [found] * self.choices

    def number(self, op: Op) -> Column:
        above, below = op.number.as_integer_ratio()
        return [(above if below == 1 else above * inverse(below % self.q)) % self.q] * self.choices

    def add(self, op: Op) -> Column:
        i, j = op.args
        a, b, q = self.done[i], self.done[j], self.q
        if len(a) == 1:  # as long as there are no choices, which is all the way for most answers
            return [(a[0] + b[0]) % q]
        return [(x + y) % q for x, y in zip(a, b, strict=True)]

    def mul(self, op: Op) -> Column:
        i, j = op.args
        a, b, q = self.done[i], self.done[j], self.q
        if len(a) == 1:
            return [a[0] * b[0] % q]
        return [x * y % q for x, y in zip(a, b, strict=True)]

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
            raise BeyondError
        q = self.q
        if n < 0:
            a, n = [inverse(x) for x in a], -n
        elif not n and not all(a):
            raise BeyondError
        if root > 1:
            try:
                n = n * pow(root, -1, q - 1) % (q - 1)
            except ValueError:
                raise BeyondError from None
        return [x * x % q for x in a] if n == 2 else [pow(x, n, q) for x in a]

    def root(self, op: Op) -> Column:
        n, root = op.number.as_integer_ratio()
        u = self.done[op.args[0]]
        if root % 2:
            return self.raised(u, n, root)
        if root % 4 == 0:
            raise BeyondError
        try:
            return self.raised(self.square_root(u), n, root // 2)
        except NoRootError:
            if self.program.ops[op.args[0]].name == "number":
                raise BeyondError from None  # it does not exist at any point
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
                raise BeyondError
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
            raise BeyondError
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
