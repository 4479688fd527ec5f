"""Where a function can change its course: |x| does at 0, sqrt(x^2 - 1) has two branches, sqrt(x^2 + 1) only one.

Two functions that are equal on an interval are equal wherever both can be continued without a break, because
they are analytic there. Poles do not break a rational function. So equality on a part only is possible just
where one of these operations stands, and for everything else a few points do.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.program import Op, Program

__all__ = ["Course", "course", "edges", "factors", "letter_factors", "may_lack_a_value"]

_ALWAYS = frozenset(("abs", "sign", "step", "relu", "min", "max", "whole"))
# These can where their argument comes from several intervals: ln(x) lives on one, ln(x^2) on two.
_BEYOND_INTERVALS = frozenset((
    "root", "pow", "ln", "log", "arcsin", "arccos", "arctan", "arccot", "arcsec", "arccsc",
    "arsinh", "arcosh", "artanh", "arcoth", "arsech", "arcsch",
))  # fmt: skip
# These have no value at some positive numbers, however smooth the way there: arcsin at e^x > 1.
_BOUNDED = frozenset(("arcsin", "arccos", "arcsec", "arccsc", "arcosh", "artanh", "arcoth", "arsech"))
_AT_ONE, _AT_ZERO = frozenset((-1.0, 0.0, 1.0)), frozenset((0.0,))
_WITHOUT_GAPS = frozenset(("abs", "sign", "step", "relu", "min", "max", "arctan", "arccot", "arsinh"))
_DECISIVE = _ALWAYS | _BEYOND_INTERVALS
_POSITIVE = frozenset(("e", "pi", "exp", "pow", "cosh", "sech", "sigmoid", "softplus", "phi", "Phi", "factorial"))
_WITH_POLES = frozenset((
    "tan", "cot", "sec", "csc", "coth", "csch", "ln", "log", "pow", "arcoth", "artanh", "arsech", "arcsch",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    """`switches` are the operations at which the course can change, `positive` those certainly above 0.

    `signed` are the operations whose argument's sign may matter, even if their course does not change: ln(x), sqrt(x).
    """

    switches: frozenset[int]
    signed: frozenset[int]
    positive: frozenset[int]


_STRAIGHT = Course(frozenset(), frozenset(), frozenset())


def course(program: Program) -> Course:
    """The operations of a program at which it can change its course."""
    if program.names.isdisjoint(_DECISIVE):
        return _STRAIGHT
    connected: set[int] = set()  # sums of letters with numbers: what they are positive on is one interval
    positive: set[int] = set()
    least_zero: set[int] = set()
    finite: set[int] = set()  # without poles: at a pole of u = 1 + tan(x)^2, sqrt(u) changes its course as |u| would
    switches: set[int] = set()
    signed: set[int] = set()
    for index, op in enumerate(program.ops):
        if _is_connected(program, op, connected):
            connected.add(index)
        if _is_positive(op, positive, least_zero):
            positive.add(index)
        elif _is_at_least_zero(op, positive, least_zero):
            least_zero.add(index)
        if _is_finite(op, positive, finite):
            finite.add(index)
        if op.name in _ALWAYS:
            switches.add(index)
            signed.add(index)
        elif op.name in _BEYOND_INTERVALS and not _has_one_course(op, positive, finite):
            signed.add(index)
            if op.args[0] not in connected or (op.name == "root" and op.number.denominator % 2):
                switches.add(index)
    return Course(frozenset(switches), frozenset(signed), frozenset(positive))


def may_lack_a_value(op: Op) -> bool:
    """Is there more than a point here and there at which this operation has no value?"""
    return op.name not in _WITHOUT_GAPS and not (op.name == "root" and op.number.denominator % 2)


def edges(op: Op) -> frozenset[float]:
    """The arguments beside which an operation that may lack a value begins to lack it."""
    return _AT_ONE if op.name in _BOUNDED else _AT_ZERO


def _has_one_course(op: Op, positive: set[int], finite: set[int]) -> bool:
    """Has it a value, and one course only, wherever its argument has a value?"""
    counted = op.args if op.name == "log" else op.args[:1]
    return op.name not in _BOUNDED and positive.issuperset(counted) and finite.issuperset(counted)


def _is_connected(program: Program, op: Op, connected: set[int]) -> bool:
    match op.name:
        case "letter":
            return True
        case "add" | "neg":
            return connected.issuperset(op.args)
        case "mul":
            return connected.issuperset(op.args) and any(program.ops[i].name == "number" for i in op.args)
        case "div":
            return connected.issuperset(op.args) and program.ops[op.args[1]].name == "number"
        case _:
            return not op.args


def _is_positive(op: Op, positive: set[int], least_zero: set[int]) -> bool:
    match op.name:
        case "number":
            return op.number.numerator > 0
        case "add":
            a, b = op.args
            return (a in positive and (b in positive or b in least_zero)) or (b in positive and a in least_zero)
        case "mul" | "div" | "power" | "root":
            return positive.issuperset(op.args)
        case name:
            return name in _POSITIVE


def _is_finite(op: Op, positive: set[int], finite: set[int]) -> bool:
    if not finite.issuperset(op.args):
        return False
    match op.name:
        case "div":
            return op.args[1] in positive
        case "power" | "root":
            return op.number > 0 or op.args[0] in positive
        case name:
            return name not in _WITH_POLES


def _is_at_least_zero(op: Op, positive: set[int], least_zero: set[int]) -> bool:
    match op.name:
        case "number":
            return not op.number
        case "abs" | "relu" | "step":
            return True
        case "power":
            return op.number.numerator % 2 == 0
        case "root":
            return op.number.denominator % 2 == 0 or op.number.numerator % 2 == 0
        case "add" | "mul" | "div":
            return all(i in positive or i in least_zero for i in op.args)
        case _:
            return False


def factors(program: Program, index: int) -> set[int]:
    """The sums, functions and so on that an operation is a product, quotient or power of; no letters."""
    found: set[int] = set()
    stack = [index]
    while stack:
        at = stack.pop()
        op = program.ops[at]
        if op.name in ("mul", "div", "neg", "power", "abs") or (op.name == "root" and op.number.denominator % 2):
            stack.extend(op.args)
        elif op.args and op.name not in ("exp", "root", "pow"):
            found.add(at)
    return found


def letter_factors(program: Program, index: int) -> set[int]:
    """The letters that are factors."""
    found: set[int] = set()
    stack = [index]
    while stack:
        at = stack.pop()
        op = program.ops[at]
        if op.name == "letter":
            found.add(at)
        elif op.name in ("mul", "div", "neg", "power", "abs", "root"):
            stack.extend(op.args)
    return found
