"""Which mistakes are seen most: their order decides which of several explanations is said.

Source: the starting priors of the catalogue of wrong rules, by mistake families; our own logs may replace them. Behind
those it lists come the mal-rules that somebody has seen, then teachers' lore, last our own guesses.
"""

from __future__ import annotations

from tutor.rules.model import MalRule, Special

__all__ = ["fits_anything", "is_likely", "rank", "says_little"]

# Second derivatives first: these say all, where the same answer also has a name as one step of it.
_LISTED = (
    "HOD-02 HOD-03 HOD-04 HOD-06 HOD-07 TRG-12 CHN-01 CHN-08 CHN-13 LOG-08 PRD-01 TRG-01 EXP-10 CHN-12 QUO-02 CON-03 POW-02 POW-01 "
    "POW-03 EXP-01 EXP-09 TRG-14 TRG-15 LOG-05b QUO-01 QUO-15 QUO-04 ALG-07 LOG-07 INP-01 INP-02 INP-03 INP-04 INP-05 "
    "CON-01 CON-02 CON-09 ALG-02 ALG-06 ALG-08 ALG-09 LOG-09 EXP-11 EXP-12 EXP-13"
)
_ORDER = {id: place for place, id in enumerate(_LISTED.split())}
_LORE, _GUESS = {"T"}, {"I"}
# They say little: another reason for the same answer goes before them.
_GENERAL = frozenset({"CON-04", "CON-08", "CON-12", "INP-08"})
# They fit any function, so whatever else explains an answer says more.
_ANYTHING = frozenset({"INP-11", "INP-12", "HOD-05"})


def rank(mal: MalRule) -> tuple[int, int]:
    """Small for a mal-rule that is likelier than others, before it is known on what it was followed."""
    if isinstance(mal, Special):  # the same move as those it is a name of, in words that fit better
        return min(_place(id) for id in (mal.id, *mal.of)), -1
    return _place(mal.id), 3 if mal.id in _GENERAL else _seen(mal)


def is_likely(mal: MalRule) -> bool:
    """Is it one of the twelve, or among those that are seen most?"""
    return mal.mistake is not None or mal.id in _ORDER


def fits_anything(mal: MalRule) -> bool:
    """Is it a last resort: the function typed again, a sign lost?"""
    return mal.id in _ANYTHING


def says_little(mal: MalRule) -> bool:
    """Is it so general that another explanation makes it needless?"""
    return mal.id in _GENERAL or fits_anything(mal)


def _place(id: str) -> int:
    return _ORDER.get(id, len(_ORDER))


def _seen(mal: MalRule) -> int:
    codes = set(mal.source.replace("!", "").split(","))
    return 2 if codes <= _GUESS else 1 if codes <= _LORE else 0
