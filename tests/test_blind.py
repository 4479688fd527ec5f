"""Where a problem is blind, and with which numbers it would see."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tutor.apply import WrongMove
from tutor.blind import blind_spots, to_tell_apart
from tutor.check import Correct, compare
from tutor.cli import app
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import Expr
from tutor.read import read
from tutor.rules.catalogue import by_id
from tutor.show import show
from tutor.topics import BY_ID

SPOTS = [
    ("sin(x + 1)", "CHN-01 CHN-10", [("CHN-01", "sin(3x + 1)"), ("CHN-10", "sin(3x + 1)")]),
    ("sin(3x)", "CHN-01 CHN-10 CHN-19", []),
    ("e^(-x)", "CHN-01 CHN-10", [("CHN-01 CHN-10", "e^(-3x)")]),
    ("x^2", "POW-02 POW-17", [("POW-02 POW-17", "x^3")]),
    ("x^2 e^x", "PRD-01 PRD-03", [("PRD-01 PRD-03", "(3x)^2 e^(3x)")]),
    ("(x^2 + 1)/x", "QUO-01 QUO-03", []),
    # One mistake with two names is none that numbers could tell apart.
    ("sin(3x)", "CHN-01 TRG-17", []),
    ("f(x)", "CHN-01", []),
]


@pytest.mark.parametrize(("f", "ids", "spots"), SPOTS, ids=lambda given: given if isinstance(given, str) else "")
def test_what_a_problem_does_not_show(f: str, ids: str, spots: list[tuple[str, str]]) -> None:
    found = blind_spots(read(f), "x", 1, {}, ids.split())
    assert [(" ".join(spot.ids), show(spot.instead)) for spot in found if spot.instead is not None] == spots
    assert all(spot.instead is not None for spot in found)


def wrong(f: Expr, id: str) -> list[Expr]:
    """The answers that a mal-rule gives, as trees: derived, where the blind spots were found by values."""
    found = []
    for mal in by_id()[id]:
        try:
            line = derive(f, "x", moves=(WrongMove(mal),)).line
        except TutorError:
            continue
        found.append(line)
    return found


def same(a: Expr, b: Expr) -> bool:
    return isinstance(compare(a, b), Correct)


@pytest.mark.parametrize(("f", "ids", "spots"), [row for row in SPOTS if row[2]], ids=lambda given: str(given)[:20])
def test_the_derivations_agree(f: str, ids: str, spots: list[tuple[str, str]]) -> None:
    for named, instead in spots:
        (first, *others) = named.split()
        for other in others:
            assert all(any(same(a, b) for b in wrong(read(f), other)) for a in wrong(read(f), first))
            assert not all(any(same(a, b) for b in wrong(read(instead), other)) for a in wrong(read(instead), first))
        if not others:
            assert all(same(a, derive(read(f), "x").line) for a in wrong(read(f), first))
            assert any(not same(a, derive(read(instead), "x").line) for a in wrong(read(instead), first))


def test_the_topics_and_the_mal_rules_are_known() -> None:
    assert to_tell_apart().keys() <= BY_ID.keys()
    assert {id for ids in to_tell_apart().values() for id in ids} <= by_id().keys()


BANK = """\
title: Mine
problems:
  - id: mine
    topic: chain-linear
    function: sin(x + 1)
"""


def linted(tmp_path: Path, *options: str) -> tuple[int, str]:
    file = tmp_path / "mine.yaml"
    file.write_text(BANK, encoding="utf-8")
    done = CliRunner().invoke(app, ["bank", "lint", str(file), *options], catch_exceptions=False)
    return done.exit_code, done.stdout.replace(str(tmp_path), "")


def test_the_linter_notes_it_where_it_is_asked_to(tmp_path: Path) -> None:
    assert linted(tmp_path) == (0, " 1 problem fine\n")
    code, said = linted(tmp_path, "--notes")
    assert code == 0
    assert said.startswith("""\
 /mine.yaml:5:15: CHN-01 (inner derivative missing) gives the right answer here  [mistake-invisible]
     5 |     function: sin(x + 1)
       |               ^^^^^^^^^^
       = it would show with  sin(3x + 1)
""")
    assert said.endswith(" 1 problem fine, 3 notes\n")


def test_notes_are_no_findings(tmp_path: Path) -> None:
    code, said = linted(tmp_path, "--notes", "--json")
    made = json.loads(said)
    assert (code, made["findings"], len(made["notes"])) == (0, [], 3)
    assert {note["code"] for note in made["notes"]} == {"mistake-invisible"}
    assert {note["help"] for note in made["notes"]} == {"it would show with  sin(3x + 1)"}
