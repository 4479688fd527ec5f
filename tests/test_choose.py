"""Which problem comes next, and what a sitting is after each of its events."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tutor.choose import Plan, asked, choose, draw, lowest_open, plan
from tutor.errors import TutorError
from tutor.sitting import GAVE_UP, SKIPPED, Attempt, Outcome, Result, Sitting, results, standing
from tutor.topics import meant_topics

START = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Light:
    id: str
    topic: str
    level: int
    kind: str = "differentiate"
    is_endless: bool = False


ENTRIES = tuple(Light(f"{topic}-{n}", topic, level) for level, topic in enumerate("abc", 1) for n in range(5))


def result(problem: str, outcome: Outcome, day: int = 0) -> Result:
    return Result(problem, problem[0], outcome, 1, 10.0, START + timedelta(days=day))


def right(topic: str, count: int = 3) -> list[Result]:
    return [result(f"{topic}-{n}", Outcome.AT_ONCE, day=n) for n in range(count)]


def picks(history: list[Result], times: int = 400) -> Counter[str]:
    return Counter(choose(history, ENTRIES, Random(seed)) for seed in range(times))


def attempt(problem: str, verdict: str, hints: int = 0, sitting: int = 1) -> Attempt:
    return Attempt(problem, problem[0], "x", verdict, hints, 5.0, START, sitting=sitting)


def test_somebody_new_begins_with_the_lowest_topic() -> None:
    assert {problem[0] for problem in picks([])} == {"a"}


def test_what_somebody_wrote_comes_before_what_a_template_makes() -> None:
    entries = (*ENTRIES[:2], Light("a-9", "a", 1, is_endless=True))
    assert {choose([], entries, Random(seed)) for seed in range(50)} == {"a-0", "a-1"}
    assert choose(right("a", 2), entries, Random(1)) == "a-9"


def test_problems_that_are_named_come_in_the_order_they_are_named() -> None:
    ids = ("c-1", "a-2", "b-0", "a-1")
    named = plan(ENTRIES, lambda _: None, ids=ids)  # type: ignore[arg-type, return-value]
    sitting = Sitting(seed=1, size=named.size)
    for _ in ids:
        sitting = draw(sitting, named, [])
    assert sitting.drawn == ids


def test_a_problem_that_was_begun_and_not_ended_comes_first() -> None:
    history = [result("c-1", Outcome.OPEN), *right("a")]
    assert set(picks(history, 20)) == {"c-1"}


def test_two_unaided_right_answers_are_not_enough_to_go_on() -> None:
    assert {problem[0] for problem in picks(right("a", 2))} == {"a"}
    assert "b" in {problem[0] for problem in picks(right("a", 3))}


@pytest.mark.parametrize("outcome", [Outcome.HINTED, Outcome.SHOWN, Outcome.SKIPPED])
def test_a_right_answer_with_help_does_not_count_towards_the_three(outcome: Outcome) -> None:
    history = [*right("a", 2), result("a-3", outcome)]
    assert {problem[0] for problem in picks(history)} == {"a"}


def test_an_answer_mended_without_a_hint_counts_towards_the_three() -> None:
    assert lowest_open([*right("a", 2), result("a-3", Outcome.MENDED)], ENTRIES) == "b"


def test_unseen_problems_come_before_missed_ones() -> None:
    missed = [result(f"a-{n}", Outcome.HINTED) for n in range(3)]
    assert set(picks(missed)) == {"a-3", "a-4"}


def test_missed_problems_come_before_those_that_were_right() -> None:
    history = [result(f"a-{n}", Outcome.SHOWN if n == 2 else Outcome.HINTED) for n in range(4)]
    history += [result("a-4", Outcome.AT_ONCE), result("a-0", Outcome.AT_ONCE)]
    assert set(picks(history)) == {"a-1", "a-2", "a-3"}


def test_when_all_are_right_the_one_longest_ago_comes() -> None:
    entries = [Light("a-0", "a", 1), Light("a-1", "a", 1)]
    history = [result("a-1", Outcome.AT_ONCE, day=0), result("a-0", Outcome.AT_ONCE, day=1)]
    assert choose(history, entries, Random(0)) == "a-1"


def test_one_problem_in_four_comes_from_an_earlier_topic() -> None:
    topics = Counter(problem[0] for problem in picks([*right("a"), *right("b")], 4000).elements())
    earlier = topics["a"] + topics["b"]
    assert set(topics) == {"a", "b", "c"}
    assert 0.22 < earlier / 4000 < 0.28


def test_after_the_last_topic_every_topic_comes_back() -> None:
    assert {problem[0] for problem in picks([*right("a"), *right("b"), *right("c")])} == {"a", "b", "c"}


def test_the_same_seed_and_history_give_the_same_problem() -> None:
    history = [*right("a"), result("b-1", Outcome.SHOWN)]
    for seed in range(50):
        assert choose(history, ENTRIES, Random(seed)) == choose(history, ENTRIES, Random(seed))


def test_problems_of_this_sitting_are_not_chosen_again() -> None:
    but_not = {entry.id for entry in ENTRIES if entry.id != "b-2"}
    assert choose([], ENTRIES, Random(1), but_not) == "b-2"
    with pytest.raises(ValueError, match="no problem is left"):
        choose([], ENTRIES, Random(1), {entry.id for entry in ENTRIES})


# Plans


def no_problem(name: str) -> None:
    raise AssertionError(name)


def made(**given: object) -> Plan:
    return plan(ENTRIES, no_problem, **given)  # type: ignore[arg-type]


def test_a_plan_takes_the_topics_and_levels_that_are_asked() -> None:
    assert {sort.topic for sort in made(topics=["b"]).pool.sorts} == {"b"}
    assert {sort.topic for sort in made(levels=(2, 3)).pool.sorts} == {"b", "c"}
    assert made(topics=["b"]).size == 5
    assert made(count=3, seed=9).seed == 9
    assert made(otherwise=7).seed == 7


def test_ids_come_in_the_order_given() -> None:
    wanted = made(ids=["c-1", "a-4"])
    sitting = draw(draw(Sitting(wanted.size, 0), wanted, []), wanted, [])
    assert sitting.drawn == ("c-1", "a-4")


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    entries = [Light("chain-sine", "chain-general", 13)]
    with pytest.raises(TutorError, match=r"^The bank has no topic chain-generl; did you mean chain-general\?$"):
        plan(entries, no_problem, topics=["chain-generl"])  # type: ignore[arg-type]
    with pytest.raises(TutorError, match=r"^The bank has no problem zzz\.$"):
        plan(entries, no_problem, ids=["zzz"])  # type: ignore[arg-type]
    with pytest.raises(TutorError, match=r"^The bank has no topic zzz; tutor topics lists them\.$"):
        plan(entries, no_problem, topics=["zzz"])  # type: ignore[arg-type]
    with pytest.raises(TutorError, match=r"^The bank has no kind zzz; it has differentiate\.$"):
        plan(entries, no_problem, kinds=["zzz"])  # type: ignore[arg-type]
    with pytest.raises(TutorError, match=r"^No problem of the bank is of that topic and level\.$"):
        plan(entries, no_problem, levels=(1, 2))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("chain rule", "chain-general"),  # as the screen calls it
        ("Chain  rule", "chain-general"),
        ("chain", "chain-linear, chain-general or chain-nested"),
        ("sums", "linearity"),
        ("extrema", "critical-extrema"),
        ("quotien", "quotient"),
        ("chain-generl", "chain-general"),
        ("zzz", ""),
        (" ", ""),
    ],
)
def test_a_topic_is_found_by_what_the_screen_calls_it(said: str, meant: str) -> None:
    assert meant_topics(said) == meant


def test_only_topics_that_are_known_are_meant() -> None:
    assert meant_topics("chain", {"chain-nested", "product"}) == "chain-nested"


def test_the_key_of_a_plan_leads_back_to_the_same_plan() -> None:
    given = {"topics": ("b",), "levels": (1, 3), "count": 4, "seed": 5}
    assert made(**asked(made(**given).key)) == made(**given)
    assert made().key == ""


# Sittings


def test_a_sitting_draws_each_problem_once() -> None:
    sitting, everything = Sitting(15, 3), made(count=15)
    for _ in range(15):
        sitting = draw(sitting, everything, [])
    assert sorted(sitting.drawn) == sorted(entry.id for entry in ENTRIES)


def test_a_sitting_without_a_problem_left_becomes_smaller() -> None:
    sitting = Sitting(10, 0, drawn=("a-1", "a-2"))
    everything = {entry.id for entry in ENTRIES}
    assert draw(sitting, made(), [], but_not=everything) == Sitting(2, 0, drawn=("a-1", "a-2"))


def test_a_sitting_that_was_broken_off_goes_on_with_the_same_draw() -> None:
    sitting = Sitting(10, 42, drawn=("a-1", "a-2"))
    assert draw(sitting, made(), right("a")) == draw(sitting, made(), right("a"))


def stands(size: int, drawn: str, *attempts: tuple[str, str]) -> tuple[str, str, str]:
    """What has ended, what was skipped, what is current; a problem is a letter here."""
    made_so_far = [attempt(problem, verdict) for problem, verdict in attempts]
    found = standing(Sitting(size, 0, drawn=tuple(drawn)), made_so_far)
    return "".join(found.ended), "".join(found.skipped), found.current


@pytest.mark.parametrize(
    ("size", "drawn", "attempts", "expected"),
    [
        (3, "", [], ("", "", "")),
        (3, "p", [], ("", "", "p")),
        (3, "p", [("p", "wrong")], ("", "", "p")),
        (3, "p", [("p", "wrong"), ("p", "correct")], ("p", "", "")),
        (3, "p", [("p", GAVE_UP)], ("p", "", "")),
        (3, "pq", [("p", "correct")], ("p", "", "q")),
        # A skipped problem comes back at the end, when all are drawn.
        (3, "p", [("p", SKIPPED)], ("", "p", "")),
        (3, "pqr", [("p", SKIPPED), ("q", "correct")], ("q", "p", "r")),
        (3, "pqr", [("p", SKIPPED), ("q", "correct"), ("r", "correct")], ("qr", "p", "p")),
        # It comes back once.
        (3, "pqr", [("p", SKIPPED), ("q", "correct"), ("r", "correct"), ("p", SKIPPED)], ("qrp", "", "")),
        # The last one left does not come back: it would be the same problem again.
        (2, "pq", [("p", "correct"), ("q", SKIPPED)], ("pq", "", "")),
        (1, "p", [("p", SKIPPED)], ("p", "", "")),
        # Several come back in the order in which they were skipped.
        (3, "pqr", [("p", SKIPPED), ("q", SKIPPED), ("r", "correct")], ("r", "pq", "p")),
        (3, "pqr", [("p", SKIPPED), ("q", SKIPPED), ("r", "correct"), ("p", "correct")], ("rp", "q", "q")),
    ],
)
def test_where_a_sitting_stands(
    size: int, drawn: str, attempts: list[tuple[str, str]], expected: tuple[str, str, str]
) -> None:
    assert stands(size, drawn, *attempts) == expected


def test_a_sitting_ends_after_all_its_problems_whatever_happens() -> None:
    for seed in range(300):
        rng = Random(seed)
        size = rng.randrange(1, 5)
        drawn = "pqrst"[:size]
        attempts: list[tuple[str, str]] = []
        while current := stands(size, drawn, *attempts)[2]:
            attempts.append((current, rng.choice(["correct", "wrong", GAVE_UP, SKIPPED])))
        assert sorted(stands(size, drawn, *attempts)[0]) == list(drawn)
        # Each undo takes up the problem of the attempt that it leaves out.
        while attempts:
            problem, _ = attempts.pop()
            assert stands(size, drawn, *attempts)[2] == problem


# How a problem ended


@pytest.mark.parametrize(
    ("verdicts", "hints", "outcome"),
    [
        (["correct"], 0, Outcome.AT_ONCE),
        (["unfinished", "correct"], 0, Outcome.AT_ONCE),
        (["rounded"], 0, Outcome.AT_ONCE),
        (["wrong", "correct"], 0, Outcome.MENDED),
        (["correct-on-part", "correct"], 0, Outcome.MENDED),
        (["known-mistake", "correct"], 1, Outcome.HINTED),
        (["correct"], 1, Outcome.HINTED),
        (["wrong", GAVE_UP], 0, Outcome.SHOWN),
        (["wrong", SKIPPED], 0, Outcome.SKIPPED),
        ([SKIPPED, "correct"], 0, Outcome.AT_ONCE),
        (["wrong"], 0, Outcome.OPEN),
    ],
)
def test_how_a_problem_ended(verdicts: list[str], hints: int, outcome: Outcome) -> None:
    (found,) = results(attempt("a-1", verdict, hints) for verdict in verdicts)
    assert found.outcome is outcome
    assert found.seconds == 5.0 * len(verdicts)


def test_the_same_problem_in_two_sittings_has_two_results() -> None:
    found = results([attempt("a-1", "wrong", sitting=1), attempt("a-1", "correct", sitting=2)])
    assert [each.outcome for each in found] == [Outcome.OPEN, Outcome.AT_ONCE]
