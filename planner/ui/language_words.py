"""Names of the languages that people speak."""

from __future__ import annotations

from planner.model.language import texts
from planner.model.team import Team
from planner.ui.session import t

__all__ = ["language_name", "spoken_languages"]

_OFFERED = ("sv", "en", "fi", "ar", "so", "fa", "pl", "uk", "ru", "es", "de", "fr")


def spoken_languages(team: Team, *also: str) -> list[str]:
    """Return the codes of languages to choose from: the usual ones, those of the team, and some more."""
    spoken = {one for technician in team.technicians for one in technician.languages}
    return list(dict.fromkeys((*_OFFERED, *sorted(spoken), *also)))


def language_name(code: str) -> str:
    """Return what a language is called; a code without a name stays as it is."""
    return t(f"spoken_language.code_{code}") if f"spoken_language.code_{code}" in texts() else code
