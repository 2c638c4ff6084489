"""What is aboard along a route: what is taken at depots for later visits, and what is missing all the same.

The judge does not use this: it counts for itself what a plan says was taken (`planner.rules.parts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.model.problem import Duty, Problem, Visit
from planner.model.stock import PartSize, Taken

__all__ = ["Aboard", "aboard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aboard:
    """What a route does with parts.

    Parameters
    ----------
    taken
        What is taken at each pick-up, by its visit id.
    missing
        What a visit needs and the van does not have then.
    over_ml, over_g
        By how much the van is loaded beyond its limits at worst; 0: not at all.
    """

    taken: Mapping[str, tuple[Taken, ...]] = field(default_factory=dict)
    missing: tuple[Taken, ...] = ()
    over_ml: int = 0
    over_g: int = 0

    @property
    def is_right(self) -> bool:
        """Whether everything is there when it is needed, and the van holds it."""
        return not (self.missing or self.over_ml or self.over_g)


_NOTHING = Aboard()


def aboard(problem: Problem, duty: Duty, work: Sequence[Visit]) -> Aboard:
    """Return what a duty takes along for its work in this order.

    A visit uses what is in the van first. What is lacking was taken at the last pick-up before it whose depot has it
    left: as late as that can be, so that the van is as empty as it can be.

    Parameters
    ----------
    problem
        Sizes of the parts.
    duty
        Whose van.
    work
        Visits and pick-ups in order; what each pick-up may take is its `stock`.
    """
    if not any(visit.parts for visit in work):
        return _NOTHING
    van = dict(duty.van.stock) if duty.van else {}
    left: list[tuple[Visit, dict[str, int]]] = []
    taken: dict[str, list[Taken]] = {}
    missing = []
    for visit in work:
        if visit.is_pickup:
            left.append((visit, dict(visit.stock)))
            taken[visit.visit_id] = []
        for part, needed in visit.parts:
            own = min(needed, van.get(part, 0))
            van[part], needed = van.get(part, 0) - own, needed - own
            for pickup, there in reversed(left):
                number = min(needed, there.get(part, 0))
                if number:
                    there[part], needed = there[part] - number, needed - number
                    taken[pickup.visit_id].append(Taken(part=part, quantity=number, visit_id=visit.visit_id))
            if needed:
                missing.append(Taken(part=part, quantity=needed, visit_id=visit.visit_id))
    found = {one: tuple(rows) for one, rows in taken.items()}
    over_ml, over_g = _overload(problem, duty, work, found)
    return Aboard(taken=found, missing=tuple(missing), over_ml=over_ml, over_g=over_g)


def _overload(
    problem: Problem, duty: Duty, work: Sequence[Visit], taken: Mapping[str, tuple[Taken, ...]]
) -> tuple[int, int]:
    """Return by how much the van is loaded beyond its limits after the worst pick-up."""
    van = duty.van
    if van is None or (van.load_ml is None and van.load_g is None) or not any(taken.values()):
        return 0, 0
    sizes = {one.part: one for one in problem.parts}
    inside, over = dict(van.stock), (0, 0)
    for visit in work:
        for one in taken.get(visit.visit_id, ()):
            inside[one.part] = inside.get(one.part, 0) + one.quantity
        if taken.get(visit.visit_id):
            volume, weight = _size(inside, sizes)
            beyond = [
                0 if most is None else amount - most for amount, most in ((volume, van.load_ml), (weight, van.load_g))
            ]
            over = max(over[0], beyond[0]), max(over[1], beyond[1])
        for part, needed in visit.parts:
            inside[part] = max(0, inside.get(part, 0) - needed)
    return over


def _size(inside: Mapping[str, int], sizes: Mapping[str, PartSize]) -> tuple[int, int]:
    known = [(sizes[part], number) for part, number in inside.items() if part in sizes]
    return sum(one.volume_ml * n for one, n in known), sum(one.weight_g * n for one, n in known)
