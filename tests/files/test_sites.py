"""Opening hours as people write them; a file of sites comes out as it went in."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files import (
    parse_special,
    parse_weekly,
    preview_sites,
    read_sites,
    sites_to_csv,
    special_text,
    weekly_text,
)
from planner.files.values import WrongValueError
from planner.model.errors import InputError
from planner.model.sites import Hours, OpenHours, Site, SpecialDays

WEEK = (1, 2, 3, 4, 5)


def span(opens, closes):
    return Hours(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))


def weekly(*spans, days=WEEK):
    return tuple(OpenHours(weekdays=days, hours=span(*one)) for one in spans)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("mån-fre 07:00-16:00", weekly(("07:00", "16:00"))),
        ("Mon – Fri 7.00 – 16.00", weekly(("07:00", "16:00"))),
        ("1-5 07-16", weekly(("07:00", "16:00"))),
        ("1-5: 07-16", weekly(("07:00", "16:00"))),
        ("mån-fre 8-12, 13-17", weekly(("08:00", "12:00"), ("13:00", "17:00"))),
        ("mån-fre 8-12 13-17", weekly(("08:00", "12:00"), ("13:00", "17:00"))),
        ("lör, sön 10-14", weekly(("10:00", "14:00"), days=(6, 7))),
        ("6,7 10-14", weekly(("10:00", "14:00"), days=(6, 7))),
        ("00-24", weekly(("00:00", "00:00"), days=(1, 2, 3, 4, 5, 6, 7))),
        ("fre 22-06", weekly(("22:00", "06:00"), days=(5,))),
        (
            "mån-tor 7-16; fre 7-15",
            weekly(("07:00", "16:00"), days=(1, 2, 3, 4)) + weekly(("07:00", "15:00"), days=(5,)),
        ),
        ("", ()),
    ],
)
def test_hours_of_a_week_are_read(written, expected):
    assert parse_weekly(written) == expected


@pytest.mark.parametrize("written", ["mån-fre", "alltid", "8-25", "fre-mån 8-12", "måndagar ibland 8-12", "8-12x"])
def test_what_is_no_hours_is_refused(written):
    with pytest.raises(WrongValueError):
        parse_weekly(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-12-24", [("2026-12-24", "2026-12-24", (), "")]),
        ("2026-12-24/2026-12-26 jul", [("2026-12-24", "2026-12-26", (), "jul")]),
        ("2026-12-24 – 2026-12-26", [("2026-12-24", "2026-12-26", (), "")]),
        ("2026-12-31 08-12 hela - huset", [("2026-12-31", "2026-12-31", (("08:00", "12:00"),), "hela - huset")]),
        ("2026-12-31 08-12, 13-15; 2027-01-01",
         [("2026-12-31", "2026-12-31", (("08:00", "12:00"), ("13:00", "15:00")), ""),
          ("2027-01-01", "2027-01-01", (), "")]),
    ],
)  # fmt: skip
def test_special_days_are_read(written, expected):
    found = [(str(one.first), str(one.last), one.hours, one.note) for one in parse_special(written)]
    assert found == [(a, b, tuple(span(*one) for one in hours), note) for a, b, hours, note in expected]


@pytest.mark.parametrize("written", ["julafton", "2026-12-26/2026-12-24", "24/12 2026", "2026-13-01"])
def test_what_is_no_day_is_refused(written):
    with pytest.raises(WrongValueError):
        parse_special(written)


CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
HOURS = st.builds(Hours, opens=CLOCKS, closes=CLOCKS)
DAYS = st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days)))
WEEKLY = st.lists(st.builds(OpenHours, weekdays=DAYS, hours=HOURS), max_size=4).map(tuple)
SPECIAL = st.lists(
    st.builds(
        lambda first, days, hours, note: SpecialDays(
            first=first, last=date.fromordinal(first.toordinal() + days), hours=tuple(hours), note=note
        ),
        st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 9), st.lists(HOURS, max_size=2),
        st.sampled_from(["", "jul", "inventering, hela huset", "måndag - fredag"]),
    ),
    max_size=3,
).map(tuple)  # fmt: skip


@given(WEEKLY, SPECIAL, st.sampled_from(["sv", "en"]))
def test_hours_that_are_written_read_back(week, special, language):
    assert parse_weekly(weekly_text(week, language=language)) == week
    assert parse_special(special_text(special)) == special


SITES = (
    Site(site_id="S1", name="Sjöviks Tryck, Storgatan 3", customer="Sjöviks Tryck", closed_on_holidays=True,
         weekly=weekly(("07:00", "16:00")),
         special=(SpecialDays(first=date(2026, 12, 24), last=date(2026, 12, 26), note="jul"),)),
    Site(site_id="007", until_end=False, weekly=weekly(("00:00", "00:00"), days=(1, 2, 3, 4, 5, 6, 7))),
)  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_file_of_sites_comes_out_as_it_went_in(language, tmp_path):
    file = tmp_path / "sites.csv"
    file.write_bytes(sites_to_csv(SITES, language=language))
    assert read_sites(file) == SITES


def problems(text):
    return [(one.row, one.field, one.message.key) for one in preview_sites("s.csv", text.encode()).problems]


def test_every_fault_of_a_file_is_named_with_row_and_column():
    text = "arbetsplats-id;öppettider;avvikande dagar\nS1;mån-fre 7-16;\nS1;7-16;\n;7-16;\nS3;ibland;julafton\n"
    assert problems(text) == [
        (3, "arbetsplats-id", "import.duplicate_site"),
        (4, "arbetsplats-id", "import.no_site_id"),
        (5, "öppettider", "import.open_hours"),
        (5, "avvikande dagar", "import.special_days"),
    ]


def test_a_file_of_something_else_is_refused_as_a_whole(tmp_path):
    assert problems("namn;ålder\nAnna;3\n") == [(None, "", "import.no_site_columns")]
    file = tmp_path / "x.csv"
    file.write_text("namn;ålder\nAnna;3\n", encoding="utf-8")
    with pytest.raises(InputError):
        read_sites(file)
