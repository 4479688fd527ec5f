"""Which rule comes first, or which of the three great ones a function needs: by name, before anything is computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Listing, Word
from tutor.answers.rules import ARule, Rules
from tutor.apply import apply_first, detours
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import Expr, Pow, as_fraction
from tutor.kinds.marking import Told
from tutor.kinds.of_a_function import OfAFunction
from tutor.kinds.task import Derived, Given, Statement
from tutor.kinds.wording import called, primed

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.answers.shapes import Shape
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Lapse, Passage

_FIRST, _ALL = ASKED = ("first", "all")
_GREAT = ("product", "quotient", "chain")
# By which other rules the same may be done, beside those that the table of detours knows: by name or id of the first.
_AS_WELL = {
    "reciprocal": ("quotient", "chain", "power"), "quotient": ("product",),
    "divide-out": ("quotient", "product", "sum"), "negative-power": ("power", "quotient", "reciprocal"),
    "one-power": ("power", "product"),
    "logarithmic differentiation": ("chain",),
    "tangent": ("quotient",), "cotangent": ("quotient",), "secant": ("reciprocal", "quotient"),
    "cosecant": ("reciprocal", "quotient"),
}  # fmt: skip
_AMBIGUOUS = frozenset({"reciprocal", "rewrite", "logarithmic differentiation"})


@dataclass(frozen=True, slots=True)
class NameTheRule(OfAFunction):
    """The rule that the engine applies first; or those of product, quotient and chain that it uses on the way."""

    asked: str = _FIRST

    @classmethod
    def build(cls, draft: Draft) -> Self:
        return cls(draft.function(), draft.one_of("asked", ASKED), setting=draft.setting)

    @property
    def name(self) -> str:
        return called(self.f, self.setting)

    def statement(self) -> Statement:
        wrt, name = self.setting.wrt, self.name
        given = (Given(f"{name}({wrt})", self.f),)
        slope = f"the derivative of {name}"
        if self.asked == _ALL:
            return Statement(
                given,
                ask="which of these does it need as it is written: product, quotient, chain?",
                prompt="rules:",
                words=f"Which of these rules does {slope} need, as it is written: product, quotient, chain?",
            )
        return Statement(
            given,
            ask=f"which rule comes first for {primed(name)}({wrt})?",
            prompt="rule:",
            words=f"Which rule comes first for {slope}?",
        )

    def expected(self) -> Value:
        if self.asked == _FIRST:
            return Word(apply_first(self.f, self.setting.wrt)[0].rule.name)
        steps = derive(self.f, self.setting.wrt, polish=False).steps
        open_ = [step.rule for step in steps if step.rule in _AMBIGUOUS]
        if open_:
            raise TutorError(f"there is a {open_[0]} in it, which may be done by more than one of these rules")
        if any(step.rule == "chain" and _is_square(step.where) for step in steps):
            raise TutorError("there is a square in it, which may be done by the product rule as well")
        return Listing(tuple(Word(name) for name in _GREAT if any(step.rule == name for step in steps)))

    def as_well(self) -> tuple[str, ...]:
        """The rules by which one can begin too, though the function is not built that way."""
        return _others(self.f, self.setting.wrt)

    def shape(self) -> Shape:
        return Rules(_GREAT) if self.asked == _ALL else ARule(self.as_well())

    def added(self, given: Value) -> Sentence:
        """That another rule is the usual one, where a right answer names one that works too."""
        expected = self.expected()
        if self.asked == _FIRST and isinstance(expected, Word) and given != expected:
            return f"As it is written, it begins with {_with_article(expected.word)}; yours is a way as well."
        return ""

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        if not isinstance(given, Word):
            return Told(_compared(expected, given))
        applied = apply_first(self.f, self.setting.wrt)
        if len(applied) > 1 and given.word == applied[-1].rule.name:
            return Told(
                f"That is the rule for the outer function alone, and inside it is more than {self.setting.wrt}."
            )
        used = {step.rule for step in derive(self.f, self.setting.wrt, polish=False).steps}
        if given.word in used:
            named = _with_article(given.word).capitalize()
            return Told(f"{named} is needed as well, but not first. Which operation comes last in computing?")
        return Told(said)

    def next_step(self, given: Value) -> str:
        return "Put in a number and compute: the rule belongs to what you do last."

    def hints(self) -> tuple[str, ...]:
        from tutor.hints import ladder

        wrt, name = self.setting.wrt, self.name
        operation, formula, letters, _ = ladder(self.f, wrt)
        begin = f"Put in a number for {wrt} and compute {name}. What you do last decides which rule comes first."
        if self.asked == _ALL:
            return (
                "Look for three things: a product of two factors that both move, a fraction with a moving part above "
                "and below, and a function with more inside than the variable.",
                operation,
                letters,
                "A constant factor needs none of the three, and neither does a sum.",
            )
        return (begin, operation, letters, formula)

    def solution(self) -> tuple[Passage, ...]:
        from tutor.sentences import listed

        expected = self.expected()
        wrt = self.setting.wrt
        told: Passage
        if isinstance(expected, Word):
            told = f"First comes {_with_article(expected.word)}."
        else:
            assert isinstance(expected, Listing)
            names = [_with_article(item.word) for item in expected.items if isinstance(item, Word)]
            told = f"It needs {listed(names)}." if names else "It needs none of the three."
        return (Derived(derive(self.f, wrt), f"{self.name}({wrt})"), told)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        yield from ()


def _compared(expected: Value, given: Value) -> str:
    """Which of the rules that were named belong there, and how many are missing."""
    from tutor.sentences import listed

    assert isinstance(expected, Listing) and isinstance(given, Listing)
    named = [item.word for item in given.items if isinstance(item, Word) and item.word in _GREAT]
    right = [name for name in named if Word(name) in expected.items]
    strange = [name for name in named if name not in right]
    said = []
    if right:
        said.append(f"The {listed(right)} rule{'s are' if len(right) > 1 else ' is'} needed.")
    if strange:
        said.append(f"The {listed(strange)} rule{'s are' if len(strange) > 1 else ' is'} not needed.")
    if right and len(right) < len(expected.items):
        said.append("Something is missing.")
    return " ".join(said) or "At least one of the three is needed."


def _with_article(rule: str) -> str:
    """ "the chain rule", "logarithmic differentiation"."""
    if rule == "rewrite":
        return "rewriting into a simpler form"
    return rule if rule.endswith("differentiation") else f"the {rule} rule"


def _is_square(e: Expr) -> bool:
    return isinstance(e, Pow) and as_fraction(e.exp) == 2


def _others(f: Expr, wrt: str) -> tuple[str, ...]:
    applied = apply_first(f, wrt)
    first = applied[0].rule.name
    found = [*_AS_WELL.get(first, ()), *_AS_WELL.get(applied[0].rule.id, ())]
    found += [other.rule.name for other in detours(applied, wrt)]
    if first == "chain" and _is_square(f):
        found.append("product")
    inside = dict(applied[0].letters).get("u")
    if first == "constant multiple" and inside is not None:
        found += [apply_first(inside, wrt)[0].rule.name, *_others(inside, wrt)]
    return tuple(dict.fromkeys(name for name in found if name != first))
