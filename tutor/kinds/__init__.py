"""The kinds of problem: what each asks, how its answer is read, and how it is checked. One file a kind.

Some kinds ask about several subjects: their file makes tasks of subclasses, each in a file of its own.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, cast

from tutor.kinds.marking import Marking

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.answers.typed import Reading as ValueReading
    from tutor.kinds.task import Passage, Statement, Task
    from tutor.problem import Problem
    from tutor.scope import Reading
    from tutor.worker import Prover

__all__ = [
    "DIFFERENTIATE", "KINDS", "SPOT", "Marking", "Picture", "Registered", "is_pick", "ladder", "mark", "read", "reader",
    "solution", "statement", "subject", "task_of", "wants",
]  # fmt: skip


class Picture(Enum):
    """When the graph of the function that a problem is about may be seen."""

    NEVER = "there is no such graph"
    AT_ONCE = "it tells no answer"
    ONCE_TRIED = "the answer can be read off it"


class Registered(NamedTuple):
    """Where a kind is (module and class in this folder), and its fields beside those of all problems.

    A field that is required has an exclamation mark; `fields.FIELDS` says what may stand in each. `picture` says when
    the graph of the function may be drawn.
    """

    place: str
    fields: str
    picture: Picture = Picture.NEVER

    def task(self) -> type[Task]:
        """The class, imported when it is first needed."""
        from importlib import import_module

        module, name = self.place.split(".")
        return cast("type[Task]", getattr(import_module(f"tutor.kinds.{module}"), name))


DIFFERENTIATE = "differentiate"  # what is meant where a problem does not say
SPOT = "spot-the-mistake"

KINDS: dict[str, Registered] = {
    DIFFERENTIATE: Registered(
        "differentiate.Differentiate", "function! wrt order letters form mistakes", Picture.AT_ONCE
    ),
    "value-at-point": Registered(
        "value_at_point.ValueAtPoint", "function! at! wrt order letters tolerance", Picture.AT_ONCE
    ),
    "tangent-line": Registered("tangent_line.TangentLine", "function! at! wrt letters", Picture.AT_ONCE),
    "normal-line": Registered("normal_line.NormalLine", "function! at! wrt letters", Picture.AT_ONCE),
    "critical-points": Registered("critical_points.CriticalPoints", "function! on wrt", Picture.ONCE_TRIED),
    "local-extrema": Registered("local_extrema.LocalExtrema", "function! on wrt", Picture.ONCE_TRIED),
    "global-extrema": Registered("global_extrema.GlobalExtrema", "function! on! wrt", Picture.ONCE_TRIED),
    "monotonicity": Registered("monotonicity.Monotonicity", "function! which on wrt", Picture.ONCE_TRIED),
    "concavity": Registered("concavity.Concavity", "function! which on wrt", Picture.ONCE_TRIED),
    "inflection-points": Registered("inflection_points.InflectionPoints", "function! on wrt", Picture.ONCE_TRIED),
    "differentiable-at": Registered("differentiable_at.DifferentiableAt", "function! at! wrt", Picture.ONCE_TRIED),
    "implicit-slope": Registered("implicit_slope.ImplicitSlope", "curve! point letters"),
    "gradient": Registered("gradient.Gradient", "function! variables point letters"),
    "hessian": Registered("hessian.Hessian", "function! variables point letters"),
    "jacobian": Registered("jacobian.Jacobian", "functions! variables point letters"),
    "choice": Registered("choice.Choice", "question! options! reasons function because letters"),
    "true-false": Registered("true_false.TrueFalse", "question! answer! because! reasons function letters"),
    "ordering": Registered("ordering.Ordering", "question! items! because"),
    SPOT: Registered("spot_the_mistake.SpotTheMistake", "function! mistake wrt letters"),
    "matching": Registered("matching.Matching", "question! pairs! because"),
    "numerical-derivative": Registered(
        "numerical_derivative.NumericalDerivative", "function! at! scheme! asked step rounding tolerance wrt letters"
    ),
    "backprop-graph": Registered("backprop_graph.BackpropGraph", "graph! of by asked values tolerance letters"),
    "descent": Registered(
        "descent.Descent", "function! asked at rate count momentum variables point tolerance wrt letters"
    ),
    "gradient-check": Registered(
        "gradient_check.GradientCheck", "claimed! numeric function variables point step threshold"
    ),
    "softmax": Registered("softmax.Softmax", "asked classes labels logits letters"),
    "logistic-loss": Registered("logistic_loss.LogisticLoss", "function! variables! values tolerance letters"),
    "slope-range": Registered("slope_range.SlopeRange", "function! asked tolerance wrt letters"),
    "subgradient": Registered("subgradient.Subgradient", "function! asked at wrt letters"),
    "score": Registered("score.Score", "function! wrt! support! asked mean variance letters"),
    "linear-approximation": Registered(
        "linear_approximation.LinearApproximation", "function! at! estimate tolerance wrt letters", Picture.AT_ONCE
    ),
    "difference-quotient": Registered("difference_quotient.DifferenceQuotient", "function! at asked wrt letters"),
    "mean-value-point": Registered("mean_value_point.MeanValuePoint", "function! on! wrt", Picture.ONCE_TRIED),
    "related-rates": Registered("related_rates.RelatedRates", "relation! of! rates! values question wrt letters"),
    "parametric": Registered("parametric.Parametric", "functions! order at wrt letters"),
    "inverse-slope": Registered("inverse_slope.InverseSlope", "function! at! from on wrt letters", Picture.AT_ONCE),
    "composition": Registered("composition.Composition", "function! depth wrt letters"),
    "name-the-rule": Registered("name_the_rule.NameTheRule", "function! asked wrt letters"),
    "tangent-plane": Registered("tangent_plane.TangentPlane", "function! point! variables letters"),
    "one-sided-slope": Registered("one_sided_slope.OneSidedSlope", "function! at! asked wrt", Picture.ONCE_TRIED),
}


def task_of(problem: Problem) -> Task:
    """What the problem asks."""
    if problem.task is not None:
        return problem.task
    from tutor.kinds.differentiate import Differentiate

    return Differentiate(problem)


def statement(problem: Problem) -> Statement:
    """The problem as it is set."""
    return task_of(problem).statement()


def mark(problem: Problem, text: str, prover: Prover | None = None) -> Marking:
    """Read and check one answer. Slow where a proof is asked of `prover`; raises nothing that was typed."""
    return task_of(problem).mark(text, prover)


def read(problem: Problem, text: str) -> Reading | ValueReading:
    """How an answer is read, without a verdict. Raises ReadError where it cannot be."""
    if problem.task is None:
        from tutor.read import read_answer

        return read_answer(text, problem.scope)
    return problem.task.shape().read(text, problem.task.scope)


def ladder(problem: Problem) -> tuple[str, ...]:
    """The rungs of the hint ladder, the author's where there are any."""
    from tutor.kinds.task import ladder_of

    return ladder_of(task_of(problem), problem.hints)


def solution(problem: Problem) -> tuple[Passage, ...]:
    """The worked solution."""
    return task_of(problem).solution()


def subject(problem: Problem) -> Sentence:
    """What the problem is about, on one line."""
    return subject(problem.parts[0]) if problem.parts else task_of(problem).subject


def wants(problem: Problem) -> str:
    """What kind of answer is expected, with an example."""
    return task_of(problem).shape().wants


def is_pick(problem: Problem) -> bool:
    """Is the answer picked from what the problem shows?"""
    return task_of(problem).shape().is_pick


def reader(problem: Problem, text: str) -> Sentence:
    """What the picture of a typed text shows. Raises ReadError where it cannot be read."""
    task = task_of(problem)
    value: Value = task.shape().read(text, task.scope).value
    return task.preview(value)
