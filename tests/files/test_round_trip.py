"""What we write we read back: requests and teams, through both languages, whatever people call things."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files import load_catalogue, preview_requests, preview_team, requests_to_csv, team_to_csv
from planner.files.formulas import protected, unprotected
from planner.model.places import Place
from planner.model.request import Lock, PartNeed, Predecessor, Promise, Request, SkillNeed, TimeWindow
from planner.model.team import (
    BreakRule,
    CertificateHeld,
    Hotel,
    Licence,
    ShiftPattern,
    SkillHeld,
    Suspension,
    Team,
    Technician,
)
from planner.model.vendors import PriceList, Vendor
from planner.model.words import Channel, LockKind, Priority, PromiseKind, RequestStatus, ShiftKind, Source, Who

CATALOGUE = load_catalogue()
LANGUAGES = st.sampled_from(["sv", "en"])
# Whatever can stand in a cell: letters, formulas, separators, quotes, line breaks. Digits are few, so that no
# personal number comes about by chance; broken letters have a law of their own.
WORDS = st.text(st.sampled_from("abcåäöÅÄÖéü 12;,|\t\n\"'=+-@#&<>{}$()/.:%"), max_size=24)
TEXTS = WORDS.map(str.strip).filter(lambda text: text == text.strip())
LINES = TEXTS.map(lambda text: " ".join(text.split()))
NAMES = LINES.filter(bool)
IDS = st.from_regex(r"[A-Za-z0-9=+@'-][A-Za-z0-9._/-]{0,10}", fullmatch=True)
PAPER_IDS = st.sampled_from(list(CATALOGUE.certificates))
KEYS = st.from_regex(r"[A-Z][a-z]{0,4}", fullmatch=True)
START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 730 * 86_400).map(lambda second: START + timedelta(seconds=second))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
PLACES = st.builds(
    lambda lat, lon: (lat, lon), st.floats(-90, 90, allow_subnormal=False), st.floats(-180, 180, allow_subnormal=False)
).map(lambda pair: (round(pair[0], 9), round(pair[1], 9)))


@st.composite
def windows(draw: st.DrawFn) -> TimeWindow:
    """A window as a file can say it."""
    start, length, over = draw(MOMENTS), draw(st.integers(0, 10**6)), draw(st.none() | st.integers(0, 10**6))
    end = None if over is None else start + timedelta(seconds=over)
    return TimeWindow(
        earliest_start=start, latest_start=start + timedelta(seconds=length), latest_end=end, hard=draw(st.booleans())
    )


@st.composite
def locks(draw: st.DrawFn) -> Lock:
    """A lock of any kind."""
    kind, start = draw(st.sampled_from(LockKind)), draw(MOMENTS)
    person = draw(KEYS) if kind in (LockKind.TECHNICIAN, LockKind.BOTH) else None
    if kind in (LockKind.NONE, LockKind.TECHNICIAN):
        return Lock(kind=kind, technician_id=person)
    if kind is LockKind.EARLIEST:
        return Lock(kind=kind, earliest=start)
    longer = draw(st.integers(1, 9_999)) if kind is LockKind.TIME_RANGE else 0
    return Lock(kind=kind, technician_id=person, earliest=start, latest=start + timedelta(seconds=longer))


def seats():
    """What a seat needs; none at all too."""
    needs = st.dictionaries(st.sampled_from(list(CATALOGUE.skills)), st.integers(1, 5), max_size=2)
    return needs.map(lambda levels: tuple(SkillNeed(skill=key, level=level) for key, level in levels.items()))


@st.composite
def predecessors(draw: st.DrawFn) -> Predecessor:
    """A predecessor that no request here has for an id."""
    least, most = sorted((draw(st.integers(0, 5_000)), draw(st.integers(0, 5_000))))
    first = draw(st.sampled_from(("before", 'be"fore', "be fore;1", "be+5", "be same")))
    return Predecessor(
        request_id=f"{first}-{draw(st.integers(0, 99))}", least_min=least, most_min=draw(st.none() | st.just(most)),
        who=draw(st.sampled_from(Who)),
    )  # fmt: skip


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """A request with everything a file can hold."""
    pair, promised = draw(st.none() | PLACES), draw(st.none() | MOMENTS)
    address, postcode, city = draw(TEXTS), draw(LINES), draw(TEXTS)
    label = ", ".join(part for part in (address, postcode, city) if part)
    first, last = sorted((draw(DAYS), draw(DAYS)))
    service = draw(st.integers(1, 1440))
    skills = draw(st.dictionaries(st.sampled_from(list(CATALOGUE.skills)), st.integers(1, 5), max_size=3))
    parts = draw(st.dictionaries(st.sampled_from(list(CATALOGUE.parts)), st.integers(1, 99), max_size=3))
    people = st.lists(KEYS, max_size=2, unique=True).map(tuple)
    return Request(
        request_id=draw(IDS), title=draw(NAMES), description=draw(TEXTS), external_ref=draw(TEXTS),
        source=draw(st.sampled_from(Source)), customer_id=draw(TEXTS), customer=draw(TEXTS), site_id=draw(TEXTS),
        address=address, postcode=postcode, city=city,
        place=Place(lat=pair[0], lon=pair[1], label=label) if pair else None,
        contact_name=draw(TEXTS), contact_phone=draw(TEXTS), access_notes=draw(TEXTS),
        status=draw(st.sampled_from(RequestStatus)),
        line=draw(st.integers(1, 3)), channel=draw(st.sampled_from(Channel)), remote_possible=draw(st.booleans()),
        remote_attempted=draw(st.booleans()), needs_desk=draw(st.booleans()),
        impact=draw(st.integers(1, 5)), urgency=draw(st.integers(1, 5)),
        priority=draw(st.sampled_from(Priority)), priority_override=draw(LINES), is_major=draw(st.booleans()),
        created_at=draw(st.none() | MOMENTS), sla_policy=draw(st.sampled_from(["", *CATALOGUE.sla_policies])),
        time_windows=tuple(draw(st.lists(windows(), max_size=3))), service_min=service,
        service_p80_min=draw(st.integers(service, 1440)), setup_min=draw(st.integers(0, 60)),
        earliest_date=draw(st.none() | st.just(first)), due_date=draw(st.none() | st.just(last)),
        required_skills=tuple(SkillNeed(skill=key, level=level) for key, level in skills.items()),
        required_certificates=tuple(draw(st.lists(PAPER_IDS, max_size=2, unique=True))),
        preferred_technicians=draw(people), required_technicians=draw(people), forbidden_technicians=draw(people),
        required_parts=tuple(PartNeed(part=key, quantity=count) for key, count in parts.items()), lock=draw(locks()),
        promise=promised and Promise(kind=draw(st.sampled_from(PromiseKind)), earliest=promised, latest=promised),
        mandatory=draw(st.booleans()), drop_cost_ore=draw(st.none() | st.integers(0, 10**9)),
        crew_size=draw(st.integers(1, 9)), crew_skills=tuple(draw(st.lists(seats(), max_size=3))),
        predecessors=tuple(draw(st.lists(predecessors(), max_size=3))),
        required_languages=draw(st.sampled_from([(), ("sv",), ("en", "fi")])),
        preferred_languages=draw(st.sampled_from([(), ("sv",), ("xx", "fi")])), territory=draw(LINES),
        same_technician_as=draw(st.just("") | IDS), same_technician_required=draw(st.booleans()),
    )  # fmt: skip


@settings(max_examples=settings.default.max_examples // 8)
@given(st.lists(requests(), min_size=1, max_size=3, unique_by=lambda one: one.request_id), LANGUAGES)
def test_requests_read_back_as_they_were(written: list[Request], language: str) -> None:
    content = requests_to_csv(written, language=language)
    found = preview_requests("f.csv", content, day=date(2026, 11, 24), catalogue=CATALOGUE)
    assert [str(problem.message) for problem in found.all_problems] == []
    assert list(found.good) == written


PATTERNS = st.builds(
    ShiftPattern,
    weekdays=st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
    start=st.times().map(lambda clock: clock.replace(microsecond=0)),
    end=st.times().map(lambda clock: clock.replace(microsecond=0)),
    kind=st.sampled_from(ShiftKind),
    max_overtime_min=st.integers(0, 300),
    breaks=st.lists(
        st.builds(BreakRule, earliest=st.just(time(11)), latest=st.just(time(13, 30)), minutes=st.integers(1, 90)),
        max_size=2,
    ).map(tuple),
)
HELD = st.builds(
    SkillHeld, skill=st.sampled_from(list(CATALOGUE.skills)), level=st.integers(1, 5), valid_to=st.none() | DAYS
)
PAPERS = st.builds(
    CertificateHeld,
    certificate=st.sampled_from(list(CATALOGUE.certificates)), valid_to=st.none() | DAYS,
    customer_id=st.sampled_from(["", "K04"]),
)  # fmt: skip
ENDS = PLACES.map(lambda pair: Place(lat=pair[0], lon=pair[1], label="Ägatan 1, Solna"))


@st.composite
def technicians(draw: st.DrawFn) -> Technician:
    """A technician with everything a file can hold."""
    start = draw(st.none() | ENDS)
    away = sorted((draw(DAYS), draw(DAYS)))
    factor = st.floats(0.1, 10).map(lambda value: round(value, 3))
    return Technician(
        technician_id=draw(IDS), name=draw(NAMES), number=draw(st.integers(1, 99)), phone=draw(LINES),
        mail=draw(st.sampled_from(["", "a.b@c.se"])), languages=draw(st.sampled_from([("sv",), ("sv", "en")])),
        start_place=start, end_place=draw(st.just(start) | st.none() | ENDS),
        starts_from=draw(st.sampled_from(["home", "depot", "open"])), skills=tuple(draw(st.lists(HELD, max_size=3))),
        certificates=tuple(draw(st.lists(PAPERS, max_size=2))),
        licence=Licence(
            classes=draw(st.sampled_from([(), ("B",), ("B", "BE")])), valid_to=draw(st.none() | DAYS),
            checked_on=draw(st.none() | DAYS),
            suspensions=draw(st.sampled_from([(), (Suspension(first=away[0], last=away[1]),)])),
        ),
        vehicle_id=draw(LINES), cost_per_hour_ore=draw(st.integers(0, 10**6)), overtime_factor=draw(factor),
        speed_factor=draw(factor), job_time_factor=draw(factor), works_remotely=draw(st.booleans()),
        works_in_van=draw(st.booleans()),
        lines=draw(st.sampled_from([(1,), (1, 2), (2, 3), (1, 2, 3)])),
        territories=draw(st.sampled_from([(), ("north", "west")])),
        patterns=tuple(draw(st.lists(PATTERNS, max_size=3))),
        active=draw(st.booleans()), note=draw(TEXTS), vendor_id=draw(st.sampled_from(["", "", "malar", "V2"])),
        nights_away=draw(st.booleans()), rides_with=draw(st.sampled_from(["", "T9", "bo k"])),
    )  # fmt: skip


JOBS = st.sampled_from(list(CATALOGUE.job_types))
ORE = st.integers(0, 10**6)


@st.composite
def vendors(draw: st.DrawFn, vendor_id: str) -> Vendor:
    """A subcontractor with everything a file can hold."""
    prices = PriceList(
        call_out_ore=draw(ORE), visit_ore=draw(ORE), hour_ore=draw(ORE), km_ore=draw(ORE),
        visit_ore_by_job=tuple(draw(st.dictionaries(JOBS, ORE, max_size=2)).items()),
    )  # fmt: skip
    return Vendor(
        vendor_id=vendor_id, name=draw(NAMES), contact_name=draw(LINES), phone=draw(LINES),
        mail=draw(st.sampled_from(["", "order@malar.se"])), prices=prices, lead_min=draw(st.integers(0, 9_999)),
        job_types=tuple(draw(st.lists(JOBS, max_size=2, unique=True))), active=draw(st.booleans()), note=draw(TEXTS),
    )  # fmt: skip


HOTELS = st.builds(Hotel, hotel_id=st.sampled_from(["H1", "H2", "strand"]), name=NAMES, place=ENDS, night_ore=ORE)


@settings(max_examples=settings.default.max_examples // 8)
@given(st.lists(technicians(), min_size=1, max_size=3, unique_by=lambda one: one.technician_id), LANGUAGES, st.data())
def test_teams_read_back_as_they_were(people: list[Technician], language: str, data: st.DataObject) -> None:
    firms = tuple(data.draw(vendors(one)) for one in dict.fromkeys(one.vendor_id for one in people) if one)
    hotels = data.draw(st.lists(HOTELS, max_size=2, unique_by=lambda one: one.hotel_id))
    team = Team(technicians=tuple(people), vendors=firms, hotels=tuple(hotels))
    found = preview_team("f.csv", team_to_csv(team, language=language), catalogue=CATALOGUE)
    assert [str(problem.message) for problem in found.all_problems] == []
    assert list(found.team.technicians) == people
    assert found.team.vendors == firms
    assert list(found.team.hotels) == hotels


@given(st.text())
def test_text_made_safe_reads_back_as_it_was(text: str) -> None:
    assert unprotected(protected(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "＝1"])
def test_what_could_run_never_stands_bare(text: str) -> None:
    assert protected(text) == "'" + text
