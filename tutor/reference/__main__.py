"""`python -m tutor.reference` makes the cards anew, after a rule or a text was changed."""

from __future__ import annotations

from tutor.reference.make import every_card
from tutor.reference.shelf import FILE, lines

FILE.write_text("".join(f"{line}\n" for line in lines(every_card())), encoding="utf-8")
