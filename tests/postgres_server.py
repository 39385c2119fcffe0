"""A PostgreSQL server of the tests' own: made in a temporary folder, reached by a socket there."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

USER = "padan"
_ACCOUNT = "postgres"
"""Who runs it where the tests are run by root, as whom it refuses to start."""


class Server:
    """A running server. Each call of `new_database` gives the address of an empty database."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self._binaries = binaries
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._do("initdb", "-D", "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = {"listen_addresses": "", "unix_socket_directories": self.folder, "fsync": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", "data", *options],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                **_account(),
            )
        deadline = time.monotonic() + 30
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text("utf-8", "replace")[-2000:])
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: all connections end at once, as when a machine is shut down."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def new_database(self) -> str:
        """The SQLAlchemy URL of a new, empty database."""
        name = f"padan{next(self._numbers)}"
        # Sorted as people of a country sort, not by bytes: what padan must not depend on.
        sorting = "LOCALE_PROVIDER icu ICU_LOCALE 'en'" if self._knows_icu() else ""
        self.sql(f"CREATE DATABASE {name} TEMPLATE template0 {sorting} LOCALE 'C.UTF-8'")
        return self.url(name)

    def url(self, name: str) -> str:
        """The address of a database of this server."""
        return f"postgresql+psycopg://{USER}@/{name}?host={self.folder}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What psql prints for a statement."""
        command = [self._binaries / "psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", str(self.folder), "-U", USER, "-d", database, "-c", statement]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def _knows_icu(self) -> bool:
        return int(self.sql("SHOW server_version_num")) >= 150000

    def _answers(self) -> bool:
        ready = [self._binaries / "pg_isready", "-q", "-h", str(self.folder)]
        return subprocess.run(ready, check=False).returncode == 0

    def _do(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._binaries / program, *arguments],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            check=True,
            **_account(),
        )


@contextmanager
def running(binaries: Path) -> Iterator[Server]:
    """A server that lasts as long as the block."""
    # In /tmp itself: a socket's path may have 107 bytes, and another account must reach it.
    folder = Path(tempfile.mkdtemp(prefix="padan-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, _ACCOUNT)
    server = Server(folder, binaries)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def find() -> tuple[Path | None, str]:
    """The folder of the server's programs, or None and why there is none to be used."""
    folders = [
        Path(found).resolve().parent for name in ("postgres",) if (found := shutil.which(name))
    ]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if all((folder / name).exists() for name in ("initdb", "postgres", "psql", "pg_isready")):
            if os.geteuid() == 0 and not _known(_ACCOUNT):
                return None, f"root cannot run PostgreSQL, and there is no account {_ACCOUNT}"
            return folder, ""
    return None, "PostgreSQL is not installed (scripts/find_postgres.sh)"


def _account() -> dict[str, str]:
    return {"user": _ACCOUNT, "group": _ACCOUNT} if os.geteuid() == 0 else {}


def _known(account: str) -> bool:
    try:
        pwd.getpwnam(account)
    except KeyError:
        return False
    return True
