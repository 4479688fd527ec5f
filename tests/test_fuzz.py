"""Verdicts on answers that nobody thought of: there is always one, and none that mpmath contradicts.

Runs for 20 seconds; `TUTOR_FUZZ_SECONDS=1800 TUTOR_FUZZ_SEED=7 python -m pytest -n0 -s tests/test_fuzz.py` runs longer, on
other inputs, and says how many there were.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from random import Random
from time import monotonic

import pytest

from tests.oracle import MANY_DIGITS, tally
from tests.random_expr import expressions
from tests.slips import slipped
from tests.tables import rows
from tutor.errors import TutorError
from tutor.expr import Call, D, Expr, Sym, walk
from tutor.read import read
from tutor.results import equal_result
from tutor.show import show
from tutor.values import read_assumptions

_SECONDS = float(os.environ.get("TUTOR_FUZZ_SECONDS", "20"))
_SEED = int(os.environ.get("TUTOR_FUZZ_SEED", "2026"))
_LONGEST = 4.0  # seconds; a verdict has two, a busy machine may double them

_VERDICTS = {"equal", "equal-on-part", "rounded", "unfinished", "different", "undecided", "unreadable"}
# What the oracle may say of a pair with this verdict. A short stretch on which it is otherwise escapes its points; "" is
# where it has nothing to go by.
_ALLOWED = {
    "equal": {"equal", ""},
    "different": {"different", "equal-on-part", ""},
    "equal-on-part": {"equal-on-part", "different", ""},
}
_PIECES = (
    "x", "-", "+", "*", "/", "^", "(", ")", "2", "0", "1/2", "e^", "ln(", "sqrt(", "|", "sin(", "'", "!", ".5", "10^9",
    "x^2", " ", "arctan(", "(1-1)", "^-1", "1e-9", "π", "²", "√", "\\frac{1}{x}", "y", "cosh(", "d/dx",
)  # fmt: skip
_UNSEEN = ("{} + 10^(-{k})", "{} * (1 + 10^(-{k}))", "{} + 0*ln(x - {k})", "{} + x^{k}/10^{k}", "{} * (x^2)^(1/2)/|x|")

Change = Callable[[str, Random], str]


def _typed(text: str, rng: Random) -> str:
    """With pieces put in, taken out or doubled."""
    for _ in range(rng.randint(1, 3)):
        at, length = rng.randint(0, len(text)), rng.randint(0, 3)
        text = text[:at] + rng.choice(("", text[at : at + 5], *_PIECES)) + text[at + length :]
    return text


def _slip(text: str, rng: Random) -> str:
    """With a slip in it."""
    wrong = [tree for _, tree in slipped(_tree(text), rng, 1)]
    return show(wrong[0]) if wrong else text


def _hidden(text: str, rng: Random) -> str:
    """With something that is hard to see."""
    return rng.choice(_UNSEEN).format(f"({text})", k=rng.randint(2, 40))


def _combined(text: str, rng: Random) -> str:
    """With a random expression beside it."""
    other = show(expressions(rng, 2))
    return rng.choice(("({}) + {}", "({})*({})", "({})/({})", "({})^({})")).format(text, other)


def _as_it_is(text: str, _: Random) -> str:
    return text


_CHANGES: tuple[Change, ...] = (_typed, _typed, _typed, _slip, _hidden, _combined, _as_it_is)


def _tree(text: str) -> Expr:
    return read(text)


def _input(table: list[tuple[str, ...]], rng: Random) -> tuple[str, str, str]:
    a, b, _, assume = rng.choice(table)
    if rng.random() < 0.3:
        a = b
    try:
        return a, rng.choice(_CHANGES)(b, rng), assume
    except TutorError:
        return a, b, assume


def _fault(a: str, b: str, assume: str) -> tuple[str, str]:
    """The verdict on a pair, and what is wrong with it: "" where nothing is."""
    began = monotonic()
    result = equal_result(a, b, assume).json
    took, verdict = monotonic() - began, result["verdict"]
    if verdict not in _VERDICTS:
        return verdict, "no verdict"
    if took > _LONGEST:
        return verdict, f"took {took:.1f} s"
    if not result["message"] or "Traceback" in result["message"]:
        return verdict, "no message"
    if verdict not in _ALLOWED:
        return verdict, ""
    said = ""
    for wanted, digits in ((8, (60, 120)), (40, (60, 120)), (8, MANY_DIGITS)):
        said = _oracle(a, b, assume, wanted, digits)
        if said in _ALLOWED[verdict]:
            return verdict, ""
    return verdict, f"by mpmath it is {said}"


def _oracle(a: str, b: str, assume: str, wanted: int, digits: tuple[int, int]) -> str:
    first, second = read(a), read(b)
    is_open = any(isinstance(node, D) or _primed(node) for tree in (first, second) for node in walk(tree))
    known = read_assumptions(assume)
    if is_open or (assume and any("!" in text for text in (a, b))):
        return ""  # it has no points for letters that count something and are negative
    return tally(first, second, known, wanted, digits).verdict


def _primed(node: Expr) -> bool:
    return isinstance(node, Call | Sym) and node.name.endswith("'")


@pytest.mark.skipif(not _SECONDS, reason="no seconds to fuzz in")
def test_every_input_gets_a_verdict_that_mpmath_does_not_contradict() -> None:
    table, rng, tried = rows("equal.tsv"), Random(_SEED), Counter[str]()
    faults: list[tuple[str, str, str, str]] = []
    end = monotonic() + _SECONDS
    while monotonic() < end:
        a, b, assume = _input(table, rng)
        try:
            verdict, fault = _fault(a, b, assume)
        except Exception as error:  # whatever it is, the input is what matters
            verdict, fault = "crash", repr(error)
        tried[verdict] += 1
        if fault:
            faults.append((a, b, assume, fault))
    print(f"\n{tried.total()} inputs: {dict(tried.most_common())}")
    assert not faults, "\n".join(map(str, faults[:40]))
