"""The curriculum's own derivatives: every machine-checkable one is derived, and its worked steps appear among our lines."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest
import sympy

from tests.tables import DATA
from tests.values import POINTS, agree, own_numbers, same_numbers, to_sympy
from tutor.derive import DerivationOf, derive
from tutor.errors import ReadError
from tutor.evaluate import value
from tutor.expr import Call, D, Expr, Mul, letters, substitute, walk
from tutor.lines import Curve, Equation
from tutor.modes.implicit import derive_implicitly
from tutor.modes.logarithmic import derive_by_logarithm, expanded_logarithm
from tutor.modes.parametric import derive_along
from tutor.modes.value import at_point
from tutor.read import Scope, read
from tutor.show import show

ITEMS = [json.loads(line) for line in (DATA / "inventory.jsonl").read_text(encoding="utf-8").splitlines()]
LETTERS = frozenset(
    [
        "a1",
        "a2",
        "a3",
        "w1",
        "w2",
        "w3",
        "z1",
        "z2",
        "z3",
        "p1",
        "p2",
        "p3",
        "y1",
        "y2",
        "s1",
        "s2",
        "s3",
        "b1",
        "b2",
        "h1",
        "x0",
        "y0",
        "x1",
        "x2",
        "x3",
        "yh",
        "sp",
        "gx",
        "gz",
        "xp",
        "yp",
        "eps",
        "mu",
        "alpha",
    ]
)
SCOPE = Scope(letters=LETTERS | frozenset("abcdefghijklmnopqrstuvwxyz"), own=True)


def of(kind: str) -> list[Any]:
    """The items that are checked in this way."""
    return [pytest.param(item, id=item["id"]) for item in ITEMS if (item.get("check") or {}).get("t") == kind]


def _read(text: str, check: dict[str, Any] | None = None) -> Expr:
    """The text in the notation of the inventory, with its abbreviations written out."""
    e = read(text, SCOPE)
    short = {name: read(long, SCOPE) for name, long in ((check or {}).get("let") or {}).items()}
    return substitute(substitute(e, short), short)


def _same(ours: Expr, right: Expr) -> bool:
    names = tuple(sorted(letters(ours) | letters(right)))
    found, wanted = own_numbers(ours, names), own_numbers(right, names)
    return same_numbers(found, wanted, wanted, 1)


def _variables(check: dict[str, Any]) -> list[str]:
    by = check.get("x", "x")
    return by if isinstance(by, list) else [by] * int(check.get("n", 1))


@pytest.mark.parametrize("item", of("diff"))
def test_a_derivative_of_the_curriculum(item: dict[str, Any]) -> None:
    check = item["check"]
    line = f = _read(check["f"])
    for by in _variables(check):
        line = derive(line, by).line
    names = tuple(sorted(letters(f) | set(_variables(check))))
    right = to_sympy(f)
    for by in _variables(check):
        right = sympy.diff(right, sympy.Symbol(by, real=True))
    assert agree(to_sympy(line), right, names, 1)
    if isinstance(item["answer"], str) and "at" not in check:
        assert _same(line, _read(item["answer"], check)), show(line)


@pytest.mark.parametrize("item", [p for p in of("diff") if isinstance(p.values[0]["check"].get("at"), str)])
def test_a_value_of_the_curriculum(item: dict[str, Any]) -> None:
    check = item["check"]
    if check.get("let"):
        pytest.skip("the place is itself an abbreviation")
    f = _read(check["f"])
    (by,) = set(_variables(check))
    found = at_point(derive(f, by, order=len(_variables(check))), f, _read(check["at"])).line
    answer = item["answer"]
    wanted = float(answer["value"]) if isinstance(answer, dict) else value(_read(answer), {})
    assert abs(value(found, {}) - wanted) < (answer["tol"] if isinstance(answer, dict) else 1e-12)


@pytest.mark.parametrize("item", of("implicit"))
def test_an_implicit_derivative_of_the_curriculum(item: dict[str, Any]) -> None:
    check = item["check"]
    slope = derive_implicitly(Equation(_read(check["F"]), read("0"))).line
    if check.get("normal"):
        slope = read("-1/m", SCOPE)
        found = derive_implicitly(Equation(_read(check["F"]), read("0"))).line
        slope = substitute(slope, {"m": substitute(found, {"x": read("x0", SCOPE), "y": read("y0", SCOPE)})})
    assert _same(slope, _read(item["answer"].partition("=")[2] or item["answer"]))


@pytest.mark.parametrize("item", of("param"))
def test_a_slope_along_a_curve_of_the_curriculum(item: dict[str, Any]) -> None:
    check = item["check"]
    line = derive_along(Curve(_read(check["x"]), _read(check["y"])), check.get("n", 1)).line
    if "at" in check:
        line = substitute(line, {"t": _read(check["at"])})
    assert _same(line, _read(item["answer"]))


@pytest.mark.parametrize("item", [*of("grad"), *of("jac"), *of("hess")])
def test_a_table_of_derivatives_of_the_curriculum(item: dict[str, Any]) -> None:
    check, names = item["check"], item["check"]["vars"]
    functions = [_read(f) for f in check.get("F", [check.get("f")])]
    if check["t"] == "hess":
        table = [[derive(derive(functions[0], a).line, b).line for b in names] for a in names]
    else:
        table = [[derive(f, name).line for name in names] for f in functions]
    answers = [item["answer"]] if check["t"] == "grad" else item["answer"]
    place = {name: _read(text) for name, text in (check.get("at") or {}).items()}
    for row, wanted in zip(table, answers, strict=True):
        for ours, right in zip(row, wanted, strict=True):
            assert _same(substitute(ours, place), _read(right, check))


@pytest.mark.parametrize("item", of("compose"))
def test_a_composition_of_the_curriculum(item: dict[str, Any]) -> None:
    assert _same(derive(_read(item["check"]["f"])).line, _read(item["answer"]["derivative"]))


@pytest.mark.parametrize("item", of("onesided"))
def test_slopes_on_both_sides_of_a_corner(item: dict[str, Any]) -> None:
    line = derive(_read(item["check"]["f"])).line
    for side, x in (("left", -1e-9), ("right", 1e-9)):
        wanted = {"oo": math.inf, "-oo": -math.inf}.get(item["answer"][side])
        found = value(line, {"x": x})
        assert (abs(found) > 100 and found * wanted > 0) if wanted else found == float(item["answer"][side])


@pytest.mark.parametrize("item", of("piecewise"))
def test_pieces_of_the_curriculum(item: dict[str, Any]) -> None:
    from tutor.modes.corners import corners

    short = {name: read(text) for name, text in (item["check"].get("sub") or {}).items()}
    f = substitute(_read(item["check"]["f"]), short)
    line = derive(f).line
    for piece in item["answer"]:
        if piece["value"] == "undefined":
            assert [show(corner.at) for corner in corners(f, line, "x")] == ["0"]
        else:
            wanted = value(substitute(_read(piece["value"]), short), {})
            for x in (0.7, 2.3):
                assert value(line, {"x": x if ">" in piece["when"] else -x}) == pytest.approx(wanted)


# "f'(x) = …", "y'/y = …", "ln(y) = …" in front of a result; "u'(x) = …" is about another function.
NAMED = re.compile(r"^(f'\(\w+\)|f'|y'(/y)?|ln\(y\)|[a-z]\d?|dL/d\w+|h'\(x\))=")


def _worked(item: dict[str, Any]) -> list[Expr]:
    """The intermediate results that are formulas in the problem's own letters."""
    check = item["check"]
    known = letters(_read(check["f"])) | {"x"} | set(_variables(check))
    found = []
    for text in item["worked"]:
        try:
            e = _read(NAMED.sub("", text), check)
        except ReadError:
            continue  # a remark in words
        if letters(e) <= known and not any(isinstance(node, D) for node in walk(e)) and "'" not in show(e):
            found.append(e)
    return found


