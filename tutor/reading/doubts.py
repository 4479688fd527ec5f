"""Where a second reading is plausible, what to say about it, and which brackets would make it.

Each function is called by the grammar just after the place was read; `g.i` stands behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.expr import Div, as_fraction
from tutor.reading.tokens import Token

if TYPE_CHECKING:
    from tutor.reading.grammar import Grammar

__all__ = ["after_bare", "after_power", "after_quotient", "after_root"]

_AFTER_EXPONENT = frozenset(
    {"+", "-", "/", "name", "func", "root", "group"}
)  # what may have been meant as a part of it
_LOGARITHMS = frozenset({"ln", "log"})
_EXPONENTS = frozenset("nmk")  # letters that are mostly exponents


def after_quotient(g: Grammar, start: int, slash: int) -> None:
    """`1/2x`, `1/x^2y`, `1/x ln 2`: a product right after a quotient."""
    items, here = g.items, g.i
    divisor, following, last = items[slash + 1], items[here], items[here - 1]
    if divisor.kind == "group" and here == slash + 2 and following.kind != "group":
        return
    if following.spaced and (divisor.kind == "num" or last.kind not in ("name", "num")):
        return
    end = _run(g, here)
    above, below, rest = g.typed(start, slash), g.typed(slash + 1, here), g.typed(here, end)
    gap = " " if following.spaced or following.kind == "func" else ""
    if any(item.kind == "/" for item in items[start:slash]):
        read = f"({above}/{below}) {rest}"
    else:
        read = f"{rest}/{below}" if above == "1" else f"{above} {rest}/{below}"
    said = f"read as {read}; for {above}/({below}{gap}{rest}) type the brackets"
    g.doubt("one-over-product", said, divisor.at, items[end - 1].end)


def after_power(g: Grammar, start: int, hat: int) -> None:
    """`e^2x`, `x^1/2`, `x^n-1`: an exponent that may have been meant longer."""
    items, here = g.items, g.i
    base, following = items[start], items[here]
    if following.kind not in _AFTER_EXPONENT or items[hat + 1].kind == "group" or _in_exponent(g, start):
        return
    exponential = hat == start + 1 and (base.kind == "num" or base.text in ("e", "pi"))
    single = items[here - 1] if here == hat + 2 + (items[hat + 1].kind == "-") else None
    if following.kind == "/":
        _fraction(g, start, hat, exponential)
    elif single is None:
        return
    elif following.kind in ("+", "-"):
        parameter = single.kind == "name" and single.text != g.scope.wrt
        if parameter and base.kind in ("name", "group") and base.text != "e":
            _sum(g, start, hat)
    elif _runs_on(g, base, single, following, exponential):
        end = _letters(g, here)
        long = f"{g.typed(start, hat)}^({g.typed(hat + 1, end)})"
        said = f"read as {g.typed(start, here)} {g.typed(here, end)}; for {long} type the brackets"
        g.doubt("exponent-run", said, items[hat + 1].at, items[end - 1].end)


def _in_exponent(g: Grammar, start: int) -> bool:
    """Does this power stand in another one's exponent?"""
    before = start - 1
    while before > 0 and g.items[before].kind == "-":
        before -= 1
    return before >= 0 and g.items[before].kind == "^"


def _runs_on(g: Grammar, base: Token, single: Token, following: Token, exponential: bool) -> bool:
    """Does what follows an exponent look like a part of it?"""
    if following.kind == "name":
        power_of_e = following.text in ("e", "pi") and g.items[g.i + 1].kind == "^"
        if exponential:
            return not power_of_e and (not following.spaced or (single.kind == "num" and base.text == "e"))
        return single.kind == "num" and not following.spaced and following.text in _EXPONENTS
    if following.kind in ("func", "root", "group"):
        return single.kind == "num" and not following.spaced and base.text == "e"
    return False


