"""The gradient of a function of several letters, or its value at a point."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Vector
from tutor.answers.shapes import APoint, AVector, Shape
from tutor.derive import derive
from tutor.expr import Expr, letters, substitute
from tutor.kinds.entries import Entry, of_the_entries
from tutor.kinds.marking import Told
from tutor.kinds.task import Derived, Given, Shown, Statement, Task
from tutor.kinds.wording import called
from tutor.scope import Scope
from tutor.show import pretty

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage


@dataclass(frozen=True, slots=True)
class OfSeveral(Task):
    """What the kinds with several variables have in common; `at` is a value for each of these, or nothing."""

    variables: tuple[str, ...]
    at: tuple[Expr, ...] = field(default=(), kw_only=True)

    @property
    def scope(self) -> Scope:
        """At a point the answer has no variable in it."""
        known = self.setting.parameters - set(self.variables)
        return Scope(wrt=self.variables[0], letters=known if self.at else known | set(self.variables))

    def of_the_wrong(self, said: str, found: Iterable[tuple[Entry, Expr]], budget: Budget) -> Told:
        """What is wrong in the entries that are not the right ones, each of which stands beside it."""
        if said and "look at" not in said:
            return Told(said)  # all of them are right, in other places
        same = self.comparing(budget)
        wrong = [entry for entry, right in found if not same(right, entry.given)]
        at = dict(zip(self.variables, self.at, strict=False))
        return of_the_entries(said, wrong, at, self.setting.assume, budget)

    def next_step(self, given: Value) -> str:
        return f"Take one entry at a time: {self.variables[0]} moves, and every other letter is a constant."

    @property
    def place(self) -> str:
        """ " at (1, 2)", or nothing."""
        return f" at ({', '.join(map(pretty, self.at))})" if self.at else ""

    @property
    def spoken_place(self) -> tuple[str | Value, ...]:
        from tutor.answers.model import Point

        return (" at ", Point(self.at)) if self.at else ()

    def put_in(self) -> tuple[Passage, ...]:
        """The part of a solution that goes to the point, if there is one."""
        return (("The point is put in: ", *self.spoken_place[1:], "."),) if self.at else ()

    def there(self, e: Expr) -> Expr:
        """An entry, worked out at the point if there is one."""
        if not self.at:
            return e
        from tutor.surds import worked_out

        return worked_out(substitute(e, dict(zip(self.variables, self.at, strict=True))))


def variables_of(draft: Draft, functions: Sequence[Expr]) -> tuple[str, ...]:
    """The letters named, else all that are not declared, in the order of the alphabet."""
    named = draft.texts("variables")
    found = frozenset[str]().union(*map(letters, functions)) - draft.setting.parameters
    for name in named:
        if name not in found:
            draft.fault("variables", f'the letter "{name}" does not occur in the function')
    return named or tuple(sorted(found)) or ("x",)


def point_of(draft: Draft, variables: tuple[str, ...]) -> tuple[Expr, ...]:
    """The coordinates of the point, if one is given."""
    from tutor.answers.model import Point

    if not draft.has("point"):
        return ()
    point = draft.value("point", APoint(len(variables)), Scope(letters=draft.setting.parameters - set(variables)))
    return point.coordinates if isinstance(point, Point) else ()


@dataclass(frozen=True, slots=True)
class OfOneFunction(OfSeveral):
    """The same with one function, which has a derivative by each letter."""

    f: Expr

    def by(self, v: str, others: str = "all other letters being constants", name: str = "f") -> tuple[Passage, ...]:
        """The part of a solution in which one letter moves."""
        return f"By {v}, {others}:", Derived(derive(self.f, v), f"∂{name}/∂{v}")

    @property
    def subject(self) -> Sentence:
        return (self.f,)

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        return tuple((self.f, v) for v in self.variables)


@dataclass(frozen=True, slots=True)
class Gradient(OfOneFunction):
    """All partial derivatives of one function."""

    @classmethod
    def build(cls, draft: Draft) -> Self:
        f = draft.function(extra=tuple("abcdfghjklmnopqrstuvwyz"))
        variables = variables_of(draft, (f,))
        return cls(variables, f, at=point_of(draft, variables), setting=draft.setting)

    def statement(self) -> Statement:
        name = called(self.f, self.setting, self.variables)
        order = f"({', '.join(self.variables)})"
        return Statement(
            (Given(f"{name}{order}", self.f),),
            ask=f"find the gradient of {name}{self.place}",
            prompt=f"∇{name} =",
            name="the right entry",
            words=(
                f"Find the gradient of {name} with respect to {' and '.join(self.variables)}",
                *self.spoken_place,
                ".",
            ),
        )

    def expected(self) -> Value:
        return Vector(tuple(self.there(derive(self.f, v).line) for v in self.variables))

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        assert isinstance(expected, Vector) and isinstance(given, Vector)
        found = [
            (Entry(f"the derivative by {v}", self.f, v, mine), right)
            for v, mine, right in zip(self.variables, given.entries, expected.entries, strict=True)
        ]
        return self.of_the_wrong(said, found, budget)

    def shape(self) -> Shape:
        return AVector(len(self.variables), tuple(f"the derivative by {v}" for v in self.variables))

    def hints(self) -> tuple[str, ...]:
        first = self.variables[0]
        line = derive(self.f, first).line
        put_in = f" Put in the point at the end: {self.place.strip()}." if self.at else ""
        return (
            f"The gradient has an entry for each letter, in order: {', '.join(self.variables)}.",
            f"For the entry of {first}, all other letters are constants, like 3 or 7.",
            f"The derivative by {first} is  {pretty(line, first)} .{put_in}",
            f"Now the same by {' and by '.join(self.variables[1:])}, with {first} as a constant.",
        )

    def solution(self) -> tuple[Passage, ...]:
        passages = [passage for v in self.variables for passage in self.by(v)]
        return (*passages, *self.put_in(), Shown("∇f", self.expected()))
