"""Text to tokens: signs here, numbers, names and LaTeX macros in the modules beside.

Every token knows where it stands in the text as it was typed. It is one walk from left to right: the time
grows with the length of the text and with nothing else.
"""

from __future__ import annotations

from typing import NoReturn

from tutor.errors import ReadError
from tutor.expr import Expr
from tutor.reading import latex, numbers, splitting
from tutor.reading.names import CYRILLIC, EITHER, GREEK, vocabulary
from tutor.reading.plain import plain
from tutor.reading.tokens import Doubt, Token
from tutor.scope import Scope

__all__ = ["Lexer", "tokenize"]

_SIMPLE = {sign: sign for sign in "+-/,=|;"} | dict.fromkeys("([{", "open") | dict.fromkeys(")]}", "close")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_AFTER_LETTER = frozenset(["", *" ^()+-*/,|="])  # after these, a letter is nothing but itself
_COMPARED = "an inequality is not asked for here"
_REFUSED: dict[str, tuple[str, str]] = {
    **dict.fromkeys("<>≤≥≠!", (_COMPARED, "")),
    **dict.fromkeys("≈~", ("an approximation is not asked for here", "give the exact value")),
    **dict.fromkeys("±∓", ("this sign stands for two values; one formula is wanted", "")),
    **dict.fromkeys("\n\r", ("one line at a time", "")),
    ":": ("a colon has no meaning in a formula", "a command is a line of its own, such as :h"),
    '"': ("quotes have no meaning in a formula", "a second derivative is typed with two single marks: f''"),
    "`": ("quotes have no meaning in a formula", ""),
    "∞": ("∞ is not a number to calculate with", ""),
    "%": ("% has no meaning in a formula", "type 0.05 for 5%"),
}  # fmt: skip


def tokenize(text: str, scope: Scope, doubts: list[Doubt], avoid: str = "") -> list[Token]:
    """The tokens of the text, an `end` token last.

    `doubts` collects places that could be split otherwise; `avoid` names the kind of split not to make.
    """
    lexer = Lexer(text, scope, doubts, avoid)
    lexer.run()
    return _settled(lexer.tokens, scope.own)


