"""`tutor bank lint`: the findings, as a person or a program reads them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tutor.errors import Exit
from tutor.faults import Finding, report
from tutor.lint import examine
from tutor.results import SCHEMA

__all__ = ["print_findings"]


def print_findings(paths: Sequence[Path], as_json: bool, with_notes: bool = False) -> Exit:
    """Examine the files (the program's own bank where none is named) and print what was found."""
    found = examine(paths or None, with_notes=with_notes)
    code = Exit.NEGATIVE if found.findings else Exit.FINE
    if as_json:
        made = {"schema": SCHEMA, "fine": found.fine, "findings": _objects(found.findings)}
        if with_notes:
            made["notes"] = _objects(found.notes)
        print(json.dumps(made, ensure_ascii=False))
        return code
    text = report(found.findings, found.fine, found.notes)
    sys.stdout.write(text + "\n")
    return code


def _objects(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "file": f.file, "line": f.line, "column": f.column, "code": f.code, "message": f.message,
            "help": f.help or None, "problem": f.problem or None,
        }
        for f in findings
    ]  # fmt: skip
