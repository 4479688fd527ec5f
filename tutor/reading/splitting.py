"""Runs of letters to names: `xsinx` is x sin x.

Known names are split off, the longest first: functions in any case, Greek letters, names of the problem. The
rest are single letters. A word that is nothing of this is refused, with the function that was probably meant.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from tutor.expr import Sym
from tutor.reading.names import FOREIGN, FOREIGN_BARE, meant_function, meant_letter
from tutor.reading.tokens import Doubt, Token

if TYPE_CHECKING:
    from tutor.reading.lexer import Lexer

__all__ = ["names", "symbol", "tail"]

_PRODUCTS = frozenset("xyzt")  # a run of these before a bracket is a product, not the name of a function


def names(x: Lexer, end: int) -> None:
    """Split the run of letters from here to `end`."""
    line, run = x.line, x.line[x.i : end]
    if run in x.words.functions:
        x.add("func", x.words.functions[run], len(run))
        tail(x)
        return
    if len(run) == 1 and not x.words.odd:
        x.add("name", run)
        tail(x)
        return
    loose = -1  # where the last stretch of single letters began
    while x.i < end:
        start = x.i
        odd = next((name for name in x.words.odd if line.startswith(name, start)), "")
        if odd:
            x.add("name", odd, len(odd))
            loose = -1
            continue
        if not x.scope.own and line[start].lower() in FOREIGN_BARE:
            _refuse_foreign(x, start, end)
        if _known_word(x, end):
            loose = -1
            continue
        loose = start if loose < 0 else loose
        x.add("name", line[start])
    if x.i == end:
        if loose >= 0 and not x.scope.own:
            _refuse_unknown(x, loose, end)
        tail(x)


def tail(x: Lexer) -> None:
    """What may follow a name without a blank: its number (`w1`, `log10`) or its subscript (`x_1`)."""
    name, following = x.tokens[-1], x.line[x.i : x.i + 1]
    if following == "_" and name.kind != "func":
        _subscript(x, name)
    elif "0" <= following <= "9":
        end = x.digits_end(x.i)
        digits = x.line[x.i : end]
        if name.kind == "func":
            _log_with_base(x, name, digits, end)
        elif _may_be_numbered(x, name.text):
            _lengthen(x, name.text + digits, end)


@lru_cache(maxsize=256)
def symbol(name: str) -> Sym:
    """The letter as a tree; every x of a text is the same one."""
    return Sym(name)


# -- known words ----------------------------------------------------------------------------


def _known_word(x: Lexer, end: int) -> bool:
    """Take the longest known word here, if there is one."""
    line, start, words = x.line, x.i, x.words.words
    for size in x.words.lengths.get(line[start], ()):
        word = line[start : start + size]
        entry = words.get(word)
        if entry is None:
            entry = words.get(word.lower())
            if entry is None or entry[0] != "func":
                continue
        kind, name = entry
        if start + size > end or _given_up(x, kind, word, name):
            continue
        x.add(kind, name, size)
        return True
    return False


def _given_up(x: Lexer, kind: str, word: str, name: str) -> bool:
    """Is this word to be split after all? Notes where it could be."""
    known = x.words.known
    rest = word[1:].lower()
    if kind == "func" and word[0] in "aA" and known is not None and "a" in known and rest in x.words.words:
        return _doubted(x, "arc-or-a", f"{word} is read as {name}; for a times {rest} leave a blank")
    ours = (x.scope.wrt, *x.scope.dependent, *x.scope.functions)
    if kind == "name" and len(word) == 2 and known is None and name not in ("pi", "xi", *ours):
        said = f"{word} is read as the Greek letter; for {word[0]} {word[1]} leave a blank"
        return _doubted(x, "greek-or-product", said)
    return False


def _doubted(x: Lexer, kind: str, said: str) -> bool:
    if x.avoid != kind:
        x.doubts.append(Doubt(kind, said, choice=kind))
    return x.avoid == kind


# -- numbers and subscripts -----------------------------------------------------------------


def _may_be_numbered(x: Lexer, name: str) -> bool:
    """Is `w1` one name? Where no problem says, but for x, y, z, t; not `x2` where the problem has an x."""
    if name in ("e", "pi"):
        return False
    known = x.words.known
    return x.scope.own or (name not in known if known is not None else name not in _PRODUCTS)


def _log_with_base(x: Lexer, name: Token, digits: str, end: int) -> None:
    """`log10(x)` and `log2 x` have a base; `log3`, and `log2` with nothing after it, have none."""
    after = x.line[end:].lstrip(" ")[:1]
    argument = after.isalnum() or (after != "" and after in "([{√|^'\\")
    if name.text != "log" or digits not in ("2", "10") or not argument or x.avoid == "log-base":
        return
    _lengthen(x, f"log{digits}", end)
    if after not in "([{":
        said = f"log{digits} is read as log to base {digits}; for the log of {digits} type log({digits})"
        x.doubts.append(Doubt("log-base", said, choice="log-base"))


def _subscript(x: Lexer, name: Token) -> None:
    """Join `x_1`, `x_{10}`, `f_x` to one name."""
    line, start = x.line, x.i + 1
    braced = line.startswith("{", start)
    start += braced
    end = start
    while end < len(line) and line[end].isalnum() and line[end].isascii():
        end += 1
    if braced and not line.startswith("}", end):
        x.fail("a subscript is a letter or a number", start)
    if end == start:
        x.fail("a subscript is missing after _", x.i)
    if not braced:
        end = _subscript_end(x, name.text, start, end)
    known, full = x.words.known, f"{name.text}_{line[start:end]}"
    plain = full.replace("_", "", 1)
    _lengthen(x, plain if known is not None and full not in known and plain in known else full, end + braced)


def _subscript_end(x: Lexer, name: str, start: int, end: int) -> int:
    """Without braces a subscript is a number, one letter, or what makes a name of the problem."""
    for odd in x.words.odd:
        if odd.startswith(name + "_") and x.line.startswith(odd[len(name) + 1 :], start):
            return start + len(odd) - len(name) - 1
    digits = x.digits_end(start)
    return digits if digits > start else min(start + 1, end)


def _lengthen(x: Lexer, text: str, end: int) -> None:
    """The last token again, longer."""
    name = x.tokens[-1]
    x.i = end
    kind = "name" if name.kind == "either" else name.kind
    x.tokens[-1] = Token(kind, text, name.at, x.columns[end], name.spaced)


# -- words that nobody knows ------------------------------------------------------------------


def _refuse_foreign(x: Lexer, start: int, end: int) -> None:
    """Refuse `sen x` and `tgx`: names from elsewhere with an argument after them."""
    known, line = x.words.known, x.line
    for word in FOREIGN_BARE[line[start].lower()]:
        stop = start + len(word)
        if stop > end or line[start:stop].lower() != word or (known is not None and known.issuperset(word)):
            continue
        if line[stop:end] not in ("", x.scope.wrt) and (word in ("in", "arc") or word[:3] in x.words.words):
            continue  # sinex is sin(e x), arcsin is a word of its own
        after = line[stop:end][:1] or line[end:].lstrip(" ")[:1]
        if after.isalnum() or (after != "" and after in "([{√|\\"):
            _refuse_function(x, start, stop)


def _refuse_unknown(x: Lexer, start: int, end: int) -> None:
    """Refuse a word that is no product: `foo(x)`, or `hello` in a problem without these letters."""
    known, word = x.words.known, x.line[start:end]
    letters = known if known is not None else _PRODUCTS | x.scope.functions | x.scope.dependent
    strange = sum(letter not in letters and letter != "e" for letter in word)
    if strange < 2 or word[-1] in x.scope.functions:
        return
    after = x.line[end:].lstrip(" ")
    if after[:1] in ("(", "[") and not _is_differential(x, word, after):
        _refuse_function(x, start, end)
    if known is not None and len(word) > 2 and word[0] not in "dD":
        meant, _ = meant_function(word)
        hint = f"did you mean {meant}?" if meant else meant_letter("", known)
        x.fail(f'I know no name "{word}"', start, hint)


def _is_differential(x: Lexer, word: str, after: str) -> bool:
    """Is this `df` of `df(x)/dx`, or `dt` of `d/dt(x)`?"""
    before = x.tokens[-len(word) - 1].kind if len(x.tokens) > len(word) else ""
    return word[0] == "d" and (before == "/" or after.partition(")")[2].lstrip(" ")[:1] == "/")


def _refuse_function(x: Lexer, start: int, end: int) -> NoReturn:
    line = x.line
    whole = start
    while whole > 0 and line[whole - 1].isalpha() and line[whole - 1].isascii():
        whole -= 1
    if line[whole:end].lower() in FOREIGN:
        start = whole  # secant was split into sec and ant: the whole word says more than its end
    word = line[start:end]
    meant, begins = meant_function(word)
    if word.lower() == "arc":
        arc = "arc" + line[end:].lstrip(" ")[:3].lower()  # arc tan x
        meant = x.words.words.get(arc, ("", meant))[1]
    hint = f"did you mean {meant}?" if meant else ""
    if not meant and len(word) == 2:
        hint = f"for a product type {'*'.join(word)}*{_bracket_at(x, end)}"
    x.fail(f'I know no function "{word[begins:]}"', start + begins, hint)


def _bracket_at(x: Lexer, end: int) -> str:
    """The bracket that begins here, as typed; `( )` when it has others inside."""
    inside, close, _ = x.line[end:].lstrip(" ").removeprefix("(").partition(")")
    return f"({inside})" if close and "(" not in inside else "( )"
