"""Notes on a day that say the same of several people are one."""

from planner.model.language import render
from planner.model.message import message
from planner.planning.notes import folded
from tests.planning.factory import DAY, at


def ends(name, hour, rule="ATL13", key="planning.kept_end"):
    return message(key, technician=name, law_rule=message(f"law.{rule}"), at=at(hour), day=DAY)


def test_who_ends_early_for_the_same_rule_stands_in_one_line_with_their_times():
    other = message("planning.vague", count=2)
    notes = (ends("Anna L", 17), other, ends("Bo K", 16), ends("Cecilia R", 17), ends("Dan S", 15, rule="ATL15"))
    said = folded(notes)
    rule = render(message("law.ATL13"), "sv")
    assert render(said[0], "sv") == (
        f"Slutar senast tis 24 november, för regeln om {rule}: Anna L 17:00, Bo K 16:00 och Cecilia R 17:00."
    )
    assert said[1:] == (other, notes[4])  # of one person it stays as it is, and so does another rule


def test_who_begins_late_is_not_mixed_with_who_ends_early():
    notes = (ends("Anna L", 17), ends("Bo K", 9, key="planning.kept_start"))
    assert folded(notes) == notes
