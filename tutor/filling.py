"""A text with parameters in braces, filled: as somebody would write it who had these numbers in mind.

A formula is filled, read, freed of what nobody writes (1x, x^1, + -3, 0x) and written out again. A text that is no
formula as a whole (`y = {a}x`, `({a}, {b}) max; …`) is taken apart at its signs first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import gcd

from tutor.errors import ReadError
from tutor.expr import ONE, ZERO, Add, Div, Expr, Mul, Neg, Num, Pow, number, product, total, with_children
from tutor.params import Param, read_part
from tutor.read import read
from tutor.scope import Scope
from tutor.show import fold, show

__all__ = ["BRACES", "filled", "filled_sentence", "neat", "said", "spelled"]

BRACES = re.compile(r"\{([^{}]*)\}")


def filled(text: str, given: Mapping[str, Param], scope: Scope) -> str:
    """The formula or formulas of a text, with these values for the parameters."""
    if "{" not in text:
        return text
    core = text.strip()
    before, _, after = text.partition(core)
    return f"{before}{_rewritten(core, given, scope)}{after}"


def filled_sentence(text: str, given: Mapping[str, Param], scope: Scope) -> str:
    """A sentence: formulas stand between backquotes, and what stands outside of them is said as it is."""
    pieces = text.split("`")
    for index, piece in enumerate(pieces):
        inside = index % 2 == 1 and index < len(pieces) - 1
        if "{" in piece:
            pieces[index] = filled(piece, given, scope) if inside else spelled(piece, given)
    return "`".join(pieces)


def spelled(text: str, given: Mapping[str, Param]) -> str:
    """A text that is no formula, with the values as they are said."""
    return BRACES.sub(lambda found: said(_value(found, given)), text)


def said(value: Param) -> str:
    """A value as it is typed: -3, 2/3, sin."""
    return str(value)


def _value(found: re.Match[str], given: Mapping[str, Param]) -> Param:
    return read_part(found[1], frozenset(given))(given)


def _inserted(found: re.Match[str], given: Mapping[str, Param]) -> str:
    value = _value(found, given)
    text = found.string
    before = text[found.start() - 1 : found.start()]
    if isinstance(value, str):
        if not re.fullmatch(r"\w+", value):
            return f"({value})"
        after = text[found.end() : found.end() + 1]
        return f"{' ' * (before.isalnum() or before == '}')}{value}{' ' * (after.isalnum() or after == '{')}"
    if before == "_" or (before == "." and value >= 0):
        return str(value)
    return f"({value})"  # so that {a}{b} is a product, and x^{n} y keeps its exponent apart


# Where a text that is no formula is taken apart; max(a, b) is a formula.
_SIGNS = re.compile(r"(;|,|<=|>=|[=<>≤≥]|\b(?:U|or|and|yes|no|none)\b|\b(?:max|min)\b(?!\s*\())")
_OPEN, _CLOSED = "([{", ")]}"


def _rewritten(text: str, given: Mapping[str, Param], scope: Scope) -> str:
    whole = BRACES.sub(lambda found: _inserted(found, given), text)
    try:
        return show(neat(read(whole, scope)), scope.wrt)
    except ReadError:
        pass
    pieces = _apart(text)
    if len(pieces) > 1:
        return "".join(filled(piece, given, scope) for piece in pieces)
    if len(text) > 1 and text[0] in "([" and text[-1] in ")]":
        return f"{text[0]}{filled(text[1:-1], given, scope)}{text[-1]}"
    return whole


def _apart(text: str) -> list[str]:
    """The pieces between the signs outside of brackets, with the signs."""
    depths, depth = [], 0
    for sign in text:
        depth -= sign in _CLOSED
        depths.append(depth)
        depth += sign in _OPEN
    pieces, start = [], 0
    for found in _SIGNS.finditer(text):
        if depths[found.start()] == 0:
            pieces += [text[start : found.start()], found.group()]
            start = found.end()
    return [piece for piece in [*pieces, text[start:]] if piece]


def neat(e: Expr) -> Expr:
    """The tree without what nobody writes: factors and exponents 1, terms 0, a minus inside a product."""
    return fold(e, lambda node, parts: _neat_node(with_children(node, tuple(parts)) if parts else node))


def _neat_node(e: Expr) -> Expr:
    match e:
        case Neg(Neg(inner)):
            return inner
        case Neg(Num(value)) if not value:
            return ZERO
        case Add(terms):
            return _sum(terms)
        case Mul(factors):
            return _product(factors)
        case Div(above, below):
            return _quotient(above, below)
        case Pow(base, Num(value)) if value == 1:
            return base
        case Pow(_, Num(value)) if not value:
            return ONE
        case Pow(Num(value), _) if value == 1:
            return ONE
    return e


def _sum(terms: tuple[Expr, ...]) -> Expr:
    # A formula that is a value of a parameter came in brackets: (x^2 + 1) + 3.
    flat = (inner for term in terms for inner in (term.terms if isinstance(term, Add) else (term,)))
    return total(tuple(term for term in flat if term != ZERO))


def _product(factors: tuple[Expr, ...]) -> Expr:
    if ZERO in factors:
        return ZERO
    bare = [_without_minus(factor) for factor in factors]
    whole = product(tuple(factor for factor, _ in bare if factor != ONE))
    return Neg(whole) if sum(minus for _, minus in bare) % 2 else whole


def _quotient(num: Expr, den: Expr) -> Expr:
    (above, minus), (below, other) = _without_minus(num), _without_minus(den)
    if above == ZERO and below != ZERO:
        return ZERO
    if isinstance(above, Num) and isinstance(below, Num) and _are_whole(above, below) and below != ZERO:
        shared = gcd(int(above.value), int(below.value))
        above, below = number(above.value / shared), number(below.value / shared)
    whole = above if below == ONE else Div(above, below)
    return Neg(whole) if minus != other else whole


def _without_minus(e: Expr) -> tuple[Expr, bool]:
    return (e.arg, True) if isinstance(e, Neg) else (e, False)


def _are_whole(*numbers: Num) -> bool:
    return all(n.value.denominator == 1 for n in numbers)
