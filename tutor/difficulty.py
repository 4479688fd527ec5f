"""What a problem asks of a student, read off its derivation: the level of its rules, and how hard it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tutor.derive import Derivation, Step, derive
from tutor.expr import Div, Expr, Neg, Num, Pow, as_fraction, depends_on, letters, walk
from tutor.kinds import task_of
from tutor.problem import Problem
from tutor.topics import BY_ID

__all__ = ["Measure", "difficulty", "levels_used", "measure"]

# The level at which a rule is met, by its printed name; what depends on more than the name stands in `_level`
_LEVELS: dict[str, int] = {
    "constant": 1, "identity": 1, "sum": 1, "constant multiple": 1, "power": 2, "rewrite": 5,
    "exponential": 8, "logarithm": 8,
    "sine": 9, "cosine": 9, "tangent": 9, "secant": 9, "cosecant": 9, "cotangent": 9,
    "product": 10, "quotient": 11, "reciprocal": 11, "chain": 13,
    "arcsine": 16, "arccosine": 16, "arctangent": 16, "arccotangent": 16, "arcsecant": 16, "arccosecant": 16,
    "sinh": 17, "cosh": 17, "tanh": 17, "coth": 17, "sech": 17, "csch": 17,
    "logarithmic differentiation": 18, "absolute value": 22,
}  # fmt: skip
_LINEAR, _NESTED, _COMBINED = 3, 14, 15
# Done without thinking once they are known: they count as places, not as depth.
_ROUTINE = frozenset({"sum", "constant multiple"})


class Measure(NamedTuple):
    """Compared from the left: depth of the rule tree, distinct rules, places, awkward numbers."""

    depth: int
    rules: int
    sites: int
    numbers: int

    @property
    def weight(self) -> int:
        """One number for all four."""
        return 4 * (self.depth - 1) + 2 * (self.rules - 1) + (self.sites - 1) + self.numbers


_STEPS_OF_DIFFICULTY = (
    3,
    6,
    10,
    15,
)  # weights above a topic's plainest function at which 2, 3, 4 and 5 begin


def difficulty(problem: Problem) -> int:
    """From 1 to 5: the author's, or measured against the plainest function of its topic.

    That of the hardest part where there are several; 1 where nothing is differentiated.
    """
    if problem.difficulty is not None:
        return problem.difficulty
    if problem.parts:
        return max(map(difficulty, problem.parts))
    order = problem.order if problem.task is None else 1
    weights = [measure(derive(f, wrt, order=order)).weight for f, wrt in task_of(problem).differentiated]
    if not weights:
        return 1
    above = max(weights) - _plainest(problem.topic)
    return 1 + sum(above >= step for step in _STEPS_OF_DIFFICULTY)


def measure(derivation: Derivation) -> Measure:
    """How hard a derivation is, in the four ways that matter, the weightiest first."""
    steps = [step for step in derivation.steps if _is_work(step)]
    numbers = sum(1 for node in walk(derivation.function) if _is_awkward(node))
    return Measure(
        _depth([step for step in steps if step.rule not in _ROUTINE]),
        len({step.rule for step in steps}),
        len(steps),
        numbers,
    )


def _is_work(step: Step) -> bool:
    """Is something differentiated that is not the variable or a constant? Tidying up does not count."""
    return step.rule in _LEVELS and step.rule not in {"constant", "identity"} and step.id != "rewrite"


def levels_used(derivation: Derivation) -> dict[str, int]:
    """The rules of a derivation by name, each with the level of the topic that first needs it so."""
    used: dict[str, int] = {}
    for step in filter(_is_work, derivation.steps):
        used[step.rule] = max(used.get(step.rule, 0), _level(step, derivation.wrt))
    if used.get("power", 0) >= _LEVELS["power"]:
        for rule in ("sum", "constant multiple"):
            if rule in used:
                used[rule] = _LINEAR
    if used.get("chain", 0) > 1:
        used["chain"] = _NESTED if _has_nested_chain(derivation.steps) else used["chain"]
        for rule in ("product", "quotient"):
            if rule in used:
                del used[rule]
                used[f"{rule} with chain"] = _COMBINED
    return used


def _level(step: Step, wrt: str) -> int:
    inside = dict(step.letters).get("u")
    match step.rule:
        case "chain" if inside is not None and _is_line(inside, wrt):
            return 12
        case "chain" if not step.letters:
            return 1  # f'(x), the derivative of a function known by its letter
        case "power" if not _is_whole_power(step.where, wrt):
            return 4
        case "reciprocal" if not _is_sum(step.where):
            return 4
        case "rewrite" if step.id == "negative-power":
            return 4
    return _LEVELS.get(step.rule, 1)


def _is_line(e: Expr, wrt: str) -> bool:
    return depends_on(derive(e, wrt).line, {wrt}) is False


def _is_whole_power(e: Expr, wrt: str) -> bool:
    if not isinstance(e, Pow):
        return False
    value = as_fraction(e.exp)
    return bool(letters(e.exp)) and e.base != e.exp if value is None else value.denominator == 1 and value > 0


def _is_sum(e: Expr) -> bool:
    """Is it c/v with more below than a multiple of the variable?"""
    return isinstance(e, Div) and sum(1 for node in walk(e.den)) > 3


def _has_nested_chain(steps: tuple[Step, ...]) -> bool:
    """Is the chain rule used inside a function to which it was applied?"""
    chains = [(step.where, dict(step.letters)["u"]) for step in steps if step.rule == "chain" and step.letters]
    return any(where in set(walk(inside)) for where, _ in chains for _, inside in chains)


def _depth(steps: list[Step]) -> int:
    """The longest way down from a function to parts of it that were differentiated in their turn."""
    depths: list[tuple[set[Expr], int]] = []
    deepest = 0
    for step in steps:
        above = [depth for inside, depth in depths if step.where in inside]
        here = 1 + max(above, default=0)
        depths.append((set(_parts(step.where)), here))
        deepest = max(deepest, here)
    return max(deepest, 1)


def _parts(e: Expr) -> Iterator[Expr]:
    """Everything inside it, but not itself."""
    inner = walk(e)
    next(inner)
    return inner


def _is_awkward(e: Expr) -> bool:
    """A number that is not a whole number of at least 0, or a minus before a term that is not the first."""
    match e:
        case Num(value):
            return value.denominator != 1
        case Neg(Num() | Div(Num(), Num())) | Div(Num(), Num()):
            return True
        case Neg():
            return True
    return False


@cache
def _plainest(topic: str) -> int:
    from tutor.read import read

    example = BY_ID[topic].example
    return measure(derive(read(example))).weight if example else 0
