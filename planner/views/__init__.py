"""A plan made visible: map, schedule rows, tables, day sheet, colours. Values in, text out; no streamlit.

Names are loaded when they are first used: folium and pandas take half a second that a worker need not wait.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.views.bare_sheet import short_sheet as short_sheet
    from planner.views.board import schedule as schedule
    from planner.views.escape import map_text as map_text
    from planner.views.ground import Tiles as Tiles
    from planner.views.maps import day_map as day_map
    from planner.views.maps import map_html as map_html
    from planner.views.maps import place_html as place_html
    from planner.views.maps import place_map as place_map
    from planner.views.maps import plan_map as plan_map
    from planner.views.purchases import Order as Order
    from planner.views.purchases import order_text as order_text
    from planner.views.purchases import orders as orders
    from planner.views.reach import Present as Present
    from planner.views.reach import reach_html as reach_html
    from planner.views.reach import reach_map as reach_map
    from planner.views.sheet import day_sheet as day_sheet
    from planner.views.sheet import day_sheets as day_sheets
    from planner.views.summary import key_figures as key_figures
    from planner.views.summary import price_rows as price_rows
    from planner.views.tables import stop_table as stop_table
    from planner.views.tables import unassigned_table as unassigned_table

_HOMES = {
    "Order": "purchases",
    "Present": "reach",
    "Tiles": "ground",
    "day_map": "maps",
    "day_sheet": "sheet",
    "day_sheets": "sheet",
    "key_figures": "summary",
    "map_html": "maps",
    "map_text": "escape",
    "order_text": "purchases",
    "orders": "purchases",
    "place_html": "maps",
    "place_map": "maps",
    "plan_map": "maps",
    "price_rows": "summary",
    "reach_html": "reach",
    "reach_map": "reach",
    "schedule": "board",
    "short_sheet": "bare_sheet",
    "stop_table": "tables",
    "unassigned_table": "tables",
}
__all__ = [
    "Order",
    "Present",
    "Tiles",
    "day_map",
    "day_sheet",
    "day_sheets",
    "key_figures",
    "map_html",
    "map_text",
    "order_text",
    "orders",
    "place_html",
    "place_map",
    "plan_map",
    "price_rows",
    "reach_html",
    "reach_map",
    "schedule",
    "short_sheet",
    "stop_table",
    "unassigned_table",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"planner.views.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'planner.views' has no attribute {name!r}")
