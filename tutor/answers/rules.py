"""The name of a rule: `the chain rule`, `product`, `log differentiation`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.answers.lists import judge_list
from tutor.answers.model import NONE, Listing, Value, Word
from tutor.answers.outcome import Ask, Outcome, certain
from tutor.answers.shape import BETWEEN, Shape, no_word
from tutor.answers.typed import Span, Typed
from tutor.sentences import nearest

__all__ = ["ARule", "Rules", "rule_called"]

# What else a rule is called; small letters, without "the" and "rule".
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "product": ("products", "leibniz", "leibniz product"),
    "quotient": ("quotients", "fraction", "division"),
    "chain": ("chains", "composition", "function of a function", "general power", "generalised power",
              "generalized power", "extended power", "power with chain", "substitution"),
    "sum": ("sums", "difference", "sum and difference", "sum/difference", "addition", "subtraction", "linearity"),
    "constant multiple": ("constant factor", "multiple", "factor", "scalar multiple", "constant times", "coefficient"),
    "power": ("powers", "simple power", "root"),
    "constant": ("constants",),
    "identity": ("line",),
    "reciprocal": ("reciprocals", "one over v"),
    "logarithmic differentiation": ("log differentiation", "logarithmic", "log diff", "logarithms", "variable power"),
    "rewrite": ("rewriting", "rewrite first", "algebra", "divide", "divide out", "simplify", "expand"),
    "exponential": ("exp", "exponentials", "exponential function"),
    "logarithm": ("ln", "log", "natural logarithm", "logarithm function"),
    "sine": ("sin",), "cosine": ("cos",), "tangent": ("tan",), "cotangent": ("cot",), "secant": ("sec",),
    "cosecant": ("csc",), "arcsine": ("arcsin",), "arccosine": ("arccos",), "arctangent": ("arctan",),
    "implicit differentiation": ("implicit",),
}  # fmt: skip
_CALLED = {other: name for name, others in _SYNONYMS.items() for other in (name, *others)}
_FILLING = re.compile(r"\b(?:the|an?|rules?|first|law|for|of(?! a function)|differentiation(?=$))\b|[.:!]", re.I)


def rule_called(text: str) -> str:
    """The rule that is meant; "" where none is known by this name."""
    plain = " ".join(text.lower().split())
    if plain in _CALLED:
        return _CALLED[plain]
    bare = " ".join(_FILLING.sub(" ", plain).split())
    if bare in _CALLED:
        return _CALLED[bare]
    return _CALLED.get(nearest(bare, (name for name in _CALLED if len(name) > 4), 0.8), "")


@dataclass(frozen=True, slots=True)
class ARule(Shape):
    """One of several names may be right: `others` are names that are as good as the one expected."""

    is_pick = True
    others: tuple[str, ...] = ()

    @property
    def wants(self) -> str:
        return "the name of a rule: sum, constant multiple, power, product, quotient, chain, …"

    def value(self, typed: Typed, span: Span) -> Word:
        name = rule_called(span.text)
        if not name:
            raise self.refuse(span, "I know no rule of this name")
        return Word(name)

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(given, Word)
        return certain(expected == given or given.word in self.others)


@dataclass(frozen=True, slots=True)
class Rules(Shape):
    """Several rules in any order, or none. What is not among those `asked` about does not count."""

    is_pick = True
    asked: tuple[str, ...]

    @property
    def wants(self) -> str:
        return f"which of them: {', '.join(self.asked)}; or none"

    def value(self, typed: Typed, span: Span) -> Value:
        if no_word(span.text):
            return NONE
        parts = [part for part in span.split(re.compile(rf"{BETWEEN.pattern}|\s*[+&]\s*", re.I)) if part]
        return Listing(tuple(dict.fromkeys(ARule().value(typed, part) for part in parts)))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Listing) and isinstance(given, Listing)
        counted = [item for item in given.items if isinstance(item, Word) and item.word in self.asked]
        return judge_list(ARule(), expected.items, counted, ask)
