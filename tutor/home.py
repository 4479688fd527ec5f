"""Where the program keeps its files."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["home"]


def home(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """The folder of every file the program keeps: `TUTOR_HOME`, or where the system keeps such data."""
    if env.get("TUTOR_HOME"):
        return Path(env["TUTOR_HOME"])
    user = Path(env.get("HOME") or env.get("USERPROFILE") or ".")
    if platform == "win32":
        base = Path(env.get("LOCALAPPDATA") or user / "AppData" / "Local")
    elif platform == "darwin":
        base = user / "Library" / "Application Support"
    else:
        base = Path(env.get("XDG_DATA_HOME") or "")
        if not base.is_absolute():  # a relative path is ignored, as the XDG specification wants it
            base = user / ".local" / "share"
    return base / "tutor"
