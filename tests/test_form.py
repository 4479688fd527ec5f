"""The form of an answer: a table a teacher can extend, whole sentences, and SymPy as the second opinion."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.random_expr import exprs
from tests.tables import rows
from tutor import kinds
from tutor.cas import from_sympy
from tutor.expr import ONE, Add, Div, Expr, Neg, Pow, number, product
from tutor.form import KINDS, Form, judge_form, read_form
from tutor.form.polynomial import factor_of
from tutor.problem import Problem
from tutor.read import Scope, read
from tutor.show import pretty
from tutor.verdict import Correct, Wrong
from tutor.words import words

SIGMOID = read("1/(1 + e^(-x))")
X, A = sympy.symbols("x a")
FORMS = [Form(kind) for kind in KINDS[:-1]] + [Form("in-terms-of", "s")]
EXPANDED, FACTORED, ONE_BAR = Form("expanded"), Form("factored"), Form("single-fraction")


@pytest.mark.parametrize("form, answer, met, said", rows("forms.tsv"))
def test_what_an_answer_lacks_of_a_form(form: str, answer: str, met: str, said: str) -> None:
    found = judge_form(read_form(form), read(answer, Scope(functions=frozenset("fg"))), SIGMOID)
    assert (found.lack.said(pretty) if found.lack else "", found.met) == (said, met == "yes")


@pytest.mark.parametrize(
    "form, answer, said",
    [
        ("factored", "x^2 + x", "Right value. The problem asks for it factored: x stands in both terms."),
        ("expanded", "(x + 3)^2", "Right value. The problem asks for it multiplied out: the power (x + 3)² is still to be multiplied out."),
        ("single-fraction", "x + 1/x", "Right value. The problem asks for a single fraction: 1/x stands in the sum x + 1/x."),
        ("no-negative-exponents", "x^(-2)", "Right value. The problem asks for it without negative exponents: x⁻² has a negative exponent, x² belongs below a bar."),
        ("in-terms-of: s", "s e^(-x)", "Right value. The problem asks for it in terms of s: e⁻ˣ still has x in it."),
        ("factored", "x (x + 1)", ""),
    ],
)  # fmt: skip
def test_the_sentence_about_a_right_value(form: str, answer: str, said: str) -> None:
    assert judge_form(read_form(form), read(answer), SIGMOID).sentence(pretty) == said


def test_it_can_be_spoken() -> None:
    found = judge_form(FACTORED, read("x^2 - 1"), SIGMOID)
    assert found.lack is not None
    assert found.lack.said(words) == "x squared minus 1 is 0 at x = 1, so x minus 1 is a factor"


@pytest.mark.parametrize("text", ["factored", "in-terms-of: s", "no-negative-exponents"])
def test_a_form_is_written_as_it_is_read(text: str) -> None:
    assert str(read_form(text)) == text


@pytest.mark.parametrize("text", ["in-terms-of s", "in-terms-of : s", " in-terms-of:  s "])
def test_the_letter_of_a_form_may_stand_behind_a_colon(text: str) -> None:
    assert read_form(text) == Form("in-terms-of", "s")


@pytest.mark.parametrize(
    "text", ["", "factord", "in-terms-of", "in-terms-of:", "factored: s", "in-terms-of: s t", "in-terms-of-s"]
)
def test_other_texts_name_no_form(text: str) -> None:
    with pytest.raises(ValueError):
        read_form(text)


# --- properties ---


@settings(max_examples=400, deadline=None)
@given(exprs(5, ("x", "a", "s"), steps=True), st.sampled_from(FORMS))
def test_every_tree_has_an_answer_that_can_be_said(e: Expr, form: Form) -> None:
    found = judge_form(form, e, SIGMOID)
    said = found.sentence(pretty)
    assert found.met == (said == "")
    assert "{}" not in said + found.sentence(words)


@settings(max_examples=400, deadline=None)
@given(exprs(4, ("x", "a")), st.sampled_from(FORMS))
def test_a_minus_in_front_makes_no_difference_but_to_a_sum(e: Expr, form: Form) -> None:
    if form != EXPANDED:
        assert judge_form(form, Neg(e), SIGMOID).met == judge_form(form, e, SIGMOID).met


@pytest.mark.parametrize(
    "function, answer",
    [
        ("x^2 + 2x", "2x + 2"),
        ("x^2 + 2x", "2(x + 1)"),
        ("x^3/3 + x^2", "x^2 + 2x"),
        ("2ln(x)", "x^(-1) + 1/x"),
        ("(x + 1)^3/3", "(x + 1)^2"),
    ],
)
@pytest.mark.parametrize("form", FORMS[:-1], ids=str)
def test_the_verdict_has_no_part_in_the_form(function: str, answer: str, form: Form) -> None:
    """The same answer to two problems, right for one of them and wrong for the other."""
    right = Problem("right", "differentiate", read(function), "power-int", form=form)
    wrong = Problem("wrong", "differentiate", read("x^7"), "power-int", form=form)
    good, bad = (kinds.mark(problem, answer) for problem in (right, wrong))
    assert isinstance(good.verdict, Correct)
    assert isinstance(bad.verdict, Wrong)
    assert good.form == bad.form == judge_form(form, read(answer), right.function)
    assert good.lacks_form == (not good.form.met)
    assert not bad.lacks_form


def test_the_letter_of_a_form_stands_for_the_function() -> None:
    problem = Problem("s", "differentiate", SIGMOID, "chain-nested", form=Form("in-terms-of", "s"))
    for answer, right in (("s (1 - s)", True), ("s - s^2", True), ("s^2 - s", False), ("s e^(-x)/(1 + e^(-x))", True)):
        assert isinstance(kinds.mark(problem, answer).verdict, Correct) == right, answer
    assert kinds.mark(problem, "s' = s(1 - s)").form == judge_form(problem.form or FACTORED, read("s"), SIGMOID)


# --- SymPy as the second opinion ---

COUNT = 200


def polynomial(rng: Random, letters: Sequence[Any] = (X,)) -> Any:
    """A sum of two to four powers with small numbers, in which a letter is left."""
    while True:
        terms = [rng.choice((1, 1, 2, 3, -1, -4, 6)) * rng.choice(letters) ** rng.randint(0, 3) for _ in range(4)]
        made = sympy.Add(*terms[: rng.randint(2, 4)])
        if made.free_symbols:
            return made


def products(seed: int, letters: Sequence[Any] = (X,)) -> list[Any]:
    """Products of up to three powers of polynomials, left as they are."""
    rng = Random(seed)
    made = []
    for _ in range(COUNT):
        factors = [polynomial(rng, letters) ** rng.choice((1, 1, 1, 2, 3)) for _ in range(rng.randint(1, 3))]
        made.append(rng.choice((1, 1, 2, sympy.Rational(1, 2))) * sympy.Mul(*factors))
    return made


def quotients(seed: int) -> list[Any]:
    rng = Random(seed)
    return [above / polynomial(rng) ** rng.choice((1, 2)) for above in products(seed)]


def tree(s: Any) -> Expr:
    """SymPy's expression as a person writes it: negative powers below a bar, and products left as they are."""
    if s.is_Add:
        return Add(tuple(map(tree, s.args)))
    if s.is_Pow and s.exp.is_Integer and s.exp > 0:
        return Pow(tree(s.base), number(int(s.exp)))
    if not (s.is_Mul or s.is_Pow):
        return from_sympy(s)
    if s.is_Mul and s.args[0].is_Rational and s.args[0] < 0:
        return Neg(tree(sympy.Mul(-s.args[0], *s.args[1:], evaluate=False)))
    halves = [factor.as_numer_denom() for factor in sympy.Mul.make_args(s)]
    above, below = (product(tuple(tree(e) for e in side if e != 1)) for side in zip(*halves, strict=True))
    return above if below == ONE else Div(above, below)


