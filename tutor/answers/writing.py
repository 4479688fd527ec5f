"""A value on one line, as a picture, and in words: the values of `model` beside what `show`, `block` and `words` draw.

`show` is read back by the shape that expects the value; `pretty` is for people. Formulas come out as they do elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tutor.answers.model import (
    Choice,
    Equation,
    Infinity,
    Interval,
    Labelled,
    LineNumber,
    Listing,
    Matrix,
    Mended,
    Order,
    Pairing,
    Pieces,
    Point,
    Row,
    Truth,
    Union,
    Value,
    Vector,
    Word,
)
from tutor.block import block as drawing_of
from tutor.expr import Expr
from tutor.layout import Block, beside, text
from tutor.show import pretty as pretty_of
from tutor.show import show as line_of
from tutor.words import words as words_of

__all__ = ["block", "letter_of", "pretty", "show", "words"]

Written = Callable[[Expr], str]


@dataclass(frozen=True, slots=True)
class _Signs:
    minus: str
    infinity: str
    union: str


_TYPED = _Signs("-", "oo", " U ")
_PRINTED = _Signs("−", "∞", " ∪ ")


def show(value: Value, wrt: str = "x") -> str:
    """One line that reads back: `(-1, 2) max; (1, -2) min`, `(-oo, 1] U (2, oo)`, `y = 2x - 1`."""
    return _line(value, lambda e: line_of(e, wrt), _TYPED)


def pretty(value: Value, wrt: str = "x") -> str:
    """One line for people: `(−∞, 1] ∪ (2, ∞)`, `−√2, 0, √2`."""
    return _line(value, lambda e: pretty_of(e, wrt), _PRINTED)


def letter_of(index: int) -> str:
    """The letter of an option: a, b, c."""
    return "abcdefghijklmnopqrstuvwxyz"[index]


def _line(value: Value, written: Written, signs: _Signs) -> str:
    def line(part: Value) -> str:
        return _line(part, written, signs)

    match value:
        case Infinity(negative):
            return (signs.minus if negative else "") + signs.infinity
        case Word(word):
            return word
        case Equation(left, right):
            return f"{written(left)} = {written(right)}"
        case Listing(()) | Union(()):
            return "none"
        case Listing(items):
            return ("; " if isinstance(items[0], Labelled) else ", ").join(map(line, items))
        case Point(parts) | Vector(parts):
            return f"({', '.join(map(written, parts))})"
        case Labelled(point, label):
            return f"{line(point)} {label}"
        case Interval(lo, hi, lo_closed, hi_closed):
            return f"{'[' if lo_closed else '('}{line(lo)}, {line(hi)}{']' if hi_closed else ')'}"
        case Union(parts):
            return signs.union.join(map(line, parts))
        case Matrix(rows):
            return f"[{', '.join('[' + ', '.join(map(written, row)) + ']' for row in rows)}]"
        case Pieces(letter, pieces):
            return ", ".join(f"{line(part)} if {_condition(where, letter, line)}" for part, where in pieces)
        case Choice(index):
            return letter_of(index)
        case Truth(true):
            return "true" if true else "false"
        case Order(numbers):
            return " ".join(map(str, numbers))
        case Pairing(partners):
            return " ".join(f"{i}{letter_of(j)}" for i, j in enumerate(partners, start=1))
        case LineNumber(number):
            return str(number)
        case Mended(number, instead):
            return f"{number}: {written(instead)}"
        case Row(items):
            return ", ".join(_yes_or_no(item) or line(item) for item in items)
        case _:
            return written(value)


def _yes_or_no(value: Value) -> str:
    return ("yes" if value.true else "no") if isinstance(value, Truth) else ""


def _condition(where: Interval | Point, letter: str, line: Callable[[Value], str]) -> str:
    """`x > 0`, `0 <= x < 1`, `x = 0`."""
    match where:
        case Point((place,)):
            return f"{letter} = {line(place)}"
        case Interval(Infinity(), Infinity()):
            return f"{letter} real"
        case Interval(Infinity(), hi, _, closed):
            return f"{letter} {'<=' if closed else '<'} {line(hi)}"
        case Interval(lo, Infinity(), closed, _):
            return f"{letter} {'>=' if closed else '>'} {line(lo)}"
        case Interval(lo, hi, lo_closed, hi_closed):
            return f"{line(lo)} {'<=' if lo_closed else '<'} {letter} {'<=' if hi_closed else '<'} {line(hi)}"
        case _:
            raise AssertionError(where)


# Pictures


def block(value: Value, wrt: str = "x", *, ascii: bool = False) -> Block:
    """The picture in two dimensions: fractions stand, a matrix has its rows, a vector is a row."""

    def drawn(e: Expr) -> Block:
        return drawing_of(e, wrt, ascii=ascii)

    def part(inner: Value) -> Block:
        return block(inner, wrt, ascii=ascii)

    match value:
        case Equation(left, right):
            return beside(drawn(left), text(" = "), drawn(right))
        case Point(parts) | Vector(parts):
            return _fenced(_row([drawn(e) for e in parts]), "()", ascii)
        case Labelled(point, label):
            return beside(part(point), text(f" {label}"))
        case Listing(items) if items:
            return _row([part(item) for item in items], "; " if isinstance(items[0], Labelled) else ", ")
        case Row(items):
            return _row([text(said) if (said := _yes_or_no(item)) else part(item) for item in items])
        case Interval(lo, hi, lo_closed, hi_closed):
            signs = ("[" if lo_closed else "(") + ("]" if hi_closed else ")")
            return _fenced(_row([part(lo), part(hi)]), signs, ascii)
        case Union(parts) if parts:
            return _row([part(each) for each in parts], " U " if ascii else " ∪ ")
        case Matrix(rows):
            return _matrix([[drawn(e) for e in row] for row in rows], ascii)
        case Pieces(letter, pieces):
            lines = [
                beside(part(v), text(f"  if {_condition(c, letter, lambda p: _plain(p, wrt, ascii))}"))
                for v, c in pieces
            ]
            return _stacked(lines)
        case Mended(number, instead):
            return beside(text(f"{number}: "), drawn(instead))
        case Infinity() | Word() | Listing() | Union() | Choice() | Truth() | Order() | Pairing() | LineNumber():
            return text(_plain(value, wrt, ascii))
        case _:
            return drawn(value)


def _plain(value: Value, wrt: str, ascii: bool) -> str:
    return show(value, wrt) if ascii else pretty(value, wrt)


def _row(parts: list[Block], sign: str = ", ") -> Block:
    joined: list[Block] = []
    for part in parts:
        joined += [text(sign), part] if joined else [part]
    return beside(*joined)


_FENCES = {"(": ("⎛", "⎜", "⎝"), ")": ("⎞", "⎟", "⎠"), "[": ("⎡", "⎢", "⎣"), "]": ("⎤", "⎥", "⎦")}
_TYPEWRITER = {
    "(": ("/", "|", "\\"), ")": ("\\", "|", "/"), "[": ("[", "[", "["), "]": ("]", "]", "]"),
}  # fmt: skip


def _fenced(body: Block, signs: str, ascii: bool) -> Block:
    def bracket(sign: str) -> Block:
        if body.height == 1:
            return text(sign)
        top, middle, foot = (_TYPEWRITER if ascii else _FENCES)[sign]
        return Block((top, *[middle] * (body.height - 2), foot), body.baseline)

    return beside(bracket(signs[0]), body, bracket(signs[1]))


def _matrix(rows: list[list[Block]], ascii: bool) -> Block:
    """The entries in columns; a row of fractions has a blank line to the next."""
    widths = [max(row[i].width for row in rows) for i in range(len(rows[0]))]
    lines = [_row([_padded(part, width) for part, width in zip(row, widths, strict=True)], "  ") for row in rows]
    return _fenced(_stacked(lines), "[]", ascii)


def _padded(part: Block, width: int) -> Block:
    return beside(part, text(" " * (width - part.width))) if part.width < width else part


def _stacked(parts: list[Block]) -> Block:
    """The blocks one below the other, their left edges in line; the baseline is that of the middle."""
    width = max(part.width for part in parts)
    gap = any(part.height > 1 for part in parts)
    lines: list[str] = []
    for part in parts:
        lines += [" " * width] if gap and lines else []
        lines += [line.ljust(width) for line in part.lines]
    middle = (len(lines) - 1) // 2 if len(parts) > 1 else parts[0].baseline
    return Block(tuple(lines), middle)


# Words


def words(value: Value, wrt: str = "x") -> str:
    """What a screen reader should say: "the point negative 1, 2, maximum", "from minus infinity to 1, closed"."""

    def said(e: Expr) -> str:
        return words_of(e, wrt)

    def part(inner: Value) -> str:
        return words(inner, wrt)

    match value:
        case Infinity(negative):
            return "minus infinity" if negative else "infinity"
        case Word(word):
            return word
        case Equation(left, right):
            return f"{said(left)} equals {said(right)}"
        case Listing(()) | Union(()):
            return "none"
        case Listing(items):
            return "; ".join(map(part, items)) if len(items) > 1 else part(items[0])
        case Point(parts):
            return f"the point {'; '.join(map(said, parts))}"
        case Vector(parts):
            return f"the vector {'; '.join(map(said, parts))}; end vector"
        case Labelled(point, label):
            return f"{part(point)}, {_LABELS.get(label, label)}"
        case Interval(lo, hi, lo_closed, hi_closed):
            return f"from {part(lo)}{_end(lo, lo_closed)} to {part(hi)}{_end(hi, hi_closed)}"
        case Union(parts):
            return ", and ".join(map(part, parts))
        case Matrix(rows):
            lines = (f"row {i}: {'; '.join(map(said, row))}" for i, row in enumerate(rows, start=1))
            return f"the matrix {'. '.join(lines)}. End matrix"
        case Pieces(letter, pieces):
            return "; ".join(f"{part(v)} if {_spoken_condition(c, letter, part)}" for v, c in pieces)
        case Choice(index):
            return f"option {letter_of(index)}"
        case Truth(true):
            return "true" if true else "false"
        case Order(numbers):
            return ", ".join(map(str, numbers))
        case Pairing(partners):
            return ", ".join(f"{i} with {letter_of(j)}" for i, j in enumerate(partners, start=1))
        case LineNumber(number):
            return f"line {number}"
        case Mended(number, instead):
            return f"line {number}: {said(instead)}"
        case Row(items):
            return "; ".join(_yes_or_no(item) or part(item) for item in items)
        case _:
            return said(value)


_LABELS = {"max": "maximum", "min": "minimum"}


def _end(end: Value, closed: bool) -> str:
    return "" if isinstance(end, Infinity) else " included" if closed else " excluded"


def _spoken_condition(where: Interval | Point, letter: str, part: Callable[[Value], str]) -> str:
    match where:
        case Point((place,)):
            return f"{letter} equals {part(place)}"
        case Interval(Infinity(), Infinity()):
            return f"{letter} is any number"
        case Interval(Infinity(), hi, _, closed):
            return f"{letter} is {'at most' if closed else 'less than'} {part(hi)}"
        case Interval(lo, Infinity(), closed, _):
            return f"{letter} is {'at least' if closed else 'greater than'} {part(lo)}"
        case Interval():
            return f"{letter} is {part(where)}"
        case _:
            raise AssertionError(where)
