"""The derivation engine: rewrite the first open derivative until none is left, and keep every line.

Every line has the value of the derivative; only its form changes. Given wrong moves, the engine follows mal-rules in
their places, and the lines are those of somebody who makes that mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tutor.apply import Applied, Move, apply_first, apply_wrongly
from tutor.budget import Budget
from tutor.expr import (
    ONE,
    Add,
    D,
    Div,
    Expr,
    Mul,
    Neg,
    Path,
    Sym,
    at,
    children,
    depends_on,
)
from tutor.finish import finish
from tutor.lines import Curve, Equation, Line
from tutor.rules import ELEMENTARY, MalRule
from tutor.tidy import replaced

F = TypeVar("F", Expr, Equation, Curve)  # what is differentiated
L = TypeVar("L", bound=Line)  # what a line is


@dataclass(frozen=True, slots=True)
class StepOf(Generic[L]):
    """One rule applied. Several steps may share a `number` and a `line`: the chain rule and the outer function.

    `rule` is the printed name and `id` the entry of the table; `sentence` is what `say` says, with the letters of the
    rule in braces. `where` is what was differentiated, `letters` what the rule's letters stood for, `line` the whole
    line after the step, and `path` the place in it that was rewritten (as near as the tidied line still tells). `part`
    is what came of `where`, None for algebra on the whole line, `order` the derivative that is being taken, and `mal`
    the mal-rule that was followed instead of the rule.
    """

    number: int
    rule: str
    id: str
    sentence: str
    where: Expr
    letters: tuple[tuple[str, Expr], ...]
    line: L
    path: Path
    part: Expr | None = None
    order: int = 1
    mal: MalRule | None = None

    @property
    def say(self) -> str:
        """What the step does, in a sentence. It is written when somebody asks: most derivations are never shown."""
        return self.sentence.format_map(_Words(self.where, self.letters)) if "{" in self.sentence else self.sentence


@dataclass(frozen=True, slots=True)
class DerivationOf(Generic[F, L]):
    """The whole way from `function` to its derivative of the given order."""

    function: F
    wrt: str
    order: int
    steps: tuple[StepOf[L], ...]
    line: Expr  # the derivative: the last line, or its right side

    @property
    def lines(self) -> tuple[L, ...]:
        """Every line once, in order."""
        shown: list[L] = []
        for step in self.steps:
            if not shown or step.line is not shown[-1]:
                shown.append(step.line)
        return tuple(shown)

    def numbered(self) -> tuple[tuple[StepOf[L], ...], ...]:
        """The steps grouped as they are shown: those with one number together."""
        groups: dict[int, list[StepOf[L]]] = {}
        for step in self.steps:
            groups.setdefault(step.number, []).append(step)
        return tuple(tuple(group) for group in groups.values())


# By the rules alone: a function, and every line an expression.
Step = StepOf[Expr]
Derivation = DerivationOf[Expr, Expr]


def moved(step: Step, number: int, line: Equation) -> StepOf[Equation]:
    """The same step with another number, on a line that has more around it."""
    return StepOf(number, step.rule, step.id, step.sentence, step.where, step.letters, line, (), step.part)


def derive(
    f: Expr,
    wrt: str = "x",
    *,
    along: frozenset[str] = frozenset(),
    order: int = 1,
    polish: bool = True,
    budget: Budget | None = None,
    moves: Sequence[Move] = (),
    begun: Sequence[Step] = (),
) -> Derivation:
    """The derivation of f by `wrt`, rule by rule; letters in `along` depend on `wrt`, all others are constant.

    With `polish` the algebra after the rules is done too, down to the form that a textbook prints. `moves` are
    mal-rules to be followed and detours to be taken on the way. `begun` are the first steps of the first derivative,
    where they are known.

    Raises TutorError for a function that the rules do not know, naming it, and GivenUpError when a budget is used up.
    """
    steps: list[Step] = list(begun)
    line = f  # stays as it is under its primes where it is a letter that depends on the variable: y', y''
    for nth in range(1, order + 1):
        made = [move for move in moves if move.order in (0, nth)]
        number, first = (steps[-1].number, steps[-1].line) if steps else (0, line)
        first = first if begun and nth == 1 else D(line, wrt)
        for step in _one_order(line, first, wrt, along, nth, number, polish, made):
            if budget is not None:
                budget.check()
            steps.append(step)
        line = steps[-1].line if steps else D(line, wrt)
    return DerivationOf(f, wrt, order, tuple(steps), line)


def _one_order(
    f: Expr, line: Expr, wrt: str, along: frozenset[str], order: int, number: int, polish: bool, moves: Sequence[Move]
) -> Iterator[Step]:
    """The steps that follow on this line, of the derivation of f."""
    followed = _Followed(moves)
    path = _first_open(line, wrt, along)
    while path is not None:
        number += 1
        applied, part = _rewrite(at(line, path), wrt, along, followed)
        line = replaced(line, path, part, wrt)
        here = _still_there(line, path, part)
        for a, mal in applied:
            rule = a.rule
            yield StepOf(number, rule.name, rule.id, rule.say, a.where, a.letters, line, here, part, order, mal)
        path = _first_open(line, wrt, along)
    for name, say, ended in finish(line, f, wrt) if polish else ():
        number += 1
        yield StepOf(number, name, name, say, line, (), ended, (), None, order)
        line = ended


class _Followed:
    """The moves of a derivation, and how often each expression has been differentiated in it."""

    def __init__(self, moves: Sequence[Move]) -> None:
        self.moves = moves
        self.met: dict[Expr, int] = {}

    def at(self, f: Expr) -> list[Move]:
        """The moves to be made now that f is differentiated."""
        if not self.moves:
            return []
        times = self.met[f] = self.met.get(f, 0) + 1
        return [move for move in self.moves if move.nth in (0, times) and move.is_made_at(f)]


def _rewrite(
    target: Expr, wrt: str, along: frozenset[str], followed: _Followed
) -> tuple[list[tuple[Applied, MalRule | None]], Expr]:
    """Apply the first rule that fits, and in the same line what is elementary after it."""
    assert isinstance(target, D)
    applied, mal = apply_wrongly(target.arg, wrt, along, followed.at(target.arg))
    done = [(a, mal) for a in applied]
    result = applied[-1].result
    fold = applied[0].rule.same_line
    affine = applied[0].rule.id == "sum" and _is_affine(target.arg, wrt, along)
    if fold or affine:
        while (path := _first_open(result, wrt, along)) is not None:
            inner_target = at(result, path)
            assert isinstance(inner_target, D)
            if not (affine or _foldable(inner_target.arg, fold, wrt, along)):
                break
            inner, mal = apply_wrongly(inner_target.arg, wrt, along, followed.at(inner_target.arg))
            result = replaced(result, path, inner[-1].result, wrt)
            done += [(a, mal) for a in inner]
            fold = inner[0].rule.same_line
    return done, result


def _still_there(line: Expr, path: Path, part: Expr) -> Path:
    """Where the part stands in the tidied line; the term around it where it has merged with its neighbours."""
    term = 0
    for depth, index in enumerate(path, start=1):
        parts = children(at(line, path[: depth - 1]))
        if index >= len(parts):
            return path[:term]
        if isinstance(at(line, path[: depth - 1]), Add | Div | Neg):
            term = depth
    # A factor 1 is gone, and what stands in its place only looks like it.
    return path if at(line, path) == part != ONE else path[:term]


def _first_open(e: Expr, wrt: str, along: frozenset[str]) -> Path | None:
    """The way to the first derivative that a rule can take; y' of a letter that depends on the variable is final."""
    if isinstance(e, D):
        return () if not _is_final(e, along) else None
    for index, part in enumerate(children(e)):
        path = _first_open(part, wrt, along)
        if path is not None:
            return (index, *path)
    return None


