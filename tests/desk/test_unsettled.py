"""Places to be settled: what is on the list, in which order, and what settling one of them changes."""

from datetime import date

import pytest

from planner.desk import plan as plan_desk
from planner.desk import receive, sites, triage, unsettled
from planner.model.errors import InputError, VagueError
from planner.model.places import RADIUS_M, Place
from planner.model.sites import Site
from planner.model.words import Channel, Precision
from tests.desk.firm import DANA, DAY, KISTA, NOW, drafted, fill, request

VAGUE = Place(lat=59.4, lon=17.95, precision=Precision.LOCALITY, source="gazetteer", label="Kista")
PIN = Place(lat=59.4036, lon=17.9444, source="person", label="Danmarksgatan 46")


def names(desk):
    return [one.key for one in unsettled.list_unsettled(desk, DANA)]


def test_near_enough_is_the_street_within_a_postcodes_reach():
    def near(precision, radius_m):
        return Place(lat=59.4, lon=17.9, precision=precision, radius_m=radius_m).is_near_enough

    assert near(Precision.PIN, 0)
    assert near(Precision.STREET, RADIUS_M[Precision.POSTCODE])
    assert not near(Precision.STREET, RADIUS_M[Precision.POSTCODE] + 1)
    assert not near(Precision.POSTCODE, 100)


def test_only_open_visits_that_are_not_near_enough_are_listed(desk):
    fill(
        desk,
        request("R1", place=VAGUE),
        request("R2", place=KISTA),
        request("R3", place=VAGUE, channel=Channel.REMOTE),
        request("R4", place=Place(lat=59.4, lon=17.9, precision=Precision.STREET)),
    )
    assert names(desk) == ["request R1"]


def test_the_soonest_come_first_and_of_a_day_the_vaguest(desk):
    later, sooner = {"earliest_date": date(2026, 12, 9)}, {"earliest_date": date(2026, 12, 1)}
    fill(
        desk,
        request("R1", place=None, time_windows=(), **later),
        request("R2", place=VAGUE, time_windows=(), **sooner),
        request("R3", place=None, time_windows=(), **sooner),
        request("R4", place=None, time_windows=()),
    )
    assert names(desk) == ["request R3", "request R2", "request R1", "request R4"]


def test_a_site_is_settled_once_for_all_its_requests_and_those_to_come(desk):
    fill(desk, request("R1", place=VAGUE, site_id="S1"), request("R2", place=None, site_id="S1"),
         request("R3", place=KISTA, site_id="S1"))  # fmt: skip
    (one,) = unsettled.list_unsettled(desk, DANA)
    assert one.request_ids == ("R1", "R2")
    assert unsettled.settle_place(desk, DANA, one, PIN) == 2
    (site,) = sites.list_sites(desk, DANA)
    assert (site.site_id, site.place, site.located_at) == ("S1", PIN, NOW)
    placed = {id_: triage.get_request(desk, DANA, id_) for id_ in ("R1", "R2", "R3")}
    assert [placed[id_].place for id_ in placed] == [PIN, PIN, KISTA]
    assert placed["R1"].located_at == NOW
    new = receive.add_request(desk, DANA, request("R9", place=None, site_id="S1", address="Okänd 1"))
    assert (new.place, new.located_at) == (PIN, NOW)
    assert names(desk) == []


def test_a_file_of_sites_takes_no_place_away(desk):
    sites.save_site(desk, DANA, Site(site_id="S2", place=PIN, located_at=NOW))
    sites.import_sites(desk, DANA, "s.csv", b"site_id;opening hours\nS2;1-5 07-16\n")
    (site,) = sites.list_sites(desk, DANA)
    assert (site.place, site.located_at, bool(site.weekly)) == (PIN, NOW, True)


def test_a_position_that_cannot_be_right_is_refused(desk):
    fill(desk, request("R1", place=VAGUE))
    (one,) = unsettled.list_unsettled(desk, DANA)
    with pytest.raises(InputError):
        unsettled.settle_place(desk, DANA, one, Place(lat=0, lon=0))
    assert triage.get_request(desk, DANA, "R1").place == VAGUE


def test_nobody_is_sent_to_a_vague_place_without_consent(desk):
    fill(desk, request("R1", place=VAGUE), request("R2", place=KISTA))
    plan = drafted(desk)
    with pytest.raises(VagueError) as refused:
        plan_desk.publish(desk, DANA, plan.plan_id)
    assert len(refused.value.visits) == 1
    assert refused.value.visits[0].startswith("R1 ")
    assert plan_desk.published_plan(desk, DANA, DAY) is None
    done = plan_desk.publish(desk, DANA, plan.plan_id, vague=True)
    assert done.status.value == "published"


def test_a_street_may_be_published_without_consent(desk):
    street = Place(lat=59.4, lon=17.95, precision=Precision.STREET, label="Danmarksgatan")
    fill(desk, request("R1", place=street))
    assert plan_desk.publish(desk, DANA, drafted(desk).plan_id).status.value == "published"
