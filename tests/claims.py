"""What a claim in tests/data/claims.tsv says, found true or false by mpmath: the vocabulary of that table.

Used by the tests alone. Of the tutor only the reader for formulas is asked; derivatives are quotients to 200 digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise, product
from typing import Any

import mpmath

from tests.oracle import TooLargeError, at
from tests.places import DIGITS, limit, nearby, one_sided_limit, same
from tests.readings import RELATION, RELATIONS, ClaimError, formula, number
from tests.shapes import shapes
from tests.specimens import property_holds, specimens, subject_called
from tutor.expr import Call, Expr, letters, mapped, substitute

__all__ = ["STAND_INS", "holds"]

Real = Any
Point = dict[str, Any]

# What f and g are where a claim has them, and their derivatives: any smooth functions will do.
STAND_INS = {
    "f": "e^(x/3) + x^2", "f'": "e^(x/3)/3 + 2x", "f''": "e^(x/3)/9 + 2", "f'''": "e^(x/3)/27",
    "g": "sin(x) + 3", "g'": "cos(x)", "g''": "-sin(x)", "g'''": "-cos(x)",
}  # fmt: skip
_SIZES = tuple(mpmath.mpf(text) for text in ("0.61", "1.37", "2.29", "0.283", "3.71", "0.91", "1.83", "0.47"))
_NEARLY = mpmath.mpf(10) ** -12
_ABOUT = mpmath.mpf("0.12")


@cache
def holds(claim: str) -> bool:
    """Is the claim true? Raises ClaimError where it is not written in the vocabulary.

    Raises Undecided where values do not tell, and ValueError where too few places have a value.
    """
    with mpmath.workdps(DIGITS):
        return _holds(claim.strip())


def _holds(claim: str) -> bool:
    if " & " in claim:
        each = [_holds(part) for part in claim.split(" & ")]  # all are looked at, so that each is readable
        return all(each)
    if claim.startswith("not: "):
        return not _holds(claim.removeprefix("not: "))
    for pattern, check in _VOCABULARY.items():
        if found := re.fullmatch(pattern, claim):
            return check(*found.groups())
    raise ClaimError(f"{claim}: this is not in the vocabulary")


# --- formulas and the places where they are compared ---


@cache
def _tree(text: str) -> Expr:
    """A formula, with the stand-ins for f and g."""

    def stand_in(node: Expr) -> Expr | None:
        if isinstance(node, Call) and node.name in STAND_INS:
            inside = mapped(node.args[0], stand_in)
            return substitute(formula(STAND_INS[node.name]), {"x": inside})
        return None

    return mapped(formula(text), stand_in)


def _points(names: frozenset[str], where: str | None) -> Iterator[Point]:
    """Places for all letters at once: those that are asked for, else both signs at first and then positive ones."""
    asked = dict(_ranges(where)) if where else {}
    for i in range(14):
        point = {}
        for k, name in enumerate(sorted(names)):
            size = _SIZES[(3 * k + i * (k + 1)) % len(_SIZES)] * (1 + mpmath.mpf(k) / 31)
            negative = i < 7 and (i >> k % 3) & 1
            point[name] = asked[name](i + 3 * k, size) if name in asked else -size if negative else size
        yield point


def _ranges(where: str) -> Iterator[tuple[str, Callable[[int, Real], Real]]]:
    """ "x in (0, 1), n in {1, 2, 3}": for each letter, a value for a number and a size."""
    for name, ends, numbers in re.findall(r"(\w+) in (?:\((.*?)\)|\{(.*?)\})(?:, |$)", where):
        if numbers:
            yield name, _one_of([number(text) for text in numbers.split(",")])
        else:
            yield name, _inside(*(number(end) for end in ends.split(",")))


def _one_of(values: list[Real]) -> Callable[[int, Real], Real]:
    return lambda i, _: values[i % len(values)]


def _inside(low: Real, high: Real) -> Callable[[int, Real], Real]:
    if mpmath.isinf(high):
        return lambda _, size: low + size
    if mpmath.isinf(low):
        return lambda _, size: high - size
    return lambda i, _: low + (high - low) * (mpmath.mpf(i % 17) + mpmath.mpf(4) / 9) / 18


def _value(tree: Expr, point: Point) -> Real:
    try:
        return at(tree, point)
    except TooLargeError:
        return None


def _pairs(a: Expr, b: Expr, where: str | None) -> list[tuple[Real, Real]]:
    names = letters(a) | letters(b)
    values = [(_value(a, point), _value(b, point)) for point in (_points(names, where) if names else [{}])]
    usable = [(p, q) for p, q in values if p is not None and q is not None]
    if len(usable) < (5 if names else 1):
        raise ValueError("too few places have a value")
    return usable


# --- the vocabulary ---


def _related(left: str, relation: str, right: str, where: str | None) -> bool:
    a, b = _tree(left), _tree(right)
    pairs = _pairs(a, b, where)
    if relation == "!=":  # as functions: somewhere they differ
        return not all(same(p, q, _NEARLY) for p, q in pairs)
    if relation == "=":
        return all(same(p, q, _NEARLY) for p, q in pairs)
    return all(RELATIONS[relation](p, q) for p, q in pairs)


def _about(left: str, right: str) -> bool:
    return all(abs(p - q) <= _ABOUT * abs(q) for p, q in _pairs(_tree(left), _tree(right), None))


def _limit(text: str, letter: str, place: str, side: str, wanted: str, where: str | None) -> bool:
    tree, goal = _tree(text), _tree(place.replace("oo", "0"))
    special = wanted in ("none", "oo", "-oo")
    right = None if special else _tree(wanted)
    names = (letters(tree) | letters(goal) | (letters(right) if right else set())) - {letter}
    points = list(_points(names, where)) if names else [{}]
    checked = 0
    for point in points[:3]:
        end = number(place) if "oo" in place else at(goal, point)

        def f(x: Real, point: Point = point) -> Real:
            return at(tree, {**point, letter: x})

        found = one_sided_limit(f, end, 1 if side == "+" else -1) if side else limit(f, end)
        value = number(wanted) if right is None else at(right, point)
        if value is None and not special:
            continue
        checked += 1
        if not same(found, value):
            return False
    if not checked:
        raise ValueError("no place has a value")
    return True


_ORDERS = {None: 1, "second ": 2, "third ": 3}


def _derivative(order: str | None, text: str, letter: str, wanted: str, where: str | None) -> bool:
    """By central differences; the place of each point is taken as a general one."""
    tree, right = _tree(text), _tree(wanted)
    names = letters(tree) | letters(right) | {letter}
    checked = 0
    for point in _points(names, where):

        def f(x: Real, point: Point = point) -> Real:
            return _value(tree, {**point, letter: x})

        value = _value(right, point)
        found = nearby(f, point[letter], mpmath.mpf(10) ** -10, _ORDERS[order])
        if found is None:
            continue
        checked += 1
        if value is None or not same(found, value, _NEARLY):
            return False
    if checked < 5:
        raise ValueError("too few places have a value")
    return True


def _has(curve: str, _: str, where: str, said: str) -> bool:
    return property_holds(subject_called(curve, where), said)


def _if(where: str | None, premises: str, conclusions: str) -> bool:
    """No specimen has the premises without the conclusions; and one has them, so that the claim is not empty."""
    met = False
    for specimen in specimens(where is not None):
        if property_holds(specimen, premises):
            met = True
            if not property_holds(specimen, conclusions):
                return False
    if not met:
        raise ValueError("no specimen has the premises")
    return True


def _just_if(where: str | None, one: str, other: str) -> bool:
    return _if(where, one, other) and _if(where, other, one)


def _some(letter: str, low: str, high: str, left: str, right: str) -> bool:
    a, b = _tree(left), _tree(right)
    start, width = number(low), number(high) - number(low)
    places = [start + width * (k + mpmath.mpf(3) / 7) / 40 for k in range(40)]
    gaps = [_value(a, {letter: x}) - _value(b, {letter: x}) for x in places]
    return any(same(gap, 0) for gap in gaps) or any(p * q < 0 for p, q in pairwise(gaps))


def _smallest(text: str, letter: str, place: str, where: str | None) -> bool:
    """No place that is tried, near or far, has a smaller value."""
    tree, best = _tree(text), _tree(place)
    names = (letters(tree) | letters(best)) - {letter}
    for point in list(_points(names, where))[:6] if names else [{}]:
        here = at(best, point)
        low = at(tree, {**point, letter: here})
        for k, sign in product(range(-2, 12), (1, -1)):
            value = at(tree, {**point, letter: here + sign * mpmath.mpf(3) / 2**k})
            if value is not None and value < low:
                return False
    return True


def _iterated(letter: str, text: str, start: str, count: str, wanted: str) -> bool:
    tree, x = _tree(text), number(start)
    with mpmath.workdps(50):
        for _ in range(int(count)):
            x = at(tree, {letter: +x})
        found = +x
    if wanted == "none":
        return not mpmath.isfinite(found) or abs(found) > 10**6
    return same(found, number(wanted), mpmath.mpf(10) ** -5)


def _sum(text: str, letter: str, how: str) -> bool:
    """By SymPy's tests of convergence."""
    import sympy

    from tests.values import to_sympy

    n = sympy.Symbol(letter, real=True)
    k = sympy.Symbol("k", integer=True, positive=True)
    found = sympy.Sum(to_sympy(formula(text)).subs(n, k), (k, 1, sympy.oo)).is_convergent()
    return bool(found) == (how == "converges")


