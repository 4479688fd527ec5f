"""SymPy, known to this module alone: it is asked whether two expressions are equal and how one simplifies.

Trees come in and trees or words go out. A tree is written as one explicit line and read by SymPy's own parser
in a closed namespace; letters travel as symbols under names of ours, because SymPy takes S, N, O, Q, E, I,
beta, gamma, zeta and lambda for its own.

A proof is for real letters of known sign where signs matter, so that SymPy may use sqrt(x^2) = x for x > 0
and does not fall back on complex branches: the same proof has to be found once for each combination of signs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import cache, partial
from time import monotonic
from types import MappingProxyType
from typing import Any

from tutor.budget import GivenUpError
from tutor.errors import TutorError
from tutor.expr import PI, Call, D, Div, E, Expr, Neg, Pow, Sym, letters, mapped, number, product, total, walk_once
from tutor.show import explicit
from tutor.values import REAL, Interval

__all__ = [
    "SECONDS",
    "UnknownError",
    "answer",
    "derivative",
    "from_sympy",
    "letter_names",
    "limited",
    "prove",
    "question",
    "read_side",
    "reason",
    "simplify",
    "symbol",
    "to_sympy",
    "warm_up",
]

NOTHING: Mapping[str, Any] = MappingProxyType({})
SECONDS = 1.2  # for a proof, all stages and signs together
_LEAST = 0.01  # less is not worth beginning a stage for
_MOST_TERMS = 2000  # of an expansion
_LONGEST = 20_000  # signs of a text
_NAMES = (
    "sin cos tan cot sec csc asin acos atan sinh cosh tanh coth sech csch asinh acosh atanh exp log sqrt"
    " real_root Abs sign Heaviside erf Max Min factorial pi E Integer Rational Derivative Subs"
)


class UnknownError(TutorError):
    """SymPy's answer cannot be written with our functions."""


@cache
def _namespace() -> dict[str, Any]:
    import sympy

    return {"__builtins__": {}, **{name: getattr(sympy, name) for name in _NAMES.split()}}


# A question as it travels to the worker: texts, and letters under safe names with what is known of them.
Question = dict[str, Any]


def question(
    *trees: Expr, assume: Mapping[str, Interval] = NOTHING, signs: Sequence[Mapping[str, int]] = ({},)
) -> Question:
    """The trees in explicit words, with what is known of their letters. Needs no SymPy.

    Of three trees the first two are to be compared where the third is 0. Raises GivenUpError where a text would be too
    long for SymPy to do anything with it.
    """
    names = {name: safe for safe, name in letter_names(*trees, assume=assume).items()}
    facts = {safe: _facts(assume.get(name, REAL)) for name, safe in names.items()}
    combinations = [{names[name]: sign for name, sign in each.items() if name in names} for each in signs]
    texts = [explicit(_renamed(e, names)) for e in trees]
    if max(map(len, texts)) > _LONGEST:
        raise GivenUpError("SymPy would never read so long a text")
    return {
        "texts": texts,
        "letters": facts,
        "signs": combinations,
    }


def letter_names(*trees: Expr, assume: Mapping[str, Interval] = NOTHING) -> dict[str, str]:
    """From the safe names of a question back to the letters."""
    return {
        safe: name for name, safe in safe_names(frozenset().union(*map(_all_letters, trees), assume.keys())).items()
    }


def _all_letters(e: Expr) -> frozenset[str]:
    """The letters in it, those by which is differentiated among them."""
    return letters(e) | {node.wrt for node in walk_once(e) if isinstance(node, D)}


def _renamed(e: Expr, names: Mapping[str, str]) -> Expr:
    def new(node: Expr) -> Expr | None:
        match node:
            case Sym(name):
                return Sym(names.get(name, name))
            case D(arg, wrt):
                return D(_renamed(arg, names), names[wrt])
        return None

    return mapped(e, new)


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """Names that SymPy cannot take for anything of its own."""
    return {name: f"q{i}_" for i, name in enumerate(sorted(names))}


def _facts(known: Interval) -> dict[str, int]:
    return {"whole": int(known.whole), "sign": known.sign, "zero": int(known.contains(Fraction(0)))}


def parse(text: str, facts: Mapping[str, Mapping[str, int]], signs: Mapping[str, int] = NOTHING) -> Any:
    """An explicit line as SymPy reads it; a letter of sign -1 is minus a positive symbol."""
    from sympy.parsing.sympy_parser import auto_number, parse_expr

    local = {name: symbol(name, fact, signs.get(name, 0)) for name, fact in facts.items()}
    return parse_expr(text, local, (auto_number,), dict(_namespace()))


