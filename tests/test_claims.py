"""Problems where an answer is picked: tests/data/claims.tsv says once more what is right, and mpmath finds it so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import sympy

from tests.claims import STAND_INS, holds
from tests.confirmed import Claims, fault, table
from tests.readings import ClaimError, formula
from tests.tables import rows
from tests.test_options import LISTED
from tests.values import to_sympy
from tests.whole_bank import whole_bank
from tutor.kinds.choice import Choice
from tutor.kinds.matching import Matching
from tutor.kinds.ordering import Ordering
from tutor.kinds.task import Task
from tutor.kinds.true_false import TrueFalse
from tutor.problem import Problem

BANK = whole_bank()
PICKED = ("choice", "true-false", "matching", "ordering")
MADE = [*BANK.problems, *(BANK.problem(entry.id, 1) for entry in BANK.templates if entry.kind in PICKED)]
ASKED = {part.id: part for problem in MADE for part in problem.parts or (problem,) if part.kind in PICKED}
CLAIMED = {id: claims for id, claims in table().items() if id != "words"}
# These may only become fewer: problems that nothing but a reader confirms, and single options of others.
BY_HAND, BY_HAND_IN_PART = 21, 5


@pytest.mark.parametrize("id", CLAIMED)
def test_the_claims_bear_out_what_is_marked_and_nothing_else(id: str) -> None:
    assert id in ASKED, "the bank has no such question any more: its rows can go"
    problem, claims = ASKED[id], CLAIMED[id]
    assert fault(problem, claims) == ""
    if not claims.by_hand:
        assert [task for task in falsified(problem.task) if not fault(replace(problem, task=task), claims)] == []


def falsified(task: Task | None) -> Iterator[Task]:
    """The same with something else marked as right."""
    match task:
        case Choice(options=options, right=right):
            yield from (replace(task, right=i) for i in range(len(options)) if i != right)
        case TrueFalse(true=true):
            yield replace(task, true=not true)
        case Matching(pairs=pairs):
            others = [*(other for _, other in pairs[1:]), pairs[0][1]]
            yield replace(task, pairs=tuple(zip((thing for thing, _ in pairs), others, strict=True)))
        case Ordering(items=items):
            yield from (
                replace(task, items=(*items[:i], *items[i : i + 2][::-1], *items[i + 2 :]))
                for i in range(len(items) - 1)
            )


def test_every_question_is_confirmed_by_a_table() -> None:
    assert {id for id in ASKED if id not in CLAIMED and id not in LISTED} == set()


def test_what_only_a_reader_can_confirm_does_not_become_more() -> None:
    by_hand = [claims.by_hand for claims in CLAIMED.values() if claims.by_hand]
    assert sum("*" in options for options in by_hand) == BY_HAND
    assert sum(len(options) for options in by_hand if "*" not in options) == BY_HAND_IN_PART


# --- the vocabulary ---


@pytest.mark.parametrize(("claim", "truth"), rows("vocabulary.tsv"))
def test_a_claim_is_found_true_or_false(claim: str, truth: str) -> None:
    assert holds(claim) == (truth == "true")


@pytest.mark.parametrize(
    "claim",
    ["x^2", "x^2 at 0: nice", "x^2 at 0: charm = 1", "x^2 + = 1", "a x at 0: continuous", "1/x with 0 at 0: defined"],
)
def test_what_is_no_claim_is_not_taken_for_one(claim: str) -> None:
    with pytest.raises(ClaimError):
        holds(claim)


@pytest.mark.parametrize("claim", ["if slope = 7 then continuous", "ln(x) = 1 for x in (-3, -1)"])
def test_a_claim_about_nothing_is_not_true(claim: str) -> None:
    with pytest.raises(ValueError, match=r"no specimen|too few places"):
        holds(claim)


@pytest.mark.parametrize("name", [name for name in STAND_INS if name.endswith("'")])
def test_the_functions_that_stand_for_f_and_g_have_the_derivatives_written_there(name: str) -> None:
    x = sympy.Symbol("x", real=True)
    before, after = (to_sympy(formula(STAND_INS[each])) for each in (name[:-1], name))
    assert sympy.simplify(sympy.diff(before, x) - after) == 0


# --- rows ---


def own(id: str, *said: tuple[str, str]) -> str:
    return fault(ASKED[id], Claims(said))


def test_a_row_for_a_text_that_is_gone_is_noticed() -> None:
    rows_of = CLAIMED["true-zero-slope"].rows
    assert own("true-zero-slope", *rows_of, ("an option", "1 = 1")) == "it has nothing like ['an option']"


def test_an_option_without_a_claim_is_noticed() -> None:
    with pytest.raises(ClaimError, match='nothing is said about "none of them"'):
        fault(
            Problem("own", "choice", formula("0"), "concepts", task=Choice("?", ("none of them", "2"), 1)),
            Claims((("*", "{option} = 1 + 1"),)),
        )


def test_lines_that_are_not_equal_are_noticed() -> None:
    task = Ordering("?", ("x^2 - 1", "(x - 1)^2", "(x - 1)(x - 1)"))
    given = tuple((line, f"needs {i} gives {i + 1}") for i, line in enumerate(map(str, task.items)))
    problem = Problem("own", "ordering", formula("0"), "concepts", task=task)
    assert fault(problem, Claims((("*", "given 0"), *given))) == "not so: (x^2 - 1) = ((x - 1)^2)"


def test_a_second_possible_order_is_noticed() -> None:
    task = Ordering("?", ("wash", "cut", "cook"))
    said = (("wash", "gives clean"), ("cut", "gives small"), ("cook", "needs clean, small gives soup"))
    found = fault(Problem("own", "ordering", formula("0"), "concepts", task=task), Claims(said))
    assert found == "these orders are possible too, or the only ones: [(0, 1, 2), (1, 0, 2)]"
