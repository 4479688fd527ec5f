"""`tutor mistakes`: a card for everything that diagnosis can name, and how often it happened to you."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tutor.cards import card, made, numbered
from tutor.cli import app
from tutor.errors import TutorError
from tutor.progress import Progress
from tutor.reference import load
from tutor.rules.catalogue import by_id
from tutor.rules.common import COMMON_MISTAKES
from tutor.rules.elsewhere import ELSEWHERE
from tutor.sitting import Attempt, Sitting

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def shown(*words: str, columns: int = 80) -> str:
    return CliRunner().invoke(app, ["mistakes", *words], env={"COLUMNS": str(columns)}, catch_exceptions=False).stdout


def attempt(*mistakes: str, day: int = 1) -> Attempt:
    verdict = "known-mistake" if mistakes else "wrong"
    return Attempt("chain-1", "chain-linear", "cos(x^3)", verdict, 0, 9.0, NOON.replace(day=day), mistakes)


@pytest.mark.parametrize("id", by_id())
def test_every_mal_rule_has_a_card(id: str) -> None:
    found = card(id.lower())
    assert found.id == id
    assert all(found.title and text and "{" not in text for text in (found.did, found.why, found.fix))
    assert not found.of or f"rules {found.of}" in {each.place for each in load()}
    assert (found.example is None) == (id in {mal.id for mal in ELSEWHERE})


def test_an_example_is_wrong_in_one_way_and_right_in_the_other() -> None:
    examples = [found.example for id in by_id() if (found := card(id)).example is not None]
    assert len(examples) >= 180
    assert [e for e in examples if e is not None and e.wrong == e.right] == []


def test_a_card() -> None:
    assert (
        shown("chn-01")
        == """\
 CHN-01 · inner derivative missing                                    mistake 3

   done       You stop after the outer derivative.
   rule       (f(u))′ = f′(u) u′
   taken for  f′(u)
   example    (3x + 1)⁵: not  5(3x + 1)⁴  but  15(3x + 1)⁴
   why        The outer derivative is right, but u moves too, and its own
              derivative is missing.
   instead    Multiply by the derivative of u.
   you        not made yet
   see also   tutor rules chain
"""
    )


def test_a_common_mistake_that_no_formula_shows() -> None:
    assert (
        shown("7")
        == """\
 7 · f″ = 0 taken for a verdict                     f″(a) = 0 → inflection at a

   example    x⁴ at 0: not inflection, but local minimum
   why        f″ may touch 0 and keep its sign; then the graph bends the same
              way on both sides.
   instead    Look at the sign of f″ just left and just right of a.
"""
    )


def test_a_card_in_words() -> None:
    assert shown("1", "--screen-reader").splitlines()[:3] == [
        "Mistake 1, product of the derivatives. the derivative of (u v), taken for u",
        "prime v prime.",
        "Example: x squared sin(x): not 2x cos(x) but 2x sin(x) plus x squared cos(x).",
    ]


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_no_card_is_wider_than_the_window(columns: int) -> None:
    cards = [*(str(m.number) for m in COMMON_MISTAKES), *list(by_id())[::7], None]
    for name in cards:
        lines = shown(*([name] if name else []), columns=columns).splitlines()
        assert max(map(len, lines)) <= min(columns, 88), name


def test_the_list_counts_what_you_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    progress = Progress(tmp_path, date(2026, 3, 12))
    sitting = progress.begin(Sitting(3, 7, "k"), NOON)
    for each in (attempt("CHN-01"), attempt("CHN-08", "CHN-01", day=12), attempt("QUO-02", day=3), attempt()):
        progress.record(each, sitting)
    progress.close()
    lines = shown().splitlines()
    assert lines[0] == " The twelve common mistakes"
    assert lines[4] == "  3  inner derivative missing               (f(u))′ → f′(u)                  2×"
    assert lines[3] == "  2  quotient of the derivatives            (u/v)′ → u′/v′"
    assert lines[7] == "  6  continuous, therefore differentiable"  # its rule is too long for this window
    assert lines[-3] == f" Yours beside these: {card('QUO-02').title} (QUO-02) 1×"
    assert "   you        made once, last on 12 March" in shown("CHN-08")
    assert "   you        made twice" in shown("3")


def test_only_the_likeliest_mistake_counts() -> None:
    found = made([attempt("CHN-01", "EXP-06"), attempt("EXP-06", day=4), attempt("EXP-06", day=2)])
    assert [(id, each.times) for id, each in found.items()] == [("EXP-06", 2), ("CHN-01", 1)]
    assert found["EXP-06"].last == NOON.replace(day=4)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("13", "there is no mistake 13; the common ones are 1 to 12"),
        ("QOU-02", "there is no mistake QOU-02; did you mean QUO-02 or QUO-12?"),
        ("chain", "there is no mistake chain; tutor mistakes lists the twelve common ones"),
    ],
)
def test_an_unknown_mistake_is_one_sentence(name: str, said: str) -> None:
    with pytest.raises(TutorError) as caught:
        numbered(name) if name.isdigit() else card(name)
    assert str(caught.value) == said
