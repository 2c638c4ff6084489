"""Reads the catalogue of skills, job types, parts and priorities from its YAML files.

What the fields mean is told in ``data/catalogue/README.md``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from planner.files import catalogue_priorities as scales
from planner.files.catalogue_jobs import job_type, known_ids
from planner.files.yaml_rows import Row, read_yaml
from planner.model.catalogue import Catalogue, Certificate, NamedWindow, Part, Skill
from planner.model.language import texts

__all__ = ["load_catalogue"]

_SHIPPED = Path(__file__).resolve().parents[2] / "data" / "catalogue"


@cache
def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Return the catalogue; read once for each folder.

    Parameters
    ----------
    folder
        Folder with ``skills.yaml``, ``job_types.yaml``, ``parts.yaml`` and
        ``priority_matrix.yaml``; None: the catalogue that the product ships with.

    Raises
    ------
    InputError
        If a file is missing or a value is wrong; the message names file and field.
    """
    home = folder or _SHIPPED
    skills, parts = read_yaml(home / "skills.yaml"), read_yaml(home / "parts.yaml")
    jobs, priorities = read_yaml(home / "job_types.yaml"), read_yaml(home / "priority_matrix.yaml")
    known = known_ids(skills, parts, jobs, priorities)
    return Catalogue(
        skills=_skills(skills),
        skill_levels=scales.levels(skills, "level_scale", "name"),
        certificates={key: _certificate(key, row) for key, row in skills.by_id("certificates").items()},
        job_types={key: job_type(key, row, known) for key, row in jobs.by_id("job_types").items()},
        parts=_parts(parts),
        units={key: row.text("name") for key, row in parts.by_id("units").items()},
        impact=scales.levels(priorities, "impact", "label"),
        urgency=scales.levels(priorities, "urgency", "label"),
        matrix=scales.matrix(priorities),
        priorities=scales.priorities(priorities),
        calendars={key: scales.calendar(key, row) for key, row in priorities.by_id("calendars").items()},
        sla_policies=scales.service_levels(priorities),
        pause_reasons={key: scales.pause_reason(key, row) for key, row in priorities.by_id("pause_reasons").items()},
        effects={key: texts()[f"effect.{key}"] for key in known.effects},
        windows={key: _window(key, row) for key, row in jobs.by_id("windows").items()},
        notes={key: row.text("text") for key, row in jobs.by_id("notes").items()},
    )


def _skills(file: Row) -> dict[str, Skill]:
    groups = file.by_id("groups")
    return {
        key: Skill(
            skill_id=key,
            name=row.text("name"),
            group=row.one_of("group", groups),
            description=row.text("description"),
        )
        for key, row in file.by_id("skills").items()
    }


def _certificate(key: str, row: Row) -> Certificate:
    return Certificate(
        certificate_id=key,
        name=row.text("name"),
        bound_to=row.one_of("bound_to", ("person", "customer", "site")),
        description=row.text("description"),
    )


def _parts(file: Row) -> dict[str, Part]:
    units, groups = file.by_id("units"), file.by_id("groups")
    for row in file.rows("parts"):
        row.one_of("group", groups)
    return {
        key: Part(
            part_id=key,
            name=row.text("name"),
            sku=row.string("sku"),
            unit=row.one_of("unit", units),
            volume_l=row.number("volume_l", 0, 10_000),
            weight_kg=row.number("weight_kg", 0, 10_000),
            van_stock=row.whole("van_stock", 0, 100_000),
            lead_time_days=row.whole("lead_time_days", 0, 366),
        )
        for key, row in file.by_id("parts").items()
    }


def _window(key: str, row: Row) -> NamedWindow:
    opens, closes = row.clock("opens"), row.clock("closes")
    if opens is None or closes is None:
        row.expected("opens" if opens is None else "closes", "24:00", "HH:MM")
    return NamedWindow(window_id=key, label=row.text("name"), opens=opens, closes=closes)
