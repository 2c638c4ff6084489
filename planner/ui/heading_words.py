"""What a problem's field is called: by the user's own heading, or in their language."""

from __future__ import annotations

from planner.files import ImportPreview, fields_of
from planner.ui.session import t

__all__ = ["field_name", "field_words"]


def field_words(preview: ImportPreview, field: str) -> str:
    """Return what a problem's field is called: the user's own heading, else the field's name in their language."""
    headings = {column.field: column.heading for column in preview.columns if column.field}
    if not field or field in {column.heading for column in preview.columns}:
        return field
    if field == "position" and field not in headings:
        return ", ".join(headings[one] for one in ("lat", "lon") if one in headings) or field_name(field)
    return headings.get(field) or field_name(field)


def field_name(field: str) -> str:
    """Return a field's name in the reader's language; anything else as it is."""
    if field not in fields_of("request"):
        return field
    name = t(f"import.field.{field}")
    return name[:1].upper() + name[1:]
