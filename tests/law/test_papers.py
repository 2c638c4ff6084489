"""Drives and licences, the sentences, and rosters that cannot be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.law import LAW, Kind, Leg, Licence, Roster, Spell, check
from planner.model.language import LANGUAGES, render
from tests.law.building import at, broken, lasting, roster, spell

W, OVER = Kind.WORK, Kind.OVERTIME


def licensed(*periods: tuple[int, int], **fields: object) -> Roster:
    """Drives at noon of days 0, 2 and 4, and a licence in some periods of days."""
    held = tuple(
        Licence(classes=("B",), valid_from=at(a), valid_to=at(b), checked_on=date(2026, 5, 1)) for a, b in periods
    )
    legs = tuple(Leg(start=at(day, "12:00"), end=at(day, "12:30")) for day in (0, 2, 4))
    return roster(legs=legs, licences=held, **fields)


def test_each_drive_is_judged_for_itself_and_a_licence_can_be_regained() -> None:
    found = check(licensed((-5, 1), (3, 90)), LAW)
    assert [(one.parameter, one.start) for one in found] == [("LIC.valid", at(2, "12:00"))]
    assert check(licensed((-5, 90)), LAW) == ()
    midnight = licensed((-5, 90)).replace(legs=(Leg(start=at(89, "23:30"), end=at(90, "00:10")),))
    assert broken(midnight) == {"LIC.valid"}


def test_class_suspension_control_and_phone_only() -> None:
    good = licensed((-5, 90))
    (held,) = good.licences
    for change, key in (({"classes": ("AM",)}, "LIC.class"), ({"suspended": True}, "LIC.valid"),
                        ({"checked_on": None}, "LIC.check_days")):  # fmt: skip
        fields = {name: getattr(held, name) for name in held.__slots__} | change
        assert broken(good.replace(licences=(Licence(**fields),))) == {key}
    assert broken(good.replace(licences=())) == {"LIC.class"}
    assert broken(good.replace(phone_only=True)) == {"LIC.valid"}


def test_every_breach_can_be_said_in_both_languages() -> None:
    late = roster(spell(W, 0, "08:00", "13:00", s=1), name="Anna L")
    (breach,) = check(late, LAW)
    said = {language: render(breach.said, language).replace("\u00a0", " ") for language in LANGUAGES}
    assert said["sv"] == (
        "Anna L bryter från mån 1 juni 08:00 mot regeln om arbete i följd utan rast: 5 h 0 min 1 s,"
        " högst 5 h (lag: 15 § ATL)."
    )
    assert said["en"] == (
        "Anna L breaks the rule on work in a row without a break from Mon 1 June 08:00: 5 h 0 min 1 s,"
        " at most 5 h (law: 15 § ATL)."
    )


@pytest.mark.parametrize(
    ("spells", "said"),
    [
        ((spell(W, 0, "08:00", "12:00"), spell(OVER, 0, "11:00", "13:00")), "overlaps"),
        ((lasting(W, at(-1), h=1),), "outside"),
    ],
)
def test_what_cannot_be_is_refused(spells: tuple[Spell, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        roster(*spells)


def test_moments_are_in_utc_on_whole_seconds_and_in_order() -> None:
    good = at(0)
    for start, end in (
        (good.replace(tzinfo=None), good),
        (good, good + timedelta(microseconds=1)),
        (good, good),
        (good, (good + timedelta(hours=1)).astimezone(at(0).tzinfo).replace(tzinfo=None)),
    ):
        with pytest.raises(ValueError, match="spell"):
            Spell(kind=W, start=start, end=end)
