r"""LaTeX pasted from notes: the common macros, not all of TeX. `\sin` and `\alpha` go by their own names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.reading import numbers, splitting
from tutor.reading.names import GREEK, meant_function

if TYPE_CHECKING:
    from tutor.reading.lexer import Lexer

__all__ = ["macro"]

_BLANKS = (
    ", ; : ! > quad qquad left right big bigl bigr Big Bigl Bigr bigg biggl biggr Bigg limits nolimits "
    "displaystyle textstyle thinspace medspace thickspace negthinspace ( )"
)

# What a macro is: " " a blank, else the kind of its token and the plain sign it stands for.
_MACROS: dict[str, tuple[str, str]] = {
    **dict.fromkeys([*_BLANKS.split(), " "], (" ", " ")),
    **dict.fromkeys(("cdot", "times", "ast", "cdotp", "bullet"), ("*", "*")),
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), ("frac", "\\frac")),
    **dict.fromkeys(("vert", "lvert", "rvert", "mid"), ("|", "|")),
    "sqrt": ("root", "\\sqrt"), "div": ("/", "/"), "partial": ("name", "∂"), "prime": ("'", "'"),
    "{": ("open", "{"), "}": ("close", "}"), "lbrace": ("open", "{"), "rbrace": ("close", "}"),
    "lbrack": ("open", "["), "rbrack": ("close", "]"), "lparen": ("open", "("), "rparen": ("close", ")"),
}  # fmt: skip

# Macros around a word: \mathrm{d}, \operatorname{arsinh}.
_WRAPPERS = frozenset(("mathrm", "operatorname", "text", "textrm", "mathit", "mathsf", "mathbf", "textit", "mathop"))
_LETTERS = frozenset(GREEK.values())


def macro(x: Lexer) -> None:
    """The macro that begins here."""
    line, start = x.line, x.i
    first = line[start + 1 : start + 2]
    end = x.word_end(start + 1) if first.isalpha() and first.isascii() else start + 1 + len(first)
    name = line[start + 1 : end]
    if name in _WRAPPERS:
        _wrapped(x, name, end)
        return
    kind, sign = _MACROS.get(name) or _named(x, name)
    if kind == " ":
        x.i, x.spaced = end, True
        return
    x.add(kind, sign, end - start)
    if kind == "frac":
        _digits(x)
    elif kind in ("name", "either") and x.line.startswith("_", x.i):
        splitting.tail(x)


def _named(x: Lexer, name: str) -> tuple[str, str]:
    r"""`\sin`, `\alpha`: a function or a letter by its own name."""
    if len(name) > 1 and name in x.words.words:
        return x.words.words[name]
    if name in _LETTERS:
        return "name", name
    if not name.strip():
        x.fail("a lone backslash has no meaning", x.i)
    meant, _ = meant_function(name)
    hint = f"did you mean \\{meant}?" if meant else ""
    return x.fail(f"I do not know the LaTeX command \\{name}", x.i, hint)


def _digits(x: Lexer) -> None:
    r"""The two digits of `\frac12`, which LaTeX takes one by one."""
    while x.line.startswith(" ", x.i):
        x.i += 1
    if x.digits_end(x.i) > x.i + 1:
        numbers.digit(x)
        numbers.digit(x)


def _wrapped(x: Lexer, name: str, end: int) -> None:
    """The word in braces, without them."""
    line = x.line
    while line.startswith((" ", "*"), end):
        end += 1
    close = line.find("}", end)
    word = line[end + 1 : close].strip() if line.startswith("{", end) and close > 0 else ""
    if not (word.isalpha() and word.isascii()):
        x.fail(f"\\{name} needs a word in braces", x.i, f"type \\{name}{{d}}" if name == "mathrm" else "")
    x.i = line.index(word, end)
    splitting.names(x, x.i + len(word))
    x.i = max(x.i, close + 1)
