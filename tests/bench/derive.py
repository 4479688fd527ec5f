"""How long a derivation takes, beside SymPy's `diff` and `simplify` on the same functions."""

from __future__ import annotations

from typing import Any

from tests.bench.timing import median, say, spread
from tutor.bank import load_bank
from tutor.derive import derive
from tutor.problem import Problem
from tutor.read import Scope, read
from tutor.show import show


def run() -> None:
    """Print the spread over the bank, the growth with the length of the function, and SymPy's times."""
    bank = load_bank()
    problems = bank.problems
    times = [median(lambda p: derive(p.function, p.wrt, order=p.order), p) for p in problems]
    say(f"derivation of {len(problems)} bank problems", spread(times), "median 2, max 30")
    _growth()
    _sympy([p for p in problems if not p.functions])


def _growth() -> None:
    """Milliseconds per thousand printed characters, for sums, products and compositions of n parts."""
    for name, make in (
        ("sum of n terms", lambda n: " + ".join(f"x^{k}" for k in range(2, n + 2))),
        ("product of n factors", lambda n: " ".join(f"sin({k}x)" for k in range(2, n + 2))),
        ("n-fold composition", lambda n: "sin(" * n + "x^2" + ")" * n),
    ):
        figures = []
        for n in (10, 20, 40, 60):
            f = read(make(n), Scope(own=True))
            seconds = median(derive, f)
            length = sum(len(show(line)) for line in derive(f).lines)
            figures.append(f"n={n}: {1000 * seconds:.0f} ms, {1e6 * seconds / length:.2f} ms per 1000 characters")
        say(name, "; ".join(figures))


def _sympy(problems: list[Problem]) -> None:
    import sympy

    from tutor.show import explicit

    def work(e: Any, letter: Any) -> None:
        sympy.simplify(sympy.diff(e, letter))

    pairs = [(sympy.sympify(explicit(p.function)), sympy.Symbol(p.wrt)) for p in problems]
    times = [median(work, e, letter, rounds=1) for e, letter in pairs]
    say(f"sympy diff + simplify, {len(times)} of them", spread(times))
