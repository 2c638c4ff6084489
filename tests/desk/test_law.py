"""The law at the desk: plans are judged with the days around, rest is kept, call-outs count, privacy is kept."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from planner import store
from planner.desk import day as day_desk
from planner.desk import exports, journal, on_call, settings, worktime
from planner.desk import plan as plan_desk
from planner.desk.snapshot import built_for, freeze
from planner.law import Agreement, Book, LawSettings, Override
from planner.model.errors import InputError, NotAllowedError
from planner.model.language import LANGUAGES, render
from planner.model.team import Absence, Shift, ShiftPattern, shifts_on
from planner.model.words import ShiftKind, StopKind
from tests.desk.firm import ADAM, ANNA, BO, DANA, DAY, MAJA, OFFICE, at, drafted, filled, published

BEFORE = DAY - timedelta(days=1)
EVENINGS = ShiftPattern(weekdays=(1, 2, 3, 4, 5), start=time(17), end=time(7), kind=ShiftKind.ON_CALL, response_min=60)


def anna(desk, **changes):
    with desk.store.writing() as db:
        known = store.people.get_technician(db, "T01")
        return store.people.save_technician(db, known.replace(**changes))


def on_duty(desk):
    anna(filled(desk), patterns=(OFFICE, EVENINGS))
    return desk


def called_out(desk, start, end, uuid="c1", **more):
    return on_call.report_call_out(desk, ANNA, client_uuid=uuid, start=start, end=end, **more)


def duty_of(desk, technician_id="T01", day=DAY):
    return next((one for one in built_for(desk, day).problem.duties if one.technician_id == technician_id), None)


def late_yesterday(desk, over):
    """Yesterday's plan, published, in which Anna came home at a moment."""
    plan = drafted(desk, "p0", BEFORE)
    stops = tuple(
        replace(one, start=over, end=over) if one.kind is StopKind.END and one.technician_id == "T01" else one
        for one in plan.stops
    )
    with desk.store.writing() as db:
        changed = store.plans.add(db, plan.replace(plan_id="late", stops=stops))
        store.plans.publish(db, changed, at=desk.clock())


@pytest.mark.parametrize(
    ("over", "starts"), [(at(21, day=BEFORE), at(8)), (at(21, 1, day=BEFORE), at(8, 1)), (at(23, day=BEFORE), at(10))]
)
def test_todays_duty_begins_eleven_hours_after_the_end_of_yesterdays_published_plan(desk, over, starts):
    late_yesterday(filled(desk), over)
    built = built_for(desk, DAY)
    duty = next(one for one in built.problem.duties if one.technician_id == "T01")
    assert built.problem.moment(duty.start_s) == starts
    assert ("planning.kept_start" in [note.key for note in built.notes]) is (starts != at(8))


def test_a_late_report_of_the_last_visit_moves_the_next_days_start(desk):
    """Done two hours after yesterday's overtime: the way home is added to the reported end."""
    filled(desk)
    plan = published(desk, "p0", BEFORE)
    last = [one for one in plan.of_technician("T01") if one.visit_id][-1]
    home = next(one for one in plan.of_technician("T01") if one.kind is StopKind.END)
    done = at(21, 30, day=BEFORE)
    for type_, moment in (("visit.started", at(9, day=BEFORE)), ("visit.done", done)):
        day_desk.report_status(desk, DANA, last.visit_id, type_, client_uuid=type_, at=moment, day=BEFORE)
    with desk.store.reading() as db:
        book = worktime.book_of(db, BEFORE, DAY, zone="Europe/Stockholm")
    (worked,) = book.worked_by("T01")
    assert (worked.over, worked.reported) == (done, True)
    assert home.end < worked.end  # a way home within the shift adds nothing
    assert built_for(desk, DAY).problem.moment(duty_of(desk).start_s) == at(8, 30)
    day_desk.report_status(desk, DANA, last.visit_id, "visit.undone", client_uuid="back", at=done, day=BEFORE)
    assert built_for(desk, DAY).problem.moment(duty_of(desk).start_s) == at(8)


