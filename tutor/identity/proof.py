"""The identity test: both sides at random points modulo a prime, for every combination of signs that occurs.

Two expressions are rational functions of independent ingredients. If they differ, they differ at nearly every
point: two of degree d agree at a random one with a probability of about d/P. So nothing is multiplied out, and
6000(x-1)^5998 costs no more than its exponent has digits.

The test proves that two sides are equal wherever both are defined, near the real points it was made for. It
never says that they differ: a relation may have been missed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from random import Random

from tutor.budget import Budget
from tutor.identity.angles import CoarseError
from tutor.identity.jet import Jet, NowhereError, added, divided, multiplied, negated, powered, scaled
from tutor.identity.prime import P
from tutor.identity.roots import LostError, UnknownError
from tutor.identity.signs import MADE_OF_FACTORS, Place, factors_under_roots, finer_places, places
from tutor.identity.special import Special
from tutor.program import Op, Program
from tutor.switches import Course, course
from tutor.trial import Look, Row

__all__ = ["divides_by_zero", "proves_equal", "rows_proved_equal"]

_RNG = Random()  # seeded by the system: nobody can type an answer that fits the random points
_MOST_PLACES = 40
_MOST_COLUMNS = 700
_WORTH_A_SECOND_TRY = 3  # rows; a few that agree because both sides are nearly 0 there are not
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
    GivenUpError when the budget is used up, as the other two do.
    """
    test = _Test(program, known, whole, rng or _RNG, budget=budget)
    found = places(program, known, rows, whole)
    return bool(found) and len(found) <= _MOST_PLACES and all(test.proved(place) == place.rows for place in found)


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
    return [row for place in found[:_MOST_PLACES] for row in test.proved(place)]


def divides_by_zero(
    program: Program, root: int, rows: Sequence[Row], rng: Random | None = None, budget: Budget | None = None
) -> bool:
    """Is something in this root divided by what is 0 everywhere, as in 1/(2x - x - x)? Points cannot show that."""
    test = _Test(program, course(program), frozenset(), rng or _RNG, (root,), budget)
    return bool(rows) and all(test.is_nowhere(Place(program, row)) for row in rows)


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
        self.reachable = _reachable(program, self.roots)
        ops = [program.ops[i] for i in self.reachable]
        self.under_roots = factors_under_roots(program, self.reachable) - _constants(program)
        exponentials = _arguments(ops, _EXPONENTIAL)
        logarithms = _arguments(ops, _LOGARITHM)
        angles = _arguments(ops, _TRIGONOMETRIC) + _arguments(ops, _INVERSE)
        self.grain = 1 if angles < 2 else 2  # sin(x) is told from sin(2x) and the other way round
        # A relation among n ingredients is found from n points and confirmed by the others.
        kernels = max(exponentials + logarithms + 1 if exponentials else 0, angles + 1 if angles else 0)
        inverses = sum(op.name in _INVERSE for op in ops)
        self.directions = _directions(ops, whole) if logarithms + inverses > 1 else ()
        self.lucky = len(self.lucky_roots(known))
        self.least = 2 + min(kernels, 12) + (5 if self.under_roots else 2 if self.lucky else 0)

    def lucky_roots(self, known: Course) -> set[int]:
        """What is taken a square root of and may not have one at a random point: all but letters, numbers, e^u."""
        ops, constants = self.program.ops, _constants(self.program)
        found: set[int] = set()
        for index in self.reachable:
            op = ops[index]
            if op.name in _ROOTED:
                found.add(index)
            elif op.name == "root" and op.number.denominator % 2 == 0 and op.args[0] not in constants:
                found |= {op.args[0]} if ops[op.args[0]].name not in ("letter", "exp") else set()
        return found

    def proved(self, place: Place) -> tuple[Row, ...]:
        """The rows of a place around which the two sides are proved equal; all of them, as a rule, or none."""
        if self._proves(place, strict=False):
            return place.rows
        if not self.lucky or sum(row.look is not Look.FAINT for row in place.rows) < _WORTH_A_SECOND_TRY:
            return ()
        finer = finer_places(place, self.known, self.reachable)
        if not 0 < len(finer) <= _MOST_PLACES:
            return ()
        rows = {row.point for each in finer if self._proves(each, strict=True) for row in each.rows}
        return tuple(row for row in place.rows if row.point in rows)

    def _proves(self, place: Place, strict: bool) -> bool:
        letters: Mapping[str, list[int]] = {}
        for _ in range(2):
            try:
                walk = _Walk(self, place, letters, strict)
                first, second = walk.sides()
            except (UnknownError, NowhereError, ZeroDivisionError):
                return False
            if first == second:
                return True
            if not walk.lost:
                return False
            letters = walk.letters  # once more with the points that had all roots
        return False

    def is_nowhere(self, place: Place) -> bool:
        try:
            _Walk(self, place, {}, False, guess=True).sides()
        except NowhereError:
            return True
        except (UnknownError, ZeroDivisionError):
            return False
        return False


