"""Texts that must never become code, and a plan that carries one of them in every field a customer can fill."""

from __future__ import annotations

from dataclasses import replace

from planner.model.places import Place
from planner.model.plan import Plan
from planner.model.words import Precision
from tests.views.plans import small_plan

PAYLOADS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    "<svg><script>window.hit=1</script></svg>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<body onload=window.hit=1>",
    "<details open ontoggle=window.hit=1>",
    "<a href=javascript:window.hit=1>x</a>",
    '"><img src=x onerror=window.hit=1>',
    "' onmouseover=window.hit=1 '",
    "${window.hit=1}",
    "`${window.hit=1}`",
    "`);window.hit=1;(`",
    '");window.hit=1;("',
    "\\`);window.hit=1;//",
    "\\u003cimg src=x onerror=window.hit=1\\u003e",
    "&lt;img src=x onerror=window.hit=1&gt;",
    "&#60;img src=x onerror=window.hit=1&#62;",
    "{{constructor.constructor('window.hit=1')()}}",
    "{% raw %}{{ 7*7 }}{% endraw %}",
    "<!--<script>window.hit=1//-->",
    "\u2028window.hit=1\u2029",
    "<style>*{display:none}</style>",
    "<form action=https://evil.example><input name=a></form>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "*/window.hit=1/*",
    "{{ 7*7 }}",
    "{{ cycler.__init__.__globals__.os.getcwd() }}",
    "{{{ 7*7 }}}",
    "{% for n in range(3) %}hit{% endfor %}",
    "{# gone #}",
)
"""Thirty-three ways to run code, load something foreign or hide the page."""


def hostile_plan(payload: str) -> Plan:
    """Return the small day with the payload in every text a file or form may bring in."""
    plan = small_plan()

    def spoilt(place: Place | None) -> Place | None:
        return place and replace(place, label=payload)

    stops = tuple(
        replace(s, title=payload if s.visit_id else "", customer=payload, place=spoilt(s.place)) for s in plan.stops
    )
    people = tuple(
        replace(t, name=payload, start_place=spoilt(t.start_place), end_place=spoilt(t.end_place))
        for t in plan.technicians
    )
    left = tuple(replace(u, title=payload, customer=payload, place=spoilt(u.place)) for u in plan.unassigned)
    return plan.replace(technicians=people, stops=stops, unassigned=left, created_by=payload)


def hostile_place(payload: str) -> Place:
    """Return a coarse place with the payload as its name."""
    return Place(lat=59.3, lon=18.0, precision=Precision.POSTCODE, label=payload)
