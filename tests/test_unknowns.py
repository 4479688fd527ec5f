"""The quick identity test: what it proves, what it must leave alone, and that nothing false is ever proved."""

from __future__ import annotations

from math import inf
from random import Random
from typing import Any

import pytest
import sympy

from tests.random_expr import EVERY, expressions
from tests.variants import certainly_differ, holes, varied
from tutor.budget import Budget
from tutor.expr import Expr
from tutor.identity import proves_at_once
from tutor.identity.powers import Circle, Group, Numbers, Powers, Unknowns, inverse, modulus, small_fraction
from tutor.read import read
from tutor.show import show
from tutor.trial import Trial


def proves(a: str, b: str, seed: int = 1) -> bool:
    return proved(read(a), read(b), Random(seed))


def proved(a: Expr, b: Expr, rng: Random) -> bool:
    trial = Trial(a, b, {}, None, True, Budget(inf))
    return proves_at_once(trial.program, trial.partial, True, rng).is_proved


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # rational functions
        ("(a^3 - b^3)/(a - b)", "a^2 + a b + b^2"),
        ("1/(x-1) - 1/(x+1)", "2/(x^2-1)"),
        ("0.5 x", "x/2"),
        # roots, with both signs
        ("(3 - 4x - 3x^2)/(2 sqrt(x+1) (x^2+3)^2)", "1/(2 sqrt(x+1)(x^2+3)) - 2x sqrt(x+1)/(x^2+3)^2"),
        ("x/sqrt(1 - 49x^2)", "x/sqrt(1 - (7x)^2)"),
        ("sqrt(4x + 8)", "2 sqrt(x + 2)"),
        ("x^(-7/2) sqrt(x)", "1/x^3 + 0 sqrt(x)"),
        ("x^(5/6)/x^(1/3)", "sqrt(x) x^(1/6)/x^(1/6)"),
        ("cbrt(8x)", "2 x^(1/3)"),
        ("sqrt(-x)^3", "-x sqrt(-x)"),
        ("sqrt(8) x", "2 sqrt(2) x"),
        ("1/sqrt(2 pi)", "sqrt(2 pi)/(2 pi)"),
        # absolute values and their kin, for either sign
        ("|x|^3", "x^2 |x|"),
        ("x/|x|", "|x|/x"),
        ("|2x - 6|", "2 |3 - x|"),
        ("relu(x) - relu(-x)", "x"),
        ("x sign(x)", "|x|"),
        ("max(x, 3x) + min(x, 3x)", "4x"),
        ("step(x - 1) + step(1 - x)", "(x - 1)^2/(1 - x)^2"),
        # e^u and its kin
        ("e^(x+1)/e^(x-1)", "e^2"),
        ("(e^(x/2))^2", "e^x"),
        ("e^(2ln(x))", "x^2 + 0 ln(x)"),
        ("ln(e^x)", "x"),
        ("x^(a+1)", "x^a x"),
        ("2^(x+1)", "2*2^x"),
        ("sigmoid(x)(1 - sigmoid(x))", "e^(-x)/(1+e^(-x))^2"),
        ("1 - tanh(x)^2", "sech(x)^2"),
        ("cosh(2x)", "1 + 2 sinh(x)^2"),
        ("softplus(x)", "ln(1 + e^x)"),
        ("mish(x)", "x tanh(ln(1 + e^x))"),
        # angles
        ("1 + tan(x)^2", "sec(x)^2"),
        ("cos(3x)", "4 cos(x)^3 - 3 cos(x)"),
        ("2 sin(x/2) cos(x/2)", "sin(x)"),
        ("sin(-x)", "-sin(x)"),
        ("csc(x)/sec(x)", "cot(x)"),
        # functions of which nothing is known but their names
        ("arcsin(x) arctan(2x)/arctan(2x)", "arcsin(x)"),
        ("erf(-x)", "-erf(x)"),
        ("gelu(x)", "x Phi(x)"),
        ("Phi(x) + Phi(-x)", "1"),
        ("phi(-x)", "phi(x)"),
        # divisors that both sides have
        ("x/(ln(x) + e^x)^2 (ln(x) + e^x)", "x/(ln(x) + e^x)"),
        ("sign(ln(x) + e^x) x/(ln(x) + e^x)", "x/|ln(x) + e^x|"),
        # divisors that are 0 at single points only
        ("10^x ln(10)", "10^x/log10(e)"),
        ("x coth(ln(x))", "x cosh(ln(x))/sinh(ln(x))"),
        ("1/ln(e^x + 1)^2 ln(e^x + 1)", "1/ln(1 + e^x)"),
    ],
)  # fmt: skip
def test_equal_functions_are_proved_equal(a: str, b: str) -> None:
    assert all(proves(a, b, seed) for seed in range(5))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("x^2", "x^2 + 10^(-60) x"),
        ("(x - 1)^5998", "(x + 1)^5998"),
        # equal for some signs only
        ("sqrt(x^2)", "x"),
        ("sqrt(x^2)", "-x"),
        ("sqrt(x^4 + x^2)", "x sqrt(x^2 + 1)"),
        ("|x|", "x"),
        ("sign(x)", "1"),
        ("relu(x)", "x"),
        ("max(x, y)", "x"),
        ("1/(x |x|)", "1/x^2"),
        ("sqrt((x-1)^2) sqrt((x-2)^2)", "(x-1)(x-2)"),
        ("|sin(x)|", "sin(x)"),
        ("sqrt(1 - sin(x)^2)", "cos(x)"),
        ("(x^2)^(1/6)", "x^(1/3)"),
        ("step(x)", "1"),
        ("step(5x - 2)", "step(4x - 2)"),
        # one side has no value somewhere
        ("x", "sqrt(x)^2"),
        ("x", "e^(ln(x))"),
        ("x", "x + 0 ln(x)"),
        ("1", "arcsin(x)/arcsin(x)"),
        ("x", "x relu(x)/relu(x)"),
        ("x", "x (x - |x|)/(x - |x|)"),
        ("x", "x (sqrt(x^2) - x)/(sqrt(x^2) - x)"),
        ("x", "x/(2x - x - x) (2x - x - x)"),
        ("x", "x/(sin(x)^2 + cos(x)^2 - 1) (sin(x)^2 + cos(x)^2 - 1)"),
        # what is divided by is 0 by a relation that is not known here
        ("x", "x (arctan(x) + arctan(1/x) - pi/2)/(arctan(x) + arctan(1/x) - pi/2)"),
        ("x", "x (e^(x+y+z) - e^x e^y e^z)/(e^(x+y+z) - e^x e^y e^z)"),
        ("ln(x) x", "x ln(x) (ln(6) - ln(2) - ln(3))/(ln(6) - ln(2) - ln(3))"),
        ("x", "x tan(pi/2)/tan(pi/2)"),
        ("x", "x sin(pi)/sin(pi)"),
        ("x", "x sin(pi x/x)/sin(pi x/x)"),
        ("x", "x sin(pi |x|/x)/sin(pi |x|/x)"),
        ("x", "x (arctan(|x|/x) - pi/4)/(arctan(|x|/x) - pi/4)"),
        ("x", "x arctan(0)/arctan(0)"),
        ("x", "x (Phi(0) - 1/2)/(Phi(0) - 1/2)"),
        ("x", "x (sin(2pi + x) - sin(x))/(sin(2pi + x) - sin(x))"),
        ("x", "x csch(ln(6) - ln(2) - ln(3))/csch(ln(6) - ln(2) - ln(3))"),
        ("x", "x (ln(6) - ln(2) - ln(3))^0"),
        # the same, where a logarithm occurs twice
        ("ln(6)ln(2)ln(3)", "ln(6)ln(2)ln(3) + 0/(ln(6x/x) - ln(2x/x) - ln(3x/x))"),
        ("x + 0e^(2ln(2))", "x + 0/(ln(4) - arsinh(15/8))"),
        # arccos(1) and its like are 0
        ("x + 0arccos(sqrt(3)^2/3)", "x + 0/arccos(sqrt(3)^2/3)"),
        ("x + 0arcsec(sqrt(3)^2/3)", "x + 0/arcsec(sqrt(3)^2/3)"),
        ("x + 0arcosh(sqrt(3)^2/3)", "x + 0/arcosh(sqrt(3)^2/3)"),
        ("x + 0arsech(sqrt(3)^2/3)", "x + 0/arsech(sqrt(3)^2/3)"),
        # tan(u) is 0 where cot(u) has a pole, and the other way round
        ("x + 0csc(pi/2)", "x + 0csc(pi/2)/cot(pi/2)"),
        ("x + 0sec(pi)", "x + 0sec(pi)/tan(pi)"),
        # what is not divided by, but must not be 0 either
        ("1", "sign(arctan(x) + arctan(1/x) - pi/2)^2"),
        ("x + 0sign(ln(6) - ln(2) - ln(3))", "x sign(ln(6) - ln(2) - ln(3))^2"),
        ("x", "x + 0step(ln(6) - ln(2) - ln(3))"),
        ("x + 0sqrt(ln(6) - ln(2) - ln(3))", "x + 0ln(ln(6) - ln(2) - ln(3))"),
        ("x + 0sqrt(ln(6) - ln(2) - ln(3))", "x + 0(ln(6) - ln(2) - ln(3))^x"),
        ("x + 0(ln(6) - ln(2) - ln(3))^x", "x + 0/(ln(6) - ln(2) - ln(3))^x"),
        # logarithms to the base 1, and of 1
        ("x", "x + 0log(2, e^(arctan(2) + arctan(3) - 3pi/4))"),
        ("x", "x + 0/ln(e^(arctan(2) + arctan(3) - 3pi/4))"),
        # whole numbers
        ("(-1)^n", "1"),
    ],
)  # fmt: skip
def test_what_differs_somewhere_is_not_proved(a: str, b: str) -> None:
    assert not any(proves(a, b, seed) for seed in range(5))


