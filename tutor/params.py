"""What the parameters of a template may be, and the small language of its conditions and of what stands in braces.

    a, b, n        parameters                          = != < <= > >=   comparisons, also in a row: 1 < a < b
    2a + b - 1     arithmetic with + - * / ^           and or not       of comparisons
    gcd(a, b)      also abs(a), mod(a, 2), min, max, and root(a): the whole square root, 0 where there is none

A number is exact. A parameter that is a name or a formula can be compared with = and != alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from math import gcd, isqrt
from operator import eq, ge, gt, le, lt, ne

from tutor.errors import ReadError, TutorError

__all__ = ["NAMES", "Condition", "Param", "Part", "is_name", "names_in", "read_condition", "read_part", "read_values"]

Param = Fraction | str
Given = Mapping[str, Param]
Part = Callable[[Given], Param]
Condition = Callable[[Given], bool]

MOST_VALUES = 1000  # of one parameter
_LONGEST = 300  # signs of a condition
_LARGEST_POWER = 64
_MOST_RANKS = 40  # brackets and minus signs: each is a few calls deep

_RANGE = re.compile(r"(-?\d+)\s*\.\.\s*(-?\d+)")
_FRACTION = re.compile(r"-?\d+(?:/[1-9]\d*|\.\d+)?")
_NAME = re.compile(r"[A-Za-z]\w*")


def read_values(text: str) -> tuple[Param, ...]:
    """The values that a text lists: `2..9`, `-5..-1, 1..5`, `1/2`, `sin`. Raises ReadError."""
    found: list[Param] = []
    at = 0
    pieces = text.split(",") if re.fullmatch(r"[-\d./,\s]+", text) else [text]
    for piece in pieces:
        said = piece.strip()
        if bounds := _RANGE.fullmatch(said):
            low, high = int(bounds[1]), int(bounds[2])
            if low > high:
                raise ReadError(f"the range {said} is empty", text, at + piece.index(said), f"write {high}..{low}")
            if high - low >= MOST_VALUES:
                raise ReadError(f"the range {said} is too long", text, at, f"at most {MOST_VALUES} values")
            found += map(Fraction, range(low, high + 1))
        elif ".." in said or not said:
            raise ReadError(f'"{said}" is no range', text, at, "wanted: two whole numbers, such as 2..9")
        else:
            found.append(Fraction(said) if _FRACTION.fullmatch(said) else said)
        at += len(piece) + 1
    return tuple(found)


def is_name(text: str) -> bool:
    """Can this be the name of a parameter?"""
    return _NAME.fullmatch(text) is not None and text not in NAMES


def read_condition(text: str, known: frozenset[str]) -> Condition:
    """The condition that a text states about the parameters of these names. Raises ReadError."""
    return _Reader(text, known).condition()


@lru_cache(4096)
def read_part(text: str, known: frozenset[str]) -> Part:
    """What stands between braces: a parameter, or arithmetic with parameters. Raises ReadError."""
    return _Reader(text, known).part()


def names_in(text: str) -> frozenset[str]:
    """The names that occur in a condition or between braces."""
    return frozenset(_NAME.findall(text)) - NAMES


def _number(value: Param) -> Fraction:
    if isinstance(value, str):
        raise TutorError(f'"{value}" is not a number, so nothing can be worked out with it')
    return value


def _whole(value: Param) -> int:
    number = _number(value)
    if number.denominator != 1:
        raise TutorError(f"{number} is not a whole number")
    return number.numerator


def _mod(a: Param, b: Param) -> Fraction:
    if not _whole(b):
        raise TutorError("there is no remainder of a division by 0")
    return Fraction(_whole(a) % _whole(b))


def _root(a: Param) -> Fraction:
    square = _whole(a)
    root = isqrt(square) if square > 0 else 0
    return Fraction(root if root * root == square else 0)


# How many arguments each function takes, and what it gives.
_FUNCTIONS: dict[str, tuple[int, Callable[..., Fraction]]] = {
    "gcd": (2, lambda a, b: Fraction(gcd(_whole(a), _whole(b)))),
    "abs": (1, lambda a: abs(_number(a))),
    "mod": (2, _mod),
    "min": (2, lambda a, b: min(_number(a), _number(b))),
    "max": (2, lambda a, b: max(_number(a), _number(b))),
    "root": (1, _root),
}
_WORDS = frozenset({"and", "or", "not"})
NAMES = frozenset(_FUNCTIONS) | _WORDS  # taken, so no parameter is called so

_EQUAL: dict[str, Callable[[Param, Param], bool]] = {"=": eq, "==": eq, "!=": ne, "≠": ne}
_ORDER: dict[str, Callable[[Fraction, Fraction], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "≤": le, "≥": ge}
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]\w*)|(!=|==|<=|>=|[-+*/^()=<>,≠≤≥])|(\S))")


class _Reader:
    """A recursive descent: each method reads one rank and gives back what works it out."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.text = text
        self.known = known
        if len(text) > _LONGEST:
            raise ReadError(f"this is longer than {_LONGEST} signs", text, _LONGEST)
        if text.count("(") + text.count("-") + text.count("not") > _MOST_RANKS:
            raise ReadError("there are too many brackets and signs in this", text, 0)
        self.tokens = [(found.group().strip(), found.end() - len(found.group().strip())) for found in _tokens(text)]
        self.next = 0

    def condition(self) -> Condition:
        read = self.either()
        self.end()
        return read

    def part(self) -> Part:
        read = self.sum()
        self.end()
        return read

    # Conditions

    def either(self) -> Condition:
        sides = [self.both()]
        while self.take("or"):
            sides.append(self.both())
        return sides[0] if len(sides) == 1 else lambda given: any(side(given) for side in sides)

    def both(self) -> Condition:
        sides = [self.one()]
        while self.take("and"):
            sides.append(self.one())
        return sides[0] if len(sides) == 1 else lambda given: all(side(given) for side in sides)

    def one(self) -> Condition:
        if self.take("not"):
            denied = self.one()
            return lambda given: not denied(given)
        if self.word == "(":
            before = self.next
            try:
                return self.comparison()
            except ReadError:
                self.next = before + 1
                inside = self.either()
                self.close(before)
                return inside
        return self.comparison()

    def comparison(self) -> Condition:
        sides, signs = [self.sum()], []
        while self.word in _EQUAL or self.word in _ORDER:
            signs.append(self.word)
            self.next += 1
            sides.append(self.sum())
        if not signs:
            raise self.fault("a comparison is missing here", "such as a != b")

        def holds(given: Given) -> bool:
            values = [side(given) for side in sides]
            pairs = zip(signs, values, values[1:], strict=False)
            return all(_EQUAL[s](a, b) if s in _EQUAL else _ORDER[s](_number(a), _number(b)) for s, a, b in pairs)

        return holds

    # Arithmetic

    def sum(self) -> Part:
        left = self.product()
        while self.word in ("+", "-"):
            sign = self.word
            self.next += 1
            left = _applied(sign, left, self.product())
        return left

    def product(self) -> Part:
        left = self.signed()
        while True:
            if self.word in ("*", "/"):
                sign = self.word
                self.next += 1
                left = _applied(sign, left, self.signed())
            elif self.word and (self.word == "(" or self.word[0].isalnum()) and self.word not in _WORDS:
                left = _applied("*", left, self.power())  # 2a, a b, 2(a + 1)
            else:
                return left

    def signed(self) -> Part:
        if self.take("-"):
            under = self.signed()
            return lambda given: -_number(under(given))
        return self.power()

    def power(self) -> Part:
        base = self.atom()
        return _applied("^", base, self.signed()) if self.take("^") else base

    def atom(self) -> Part:
        word, at = self.word, self.next
        if not word:
            raise self.fault("something is missing here")
        self.next += 1
        if word[0].isdigit():
            value = Fraction(word)
            return lambda given: value
        if word == "(":
            inside = self.sum()
            self.close(at)
            return inside
        if word in _FUNCTIONS:
            return self.call(word)
        if word in self.known:
            return lambda given: given[word]
        self.next = at
        if word in _WORDS or not word[0].isalpha():
            raise self.fault(f'"{word}" cannot stand here')
        from difflib import get_close_matches

        near = get_close_matches(word, sorted(self.known), 1, 0.5)
        meant = f'did you mean "{near[0]}"?' if near else f"the parameters are {', '.join(sorted(self.known))}"
        raise self.fault(f'there is no parameter "{word}"', meant)

    def call(self, name: str) -> Part:
        count, work = _FUNCTIONS[name]
        opened = self.next
        if not self.take("("):
            raise self.fault(f'"{name}" needs a bracket', f"such as {name}({', '.join('ab'[:count])})")
        parts = [self.sum()]
        while self.take(","):
            parts.append(self.sum())
        self.close(opened)
        if len(parts) != count:
            self.next = opened
            raise self.fault(f'"{name}" takes {count} of them, here are {len(parts)}')
        return lambda given: work(*(part(given) for part in parts))

    # Tokens

    @property
    def word(self) -> str:
        return self.tokens[self.next][0] if self.next < len(self.tokens) else ""

    def take(self, word: str) -> bool:
        if self.word != word:
            return False
        self.next += 1
        return True

    def close(self, opened: int) -> None:
        if not self.take(")"):
            self.next = self.next if self.word else opened
            raise self.fault("this bracket is never closed" if not self.word or self.next == opened else
                             f'"{self.word}" cannot stand here')  # fmt: skip

    def end(self) -> None:
        if self.word:
            raise self.fault(f'"{self.word}" cannot stand here')

    def fault(self, message: str, hint: str = "") -> ReadError:
        at = self.tokens[self.next][1] if self.next < len(self.tokens) else len(self.text)
        return ReadError(message, self.text, at, hint)


def _tokens(text: str) -> list[re.Match[str]]:
    return [found for found in _TOKEN.finditer(text) if found.group().strip()]


def _applied(sign: str, left: Part, right: Part) -> Part:
    work = _WORK[sign]
    return lambda given: work(_number(left(given)), _number(right(given)))


def _divided(a: Fraction, b: Fraction) -> Fraction:
    if not b:
        raise TutorError("there is a division by 0")
    return a / b


def _raised(a: Fraction, n: Fraction) -> Fraction:
    if n.denominator != 1 or abs(n) > _LARGEST_POWER or (not a and n < 0):
        raise TutorError(f"{a} to the power {n} cannot be worked out here")
    return Fraction(a ** int(n))


_WORK: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divided,
    "^": _raised,
}
