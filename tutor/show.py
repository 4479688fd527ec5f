"""The tree as one line of text: for reading back, for people, and for SymPy's parser.

`show` writes what a teacher writes and our reader reads back to the same tree. Three habits follow from how
text is read: a number is never put beside a number (`2*3`, `x^2*2^x`), a name of several letters never runs
into a bracket (`alpha*(x + 1)`), and a quotient or product that is a factor keeps its brackets (`(1/2) x`,
`2(x y)`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from math import prod
from typing import TypeVar

from tutor.budget import GivenUpError
from tutor.expr import (
    CONSTANTS,
    PI,
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
    children,
    is_longer,
    letters,
    walk,
)
from tutor.functions import BY_NAME, INVERSES, base_name
from tutor.signs import ROOTS, letter, lowered, raised

__all__ = [
    "exact",
    "explicit",
    "fold",
    "is_atom",
    "is_plain",
    "numeral",
    "pretty",
    "pretty_lines",
    "show",
    "squares_its_name",
]

Drawn = TypeVar("Drawn")

_MOST_PARTS = 20_000  # of a tree that is written out for SymPy
_LONGEST = 100_000  # signs of its line
_TOO_LONG = "written out for SymPy this would be too long"


def show(e: Expr, wrt: str = "x") -> str:
    """The line a teacher would write, which reads back to the same tree: `2x cos(x)`, `(u' v - u v')/v^2`."""
    return fold(e, _Line(wrt).node)


def pretty(e: Expr, wrt: str = "x") -> str:
    """One line for people, superscripts where they are short: `3x² cos(x³)`, `e⁻ˣ`, `√x`; not read back."""
    return fold(e, _Pretty(wrt).node)


def pretty_lines(lines: Iterable[Expr], wrt: str = "x") -> list[str]:
    """The same for lines that share most of their parts, as those of a derivation do."""
    draw, known = _Pretty(wrt).node, dict[int, str]()
    return [fold(line, draw, known) for line in lines]


def explicit(e: Expr) -> str:
    """One line in which nothing is left to guess, for SymPy's parser: `2*x*cos(x)`, `real_root(x, 3)**2`.

    Letters keep their names (`lamda` for lambda), so declare them when you read it with SymPy. The constant e
    is `E`, or `exp(1)` where a letter has that name. Raises GivenUpError where the line would be very long: that of
    gelu(u) has u in it twice, so nested twenty deep it has a million.
    """
    if is_longer(e, _MOST_PARTS):
        raise GivenUpError(_TOO_LONG)
    constant = "exp(1)" if "E" in letters(e) else "E"

    def written(node: Expr, parts: list[str]) -> str:
        text = constant if node == E else _explicit(node, parts)
        if len(text) > _LONGEST:
            raise GivenUpError(_TOO_LONG)
        return text

    return fold(e, written)


def fold(e: Expr, draw: Callable[[Expr, list[Drawn]], Drawn], known: dict[int, Drawn] | None = None) -> Drawn:
    """What `draw(node, drawn_parts)` gives for the root, each node drawn once, after its parts.

    In `known` stays what was drawn, by the `id` of the node, for trees that share parts with this one; as long as it is
    used they have to be kept. There is no recursion in it: a line of a derivation may be nested a few hundred deep.
    """
    known = {} if known is None else known
    waiting: list[Expr] = []
    stack = [e]
    while stack:
        node = stack.pop()
        if id(node) not in known:
            waiting.append(node)
            stack.extend(children(node))
    for node in reversed(waiting):
        if id(node) not in known:
            known[id(node)] = draw(node, [known[id(part)] for part in children(node)])
    return known[id(e)]


def numeral(n: Num) -> str:
    """A number as it was typed, with a digit on either side of the point: `3`, `0.5`, `1e-5`."""
    text = n.text or str(n.value)
    text = "0" + text if text[0] == "." else text
    text = re.sub(r"\.(?!\d)", "", text)
    return f"({text})" if "/" in text else text


# What may stand right after a number: 2x, 2y', 2(x + 1)^3, 2|x|; but 2 sin(x), 2 f(x), 2 alpha, 2 d/dt[t^2].
_HUGS = re.compile(r"(?!d/d)[^\W\d_](?![A-Za-z0-9_(])|pi\b|[(|√∛]")
_NUMBER = re.compile(r"\d+(\.\d+)?")
# A bar closes where something complete stands before it: ||x| - 1| can be read, |x |y|| cannot.
_BARS_NEST = re.compile(r"([^|]*[-−+*·/^(,] ?)?\|[^|]*\|[^|]*")
_ENDS_IN_A_NAME = re.compile(r"(?!pi$)[A-Za-z]\w+$|[A-Za-z]['′]+$")


class _Line:
    """How `show` writes each node, its parts being written already."""

    minus, times, prime = "-", "*", "'"

    def __init__(self, wrt: str) -> None:
        self.wrt = wrt

    def node(self, e: Expr, parts: list[str]) -> str:
        match e:
            case Num():
                return numeral(e)
            case Sym(name):
                return self.letter(name)
            case Add(terms):
                return self.sum(terms, parts)
            case Mul(factors):
                return self.product(factors, parts)
            case Neg(arg):
                return self.minus + _fenced(arg, parts[0], Add, Neg)
            case Div(num, den):
                return f"{_fenced(num, parts[0], Add, Neg, Div)}/{_fenced(den, parts[1], Add, Neg, Div, Mul)}"
            case Pow():
                return self.power(e, parts)
            case Call(name, args):
                return self.call(name, args, parts)
            case D():
                return self.derivative(e, parts[0])

    def letter(self, name: str) -> str:
        return name

    def sum(self, terms: tuple[Expr, ...], parts: list[str]) -> str:
        line = _fenced(terms[0], parts[0], Add)
        for term, part in zip(terms[1:], parts[1:], strict=True):
            signed = f"{self.minus} {part[1:]}" if isinstance(term, Neg) else f"+ {_fenced(term, part, Add)}"
            line += " " + signed
        return line

    def product(self, factors: tuple[Expr, ...], parts: list[str]) -> str:
        line = before = ""
        for factor, part in zip(factors, parts, strict=True):
            text = _fenced(factor, part, Add, Neg, Mul, Div)
            line += self.between(before, factor, text) + text if line else text
            before = text
        return line

    def between(self, before: str, factor: Expr, text: str) -> str:
        """What stands between two factors: the sign, a blank, or nothing."""
        if isinstance(factor, Num) or (text[0].isdigit() and before[-1].isdigit()):
            return self.times
        if _NUMBER.fullmatch(before) and _HUGS.match(text) and not text.endswith(")" + self.prime):
            return ""
        return self.times if text[0] == "(" and _ENDS_IN_A_NAME.search(before) else " "

    def power(self, e: Pow, parts: list[str]) -> str:
        return f"{_base(e.base, parts[0])}^{_exponent(e.exp, parts[1])}"

    def call(self, name: str, args: tuple[Expr, ...], parts: list[str]) -> str:
        match name, parts:
            case "abs", [part] if "|" not in part or _BARS_NEST.fullmatch(part):
                return f"|{part}|"
            case "factorial", [part]:
                return f"{part}!" if is_atom(args[0]) else f"({part})!"
            case "log", [part, base] if base.isdigit() or (len(base) == 1 and base != "e"):
                return f"{self.logarithm(base)}({part})"
        return f"{name.replace(_PRIME, self.prime)}({', '.join(parts)})"

    def logarithm(self, base: str) -> str:
        return f"log_{base}"

    def derivative(self, e: D, part: str) -> str:
        if e.wrt != self.wrt:
            return f"d/d{self.letter(e.wrt)}[{part}]"
        match e.arg:
            case Sym(name) if len(name) == 1 and name not in CONSTANTS | {self.wrt}:
                return part + self.prime
            case D() if part.endswith(self.prime):
                return part + self.prime
        return f"({part}){self.prime}"


_PRIME = "'"


def squares_its_name(e: Pow) -> bool:
    """Is it printed sin²(x)? Only whole exponents from 2 are: sin⁻¹ is the inverse."""
    usual = isinstance(e.base, Call) and e.base.name in INVERSES
    return usual and isinstance(e.exp, Num) and e.exp.value >= 2 and is_atom(e.exp)


class _Pretty(_Line):
    """The same with the signs of print."""

    minus, times, prime = "−", " · ", "′"

    def letter(self, name: str) -> str:
        return letter(name)

    def between(self, before: str, factor: Expr, text: str) -> str:
        return self.times if text[0].isdigit() else super().between(before, factor, text)

    def power(self, e: Pow, parts: list[str]) -> str:
        base, exp = parts
        if (small := raised(exp)) is None:
            return super().power(e, parts)
        if squares_its_name(e):
            name, rest = base.split("(", 1)
            return f"{name}{small}({rest}"
        return _base(e.base, base) + small

    def call(self, name: str, args: tuple[Expr, ...], parts: list[str]) -> str:
        if name in ROOTS:
            return ROOTS[name] + (parts[0] if is_atom(args[0]) else f"({parts[0]})")
        return super().call(name, args, parts)

    def logarithm(self, base: str) -> str:
        return "log" + (lowered(base) or f"_{base}")


def is_atom(e: Expr) -> bool:
    """Is it one whole number or letter?"""
    return isinstance(e, Sym) or (isinstance(e, Num) and numeral(e).isdigit())


def is_plain(n: Num) -> bool:
    """Is it written in digits alone, with a point or without, so that a letter or a power may follow?"""
    return bool(_NUMBER.fullmatch(numeral(n)))


def _fenced(e: Expr, text: str, *kinds: type) -> str:
    return f"({text})" if isinstance(e, kinds) else text


def _base(e: Expr, text: str) -> str:
    plain = isinstance(e, Sym | Call) or (isinstance(e, Num) and is_plain(e))
    return text if plain and text[-1] != "!" and text[0] not in "√∛" else f"({text})"


def _exponent(e: Expr, text: str) -> str:
    plain = isinstance(e, Sym | Call) or (isinstance(e, Num) and is_plain(e))
    return text if plain and text[-1] != "!" else f"({text})"


_LARGEST_POWER = 10_000  # in binary digits
_SYMPY_LETTERS = {"lambda": "lamda"}


def _explicit(e: Expr, parts: list[str]) -> str:
    match e:
        case Num(value):
            above, below = value.as_integer_ratio()
            return str(above) if below == 1 else f"Rational({above}, {below})"
        case Sym(name):
            return _SYMPY_LETTERS.get(name, name)
        case Add(terms):
            line = _fenced(terms[0], parts[0], Add)
            for term, part in zip(terms[1:], parts[1:], strict=True):
                line += f" - {part[1:]}" if isinstance(term, Neg) else f" + {_fenced(term, part, Add)}"
            return line
        case Mul(factors):
            members = zip(factors, parts, strict=True)
            return "*".join(_fenced(factor, part, Add, Neg, Mul, Div) for factor, part in members)
        case Neg(arg):
            return "-" + _fenced(arg, parts[0], Add, Neg)
        case Div(num, den):
            return f"{_fenced(num, parts[0], Add, Neg, Div)}/{_fenced(den, parts[1], Add, Neg, Div, Mul)}"
        case Pow():
            return _explicit_power(e, *parts)
        case Call(name, args):
            return _explicit_call(name, args, parts)
        case D(_, wrt):
            return f"Derivative({parts[0]}, {_SYMPY_LETTERS.get(wrt, wrt)})"


def _explicit_power(e: Pow, base: str, exp: str) -> str:
    if e.base == E:
        return f"exp({exp})"
    if (ratio := exact(e.exp)) is not None and ratio.denominator % 2 and ratio.denominator > 1:
        root = f"real_root({base}, {ratio.denominator})"
        above = ratio.numerator
        return root if above == 1 else f"{root}**{above}" if above > 0 else f"{root}**({above})"
    if not _is_explicit_atom(e.base):
        base = f"({base})"
    return f"{base}**{exp}" if _is_explicit_atom(e.exp) else f"{base}**({exp})"


def _is_explicit_atom(e: Expr) -> bool:
    return isinstance(e, Sym | Num | Call | D) or (isinstance(e, Pow) and e.base == E)


def _explicit_call(name: str, args: tuple[Expr, ...], parts: list[str]) -> str:
    plain, primes = base_name(name)
    line = BY_NAME.get(plain)
    template = line.sympy if line else plain + "({args})"
    if not primes:
        return template.format(*parts, args=", ".join(parts))
    # sin'(u) is the derivative of sin, taken at u.
    at = parts[0]
    dummy = at if isinstance(args[0], Sym) and args[0] not in (E, PI) else "xi_"
    derivative = f"Derivative({template.format(dummy, args=dummy)}, {', '.join([dummy] * primes)})"
    return derivative if dummy == at else f"Subs({derivative}, {dummy}, {at})"


def exact(e: Expr) -> Fraction | None:
    """The value of arithmetic on whole numbers and decimals (`1 - 2/3`); None if anything else is in it.

    An exponent is a root of odd degree by its value, however it is written: x^(2/6) is defined left of zero.
    """
    if any(isinstance(node, Sym | Call | D) for node in walk(e)):
        return None
    try:
        return fold(e, _arithmetic)
    except (ArithmeticError, ValueError):
        return None


def _arithmetic(e: Expr, parts: list[Fraction]) -> Fraction:
    match e:
        case Num(value):
            return value
        case Add():
            return sum(parts, Fraction(0))
        case Mul():
            return prod(parts, start=Fraction(1))
        case Neg():
            return -parts[0]
        case Div():
            return parts[0] / parts[1]
        case Pow():
            base, exp = parts
            digits = max(base.numerator.bit_length(), base.denominator.bit_length())
            if exp.denominator == 1 and digits * abs(exp) <= _LARGEST_POWER:
                return Fraction(base ** int(exp))
    raise ValueError("not arithmetic, or too large")
