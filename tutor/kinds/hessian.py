"""The Hessian matrix of a function: all second partial derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.answers.model import Matrix
from tutor.answers.shapes import MatrixOf, Shape
from tutor.derive import derive
from tutor.kinds.entries import Entry
from tutor.kinds.gradient import Gradient
from tutor.kinds.marking import Told
from tutor.kinds.task import Given, Shown, Statement
from tutor.kinds.wording import called
from tutor.show import pretty

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.budget import Budget
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class Hessian(Gradient):
    """Row by row the derivatives of each entry of the gradient."""

    def statement(self) -> Statement:
        name = called(self.f, self.setting, self.variables)
        return Statement(
            (Given(f"{name}({', '.join(self.variables)})", self.f),),
            ask=f"find the Hessian of {name}{self.place}",
            prompt="H =",
            name="the right entry",
            words=(f"Find the Hessian matrix of {name}", *self.spoken_place, "."),
        )

    def expected(self) -> Value:
        slopes = [derive(self.f, v).line for v in self.variables]
        return Matrix(tuple(tuple(self.there(derive(slope, v).line) for v in self.variables) for slope in slopes))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        assert isinstance(expected, Matrix) and isinstance(given, Matrix)
        slopes = [derive(self.f, v).line for v in self.variables]
        found = [
            (Entry(f"row {i + 1}, column {j + 1}", slope, v, given.rows[i][j], is_second=True), expected.rows[i][j])
            for i, slope in enumerate(slopes)
            for j, v in enumerate(self.variables)
        ]
        return self.of_the_wrong(said, found, budget)

    def shape(self) -> Shape:
        return MatrixOf(len(self.variables), len(self.variables))

    def hints(self) -> tuple[str, ...]:
        first, second = self.variables[0], self.variables[min(1, len(self.variables) - 1)]
        slope = derive(self.f, first).line
        return (
            "First the gradient, then every entry of it once more by each letter: a row for each entry.",
            "The entries beside the diagonal are the same on both sides: the order of the two letters does not matter.",
            f"The derivative by {first} is  {pretty(slope, first)} .",
            f"Differentiated once more by {second} that is  {pretty(derive(slope, second).line, second)} .",
        )

    def solution(self) -> tuple[Passage, ...]:
        passages: list[Passage] = []
        for v in self.variables:
            slope = derive(self.f, v).line
            passages += [*self.by(v), *((f"Once more by {w}: ", derive(slope, w).line) for w in self.variables)]
        return (*passages, *self.put_in(), Shown("H", self.expected()))