def test_a_call_out_at_night_moves_the_next_day_and_one_taken_back_does_not(desk):
    on_duty(desk)
    assert built_for(desk, DAY).problem.moment(duty_of(desk).start_s) == at(8)
    called_out(desk, at(2), at(3))
    assert built_for(desk, DAY).problem.moment(duty_of(desk).start_s) == at(14)
    on_call.withdraw_call_out(desk, ANNA, "c1", client_uuid="c2")
    assert built_for(desk, DAY).problem.moment(duty_of(desk).start_s) == at(8)
    assert on_call.call_outs(desk, ANNA, first=BEFORE, last=DAY) == ()


def test_on_call_duty_takes_no_planned_visits(desk):
    anna(filled(desk), patterns=(EVENINGS,))
    assert duty_of(desk) is None


def test_the_same_call_out_is_stored_once_and_two_at_a_time_are_refused(desk):
    on_duty(desk)
    first = called_out(desk, at(2), at(3))
    assert called_out(desk, at(2), at(3)) == first
    with pytest.raises(InputError):
        called_out(desk, at(2, 59), at(4), "c3")
    assert called_out(desk, at(3), at(4), "c4").call_out_id == "c4"


@pytest.mark.parametrize(
    ("start", "end", "key"),
    [
        (at(3), at(3), "desk.call_out_order"),
        (at(16, 59, day=BEFORE), at(18, day=BEFORE), "desk.not_on_call"),
        (at(6), at(6, 36), "desk.call_out_future"),
        (at(17, day=BEFORE), at(17, day=DAY) + timedelta(seconds=1), "desk.call_out_order"),
    ],
)
def test_a_call_out_that_cannot_be_is_refused(desk, start, end, key):
    """The clock shows 06:30; a device may be five minutes ahead."""
    on_duty(desk)
    with pytest.raises(InputError) as refused:
        called_out(desk, start, end)
    assert refused.value.problems[0].message.key == key


def test_a_call_out_from_the_first_minute_of_duty_to_now_is_taken(desk):
    on_duty(desk)
    assert called_out(desk, at(17, day=BEFORE), at(18, day=BEFORE))
    assert called_out(desk, at(6), at(6, 35), "c2")


def test_nobody_reports_or_reads_the_call_outs_of_others(desk):
    on_duty(desk)
    called_out(desk, at(2), at(3))
    for refused in (
        lambda: on_call.report_call_out(desk, BO, client_uuid="x", start=at(2), end=at(3), technician_id="T01"),
        lambda: on_call.withdraw_call_out(desk, BO, "c1", client_uuid="x"),
        lambda: on_call.call_outs(desk, BO, first=DAY, last=DAY, technician_id="T01"),
        lambda: on_call.call_outs(desk, MAJA, first=DAY, last=DAY, technician_id="T01"),
    ):
        with pytest.raises(NotAllowedError):
            refused()
    assert len(on_call.call_outs(desk, DANA, first=DAY, last=DAY, technician_id="T01")) == 1


def test_a_plan_made_before_the_call_out_is_known_says_what_it_breaks_in_both_languages(desk):
    on_duty(desk)
    plan = drafted(desk)
    called_out(desk, at(2), at(3))
    with desk.store.reading() as db:
        found = worktime.judged(db, plan).law
    rest = next(one for one in found if one.parameter == "ATL13.rest_h")
    assert (rest.technician_id, rest.hard, rest.citation, rest.limit) == ("T01", True, "13 § ATL", 11 * 3600)
    assert rest.measured == 9 * 3600  # from 17 to 02
    said = {language: render(rest.message, language, zone="Europe/Stockholm") for language in LANGUAGES}
    assert "dygnsvila" in said["sv"]
    assert "daily rest" in said["en"]
    assert all("Name T01" in one and "13 § ATL" in one for one in said.values())
    assert [one.hard for one in found] == sorted((one.hard for one in found), reverse=True)


