"""Why a line cannot be read, in words, and what to type instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from tutor.expr import Expr, Pow
from tutor.reading.names import EITHER, meant_letter
from tutor.reading.tokens import Token

if TYPE_CHECKING:
    from tutor.reading.grammar import Grammar

__all__ = ["arity", "comma", "leftover", "letter", "missing", "no_argument", "number", "prime"]

MISSING = "a number or letter is missing"


def missing(g: Grammar) -> NoReturn:
    """Something should start here: an operand."""
    token = g.items[g.i]
    match token.kind:
        case "'":
            g.fail("this ' belongs to nothing", token.at)
        case "_":
            g.fail("this _ belongs to nothing", token.at)
        case ";":
            semicolon(g, token)
        case _:
            g.fail(MISSING, token.at)


def leftover(g: Grammar, token: Token) -> NoReturn:
    """The line is complete, and something still stands there."""
    match token.kind:
        case "'":
            prime(g, token)
        case "_":
            g.fail("only a letter or log takes a subscript", token.at)
        case ";":
            semicolon(g, token)
        case _:
            g.fail("this sign has no place here", token.at)


def derivative(g: Grammar, token: Token) -> NoReturn:
    """Refuse `d/dx x^2 sin x`: show where the brackets go."""
    end = g.i
    while g.items[end].kind not in ("end", "+", "-"):
        end += 1
    operator, rest = g.typed_at(token), g.typed(g.i, end) or g.scope.wrt
    g.fail(f"what {operator} takes must stand in brackets", g.items[g.i].at, f"type {operator}({rest})")


def semicolon(g: Grammar, token: Token) -> NoReturn:
    g.fail("a semicolon separates several answers; one formula is wanted", token.at)


def number(g: Grammar, token: Token, before: Expr, place: int) -> None:
    """Refuse `2 3`, `x2` and `(x+1)2`; `x 2^x` is a product."""
    last = g.items[g.i - 1]
    digits = g.typed_at(token)
    if last.kind == "num" and place == g.i - 1:
        g.fail("two numbers side by side", token.at, f"for a product type {g.typed_at(last)}*{digits}")
    if token.spaced:
        return
    factor = g.typed(place, g.i)
    if last.kind == "name":
        factor = g.typed_at(last)
    elif last.kind != "group" or isinstance(before, Pow) or g.items[place].kind in ("root", "frac"):
        g.fail("a number stands before what it multiplies", token.at, f"did you mean {digits}{factor}?")
    hint = f"did you mean {factor}^{digits} or {digits}{factor}?"
    if g.items[g.i + 1].kind == "^":
        hint = "for a product leave a blank"
    g.fail(f"a number right after {factor}", token.at, hint)


def prime(g: Grammar, token: Token) -> NoReturn:
    """Refuse `x^2'` and `sin x'`: show where the brackets go."""
    end = g.items.index(token)
    start = end
    while start > 0 and g.items[start - 1].kind not in ("+", "-", "*", "/"):
        start -= 1
    whole = g.typed(start, end)
    hint = f"type ({whole}){token.text}" if whole else ""
    g.fail(f"what {token.text} belongs to must stand in brackets", token.at, hint)


def comma(g: Grammar, at: int) -> NoReturn:
    """Refuse `0,5`, `1,000` and lists."""
    text = g.text
    start, end = at, at + 1
    while start > 0 and text[start - 1].isdigit():
        start -= 1
    while end < len(text) and text[end].isdigit():
        end += 1
    if start < at < end - 1:
        whole, part = text[start:at], text[at + 1 : end]
        if len(part) == 3 and whole != "0":
            g.fail("a comma does not group digits", at, f"type {whole}{part}, or {whole}.{part} for a decimal")
        g.fail("a decimal has a point, not a comma", at, f"did you mean {whole}.{part}?")
    g.fail("a comma separates several answers; one formula is wanted", at)


def letter(g: Grammar, token: Token) -> NoReturn:
    """Refuse a letter the problem does not have."""
    name = token.text
    typed = g.typed_at(token) or name
    known = g.known if g.known is not None else frozenset()
    if name == "i":
        g.fail("i is refused: everything here is real", token.at)
    if name in ("d", "∂"):
        following = g.items[g.i]
        if following.kind == "name" and following.text in known:
            whole = g.text[token.at : following.end]
            g.fail(f"{whole} is no part of the derivative", token.at, f"leave {whole} out")
    if name == "∂":
        g.fail("∂ stands in front of what is differentiated", token.at, "type ∂/∂x( )")
    if name in EITHER:
        g.fail(f"this problem has no letter {typed}", token.at, f"for the function type {typed}({g.scope.wrt})")
    if len(name) == 1 and g.bracket(g.i) and name in "fghFGHuv":
        g.fail(f"this problem has no function {typed}", token.at, meant_letter(name, known))
    g.fail(f"this problem has no letter {typed}", token.at, meant_letter(name, known))


def no_argument(g: Grammar, token: Token, after: Token) -> NoReturn:
    """Refuse `sin + 1` and `cos()`."""
    name = g.typed_at(token)
    example = f"{name}(a, b)" if token.text in ("min", "max") else f"{name}(x)"
    if token.text in ("min", "max") and after.kind != "group":
        g.fail(f"{name} needs brackets around what it compares", after.at, f"type {example}")
    g.fail(f"{name} of what? Its argument is missing", after.at, f"type {example}")


def arity(g: Grammar, token: Token, group: Token, count: int, wanted: tuple[int, ...]) -> NoReturn:
    """Refuse a function with too many arguments, or too few."""
    commas = g.commas.get(group.at, [])
    name = g.typed_at(token)
    if commas and wanted == (1,):
        text, at = g.text, commas[0]
        if text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit():
            comma(g, at)
    at = commas[wanted[-1] - 1] if len(commas) >= wanted[-1] else group.at
    number_words: dict[tuple[int, ...], str] = {(1,): "one argument", (2,): "two arguments"}
    wants = (
        "one argument, or two for another base"
        if token.text == "log"
        else number_words.get(wanted, "two arguments or more")
    )
    g.fail(f"{name} takes {wants}, not {count}", at)
