"""The rule table: every example reaches its rule, and every mal-rule is wrong on it."""

from __future__ import annotations

import pytest

from tests.values import differ, same_value
from tutor.derive import derive, fill
from tutor.expr import Call, D, Expr, Sym, children, with_children
from tutor.match import match
from tutor.read import Scope, read
from tutor.rules import CHAIN, COMPOSITION, ELEMENTARY, RULES, MalRule, Rule
from tutor.rules.model import formula

MAL_RULES = [(rule, mal) for rule in RULES for mal in rule.mal if mal.result]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_example_reaches_its_rule(rule: Rule) -> None:
    first = derive(read(rule.example)).steps[0]
    assert (first.rule, first.id) == (rule.name, rule.id)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_example_is_differentiated_rightly(rule: Rule) -> None:
    f = read(rule.example)
    assert same_value(derive(f).line, f)


def _open(formula_text: str, rule: Rule) -> Expr:
    """The formula on the rule's own example, with f and f' of the chain rule put in."""
    e = read(rule.example)
    if rule is CHAIN:
        assert isinstance(e, Call)
        letters = {"u": e.args[0]}
        outer = next(r for r in ELEMENTARY if r.pattern == f"{e.name}(x)")
        return fill(_with_outer(formula(formula_text), outer, letters), letters, "x")
    letters = match(formula(rule.pattern), e, lambda part: not any(s == Sym("x") for s in _nodes(part))) or {}
    return fill(formula(formula_text), letters, "x")


def _nodes(e: Expr) -> list[Expr]:
    return [e, *(n for part in children(e) for n in _nodes(part))]


def _with_outer(e: Expr, outer: Rule, letters: dict[str, Expr]) -> Expr:
    if isinstance(e, Call) and e.name in ("f", "f'"):
        inside = fill(_with_outer(e.args[0], outer, letters), letters, "x")
        text = outer.pattern if e.name == "f" else outer.result
        assert isinstance(text, str)
        return fill(formula(text), {"x": inside}, "x")
    parts = children(e)
    return with_children(e, tuple(_with_outer(part, outer, letters) for part in parts)) if parts else e


def _closed(e: Expr) -> Expr:
    """The expression with every open derivative taken."""
    if isinstance(e, D):
        return derive(_closed(e.arg), e.wrt).line
    parts = children(e)
    return with_children(e, tuple(_closed(part) for part in parts)) if parts else e


@pytest.mark.parametrize(("rule", "mal"), MAL_RULES, ids=lambda value: value.id)
def test_every_mal_rule_is_wrong_on_the_example(rule: Rule, mal: MalRule) -> None:
    wrong = _closed(_open(mal.result, rule))
    assert differ(wrong, derive(read(rule.example)).line)


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
