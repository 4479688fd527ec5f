"""A trial on a curve: the two expressions meet at points of the curve, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutor.ball import Ball, Kind
from tutor.budget import Budget
from tutor.curve.points import points_of
from tutor.curve.question import primes
from tutor.expr import Expr
from tutor.points import Point, Sample
from tutor.trial import Look, Row, Trial
from tutor.values import Interval

__all__ = ["OnCurve"]

_MORE_THAN_ROUNDING = 1e-6  # relative


class OnCurve(Trial):
    """`right` and `answer` at points where `zero` is 0 and makes y a function of x."""

    is_free = False

    def __init__(
        self,
        right: Expr,
        answer: Expr,
        assume: Mapping[str, Interval],
        zero: Expr,
        x: str,
        y: str,
        order: int = 1,
        budget: Budget | None = None,
    ) -> None:
        super().__init__(right, answer, assume, domain_of=zero, budget=budget)
        self.compared = "the slope" if order == 1 and (x, y) == ("x", "y") else y + primes(order)
        self.coordinates = frozenset({x, y})
        others = tuple(name for name in self.letters if name not in (x, y))
        self.points = points_of(zero, (y, x, *others), self.letters, self.known)

    @property
    def has_switches(self) -> bool:
        """A curve has branches, so the two may be equal on one and differ on another."""
        return True

    has_parts = has_narrow_domain = has_switches

    def plain_points(self) -> tuple[Point, ...]:
        return self.points.plain().points

    def plain_rows(self) -> list[Row]:
        return self.rows(self.points.plain())

    def more_rows(self) -> list[Row]:
        return self.rows(self.points.more())

    def friendly_points(self) -> tuple[Point, ...]:
        return self.points.friendly().points

    def friendly_rows(self) -> list[Row]:
        return self.rows(self.points.friendly())

    def narrow_rows(self, starts: int = 3) -> list[Row]:
        """None: the points of the curve were looked for already."""
        return []

    def fresh_points(self, point: Point, most: int = 6) -> list[Point]:
        return self.points.fresh(point, most)

    def provable(self, rows: Sequence[Row]) -> list[Row]:
        """Those around which the two agree beside the curve as well; without the equation no others can be proved."""
        beside = self.rows(Sample([self.points.beside(row.point) for row in rows]))
        return [row for row, other in zip(rows, beside, strict=True) if not _differs(other)]

    def _decisive_letters(self) -> frozenset[str]:
        """With the sign of one coordinate, that of the other is worth knowing: y^3 = x."""
        found = super()._decisive_letters()
        return found | self.coordinates if found else found

    def balls(self, point: Point, kind: Kind) -> dict[str, Ball] | None:
        return self.points.balls(point, kind)


def _differs(row: Row) -> bool:
    return row.look is Look.GAP and abs(row.right - row.answer) > _MORE_THAN_ROUNDING * abs(row.right)
