"""One rule applied to one derivative: the right one, or a mal-rule in its place.

`apply_first` asks the rule table, first its composition rules, then the table of elementary functions, directly or
through the chain rule. `imitated` puts what a mal-rule gives in the place of the right result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tutor.errors import TutorError
from tutor.expr import ONE, Call, D, Expr, Sym, children, depends_on, walk, with_children
from tutor.functions import BY_NAME, base_name
from tutor.match import match
from tutor.rules import CHAIN, COMPOSITION, ELEMENTARY, LAST, MalRule, Rule
from tutor.rules.model import formula
from tutor.tidy import tidy_node

__all__ = ["Applied", "WrongMove", "apply_first", "apply_wrongly", "fill", "imitated"]


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that fits: what its letters stand for and what it makes of the derivative, not yet in its line."""

    rule: Rule
    where: Expr
    letters: tuple[tuple[str, Expr], ...]
    result: Expr


@dataclass(frozen=True, slots=True)
class WrongMove:
    """A mal-rule followed where its rule applies to `where`; everywhere if that is None."""

    mal: MalRule
    where: Expr | None = None

    def is_made_at(self, f: Expr) -> bool:
        return self.where is None or self.where == f


def apply_first(f: Expr, wrt: str, along: frozenset[str] = frozenset()) -> list[Applied]:
    """The first rule that fits f: one entry, or the chain rule together with the entry of the outer function."""
    moving = frozenset({wrt}) | along

    def constant(e: Expr) -> bool:
        return not depends_on(e, moving)

    for rule in COMPOSITION:
        found = _compose(rule, f, wrt, constant)
        if found is not None:
            return [found]
    for rule in ELEMENTARY:
        letters = match(formula(rule.pattern), f, constant)
        if letters is not None:
            return _elementary(rule, f, letters, wrt)
    for rule in LAST:
        found = _compose(rule, f, wrt, constant)
        if found is not None:
            return [found]
    if isinstance(f, Call) and (unknown := _named(f, wrt)):
        return unknown
    raise TutorError(_unknown(f))


def _compose(rule: Rule, f: Expr, wrt: str, constant: Callable[[Expr], bool]) -> Applied | None:
    if rule.id == "identity":
        return Applied(rule, f, (), ONE) if f == Sym(wrt) else None
    if callable(rule.result):
        made = rule.result(f, wrt, constant)
        return None if made is None else Applied(rule, f, (), made)
    letters = match(formula(rule.pattern), f, constant)
    if letters is None:
        return None
    return Applied(rule, f, tuple(letters.items()), fill(formula(rule.result), letters, wrt))


def _elementary(rule: Rule, f: Expr, letters: dict[str, Expr], wrt: str) -> list[Applied]:
    """An entry of the table: by itself where its argument is the variable, else as the outer function of a chain."""
    assert not callable(rule.result)
    outer = fill(formula(rule.result), letters, wrt)
    inside = letters["x"]
    if inside == Sym(wrt):
        return [Applied(rule, f, tuple(letters.items()), outer)]
    chained = fill(formula("o u'"), {"o": outer, "u": inside}, wrt)
    others = tuple((name, e) for name, e in letters.items() if name != "x")
    return [Applied(CHAIN, f, (("u", inside),), chained), Applied(rule, f, (("u", inside), *others), chained)]


def _named(f: Call, wrt: str) -> list[Applied] | None:
    """A function known only by its name: (f(x))' is f'(x), and the chain rule does the rest."""
    if base_name(f.name)[0] in BY_NAME or len(f.args) != 1:
        return None
    outer = Call(f.name + "'", f.args)
    if f.args[0] == Sym(wrt):
        return [Applied(replace(CHAIN, say="The derivative of {f} is written with a prime."), f, (), outer)]
    return [Applied(CHAIN, f, (("u", f.args[0]),), fill(formula("o u'"), {"o": outer, "u": f.args[0]}, wrt))]


