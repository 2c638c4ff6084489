"""Personal identity numbers are refused wherever somebody writes freely, as they are in files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from planner.desk.problems import refusal
from planner.files.privacy import masked

__all__ = ["REQUEST_TEXTS", "SITE_TEXTS", "TECHNICIAN_TEXTS", "VENDOR_TEXTS", "refuse_personal_numbers"]

REQUEST_TEXTS = (
    "title",
    "description",
    "customer",
    "address",
    "contact_name",
    "contact_phone",
    "access_notes",
    "priority_override",
    "territory",
)
TECHNICIAN_TEXTS = ("name", "phone", "mail", "note")
SITE_TEXTS = ("name", "customer")
VENDOR_TEXTS = ("name", "contact_name", "phone", "mail", "note")


def refuse_personal_numbers(value: Any, names: Iterable[str], *, today: date) -> None:
    """Refuse a value with a personal identity number in one of its texts.

    Raises
    ------
    InputError
        Names the field and shows the text with the number masked.
    """
    for name in names:
        hidden = masked(str(getattr(value, name)), today=today)
        if hidden is not None:
            raise refusal("privacy.personal_number", field=name, value=hidden)