class Lexer:
    """Walks along `line`, the text in plain signs; `columns` says where each of them was typed."""

    __slots__ = ("avoid", "columns", "doubts", "i", "line", "scope", "spaced", "text", "tokens", "words")

    def __init__(self, text: str, scope: Scope, doubts: list[Doubt], avoid: str) -> None:
        self.text = text
        self.line, self.columns = plain(text)
        self.scope = scope
        self.words = vocabulary(scope)
        self.doubts = doubts
        self.avoid = avoid
        self.tokens: list[Token] = []
        self.i = 0
        self.spaced = False

    def run(self) -> None:
        line, size = self.line, len(self.line)
        plain_letters = not self.words.odd
        while self.i < size:
            sign = line[self.i]
            if sign in _LETTERS and plain_letters and line[self.i + 1 : self.i + 2] in _AFTER_LETTER:
                self.add("name", sign)  # x in 3x^2: most letters stand alone
            elif sign in " \t":
                self.i += 1
                self.spaced = True
            elif sign.isascii() and sign.isalpha():
                splitting.names(self, self.word_end(self.i))
            elif "0" <= sign <= "9":
                numbers.number(self)
            elif sign in _SIMPLE:
                self.add(_SIMPLE[sign], sign)
            else:
                self.other(sign)
        self.add("end", "", 0)

    def other(self, sign: str) -> None:
        """A sign that needs a look at its neighbours, or is refused."""
        match sign:
            case "^":
                self.power_or_primes()
            case "*":
                double = self.line.startswith("**", self.i)
                self.add("^" if double else "*", sign, 1 + double)
            case "'":
                self.primes()
            case "_":
                self.underscore()
            case ".":
                numbers.dot(self)
            case "\\":
                latex.macro(self)
            case "√" | "∛" | "∜":
                self.add("root", sign)
            case "∂":
                self.add("name", sign)
            case "!" if not self.line.startswith("!=", self.i):
                self.add("!", sign)
            case "$" if not self.tokens or not self.line[self.i :].strip("$ \t"):
                self.i += 1
            case _ if sign in GREEK:
                self.greek(GREEK[sign])
            case _ if sign.isnumeric() and not sign.isdecimal():
                numbers.vulgar_fraction(self, sign)
            case _:
                self.refuse(sign)

    def power_or_primes(self) -> None:
        r"""`^`, or the primes of LaTeX: `f^{\prime\prime}`, `f^\prime`, `f^{'}`."""
        line = self.line
        start = self.i + 1
        if self.columns[start] == self.columns[self.i]:
            self.raised()
            return
        braced = line.startswith("{", start)
        end, count = start + braced, 0
        while line.startswith(("\\prime", "'"), end):
            end += 1 if line[end] == "'" else len("\\prime")
            count += 1
            while line.startswith(" ", end):
                end += 1
        if count and (not braced or line.startswith("}", end)):
            self.add("'", "'" * count, end + braced - self.i)
        else:
            self.add("^", "^")

    def raised(self) -> None:
        """A raised exponent, which comes as `^(…)`: a number or a letter is taken at once, the rest as usual."""
        self.add("^", "^")
        close = self.line.index(")", self.i)
        inside = self.line[self.i + 1 : close]
        if inside.isdecimal() and len(inside) <= numbers.MAX_DIGITS:
            tree: Expr = numbers.whole(inside)
        elif len(inside) == 1 and self.is_variable(inside):
            tree = splitting.symbol(inside)
        else:
            return
        at, end = self.columns[self.i], self.columns[close + 1]
        self.tokens.append(Token("group", "(", at, end, parts=(tree,), level=1))
        self.i = close + 1

    def is_variable(self, sign: str) -> bool:
        known = self.words.known
        plain = sign in known if known is not None else sign not in "i(+-"
        return plain and sign.isascii() and sign not in self.scope.functions

    def primes(self) -> None:
        end = self.i + 1
        while self.line.startswith("'", end):
            end += 1
        if not self.tokens:
            self.fail("a formula needs no quotes", self.i)
        self.add("'", self.line[self.i : end], end - self.i)

    def underscore(self) -> None:
        """The base of a logarithm; subscripts of letters were joined to them before."""
        if not self.tokens or self.tokens[-1].kind not in ("func", "'", "num", "close"):
            self.fail("_ stands between a letter and its index", self.i)
        self.add("_", "_")

    def greek(self, name: str) -> None:
        known = self.words.known
        self.add("either" if name in EITHER and not (known and name in known) else "name", name)
        splitting.tail(self)

    # -- for the modules beside ----------------------------------------------------------------

    def add(self, kind: str, text: str, length: int = 1, node: Expr | None = None) -> None:
        """One token from here on, `length` characters long."""
        start, self.i = self.i, self.i + length
        columns = self.columns
        self.tokens.append(Token(kind, text, columns[start], columns[self.i], self.spaced, node))
        self.spaced = False

    def word_end(self, start: int) -> int:
        line, end, size = self.line, start + 1, len(self.line)
        while end < size and line[end].isalpha() and line[end].isascii():
            end += 1
        return end

    def digits_end(self, start: int) -> int:
        line, end, size = self.line, start, len(self.line)
        while end < size and "0" <= line[end] <= "9":
            end += 1
        return end

    def refuse(self, sign: str) -> NoReturn:
        message, hint = _REFUSED.get(sign, ("", ""))
        if sign in CYRILLIC:
            message, hint = f"{sign} is a Cyrillic letter", f"did you mean the Latin {CYRILLIC[sign]}?"
        self.fail(
            message or (f"I cannot read {sign}" if sign.isprintable() else "I cannot read this sign"),
            self.i,
            hint,
        )

    def fail(self, message: str, at: int, hint: str = "") -> NoReturn:
        """Refuse, with the caret under the plain character at `at`."""
        raise ReadError(message, self.text, self.columns[min(at, len(self.line))], hint)


def _settled(tokens: list[Token], own: bool) -> list[Token]:
    """σ and phi are functions before a bracket; where one stands alone it is a letter in the whole text.

    In a line of ours each stands for itself: a letter is never written against a bracket.
    """
    if not any(token.kind == "either" for token in tokens):
        return tokens
    function = [
        token.kind == "either" and tokens[i + 1 + (tokens[i + 1].kind == "'")].kind == "open"
        for i, token in enumerate(tokens)
    ]
    alone = {token.text for token, called in zip(tokens, function, strict=True) if not called}
    return [
        token if token.kind != "either" else _either(token, called and (own or token.text not in alone))
        for token, called in zip(tokens, function, strict=True)
    ]


def _either(token: Token, function: bool) -> Token:
    return token._replace(kind="func", text=EITHER[token.text]) if function else token._replace(kind="name")
