"""Several days as one schedule: every bar once, a row for everybody, shifts and filling over all days."""

from dataclasses import fields, replace
from datetime import datetime, timedelta

from planner.views import schedule
from planner.views.board import paid_s, used_s
from planner.views.span import joined


def later(plan, days):
    """The same plan some days later; its visits and shifts have other ids."""
    by = timedelta(days=days)

    def moved(one, **names):
        times = {f.name: v + by for f in fields(one) if isinstance(v := getattr(one, f.name), datetime)}
        return replace(one, duty_id=f"{one.duty_id}+{days}", **times, **names)

    return plan.replace(
        plan_id=f"{plan.plan_id}+{days}",
        day=plan.day + by,
        stops=tuple(moved(one, visit_id=one.visit_id and f"{one.visit_id}+{days}") for one in plan.stops),
        technicians=tuple(moved(one) for one in plan.technicians),
    )


def test_two_days_hold_the_bars_of_both_in_rows_of_everybody(plan):
    plans = (plan, later(plan, 1))
    parts = [schedule(one, language="sv") for one in plans]
    whole = joined(plans, parts, days=[one.day for one in plans], language="sv")
    assert len(whole["bars"]) == sum(len(part["bars"]) for part in parts)
    assert len({bar["id"] for bar in whole["bars"]}) == len(whole["bars"])
    assert [row["id"] for row in whole["rows"]] == [row["id"] for row in parts[0]["rows"]]
    assert whole["days"] == 2
    low, high = (datetime.fromisoformat(one) for one in whole["day"])
    assert high - low == timedelta(days=2)


def test_filling_is_of_all_days_together_and_shifts_are_left_free(plan):
    plans = (plan, later(plan, 1))
    whole = joined(plans, [schedule(one, language="sv") for one in plans],
                   days=[one.day for one in plans], language="sv")  # fmt: skip
    for row in whole["rows"]:
        paid = sum(paid_s(one, row["id"]) for one in plans)
        used = sum(used_s(one, row["id"]) for one in plans)
        assert row["fill"] == (None if paid <= 0 else round(min(1.0, used / paid), 3))
        off = [one for one in whole["grounds"] if one["row"] == row["id"]]
        duties = [duty for one in plans for duty in one.technicians if duty.technician_id == row["id"]]
        for duty in duties:
            assert not any(
                datetime.fromisoformat(one["start"]) < duty.end and datetime.fromisoformat(one["end"]) > duty.start
                for one in off
            )


def test_days_without_a_plan_have_their_place(plan):
    days = [plan.day + timedelta(days=number) for number in range(7)]
    whole = joined((plan,), [schedule(plan, language="sv")], days=days, language="sv")
    low, high = (datetime.fromisoformat(one) for one in whole["day"])
    assert (high - low, whole["days"]) == (timedelta(days=7), 7)


def test_a_week_leaves_out_the_hours_at_which_nobody_works(plan):
    days = [plan.day + timedelta(days=number) for number in range(3)]
    whole = joined((plan,), [schedule(plan, language="sv")], days=days, language="sv")
    nights = [tuple(datetime.fromisoformat(one) for one in pair) for pair in whole["nights"]]
    assert len(nights) == len(days) + 1
    assert (nights[0][0], nights[-1][1]) == tuple(datetime.fromisoformat(one) for one in whole["day"])
    assert not any(one.start < end and begin < one.end for one in plan.technicians for begin, end in nights)
    late = plan.replace(technicians=tuple(replace(one, end=one.end + timedelta(hours=12)) for one in plan.technicians))
    over = joined((late,), [schedule(late, language="sv")], days=days, language="sv")
    assert all(end - begin < timedelta(minutes=2) for begin, end in map(_moments, over["nights"]))


def _moments(pair):
    return tuple(datetime.fromisoformat(one) for one in pair)
