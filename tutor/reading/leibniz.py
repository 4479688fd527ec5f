"""Derivatives as they are written: `dy/dx`, `d^2/dx^2`, `∂f/∂x`, and what may stand left of `=`."""

from __future__ import annotations

from typing import NamedTuple

from tutor.errors import ReadError
from tutor.expr import Call, D, Expr, Sym, as_fraction
from tutor.reading.names import meant_letter, vocabulary
from tutor.reading.tokens import Token
from tutor.scope import Scope

__all__ = ["ONLY_THE_DERIVATIVE", "join_derivatives", "left_side"]

ONLY_THE_DERIVATIVE = "type only the derivative"

_QUOTIENTS = (["d", "/", "d"], ["∂", "/", "∂"])
_DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


class _Written(NamedTuple):
    """`d^2y/dx^2`, its place `end` behind it, its y (None in d/dx), its x and its order (0 when it has two)."""

    end: int
    letter: Token | None
    variable: Token
    order: int


def join_derivatives(tokens: list[Token], text: str, scope: Scope, equals: int) -> list[Token]:
    """The tokens with each `dy/dx` and `d/dx` as one of them; left of place `equals` any letter will do."""
    if not any(token.kind == "name" and token.text in ("d", "∂") for token in tokens):
        return tokens
    known = vocabulary(scope).known
    joined: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        found = _written(tokens, i) if token.kind == "frac" or token.text in ("d", "∂") else None
        if found is not None and i >= equals and known is not None and "d" in known:
            # d is a letter of the problem: only dy/dx of a dependent y is a derivative then.
            found = found if found.letter is not None and found.letter.text in scope.dependent else None
        if found is None:
            joined.append(token)
            i += 1
            continue
        if not found.order:
            raise ReadError("the order stands above and below, as in d^2y/dx^2", text, token.at)
        end = tokens[found.end - 1].end
        for letter in (found.letter, found.variable):
            if i >= equals and known is not None and letter is not None and letter.text not in known:
                reason, hint = f"this problem has no letter {letter.text}", meant_letter(letter.text, known)
                raise ReadError(reason, text, letter.at, hint)
        wrt = found.variable.text
        if found.letter is None:
            joined.append(Token("d", wrt, token.at, end, token.spaced, level=found.order))
        else:
            tree = _value(found.letter.text, wrt, found.order, scope)
            joined.append(Token("value", wrt, token.at, end, token.spaced, tree))
        i = found.end
    return joined


def _value(name: str, wrt: str, order: int, scope: Scope) -> Expr:
    """The tree of `dy/dx`; of a function that the problem names it is f'(x)."""
    tree: Expr = Sym(name)
    if name in scope.functions and name not in scope.dependent:
        if wrt == scope.wrt:
            return Call(name + "'" * order, (Sym(wrt),))
        tree = Call(name, (Sym(scope.wrt),))
    for _ in range(order):
        tree = D(tree, wrt)
    return tree


def _written(tokens: list[Token], i: int) -> _Written | None:
    """A derivative in Leibniz's notation that begins at place `i`, also as a LaTeX fraction."""
    fraction = tokens[i].kind == "frac"
    if fraction:
        if tokens[i + 1].text != "{":
            return None
        i += 2
    sign = tokens[i]
    if sign.kind != "name" or sign.text not in ("d", "∂"):
        return None
    above, i = _order(tokens, i + 1)
    letter = None
    here = tokens[i]
    if here.kind == "name" and (fraction or sign.text == "∂" or not here.spaced):
        letter = here
        i += 1
        if [token.kind for token in tokens[i : i + 3]] == ["open", "name", "close"]:
            i += 3
    if [token.text for token in tokens[i : i + 2]] == ["}", "{"] and fraction:
        i += 2
    elif tokens[i].kind == "/" and not fraction:
        i += 1
    else:
        return None
    if tokens[i].text != sign.text or tokens[i + 1].kind != "name":
        return None
    variable = tokens[i + 1]
    below, i = _order(tokens, i + 2)
    if fraction:
        if tokens[i].text != "}":
            return None
        i += 1
    return _Written(i, letter, variable, above if above == below else 0)


