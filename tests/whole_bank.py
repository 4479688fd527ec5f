"""The project's own bank, read once for all the modules that look at it: reading every problem takes a second."""

from __future__ import annotations

from functools import cache

from tutor.bank import Bank, load_bank

__all__ = ["whole_bank"]


@cache
def whole_bank() -> Bank:
    """The bank, with the problems that anybody has asked for kept in it."""
    return load_bank()
