"""Answers to "find y′" on a curve given by an equation: two expressions compared at the curve's own points.

`question.py` says what is asked, and of which letters. `roots.py` finds where the curve is, `enclose.py` makes that
certain, `exact.py` knows the points a reader can check. `points.py` hands them out, and `trial.py` compares there.
"""

from __future__ import annotations

from tutor.curve.question import Implicit, implicit, tied, variables
from tutor.curve.trial import OnCurve

__all__ = ["Implicit", "OnCurve", "implicit", "tied", "variables"]
