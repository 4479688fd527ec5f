"""The expression tree: nine kinds of node, immutable, exactly as written.

Nothing here computes or reorders. `2*3` stays a product of two numbers until `tidy` is asked, `x/5` stays a
quotient, and `-(x - 1)` keeps its brackets, because a tutor must be able to show what was written.

Conventions that every module relies on:

* A `Num` is never negative and is a whole number or a decimal as typed (`0.5`); minus two is `Neg(Num(2))` and a
  half is `Div(Num(1), Num(2))`. So each tree has one way of being written, and reading it gives it back.
* `Add` and `Mul` have two members or more; a difference is `Add((a, Neg(b)))`. A leading minus covers its whole
  term: `-x/5` is `Neg(Div(x, 5))`.
* The constants e and pi are the symbols named "e" and "pi"; `exp(u)` and `e^u` are both `Pow(Sym("e"), u)`.
* `Call` names are those of `functions.py`, the letters a problem declares as functions (`f`), or either with primes
  (`sin'`, `f''`): the derivative of that function, taken at the argument.
* `D(arg, wrt)` is a derivative still to be taken. `D(Sym("y"), "x")` of a letter that depends on x is y', and final.
* A tree may share its parts: the sixth derivative of tan(x) has millions of nodes and few different ones. What is
  asked of such a tree goes by `walk_once`, `size` and `mapped`, which visit each part once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from fractions import Fraction

from tutor.frozen import frozen

__all__ = [
    "ONE",
    "PI",
    "TWO",
    "ZERO",
    "Add",
    "Call",
    "D",
    "Div",
    "E",
    "Expr",
    "Mul",
    "Neg",
    "Num",
    "Path",
    "Pow",
    "Sym",
    "as_fraction",
    "at",
    "children",
    "depends_on",
    "is_longer",
    "letters",
    "mapped",
    "number",
    "product",
    "put",
    "size",
    "substitute",
    "total",
    "walk",
    "walk_once",
    "with_children",
]  # fmt: skip


@frozen
class Num:
    """A number of at least 0; `text` is how a decimal was typed ("0.50", "1e-5"), empty for a whole number."""

    value: Fraction
    text: str = field(default="", compare=False)


@frozen
class Sym:
    name: str


@frozen
class Add:
    terms: tuple[Expr, ...]


@frozen
class Mul:
    factors: tuple[Expr, ...]


@frozen
class Neg:
    arg: Expr


@frozen
class Div:
    num: Expr
    den: Expr


@frozen
class Pow:
    base: Expr
    exp: Expr


@frozen
class Call:
    name: str
    args: tuple[Expr, ...]


@frozen
class D:
    arg: Expr
    wrt: str


Expr = Num | Sym | Add | Mul | Neg | Div | Pow | Call | D
Path = tuple[int, ...]  # the way from a root to a node: the index of the child at each level

ZERO = Num(Fraction(0))
ONE = Num(Fraction(1))
TWO = Num(Fraction(2))
E = Sym("e")
PI = Sym("pi")
CONSTANTS = frozenset({"e", "pi"})


def children(e: Expr) -> tuple[Expr, ...]:
    """The direct parts of a node, left to right."""
    # Asked more often than anything else in the program: the plain test of the class is four times a `match`.
    kind = type(e)
    if kind is Num or kind is Sym:
        return ()
    if kind is Mul:
        return e.factors  # type: ignore[union-attr]
    if kind is Add:
        return e.terms  # type: ignore[union-attr]
    if kind is Call:
        return e.args  # type: ignore[union-attr]
    if kind is Neg or kind is D:
        return (e.arg,)  # type: ignore[union-attr]
    if kind is Div:
        return (e.num, e.den)  # type: ignore[union-attr]
    return (e.base, e.exp)  # type: ignore[union-attr]


def with_children(e: Expr, parts: tuple[Expr, ...]) -> Expr:
    """The same node with other parts (as many as before, but for `Add` and `Mul`)."""
    match e:
        case Num() | Sym():
            return e
        case Add():
            return total(parts)
        case Mul():
            return product(parts)
        case Neg():
            return Neg(*parts)
        case Div():
            return Div(*parts)
        case Pow():
            return Pow(*parts)
        case Call(name):
            return Call(name, parts)
        case D(_, wrt):
            return D(parts[0], wrt)


def total(terms: tuple[Expr, ...]) -> Expr:
    """The sum of any number of terms, with no node where there is nothing to add."""
    return Add(terms) if len(terms) > 1 else terms[0] if terms else ZERO


def product(factors: tuple[Expr, ...]) -> Expr:
    """The product of any number of factors, with no node where there is nothing to multiply."""
    return Mul(factors) if len(factors) > 1 else factors[0] if factors else ONE


def walk(e: Expr) -> Iterator[Expr]:
    """Every node, a parent before its parts, left to right."""
    stack = [e]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def walk_once(e: Expr) -> Iterator[Expr]:
    """Every node, but a part that is shared only once; a parent before its parts."""
    stack, seen = [e], {id(e)}
    while stack:
        node = stack.pop()
        yield node
        for part in reversed(children(node)):
            if id(part) not in seen:
                seen.add(id(part))
                stack.append(part)


def size(e: Expr) -> int:
    """The number of nodes."""
    return sum(1 for _ in walk(e))


def is_longer(e: Expr, most: int) -> bool:
    """Has it more nodes than that? Found without counting them all."""
    return any(number > most for number, _ in enumerate(walk(e), start=1))


def letters(e: Expr) -> frozenset[str]:
    """The names of the variables and parameters in it; e and pi are not letters."""
    return frozenset(node.name for node in walk_once(e) if isinstance(node, Sym)) - CONSTANTS


def depends_on(e: Expr, names: frozenset[str] | set[str]) -> bool:
    """Does one of these letters occur in it?"""
    return any(isinstance(node, Sym) and node.name in names for node in walk_once(e))


def at(e: Expr, path: Path) -> Expr:
    """The node at the end of the path."""
    for index in path:
        e = children(e)[index]
    return e


def put(e: Expr, path: Path, part: Expr) -> Expr:
    """The tree with the node at the end of the path replaced."""
    if not path:
        return part
    parts = list(children(e))
    parts[path[0]] = put(parts[path[0]], path[1:], part)
    return with_children(e, tuple(parts))


def mapped(e: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """The tree with nodes replaced by what `change` makes of them; where that is None, their parts are looked at."""
    done: dict[int, Expr] = {}

    def new(node: Expr) -> Expr:
        found = done.get(id(node))
        if found is None:
            found = change(node)
            if found is None:
                parts = children(node)
                changed = tuple(map(new, parts))
                same = all(a is b for a, b in zip(parts, changed, strict=True))
                found = node if same else with_children(node, changed)
            done[id(node)] = found
        return found

    return new(e)


def substitute(e: Expr, values: dict[str, Expr]) -> Expr:
    """The tree with letters replaced by expressions, all at once."""
    return mapped(e, lambda node: values.get(node.name, node) if isinstance(node, Sym) else None)


def number(value: Fraction | int) -> Expr:
    """A rational number as it is written: 3, -3, 1/2, -1/2."""
    value = Fraction(value)
    if value < 0:
        return Neg(number(-value))
    if value.denominator == 1:
        return Num(value)
    return Div(Num(Fraction(value.numerator)), Num(Fraction(value.denominator)))


def as_fraction(e: Expr) -> Fraction | None:
    """The value of a number as `number` writes it, or a quotient of two; None for anything else."""
    match e:
        case Num(value):
            return value
        case Neg(arg):
            inner = as_fraction(arg)
            return None if inner is None else -inner
        case Div(a, b):
            above, below = as_fraction(a), as_fraction(b)
            return above / below if above is not None and below else None
        case _:
            return None
