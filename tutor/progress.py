"""What was practised, kept in one SQLite file.

An attempt is one committed transaction, made before its feedback is shown: a lost terminal loses at most
the line being typed. Attempts are never changed or deleted; an undo only sets `undone_at`. Whatever goes
wrong with the file is said in one sentence, and the drill goes on in memory.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from tutor.sitting import Attempt, Sitting

__all__ = ["MIGRATIONS", "Progress"]

T = TypeVar("T")
FILE = "progress.db"
WAIT = 1.0  # seconds for another process to let go of the file


def _first(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE sittings (
            id INTEGER PRIMARY KEY, begun_at TEXT NOT NULL, ended_at TEXT, arguments TEXT NOT NULL,
            kept INTEGER NOT NULL, size INTEGER NOT NULL, seed INTEGER NOT NULL, problems TEXT NOT NULL,
            position INTEGER NOT NULL, rung INTEGER NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE attempts (
            id INTEGER PRIMARY KEY, sitting INTEGER NOT NULL REFERENCES sittings (id),
            problem TEXT NOT NULL, topic TEXT NOT NULL, seed INTEGER NOT NULL, answer TEXT NOT NULL,
            verdict TEXT NOT NULL, mistakes TEXT NOT NULL, hints INTEGER NOT NULL, seconds REAL NOT NULL,
            at TEXT NOT NULL, undone_at TEXT)"""
    )
    db.execute("CREATE INDEX attempts_of_sitting ON attempts (sitting)")


