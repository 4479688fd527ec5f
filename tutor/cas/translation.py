"""From our trees to SymPy's expressions and back, and a question as it travels to the worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any

from tutor.budget import GivenUpError
from tutor.errors import TutorError
from tutor.expr import PI, Call, D, Div, E, Expr, Neg, Pow, Sym, letters, mapped, number, product, total, walk_once
from tutor.show import explicit
from tutor.values import REAL, Interval

__all__ = [
    "NOTHING", "Question", "UnknownError", "from_sympy", "letter_names", "parse", "question", "safe_names", "symbol",
    "to_sympy",
]  # fmt: skip

NOTHING: Mapping[str, Any] = MappingProxyType({})
_LONGEST = 20_000  # signs of a text
_NAMES = (
    "sin cos tan cot sec csc asin acos atan sinh cosh tanh coth sech csch asinh acosh atanh exp log sqrt"
    " real_root Abs sign Heaviside erf Max Min factorial pi E Integer Rational Derivative Subs"
)


class UnknownError(TutorError):
    """SymPy's answer cannot be written with our functions."""


@cache
def _namespace() -> dict[str, Any]:
    import sympy

    return {"__builtins__": {}, **{name: getattr(sympy, name) for name in _NAMES.split()}}


# A question as it travels to the worker: texts, and letters under safe names with what is known of them.
Question = dict[str, Any]


def question(
    *trees: Expr, assume: Mapping[str, Interval] = NOTHING, signs: Sequence[Mapping[str, int]] = ({},)
) -> Question:
    """The trees in explicit words, with what is known of their letters. Needs no SymPy.

    Of three trees the first two are to be compared where the third is 0. Raises GivenUpError where a text would be too
    long for SymPy to do anything with it.
    """
    names = {name: safe for safe, name in letter_names(*trees, assume=assume).items()}
    facts = {safe: _facts(assume.get(name, REAL)) for name, safe in names.items()}
    combinations = [{names[name]: sign for name, sign in each.items() if name in names} for each in signs]
    texts = [explicit(_renamed(e, names)) for e in trees]
    if max(map(len, texts)) > _LONGEST:
        raise GivenUpError("SymPy would never read so long a text")
    return {
        "texts": texts,
        "letters": facts,
        "signs": combinations,
    }


def letter_names(*trees: Expr, assume: Mapping[str, Interval] = NOTHING) -> dict[str, str]:
    """From the safe names of a question back to the letters."""
    return {
        safe: name for name, safe in safe_names(frozenset().union(*map(_all_letters, trees), assume.keys())).items()
    }


def _all_letters(e: Expr) -> frozenset[str]:
    """The letters in it, those by which is differentiated among them."""
    return letters(e) | {node.wrt for node in walk_once(e) if isinstance(node, D)}


def _renamed(e: Expr, names: Mapping[str, str]) -> Expr:
    def new(node: Expr) -> Expr | None:
        match node:
            case Sym(name):
                return Sym(names.get(name, name))
            case D(arg, wrt):
                return D(_renamed(arg, names), names[wrt])
        return None

    return mapped(e, new)


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """Names that SymPy cannot take for anything of its own."""
    return {name: f"q{i}_" for i, name in enumerate(sorted(names))}


def _facts(known: Interval) -> dict[str, int]:
    return {"whole": int(known.whole), "sign": known.sign, "zero": int(known.contains(Fraction(0)))}


def parse(text: str, facts: Mapping[str, Mapping[str, int]], signs: Mapping[str, int] = NOTHING) -> Any:
    """An explicit line as SymPy reads it; a letter of sign -1 is minus a positive symbol."""
    from sympy.parsing.sympy_parser import auto_number, parse_expr

    local = {name: symbol(name, fact, signs.get(name, 0)) for name, fact in facts.items()}
    return parse_expr(text, local, (auto_number,), dict(_namespace()))


def symbol(name: str, fact: Mapping[str, int], sign: int) -> Any:
    from sympy import Symbol

    is_a = {"integer": True} if fact["whole"] else {"real": True}
    sign = sign or fact["sign"]
    if not sign:
        return Symbol(name, **is_a)
    # Only whole letters are ever tried at 0; for others one point more or less does not count.
    size = Symbol(name, **is_a, **({"nonnegative": True} if fact["whole"] and fact["zero"] else {"positive": True}))
    return size if sign > 0 else -size


def to_sympy(e: Expr, assume: Mapping[str, Interval] = NOTHING) -> Any:
    """The expression as SymPy reads it, its letters under safe names."""
    asked = question(e, assume=assume)
    return parse(asked["texts"][0], asked["letters"])


_OURS = {
    "log": "ln", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asec": "arcsec", "acsc": "arccsc",
    "asinh": "arsinh", "acosh": "arcosh", "atanh": "artanh", "acoth": "arcoth", "asech": "arsech",
    "acsch": "arcsch", "Abs": "abs", "Heaviside": "step", "Max": "max", "Min": "min",
}  # fmt: skip
_THE_SAME = frozenset({
    "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "sign", "erf",
    "factorial",
})  # fmt: skip


def from_sympy(s: Any, names: Mapping[str, str] | None = None) -> Expr:
    """SymPy's expression as a tree; `names` gives the letter of a symbol. Raises UnknownError where it must."""
    import sympy

    def parts() -> tuple[Expr, ...]:
        return tuple(from_sympy(arg, names) for arg in s.args)

    if s.is_Rational:
        return number(Fraction(int(s.p), int(s.q)))
    if s.is_Symbol:
        return Sym((names or {}).get(s.name, s.name))
    if s in (sympy.E, sympy.pi):
        return E if s == sympy.E else PI
    if s.is_Add:
        return total(parts())
    if s.is_Mul:
        return _from_product(s, names)
    if isinstance(s, sympy.exp):
        return Pow(E, from_sympy(s.args[0], names))
    if s.is_Pow:
        base, exponent = parts()
        return Call("sqrt", (base,)) if s.exp == sympy.Rational(1, 2) else Pow(base, exponent)
    name = s.func.__name__
    if name in _THE_SAME or name in _OURS:
        given = parts()
        # Heaviside has a second argument: its value at 0.
        return Call(_OURS.get(name, name), given[:1] if name == "Heaviside" else given)
    raise UnknownError(f"SymPy's answer has {name} in it, which cannot be written here")


def _from_product(s: Any, names: Mapping[str, str] | None) -> Expr:
    """A product with its denominator under a fraction bar and its minus in front."""
    above, below = s.as_numer_denom() if not s.is_number else (s, 1)
    if below != 1:
        return Div(from_sympy(above, names), from_sympy(below, names))
    if s.args[0].is_Rational and s.args[0] < 0:
        return Neg(from_sympy(-s, names))
    return product(tuple(from_sympy(arg, names) for arg in s.args))
