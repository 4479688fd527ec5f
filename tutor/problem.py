"""A problem of the bank, with everything read that its author wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.expr import Call, Expr, substitute, walk
from tutor.expr import letters as letters_of
from tutor.functions import base_name
from tutor.scope import Scope
from tutor.topics import BY_ID

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.form import Form, FormVerdict
    from tutor.kinds.task import Task
    from tutor.values import Interval

__all__ = ["Problem", "instance_of"]


def instance_of(name: str) -> tuple[str, int | None]:
    """Id and seed of a name such as "id@7"; without a seed it is no instance of a template."""
    id, _, seed = name.partition("@")
    return (id, int(seed)) if seed.lstrip("-").isdecimal() else (name, None)


@dataclass(frozen=True, slots=True)
class Problem:
    """`letters` are the declared letters that stand for numbers, `functions` those that stand for functions.

    `wrt` is the variable and `order` which derivative is asked. `difficulty` is the author's, None where it
    is to be measured (`tutor.difficulty`). `form` is asked of an answer besides its value; the letter that it may name
    stands for the function, in `answer` too. `title` is that of its file.

    All this describes a problem of the kind `differentiate`. One of another kind has a `task` that says what is asked,
    and its author's answer is `written`; `function` is 0 where no function is differentiated. A problem with `parts`
    asks one after the other; each of them is a problem, called "id:1", "id:2" and so on. `mistakes` are the ids of
    those that the author expects.

    `seed` is that of an instance of a template, which has the id of the template; None for any other problem.
    """

    id: str
    kind: str
    function: Expr
    topic: str
    difficulty: int | None = None
    letters: tuple[tuple[str, Interval], ...] = ()
    functions: frozenset[str] = frozenset()
    wrt: str = "x"
    order: int = 1
    answer: Expr | None = None
    hints: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
    title: str = ""
    form: Form | None = None
    task: Task | None = None
    written: Value | None = None
    parts: tuple[Problem, ...] = ()
    mistakes: tuple[str, ...] = ()
    seed: int | None = None

    @property
    def name(self) -> str:
        """What a sitting calls it: its id, and the seed of an instance, as in "id@7"."""
        return self.id if self.seed is None else f"{self.id}@{self.seed}"

    @property
    def level(self) -> int:
        """The level of its topic, from 1."""
        return BY_ID[self.topic].level

    @property
    def assume(self) -> dict[str, Interval]:
        """What is known of each letter, as `check` takes it."""
        return dict(self.letters)

    @property
    def scope_letters(self) -> frozenset[str]:
        """Every letter that an answer may have."""
        return letters_of(self.function) | frozenset(dict(self.letters)) | {self.wrt} | frozenset(self._own_letter)

    @property
    def scope(self) -> Scope:
        """How an answer to it is read: its letters, its functions, its variable."""
        return Scope(wrt=self.wrt, letters=self.scope_letters, functions=self.functions, order=self.order)

    def in_full(self, answer: Expr) -> Expr:
        """The answer with the function itself where the letter stands that is its name."""
        return substitute(answer, self._own_letter) if self._own_letter else answer

    def form_of(self, answer: Expr) -> FormVerdict | None:
        """Whether an answer, right or wrong, is in the form asked for; None where none is asked for."""
        from tutor.form import judge_form

        return judge_form(self.form, answer, self.function, self.wrt) if self.form is not None else None

    @property
    def _own_letter(self) -> dict[str, Expr]:
        return {self.form.letter: self.function} if self.form is not None and self.form.letter else {}

    @property
    def pictured(self) -> Expr | None:
        """The function whose graph may be drawn; None where there is no such graph."""
        from tutor.kinds import KINDS, Picture

        if KINDS[self.kind].picture is Picture.NEVER:
            return None
        return self.function if self.task is None else self.task.pictured

    @property
    def picture_tells(self) -> bool:
        """Can the answer be read off the graph?"""
        from tutor.kinds import KINDS, Picture

        return KINDS[self.kind].picture is Picture.ONCE_TRIED

    @property
    def is_abstract(self) -> bool:
        """Does a function occur that is known only by its letter, as in f(x) g(x)?"""
        return any(isinstance(node, Call) and base_name(node.name)[0] in self.functions for node in walk(self.function))
