"""Other people's formats in and out: CSV, XLSX, JSON, ICS; each name is loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.files.catalogue import load_catalogue as load_catalogue
    from planner.files.headings import Certainty as Certainty
    from planner.files.headings import ColumnMap as ColumnMap
    from planner.files.ics import plan_to_ics as plan_to_ics
    from planner.files.ics import plans_to_ics as plans_to_ics
    from planner.files.known import fields_of as fields_of
    from planner.files.names import export_name as export_name
    from planner.files.names import safe_name as safe_name
    from planner.files.plan_out import plan_to_csv as plan_to_csv
    from planner.files.plan_out import plan_to_json as plan_to_json
    from planner.files.plan_out import plan_to_xlsx as plan_to_xlsx
    from planner.files.plan_out import problems_to_csv as problems_to_csv
    from planner.files.preview import ImportPreview as ImportPreview
    from planner.files.preview import ImportRow as ImportRow
    from planner.files.preview import preview_requests as preview_requests
    from planner.files.preview import read_requests as read_requests
    from planner.files.requests_out import requests_to_csv as requests_to_csv
    from planner.files.sheets import Sheet as Sheet
    from planner.files.sheets import table_to_csv as table_to_csv
    from planner.files.sheets import table_to_xlsx as table_to_xlsx
    from planner.files.team_in import TeamPreview as TeamPreview
    from planner.files.team_in import TeamRow as TeamRow
    from planner.files.team_in import preview_team as preview_team
    from planner.files.team_in import read_team as read_team
    from planner.files.team_out import team_to_csv as team_to_csv
    from planner.files.vendors_file import read_vendors as read_vendors
    from planner.files.vendors_file import vendors_to_csv as vendors_to_csv

_HOMES = {
    "load_catalogue": "catalogue",
    "Certainty": "headings",
    "ColumnMap": "headings",
    "fields_of": "known",
    "plan_to_ics": "ics",
    "plans_to_ics": "ics",
    "export_name": "names",
    "safe_name": "names",
    "read_order": "order_in",
    "plan_to_csv": "plan_out",
    "plan_to_json": "plan_out",
    "plan_to_xlsx": "plan_out",
    "problems_to_csv": "plan_out",
    "ImportPreview": "preview",
    "ImportRow": "preview",
    "preview_requests": "preview",
    "read_requests": "preview",
    "requests_to_csv": "requests_out",
    "Sheet": "sheets",
    "table_to_csv": "sheets",
    "table_to_xlsx": "sheets",
    "TeamPreview": "team_in",
    "TeamRow": "team_in",
    "preview_team": "team_in",
    "read_team": "team_in",
    "team_to_csv": "team_out",
    "read_vendors": "vendors_file",
    "vendors_to_csv": "vendors_file",
}

__all__ = [*_HOMES]


def __getattr__(name: str) -> Any:
    # Lazy, so that the process that reads a workbook starts small and without numpy.
    if name in _HOMES:
        return getattr(import_module(f"planner.files.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'planner.files' has no attribute {name!r}")