def symbol(name: str, fact: Mapping[str, int], sign: int) -> Any:
    from sympy import Symbol

    is_a = {"integer": True} if fact["whole"] else {"real": True}
    sign = sign or fact["sign"]
    if not sign:
        return Symbol(name, **is_a)
    # Only whole letters are ever tried at 0; for others one point more or less does not count.
    size = Symbol(name, **is_a, **({"nonnegative": True} if fact["whole"] and fact["zero"] else {"positive": True}))
    return size if sign > 0 else -size


def to_sympy(e: Expr, assume: Mapping[str, Interval] = NOTHING) -> Any:
    """The expression as SymPy reads it, its letters under safe names."""
    asked = question(e, assume=assume)
    return parse(asked["texts"][0], asked["letters"])


# Proofs -----------------------------------------------------------------------------------------------------


class _TooMuchError(Exception):
    """A stage would take too long."""


class _OutOfTimeError(Exception):
    """A stage has taken too long."""


# What came of one stage, as it travels: its name, the signs it was tried for, what it said, its milliseconds.
Tried = dict[str, Any]
_EQUAL, _NOT_FOUND = "equal", "no proof"


def prove(
    a: Expr,
    b: Expr,
    assume: Mapping[str, Interval] = NOTHING,
    signs: Sequence[Mapping[str, int]] = ({},),
    zero: Expr | None = None,
    seconds: float = SECONDS,
) -> str:
    """The stage that proves a = b for every combination of signs, where `zero` is 0; "" if none does in time.

    Never wrong about "equal", silent about everything else. One budget for all stages and signs together.
    """
    trees = (a, b) if zero is None else (a, b, zero)
    return answer(question(*trees, assume=assume, signs=signs), seconds)[0]


def answer(asked: Question, seconds: float = SECONDS) -> tuple[str, list[Tried]]:
    """`prove` for a question as it travels, with the stages that were tried."""
    end = monotonic() + seconds
    last = 0
    tried: list[Tried] = []
    for done, signs in enumerate(asked["signs"]):
        share = (end - monotonic()) / (len(asked["signs"]) - done)
        stage = _prove_once(partial(_parsed, asked, signs), signs, share, tried)
        if stage is None:
            return "", tried
        last = max(last, stage)
    return (_stages(asked["texts"])[last][0] if asked["signs"] else ""), tried


def _parsed(asked: Question, signs: Mapping[str, int]) -> list[Any]:
    return [read_side(text, asked["letters"], signs) for text in asked["texts"]]


def read_side(text: str, facts: Mapping[str, Mapping[str, int]], signs: Mapping[str, int]) -> Any:
    """A side with its derivatives taken by SymPy itself, and then its letters given their signs."""
    if "Derivative(" not in text:
        return parse(text, facts, signs)
    plain = {name: {**fact, "sign": 0} for name, fact in facts.items()}
    taken = parse(text, plain).doit()
    return taken.subs({symbol(name, plain[name], 0): symbol(name, facts[name], signs.get(name, 0)) for name in facts})


def _prove_once(
    parsed: Callable[[], Iterable[Any]], signs: Mapping[str, int], seconds: float, tried: list[Tried]
) -> int | None:
    """The first stage that proves it, for one combination of signs; each that is tried is added to the list."""
    end = monotonic() + seconds
    try:
        with limited(seconds):
            given = list(parsed())
    except MemoryError:
        raise
    except Exception as error:  # whatever SymPy raises: it has no say then
        tried.append(_tried("SymPy: parse", signs, reason(error), end - seconds))
        return None
    stages = _stages(given)
    for index, (name, stage) in enumerate(stages):
        left = end - monotonic()
        is_last = index == len(stages) - 1
        if left < _LEAST:
            return None
        began = monotonic()
        said = _said(partial(stage, *given), left if is_last else min(left, max(0.3, left / 2)))
        tried.append(_tried(name, signs, said, began))
        if said == _EQUAL:
            return index
    return None


def _tried(stage: str, signs: Mapping[str, int], said: str, began: float) -> Tried:
    return {"stage": stage, "signs": dict(signs), "said": said, "ms": round(1000 * (monotonic() - began), 2)}


def _said(stage: Callable[[], bool], seconds: float) -> str:
    """A stage that fails or takes too long only says nothing; the next one has its turn."""
    try:
        with limited(seconds):
            return _EQUAL if stage() else _NOT_FOUND
    except MemoryError:  # what was allocated may stay: this process had better end
        raise
    except Exception as error:
        return reason(error)


