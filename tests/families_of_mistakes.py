"""Functions of the family of every mal-rule, and the wrong answers it gives on them: seeded, without the engine.

The templates stand in `data/families.tsv`; what has a prime in an answer is differentiated rightly by the judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.tables import rows
from tutor.differential import derivative
from tutor.expr import Call, D, Expr, Sym, children, substitute, with_children
from tutor.read import Scope, read

_OWN = Scope(own=True)
_FUNCTIONS = (
    "x^2", "x^3", "x^5", "3x^4", "2x + 1", "x^2 + 3x", "x^3 - 2x", "sin(x)", "cos(x)", "e^x", "ln(x)", "sqrt(x)",
    "arctan(x)", "e^(2x)", "sin(3x)", "cosh(x)",
)  # fmt: skip
_INSIDES = ("x^2 + 1", "x^3 - 2x", "x^2 + 4x", "x^4 + 3", "2x^2 - 3x + 5", "5x - 2", "3x + 1", "x^3 + x^2", "x + x^5")
_CIRCULAR = ("sin", "cos", "tan")
_NAMES = ("sin", "cos", "ln", "arctan", "sinh", "tanh")


@dataclass(frozen=True, slots=True)
class Case:
    """A function, and the answer of somebody who follows the mal-rule on it."""

    mal: str
    function: Expr
    answer: Expr
    order: int


def cases(each: int = 5, seed: int = 0) -> Iterator[Case]:
    """`each` functions for every mal-rule; its templates take turns."""
    templates: dict[str, list[tuple[str, str]]] = {}
    for mal, function, answer in rows("families.tsv"):
        templates.setdefault(mal, []).append((function, answer))
    for mal, found in templates.items():
        rng = Random(f"{seed} {mal}")
        for turn in range(each):
            function, answer = found[turn % len(found)]
            filling = _filling(rng)
            yield Case(
                mal, _read(function, filling), _closed(_read(answer, filling)), 2 if mal.startswith("HOD") else 1
            )


def _closed(e: Expr) -> Expr:
    """The tree with its open derivatives taken, those of functions too: (x^2)', sin'(u)."""
    match e:
        case D(arg):
            return derivative(_closed(arg), "x")
        case Call(name, (arg,)) if name.endswith("'"):
            outer = _closed(D(Call(name[:-1], (Sym("x"),)), "x"))
            return substitute(outer, {"x": _closed(arg)})
    parts = children(e)
    return with_children(e, tuple(map(_closed, parts))) if parts else e


def _filling(rng: Random) -> dict[str, str]:
    n, m = rng.sample(range(2, 7), 2)
    a, b = rng.sample(range(2, 10), 2)
    i, j = rng.choice(((2, 3), (3, 4), (4, 3), (2, 5), (5, 2), (3, 2)))
    functions = rng.sample(_FUNCTIONS, 3)
    g, h = rng.sample(_NAMES, 2)
    letters = dict(zip("uvw", (f"({text})" for text in functions), strict=True))
    numbers = {name: str(value) for name, value in zip("nmabij", (n, m, a, b, i, j), strict=True)}
    return {**letters, **numbers, "p": f"({rng.choice(_INSIDES)})", "t": rng.choice(_CIRCULAR), "g": g, "h": h}


def _read(template: str, filling: dict[str, str]) -> Expr:
    return read(re.sub(r"\{(\w)\}", lambda found: filling[found[1]], template), _OWN)
