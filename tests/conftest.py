"""Every test runs in a home of its own: nothing of the person who runs them is read or written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

HOME = tempfile.TemporaryDirectory(prefix="tutor-tests-")
os.environ["TUTOR_HOME"] = str(Path(HOME.name, "tutor"))