def _order(tokens: list[Token], i: int) -> tuple[int, int]:
    """The 2 of `d^2`, and the place behind it; 1 where there is none."""
    if tokens[i].kind != "^":
        return 1, i
    if tokens[i + 1].kind == "group":  # d²
        order = as_fraction(tokens[i + 1].parts[0])
        return (int(order), i + 2) if order is not None and order in range(1, 10) else (0, i)
    bracket = tokens[i + 1].kind == "open"
    i += 1 + bracket
    if tokens[i].text not in _DIGITS or (bracket and tokens[i + 1].kind != "close"):
        return 0, i
    return int(tokens[i].text), i + 1 + bracket


def left_side(tokens: list[Token], equals: int, text: str, scope: Scope) -> str:
    """What stands left of `=`, when it is the derivative asked for; refused when it is something else."""
    left = tokens[:equals]
    typed = text[left[0].at : left[-1].end]
    if tokens[equals + 1].kind == "end":
        raise ReadError("nothing stands after =", text, tokens[equals + 1].at)
    found = _differentiated(left, scope)
    if found is None:
        plain = left[0].kind == "name" and (len(left) == 1 or (left[1].kind == "open" and left[-1].kind == "close"))
        if plain:
            short = text[left[0].at : left[0].end]
            reason = f"{typed} = says what {short} is, not its derivative"
            raise ReadError(reason, text, left[0].at, ONLY_THE_DERIVATIVE)
        reason = "only the derivative that is asked for may stand before ="
        raise ReadError(reason, text, left[0].at, ONLY_THE_DERIVATIVE)
    order, wrt = found
    if wrt not in ("", scope.wrt):
        reason = f"{typed} differentiates by {wrt}; here the variable is {scope.wrt}"
        raise ReadError(reason, text, left[0].at, ONLY_THE_DERIVATIVE)
    if order != scope.order:
        reason = f"{typed} is the {_ordinal(order)} derivative; the {_ordinal(scope.order)} is asked for"
        raise ReadError(reason, text, left[0].at, ONLY_THE_DERIVATIVE)
    return typed


def _ordinal(order: int) -> str:
    return _ORDINALS[order] if order < len(_ORDINALS) else f"{order}th"


def _differentiated(left: list[Token], scope: Scope) -> tuple[int, str] | None:
    """The order and the variable ("" where it does not say) of a left side that is a derivative."""
    first = left[0]
    if first.kind == "d":
        return first.level, first.text
    if first.kind == "value":
        order, tree = 0, first.node
        while isinstance(tree, D):
            order, tree = order + 1, tree.arg
        if isinstance(tree, Call):
            order = max(order, len(tree.name) - len(tree.name.rstrip("'")))
        return (order, first.text) if _arguments(left[1:], scope) is not None else None
    if len(left) > 5 and left[1].kind == "open" and [left[0].text, left[-3].text, left[-2].text] in _QUOTIENTS:
        return 1, left[-1].text  # d(x^2)/dx
    if left[-1].kind == "'" and (first.kind == "open" or left[1].kind == "open"):
        return len(left[-1].text), ""  # (x^2)' and sin(x)'
    if first.kind not in ("name", "func") or (len(left) < 2 and "_" not in first.text):
        return None
    _, _, lowered = first.text.partition("_")
    if lowered:
        rest = 1
        while rest < len(left) and left[rest].kind == "name":
            lowered += left[rest].text
            rest += 1
        same = len(set(lowered)) == 1 and _arguments(left[rest:], scope) is not None
        return (len(lowered), lowered[0]) if same and lowered[0].isalpha() else None
    if left[1].kind == "'":
        wrt = _arguments(left[2:], scope)
        return None if wrt is None else (len(left[1].text), wrt)
    if left[1].kind == "^":
        return _numbered(left[2:], scope)
    return None


def _numbered(rest: list[Token], scope: Scope) -> tuple[int, str] | None:
    """The 4 of `f^(4)(x)` and `y^{(4)}`."""
    depth = 0
    while depth < len(rest) and rest[depth].kind == "open":
        depth += 1
    if not depth or depth == len(rest) or not rest[depth].text.isdigit():
        return None
    wrt = _arguments(rest[2 * depth + 1 :], scope)
    return None if wrt is None else (int(rest[depth].text[:3]), wrt)


def _arguments(rest: list[Token], scope: Scope) -> str | None:
    """The variable in the brackets after f', "" for a number or no brackets; None for anything else."""
    if not rest:
        return ""
    if rest[0].kind != "open" or rest[-1].kind != "close":
        return None
    if len(rest) == 3 and rest[1].kind == "name":
        known = vocabulary(scope).known
        name = rest[1].text
        return "" if (known is not None and name in known) or name in ("e", "pi") else name
    return ""