def fill(pattern: Expr, letters: dict[str, Expr], wrt: str) -> Expr:
    """The formula with its letters filled in; what the formula itself writes is tidied, what they stand for is not."""
    match pattern:
        case Sym(name):
            return letters.get(name, pattern)
        case D(arg):
            return D(fill(arg, letters, wrt), wrt)
    parts = children(pattern)
    if not parts:
        return pattern
    return tidy_node(with_children(pattern, tuple(fill(part, letters, wrt) for part in parts)), wrt)


# Mal-rules --------------------------------------------------------------------------------------------------


def apply_wrongly(
    f: Expr, wrt: str, along: frozenset[str], moves: Sequence[WrongMove]
) -> tuple[list[Applied], MalRule | None]:
    """The first rule that fits f, with the result of a mal-rule where one of the moves is made; and that mal-rule."""
    applied = apply_first(f, wrt, along)
    for move in moves:
        if move.is_made_at(f) and any(move.mal in a.rule.mal for a in applied):
            wrong = imitated(applied, move.mal, wrt, along)
            if wrong is not None:
                return [replace(a, result=wrong) for a in applied], move.mal
    return applied, None


def imitated(applied: Sequence[Applied], mal: MalRule, wrt: str, along: frozenset[str] = frozenset()) -> Expr | None:
    """What takes the derivative's place if `mal` is followed; None where it says nothing."""
    whole, last = applied[0].where, applied[-1]
    if callable(mal.result):
        moving = frozenset({wrt}) | along
        return mal.result(whole, wrt, lambda e: not depends_on(e, moving))
    pattern = formula(mal.result)
    if applied[0].rule.id != CHAIN.id:
        letters = dict(last.letters)
        return None if _is_of_chain(pattern, letters) else fill(_variable(pattern, letters, wrt), letters, wrt)
    inside = dict(applied[0].letters)["u"]
    if not depends_on(pattern, {"u"}) and not _calls_f(pattern):
        outer = fill(pattern, {**dict(last.letters), "x": inside}, wrt)
        return fill(formula("o u'"), {"o": outer, "u": inside}, wrt)
    letters = {**dict(last.letters), "u": inside, "x": Sym(wrt)}
    return fill(_spelled_out(pattern, last, inside, wrt), letters, wrt)


def _calls_f(pattern: Expr) -> bool:
    return any(isinstance(node, Call) and node.name in ("f", "f'") for node in walk(pattern))


def _is_of_chain(pattern: Expr, letters: dict[str, Expr]) -> bool:
    """Is it about an inside u, where the rule was applied to the variable itself?"""
    return "u" not in letters and depends_on(pattern, {"u"})


def _variable(pattern: Expr, letters: dict[str, Expr], wrt: str) -> Expr:
    """In a composition rule x is the variable itself, as in (x)' → x."""
    if "x" in letters or not depends_on(pattern, {"x"}):
        return pattern
    letters["x"] = Sym(wrt)
    return pattern


def _spelled_out(pattern: Expr, outer: Applied, inside: Expr, wrt: str) -> Expr:
    """A pattern of the chain rule with f and f' written out: f'(u), f'(u'), f(u'), f'(x)."""
    if isinstance(pattern, Call) and pattern.name in ("f", "f'"):
        (argument,) = pattern.args
        at_place = {"u": inside, "x": Sym(wrt)}
        place = D(inside, wrt) if isinstance(argument, D) else at_place[getattr(argument, "name", "u")]
        return _outer_at(outer, place, pattern.name == "f'", wrt)
    parts = children(pattern)
    return with_children(pattern, tuple(_spelled_out(part, outer, inside, wrt) for part in parts)) if parts else pattern


def _outer_at(outer: Applied, place: Expr, is_derived: bool, wrt: str) -> Expr:
    """The outer function, or its derivative, at a place."""
    rule = outer.rule
    if rule.id == CHAIN.id:  # a function known only by its letter
        assert isinstance(outer.where, Call)
        return Call(outer.where.name + ("'" if is_derived else ""), (place,))
    assert not callable(rule.result)
    return fill(formula(rule.result if is_derived else rule.pattern), {**dict(outer.letters), "x": place}, wrt)


def _unknown(f: Expr) -> str:
    from tutor.show import pretty

    return f"no rule for the derivative of {pretty(f)} is known here"
