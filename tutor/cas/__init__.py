"""SymPy, known to this package alone: it is asked whether two expressions are equal and how one simplifies.

Trees come in and trees or words go out. A tree is written as one explicit line and read by SymPy's own parser
in a closed namespace; letters travel as symbols under names of ours, because SymPy takes S, N, O, Q, E, I,
beta, gamma, zeta and lambda for its own.

A proof is for real letters of known sign where signs matter, so that SymPy may use sqrt(x^2) = x for x > 0
and does not fall back on complex branches: the same proof has to be found once for each combination of signs.
"""

from __future__ import annotations

from tutor.cas.limits import limited, reason
from tutor.cas.proofs import SECONDS, answer, prove, read_side
from tutor.cas.results import complex_step, derivative, real_zeros, simplified, simplify, warm_up
from tutor.cas.translation import (
    Question,
    UnknownError,
    from_sympy,
    letter_names,
    parse,
    question,
    safe_names,
    symbol,
    to_sympy,
)

__all__ = [
    "SECONDS", "Question", "UnknownError", "answer", "complex_step", "derivative", "from_sympy", "letter_names",
    "limited", "parse", "prove", "question", "read_side", "real_zeros", "reason", "safe_names", "simplified",
    "simplify", "symbol", "to_sympy", "warm_up",
]  # fmt: skip
