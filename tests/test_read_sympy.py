"""A second opinion: on texts that both understand, SymPy's parser and ours mean the same value."""

from __future__ import annotations

from random import Random

import pytest
import sympy
from sympy.parsing.sympy_parser import convert_xor, parse_expr, rationalize, standard_transformations

from tests.values import numbers, own_numbers
from tutor.expr import letters
from tutor.read import read

LETTERS = {name: sympy.Symbol(name, real=True) for name in "xya"}
# Nothing that grows fast or has poles: both sides keep 30 digits of every value.
FUNCTIONS = ("sin", "cos", "sqrt", "log", "atan", "tanh")


def written(rng: Random, depth: int) -> str:
    """A random line that both parsers can read: products with their sign, arguments in brackets."""
    kind = rng.randrange(10) if depth else 9
    part = [written(rng, depth - 1) for _ in range(2)] if depth else []
    gap = rng.choice(("", " "))
    match kind:
        case 0 | 1:
            return f"{part[0]}{gap}{rng.choice('+-')}{gap}{part[1]}"
        case 2 | 3:
            return f"{part[0]}{gap}*{gap}{part[1]}"
        case 4:
            return f"{part[0]}{gap}/{gap}{part[1]}"
        case 5:
            return f"{rng.choice(('-', '-', '+'))}{part[0]}"
        case 6:
            exponent = rng.choice(("2", "3", "-1", "-2", "x", "-x", "(1+a)", "2^x", "x^2"))
            return f"{rng.choice('xya23')}{rng.choice(('^', '**'))}{exponent}"
        case 7:
            return f"({part[0]})"
        case 8:
            return f"{rng.choice(FUNCTIONS)}({part[0]})"
        case _:
            return rng.choice(("x", "x", "y", "a", "2", "3", "10", "0.5", "1.25", "x^2"))


def compared(seed: int) -> int:
    """Compare both readings of a random text where both have a real value; at how many points that was."""
    rng = Random(seed)
    text = written(rng, rng.choice((2, 3, 3, 4)))
    tree = read(text)
    transformations = (*standard_transformations, rationalize, convert_xor)
    names = tuple(sorted(letters(tree) | {"x"}))
    theirs = numbers(parse_expr(text, local_dict=LETTERS, transformations=transformations), names)
    ours = own_numbers(tree, names)
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a is not None and b is not None]
    for a, b in pairs:
        assert abs(a - b) <= 1e-15 * (1 + abs(b)), text
    return len(pairs)


@pytest.mark.parametrize("block", range(5))
def test_both_parsers_mean_the_same_value(block: int) -> None:
    points = sum(compared(seed) for seed in range(40 * block, 40 * block + 40))
    assert points > 100


@pytest.mark.long
@pytest.mark.parametrize("block", [*range(2, 4), *range(10, 60)])
def test_both_parsers_mean_the_same_value_on_thousands(block: int) -> None:
    points = sum(compared(seed) for seed in range(100 * block, 100 * block + 100))
    assert points > 250
