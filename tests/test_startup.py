"""What is loaded before a person sees something: exact lists, never a stopwatch."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("sympy", "mpmath", "prompt_toolkit", "pydantic", "numpy", "rich")

LOADED = """
import sys
sys.argv = ["tutor", *{args!r}]
try:
    from tutor.__main__ import main
    main()
except SystemExit:
    pass
print("loaded:", *sorted(m for m in {heavy!r} if m in sys.modules))
"""


def loaded(home: str, *args: str) -> list[str]:
    """Which of the heavy modules one run of the command loads."""
    code = LOADED.format(args=args, heavy=HEAVY)
    env = {"TUTOR_HOME": home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    return done.stdout.strip().splitlines()[-1].split()[1:]


@pytest.mark.parametrize(
    ("args", "allowed"),
    [
        (["--version"], []),
        (["--help"], []),
        (["steps", "--help"], []),
        (["stats"], ["rich"]),
        (["stats", "--json"], []),
        (["read", "2xcosx", "--json"], []),
        (["steps", "sin(x^3)", "--json"], []),
        (["rules", "product"], []),
        (["terms", "--json"], []),
        (["plot", "sin(x^3)"], []),
    ],
)
def test_a_command_loads_only_what_it_needs(args: list[str], allowed: list[str], tmp_path: object) -> None:
    assert set(loaded(str(tmp_path), *args)) <= set(allowed)


def test_a_card_is_ready_made(tmp_path: object) -> None:
    """Neither the rules nor the reader are loaded for it."""
    code = LOADED.format(
        args=("rules", "chain"), heavy=("tutor.rules", "tutor.read", "tutor.derive", "sqlite3", "yaml")
    )
    env = {"TUTOR_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert "(f(u))′ = f′(u) u′" in done.stdout
    assert done.stdout.strip().splitlines()[-1] == "loaded:"


def test_importing_the_package_loads_nothing_heavy(tmp_path: object) -> None:
    code = f"import sys, tutor; print(*[m for m in {(*HEAVY, 'fractions', 'typer')!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("first", ["read", "read_equation", "show", "derive", "check", "equal", "load_bank"])
def test_the_package_offers_its_functions_whatever_was_asked_for_first(first: str) -> None:
    """Each of them imports modules that are called like the others."""
    code = f"import tutor, tutor.ui.loop; tutor.{first}; print(*{{callable(getattr(tutor, n)) for n in tutor.__all__[1:]}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
