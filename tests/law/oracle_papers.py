"""The second checker's part about notice and licences: moments compared, drives minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta

from planner.law import Leg
from tests.law.bitmap import ZONE, Bitmap, Found, minute, today


def papers(it: Bitmap) -> Iterator[Found]:
    """LIC and ATL12."""
    for leg in it.roster.legs:
        key = drive(it, leg)
        if key:
            yield key, minute(leg.start)
    for change in it.roster.changes:
        known = change.known_start is not None and change.known_end is not None
        if known and change.known_start <= change.start and change.end <= change.known_end:  # type: ignore[operator]
            continue
        start = min(change.start, change.known_start or change.start)
        local = start.astimezone(ZONE)
        latest = local.replace(tzinfo=None) - timedelta(days=float(it.profile["ATL12.notice_days"].value))
        if change.published > latest.replace(tzinfo=ZONE).astimezone(UTC) and not change.reason:
            yield "ATL12.notice_days", minute(start)


def drive(it: Bitmap, leg: Leg) -> str:
    """What is wrong with a drive: every minute, the one of arrival included, needs a licence."""
    held = [one for one in it.roster.licences if it.profile["LIC.class"].value in one.classes]
    if it.roster.phone_only or not held:
        return "LIC.valid" if it.roster.phone_only else "LIC.class"
    minutes = range(minute(leg.start), minute(leg.end) + 1)
    good = [
        one
        for one in held
        if not one.suspended and all(minute(one.valid_from) <= at < minute(one.valid_to) for at in minutes)
    ]
    if not good:
        return "LIC.valid"
    checks = [one.checked_on for one in good if one.checked_on]
    age = min(((today(minutes[0]) - day).days for day in checks), default=10**6)
    if age > float(it.profile["LIC.check_days"].value):
        return "LIC.check_days"
    return "LIC.warn_days" if age >= float(it.profile["LIC.warn_days"].value) else ""
