"""The rule table: every example reaches its rule, and every mal-rule is wrong on it."""

from __future__ import annotations

import pytest

from tests.families_of_mistakes import cases
from tests.values import differ, same_value
from tutor.apply import Detour, apply_first, detours, imitated
from tutor.derive import derive
from tutor.expr import D, Expr, children, substitute, with_children
from tutor.read import Scope, read
from tutor.rules import COMPOSITION, ELEMENTARY, RULES, MalRule, Rule
from tutor.rules.detours import DETOURS

SIDEWAYS = list({rule.id: rule for rules in DETOURS.values() for rule in rules if rule not in RULES}.values())
MAL_RULES = [(rule, mal) for rule in (*RULES, *SIDEWAYS) for mal in rule.mal]


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


SEVERAL_TERMS = ("x^6 - x^5 + x^4 - x^3 + x^2 + sin(x)", "(x^3 + x^2 + x)/x^2", "x^6/x^2")
FAMILIES: dict[str, list[Expr]] = {}
for case in cases(4):
    FAMILIES.setdefault(case.mal, []).append(case.function)


@pytest.mark.parametrize(("rule", "mal"), MAL_RULES, ids=lambda value: value.id)
def test_every_mal_rule_is_wrong_somewhere(rule: Rule, mal: MalRule) -> None:
    """On the example of its rule, or with an inside there that is not the variable, or on a function of its family."""
    example = read(rule.example)
    inside = substitute(example, {"x": read("x^2 + 1")})
    functions = [example, inside, *map(read, SEVERAL_TERMS), *FAMILIES.get(mal.id, ())]
    found = ((wrong, f) for f in functions for wrong, f in followed(mal, f))
    assert any(differ(_closed(wrong), derive(f).line) for wrong, f in found)


def followed(mal: MalRule, f: Expr) -> list[tuple[Expr, Expr]]:
    """What a mal-rule makes of the derivatives that are taken on the way to that of f, and of what each of them is one."""
    found = []
    for where in {step.where: None for step in derive(f, polish=False).steps}:
        applied = apply_first(where, "x")
        for way in (applied, *([other] for other in detours(applied, "x"))):
            wrong = imitated(way, mal, "x") if any(mal in a.rule.mal for a in way) else None
            found += [] if wrong is None else [(wrong, where)]
    return found


@pytest.mark.parametrize("rule", SIDEWAYS, ids=lambda rule: rule.id)
def test_every_detour_is_right(rule: Rule) -> None:
    f = read(rule.example)
    line = derive(f, moves=(Detour(rule, f),)).line
    assert derive(f, moves=(Detour(rule, f),)).steps[0].id == rule.id
    assert same_value(line, f)


def test_detours_are_named_after_entries_that_there_are() -> None:
    assert DETOURS.keys() <= {rule.id for rule in RULES}


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in (*RULES, *SIDEWAYS)]
    assert len(ids) == len(set(ids))


def test_formulas_name_both_sides() -> None:
    for rule in (*COMPOSITION, *ELEMENTARY):
        left, equals, right = rule.formula.partition(" = ")
        assert left and equals and right


@pytest.mark.parametrize("name", ["power", "product", "quotient", "chain", "sine", "rewrite"])
def test_every_name_of_the_contract_is_there(name: str) -> None:
    assert name in {rule.name for rule in RULES}


def test_a_letter_that_is_not_the_variable_is_constant() -> None:
    assert derive(read("a x^2"), "a").line == read("x^2", Scope(own=True))
