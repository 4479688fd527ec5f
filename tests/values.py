"""Comparing by value, with SymPy's derivative as the second opinion. Used by the tests alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import mpmath
import sympy

from tutor.ball import Gap, digits, run
from tutor.differential import closed
from tutor.evaluate import ball_point, value50
from tutor.expr import Expr
from tutor.expr import letters as letters_of
from tutor.program import Program, compile_
from tutor.show import explicit

# Both signs, no whole numbers (poles and corners like those), small and large.
POINTS = ("7/10", "-13/10", "23/10", "-1/4", "17/5", "1/50", "61/20", "-37/10")


def to_sympy(e: Expr) -> Any:
    """The expression as SymPy reads our explicit line, every letter real."""
    names = {name: sympy.Symbol(name, real=True) for name in letters_of(e) | {"x"}}
    names |= {name: sympy.Function(name) for name in ("f", "g", "h")}
    return sympy.sympify(explicit(e), locals={("lamda" if n == "lambda" else n): s for n, s in names.items()})


def _point(i: int, names: tuple[str, ...]) -> dict[str, Fraction]:
    return {name: Fraction(POINTS[(i + shift) % len(POINTS)]) for shift, name in enumerate(names)}


def numbers(expression: Any, names: tuple[str, ...], digits: int = 30) -> list[Any]:
    """The values of a SymPy expression at the points; None where it has no real one."""
    found: list[Any] = []
    for i in range(len(POINTS)):
        # evalf and not subs: exact rationals raised to a high power would never end.
        values = {
            sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in _point(i, names).items()
        }
        try:
            value = expression.evalf(digits, subs=values)
        except (ZeroDivisionError, ValueError, TypeError, OverflowError):
            found.append(None)
            continue
        # SymPy loses the figures of cot(e^187): what is that large says nothing.
        real = value.is_number and value.is_finite and abs(sympy.im(value)) < 1e-20 and abs(value) < 1e15
        with mpmath.workdps(50):
            found.append(mpmath.mpf(str(sympy.re(value))) if real else None)
    return found


def own_numbers(e: Expr, names: tuple[str, ...]) -> list[Any]:
    """The values of a tree at the same points by our evaluation, which knows nothing of derivatives."""
    return [value50(e, _point(i, names)) for i in range(len(POINTS))]


def same_numbers(found: list[Any], right: list[Any], where: list[Any], least: int) -> bool:
    """Do two columns agree wherever `where` has a value, at `least` this many points?"""
    columns = zip(found, right, where, strict=True)
    pairs = [(p, q) for p, q, r in columns if p is not None and q is not None and r is not None]
    assert len(pairs) >= least, "too few points have a value"
    with mpmath.workdps(50):
        return all(abs(p - q) <= mpmath.mpf(10) ** -18 * (1 + abs(p) + abs(q)) for p, q in pairs)


def agree(a: Any, b: Any, names: tuple[str, ...], least: int = 2) -> bool:
    """Do two SymPy expressions have the same values wherever both have one?"""
    right = numbers(b, names)
    return same_numbers(numbers(a, names), right, right, least)


def derivative_numbers(f: Expr, wrt: str, order: int, names: tuple[str, ...]) -> list[Any]:
    """The values of the derivative by SymPy."""
    return numbers(sympy.diff(to_sympy(f), sympy.Symbol(wrt, real=True), order), names)


def same_value(derivative: Expr, f: Expr, wrt: str = "x", order: int = 1, least: int = 2) -> bool:
    """Is it the derivative of f, by SymPy's own?"""
    names = tuple(sorted(letters_of(f) | letters_of(derivative) | {wrt}))
    right = derivative_numbers(f, wrt, order, names)
    return same_numbers(closed_numbers(derivative, names), right, own_numbers(f, names), least)


def closed_numbers(line: Expr, names: tuple[str, ...]) -> list[Any]:
    """The values of a line; its open derivatives are taken by the judge, who does not know the rule table."""
    return own_numbers(closed(line), names)


def numbers_of_lines(lines: Sequence[Expr], names: tuple[str, ...]) -> list[list[Any]]:
    """The `closed_numbers` of each line, to 50 digits as `value50` has them.

    The lines of a derivation have most of their parts in common; as one program each of these is computed once.
    """
    if not lines:
        return []
    program = compile_(*map(closed, lines))
    rows = [_at_once(program, _point(i, names)) for i in range(len(POINTS))]
    return [list(column) for column in zip(*rows, strict=True)]


def _at_once(program: Program, point: dict[str, Fraction]) -> list[Any]:
    found: dict[int, Any] = {}
    for count in (60, 120, 400, 800):
        kind = digits(count)
        values = run(program, ball_point(point, kind), kind).values
        for root in {*program.roots} - found.keys():
            match values[root]:
                case Gap.UNDEFINED:
                    found[root] = None
                case (number, radius) if radius == 0 or radius <= abs(number) * kind.number(10) ** -51:
                    found[root] = digits(50).number(number)
                case (_, radius) if count == 800 and radius < kind.number(10) ** -400:
                    found[root] = digits(50).number(0)  # nothing but rounding errors is left
        if len(found) == len({*program.roots}):
            break
    return [found.get(root) for root in program.roots]


def differ(a: Expr, b: Expr) -> bool:
    """Do the values of two expressions differ somewhere?"""
    names = tuple(sorted(letters_of(a) | letters_of(b) | {"x"}))
    pairs = zip(own_numbers(a, names), own_numbers(b, names), strict=True)
    return any(p is not None and q is not None and abs(p - q) > 1e-9 for p, q in pairs)
