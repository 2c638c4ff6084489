"""Planning keeps rest, overtime and breaks: to the second, in true hours, and as the second checker reads it."""

from dataclasses import replace
from datetime import UTC, date, time, timedelta
from random import Random

import pytest

from planner.law import LAW, Agreement, Book, CallOut, Kind, LawSettings, Override, Roster, Spell, Worked, profile_for
from planner.law.building import midnight, roster_for
from planner.model.problem import Break
from planner.model.team import BreakRule, ShiftPattern
from planner.model.words import ShiftKind
from planner.planning import WorkingTime
from planner.planning.breaks import with_rests
from tests.law.bitmap import Bitmap, free, minute
from tests.law.oracle import daily, in_a_row
from tests.planning.factory import DAY, at, built, s, team, technician, tomorrow

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
SHORT = ShiftPattern(weekdays=EVERY_DAY, start=time(8), end=time(12), max_overtime_min=600)
YESTERDAY = tomorrow(-1)


def worked(day, start, over, *, end=None):
    """A duty in UTC of which nothing else is told."""
    first, last = start.astimezone(UTC), over.astimezone(UTC)
    return Worked(
        technician_id="T1", day=day, kind=ShiftKind.FIELD, start=first, over=last,
        end=last if end is None else end.astimezone(UTC),
    )  # fmt: skip


def evening(until, *, day=YESTERDAY, start=(14, 0)):
    """A book in which yesterday's duty ended at a moment; before that, and the day after, nobody works."""
    days = frozenset(day + timedelta(days=n) for n in range(-40, 30))
    return Book(worked=(worked(day, at(*start, day=day), until),), planned=days)


def call_out(start, end):
    return CallOut(call_out_id="c1", technician_id="T1", start=start, end=end)


def kept(book, pattern=SHORT, *, settings=None, day=DAY, **changes):
    answer = built(
        team=team(technician(patterns=(pattern,), **changes)),
        day=day,
        known=WorkingTime(book=book, settings=settings or LawSettings()),
    )
    return answer.problem.duties, [note.key for note in answer.notes]


def agreeing(**values):
    overrides = tuple(Override(key=key.replace("__", "."), value=one, clause="1 §") for key, one in values.items())
    return LawSettings(agreements=(Agreement(name="Avtal", valid_from=date(2020, 1, 1), overrides=overrides),))


@pytest.mark.parametrize(
    ("over", "start_s"),
    [
        (at(21, day=YESTERDAY), s(8)),
        (at(20, 59, day=YESTERDAY), s(8)),
        (at(21, day=YESTERDAY) + timedelta(seconds=1), s(8) + 1),
        (at(21, 1, day=YESTERDAY), s(8, 1)),
        (at(23, 30, day=YESTERDAY), s(10, 30)),
    ],
)
def test_a_duty_begins_eleven_hours_after_the_end_of_yesterdays_to_the_second(over, start_s):
    (duty,), said = kept(evening(over))
    assert duty.start_s == start_s
    assert ("planning.kept_start" in said) is (start_s > s(8))


@pytest.mark.parametrize(("over", "start_s"), [((21, 0), s(8) - 3600), ((22, 0), s(8))])
def test_in_the_night_when_the_clock_goes_forward_rest_is_true_hours(over, start_s):
    """From 21 to 08 the wall shows 11 h, and it is 10; second 0 is midnight, so 08 is second 7 * 3600."""
    day = date(2026, 3, 29)
    late = at(*over, day=day - timedelta(days=1))
    (duty,), said = kept(evening(late, day=day - timedelta(days=1)), day=day)
    assert duty.start_s == start_s + 3600
    assert "planning.kept_start" in said


def test_in_the_night_when_the_clock_goes_back_there_is_an_hour_more():
    day = date(2026, 10, 25)
    (duty,), said = kept(evening(at(22, day=day - timedelta(days=1)), day=day - timedelta(days=1)), day=day)
    assert (duty.start_s, said.count("planning.kept_start")) == (s(9), 0)


def test_a_duty_of_which_nothing_is_left_is_dropped_and_said():
    duties, said = kept(evening(at(1, 0)))
    assert duties == ()
    assert "planning.kept_off" in said
    assert "planning.absent_all_day" not in said


