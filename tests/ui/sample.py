"""A small firm for page and browser tests, today: three technicians, six requests, one of them hostile."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from planner import store
from planner.desk import Desk, open_desk, passwords, signin
from planner.desk import receive as receive_desk
from planner.desk import team as team_desk
from planner.desk.demo_accounts import demo_accounts
from planner.model.account import Account
from planner.model.event import Actor
from planner.model.language import TEAM_ZONE
from planner.model.places import Place
from planner.model.request import Request, TimeWindow
from planner.model.team import BreakRule, Licence, ShiftPattern, SkillHeld, Technician
from planner.model.words import Channel, Role

MARIA = Actor(actor_id="maria", name="Maria E.", role=Role.DISPATCHER)
OLOF = Actor(actor_id="olof", name="Olof G.", role=Role.MANAGER)
ANNA = Actor(actor_id="T01", name="Anna L", role=Role.TECHNICIAN, technician_id="T01")
ADAM = Actor(actor_id="adam", name="Adam A.", role=Role.ADMINISTRATOR)
BO = Actor(actor_id="T02", name="Bo K", role=Role.TECHNICIAN, technician_id="T02")
CECILIA = Actor(actor_id="T03", name="Cecilia R", role=Role.TECHNICIAN, technician_id="T03")
PEOPLE = {
    "dispatcher": MARIA,
    "manager": OLOF,
    "administrator": ADAM,
    "technician:T01": ANNA,
    "technician:T02": BO,
    "technician:T03": CECILIA,
}
"""Everybody with an account, by what tests call them; the login is the first name."""
PASSWORD = "fyra hästar dricker te"
HOSTILE = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "${window.hit=1}",
    "`${window.hit=1}`",
    "![x](https://evil.example/x.png)",
    "<style>body{display:none}</style>",
    '<form action="https://evil.example"><input name=a></form>',
    "</script><script>window.hit=1</script>",
    "javascript:window.hit=1",
    "[click](javascript:window.hit=1)",
    "\\u003cimg src=x onerror=window.hit=1\\u003e",
    "{{constructor.constructor('window.hit=1')()}}",
    "<svg onload=window.hit=1>",
    "<iframe srcdoc='<script>parent.hit=1</script>'>",
    "<a href='https://evil.example'>x</a>",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "'\"><b>x</b>",
    "\u2028window.hit=1",
    ":material/person: :red[x] $x^2$",
    "<link rel=stylesheet href=https://evil.example/x.css>",
)


def sample_desk(var: Path) -> Desk:
    """Open a desk in a folder and fill it with today's work."""
    desk = open_desk(f"sqlite:///{var / 'faltplan.sqlite'}", var=var)
    add_people(desk)
    add_work(desk)
    return desk


def add_work(desk: Desk) -> None:
    """Fill a desk with the team and today's requests."""
    day = desk.today()
    for technician in team(day):
        team_desk.save_technician(desk, MARIA, technician)
    for request in requests(day):
        receive_desk.add_request(desk, MARIA, request)


def add_people(desk: Desk) -> None:
    """Make an account for everybody, all with the same password."""
    with desk.store.writing() as db:
        for one in PEOPLE.values():
            account = Account(
                account_id=one.actor_id, login=login_of(one), name=one.name, role=one.role,
                technician_id=one.technician_id, created_at=desk.clock(),
            )  # fmt: skip
            store.accounts.add(db, account, password=_password_hash())


def login_of(one: Actor) -> str:
    """What somebody writes to sign in."""
    return one.name.split()[0].casefold()


def token_for(desk: Desk, who: str) -> str:
    """Return the token of a new session of somebody in `PEOPLE`, or of the demo's person with that role."""
    role, _, technician_id = who.partition(":")
    demo = {one.role.value: one.account_id for one in demo_accounts(desk)}
    account_id = demo[role] if demo else PEOPLE[who].actor_id
    return signin.sign_in_known(desk, account_id, client="test", technician_id=technician_id or None)


@cache
def _password_hash() -> str:
    return passwords.hashed(PASSWORD)


def team(day: date) -> tuple[Technician, ...]:
    """Anna may drive, Bo's licence runs out soon, Cecilia has none and works from her desk."""
    week = ShiftPattern(
        weekdays=(1, 2, 3, 4, 5, 6, 7),
        start=time(8),
        end=time(16, 30),
        max_overtime_min=60,
        breaks=(BreakRule(earliest=time(11), latest=time(13), minutes=30),),
    )
    home = Place(lat=59.33, lon=18.06, label="Vasagatan 1, Stockholm")
    skills = (SkillHeld(skill="windows_client", level=3), SkillHeld(skill="lan_switching", level=2))
    valid = Licence(classes=("B",), valid_to=day + timedelta(days=1600), checked_on=day - timedelta(days=50))
    soon = Licence(classes=("B",), valid_to=day + timedelta(days=9), checked_on=day - timedelta(days=300))
    return (
        Technician(technician_id="T01", name="Anna L", number=1, start_place=home, end_place=home, skills=skills,
                   licence=valid, patterns=(week,)),
        Technician(technician_id="T02", name="Bo K", number=2, start_place=home, end_place=home, skills=skills[:1],
                   licence=soon, patterns=(week,)),
        Technician(technician_id="T03", name="Cecilia R", number=3, skills=skills, patterns=(week,)),
    )  # fmt: skip


def requests(day: date) -> tuple[Request, ...]:
    """Six requests around Stockholm; the last is hostile in every word."""
    found = [
        Request(
            request_id=f"V{number:03d}",
            title=title,
            customer=customer,
            address=address,
            place=Place(lat=59.31 + number / 200, lon=18.03 + number / 150, label=address),
            channel=channel,
            created_at=_noon(day) - timedelta(hours=24 + number),
            time_windows=_window(day, number),
        )
        for number, (title, customer, address, channel) in enumerate(
            (
                ("Skrivare svarar inte", "Förskolan Uggla", "Ugglegränd 2, Stockholm", Channel.REMOTE),
                ("Switch nere i kassalinjen", "Kafferosteriet", "Bryggargatan 8, Stockholm", Channel.ON_SITE),
                ("Ny arbetsplats, 2 st", "Byrå Almen", "Almgatan 4, Stockholm", Channel.ON_SITE),
                ("Backup larmar", "Redovis AB", "Torggatan 19, Stockholm", Channel.REMOTE),
                ("Konto låst", "Hotell Hamnen", "Kajen 4, Stockholm", Channel.PHONE),
            ),
            start=1,
        )
    ]
    hostile = Request(
        request_id="V006",
        title=HOSTILE[0] + HOSTILE[2],
        customer=HOSTILE[1],
        address=HOSTILE[3],
        description="\n".join(HOSTILE),
        access_notes=HOSTILE[4],
        contact_name=HOSTILE[6],
        place=Place(lat=59.34, lon=18.08, label=HOSTILE[1] + HOSTILE[3]),
        created_at=_noon(day) - timedelta(hours=20),
    )
    return (*found, hostile)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(TEAM_ZONE))


def _window(day: date, number: int) -> tuple[TimeWindow, ...]:
    if number % 2:
        return ()
    return (TimeWindow(earliest_start=_noon(day), latest_start=_noon(day) + timedelta(hours=2)),)


def reopened(var: Path) -> Desk:
    """Open the desk of a folder once more, as a second person would."""
    return open_desk(f"sqlite:///{var / 'faltplan.sqlite'}", var=var)