@pytest.mark.parametrize("letters", [(X,), (X, A)], ids=["x", "x and a"])
def test_expanded_is_what_sympy_expands_to(letters: Sequence[Any]) -> None:
    for each in products(1, letters):
        done = sympy.expand(each)
        assert judge_form(EXPANDED, tree(done), SIGMOID).met, done
        assert judge_form(EXPANDED, tree(each), SIGMOID).met == (each == done), each


def test_an_expanded_quotient_is_expanded() -> None:
    for quotient in quotients(2):
        assert judge_form(EXPANDED, tree(sympy.expand(quotient)), SIGMOID).met, quotient


@pytest.mark.parametrize("letters", [(X,), (X, A)], ids=["x", "x and a"])
def test_what_sympy_factors_is_factored(letters: Sequence[Any]) -> None:
    for each in products(3, letters):
        done = sympy.factor(each)
        assert judge_form(FACTORED, tree(done), SIGMOID).met, done


def test_a_factored_quotient_is_factored() -> None:
    for quotient in quotients(4):
        done = sympy.factor(quotient)
        assert judge_form(FACTORED, tree(done), SIGMOID).met, done


def test_a_polynomial_is_factored_when_sympy_finds_one_factor() -> None:
    """Multiplied out: a sum with whole numbers, of which none stands in all terms, that is irreducible."""
    tried = 0
    for each in products(5):
        whole = sympy.Poly(each, X)
        done = whole.as_expr()
        if done.is_Add and whole.degree() <= 16 and all(c.is_Integer for c in whole.coeffs()):
            content, factors = whole.factor_list()
            met = abs(content) == 1 and [times for _, times in factors] == [1]
            assert judge_form(FACTORED, tree(done), SIGMOID).met == met, done
            tried += 1
    assert tried > COUNT / 2


def test_one_fraction_is_what_sympy_puts_together() -> None:
    rng = Random(6)
    for quotient in quotients(6):
        several = sympy.Add(quotient, polynomial(rng) / polynomial(rng), evaluate=False)
        done = sympy.together(several)
        assert judge_form(ONE_BAR, tree(done), SIGMOID).met, done
        bars = [term for term in several.args if sympy.fraction(term)[1] != 1]
        assert judge_form(ONE_BAR, tree(several), SIGMOID).met == (not bars), several


def test_a_factor_is_found_wherever_sympy_finds_one() -> None:
    for each in products(7):
        whole = sympy.Poly(2 * sympy.expand(each), X)
        if whole.degree() < 1:
            continue
        coefficients = [int(c) for c in reversed(whole.all_coeffs())]
        factors = [(factor, times) for factor, times in whole.factor_list()[1]]
        found = factor_of(coefficients)
        if sum(times for _, times in factors) == 1 or whole.degree() > 16:
            assert found is None, whole
        else:
            assert found is not None, whole
            assert whole.rem(sympy.Poly(list(reversed(found)), X)).is_zero, (whole, found)
            assert len(found) - 1 == min(factor.degree() for factor, _ in factors), (whole, found)


@pytest.mark.parametrize(
    "text, degree",
    [("x**4 - 10*x**2 + 1", 4), ("x**8 - 40*x**6 + 352*x**4 - 960*x**2 + 576", 8), ("x**12 - 2", 12)],
)
def test_what_falls_apart_modulo_every_prime_may_still_be_whole(text: str, degree: int) -> None:
    whole = sympy.Poly(sympy.sympify(text))
    assert whole.is_irreducible
    assert factor_of([int(c) for c in reversed(whole.all_coeffs())]) is None
    assert whole.degree() == degree
