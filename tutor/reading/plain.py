"""Signs people type or paste, in their plain forms: `x²` is `x^(2)`, `−` is `-`, `″` is `''`.

Each plain character remembers the column it was typed in, so a caret stands under the right one.
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["plain"]

_SIGNS = {
    # minus signs, primes, products, quotients
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "﹣": "-",
    "′": "'", "’": "'", "‘": "'", "ʹ": "'", "´": "'", "ˊ": "'", "″": "''", "‴": "'''", "⁗": "''''",
    "·": "*", "×": "*", "⋅": "*", "∙": "*", "•": "*", "∗": "*", "✕": "*", "✖": "*", "⨯": "*", "・": "*",
    "÷": "/", "∕": "/", "⁄": "/", "∶": "/", "➗": "/",
    # bars, brackets, roots
    "∣": "|", "ǀ": "|", "│": "|", "❘": "|", "⟦": "[", "⟧": "]",
    "√": "√", "∛": "∛", "∜": "∜",
    # letters in other dress that no table of Unicode folds to the plain one
    "∂": "∂", "ⅆ": "d", "ⅇ": "e", "ϕ": "φ", "µ": "μ", "∆": "Δ", "∏": "Π", "∑": "Σ", "ı": "i",
    # blanks and marks without width
    "\u00a0": " ", "\u2061": " ", "\u2062": " ", "\u2063": " ", "\u200b": " ", "\u200c": " ", "\u200d": " ",
    "\u2060": " ", "\ufeff": " ", "\u200e": " ", "\u200f": " ", "\ufe0e": " ", "\ufe0f": " ",
}  # fmt: skip

_RAISED = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵅᵝᵞᵟᶿᵠ",
        "0123456789+-()abcdefghjklmnoprstuvwxyzαβγδθφ",
        strict=True,
    )
)
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵢ", "0123456789aehjklmnoprstuvxi", strict=True))
_ROOT_INDEX = {"2": "√", "3": "∛", "4": "∜"}


def plain(text: str) -> tuple[str, list[int]]:
    """The text in plain signs, and the column each of them was typed in (and one for the end)."""
    if text.isascii():
        return text, list(range(len(text) + 1))
    pieces: list[str] = []
    columns: list[int] = []
    at, length = 0, len(text)
    while at < length:
        end, piece = at + 1, text[at]
        if piece in _RAISED:
            end, run = _run(text, at, _RAISED)
            piece = f"^({run})"
            if text[end : end + 1] == "√" and run in _ROOT_INDEX and _starts_here(pieces):
                piece, end = _ROOT_INDEX[run], end + 1
        elif piece in _LOWERED:
            end, run = _run(text, at, _LOWERED)
            piece = "_{" + run + "}"
        elif not piece.isascii():
            piece = _SIGNS.get(piece) or _folded(piece)
        pieces.append(piece)
        columns.extend([at] * len(piece))
        at = end
    columns.append(length)
    return "".join(pieces), columns


def _run(text: str, at: int, table: dict[str, str]) -> tuple[int, str]:
    """Where the run of raised (or lowered) characters ends, and its plain form."""
    end = at
    while end < len(text) and text[end] in table:
        end += 1
    return end, "".join(table[sign] for sign in text[at:end])


def _starts_here(pieces: list[str]) -> bool:
    """Could a number start here? Then a raised 3 belongs to the root after it: `³√x`."""
    before = next((piece for piece in reversed(pieces) if not piece.isspace()), "")
    return not before or before in "+-*/^(=,"


@lru_cache(maxsize=512)
def _folded(sign: str) -> str:
    """The plain form Unicode knows: full-width and italic letters, fractions, blanks of any width."""
    from unicodedata import category, normalize

    folded = normalize("NFKC", sign)
    if "⁄" in folded:
        return sign  # ½ is a number of its own: see tokens.py
    if category(sign) == "Zs":
        return " "
    # A sign that folds to something with a blank in it (´ alone, ¨) or to a phrase (℡) is not a formula's.
    return sign if " " in folded or len(folded) > 3 else _SIGNS.get(folded, folded)
