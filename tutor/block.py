"""The tree in two dimensions, as it was written: fractions, raised exponents, roots, growing brackets.

Exponents that would need a picture of their own are put on one line where that is short (`e` with `−x²/2`).
The picture of a typical answer takes a fraction of a millisecond, so it can follow every key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tutor.expr import CONSTANTS, Add, Call, D, Div, Expr, Mul, Neg, Num, Path, Pow, Sym, children, size, walk
from tutor.functions import base_name
from tutor.layout import Block, Break, beside, cut, lower, over, raise_on, roof, text, wrap
from tutor.show import is_atom, is_plain, numeral, pretty, show, squares_its_name
from tutor.signs import letter, lowered

__all__ = ["Block", "beside", "block", "text", "wrap"]

_LONGEST_INLINE = 9


def block(e: Expr, wrt: str = "x", *, ascii: bool = False, mark: Path | None = None) -> Block:
    """The picture of an expression; `marked` has the place of the node at the path `mark`."""
    draw = _Draw(wrt, _ASCII if ascii else _UNICODE)
    marked = None if mark is None else _position(e, mark)
    nodes = list(walk(e))
    done: list[Block] = []
    for position in range(len(nodes) - 1, -1, -1):
        node = nodes[position]
        drawn = draw.node(node, [done.pop() for _ in children(node)])
        done.append(_mark(drawn) if position == marked else drawn)
    return done[0]


def _position(e: Expr, path: Path) -> int:
    """The number of the node at the path when all are counted in the order of `walk`."""
    count = 0
    for index in path:
        parts = children(e)
        count += 1 + sum(size(part) for part in parts[:index])
        e = parts[index]
    return count


def _mark(drawn: Block) -> Block:
    spans = (
        (row, len(line) - len(line.lstrip()), len(line.rstrip()))
        for row, line in enumerate(drawn.lines)
        if line.strip()
    )
    return replace(drawn, marked=tuple(spans))


@dataclass(frozen=True, slots=True)
class _Signs:
    minus: str
    times: str
    prime: str
    bar: str
    shortest_bar: int
    fences: dict[str, tuple[str, str, str, str]]  # a plain bracket; the top, middle and foot of a tall one
    grown: int  # the height from which brackets are tall
    letter: Callable[[str], str]
    line: Callable[[Expr, str], str]
    lowered: Callable[[str], str | None]
    roots: dict[str, str]


_UNICODE = _Signs(
    minus="−", times="·", prime="′", bar="─", shortest_bar=1,
    fences={
        "(": ("(", "⎛", "⎜", "⎝"), ")": (")", "⎞", "⎟", "⎠"),
        "[": ("[", "⎡", "⎢", "⎣"), "]": ("]", "⎤", "⎥", "⎦"), "|": ("│", "│", "│", "│"),
    },
    grown=2, letter=letter, line=pretty, lowered=lowered, roots={"sqrt": "√", "cbrt": "³√"},
)  # fmt: skip
_ASCII = _Signs(
    minus="-", times="*", prime="'", bar="-", shortest_bar=3,
    fences={
        "(": ("(", "/", "|", "\\"), ")": (")", "\\", "|", "/"),
        "[": ("[", "[", "[", "["), "]": ("]", "]", "]", "]"), "|": ("|", "|", "|", "|"),
    },
    grown=3, letter=str, line=show,  # "/ \\" round two rows would look like divisions
    lowered=lambda index: "_" + index, roots={},
)  # fmt: skip


class _Draw:
    """How each node is drawn, its parts being drawn already."""

    def __init__(self, wrt: str, signs: _Signs) -> None:
        self.wrt, self.signs = wrt, signs

    def node(self, e: Expr, parts: list[Block]) -> Block:
        match e:
            case Num():
                return text(numeral(e))
            case Sym(name):
                return text(self.signs.letter(name))
            case Add(terms):
                return self.sum(terms, parts)
            case Mul(factors):
                return self.product(factors, parts)
            case Neg(arg):
                body = self.fence(parts[0]) if isinstance(arg, Add | Neg) else parts[0]
                return beside(text(self.signs.minus + " " * _begins_with_bar(arg)), body)
            case Div(num, den):
                return self.fraction(parts[0], parts[1], (isinstance(num, Div), isinstance(den, Div)))
            case Pow():
                return self.power(e, *parts)
            case Call(name, args):
                return self.call(name, args, parts)
            case D():
                return self.derivative(e, parts[0])

    def sum(self, terms: tuple[Expr, ...], parts: list[Block]) -> Block:
        row: list[Block] = []
        for term, part in zip(terms, parts, strict=True):
            if isinstance(term, Add):
                part = self.fence(part)
            if not row:
                row = [part]
            elif isinstance(term, Neg):
                # The part begins with its minus, which is set apart here.
                body = cut(part, 1 + _begins_with_bar(term.arg), part.width)
                row += [text(f" {self.signs.minus} "), body]
            else:
                row += [text(" + "), part]
        return _breakable(row)

    def product(self, factors: tuple[Expr, ...], parts: list[Block]) -> Block:
        row: list[Block] = []
        before: Expr | None = None
        for factor, part in zip(factors, parts, strict=True):
            drawn = self.fence(part) if isinstance(factor, Add | Neg | Mul) else part
            row += [drawn] if before is None else [text(self.between(before, factor)), drawn]
            before = factor
        return _breakable(row, self.signs.times + " ")

    def between(self, before: Expr, factor: Expr) -> str:
        """What stands between two factors: the dot, a blank, or nothing as in 2x."""
        if isinstance(factor, Num | Div) or (isinstance(factor, Pow) and isinstance(factor.base, Num)):
            return f" {self.signs.times} "
        return "" if isinstance(before, Num) and is_plain(before) and self.hugs(factor) else " "

    def hugs(self, factor: Expr) -> bool:
        """Does a number stand right before it, as in 2x and 2(x + 1)³, and not 2 sin(x)?"""
        match factor:
            case Sym(name):
                return name == "pi" or len(self.signs.letter(name)) == 1
            case Call(name):
                return name == "abs" or name in self.signs.roots
            case D(arg):
                return isinstance(arg, Sym) and self.is_primed(factor)
            case Pow(base):
                return self.hugs(base) if isinstance(base, Sym | Call) else True
            case _:
                return True

    def fraction(self, above: Block, below: Block, nested: tuple[bool, bool] = (False, False)) -> Block:
        """A fraction whose bar stands out where the longer part is a fraction itself."""
        width = max(above.width + 2 * nested[0], below.width + 2 * nested[1], self.signs.shortest_bar)
        return over(above, self.signs.bar * width, below)

    def power(self, e: Pow, base: Block, exp: Block) -> Block:
        exp = self.exponent(e.exp, exp)
        if squares_its_name(e):
            end = len(e.base.name) if isinstance(e.base, Call) else 0
            return beside(raise_on(cut(base, 0, end), exp), cut(base, end, base.width))
        match e.base:
            case Call(name) if name == "factorial" or name in self.signs.roots:
                base = self.fence(base)
            case Sym() | Call():
                pass
            case Num() if is_plain(e.base):
                pass
            case _:
                base = self.fence(base)
        return raise_on(base, exp)

    def exponent(self, e: Expr, drawn: Block) -> Block:
        """The exponent on one line where it is short, without the blanks round its signs."""
        if drawn.marked:
            return drawn
        line = drawn.lines[0] if drawn.height == 1 else self.signs.line(e, self.wrt)
        for sign in ("+", self.signs.minus, self.signs.times):
            line = line.replace(f" {sign} ", sign)
        return text(line) if drawn.height == 1 or len(line) <= _LONGEST_INLINE else drawn

    def call(self, name: str, args: tuple[Expr, ...], parts: list[Block]) -> Block:
        match name, parts:
            case "abs", [part]:
                return self.fence(part, "|", "|")
            case "sqrt" | "cbrt", [part] if name in self.signs.roots:
                return self.root(self.signs.roots[name], args[0], part)
            case "factorial", [part]:
                return beside(part if is_atom(args[0]) else self.fence(part), text("!"))
            case "log", [part, base]:
                return beside(self.logarithm(args[1], base), self.fence(part))
        plain, primes = base_name(name)
        row = [text(", ") if i % 2 else parts[i // 2] for i in range(2 * len(parts) - 1)]
        return beside(text(plain + self.signs.prime * primes), self.fence(beside(*row)))

    def logarithm(self, e: Expr, base: Block) -> Block:
        index = self.signs.lowered(base.lines[0]) if is_atom(e) and not base.marked else None
        return lower(text("log"), base) if index is None else text("log" + index)

    def root(self, sign: str, e: Expr, under: Block) -> Block:
        """A root of several signs has a roof, to which the stroke rises: √ at the foot, ╱ above it."""
        if is_atom(e):
            return beside(text(sign), under)
        width = len(sign) - 1 + under.height
        rising = [(" " * (len(sign) + rise - 1) + "╱").ljust(width) for rise in range(1, under.height)]
        stroke = Block((" " * width, *reversed(rising), sign.ljust(width)), under.baseline + 1)
        return beside(stroke, roof(under, "_"))

    def derivative(self, e: D, part: Block) -> Block:
        if e.wrt != self.wrt:
            operator = self.fraction(text("d"), text("d" + self.signs.letter(e.wrt)))
            return beside(operator, self.fence(part, "[", "]"))
        primed = self.is_primed(e) or (isinstance(e.arg, D) and e.arg.wrt == self.wrt)
        body, prime = part if primed else self.fence(part), text(self.signs.prime)
        return raise_on(body, prime) if part.height >= self.signs.grown else beside(body, prime)

    def is_primed(self, e: D) -> bool:
        """Is it y′, and not (x)′ or (x²)′?"""
        return isinstance(e.arg, Sym) and len(e.arg.name) == 1 and e.arg.name not in CONSTANTS | {self.wrt}

    def fence(self, body: Block, left: str = "(", right: str = ")") -> Block:
        return beside(self.bracket(left, body), body, self.bracket(right, body))

    def bracket(self, which: str, body: Block) -> Block:
        single, top, middle, foot = self.signs.fences[which]
        if body.height == 1 or (body.height < self.signs.grown and which in "()"):
            return text(single)
        return Block((top, *[middle] * (body.height - 2), foot), body.baseline)


def _begins_with_bar(e: Expr) -> bool:
    """Would a minus before it touch the bar of a fraction?"""
    return isinstance(e, Div) or (isinstance(e, Mul) and isinstance(e.factors[0], Div))


def _breakable(row: list[Block], sign: str = "") -> Block:
    """Parts and the signs between them side by side, with the places where a row may end."""
    breaks: list[Break] = []
    column = 0
    for index, part in enumerate(row):
        if index % 2 and part.width:
            blank_only = not part.lines[0].strip()
            breaks.append((column + 1, 0, sign if blank_only else ""))
        breaks += [(column + inner, depth + 1, its_sign) for inner, depth, its_sign in part.breaks]
        column += part.width
    return replace(beside(*row), breaks=tuple(breaks), start=0)
