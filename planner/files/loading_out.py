"""The loading list of a day as CSV and workbook: per van what is fetched where, what is in it, and for which visits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.files.sheets import Cell, Sheet, table_to_csv, table_to_xlsx
from planner.model.catalogue import Catalogue
from planner.model.language import text
from planner.model.loading import Bring
from planner.model.plan import Plan

__all__ = ["loading_to_csv", "loading_to_xlsx"]

_COLUMNS = (
    "day", "technician_id", "technician", "van", "source", "fetched_at", "part_id", "part", "quantity", "unit",
    "visits",
)  # fmt: skip


def loading_to_csv(
    plan: Plan, rows: Sequence[Bring], *, catalogue: Catalogue, vans: Mapping[str, str], language: str
) -> bytes:
    """Return the loading list, a row for each part of a van and where it comes from.

    Parameters
    ----------
    plan
        Whose day, names and time zone.
    rows
        What `planner.model.loading.loading_list` returned.
    catalogue
        Names and units of parts.
    vans
        Names of vans by technician id.
    language
        ``sv`` or ``en``.
    """
    table = list(_rows(plan, rows, catalogue, vans, language))
    return table_to_csv(_headers(language), table, language=language, zone=plan.time_zone)


def loading_to_xlsx(
    plan: Plan, rows: Sequence[Bring], *, catalogue: Catalogue, vans: Mapping[str, str], language: str
) -> bytes:
    """Return the loading list as a workbook; parameters as in `loading_to_csv`."""
    table = list(_rows(plan, rows, catalogue, vans, language))
    return table_to_xlsx(
        [Sheet(text("export.sheet.loading", language), _headers(language), table)], zone=plan.time_zone
    )


def _headers(language: str) -> list[str]:
    return [text(f"export.column.{name}", language) for name in _COLUMNS]


def _rows(
    plan: Plan, rows: Sequence[Bring], catalogue: Catalogue, vans: Mapping[str, str], language: str
) -> Iterator[tuple[Cell, ...]]:
    names = {one.technician_id: one.name for one in plan.technicians}
    for one in rows:
        known = catalogue.parts.get(one.part)
        yield (
            plan.day, one.technician_id, names.get(one.technician_id, ""), vans.get(one.technician_id, ""),
            one.depot or text("export.in_van", language), one.at, one.part, known.name[language] if known else one.part,
            one.quantity, known.unit if known else "", ", ".join(one.visit_ids),
        )  # fmt: skip
