"""Whatever is typed, one kind sentence comes of it: the rows of bad-answers.tsv, word for word."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tables import rows
from tutor.kinds import mark
from tutor.problem import Problem
from tutor.read import read
from tutor.results import check_result
from tutor.ui.answers import print_verdict
from tutor.ui.theme import Settings
from tutor.verdict import word

ROOT = Path(__file__).parent.parent
REPEATED = re.compile(r"<(\d+) ([^>]*)>")
ROWS = [
    (f, REPEATED.sub(lambda found: found[2] * int(found[1]), answer), verdict, message)
    for f, answer, verdict, message in rows("bad-answers.tsv")
]


@pytest.mark.parametrize(("f", "answer", "verdict", "message"), ROWS)
def test_a_bad_answer_gets_its_verdict_and_one_kind_sentence(
    f: str, answer: str, verdict: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    result = check_result(f, answer)
    assert (result.json["verdict"], result.json["message"]) == (verdict, message)
    screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    print_verdict(result, False, Settings.detect({"LC_ALL": "C.UTF-8"}, stdout=screen))
    printed, refused = screen.buffer.getvalue().decode(), capsys.readouterr().err
    assert " ".join((printed + refused).split()).endswith(message)
    assert (refused != "") == (verdict == "unreadable")
    if verdict == "unreadable":
        shown, caret = refused.splitlines()
        assert shown == f"  {answer}"
        assert caret.index("^") - 2 == result.json["error"]["at"]
    else:
        assert all(len(line) <= 88 for line in printed.splitlines())


@pytest.mark.parametrize(("f", "answer", "verdict"), [row[:3] for row in ROWS])
def test_in_a_drill_the_verdict_is_the_same(f: str, answer: str, verdict: str) -> None:
    marking = mark(Problem("own", "differentiate", read(f), "own", wrt="t" if f == "t^2" else "x"), answer)
    assert word(marking.verdict) == verdict


def test_a_batch_of_them_with_sympy_behind_it_ends_with_the_same_verdicts() -> None:
    lines = "".join(json.dumps({"function": f, "answer": answer}) + "\n" for f, answer, _, _ in ROWS)
    command = [sys.executable, "-m", "tutor", "check", "--batch", "-"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["verdict"], each["message"]) for each in made] == [row[2:] for row in ROWS]
