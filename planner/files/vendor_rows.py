"""The subcontractor that a row of a team file names: contact, prices, lead time and what they may do."""

from __future__ import annotations

from typing import Any

from planner.files.rows import RowReader
from planner.files.values import (
    WrongValueError,
    brief,
    clean,
    parse_id,
    parse_mail,
    parse_money,
    parse_number,
    parse_yes,
)
from planner.files.vocabulary import Known, parse_list, parse_one
from planner.model.message import message
from planner.model.vendors import PriceList, Vendor

__all__ = ["VENDOR_FIELDS", "vendor_of"]

VENDOR_FIELDS = (
    "vendor_name", "vendor_contact", "vendor_phone", "vendor_mail", "vendor_call_out", "vendor_visit_fee",
    "vendor_job_fees", "vendor_hour", "vendor_km", "vendor_lead", "vendor_job_types", "vendor_active", "vendor_note",
)  # fmt: skip
"""Columns that describe the firm of ``vendor_id``; one row of its people is enough."""


def vendor_of(reader: RowReader, job_types: Known, known: dict[str, Vendor]) -> Vendor | None:
    """Return the subcontractor of a row; None for own staff, and where the row has problems.

    Parameters
    ----------
    job_types
        What job types are called.
    known
        Subcontractors of rows before, by id: a row may leave out what is told of them, but not tell otherwise.
    """
    vendor_id = reader.take("vendor_id", parse_id, "")
    if not vendor_id:
        if told := next((name for name in VENDOR_FIELDS if reader.has(name)), None):
            reader.wrong(told, message("import.vendor_without_id"))
        return None
    before = known.get(vendor_id)
    if before is not None and not reader.has(*VENDOR_FIELDS):
        return before
    values: dict[str, Any] = {
        "name": clean(reader.text("vendor_name")) or vendor_id,
        "contact_name": clean(reader.text("vendor_contact")),
        "phone": clean(reader.text("vendor_phone")),
        "mail": reader.take("vendor_mail", parse_mail, ""),
        "prices": _prices(reader, job_types),
        "lead_min": reader.take("vendor_lead", _lead_min, 0),
        "job_types": reader.take("vendor_job_types", lambda text: parse_list(text, job_types, "job_type"), ()),
        "active": reader.take("vendor_active", parse_yes, default=True),
        "note": reader.text("vendor_note"),
    }
    if reader.problems:
        return None
    found = Vendor(vendor_id=vendor_id, **values)
    if before is not None and found != before:
        reader.wrong("vendor_id", message("import.vendor_differs", value=vendor_id))
        return None
    return found


def _lead_min(text: str) -> int:
    """Read hours, also in parts."""
    return round(parse_number(text, low=0, high=8_760) * 60)


def _prices(reader: RowReader, job_types: Known) -> PriceList:
    fees = ("call_out", "visit_fee", "hour", "km")
    call_out, visit, hour, km = (reader.take(f"vendor_{name}", parse_money, 0) for name in fees)
    by_job = reader.take("vendor_job_fees", lambda text: _fees(text, job_types), ())
    return PriceList(call_out_ore=call_out, visit_ore=visit, visit_ore_by_job=by_job, hour_ore=hour, km_ore=km)


def _fees(text: str, job_types: Known) -> tuple[tuple[str, int], ...]:
    """Read ``network_fault:900; printer:700,50``."""
    found: dict[str, int] = {}
    for piece in filter(None, (part.strip() for part in text.split(";"))):
        name, _, fee = piece.rpartition(":")
        if not name:
            raise WrongValueError(message("import.held", value=brief(piece), example="printer:700"))
        found[parse_one(name.strip(), job_types, "job_type")] = parse_money(fee.strip())
    return tuple(found.items())
