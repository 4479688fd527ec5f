"""The hint ladder: four rungs, made from the derivation of the problem itself.

1 names the operation done last, 2 states its formula and the common mistake to avoid, 3 fills in the letters, 4 shows
the line. An author may replace a rung, and need not write any.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from tutor.apply import Applied, apply_first
from tutor.derive import Derivation, derive
from tutor.expr import Add, Call, D, Expr, Mul, children
from tutor.rules import RULES, MalRule, Rule
from tutor.rules.special import POWER_OF_A_FUNCTION
from tutor.show import pretty


def ladder(f: Expr, wrt: str = "x", *, order: int = 1, written: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The four rungs for the derivative of f; one that the author wrote (not empty) replaces ours, a fifth is added."""
    derivation = derive(f, wrt, order=order)
    applied = apply_first(f, wrt)
    ours = (_operation(applied, f, wrt, order), _formula(applied), _letters(applied, wrt), _line(derivation))
    return tuple(filter(None, (own or rung for own, rung in zip_longest(written, ours, fillvalue=""))))


def opening(f: Expr, wrt: str = "x", *, order: int = 1) -> str:
    """What is done last in f, for somebody whose answer says nothing of how it was found."""
    return _operation(apply_first(f, wrt), f, wrt, order)


def first_rule(f: Expr, wrt: str = "x") -> str:
    """The name of the rule that comes first: "product", or "chain" where that opens the outer function."""
    return apply_first(f, wrt)[0].rule.name


_LAST_STEP = {
    "constant": "f does not change with {x} at all. How steep is a flat line?",
    "identity": "f is the line y = {x}. How steep is it?",
    "sum": "f is a sum of {count} terms. Each can be differentiated by itself.",
    "minus": "f is something with a minus sign in front. Look at that something: {u}.",
    "constant multiple": "f is a constant, {c}, and one factor that moves: {u}.",
    "rewrite": "Write f in a simpler form first; then a shorter rule fits.",
    "reciprocal": "f is a constant over something that moves: {v}.",
    "product": "f is a product of {count} factors that both move.",
    "quotient": "f is a quotient: something that moves over something that moves.",
    "logarithmic differentiation": "f is a power whose base and exponent both move.",
    "chain": "What would you do last, if you computed f at {x} = 2? That is the outer function; the inside is {u}.",
}


def _operation(applied: Sequence[Applied], f: Expr, wrt: str, order: int) -> str:
    first = applied[0]
    words = {name: pretty(e, wrt) for name, e in first.letters}
    if first.rule.id == "negative-multiple":
        words["c"] = f"−{words['c']}"
    count = len(f.terms) if isinstance(f, Add) else len(children(f)) if isinstance(f, Mul) else 2
    template = _LAST_STEP.get(first.rule.name if first.rule.id != "minus" else "minus")
    if template is None:
        text = f"f is {_in_the_table(first.rule)}, taken at {wrt} itself: its derivative stands in the table."
    else:
        text = template.format_map({"x": wrt, "count": _count(count), "u": "", "v": "", "c": ""} | words)
    if first.rule.id == "product-of-several":
        text = text.replace("both", "all")
    return text if order == 1 else f"Differentiate once, then differentiate the result. {text}"


def _in_the_table(rule: Rule) -> str:
    if rule.name == "power":
        return "a power"
    return f"an elementary function ({rule.name})"


def _count(n: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}.get(n, str(n))


def _formula(applied: Sequence[Applied]) -> str:
    """The formula of the rule, and the common mistake to avoid with it."""
    rule = applied[0].rule
    said = f"{rule.name.capitalize()}:  {rule.pretty}"
    if len(applied) > 1 and applied[0].rule.id == "chain":
        said += f",  and here  {applied[1].rule.pretty}"
    warning = next(filter(None, map(_warning, _by_likelihood(applied))), "")
    return f"{said}. {warning}".rstrip()


def _by_likelihood(applied: Sequence[Applied]) -> list[tuple[MalRule, ...]]:
    """The mal-rules to warn of, those of the likeliest rule first."""
    outer = applied[-1]
    if outer.rule.name == "power" and isinstance(dict(outer.letters).get("u"), Call):
        return [(POWER_OF_A_FUNCTION,)]
    return [a.rule.mal or _of_the_same_name(a.rule) for a in applied]


def _of_the_same_name(rule: Rule) -> tuple[MalRule, ...]:
    return next((other.mal for other in RULES if other.name == rule.name and other.mal), ())


def _warning(mal: tuple[MalRule, ...]) -> str:
    numbered = [rule for rule in mal if rule.mistake is not None]
    candidates = numbered or list(mal)
    return _do_not(candidates[0]) if candidates else ""


def _do_not(mal: MalRule) -> str:
    number = f" (common mistake {mal.mistake})" if mal.mistake else ""
    return f"Do not {mal.avoid}{number}."


def _letters(applied: Sequence[Applied], wrt: str) -> str:
    """The letters of the formula filled in."""
    first = applied[0]
    letters = [(name, e) for a in applied for name, e in a.letters]
    match first.where:
        case Add(terms) if first.rule.id == "sum":
            return f"The terms are  {',  '.join(pretty(term, wrt) for term in terms)}."
        case Mul(factors) if first.rule.id == "product-of-several":
            letters = list(zip("uvwabc", factors, strict=False))
    if first.rule.name == "rewrite" and isinstance(first.result, D):
        return f"Here  {pretty(first.where, wrt)}  is  {pretty(first.result.arg, wrt)}."
    shown = dict.fromkeys(f"{name} = {pretty(e, wrt)}" for name, e in letters if name != "x")
    if not shown:
        return f"Here it is used on  {pretty(applied[0].where, wrt)}."
    return "Here  " + ",  ".join(shown) + "."


def _line(derivation: Derivation) -> str:
    """The first line after the rule."""
    return f"The line is  {pretty(derivation.lines[0], derivation.wrt)}."
