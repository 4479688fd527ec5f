"""Choices whose options are formulas: SymPy finds the marked one right, and none of the others.

The right values stand in tests/data/options.tsv, each said in another way than in the bank.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import sympy

from tests.tables import rows
from tests.whole_bank import whole_bank
from tutor.answers.prose import Sentence, plain
from tutor.expr import Expr, Num, letters
from tutor.kinds.choice import Choice
from tutor.problem import Problem
from tutor.read import read
from tutor.scope import Scope
from tutor.show import explicit
from tutor.template import read_template

BANK = whole_bank()
ROWS = rows("options.tsv")
LISTED = {id: (truth, where) for id, truth, where in ROWS}
# Two options have the right value, and the question is which of them a computer can work out.
EQUAL_BY_DESIGN = {"activation-stable-sigmoid"}


def real(name: str) -> Any:
    return sympy.Symbol(name, real=True)


def sigmoid(u: Any) -> Any:
    return 1 / (1 + sympy.exp(-u))


def descent(f: Any, start: float, rate: float, steps: int) -> float:
    """Where so many steps of gradient descent lead."""
    slope, at = sympy.lambdify(real("x"), sympy.diff(f, real("x"))), start
    for _ in range(steps):
        at -= rate * slope(at)
    return at


LETTERS = "a b c d g h m n p q s t v x y z A B F L M alpha beta delta epsilon eta theta _"
NAMES = {name: real(name) for name in LETTERS.split()}
KNOWN = {**vars(sympy), **NAMES, "sigmoid": sigmoid, "descent": descent, "maximum": sympy.maximum}


def said(text: str) -> Any:
    """The value of a cell of the table, which is ours and no input."""
    return sympy.sympify(eval(text, dict(KNOWN)))


def formula(option: Sentence) -> Expr | None:
    """An option that is a formula or a number and nothing else."""
    pieces = [option] if isinstance(option, str) else [piece for piece in option if piece != " "]
    if len(pieces) != 1:
        return None
    (piece,) = pieces
    if not isinstance(piece, str):
        return piece  # type: ignore[return-value]
    return read(piece, Scope()) if piece.strip("-").replace(".", "").replace("/", "").isdigit() else None


def formulas(problem: Problem) -> tuple[Expr, ...]:
    """The options, if all of them are formulas."""
    if not isinstance(problem.task, Choice):
        return ()
    found = [formula(option) for option in problem.task.options]
    return tuple(option for option in found if option is not None) if None not in found else ()


def parts(problem: Problem) -> dict[str, Problem]:
    numbered = {f"{problem.id}:{n}": part for n, part in enumerate(problem.parts, start=1)}
    return numbered or {problem.id: problem}


@cache
def asked() -> dict[str, Problem]:
    """The questions of the bank whose options are formulas, and the first instance of each template among them."""
    made = [*BANK.problems, *(BANK.problem(entry.id, 1) for entry in BANK.templates if entry.kind == "choice")]
    return {id: part for problem in made for id, part in parts(problem).items() if formulas(part)}


def place(i: int) -> dict[Any, Any]:
    """Values of all letters: of both signs in the first three places, then positive, so that roots have values."""
    made = {}
    for k, letter in enumerate(NAMES.values()):
        size = Fraction(7 * ((k * (i + 1) + 5 * i) % 39) + 10, 44)
        made[letter] = sympy.Float(float(-size if i < 3 and (k + i) % 3 == 0 else size), 30)
    return made


PLACES = [place(i) for i in range(6)]


def differs(option: Expr, truth: str, where: str, given: dict[Any, Any]) -> bool:
    """Is the option's value another one than the right one somewhere? A decimal has only as many digits as it shows."""
    put_in = sympy.sympify(explicit(option), locals={name: real(name) for name in letters(option)})
    for letter, text in reversed([pair.split(" = ") for pair in where.split("; ") if pair != "-"]):
        put_in = put_in.subs(real(letter), said(text))
    is_zero = truth.startswith("zero ")
    right = said(truth.removeprefix("zero "))
    rest = right.subs(real("_"), put_in) if is_zero else put_in - right
    tolerance = 1e-15
    if isinstance(option, Num) or plain((option,)).startswith("-"):
        digits = plain((option,)).partition(".")[2]
        tolerance = 0.6 * 10.0 ** -len(digits) if digits else tolerance
    values = [complex(rest.subs(given).evalf(30, subs=place)) for place in PLACES]
    usable = [value for value in values if abs(value.imag) < 1e-12 and abs(value) < 1e12]
    assert len(usable) >= 2, "too few places have a value"
    return any(abs(value) > tolerance for value in usable)


@pytest.mark.parametrize("id", list(LISTED))
def test_the_marked_option_is_right_and_no_other(id: str) -> None:
    only_the_marked_option_is_right(id, (1, 2))


@pytest.mark.long
@pytest.mark.parametrize("id", list(LISTED))
def test_the_marked_option_of_more_instances_is_right_and_no_other(id: str) -> None:
    only_the_marked_option_is_right(id, range(3, 13))


def only_the_marked_option_is_right(id: str, seeds: Iterable[int]) -> None:
    problem = asked().get(id)
    assert problem is not None, "the bank has no such question any more: its row can go"
    truth, where = LISTED[id]
    entry = next(entry for entry in BANK.entries if entry.id == problem.id.partition(":")[0])
    template = read_template(entry)[0] if entry.is_template else None
    for seed in seeds if template else (None,):
        made = problem if seed is None else BANK.problem(entry.id, seed)
        values = (template.given(seed) or {}) if template and seed else {}
        given = {real(name): sympy.Rational(str(value)) for name, value in values.items()}
        assert isinstance(made.task, Choice)
        right = {i for i, option in enumerate(formulas(made)) if not differs(option, truth, where, given)}
        assert right == {made.task.right}


def test_every_choice_among_formulas_stands_in_the_table() -> None:
    open = {id for id in asked() if id not in LISTED}
    assert open - EQUAL_BY_DESIGN == set()
