"""The signs of print: Greek letters, raised and lowered figures, roots."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["GREEK", "ROOTS", "letter", "lowered", "raised", "split_letter"]

GREEK: dict[str, str] = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "omicron": "ο",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω",
}  # fmt: skip
ROOTS = {"sqrt": "√", "cbrt": "∛"}

_LOW_PLAIN = "0123456789aehijklmnoprstuvx"
_LOW = str.maketrans(_LOW_PLAIN, "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_HIGH_PLAIN = "0123456789+-−abcdefghijklmnoprstuvwxyz"
_HIGH = str.maketrans(_HIGH_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_LONGEST_RAISED = 5


def raised(text: str) -> str | None:
    """A short exponent in superscripts: `n − 1` as `ⁿ⁻¹`; None if long or without raised signs."""
    text = text.replace(" ", "")
    return text.translate(_HIGH) if len(text) <= _LONGEST_RAISED and set(text) <= set(_HIGH_PLAIN) else None


def lowered(text: str) -> str | None:
    """The text in subscripts; None if it has a sign that cannot be lowered."""
    return text.translate(_LOW) if set(text) <= set(_LOW_PLAIN) else None


@cache
def letter(name: str) -> str:
    """A letter in print: `α` for alpha, `x₁` for x_1, `w₁` for w1."""
    stem, index = split_letter(name)
    low = lowered(index)
    greek = GREEK.get(stem.lower(), stem)
    return name if low is None else (greek.upper() if stem[:1].isupper() else greek) + low


def split_letter(name: str) -> tuple[str, str]:
    """A letter and its index: ("x", "1") of x_1 and of x1, ("alpha", "") of alpha."""
    found = re.fullmatch(r"([A-Za-z]+?)(?:_(\w+)|(\d+))?", name)
    return (found[1], found[2] or found[3] or "") if found else (name, "")
