"""Wrong answers made from right ones by one slip each, as students make them: a sign, a factor, a power, a bracket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from tutor.expr import (
    ONE,
    TWO,
    ZERO,
    Add,
    Call,
    Div,
    Expr,
    Mul,
    Neg,
    Num,
    Path,
    Pow,
    at,
    children,
    number,
    product,
    put,
    total,
)

__all__ = ["SLIPS", "slipped"]

# What each slip makes of a node; nothing where it cannot happen there.
Slip = Callable[[Expr], Iterator[Expr]]


def _sign(e: Expr) -> Iterator[Expr]:
    """A term with the wrong sign."""
    match e:
        case Add(terms):
            for i, term in enumerate(terms):
                if i:
                    yield total((*terms[:i], term.arg if isinstance(term, Neg) else Neg(term), *terms[i + 1 :]))
        case Neg(arg):
            yield arg


def _term_forgotten(e: Expr) -> Iterator[Expr]:
    """A product rule with one term, a number that was not differentiated away."""
    if isinstance(e, Add):
        for i in range(len(e.terms)):
            yield total((*e.terms[:i], *e.terms[i + 1 :]))


def _factor_forgotten(e: Expr) -> Iterator[Expr]:
    """The inner derivative, or a constant factor, left out."""
    if isinstance(e, Mul):
        for i in range(len(e.factors)):
            yield product((*e.factors[:i], *e.factors[i + 1 :]))


def _power_off(e: Expr) -> Iterator[Expr]:
    """The power not lowered, or lowered twice; the square of a denominator forgotten; the sign of a power lost."""
    if not isinstance(e, Pow):
        return
    match e.exp:
        case Num(n):
            yield Pow(e.base, number(n + 1))
            yield e.base if n == 2 else Pow(e.base, number(n - 1))
        case Neg(arg):
            yield Pow(e.base, arg)
        case Div(Num(n), Num(d)):
            yield Pow(e.base, Div(Num(n + d), Num(d)))
            yield Pow(e.base, Div(Num(d), Num(n)))


def _number_off(e: Expr) -> Iterator[Expr]:
    """A coefficient that was not multiplied out rightly."""
    if isinstance(e, Num) and e.value:
        yield number(e.value + 1)
        yield number(2 * e.value)


def _upside_down(e: Expr) -> Iterator[Expr]:
    if isinstance(e, Div) and e.num != ZERO:
        yield Div(e.den, e.num)


def _numerator_swapped(e: Expr) -> Iterator[Expr]:
    """u v' - u' v in a quotient rule."""
    match e:
        case Div(Add((first, Neg(second))), below):
            yield Div(Add((second, Neg(first))), below)


def _denominator_lost(e: Expr) -> Iterator[Expr]:
    if isinstance(e, Div) and not isinstance(e.den, Num):
        yield e.num


_CONFUSED = {
    "sin": "cos", "cos": "sin", "tan": "cot", "sec": "csc", "csc": "sec", "cot": "tan", "sinh": "cosh",
    "cosh": "sinh", "tanh": "coth", "sech": "csch", "arcsin": "arccos", "arctan": "arccot", "arsinh": "arcsin",
    "sigmoid": "tanh", "softplus": "sigmoid", "Phi": "phi", "phi": "Phi", "sqrt": "cbrt", "ln": "sqrt",
    "step": "relu", "sign": "abs",
}  # fmt: skip


def _function_confused(e: Expr) -> Iterator[Expr]:
    if isinstance(e, Call) and e.name in _CONFUSED:
        yield Call(_CONFUSED[e.name], e.args)


def _argument_spoiled(e: Expr) -> Iterator[Expr]:
    """sin(x) for sin(2x), sin(x)^2 for sin(x^2), the inner derivative inside."""
    match e:
        case Call(name, (Mul((Num(), rest)),)):
            yield Call(name, (rest,))
        case Call(name, (Pow(base, exponent),)) if name not in ("sqrt", "abs", "ln"):
            yield Pow(Call(name, (base,)), exponent)
        case Pow(Call(name, (inner,)), Num() as n) if name not in ("sqrt", "abs"):
            yield Call(name, (Pow(inner, n),))


def _torn_apart(e: Expr) -> Iterator[Expr]:
    """sqrt(a + b) as sqrt(a) + sqrt(b), (a + b)^2 as a^2 + b^2, 1/(a + b) as 1/a + 1/b, ln(a + b) likewise."""
    match e:
        case Call("sqrt" | "ln" | "cbrt" | "sin" | "cos" as name, (Add(terms),)) if not any(
            isinstance(term, Neg) for term in terms
        ):
            yield total(tuple(Call(name, (term,)) for term in terms))
        case Pow(Add(terms), Num(n)) if n == 2:
            yield total(tuple(Neg(Pow(t.arg, TWO)) if isinstance(t, Neg) else Pow(t, TWO) for t in terms))
        case Div(above, Add(terms)):
            yield total(tuple(Neg(Div(above, t.arg)) if isinstance(t, Neg) else Div(above, t) for t in terms))


def _bracket_lost(e: Expr) -> Iterator[Expr]:
    """a*b + c for a*(b + c)."""
    match e:
        case Mul((*before, Add((first, *others)))):
            yield total((product((*before, first)), *others))
        case Neg(Add((first, *others))):
            yield total((Neg(first), *others))
        case Div(Add((*before, last)), below):
            yield total((*before, Neg(Div(last.arg, below)) if isinstance(last, Neg) else Div(last, below)))


def _log_kept(e: Expr) -> Iterator[Expr]:
    """ln(2) forgotten beside 2^x, 1/ln(u) for 1/u."""
    match e:
        case Div(above, Call("ln", args)):
            yield Div(above, args[0])
        case Call("ln", (Num(),)):
            yield ONE


SLIPS: tuple[Slip, ...] = (
    _sign, _term_forgotten, _factor_forgotten, _power_off, _number_off, _upside_down, _numerator_swapped,
    _denominator_lost, _function_confused, _argument_spoiled, _torn_apart, _bracket_lost, _log_kept,
)  # fmt: skip


def slipped(e: Expr, rng: Random, wanted: int) -> list[tuple[str, Expr]]:
    """Up to so many different answers with one slip in each, and the name of the slip; every kind in turn."""
    by_kind: dict[str, list[Expr]] = {}
    for path, node in _everywhere(e):
        for slip in SLIPS:
            for made in slip(node):
                by_kind.setdefault(slip.__name__.strip("_"), []).append(put(e, path, made))
    kinds = list(by_kind.items())
    rng.shuffle(kinds)
    found: dict[Expr, str] = {}
    while len(found) < wanted and any(answers for _, answers in kinds):
        for kind, answers in kinds:
            if answers and len(found) < wanted:
                other = answers.pop(rng.randrange(len(answers)))
                if other != e:
                    found.setdefault(other, kind)
    return [(kind, other) for other, kind in found.items()]


def _everywhere(e: Expr, path: Path = ()) -> Iterator[tuple[Path, Expr]]:
    yield path, at(e, path)
    for i in range(len(children(at(e, path)))):
        yield from _everywhere(e, (*path, i))
