"""Formulas and numbers: exact ones, those within a tolerance, infinite ones and none at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from tutor.answers.model import (
    Infinity,
    Value,
    Word,
)
from tutor.answers.outcome import Ask, Outcome, certain, wrong
from tutor.answers.shape import (
    BETWEEN,
    Shape,
    no_word,
    undefined_word,
)
from tutor.answers.typed import Span, Typed
from tutor.errors import ReadError
from tutor.expr import Expr, Neg, Num, letters
from tutor.signs import letter
from tutor.verdict import Correct, Wrong, is_right

_SIGN = "The size is right; look at the sign."
_FEW_DIGITS = "The digits are right so far; more of them are asked for."
# A unit behind a number: cm, m/s, cm^2/min, feet per second, units.
_LENGTH = r"(?:[mcdk]?m|in|ft|mi|met(?:er|re)s?|inch(?:es)?|feet|foot|miles?|km/h)"
_TIME = r"(?:ms|s|sec|min|h|hr|seconds?|minutes?|hours?|days?)"
_OTHER = r"(?:k?g|[mc]?l|lit(?:er|re)s?|rad(?:ians?)?|units?)"
_ANY_UNIT = rf"(?:(?:square|cubic)\s+)?(?:{_LENGTH}|{_TIME}|{_OTHER})(?:\^?[23]|[²³])?"
_UNIT = re.compile(rf"(?<=[\d)\w])\s+({_ANY_UNIT}(?:\s*(?:/|per|an?)\s*{_ANY_UNIT})*)\s*\Z")
_DECIMAL_COMMA = re.compile(r"[-+−]?\d+,\d+")  # which the reader has a word for


@dataclass(frozen=True, slots=True)
class Formula(Shape):
    """Any expression, compared wherever the right one has a value.

    `named` may stand in front ("eta = 1/L"), and each of `names` ("L(x) = 3x", "dy/dx = 3x").
    """

    wanted: str = "a formula, such as 2x cos(x)"
    named: str = ""
    names: tuple[str, ...] = ()

    @property
    def wants(self) -> str:
        return self.wanted

    def value(self, typed: Typed, span: Span) -> Value:
        for name in self.names:
            found = re.match(rf"{_loosely(name)}\s*=\s*(?!=)", span.text)
            if found:
                return typed.expr(span.part(found.end()))
        return typed.expr(_unnamed(span, self.named))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        return Outcome(ask(formula_of(expected), formula_of(given)))


def _is_readable(typed: Typed, span: Span) -> bool:
    try:
        return bool(Typed(typed.text, typed.scope).end(span))
    except ReadError:
        return False


def _unnamed(span: Span, name: str) -> Span:
    """Without "x =" in front; a Greek letter may be written as such or by its name."""
    names = "|".join(map(re.escape, {name, letter(name)}))
    found = re.match(rf"(?:{names})\s*=\s*(?!=)", span.text) if name else None
    return span.part(found.end()) if found else span


def _loosely(name: str) -> str:
    """A pattern for a name, whatever blanks are in it and however its primes are typed."""
    return r"\s*".join("['′’]" if sign == "'" else re.escape(sign) for sign in name if sign != " ")


@dataclass(frozen=True, slots=True)
class ANumber(Shape):
    """An exact number, or one within a tolerance; plus or minus infinity; the word where there may be no number.

    `tolerance` is absolute, or a part of the right number if `relative`. `named` may stand in front: "c = 3".
    """

    tolerance: Fraction | None = None
    relative: bool = False
    can_be_undefined: bool = False
    named: str = ""
    example: str = ""

    @property
    def wants(self) -> str:
        if self.example:
            return f"a number, such as {self.example}"
        if self.tolerance is not None:
            return "a number, such as 0.125"
        return f"a number, such as sqrt(2)/3{', or undefined' if self.can_be_undefined else ''}"

    def value(self, typed: Typed, span: Span) -> Value:
        if undefined_word(span.text):
            if self.can_be_undefined:
                return Word("undefined")
            raise self.refuse(span, "there is a number here")
        if no_word(span.text):
            raise self.refuse(span, f"{span.text} is no number")
        rest = _unnamed(span, self.named)
        parts = rest.split(BETWEEN)
        if len(parts) > 1 and not _DECIMAL_COMMA.fullmatch(rest.text):
            raise rest.error("one number is asked for", f"wanted: {self.wants}", parts[1].start - rest.start)
        unit = None if typed.scope.letters else _UNIT.search(rest.text)
        if unit and _is_readable(typed, rest.part(0, unit.start())):
            raise rest.error("the unit is left out here", "type the number alone", unit.start(1))
        return typed.end(rest)

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        if not _is_finite(expected) or not _is_finite(given):
            return certain(expected == given, _about_infinity(expected, given))
        right, answer = formula_of(expected), formula_of(given)
        if self.tolerance is not None:
            near = _is_within(right, answer, self.tolerance, self.relative)
            return Outcome(Correct("proved", "the tolerance")) if near else wrong(self._nearly(right, answer))
        verdict = ask(right, answer)
        if isinstance(verdict, Wrong):
            return wrong(_SIGN if is_right(ask(right, Neg(answer))) else "")
        return Outcome(verdict)

    def _nearly(self, right: Expr, answer: Expr) -> str:
        """What is said of a number that is not near enough: too few digits of the right one, or its opposite."""
        assert self.tolerance is not None
        if rounds_to(right, answer, 2):
            return _FEW_DIGITS
        return _SIGN if _is_within(right, Neg(answer), self.tolerance, self.relative) else ""


@dataclass(frozen=True, slots=True)
class AMagnitude(Shape):
    """A number above 0 of about the right size: at most `factor` times too large or too small."""

    factor: int

    @property
    def wants(self) -> str:
        return "a number, such as 1e-7"

    def value(self, typed: Typed, span: Span) -> Value:
        return ANumber(example="1e-7", named="h").value(typed, span)

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        from tutor.evaluate import value50

        if not _is_finite(given):
            return wrong()
        right, answer = value50(formula_of(expected), {}), value50(formula_of(given), {})
        if right is None or answer is None:
            return wrong()
        near = right <= answer * self.factor and answer <= right * self.factor
        return Outcome(Correct("proved", "the tolerance")) if near else wrong()


def _is_finite(value: Value) -> bool:
    return not isinstance(value, Infinity | Word)


def _about_infinity(expected: Value, given: Value) -> str:
    match expected, given:
        case Infinity(), Infinity():
            return "It grows without bound; look at the direction."
        case Word(), _:
            return "There is no such number."
        case _, Word():
            return "There is a value here."
        case _, Infinity():
            return "It does not grow without bound."
        case _:
            return ""


def _is_within(right: Expr, answer: Expr, tolerance: Fraction, relative: bool) -> bool:
    """Are two numbers as near as that? Worked out with 50 digits."""
    from tutor.evaluate import value50

    a, b = value50(right, {}), value50(answer, {})
    if a is None or b is None:
        return False
    bound = tolerance.numerator * (abs(a) if relative else 1)
    return bool(abs(a - b) * tolerance.denominator <= bound)


def rounds_to(e: Expr, decimal: Expr, figures: int) -> bool:
    """Is a typed decimal with so many figures or more what a constant is rounded to?"""
    from tutor.evaluate import value50

    inner = decimal
    while isinstance(inner, Neg):
        inner = inner.arg
    if not isinstance(inner, Num) or "." not in inner.text or "e" in inner.text.lower() or letters(e):
        return False
    whole, _, places = inner.text.partition(".")
    if len((whole + places).lstrip("0")) < figures:
        return False
    right, typed = value50(e, {}), value50(decimal, {})
    return right is not None and typed is not None and bool(2 * abs(right - typed) * 10 ** len(places) <= 1)


def formula_of(value: Value) -> Expr:
    """A value that is an expression."""
    assert isinstance(value, Expr)
    return value