def reason(error: Exception) -> str:
    match error:
        case _OutOfTimeError():
            return "out of time"
        case _TooMuchError():
            return "would be too long"
        case _:
            return "no answer"


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Break off what takes longer, where the system has an alarm clock and we are in the main thread."""
    import signal
    import threading

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise _OutOfTimeError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# Each stage is given the two expressions, and on a curve what is 0 there.


def _same(a: Any, b: Any, *_: Any) -> bool:
    return bool(a == b)


def _expanded(a: Any, b: Any, *_: Any) -> bool:
    from sympy import expand

    difference = a - b
    _short_enough(difference)
    return bool(expand(difference) == 0)


def _together(a: Any, b: Any, *_: Any) -> bool:
    from sympy import expand, fraction, together

    above = fraction(together(a - b))[0]
    _short_enough(above)
    return bool(expand(above) == 0)


def _exponentials(a: Any, b: Any, *_: Any) -> bool:
    """Everything trigonometric and hyperbolic as exponentials, which then cancel like letters."""
    from sympy import exp, expand, expand_log, expand_power_exp, fraction, powdenest, together

    difference = expand_log(powdenest(expand_power_exp((a - b).rewrite(exp))))
    above = fraction(together(difference))[0]
    _short_enough(above)
    return bool(expand(expand_power_exp(expand(above))) == 0)


def _radicals(a: Any, b: Any, *_: Any) -> bool:
    from sympy import expand, radsimp, sqrtdenest

    difference = radsimp(sqrtdenest(a - b), max_terms=6)
    _short_enough(difference)
    return bool(expand(difference) == 0)


def _simplified(a: Any, b: Any, *_: Any) -> bool:
    from sympy import simplify

    _no_high_powers(a - b)
    return bool(simplify(a - b) == 0)


def _remainder(a: Any, b: Any, zero: Any) -> bool:
    from tutor.cas.remainder import is_multiple

    return is_multiple(a - b, zero)


Stages = tuple[tuple[str, Callable[..., bool]], ...]

_STAGES: Stages = (
    ("SymPy: same form", _same),
    ("SymPy: expand", _expanded),
    ("SymPy: together", _together),
    ("SymPy: exponentials", _exponentials),
    ("SymPy: radicals", _radicals),
    ("SymPy: simplify", _simplified),
)
# What needs the equation does so at once; what does not is seldom left to those that come after.
_ON_CURVE: Stages = (*_STAGES[:2], ("SymPy: remainder by the equation", _remainder), *_STAGES[3:])


def _stages(given: Sequence[Any]) -> Stages:
    return _STAGES if len(given) == 2 else _ON_CURVE


def _short_enough(e: Any) -> None:
    """Refuse an expansion of thousands of terms before it starts."""
    if _terms(e) > _MOST_TERMS:
        raise _TooMuchError


def _terms(e: Any) -> float:
    """An upper bound of the number of terms after expanding."""
    if e.is_Add:
        return sum(_terms(arg) for arg in e.args)
    if e.is_Mul:
        result = 1.0
        for arg in e.args:
            result *= _terms(arg)
        return result
    if e.is_Pow and e.exp.is_Integer and e.exp > 0:
        base, n = _terms(e.base), int(e.exp)
        # Multinomial: n + k - 1 over k - 1, bounded by both simple estimates.
        return 1 if base <= 1 else min(base**n if n < 64 else float("inf"), float(n + 1) ** (base - 1))
    return max((_terms(arg) for arg in e.args), default=1.0) if e.args else 1.0


def _no_high_powers(e: Any) -> None:
    """Refuse what `simplify` would expand for minutes: 6000(x - 1)^5999."""
    from sympy import Pow as Power

    for power in e.atoms(Power):
        if power.exp.is_Integer and abs(int(power.exp)) > 60 and not power.base.is_Atom:
            raise _TooMuchError


# For authors and tests --------------------------------------------------------------------------------------


def derivative(f: Expr, wrt: str = "x", order: int = 1) -> Expr:
    """SymPy's derivative, as it comes. Raises UnknownError where it has no form in our functions."""
    from sympy import DiracDelta, Integer, diff

    asked = question(f, Sym(wrt))
    function, variable = (parse(text, asked["letters"]) for text in asked["texts"])
    found = diff(function, variable, order)
    # A step is differentiated to a DiracDelta, which is 0 but for single points.
    return from_sympy(found.replace(DiracDelta, lambda *_: Integer(0)), letter_names(f, Sym(wrt)))


