"""Functions and roots with their arguments, in brackets or bare."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.expr import ONE, TWO, Call, E, Expr, Neg, Num, Pow, product
from tutor.functions import BY_NAME, INVERSES
from tutor.reading import doubts, letters, refusals
from tutor.reading.cursor import STARTS
from tutor.reading.limits import is_zero
from tutor.reading.tokens import Token

if TYPE_CHECKING:
    from tutor.reading.grammar import Grammar

__all__ = ["call", "exponent_of_name", "function", "root"]

_THREE, _FOUR, _TEN = Num(Fraction(3)), Num(Fraction(4)), Num(Fraction(10))
_LOG_BASES: dict[str, Expr] = {"log2": TWO, "log10": _TEN}
_ROOTS: dict[str, Expr] = {"√": TWO, "∛": _THREE, "∜": _FOUR, "\\sqrt": TWO}


def function(g: Grammar) -> Expr:
    """The function that stands here, with its primes, base, power and argument: `sin^2 x`, `log_2(x)`."""
    token, start = g.items[g.i], g.i
    g.i += 1
    primes = 0
    base: Expr | None = None
    exponent: Expr | None = None
    while (kind := g.items[g.i].kind) in ("'", "_", "^"):
        if kind == "'":
            primes += len(g.items[g.i].text)
            g.i += 1
        elif kind == "_" and base is None:
            base = _base_of_log(g, token)
        elif kind == "^" and exponent is None:
            exponent = exponent_of_name(g, token)
        else:
            break
    if g.bracket(g.i):
        group = g.items[g.i]
        g.i += 1
        g.nest(group.level)
    else:
        group = _bare_group(g, token, start)
    tree = call(g, token, token.text, primes, group, base)
    if exponent is None:
        return tree
    if exponent == Neg(ONE):
        return _inverse(g, token, tree, group)
    tree = Pow(tree, exponent)
    g.refuse_large(tree, token.at)
    return tree


def call(g: Grammar, token: Token, name: str, primes: int, group: Token, base: Expr | None = None) -> Expr:
    """The tree of a function with the arguments that the group holds."""
    parts = group.parts
    if not parts:
        refusals.no_argument(g, token, group)
    if name in _LOG_BASES:
        parts, name = (*parts, _LOG_BASES[name]), "log"
    elif base is not None:
        parts = (*parts, base)
    elif name == "log" and len(parts) == 1 and g.choice == "log":
        parts = (*parts, _TEN)
    elif name == "log" and len(parts) == 1:
        name = "ln"
        g.note("log", "log is read as ln; for base 10 type log10(x)", choice="log")
    arity = BY_NAME[name].arity if name in BY_NAME else (1,) if name == "exp" else (len(parts),)
    if len(parts) not in arity or (primes and len(parts) > 1):
        refusals.arity(g, token, group, len(group.parts), arity)
    if name == "exp":
        return Pow(E, parts[0])
    if name in ("ln", "log") and not g.scope.own and any(is_zero(part) for part in parts):
        g.fail("the logarithm of 0 does not exist", token.at)
    tree = Call(name + "'" * primes, parts)
    if name == "factorial":
        g.refuse_large(tree, token.at)
    return tree


def exponent_of_name(g: Grammar, token: Token) -> Expr:
    """The 2 of `sin^2 x`: a number, a letter or a bracket."""
    g.i += 1
    minus = g.items[g.i].kind == "-"
    g.i += minus
    here = g.items[g.i]
    if here.kind not in ("num", "name", "group"):
        typed = g.typed_at(token)
        g.fail(f"the exponent of {typed} is missing", here.at, f"type {typed}^2(x) or {typed}(x)^2")
    tree = letters.letter(g) if here.kind == "name" else g.atom()
    return Neg(tree) if minus else tree


def root(g: Grammar) -> Expr:
    r"""`√` with one factor, `\sqrt[3]{x}` with its braces."""
    token, start = g.items[g.i], g.i
    g.i += 1
    macro = token.text == "\\sqrt"
    index = g.inside() if macro and g.bracket(g.i, "[") else _ROOTS[token.text]
    g.level += 1
    g.nest(0)
    radicand = g.inside() if macro and g.bracket(g.i, "{") else g.signed()
    g.level -= 1
    if g.doubts is not None and not macro:
        doubts.after_root(g, start)
    if index == TWO:
        return Call("sqrt", (radicand,))
    if index == _THREE:
        return Call("cbrt", (radicand,))
    return Pow(radicand, g.quotient(ONE, index, token.at))


def _inverse(g: Grammar, token: Token, tree: Expr, group: Token) -> Expr:
    """`sin^-1 x` is arcsin x: only -1 means an inverse."""
    typed = g.typed_at(token).lstrip("\\")
    argument = g.typed_at(group)
    instead = f"1/{typed}{argument}" if argument[:1] in "([{" else f"1/{typed}({argument})"
    if token.text not in INVERSES or not isinstance(tree, Call) or tree.name != token.text:
        g.fail(f"{typed}^-1 has two meanings", token.at, f"type {instead}")
    if g.choice == "inverse-function":
        return Pow(tree, Neg(ONE))
    arc = INVERSES[token.text]
    said = f"{typed}^-1 is read as {arc}; for {instead} type the fraction"
    g.note("inverse-function", said, choice="inverse-function")
    return Call(arc, tree.args)


def _base_of_log(g: Grammar, token: Token) -> Expr:
    """The 2 of `log_2 x`."""
    if token.text != "log":
        g.fail(f"{g.typed_at(token)} has no base; only log has one", g.items[g.i].at, "type log_2(x)")
    g.i += 1
    here = g.items[g.i]
    if here.kind not in ("num", "name", "group"):
        g.fail("the base of the logarithm is missing", here.at, "type log_2(x)")
    return letters.letter(g) if here.kind == "name" else g.atom()


def _bare_group(g: Grammar, token: Token, start: int) -> Token:
    """The argument of a function without brackets, as if it stood in brackets."""
    first = g.i
    here = g.items[first]
    operand = g.items[first + 1] if here.kind == "-" and not g.items[first + 1].spaced else here
    if operand.kind not in STARTS or token.text in ("min", "max"):
        refusals.no_argument(g, token, here)
    g.level += 1
    g.nest(0)
    argument = _bare(g)
    g.level -= 1
    g.bare_end = g.i
    if g.items[g.i].kind == "'":
        refusals.prime(g, g.items[g.i])
    if g.doubts is not None:
        doubts.after_bare(g, start, first)
    return Token("group", "", here.at, g.items[g.i - 1].end, parts=(argument,))


def _bare(g: Grammar) -> Expr:
    """One argument without brackets: a sign, a number, then letters with their powers; or one function."""
    minus = g.items[g.i].kind == "-"
    g.i += minus
    token = g.items[g.i]
    factors: list[Expr] = []
    if token.kind == "num":
        factors.append(g.power())
        if g.bracket(g.i) and not g.items[g.i].spaced:
            factors.append(g.power())
            return _signed(product(tuple(factors)), minus)
    elif token.kind == "name" and _ends_letters(g, token):
        if g.items[g.i + 1].kind == "'" and token.text not in g.scope.functions:
            refusals.prime(g, g.items[g.i + 1])
        return _signed(g.power(), minus)
    elif token.kind != "name":
        # Bars are the whole argument, as brackets are: ln|x|^2 is (ln|x|)^2.
        return _signed(g.atom() if token.kind == "group" else g.power(), minus)
    while g.items[g.i].kind == "name" and not _ends_letters(g, g.items[g.i]):
        factors.append(g.power())
    return _signed(product(tuple(factors)), minus)


def _signed(tree: Expr, minus: bool) -> Expr:
    return Neg(tree) if minus else tree


def _ends_letters(g: Grammar, token: Token) -> bool:
    """Does a bare argument stop before this letter? e^ is a function to the eye, and so are f and y'."""
    following = g.items[g.i + 1].kind
    return following == "'" or (following == "^" and token.text == "e") or token.text in g.scope.functions
