"""Lines that are more than an expression: an equation (an implicit curve, y' = …) and a limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tutor.errors import ReadError
from tutor.expr import Add, D, Expr, Neg, Sym, letters
from tutor.read import Scope, read
from tutor.show import pretty, show

# Letters that stand for what depends on another, the likeliest first; a, b, c, k, m, n are parameters.
_LIKELY = "yxzwvurspqVAS"


@dataclass(frozen=True, slots=True)
class Equation:
    """left = right, as written."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of an expression as `letter` goes to 0."""

    of: Expr
    letter: str = "h"


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve in the plane: both coordinates as functions of `t`."""

    x: Expr
    y: Expr
    t: str = "t"


Line = Expr | Equation | Limit


def read_equation(text: str, scope: Scope | None = None) -> Equation:
    """The equation that a text with one equals sign states.

    Raises ReadError, with the column in the whole text, for a side that cannot be read or a second sign.
    """
    left, _, right = text.partition("=")
    if "=" in right:
        raise ReadError("an equation has one equals sign", text, text.index("=", len(left) + 1))
    known = scope or Scope()
    return Equation(_side(left, text, 0, known), _side(right, text, len(left) + 1, known))


def _side(side: str, text: str, offset: int, scope: Scope) -> Expr:
    try:
        return read(side, scope)
    except ReadError as error:
        raise ReadError(error.message, text, min(error.at + offset, len(text)), error.hint) from None


def dependent(equation: Equation, x: str) -> str:
    """The letter of an equation that depends on x: the only other one, else the likeliest; "y" if there is none."""
    others = (letters(equation.left) | letters(equation.right)) - {x}
    return next(iter(others)) if len(others) == 1 else next((name for name in _LIKELY if name in others), "y")


def show_line(line: Line, wrt: str = "x") -> str:
    """A line of a derivation as text that reads back."""
    if isinstance(line, Equation):
        return f"{_leibniz(line.left, wrt) or show(line.left, wrt)} = {show(line.right, wrt)}"
    if isinstance(line, Limit):
        return f"lim {line.letter}->0 {_bracketed(show(line.of, wrt), line.of)}"
    return show(line, wrt)


def pretty_line(line: Line, wrt: str = "x") -> str:
    """A line of a derivation for people."""
    if isinstance(line, Equation):
        return f"{_leibniz(line.left, wrt) or pretty(line.left, wrt)} = {pretty(line.right, wrt)}"
    if isinstance(line, Limit):
        return f"lim {line.letter}→0 {_bracketed(pretty(line.of, wrt), line.of)}"
    return pretty(line, wrt)


def left_side(e: Expr, wrt: str, written: Callable[[Expr, str], str]) -> str:
    """The left side of a line: dy/dx and d²y/dx² along a curve, where the variable is another letter."""
    return _leibniz(e, wrt) or written(e, wrt)


def _leibniz(e: Expr, wrt: str) -> str:
    match e:
        case D(D(Sym(y), x), other) if x == other != wrt:
            return f"d²{y}/d{x}²"
        case D(Sym(y), x) if x != wrt:
            return f"d{y}/d{x}"
        case _:
            return ""


def _bracketed(text: str, e: Expr) -> str:
    return f"({text})" if isinstance(e, Add | Neg) else text
