"""What is known of a letter: the interval its values come from, written as authors write it.

0 < alpha < 1      B > 0      x >= 1      a != 0      n: integer      w1: real      positive
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from tutor.errors import ReadError
from tutor.expr import CONSTANTS
from tutor.signs import GREEK

__all__ = ["REAL", "Assumption", "Interval", "read_assumption", "read_assumptions"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The real numbers between two ends, None where there is no end; only the whole ones if `whole`."""

    lo: Fraction | None = None
    hi: Fraction | None = None
    lo_closed: bool = False
    hi_closed: bool = False
    whole: bool = False

    def contains(self, value: Fraction) -> bool:
        above = self.lo is None or value > self.lo or (self.lo_closed and value == self.lo)
        below = self.hi is None or value < self.hi or (self.hi_closed and value == self.hi)
        return above and below and (not self.whole or value.denominator == 1)

    @property
    def sign(self) -> int:
        """1 if no value is below 0, -1 if none is above, 0 if both signs occur."""
        if self.lo is not None and self.lo >= 0:
            return 1
        return -1 if self.hi is not None and self.hi <= 0 else 0

    @property
    def is_empty(self) -> bool:
        if self.lo is None or self.hi is None:
            return False
        if self.whole:
            first, last = -(-self.lo // 1), self.hi // 1
            return not any(self.contains(Fraction(n)) for n in (first, first + 1, last) if first <= n <= last)
        return self.lo > self.hi or (self.lo == self.hi and not (self.lo_closed and self.hi_closed))


Assumption = Interval
REAL = Interval()

_WORDS = {
    "real": REAL,
    "positive": Interval(lo=Fraction(0)),
    "negative": Interval(hi=Fraction(0)),
    "nonnegative": Interval(lo=Fraction(0), lo_closed=True),
    "nonzero": REAL,  # one value more or less is never tried
    "integer": Interval(whole=True),
    "whole": Interval(whole=True),
    "natural": Interval(lo=Fraction(1), lo_closed=True, whole=True),
    "positive integer": Interval(lo=Fraction(1), lo_closed=True, whole=True),
}
_UNREADABLE = "this is no assumption about a letter"
_EXAMPLES = "write it as 0 < a < 1, a > 0, n: integer or w: real"
_NAME = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"[-+−]?\s*(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?(?:\s*/\s*0*[1-9]\d*)?")
_SIGN = re.compile(r"<=|>=|!=|<>|==|[<>≤≥≠=]")
_PLAIN = {"≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=", "==": "="}
_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "!=": "!=", "=": "="}


def read_assumption(text: str) -> tuple[str, Interval]:
    """The letter and its interval; the letter is "" where only a word stands ("real", "positive").

    Raises ReadError with the column at which it cannot be read.
    """
    return _piece(text, 0, text)


def read_assumptions(text: str) -> dict[str, Interval]:
    """Several assumptions, separated by commas or semicolons: "B > 0, 0 < p < 1, n: integer".

    A letter named twice has both: "a > 0, a < 1". Raises ReadError, also where nothing is left for a letter.
    """
    found: dict[str, Interval] = {}
    for match in re.finditer(r"[^,;]+", text):
        if not match[0].strip():
            continue
        name, interval = _piece(match[0], match.start(), text)
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if not name:
            raise ReadError("which letter is meant?", text, start, _EXAMPLES)
        both = _both(found.get(name, REAL), interval)
        if both.is_empty:
            raise ReadError(f"nothing is left for {name}", text, start)
        found[name] = both
    return found


def _both(a: Interval, b: Interval) -> Interval:
    """What lies in both."""
    lo = max((i for i in (a, b) if i.lo is not None), key=lambda i: (i.lo, not i.lo_closed), default=REAL)
    hi = min((i for i in (a, b) if i.hi is not None), key=lambda i: (i.hi, i.hi_closed), default=REAL)
    return Interval(lo.lo, hi.hi, lo.lo_closed, hi.hi_closed, a.whole or b.whole)


def _piece(piece: str, offset: int, text: str) -> tuple[str, Interval]:
    named = re.fullmatch(r"\s*(?:([^\W\d]\w*)\s*:)?\s*([a-z]+(?: integer)?)\s*", piece)
    if named and named[2] in _WORDS:
        return _plain_name(named[1] or ""), _WORDS[named[2]]
    tokens = _tokens(piece, offset, text)
    kinds = "".join(kind for kind, _, _ in tokens)
    if kinds not in ("nsv", "vsn", "vsnsv"):
        at = next((at for (kind, _, at), want in zip(tokens, "nsv", strict=False) if kind != want), None)
        raise ReadError(_UNREADABLE, text, _start(piece, offset) if at is None else at, _EXAMPLES)
    name, at = next((word, at) for kind, word, at in tokens if kind == "n")
    if name in CONSTANTS:
        raise ReadError(f"{name} is a constant", text, at, _EXAMPLES)
    interval = REAL
    for left, (_, sign, at), right in zip(tokens[0::2], tokens[1::2], tokens[2::2], strict=False):
        plain = _PLAIN.get(sign, sign)
        if plain == "=":
            raise ReadError("a letter with one value only is a number", text, at, _EXAMPLES)
        bound = right if left[0] == "n" else left
        interval = _both(interval, _bound(plain if left[0] == "n" else _FLIPPED[plain], _fraction(bound[1])))
    if interval.is_empty:
        raise ReadError(f"nothing is left for {name}", text, _start(piece, offset))
    return name, interval


def _start(piece: str, offset: int) -> int:
    return offset + len(piece) - len(piece.lstrip())


def _tokens(piece: str, offset: int, text: str) -> list[tuple[str, str, int]]:
    """Numbers "v", signs "s" and the letter "n", with their columns."""
    found: list[tuple[str, str, int]] = []
    at = 0
    while at < len(piece):
        if piece[at].isspace():
            at += 1
            continue
        after_sign = not found or found[-1][0] == "s"
        number = _NUMBER.match(piece, at) if after_sign else None
        match = number or _SIGN.match(piece, at) or _NAME.match(piece, at)
        if match is None:
            raise ReadError(_UNREADABLE, text, offset + at, _EXAMPLES)
        kind = "v" if number else "s" if match.re is _SIGN else "n"
        found.append((kind, _plain_name(match[0]), offset + at))
        at = match.end()
    return found


def _plain_name(text: str) -> str:
    """A letter under the name it has in a tree: alpha for α."""
    return next((name for name, sign in GREEK.items() if sign == text), text)


def _fraction(text: str) -> Fraction:
    above, _, below = text.replace("−", "-").replace(" ", "").partition("/")
    return Fraction(above) / Fraction(below or 1)


def _bound(sign: str, value: Fraction) -> Interval:
    """What `letter sign value` says."""
    match sign:
        case "<" | "<=":
            return Interval(hi=value, hi_closed=sign == "<=")
        case ">" | ">=":
            return Interval(lo=value, lo_closed=sign == ">=")
        case _:
            return REAL
