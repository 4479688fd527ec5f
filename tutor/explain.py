"""What is said of a recognised mistake: what seems to have been done, why it fails, what to do next; never the answer.

The first time it is said in general, in the student's own u and v. The second time the rule is written down with the
letters filled in, the third time the parts are asked for. Formulas are written by whoever shows the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tutor.apply import Applied, apply_wrongly
from tutor.derive import derive
from tutor.diagnose import Mistake
from tutor.errors import TutorError
from tutor.expr import Expr, Mul
from tutor.rules import Rule

__all__ = ["Explanation", "explanation", "hint_after", "told"]

_MOST_PLACES = 3  # that are named

Written = Callable[[Expr], str]  # how a formula is written: in print, in words, in the characters of a typewriter


@dataclass(frozen=True, slots=True)
class Explanation:
    """A mistake with the rule that it imitates (None for a slip) and what the rule's letters stood for.

    `places` are where it was made, none where that is the whole.
    """

    mistake: Mistake
    rule: Rule | None
    letters: tuple[tuple[str, Expr], ...]
    places: tuple[Expr, ...] = ()

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
        return self.filled(self.mistake.mal.avoid, written) + self.located(written)

    def located(self, written: Written) -> str:
        if not self.places:
            return ""
        if len(self.places) > _MOST_PLACES:
            return " in several places"
        *others, last = map(written, self.places)
        return f" in {', '.join(others)} and {last}" if others else f" in {last}"

    def says_the_same_as(self, other: Explanation) -> bool:
        """Is it the same mistake, if under the name of another rule?"""
        mine, theirs = self.mistake.mal, other.mistake.mal
        return mine.name == theirs.name or mine.avoid == theirs.avoid

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
    where = _places(mistake, wrt)
    applied = _applied(mistake, where[0], wrt) if where else ()
    rule = next((a.rule for a in applied if mistake.mal in a.rule.mal), applied[0].rule if applied else None)
    return Explanation(mistake, rule, tuple(_letters(applied)), () if where == (mistake.function,) else where)


def _places(mistake: Mistake, wrt: str) -> tuple[Expr, ...]:
    """Where the mistake was made: at one place, or wherever its rule applies."""
    if mistake.where is not None:
        return (mistake.where,)
    if not mistake.moves:
        return ()
    steps = derive(mistake.function, wrt, order=mistake.order, moves=mistake.moves, polish=False).steps
    return tuple(dict.fromkeys(step.where for step in steps if step.mal is not None))


def _applied(mistake: Mistake, where: Expr, wrt: str) -> Sequence[Applied]:
    if not mistake.moves:
        return ()
    try:
        here = [move for move in mistake.moves if move.is_made_at(where)]
        return apply_wrongly(where, wrt, frozenset(), here)[0]
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

    One that was made together with it is named in the same sentence, and another explanation, if there is one, at the
    end.
    """
    first, *others = mistakes
    if times == 0:
        beside = next((each for each in others if each.mistake.beside), None)
        if beside is not None:
            did = f"{first.did(written)} and {beside.did(written)}"
            return (
                f"This is what comes out if you {did}. {first.why(written)} {first.fix(written)} {beside.fix(written)}"
            )
        text = f"This is what comes out if you {first.did(written)}. {first.why(written)} {first.fix(written)}"
        other = next((each for each in others if not each.says_the_same_as(first)), None)
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
