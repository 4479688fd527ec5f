"""Working a problem in its parts: u, v, u', v' one by one, any valid split accepted.

A `Parts` is a value like a drill: `reply(parts, text)` gives the next one and what there is to say. Nothing is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.apply import apply_first
from tutor.check import check, compare
from tutor.errors import ReadError
from tutor.expr import Div, Expr, Mul, Sym, depends_on, substitute
from tutor.read import read
from tutor.show import pretty
from tutor.verdict import Correct

if TYPE_CHECKING:
    from tutor.problem import Problem

__all__ = ["Parts", "Reply", "opening", "question", "reply", "start"]


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the dialogue stands: the rule, and what was found so far, by name ("u", "v", "u'", …).

    `factor` says that a constant factor was taken out of the problem's function first.
    """

    problem: Problem
    rule: str
    asked: tuple[str, ...]
    found: tuple[tuple[str, Expr], ...] = ()
    factor: bool = False

    @property
    def current(self) -> str:
        """What is asked now; empty when all is found."""
        return self.asked[len(self.found)] if len(self.found) < len(self.asked) else ""

    def part(self, name: str) -> Expr:
        return dict(self.found)[name]


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say to one typed part; `right` is None where the text could not be read."""

    said: str
    right: bool | None
    error: ReadError | None = None


_ASKED = {
    "product": ("u", "v", "u'", "v'"),
    "quotient": ("u", "v", "u'", "v'"),
    "chain": ("u", "f(u)", "f'(u)", "u'"),
}
_FORMULA = {
    "product": "Now put them together:  u′ v + u v′.",
    "quotient": "Now put them together:  (u′ v − u v′)/v².",
    "chain": "Now put them together:  f′(u) · u′.",
}
_OPENING = {
    "product": "A product u v: choose the two factors.",
    "quotient": "A quotient u/v: what stands above, what below?",
    "chain": "A composition f(u): what is the inside u?",
}


def start(problem: Problem) -> Parts | str:
    """The dialogue for a problem whose first rule is a product, a quotient or a chain; else a sentence: why not."""
    applied = apply_first(problem.function, problem.wrt)[0]
    inside = dict(applied.letters).get("u")
    if applied.rule.name == "constant multiple" and inside is not None:
        inner = start(replace(problem, function=inside))
        return replace(inner, factor=True) if isinstance(inner, Parts) else inner
    first = applied.rule
    if first.name not in _ASKED:
        name = _ARTICLES.get(first.name, first.name)
        return f"There are no parts to find here: the first step is the rule for {name}."
    return Parts(problem, first.name, _ASKED[first.name])


_ARTICLES = {
    "sum": "a sum", "constant multiple": "a constant multiple", "constant": "a constant", "identity": "x itself",
    "reciprocal": "a reciprocal", "rewrite": "rewriting", "power": "a power",
}  # fmt: skip


def question(parts: Parts) -> str:
    """What to ask: "u = ", with an opening sentence in front of the first."""
    return parts.current.replace("'", "′")


def opening(parts: Parts) -> str:
    """The sentence in front of the first question."""
    if not parts.factor:
        return _OPENING[parts.rule]
    written = pretty(parts.problem.function, parts.problem.wrt)
    return f"The constant factor stays. What is left is  {written} . {_OPENING[parts.rule]}"


def reply(parts: Parts, text: str) -> tuple[Parts, Reply]:
    """The dialogue after one typed part, and what to say to it."""
    name = parts.current
    scope = parts.problem.scope
    if name in ("f(u)", "f'(u)"):
        scope = replace(scope, letters=(scope.letters or frozenset()) | {"u"})
    try:
        e = read(_without_left_side(text, name), scope)
    except ReadError as error:
        return parts, Reply(error.message, None, error)
    fault = _CHECKS[name](parts, e)
    if fault:
        return parts, Reply(fault, False)
    after = replace(parts, found=(*parts.found, (name, e)))
    if after.current:
        return after, Reply("Right.", True)
    kept = " Keep the constant factor." if parts.factor else ""
    return after, Reply(f"Right. {_FORMULA[parts.rule]}{kept}", True)


def _without_left_side(text: str, name: str) -> str:
    left, equals, right = text.partition("=")
    return right if equals and left.replace(" ", "").replace("′", "'") == name else text


def _first_part(parts: Parts, e: Expr) -> str:
    problem = parts.problem
    if not depends_on(e, {problem.wrt}):
        return f"{pretty(e)} does not move with {problem.wrt}; choose a part that does."
    if parts.rule == "chain" and e in (Sym(problem.wrt), problem.function):
        return "Take the inside: what would you compute first?"
    return ""


def _second_factor(parts: Parts, e: Expr) -> str:
    u, problem = parts.part("u"), parts.problem
    whole = Mul((u, e)) if parts.rule == "product" else Div(u, e)
    if _same(whole, problem.function, problem):
        return ""
    sign = "times" if parts.rule == "product" else "over"
    return f"{pretty(u)} {sign} {pretty(e)} is not the function; which part is left?"


def _outer(parts: Parts, e: Expr) -> str:
    problem = parts.problem
    if not depends_on(e, {"u"}):
        return "Write the outer function with the letter u where the inside stands."
    if _same(substitute(e, {"u": parts.part("u")}), problem.function, problem):
        return ""
    return f"With u = {pretty(parts.part('u'))} this is not the function."


def _derivative_of(name: str) -> Callable[[Parts, Expr], str]:
    def judge(parts: Parts, e: Expr) -> str:
        problem = parts.problem
        verdict = check(parts.part(name), e, problem.wrt, assume=problem.assume)
        return "" if isinstance(verdict, Correct) else f"Not yet: differentiate {pretty(parts.part(name))} by itself."

    return judge


def _outer_derivative(parts: Parts, e: Expr) -> str:
    outer = parts.part("f(u)")
    right = isinstance(check(outer, e, "u", assume=parts.problem.assume), Correct)
    return "" if right else f"Not yet: differentiate {pretty(outer, 'u')} by u, as if u were the variable."


def _same(a: Expr, b: Expr, problem: Problem) -> bool:
    return isinstance(compare(b, a, assume=problem.assume, domain_of=b), Correct)


_CHECKS: dict[str, Callable[[Parts, Expr], str]] = {
    "u": _first_part,
    "v": _second_factor,
    "f(u)": _outer,
    "f'(u)": _outer_derivative,
    "u'": _derivative_of("u"),
    "v'": _derivative_of("v"),
}
