"""Text to tokens: signs here, numbers, names and LaTeX macros in the modules beside.

Every token knows where it stands in the text as it was typed. It is one walk from left to right: the time
grows with the length of the text and with nothing else.
"""

from __future__ import annotations

from typing import NoReturn

from tutor.errors import ReadError
from tutor.expr import Expr
from tutor.reading import latex, numbers, splitting
from tutor.reading.names import CYRILLIC, EITHER, GREEK, Vocabulary
from tutor.reading.plain import plain
from tutor.reading.tokens import Doubt, Token
from tutor.scope import Scope

__all__ = ["Lexer", "tokenize"]

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset("0123456789")

# The tokens of one sign: their kind, their tree, and the signs that would make something longer of them.
_NOTHING: frozenset[str] = frozenset()
_Single = tuple[str, Expr | None, frozenset[str]]
_SIGNS: dict[str, _Single] = {
    **{sign: (sign, None, _NOTHING) for sign in "+-/,=|;"},
    **dict.fromkeys("([{", ("open", None, _NOTHING)),
    **dict.fromkeys(")]}", ("close", None, _NOTHING)),
    "*": ("*", None, frozenset("*")),
    "^": ("^", None, frozenset("({\\'")),
    **{digit: ("num", numbers.whole(digit), _DIGITS | set(".eE")) for digit in _DIGITS},
}
_SINGLE: dict[str, _Single] = _SIGNS | {letter: ("name", None, _LETTERS | _DIGITS | {"_"}) for letter in _LETTERS}
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


def tokenize(
    text: str, scope: Scope, words: Vocabulary, doubts: list[Doubt], avoid: str = ""
) -> tuple[list[Token], str]:
    """The tokens of the text, an `end` token last; and the text in plain signs.

    `doubts` collects places that could be split otherwise; `avoid` names the kind of split not to make.
    """
    lexer = Lexer(text, scope, words, doubts, avoid)
    lexer.run()
    return _settled(lexer.tokens, scope.own) if lexer.either else lexer.tokens, lexer.line


class Lexer:
    """Walks along `line`, the text in plain signs; `columns` says where each of them was typed."""

    __slots__ = ("avoid", "columns", "doubts", "either", "i", "line", "scope", "spaced", "text", "tokens", "words")

    def __init__(self, text: str, scope: Scope, words: Vocabulary, doubts: list[Doubt], avoid: str) -> None:
        self.text = text
        self.line, self.columns = plain(text)
        self.scope = scope
        self.words = words
        self.doubts = doubts
        self.avoid = avoid
        self.tokens: list[Token] = []
        self.i = 0
        self.spaced = False
        self.either = False  # is there a σ or phi to settle?

    def run(self) -> None:
        line, columns, size = self.line, self.columns, len(self.line)
        put = self.tokens.append
        # A name such as w1 may begin with any letter.
        single = _SIGNS if self.words.odd else _SINGLE
        i, spaced = 0, False
        while i < size:
            sign = line[i]
            if sign in single:
                kind, tree, longer = single[sign]
                if i + 1 == size or line[i + 1] not in longer:
                    put(Token(kind, sign, columns[i], columns[i + 1], spaced, tree))
                    i, spaced = i + 1, False
                    continue
            if sign == " ":
                i, spaced = i + 1, True
                continue
            self.i, self.spaced = i, spaced
            self.several(sign)
            i, spaced = self.i, self.spaced
        put(Token("end", "", columns[size], columns[size], spaced))

    def several(self, sign: str) -> None:
        """A token of several signs, or one that needs a look at its neighbours, or is refused."""
        match sign:
            case _ if sign in _LETTERS:
                splitting.names(self, self.word_end(self.i))
            case _ if sign in _DIGITS:
                numbers.number(self)
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
            case "\t":
                self.i, self.spaced = self.i + 1, True
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
        if kind == "either":
            self.either = True

    def word_end(self, start: int) -> int:
        line, end, size = self.line, start + 1, len(self.line)
        while end < size and line[end] in _LETTERS:
            end += 1
        return end

    def digits_end(self, start: int) -> int:
        line, end, size = self.line, start, len(self.line)
        while end < size and line[end] in _DIGITS:
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
    kind, text = ("func", EITHER[token.text]) if function else ("name", token.text)
    return Token(kind, text, token.at, token.end, token.spaced)
