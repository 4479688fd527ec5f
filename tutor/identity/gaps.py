"""Where a side has no value, told from the same columns as in `unknowns.py`.

Two sides may be the same function of their ingredients, and one of them may lack a value all the same. There are two
reasons. It may be taken out of a domain, as ln(x) is for x < 0; then the other side has to lack a value there too. Or
something is 0 everywhere by a relation that the columns do not know: arctan(x) + arctan(1/x) - pi/2 is 0 for all x > 0,
and x (...)/(...) is not x. So each divisor has to be free of that, and what a logarithm, a sign or a step is taken of.
It is where one function alone, or one constant such as pi, goes into it: e^u, ln(u), arctan(u) obey no algebraic
equation that does not hold for all unknowns (Liouville; for constant u Lindemann), but that arccos(1) and its like are
0. Or the other side is divided by the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from functools import cached_property

from tutor.identity.choices import Column
from tutor.program import Op, Program

__all__ = ["Gaps", "is_zero_at_one"]

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
# What lacks a value where something is 0; powers and roots if their exponents are not positive.
_DIVIDING = frozenset(("div", "ln", "log", "step", "sign", "pow", "coth", "csch", "power", "root", *_WITH_POLES))

# What has a value for the same arguments; the point 0 alone does not matter.
_DOMAINS = {"ln": "positive", "root": "positive", "pow": "positive", "arccos": "arcsin", "arccsc": "arcsec"}


class Gaps:
    """The columns of the operations that both sides are made of, and for some the unknowns they bring in, as bits.

    `multiple` tells which rational number times the second of two columns is the first.
    """

    def __init__(
        self,
        program: Program,
        done: Sequence[Column],
        own: Mapping[int, int],
        multiple: Callable[[Column, Column], Fraction | None],
    ) -> None:
        self.program = program
        self.done = done
        self.own = own
        self.multiple = multiple

    def are_alike(self, partial: Set[int], both: bool) -> bool:
        """Has the answer a value wherever the right side has one, but for single points? With `both`, and vice versa.

        `partial` are the operations that may be the reason why not.
        """
        if not all(map(self.is_matched, partial)):
            return False
        if self.is_free_of_relations:
            return True
        right, answer = self.below
        # sign(0) is 0, for both sides, though sign(u) is 1 or -1 here.
        signs = {i for i in right | answer if self.program.ops[i].name == "sign" and i < len(self.done)}
        return self.is_divided_like(answer - right | signs, right) and (
            not both or self.is_divided_like(right - answer | signs, answer)
        )

    @cached_property
    def is_free_of_relations(self) -> bool:
        """Is nothing on either side, or in the function behind them, divided by what may be 0 everywhere?"""
        count, ops = len(self.done), self.program.ops
        dividing = [index for index, op in enumerate(ops) if op.name in _DIVIDING and _must_not_be_zero(op)]
        if not dividing:
            return True
        # What the function is divided by has no column where the sides are not made of it.
        if dividing[-1] >= count and any(index >= count <= max(ops[index].args) for index in dividing):
            return False
        if dividing[-1] < count and _union(self.own.values()).bit_count() < 2:
            return True
        # Beyond the columns are functions that bring in an unknown of their own, though nobody has counted it.
        return not any(
            made_of.bit_count() + (index >= count) > 1 for index in dividing for made_of, _ in self.zeros(index)
        )

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
        for index, op in enumerate(self.program.ops):
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
            case "power" | "root" if _must_not_be_zero(op):
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


def is_zero_at_one(name: str) -> bool:
    """Is the function with this name 0 at 1, and at no other algebraic number?"""
    return name in _ZERO_AT_ONE


def _must_not_be_zero(op: Op) -> bool:
    """Does this operation lack a value where something is 0?"""
    return op.number.numerator <= 0  # of other operations than powers and roots it is 0


def _union(made_of: Iterable[int]) -> int:
    bits = 0
    for each in made_of:
        bits |= each
    return bits