def _values(e: Expr, names: tuple[str, ...]) -> tuple[float, ...]:
    points = [float(sympy.Rational(p)) for p in POINTS]
    return tuple(value(e, {n: points[(i + k) % len(points)] for k, n in enumerate(names)}) for i in range(len(points)))


def _close(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    pairs = [(p, q) for p, q in zip(a, b, strict=True) if p == p and q == q]
    return bool(pairs) and all(abs(p - q) <= 1e-9 * (1 + abs(p)) for p, q in pairs)


def _parts(derivation: DerivationOf[Any, Any], f: Expr) -> list[Expr]:
    """Every closed part of every line, also through ln y, and every product of two neighbours or more."""
    lines: list[Expr] = [f, *(step.line for step in derivation.steps if not isinstance(step.line, Equation))]
    lines += [step.line.right for step in derivation.steps if isinstance(step.line, Equation)]
    lines += [step.part for step in derivation.steps if step.part]
    if expanded_logarithm(f) != Call("ln", (f,)):
        lines += [step.line.right for step in derive_by_logarithm(f, derivation.wrt).steps]
    nodes = [node for line in lines for node in walk(line)]
    for node in list(nodes):
        if isinstance(node, Mul):
            n = len(node.factors)
            nodes += [Mul(node.factors[i:j]) for i in range(n) for j in range(i + 2, n + 1) if j - i < n]
    return list(dict.fromkeys(node for node in nodes if not any(isinstance(inner, D) for inner in walk(node))))


@pytest.mark.parametrize("item", of("diff"))
def test_the_worked_steps_of_the_curriculum_appear_among_the_lines(item: dict[str, Any]) -> None:
    check = item["check"]
    f, variables = _read(check["f"]), _variables(check)
    derivation: DerivationOf[Any, Any] = derive(
        f, variables[0], order=len(variables) if len(set(variables)) == 1 else 1
    )
    if isinstance(check.get("at"), str) and not check.get("let"):
        derivation = at_point(derivation, f, _read(check["at"]))
    names = tuple(sorted(letters(f) | {"x"}))
    ours = [_values(part, names) for part in _parts(derivation, f) if letters(part) <= set(names)]
    for wanted in _worked(item):
        if (item["id"], show(wanted)) in ELSEWHERE:
            continue
        there = _values(wanted, names)
        assert any(_close(there, part) or _close(tuple(-v for v in there), part) for part in ours), show(wanted)


# What a worked solution says beside the derivation itself.
ELSEWHERE = {
    ("sigmoid-peak", "1/2"): "the value of the sigmoid, not of its derivative",
    ("nb-sin-2x2-plus-1", "cos(x)"): "the outer derivative before the inside is put in",
    ("x3-mish-derivative", "sech(softplus(x))^2 sigmoid(x)"): "two factors that stand apart in our product",
}


def test_most_worked_steps_are_formulas() -> None:
    counted = sum(len(_worked(item)) for item in ITEMS if (item.get("check") or {}).get("t") == "diff")
    assert counted >= 80
