"""The verdict on an answer: compare values, then prove.

Values come first, because they decide nearly everything and give a witness a student can check. Only when
they find no difference anywhere is a proof asked for: our identity test, then SymPy in the worker. An answer
that no proof is found for still counts as right when it agrees to 50 digits at many points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from tutor.budget import Budget, GivenUpError
from tutor.curve import Implicit, OnCurve, implicit, variables
from tutor.differential import (
    closed,
    derivative,
    first_open,
    functions_as_letters,
    problem_functions,
    stand_in,
)
from tutor.expr import ZERO, D, Div, Expr, Neg, Pow, walk
from tutor.identity import AtOnce, divides_by_zero, proves_at_once, proves_equal
from tutor.lines import Equation, pretty_line
from tutor.part import name_part
from tutor.rounded import has_decimals, unrounded
from tutor.survey import (
    Differ,
    NoValues,
    OnPart,
    Outcome,
    Same,
    closer,
    glance,
    has_values_for_certain,
    some_points,
    somewhere,
    survey,
)
from tutor.trial import Trial
from tutor.values import Interval
from tutor.verdict import (
    Correct,
    CorrectOnPart,
    Grounds,
    KnownMistake,
    Rounded,
    Undecided,
    Unfinished,
    Unreadable,
    Verdict,
    Witness,
    Wrong,
)

if TYPE_CHECKING:
    from tutor.worker import Prover

__all__ = [
    "Correct", "CorrectOnPart", "KnownMistake", "Rounded", "Undecided", "Unfinished", "Unreadable", "Verdict",
    "Witness", "Wrong", "check", "compare", "equal", "slope_of",
]  # fmt: skip

Known = Mapping[str, Interval]
NOTHING: Known = MappingProxyType({})

_NO_VALUES = "I could not settle this: neither side has a real value at any point I tried."
_NO_RIGHT_VALUES = "I could not settle this: the derivative has no real value at any point I tried."
_LEAST = 3  # points that must agree to 50 digits where no proof was found
_OPEN = "I could not settle whether the two are equal."


def check(
    f: Expr | Equation,
    answer: Expr,
    wrt: str = "x",
    *,
    order: int = 1,
    assume: Known = NOTHING,
    derivative: Expr | None = None,
    prover: Prover | None = None,
    along: frozenset[str] = frozenset(),
    budget: Budget | None = None,
) -> Verdict:
    """Is `answer` the derivative of f by `wrt`, wherever f is differentiable?

    Of an equation the derivative of y is meant, on its curve; `along` may name another letter for y. Otherwise
    letters in `along` depend on `wrt`. `derivative` may be given where it is known. The verdict is undecided when the
    budget is used up (two seconds where none is given). Raises TutorError for a function of which no derivative is
    known, and for an equation that makes y no function of `wrt`.
    """
    budget = budget or Budget()
    if isinstance(f, Equation):
        return _check_on_curve(f, answer, wrt, order, assume, derivative, prover, along, budget)
    try:
        right = slope_of(f, wrt, order, along, budget) if derivative is None else derivative
    except GivenUpError as error:
        return Undecided(error.message)
    still_open = first_open(answer, along)
    asked = None if still_open else prover
    verdict = compare(right, answer, assume=assume, domain_of=f, prover=asked, along=along, budget=budget)
    if still_open is not None and isinstance(verdict, Correct):
        return Unfinished(still_open)
    if isinstance(verdict, Correct) and verdict.grounds and not along:
        return Correct(verdict.how, verdict.by, verdict.remark, partial(_of_open, verdict.grounds, f, wrt, order))
    return verdict


def _of_open(grounds: Callable[[], Grounds], f: Expr, wrt: str, order: int) -> Grounds:
    """The same grounds with the derivative still to be taken: a second opinion shall take it by itself."""
    if problem_functions(f):
        return grounds()
    for _ in range(order):
        f = D(f, wrt)
    return replace(grounds(), right=f)


def _check_on_curve(
    equation: Equation,
    answer: Expr,
    wrt: str,
    order: int,
    assume: Known,
    slope: Expr | None,
    prover: Prover | None,
    along: frozenset[str],
    budget: Budget,
) -> Verdict:
    x, y = variables(equation, wrt)
    curve = implicit(equation, x, min(along, default=y))
    try:
        right = curve.slope(order) if slope is None else slope
    except (ValueError, GivenUpError) as error:
        return Undecided(str(error))
    still_open = first_open(answer)  # y' as well: it is to be expressed in x and y
    asked = None if still_open else prover
    letters_along = frozenset({curve.y})
    verdict = _Comparison(
        right, answer, assume, curve.zero, False, asked, letters_along, budget, curve, order
    ).verdict()
    return Unfinished(still_open) if still_open is not None and isinstance(verdict, Correct) else verdict


def slope_of(
    f: Expr, wrt: str = "x", order: int = 1, along: frozenset[str] = frozenset(), budget: Budget | None = None
) -> Expr:
    """The derivative that answers are compared with, which nobody sees: right, but not tidied.

    Raises TutorError for a function of which no derivative is known, GivenUpError when the budget is used up.
    """
    budget = budget or Budget()
    slope = f
    try:
        for _ in range(order):
            slope = derivative(slope, wrt, along, budget)
    except ValueError:
        from tutor.derive import derive

        return derive(f, wrt, along=along, order=order, budget=budget).line
    return slope


def compare(
    right: Expr,
    answer: Expr,
    *,
    assume: Known = NOTHING,
    domain_of: Expr | None = None,
    prover: Prover | None = None,
    along: frozenset[str] = frozenset(),
    budget: Budget | None = None,
) -> Verdict:
    """Is `answer` equal to `right` where that, and `domain_of`, has a real value?"""
    return _Comparison(right, answer, assume, domain_of, False, prover, along, budget or Budget()).verdict()


def equal(
    a: Expr, b: Expr, *, assume: Known = NOTHING, prover: Prover | None = None, budget: Budget | None = None
) -> Verdict:
    """Are the two the same real function? Compared where either of them has a real value."""
    budget = budget or Budget()
    comparison = _Comparison(a, b, assume, None, True, prover, frozenset(), budget)
    verdict = comparison.verdict()
    if isinstance(verdict, Wrong | CorrectOnPart) and not has_decimals(b) and has_decimals(a):
        rounded = _Comparison(b, a, assume, None, True, prover, frozenset(), budget).verdict()
        # Undecided: there was no time left to say that it is not rounded.
        return rounded if isinstance(rounded, Rounded | Undecided) else verdict
    return verdict


@dataclass(frozen=True, slots=True)
class _Comparison:
    right: Expr
    answer: Expr
    assume: Known
    domain_of: Expr | None
    both: bool
    prover: Prover | None
    along: frozenset[str]
    budget: Budget
    curve: Implicit | None = None
    order: int = 1

    def verdict(self) -> Verdict:
        """The first that holds: correct, rounded, correct on part, wrong; undecided if nothing can be said."""
        try:
            return self.decided()
        except (ValueError, GivenUpError) as error:  # something has no value here, or time is over
            return Undecided(str(error))

    def decided(self) -> Verdict:
        trials = []
        remark = ""
        for which, trial in self.trials():
            if which is None and (verdict := self.at_a_glance(trial)):
                return verdict
            outcome = self.surveyed(trial)
            if isinstance(outcome, NoValues) and (whole := self.exponents(trial)):
                trial = self.trial(which, {**self.assume, **whole})
                outcome = self.surveyed(trial)
                remark = f"for whole {', '.join(sorted(whole))}"
            if not isinstance(outcome, Same):
                return self.against(trial, outcome, which)
            trials.append((trial, outcome, which))
        verdict = self.proof(*trials[0]) or self.agreement(trials)
        if isinstance(verdict, Correct):
            return Correct(verdict.how, verdict.by, remark, partial(self.grounds, *trials[0]))
        return verdict

    def at_a_glance(self, trial: Trial) -> Verdict | None:
        """The verdict where a few points are enough for one."""
        # Of a letter that counts something, odd and even values are not alike.
        if self.curve is not None or trial.whole:
            return None
        with self.budget.stage("values") as stage:
            outcome = glance(trial)
            stage.said = "" if outcome is None or (isinstance(outcome, Same) and not outcome.rows) else _found(outcome)
        if isinstance(outcome, Differ):
            return self.against(trial, outcome, None)
        if outcome is None:
            return None
        if not trial.is_identical and (at_once := self.at_once(trial)).is_proved:
            same = outcome if outcome.defined else self.values_somewhere(trial)
            if same is None or not has_values_for_certain(trial, same, at_once.divides_by_no_zero):
                return None
            return self.correct_at_a_glance(trial, same, "identity test")
        is_seen = outcome.rows and len(outcome.rows) == len(outcome.defined)
        if not is_seen or (trial.has_parts and not trial.is_identical):
            return None
        verdict = self.proof(trial, outcome, None)
        return self.correct_at_a_glance(trial, outcome, verdict.by) if isinstance(verdict, Correct) else None

    def correct_at_a_glance(self, trial: Trial, few: Same, by: str) -> Verdict:
        return Correct("proved", by, "", lambda: self.grounds(trial, _all_points(trial, few), None))

    def at_once(self, trial: Trial) -> AtOnce:
        with self.budget.stage("identity test") as stage:
            found = proves_at_once(trial.program, trial.partial, self.both)
            stage.said = ("equal, whatever the signs" if trial.has_parts else "equal") if found.is_proved else ""
        return found

    def values_somewhere(self, trial: Trial) -> Same | None:
        """The first points at which both sides have a value, where none of a few was one."""
        with self.budget.stage("values") as stage:
            found = somewhere(trial)
            stage.said = _found(found) if found else ""
        return found

    def grounds(self, trial: Trial, same: Same, which: int | None) -> Grounds:
        """The question as it is put to somebody else; values of letters, not of functions made letters, go with it."""
        right, answer, *on = self.sides()
        points = () if which is not None else some_points(trial, same)
        return Grounds(
            right,
            answer,
            trial.assume,
            trial.signs(same.rows),
            tuple(dict(zip(trial.letters, point, strict=True)) for point in points),
            trial,
            on[0] if on else None,
            self.curve.y if self.curve is not None else "",
        )

    def surveyed(self, trial: Trial) -> Outcome:
        with self.budget.stage("values") as stage:
            outcome = survey(trial)
            stage.said = _found(outcome)
        return outcome

    def exponents(self, trial: Trial) -> Known:
        """Letters that occur in exponents, as whole numbers: (-6)^n has values for no others."""
        ops = trial.program.ops
        below: list[set[str]] = []
        for op in ops:
            below.append({op.letter}.difference({""}).union(*(below[index] for index in op.args)))
        names = {name for op in ops if op.name == "pow" for name in below[op.args[1]]}
        if self.curve is not None:
            names -= {self.curve.x, self.curve.y}
        return {name: Interval(whole=True) for name in names if not trial.assume[name].whole}

    def trials(self) -> Iterator[tuple[int | None, Trial]]:
        """What is compared; `which` of two sets of functions stands for those known only by their letters."""
        try:
            yield None, self.trial_of(self.right, self.answer, self.assume, self.domain_of)
        except ValueError:  # there are open derivatives, or functions of the problem
            # What holds for two quite different choices of functions is believed.
            for which in (0, 1) if problem_functions(self.right, self.answer) else (None,):
                yield which, self.trial(which, self.assume)

    def trial(self, which: int | None, assume: Known) -> Trial:
        right, answer = self.prepared(self.right, which), self.prepared(self.answer, which)
        domain = None if self.domain_of is None else self.prepared(self.domain_of, which)
        return self.trial_of(right, answer, assume, domain)

    def trial_of(self, right: Expr, answer: Expr, assume: Known, domain: Expr | None) -> Trial:
        if self.curve is not None and domain is not None:
            return OnCurve(right, answer, assume, domain, self.curve.x, self.curve.y, self.order, self.budget)
        return Trial(right, answer, assume, domain, self.both, self.budget)

    def prepared(self, e: Expr, which: int | None) -> Expr:
        """A tree that has values: open derivatives taken, functions of the problem replaced by known ones."""
        if which is None:
            return self.closed(e)
        return stand_in(self.closed(stand_in(e, which)), which)

    def closed(self, e: Expr) -> Expr:
        """The tree with its open derivatives taken, on a curve y' as well."""
        found = closed(e, self.along, self.budget)
        return found if self.curve is None else self.curve.put_in(found)

    def sides(self) -> tuple[Expr, ...]:
        """Both sides as they are proved equal, then the curve they are equal on."""
        on = () if self.curve is None else (self.curve.zero,)
        sides = (self.closed(self.right), self.closed(self.answer), *on)
        return functions_as_letters(*sides) if problem_functions(*sides) else sides

    def proof(self, trial: Trial, same: Same, which: int | None) -> Verdict | None:
        """The proofs that cost next to nothing."""
        if trial.is_identical:
            self.budget.note("text", "the same", 0.0)
            return Correct("proved", "the same text")
        if len(trial.provable(same.defined)) < len(same.defined):
            return None
        with self.budget.stage("identity test") as stage:
            rows = same.defined
            if which is not None:
                # Proved for any numbers in place of f(x), f'(x), and with the signs of all points tried.
                right, answer, *_ = self.sides()
                trial = Trial(right, answer, trial.assume, budget=self.budget)
                rows = tuple(trial.plain_rows())
            proved = proves_equal(trial.program, trial.course, rows, trial.whole, budget=self.budget)
            stage.said = "equal" if proved else "no proof"
        return Correct("proved", "identity test") if proved else None

    def agreement(self, trials: list[tuple[Trial, Same, int | None]]) -> Verdict:
        """Nothing differs in floats: look closer, then ask for a proof."""
        agreeing = 0
        for trial, same, which in trials:
            with self.budget.stage("420 digits") as stage:
                outcome = closer(trial, same)
                stage.said = _found(outcome)
            if not isinstance(outcome, Same):
                return self.against(trial, outcome, which)
            agreeing = outcome.agreeing
        if not agreeing and self.is_nowhere(trials[0][0]):
            return Wrong(None)
        if self.prover is not None:
            signs = trial.signs(same.rows)
            right, answer, *on = self.sides()
            if by := self.prover.prove_equal(right, answer, trial.assume, signs, *on, budget=self.budget):
                return Correct("proved", by)
        if agreeing >= (_LEAST if trial.letters else 1):
            return Correct("agrees", f"{_points(agreeing)} to 50 digits")
        return Undecided(_OPEN)

    def is_nowhere(self, trial: Trial) -> bool:
        """Is the answer undefined everywhere, dividing by what is always 0? Points cannot show that."""
        right, answer, *on = self.sides()
        sides = Trial(right, answer, trial.assume, budget=self.budget)
        rows = sides.plain_rows()[:8]
        nowhere = [divides_by_zero(sides.program, root, rows, budget=self.budget) for root in sides.program.roots]
        if on and not nowhere[1]:
            # x/(x^2 + y^2 - 25) on that very circle
            nowhere[1] = any(self.vanishes(below) for below in _divisors(self.answer))
        return nowhere[0] != nowhere[1] if self.both else nowhere[1] and not nowhere[0]

    def vanishes(self, e: Expr) -> bool:
        """Is it proved to be 0 all along the curve?"""
        match replace(self, right=e, answer=ZERO).verdict():
            case Correct("proved"):
                return True
        return False

    def against(self, trial: Trial, outcome: Outcome, which: int | None) -> Verdict:
        """The verdict when values speak against the answer."""
        if isinstance(outcome, NoValues):
            return Undecided(self.no_values())
        witness = outcome.witness if isinstance(outcome, Differ | OnPart) else None
        if has_decimals(self.answer):
            exact = unrounded(trial.trees[0], self.answer, trial, lambda e: self.prepared(e, which))
            if exact is not None:
                return Rounded(exact.answer, witness)
        if isinstance(outcome, OnPart):
            return CorrectOnPart(_named(trial, outcome), witness)
        return Wrong(witness)

    def no_values(self) -> str:
        """Why nothing could be compared."""
        if self.curve is not None:
            on = pretty_line(self.curve.equation, self.curve.x)
            return f"I could not settle this: I found no real point of {on} at which {self.curve.y}′ exists."
        return _NO_VALUES if self.both else _NO_RIGHT_VALUES


def _all_points(trial: Trial, few: Same) -> Same:
    """What was proved from a few points, with all of them; with those few where there is no time for more."""
    try:
        outcome = survey(trial)
    except GivenUpError:
        return few
    return outcome if isinstance(outcome, Same) else few


def _divisors(e: Expr) -> Iterator[Expr]:
    """Whatever something in it is divided by."""
    for node in walk(e):
        match node:
            case Div(_, below) | Pow(below, Neg()):
                yield below


def _found(outcome: Outcome) -> str:
    """What values have found, in a few words."""
    match outcome:
        case Same(rows, agreeing):
            return f"{_points(agreeing)} agree to 50 digits" if agreeing else f"no difference at {_points(len(rows))}"
        case Differ(Witness() as witness) | OnPart(witness=Witness() as witness) if witness.place:
            return f"different at {witness.place}"
        case OnPart():
            return "equal on a part of the domain"
        case Differ():
            return "different"
        case NoValues():
            return "no real value at any point"


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count} points"


def _named(trial: Trial, found: OnPart) -> str:
    """The name of the part on which the two are equal; "" if it has none, or if time is over."""
    try:
        return name_part(trial, found.inside, found.outside)
    except GivenUpError:
        return ""
