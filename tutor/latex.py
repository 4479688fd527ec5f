"""The tree as LaTeX, as it was written, in a textbook's form: `\\sin^{2}(x)`, `\\frac{x^{2} + 1}{x - 1}`."""

from __future__ import annotations

from tutor.expr import CONSTANTS, Add, Call, D, Div, Expr, Mul, Neg, Num, Pow, Sym
from tutor.functions import BY_NAME, base_name
from tutor.show import fold, is_atom, numeral, squares_its_name
from tutor.signs import GREEK, split_letter

__all__ = ["latex"]

_TALL = r"\frac"
_LATIN_CAPITALS = frozenset(
    ["alpha", "beta", "epsilon", "zeta", "eta", "iota", "kappa", "mu", "nu", "rho", "tau", "chi"]
)


def latex(e: Expr, wrt: str = "x") -> str:
    """The expression for LaTeX's mathematics mode; brackets grow only round fractions."""

    def draw(node: Expr, parts: list[str]) -> str:
        return _derivative(node, parts[0], wrt) if isinstance(node, D) else _latex(node, parts)

    return fold(e, draw)


def _latex(e: Expr, parts: list[str]) -> str:
    match e:
        case Num():
            return _number(numeral(e))
        case Sym(name):
            return _letter(name)
        case Add(terms):
            line = _fenced(parts[0]) if isinstance(terms[0], Add) else parts[0]
            for term, part in zip(terms[1:], parts[1:], strict=True):
                if isinstance(term, Neg):
                    line += " - " + part[1:]
                else:
                    line += " + " + (_fenced(part) if isinstance(term, Add) else part)
            return line
        case Mul(factors):
            return _product(factors, parts)
        case Neg(arg):
            return "-" + (_fenced(parts[0]) if isinstance(arg, Add | Neg) else parts[0])
        case Div():
            return rf"\frac{{{parts[0]}}}{{{parts[1]}}}"
        case Pow():
            return _power(e, *parts)
        case Call(name, args):
            return _call(name, args, parts)
        case D():
            raise AssertionError("derivatives are written by latex itself")


def _product(factors: tuple[Expr, ...], parts: list[str]) -> str:
    line = before = ""
    for factor, part in zip(factors, parts, strict=True):
        part = _fenced(part) if isinstance(factor, Add | Neg | Mul) else part
        if part[0].isdigit() or (isinstance(factor, Div) and line):
            between = r" \cdot "
        else:
            between = "" if before.isdigit() and part[0].isalpha() else " "
        line += between + part if line else part
        before = part
    return line


def _power(e: Pow, base: str, exp: str) -> str:
    sign, ratio = ("-", e.exp.arg) if isinstance(e.exp, Neg) else ("", e.exp)
    if isinstance(ratio, Div) and is_atom(ratio.num) and is_atom(ratio.den):
        exp = sign + exp.removeprefix(sign).removeprefix(_TALL)[1:-1].replace("}{", "/")
    if squares_its_name(e) and isinstance(e.base, Call):
        name = BY_NAME[e.base.name].latex
        return f"{name}^{{{exp}}}{base[len(name) :]}"
    plain = is_atom(e.base) or (isinstance(e.base, Call) and e.base.name not in ("sqrt", "cbrt", "factorial"))
    return f"{base if plain else _fenced(base)}^{{{exp}}}"


def _call(name: str, args: tuple[Expr, ...], parts: list[str]) -> str:
    match name, parts:
        case "abs", [part]:
            return rf"\left|{part}\right|"
        case "factorial", [part]:
            return (part if is_atom(args[0]) else _fenced(part)) + "!"
        case "sqrt" | "cbrt", [part]:
            return f"{BY_NAME[name].latex}{{{part}}}"
        case "log", [part, base]:
            return rf"\log_{{{base}}}{_fenced(part)}"
    plain, primes = base_name(name)
    command = BY_NAME[plain].latex if plain in BY_NAME else _letter(plain)
    return command + "'" * primes + _fenced(", ".join(parts))


def _derivative(e: D, part: str, wrt: str) -> str:
    if e.wrt != wrt:
        return rf"\frac{{d}}{{d{_letter(e.wrt)}}}\left[{part}\right]"
    primed = isinstance(e.arg, Sym) and len(e.arg.name) == 1 and e.arg.name not in CONSTANTS | {wrt}
    again = isinstance(e.arg, D) and e.arg.wrt == wrt
    return (part if primed or again else _fenced(part)) + "'"


def _number(typed: str) -> str:
    """The number, with a power of ten for `1e-5`."""
    figures, exponential, exponent = typed.lower().partition("e")
    power = rf"10^{{{exponent.removeprefix('+')}}}"
    return figures if not exponential else power if figures == "1" else rf"{figures} \cdot {power}"


def _letter(name: str) -> str:
    stem, index = split_letter(name)
    if stem.lower() in GREEK and not (stem[0].isupper() and stem.lower() in _LATIN_CAPITALS):
        stem = "\\" + stem
    elif len(stem) > 1:
        stem = rf"\mathrm{{{stem}}}"
    return f"{stem}_{{{index}}}" if index else stem


def _fenced(part: str) -> str:
    return rf"\left({part}\right)" if _TALL in part else f"({part})"
