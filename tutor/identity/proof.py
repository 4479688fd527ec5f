"""The identity test: both sides at random points modulo a prime, for every combination of signs that occurs.

Two expressions are rational functions of independent ingredients. If they differ, they differ at nearly every
point: two of degree d agree at a random one with a probability of about d/P. So nothing is multiplied out, and
6000(x-1)^5998 costs no more than its exponent has digits.

The test proves that two sides are equal wherever both are defined, near the real points it was made for. It
never says that they differ: a relation may have been missed. And it says nothing where the numbers in them have as many
digits as P, which is the same for everybody; the quick test has a prime of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from fractions import Fraction
from math import inf
from random import Random

from tutor.budget import Budget
from tutor.identity.angles import CoarseError
from tutor.identity.hidden import hidden_letters
from tutor.identity.jet import Jet, NowhereError, added, divided, inverses, multiplied, negated, powered, scaled
from tutor.identity.prime import EVEN, P, as_number
from tutor.identity.roots import LostError, UnknownError, common_number
from tutor.identity.signs import Place, Sign, places, told_apart_by
from tutor.identity.special import Special
from tutor.program import Op, Program
from tutor.switches import Course, course, factors
from tutor.trial import Row

__all__ = ["divides_by_zero", "has_no_value_around", "proves_equal", "rows_proved_equal"]

_RNG = Random()  # seeded by the system: nobody can type an answer that fits the random points
_MOST_PLACES = 40
_FEWEST, _MOST_COLUMNS = 3, 700  # points
_BETWEEN_LOOKS = 16  # operations between two looks at the clock
_MOST_POSITIVE = 5  # parts with which a square is looked for
_EXACT = 2.0**53  # beyond it a float does not tell odd numbers from even ones
_RATIONAL = frozenset(
    ("number", "letter", "add", "mul", "neg", "div", "power", "abs", "sign", "step", "relu", "min", "max")
)
_EXPONENTIAL = frozenset((
    "exp", "pow", "whole", "sinh", "cosh", "tanh", "coth", "sech", "csch", "sigmoid", "softplus", "swish", "mish",
    "phi", "e",
))  # fmt: skip
_LOGARITHM = frozenset((
    "ln", "log", "pow", "whole", "softplus", "mish", "arsinh", "arcosh", "artanh", "arcoth", "arsech", "arcsch",
))  # fmt: skip
_TRIGONOMETRIC = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))
_INVERSE = frozenset(("arcsin", "arccos", "arctan", "arccot", "arcsec", "arccsc"))
_ROOTED = _INVERSE | {"arsinh", "arcosh", "artanh", "arcoth", "arsech", "arcsch"}


def proves_equal(
    program: Program,
    known: Course,
    rows: Sequence[Row],
    whole: frozenset[str] = frozenset(),
    rng: Random | None = None,
    budget: Budget | None = None,
) -> bool:
    """Are the first two roots of the program equal around each of these real points, wherever both have a value?

    `known` is what `course` says of the program. There should be as many rows as can be had, since combinations of
    signs that do not occur among them are not looked at. Letters in `whole` stand for whole numbers. Raises
    GivenUpError when the budget is used up, as the others do.
    """
    test = _Test(program, known, whole, rng or _RNG, budget=budget)
    found = places(program, known, rows, whole)
    few = 0 < len(found) <= _MOST_PLACES
    return few and all(test.proved(place)[1] for place in found)


def rows_proved_equal(
    program: Program,
    known: Course,
    rows: Sequence[Row],
    whole: frozenset[str] = frozenset(),
    rng: Random | None = None,
    budget: Budget | None = None,
) -> list[Row]:
    """The rows around which the first two roots are proved equal, where they may differ elsewhere: 1/x and 1/|x|."""
    test = _Test(program, known, whole, rng or _RNG, budget=budget)
    found = places(program, known, rows, whole)
    return [row for place in found[:_MOST_PLACES] for row in test.proved(place)[0]]


def divides_by_zero(
    program: Program, root: int, rows: Sequence[Row], rng: Random | None = None, budget: Budget | None = None
) -> bool:
    """Is something in this root divided by what is 0 everywhere, as in 1/(2x - x - x)? Points cannot show that."""
    test = _Test(program, course(program), frozenset(), rng or _RNG, (root,), budget)
    return bool(rows) and all(test.is_nowhere(Place(program, row)) for row in rows)


def has_no_value_around(
    program: Program, known: Course, root: int, row: Row, rng: Random | None = None, budget: Budget | None = None
) -> bool:
    """Is something in this root divided by what is 0 all around a real point, as in 1/(x - |x|) for x > 0?"""
    test = _Test(program, known, frozenset(), rng or _RNG, (root,), budget)
    return test.is_nowhere(Place(program, row, known.positive), guess=False)


class _Test:
    """What does not depend on signs: which operations count, and how many random points they need."""

    def __init__(
        self,
        program: Program,
        known: Course,
        whole: frozenset[str],
        rng: Random,
        roots: tuple[int, ...] = (),
        budget: Budget | None = None,
    ) -> None:
        self.budget = budget or Budget(inf)
        self.program = program
        self.known = known
        self.whole = whole
        self.rng = rng
        self.roots = roots or program.roots[:2]
        everything = len(program.roots) == 2 and not roots
        self.reachable = list(range(len(program.ops))) if everything else sorted(program.below(*self.roots))
        # Somebody who looks P up can type numbers that make it up; with fewer digits nobody can.
        self.is_trusted = _bits([program.ops[i] for i in self.reachable]) < P.bit_length()
        names = program.names
        kernels = inverses = logarithms = exponentials = 0
        self.grain = 1
        if not names <= _RATIONAL:
            ops = [program.ops[i] for i in self.reachable]
            exponentials = _arguments(ops, names & _EXPONENTIAL)
            logarithms = _arguments(ops, names & _LOGARITHM)
            inverses = sum(op.name in _INVERSE for op in ops)
            angles = _arguments(ops, names & _TRIGONOMETRIC) + inverses
            self.grain = 1 if angles < 2 else 2  # sin(x) is told from sin(2x) and the other way round
            # A relation among n ingredients is found from n points and confirmed by the others.
            kernels = max(exponentials + logarithms + 1 if exponentials else 0, angles + 1 if angles else 0)
        self.directions = _directions(program.ops, whole) if logarithms + inverses > 1 else ()
        self.lucky, depth = self.lucky_roots(names)
        has_powers = bool(exponentials and logarithms)
        self.hidden = hidden_letters(program, self.reachable, has_powers) if self.lucky or has_powers else frozenset()
        self.has_roots = bool(depth)
        # What roots may turn out to be squares of is worked out before them.
        self.order = sorted(self.reachable, key=depth.__getitem__) if depth else self.reachable
        self.least = 2 + min(kernels, 12) + (2 if self.lucky else 0)

    def lucky_roots(self, names: set[str]) -> tuple[int, dict[int, tuple[int, int]]]:
        """How many square roots may not exist at a random point; for each operation how many it has, and its size."""
        if not names & _ROOTED and "root" not in names:
            return 0, {}
        ops, constants = self.program.ops, _constants(self.program)
        found: set[int] = set()
        depth: dict[int, tuple[int, int]] = {}
        for index in self.reachable:
            op = ops[index]
            roots, size = max((depth[part][0] for part in op.args), default=0), 1 + sum(depth[i][1] for i in op.args)
            if op.name in _ROOTED:
                found.add(index)
                roots += 1
            elif op.name == "root" and op.number.denominator % 2 == 0:
                found |= {part for part in factors(self.program, op.args[0]) if part not in constants}
                roots += 1
            depth[index] = (roots, size)
        return len(found), depth

    def proved(self, place: Place) -> tuple[list[Row], bool]:
        """The rows of a place around which the two sides are proved equal, and whether nothing is left open."""
        found: list[Row] = []
        waiting = told_apart_by(place, self.known, sorted(self.hidden)) if self.hidden else [place]
        is_all = bool(waiting)  # where a letter is 0 it has no sign
        while waiting:
            here = waiting.pop()
            signs = self._proves(here)
            if signs is None:
                is_all = False
                continue
            # What was proved holds where the signs that were used are those of the place.
            same, *others = told_apart_by(here, self.known, sorted(signs)) if signs else [here]
            found += same.rows
            waiting += others
            if len(waiting) > _MOST_PLACES:
                return found, False
        return found, is_all

    def _proves(self, place: Place) -> set[Sign] | None:
        """The signs at this place that the proof rests on; None where there is no proof."""
        if not self.is_trusted:
            return None
        letters: Mapping[str, list[int]] = {}
        for _ in range(2):
            try:
                walk = _Walk(self, place, letters)
                first, second = walk.sides()
            except (UnknownError, NowhereError, ZeroDivisionError):
                return None
            if first == second:
                return walk.signs_used | self.hidden
            if not walk.lost:
                return None
            letters = walk.letters  # once more with the points that had all roots
        return None

    def is_nowhere(self, place: Place, guess: bool = True) -> bool:
        if not self.is_trusted:
            return False
        try:
            _Walk(self, place, {}, guess).sides()
        except NowhereError:
            return True
        except (UnknownError, ZeroDivisionError):
            return False
        return False


def _directions(ops: Sequence[Op], whole: frozenset[str]) -> tuple[str, ...]:
    names = {op.letter or op.name for op in ops if op.name in ("letter", "pi", "e")}
    return tuple(sorted(names - whole))


def _constants(program: Program) -> set[int]:
    """The operations without letters."""
    found: set[int] = set()
    for index, op in enumerate(program.ops):
        if op.name != "letter" and found.issuperset(op.args):
            found.add(index)
    return found


def _bits(ops: Sequence[Op]) -> int:
    """How many binary digits all numbers and exponents have together."""
    return sum(op.number.numerator.bit_length() + op.number.denominator.bit_length() - 1 for op in ops)


def _arguments(ops: Sequence[Op], names: Set[str]) -> int:
    """How many different arguments these functions have."""
    return len({op.args for op in ops if op.name in names}) if names else 0


class _TooFewError(Exception):
    pass


class _Walk:
    """One walk through the program, for the signs at one place."""

    def __init__(self, test: _Test, place: Place, letters: Mapping[str, list[int]], guess: bool = False) -> None:
        self.test = test
        self.place = place
        self.guess = guess
        self.signs_used: set[Sign] = set()
        self.legs: dict[Sign, list[int]] = {}  # of the angles that functions were taken of
        self.lost = False
        self.grain = test.grain
        self.letters: dict[str, list[int]] = dict(letters)
        self.done: dict[int, Jet] = {}
        self.index = 0  # of the operation that is worked out

    def sides(self) -> list[list[int]]:
        """The roots at the points that are left. Raises UnknownError when too few are."""
        test = self.test
        count = (test.least + 1) << min(test.lucky, 3) if test.lucky else max(test.least, _FEWEST)
        if self.letters:
            count = len(next(iter(self.letters.values())))
        while True:
            try:
                return self.walked(count)
            except CoarseError as coarse:
                self.grain = coarse.grain
                count = self.ground.count  # of the letters that were kept
            except _TooFewError:
                count *= 4
                self.letters = {}
                if count > _MOST_COLUMNS:
                    raise UnknownError from None

    def walked(self, count: int) -> list[list[int]]:
        test = self.test
        self.ground = Special(count, test.directions, test.rng, self.grain)
        self.ground.recognised = self.root_among_parts  # type: ignore[method-assign]
        self.done = {}
        self.legs = {}
        ops = test.program.ops
        for number, index in enumerate(test.order):
            if number % _BETWEEN_LOOKS == 0:
                test.budget.check()
            op = ops[index]
            rule = _RULES.get(op.name, _Walk.function)
            self.index = index
            while True:
                try:
                    self.done[index] = rule(self, op, *[self.done[part] for part in op.args])
                    break
                except LostError as lost:
                    self.keep(lost.kept)
        return [self.done[root].values for root in test.roots]

    def keep(self, kept: Sequence[bool]) -> None:
        self.lost = True
        self.ground.keep(kept)
        if self.ground.count < self.test.least:
            raise _TooFewError

        def thin(column: list[int]) -> list[int]:
            return [x for x, stays in zip(column, kept, strict=True) if stays]

        self.done = {
            index: Jet(thin(jet.values), tuple(d and thin(d) for d in jet.slopes)) for index, jet in self.done.items()
        }
        self.letters = {name: thin(column) for name, column in self.letters.items()}
        self.legs = {sign: thin(column) for sign, column in self.legs.items()}

    # Roots ---------------------------------------------------------------------------------------------------------

    def root(self, op: Op, a: Jet) -> Jet:
        if op.number.denominator % 2 or self.guess or not any(a.values):
            return self.ground.root(a, op.number)
        return self.root_of_size(op.args[0], op.number, 1)

    def root_of_size(self, index: int, power: Fraction, sign: int = 0) -> Jet:
        """|u|^power, factor by factor: sqrt(x^2 y) is |x| sqrt(y).

        `sign` is that of u where it goes without saying, since a root is taken of it; else 0. A proof does not rest on
        such a sign: where it is another one, there is no root.
        """
        ops = self.test.program.ops
        op = ops[index]
        match op.name:
            case "mul" | "div":
                known = sign * self.sign_of_number(op)
                roots = [self.root_of_size(part, power, known) for part in op.args]
                return multiplied(*roots) if op.name == "mul" else divided(*roots)
            case "neg":
                return self.root_of_size(op.args[0], power, -sign)
            case "abs":
                return self.root_of_size(op.args[0], power)
            case "power":
                return self.root_of_size(op.args[0], power * op.number, sign if op.number.numerator % 2 else 0)
        jet = self.done[index]
        if op.args or op.letter:
            jet = jet if (sign or self.sign(index)) > 0 else negated(jet)
        return self.ground.root(jet, power)

    def sign_of_number(self, op: Op) -> int:
        """The sign of the number among two factors, 0 if there is none: that of the other follows from the whole."""
        factors = (self.test.program.ops[part] for part in op.args)
        return next((1 if factor.number > 0 else -1 for factor in factors if factor.name == "number"), 0)

    def root_among_parts(self, values: list[int]) -> list[int] | None:
        """The positive root of what is a square of known parts: 1 - cos(x)^2 of sin(x), 1/cosh(x)^2 of cosh(x).

        Tried are quotients and products of one part whose sign is known here and one that is positive everywhere.
        """
        if len(values) < 2 or self.guess:
            return None
        ones = [1] * len(values)
        parts = [(Sign(index), jet.values) for index, jet in self.done.items()]
        parts += self.legs.items()
        for sure in (ones, *self.ground.positive[:_MOST_POSITIVE]):
            found = _side(values, sure, ones)
            if found is not None:
                return found
            for sign, part in parts:
                found = _side(values, sure, part)
                if found is not None and (is_positive := self.place.sign_of(sign)):
                    self.signs_used.add(sign)
                    return found if is_positive > 0 else [P - x for x in found]
        return None

    # One operation -------------------------------------------------------------------------------------------------

    def function(self, op: Op, *args: Jet) -> Jet:
        """What is a method of the families."""
        if op.name in _TRIGONOMETRIC:
            real = self.place.value(op.args[0])
            found: Jet = getattr(self.ground, op.name)(args[0], real)
            if self.test.has_roots:
                for side, jet in zip(("cos", "sin"), self.ground.cos_sin(args[0], real), strict=True):
                    self.legs[Sign(op.args[0], side)] = jet.values
            return found
        if op.name in _INVERSE:
            return getattr(self.ground, op.name)(*args, self.place.value(self.index))  # type: ignore[no-any-return]
        return getattr(self.ground, op.name)(*args)  # type: ignore[no-any-return]

    def letter(self, op: Op) -> Jet:
        name = op.letter
        column = self.letters.get(name)
        if column is None:
            column = self.ground.random_squares()
            if self.place.point[name] < 0:
                column = [P - x for x in column]
            self.letters[name] = column
        if name in self.test.whole:
            self.ground.whole[name] = (column, int(self.place.point[name]) % 4)
        return Jet(column, self.ground.along(name))

    def sign(self, index: int) -> int:
        """The sign of an operation on which the value depends. Raises UnknownError where it is not known."""
        if self.guess or not any(self.done[index].values):
            return 1
        sign = self.place.sign(index)
        if not sign:
            raise UnknownError
        self.signs_used.add(Sign(index))
        return sign

    def abs(self, op: Op, a: Jet) -> Jet:
        return a if self.sign(op.args[0]) > 0 else negated(a)

    def sign_function(self, op: Op, a: Jet) -> Jet:
        return self.ground.number(self.sign(op.args[0]) if any(a.values) else 0)

    def step(self, op: Op, a: Jet) -> Jet:
        if not any(a.values):
            raise NowhereError  # at its jump
        return self.ground.number(int(self.sign(op.args[0]) > 0))

    def relu(self, op: Op, a: Jet) -> Jet:
        return a if self.sign(op.args[0]) > 0 else self.ground.number(0)

    def extreme(self, op: Op, a: Jet, b: Jet) -> Jet:
        if a.values == b.values or self.guess:
            return a
        sign = self.place.difference_sign(*op.args)
        if not sign:
            raise UnknownError
        return a if (sign > 0) == (op.name == "max") else b

    def power(self, op: Op, a: Jet, b: Jet) -> Jet:
        if any(a.values):
            return self.ground.power(a, b)
        if not any(b.values) or self.sign(op.args[1]) < 0:
            raise NowhereError  # 0^0 and 0^(-1)
        return a

    def whole_power(self, op: Op, a: Jet, b: Jet) -> Jet:
        """A power whose exponent is a whole number: for a negative base it matters whether that is even."""
        base, exponent = op.args
        sign = self.sign(base)
        size = self.ground.power(a if sign > 0 else negated(a), b)
        if sign > 0:
            return size
        times = self.place.value(exponent)
        if not abs(times) < _EXACT:
            raise UnknownError
        return scaled(size, P - 1) if times % 2 else size


def _side(values: list[int], sure: list[int], part: list[int]) -> list[int] | None:
    """s with s^2 = values, where s is a rational number times a product or quotient of the two, or its reciprocal.

    Its sign is that of the part. The first two points tell whether that can be; the others confirm it.
    """
    u, v = values[0], values[1]
    a, b = sure[0] ** 2 % P, sure[1] ** 2 % P
    c, d = part[0] ** 2 % P, part[1] ** 2 % P
    if (u * b * d - v * a * c) % P == 0:
        found = [x * y % P for x, y in zip(sure, part, strict=True)]
    elif (u * b * c - v * a * d) % P == 0:
        found = [x * y % P for x, y in zip(sure, inverses(part), strict=True)]
    elif (u * a * d - v * b * c) % P == 0:
        found = [x * y % P for x, y in zip(inverses(sure), part, strict=True)]
    elif (u * a * c - v * b * d) % P == 0:
        found = inverses([x * y % P for x, y in zip(sure, part, strict=True)])
    else:
        return None
    if not all(found):
        return None
    squares = inverses([x * x % P for x in found])
    factor = common_number([x * y % P for x, y in zip(values, squares, strict=True)])
    if factor is None or factor <= 0:
        return None
    scale = pow(as_number(factor), EVEN, P)
    return [x * scale % P for x in found]


# What the operations of a program are; those not here are methods of the families.
_RULES: dict[str, Callable[..., Jet]] = {
    "number": lambda walk, op: walk.ground.number(op.number),
    "letter": _Walk.letter,
    "e": lambda walk, _: walk.ground.e(),
    "pi": lambda walk, _: walk.ground.pi(),
    "add": lambda _walk, _op, a, b: added(a, b),
    "mul": lambda _walk, _op, a, b: multiplied(a, b),
    "neg": lambda _walk, _op, a: negated(a),
    "div": lambda _walk, _op, a, b: divided(a, b),
    "power": lambda _, op, a: powered(a, op.number.numerator),
    "root": _Walk.root,
    "pow": _Walk.power,
    "whole": _Walk.whole_power,
    "abs": _Walk.abs,
    "sign": _Walk.sign_function,
    "step": _Walk.step,
    "relu": _Walk.relu,
    "min": _Walk.extreme,
    "max": _Walk.extreme,
}
