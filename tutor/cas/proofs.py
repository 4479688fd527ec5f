"""Proofs that two expressions are equal, stage by stage: the cheap ones first, and each within its time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from time import monotonic
from typing import Any

from tutor.cas.limits import limited, no_high_powers, reason, short_enough
from tutor.cas.translation import NOTHING, Question, parse, question, symbol
from tutor.expr import Expr
from tutor.values import Interval

__all__ = ["SECONDS", "answer", "prove", "read_side"]

SECONDS = 1.2  # for a proof, all stages and signs together
_LEAST = 0.01  # less is not worth beginning a stage for

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


# Each stage is given the two expressions, and on a curve what is 0 there.


def _same(a: Any, b: Any, *_: Any) -> bool:
    return bool(a == b)


def _expanded(a: Any, b: Any, *_: Any) -> bool:
    from sympy import expand

    difference = a - b
    short_enough(difference)
    return bool(expand(difference) == 0)


def _together(a: Any, b: Any, *_: Any) -> bool:
    from sympy import expand, fraction, together

    above = fraction(together(a - b))[0]
    short_enough(above)
    return bool(expand(above) == 0)


def _exponentials(a: Any, b: Any, *_: Any) -> bool:
    """Everything trigonometric and hyperbolic as exponentials, which then cancel like letters."""
    from sympy import exp, expand, expand_log, expand_power_exp, fraction, powdenest, together

    difference = expand_log(powdenest(expand_power_exp((a - b).rewrite(exp))))
    above = fraction(together(difference))[0]
    short_enough(above)
    return bool(expand(expand_power_exp(expand(above))) == 0)


def _radicals(a: Any, b: Any, *_: Any) -> bool:
    from sympy import expand, radsimp, sqrtdenest

    difference = radsimp(sqrtdenest(a - b), max_terms=6)
    short_enough(difference)
    return bool(expand(difference) == 0)


def _simplified(a: Any, b: Any, *_: Any) -> bool:
    from sympy import simplify

    no_high_powers(a - b)
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
