"""The catalogue of mal-rules: every id accounted for, words that a person can use, and the twelve common mistakes."""

from __future__ import annotations

import json
import re
from string import Formatter

import pytest

from tests import tables
from tests.tables import DATA, rows
from tutor.apply import apply_first
from tutor.budget import Budget
from tutor.check import Correct, check
from tutor.diagnose import diagnose
from tutor.expr import letters
from tutor.read import Scope, read
from tutor.rules import CHAIN, RULES, MalRule, Rule
from tutor.rules.catalogue import by_id
from tutor.rules.common import COMMON_MISTAKES, CommonMistake, common_mistake
from tutor.rules.detours import DETOURS
from tutor.rules.elsewhere import ELSEWHERE
from tutor.rules.misreadings import MISREADINGS
from tutor.rules.model import formula
from tutor.rules.slips import SLIPS
from tutor.rules.special import SPECIAL
from tutor.rules.whole import WHOLE

CATALOGUE = rows("examples.tsv", tables.RULES)
NOT_IN_ANSWERS = {row[0]: row[1] for row in rows("mal-rules-elsewhere.tsv")}
OURS = {"LOG-15", "QUO-16"}  # beside the catalogue: mistake 4 of the twelve, and what was met in play
EVERY = [(id, mal) for id, entries in by_id().items() for mal in entries]
INVENTORY = [json.loads(line) for line in (DATA / "inventory.jsonl").read_text(encoding="utf-8").splitlines()]


# The catalogue ----------------------------------------------------------------------------------------------


def test_the_catalogue_is_whole() -> None:
    assert len({id for id, *_ in CATALOGUE}) == len(CATALOGUE) == 206 + len(OURS)


def test_every_id_is_an_entry_or_says_why_not() -> None:
    elsewhere = {mal.id for mal in ELSEWHERE}
    followed = by_id().keys() - elsewhere
    assert followed | NOT_IN_ANSWERS.keys() == {id for id, *_ in CATALOGUE}
    assert not followed & NOT_IN_ANSWERS.keys()
    # All of these have words for the kinds of problems that will ask for them, but for the two that the reader answers.
    assert NOT_IN_ANSWERS.keys() - elsewhere == {"INP-06", "INP-07"}


def test_every_entry_says_where_it_was_seen() -> None:
    seen = {id: evidence for id, _, _, evidence in CATALOGUE}
    assert {(id, mal.source) for id, mal in EVERY if seen[id] != mal.source} == set()


def test_the_entries_of_an_id_have_one_name_and_one_number() -> None:
    for id, entries in by_id().items():
        assert len({mal.name for mal in entries}) == 1, id
        assert len({mal.mistake for mal in entries}) == 1, id


def test_a_special_name_stands_for_mal_rules_that_there_are() -> None:
    plain = {mal.id for rule in (*RULES, *(r for rules in DETOURS.values() for r in rules)) for mal in rule.mal}
    assert {id for special in SPECIAL for id in special.of} <= plain


# Words ------------------------------------------------------------------------------------------------------

NAMES = "e|y|ln|arcsin|arccos|arctan|arcsec|arccsc|cosh|sech|tanh|arsinh"
JARGON = re.compile(
    r"\b(mal-rule|antiderivative|linearity|composite|operand|argument of the function|invalid|wrong|error)\b", re.I
)


