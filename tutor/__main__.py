"""The command `tutor`: the one place where an error becomes a message and an exit code.

`--version` and practising (`tutor` alone, on a terminal) load no command line; everything else goes through `cli`.
"""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False  # see tutor/__init__.py
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.errors import TutorError


def main() -> None:
    """Run the command line; exits with one of `errors.Exit`."""
    args = sys.argv[1:]
    if args == ["--version"]:
        from tutor import __version__

        print(f"tutor {__version__}")
        return
    sys.exit(guarded(args))


def guarded(args: Sequence[str]) -> int:
    """The exit code of one command line. Every way out of the program ends here, and none with a traceback."""
    from tutor.errors import Exit, TutorError

    try:
        return _run(args)
    except TutorError as error:
        _complain(error, "--json" in args)
        return Exit.USAGE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`tutor steps … | head`): nobody is left to tell.
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINE
    except OSError as error:
        import errno

        if error.errno not in (errno.ENOSPC, errno.EIO):
            return _our_fault(error, args)
        print(f"tutor: the output cannot be written ({error.strerror})", file=sys.stderr)
        return Exit.USAGE
    except Exception as error:
        return _our_fault(error, args)


def _run(args: Sequence[str]) -> int:
    if not args and sys.stdin.isatty() and sys.stdout.isatty():
        from tutor.ui.session import practise

        return practise()
    # Importing makes objects that all stay: collecting among them is a tenth of the wait, then and later.
    gc.disable()
    from tutor.cli import run

    gc.freeze()
    gc.enable()
    return run(args)


def _complain(error: TutorError, as_json: bool) -> None:
    if as_json:
        import json

        from tutor.results import SCHEMA, error_object

        print(json.dumps({"schema": SCHEMA, "error": error_object(error)}, ensure_ascii=False))
    else:
        print(error, file=sys.stderr)


def _our_fault(error: Exception, args: Sequence[str]) -> int:
    """Save what happened where `tutor doctor` names it, and say so in a sentence."""
    import traceback

    from tutor.errors import Exit
    from tutor.home import home

    report = home() / "fault.txt"
    lines = [f"tutor {' '.join(args)}\n", *traceback.format_exception(error)]
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text("".join(lines), encoding="utf-8")
        where = f"A report is in {report}."
    except OSError:
        where = "The report could not be saved."
    print(f"tutor: this is our fault, not yours ({type(error).__name__}). {where}", file=sys.stderr)
    return Exit.FAULT


if __name__ == "__main__":
    main()
