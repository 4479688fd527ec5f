"""What a screen reader says: natural for what is common, and never the same for two different trees."""

from __future__ import annotations

import itertools
import random

import pytest

from tests.random_expr import expressions
from tests.tables import rows
from tutor.expr import Add, Call, D, Div, Expr, Mul, Neg, Pow, Sym, number
from tutor.read import Scope, read
from tutor.ui.alphabet import spoken
from tutor.words import words

X, Y, TWO = Sym("x"), Sym("y"), number(2)


@pytest.mark.parametrize(("typed", "said"), rows("words.tsv"))
def test_words_of_the_table(typed: str, said: str) -> None:
    assert words(read(typed, Scope(own=True))) == said


def test_dependent_letters_and_functions() -> None:
    assert words(D(Y, "x")) == "y prime"
    assert words(D(D(Y, "x"), "x")) == "y double prime"
    assert words(D(Sym("r"), "t"), "t") == "r prime"
    assert words(Call("f'", (Call("g", (X,)),))) == "f prime of, g of x"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("f'(a) h", "f prime (a) h"),
        ("f''(a) = 0", "f double prime (a) equals 0"),
        ("f'''(a) h³/6", "f triple prime (a) h cubed/6"),
        ("f''' is 0 at a", "f triple prime is 0 at a"),
        ("f‴ and f″", "f triple prime and f double prime"),
        ("Newton's dot", "Newton's dot"),
    ],
)
def test_primes_in_a_sentence_are_counted(sentence: str, said: str) -> None:
    assert spoken(sentence) == said


def test_all_small_trees_have_words_of_their_own() -> None:
    """Every operation on x, y and 2, and every operation on one of those and a letter."""
    seen: dict[str, Expr] = {}
    for e in _small_trees():
        assert seen.setdefault(words(e), e) == e
    assert len(seen) > 3000


def test_random_trees_have_words_of_their_own() -> None:
    rng = random.Random(4)
    seen: dict[str, Expr] = {}
    for depth in itertools.islice(itertools.cycle((1, 2, 2, 3)), 8000):
        e = expressions(rng, depth, ("x", "n"), ("sin", "ln", "sqrt", "log", "abs", "max"), steps=True)
        assert seen.setdefault(words(e), e) == e


def _small_trees() -> list[Expr]:
    leaves: list[Expr] = [X, Y, TWO]
    small = [*leaves, *_above(leaves, leaves)]
    return [*small, *_above(small, leaves), *_above(leaves, small)]


def _above(left: list[Expr], right: list[Expr]) -> list[Expr]:
    found: list[Expr] = []
    for one in left:
        found += [Neg(one), D(one, "x"), Call("sin", (one,)), Call("ln", (one,)), Call("factorial", (one,))]
        for other in right:
            found += [Add((one, other)), Mul((one, other)), Div(one, other), Pow(one, other)]
            found += [Add((one, Neg(other))), Call("log", (one, other)), Mul((TWO, one, other))]
    return found
