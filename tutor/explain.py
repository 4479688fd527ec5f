"""What is said of a recognised mistake: what seems to have been done, why it fails, what to do next; never the answer.

The first time it is said in general, in the student's own u and v. The second time the rule is written down with the
letters filled in, the third time the parts are asked for. Formulas are written by whoever shows the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tutor.apply import Applied, Detour, apply_first, apply_wrongly
from tutor.derive import derive
from tutor.diagnose import Mistake
from tutor.errors import TutorError
from tutor.expr import Add, Expr, Mul, Neg, Sym, letters, walk
from tutor.rules import CHAIN, MalRule, Rule
from tutor.rules.detours import ROOTS
from tutor.rules.model import Slip, Special, formula
from tutor.rules.priors import says_little
from tutor.rules.slips import SLIPS
from tutor.sentences import listed

__all__ = ["Explanation", "explanation", "first_rule", "hint_after", "told"]

_MOST_PLACES = 3  # that are named
_SLOPES = frozenset({"constant", "identity"})  # rules whose right side is the answer, where nothing else is asked
_FIRST_LINE = "type the first line alone, with a prime at every part that is still to be differentiated."
# What is asked for under a rule that has no letter to be differentiated, or after these mistakes.
_PARTS = {
    "power": "which number comes down in front, and which exponent is left?",
    "rewrite": "how is {f} written with powers alone?",
    "reciprocal": "written as a power, what is its exponent?",
    "exponential": "what becomes of the exponent, and which factor comes in front?",
    "logarithm": "what stands above the bar, and what below?",
    "logarithmic differentiation": "what is ln y, and what is its derivative?",
    **dict.fromkeys(
        ("tangent", "cotangent", "secant", "cosecant"),
        "written with sine and cosine, what stands above the bar and what below?",
    ),
    "INP-09": "what is left of your answer without the constant?",
    **dict.fromkeys(("PNT-01", "PNT-02"), "what is the derivative, before any number is put in?"),
    "PNT-03": "which number is the slope at the place where the line touches the graph?",
    "PNT-04": "how high is the line at the place where it touches the graph?",
    "PNT-05": "which slope is at right angles to one of 2?",
    **dict.fromkeys(
        ("IMP-01", "IMP-02", "IMP-03", "IMP-04", "IMP-05"),
        "what is the line before you solve it, with y′ wherever y was differentiated?",
    ),
    "INP-10": "which fraction or root is the number that you rounded?",
}

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
    wrt: str = "x"

    @property
    def title(self) -> str:
        """The name in words: "inner derivative missing"."""
        return self.mistake.mal.title

    @property
    def number(self) -> int | None:
        """Its number among the twelve common mistakes."""
        return self.mistake.mal.mistake

    def did(self, written: Written) -> str:
        """What the student seems to have done: "stop after the outer derivative in sin(x³)"."""
        mal, here = self.mistake.mal, self.located(written)
        if here and mal.there:
            return self.filled(mal.there.replace("{here}", here), written)
        return self.filled(mal.avoid, written) + (f" in {here}" if here else "")

    def located(self, written: Written) -> str:
        """The places: "sin(x²) and e³ˣ"; "" where there is only one."""
        if not self.places:
            return ""
        if len(self.places) > _MOST_PLACES:
            return "several places"
        return listed([written(place) for place in self.places])

    def says_the_same_as(self, other: Explanation) -> bool:
        """Is it the same mistake, if under the name of another rule?"""
        mine, theirs = self.mistake.mal, other.mistake.mal
        same = (mine.name == theirs.name, mine.avoid == theirs.avoid, mine.why == theirs.why)
        return any(same) or not _names(mine).isdisjoint(_names(theirs))

    @property
    def is_worth_a_sentence(self) -> bool:
        """Does it say something as a second explanation, on a way that people take? To rewrite a root is one."""
        turns = (move.rule for move in self.mistake.moves if isinstance(move, Detour))
        return not says_little(self.mistake.mal) and all(rule in ROOTS for rule in turns)

    def why(self, written: Written) -> str:
        return self.filled(self.mistake.mal.why, written)

    def fix(self, written: Written) -> str:
        return self.filled(self.mistake.mal.fix, written)

    def rule_here(self, written: Written) -> str:
        """The rule with its letters: "(f(u))′ = f′(u) u′, and here u = x³."; "" where there is none to state."""
        if self.rule is None or (self.rule.name in _SLOPES and not self.places):
            return ""
        said = ", ".join(f"{name} = {written(e)}" for name, e in self.letters_of_the_rule)
        return f"{self.rule.pretty}{f', and here {said}' if said else ''}."

    @property
    def letters_of_the_rule(self) -> list[tuple[str, Expr]]:
        """The letters that its formula has."""
        known = letters(formula(self.rule.formula.split(" = ")[0])) if self.rule is not None else frozenset()
        return [(name, e) for name, e in self.letters if name in known]

    def next_step(self, written: Written) -> str:
        """What to write down now: the pieces of the rule, where the fix would only say the rule once more."""
        result = self.rule.pretty.split(" = ")[-1] if self.rule is not None else ""
        if "′" not in result or result not in self.mistake.mal.fix:
            return self.fix(written)
        pieces = ", ".join(f"{name}, {name}′" for name, _ in self.letters_of_the_rule)
        return f"Write down the pieces first: {pieces}."

    def part(self, written: Written) -> str:
        """The part that is asked for when nothing else has helped."""
        mal, asked = self.mistake.mal, self.moving_letter()
        if mal.id in _PARTS:
            return _PARTS[mal.id]
        if asked is not None:
            name, e = asked
            return f"what is the derivative of {name} = {written(e)}?"
        if self.mistake.order > 1 and not self.places:
            return "what is the first derivative?"
        if self.rule is None or isinstance(mal, Slip):
            return _FIRST_LINE
        if self.places:
            return f"what is the derivative of {written(self.places[-1])} alone?"
        f = self.mistake.function
        if isinstance(f, Add):
            return f"what is the derivative of {written(_doubtful(f.terms, self.wrt))} alone?"
        asking = _PARTS.get(
            self.rule.name, "where does {f} rise and where does it fall, and what sign has your answer there?"
        )
        return asking.replace("{f}", written(f))

    def moving_letter(self) -> tuple[str, Expr] | None:
        """The letter whose derivative is to be found first: the one that the reason is about, or else the last one."""
        moving = [(name, e) for name, e in self.letters_of_the_rule if self.wrt in letters(e) and e != Sym(self.wrt)]
        about = [each for each in moving if f"{{{each[0]}}} " in self.mistake.mal.why]
        return next(iter(about), None) or (moving[-1] if moving else None)

    def filled(self, text: str, written: Written) -> str:
        return text.format_map(_Letters({name: written(e) for name, e in self.letters}))


def _names(mal: MalRule) -> frozenset[str]:
    """Its id, and those of the mal-rules that it is a name of."""
    return frozenset({mal.id, *(mal.of if isinstance(mal, Special) else ())})


def _doubtful(terms: Sequence[Expr], wrt: str) -> Expr:
    """The term of a sum that is most easily got wrong: one with a minus, or else the last one that moves."""
    moving = [term for term in terms if wrt in letters(term)] or terms
    return next((term for term in moving if isinstance(term, Neg)), moving[-1])


class _Letters(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


def explanation(mistake: Mistake, wrt: str) -> Explanation:
    """The mistake with what there is to say about it; `wrt` is the variable of the problem."""
    wrt = mistake.wrt or wrt
    where = _places(mistake, wrt)
    applied = _applied(mistake, where[0], wrt) if where else ()
    rule = next((a.rule for a in applied if mistake.mal in a.rule.mal), applied[0].rule if applied else None)
    if applied and applied[0].rule is CHAIN:  # what the entry of the table does stands in it for f′
        rule = CHAIN
    places = () if where == (mistake.function,) else where
    return Explanation(mistake, rule, tuple(_letters(applied)), places, wrt)


def first_rule(mistake: Mistake, wrt: str) -> Explanation:
    """The rule that differentiates the function as a whole, for a mistake that imitates none."""
    wrt = mistake.wrt or wrt
    applied = apply_first(mistake.function, wrt, mistake.along)
    return Explanation(mistake, applied[0].rule, tuple(_letters(applied)), (), wrt)


def _places(mistake: Mistake, wrt: str) -> tuple[Expr, ...]:
    """Where the mistake was made: at one place, or wherever its rule applies."""
    if mistake.where is not None:
        return (mistake.where,) if mistake.mal not in SLIPS or _is_a_part(mistake.where, mistake.function) else ()
    if not mistake.moves:
        return ()
    steps = derive(
        mistake.function, wrt, along=mistake.along, order=mistake.order, moves=mistake.moves, polish=False
    ).steps
    return tuple(dict.fromkeys(step.where for step in steps if step.mal is not None))


def _is_a_part(e: Expr, f: Expr) -> bool:
    """Does it stand in the function, but for its sign? What was miswritten in a line may be all of the answer."""
    part = e.arg if isinstance(e, Neg) else e
    return any(each == part for each in walk(f))


def _applied(mistake: Mistake, where: Expr, wrt: str) -> Sequence[Applied]:
    if not mistake.moves:
        return ()
    try:
        here = [move for move in mistake.moves if move.is_made_at(where)]
        return apply_wrongly(where, wrt, mistake.along, here)[0]
    except TutorError:
        return ()


def _letters(applied: Sequence[Applied]) -> Iterator[tuple[str, Expr]]:
    """The letters as a student knows them; those of a product of several factors are u, v, w."""
    seen = set()
    for a in applied:
        named = a.letters
        if not named and isinstance(a.where, Mul) and len(a.where.factors) == 3:
            named = tuple(zip("uvw", a.where.factors, strict=True))
        for name, e in named:
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
        other = next((each for each in others if each.is_worth_a_sentence and not each.says_the_same_as(first)), None)
        return f"{text} It also comes out if you {other.did(written)}." if other is not None else text
    rule = first.rule_here(written)
    said = (f"The same step again: {first.title}.", rule and f"The rule is {rule}", first.next_step(written))
    text = " ".join(filter(None, said))
    return text if times == 1 else f"{text} Take it in parts: {first.part(written)}"


def hint_after(mistake: Explanation, written: Written) -> str:
    """The rung of the hint ladder that fits a mistake."""
    return f"{mistake.rule_here(written)} {mistake.fix(written)}".strip()
