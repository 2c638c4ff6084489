"""What the catalogue calls things: ids by id, name in either language, article code; and lists of them in one cell."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.files.known import normalised, words
from planner.files.values import WrongValueError, brief
from planner.model.catalogue import Catalogue, Level
from planner.model.message import Text, message
from planner.model.team import Team

__all__ = ["Vocabulary", "parse_list", "parse_needs", "parse_one", "vocabulary"]


class Known(dict[str, str]):
    """Id by normalised id or name, with the names to show."""

    def __init__(self, ids: Mapping[str, str], names: Mapping[str, Text]) -> None:
        super().__init__(ids)
        self.names = names

    def shown(self, key: str) -> Text:
        """Return what an id is called; the id itself where it has no name."""
        return self.names.get(key, Text(key, key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Id by normalised id or name. `technicians` is None where the team is not known: then any id will do."""

    skills: Known
    certificates: Known
    parts: Known
    job_types: Known
    sla: Known
    impact: Mapping[str, int]
    urgency: Mapping[str, int]
    technicians: Known | None = None


def vocabulary(catalogue: Catalogue, team: Team | None = None) -> Vocabulary:
    """Return the words of a catalogue, and of a team where it is known."""
    codes = {normalised(part.sku): key for key, part in catalogue.parts.items() if part.sku}
    shipped = {word: key for word, key in words("job_type").items() if key in catalogue.job_types}
    people = None if team is None else ((one.technician_id, Text(one.name, one.name)) for one in team.technicians)
    return Vocabulary(
        skills=_named((key, one.name) for key, one in catalogue.skills.items()),
        certificates=_named((key, one.name) for key, one in catalogue.certificates.items()),
        parts=_named(((key, one.name) for key, one in catalogue.parts.items()), also=codes),
        job_types=_named(((key, one.name) for key, one in catalogue.job_types.items()), also=shipped),
        sla=_named((key, one.label) for key, one in catalogue.sla_policies.items()),
        impact=_levels(catalogue.impact),
        urgency=_levels(catalogue.urgency),
        technicians=None if people is None else _named(people),
    )


def _named(entries: Iterable[tuple[str, Text]], *, also: Mapping[str, str] | None = None) -> Known:
    names = dict(entries)
    spoken = {normalised(word): key for key, name in names.items() for word in (name.sv, name.en)}
    return Known({**(also or {}), **spoken, **{normalised(key): key for key in names}}, names)


def _levels(levels: Iterable[Level]) -> dict[str, int]:
    return {normalised(word): one.level for one in levels for word in (one.label.sv, one.label.en)}


def parse_one(text: str, known: Known, what: str) -> str:
    """Read one id or name.

    Parameters
    ----------
    known
        Id by normalised id or name.
    what
        Kind of thing, the end of the text key ``import.unknown_<what>``.

    Raises
    ------
    WrongValueError
        If nothing is called that; with the most similar id as cure where there is one.
    """
    found = known.get(normalised(text))
    if found is None:
        raise _unknown(text, text, known, what)
    return found


def parse_list(text: str, known: Known | None, what: str) -> tuple[str, ...]:
    """Read ids or names between ``,``, ``;``, ``|`` or line breaks; `known` None takes any word but ``?`` and ``-``."""
    if known is None:
        pieces = (" ".join(piece.split()) for piece in re.split(r"[,;|\n]", text))
        return tuple(dict.fromkeys(piece for piece in pieces if normalised(piece).strip("?-–")))
    return tuple(dict.fromkeys(parse_one(piece, known, what) for piece in _pieces(text, known)))


def parse_needs(text: str, known: Known, what: str, *, high: int) -> tuple[tuple[str, int], ...]:
    """Read names with a number: ``windows_server:3, Wi-Fi 2; 2 st patchkabel``; no number counts as 1.

    Parameters
    ----------
    known, what
        As in `parse_one`.
    high
        Greatest number expected; the least is 1.
    """
    needs: dict[str, int] = {}
    for piece in _pieces(text, known):
        name, number = _numbered(piece, known)
        if name not in known:
            raise _unknown(_bare(piece), text, known, what)
        if not 1 <= number <= high:
            raise WrongValueError(message("import.need_number", value=brief(piece), high=str(high)))
        needs[known[name]] = max(number, needs.get(known[name], 0))
    return tuple(needs.items())


_AFTER = re.compile(
    r"(.+?)\s*(?::|=|>=|≥|x|×|\(|nivå|niva|level|\s)\s*(?:nivå|level|minst)?\s*(\d{1,4})\)?", re.IGNORECASE
)
_BEFORE = re.compile(r"(\d{1,4})\s*(?:x|×|st|pcs|\s)\s*(.+)", re.IGNORECASE)


def _numbered(piece: str, known: Known) -> tuple[str, int]:
    if normalised(piece) in known:
        return normalised(piece), 1
    if (match := _AFTER.fullmatch(piece)) and normalised(match[1]) in known:
        return normalised(match[1]), int(match[2])
    if (match := _BEFORE.fullmatch(piece)) and normalised(match[2]) in known:
        return normalised(match[2]), int(match[1])
    return "", 1


def _bare(piece: str) -> str:
    match = re.fullmatch(r"(.+?)\s*[:=]\s*\d{1,4}", piece)
    return match[1] if match else piece


def _pieces(text: str, known: Known) -> list[str]:
    """Split at ``;``, ``|`` and line breaks, then at commas that are not part of a name, then ``a:3 b:2`` at blanks."""
    found: list[str] = []
    for block in re.split(r"[;|\n]", text):
        parts = [part.strip() for part in block.split(",")]
        at = 0
        while at < len(parts):
            end = next((end for end in range(len(parts), at, -1) if _is_item(", ".join(parts[at:end]), known)), at + 1)
            found.extend(_spaced(", ".join(parts[at:end])))
            at = end
    return [piece for piece in found if piece]


def _is_item(piece: str, known: Known) -> bool:
    return bool(_numbered(piece, known)[0])


def _spaced(piece: str) -> list[str]:
    tokens = piece.split()
    return (
        tokens
        if len(tokens) > 1 and all(re.fullmatch(r"[^\s:]+:[^\s:]+(:\S+)?", token) for token in tokens)
        else [piece]
    )


def _unknown(piece: str, text: str, known: Known, what: str) -> WrongValueError:
    near = difflib.get_close_matches(normalised(piece), list(known), n=1, cutoff=0.75)
    unknown = message(f"import.unknown_{what}", value=brief(piece))
    if not near:
        return WrongValueError(unknown)
    meant = known[near[0]]
    proposal = message("import.did_you_mean", problem=unknown, proposal=known.shown(meant))
    return WrongValueError(proposal, text.replace(piece, meant, 1))
