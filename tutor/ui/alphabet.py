"""A text in other characters: those of a typewriter, or words that can be spoken."""

from __future__ import annotations

import re

__all__ = ["spoken", "typewritten"]

_TYPEWRITER = str.maketrans(
    {
        "′": "'", "″": "''", "‴": "'''", "’": "'", "‘": "'", "“": '"', "”": '"', "−": "-", "–": "-", "—": "-",
        "×": "*", "·": "*", "÷": "/", "…": "...", "✓": "+", "∞": "oo", "≤": "<=",
        "≥": ">=", "≠": "!=", "π": "pi", "‾": "~", "─": "-", "∂": "d", "→": "->", "°": " degrees",
        "±": "+-", "≈": "~=", "ᵀ": "^T", "ẋ": "x.", "ẍ": "x..",
        "½": "1/2", "¼": "1/4",
    }
)  # fmt: skip
_HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_LOW = "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
_RAISED = str.maketrans(_HIGH, "0123456789+-()abcdefghijklmnoprstuvwxyz")
_LOWERED = str.maketrans(_LOW, "0123456789aehijklmnoprstuvx")
_ROOTS = {"√": "sqrt", "∛": "cbrt"}
_ROOT = re.compile(r"([√∛]) ?(\d+|[^\W\d])?")
_SUPERSCRIPT = re.compile(f"[{_HIGH}]+")
_SUBSCRIPT = re.compile(f"[{_LOW}]+")


def typewritten(said: str) -> str:
    """The text in the characters of a typewriter: `3x^2`, `f'(x)`, `sqrt x`."""
    said = _SUPERSCRIPT.sub(lambda found: _power(found[0].translate(_RAISED)), said)
    said = _SUBSCRIPT.sub(lambda found: "_" + found[0].translate(_LOWERED), said)
    said = _ROOT.sub(lambda found: f"{_ROOTS[found[1]]}({found[2]})" if found[2] else _ROOTS[found[1]], said)
    said = said.translate(_TYPEWRITER)
    return said if said.isascii() else "".join(c if c.isascii() else _name(c) for c in said)


def _power(raised: str) -> str:
    """`^2`, `^n` and `^-1`; more than a number or a letter has brackets: e^3x would be another power."""
    alone = len(raised) == 1 or raised[0] + raised[-1] == "()" or raised.removeprefix("-").isdigit()
    return f"^{raised}" if alone else f"^({raised})"


def _name(character: str) -> str:
    import unicodedata

    # Greek letters by their names: "GREEK SMALL LETTER ALPHA".
    *_, last = unicodedata.name(character, "?").split()
    return last.lower()


def _raised_to(raised: str) -> str:
    """ " squared", " to the 3 x", " to the power, n minus 1, end power": as `words` says it of an expression."""
    if raised in ("2", "3"):
        return " squared" if raised == "2" else " cubed"
    said = re.sub(r"(?<=\w)(?=[^\W\d])", " ", raised)
    if re.search(r"\w *[-+]", said):
        said = f"power, {said}, end power"
    return f" to the {said.replace('+', ' plus ').replace('-', ' minus ')}".replace("  ", " ")


_SPOKEN = (
    (re.compile(r"\(([^()]*)\)′"), r"the derivative of (\1)"),
    (re.compile("ᵀ"), " transposed "),
    (_SUPERSCRIPT, lambda found: _raised_to(found[0].translate(_RAISED))),
    (re.compile(r"‴|(?<=[a-z)])'{3}(?![a-z'])"), " triple prime"),
    (re.compile(r"″|(?<=[a-z)])'{2}(?![a-z'])"), " double prime"),
    (re.compile(r"′|(?<=[a-z)])'(?![a-z])"), " prime"),
    (re.compile("√"), "the square root of "),
    (re.compile("∛"), "the cube root of "),
    (re.compile(" · "), " times "),
    (re.compile(r" \+ "), " plus "),
    (re.compile(" − "), " minus "),
    (re.compile("−"), "minus "),
    (re.compile(" = "), " equals "),
    (re.compile(" → "), ", taken for "),
    (re.compile("…"), "."),
    (re.compile("[✓~] "), ""),
    (re.compile("prime(?=[a-z(])"), "prime "),
    (re.compile(" +"), " "),
)  # fmt: skip


def spoken(said: str) -> str:
    """The text as a screen reader should say it: `x squared`, `f prime`."""
    for sign, words in _SPOKEN:
        said = sign.sub(words, said)
    return said