@pytest.mark.parametrize(
    ("start", "end", "begins", "ends"),
    [
        ((2, 0), (3, 0), s(14), None),  # 17 to 02 is 9 h: rest is owed anew
        ((4, 0), (5, 0), s(8), s(17)),  # 17 to 04 is 11 h: 13 h of work may follow
        ((3, 59), (5, 0), s(16), None),
        ((5, 0), (6, 0), s(8), s(18)),
    ],
)
def test_after_a_call_out_rest_is_owed_unless_there_was_one_before_it(start, end, begins, ends):
    office = ShiftPattern(weekdays=EVERY_DAY, start=time(8), end=time(17), max_overtime_min=300)
    book = replace(evening(at(17, day=YESTERDAY), start=(8, 0)), call_outs=(call_out(at(*start), at(*end)),))
    (duty,), _ = kept(book, office, settings=LawSettings(keeps=("ATL13",)))
    assert duty.start_s == begins
    assert ends is None or duty.hard_end_s == ends


def test_a_shift_is_shortened_where_that_leaves_more_of_it_than_a_new_rest():
    early = ShiftPattern(weekdays=EVERY_DAY, start=time(6), end=time(16))
    book = replace(evening(at(14, day=YESTERDAY), start=(6, 0)), call_outs=(call_out(at(1), at(2)),))
    (duty,), said = kept(book, early, settings=LawSettings(keeps=("ATL13",)))
    assert (duty.start_s, duty.end_s, duty.hard_end_s) == (s(6), s(14), s(14))
    assert said.count("planning.kept_end") == 1


def test_a_shift_within_the_span_of_the_call_out_is_better_than_a_shorter_one_after_a_new_rest():
    """13 h from midnight leave 08 to 13; 11 h after 05 leave 16 to 18."""
    day_shift = ShiftPattern(weekdays=EVERY_DAY, start=time(8), end=time(18))
    book = replace(evening(at(12, day=YESTERDAY), start=(6, 0)), call_outs=(call_out(at(0), at(5)),))
    (duty,), _ = kept(book, day_shift, settings=LawSettings(keeps=("ATL13",)))
    assert (duty.start_s, duty.end_s) == (s(8), s(13))


@pytest.mark.parametrize(("hours", "begins"), [(0, s(8)), (3, s(8)), (4, s(9))])
def test_the_rest_an_agreement_owes_after_a_call_out_is_kept(hours, begins):
    book = replace(evening(at(14, day=YESTERDAY), start=(8, 0)), call_outs=(call_out(at(4), at(5)),))
    (duty,), _ = kept(book, settings=agreeing(STBY__rest_after_h=hours))
    assert duty.start_s == begins


@pytest.mark.parametrize(("tomorrow_at", "ends"), [((7, 0), s(20)), ((9, 0), s(21)), ((6, 30), s(19, 30))])
def test_overtime_leaves_eleven_hours_before_the_work_of_the_next_day_and_thirteen_in_all(tomorrow_at, ends):
    book = evening(at(15, day=YESTERDAY))
    following = worked(tomorrow(), at(*tomorrow_at, day=tomorrow()), at(15, day=tomorrow()))
    (duty,), said = kept(replace(book, worked=(*book.worked, following)), settings=LawSettings(keeps=("ATL13",)))
    assert duty.hard_end_s == ends
    assert "planning.kept_end" in said


def test_two_duties_of_a_day_are_one_span_of_thirteen_hours():
    morning, late = (ShiftPattern(weekdays=(2,), start=time(h), end=time(h + 3), max_overtime_min=240) for h in (7, 17))
    answer = built(
        team=team(technician(patterns=(morning, late))),
        known=WorkingTime(book=evening(at(15, day=YESTERDAY)), settings=LawSettings(keeps=("ATL13",))),
    )
    assert [(one.start_s, one.hard_end_s) for one in answer.problem.duties] == [(s(7), s(14)), (s(17), s(20))]


@pytest.mark.parametrize(
    ("done_h", "left_s"), [(48, 0), (47, 3600), (47.5, 1800), (40, 5 * 3600), (60, 0)], ids=lambda one: str(one)
)
def test_overtime_goes_no_further_than_what_is_left_of_four_weeks(done_h, left_s):
    """Twelve duties of the same four weeks had the overtime, in equal parts; 23 November 2026 begins such weeks."""
    pattern = ShiftPattern(weekdays=EVERY_DAY, start=time(8), end=time(12), max_overtime_min=300)
    first = date(2026, 11, 30)
    each = timedelta(hours=done_h / 12)
    days = [first + timedelta(days=n) for n in range(12)]
    book = Book(
        worked=tuple(worked(d, at(6, day=d), at(14, day=d) + each, end=at(14, day=d)) for d in days),
        planned=frozenset(first + timedelta(days=n) for n in range(-400, 40)),
    )
    full = agreeing(ATL5__limit_h=0)  # nobody is a part-timer: all time beyond the shift is overtime
    (duty,), said = kept(book, pattern, day=date(2026, 12, 14), settings=full.replace(keeps=("ATL8",)))
    assert duty.hard_end_s == s(12) + left_s
    assert ("planning.kept_end" in said) is (left_s < 5 * 3600)


