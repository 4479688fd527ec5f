"""Loading banks: what is kept, what is refused, and where."""

from __future__ import annotations

import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from tutor import yamltree
from tutor.bank import Bank, bank_folder, load_bank
from tutor.errors import BankError, TutorError
from tutor.expr import Call, Sym
from tutor.fields import FIELDS
from tutor.form import Form
from tutor.kinds import KINDS, Registered
from tutor.kinds.task import Task
from tutor.show import show
from tutor.values import REAL, Interval

FAULTY = Path(__file__).parent / "data" / "faulty-banks"


def bank_of(folder: Path, text: str, name: str = "mine.yaml") -> Bank:
    """The bank of one file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_bank([path])


def one(folder: Path, fields: str) -> Bank:
    """The bank of one problem with these fields, one a line."""
    lines = "\n".join(f"    {line}" for line in fields.splitlines())
    return bank_of(folder, f"title: Mine\nproblems:\n  - id: mine\n    topic: product\n{lines}\n")


def messages(bank: Bank) -> list[str]:
    return [fault.message for fault in bank.faults]


def test_own_bank_loads_without_a_fault() -> None:
    bank = load_bank()
    assert bank.faults == ()
    assert len(bank.problems) == len(bank.entries) - len(bank.templates) >= 150


def test_own_bank_is_found_beside_the_package() -> None:
    assert (bank_folder() / "chain-general.yaml").is_file()


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_is_a_class_of_tasks_with_fields_that_exist(kind: Registered) -> None:
    assert issubclass(kind.task(), Task)
    assert {name.rstrip("!") for name in kind.fields.split()} <= {field.name for field in FIELDS}


def test_loading_reads_no_formula() -> None:
    probe = (
        "import sys; from tutor.bank import load_bank; load_bank();"
        "late = ('tutor.read', 'tutor.derive', 'tutor.values', 'sympy', 'difflib');"
        "print([name for name in late if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_problems_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "title: T\nproblems:\n" + "".join(
        f"  - {{id: p{n}, topic: power-int, function: x^{n}}}\n" for n in (5, 2, 9)
    )
    assert [problem.id for problem in bank_of(tmp_path, text).problems] == ["p5", "p2", "p9"]


def test_every_field_reaches_the_problem(tmp_path: Path) -> None:
    bank = one(
        tmp_path,
        "function: a t f(t)\nwrt: t\norder: 2\ndifficulty: 4\nkind: differentiate\n"
        "letters: {a: 0 < a <= 1/2, f: function}\n"
        "form: no-negative-exponents\nhints: [one, '', three]\nsource: Mine\nnote: A sentence.\ncovers: [ex1a, ex1b]\nmistakes: [PRD-01, POW-02]",
    )
    problem = bank.problem("mine")
    assert show(problem.function, "t") == "a t f(t)"
    assert (problem.wrt, problem.order, problem.difficulty, problem.level) == ("t", 2, 4, 10)
    assert problem.assume == {"a": Interval(Fraction(0), Fraction(1, 2), False, True)}
    assert problem.functions == {"f"}
    assert problem.form == Form("no-negative-exponents")
    assert problem.hints == ("one", "", "three")
    assert (problem.source, problem.note, problem.title) == ("Mine", "A sentence.", "Mine")
    assert problem.covers == ("ex1a", "ex1b")
    assert problem.mistakes == ("PRD-01", "POW-02")
    assert problem.scope.letters == frozenset("at")
    assert (problem.scope.wrt, problem.scope.order, problem.scope.functions) == ("t", 2, frozenset("f"))
    assert problem.is_abstract


def test_fields_that_are_not_given_have_their_defaults(tmp_path: Path) -> None:
    problem = one(tmp_path, "function: x sin(x)").problem("mine")
    assert (problem.kind, problem.wrt, problem.order, problem.difficulty) == ("differentiate", "x", 1, None)
    assert problem.answer is None
    assert problem.form is None
    assert (problem.letters, problem.hints, problem.covers, problem.source, problem.note) == (
        (),
        (),
        (),
        "",
        "",
    )


@pytest.mark.parametrize("text", ["on", "012", "1_000", "1:30", "0x10", "2024-01-01", "null", "~", "=", "yes"])
def test_every_scalar_stays_the_text_that_was_written(tmp_path: Path, text: str) -> None:
    assert one(tmp_path, f"function: x\nnote: {text}").problem("mine").note == text


@pytest.mark.parametrize(
    "said, interval",
    [
        ("real", REAL),
        ("positive", Interval(lo=Fraction(0))),
        ("α > 0", Interval(lo=Fraction(0))),
        ("alpha > 0", Interval(lo=Fraction(0))),
    ],
)
def test_greek_letters_go_by_their_names(tmp_path: Path, said: str, interval: Interval) -> None:
    problem = one(tmp_path, f"function: α x\nletters: {{α: {said}}}\nanswer: alpha").problem("mine")
    assert problem.letters == (("alpha", interval),)
    assert problem.answer == Sym("alpha")


@pytest.mark.parametrize(
    "said", ["{in-terms-of: σ}", "'in-terms-of: sigma'", "in-terms-of σ", "\n  in-terms-of: sigma"]
)
def test_the_letter_of_a_form_stands_for_the_function(tmp_path: Path, said: str) -> None:
    problem = one(tmp_path, f"function: 1/(1 + e^(-x))\nform: {said}\nanswer: σ (1 - σ)").problem("mine")
    assert problem.form == Form("in-terms-of", "sigma")
    assert problem.scope_letters == frozenset({"x", "sigma"})
    assert problem.answer is not None
    assert show(problem.in_full(problem.answer)) == "(1/(1 + e^(-x))) (1 - 1/(1 + e^(-x)))"


def test_bars_in_quotes_are_an_absolute_value(tmp_path: Path) -> None:
    assert one(tmp_path, "function: '|x|'").problem("mine").function == Call("abs", (Sym("x"),))


def test_a_faulty_problem_stops_no_other() -> None:
    bank = load_bank([FAULTY / "notation.yaml"])
    assert [entry.id for entry in bank.entries] == ["fine", "comment-in-words"]
    assert bank.problem("fine").answer is not None


def test_a_faulty_file_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"title: T\nproblems:\n  - \xff\n")
    (tmp_path / "b.yaml").write_text("title: T\nproblems:\n  - {id: b, topic: power-int, function: x^2}\n")
    bank = load_bank([tmp_path])
    assert [problem.id for problem in bank.problems] == ["b"]
    fault = bank.faults[0]
    assert isinstance(fault, BankError)
    assert (fault.message, fault.line, fault.column) == ("the file is not text in UTF-8 from here on", 3, 5)


def test_an_unreadable_formula_stops_no_other(tmp_path: Path) -> None:
    bank = bank_of(
        tmp_path,
        "title: T\nproblems:\n  - {id: bad, topic: power-int, function: x^2 +}\n"
        "  - {id: good, topic: power-int, function: x^3}\n",
    )
    assert [problem.id for problem in bank.problems] == ["good"]
    with pytest.raises(BankError):
        bank.problem("bad")


@pytest.mark.parametrize(
    "function, column",
    [
        ("x + sen(x)", 19),
        ("'x + sen(x)'", 20),
        ('"x + sen(x)"', 20),
        ("f'(x) + sen(x)", 23),
        ("'f''(x) + sen(x)'", 25),
    ],
)
def test_the_readers_caret_stands_under_the_character_in_the_file(tmp_path: Path, function: str, column: int) -> None:
    with pytest.raises(BankError) as caught:
        one(tmp_path, f"function: {function}\nletters: {{f: function}}").problem("mine")
    assert (caught.value.line, caught.value.column) == (5, column)


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(TutorError) as caught:
        load_bank().problem("chain-sine-of-sqare")
    assert caught.value.message == 'the bank has no problem "chain-sine-of-sqare", did you mean "chain-sine-of-square"?'


def test_ids_are_unique_across_files(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("title: T\nproblems:\n  - {id: same, topic: power-int, function: x^2}\n")
    bank = load_bank([tmp_path])
    assert len(bank.problems) == 1
    assert messages(bank) == [f'the id "same" is taken by {tmp_path / "a.yaml"}:3']


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    bank_of(tmp_path, "title: T\nproblems:\n  - {id: a, topic: power-int, function: x^2}\n")
    assert load_bank([tmp_path, tmp_path / "mine.yaml"]).faults == ()


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    bank = load_bank([tmp_path / "none.yaml", tmp_path])
    assert bank.problems == ()
    assert messages(bank) == [
        "there is no such file or folder",
        "there is no bank file (*.yaml) in this folder",
    ]


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\xef\xbb\xbftitle: T\r\nproblems:\r\n  - id: a\r\n    topic: power-int\r\n    function: x^2\r\n")
    assert [problem.id for problem in load_bank([path]).problems] == ["a"]


def test_broken_lines_of_a_good_file_raise_nothing(tmp_path: Path) -> None:
    """Prefixes of a good file, and the file with a line taken out or reversed, load or say why not."""
    cut_at_every(4, tmp_path)


@pytest.mark.long
def test_every_broken_line_of_a_good_file_raises_nothing(tmp_path: Path) -> None:
    cut_at_every(1, tmp_path)


def cut_at_every(step: int, tmp_path: Path) -> None:
    lines = (bank_folder() / "domain-care.yaml").read_text(encoding="utf-8").splitlines()
    for cut in range(0, len(lines), step):
        bank_of(tmp_path, "\n".join(lines[:cut]))
        bank_of(tmp_path, "\n".join(lines[:cut] + lines[cut + 1 :]))
        bank_of(tmp_path, "\n".join([*lines[:cut], lines[cut][::-1], *lines[cut + 1 :]]))


@pytest.mark.parametrize(
    "text", ["[" * 2000, "- " * 2000, "{a: " * 2000, "a: &a [*a, *a]", "\x00", "? a\n: b", "%YAML 9.9"]
)
def test_hostile_texts_are_refused_in_words(tmp_path: Path, text: str) -> None:
    bank = bank_of(tmp_path, text)
    assert bank.problems == ()
    assert bank.faults


def test_the_slow_loader_finds_the_same_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is missing, PyYAML's own parser does the work."""
    shutil.copytree(bank_folder(), tmp_path / "problems")
    fast, fast_faulty = load_bank([tmp_path / "problems"]), load_bank([FAULTY / "notation.yaml"])
    monkeypatch.setattr(yamltree, "_LOADER", yaml.BaseLoader)
    slow, slow_faulty = load_bank([tmp_path / "problems"]), load_bank([FAULTY / "notation.yaml"])
    assert [entry.id for entry in slow.entries] == [entry.id for entry in fast.entries]
    assert [str(fault) for fault in slow_faulty.faults] == [str(fault) for fault in fast_faulty.faults]
