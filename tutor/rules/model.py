"""What a rule is: a pattern, a formula, the words for both, and the wrong rules that imitate it.

Formulas are written as in a textbook and read by the reader of answers. Their letters are a namespace of their own:

    x          in an elementary rule: the argument, whatever stands there; the chain rule does the rest
    c n a b    free of the variable
    u v w      anything
    u'         a derivative still to be taken
    f(u)       a function of the problem, known only by its name

A wrong rule beside an elementary entry that is written with u and u' imitates the entry and the chain rule together:
`1/u'` for (ln u)' . Beside the chain rule, f'(u) is the outer derivative at u, f'(u') the same at u', and f'(x) at the
variable; w is what stands inside of u, where u is a composition itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple

from tutor.expr import Expr
from tutor.read import Scope, read
from tutor.show import pretty

Constant = Callable[[Expr], bool]  # is it free of the variable?
# A rule that letters cannot say: from what is differentiated and the variable to what takes the derivative's place;
# None where it does not fit.
Formula = Callable[[Expr, str, Constant], Expr | None]

CONSTANT_LETTERS = frozenset({"c", "n", "a", "b"})
ANY_LETTERS = frozenset({"u", "v", "w"})
_SCOPE = Scope(wrt="x", functions=frozenset({"f"}), dependent=ANY_LETTERS, own=True)


@cache
def formula(text: str) -> Expr:
    """A formula of the rule table as a tree; read once, when it is first needed."""
    return read(text, _SCOPE)


@dataclass(frozen=True, slots=True)
class MalRule:
    """A wrong rule that students follow.

    `result` imitates the formula of the rule it stands beside, or makes what takes the derivative's place where letters
    cannot say it. A mal-rule with several results is written several times under one id. `avoid` finishes the sentence
    "Do not …", `why` says what goes wrong and `fix` what to do instead; both may hold letters of the rule in braces.
    `mistake` is its number among the twelve common mistakes, and `source` where it was seen (the evidence codes of the
    catalogue; "I": our own guess). It is followed only where `only` holds of what is differentiated. `there` says the same
    as `avoid` of one place, {here}, where `avoid` and "in …" make no sentence.
    """

    id: str
    name: str
    result: str | Formula
    avoid: str
    why: str
    fix: str
    source: str
    mistake: int | None = None
    only: Callable[[Expr], bool] = lambda _: True
    there: str = ""

    @property
    def title(self) -> str:
        """The name in words: "inner derivative missing"."""
        return self.name.replace("-", " ")


def in_each_way(mal: MalRule, *others: str | Formula) -> tuple[MalRule, ...]:
    """The mal-rule, and the same with other results."""
    return (mal, *(replace(mal, result=other) for other in others))


class Layer(NamedTuple):
    """What was differentiated, and the entries of the table it was differentiated with: ("chain", "sine")."""

    where: Expr
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slip(MalRule):
    """A wrong move that is tied to no rule: a part of the shape `pattern` becomes `result`.

    Before the derivation it changes the function (sin(x)^2 is read as sin(x^2)), after it a line (a bracket is lost). A
    `result` that is a function is asked of every part of the function or the line.
    """

    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Special(MalRule):
    """The name that a mal-rule has in a special place: a missing inner derivative is mistake 5 in a power of a function.

    It gives the same answers as the mal-rules `of`, where `fits` holds of the layers from the outermost to the one at
    which it was followed. `result` says for people what becomes of the derivative.
    """

    of: tuple[str, ...] = ()
    fits: Callable[[tuple[Layer, ...]], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the rule table.

    `id` is its own, `name` the rule's name as it is printed (several entries may share it, as do the forms of the power
    rule). `notation` is the formula for people; by default it is made from pattern and result. `say` is the sentence of
    a step, with the letters in braces. `example` is a function that reaches this entry.
    """

    id: str
    name: str
    pattern: str
    result: str | Formula
    skill: str
    say: str
    example: str
    mal: tuple[MalRule, ...] = ()
    notation: str = ""
    # What is left open and done in the same line: nothing, the bare variable, or an entry of the table: (3x^4)' = 12x^3
    same_line: Literal["", "variable", "elementary"] = ""

    @property
    def formula(self) -> str:
        """The rule for people: "(u v)' = u' v + u v'", "(sin(u))' = cos(u)"."""
        return self.notation or f"({self.pattern})' = {self.result}".replace("x", "u")

    @property
    def pretty(self) -> str:
        """The same in the notation of print: "(uⁿ)′ = n uⁿ⁻¹"."""
        return " = ".join(pretty(formula(side)) for side in self.formula.split(" = "))
