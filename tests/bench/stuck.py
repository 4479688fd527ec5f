"""A search for answers that take long: shapes that grow, and random texts, on real verdicts with a real worker.

Nothing that can be typed may take longer than two seconds. `python -m tests.bench stuck` prints the slowest found;
`STUCK_SEED` and `STUCK_COUNT` say which random texts are tried, and how many.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from random import Random
from time import perf_counter

from tests.bench.timing import say, spread
from tutor.errors import TutorError
from tutor.functions import TABLE
from tutor.kinds import mark
from tutor.problem import Problem
from tutor.read import MAX_LENGTH, read
from tutor.results import check_result, equal_result
from tutor.verdict import word
from tutor.worker import Worker

_SLOWEST = 5
_ROOM = 40  # signs left for what a text is put into
_ONE = [line.name for line in TABLE if line.arity == (1,)]
_LETTERS = "abcdghkmnpqrstuvwxyz"

Pair = tuple[str, str, str]  # mark | check | equal, and its two texts


def run() -> None:
    """Print how long verdicts take, and which take longest."""
    count, seed = int(os.environ.get("STUCK_COUNT", "2000")), int(os.environ.get("STUCK_SEED", "1"))
    with Worker() as worker:
        worker.ask({"do": "nothing"}, 60)
        for name, pairs in (("shapes", list(_of_shapes())), (f"random texts, seed {seed}", _random(seed, count))):
            found = [(*_timed(pair, worker), pair) for pair in pairs]
            say(f"{len(found)} verdicts on {name}", spread([seconds for seconds, _, _ in found]), "max 2000")
            for seconds, verdict, (kind, a, b) in sorted(found, reverse=True)[:_SLOWEST]:
                print(f"  {seconds:5.2f} s  {verdict:12} {kind} {a[:50]!r} {b[:50]!r}")


def _timed(pair: Pair, worker: Worker) -> tuple[float, str]:
    began = perf_counter()
    try:
        verdict = _verdict(*pair, worker)
    except TutorError:
        verdict = "refused"
    return perf_counter() - began, verdict


def _verdict(kind: str, a: str, b: str, worker: Worker) -> str:
    match kind:
        case "mark":
            return word(mark(Problem("own", "differentiate", read(a), "own"), b, worker).verdict)
        case "check":
            return str(check_result(a, b, prover=worker).json["verdict"])
        case _:
            return str(equal_result(a, b, prover=worker).json["verdict"])


def _of_shapes() -> Iterator[Pair]:
    """Each shape as an answer, on a curve too, against itself in another dress, as a function and as a curve."""
    for text in dict.fromkeys(text for text in _shapes() if len(text) <= MAX_LENGTH - _ROOM):
        yield "mark", "x^2", text
        yield "equal", text, f"{text} + 0x"
        yield "equal", text, f"1.0({text}) + 1/3^40"
        yield "check", text, "x"
        yield "check", "x^2 + y^2 = 25", text
        yield "check", f"{text} = y^3 + y", "x"


def _shapes() -> Iterator[str]:
    for name in _ONE:
        for depth in (5, 20, 58):
            yield f"{name}(" * depth + "x" + ")" * depth
        for primes in (1, 5, 6, 7, 40):
            yield f"{name}{chr(39) * primes}(x)"
    for depth in (5, 20, 58):
        for exponent in ("2", "9", "-2", "(1/2)", "pi", "0.37", "x", "99"):
            yield "(" * depth + f"x + 1)^{exponent}" * depth
        for inner in ("sqrt(x + ", "sqrt(2 + ", "cbrt(x - ", "1/(1 + ", "|1 - ", "max(x, "):
            closing = "|" if inner.startswith("|") else ")"
            yield inner * depth + "1" + closing * depth
        yield "x^" * depth + "x"
        yield "e^(" * depth + "x" + ")" * depth
    yield from (
        "x^(10^300)",
        "(1 + x)^(10^9)",
        "sin(10^900 x)",
        "e^(10^9 x)",
        "tanh(e^(10^9 x^2))",
        "(1000x)!",
        "((x!)!)!",
    )
    for depth in range(1, 8):
        for inner in (
            "x^x",
            "x^x^x^x",
            "sin(x) e^x ln(x)/(x^2 + 1)",
            "sin(x) " * 40,
            "(x + 1)*" * 50 + "x",
            "tan(x)^tan(x)",
        ):
            yield "(" * depth + inner + ")'" * depth
    for sign in "+*":
        for part in (
            "ln(x + {k})",
            "sin({k}x)",
            "sqrt({k})",
            "(x + {k})",
            "1/(x - {k})",
            "0.{k}x^{k}",
            "|x - {k}|",
            "{k}^x",
        ):
            yield _joined(sign, (part.format(k=k) for k in range(2, 80)))
        for part in (
            "({a} + {b})",
            "sqrt({a} + {b})",
            "|{a} - {b}|",
            "1/({a} + {b})",
            "ln({a} - {b})",
            "sin({a} {b})",
            "{a}^{b}",
        ):
            yield _joined(sign, (part.format(a=a, b=b) for a in _LETTERS for b in _LETTERS if a < b))


def _joined(sign: str, parts: Iterable[str]) -> str:
    """As many of the parts as an answer may have."""
    text = ""
    for part in parts:
        longer = f"{text} {sign} {part}" if text else part
        if len(longer) > MAX_LENGTH - _ROOM:
            break
        text = longer
    return text


def _random(seed: int, count: int) -> list[Pair]:
    rng = Random(seed)
    found: list[Pair] = []
    while len(found) < count:
        a, b = _text(rng, rng.randrange(2, 7)), _text(rng, rng.randrange(1, 6))
        if max(len(a), len(b)) < MAX_LENGTH - _ROOM:
            same = rng.choice((f"{a} + 0x", f"1*({a}) + sin(x)^2 + cos(x)^2 - 1"))
            found.append(rng.choice((("mark", "x^2 sin(x)", a), ("check", a, b), ("equal", a, same), ("equal", a, b))))
    return found


def _text(rng: Random, depth: int) -> str:
    if depth == 0:
        return rng.choice(("x", "x", "x", "a", "y", "2", "10", "999", "0.5", "1/3", "pi", "e"))
    a = _text(rng, depth - 1)
    match rng.randrange(8):
        case 0 | 1:
            return f"({a} {rng.choice('+-')} {_text(rng, depth - 1)})"
        case 2 | 3:
            return f"({a})*({_text(rng, depth - 1)})"
        case 4:
            return f"({a})/({_text(rng, depth - 1)})"
        case 5:
            return f"({a})^({rng.choice((_text(rng, depth - 1), '2', '99', '-3', '1/3', '0.7'))})"
        case 6:
            return f"({a}){rng.choice(('!', chr(39)))}"
        case _:
            return f"{rng.choice(_ONE)}({a})"
