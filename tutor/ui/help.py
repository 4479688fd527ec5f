"""The card of `:?`: how to type, and what the keys do."""

from __future__ import annotations

from tutor.ui.theme import Look

__all__ = ["card", "table", "typing"]

_TYPING = (
    ("2x cos(x)", "a product; 2*x*cos(x) is the same"),
    ("x^2  x^-1  x^(1/2)", "powers; sqrt(x), cbrt(x), |x|"),
    ("1/(2x)  e^(2x)", "brackets hold a denominator or an exponent together"),
    ("sin(x)^2  sin^2 x", "the square of the sine; sin x^2 is sin(x^2)"),
    ("ln x  log_2(x)  arctan x", "logarithms, inverse functions"),
    ("2x sin(x) + x^2 (sin x)'", "a step on the way, one derivative left open"),
)
_KEYS = (
    ("Enter", "", "check the answer, or go on"),
    (":h", "F1", "the next hint of four"),
    (":steps", "F2", "the whole derivation; counts as given up"),
    (":card", "", "the rule that comes first; :card chain another"),
    (":p", "F3", "a picture of the function; after a wrong answer, of f' and yours"),
    (":parts", "", "find u, v, u', v' one by one"),
    (":s", "F4", "skip: it comes back at the end, and is no mistake"),
    (":u", "F8", "take back the last answer, skip or look at the steps"),
    (":why", "", "the evidence, and where a wrong answer left the way"),
    (":dispute", "", "keep the last answer for a second look"),
    (":q", "Ctrl-D", "finish; everything is saved"),
    ("Ctrl-C", "", "clear the line; on an empty line, twice: finish"),
)


def card(look: Look) -> list[str]:
    """The card as lines; how to type comes last, since the keys stand below the prompt as well."""
    keys = [(" or ".join(filter(None, (command, key))), meaning) for command, key, meaning in _KEYS]
    blank = [] if look.words else [""]
    return [*blank, *look.wrap("Keys and commands"), *table(keys, look), *blank, *typing(look), *blank]


def typing(look: Look) -> list[str]:
    """How formulas are typed."""
    return [*look.wrap("How to type"), *table(list(_TYPING), look)]


def table(rows: list[tuple[str, str]], look: Look) -> list[str]:
    """Two columns, or one under the other in a narrow window."""
    if look.words:
        return [line for left, right in rows for line in look.wrap(f"{left}: {right}.")]
    if look.width < 60:
        return [line for left, right in rows for line in (f"   {left}", *look.wrap(right, "     "))]
    wide = max(len(left) for left, _ in rows) + 2
    return [line for left, right in rows for line in look.wrap(right, f"   {left:<{wide}}", " " * (wide + 3))]
