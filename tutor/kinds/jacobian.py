"""The Jacobian matrix of several functions: a row for each function, a column for each letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Matrix, Vector
from tutor.answers.shapes import MatrixOf, Shape
from tutor.derive import derive
from tutor.expr import Expr
from tutor.kinds.entries import Entry
from tutor.kinds.gradient import OfSeveral, point_of, variables_of
from tutor.kinds.marking import Told
from tutor.kinds.task import Derived, Given, Shown, Statement
from tutor.show import pretty

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class Jacobian(OfSeveral):
    """All partial derivatives of all components."""

    components: tuple[Expr, ...]

    @classmethod
    def build(cls, draft: Draft) -> Self:
        components = draft.functions("functions", tuple("abcdfghjklmnopqrstuvwxyz"))
        if len(components) < 2:
            draft.fault("functions", "a Jacobian has two functions or more", "one function has a gradient")
        variables = variables_of(draft, components)
        return cls(variables, components, at=point_of(draft, variables), setting=draft.setting)

    def statement(self) -> Statement:
        return Statement(
            (Given(f"F({', '.join(self.variables)})", Vector(self.components)),),
            ask=f"find the Jacobian of F{self.place}",
            prompt="J =",
            name="the right entry",
            words=("Find the Jacobian matrix of F", *self.spoken_place, "."),
        )

    def expected(self) -> Value:
        return Matrix(tuple(tuple(self.there(derive(f, v).line) for v in self.variables) for f in self.components))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        assert isinstance(expected, Matrix) and isinstance(given, Matrix)
        found = [
            (Entry(f"row {i + 1}, column {j + 1}", f, v, given.rows[i][j]), expected.rows[i][j])
            for i, f in enumerate(self.components)
            for j, v in enumerate(self.variables)
        ]
        return self.of_the_wrong(said, found, budget)

    def shape(self) -> Shape:
        return MatrixOf(len(self.components), len(self.variables))

    def hints(self) -> tuple[str, ...]:
        f, v = self.components[0], self.variables[0]
        return (
            "Each row is the gradient of one component.",
            f"A row for each of the {len(self.components)} components, a column for each letter: "
            f"{', '.join(self.variables)}.",
            f"The first component is  {pretty(f, v)} . By {v} it gives  {pretty(derive(f, v).line, v)} .",
            "Go on along the row with the other letters, then to the next component.",
        )

    def solution(self) -> tuple[Passage, ...]:
        passages: list[Passage] = []
        for number, f in enumerate(self.components, start=1):
            passages.append((f"Row {number}, from ", f, ":"))
            passages += [Derived(derive(f, v), f"∂/∂{v}") for v in self.variables]
        return (*passages, *self.put_in(), Shown("J", self.expected()))

    @property
    def subject(self) -> Sentence:
        return (Vector(self.components),)

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        return tuple((f, v) for f in self.components for v in self.variables)
