"""Numbers as a person with a calculator writes them, and what lies near them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.errors import TutorError
from tutor.evaluate import value50
from tutor.expr import Expr, Neg, Num, letters, number, walk
from tutor.numeral import plain_number
from tutor.show import exact

if TYPE_CHECKING:
    from tutor.answers.outcome import Ask

__all__ = [
    "as_typed", "decimal", "in_full", "near", "near_enough", "plainly", "to_figures", "to_places", "within",
]  # fmt: skip

_MOST_PLACES, _SHORT_PLACES = 15, 6


def decimal(e: Expr, tolerance: Fraction | None) -> Expr:
    """The constant with the decimals that a tolerance calls for and one more; as it is without a tolerance."""
    if tolerance is None or letters(e):
        return e
    places = next((n for n in range(1, _MOST_PLACES) if Fraction(10) ** -n <= tolerance), _MOST_PLACES) + 1
    return to_places(e, places)


def to_places(e: Expr, places: int) -> Expr:
    """The constant with so many decimals; a whole number stays one. Raises TutorError where it has no value."""
    here = value50(e, {})
    if here is None:
        raise TutorError("this has no value")
    known = exact(e)
    if known is not None and known.denominator == 1:
        return number(known)
    scaled = abs(here) * 10**places
    digits = str(int(scaled + 0.5)).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").removesuffix(".")
    found = Num(Fraction(text), text if "." in text else "")
    return Neg(found) if here < 0 and found.value else found


def near(a: Expr, b: Expr, tolerance: Fraction | None) -> bool:
    """Are two constants as near to each other as that, or the same where there is no tolerance?"""
    if letters(a) or letters(b):
        return False
    first, second = value50(a, {}), value50(b, {})
    if first is None or second is None:
        return False
    return bool(abs(first - second) <= (float(tolerance) if tolerance is not None else 1e-40 * (1 + abs(first))))


def near_enough(tolerance: Fraction) -> Ask:
    """A comparison for which two constants are the same where they are as near to each other as that."""
    from tutor.verdict import Correct, Verdict, Wrong

    def ask(right: Expr, answer: Expr) -> Verdict:
        return Correct("proved", "the tolerance") if near(right, answer, tolerance) else Wrong(None)

    return ask


def as_typed(e: Expr, like: Expr) -> Expr:
    """A number as a decimal if it ends and `like` is written as one; else as it is."""
    value = exact(e)
    if value is None or not any(isinstance(node, Num) and node.text for node in walk(like)):
        return e
    ends = (10**_MOST_PLACES * value).denominator == 1
    return to_places(e, _MOST_PLACES) if ends else e


def plainly(value: Fraction) -> str:
    """A small number in a sentence, without an exponent: "0.0000001"."""
    text = f"{float(value):.{_MOST_PLACES}f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == value else plain_number(value)


def within(tolerance: Fraction | None) -> str:
    """How exactly a question wants its answer: ", to within 0.01"; "" where it is to be exact."""
    return "" if tolerance is None else f", to within {plainly(tolerance)}"


def to_figures(e: Expr, figures: int = 2) -> Expr:
    """The constant with a few figures, and an exponent where it is small or large: 8.7e-6."""
    value = float(value50(e, {}) or 0)
    if not value or 1e-3 <= abs(value) < 1e6:
        text = f"{abs(value):.{figures}g}"
    else:
        digits, exponent = f"{abs(value):.{figures - 1}e}".split("e")
        text = f"{digits}e{int(exponent)}"
    found = Num(Fraction(text), text if "." in text or "e" in text else "")
    return Neg(found) if value < 0 else found


def in_full(ask: Ask) -> Ask:
    """The same comparison, but no rounding where the right number is a short decimal: 0.45 is not 0.46."""
    from tutor.verdict import Rounded, Verdict, Wrong

    def asked(right: Expr, answer: Expr) -> Verdict:
        verdict = ask(right, answer)
        value = exact(right)
        is_short = value is not None and (10**_SHORT_PLACES * value).denominator == 1
        return Wrong(None) if is_short and isinstance(verdict, Rounded) else verdict

    return asked
