"""The problem column of the reading tables: two letters `x a`, a dependent one `x y'`, a function `x f()`."""

from __future__ import annotations

from tutor.read import Scope


def scope(problem: str) -> Scope:
    """The scope that a problem column describes; an empty one lets every letter do."""
    words = problem.split()
    orders = [int(word.removeprefix("order=")) for word in words if word.startswith("order=")]
    names = [word for word in words if not word.startswith("order=")]
    if not names:
        return Scope()
    dependent = frozenset(name[:-1] for name in names if name.endswith("'"))
    functions = frozenset(name[:-2] for name in names if name.endswith("()"))
    letters = frozenset(name.rstrip("'") for name in names if not name.endswith("()"))
    return Scope(names[0], letters, functions, dependent, orders[0] if orders else 1)
