"""A small firm in Stockholm to change one thing of."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner.model.catalogue import BusinessCalendar, Catalogue, Certificate, PauseReason, Skill, SlaPolicy, SlaTarget
from planner.model.costs import Weights
from planner.model.message import Text
from planner.model.places import Place
from planner.model.request import Request, SkillNeed, TimeWindow
from planner.model.team import BreakRule, Licence, ShiftPattern, SkillHeld, Team, Technician
from planner.model.words import Channel, Priority
from planner.planning import build_problem
from planner.travel import GreatCircle

DAY = date(2026, 11, 24)
ZONE = ZoneInfo("Europe/Stockholm")
HOME = Place(lat=59.34, lon=17.94, label="Bromma")
SITE = Place(lat=59.403, lon=17.944, label="Kista")
OTHER_SITE = Place(lat=59.237, lon=17.982, label="Huddinge")


def at(hour, minute=0, day=DAY):
    return datetime.combine(day, time(hour, minute), ZONE)


def s(hour, minute=0):
    return (hour * 60 + minute) * 60


LUNCH = BreakRule(earliest=time(11), latest=time(13), minutes=45)
OFFICE = ShiftPattern(weekdays=(1, 2, 3, 4, 5), start=time(8), end=time(17), max_overtime_min=60, breaks=(LUNCH,))
LICENCE = Licence(classes=("B",), valid_to=date(2030, 1, 1))


def technician(technician_id="T1", **changes):
    plain = {
        "name": f"Name {technician_id}",
        "start_place": HOME,
        "end_place": HOME,
        "skills": (SkillHeld(skill="printing", level=3),),
        "licence": LICENCE,
        "patterns": (OFFICE,),
    }
    return Technician(technician_id=technician_id, **(plain | changes))


def team(*technicians, **changes):
    return Team(technicians=technicians or (technician(),), **changes)


def request(request_id="R1", **changes):
    plain = {"title": "Printer stands still", "customer": "Sjöviks Tryck", "place": SITE, "service_min": 60}
    return Request(request_id=request_id, **(plain | changes))


def remote(request_id="R1", **changes):
    return request(request_id, **({"channel": Channel.REMOTE, "place": None} | changes))


def window(start, latest, end=None, *, hard=True, day=DAY):
    return TimeWindow(
        earliest_start=at(start, day=day),
        latest_start=at(latest, day=day),
        latest_end=None if end is None else at(end, day=day),
        hard=hard,
    )


def needs(skill, level=1):
    return {"required_skills": (SkillNeed(skill=skill, level=level),)}


def tomorrow(days=1):
    return DAY + timedelta(days=days)


def named(word):
    return Text(word, word)


CATALOGUE = Catalogue(
    skills={one: Skill(skill_id=one, name=named(one)) for one in ("printing", "wifi")},
    certificates={"entry_permit": Certificate(certificate_id="entry_permit", name=named("permit"), bound_to="site")},
    job_types={},
    parts={},
    impact=(),
    urgency=(),
    matrix=((Priority.P3,) * 5,) * 5,
    priorities={},
    calendars={
        "office": BusinessCalendar(
            calendar_id="office",
            label=named("office"),
            weekdays=(1, 2, 3, 4, 5),
            opens=time(8),
            closes=time(17),
            public_holidays_closed=True,
        )
    },
    sla_policies={
        "standard": SlaPolicy(
            policy_id="standard",
            label=named("standard"),
            targets=((Priority.P3, SlaTarget(calendar="office", response_min=60, resolution_min=240)),),
        )
    },
    pause_reasons={
        "waiting": PauseReason(reason_id="waiting", label=named("waiting for customer"), stops_resolution=True)
    },
)


def built(*requests, team=None, day=DAY, catalogue=CATALOGUE, weights=None, now=None, known=None):
    return build_problem(
        Team(technicians=(technician(),)) if team is None else team,
        requests,
        day=day,
        weights=weights or Weights(),
        catalogue=catalogue,
        travel=GreatCircle(),
        now=now,
        known=known,
    )


def visit_of(*requests, **more):
    """Return the first visit of a problem in which nothing was left out."""
    answer = built(*requests, **more)
    assert answer.left_out == ()
    return answer.problem.visits[0]


def reason_of(one, **more):
    """Return the only reason of a request that was left out."""
    answer = built(one, **more)
    assert answer.problem.visits == ()
    (left,) = answer.left_out
    (reason,) = left.reasons
    return reason
