"""A function written as functions one inside the other: any split that gives it back counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.layers import LETTERS, Layers, composed, layered
from tutor.answers.model import Equation, Row
from tutor.errors import TutorError
from tutor.expr import Expr, Sym
from tutor.kinds.marking import Begun, Told
from tutor.kinds.task import Given, Lapse, Shown, Statement, Task
from tutor.modes.layers import peeled, taken_apart
from tutor.scope import Scope
from tutor.show import pretty
from tutor.verdict import Unfinished, is_right

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Outcome
    from tutor.answers.prose import Sentence
    from tutor.answers.shapes import Shape
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.worker import Prover

_COUNT = {2: "two", 3: "three", 4: "four"}
_FORM = {2: "f(u), u = …", 3: "f(u), u = …, v = …", 4: "f(u), u = …, v = …, w = …"}


@dataclass(frozen=True, slots=True)
class Composition(Task):
    """`depth` functions, none of them the identity, whose composition is f."""

    f: Expr
    depth: int = 2

    @classmethod
    def build(cls, draft: Draft) -> Self:
        task = cls(draft.function(), draft.whole("depth", 2), setting=draft.setting)
        if not draft.faults:
            try:
                taken_apart(task.f, draft.setting.wrt, task.depth)
            except TutorError as error:
                draft.fault("function", error.message, "choose another function, or another  depth")
        return task

    def statement(self) -> Statement:
        count = _COUNT[self.depth]
        inside = "one inside the other" if self.depth == 2 else "each inside the one before"
        return Statement(
            (Given("y", self.f),),
            ask=f"take it apart into {count} functions: y = {_FORM[self.depth]}",
            prompt="f(u) =",
            name="y",
            words=f"Take y apart into {count} functions, {inside}, the outermost first.",
        )

    @property
    def layers(self) -> list[Expr]:
        return taken_apart(self.f, self.setting.wrt, self.depth)

    def expected(self) -> Value:
        return layered(self.layers, self.form)

    @property
    def form(self) -> Layers:
        return Layers(self.depth, self.setting.wrt, self.setting.parameters - {self.setting.wrt})

    def shape(self) -> Shape:
        return self.form

    @property
    def scope(self) -> Scope:
        return Scope(wrt=self.setting.wrt, letters=self.setting.parameters | {self.setting.wrt, *LETTERS})

    def judge(self, given: Value, prover: Prover | None = None, budget: Budget | None = None) -> Outcome:
        """A split in which one function changes nothing is right of every function, and not yet an answer."""
        outcome = self.form.judge(self.expected(), given, self.asking(prover, budget))
        idle = _idle(given) if outcome.right else None
        return outcome if idle is None else outcome._replace(verdict=Unfinished(idle.right))

    def begun(self, given: Value) -> Begun | None:
        from tutor.answers.writing import pretty as written
        from tutor.answers.writing import show

        idle = _idle(given)
        if idle is None:
            return None
        said = f"That is true of every function: {written(idle)} changes nothing. Take something apart with each step."
        return Begun(said, show(given, self.setting.wrt).partition(" = ")[2])  # the prompt has f(u) = already

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        assert isinstance(given, Row)
        wrt = self.setting.wrt
        functions = [line.right for line in given.items if isinstance(line, Equation)]
        same = self.comparing(budget)
        if same(self.f, composed(layered(functions[::-1], self.form))):
            return Told("These are the right functions, the other way round: what is done last comes first.")
        return Told(f"Put into each other they give  {pretty(composed(given), wrt)} .")

    def next_step(self, given: Value) -> str:
        return f"Put in a number for {self.setting.wrt} and compute: what you do last is the outermost function."

    def preview(self, value: Value) -> Sentence:
        return (composed(value),)

    def hints(self) -> tuple[str, ...]:
        wrt, layers = self.setting.wrt, self.layers
        inside = self.f
        names = [letter for letter in LETTERS if letter not in self.form.known | {wrt}]
        outer, *_ = layers
        _, inside = peeled(self.f, wrt) or (self.f, self.f)
        more = "" if self.depth == 2 else " Then do the same with the inside, and so on."
        return (
            f"Put in a number for {wrt} and compute. What do you do last? That is the outermost function.",
            f"Cover the inside with your thumb and write {names[0]} in its place: what you see is f({names[0]}).",
            f"For the inside you can take  {pretty(inside, wrt)} .{more}",
            f"Outermost is  f(u) = {pretty(outer, 'u')} ; inside it stands  u = {pretty(inside, wrt)} .{more}",
        )

    def solution(self) -> tuple[Passage, ...]:
        expected = self.expected()
        assert isinstance(expected, Row)
        lines = [line for line in expected.items if isinstance(line, Equation)]
        return (
            "From the outside to the inside:",
            *(Shown(pretty(line.left), line.right) for line in lines),
            ("Put into each other they are ", composed(expected), "."),
        )

    @property
    def subject(self) -> Sentence:
        return (self.f,)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The parts put together have the values of the function."""
        from tutor.opinions.formulas import disagrees_on_values

        other = disagrees_on_values(self.f, composed(self.expected()))
        if other:
            yield Lapse("function", "parts-doubted", f"put together the parts give {other}; please report this")


def _idle(given: Value) -> Equation | None:
    """A function of a split that gives back what is put in, as the outer one in f(u) = u."""
    assert isinstance(given, Row)
    from tutor.check import compare
    from tutor.expr import letters

    for line in given.items:
        assert isinstance(line, Equation)
        for name in letters(line.right):
            if is_right(compare(Sym(name), line.right)):
                return line
    return None
