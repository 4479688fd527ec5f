"""Numbers as they are typed: `0.5`, `.5`, `2.`, `1e-5`, `½`; all of them exact."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.expr import Div, Expr, Num
from tutor.reading.tokens import Doubt

if TYPE_CHECKING:
    from tutor.reading.lexer import Lexer

__all__ = ["digit", "dot", "number", "vulgar_fraction", "whole"]

MAX_DIGITS = 60
_MAX_OWN_DIGITS = 4000  # Python turns no longer text into a number
_GOES_ON = frozenset(".eE")
_DOTS = "dots leave something out; a whole formula is wanted"


def number(x: Lexer) -> None:
    """The number that begins here; `3e-4` is 0.0003 and said to be, `3e - 4` has the constant e."""
    line, start = x.line, x.i
    end = x.digits_end(start)
    if line[end : end + 1] not in _GOES_ON and end - start <= MAX_DIGITS:
        typed = line[start:end]
        x.add("num", typed, end - start, whole(typed))
        return
    if line.startswith(".", end):
        end = x.digits_end(end + 1)
    if line.startswith(".", end):
        if line.startswith("...", end - 1):
            x.fail(_DOTS, end - 1)
        x.fail("this number has two decimal points", end)
    head, _, part = line[start:end].partition(".")
    tail = _power_of_ten(x, end)
    shift = int(line[end + 1 : tail][:6]) if tail > end else 0
    if len(head + part) + abs(shift) > (_MAX_OWN_DIGITS if x.scope.own else MAX_DIGITS):
        x.fail(f"this number has more than {_MAX_OWN_DIGITS if x.scope.own else MAX_DIGITS} digits", start)
    if tail > end:
        _doubt_power_of_ten(x, start, end, tail)
    typed = line[start:tail]
    if not part and tail == end:
        x.add("num", typed, tail - start, whole(head))
        return
    scale = shift - len(part)
    digits = int(head + part)
    value = Fraction(digits * 10**scale) if scale >= 0 else Fraction(digits, 10**-scale)
    x.add("num", typed, tail - start, Num(value, typed))


def dot(x: Lexer) -> None:
    """`.5`; any other dot is refused."""
    line, i = x.line, x.i
    before = line[i - 1 : i]
    if "0" <= line[i + 1 : i + 2] <= "9" and not (before.isalnum() or before in (")", "]", "}", ".")):
        number(x)
        return
    if line.startswith("..", i):
        x.fail(_DOTS, i)
    x.fail("a dot belongs inside a decimal such as 0.5", i, "type * or a blank for a product")


def digit(x: Lexer) -> None:
    """One digit alone, as LaTeX takes them in `\\frac12`."""
    x.add("num", x.line[x.i], 1, whole(x.line[x.i]))


def vulgar_fraction(x: Lexer, sign: str) -> None:
    """`½`: one number, though the tree writes it as a quotient."""
    value = _vulgar(sign)
    if value is None:
        x.refuse(sign)
    x.add("num", sign, 1, value)


@lru_cache(maxsize=32)
def _vulgar(sign: str) -> Expr | None:
    from unicodedata import normalize

    above, bar, below = normalize("NFKC", sign).partition("⁄")
    if not (bar and above.isdecimal() and below.isdecimal()):
        return None
    return Div(whole(above), whole(below))


@lru_cache(maxsize=256)
def whole(digits: str) -> Num:
    """A whole number; the small ones are made once."""
    return Num(Fraction(int(digits)))


def _power_of_ten(x: Lexer, end: int) -> int:
    """Where `e-5` ends after the digits; `end` itself when the e is the constant."""
    line = x.line
    if line[end : end + 1] not in ("e", "E") or x.avoid == "scientific":
        return end
    first = end + 1 + (line[end + 1 : end + 2] in ("+", "-"))
    tail = x.digits_end(first)
    return tail if tail > first else end


def _doubt_power_of_ten(x: Lexer, start: int, end: int, tail: int) -> None:
    digits, power, sign = x.line[start:end], x.line[end + 1 : tail], x.line[end + 1]
    said = f"{x.line[start:tail]} is read as {_written_out(digits, int(power[:6]))}"
    if sign in "+-":
        x.doubts.append(
            Doubt("scientific", f"{said}; for {digits}e {sign} {power[1:]} leave blanks", choice="scientific")
        )
    else:
        x.doubts.append(Doubt("scientific", said))


def _written_out(digits: str, shift: int) -> str:
    """The number without its power of ten, where that is short: 0.0003, 30000."""
    if abs(shift) > 12:
        return f"{digits}*10^({shift})"
    whole, _, part = digits.partition(".")
    point, digits = len(whole) + shift, whole + part
    if point < 1:
        return "0." + "0" * -point + digits
    head, rest = digits[:point].ljust(point, "0").lstrip("0") or "0", digits[point:]
    return f"{head}.{rest}" if rest else head