def test_the_cap_of_the_year_binds_too():
    pattern = ShiftPattern(weekdays=EVERY_DAY, start=time(8), end=time(12), max_overtime_min=300)
    days = [date(2026, 1, 12) + timedelta(days=7 * n) for n in range(40)]
    book = Book(
        worked=tuple(worked(d, at(6, day=d), at(14, day=d) + timedelta(hours=4.95), end=at(14, day=d)) for d in days),
        planned=frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(400)),
    )
    full = agreeing(ATL5__limit_h=0).replace(keeps=("ATL8",))
    (duty,), _ = kept(book, pattern, day=date(2026, 12, 15), settings=full)
    assert duty.hard_end_s == s(12) + 2 * 3600


def test_forty_eight_hours_a_week_on_average_bind_where_the_window_is_a_week():
    """Mon to Fri of 9 h without breaks and 2 h already are 47 h; today's 9 h are among them, so 1 h is left."""
    pattern = ShiftPattern(weekdays=(1, 2, 3, 4, 5), start=time(8), end=time(17), max_overtime_min=300,
                           breaks=(BreakRule(earliest=time(12), latest=time(12), minutes=0),))  # fmt: skip
    monday = YESTERDAY
    book = Book(
        worked=(worked(monday, at(8, day=monday), at(19, day=monday), end=at(17, day=monday)),),
        planned=frozenset({monday}),
    )
    settings = agreeing(ATL10b__window="1w").replace(keeps=("ATL10b",))
    (duty,), said = kept(book, pattern, settings=settings)
    assert duty.hard_end_s == s(18)
    assert said.count("planning.kept_end") == 1


def test_a_rule_that_is_not_kept_moves_nothing():
    (duty,), said = kept(evening(at(23, day=YESTERDAY)), settings=LawSettings(keeps=()))
    assert (duty.start_s, duty.hard_end_s) == (s(8), s(22))
    assert not [one for one in said if one.startswith("planning.kept")]


def test_an_agreement_that_shortens_the_rest_moves_the_start():
    (duty,), _ = kept(evening(at(22, day=YESTERDAY)), settings=agreeing(ATL13__rest_h=9))
    assert duty.start_s == s(8)


def test_with_fixed_days_only_the_break_of_the_day_counts():
    settings = agreeing(ATL13__window="fixed").replace(keeps=("ATL13",))
    (duty,), _ = kept(evening(at(23, day=YESTERDAY)), settings=settings)
    assert (duty.start_s, duty.hard_end_s) == (s(8), s(19))


@pytest.mark.parametrize(
    ("shift", "breaks", "expected", "hard_end"),
    [
        ((8, 13, 13), (), (), 13),  # 5:00 without a break is allowed
        ((8, 13, 15), (), (), 13),  # no overtime that would make it longer
        ((8, 17, 18), ((11, 13, 1.0),), ((12, 13, 1.0),), 18),
        ((8, 17, 20), ((11, 13, 1.0),), ((12.5, 13, 1.0),), 18.5),
        ((7, 16, 16), ((11, 13, 0.5),), ((11, 12, 0.5),), 16),
        ((8, 17, 17), ((11, 13, 0.25),), ((11, 13, 0.25), (11.5, 13, 0.5)), 17),
    ],
)
def test_breaks_are_narrowed_or_put_in_so_that_nobody_works_longer_than_five_hours(shift, breaks, expected, hard_end):
    def hours(rows):
        return tuple(Break(earliest_s=round(a * 3600), latest_s=round(b * 3600), duration_s=round(c * 3600))
                     for a, b, c in rows)  # fmt: skip

    start, end, hard = (one * 3600 for one in shift)
    found = with_rests(hours(breaks), start_s=start, end_s=end, hard_end_s=hard, most_s=5 * 3600, rest_s=1800)
    assert found == (hours(expected), round(hard_end * 3600))


