"""Sites on the settings page: added, changed, refused where they cannot be read, removed; others may read them."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from planner.desk import Desk, sites
from planner.files import weekly_text
from planner.model.sites import Site
from tests.desk.firm import DANA
from tests.ui.conftest import opened


def card(role: str = "dispatcher") -> AppTest:
    """The settings page as a role sees it."""
    return opened("settings", who=role)


def box(at: AppTest, ending: str):
    return next(one for one in at.text_input if one.key.startswith("si.") and one.key.endswith(ending))


def save(at: AppTest) -> None:
    at.button(key="si-save").click().run()
    assert not at.exception


def test_a_site_is_added_changed_and_removed(nothing: Desk) -> None:
    at = card()
    box(at, ".id").set_value("S1").run()
    box(at, ".name").set_value("Sjöviks Tryck").run()
    box(at, ".weekly").set_value("mån-fre 7-16").run()
    box(at, ".special").set_value("2026-12-24 jul").run()
    save(at)
    (made,) = sites.list_sites(nothing, DANA)
    assert (made.site_id, made.name, weekly_text(made.weekly, language="sv")) == (
        "S1", "Sjöviks Tryck", "mån-fre 07:00-16:00",
    )  # fmt: skip
    assert [(str(one.first), one.note) for one in made.special] == [("2026-12-24", "jul")]
    assert at.selectbox(key="si-chosen").value == "S1"
    box(at, ".weekly").set_value("mån-tor 7-16; fre 7-12").run()
    save(at)
    (changed,) = sites.list_sites(nothing, DANA)
    assert weekly_text(changed.weekly, language="sv") == "mån-tor 07:00-16:00; fre 07:00-12:00"
    at.button(key="si-remove").click().run()
    assert not at.exception
    assert sites.list_sites(nothing, DANA) == ()


def test_hours_that_cannot_be_read_are_said_and_nothing_can_be_saved(nothing: Desk) -> None:
    at = card()
    box(at, ".id").set_value("S1").run()
    box(at, ".weekly").set_value("ibland").run()
    assert "inga öppettider" in at.error[0].value
    assert at.button(key="si-save").disabled


def test_an_id_that_is_taken_is_not_taken_twice(nothing: Desk) -> None:
    sites.save_site(nothing, DANA, Site(site_id="S1", name="Ett"))
    at = card()
    at.selectbox(key="si-chosen").set_value("").run()
    box(at, ".id").set_value("S1").run()
    assert at.warning
    assert at.button(key="si-save").disabled


def test_managers_read_and_find_no_button(nothing: Desk) -> None:
    sites.save_site(nothing, DANA, Site(site_id="S1", name="Ett"))
    at = card("manager")
    assert not at.exception
    assert not [one.key for one in at.button if str(one.key).startswith("si-")]
    assert box(at, ".name").value == "Ett"
    assert box(at, ".name").disabled


def test_where_there_is_nothing_managers_are_told_so(nothing: Desk) -> None:
    at = card("manager")
    assert "Inga öppettider är upplagda." in [one.value for one in at.text]