def complex_step(f: Expr, wrt: str, place: Expr, step: Expr) -> float:
    """The imaginary part of f(place + i step), over step."""
    from sympy import I, im

    (text, letter, *ends), facts = (asked := question(f, Sym(wrt), place, step))["texts"], asked["letters"]
    function, variable, a, h = (parse(part, facts) for part in (text, letter, *ends))
    return float((im(function.subs(variable, a + I * h)) / h).evalf(30))


def real_zeros(e: Expr, wrt: str, lo: float, hi: float, seconds: float = 10.0) -> list[float] | None:
    """The real zeros that SymPy finds between two ends, as floats in order; None where it finds no finite list."""
    from sympy import FiniteSet, Interval, Rational, S, solveset

    (text, letter), facts = (asked := question(e, Sym(wrt)))["texts"], asked["letters"]
    expression, variable = parse(text, facts), parse(letter, facts)
    bounded = abs(lo) < 1e300 and abs(hi) < 1e300
    # The ends as floats stand a little inside or outside; a rational number near them is as good.
    wide = [Rational(round(x * 10**9), 10**9) + side * Rational(1, 10**8) for x, side in ((lo, -1), (hi, 1)) if bounded]
    domain = Interval(*wide) if bounded else S.Reals
    try:
        with limited(seconds):
            found = solveset(expression, variable, domain)
            return sorted(float(x) for x in found) if isinstance(found, FiniteSet) else None
    except (_TooMuchError, ArithmeticError, NotImplementedError, TypeError, ValueError, AttributeError):
        return None


def simplify(e: Expr, assume: Mapping[str, Interval] = NOTHING) -> Expr:
    """What SymPy thinks simplest, for authors; it may take its time. Raises UnknownError as `derivative` does."""
    return simplified(question(e, assume=assume), letter_names(e, assume=assume))


def simplified(asked: Question, names: Mapping[str, str]) -> Expr:
    """`simplify` for a question as it travels; `names` leads from safe names back to letters."""
    import sympy

    return from_sympy(sympy.simplify(parse(asked["texts"][0], asked["letters"])), names)


_OURS = {
    "log": "ln", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asec": "arcsec", "acsc": "arccsc",
    "asinh": "arsinh", "acosh": "arcosh", "atanh": "artanh", "acoth": "arcoth", "asech": "arsech",
    "acsch": "arcsch", "Abs": "abs", "Heaviside": "step", "Max": "max", "Min": "min",
}  # fmt: skip
_THE_SAME = frozenset(
    (
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "sinh",
        "cosh",
        "tanh",
        "coth",
        "sech",
        "csch",
        "sign",
        "erf",
        "factorial",
    )
)


def from_sympy(s: Any, names: Mapping[str, str] | None = None) -> Expr:
    """SymPy's expression as a tree; `names` gives the letter of a symbol. Raises UnknownError where it must."""
    import sympy

    def parts() -> tuple[Expr, ...]:
        return tuple(from_sympy(arg, names) for arg in s.args)

    if s.is_Rational:
        return number(Fraction(int(s.p), int(s.q)))
    if s.is_Symbol:
        return Sym((names or {}).get(s.name, s.name))
    if s in (sympy.E, sympy.pi):
        return E if s == sympy.E else PI
    if s.is_Add:
        return total(parts())
    if s.is_Mul:
        return _from_product(s, names)
    if isinstance(s, sympy.exp):
        return Pow(E, from_sympy(s.args[0], names))
    if s.is_Pow:
        base, exponent = parts()
        return Call("sqrt", (base,)) if s.exp == sympy.Rational(1, 2) else Pow(base, exponent)
    name = s.func.__name__
    if name in _THE_SAME or name in _OURS:
        given = parts()
        # Heaviside has a second argument: its value at 0.
        return Call(_OURS.get(name, name), given[:1] if name == "Heaviside" else given)
    raise UnknownError(f"SymPy's answer has {name} in it, which cannot be written here")


def _from_product(s: Any, names: Mapping[str, str] | None) -> Expr:
    """A product with its denominator under a fraction bar and its minus in front."""
    above, below = s.as_numer_denom() if not s.is_number else (s, 1)
    if below != 1:
        return Div(from_sympy(above, names), from_sympy(below, names))
    if s.args[0].is_Rational and s.args[0] < 0:
        return Neg(from_sympy(-s, names))
    return product(tuple(from_sympy(arg, names) for arg in s.args))


def warm_up() -> None:
    """Load SymPy and the parts of it that a first question would wait for."""
    from sympy import Symbol, diff, simplify

    x = Symbol("x")
    diff(to_sympy(Pow(Sym("x"), number(2))), x)
    simplify(x / x)
