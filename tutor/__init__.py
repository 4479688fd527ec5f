"""Learn to differentiate at a terminal.

`import tutor` offers what the commands offer, with the same words: `read`, `read_equation`, `show`, `derive`, `check`,
`equal` and `load_bank`. Each is imported when it is first asked for, so that `import tutor` itself costs nothing and
loads neither SymPy nor anything of the terminal.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # typing itself would cost `tutor --version` a third of its time

__version__ = "0.1.0"

_HOME = {
    "read": "tutor.read",
    "read_equation": "tutor.lines",
    "show": "tutor.show",
    "derive": "tutor.derive",
    "check": "tutor.check",
    "equal": "tutor.check",
    "load_bank": "tutor.bank",
}
__all__ = ["__version__", "check", "derive", "equal", "load_bank", "read", "read_equation", "show"]

if TYPE_CHECKING:
    from tutor.bank import load_bank
    from tutor.check import check, equal
    from tutor.derive import derive
    from tutor.lines import read_equation
    from tutor.read import read
    from tutor.show import show


class _Package(type(sys)):  # type: ignore[misc]
    """A module whose functions are not hidden by the modules of the same name."""

    def __setattr__(self, name: str, value: object) -> None:
        # Whoever imports tutor.read binds that module to the name `read` of this package; the function is meant.
        if name not in _HOME or not isinstance(value, type(sys)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'tutor' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value