def test_wherever_breaks_are_taken_nobody_works_longer_in_a_row_than_five_hours():
    """Random shifts, breaks at random places in their windows, judged by the bitmap."""
    inserted = 0
    for seed in range(200):
        rng = Random(seed)
        start, length = rng.choice((6, 8, 14)), rng.choice((4, 5, 6, 9, 11))
        over = rng.choice((0, 60, 180))
        earliest = rng.randrange(60, length * 60, 15)
        rules = (BreakRule(earliest=clock(start * 60 + earliest),
                           latest=clock(start * 60 + earliest + rng.choice((0, 30, 120))),
                           minutes=rng.choice((15, 30, 60))),)  # fmt: skip
        pattern = ShiftPattern(weekdays=EVERY_DAY, start=time(start), end=time((start + length) % 24),
                               max_overtime_min=over, breaks=rules if rng.random() < 0.8 else ())  # fmt: skip
        (duty,), _ = kept(Book(planned=frozenset({YESTERDAY, tomorrow()})), pattern)
        inserted += len(duty.breaks) > len(pattern.breaks)
        begin, spells = midnight(DAY, "Europe/Stockholm"), []
        taken = []
        for pause in duty.breaks:
            at_ = rng.choice(
                (pause.earliest_s, pause.latest_s, rng.randrange(pause.earliest_s, pause.latest_s + 1, 60))
            )
            if any(a < at_ + pause.duration_s and at_ < b for a, b in taken):
                break
            taken.append((at_, at_ + pause.duration_s))
        else:
            now = duty.start_s
            for a, b in [*sorted(taken), (duty.hard_end_s, duty.hard_end_s)]:
                if a > now:
                    spells.append((now, min(a, duty.hard_end_s)))
                now = max(now, b)
            it = Bitmap(roster_of(begin, [pair for pair in spells if pair[0] < pair[1]]), LAW)
            assert list(in_a_row(it)) == [], f"seed {seed}: {duty}"
    assert inserted > 25


def clock(minutes):
    return time(minutes // 60 % 24, minutes % 60)


def roster_of(begin, spans):
    return Roster(
        person_id="A",
        since=begin - timedelta(days=3),
        until=begin + timedelta(days=4),
        spells=tuple(
            Spell(kind=Kind.WORK, start=begin + timedelta(seconds=a), end=begin + timedelta(seconds=b))
            for a, b in spans
        ),
    )


def test_what_was_kept_has_its_rest_as_the_bitmap_reads_it():
    """Random evenings and call-outs before the day, random starts after it: work to the hard end breaks no daily rest.

    Where the days before broke it already, the bitmap may say so of windows that begin before the day's work.
    """
    moved = 0
    for seed in range(300):
        rng = Random(seed)
        day = rng.choice((DAY, date(2026, 3, 29), date(2026, 10, 25)))
        start, end = rng.choice(((5, 18), (7, 18), (10, 21), (14, 21)))
        pattern = ShiftPattern(weekdays=EVERY_DAY, start=time(start), end=time(end),
                               max_overtime_min=rng.choice((0, 60, 180)))  # fmt: skip
        book = a_book(rng, day, before=min(start, 8))
        settings = LawSettings(keeps=("ATL13",), night_reason="natt")
        duties, said = kept(book, pattern, day=day, settings=settings)
        moved += any(one.startswith("planning.kept") for one in said)
        if not duties:
            continue
        base, (duty,) = midnight(day, "Europe/Stockholm"), duties
        begin, over = (base + timedelta(seconds=one) for one in (duty.start_s, duty.hard_end_s))
        full = replace(book.without(day), worked=(*book.worked, worked(day, begin, over)))
        mine = team(technician(patterns=(pattern,)))
        profile = profile_for((), "T1", day)
        roster = roster_for(
            mine.technicians[0], mine, full, profile,
            since=day - timedelta(days=14), until=day + timedelta(days=4), night_reason="natt",
        )  # fmt: skip
        it = Bitmap(roster, profile)
        before = [one for one in free(it.row(it.busy), 0, minute(begin) - it.base) if one[1] - one[0] >= 11 * 60]
        anchor = before[-1][1] + it.base
        assert [one for one in daily(it) if anchor <= one[1] <= minute(over)] == [], f"seed {seed}: {duty}"
    assert moved > 60


def a_book(rng, day, *, before):
    """Yesterday's duty, perhaps call-outs in the night, and the duty of the day after, on whole minutes."""
    start = at(rng.choice((6, 8, 14)), day=day - timedelta(days=1)).astimezone(UTC)
    over = start + timedelta(minutes=rng.randrange(180, 13 * 60))
    calls, now = [], over
    for n in range(rng.choice((0, 0, 1, 1, 2))):
        now += timedelta(minutes=rng.randrange(30, 600))
        begin, now = now, now + timedelta(minutes=rng.randrange(20, 120))
        if now < at(before, day=day).astimezone(UTC):
            calls.append(CallOut(call_out_id=f"c{n}", technician_id="T1", start=begin, end=now))
    after = day + timedelta(days=1)
    next_start = at(rng.choice((8, 9, 10)), day=after).astimezone(UTC)
    return Book(
        worked=(
            worked(day - timedelta(days=1), start, over),
            worked(after, next_start, next_start + timedelta(hours=4)),
        ),
        planned=frozenset(day + timedelta(days=n) for n in range(-20, 10)),
        call_outs=tuple(calls),
    )