def _fraction(g: Grammar, start: int, hat: int, exponential: bool) -> None:
    """`x^1/2`, `e^x/2`: an exponent followed at once by a fraction line and a number."""
    slash = g.i
    last, below = g.items[slash - 1], g.items[slash + 1]
    if g.items[slash].spaced or below.kind != "num" or below.spaced or g.items[slash + 2].kind == "^":
        return
    if last.kind == "num" and last.node is not None and below.node is not None and slash <= hat + 3:
        ratio = as_fraction(Div(last.node, below.node))
        if ratio is None or ratio.denominator == 1:
            return
    elif not exponential or last.kind == "group":
        return
    exponent = g.typed(hat + 1, slash)
    base = g.typed(start, hat)
    long = f"{base}^({exponent}/{g.typed_at(below)})"
    said = f"read as ({base}^{exponent})/{g.typed_at(below)}; for {long} type the brackets"
    g.doubt("exponent-fraction", said, g.items[hat + 1].at, below.end)


def _sum(g: Grammar, start: int, hat: int) -> None:
    """`x^n-1`, with no blank."""
    sign, number = g.items[g.i], g.items[g.i + 1]
    if sign.spaced or number.kind != "num" or number.spaced:
        return
    base, power, digits = g.typed(start, hat), g.typed(hat + 1, g.i), g.typed_at(number)
    long = f"{base}^({power}{sign.kind}{digits})"
    said = f"read as {base}^{power} {sign.kind} {digits}; for {long} type the brackets"
    g.doubt("exponent-sum", said, g.items[hat + 1].at, number.end)


def after_root(g: Grammar, start: int) -> None:
    """`√2x`, `√x^2`: the sign takes one factor with its power."""
    items, here = g.items, g.i
    radicand, following = items[start + 1], items[here]
    sign = items[start].text
    if items[start + 2].kind == "^" and here > start + 2:
        typed = g.typed(start + 1, here)
        short = f"({sign}{g.typed_at(radicand)}){g.typed(start + 2, here)}"
        said = f"read as {sign}({typed}); for {short} type the brackets"
        g.doubt("root-of-power", said, items[start].at, items[start + 2].at)
        return
    if radicand.kind not in ("num", "name") or following.spaced or following.kind not in ("name", "group"):
        return
    if following.text == "e" and items[here + 1].kind == "^":
        return
    end = _letters(g, here)
    rest = g.typed(here, end)
    said = f"read as {g.typed(start, here)} {rest}; for {sign}({g.typed(start + 1, end)}) type the brackets"
    g.doubt("root-of-product", said, radicand.at, items[end - 1].end)


def after_bare(g: Grammar, start: int, first: int) -> None:
    """`sin x^2`, `sqrt 2x`, `sin x/2`, `sin x (x+1)`: an argument without brackets, from `first` on."""
    items, here = g.items, g.i
    head = items[first].kind
    hat = next((i for i in range(first, here) if items[i].kind == "^"), 0)
    rest = _rest(g, first) if head in ("num", "name", "-") else 0
    if items[here].kind == "^":
        _power_of_bars(g, start, first)
    elif hat and not 0 < rest < hat and _could_be_outside(items, first, hat):
        _power_of_argument(g, start, first, hat)
    if rest:
        _ends_before(g, start, first, rest)
    if head == "num" and here > first + 1 and _could_be_a_constant(items, start, first, hat):
        _of_a_number(g, start, first)
    if head in ("num", "name", "-") and items[here - 1].kind != "group" and _goes_on(g, first):
        _argument_ends(g, start, first)


def _could_be_outside(items: list[Token], first: int, hat: int) -> bool:
    """Could a power inside the argument have been meant for the whole: `sin x^2`, `ln sin(x)^2`?"""
    before = items[hat - 1]
    if items[first].kind == "func":
        return before.kind == "group"
    return before.kind == "name" and before.text != "e"


def _power_of_argument(g: Grammar, start: int, first: int, hat: int) -> None:
    name, argument, power = g.typed(start, first), g.typed(first, hat), g.typed(hat, g.i)
    nested = g.items[first].kind == "func"
    short = f"({name}({argument})){power}" if nested else f"{name}({argument}){power}"
    said = f"read as {name}({g.typed(first, g.i)}); for {short} type the brackets"
    g.doubt("power-of-argument", said, g.items[first].at, g.items[hat].at)


