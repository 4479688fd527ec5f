"""A gradient check: how far a claimed gradient is from a numerical one, and whether it passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Row, Truth, Vector
from tutor.answers.shapes import ANumber, Shape, Slots, TrueOrFalse
from tutor.errors import TutorError
from tutor.expr import ONE, TWO, ZERO, Add, Call, Div, Expr, Neg, Pow, letters, substitute
from tutor.kinds.decimals import plainly, to_figures, to_places
from tutor.kinds.gradient import point_of, variables_of
from tutor.kinds.marking import Told
from tutor.kinds.schemes import SCHEMES, estimate
from tutor.kinds.task import Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import called, joined
from tutor.scope import Scope
from tutor.show import pretty
from tutor.signs import letter
from tutor.surds import size, worked_out

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage

_SLACK = Fraction(1, 50)  # two figures will do
_PLACES = 8
_FORMULA = "The formula is  |a − n|/(|a| + |n|) ."


@dataclass(frozen=True, slots=True)
class GradientCheck(Task):
    """The relative error |a - n|/(|a| + |n|) of a claimed gradient a and a numerical one n.

    The numerical one is given as `numeric`, or it comes from centred differences of f at `point` with the step h.
    With a threshold it is also asked whether the check is passed.
    """

    claimed: tuple[Expr, ...]
    numeric: tuple[Expr, ...] = ()
    f: Expr = ZERO
    variables: tuple[str, ...] = ()
    point: tuple[Expr, ...] = ()
    step: Expr = ONE
    threshold: Fraction | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
        names = draft.texts("variables")
        f = draft.function(extra=names or tuple("abcdfghjklmnopqrstuvwyz"))
        variables = variables_of(draft, (f,)) if draft.has("function") else ()
        claimed, numeric = draft.functions("claimed", variables), draft.functions("numeric", ())
        point = _point(draft, variables) if variables else ()
        given = (draft.has("function"), draft.has("point"), draft.has("step"))
        if not (all(given) if not draft.has("numeric") else not any(given)):
            help_text = "give  numeric , or else  function, point  and  step"
            draft.fault("claimed", "what is it compared with?", help_text, "missing-field")
        elif len(claimed) != (len(numeric) or len(variables)):
            draft.fault("claimed", f"here are {len(claimed)} entries, and {len(numeric) or len(variables)} beside them")
        elif not numeric and len(point) != len(variables):
            draft.fault("point", "the point has another number of coordinates")
        return cls(
            claimed, numeric, f, variables, point, draft.constant("step", ONE), draft.fraction("threshold"),
            setting=draft.setting,
        )  # fmt: skip

    # The two gradients

    @property
    def here(self) -> dict[str, Expr]:
        return dict(zip(self.variables, self.point, strict=True))

    def by_formula(self) -> tuple[Expr, ...]:
        return tuple(worked_out(substitute(e, self.here)) for e in self.claimed)

    def by_numbers(self) -> tuple[Expr, ...]:
        if self.numeric:
            return self.numeric
        found = []
        for v in self.variables:
            others = {name: e for name, e in self.here.items() if name != v}
            found.append(estimate(substitute(self.f, others), v, self.here[v], self.step, SCHEMES["centred"]))
        return tuple(found)

    @property
    def error(self) -> Expr:
        """The relative error. Raises TutorError where both gradients are 0."""
        a, n = self.by_formula(), self.by_numbers()
        apart = tuple(Add((x, Neg(y))) for x, y in zip(a, n, strict=True))
        below = Add((_length(a), _length(n)))
        if size(below) == 0:
            raise TutorError("both gradients are 0, so there is nothing to compare")
        return worked_out(Div(_length(apart), below))

    @property
    def passes(self) -> bool:
        assert self.threshold is not None
        return size(self.error) < self.threshold

    # The task

    def statement(self) -> Statement:
        said = "find the relative error of the check, to two figures"
        words = "Find the relative error: the length of the difference over the sum of the lengths, to two figures."
        prompt = "error:"
        if self.threshold is not None:
            said = f"{said}; is it below {plainly(self.threshold)}?"
            words = f"{words} Then say yes or no: is it below {plainly(self.threshold)}?"
            prompt = "error, yes or no:"
        given = self._given()
        if not self.numeric:
            how = f"n by centred differences with h = {pretty(self.step)}"
            point = ", ".join(f"{letter(v)} = {pretty(e)}" for v, e in self.here.items())
            said = f"at {point}, {how}: {said}"
            spoken = joined((f"{v} equals ", e) for v, e in self.here.items())
            told: tuple[str | Value, ...] = (
                "a is claimed to be the gradient. n comes from centred differences with h equals ", self.step,
                ", both at ", *spoken, f". {words}",
            )  # fmt: skip
        else:
            told = (f"a is the gradient by a formula, n the numerical one. {words}",)
        return Statement(given, said, prompt, "the relative error", told)

    def _given(self) -> tuple[Given, ...]:
        one = len(self.claimed) == 1
        a = Given("a", self.claimed[0] if one else Vector(self.claimed))
        if self.numeric:
            return a, Given("n", self.numeric[0] if one else Vector(self.numeric))
        name = called(self.f, self.setting, ("a", "n", *self.variables))
        return Given(f"{name}({', '.join(map(letter, self.variables))})", self.f), a

    def expected(self) -> Value:
        return self.error if self.threshold is None else Row((self.error, Truth(self.passes)))

    def shape(self) -> Shape:
        number = ANumber(_SLACK, relative=True, example="0.25")
        if self.threshold is None:
            return number
        return Slots((("the relative error", number), ("yes or no", TrueOrFalse())), "0.25, no")

    @property
    def scope(self) -> Scope:
        return Scope(letters=frozenset())

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        error = given.items[0] if isinstance(given, Row) else given
        if not isinstance(error, Expr) or letters(error):
            return Told(said)
        a, n = self.by_formula(), self.by_numbers()
        apart = size(_length(tuple(Add((x, Neg(y))) for x, y in zip(a, n, strict=True))))
        lengths = {"a": size(_length(a)), "n": size(_length(n))}
        typed, right = size(error), size(self.error)
        if _close(typed, right):
            return Told(said)
        if _close(typed, apart):
            return Told("This is the length of the difference. Relate it to the lengths of both gradients.")
        if any(length and _close(typed, apart / length) for length in lengths.values()):
            return Told("It is related to one of the two lengths; their sum belongs below the bar.")
        if typed < 0:
            return Told("The error is one length over others, so it is not below 0.")
        if typed > 1:
            return Told("It is at most 1: the difference is never longer than the two lengths together.")
        if _close(typed, apart / (2 * sum(lengths.values()))):
            return Told("The sum of the two lengths belongs below the bar, once.")
        if len(a) > 1 and _close(typed, right**2):
            return Told("The roots are missing: a length is the root of the sum of the squares.")
        return Told(said)

    def next_step(self, given: Value) -> str:
        what = "the two numbers a and n" if len(self.claimed) == 1 else "a and n, and the length of each"
        return f"Work out {what} first; then the length of their difference goes over the sum of the lengths."

    def hints(self) -> tuple[str, ...]:
        a, n = self.by_formula(), self.by_numbers()
        if len(a) == 1:
            return (
                "How large is the difference, beside the two numbers themselves?",
                _FORMULA,
                f"a is {_told(a)} and n is {_told(n)}.",
            )
        return (
            "A length is the root of the sum of the squares. How long is the difference, beside the two gradients?",
            _FORMULA,
            f"a is {_told(a)} and n is {_told(n)}.",
            f"Their lengths are {_told((_length(a),))} and {_told((_length(n),))}.",
        )

    def solution(self) -> tuple[Passage, ...]:
        a, n = self.by_formula(), self.by_numbers()
        apart = tuple(Add((x, Neg(y))) for x, y in zip(a, n, strict=True))
        passages: list[Passage] = [
            Shown("a", _shown(a)),
            Shown("n", _shown(n)),
            ("The difference has the length ", to_figures(_length(apart), 4), "."),
            ("The two lengths add up to ", _rounded(Add((_length(a), _length(n)))), "."),
            Shown("error", to_figures(self.error, 3)),
        ]
        if self.threshold is not None:
            verdict = "below" if self.passes else "not below"
            passages.append(f"That is {verdict} {plainly(self.threshold)}: {'yes' if self.passes else 'no'}.")
        return tuple(passages)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The numbers once more, and an error that is no close call beside its threshold."""
        from tutor.opinions.learning import relative_error

        n = self.numeric or None
        other = relative_error(self.claimed, n, self.f, self.variables, self.point, self.step)
        if abs(other - size(self.error)) > 1e-9 * (1 + other):
            yield Lapse("claimed", "error-doubted", f"by its values the error is {other:.6g}; please report this")
        if self.threshold is not None and 0.5 < size(self.error) / self.threshold < 2:
            yield Lapse("threshold", "close-call", "the error is too near the threshold", "", "choose another one")


def _point(draft: Draft, variables: tuple[str, ...]) -> tuple[Expr, ...]:
    """The coordinates; a single one needs no brackets."""
    if len(variables) == 1 and draft.has("point") and not draft.text("point").startswith("("):
        return (draft.constant("point"),)
    return point_of(draft, variables)


def _length(entries: tuple[Expr, ...]) -> Expr:
    if len(entries) == 1:
        return worked_out(Call("abs", entries))
    return worked_out(Call("sqrt", (Add(tuple(Pow(e, TWO) for e in entries)),)))


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= float(_SLACK) * abs(b)


def _rounded(e: Expr) -> Expr:
    return to_places(e, _PLACES)


def _shown(entries: tuple[Expr, ...]) -> Value:
    found = tuple(map(_rounded, entries))
    return found[0] if len(found) == 1 else Vector(found)


def _told(entries: tuple[Expr, ...]) -> str:
    listed = ", ".join(pretty(_rounded(e)) for e in entries)
    return listed if len(entries) == 1 else f"({listed})"
