"""The reference: rules, terms, notation and the course, one card each.

The words stand in text files, the mathematics in the rule table. `make` puts them together, and what it makes is kept
in `cards.jsonl`, so that looking something up loads neither the rules nor the reader.
"""

from __future__ import annotations

from tutor.reference.model import SHELVES, Card, Formula, Row
from tutor.reference.shelf import Shelf, find, load

__all__ = ["SHELVES", "Card", "Formula", "Row", "Shelf", "find", "load"]
