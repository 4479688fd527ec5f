"""The tree in words, for a screen reader: "sine of, x cubed", "e to the power, 2 x, end power".

Whoever listens cannot look back, so no two trees have the same words: a fraction says where it ends, the
argument of a function does when it is more than a term, and brackets are spoken where the line has them.
"""

from __future__ import annotations

from tutor.expr import CONSTANTS, Add, Call, D, Div, Expr, Mul, Neg, Num, Pow, Sym
from tutor.functions import BY_NAME, base_name
from tutor.show import fold, is_atom, numeral, squares_its_name
from tutor.signs import split_letter

__all__ = ["words"]

_PARTS = {
    2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth",
    10: "tenth",
}  # fmt: skip
_FEW = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_RAISED = {"2": "squared", "3": "cubed"}
_PRIMES = {1: "prime", 2: "double prime", 3: "triple prime"}


def words(e: Expr, wrt: str = "x") -> str:
    """What a screen reader should say for the expression."""

    def say(node: Expr, parts: list[str]) -> str:
        return _derivative(node, parts[0], wrt) if isinstance(node, D) else _say(node, parts)

    return fold(e, say)


def _say(e: Expr, parts: list[str]) -> str:
    match e:
        case Num():
            return _number(numeral(e))
        case Sym(name):
            return _letter(name)
        case Add(terms):
            line = _bracketed(parts[0]) if isinstance(terms[0], Add) else parts[0]
            for term, part in zip(terms[1:], parts[1:], strict=True):
                if isinstance(term, Neg):
                    line += " minus " + part.split(" ", 1)[1]
                else:
                    line += " plus " + (_bracketed(part) if isinstance(term, Add) else part)
            return line
        case Mul(factors):
            return _product(factors, parts)
        case Neg(arg):
            if isinstance(arg, Num):
                return "negative " + parts[0]
            return "minus " + (_bracketed(parts[0]) if isinstance(arg, Add | Neg) else parts[0])
        case Div():
            return _part_of_one(e) or f"the fraction {parts[0]} over {parts[1]}, end fraction"
        case Pow():
            return _power(e, *parts)
        case Call(name, args):
            return _call(name, args, parts)
        case D():
            raise AssertionError("derivatives are spoken by words itself")


def _product(factors: tuple[Expr, ...], parts: list[str]) -> str:
    line = ""
    for i, (factor, part) in enumerate(zip(factors, parts, strict=True)):
        part = _bracketed(part) if isinstance(factor, Add | Mul) or _is_minus(factor) else part
        # "2 x" and "2 x squared", but "2 times sine of x".
        near = i == 1 and isinstance(factors[0], Num) and _starts_with_letter(factor)
        line += (" " if near else " times ") + part if line else part
    return line


def _power(e: Pow, base: str, exp: str) -> str:
    if squares_its_name(e) and exp in _RAISED and isinstance(e.base, Call):
        name, rest = base.split(" of", 1)
        return f"{name} {_RAISED[exp]} of{rest}"
    if not is_atom(e.base):
        base = _bracketed(base)
    if exp in _RAISED and isinstance(e.exp, Num):
        return f"{base} {_RAISED[exp]}"
    return f"{base} to the {exp}" if _is_short(e.exp) else f"{base} to the power, {exp}, end power"


def _call(name: str, args: tuple[Expr, ...], parts: list[str]) -> str:
    plain, primes = base_name(name)
    if name == "factorial" and is_atom(args[0]):
        return f"{parts[0]} factorial"
    said = BY_NAME[plain].words if plain in BY_NAME else _letter(plain) + " of"
    if name == "log":
        said = f"the log base {parts[1] if _is_short(args[1]) else _bracketed(parts[1])} of"
        args, parts = args[:1], parts[:1]
    head = said.removesuffix(" of")
    if primes:
        head = f"{head} {_PRIMES.get(primes, f'{primes} primes')}"
    line = " and ".join(parts)
    if len(args) == 1 and _is_short(args[0]):
        return f"{head} of {line}"
    if len(args) == 1 and _is_term(args[0]):
        return f"{head} of, {line}"
    return f"{head} of, {line}, end {head.removeprefix('the ')}"


def _derivative(e: D, part: str, wrt: str) -> str:
    by = "" if e.wrt == wrt else f" with respect to {_letter(e.wrt)}"
    letter = e.arg
    count = 1
    while isinstance(letter, D) and letter.wrt == wrt:
        letter, count = letter.arg, count + 1
    if not by and isinstance(letter, Sym) and letter.name not in CONSTANTS | {wrt}:
        return f"{_letter(letter.name)} {_PRIMES.get(count, f'{count} primes')}"
    if _is_short(e.arg) or _is_term(e.arg):
        return f"the derivative{by} of {part}"
    return f"the derivative{by} of, {part}, end derivative"


def _number(typed: str) -> str:
    """The number; `1e-5` is a power of ten."""
    figures, exponential, exponent = typed.lower().partition("e")
    said = exponent.replace("-", "minus ").removeprefix("+")
    return f"{figures} times ten to the {said}" if exponential else figures


def _letter(name: str) -> str:
    stem, index = split_letter(name)
    said = f"capital {stem.lower()}" if stem[0].isupper() else stem
    return said if not index else f"{said} sub {index}" if "_" in name else f"{said} {index}"


def _part_of_one(e: Div) -> str:
    """`two thirds` for 2/3; empty when it is no such number."""
    match e:
        case Div(Num(above), Num(below)) if is_atom(e.num) and is_atom(e.den):
            if int(below) in _PARTS and 0 < above < len(_FEW):
                part = _PARTS[int(below)] + ("" if above == 1 else "s")
                return f"{_FEW[int(above)]} {part}".replace("halfs", "halves")
    return ""


def _bracketed(line: str) -> str:
    return f"open bracket {line} close bracket"


def _is_minus(e: Expr) -> bool:
    return isinstance(e, Neg) and not isinstance(e.arg, Num)


def _is_short(e: Expr) -> bool:
    """Is it a letter, a number, 2 x, or one of them with a minus: does it end where the next word begins?"""
    match e:
        case Neg(arg) if not isinstance(arg, Neg):
            return _is_short(arg)
        case Mul((Num(), Sym())):
            return True
        case Div():
            return bool(_part_of_one(e))
        case _:
            return isinstance(e, Sym | Num)


def _is_term(e: Expr) -> bool:
    """Is it one of x cubed, 2 x cubed, cosine of x: heard as one thing after "sine of"?"""
    match e:
        case Mul((Num(), factor)):
            return _starts_with_letter(factor)
        case Pow(base, exp):
            return is_atom(base) and _is_short(exp)
        case Call(_, (arg,)):
            return _is_short(arg)
        case D():
            return True
        case _:
            return False


def _starts_with_letter(e: Expr) -> bool:
    """Is it a letter or a simple power of one?"""
    return isinstance(e, Sym) or (isinstance(e, Pow) and isinstance(e.base, Sym) and _is_short(e.exp))