def test_rules_from_secondary_sources_are_only_to_be_looked_at_unless_an_agreement_says_them(desk):
    filled(desk)
    plan = drafted(desk)
    override = Override(key="ATL10b.limit_h", value=10, clause="4 §")
    with desk.store.reading() as db:
        team = store.people.get_team(db)
        known = worktime.known(db, team, DAY)
    agreed = LawSettings(agreements=(Agreement(name="IT-avtalet", valid_from=DAY, overrides=(override,)),))
    found = worktime.lawful(plan, team, replace(known, settings=agreed)).law
    average = {one.technician_id: one for one in found if one.parameter == "ATL10b.limit_h"}
    assert set(average) == {"T01", "T02"}
    assert all(one.hard and one.origin == "agreement" and one.citation == "IT-avtalet, 4 §" for one in average.values())
    licence = [one for one in worktime.lawful(plan, team, known).law if one.rule == "LIC"]
    assert licence
    assert not any(one.hard for one in licence)


def test_an_agreement_holds_from_its_day_for_those_it_names():
    override = Override(key="ATL13.rest_h", value=9, clause="2 §")
    one = Agreement(
        name="A", valid_from=DAY, valid_to=DAY + timedelta(days=1), overrides=(override,), technicians=("T01",)
    )
    held = {(who, day): worktime.profile_for((one,), who, day)["ATL13.rest_h"].value
            for who in ("T01", "T02") for day in (BEFORE, DAY, DAY + timedelta(days=1))}  # fmt: skip
    assert [key for key, value in held.items() if value == 9] == [("T01", DAY)]


def test_an_agreement_that_cannot_be_is_refused_when_it_is_written():
    for key, value in (("ATL13.rest", 9), ("EU.daily_rest_h", 9), ("ATL13.rest_h", "nio")):
        with pytest.raises(ValueError, match="agreement A"):
            Agreement(name="A", valid_from=DAY, overrides=(Override(key=key, value=value, clause="1"),))
    with pytest.raises(ValueError, match="planning can keep"):
        LawSettings(keeps=("ATL14",))


def test_settings_of_the_law_are_saved_by_version_and_change_what_a_plan_depends_on(desk):
    filled(desk)
    before = freeze(desk, DAY).basis
    settings.save_law(desk, ADAM, LawSettings(keeps=()), version=0)
    stored = settings.get_law(desk, DANA)
    assert (stored.law.keeps, stored.version) == ((), 1)
    assert freeze(desk, DAY).basis.settings != before.settings
    with pytest.raises(NotAllowedError):
        settings.save_law(desk, DANA, LawSettings(), version=1)


def test_what_the_law_says_of_persons_is_for_those_who_make_schedules(desk):
    filled(desk)
    plan = drafted(desk)
    with desk.store.writing() as db:
        store.plans.add(db, worktime.judged(db, plan).replace(plan_id="seen"))
    assert plan_desk.get_plan(desk, DANA, "seen").law
    assert plan_desk.get_plan(desk, MAJA, "seen").law == ()
    assert plan_desk.current_plan(desk, MAJA, DAY).law == ()
    taken = json.loads(exports.export_plan(desk, MAJA, "seen", "json", language="sv").content)
    assert taken["law"] == []
    assert json.loads(exports.export_plan(desk, DANA, "seen", "json", language="sv").content)["law"]
    assert day_desk.plan_of(plan_desk.get_plan(desk, DANA, "seen"), "T01").law == ()


def test_the_journal_counts_overtime_standby_and_call_outs_to_the_minute(desk):
    late_yesterday(on_duty(desk), at(18, 30, day=BEFORE))
    called_out(desk, at(2), at(3, 15))
    first, second = journal.entries(desk, ANNA, first=BEFORE, last=DAY)
    assert (first.ordinary_s, first.overtime_s) == (round(8.25 * 3600), 3600 + 1800)
    assert first.standby_s == round(5.5 * 3600)  # from the end of work to midnight
    assert (second.call_out_s, second.standby_s) == (4500, 7 * 3600 - 4500 + 7 * 3600)
    assert (first.basis, second.basis) == ("planned", "scheduled")


