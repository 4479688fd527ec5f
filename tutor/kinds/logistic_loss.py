"""The logistic loss of one example: its gradient by the weights of the score, straight from output and label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Vector
from tutor.answers.shapes import AVector, Formula, Shape
from tutor.derive import derive
from tutor.expr import ONE, ZERO, Add, Call, Div, E, Expr, Mul, Neg, Pow, Sym, letters, substitute
from tutor.kinds.decimals import decimal, in_full, near_enough, within
from tutor.kinds.marking import Told
from tutor.kinds.slips import Slip, slip_of
from tutor.kinds.task import Given, Lapse, Shown, Statement, Task
from tutor.kinds.wording import joined
from tutor.scope import Scope
from tutor.sentences import listed
from tutor.show import pretty
from tutor.signs import letter
from tutor.surds import worked_out
from tutor.tidy import tidy
from tutor.values import REAL, Interval

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask
    from tutor.answers.prose import Sentence
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Passage
    from tutor.verdict import Verdict
    from tutor.worker import Prover

_Z, _P, _Y = Sym("z"), Sym("p"), Sym("y")
_OURS = frozenset({"z", "p", "y", "L"})
_LABEL = {"y": Interval(Fraction(0), Fraction(1))}


@dataclass(frozen=True, slots=True)
class LogisticLoss(Task):
    """p = sigmoid(z) of a score z, and L = -(y ln p + (1 - y) ln(1 - p)); asked is its gradient by the `variables`.

    `values` are numbers for all letters, or for the label y alone; without numbers the answer is in p and the letters
    of z.
    """

    score: Expr
    variables: tuple[str, ...]
    values: tuple[tuple[str, Expr], ...] = ()
    tolerance: Fraction | None = None

    @classmethod
    def build(cls, draft: Draft) -> Self:
        score = draft.formula("function")
        task = cls(
            score, draft.texts("variables"), draft.constants("values"), draft.fraction("tolerance"),
            setting=draft.setting,
        )  # fmt: skip
        if not draft.faults:
            task._look(draft)
        return task

    def _look(self, draft: Draft) -> None:
        """Names that are taken, letters that are not there, and values for some letters only."""
        inputs = letters(self.score)
        known = frozenset(dict(self.values))
        if taken := inputs & _OURS:
            draft.fault("function", f'"{min(taken)}" has another meaning here; rename it')
        for name in self.variables:
            if name not in inputs:
                draft.fault("variables", f'the letter "{name}" does not occur in the function')
        if known - {"y"} and (left := (inputs | {"y"}) - known):
            draft.fault("values", f'"{min(left)}" has no value')
        if self.tolerance is not None and not self.is_number:
            draft.fault("tolerance", "a formula is exact")

    # The mathematics

    @property
    def is_number(self) -> bool:
        return bool(frozenset(dict(self.values)) - {"y"})

    @property
    def label(self) -> Expr:
        return dict(self.values).get("y", _Y)

    @property
    def loss(self) -> Expr:
        """The loss in p, without the part that a label of 0 or 1 leaves out."""
        hit, miss = Call("ln", (_P,)), Call("ln", (Add((ONE, Neg(_P))),))
        if not self.is_number and self.label in (ZERO, ONE):
            return Neg(hit if self.label == ONE else miss)
        return Neg(Add((Mul((_Y, hit)), Mul((Add((ONE, Neg(_Y))), miss)))))

    @property
    def residual(self) -> Expr:
        """The derivative of the loss by the score."""
        return tidy(Add((_P, Neg(_Y if self.is_number else self.label))))

    def slope(self, name: str) -> Expr:
        """The derivative of the score by one letter."""
        return derive(self.score, name).line

    def entry(self, name: str) -> Expr:
        return tidy(Mul((self.residual, self.slope(name))))

    def there(self, e: Expr) -> Expr:
        """Worked out, if there are numbers for all letters."""
        if not self.is_number:
            return e
        written = substitute(self.in_letters(e), dict(self.values))
        return worked_out(written)

    def in_letters(self, e: Expr) -> Expr:
        """With output and score written out."""
        output = Div(ONE, Add((ONE, Pow(E, Neg(_Z)))))
        return substitute(substitute(e, {"p": output}), {"z": self.score})

    # The task

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"dL/d{letter(name)}" for name in self.variables)

    def statement(self) -> Statement:
        given = (Given("z", self.score), Given("p", Call("sigmoid", (_Z,))), Given("L", self.loss))
        by = listed([letter(name) for name in self.variables])
        spoken_by = listed(list(self.variables))
        numbers = self.values if self.is_number else ()
        at = " at " + ", ".join(f"{letter(name)} = {pretty(e)}" for name, e in numbers) if numbers else ""
        spoken = joined((f"{name} equals ", e) for name, e in numbers)
        spoken_at = (" at ", *spoken) if spoken else ()
        in_terms = "" if self.is_number else ", in terms of p"
        what = "gradient" if len(self.variables) > 1 else "derivative"
        return Statement(
            given,
            ask=f"find the {what} of L by {by}{in_terms}{at}{within(self.tolerance)}",
            prompt="∇L =" if len(self.variables) > 1 else f"{self.names[0]} =",
            name="the right entry" if len(self.variables) > 1 else f"the {what}",
            words=(f"Find the {what} of L by {spoken_by}{in_terms}", *spoken_at, f"{within(self.tolerance)}."),
        )

    def expected(self) -> Value:
        entries = tuple(self.there(self.entry(name)) for name in self.variables)
        return Vector(entries) if len(entries) > 1 else entries[0]

    def shape(self) -> Shape:
        inside = min(letters(self.score))
        if len(self.variables) == 1:
            wanted = "a number, such as 3/7" if self.is_number else f"a formula, such as 7{inside} (p - 5)"
            return Formula(wanted, names=(f"dL/d{self.variables[0]}",))
        example = ("3/7", "-5", "2/7", "1") if self.is_number else (f"7{inside}", "p - 5", "y", "2p")
        names = tuple(f"the derivative by {letter(name)}" for name in self.variables)
        return AVector(len(self.variables), names, example)

    @property
    def scope(self) -> Scope:
        if self.is_number:
            return Scope(letters=frozenset())
        known = letters(self.score) | {"z", "p"} | letters(self.label)
        return Scope(wrt=self.variables[0], letters=known)

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        from tutor.check import compare

        if self.tolerance is not None:
            return near_enough(self.tolerance)
        if self.is_number:
            return in_full(Task.asking(self, prover, budget))
        known: dict[str, Interval] = dict.fromkeys(self.scope.letters or (), REAL) | _LABEL | self.setting.assume

        def ask(right: Expr, answer: Expr) -> Verdict:
            sides = (self.in_letters(e) for e in (right, answer))
            return compare(*sides, assume=known, prover=prover, budget=budget)

        return ask

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:
        """The usual slips, in the first wrong entry in which one is recognised."""
        rights = expected.entries if isinstance(expected, Vector) else (expected,)
        typed = given.entries if isinstance(given, Vector) else (given,)
        same = self.comparing(budget)
        for name, right, mine in zip(self.variables, rights, typed, strict=True):
            assert isinstance(right, Expr) and isinstance(mine, Expr)
            slips = ((told, lambda lead=lead: self.there(lead())) for told, lead in self._slips(name))
            if not same(right, mine) and (slip := slip_of(mine, right, slips, same, self.is_number)):
                return Told(f"{said} {slip}".strip())
        return Told(said)

    def _slips(self, name: str) -> Iterator[Slip]:
        """What is often typed in place of one entry, and what to say then."""
        slope, residual, by = self.slope(name), self.residual, letter(name)
        right, bend = Mul((residual, slope)), Mul((_P, Add((ONE, Neg(_P)))))
        factor, alone = f"dz/d{by} = {pretty(slope, name)}", pretty(residual)
        yield f"Look at the sign: L falls as p comes nearer to the label, so it is {alone}.", lambda: Neg(right)
        yield f"One factor is missing: {factor}.", lambda: residual
        yield f"Look at the sign, and at the factor {factor}.", lambda: Neg(residual)
        left_in = f"p (1 − p) is left in. Multiplied by dL/dp it has cancelled: dL/dz is {alone} alone."
        yield left_in, lambda: Mul((right, bend))
        yield "One factor is missing: dp/dz = p (1 − p).", lambda: Div(right, bend)
        if self.label != ZERO:
            label = Neg(_Y if self.is_number else self.label)
            yield f"The factor {factor} belongs to the label as well.", lambda: Add((Mul((_P, slope)), label))
            yield f"The label is missing: dL/dz = {alone}.", lambda: Mul((_P, slope))

    def next_step(self, given: Value) -> str:
        first = letter(self.variables[0])
        return f"Take one letter, {first}: it changes z, z changes p, and p changes L. Each step gives one factor."

    def hints(self) -> tuple[str, ...]:
        first = letter(self.variables[0])
        slopes = ", ".join(f"dz/d{letter(name)} = {pretty(self.slope(name), name)}" for name in self.variables)
        values = " Put in the numbers at the end." if self.is_number else ""
        return (
            f"From L back to {first} there are three factors: dL/d{first} = dL/dp · dp/dz · dz/d{first}.",
            f"The first two are the same for every letter. The last one:  {slopes} .",
            f"The sigmoid has the slope dp/dz = p (1 − p), and dL/dp =  {pretty(self._by_output)} .",
            f"Multiplied, much of it cancels: dL/dz =  {pretty(self.residual)} .{values}",
        )

    @property
    def _by_output(self) -> Expr:
        return derive(self.loss, "p").line

    def solution(self) -> tuple[Passage, ...]:
        passages: list[Passage] = [
            Shown("dL/dp", self._by_output),
            Shown("dp/dz", Mul((_P, Add((ONE, Neg(_P)))))),
            "Multiplied, much of it cancels:",
            Shown("dL/dz", self.residual),
            "Now by the letters of the score:",
            *(Shown(f"dz/d{letter(name)}", self.slope(name)) for name in self.variables),
            "Each of them is multiplied by dL/dz:",
        ]
        shown = "∇L" if len(self.variables) > 1 else self.names[0]
        formula = tuple(self.entry(name) for name in self.variables)
        passages.append(Shown(shown, Vector(formula) if len(formula) > 1 else formula[0]))
        if self.is_number:
            put_in = [part for name, e in (("z", _Z), ("p", _P)) for part in (f"{name} = ", self._short(e), ", ")]
            passages += [("With the numbers put in, ", *put_in[:-1], ", and so:")]
            entries = tuple(self._short(self.entry(name)) for name in self.variables)
            passages.append(Shown(shown, Vector(entries) if len(entries) > 1 else entries[0]))
        return tuple(passages)

    def _short(self, e: Expr) -> Expr:
        return decimal(self.there(e), self.tolerance / 100 if self.tolerance is not None else None)

    @property
    def subject(self) -> Sentence:
        return ("logistic loss: z = ", self.score)

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        return ((self.loss, "p"), *((self.score, name) for name in self.variables))

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """The slopes of short secants of the loss, computed forwards from the score."""
        from tutor.opinions.learning import disagrees_on_graph

        nodes = (("z", self.score), ("p", Call("sigmoid", (_Z,))), ("L", self.loss))
        values = self.values if self.is_number else ()
        for name in self.variables:
            other = disagrees_on_graph(nodes, "L", name, self.entry(name), values)
            if other:
                yield Lapse(
                    "function", "slope-doubted", f"short secants have another slope, {other}; please report this"
                )
