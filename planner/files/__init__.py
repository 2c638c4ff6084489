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
    from planner.files.loading_out import loading_to_csv as loading_to_csv
    from planner.files.loading_out import loading_to_xlsx as loading_to_xlsx
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
    from planner.files.site_hours import parse_special as parse_special
    from planner.files.site_hours import parse_weekly as parse_weekly
    from planner.files.site_hours import special_text as special_text
    from planner.files.site_hours import weekly_text as weekly_text
    from planner.files.sites_in import SitesPreview as SitesPreview
    from planner.files.sites_in import preview_sites as preview_sites
    from planner.files.sites_in import read_sites as read_sites
    from planner.files.sites_in import sites_to_csv as sites_to_csv
    from planner.files.stores_in import StoresPreview as StoresPreview
    from planner.files.stores_in import preview_stores as preview_stores
    from planner.files.stores_in import read_stores as read_stores
    from planner.files.stores_out import stores_to_csv as stores_to_csv
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
    "loading_to_csv": "loading_out",
    "loading_to_xlsx": "loading_out",
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
    "StoresPreview": "stores_in",
    "preview_stores": "stores_in",
    "read_stores": "stores_in",
    "stores_to_csv": "stores_out",
    "parse_special": "site_hours",
    "parse_weekly": "site_hours",
    "special_text": "site_hours",
    "weekly_text": "site_hours",
    "SitesPreview": "sites_in",
    "preview_sites": "sites_in",
    "read_sites": "sites_in",
    "sites_to_csv": "sites_in",
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
