"""A tree as a flat program: equal parts appear once, and rational arithmetic is done beforehand.

Values are computed by walking the list of operations once, for one point or for many, in plain floats or in
balls with an error bound. Two trees read into the same program share what they have in common; when both end
in the same operation they are the same text, up to spacing.

The meaning of a power depends on its exponent, so the program tells the kinds apart:

    "power"   a whole number: any base, but 0 only if the exponent is not negative
    "root"    a fraction p/q in lowest terms: any base if q is odd, a base of at least 0 if it is even
    "whole"   letters that stand for whole numbers: like "power", known only at the point
    "exp"     base e
    "pow"     anything else: a base of at least 0, and 0 to a positive power is 0
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from tutor.budget import TOO_LONG, GivenUpError
from tutor.expr import CONSTANTS, Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sym
from tutor.functions import BY_NAME

__all__ = ["NO_FUNCTION", "Compiler", "Op", "Program", "compile_"]

NO_FUNCTION = "a derivative still to be taken has no value here"

# Numbers are folded up to this many binary digits; 6000^5999 stays an operation.
_LONGEST = 2000
_MOST_OPS = 10_000  # of a program: one walk through it with error bounds takes a fortieth of a second
_NONE = Fraction(0)
_HALF, _THIRD = Fraction(1, 2), Fraction(1, 3)


class Op(NamedTuple):
    """One operation: its name, the operations it takes, and a number or a letter where it has one."""

    name: str
    args: tuple[int, ...] = ()
    number: Fraction = _NONE
    letter: str = ""


@dataclass(slots=True)
class Program:
    """The operations, each after its parts; `roots` are the trees that were read in.

    `sources` has the tree behind each operation, where there is one to show.
    """

    ops: list[Op] = field(default_factory=list)
    roots: tuple[int, ...] = ()
    letters: tuple[str, ...] = ()
    names: set[str] = field(default_factory=set)  # of the operations that occur
    sources: dict[int, Expr] = field(default_factory=dict)
    _below: dict[tuple[int, ...], frozenset[int]] = field(default_factory=dict, repr=False)

    def below(self, *roots: int) -> frozenset[int]:
        """The operations that these roots are made of."""
        # Several tests of one pair of answers ask for the same; a program that grows keeps the parts it has.
        known = self._below.get(roots)
        if known is not None:
            return known
        found: set[int] = set()
        stack = list(roots)
        while stack:
            index = stack.pop()
            if index not in found:
                found.add(index)
                stack.extend(self.ops[index].args)
        self._below[roots] = frozenset(found)
        return self._below[roots]

    def part(self, roots: Iterable[int]) -> tuple[Program, dict[int, int]]:
        """A program of what these roots are made of and no more, and where each of its operations stands in it."""
        found = Program()
        at: dict[int, int] = {}
        for index in sorted(self.below(*roots)):
            at[index] = len(at)
            op = self.ops[index]
            found.ops.append(op._replace(args=tuple(at[part] for part in op.args)))
        found.names = {op.name for op in found.ops}
        found.letters = tuple(sorted(op.letter for op in found.ops if op.letter))
        return found, at

    def constants(self) -> tuple[float, ...]:
        """The values other than 0 of all parts that are plain numbers, unsigned and in order of size."""
        found = {
            abs(above / below)
            for op in self.ops
            if op.name == "number"
            for above, below in (op.number.as_integer_ratio(),)
            if above and above.bit_length() < 900 and below.bit_length() < 900
        }
        return tuple(sorted(found))


def compile_(*trees: Expr, whole: Iterable[str] = ()) -> Program:
    """The trees as one program; letters in `whole` stand for whole numbers.

    Raises ValueError for an open derivative and for a function that is not in `functions.py`, GivenUpError for a tree
    of too many parts.
    """
    writer = Compiler(frozenset(whole))
    roots = tuple(writer.read(tree) for tree in trees)
    names = tuple(sorted(op.letter for op in writer.program.ops if op.name == "letter"))
    writer.program.roots, writer.program.letters = roots, names
    return writer.program


class Compiler:
    """Reads tree after tree into one growing `program`; equal parts of them appear once."""

    def __init__(self, whole: frozenset[str] = frozenset()) -> None:
        self.whole = whole
        self.program = Program()
        self.known: dict[tuple[object, ...], int] = {}
        self.read_already: dict[int, tuple[Expr, int]] = {}
        self.symbols: dict[str, int] = {}
        self.whole_valued: set[int] = set()

    def read(self, e: Expr) -> int:
        """The operation whose value is that of the tree. Raises ValueError as `compile_` does."""
        if type(e) is Sym:
            index = self.symbols.get(e.name)
            if index is None:
                index = self.symbols[e.name] = self.symbol(e.name)
                self.program.sources[index] = e
            return index
        # By identity: a derivative shares its parts many times over, and comparing trees would cost more than
        # it saves.
        seen = self.read_already.get(id(e))
        if seen is not None:
            return seen[1]
        index = self.node(e)
        self.read_already[id(e)] = (e, index)
        self.program.sources.setdefault(index, e)
        return index

    def node(self, e: Expr) -> int:
        # A test of the class each, the commonest first: this is where an answer spends a good part of its time.
        kind = type(e)
        if kind is Num:
            return self.number(e.value)  # type: ignore[union-attr]
        if kind is Mul:
            return self.chain("mul", [self.read(factor) for factor in e.factors])  # type: ignore[union-attr]
        if kind is Pow:
            return self.raised(e.base, e.exp)  # type: ignore[union-attr]
        if kind is Add:
            return self.chain("add", [self.read(term) for term in e.terms])  # type: ignore[union-attr]
        if kind is Div:
            return self.quotient(self.read(e.num), self.read(e.den))  # type: ignore[union-attr]
        if kind is Neg:
            return self.negated(self.read(e.arg))  # type: ignore[union-attr]
        match e:
            case Call(name, args) if name in BY_NAME:
                return self.call(name, [self.read(arg) for arg in args])
            case Call(name):
                raise ValueError(f"{name} has no value here")
            case _:
                raise ValueError(NO_FUNCTION)

    def raised(self, base: Expr, exp: Expr) -> int:
        if type(base) is Sym and base.name == "e":
            return self.add("exp", (self.read(exp),))
        return self.power(self.read(base), self.read(exp))

    def symbol(self, name: str) -> int:
        return self.add(name) if name in CONSTANTS else self.add("letter", letter=name)

    def add(self, name: str, args: tuple[int, ...] = (), number: Fraction = _NONE, letter: str = "") -> int:
        # Hashing a fraction is slow, so the pair of whole numbers stands in the key.
        key = (name, args, letter) if number is _NONE else (name, args, number.as_integer_ratio())
        index = self.known.get(key)
        if index is None:
            ops = self.program.ops
            index = len(ops)
            if index > _MOST_OPS:
                raise GivenUpError(TOO_LONG)
            self.known[key] = index
            ops.append(Op(name, args, number, letter))
            self.program.names.add(name)
            if self.whole and self.is_whole(name, args, number, letter):
                self.whole_valued.add(index)
        return index

    def is_whole(self, name: str, args: tuple[int, ...], number: Fraction, letter: str) -> bool:
        if name == "letter":
            return letter in self.whole
        if name == "number":
            return number.denominator == 1
        closed = name in ("add", "mul", "neg") or (name == "power" and number >= 0)
        return closed and self.whole_valued.issuperset(args)

    def number(self, value: Fraction) -> int:
        return self.add("number", (), value)

    def value(self, index: int) -> Fraction | None:
        op = self.program.ops[index]
        return op.number if op.name == "number" else None

    def folded(self, value: Fraction) -> int | None:
        short = max(value.numerator.bit_length(), value.denominator.bit_length()) <= _LONGEST
        return self.number(value) if short else None

    def chain(self, name: str, parts: list[int]) -> int:
        ops = self.program.ops
        result = parts[0]
        for part in parts[1:]:
            a, b = ops[result], ops[part]
            folded = None
            if a.name == "number" == b.name:
                folded = self.folded(a.number + b.number if name == "add" else a.number * b.number)
            if folded is None:
                folded = self.add(name, (result, part)) if name == "mul" else self.sum(result, part)
            result = folded
        return result

    def sum(self, a: int, b: int) -> int:
        # x - x is 0 wherever x has a value; balls of both would not show that it is exactly 0.
        ops = self.program.ops
        if ops[a].args == (b,) and ops[a].name == "neg":
            return self.add("mul", (self.number(_NONE), b))
        if ops[b].args == (a,) and ops[b].name == "neg":
            return self.add("mul", (self.number(_NONE), a))
        return self.add("add", (a, b))

    def negated(self, index: int) -> int:
        value = self.value(index)
        return self.add("neg", (index,)) if value is None else self.number(-value)

    def quotient(self, above: int, below: int) -> int:
        a, b = self.value(above), self.value(below)
        folded = self.folded(a / b) if a is not None and b else None
        return self.add("div", (above, below)) if folded is None else folded

    def power(self, base: int, exponent: int) -> int:
        n = self.value(exponent)
        if n is None:
            return self.add("whole" if exponent in self.whole_valued else "pow", (base, exponent))
        if n.denominator > 1:
            return self.add("root", (base,), n)
        b = self.value(base)
        if b is not None and (b or n > 0):
            digits = max(b.numerator.bit_length(), b.denominator.bit_length()) * abs(n.numerator)
            if digits <= _LONGEST:
                return self.number(b**n.numerator)
        return self.add("power", (base,), n)

    def call(self, name: str, args: list[int]) -> int:
        if name == "sqrt":
            return self.add("root", (args[0],), _HALF)
        if name == "cbrt":
            return self.add("root", (args[0],), _THIRD)
        if name in ("min", "max"):
            result = args[0]
            for arg in args[1:]:
                result = self.add(name, (result, arg))
            return result
        return self.add(name, tuple(args))