@pytest.mark.parametrize(("id", "mal"), EVERY, ids=lambda value: value if isinstance(value, str) else "")
def test_words_are_short_whole_sentences(id: str, mal: MalRule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", mal.name), "a name says which wrong move was made"
    # It finishes "Do not …".
    assert re.match(r"[a-z]", mal.avoid) and not mal.avoid.endswith("."), mal.avoid
    for sentence in (mal.why, mal.fix):
        assert re.match(rf"[A-Z{{]|({NAMES})\b", sentence), sentence
        assert sentence.endswith(".") and sentence.count(". ") == 0, sentence
    for text in (mal.avoid, mal.why, mal.fix):
        assert "!" not in text and "  " not in text and "'" not in text.replace("L'", ""), text
        assert len(text) <= 110, text
        assert not JARGON.search(text), text


def letters_in(mal: MalRule) -> set[str]:
    return {
        name for text in (mal.avoid, mal.why, mal.fix) for _, name, _, _ in Formatter().parse(text) if name is not None
    }


def letters_of(rule: Rule, in_chain: bool) -> set[str]:
    """What a step with this rule has letters for."""
    if callable(rule.result):
        return {name for name, _ in apply_first(read(rule.example), "x")[0].letters}
    found = set(letters(formula(rule.pattern))) if rule is not CHAIN else {"u"}
    return found - {"x"} | {"u"} if in_chain and "x" in found else found


def test_words_name_only_letters_that_the_step_has() -> None:
    for rule in (*RULES, *(r for rules in DETOURS.values() for r in rules)):
        for mal in rule.mal:
            about_inside = isinstance(mal.result, str) and "u" in letters(formula(mal.result))
            assert letters_in(mal) <= letters_of(rule, about_inside), (rule.id, mal.id)
    for mal in (*MISREADINGS, *SLIPS, *WHOLE, *ELSEWHERE):
        assert not letters_in(mal), mal.id


# The twelve common mistakes ---------------------------------------------------------------------------------


def test_there_are_twelve() -> None:
    assert [mistake.number for mistake in COMMON_MISTAKES] == list(range(1, 13))
    assert [common_mistake(n).number for n in range(1, 13)] == list(range(1, 13))
    with pytest.raises(LookupError):
        common_mistake(13)


def test_mal_rules_and_common_mistakes_name_each_other() -> None:
    carrying: dict[int, set[str]] = {}
    for id, mal in EVERY:
        if mal.mistake is not None:
            carrying.setdefault(mal.mistake, set()).add(id)
    listed = {mistake.number: set(mistake.mal_rules) for mistake in COMMON_MISTAKES if mistake.mal_rules}
    assert listed == carrying


def test_each_is_noticed_in_one_way() -> None:
    for mistake in COMMON_MISTAKES:
        assert (mistake.detected_by == "mal-rules") == bool(mistake.mal_rules) == (not mistake.problems), mistake.number
        assert bool(mistake.topics) == bool(mistake.problems), mistake.number
    assert {m.number for m in COMMON_MISTAKES if m.mal_rules} == {1, 2, 3, 4, 5, 10}


GENERATED = [mistake for mistake in COMMON_MISTAKES if mistake.detected_by == "mal-rules"]


@pytest.mark.parametrize("mistake", GENERATED, ids=lambda mistake: str(mistake.number))
def test_the_example_of_a_common_mistake_is_diagnosed(mistake: CommonMistake) -> None:
    f, wrong, right = read(mistake.example), read(mistake.wrong), read(mistake.right)
    assert isinstance(check(f, right), Correct)
    named = diagnose(f, wrong, budget=Budget(600))
    assert named and named[0].mal.mistake == mistake.number
    assert named[0].mal.id in mistake.mal_rules
    assert diagnose(f, right, budget=Budget(600)) == ()


@pytest.mark.parametrize("mistake", COMMON_MISTAKES, ids=lambda mistake: str(mistake.number))
def test_the_problems_that_detect_a_common_mistake_carry_its_number(mistake: CommonMistake) -> None:
    items = {item["id"]: item for item in INVENTORY}
    for id in mistake.problems:
        assert mistake.number in items[id]["mistakes"], id
        assert items[id]["topic"] in mistake.topics, id


@pytest.mark.parametrize("mistake", COMMON_MISTAKES, ids=lambda mistake: str(mistake.number))
def test_common_mistakes_are_said_in_short_sentences(mistake: CommonMistake) -> None:
    for sentence in (mistake.why, mistake.fix):
        assert sentence[0].isupper() or sentence.startswith("f″"), sentence
        assert sentence.endswith(".") and "!" not in sentence and len(sentence) <= 110, sentence


def test_examples_are_read_as_a_student_would_type_them() -> None:
    for mistake in GENERATED:
        for text in (mistake.example, mistake.wrong, mistake.right):
            assert read(text, Scope(letters=frozenset("x"))) is not None
