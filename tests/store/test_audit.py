"""The log of changes is append-only: whatever is changed, taken out, moved, cut off or put in is found, and said."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from planner.model.audit import Change, chained, digest_of
from planner.model.chain import Head
from planner.model.event import Actor
from planner.model.language import text
from planner.model.words import Role
from planner.store import audit
from planner.store.tables import audit as table
from planner.store.tables import audit_head, audit_subject
from tests.store.rows import NOW

DANA = Actor(actor_id="dana", name="Dana", role=Role.DISPATCHER)
ENTRIES = 12
OTHER = "f" * 64


def append(db, number, *, actor=DANA):
    change = Change(kind="request", subject_id=f"R{number % 3}", before={"title": "a"}, after={"title": str(number)})
    audit.append(db, actor, "triage.save_request", (change,), at=NOW + timedelta(minutes=number))


@pytest.fixture
def log(store):
    with store.writing() as db:
        for number in range(1, ENTRIES + 1):
            append(db, number)
    return store


def checked(store, **expect):
    with store.reading() as db:
        return audit.verify(db, **expect)


def fault(store, **expect):
    """Number and kind of the first fault."""
    found = checked(store, **expect).fault
    return None if found is None else (found.number, found.message.key.removeprefix("audit.fault."))


def tampered(store, *statements):
    """Whoever can reach the database can write to it; foreign keys stop nobody who means harm."""
    with store.writing() as db:
        for statement in statements:
            db.execute(statement)


def row(number):
    return table.c.number == number


def test_an_untouched_log_of_a_thousand_entries_is_whole(store):
    with store.writing() as db:
        for number in range(1, 1001):
            append(db, number)
        number, own = audit.head(db)
    end = Head(number=number, hash=own)
    found = checked(store, expect=end)
    assert found.fault is None
    assert (found.entries, found.emptied, found.head) == (1000, 0, end)


def test_an_empty_log_is_whole(store):
    assert checked(store).entries == 0
    assert fault(store) is None


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("at", NOW + timedelta(minutes=4, microseconds=1), (5, "hash")),
        ("actor_id", "bo", (5, "hash")),
        ("role", "administrator", (5, "hash")),
        ("call", "plan.publish", (5, "hash")),
        ("content", '{"salt": "", "changes": []}', (5, "content")),
        ("digest", OTHER, (5, "content")),
        ("previous", OTHER, (5, "previous")),
        ("hash", OTHER, (5, "hash")),
        ("number", 1005, (5, "missing")),
        ("number", 0, (0, "number")),
    ],
)
def test_a_change_of_any_column_is_found(log, column, value, found):
    tampered(log, audit_subject.delete().where(audit_subject.c.number == 5))
    tampered(log, table.update().where(row(5)).values({column: value}))
    assert fault(log) == found


def test_every_column_of_an_entry_is_tampered_with_here():
    (cases,) = test_a_change_of_any_column_is_found.pytestmark
    tried = {column for column, _, _ in cases.args[1]}
    assert tried == {column.name for column in table.c}


def test_a_time_written_otherwise_is_found_though_it_is_the_same_moment(log):
    same = sa.text("UPDATE audit SET at = replace(at, 'T', ' ') WHERE number = 5")
    tampered(log, same)
    assert fault(log) == (5, "hash")


@pytest.mark.parametrize("number", [1, 5, ENTRIES])
def test_a_deleted_entry_is_found_and_named(log, number):
    tampered(log, audit_subject.delete().where(audit_subject.c.number == number), table.delete().where(row(number)))
    assert fault(log) == (number, "missing")


def test_entries_in_another_order_are_found(log):
    free = audit_subject.delete().where(audit_subject.c.number.in_((5, 6)))
    swap = [table.update().where(row(a)).values(number=b) for a, b in ((5, 99), (6, 5), (99, 6))]
    tampered(log, free, *swap)
    assert fault(log) == (5, "previous")


def test_a_cut_tail_is_found_by_the_head_and_with_a_moved_head_by_what_was_noted(log):
    end = checked(log).head
    cut = (audit_subject.delete().where(audit_subject.c.number > 9), table.delete().where(table.c.number > 9))
    tampered(log, *cut)
    assert fault(log) == (10, "missing")
    ninth = checked(log).head
    tampered(log, audit_head.update().values(number=ninth.number, hash=ninth.hash))
    assert fault(log) is None
    assert fault(log, expect=end) == (10, "cut")
    assert fault(log, expect=ninth) is None


def test_a_log_written_anew_is_found_by_what_was_noted(log):
    end = checked(log).head
    tampered(log, audit_subject.delete(), table.delete(), audit_head.update().values(number=0, hash="0" * 64))
    with log.writing() as db:
        for number in range(1, ENTRIES + 3):
            append(db, number)
    assert fault(log) is None
    assert fault(log, expect=end) == (ENTRIES, "other")


def forged(previous, **said):
    """An entry somebody put together, its own hashes right."""
    content = '{"salt": "x", "changes": []}'
    whole = {"number": ENTRIES + 1, "at": NOW, "actor_id": "bo", "role": "manager", "call": "plan.publish"} | said
    whole |= {"digest": digest_of(content), "previous": previous}
    return whole | {"content": content, "hash": chained(**whole)}


def test_a_forged_entry_at_the_end_is_found(log):
    end = checked(log).head
    tampered(log, table.insert().values(forged(end.hash)))
    assert fault(log) == (ENTRIES + 1, "beyond")


def test_a_forged_entry_that_follows_on_nothing_is_found_though_the_head_names_it(log):
    one = forged(OTHER)
    tampered(log, table.insert().values(one), audit_head.update().values(number=one["number"], hash=one["hash"]))
    assert fault(log) == (ENTRIES + 1, "previous")


def test_a_forged_entry_in_place_of_a_true_one_is_found(log):
    with log.reading() as db:
        before = db.scalar(sa.select(table.c.hash).where(row(4)))
    tampered(log, audit_subject.delete().where(audit_subject.c.number == 5))
    tampered(log, table.update().where(row(5)).values(forged(before, number=5)))
    assert fault(log) == (6, "previous")


def test_a_head_that_is_wrong_or_gone_is_found(log):
    tampered(log, audit_head.update().values(hash=OTHER))
    assert fault(log) == (ENTRIES, "head")
    tampered(log, audit_head.delete())
    assert fault(log) == (0, "no_head")


def test_an_entry_hidden_from_the_history_of_its_subject_is_found(log):
    tampered(log, audit_subject.update().where(audit_subject.c.number == 5).values(subject_id="R9"))
    assert fault(log) == (5, "index")
    tampered(log, audit_subject.delete().where(audit_subject.c.number == 5))
    assert fault(log) == (5, "index")


def test_emptied_contents_are_counted_and_leave_the_chain_whole(log):
    tampered(log, table.update().where(table.c.number <= 4).values(content=None))
    found = checked(log)
    assert (found.fault, found.emptied, found.newest_emptied) == (None, 4, 4)
    tampered(log, table.update().where(row(2)).values(actor_id="bo"))
    assert fault(log) == (2, "hash")


def test_threads_that_write_at_once_give_one_unforked_chain(store):
    def work(thread):
        for number in range(25):
            with store.writing() as db:
                append(db, number, actor=Actor(actor_id=f"a{thread}", name="", role=Role.DISPATCHER))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    found = checked(store)
    assert (found.fault, found.entries) == (None, 100)
    with store.reading() as db:
        assert set(audit.names(db)) == {"a0", "a1", "a2", "a3"}


def test_entries_are_found_by_subject_and_person_newest_first(log):
    with log.writing() as db:
        append(db, 1, actor=Actor(actor_id="bo", name="", role=Role.MANAGER))
    with log.reading() as db:
        about = [one.number for one in audit.entries(db, kind="request", subject_id="R1", newest_first=True)]
        assert about == [13, 10, 7, 4, 1]
        assert [one.number for one in audit.entries(db, actor_id="bo")] == [13]
        page = audit.entries(db, actor_id="dana", before=12, newest_first=True, limit=2)
        assert [one.number for one in page] == [11, 10]
        assert audit.last_actor(db, "request", "R1") == "bo"
        assert audit.last_actor(db, "request", "R2") == "dana"
        assert audit.last_actor(db, "request", "R9") == ""


def test_every_fault_is_a_sentence_in_both_languages(log):
    for key in (
        "missing",
        "number",
        "previous",
        "content",
        "hash",
        "index",
        "no_head",
        "beyond",
        "head",
        "cut",
        "other",
    ):
        for language in ("sv", "en"):
            assert "7" in text(f"audit.fault.{key}", language, number=7)


@pytest.mark.parametrize("written", ["", "3", "3:abc", "x:" + "a" * 64, "3:" + "g" * 64, "-1:" + "a" * 64])
def test_what_is_no_noted_end_is_refused(written):
    with pytest.raises(ValueError, match="NUMBER:HASH"):
        Head.parse(written)


def test_a_noted_end_reads_as_it_is_written():
    head = Head(number=3, hash="a" * 64)
    assert Head.parse(str(head)) == head