def _is_final(e: D, along: frozenset[str]) -> bool:
    inner = e.arg
    while isinstance(inner, D):
        inner = inner.arg
    return isinstance(inner, Sym) and inner.name in along


def _foldable(f: Expr, fold: str, wrt: str, along: frozenset[str]) -> bool:
    """May this derivative be taken in the same line? The variable itself, or an entry of the table taken at it."""
    if f == Sym(wrt):
        return True
    if fold != "elementary":
        return False
    first, *more = apply_first(f, wrt, along)
    return not more and (first.rule in ELEMENTARY or (bool(first.rule.same_line) and _is_simple(first, wrt)))


def _is_simple(applied: Applied, wrt: str) -> bool:
    """A constant multiple, or a reciprocal of the variable itself."""
    return applied.rule.same_line == "elementary" or dict(applied.letters).get("v") == Sym(wrt)


def _is_affine(f: Expr, wrt: str, along: frozenset[str]) -> bool:
    """Is it a sum of constants and multiples of the variable, such as 3x + 1? Its slope is read off."""
    moving = frozenset({wrt}) | along

    def affine(e: Expr) -> bool:
        match e:
            case _ if not depends_on(e, moving):
                return True
            case Sym(name):
                return name == wrt
            case Add(parts) | Mul(parts):
                several = isinstance(e, Mul) and sum(depends_on(part, moving) for part in parts) > 1
                return not several and all(map(affine, parts))
            case Neg(arg):
                return affine(arg)
            case Div(a, b):
                return affine(a) and not depends_on(b, moving)
        return False

    return affine(f)


class _Words(dict[str, str]):
    """What stands in braces; only what the sentence names is written out."""

    def __init__(self, where: Expr, letters: Sequence[tuple[str, Expr]]) -> None:
        self.where = where
        self.letters = letters

    def __missing__(self, key: str) -> str:
        from tutor.show import pretty

        letters = {"f": self.where} | dict(self.letters)
        if key == "count":
            return str(len(children(self.where)))
        return pretty(letters[key]) if key in letters else key