def _reachable(program: Program, roots: Sequence[int]) -> list[int]:
    """The operations that these roots are made of, in order."""
    found: set[int] = set()
    stack = list(roots)
    while stack:
        index = stack.pop()
        if index not in found:
            found.add(index)
            stack.extend(program.ops[index].args)
    return sorted(found)


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


def _arguments(ops: Sequence[Op], names: frozenset[str]) -> int:
    """How many different arguments these functions have."""
    return len({op.args for op in ops if op.name in names})


class _TooFewError(Exception):
    pass


class _Walk:
    """One walk through the program, for the signs at one place."""

    def __init__(
        self, test: _Test, place: Place, letters: Mapping[str, list[int]], strict: bool, guess: bool = False
    ) -> None:
        self.test = test
        self.place = place
        self.strict = strict
        self.guess = guess
        self.lost = False
        self.grain = test.grain
        self.letters: dict[str, list[int]] = dict(letters)
        self.done: dict[int, Jet] = {}

    def sides(self) -> list[list[int]]:
        """The roots at the points that are left. Raises UnknownError when too few are."""
        test = self.test
        count = (test.least + 2) << min(test.lucky + len(test.under_roots), 3)
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
        self.ground = Special(count, test.directions, test.rng, self.strict, self.grain)
        self.done = {}
        for index in test.reachable:
            test.budget.check()
            while True:
                try:
                    jet = self.operation(index)
                    if index in test.under_roots or (self.strict and self.has_sign(index)):
                        self.require_sign(index, jet)
                    break
                except LostError as lost:
                    self.keep(lost.kept)
            self.done[index] = jet
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

    def has_sign(self, index: int) -> bool:
        """Is this a sum or a function whose sign is known, and not made of signs known already?"""
        op = self.test.program.ops[index]
        return bool(op.args) and op.name not in MADE_OF_FACTORS and self.place.sign(index) != 0

    def require_sign(self, index: int, jet: Jet) -> None:
        """Go on only with points at which this looks as positive or negative as it is."""
        sign = self.place.sign(index)
        if sign:
            self.ground.require_squares(jet.values if sign > 0 else [P - x for x in jet.values])

    # One operation -------------------------------------------------------------------------------------------------

    def operation(self, index: int) -> Jet:
        op = self.test.program.ops[index]
        args = [self.done[part] for part in op.args]
        rule = _RULES.get(op.name)
        if rule is not None:
            return rule(self, op, *args)
        if op.name in _TRIGONOMETRIC:
            return getattr(self.ground, op.name)(*args, self.place.value(op.args[0]))  # type: ignore[no-any-return]
        if op.name in _INVERSE:
            return getattr(self.ground, op.name)(*args, self.place.value(index))  # type: ignore[no-any-return]
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
        return sign

    def abs(self, op: Op, a: Jet) -> Jet:
        return a if self.sign(op.args[0]) > 0 else negated(a)

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
        return self.ground.power(a, b) if any(a.values) else a

    def whole_power(self, op: Op, a: Jet, b: Jet) -> Jet:
        """A power whose exponent is a whole number: for a negative base it matters whether that is even."""
        base, exponent = op.args
        sign = self.sign(base)
        size = self.ground.power(a if sign > 0 else negated(a), b)
        return scaled(size, P - 1) if sign < 0 and int(self.place.value(exponent)) % 2 else size


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
    "root": lambda walk, op, a: walk.ground.root(a, op.number),
    "pow": _Walk.power,
    "whole": _Walk.whole_power,
    "abs": _Walk.abs,
    "sign": lambda walk, op, _: walk.ground.number(walk.sign(op.args[0])),
    "step": lambda walk, op, _: walk.ground.number(int(walk.sign(op.args[0]) > 0)),
    "relu": _Walk.relu,
    "min": _Walk.extreme,
    "max": _Walk.extreme,
}