def test_a_part_timers_time_beyond_the_shift_is_extra_time_up_to_full_time(desk):
    """Mon to Fri 08 to 15:45 with 45 min of break are 35 h: the week has room for 5 h of extra time."""
    filled(desk)
    anna(desk, patterns=(replace(OFFICE, end=time(15, 45), max_overtime_min=600),))
    late_yesterday(desk, at(21, 45, day=BEFORE))
    (entry,) = journal.entries(desk, ANNA, first=BEFORE, last=BEFORE)
    assert (entry.extra_s, entry.overtime_s) == (5 * 3600, 3600)


def test_a_journal_over_the_night_of_the_clock_change_has_the_true_hours(desk):
    night = ShiftPattern(weekdays=(6,), start=time(22), end=time(6), kind=ShiftKind.ON_CALL)
    anna(filled(desk), patterns=(night,))
    spring = journal.entries(desk, ANNA, first=date(2026, 3, 28), last=date(2026, 3, 29))
    autumn = journal.entries(desk, ANNA, first=date(2026, 10, 24), last=date(2026, 10, 25))
    assert [sum(one.standby_s for one in found) / 3600 for found in (spring, autumn)] == [7, 9]


def test_the_journal_is_ones_own_and_not_the_managers(desk):
    on_duty(desk)
    assert {one.technician_id for one in journal.entries(desk, DANA, first=BEFORE, last=DAY)} == {"T01", "T02"}
    assert {one.technician_id for one in journal.entries(desk, ANNA, first=BEFORE, last=DAY)} == {"T01"}
    for who, whose in ((ANNA, "T02"), (MAJA, None), (MAJA, "T01")):
        with pytest.raises(NotAllowedError):
            journal.entries(desk, who, first=BEFORE, last=DAY, technician_id=whose)


@pytest.mark.parametrize("days", [0, 400])
def test_the_journal_asks_for_a_period_of_at_most_400_days(desk, days):
    filled(desk)
    first = DAY - timedelta(days=399)
    assert journal.entries(desk, ANNA, first=first, last=DAY)
    with pytest.raises(InputError):
        journal.entries(desk, ANNA, first=first, last=first + timedelta(days=days or -1))


def test_the_journal_goes_out_as_table_and_workbook(desk):
    on_duty(desk)
    made = journal.export_journal(desk, ANNA, first=DAY, last=DAY, kind="csv", language="sv")
    rows = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Dag", "Tekniker-id", "Tekniker", "Ordinarie (h)"]
    assert rows[1][1:4] == ["T01", "Name T01", "8,25"]
    assert journal.export_journal(desk, ANNA, first=DAY, last=DAY, language="en").content[:2] == b"PK"


def test_absent_days_have_no_work_and_no_standby(desk):
    on_duty(desk)
    with desk.store.writing() as db:
        store.people.save_absence(db, Absence(technician_id="T01", start=at(0), end=at(0, day=DAY + timedelta(days=1))))
    (entry,) = journal.entries(desk, ANNA, first=BEFORE, last=DAY)
    assert entry.day == BEFORE


def test_a_duty_that_returns_every_third_week_does(desk):
    pattern = replace(EVENINGS, every_weeks=3, from_day=DAY)
    person = anna(filled(desk), patterns=(pattern,))
    weeks = [bool(shifts_on(person, DAY + timedelta(weeks=n))) for n in range(-3, 4)]
    assert weeks == [True, False, False, True, False, False, True]
    assert isinstance(shifts_on(person, DAY)[0], Shift)
    assert shifts_on(person, DAY)[0].response_min == 60


def test_a_year_of_plans_is_read_once(desk):
    """The second reading finds the duties of each stored plan where the first put them."""
    published(filled(desk), "p0", BEFORE)
    with desk.store.reading() as db:
        first = worktime.book_of(db, BEFORE, DAY, zone="Europe/Stockholm")
        again = worktime.book_of(db, BEFORE, DAY, zone="Europe/Stockholm")
    assert first == again != Book()
    assert first.worked_by("T01")[0].start == datetime.combine(BEFORE, time(8)).replace(tzinfo=at(8).tzinfo)
