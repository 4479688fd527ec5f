"""The shapes of answers, all under one name."""

from tutor.answers.lists import APoint, LabelledPoints, ListOf
from tutor.answers.numbers import ANumber, Formula
from tutor.answers.shape import Shape
from tutor.answers.straight import StraightLine
from tutor.answers.tables import AVector, MatrixOf, Slots, TrueOrFalse

__all__ = [
    "ANumber", "APoint", "AVector", "Formula", "LabelledPoints", "ListOf", "MatrixOf", "Shape", "Slots", "StraightLine",
    "TrueOrFalse",
]  # fmt: skip
