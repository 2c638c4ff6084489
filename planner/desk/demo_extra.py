"""What the demo day shows of crews, chains and subcontractors: one of each, beside what the day brings by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from planner.desk.demo_play import History
from planner.desk.demo_requests import Demand, working_days_before
from planner.desk.demo_sites import Customer
from planner.desk.standards import with_standards
from planner.model.language import TEAM_ZONE, text
from planner.model.places import Place
from planner.model.request import Predecessor, Request, SkillNeed, TimeWindow
from planner.model.team import BreakRule, Licence, ShiftPattern, SkillHeld, Team, Technician
from planner.model.vendors import PriceList, Vendor
from planner.model.words import Channel, Precision, Source

__all__ = ["receive_extra", "with_subcontractor"]

_ZONE = ZoneInfo(TEAM_ZONE)
_FIBRE = 5
"""Nobody of the demo's own people splices fibre at this level."""

_CHAIN = (("server_install", time(10)), ("acceptance_test", time(13)), ("user_training", time(15)))
"""Jobs that follow on each other, and when each begins at the latest."""


def with_subcontractor(demand: Demand) -> Demand:
    """Return the demand with a firm that is sent for on the demo day, and its one person."""
    organisation = demand.organisation
    team = _hired(organisation.team, demand.day, demand.language)
    return replace(demand, organisation=replace(organisation, team=team))


def _hired(team: Team, day: date, language: str) -> Team:
    firm = Vendor(
        vendor_id="nordfalt",
        name="NordFält AB",
        contact_name="Nils Nord",
        phone="08-465 004 10",
        mail="order@nordfalt.example",
        prices=PriceList(call_out_ore=80_000, visit_ore=60_000, hour_ore=95_000, km_ore=450),
        job_types=("cabling_job",),
        note=text("demo.vendor_note", language),
    )
    place = Place(lat=59.3602, lon=17.9703, precision=Precision.ADDRESS, source="demo", label="Verkstadsgatan 4, Solna")
    hours = ShiftPattern(
        weekdays=(1, 2, 3, 4, 5),
        start=time(7),
        end=time(16),
        breaks=(BreakRule(earliest=time(11), latest=time(13), minutes=45),),
    )
    person = Technician(
        technician_id="UE1",
        name="NordFält 1",
        number=max(one.number for one in team.technicians) + 1,
        start_place=place,
        end_place=place,
        starts_from="home",
        skills=(SkillHeld(skill="cabling_copper", level=4), SkillHeld(skill="cabling_fibre", level=_FIBRE)),
        licence=Licence(classes=("B",), valid_to=day.replace(year=day.year + 5, day=1), checked_on=day),
        works_remotely=False,
        patterns=(hours,),
        vendor_id=firm.vendor_id,
    )
    return replace(team, technicians=(*team.technicians, person), vendors=(*team.vendors, firm))


def receive_extra(demand: Demand, history: History) -> list[str]:
    """Take in a chain, a crew and a job for the subcontractor; return the ids for the morning's plan.

    Chain and subcontractor's job are agreed with the customers; the subcontractor brings the material.
    """
    first, second, third = _open_customers(demand)
    day = demand.day
    chain: list[Request] = []
    for number, (job, latest) in enumerate(_CHAIN, start=1):
        after = (Predecessor(request_id=chain[-1].request_id),) if chain else ()
        one = _request(demand, f"{day:%y%m%d}-9{number:02d}", job, first, latest)
        one = one.replace(predecessors=after, service_min=60, service_p80_min=80, crew_size=1, crew_skills=())
        chain.append(one.replace(mandatory=True))
    crew = _request(demand, f"{day:%y%m%d}-911", "workstation_install", second)
    crew = crew.replace(crew_size=2, crew_skills=((),))
    bought = _request(demand, f"{day:%y%m%d}-921", "cabling_job", third)
    bought = bought.replace(
        crew_size=1, crew_skills=(), required_skills=(SkillNeed(skill="cabling_fibre", level=_FIBRE),),
        required_certificates=(), required_parts=(), mandatory=True,
    )  # fmt: skip
    found = [*chain, crew, bought]
    for one in found:
        history.receive(one, demand.chance("extra", one.request_id))
    return [one.request_id for one in found]


def _open_customers(demand: Demand) -> list[Customer]:
    """Three customers who let anybody in during the working day."""
    customers = demand.organisation.customers
    open_ones = [one for one in customers if not one.certificates and one.opens <= time(8) and one.sla != "critical"]
    return sorted(open_ones, key=lambda one: (-one.users, one.customer_id))[:3]


def _request(demand: Demand, request_id: str, job: str, customer: Customer, latest: time = time(15)) -> Request:
    site, day = customer.sites[0], demand.day
    opens, closes = (datetime.combine(day, clock, _ZONE) for clock in (time(8), latest))
    bare = Request(
        request_id=request_id,
        title=text(f"demo.title.{job}.1", demand.language),
        source=Source.PORTAL,
        customer_id=customer.customer_id,
        customer=customer.name,
        site_id=site.site_id,
        address=site.address,
        city=customer.city,
        place=site.place,
        contact_name="Petra",
        contact_phone="070-174 06 05",
        access_notes=customer.access,
        sla_policy=customer.sla,
        created_at=datetime.combine(working_days_before(day, 1), time(13, 30), _ZONE),
        earliest_date=day,
        time_windows=(TimeWindow(earliest_start=opens, latest_start=closes),),
    )
    return with_standards(demand.catalogue, bare, job).replace(channel=Channel.ON_SITE)
