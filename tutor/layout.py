"""Blocks of text in two dimensions, and how they are joined, cut and wrapped. Each sign is one column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

__all__ = ["Block", "Break", "beside", "cut", "lower", "over", "raise_on", "roof", "text", "wrap"]

Break = tuple[int, int, str]
"""A column where a row may end, how deep inside it is (0 is best), and the sign the next row begins with."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of equal width; `baseline` is the row on which neighbours stand.

    `marked` has the spans (row, from, to) of the part that was asked for; `breaks` is for `wrap`, and `start`
    the column at which what may be broken begins (after `f(x) = `).
    """

    lines: tuple[str, ...]
    baseline: int = 0
    marked: tuple[tuple[int, int, int], ...] = ()
    breaks: tuple[Break, ...] = ()
    start: int = 0

    @property
    def width(self) -> int:
        return len(self.lines[0])

    @property
    def height(self) -> int:
        return len(self.lines)

    def __str__(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)


def text(line: str) -> Block:
    """One line as a block."""
    return Block((line,))


def beside(*blocks: Block) -> Block:
    """The blocks from left to right on one baseline; the last may still be broken by `wrap`."""
    above = max(block.baseline for block in blocks)
    below = max(len(block.lines) - block.baseline for block in blocks)
    rows = ("".join([_row(block, level) for block in blocks]) for level in range(-above, below))
    marked: list[tuple[int, int, int]] = []
    left = 0
    for block in blocks[:-1]:
        marked += _moved(block, above - block.baseline, left)
        left += block.width
    last = blocks[-1]
    marked += _moved(last, above - last.baseline, left)
    breaks = tuple((column + left, depth, sign) for column, depth, sign in last.breaks)
    return Block(tuple(rows), above, tuple(marked), breaks, left + last.start if breaks else 0)


def _row(block: Block, level: int) -> str:
    """The line so far below the baseline, blank where the block has none."""
    row = level + block.baseline
    return block.lines[row] if 0 <= row < len(block.lines) else " " * len(block.lines[0])


def _moved(block: Block, down: int, right: int) -> Iterator[tuple[int, int, int]]:
    return ((row + down, start + right, end + right) for row, start, end in block.marked)


def over(above: Block, bar: str, below: Block) -> Block:
    """A fraction: both parts stand in the middle of the bar."""
    above, below = _centred(above, len(bar)), _centred(below, len(bar))
    marked = (*above.marked, *_moved(below, above.height + 1, 0))
    return Block((*above.lines, bar, *below.lines), above.height, marked)


def roof(body: Block, sign: str) -> Block:
    """The block under a line of this sign."""
    return Block((sign * body.width, *body.lines), body.baseline + 1, tuple(_moved(body, 1, 0)))


def raise_on(base: Block, exp: Block) -> Block:
    """The base with an exponent: above its right edge, or level with its top row where it is tall."""
    rise = exp.height + base.baseline - (base.baseline > 0)
    return beside(base, replace(exp, baseline=rise))


def lower(base: Block, index: Block) -> Block:
    """The base with an index below its right edge."""
    return beside(base, replace(index, baseline=base.baseline - base.height))


def cut(block: Block, start: int, end: int) -> Block:
    """The columns from `start` up to `end`, without blank rows above or below."""
    lines = [line[start:end] for line in block.lines]
    width = max(len(line.rstrip()) for line in lines)
    first = next(row for row, line in enumerate(lines) if line.strip() or row == block.baseline)
    last = max(row for row, line in enumerate(lines) if line.strip() or row == block.baseline)
    marked = ((row - first, max(a, start) - start, min(b, end) - start) for row, a, b in block.marked)
    return Block(
        tuple(line[:width] for line in lines[first : last + 1]),
        block.baseline - first,
        tuple((row, a, min(b, width)) for row, a, b in marked if a < b),
        tuple((column - start, depth, sign) for column, depth, sign in block.breaks if start < column < end),
    )


def wrap(block: Block, width: int, hang: int = 2) -> list[Block]:
    """The block in rows no wider than `width`, broken before operators of its sum, or else of its product.

    Rows after the first hang under the start of the formula, or by `hang` where nothing stands before it. A
    part without operators stays as wide as it is.
    """
    rows: list[Block] = []
    start, lead = 0, ""
    indent = " " * (block.start if 0 < block.start <= width // 3 else hang)
    while block.width - start + len(lead) > width:
        ahead = [each for each in block.breaks if each[0] > start]
        fitting = [each for each in ahead if each[0] - 1 - start + len(lead) <= width]
        if not ahead:
            break
        column, depth, sign = min(fitting, key=lambda each: (each[1], -each[0])) if fitting else ahead[0]
        rows.append(beside(text(lead), cut(block, start, column)))
        start, lead = column, indent + "  " * depth + sign
    return [*rows, beside(text(lead), cut(block, start, block.width))] if rows else [block]


def _centred(block: Block, width: int) -> Block:
    left = (width - block.width) // 2
    right = width - block.width - left
    if not left and not right:
        return block
    lines = tuple(" " * left + line + " " * right for line in block.lines)
    return Block(lines, block.baseline, tuple(_moved(block, 0, left)))
