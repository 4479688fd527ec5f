"""The progress file: what it keeps, and that its troubles stop no drill."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tutor import progress as module
from tutor.home import home
from tutor.progress import MIGRATIONS, Progress
from tutor.sitting import Attempt, Sitting

TODAY = date(2025, 11, 22)
NOW = datetime(2025, 11, 22, 10, 30, tzinfo=UTC)
SITTING = Sitting(3, 7, "k", drawn=("a", "b"), done=1, rung=2)
ATTEMPT = Attempt("a", "power-int", "2x", "wrong", 1, 3.5, NOW, mistakes=("POW-01",), seed=7)


def opened(folder: Path | None) -> Progress:
    return Progress(folder, TODAY)


def one_attempt(folder: Path) -> None:
    """A file with one sitting that is over, and one attempt in it."""
    progress = opened(folder)
    sitting = progress.begin(SITTING, NOW)
    progress.record(ATTEMPT, sitting)
    progress.end(sitting, NOW)
    progress.close()


def test_what_was_recorded_is_there_when_opened_again(tmp_path: Path) -> None:
    progress = opened(tmp_path)
    sitting = progress.begin(SITTING, NOW)
    kept = progress.record(ATTEMPT, sitting)
    progress.close()
    again = opened(tmp_path)
    assert again.attempts() == (kept,)
    assert kept == replace(ATTEMPT, sitting=sitting.id, id=kept.id)
    assert again.unfinished() == sitting
    assert (again.trouble, again.in_memory, again.is_new) == ("", False, False)


def test_a_new_file_is_new_and_made_with_its_folder(tmp_path: Path) -> None:
    progress = opened(tmp_path / "not" / "yet")
    assert progress.is_new
    assert progress.unfinished() is None
    assert (tmp_path / "not" / "yet" / "progress.db").exists()


def test_an_attempt_and_the_place_are_one_transaction(tmp_path: Path) -> None:
    progress = opened(tmp_path)
    sitting = progress.begin(SITTING, NOW)
    progress.record(ATTEMPT, replace(sitting, done=2))
    other = opened(tmp_path)
    assert (other.unfinished(), len(other.attempts())) == (replace(sitting, done=2), 1)


def test_an_undone_attempt_stays_in_the_file(tmp_path: Path) -> None:
    progress = opened(tmp_path)
    sitting = progress.begin(SITTING, NOW)
    first, second = (progress.record(ATTEMPT, sitting) for _ in range(2))
    progress.undo(second, sitting, NOW)
    assert progress.attempts() == (first,)
    rows = sqlite3.connect(tmp_path / "progress.db").execute("SELECT undone_at FROM attempts").fetchall()
    assert rows == [(None,), ("2025-11-22T10:30:00.000000+00:00",)]


def test_an_ended_sitting_is_not_gone_on_with(tmp_path: Path) -> None:
    progress = opened(tmp_path)
    progress.end(progress.begin(SITTING, NOW), NOW)
    assert progress.unfinished() is None


def test_only_the_last_sitting_is_gone_on_with(tmp_path: Path) -> None:
    progress = opened(tmp_path)
    progress.begin(SITTING, NOW)
    last = progress.begin(SITTING, NOW)
    assert progress.unfinished() == last
    progress.end(last, NOW)
    assert progress.unfinished() is None


def test_a_function_of_ones_own_leaves_the_sitting_before_it(tmp_path: Path) -> None:
    progress = opened(tmp_path)
    kept = progress.begin(SITTING, NOW)
    progress.begin(Sitting(1, 0), NOW, kept=False)
    assert progress.unfinished() == kept


def test_the_file_is_in_wal_mode_and_waits_for_the_disk(tmp_path: Path) -> None:
    progress = opened(tmp_path)
    assert progress._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert progress._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert progress._db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def test_an_older_file_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_attempt(tmp_path)
    added = [*MIGRATIONS, lambda db: db.execute("ALTER TABLE attempts ADD COLUMN mood TEXT")]
    monkeypatch.setattr(module, "MIGRATIONS", added)
    progress = opened(tmp_path)
    assert len(progress.attempts()) == 1
    assert progress._db.execute("SELECT mood FROM attempts").fetchall() == [(None,)]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_attempt(tmp_path)

    def half(db: sqlite3.Connection) -> None:
        db.execute("DROP TABLE attempts")
        db.execute("ALTER TABLE nowhere ADD COLUMN mood TEXT")

    monkeypatch.setattr(module, "MIGRATIONS", [*MIGRATIONS, half])
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        opened(tmp_path)
    monkeypatch.setattr(module, "MIGRATIONS", MIGRATIONS)
    assert len(opened(tmp_path).attempts()) == 1


# Troubles: said in one sentence, and the drill goes on


def goes_on(progress: Progress) -> None:
    """A sitting can be had from beginning to end, whatever became of the file."""
    sitting = progress.begin(SITTING, NOW)
    kept = progress.record(ATTEMPT, sitting)
    assert progress.attempts(sitting.id) == (kept,)
    assert progress.unfinished() == sitting
    progress.undo(kept, sitting, NOW)
    assert progress.attempts(sitting.id) == ()


def test_a_file_that_is_no_database_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "progress.db").write_bytes(b"my shopping list" * 100)
    progress = opened(tmp_path)
    assert progress.trouble == (
        "The file with your progress was damaged: it is kept as progress.corrupt-2025-11-22.db, "
        "and a new one was begun."
    )
    assert (tmp_path / "progress.corrupt-2025-11-22.db").read_bytes() == b"my shopping list" * 100
    assert not progress.in_memory
    goes_on(progress)


def test_a_second_damaged_file_of_one_day_gets_its_own_name(tmp_path: Path) -> None:
    for text in (b"first " * 200, b"second " * 200):
        (tmp_path / "progress.db").write_bytes(text)
        opened(tmp_path).close()
    assert sorted(path.name for path in tmp_path.glob("progress.corrupt-*.db")) == [
        "progress.corrupt-2025-11-22-2.db",
        "progress.corrupt-2025-11-22.db",
    ]


def test_a_file_damaged_while_practising_is_set_aside_and_the_sitting_goes_on(tmp_path: Path) -> None:
    progress = opened(tmp_path)
    sitting = progress.begin(SITTING, NOW)
    for _ in range(200):
        progress.record(ATTEMPT, sitting)
    progress._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    progress._db.execute("PRAGMA cache_size = 0")
    path = tmp_path / "progress.db"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    kept = progress.record(ATTEMPT, sitting)
    assert "is kept as progress.corrupt-2025-11-22.db" in progress.trouble
    assert (tmp_path / "progress.corrupt-2025-11-22.db").exists()
    assert opened(tmp_path).attempts() == (kept,)
    assert opened(tmp_path).unfinished() == sitting


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    progress = opened(tmp_path / "file" / "tutor")
    assert progress.in_memory
    assert progress.trouble == (
        f"Progress is not saved: {tmp_path}/file/tutor/progress.db cannot be made (Not a directory). "
        "The drill goes on without it."
    )
    goes_on(progress)


def test_a_full_disk_is_said_once_and_what_was_there_is_still_known(tmp_path: Path) -> None:
    one_attempt(tmp_path)
    progress = opened(tmp_path)
    pages = progress._db.execute("PRAGMA page_count").fetchone()[0]
    progress._db.execute(f"PRAGMA max_page_count = {pages}")
    sitting = progress.begin(SITTING, NOW)
    for _ in range(60):
        progress.record(replace(ATTEMPT, text="x" * 400), sitting)
    assert progress.in_memory
    assert "cannot grow, the disk is full" in progress.trouble
    assert len(progress.attempts()) == 61
    assert not progress.is_new
    goes_on(progress)


def test_a_file_that_is_only_to_be_read(tmp_path: Path) -> None:
    one_attempt(tmp_path)
    progress = opened(tmp_path)
    progress._db.execute("PRAGMA query_only = 1")  # root may write where the mode says read-only
    goes_on(progress)
    assert "is read-only" in progress.trouble


def test_a_locked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT", 0.05)
    one_attempt(tmp_path)
    other = sqlite3.connect(tmp_path / "progress.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    progress = opened(tmp_path)
    goes_on(progress)
    assert "is in use by another program" in progress.trouble
    assert len(progress.attempts()) == 1


def test_a_file_of_a_newer_tutor_is_left_alone(tmp_path: Path) -> None:
    opened(tmp_path).close()
    db = sqlite3.connect(tmp_path / "progress.db")
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = (tmp_path / "progress.db").read_bytes()
    progress = opened(tmp_path)
    goes_on(progress)
    assert "was written by a newer tutor" in progress.trouble
    assert (tmp_path / "progress.db").read_bytes() == before


def test_without_a_folder_everything_is_in_memory() -> None:
    progress = opened(None)
    goes_on(progress)
    assert (progress.in_memory, progress.trouble) == (True, "")


def test_a_killed_process_loses_nothing_that_was_recorded(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from tests.test_progress import *\n"
        "p = opened(Path(sys.argv[1])); s = p.begin(SITTING, NOW)\n"
        "while True: p.record(ATTEMPT, s); print('recorded', flush=True)\n"
    )
    root = str(Path(__file__).parents[1])
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path), root], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(20):
            assert process.stdout.readline() == b"recorded\n"
        os.kill(process.pid, signal.SIGKILL)
        said = 20 + len(process.stdout.read().splitlines())
    progress = opened(tmp_path)
    assert progress.trouble == ""
    assert said <= len(progress.attempts()) <= said + 1
    assert progress.unfinished() is not None


@pytest.mark.parametrize(
    ("env", "platform", "folder"),
    [
        ({"TUTOR_HOME": "/t", "HOME": "/h", "XDG_DATA_HOME": "/x"}, "linux", "/t"),
        ({"HOME": "/h", "XDG_DATA_HOME": "/x"}, "linux", "/x/tutor"),
        ({"HOME": "/h"}, "linux", "/h/.local/share/tutor"),
        ({"HOME": "/h", "XDG_DATA_HOME": "relative"}, "linux", "/h/.local/share/tutor"),
        ({"HOME": "/h"}, "freebsd14", "/h/.local/share/tutor"),
        ({"HOME": "/h", "XDG_DATA_HOME": "/x"}, "darwin", "/h/Library/Application Support/tutor"),
        ({"LOCALAPPDATA": "/l", "USERPROFILE": "/u"}, "win32", "/l/tutor"),
        ({"USERPROFILE": "/u"}, "win32", "/u/AppData/Local/tutor"),
    ],
)
def test_where_the_files_are(env: dict[str, str], platform: str, folder: str) -> None:
    assert home(env, platform) == Path(folder)
