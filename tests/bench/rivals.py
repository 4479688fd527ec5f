"""Other checkers on the same pairs: SymPy used naively, SymPy's `equals`, and KAS under node.

All of them answer yes or no. None is the verdict None: no answer within the limit, an error, or "do not know".
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.bench.judged import Texts
from tutor import cas
from tutor.expr import Add, Call, Div, E, Expr, Mul, Neg, Num, Pow, Sym, letters
from tutor.read import read
from tutor.show import fold
from tutor.values import read_assumptions

__all__ = ["Answer", "kas", "sympy_equals", "sympy_simplify"]

_LIMIT = 10.0  # seconds for one pair
_ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, no or nothing, and in how many seconds."""

    equal: bool | None
    seconds: float
    steady: bool = True


# SymPy ------------------------------------------------------------------------------------------------------


class _TimeUpError(BaseException):
    """Not an Exception, because SymPy catches those."""


def sympy_simplify(pairs: Sequence[Texts]) -> list[Answer]:
    """`simplify(a - b) == 0`, the letters real, or positive where that is assumed; parsing included."""
    from sympy import simplify

    return [_asked(pair, lambda a, b: bool(simplify(a - b) == 0)) for pair in pairs]


def sympy_equals(pairs: Sequence[Texts]) -> list[Answer]:
    """`a.equals(b)`, which may answer that it does not know."""
    return [_asked(pair, lambda a, b: a.equals(b)) for pair in pairs]


def _asked(pair: Texts, ask: Callable[[Any, Any], bool | None]) -> Answer:
    # Each pair only once: SymPy remembers results, and would be timed at looking them up.
    asked = cas.question(read(pair[0]), read(pair[1]), assume=read_assumptions(pair[2]))
    started = perf_counter()
    try:
        signal.signal(signal.SIGALRM, _ring)
        signal.setitimer(signal.ITIMER_REAL, _LIMIT)
        a, b = (cas.parse(text, asked["letters"]) for text in asked["texts"])
        verdict = ask(a, b)
    except (Exception, _TimeUpError):
        verdict = None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return Answer(verdict, perf_counter() - started)


def _ring(*_: object) -> None:
    raise _TimeUpError


# KAS --------------------------------------------------------------------------------------------------------

_SCRIPT = Path(__file__).with_name("kas.js")
_READ_BY_KAS = frozenset(
    (
        "sin", "cos", "tan", "csc", "sec", "cot", "arcsin", "arccos", "arctan", "arccsc", "arcsec", "arccot",
        "sinh", "cosh", "tanh", "csch", "sech", "coth", "sqrt", "ln", "abs",
    )
)  # fmt: skip


class _UnreadableError(Exception):
    pass


def kas(pairs: Sequence[Texts]) -> list[Answer | None] | str:
    """Parse both and compare, timed inside node: the median of nine rounds after a warm-up. None: it cannot read it.

    A text says why there are no answers. The package is looked for where NODE_PATH and TUTOR_BENCH_NODE_PATH say.
    """
    node = shutil.which("node")
    if node is None:
        return "there is no node"
    texts: list[tuple[str, str] | None] = [_for_kas(pair) for pair in pairs]
    places = [os.environ[name] for name in ("TUTOR_BENCH_NODE_PATH", "NODE_PATH") if os.environ.get(name)]
    done = subprocess.run(
        [node, str(_SCRIPT)],
        input=json.dumps({"rounds": _ROUNDS, "pairs": [text for text in texts if text]}),
        capture_output=True,
        text=True,
        env={**os.environ, "NODE_PATH": os.pathsep.join(places)},
        check=False,
    )
    if done.returncode:
        return "node does not find @khanacademy/kas; TUTOR_BENCH_NODE_PATH may name the folder it is in"
    answers = iter(json.loads(done.stdout))
    found: list[Answer | None] = []
    for text in texts:
        answer = next(answers) if text else {}
        votes = answer.get("equal", [])
        yes = sum(votes)
        found.append(Answer(2 * yes > len(votes), answer["seconds"], yes in (0, len(votes))) if votes else None)
    return found


def _for_kas(pair: Texts) -> tuple[str, str] | None:
    """Both texts in the notation of KAS, None if it has none for them: it knows no whole letters and no signs."""
    a, b = read(pair[0]), read(pair[1])
    names = sorted(letters(a) | letters(b))
    if pair[2] or not names:
        return None
    # One letter each, and none that KAS takes for something else.
    free = iter(letter for letter in "xyztabcdghjklmnopqrsuvwABCDFGHJKLMNPQRSTUVWXYZ" if letter not in names)
    short = {name: name if len(name) == 1 and name.isascii() and name not in "efiE" else next(free) for name in names}
    try:
        return fold(a, lambda e, parts: _kas_node(e, parts, short)), fold(
            b, lambda e, parts: _kas_node(e, parts, short)
        )
    except _UnreadableError:
        return None


def _kas_node(e: Expr, parts: list[str], short: dict[str, str]) -> str:
    """One node with everything explicit: products, powers and all brackets."""
    match e:
        case Num(value):
            whole = value.denominator == 1
            return str(value.numerator) if whole else f"({value.numerator}/{value.denominator})"
        case Sym("e" | "pi" as name):
            return name
        case Sym(name):
            return short[name]
        case Add(terms):
            signed = (f"-{p[1:]}" if isinstance(t, Neg) else f"+{p}" for t, p in zip(terms[1:], parts[1:], strict=True))
            return f"({parts[0]}{''.join(signed)})"
        case Mul():
            return f"({'*'.join(f'({p})' if p.startswith('-') else p for p in parts)})"
        case Neg():
            return f"-{parts[0]}"
        case Div():
            return f"(({parts[0]})/({parts[1]}))"
        case Pow(base, _) if base == E:
            return f"e^({parts[1]})"
        case Pow():
            return f"({parts[0]})^({parts[1]})"
        case Call("cbrt"):
            return f"({parts[0]})^(1/3)"
        case Call("log"):
            return f"(ln({parts[0]})/ln({parts[1]}))"
        case Call(name) if name in _READ_BY_KAS:
            return f"{name}({parts[0]})"
    raise _UnreadableError
