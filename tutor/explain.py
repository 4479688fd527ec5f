"""What is said of a recognised mistake: what seems to have been done, why it fails, what to do next; never the answer.

The first time it is said in general, in the student's own u and v. The second time the rule is written down with the
letters filled in, the third time the parts are asked for. Formulas are written by whoever shows the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tutor.apply import Applied, apply_wrongly
from tutor.diagnose import Mistake
from tutor.errors import TutorError
from tutor.expr import Expr, Mul
from tutor.rules import Rule

__all__ = ["Explanation", "explanation", "hint_after", "told"]

Written = Callable[[Expr], str]  # how a formula is written: in print, in words, in the characters of a typewriter


@dataclass(frozen=True, slots=True)
class Explanation:
    """A mistake with the rule that it imitates (None for a slip) and what the rule's letters stood for."""

    mistake: Mistake
    rule: Rule | None
    letters: tuple[tuple[str, Expr], ...]

    @property
    def title(self) -> str:
        """The name in words: "inner derivative missing"."""
        return self.mistake.mal.name.replace("-", " ")

    @property
    def number(self) -> int | None:
        """Its number among the twelve common mistakes."""
        return self.mistake.mal.mistake

    def did(self, written: Written) -> str:
        """What the student seems to have done: "stop after the outer derivative in sin(x³)"."""
        where = self.mistake.where
        place = "" if where is None or where == self.mistake.function else f" in {written(where)}"
        return self.filled(self.mistake.mal.avoid, written) + place

    def why(self, written: Written) -> str:
        return self.filled(self.mistake.mal.why, written)

    def fix(self, written: Written) -> str:
        return self.filled(self.mistake.mal.fix, written)

    def rule_here(self, written: Written) -> str:
        """The rule with its letters: "(f(u))′ = f′(u) u′, and here u = x³."; "" where there is none to state."""
        if self.rule is None:
            return ""
        said = ", ".join(f"{name} = {written(e)}" for name, e in self.letters)
        return f"{self.rule.pretty}{f', and here {said}' if said else ''}."

    def filled(self, text: str, written: Written) -> str:
        return text.format_map(_Letters({name: written(e) for name, e in self.letters}))


class _Letters(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


def explanation(mistake: Mistake, wrt: str) -> Explanation:
    """The mistake with what there is to say about it."""
    applied = _applied(mistake, wrt)
    rule = next((a.rule for a in applied if mistake.mal in a.rule.mal), applied[0].rule if applied else None)
    return Explanation(mistake, rule, tuple(_letters(applied)))


def _applied(mistake: Mistake, wrt: str) -> Sequence[Applied]:
    if not mistake.moves or mistake.where is None:
        return ()
    try:
        here = [move for move in mistake.moves if move.is_made_at(mistake.where)]
        return apply_wrongly(mistake.where, wrt, frozenset(), here)[0]
    except TutorError:
        return ()


def _letters(applied: Sequence[Applied]) -> Iterator[tuple[str, Expr]]:
    """The letters as a student knows them; those of a product of several factors are u, v, w."""
    seen = set()
    for a in applied:
        letters = a.letters
        if not letters and isinstance(a.where, Mul) and len(a.where.factors) == 3:
            letters = tuple(zip("uvw", a.where.factors, strict=True))
        for name, e in letters:
            if name != "x" and name not in seen:
                seen.add(name)
                yield name, e


def told(mistakes: Sequence[Explanation], times: int, written: Written) -> str:
    """One short paragraph on the likeliest mistake; `times` it has been made before in this problem.

    Where two explanations are possible the second is named too.
    """
    first, *others = mistakes
    if times == 0:
        text = f"This is what comes out if you {first.did(written)}. {first.why(written)} {first.fix(written)}"
        other = next((each for each in others if each.mistake.mal.avoid != first.mistake.mal.avoid), None)
        return f"{text} It also comes out if you {other.did(written)}." if other is not None else text
    said = (f"The same step again: {first.title}.", first.rule_here(written), first.fix(written))
    text = " ".join(filter(None, said))
    if times > 1 and first.letters:
        name, e = first.letters[-1]
        text += f" Take it in parts: what is the derivative of {name} = {written(e)}?"
    return text


def hint_after(mistake: Explanation, written: Written) -> str:
    """The rung of the hint ladder that fits a mistake."""
    return f"{mistake.rule_here(written)} {mistake.fix(written)}".strip()
