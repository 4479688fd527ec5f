"""The commands as a shell sees them: what is printed, what is JSON, and the exit codes."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import typer

from tutor.__main__ import guarded
from tutor.cli import app, app_for

ROOT = Path(__file__).parent.parent


def tutor(
    *args: str, text: str = "", home: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """One run of the command."""
    own = {"TUTOR_HOME": str(home or "/nonexistent/tutor"), "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-m", "tutor", *args],
        input=text,
        capture_output=True,
        text=True,
        env={**os.environ, **own, **(env or {})},
        cwd=ROOT,
        check=False,
    )


def inside(*args: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """The same in this process, for tables of many runs: what `python -m tutor` does but for starting Python."""
    own = {"TUTOR_HOME": "/nonexistent/tutor", "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
    typed, out, err = (io.TextIOWrapper(io.BytesIO(sent), "utf-8") for sent in (text.encode(), b"", b""))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "stdin", typed)
        patch.chdir(ROOT)
        for name, value in own.items():
            patch.setenv(name, value)
        code = guarded(args)
    printed, refused = (stream.detach() for stream in (out, err))
    assert isinstance(printed, io.BytesIO) and isinstance(refused, io.BytesIO)
    return subprocess.CompletedProcess(["tutor", *args], code, printed.getvalue().decode(), refused.getvalue().decode())


def made(*args: str, run: Callable[..., subprocess.CompletedProcess[str]] = tutor) -> tuple[int, dict[str, Any]]:
    """Exit code and the one JSON object."""
    done = run(args[0], "--json", *args[1:])
    assert done.stdout.count("\n") == 1
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize(
    ("args", "code", "verdict"),
    [
        (("check", "sin(x^3)", "3x^2 cos(x^3)"), 0, "correct"),
        (("check", "cos(x)", "-sin(x)"), 0, "correct"),
        (("check", "-x^2", "-2x"), 0, "correct"),
        (("check", "--", "-x^2", "-2x"), 0, "correct"),
        (("check", "x^3", "3x"), 1, "wrong"),
        (("check", "x^2/3", "0.667x"), 1, "rounded"),
        (("check", "ln|x|", "1/|x|"), 1, "correct-on-part"),
        (("check", "x^2 sin(x)", "2x sin(x) + x^2 (sin(x))'"), 1, "unfinished"),
        (("check", "x^3", "3x^2 (x"), 2, "unreadable"),
        (("check", "x^3", "3X^2"), 2, "unreadable"),
        (("check", "t^2", "2t"), 0, "correct"),
        (("check", "a x^2", "x^2", "--wrt", "a"), 0, "correct"),
        (("check", "x^3", "6x", "--order", "2"), 0, "correct"),
        (("check", "x sqrt(B^2)", "B", "--assume", "B>0"), 0, "correct"),
        (("equal", "x+x", "2x"), 0, "equal"),
        (("equal", "x", "2x"), 1, "different"),
        (("equal", "1/x", "1/|x|"), 1, "equal-on-part"),
    ],
)
def test_verdicts_and_exit_codes(args: tuple[str, ...], code: int, verdict: str) -> None:
    found, answer = made(*args, run=inside)
    assert (found, answer["schema"], answer["verdict"]) == (code, 1, verdict)


def test_the_fields_of_check_are_those_of_the_contract() -> None:
    _, answer = made("check", "sin(x^3)", "cos(x^3)")
    assert list(answer)[:7] == ["schema", "id", "function", "wrt", "answer", "read_as", "verdict"]
    assert answer["how"] == "witness"
    assert answer["witness"] == {"x": "0.7", "expected": "1.3844", "yours": "0.9417"}
    assert answer["verdict"] == "known-mistake"
    assert answer["mistakes"] == [
        {
            "id": "CHN-01",
            "name": "inner-derivative-missing",
            "seed_mistake": 3,
            "where": "sin(x^3)",
            "why": "The outer derivative is right, but x^3 moves too, and its own derivative is missing.",
            "fix": "Multiply by the derivative of x^3.",
        }
    ]
    assert isinstance(answer["ms"], float)


def test_the_fields_of_steps_are_those_of_the_contract() -> None:
    code, answer = made("steps", "sin(x^3)")
    assert code == 0
    assert answer["derivative"] == "3x^2 cos(x^3)"
    assert answer["explicit"] == "3*x**2*cos(x**3)"
    assert [step["rule"] for step in answer["steps"]] == ["chain", "sine", "power"]
    assert answer["steps"][0] == {
        "rule": "chain",
        "say": "Chain rule with u = x³: the outer derivative at u, times the derivative of u.",
        "where": "sin(x^3)",
        "letters": {"u": "x^3"},
        "line": "cos(x^3) (x^3)'",
    }


def test_how_a_text_is_read() -> None:
    assert made("read", "2xcosx") == (
        0,
        {"schema": 1, "typed": "2xcosx", "shown": "2x cos(x)", "explicit": "2*x*cos(x)", "notes": [], "error": None},
    )
    code, answer = made("read", "2 + * 3")
    assert (code, answer["shown"], answer["error"]["at"]) == (2, None, 4)


def test_what_would_be_too_long_for_sympy_is_read_all_the_same() -> None:
    code, answer = made("read", "gelu(" * 40 + "x" + ")" * 40)
    assert (code, answer["explicit"], answer["error"]) == (0, None, None)
    assert answer["shown"].startswith("gelu(gelu(")


def test_a_batch_answers_every_line_in_order() -> None:
    lines = [
        '{"id": 7, "function": "x^2 sin(x)", "answer": "2xsinx + x^2cosx"}',
        "not json",
        '{"id": 8, "function": "x^2", "answer": "3x"}',
        '{"id": 9, "function": "x^2"}',
        '{"id": 10, "problem": "chain-ex2a", "answer": "3x^2 cos(x^3)"}',
        '{"id": 11, "problem": "no-such-problem", "answer": "1"}',
    ]
    done = tutor("check", "--batch", "-", text="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [a["id"] for a in answers] == [7, None, 8, 9, 10, 11]
    assert [a["verdict"] for a in answers] == ["correct", "unreadable", "wrong", "unreadable", "correct", "unreadable"]
    assert answers[1]["message"] == "line 2 is not JSON from column 1 on: Expecting value"
    assert answers[3]["message"] == 'the line has no text "answer"'


TWO_STEPS = (
    "Not yet. This is what comes out if you multiply the two derivatives and lower the exponent without bringing it down "
    "as a factor in x³. Both factors change, and each change is felt through the other factor, so there are two terms. "
    "Write u′ v + u v′ with u = x³ and v = eˣ. Put the old exponent 3 in front."
)


@pytest.mark.parametrize(
    ("id", "answer", "code", "asked", "met", "message"),
    [
        (
            "product-x3-exp-factored", "3x^2 e^x + x^3 e^x", 0, "factored", False,
            "Right value. The problem asks for it factored: x² eˣ stands in both terms.",
        ),
        ("product-x3-exp-factored", "x^2 e^x (3 + x)", 0, "factored", True, "Correct, proved."),
        ("product-x3-exp-factored", "x^2 e^x", 1, "factored", True, TWO_STEPS),
        (
            "product-x3-exp-factored", "x^2 e^x (4 + x)", 1, "factored", True,
            "Not yet: at x = 0.7 the value is 3.6509, yours is 4.6377. The other factors are right; look at 4 + x.",
        ),
        (
            "nested-sigmoid-from-its-output", "3s(1 - 1/(1 + e^(-3x)))", 0, "in-terms-of: s", False,
            "Right value. The problem asks for it in terms of s: 1/(1 + e⁻³ˣ) is s.",
        ),
        ("nested-sigmoid-from-its-output", "s' = 3s - 3s^2", 0, "in-terms-of: s", True, "Correct, proved."),
    ],
)  # fmt: skip
def test_the_form_of_an_answer_is_a_field_of_its_own(
    id: str, answer: str, code: int, asked: str, met: bool, message: str
) -> None:
    found, result = made("check", "--id", id, answer, run=inside)
    assert (found, result["form"], result["message"]) == (code, {"asked": asked, "met": met}, message)
    assert result["verdict"] == ("correct" if not code else "known-mistake" if message == TWO_STEPS else "wrong")
    line = json.dumps({"problem": id, "answer": answer})
    again = json.loads(inside("check", "--batch", "-", text=line).stdout)
    assert {**again, "ms": 0} == {**result, "ms": 0}


def test_a_problem_that_asks_for_no_form_says_nothing_of_it() -> None:
    assert "form" not in made("check", "--id", "chain-ex2a", "3x^2 cos(x^3)")[1]
    assert "form" not in made("check", "--id", "product-x3-exp-factored", "x^2 (x")[1]


def test_a_right_value_in_another_form_has_the_sign_of_a_right_one() -> None:
    done = tutor("check", "--id", "quotient-two-over-one-bar", "1/(x + 1)^2 - 1/x^2")
    assert done.returncode == 0
    assert done.stdout == (
        " ✓ Right value. The problem asks for a single fraction: 1/(x + 1)² stands in the\n   sum 1/(x + 1)² − 1/x².\n"
    )


@pytest.mark.parametrize("command", ["read", "steps", "equal"])
def test_the_other_commands_take_batches_too(command: str) -> None:
    item = {"read": {"text": "2x"}, "steps": {"function": "x^2"}, "equal": {"a": "x", "b": "x"}}[command]
    done = tutor(command, "--batch", "-", text=json.dumps({"id": 1, **item}))
    assert json.loads(done.stdout)["id"] == 1


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"function": "x^3 + x", "method": "inverse", "at": "2"}, "1/4"),
        ({"function": "x^3", "at": 2}, "12"),
        ({"function": "t^3", "wrt": "t", "order": 2}, "6t"),
        ({"function": "x^2", "method": "magic"}, '"method" must be one of rules, log, definition, inverse'),
        ({"function": "x^2", "wrt": 5}, 'the line has no text "wrt"'),
        ({"function": "x^2", "at": True}, 'the line has no text "at"'),
    ],
)
def test_a_line_of_a_batch_of_steps_has_the_arguments_by_name(item: dict[str, object], said: str) -> None:
    made = json.loads(inside("steps", "--batch", "-", text=json.dumps(item)).stdout)
    assert (made.get("derivative") or made["message"]) == said


@pytest.mark.parametrize(
    ("command", "more", "named"),
    [
        ("check", ["x^2", "2x"], "FUNCTION ANSWER"),
        ("check", ["--id", "chain-ex2a"], "--id"),
        ("check", ["--order", "2"], "--order"),
        ("check", ["--assume", "a > 0"], "--assume"),
        ("equal", ["x", "y"], "A B"),
        ("steps", ["x^2"], "FUNCTION"),
        ("steps", ["--wrt", "t"], "--wrt"),
        ("steps", ["--method", "log"], "--method"),
        ("steps", ["--at", "2"], "--at"),
        ("read", ["2x"], "TEXT"),
    ],
)
def test_what_stands_in_each_line_of_a_batch_is_not_taken_beside_it(command: str, more: list[str], named: str) -> None:
    done = inside(command, "--batch", "-", *more)
    assert done.returncode == 2
    assert f"leave out {named} with --batch: it stands in each line of FILE" in " ".join(done.stderr.split())


def test_a_batch_has_the_evidence_where_it_is_asked_for() -> None:
    done = inside("check", "--batch", "-", "--why", text='{"function": "x^2", "answer": "3x"}')
    assert [stage["stage"] for stage in json.loads(done.stdout)["stages"]] == ["values", "wrong steps"]


@pytest.mark.parametrize(
    ("arguments", "typed", "spoken"),
    [
        (["check", "x^2", "3x"], "Not yet: at x = 0.7 the value is 1.4, yours is 2.1.", "Not yet: at x equals 0.7"),
        (["equal", "x", "x"], "+ Equal, proved.", "Equal, proved."),
        (["read", "e^(3x)"], "3x", "e to the 3 x"),
        (
            ["hint", "x e^(3x)", "--rung", "3"],
            "3  Here  u = x,  v = e^(3x).",
            "Hint 3. Here u equals x, v equals e to the 3 x.",
        ),
    ],
)
def test_what_shows_a_formula_can_be_typewritten_and_spoken(arguments: list[str], typed: str, spoken: str) -> None:
    for switch, shown in (("--ascii", typed), ("--screen-reader", spoken)):
        done = inside(*arguments, switch)
        assert done.stdout.isascii()
        assert shown in " ".join(done.stdout.split()).replace(",  ", ", ") or shown in done.stdout


def test_an_audit_says_so_where_there_is_none() -> None:
    done = inside("check", "--id", "tangent-root-at-4", "y = x/4 + 1", "--audit")
    assert "audit     none: SymPy goes over single formulas, and this answer is of" in done.stdout


def test_a_batch_file_that_is_not_there_is_said() -> None:
    done = tutor("read", "--batch", "no-such-file.jsonl")
    assert done.returncode == 2
    assert done.stderr.startswith("no-such-file.jsonl cannot be read")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("dril",), "No such command 'dril'. Did you mean 'drill'?"),
        (("check", "x^2"), "give a FUNCTION and an ANSWER"),
        (("check", "--id", "chain-ex2a"), "give one ANSWER with --id"),
        (("equal", "x"), "give two expressions, A and B"),
        (("steps", "x!"), "no rule for the derivative of x! is known here"),
        (("steps", "x2"), "a number right after x; did you mean x^2 or 2x?"),
        (("steps", "x^2", "--brief", "--tree"), "choose one of --brief and --tree"),
        (("check", "--id", "chain-ex2", "1"), 'the bank has no problem "chain-ex2"'),
        (("drill", "no-such-topic"), "no-such-topic"),
        (("drill", "--level", "x"), "--level is a number or two, as in 2-5; found x"),
        (("check", "x^2", "2x", "--jsn"), "No such option: --jsn"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(args: tuple[str, ...], said: str) -> None:
    done = inside(*args)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_another_process_says_the_same() -> None:
    for args in (
        ("check", "x^3", "3x^2 (x"),
        ("equal", "1/x", "1/|x|"),
        ("steps", "x!"),
        ("dril",),
        ("read", "2xcosx"),
    ):
        here, there = inside(*args), tutor(*args)
        assert (here.returncode, here.stdout, here.stderr) == (there.returncode, there.stdout, there.stderr)


def test_without_a_terminal_tutor_alone_prints_its_help() -> None:
    done = tutor()
    assert done.returncode == 2
    assert done.stdout.startswith("Usage: tutor")


def test_version() -> None:
    from tutor import __version__

    assert tutor("--version").stdout == f"tutor {__version__}\n"


def test_hints_rung_by_rung() -> None:
    done = tutor("hint", "x^2 sin x")
    assert done.stdout.splitlines() == [
        " 1  f is a product of two factors that both move.",
        " 2  Product:  (u v)′ = u′ v + u v′. Do not multiply the two derivatives (common",
        "    mistake 1).",
        " 3  Here  u = x²,  v = sin(x).",
        " 4  The line is  (x²)′ sin(x) + x² · (sin(x))′.",
        "    On a card: tutor rules product",
    ]
    assert tutor("hint", "x^2 sin x", "--rung", "3").stdout == " 3  Here  u = x²,  v = sin(x).\n"


def timeless(text: str) -> list[str]:
    """The lines with every time made the same."""
    return re.sub(r"\d+\.\d+ ms", "_ ms", text).splitlines()


def test_the_evidence_is_printed_with_every_stage_and_with_what_sympy_thinks() -> None:
    assert timeless(tutor("check", "x^2", "2x", "--audit").stdout) == [
        " ✓ Correct, proved.",
        "   read as   2x",
        "   proved    by the same text",
        "   tried     values: no difference at 4 points, _ ms",
        "             text: the same, _ ms",
        "   audit     SymPy agrees: same form.",
        "   time      _ ms",
    ]
    assert timeless(tutor("check", "sin(x^3)", "cos(x^3)", "--why").stdout) == [
        " Not yet. This is what comes out if you stop after the outer derivative. The",
        " outer derivative is right, but x³ moves too, and its own derivative is missing.",
        " Multiply by the derivative of x³.",
        "   read as   cos(x^3)",
        "   witness   at x = 0.7: 1.3844 expected, 0.9417 found",
        "   tried     values: different at x = 0.7, _ ms",
        "             wrong steps: inner derivative missing, _ ms",
        "   time      _ ms",
    ]


def test_a_screen_reader_hears_the_evidence_in_whole_lines() -> None:
    done = tutor("equal", "x + x", "2x", "--audit", env={"TUTOR_SCREEN_READER": "1"})
    assert timeless(done.stdout)[0] == "Equal, proved."
    assert "audit SymPy agrees: same form." in done.stdout.splitlines()
    assert all(not line.startswith(" ") for line in done.stdout.splitlines())


@pytest.mark.parametrize("args", [("check", "x^2", "2x"), ("equal", "x + x", "2x")])
def test_an_audit_is_a_field_of_the_json(args: tuple[str, ...]) -> None:
    _, plain = made(*args)
    assert "audit" not in plain and "stages" not in plain
    code, answer = made(*args, "--audit")
    assert code == 0
    assert {**answer["audit"], "ms": 0} == {"by": "SymPy: same form", "agrees": True, "points": 8, "ms": 0}
    assert "stages" not in answer
    _, why = made(*args, "--why")
    assert why["audit"]["agrees"] in (True, None)  # None: SymPy was not loaded in two seconds
    assert why["stages"][0]["stage"] == "values"


def test_a_batch_audits_every_answer_that_is_found_right() -> None:
    answers = {"2x": True, "3x": None, "x + x": True, "2x + (": None, "|2x|": None}
    lines = "".join(json.dumps({"function": "x^2", "answer": answer}) + "\n" for answer in answers)
    done = tutor("check", "--batch", "-", "--audit", text=lines)
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a.get("audit", {}).get("agrees") for a in made] == list(answers.values())
    assert ["audit" in a for a in made] == [a["verdict"] == "correct" for a in made]
    done = tutor("equal", "--batch", "-", "--audit", text='{"a": "x", "b": "2x - x"}\n')
    assert json.loads(done.stdout)["audit"]["agrees"] is True


def test_what_is_not_settled_is_kept_for_mending_and_nothing_else(tmp_path: Path) -> None:
    open_ = ("ln(-x^2)", "ln(-x^2) + 1")
    assert tutor("equal", *open_, home=tmp_path).returncode == 3
    tutor("equal", "x", "2x", home=tmp_path)
    tutor("check", "x^2", "2x", home=tmp_path)
    batch = json.dumps({"function": "ln(-x^2)", "answer": "1", "assume": "x > 0"}) + "\n"
    tutor("check", "--batch", "-", home=tmp_path, text=batch)
    kept = [json.loads(line) for line in (tmp_path / "unsettled.jsonl").read_text(encoding="utf-8").splitlines()]
    from tutor import __version__

    why = "I could not settle this: {} has {} real value at any point I tried."
    assert kept == [
        {
            "tutor": __version__, "a": open_[0], "b": open_[1], "assume": "", "verdict": "undecided",
            "why": "I could not settle this: neither side has a real value at any point I tried.",
        },
        {
            "tutor": __version__, "function": "ln(-x^2)", "wrt": "x", "order": 1, "answer": "1", "assume": "x > 0",
            "verdict": "undecided", "why": why.format("the derivative", "no"),
        },
    ]  # fmt: skip
    report = json.loads(tutor("doctor", "--json", home=tmp_path).stdout)
    assert report["files"]["unsettled"] == f"2 in {tmp_path}/unsettled.jsonl"


def test_where_nothing_can_be_kept_the_verdict_is_the_same() -> None:
    done = tutor("equal", "ln(-x^2)", "ln(-x^2) + 1")
    assert (done.returncode, done.stderr) == (3, "")


def test_stats_and_doctor(tmp_path: Path) -> None:
    assert tutor("stats", home=tmp_path).stdout == "Nothing was practised yet. Begin with: tutor\n"
    done = tutor("doctor", "--json", home=tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["bank"]["faults"] == 0
    assert report["files"]["writable"] is True
    assert report["files"]["unsettled"] == "none"


def test_no_formula_of_a_message_is_broken() -> None:
    assert tutor("check", "(x^2+1)/(x-1)", "2x").stdout.splitlines()[:2] == [
        " Not yet. This is what comes out if you divide the two derivatives. A change",
        " below works against the fraction, so its term has a minus, and the square of",
    ]


def test_linting_a_file_of_the_projects_own_bank_finds_nothing() -> None:
    done = tutor("bank", "lint", "problems/product.yaml")  # the whole of it is examined in test_lint
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip().endswith("problems fine")


def test_a_fault_of_ours_is_a_sentence_and_a_saved_report(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['tutor', 'hint', 'x']\n"
        "import tutor.hints\n"
        "def broken(*_, **__): raise RuntimeError('on purpose')\n"
        "tutor.hints.ladder = broken\n"
        "from tutor.__main__ import main; main()"
    )
    env = {**os.environ, "TUTOR_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, cwd=ROOT, check=False)
    assert done.returncode == 70
    assert done.stderr == f"tutor: this is our fault, not yours (RuntimeError). A report is in {tmp_path}/fault.txt.\n"
    assert "on purpose" in (tmp_path / "fault.txt").read_text(encoding="utf-8")


def test_a_command_line_makes_the_command_that_it_begins_with_and_no_other() -> None:
    every = commands_of(app)
    assert {"rules", "bank", "drill", "steps"} <= every
    for name in every:
        assert commands_of(app_for([name, "chain"])) == {name}
    for args in ([], ["--help"], ["-h"], ["rulez"], ["--version", "rules"]):
        assert app_for(args) is app


def commands_of(of: typer.Typer) -> set[str]:
    return set(typer.main.get_command(of).commands)  # type: ignore[attr-defined]
