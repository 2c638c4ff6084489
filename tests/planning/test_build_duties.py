"""The duties of a day are the shifts less absences, with what each technician may do and drive that day."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.problem import Break, Span
from planner.model.team import Absence, CertificateHeld, Licence, ShiftPattern, SkillHeld, Suspension
from planner.model.words import ShiftKind
from planner.planning.breaks import away, breaks_beside
from tests.planning.factory import DAY, LICENCE, OFFICE, at, built, request, s, team, technician, tomorrow

NIGHT = ShiftPattern(weekdays=(1, 2, 3, 4, 5, 6, 7), start=time(22), end=time(6), max_overtime_min=30)


def duties(*technicians, absences=(), day=DAY):
    return built(team=team(*technicians, absences=absences), day=day).problem.duties


def duty(day=DAY, absences=(), **changes):
    (one,) = duties(technician(**changes), absences=absences, day=day)
    return one


def notes(*technicians, absences=(), day=DAY):
    answer = built(request(), team=team(*technicians, absences=absences), day=day)
    return [note.key for note in answer.notes]


def test_a_shift_is_a_duty_with_break_overtime_and_price():
    one = duty(cost_per_hour_ore=40_000, overtime_factor=1.5)
    assert (one.start_s, one.end_s, one.hard_end_s) == (s(8), s(17), s(18))
    assert one.breaks == (Break(earliest_s=s(11), latest_s=s(13), duration_s=45 * 60),)
    assert one.overtime_ore_h == 60_000
    assert one.start_place == one.end_place is not None
    assert one.skills == (("printing", 3),)
    assert (one.capacity, one.max_drive_s) == ((), None)


def test_what_a_technician_takes_and_drives_at_most_is_the_dutys():
    one = duty(capacity=(("boxes", 4),), max_drive_min=90)
    assert (one.capacity, one.max_drive_s) == ((("boxes", 4),), 5_400)


@pytest.mark.parametrize(
    ("kind", "works_remotely", "takes"),
    [
        (ShiftKind.FIELD, True, (True, True)),
        (ShiftKind.FIELD, False, (True, False)),
        (ShiftKind.REMOTE, True, (False, True)),
        (ShiftKind.PHONE, True, (False, True)),
        (ShiftKind.ON_CALL, True, None),
        (ShiftKind.TRAINING, True, None),
    ],
)
def test_the_kind_of_a_shift_says_what_work_it_takes(kind, works_remotely, takes):
    pattern = ShiftPattern(weekdays=(2,), start=time(8), end=time(17), kind=kind)
    found = duties(technician(patterns=(pattern,), works_remotely=works_remotely))
    assert [(one.takes_visits, one.takes_remote) for one in found] == ([takes] if takes else [])


def test_two_shifts_a_day_are_two_duties():
    morning, evening = (ShiftPattern(weekdays=(2,), start=time(h), end=time(h + 3)) for h in (7, 17))
    assert [one.start_s for one in duties(technician(patterns=(evening, morning)))] == [s(7), s(17)]


def test_skills_and_certificates_count_only_while_they_are_valid():
    one = duty(
        skills=(
            SkillHeld(skill="wifi", level=4, valid_to=tomorrow(-1)),
            SkillHeld(skill="wifi", level=2, valid_to=DAY),
            SkillHeld(skill="printing", level=1, valid_to=tomorrow(-1)),
        ),
        certificates=(
            CertificateHeld(certificate="a", valid_to=DAY),
            CertificateHeld(certificate="b", valid_to=tomorrow(-1)),
            CertificateHeld(certificate="c", customer_id="K1"),
        ),
    )
    assert one.skills == (("wifi", 2),)
    assert one.certificates == ("a", "c@K1")


def test_a_valid_licence_drives_all_day():
    assert duty().drives == (Span(start_s=0, end_s=s(24)),)


@pytest.mark.parametrize(
    "licence",
    [
        Licence(),
        Licence(classes=("AM",), valid_to=date(2030, 1, 1)),
        Licence(classes=("B",), valid_to=None),
        Licence(classes=("B",), valid_to=tomorrow(-1)),
        Licence(classes=("B",), valid_to=tomorrow(9), suspensions=(Suspension(first=DAY, last=DAY),)),
    ],
)
def test_without_a_valid_licence_nobody_drives(licence):
    assert duty(licence=licence).drives == ()
    assert "planning.no_licence" in notes(technician(licence=licence))


def test_a_licence_that_ends_at_midnight_ends_in_the_night_shift():
    last_day = Licence(classes=("B",), valid_to=DAY)
    one = duty(licence=last_day, patterns=(NIGHT,))
    assert one.drives == (Span(start_s=0, end_s=s(24)),)
    assert one.may_drive(s(22), s(24))
    assert not one.may_drive(s(22), s(25))
    assert duty(licence=LICENCE, patterns=(NIGHT,)).drives == (Span(start_s=0, end_s=s(48)),)
    first_day_after = Licence(classes=("B",), valid_to=tomorrow(9), suspensions=(Suspension(first=DAY, last=DAY),))
    assert duty(licence=first_day_after, patterns=(NIGHT,)).drives == (Span(start_s=s(24), end_s=s(48)),)


@pytest.mark.parametrize(
    ("day", "start_s", "end_s"),
    [
        (date(2026, 3, 28), s(22), s(22) + 7 * 3600),  # the clock is put forward in the night: one hour less
        (date(2026, 10, 24), s(22), s(22) + 9 * 3600),
        (date(2026, 3, 29), s(21), s(21) + 8 * 3600),  # on the day itself 22:00 is the 21st hour
        (date(2026, 10, 25), s(23), s(23) + 8 * 3600),
    ],
)
def test_night_shifts_have_their_true_length_when_the_clock_changes(day, start_s, end_s):
    licence = Licence(classes=("B",), valid_to=date(2030, 1, 1))
    one = duty(day=day, patterns=(NIGHT,), licence=licence)
    assert (one.start_s, one.end_s, one.hard_end_s) == (start_s, end_s, end_s + 30 * 60)
    assert one.may_drive(one.start_s, one.hard_end_s)


def test_an_absence_over_the_whole_shift_removes_the_duty():
    gone = Absence(technician_id="T1", start=at(0), end=at(23))
    assert duties(technician(), absences=(gone,)) == ()
    assert notes(technician(), absences=(gone,)) == ["planning.absent_all_day"]


def test_two_absences_that_meet_can_cover_the_shift():
    gone = (
        Absence(technician_id="T1", start=at(12), end=at(17)),
        Absence(technician_id="T1", start=at(7), end=at(12)),
    )
    assert duties(technician(), absences=gone) == ()


def test_a_part_of_a_shift_away_is_a_fixed_break_marked_as_absence():
    gone = Absence(technician_id="T1", start=at(9), end=at(10, 30))
    away_s = Break(earliest_s=s(9), latest_s=s(9), duration_s=90 * 60, is_absence=True)
    assert away_s in duty(absences=(gone,)).breaks
    assert notes(technician(), absences=(gone,)) == ["planning.absent_part"]


def test_an_absence_is_cut_to_the_shift_and_ends_overtime_where_it_reaches_its_end():
    early = duty(absences=(Absence(technician_id="T1", start=at(6), end=at(9)),))
    assert [(b.earliest_s, b.duration_s) for b in early.breaks if b.is_absence] == [(s(8), 3600)]
    assert early.hard_end_s == s(18)
    late = duty(absences=(Absence(technician_id="T1", start=at(15), end=at(20)),))
    assert [(b.earliest_s, b.duration_s) for b in late.breaks if b.is_absence] == [(s(15), 7200)]
    assert late.hard_end_s == late.end_s == s(17)


def test_other_peoples_and_other_days_absences_do_not_matter():
    gone = (
        Absence(technician_id="T9", start=at(0), end=at(23)),
        Absence(technician_id="T1", start=at(8, day=tomorrow()), end=at(17, day=tomorrow())),
    )
    assert duty(absences=gone) == duty()


def test_a_break_inside_an_absence_is_not_owed_and_beside_one_it_moves():
    inside = duty(absences=(Absence(technician_id="T1", start=at(10), end=at(14)),))
    assert [b.is_absence for b in inside.breaks] == [True]
    beside = duty(absences=(Absence(technician_id="T1", start=at(10), end=at(11, 30)),))
    assert beside.breaks[0] == Break(earliest_s=s(11, 30), latest_s=s(13), duration_s=45 * 60)


absences = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 60)).map(lambda a: (a[0], a[0] + a[1])), max_size=3)
pauses = st.lists(
    st.builds(
        lambda start, spread, length: Break(earliest_s=start, latest_s=start + spread, duration_s=length),
        st.integers(5, 90),
        st.integers(0, 30),
        st.integers(1, 20),
    ),
    max_size=2,
)


@given(absences, pauses)
def test_whatever_is_left_of_a_break_can_be_taken_beside_every_absence(gone, breaks):
    fixed = away(gone, start_s=0, end_s=100)
    if fixed is None:
        assert {second for second in range(100) if any(a <= second < b for a, b in gone)} == set(range(100))
        return
    for kept in breaks_beside(breaks, fixed, last_s=120):
        assert kept.earliest_s <= kept.latest_s <= 120 - kept.duration_s
        for start in (kept.earliest_s, kept.latest_s):
            for absence in fixed:
                clear = start + kept.duration_s <= absence.earliest_s
                assert clear or start >= absence.earliest_s + absence.duration_s


@given(absences)
def test_absences_block_exactly_their_seconds_of_the_shift(gone):
    blocked = {second for second in range(100) if any(a <= second < b for a, b in gone)}
    fixed = away(gone, start_s=0, end_s=100)
    found = (
        set(range(100))
        if fixed is None
        else {x for b in fixed for x in range(b.earliest_s, b.earliest_s + b.duration_s)}
    )
    assert found == blocked


def test_nobody_on_duty_is_said_by_name():
    assert notes(technician(patterns=())) == ["planning.no_shift"]
    assert notes(technician(), day=DAY + timedelta(days=4)) == ["planning.no_shift"]  # a Saturday
    assert notes(technician(active=False)) == ["planning.empty_team"]


def test_an_empty_team_is_said():
    answer = built(request(), team=team().__class__())
    assert answer.problem.duties == ()
    assert [note.key for note in answer.notes] == ["planning.empty_team"]


def test_somebody_without_start_place_keeps_remote_work():
    one = duty(start_place=None)
    assert (one.start_place, one.end_place, one.drives) == (None, None, ())
    assert one.takes_remote
    assert "planning.no_start_place" in notes(technician(start_place=None))


def test_an_open_end_stays_open():
    one = duty(end_place=None)
    assert one.start_place is not None
    assert one.end_place is None


def test_the_second_technician_with_an_id_does_not_count():
    found = duties(technician(), technician(name="Double"))
    assert [one.name for one in found] == ["Name T1"]
    assert notes(technician(), technician(name="Double")) == ["planning.technician_twice"]


def test_the_day_begins_at_local_midnight():
    problem = built(request()).problem
    assert problem.horizon_start.isoformat() == "2026-11-23T23:00:00+00:00"
    assert problem.moment(s(8)) == at(8)
    summer = built(request(), day=date(2026, 7, 1)).problem
    assert summer.horizon_start.isoformat() == "2026-06-30T22:00:00+00:00"


def test_office_hours_are_the_same_every_workday():
    assert OFFICE.weekdays == (1, 2, 3, 4, 5)
    assert len({duty(day=DAY + timedelta(days=n)).end_s for n in range(4)}) == 1