def test_a_letter_is_no_value_of_a_function_of_the_same_name() -> None:
    assert not any(proves("phi^2 + phi(0)", "phi(0)^2 + phi", seed) for seed in range(5))


# Second opinions -----------------------------------------------------------------------------------------------


def prove_variants(seed: int, count: int) -> int:
    """How many were proved; each of them has equal values at all points, and hardly ever one side alone has one."""
    rng = Random(seed)
    found = 0
    for _ in range(count):
        e = expressions(rng, 3, ("x", "a"), EVERY)
        other = varied(rng, varied(rng, e))
        if proved(e, other, Random(found)):  # its own: what is tried does not depend on the prime
            found += 1
            assert certainly_differ(e, other) is None, (show(e), show(other))
            assert len(holes(e, other)) < 5, (show(e), show(other))
    return found


def test_whatever_is_proved_has_equal_values_and_no_holes() -> None:
    assert prove_variants(21, 500) > 50


@pytest.mark.long
def test_whatever_is_proved_has_equal_values_and_no_holes_many_times() -> None:
    assert prove_variants(22, 60_000) > 6_000


# The numbers ---------------------------------------------------------------------------------------------------


def test_the_modulus_is_a_prime_that_behaves_like_real_numbers() -> None:
    q = modulus()
    assert sympy.isprime(q)
    assert q.bit_length() <= 89
    assert q % 4 == 3
    assert all(pow(p, (q - 1) // 2, q) == 1 for p in sympy.primerange(2, 32))
    assert all((q - 1) % p for p in sympy.primerange(3, 32))


def test_small_fractions_are_recognised_and_others_are_not() -> None:
    for text in ("3", "-3", "1/49", "-22/7", "0", "100000/36"):
        value = sympy.Rational(text)
        assert small_fraction(int(value.p) * inverse(int(value.q)) % modulus()) == value
    assert small_fraction(inverse(11)) is None
    rng = Random(3)
    assert not any(small_fraction(rng.randrange(modulus())) for _ in range(10_000))


@pytest.mark.parametrize("group", [Numbers(), Circle()])
def test_powers_take_sums_to_products(group: Group[Any]) -> None:
    q = modulus()
    u, v = 12345678901234567890 % q, 9876543210987654321 % q
    powers = Powers(group, Random(1), Unknowns())
    at_u, at_v = powers.at(u), powers.at(v)
    assert powers.at((u + v) % q) == group.times(at_u, at_v)
    assert group.times(powers.at((u - v) % q), at_v) == at_u
    half = powers.at(u * inverse(2) % q)
    assert group.times(half, half) == at_u
    assert powers.at(-3 * u % q) == group.power(at_u, -3)
    assert powers.at((u + 2 * v + 1) % q) != group.times(at_u, group.times(at_v, at_v))
