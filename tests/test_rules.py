"""The rule table: every example reaches its rule, and every mal-rule is wrong on it."""

from __future__ import annotations

import pytest

from tests.values import differ, same_value
from tutor.apply import apply_first, imitated
from tutor.derive import derive
from tutor.expr import D, Expr, children, substitute, with_children
from tutor.read import Scope, read
from tutor.rules import COMPOSITION, ELEMENTARY, RULES, MalRule, Rule

MAL_RULES = [(rule, mal) for rule in RULES for mal in rule.mal if mal.result]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_example_reaches_its_rule(rule: Rule) -> None:
    first = derive(read(rule.example)).steps[0]
    assert (first.rule, first.id) == (rule.name, rule.id)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_example_is_differentiated_rightly(rule: Rule) -> None:
    f = read(rule.example)
    assert same_value(derive(f).line, f)


def _closed(e: Expr) -> Expr:
    """The expression with every open derivative taken."""
    if isinstance(e, D):
        return derive(_closed(e.arg), e.wrt).line
    parts = children(e)
    return with_children(e, tuple(_closed(part) for part in parts)) if parts else e


@pytest.mark.parametrize(("rule", "mal"), MAL_RULES, ids=lambda value: value.id)
def test_every_mal_rule_is_wrong_on_the_example(rule: Rule, mal: MalRule) -> None:
    f = read(rule.example)
    wrong = imitated(apply_first(f, "x"), mal, "x")
    if wrong is None:  # written with u: for an inside that is not the variable
        f = substitute(f, {"x": read("x^2 + 1")})
        wrong = imitated(apply_first(f, "x"), mal, "x")
    assert wrong is not None
    assert differ(_closed(wrong), derive(f).line)


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    mal_ids = [mal.id for _, mal in MAL_RULES]
    assert len(mal_ids) == len(set(mal_ids))


def test_formulas_name_both_sides() -> None:
    for rule in (*COMPOSITION, *ELEMENTARY):
        left, equals, right = rule.formula.partition(" = ")
        assert left and equals and right


@pytest.mark.parametrize("name", ["power", "product", "quotient", "chain", "sine", "rewrite"])
def test_every_name_of_the_contract_is_there(name: str) -> None:
    assert name in {rule.name for rule in RULES}


def test_a_letter_that_is_not_the_variable_is_constant() -> None:
    assert derive(read("a x^2"), "a").line == read("x^2", Scope(own=True))
