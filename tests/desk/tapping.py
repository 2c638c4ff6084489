"""What Anna's tablet hands in, for tests."""

from planner.desk import tablet
from planner.desk.taps import read_tap
from tests.desk.firm import ANNA, DAY, NOW

__all__ = ["hand_in", "row"]


def row(seq, type_="visit.en_route", visit="R1", **more):
    """One row as the page writes it."""
    return {
        "uuid": f"tap-{seq:06d}",
        "seq": seq,
        "type": type_,
        "visit": visit,
        "plan": "p1",
        "day": DAY.isoformat(),
        "at": NOW.isoformat(),
    } | more


def hand_in(desk, *rows, actor=ANNA, sent_at=NOW):
    """Deliver rows and return the answers."""
    return tablet.take_events(desk, actor, [read_tap(one) for one in rows], sent_at=sent_at, device_id="d1")
