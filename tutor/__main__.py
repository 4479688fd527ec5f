"""The command `tutor`: `--version` without loading anything, everything else through `cli.py`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; exits with one of `errors.Exit`."""
    if sys.argv[1:] == ["--version"]:
        from tutor import __version__

        print(f"tutor {__version__}")
        return
    from tutor.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
