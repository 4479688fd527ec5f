"""The pairs of equal.tsv: what the table holds, and that every row of it is true by values of mpmath."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from tests.oracle import tally
from tests.tables import DATA, rows
from tutor.read import read
from tutor.topics import TOPICS
from tutor.values import read_assumptions

PAIRS = rows("equal.tsv")
NOT_EQUAL = ("different", "equal-on-part", "rounded")

# The pairs on which other checkers fail: from their own threads, measured, and measured on SymPy.
TRAPS = {f"{kind}{n}" for kind, last in (("F", 24), ("M", 11), ("S", 11)) for n in range(1, last + 1)}

# More digits would be needed than there are: e^(-1000x^2) beside 1, and sinh of a number with 100 digits.
BEYOND_DIGITS = {"1+e^(-1000x^2)", "sinh((40x)^x)"}


def is_true(row: tuple[str, ...], points: int) -> bool:
    """Are the values at so many points as the table says?"""
    a, b, verdict, assume = row
    found = tally(read(a), read(b), read_assumptions(assume), points)
    if verdict == "undecided" or (not found.verdict and read(a) == read(b)):
        return not found.verdict
    if a in BEYOND_DIGITS:
        return verdict == "different" and found.apart > 0
    return found.verdict == ("different" if verdict == "rounded" else verdict)


@pytest.mark.parametrize("start", range(0, len(PAIRS), 20))
def test_the_verdict_in_the_table_is_what_the_values_are_like(start: int) -> None:
    """At ten points; where these do not show all there is to see, at 24 as with `-m long`."""
    assert [row for row in PAIRS[start : start + 20] if not (is_true(row, 10) or is_true(row, 24))] == []


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, len(PAIRS), 20))
def test_the_verdict_in_the_table_is_what_many_values_are_like(start: int) -> None:
    assert [row for row in PAIRS[start : start + 20] if not is_true(row, 24)] == []


def test_there_are_enough_pairs_and_as_many_equal_as_not() -> None:
    counted = Counter(verdict for _, _, verdict, _ in PAIRS)
    others = sum(counted[verdict] for verdict in NOT_EQUAL)
    assert len(PAIRS) >= 560
    assert set(counted) == {"equal", "undecided", *NOT_EQUAL}
    assert abs(counted["equal"] - others) <= 0.02 * len(PAIRS)
    assert counted["undecided"] <= 0.005 * len(PAIRS)


def _sections(name: str) -> dict[str, list[list[str]]]:
    """The rows of a table under the remark above them; rows further down belong to the last one too."""
    found: defaultdict[str, list[list[str]]] = defaultdict(list)
    remark = ""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            remark = line.removeprefix("#").strip()
        elif line.strip():
            found[remark].append(line.split("\t"))
    return found


def test_every_pair_on_which_other_checkers_fail_is_in_a_table() -> None:
    found = Counter(
        id
        for name in ("equal.tsv", "check.tsv", "refused.tsv")
        for remark, cases in _sections(name).items()
        if cases and re.match(r"[FMS]\d+\b", remark)
        for id in re.findall(r"[FMS]\d+", remark.partition(":")[0])
    )
    assert set(found) == TRAPS


@pytest.mark.parametrize("topic", [topic.id for topic in TOPICS])
def test_every_topic_has_pairs_that_are_equal_and_pairs_that_are_not(topic: str) -> None:
    verdicts = {row[2] for row in _sections("equal.tsv")[topic]}
    assert "equal" in verdicts
    assert verdicts & set(NOT_EQUAL)
