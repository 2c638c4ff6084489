"""Runs a command beside a throw-away PostgreSQL: ``python tools/with_postgres.py COMMAND…``.

The command finds its address in `TEST_DATABASE_URL`. Where that is set already, or PostgreSQL is not there and
may not be installed, the command runs as it is. The tests start servers of their own with the same `Server`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

__all__ = ["Server", "programs"]

_TOOLS = Path(__file__).resolve().parent
_PATIENCE_S = 60


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, None where there are none; the reason stands in the log."""
    found = subprocess.run([_TOOLS / "find-postgres.sh"], stdout=subprocess.PIPE, text=True, check=False)
    return Path(found.stdout.strip()) if found.returncode == 0 else None


class Server:
    """A PostgreSQL in a temporary folder, reached by a socket in it, gone at the end.

    Parameters
    ----------
    folder
        Folder of PostgreSQL's programs.
    durable
        Whether it waits for the disk; only tests of just that need it.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._programs = folder
        self.home = Path(tempfile.mkdtemp(prefix="faltplan-pg-"))
        self._data = self.home / "data"
        self._owner: dict[str, Any] = {}
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            name = _unprivileged()
            self._owner = {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": ()}
            shutil.chown(self.home, name)
        self._run(
            "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync", f"--pgdata={self._data}"
        )
        settings = ["listen_addresses = ''", f"unix_socket_directories = '{self.home}'", "shared_buffers = '32MB'"]
        if not durable:
            settings += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
        with (self._data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in settings)

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.home}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._run("pg_ctl", "start", "--wait", f"--pgdata={self._data}", f"--log={self.home / 'log'}")

    def stop(self) -> None:
        """Stop it and wait until it is gone; whoever is connected is cut off."""
        self._run("pg_ctl", "stop", "--wait", "--mode=fast", f"--pgdata={self._data}")

    def kill(self) -> None:
        """End all its processes as a power switch would, and wait until they are gone."""
        os.kill(self.pids()[0], signal.SIGSTOP)  # from here on it starts no other
        all_of_it = self.pids()
        for pid in all_of_it:
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + _PATIENCE_S
        while any(Path(f"/proc/{pid}").exists() for pid in all_of_it) and time.monotonic() < deadline:
            time.sleep(0.02)

    def pids(self) -> list[int]:
        """Return the ids of its processes, the first one first (Linux only)."""
        first = int((self._data / "postmaster.pid").read_text(encoding="utf-8").split("\n")[0])
        found = [first]
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # a process may end while it is looked at
                parent = int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
                found += [int(stat.parent.name)] if parent == first else []
        return found

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "--wait", "--mode=immediate", f"--pgdata={self._data}")
        shutil.rmtree(self.home, ignore_errors=True)

    def _run(self, name: str, *words: str) -> None:
        done = subprocess.run(
            [self._programs / name, *words],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=_PATIENCE_S,
            **self._owner,
        )
        if done.returncode:
            raise RuntimeError(f"{name} failed: {done.stdout.strip()}")


def _unprivileged() -> str:
    """The user PostgreSQL's package made, else the one that may do nothing."""
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def main(command: list[str]) -> int:
    """Run a command beside a server and return its exit code."""
    if os.environ.get("TEST_DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    folder = programs()
    if folder is None:
        return _alone(command)
    try:
        server = Server(folder)
    except (RuntimeError, OSError) as error:
        print(f"PostgreSQL is not tested, it could not be prepared: {error}", file=sys.stderr)
        return _alone(command)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # leaves through the server's end
    with server:
        surroundings = os.environ | {"TEST_DATABASE_URL": server.url, "POSTGRES_BIN": str(folder)}
        return subprocess.run(command, check=False, env=surroundings).returncode


def _alone(command: list[str]) -> int:
    code = subprocess.run(command, check=False).returncode
    print("Tested on SQLite only: PostgreSQL was not there (see above).", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