def _power_of_bars(g: Grammar, start: int, first: int) -> None:
    """`ln|x|^2`: the bars are the whole argument, as brackets are."""
    end = g.ahead(first)
    name, bars, power = g.typed(start, first), g.typed(first, g.i), g.typed(g.i, end)
    said = f"read as ({name}{bars}){power}; for {name}({bars}{power}) type the brackets"
    g.doubt("power-of-argument", said, g.items[first].at, g.items[end - 1].end)


def _rest(g: Grammar, first: int) -> int:
    """Where, behind a blank, an argument goes on that is complete: `cos x x`, `cos x y`; 0 where it does not.

    Nobody writes cos(x x) for cos(x^2). But sin k t is sin(k t) to all who write it.
    """
    for i in range(first + 1, g.i):
        letter, before = g.items[i], {token.text for token in g.items[first:i]}
        if letter.kind == "name" and letter.spaced and before & {letter.text, g.scope.wrt}:
            return i
    return 0


def _ends_before(g: Grammar, start: int, first: int, at: int) -> None:
    """`cosx x` may well have been meant for cos(x) x."""
    name, short, rest = g.typed(start, first), g.typed(first, at), g.typed(at, g.i)
    said = f"read as {name}({g.typed(first, g.i)}); for {name}({short}) {rest} type the brackets"
    g.doubt("argument-goes-on", said, g.items[first].at, g.items[at - 1].end)


def _could_be_a_constant(items: list[Token], start: int, first: int, hat: int) -> bool:
    """`sqrt 2x`, and `ln2 x` with a blank: the root of 2 and the logarithm of 2 are common factors, sin 2 is not."""
    name = items[start].text
    return (name in ("sqrt", "cbrt") and not hat) or (name in _LOGARITHMS and items[first + 1].spaced)


def _of_a_number(g: Grammar, start: int, first: int) -> None:
    """The word takes all that follows."""
    name, number, rest = g.typed(start, first), g.items[first], g.typed(first + 1, g.i)
    short = f"{name}({g.typed_at(number)}) {rest}"
    said = f"read as {name}({g.typed(first, g.i)}); for {short} type the brackets"
    g.doubt("root-word" if name.startswith(("sqrt", "cbrt")) else "logarithm-word", said, number.at, number.end)


def _argument_ends(g: Grammar, start: int, first: int) -> None:
    """`sin x/2`, `sin x (x+1)`: what follows is not part of the argument."""
    operator = g.items[g.i].kind in ("*", "/")
    end = g.ahead(g.i + operator)
    name, argument, rest = g.typed(start, first), g.typed(first, g.i), g.typed(g.i, end)
    gap = "" if operator else " "
    said = f"read as {name}({argument}){gap}{rest}; for {name}({argument}{gap}{rest}) type the brackets"
    g.doubt("argument-ends", said, g.items[first].at, g.items[end - 1].end)


def _goes_on(g: Grammar, first: int) -> bool:
    """Could what follows a bare argument have been meant as a part of it?"""
    following = g.items[g.i]
    if following.kind == "end":
        return False
    then = g.items[g.i + 1]
    number = g.i == first + 1 and g.items[first].kind == "num"
    if following.kind in ("*", "/"):
        if following.spaced or then.spaced:
            return False
        if then.kind == "name":
            return following.kind == "*" or then.text != g.scope.wrt
        return following.kind == "/" and then.kind == "num"
    if following.kind == "group":
        return not following.spaced if number or following.text == "|" else True
    if number and not following.spaced:
        return following.kind in ("func", "root") or (following.text == "e" and then.kind == "^")
    return False


def _run(g: Grammar, start: int) -> int:
    """Where the run of factors from `start` ends: those that follow without a blank."""
    end = g.ahead(start)
    while g.items[end].kind in ("num", "name", "func", "root", "value", "group") and not g.items[end].spaced:
        end = g.ahead(end)
    return end


def _letters(g: Grammar, start: int) -> int:
    """Where one factor and the plain letters right behind it end: `x^2y` of `√x^2ye^x`."""
    end = g.ahead(start)
    while g.items[end].kind == "name" and not g.items[end].spaced and g.items[end + 1].kind not in ("^", "'"):
        end += 1
    return end
