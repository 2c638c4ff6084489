"""A database of every released schema becomes one of today with all it held, and can go back."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy.exc import IntegrityError

from planner.model.audit import FIRST_HASH, Change
from planner.model.codec import loads
from planner.model.costs import Weights
from planner.model.errors import ServiceError
from planner.model.event import Actor, Event
from planner.model.job import JobState
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.team import Absence, Depot, Technician, Vehicle
from planner.model.words import Role
from planner.store import audit, events, jobs, migrate, open_store, people, plans, requests, revision_at, settings
from planner.store.engines import alone, engine_for
from planner.store.moving import configured
from planner.store.revision import FIRST, HEAD
from tests.store.rows import DAY, NOW, request

ROOT = Path(__file__).parents[2]
RELEASES = Path(__file__).parent / "releases"
RELEASED = sorted(path.stem for path in RELEASES.glob("????.sql"))


def statements(name):
    return [one for one in (RELEASES / name).read_text(encoding="utf-8").split(";\n") if one]


def made(url, *names):
    """Make a database as a release left it."""
    engine = engine_for(url)
    with alone(engine) as db:
        cursor = db.connection.cursor()
        for name in names:
            for statement in statements(name):
                cursor.execute(statement)
    engine.dispose()
    return url


@pytest.fixture(params=RELEASED)
def released(request, url):
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    return made(url, f"{request.param}.{kind}.sql", f"{request.param}.sql")


def rows(url):
    """Every row of every table by its name, in an order of their own."""
    engine = engine_for(url)
    tables = sa.MetaData()
    with engine.connect() as db:
        tables.reflect(db)
        found = {one.name: [dict(row) for row in db.execute(sa.select(one)).mappings()] for one in tables.sorted_tables}
    engine.dispose()
    return {name: sorted(values, key=str) for name, values in found.items()}


def shape(url):
    """Tables, columns with type, default and whether they may be empty, keys and indexes."""
    engine = engine_for(url)
    look = sa.inspect(engine)
    found = {}
    for name in look.get_table_names():
        columns = [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in look.get_columns(name)]
        unique = [tuple(one["column_names"]) for one in look.get_unique_constraints(name)]
        indexes = [(one["name"], tuple(one["column_names"]), one["unique"]) for one in look.get_indexes(name)]
        points = [(tuple(one["constrained_columns"]), one["referred_table"]) for one in look.get_foreign_keys(name)]
        keys = look.get_pk_constraint(name)["constrained_columns"]
        found[name] = [sorted(one, key=str) for one in (columns, unique, indexes, points)] + [keys]
    engine.dispose()
    return found


def moved(url, to):
    """Bring a database to a revision by Alembic alone, from nothing too."""
    engine = engine_for(url)
    with alone(engine) as db:
        command.upgrade(configured(db), to)
    engine.dispose()
    return url


def of(table, rows, kind, *key):
    """The values of a table's rows as the repositories return them."""
    found = [(loads(kind, row["body"]), row) for row in rows[table]]
    named = [one.replace(version=row["version"]) if "version" in key else one for one, row in found]
    return sorted(named, key=str)


def test_the_newest_revision_is_the_one_that_is_asked_for(url):
    engine = engine_for(url)
    with engine.connect() as db:
        scripts = ScriptDirectory.from_config(configured(db))
    engine.dispose()
    assert scripts.get_heads() == [HEAD]
    assert [one.revision for one in scripts.walk_revisions()] == [f"{n:04d}" for n in range(int(HEAD), 0, -1)]


def test_every_release_before_this_one_is_kept():
    assert RELEASED[0] == FIRST
    assert [f"{n:04d}" for n in range(1, len(RELEASED) + 1)] == RELEASED
    assert int(HEAD) - len(RELEASED) <= 1, "python tools/keep_release.py keeps the last one"


def test_all_revisions_together_make_the_tables_of_today(url):
    engine = engine_for(moved(url, "head"))
    with alone(engine) as db:
        command.check(configured(db))
    engine.dispose()


def test_an_empty_database_gets_what_all_revisions_together_make(url):
    by_revisions = shape(moved(url, "head")), rows(url)
    migrate(url, to=FIRST)
    moved(url, "head")
    assert (shape(url), rows(url)) == by_revisions
    _emptied(url)
    open_store(url).close()
    assert (shape(url), rows(url)) == by_revisions


def _emptied(url):
    engine = engine_for(url)
    tables = sa.MetaData()
    with alone(engine) as db:
        tables.reflect(db)
        tables.drop_all(db)
    engine.dispose()


def test_the_first_revision_makes_what_the_first_release_made(url):
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    by_release = shape(made(url, f"{FIRST}.{kind}.sql"))
    _emptied(url)
    by_revision = shape(moved(url, FIRST))
    by_revision.pop("alembic_version")
    assert by_revision == by_release


def test_nothing_of_a_released_database_is_lost_or_changed(released):
    before = rows(released)
    assert [name for name, values in before.items() if not values] == []
    open_store(released).close()
    after = rows(released)
    for name, values in before.items():
        if name != "meta":
            assert sorted(({key: row[key] for key in values[0]} for row in after[name]), key=str) == values
    assert revision_at(released) == HEAD


