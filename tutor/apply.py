"""One rule applied to one derivative: the right one, or a mal-rule in its place.

`apply_first` asks the rule table, first its composition rules, then the table of elementary functions, directly or
through the chain rule. `imitated` puts what a mal-rule gives in the place of the right result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from tutor.errors import TutorError
from tutor.expr import ONE, Call, D, Expr, Mul, Sym, children, depends_on, substitute, walk, with_children
from tutor.functions import BY_NAME, base_name
from tutor.match import match
from tutor.rules import CHAIN, COMPOSITION, ELEMENTARY, LAST, MalRule, Rule
from tutor.rules.detours import DETOURS
from tutor.rules.model import formula
from tutor.tidy import tidy_node

__all__ = [
    "Applied", "Detour", "Imitation", "Move", "WrongMove", "apply_first", "apply_wrongly", "detours", "fill",
    "imitated", "imitation",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that fits: what its letters stand for and what it makes of the derivative, not yet in its line."""

    rule: Rule
    where: Expr
    letters: tuple[tuple[str, Expr], ...]
    result: Expr


@dataclass(frozen=True, slots=True)
class WrongMove:
    """A mal-rule followed where its rule applies to `where`; everywhere if that is None.

    `order` is the derivative in which it is made, where several are taken; in each of them if it is 0. Where the same
    expression is differentiated several times, it is made the `nth` time, or each time if that is 0.
    """

    mal: MalRule
    where: Expr | None = None
    order: int = 0
    nth: int = 0

    def is_made_at(self, f: Expr) -> bool:
        return self.where is None or self.where == f

    def follows(self, mal: MalRule) -> bool:
        """Is this the mal-rule? Everywhere, any that has its id."""
        return mal == self.mal if self.where is not None else mal.id == self.mal.id


@dataclass(frozen=True, slots=True)
class Detour:
    """Another right way, taken at `where` instead of the first rule that fits; everywhere if that is None."""

    rule: Rule
    where: Expr | None = None
    order: int = 0
    nth: int = 0

    def is_made_at(self, f: Expr) -> bool:
        return self.where is None or self.where == f


Move = WrongMove | Detour


@lru_cache(maxsize=256)  # one problem asks the same again and again: in its right derivation and in every wrong one
def apply_first(f: Expr, wrt: str, along: frozenset[str] = frozenset()) -> tuple[Applied, ...]:
    """The first rule that fits f: one entry, or the chain rule together with the entry of the outer function.

    Raises TutorError where there is none.
    """
    moving = frozenset({wrt}) | along

    def constant(e: Expr) -> bool:
        return not depends_on(e, moving)

    for rule in COMPOSITION:
        found = _compose(rule, f, wrt, constant)
        if found is not None:
            return (found,)
    for rule in ELEMENTARY:
        letters = match(formula(rule.pattern), f, constant)
        if letters is not None:
            return _elementary(rule, f, letters, wrt)
    for rule in LAST:
        found = _compose(rule, f, wrt, constant)
        if found is not None:
            return (found,)
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


def _elementary(rule: Rule, f: Expr, letters: dict[str, Expr], wrt: str) -> tuple[Applied, ...]:
    """An entry of the table: by itself where its argument is the variable, else as the outer function of a chain."""
    assert not callable(rule.result)
    outer = fill(formula(rule.result), letters, wrt)
    inside = letters["x"]
    if inside == Sym(wrt):
        return (Applied(rule, f, tuple(letters.items()), outer),)
    chained = fill(formula("o u'"), {"o": outer, "u": inside}, wrt)
    others = tuple((name, e) for name, e in letters.items() if name != "x")
    return Applied(CHAIN, f, (("u", inside),), chained), Applied(rule, f, (("u", inside), *others), chained)


def _named(f: Call, wrt: str) -> tuple[Applied, ...] | None:
    """A function known only by its name: (f(x))' is f'(x), and the chain rule does the rest."""
    if base_name(f.name)[0] in BY_NAME or len(f.args) != 1:
        return None
    outer = Call(f.name + "'", f.args)
    if f.args[0] == Sym(wrt):
        return (Applied(replace(CHAIN, say="The derivative of {f} is written with a prime."), f, (), outer),)
    return (Applied(CHAIN, f, (("u", f.args[0]),), fill(formula("o u'"), {"o": outer, "u": f.args[0]}, wrt)),)


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
    f: Expr, wrt: str, along: frozenset[str], moves: Sequence[Move]
) -> tuple[Sequence[Applied], MalRule | None]:
    """What the first rule that fits f makes of it, or another where these moves say so; and the mal-rule followed."""
    applied: Sequence[Applied] = apply_first(f, wrt, along)
    for move in moves:
        if isinstance(move, Detour) and (other := detour(move.rule, applied, wrt, along)) is not None:
            applied = (other,)
    for move in moves:
        if isinstance(move, WrongMove):
            for way in (applied, *([other] for other in detours(applied, wrt, along))):
                for mal in (mal for a in way for mal in a.rule.mal if move.follows(mal)):
                    if (wrong := imitated(way, mal, wrt, along)) is not None:
                        return [replace(a, result=wrong) for a in way], mal
    return applied, None


