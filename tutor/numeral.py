"""Numbers as texts for a reader: short, and with enough figures to show that two of them differ."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

__all__ = ["exact_number", "pair", "plain_number"]

_DECIMALS = 4
_LONGEST_TEXT = 50  # signs of a number that are shown
_KEPT = 8  # of a longer one, before what is left out
_LARGEST_SHOWN = 1000  # denominator of a sample point
_LONGEST = 9000  # binary digits; Python writes no number of more than 4300 decimal ones


def plain_number(value: Fraction) -> str:
    """A sample point: "0.7", "2", "-0.0132", and "1/3" where no decimal is exact."""
    below = value.denominator
    while below % 2 == 0 or below % 5 == 0:
        below //= 2 if below % 2 == 0 else 5
    if below == 1 or value.denominator > _LARGEST_SHOWN:
        return f"{float(value):.6g}"
    return str(value)


def pair(a: Any, b: Any) -> tuple[str, str]:
    """Two numbers with as many figures as it takes to tell them apart, at least four decimals or figures.

    Where that takes very many, those in the middle are left out.
    """
    texts = ("", "")
    for extra in (0, 2, 4, 8, 12, 20, 35, 60, 120, 250, 400):
        texts = (_text(a, extra), _text(b, extra))
        if _bare(texts[0]) != _bare(texts[1]):
            break
    return texts if max(map(len, texts)) <= _LONGEST_TEXT else _elided(*texts)


def _elided(a: str, b: str) -> tuple[str, str]:
    """Two long numbers without most of the figures that they share: 13.94316…123341 and 13.94316…125201."""
    (m, _, p), (n, _, q) = a.partition("e"), b.partition("e")
    if p != q or "." not in m + n:
        return a, b
    m, n = (each if "." in each else each + "." for each in (m, n))
    longest = max(len(m), len(n))
    m, n = m.ljust(longest, "0"), n.ljust(longest, "0")
    same = next(i for i, (x, y) in enumerate(zip(m, n, strict=True)) if x != y)
    power = f"e{p}" if p else ""

    def short(text: str, padded: str) -> str:
        if same > 2 * _KEPT:
            return f"{padded[:_KEPT]}…{padded[same - 2 : same + 4]}{power}"
        return text if len(text) <= 3 * _KEPT else f"{padded[: same + _KEPT]}…{power}"  # 0.5 and 0.4999…

    return short(a, m), short(b, n)


def _bare(text: str) -> str:
    """The text without zeros that say nothing: 0.5000 is 0.5."""
    mantissa, mark, power = text.partition("e")
    return (mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa) + mark + power


def _text(value: Any, extra: int) -> str:
    if isinstance(value, float) and 1e-4 < abs(value) < 1e9 and extra <= 12:
        return _short_float(value, extra)
    exact = _fraction(value)
    if exact is None:
        # Far outside the range of floats.
        return str(value.context.nstr(value, 5 + extra, min_fixed=0, max_fixed=0)).replace("e+", "e")
    size = abs(exact)
    if size == 0:
        return "0"
    magnitude = _magnitude(size)
    if not -5 <= magnitude <= 9:
        return _scientific(exact, magnitude, 4 + extra)
    return _decimal(exact, _places(magnitude) + extra)


def _short_float(value: float, extra: int) -> str:
    """A float of a handy size, as the general way writes it, in a tenth of the time."""
    magnitude = int(f"{value:e}".partition("e")[2])
    if abs(value) < 10.0**magnitude:  # 9.9999999 was rounded up to 10
        magnitude -= 1
    text = f"{value:.{_places(magnitude) + extra}f}"
    if "." in text and abs(float(text) - value) <= abs(value) / 10**13:
        text = text.rstrip("0").rstrip(".")
    return text


def _places(magnitude: int) -> int:
    """How many decimals a number of this size is shown with."""
    return max(0, min(_DECIMALS, 5 - magnitude)) if magnitude >= 0 else _DECIMALS - magnitude - 1


def exact_number(value: Any) -> Fraction:
    """The exact value of a float or an mpmath number. Raises ValueError if it would be very long."""
    found = _fraction(value)
    if found is None:
        raise ValueError("too large or too small")
    return found


def _fraction(value: Any) -> Fraction | None:
    """The exact value of a float or an mpmath number, None if it would be very long."""
    if isinstance(value, float):
        return Fraction(value)
    sign, mantissa, exponent, _ = value._mpf_
    if abs(exponent) > _LONGEST:
        return None
    size = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return -size if sign else size


def _magnitude(size: Fraction) -> int:
    """The exponent of the power of ten at or below it."""
    guess = len(str(size.numerator)) - len(str(size.denominator))
    return guess if size >= Fraction(10) ** guess else guess - 1


def _decimal(value: Fraction, places: int) -> str:
    scaled = round(value * 10**places)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    whole, decimals = (digits[:-places], digits[-places:]) if places else (digits, "")
    sign = "-" if scaled < 0 else ""
    # 2.0000 is 2 only if nothing was rounded away; floats carry a little noise.
    if decimals and abs(Fraction(scaled, 10**places) - value) <= abs(value) / 10**13:
        decimals = decimals.rstrip("0")
    return f"{sign}{whole}.{decimals}" if decimals else sign + whole


def _scientific(value: Fraction, magnitude: int, figures: int) -> str:
    text = _decimal(value / Fraction(10) ** magnitude, figures - 1)
    if text.lstrip("-").startswith("10"):
        return _scientific(value, magnitude + 1, figures)
    return f"{text}e{magnitude}"
