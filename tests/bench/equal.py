"""Verdicts on the pairs of equal.tsv: ours, two ways of asking SymPy, and KAS, all in one run.

The others answer yes or no, so they are held to the rows that are equal or different; what they say of pairs that are
equal on a part of the domain, or but for rounding, is reported apart and never counted as wrong.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.bench.judged import Judged, Texts, judge, sympy_ready
from tests.bench.rivals import Answer, kas, sympy_equals, sympy_simplify
from tests.bench.timing import say, spread
from tests.tables import rows

__all__ = ["run"]


@dataclass(frozen=True, slots=True)
class _Row:
    texts: Texts
    truth: str
    ours: Judged


def run() -> None:
    """Print wrong verdicts, undecided ones and times of each checker, and the ratios of their medians."""
    table = rows("equal.tsv")
    with sympy_ready() as worker:
        pairs = [(a, b, assume) for a, b, _, assume in table]
        judge(pairs[::20], worker, 1)  # nobody's first verdict is measured
        judged = judge(pairs, worker)
    found = [_Row(texts, row[2], ours) for texts, row, ours in zip(pairs, table, judged, strict=True)]
    _say_ours(found)
    decidable = [row for row in found if row.truth != "undecided"]
    texts = [row.texts for row in decidable]
    silent = "without an answer in 10 s"
    _say_rival("simplify(a - b) == 0", decidable, sympy_simplify(texts), silent, "30 to 1")
    _say_rival("a.equals(b)", decidable, sympy_equals(texts), silent)
    theirs = kas(texts)
    if isinstance(theirs, str):
        say("KAS", f"left out: {theirs}")
    else:
        unread = sum(answer is None for answer in theirs)
        read = [(row, answer) for row, answer in zip(decidable, theirs, strict=True) if answer is not None]
        _say_rival("KAS", [row for row, _ in read], [answer for _, answer in read], "undecided", "2 to 1")
        say("", f"{unread} pairs left out: it cannot read them, or they rest on a sign or have no letter")
        say("", f"{sum(not answer.steady for _, answer in read)} pairs on which it changed its mind in nine rounds")


def _say_ours(found: Sequence[_Row]) -> None:
    equal = [row for row in found if row.truth == "equal"]
    others = [row for row in found if row.ours.word != row.truth]
    wrong = [row for row in others if row.ours.word != "undecided"]
    proved = sum(row.ours.how == "proved" for row in equal)
    asked = sum(row.ours.asked for row in found)
    say("ours", f"{len(found)} pairs: {len(wrong)} wrong verdicts, {len(others) - len(wrong)} undecided", "0, 0.5%")
    for row in others:
        say("", f"{row.ours.word} where it is {row.truth}: {_written(row.texts)}")
    say("", f"{_share(proved, len(equal))} of {len(equal)} equal pairs proved", "99%")
    say("", f"{_share(asked, len(found))} asked SymPy")
    say("", spread([row.ours.seconds for row in found]), "p95 10, max 2000")


def _say_rival(name: str, found: Sequence[_Row], answers: Sequence[Answer], undecided: str, bar: str = "") -> None:
    """What a checker that says yes or no made of the pairs, and how its times compare with ours on the same pairs."""
    table = list(zip(found, answers, strict=True))
    plain = [(row, answer) for row, answer in table if row.truth in ("equal", "different")]
    missed = sum(row.truth == "equal" and answer.equal is False for row, answer in plain)
    accepted = sum(row.truth == "different" and answer.equal is True for row, answer in plain)
    silent = sum(answer.equal is None for _, answer in plain)
    say(
        name,
        f"{len(plain)} pairs equal or different: {missed} equal called different, {accepted} different called equal",
    )
    say("", f"{silent} {undecided}")
    for truth in ("equal-on-part", "rounded"):
        said = [answer.equal for row, answer in table if row.truth == truth]
        say("", f"{sum(answer is True for answer in said)} of {len(said)} {truth} called equal (not counted as wrong)")
    say("", spread([answer.seconds for answer in answers]))
    theirs = statistics.median(answer.seconds for answer in answers)
    ours = statistics.median(row.ours.seconds for row in found)
    say(
        "", f"median {1000 * theirs:.3f} ms to ours of {1000 * ours:.3f} ms on the same pairs: {theirs / ours:.2f} to 1"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.1f}%"


def _written(texts: Iterable[str]) -> str:
    return " | ".join(filter(None, texts))
