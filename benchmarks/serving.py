"""The app as the benchmarks run it: a day's work in a database, and a server of its own on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from benchmarks.frame import Options
from benchmarks.school_day import DAY, read_sites, scattered_sites, write_day
from planner import store
from planner.desk import Desk, open_desk, plan, receive, signin, team
from planner.model.account import Account
from planner.model.event import Actor
from planner.model.words import Role

__all__ = ["MARIA", "Server", "fill", "planned", "serving", "sign_in"]

MARIA = Actor(actor_id="maria", name="Maria E.", role=Role.DISPATCHER)
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running app: its address and its process."""

    base: str
    pid: int

    def memory_mb(self) -> float:
        """Megabytes the process holds in memory now; 0 where the system does not tell."""
        status = Path(f"/proc/{self.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)

    def cpu_s(self) -> float:
        """Seconds of processor the process has used so far; 0 where the system does not tell."""
        file = Path(f"/proc/{self.pid}/stat")
        fields = file.read_text().rpartition(")")[2].split() if file.exists() else []
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def fill(url: str, var: Path, options: Options) -> Desk:
    """Return a desk with 120 requests and 15 technicians of a day; the database must be empty."""
    sites = read_sites(options.set_path) if options.set_path else scattered_sites()
    asked, staff = write_day(var / "files", sites, requests=120, technicians=15, seed=1)
    desk = open_desk(url, var=var)
    if team.get_team(desk, MARIA).technicians:
        raise SystemExit("the database is not empty: a benchmark needs one of its own")
    team.import_team(desk, MARIA, staff.name, staff.read_bytes())
    preview = receive.preview_file(desk, MARIA, asked.name, asked.read_bytes(), day=DAY)
    receive.accept(desk, MARIA, preview, only_good=True)
    return desk


def sign_in(desk: Desk, who: Actor) -> str:
    """Return the token of a new session of somebody, whose account is made where it is missing."""
    with desk.store.writing() as db:
        if store.accounts.get(db, who.actor_id) is None:
            account = Account(
                account_id=who.actor_id,
                login=who.actor_id.lower(),
                name=who.name,
                role=who.role,
                technician_id=who.technician_id,
                created_at=desk.clock(),
            )
            store.accounts.add(db, account, password=None)
    return signin.sign_in_known(desk, who.actor_id, client="benchmark")


def planned(desk: Desk, *, seconds: float = 5) -> str:
    """Plan the day and return the plan's id."""
    plan.start_planning(desk, MARIA, DAY, time_limit_s=seconds)
    while plan.active_job(desk, MARIA, DAY) is not None:
        time.sleep(0.2)
    made = plan.current_plan(desk, MARIA, DAY)
    if made is None:
        raise SystemExit("the day could not be planned")
    return made.plan_id


@contextmanager
def serving(url: str, var: Path) -> Iterator[Server]:
    """Run the app on a database and stop it at the end; its log is ``server.log`` in the folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    base = f"http://127.0.0.1:{port}"
    surroundings = os.environ | {"DATABASE_URL": url, "FALTPLAN_VAR": str(var)}
    command = [sys.executable, "-m", "streamlit", "run", "dispatch_app.py", "--server.port", str(port)]
    with (var / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=_ROOT, env=surroundings, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"{base}/healthz", server)
            yield Server(base=base, pid=server.pid)
        finally:
            server.terminate()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("the app did not start")
        try:
            urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the app did not answer within a minute")
