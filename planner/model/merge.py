"""Two people changed the same thing: which fields differ, which changes go together, and what both make of it.

A three-way merge by field: what only one side changed is taken, what both changed alike is fine, what they changed
differently is a collision that a person decides. Lists of things with a key (skills, parts, answers ...) are merged
thing by thing, rows of fixed length (the weights by priority) place by place; fields that mean something only
together (an address and its place) are one part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from planner.model.message import Text
from planner.model.request import PartNeed, SkillNeed
from planner.model.team import CertificateHeld, SkillHeld

__all__ = ["TOGETHER", "Difference", "Side", "differences", "merged"]

T = TypeVar("T")
Side = Literal["mine", "theirs"]

TOGETHER = (
    ("address", "postcode", "city", "place"),
    ("priority", "priority_override"),
    ("service_min", "service_p80_min"),
    ("status", "pause_reason"),
    ("starts_from", "start_place", "end_place"),
    ("start", "end"),
)
"""Fields that are changed and decided together, whatever class has them."""

_ASIDE = ("version", "profile")
"""What nobody changes: the count of saves, and the name of a set of weights, which follows from them."""

_COLLISION, _ABSENT = object(), object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A part of a thing that somebody changed.

    Parameters
    ----------
    names
        Its fields, those that differ anywhere.
    before, mine, theirs
        Values of these fields as read, as I changed them, and as they are stored now.
    together
        What both changes make; None where they collide.
    """

    names: tuple[str, ...]
    before: tuple[Any, ...]
    mine: tuple[Any, ...]
    theirs: tuple[Any, ...]
    together: tuple[Any, ...] | None

    @property
    def collides(self) -> bool:
        """Whether a person has to decide."""
        return self.together is None


def differences(base: T | None, mine: T, theirs: T, *, follows: Collection[str] = ()) -> tuple[Difference, ...]:
    """Return every part that I or they changed, in the order of the fields.

    Parameters
    ----------
    base
        What I read; None where I made something new that somebody else has made too: whatever differs collides.
    mine, theirs
        What I made of it, and what is stored now.
    follows
        Fields that are computed from others when the thing is saved: never a collision.
    """
    kinds = get_type_hints(type(mine))
    found = []
    for names in _parts(type(mine), leave_out=(*_ASIDE, *follows)):
        own, stored = (tuple(getattr(one, name) for name in names) for one in (mine, theirs))
        if base is None:
            found += [_both_new(names, own, stored)] if own != stored else []
            continue
        read = tuple(getattr(base, name) for name in names)
        if read != own or read != stored:
            found.append(_difference(names, (read, own, stored), kinds))
    return tuple(found)


def merged(
    base: T | None, mine: T, theirs: T, *, choices: Mapping[str, Side] | None = None, follows: Collection[str] = ()
) -> T:
    """Return what both changes make, on the stored version; a set of weights keeps the stored name.

    Parameters
    ----------
    choices
        Whose value counts, by the first field of each part that collides.

    Raises
    ------
    ValueError
        If a part collides and nobody chose, or the values do not go together in one thing.
    """
    values = {name: getattr(mine, name) for name in follows}
    for one in differences(base, mine, theirs, follows=follows):
        side = (choices or {}).get(one.names[0])
        if one.together is None and side is None:
            raise ValueError(f"{one.names[0]}: both sides changed it, and nobody chose")
        chosen = one.together if one.together is not None else one.mine if side == "mine" else one.theirs
        values |= dict(zip(one.names, chosen, strict=True))
    return replace(theirs, **values)  # type: ignore[type-var]


def _names(value: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(value))


def _parts(kind: Any, *, leave_out: Collection[str]) -> Iterable[tuple[str, ...]]:
    """The fields, those that belong together as one."""
    done = set(leave_out)
    own = _names(kind)
    for name in own:
        if name not in done:
            linked: tuple[str, ...] = next((one for one in TOGETHER if name in one), (name,))
            part = tuple(one for one in linked if one in own and one not in done)
            done |= set(part)
            yield part


def _difference(names: tuple[str, ...], sides: Sequence[tuple[Any, ...]], kinds: Mapping[str, Any]) -> Difference:
    together: Any = _three(*sides)
    if together is _COLLISION and len(names) == 1:
        both = _of_list(*(side[0] for side in sides), kind=kinds[names[0]])
        together = _COLLISION if both is _COLLISION else (both,)
    differ = [place for place in range(len(names)) if any(side[place] != sides[0][place] for side in sides)]
    before, mine, theirs = (tuple(side[place] for place in differ) for side in sides)
    return Difference(
        names=tuple(names[place] for place in differ),
        before=before,
        mine=mine,
        theirs=theirs,
        together=None if together is _COLLISION else tuple(together[place] for place in differ),
    )


def _both_new(names: tuple[str, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> Difference:
    differ = [place for place in range(len(names)) if mine[place] != theirs[place]]
    names, mine, theirs = (tuple(side[place] for place in differ) for side in (names, mine, theirs))
    return Difference(names=names, before=(None,) * len(names), mine=mine, theirs=theirs, together=None)


def _three(before: Any, mine: Any, theirs: Any) -> Any:
    """What two changes of one value make; `_ABSENT` is a thing that is not in a list."""
    if mine in (before, theirs):
        return theirs
    return mine if theirs == before else _COLLISION


def _of_list(before: Any, mine: Any, theirs: Any, *, kind: Any) -> Any:
    """What two changes of a list make, thing by thing; `_COLLISION` also where its things have no key."""
    if get_origin(kind) is not tuple:
        return _COLLISION
    inner = get_args(kind)
    if inner[-1] is not Ellipsis:
        return _all([_three(*values) for values in zip(before, mine, theirs, strict=True)])
    sides = [{_key(one): one for one in side} for side in (before, mine, theirs)]
    if None in {key for side in sides for key in side} or [len(s) for s in sides] != [
        len(before),
        len(mine),
        len(theirs),
    ]:
        return _COLLISION
    keys = dict.fromkeys((*sides[2], *sides[1]))
    found = _all([_three(*(side.get(key, _ABSENT) for side in sides)) for key in keys])
    return tuple(sorted(found)) if inner[0] is int and found is not _COLLISION else found


def _all(found: list[Any]) -> Any:
    return _COLLISION if _COLLISION in found else tuple(one for one in found if one is not _ABSENT)


def _key(one: Any) -> Any:
    """What tells a thing of a list from the others; None where only the whole list can be compared."""
    match one:
        case SkillNeed() | SkillHeld():
            return one.skill
        case PartNeed():
            return one.part
        case CertificateHeld():
            return one.certificate, one.customer_id
        case (str() as name, _):
            return name
        case str() | int() | Text():
            return one
        case _:
            return None
