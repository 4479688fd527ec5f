"""Letters: variables, functions that a problem names, and the primes behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.expr import ONE, Call, D, Expr, Neg, Pow, Sym
from tutor.reading import application, refusals
from tutor.reading.cursor import SIGNS
from tutor.reading.splitting import symbol
from tutor.reading.tokens import Token

if TYPE_CHECKING:
    from tutor.reading.grammar import Grammar

__all__ = ["letter", "primed"]

MAX_PRIMES = 9
_FREE_FUNCTIONS = frozenset("fghFGH")  # f'(x) is a function's derivative where no problem says what f is


def letter(g: Grammar) -> Expr:
    """The letter that stands here: a variable, a parameter, or a function of the problem."""
    token = g.items[g.i]
    name = token.text
    g.i += 1
    if name in g.scope.functions:
        return _function(g, token)
    if name not in g.known if g.known is not None else name == "i":
        refusals.letter(g, token)
    following = g.items[g.i].kind
    if following == "'" and g.bracket(g.i + 1):
        return _primed_before_bracket(g, token)
    if following == "group" and not g.scope.own:
        _brackets_after(g, token, g.items[g.i])
    return symbol(name)


def primed(g: Grammar, tree: Expr, start: int) -> Expr:
    """`(x^2)'`, `sin(x)'`, `y''`: an open derivative; refused where the ' has two readings."""
    first, last, prime = g.items[start], g.items[g.i - 1], g.items[g.i]
    alone = last.kind == "name" and last is first
    closed = alone or (last.kind in ("group", "value") and first.kind != "root" and g.i != g.bare_end)
    before = start - 1
    while before > 0 and g.items[before].kind in SIGNS:
        before -= 1
    raised = start > 0 and g.items[before].kind in ("^", "root")
    if not closed or (alone and raised and not g.scope.own):
        refusals.prime(g, prime)
    g.i += 1
    return _derived(g, tree, prime)


def _derived(g: Grammar, tree: Expr, prime: Token) -> Expr:
    if len(prime.text) > MAX_PRIMES and not g.scope.own:
        g.fail("more than nine derivatives", prime.at)
    for _ in prime.text:
        tree = D(tree, g.scope.wrt)
    return tree


def _brackets_after(g: Grammar, token: Token, group: Token) -> None:
    """`y(x)` of a dependent y is y; `f(x)` with a letter f is a product, which is worth a note."""
    if token.text in g.scope.dependent and _is_variable(g, group):
        g.i += 1
        g.note("argument-of-letter", f"{g.typed(g.i - 2, g.i)} is read as {token.text}")
    elif g.known is None and token.text in _FREE_FUNCTIONS and group.text == "(":
        typed = g.typed(g.i - 1, g.i + 1)
        g.note("letter-times", f"{typed} is read as {token.text} times the bracket")


def _is_variable(g: Grammar, group: Token) -> bool:
    """Is it `(x)`, right behind a name?"""
    return not g.scope.own and not group.spaced and group.parts == (Sym(g.scope.wrt),)


def _primed_before_bracket(g: Grammar, token: Token) -> Expr:
    """`y'(x)`, `y' (x + 1)`, and `f'(x)` where no problem says what f is."""
    name, prime, group = token.text, g.items[g.i], g.items[g.i + 1]
    if name in g.scope.dependent:
        g.i += 2 if _is_variable(g, group) else 1
        return _derived(g, Sym(name), prime)
    if name not in _FREE_FUNCTIONS or g.known is not None:
        product = f"{name}'*{g.typed_at(group)}"
        g.fail(f"{name} is a letter here, not a function", token.at, f"for a product type {product}")
    g.i += 2
    g.nest(group.level)
    return application.call(g, token, name, len(prime.text), group)


def _function(g: Grammar, token: Token) -> Expr:
    """`f(x)`, `f'(g(x))`, `f^2(x)`; alone, f is short for f(x)."""
    start, name = g.i - 1, token.text
    prime = g.items[g.i] if g.items[g.i].kind == "'" else None
    primes = "" if prime is None else prime.text
    g.i += prime is not None
    exponent = _exponent(g, token)
    group = g.items[g.i]
    tree: Expr
    if g.bracket(g.i):
        g.i += 1
        g.nest(group.level)
        tree = application.call(g, token, name, len(primes), group)
        return tree if exponent is None else Pow(tree, exponent)
    if g.scope.own or name in (g.scope.letters or ()):
        return Sym(name) if prime is None else _derived(g, Sym(name), prime)
    typed = g.typed(start, g.i)
    g.note("short-function", f"{typed} is read as {typed}({g.scope.wrt})")
    return Call(name + primes, (Sym(g.scope.wrt),))


def _exponent(g: Grammar, token: Token) -> Expr | None:
    """The 2 of `f^2(x)`; the one of `f^2` alone is left to the power."""
    if g.items[g.i].kind != "^" or not g.bracket(g.i + 2 + (g.items[g.i + 1].kind == "-")):
        return None
    exponent = application.exponent_of_name(g, token)
    if exponent == Neg(ONE):
        instead = f"1/{token.text}{g.typed_at(g.items[g.i])}"
        g.fail(f"{token.text}^-1 has two meanings", token.at, f"type {instead}")
    return exponent