def test_what_a_release_saved_is_read_by_this_one(released):
    before = rows(released)
    store = open_store(released)
    with store.reading() as db:
        team = people.get_team(db)
        assert sorted(requests.find(db), key=str) == of("request", before, Request, "version")
        assert sorted(team.technicians, key=str) == of("technician", before, Technician, "version")
        for table, kind in (("absence", Absence), ("depot", Depot), ("vehicle", Vehicle)):
            assert sorted(getattr(team, f"{table}s"), key=str) == of(table, before, kind)
        assert sorted(events.find(db), key=str) == of("event", before, Event)
        for row in before["plan"]:
            assert plans.get(db, row["plan_id"]) == loads(Plan, row["body"]).replace(status=row["status"])
        (pointer,) = before["published"]
        assert plans.published_on(db, DAY).plan_id == pointer["plan_id"]
        (weights,) = [loads(Weights, row["body"]) for row in before["setting"] if row["name"] == "weights"]
        assert settings.get(db, "weights", Weights, Weights()) == weights != Weights()
        done, failed = jobs.get(db, "done"), jobs.get(db, "failed")
    store.close()
    assert (done.state, [one.price_ore for one in done.progress]) == (JobState.DONE, [900, 5_000_000_000])
    assert (failed.state, failed.error, failed.cancel_requested) == (
        JobState.FAILED, message("desk.planning_lost"), True,
    )  # fmt: skip


def test_a_migrated_database_is_worked_with_at_once(released):
    store = open_store(released)
    with store.writing() as db:
        one = requests.find(db)[0]
        assert requests.save(db, one.replace(title="Nytt")).version == one.version + 1
        requests.add(db, request("new"))
        added = plans.add(db, plans.newest(db, DAY).replace(plan_id="next"))
        plans.publish(db, added, at=NOW)
        events.add(db, Event(client_uuid="new", at=NOW, recorded_at=NOW, type="visit.done"))
        assert audit.head(db) == (0, FIRST_HASH)
        dana = Actor(actor_id="dana", name="Dana", role=Role.DISPATCHER)
        audit.append(db, dana, "plan.publish", [Change(kind="published", subject_id="x", after=1)], at=NOW)
    with store.reading() as db:
        assert plans.published_on(db, DAY).plan_id == "next"
        assert events.find(db)[-1].client_uuid == "new"
        assert audit.head(db)[0] == 1
    store.close()


def test_a_released_database_goes_back_to_what_it_was(url):
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    released = made(url, f"{FIRST}.{kind}.sql", f"{FIRST}.sql")
    before, shaped = rows(released), shape(released)
    migrate(released)
    assert migrate(released, to=FIRST) == HEAD
    after, reshaped = rows(released), shape(released)
    after.pop("alembic_version"), reshaped.pop("alembic_version")
    assert (after, reshaped) == (before, shaped)
    assert migrate(released) == FIRST


def test_a_database_of_a_newer_release_is_refused_and_left_alone(url):
    open_store(url).close()
    engine = engine_for(url)
    with alone(engine) as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    before = rows(url)
    for attempt in (open_store, migrate):
        with pytest.raises(ServiceError, match=r"newer version.*9999"):
            attempt(url)
    assert rows(url) == before


def test_processes_that_start_at_once_all_succeed(released):
    opener = "import sys; from planner.store import open_store; input(); open_store(sys.argv[1]).close()"
    started = [
        subprocess.Popen([sys.executable, "-c", opener, released], cwd=ROOT, stdin=subprocess.PIPE) for _ in range(3)
    ]
    for one in started:
        one.stdin.write(b"go\n")
        one.stdin.flush()
    for one in started:
        one.communicate()
    assert [one.returncode for one in started] == [0, 0, 0]
    assert revision_at(released) == HEAD


def test_a_step_that_fails_leaves_the_database_as_it_was(released):
    engine = engine_for(released)
    with alone(engine) as db:
        db.exec_driver_sql("CREATE TABLE audit (number INTEGER)")  # in the way of the last step but one
    engine.dispose()
    before = rows(released), shape(released)
    with pytest.raises(ServiceError, match="unchanged"):
        open_store(released)
    assert (rows(released), shape(released)) == before


def test_a_step_that_would_tear_rows_from_each_other_is_undone(released):
    engine = engine_for(released)
    before = rows(released)
    with pytest.raises((RuntimeError, IntegrityError)), alone(engine) as db:
        db.exec_driver_sql("DELETE FROM plan")
    engine.dispose()
    assert rows(released) == before


def test_before_a_file_is_migrated_a_copy_is_kept_that_the_old_release_can_open(tmp_path):
    url = made(f"sqlite:///{tmp_path / 'faltplan.sqlite'}", f"{FIRST}.sqlite.sql", f"{FIRST}.sql")
    before = rows(url)
    open_store(url).close()
    copy = tmp_path / f"faltplan.sqlite.before-{HEAD}"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert rows(f"sqlite:///{copy}") == before
    assert revision_at(f"sqlite:///{copy}") == FIRST
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_an_empty_or_current_file_is_not_copied(tmp_path):
    for _ in range(2):
        open_store(f"sqlite:///{tmp_path / 'faltplan.sqlite'}").close()
    assert [path.name for path in tmp_path.glob("*before*")] == []


def test_asking_for_the_revision_makes_no_file(tmp_path):
    assert revision_at(f"sqlite:///{tmp_path / 'faltplan.sqlite'}") is None
    assert list(tmp_path.iterdir()) == []