def _in_double(left: str, relation: str, right: str) -> bool:
    """In the arithmetic of the machine, step by step; what overflows or divides by 0 is not so."""
    import math

    from tutor.show import explicit

    known = {"exp": math.exp, "log": math.log, "sin": math.sin, "cos": math.cos, "sqrt": math.sqrt, "Abs": abs,
             "Rational": lambda p, q: p / q, "pi": math.pi}  # fmt: skip
    try:
        p, q = (float(eval(explicit(formula(text)), {"__builtins__": {}}, known)) for text in (left, right))
    except (OverflowError, ZeroDivisionError):
        return False
    return {"=": p == q, "!=": p != q, "<": p < q, "<=": p <= q, ">": p > q, ">=": p >= q}[relation]


def _rules(text: str, wanted: str) -> bool:
    """Those of product, quotient, chain and logarithms that stand in it, from the outside inwards."""
    seen = [name for name in shapes(formula(text), "x") if name != "sum"]
    return seen == [name.strip() for name in wanted.split(",") if name.strip() != "no other"]


def _first_rule(text: str, wanted: str) -> bool:
    found = shapes(formula(text), "x")
    return (found[0] if found else "no other") == wanted


_FOR = r"(?: for (\w+ in .*))?"
_VOCABULARY: dict[str, Callable[..., bool]] = {
    r"limit of (.+) as (\w+) -> (\S+?)([+-]?) is (.+?)" + _FOR: _limit,
    r"(second |third )?derivative of (.+) by (\w+) is (.+?)" + _FOR: _derivative,
    r"(on intervals )?if (.+) then (.+)": _if,
    r"(on intervals )?(.+) just if (.+)": _just_if,
    r"some (\w+) in \((.+), (.+)\): (.+) = (.+)": _some,
    r"smallest of (.+) over (\w+) is at (.+?)" + _FOR: _smallest,
    r"(\w+) -> (.+) from (\S+), (\d+) times, is (.+)": _iterated,
    r"sum of (.+) over (\w+) (converges|diverges)": _sum,
    rf"in double precision (.+?) {RELATION} (.+)": _in_double,
    r"rules of (.+) are (.+)": _rules,
    r"first rule of (.+) is (.+)": _first_rule,
    r"(.+) (at|on) (\S+|[\[(].+[\])]): (.+)": _has,
    r"(.+?) ~ (.+)": _about,
    rf"(.+?) {RELATION} (.+?)" + _FOR: _related,
}
