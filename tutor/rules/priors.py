"""Which mistakes are seen most: their order decides which of several explanations is said.

Source: the starting priors of the catalogue of wrong rules, by mistake families; our own logs may replace them.
"""

from __future__ import annotations

__all__ = ["PRIORS"]

_ORDER = (
    "TRG-12 CHN-01 CHN-08 CHN-13 PRD-01 TRG-01 EXP-10 CHN-12 QUO-02 CON-03 POW-02 POW-01 POW-03 EXP-01 EXP-09 TRG-14 TRG-15"
    " LOG-05b QUO-01 QUO-15 QUO-04 ALG-07 INP-01 INP-02 INP-03 INP-04 INP-05"
)
PRIORS: dict[str, int] = {id: rank for rank, id in enumerate(_ORDER.split())}