def _hinted(db: sqlite3.Connection) -> None:
    for table in ("sittings", "attempts"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN hinted TEXT NOT NULL DEFAULT '[]'")


# A change to the database is one function at the end of this list; `user_version` counts those made.
MIGRATIONS: list[Callable[[sqlite3.Connection], None]] = [_first, _hinted]


class Progress:
    """The progress in a folder, or only in memory if `folder` is None or its file cannot be used.

    No method raises for the state of the file: `trouble` is the sentence about it, empty if all is well.
    `today` names a file that has to be set aside.
    """

    def __init__(self, folder: Path | None, today: date) -> None:
        self.path = folder / FILE if folder else None
        self.trouble = ""
        self._today = today
        self._begun: tuple[Any, ...] = ()
        self._db = self._open()

    @property
    def in_memory(self) -> bool:
        """Is what happens from now on lost when the program ends?"""
        return self.path is None

    @property
    def is_new(self) -> bool:
        """Has nobody practised with it yet?"""
        return not self._rows("SELECT 1 FROM sittings LIMIT 1")

    def begin(self, sitting: Sitting, at: datetime, *, kept: bool = True) -> Sitting:
        """The sitting with its id.

        Those left unfinished are closed: only the last can be gone on with, and none that is not `kept`.
        """

        def write(db: sqlite3.Connection) -> int:
            db.execute("UPDATE sittings SET ended_at = ? WHERE ended_at IS NULL AND ?", (_text(at), kept))
            return db.execute(_ADD_SITTING, (None, _text(at), kept, *_columns(sitting))).lastrowid or 0

        begun = replace(sitting, id=self._run(write))
        self._begun = (begun.id, _text(at), kept, *_columns(begun))
        return begun

    def unfinished(self) -> Sitting | None:
        """The sitting that was broken off last, if it can be gone on with."""
        rows = self._rows(_UNFINISHED)
        return _sitting(rows[0]) if rows else None

    def save(self, sitting: Sitting) -> None:
        """Keep where the sitting stands."""
        self._run(lambda db: _save(db, sitting))

    def record(self, attempt: Attempt, sitting: Sitting) -> Attempt:
        """The attempt with its id, committed together with where the sitting stands after it."""
        mine = replace(attempt, sitting=sitting.id)

        def write(db: sqlite3.Connection) -> int:
            _save(db, sitting)
            return db.execute(_ADD_ATTEMPT, _values(mine)).lastrowid or 0

        return replace(mine, id=self._run(write))

    def undo(self, attempt: Attempt, sitting: Sitting, at: datetime) -> None:
        """Mark the attempt as taken back; `sitting` is where things stand without it."""

        def write(db: sqlite3.Connection) -> None:
            _save(db, sitting)
            db.execute("UPDATE attempts SET undone_at = ? WHERE id = ?", (_text(at), attempt.id))

        self._run(write)

    def add_once(self, sitting: Sitting, attempts: Sequence[Attempt], at: datetime) -> None:
        """Keep a sitting that is over, with all its attempts; nothing if there is one with its `key` already.

        No other sitting is touched: one that was left unfinished can still be gone on with.
        """

        def write(db: sqlite3.Connection) -> None:
            if db.execute("SELECT 1 FROM sittings WHERE arguments = ?", (sitting.key,)).fetchone():
                return
            id = db.execute(_ADD_SITTING, (None, _text(at), False, *_columns(sitting))).lastrowid or 0
            db.execute("UPDATE sittings SET ended_at = ? WHERE id = ?", (_text(at), id))
            db.executemany(_ADD_ATTEMPT, [_values(replace(attempt, sitting=id)) for attempt in attempts])

        self._run(write)

    def end(self, sitting: Sitting, at: datetime) -> None:
        """Close the sitting: nothing of it is left to do."""

        def write(db: sqlite3.Connection) -> None:
            _save(db, sitting)
            db.execute("UPDATE sittings SET ended_at = ? WHERE id = ?", (_text(at), sitting.id))

        self._run(write)

    def attempts(self, sitting: int | None = None) -> tuple[Attempt, ...]:
        """Every attempt that was not taken back, of one sitting or of all, in the order of time."""
        rows = self._rows(_ATTEMPTS, (sitting,))
        return tuple(_attempt(row) for row in rows)

    def close(self) -> None:
        self._db.close()

    # The file and its troubles. Every statement passes through `_guarded`.

    def _rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        return self._guarded(lambda: self._db.execute(statement, values).fetchall())

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` gives back, in one transaction."""
        return self._guarded(lambda: _transaction(self._db, work))

    def _guarded(self, work: Callable[[], T]) -> T:
        """What `work` gives back; done again elsewhere if the file cannot be used."""
        try:
            return work()
        except sqlite3.DatabaseError as error:
            if self.in_memory:
                raise
            self._db = self._after(error)
            return work()

    def _open(self) -> sqlite3.Connection:
        if self.path is None:
            return _connect(":memory:")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            return _connect(str(self.path))
        except _TooNewError:
            return self._to_memory("was written by a newer tutor")
        except sqlite3.DatabaseError as error:
            return self._after(error)
        except OSError as error:
            return self._to_memory(f"cannot be made ({error.strerror})")

    def _after(self, error: sqlite3.DatabaseError) -> sqlite3.Connection:
        """The connection to go on with after the file failed: a new file for a damaged one, else memory."""
        if isinstance(error, sqlite3.OperationalError):
            said = str(error)
            return self._to_memory(next((why for sign, why in _REASONS.items() if sign in said), f"failed ({said})"))
        return self._set_aside()

    def _to_memory(self, reason: str) -> sqlite3.Connection:
        self.trouble = f"Progress is not saved: {self.path} {reason}. The drill goes on without it."
        memory = _copy(getattr(self, "_db", None), self.path) or _connect(":memory:")
        self.path = None
        return self._with_begun(memory)

    def _set_aside(self) -> sqlite3.Connection:
        """A new file; the damaged one is kept under another name, never deleted."""
        assert self.path is not None
        with contextlib.suppress(AttributeError):
            self._db.close()
        name = f"progress.corrupt-{self._today.isoformat()}"
        taken = {path.name for path in self.path.parent.glob("progress.corrupt-*")}
        kept = next(n for i in range(1, 1000) if (n := f"{name}{f'-{i}' if i > 1 else ''}.db") not in taken)
        try:
            for tail in ("", "-wal", "-shm"):
                part = self.path.with_name(self.path.name + tail)
                if part.exists():
                    part.rename(part.with_name(kept + tail))
            fresh = _connect(str(self.path))
        except (OSError, sqlite3.Error):
            return self._to_memory("is damaged")
        self.trouble = f"The file with your progress was damaged: it is kept as {kept}, and a new one was begun."
        return self._with_begun(fresh)

    def _with_begun(self, db: sqlite3.Connection) -> sqlite3.Connection:
        """The connection, with the sitting that is going on in it."""
        if self._begun:
            db.execute(_ADD_SITTING.replace("INSERT", "INSERT OR IGNORE"), self._begun)
        return db


class _TooNewError(Exception):
    """The file has migrations that this program does not know."""


_REASONS = {
    "readonly": "is read-only",
    "full": "cannot grow, the disk is full",
    "locked": "is in use by another program",
    "unable to open": "cannot be opened",
}

_ADD_SITTING = (
    "INSERT INTO sittings (id, begun_at, kept, arguments, size, seed, problems, position, rung, hinted) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UNFINISHED = (
    "SELECT arguments, size, seed, problems, position, rung, hinted, id FROM sittings "
    "WHERE ended_at IS NULL AND kept ORDER BY id DESC LIMIT 1"
)
_ADD_ATTEMPT = (
    "INSERT INTO attempts (sitting, problem, topic, seed, answer, verdict, mistakes, hints, seconds, at, hinted) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ATTEMPTS = (
    "SELECT sitting, problem, topic, seed, answer, verdict, mistakes, hints, seconds, at, hinted, id FROM attempts "
    "WHERE undone_at IS NULL AND (?1 IS NULL OR sitting = ?1) ORDER BY id"
)


def _connect(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
    try:
        # The first read: a file that is no database is found out before anything is written to it.
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise _TooNewError
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        if version < len(MIGRATIONS):
            _transaction(db, _migrate)
    except BaseException:
        db.close()
        raise
    return db


def _copy(db: sqlite3.Connection | None, path: Path | None) -> sqlite3.Connection | None:
    """A copy in memory of what can still be read of the file, None if that is nothing."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        # Without a connection: read past locks and without writing anything beside the file.
        source = db or sqlite3.connect(f"{(path or Path()).absolute().as_uri()}?immutable=1", uri=True)
        with contextlib.closing(source):
            source.backup(memory)
        if memory.execute("PRAGMA quick_check").fetchone() == ("ok",):
            _transaction(memory, _migrate)
            return memory
    except sqlite3.Error:
        pass
    memory.close()
    return None


def _migrate(db: sqlite3.Connection) -> None:
    # Asked again inside the transaction: another process may have been faster.
    version = db.execute("PRAGMA user_version").fetchone()[0]
    for migration in MIGRATIONS[version:]:
        migration(db)
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _transaction(db: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    db.execute("BEGIN IMMEDIATE")
    try:
        done = work(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return done


def _save(db: sqlite3.Connection, sitting: Sitting) -> None:
    _, size, _, problems, position, rung, hinted = _columns(sitting)
    db.execute(
        "UPDATE sittings SET size = ?, problems = ?, position = ?, rung = ?, hinted = ? WHERE id = ?",
        (size, problems, position, rung, hinted, sitting.id),
    )


def _columns(sitting: Sitting) -> tuple[Any, ...]:
    problems, hinted = json.dumps(sitting.drawn), json.dumps(sitting.hinted)
    return (sitting.key, sitting.size, sitting.seed, problems, sitting.done, sitting.rung, hinted)


def _sitting(row: tuple[Any, ...]) -> Sitting:
    key, size, seed, problems, done, rung, hinted, number = row
    return Sitting(size, seed, key, tuple(json.loads(problems)), done, rung, number, tuple(json.loads(hinted)))


def _values(attempt: Attempt) -> tuple[Any, ...]:
    return (
        attempt.sitting, attempt.problem, attempt.topic, attempt.seed, attempt.text, attempt.verdict,
        json.dumps(attempt.mistakes), attempt.hints, attempt.seconds, _text(attempt.at), json.dumps(attempt.hinted),
    )  # fmt: skip


def _attempt(row: tuple[Any, ...]) -> Attempt:
    sitting, problem, topic, seed, text, verdict, mistakes, hints, seconds, at, hinted, number = row
    when, found, about = datetime.fromisoformat(at), tuple(json.loads(mistakes)), tuple(json.loads(hinted))
    return Attempt(problem, topic, text, verdict, hints, seconds, when, found, seed, sitting, number, about)


def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
