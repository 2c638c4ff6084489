"""Colours: legible in both themes, the same names, and never the only difference."""

import pytest

from planner.model.words import Priority
from planner.views.icons import icon_svg
from planner.views.tokens import DARK, LIGHT, THEMES, mixed, priority_mark, technician_style, token


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_both_themes_name_the_same_colours():
    assert set(LIGHT) == set(DARK)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", ["text", "text-2", "text-3", "link", "ok", "warn", "bad", "info"])
def test_text_is_legible_on_every_ground(theme, ink):
    grounds = ("page", "surface", "sunken")
    assert min(contrast(token(ink, theme), token(ground, theme)) for ground in grounds) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", ["ok", "warn", "bad", "info"])
def test_coloured_text_is_legible_on_its_soft_ground(theme, kind):
    assert contrast(token(kind, theme), token(f"{kind}-soft", theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_white_text_is_legible_on_the_primary_button(theme):
    assert contrast(token("on-primary", theme), token("primary", theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_numbers_are_legible_on_badges_and_badges_on_land(theme):
    for number in range(1, 17):
        style = technician_style(number, theme)
        assert contrast(style.text, style.colour) >= 4.5
        assert contrast(style.colour, token("land", theme)) >= 4.1


def test_sixteen_technicians_look_different_without_their_number():
    looks = {(s.colour, s.dashed, s.shape) for s in (technician_style(n, "light") for n in range(1, 17))}
    assert len(looks) == 16


def test_the_same_colour_comes_back_in_another_pattern_and_shape():
    first, ninth = technician_style(1, "light"), technician_style(9, "light")
    assert first.colour == ninth.colour
    assert (first.shape, ninth.shape) == ("round", "square")
    assert (first.dash, ninth.dash) == (None, "7 4")


def test_from_seventeen_the_looks_repeat_but_the_number_stays():
    again = technician_style(17, "dark")
    assert again.number == 17
    assert again.colour == technician_style(1, "dark").colour


@pytest.mark.parametrize("theme", THEMES)
def test_every_priority_has_its_own_icon_and_legible_text(theme):
    marks = [priority_mark(priority, theme) for priority in Priority]
    assert len({mark.icon for mark in marks}) == 5
    assert all(contrast(mark.text, mark.ground) >= 4.5 for mark in marks)


def test_a_mixed_colour_lies_between_its_parents():
    assert mixed("#000000", "#FFFFFF", 0.25) == "#BFBFBF"
    assert mixed("#123456", "#FFFFFF", 1.0) == "#123456"


def test_icons_are_silent_for_screen_readers():
    assert 'aria-hidden="true"' in icon_svg("headset")
