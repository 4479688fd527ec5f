"""The material of the corpus: laws that hold, forms that are equal, slips that change something."""

from __future__ import annotations

from random import Random

import pytest

from tests import corpus
from tests.families import Asked, families
from tests.oracle import tally
from tests.slips import SLIPS, slipped
from tests.tables import rows
from tutor.read import read
from tutor.values import read_assumptions

FORMS = dict(corpus._kept_forms())


@pytest.mark.parametrize(("left", "right", "kind"), rows("identities.tsv"))
def test_a_law_holds_and_a_mistake_does_not(left: str, right: str, kind: str) -> None:
    assert tally(read(left), read(right), {}).verdict == {"law": "equal", "mistake": "different"}[kind]


def test_what_is_kept_of_sympy_belongs_to_functions_that_are_asked() -> None:
    heads = {corpus._head(asked) for asked in corpus.functions()}
    assert set(FORMS) <= heads
    assert len(FORMS) >= 700


@pytest.mark.parametrize("asked", corpus.functions()[::9], ids=lambda asked: asked.function)
def test_the_forms_of_a_derivative_are_equal_at_least_on_a_part(asked: Asked) -> None:
    forms_are_equal(asked, 10)


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, len(corpus.functions()), 20))
def test_all_forms_of_a_derivative_are_equal_at_least_on_a_part(start: int) -> None:
    for asked in corpus.functions()[start : start + 20]:
        forms_are_equal(asked, 24)


def forms_are_equal(asked: Asked, points: int) -> None:
    right = corpus._right(asked)
    for form in FORMS.get(corpus._head(asked), ()):
        found = tally(right, read(form), read_assumptions(asked.assume), points)
        assert found.verdict in ("equal", "equal-on-part"), (form, found)


def test_the_families_are_always_the_same_and_twenty_a_topic() -> None:
    assert list(families()) == list(families())
    assert len(set(families())) >= 20 * 22


def test_every_kind_of_slip_happens() -> None:
    kinds = {
        kind
        for text in ("(2x (x-1) - (x^2+1))/(x-1)^2", "3x^2 cos(x^3)", "2^x/ln(2)", "-(x+1)/ln(x)", "sqrt(x^2+1)")
        for kind, _ in slipped(read(text), Random(1), 99)
    }
    assert kinds == {slip.__name__.strip("_") for slip in SLIPS}


def test_a_slip_is_another_expression_and_each_only_once() -> None:
    right = read("(2x sin(3x) - x^2 cos(3x))/sin(3x)^2")
    made = [wrong for _, wrong in slipped(right, Random(4), 30)]
    assert len(set(made)) == len(made) == 30
    assert right not in made
