"""Softmax outputs of two or three logits: their Jacobian, and the gradient of the cross-entropy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from tutor.answers.model import Matrix, Vector
from tutor.answers.shapes import AVector, MatrixOf, Shape
from tutor.expr import ONE, ZERO, Add, Call, Div, E, Expr, Mul, Neg, Pow, Sym, letters, number, substitute
from tutor.kinds.decimals import in_full
from tutor.kinds.marking import Told
from tutor.kinds.task import Given, Lapse, Shown, Statement, Task
from tutor.scope import Scope
from tutor.sentences import listed
from tutor.show import pretty
from tutor.signs import letter
from tutor.surds import is_zero, worked_out
from tutor.tidy import tidy
from tutor.values import REAL, Interval

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.outcome import Ask
    from tutor.budget import Budget
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Equal, Passage
    from tutor.verdict import Verdict
    from tutor.worker import Prover

_ASKED = ("gradient", "jacobian", "outputs")
Rows = tuple[tuple[Expr, ...], ...]
_WORDS = {2: "two", 3: "three"}


@dataclass(frozen=True, slots=True)
class Softmax(Task):
    """p₁, p₂ … are the softmax of z₁, z₂ …; the labels add up to 1, and L is the cross-entropy.

    With numbers for the logits the answer is in numbers, else it may have the outputs and the logits in it.
    """

    classes: int
    asked: str
    labels: tuple[Expr, ...] = ()
    logits: tuple[Expr, ...] = ()

    @classmethod
    def build(cls, draft: Draft) -> Self:
        asked = draft.one_of("asked", _ASKED)
        labels, logits = draft.functions("labels", ()), draft.functions("logits", ())
        classes = len(labels or logits) if draft.has("labels") or draft.has("logits") else draft.whole("classes", 2)
        if classes not in _WORDS:
            draft.fault(
                "labels" if labels else "logits" if logits else "classes", "two or three classes are meant here"
            )
        elif labels and logits and len(labels) != len(logits):
            draft.fault("labels", f"here are {len(labels)} labels and {len(logits)} logits")
        elif asked == "gradient" and not labels:
            draft.fault("asked", '"labels" is missing', "wanted: labels: [0, 1, 0]", "missing-field")
        elif asked == "outputs" and not logits:
            draft.fault("asked", '"logits" is missing', "wanted: logits: [0, ln(3)]", "missing-field")
        elif labels and not letters(total := worked_out(Add(labels))) and not is_zero(Add((total, Neg(ONE)))):
            draft.fault("labels", "the labels do not add up to 1")
        return cls(classes if classes in _WORDS else 2, asked, labels, logits, setting=draft.setting)

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        return tuple((f"p{i}", f"z{i}") for i in range(1, self.classes + 1))

    @property
    def outputs(self) -> tuple[Expr, ...]:
        """The softmax written out in the logits."""
        powers = tuple(Pow(E, Sym(z)) for _, z in self.names)
        return tuple(Div(power, Add(powers)) for power in powers)

    def valued(self, e: Expr) -> Expr:
        """With numbers for the outputs."""
        put = {z: value for (_, z), value in zip(self.names, self.logits, strict=True)}
        numbers = {p: worked_out(substitute(out, put)) for (p, _), out in zip(self.names, self.outputs, strict=True)}
        return worked_out(substitute(e, numbers))

    def in_logits(self, e: Expr) -> Expr:
        """With the outputs written out; the last label is what is left of 1 where the labels are letters."""
        put = {p: out for (p, _), out in zip(self.names, self.outputs, strict=True)}
        if self.labels and isinstance(self.labels[-1], Sym):
            put[self.labels[-1].name] = Add((ONE, *(Neg(y) for y in self.labels[:-1])))
        return substitute(e, put)

    # The task

    def statement(self) -> Statement:
        ps, zs = ([letter(name[i]) for name in self.names] for i in (0, 1))
        given: tuple[Given, ...] = ()
        at = f" at z = ({', '.join(map(pretty, self.logits))})" if self.logits else ""
        spoken: tuple[str | Value, ...] = (", where the logits are ", Vector(self.logits)) if self.logits else ()
        of = f"{', '.join(ps)} are the softmax of {', '.join(zs)}"
        p, z = (listed([name[i] for name in self.names]) for i in (0, 1))
        of_words = f"{p} are the softmax outputs of the logits {z}"
        match self.asked:
            case "jacobian":
                ask = f"{of}: find the matrix of the derivatives of p by z{at}"
                words = (f"{of_words}. Find the matrix of the derivatives of the outputs by the logits", *spoken, ".")
                return Statement(given, ask, "J =", "the Jacobian", words)
            case "outputs":
                ask = f"{of}: find them{at}"
                return Statement(given, ask, "p =", "the outputs", (f"{of_words}. Find them", *spoken, "."))
        given = (Given("L", self.loss),)
        if any(map(letters, self.labels)):
            of, of_words = f"{of}, and the labels add up to 1", f"{of_words}. The labels add up to 1"
        ask = f"{of}: find the gradient of L by z{at}"
        words = (f"{of_words}. Find the gradient of L by the logits", *spoken, ".")
        return Statement(given, ask, "∇L =", "the gradient", words)

    @property
    def loss(self) -> Expr:
        """Minus the sum of the labels times the logarithms of the outputs."""
        terms = []
        for y, (p, _) in zip(self.labels, self.names, strict=True):
            log = Call("ln", (Sym(p),))
            if not isinstance(y, Sym) and not letters(y) and is_zero(y):
                continue
            terms.append(Neg(log if y == ONE else Mul((y, log))))
        return Add(tuple(terms)) if len(terms) > 1 else terms[0]

    def expected(self) -> Value:
        p = [Sym(name) for name, _ in self.names]
        if self.asked == "outputs":
            return Vector(tuple(self.valued(e) for e in p))
        if self.asked == "gradient":
            return Vector(tuple(self._short(Add((a, Neg(y)))) for a, y in zip(p, self.labels, strict=True)))
        rows = tuple(
            tuple(self._short(Mul((a, Add((ONE, Neg(a))))) if i == j else Neg(Mul((a, b)))) for j, b in enumerate(p))
            for i, a in enumerate(p)
        )
        return Matrix(rows)

    def _short(self, e: Expr) -> Expr:
        return self.valued(e) if self.logits else tidy(e)

    def shape(self) -> Shape:
        if self.asked == "jacobian":
            return MatrixOf(self.classes, self.classes, ("1", "7/9", "0") if self.logits else ("1", "p1", "0"))
        of = "the output" if self.asked == "outputs" else "the derivative by"
        names = tuple(f"{of} {letter(p if self.asked == 'outputs' else z)}" for p, z in self.names)
        example = ("1/9", "2/9", "5/9") if self.logits else ("p1 + 5", "7 p2", "p3 - z1")
        return AVector(self.classes, names, example[: self.classes])

    @property
    def scope(self) -> Scope:
        if self.logits:
            return Scope(letters=frozenset())
        known = {name for pair in self.names for name in pair}
        return Scope(letters=frozenset(known).union(*map(letters, self.labels)))

    def asking(self, prover: Prover | None = None, budget: Budget | None = None) -> Ask:
        from tutor.check import compare

        if self.logits:
            return in_full(Task.asking(self, prover, budget))
        known: dict[str, Interval] = dict.fromkeys(self.scope.letters or (), REAL) | self.setting.assume

        def ask(right: Expr, answer: Expr) -> Verdict:
            sides = (self.in_logits(e) for e in (right, answer))
            return compare(*sides, assume=known, prover=prover, budget=budget)

        return ask

    def explain(self, expected: Value, given: Value, said: str, budget: Budget) -> Told:

        same = self.comparing(budget)
        match expected, given:
            case Vector(right), Vector(typed) if all(same(a, Neg(b)) for a, b in zip(right, typed, strict=True)):
                return Told("All signs are the other way round.")
            case Matrix(rows), Matrix(typed_rows):
                return Told(self._about_matrix(rows, typed_rows, same) or said)
        return Told(said)

    def _about_matrix(self, rows: Rows, typed: Rows, same: Equal) -> str:

        count = range(self.classes)
        if all(same(a, Neg(b)) for row, mine in zip(rows, typed, strict=True) for a, b in zip(row, mine, strict=True)):
            return "All signs are the other way round: a larger logit lifts its own output."
        if not all(same(rows[i][i], typed[i][i]) for i in count):
            return ""
        beside = [(rows[i][j], typed[i][j]) for i in count for j in count if i != j]
        if all(same(ZERO, b) for _, b in beside):
            return "The diagonal is right. Beside it there is no 0: a larger logit takes from the other outputs."
        if all(same(a, Neg(b)) for a, b in beside):
            return "The diagonal is right; look at the sign beside it: a larger logit takes from the other outputs."
        return ""

    def next_step(self, given: Value) -> str:
        match self.asked:
            case "outputs":
                return "Work out e to each logit first, and the sum of these."
            case "jacobian":
                return "Take one row: how does p₁ change with its own logit, and how with another one?"
        return "Take one logit: it is in every output, so every term of L changes with it. What do the terms add up to?"

    def hints(self) -> tuple[str, ...]:
        first = "The outputs add up to 1 whatever the logits are: what one gains, the others lose."
        formula = "An output is e to its logit, over the sum of all of them."
        match self.asked:
            case "outputs":
                return (formula, "Work out e to each logit first, and their sum.")
            case "jacobian":
                return (
                    first,
                    f"{formula} Use the quotient rule for each entry.",
                    "By its own logit: p(1 − p), as for the sigmoid. By that of another output q: something with p q.",
                    "That something is a minus sign: the entries of a row add up to 0.",
                )
        return (
            "L depends on the outputs, and every output on every logit. Much cancels.",
            f"{first} So do the labels, and so the gradient adds up to 0.",
            "By z₁, −y ln(p₁) gives −y(1 − p₁), and −y ln(p₂) gives y p₁, each with its own label y.",
            "Put together, each entry is output minus label.",
        )

    def solution(self) -> tuple[Passage, ...]:
        passages: list[Passage] = []
        if self.logits:
            powers = tuple(worked_out(Pow(E, z)) for z in self.logits)
            passages += [
                ("The powers of e are ", Vector(powers), ", their sum is ", worked_out(Add(powers)), "."),
                Shown("p", Vector(tuple(self.valued(Sym(p)) for p, _ in self.names))),
            ]
        match self.asked:
            case "outputs":
                return tuple(passages)
            case "jacobian":
                passages.append("By its own logit an output p has the derivative p(1 - p).")
                passages.append("By the logit of another output q it is -p q.")
                return (*passages, Shown("J", self.expected()))
        passages.append("By its logit, each entry is output minus label: the labels add up to 1.")
        return (*passages, Shown("∇L", self.expected()))

    @property
    def subject(self) -> tuple[str | Value, ...]:
        return ("softmax: ", self.loss) if self.asked == "gradient" else (f"softmax of {_WORDS[self.classes]} logits",)

    def examine(self, sympy: bool) -> Iterator[Lapse]:
        """Short secants of the outputs, or of the loss, at a few places."""
        from tutor.opinions.learning import softmax_differs

        expected = self.expected()
        rows = expected.rows if isinstance(expected, Matrix) else ()
        rows = (expected.entries,) if isinstance(expected, Vector) else rows
        known = sorted({name for y in self.labels for name in letters(y)})
        for turn in range(1 if self.logits else 3):
            named = {name: Fraction(1, 7 + turn + 3 * i) for i, name in enumerate(known)}
            if known and isinstance(last := self.labels[-1], Sym):
                named[last.name] = 1 - sum((v for name, v in named.items() if name != last.name), Fraction(0))
            start = self.logits or tuple(number(Fraction(i * i - 2 * turn, 3)) for i in range(self.classes))
            if softmax_differs(self.asked, start, self.labels, named, rows):
                yield Lapse("asked", "slope-doubted", "short secants have other slopes; please report this")