def detours(applied: Sequence[Applied], wrt: str, along: frozenset[str] = frozenset()) -> Iterator[Applied]:
    """The other right ways to differentiate the same thing."""
    for rule in DETOURS.get(applied[-1].rule.id, ()):
        other = detour(rule, applied, wrt, along)
        if other is not None:
            yield other


def detour(rule: Rule, applied: Sequence[Applied], wrt: str, along: frozenset[str]) -> Applied | None:
    """One of them; None where it does not fit."""
    if rule not in DETOURS.get(applied[-1].rule.id, ()):
        return None
    moving = frozenset({wrt}) | along
    return _compose(rule, applied[0].where, wrt, lambda e: not depends_on(e, moving))


def imitated(applied: Sequence[Applied], mal: MalRule, wrt: str, along: frozenset[str] = frozenset()) -> Expr | None:
    """What takes the derivative's place if `mal` is followed; None where it says nothing."""
    made = imitation(applied, mal, wrt, along)
    if made is None or made.letters is None:
        return None if made is None else made.pattern
    return fill(made.pattern, made.letters, wrt)


@dataclass(frozen=True, slots=True)
class Imitation:
    """A formula and what its letters stand for; letters are None where it is a tree already."""

    pattern: Expr
    letters: dict[str, Expr] | None


def imitation(
    applied: Sequence[Applied], mal: MalRule, wrt: str, along: frozenset[str] = frozenset()
) -> Imitation | None:
    """A mal-rule followed where its rule applies, its letters still to be filled in; None where it says nothing."""
    first, last = applied[0], applied[-1]
    if not mal.only(first.where):
        return None
    if callable(mal.result):
        moving = frozenset({wrt}) | along
        tree = mal.result(first.where, wrt, lambda e: not depends_on(e, moving))
        return None if tree is None else Imitation(tree, None)
    letters = dict(last.letters)
    if first.rule.id != CHAIN.id:
        pattern = formula(mal.result)
        # It is about an inside u, where the rule was applied to the variable itself.
        if "u" not in letters and (_occurs(pattern, "u") or _calls_f(pattern)):
            return None
        return Imitation(pattern, {"x": Sym(wrt)} | letters)
    inside = dict(first.letters).get("u")
    if inside is None:  # f(x), known only by its letter
        return None
    letters |= {"u": inside, "x": Sym(wrt)}
    if _occurs(formula(mal.result), "w"):
        if isinstance(inside, Sym):  # y, which depends on x in a way that is not known
            return None
        within = apply_first(inside, wrt, along)[0]
        if within.rule.id != CHAIN.id or not within.letters:
            return None
        letters["w"] = dict(within.letters)["u"]
    if last is first:  # a function known only by its letter
        return Imitation(fill(_spelled_out(formula(mal.result), first.where, None), letters, wrt), None)
    return Imitation(_chained(last.rule, mal.result), letters)


@cache
def _occurs(pattern: Expr, name: str) -> bool:
    return depends_on(pattern, {name})


@cache
def _calls_f(pattern: Expr) -> bool:
    return any(isinstance(node, Call) and node.name in ("f", "f'") for node in walk(pattern))


_CHAINED: dict[tuple[str, str], Expr] = {}


def _chained(outer: Rule, result: str) -> Expr:
    """A mal-rule of an outer function or of the chain rule as a formula in u, with f and f' written out."""
    key = (outer.id, result)
    if key not in _CHAINED:
        pattern = formula(result)
        if _occurs(pattern, "u") or _calls_f(pattern):
            _CHAINED[key] = _spelled_out(pattern, None, outer)
        else:
            _CHAINED[key] = tidy_node(Mul((substitute(pattern, {"x": Sym("u")}), D(Sym("u"), "x"))))
    return _CHAINED[key]


def _spelled_out(pattern: Expr, named: Expr | None, outer: Rule | None) -> Expr:
    """A pattern of the chain rule with f and f' written out: f'(u), f'(u'), f(u'), f'(x)."""
    if isinstance(pattern, Call) and pattern.name in ("f", "f'"):
        (place,) = pattern.args
        if outer is None:
            assert isinstance(named, Call)
            return Call(named.name + pattern.name[1:], (place,))
        assert not callable(outer.result)
        written = outer.result if pattern.name == "f'" else outer.pattern
        return substitute(formula(written), {"x": place})
    parts = children(pattern)
    return with_children(pattern, tuple(_spelled_out(part, named, outer) for part in parts)) if parts else pattern


def _unknown(f: Expr) -> str:
    from tutor.show import pretty

    return f"no rule for the derivative of {pretty(f)} is known here"
