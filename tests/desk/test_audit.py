"""Every call that changes something leaves exactly one entry: who, in which role, what call, before and after."""

import ast

import pytest

from planner.desk import audit, triage
from planner.model.chain import Head
from planner.model.errors import InputError, StaleError
from planner.model.language import texts
from planner.store import audit as kept
from tests.desk.firm import ADAM, DANA, NOW, fill, filled, request
from tests.desk.mutations import EXAMPLES
from tests.house.sources import calls, files, name_of, tree

NEW = {"receive.accept", "receive.add_request", "receive.add_follow_ups",
       "team.save_technician", "team.save_vendor", "team.import_team", "sites.import_sites", "settings.save_weights",
       "hotels.save_hotels", "stores.save_vehicle", "stores.save_depot", "stores.import_stores",
       "on_call.report_call_out", "on_call.withdraw_call_out",
       "profiles.save_profile", "weighing.start_trial", "what_if.start", "what_if.cancel",
       "vendors.import_vendors", "vendors.mark_ordered",
       "handmade.save_order", "curing.search_wish", "curing.apply_cure", "curing.apply_wish",
       "plan.start_planning", "plan.renew_proposal", "plan.take_proposal", "plan.cancel_job", "accounts.add_account",
       "first_start.first_administrator", "demo_accounts.add_demo_accounts", "links.make_link",
       "overtime.answer", "pictures.keep_picture", "devices.remember", "live.insert", "live.hand_on", "moving.move",
       "moving.swap", "holding.split", "undoing.go_back", "undoing.go_on", "phoning.mark_phoned",
       "phoning.take_back_phoned",
       "privacy.save_retention", "privacy.tidy", "privacy.erase"}  # fmt: skip
"""Examples that make something new, ask for something, or must not tell what they took: nothing was before."""

REMOVED = {"team.remove_absence", "sites.remove_site", "vendors.remove_vendor"}

OPENERS = ("changing", "enqueue")


def opened() -> dict[str, str]:
    """Every unit of change of the desk: the call it names, and the function it stands in."""
    found = {}
    for path in files("planner/desk"):
        for function in (one for one in tree(path).body if isinstance(one, ast.FunctionDef)):
            for node in ast.walk(function):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OPENERS):
                    continue
                if isinstance(node.args[1], ast.Constant):  # `enqueue` itself is told the call by its callers
                    found[str(node.args[1].value)] = f"{path.stem}.{function.name}"
    return found


def log(desk, **wanted):
    return audit.entries(desk, ADAM, **wanted).entries


def test_every_unit_of_change_names_the_call_it_stands_in():
    units = opened()
    assert units == {call: call for call in units}


def test_every_call_that_changes_something_has_its_example():
    assert set(opened()) == set(EXAMPLES)


def test_every_such_call_and_what_it_changes_has_words_on_the_screen():
    assert {f"audit.call.{call}" for call in EXAMPLES} <= set(texts())
    assert {f"audit.kind.{kind}" for _, _, (kind, _), _ in EXAMPLES.values()} <= set(texts())


@pytest.mark.parametrize("call", list(EXAMPLES))
def test_a_call_leaves_exactly_one_entry_with_who_role_call_before_and_after(desk, monkeypatch, call):
    monkeypatch.setenv("PLANNER_WORKERS", "0")  # a run that waits is enough, no process is wanted
    prepare, do, (kind, subject_id), actor = EXAMPLES[call]
    prepare(desk)
    before = len(log(desk))
    do(desk)
    entries = log(desk)
    assert len(entries) == before + 1
    entry = entries[0]
    assert (entry.actor_id, entry.role, entry.call, entry.at) == (actor.actor_id, actor.role, call, NOW)
    named = [one for one in entry.changes if one.kind == kind and subject_id in (None, one.subject_id)]
    assert named
    change = named[0]
    assert change.before is not None or call in NEW
    assert change.after is not None or call in REMOVED
    assert change.before != change.after
    assert audit.verify(desk, ADAM).fault is None


def test_no_unit_of_change_is_opened_outside_the_desk():
    found = {
        name_of(path)
        for path in files("planner", "pages", "dispatch_app.py")
        for _, name in calls(path)
        if name.endswith(".writing") and not name_of(path).startswith(("planner/store/", "planner/desk/"))
    }
    assert found == set()


def test_a_refused_call_leaves_no_entry(desk):
    fill(desk, request("R1"))
    read = triage.get_request(desk, DANA, "R1")
    triage.save_request(desk, DANA, read.replace(title="a"))
    with pytest.raises(StaleError):
        triage.save_request(desk, DANA, read.replace(title="b"))
    with pytest.raises(InputError):
        triage.save_request(desk, DANA, request("R9"))
    assert len(log(desk)) == 1


def test_a_call_that_fails_at_its_end_leaves_neither_change_nor_entry(desk, monkeypatch):
    fill(desk, request("R1"))
    read = triage.get_request(desk, DANA, "R1")

    def full(*_args, **_values):
        raise OSError("disk full")

    monkeypatch.setattr(kept, "append", full)
    with pytest.raises(OSError, match="full"):
        triage.save_request(desk, DANA, read.replace(title="a"))
    assert triage.get_request(desk, DANA, "R1") == read
    assert log(desk) == ()


def test_the_administrator_reads_the_whole_log_by_person_and_thing(desk):
    filled(desk)
    for one in triage.list_requests(desk, DANA):
        triage.save_request(desk, DANA, one.replace(title="a"))
    triage.set_pin(desk, ADAM, "R2", 59.3, 18.1)
    assert [one.call for one in log(desk)] == ["triage.set_pin", *["triage.save_request"] * 3]
    assert [one.number for one in log(desk, actor_id="adam")] == [4]
    assert [one.actor_id for one in log(desk, kind="request", subject_id="R2")] == ["adam", "dana"]
    assert [one.number for one in log(desk, limit=1, before=4)] == [3]
    assert audit.entries(desk, ADAM).names == {"adam": "adam", "dana": "dana"}


def test_a_dispatcher_sees_the_history_of_one_thing(desk):
    filled(desk)
    one = triage.get_request(desk, DANA, "R1")
    triage.save_request(desk, DANA, one.replace(title="Ny rubrik"))
    (entry,) = audit.history(desk, DANA, "request", "R1").entries
    assert entry.changes[0].before == {"title": "Skrivaren drar snett"}
    assert entry.changes[0].after == {"title": "Ny rubrik"}
    assert audit.history(desk, DANA, "request", "R2").entries == ()
    with pytest.raises(InputError):
        audit.history(desk, DANA, "account", "x")


def test_people_are_named_by_account_or_team_and_strangers_by_their_id(desk):
    filled(desk)
    assert audit.name_of(desk, DANA, "T01") == "Name T01"
    assert audit.name_of(desk, DANA, "somebody") == "somebody"


def test_a_noted_end_proves_that_nothing_was_cut_off(desk):
    filled(desk)
    triage.set_pin(desk, DANA, "R1", 59.3, 18.1)
    end = audit.verify(desk, ADAM).head
    assert audit.verify(desk, ADAM, expect=end).fault is None
    later = Head(number=end.number + 1, hash=end.hash)
    assert audit.verify(desk, ADAM, expect=later).fault.number == end.number + 1
