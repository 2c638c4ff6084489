"""The cheapest plan of a small town, proven: the rules and the price written once more, for CP-SAT.

Written from the README's tables; shares nothing with the product but the model's types. Everything is in whole
minutes. A day is a circuit through the work done in it; a remote session stands in it once for each place
where somebody may sit meanwhile. A break lies in the gap after some work (or before the first), taking time from
the way, or after the day's end. Not known here: prices of waiting, of idle time, of the longest lateness, of starts
as such and of missed breaks, and licences for a part of the day.
"""

from dataclasses import dataclass, field
from math import gcd

from ortools.sat.python import cp_model

from planner.model.words import LockKind, Who
from tests.rules.oracle import Day

M = 60
FAR = 3 * 24 * 60
HOME = 0
"""Number of the node at which every circuit begins and ends."""


@dataclass(frozen=True)
class Proof:
    """The least price in units, and one plan that has it: who does what from which second on."""

    units: int
    starts_s: dict[str, int]
    by: dict[str, str] = field(default_factory=dict)


def may(problem, duty, visit):
    """Who may do what, told apart from the judge."""
    skilled = all(dict(duty.skills).get(skill, 0) >= level for skill, level in visit.skills)
    wanted = duty.technician_id not in visit.forbidden and (not visit.required or duty.technician_id in visit.required)
    locked = visit.lock.kind in (LockKind.TECHNICIAN, LockKind.BOTH) and visit.lock.technician_id != duty.technician_id
    spoken = not visit.languages or set(visit.languages) & set(duty.languages)
    at_home = not (visit.in_territory and visit.territory and duty.territories) or visit.territory in duty.territories
    same = not (visit.same_as and visit.same_required) or visit.same_as == duty.technician_id
    hired = duty.vendor is None or not duty.vendor.job_types or visit.job_type_id in duty.vendor.job_types
    ordered = duty.vendor is None or duty.vendor.ordered is None or visit.visit_id in duty.vendor.ordered
    kind = duty.takes_remote if visit.is_remote else duty.takes_visits and bool(duty.drives or duty.rides_with)
    certified = all(one in duty.certificates for one in visit.certificates)
    return (
        skilled
        and wanted
        and not locked
        and bool(spoken)
        and at_home
        and same
        and hired
        and ordered
        and kind
        and certified
    )


def proven(problem, *, seconds=120, below=None):
    """Return the cheapest plan of a problem and the proof that nothing is cheaper.

    Parameters
    ----------
    seconds
        Time for the proof; an AssertionError says that it was not enough.
    below
        Only plans that cost less than so many price units are looked for; None is returned where there is none.
    """
    return _Model(problem).solve(seconds, below)


def _minutes(seconds):
    assert seconds % M == 0, f"{seconds} s are no whole minutes"
    return seconds // M


class _Model:
    def __init__(self, problem):
        prices = problem.weights
        unknown = (
            prices.waiting_ore_h,
            prices.longest_lateness_ore_min,
            prices.longest_idle_ore_h,
            prices.change_ore_min,
        )
        assert not any((*unknown, *prices.soon_ore_h)), "a price that is not known here"
        assert all(rest.missed_ore is None for duty in problem.duties for rest in duty.breaks)
        self.problem, self.model, self.terms = problem, cp_model.CpModel(), []
        self.start = {v.visit_id: self.model.new_int_var(0, FAR, f"start {v.visit_id}") for v in problem.visits}
        self.end = {v.visit_id: self.model.new_int_var(0, 2 * FAR, f"end {v.visit_id}") for v in problem.visits}
        self.done, self.doers = {}, {v.visit_id: [] for v in problem.visits}
        routes = {duty.duty_id: _Route(self, number, duty) for number, duty in enumerate(problem.duties)}
        for duty in problem.duties:
            if duty.rides_with:
                self._rider(duty, routes[duty.rides_with])
        for visit in problem.visits:
            self._visit(visit)
        for link in problem.links:
            self._link(link)

    def cost(self, literal, units):
        if units:
            self.terms.append((units, literal))

    def _visit(self, visit):
        model, doers, start = self.model, [lit for _, lit in self.doers[visit.visit_id]], self.start[visit.visit_id]
        done = model.new_bool_var(f"done {visit.visit_id}")
        model.add(sum(doers) == done)
        self.done[visit.visit_id] = done
        if visit.drop_ore is None:
            model.add(done == 1)
        else:
            self.cost(done.negated(), visit.drop_ore * 18_000)
        for duty, literal in self.doers[visit.visit_id]:
            work = _minutes(max(1, round(visit.service_s * duty.job_time_factor)))
            model.add(self.end[visit.visit_id] == start + work).only_enforce_if(literal)
        self._times(visit, done, start)
        if visit.late_after_s is not None:
            late = model.new_int_var(0, FAR, f"late {visit.visit_id}")
            model.add(late >= start - _minutes(visit.late_after_s)).only_enforce_if(done)
            self.cost(late, 60 * 300 * self.problem.weights.lateness_ore_min[visit.priority - 1])

    def _times(self, visit, done, start):
        model = self.model
        for windows in (visit.windows, visit.opening):
            chosen = []
            for window in windows:
                inside = model.new_bool_var("window")
                model.add(start >= _minutes(window.earliest_s)).only_enforce_if(inside)
                model.add(start <= _minutes(window.latest_s)).only_enforce_if(inside)
                if window.end_s is not None:
                    model.add(self.end[visit.visit_id] <= _minutes(window.end_s)).only_enforce_if(inside)
                chosen.append(inside)
            if chosen:
                model.add_bool_or(*chosen, done.negated())
        if visit.lock.kind in (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE):
            if visit.lock.earliest_s is not None:
                model.add(start >= _minutes(visit.lock.earliest_s)).only_enforce_if(done)
            if visit.lock.latest_s is not None:
                model.add(start <= _minutes(visit.lock.latest_s)).only_enforce_if(done)

    def _link(self, link):
        model, first, second = self.model, self.done[link.first], self.done[link.second]
        model.add_implication(second, first)
        if link.both:
            model.add_implication(first, second)
        gap = self.start[link.second] - (self.end if link.from_end else self.start)[link.first]
        model.add(gap >= _minutes(link.min_s)).only_enforce_if(second)
        if link.max_s is not None:
            model.add(gap <= _minutes(link.max_s)).only_enforce_if(second)
        for name in {duty.technician_id for duty in self.problem.duties}:
            mine = [
                sum(lit for duty, lit in self.doers[one] if duty.technician_id == name)
                for one in (link.first, link.second)
            ]
            if link.who is Who.SAME:
                model.add(mine[0] == mine[1]).only_enforce_if(second)
            elif link.who is Who.DIFFERENT:
                model.add(mine[0] + mine[1] <= 1)

    def _rider(self, duty, car):
        """Who rides is at seats of crews beside the driver only, home within the shift, without sessions that day."""
        assert (duty.breaks, duty.start_s) == (car.duty.breaks, car.duty.start_s), "not known here"
        mine = {v.visit_id: lit for v in self.problem.visits for d, lit in self.doers[v.visit_id] if d is duty}
        for visit in (one for one in self.problem.visits if one.visit_id in mine and one.place is not None):
            crew = [one for one in self.problem.links if one.both and one.meets]
            seats = {
                one for link in crew for one in (link.first, link.second) if visit.visit_id in (link.first, link.second)
            }
            beside = [lit for seat in seats - {visit.visit_id} for d, lit in self.doers[seat] if d is car.duty]
            self.model.add_bool_or(*beside, mine[visit.visit_id].negated())
            self.model.add(car.home <= _minutes(duty.end_s)).only_enforce_if(mine[visit.visit_id])
            for session in (one for one in self.problem.visits if one.visit_id in mine and one.place is None):
                self.model.add(mine[visit.visit_id] + mine[session.visit_id] <= 1)

    def solve(self, seconds, below):
        scale = gcd(*(units for units, _ in self.terms)) or 1
        price = sum(units // scale * literal for units, literal in self.terms)
        if below is not None:
            self.model.add(price <= (below - 1) // scale)
        self.model.minimize(price)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 1
        solver.parameters.linearization_level, solver.parameters.random_seed = 2, 1
        status = solver.solve(self.model)
        if below is not None and status == cp_model.INFEASIBLE:
            return None
        assert status == cp_model.OPTIMAL, f"no proof within {seconds} s: {solver.status_name(status)}"
        by = {
            visit: duty.duty_id
            for visit, doers in self.doers.items()
            for duty, literal in doers
            if solver.value(literal)
        }
        starts = {visit: M * solver.value(self.start[visit]) for visit in by}
        return Proof(units=round(solver.objective_value) * scale, starts_s=starts, by=by)


class _Route:
    """The circuit of one duty. Nodes are pairs of visit and place; number 0 is home."""

    def __init__(self, town, number, duty):
        self.town, self.model, self.duty, self.name = town, town.model, duty, f"{number}"
        problem = town.problem
        assert duty.start_place is not None
        whole = all(one.start_s <= duty.start_s and one.end_s >= duty.hard_end_s for one in duty.drives)
        assert whole, "a licence for a part of the day is not known here"
        able = [v for v in problem.visits if may(problem, duty, v)]
        stands = sorted({v.place for v in able if v.place is not None} | {duty.start_place})
        self.nodes = [(None, duty.start_place)]
        self.nodes += [(v, place) for v in able for place in (stands if v.is_remote else [v.place])]
        self.used = self.model.new_bool_var(f"used {self.name}")
        self.home = self.model.new_int_var(0, FAR, f"home {self.name}")
        self.at = {number: self.model.new_bool_var("at") for number in range(1, len(self.nodes))}
        for literal in self.at.values():
            self.model.add_implication(literal, self.used)
        self.gaps = self._breaks()
        self._circuit()
        self._who(able)
        over = self.model.new_int_var(0, FAR, "over")
        self.model.add(over >= self.home - _minutes(duty.end_s)).only_enforce_if(self.used)
        self.model.add(self.home <= _minutes(duty.hard_end_s)).only_enforce_if(self.used)
        town.cost(over, 60 * 5 * duty.overtime_ore_h)
        town.cost(self.used, Day(problem, duty, ()).people())

    def _way(self, start, end):
        """Minutes, metres and set-up minutes from one node to another, or None where there is no such way."""
        (_, here), (visit, there) = self.nodes[start], self.nodes[end]
        if end == HOME:
            there = self.duty.end_place
            if there is None:
                return 0, 0, 0
        elif visit.is_remote:
            return (0, 0, 0) if here == there else None
        drive_s = int(self.town.problem.matrix.drive_s[here][there])
        if drive_s < 0 or (drive_s and not self.duty.drives and not self.duty.rides_with):
            return None
        setup = _minutes(visit.setup_s) if end != HOME and here != there else 0
        metres = int(self.town.problem.matrix.distance_m[here][there])
        return _minutes(round(drive_s * self.duty.speed_factor)), metres, setup

    def _breaks(self):
        """For every break a literal of each gap it may lie in: after which node; and None: after the day's end."""
        gaps, spans = [], []
        for number, one in enumerate(self.duty.breaks):
            assert one.earliest_s >= self.duty.start_s, "a break before the shift is not known here"
            begin = self.model.new_int_var(_minutes(one.earliest_s), _minutes(one.latest_s), f"break {number}")
            lasts = _minutes(one.duration_s)
            where = {node: self.model.new_bool_var("rest") for node in (None, HOME, *self.at)}
            self.model.add(sum(where.values()) == self.used)
            for node, literal in self.at.items():
                self.model.add_implication(where[node], literal)
                visit = self.nodes[node][0].visit_id
                self.model.add(begin >= self.town.end[visit]).only_enforce_if(where[node])
            self.model.add(begin >= self.home).only_enforce_if(where[None])
            spans.append(self.model.new_optional_fixed_size_interval_var(begin, lasts, self.used, "break"))
            gaps.append((begin, lasts, where))
        self.model.add_no_overlap(spans)
        return gaps

    def _circuit(self):
        prices, arcs, driven = self.town.problem.weights, [(HOME, HOME, self.used.negated())], []
        own = prices.drive_ore_h, prices.distance_ore_km
        hour_ore, km_ore = (0, self.duty.vendor.prices.km_ore) if self.duty.vendor else own
        hour_ore, km_ore = (0, 0) if self.duty.rides_with else (hour_ore, km_ore)
        arcs += [(node, node, literal.negated()) for node, literal in self.at.items()]
        for start in range(len(self.nodes)):
            for end in range(len(self.nodes)):
                way = self._way(start, end) if start != end else None
                if way is None:
                    continue
                literal = self.model.new_bool_var("arc")
                arcs.append((start, end, literal))
                driven.append(way[0] * literal)
                self.town.cost(literal, 60 * 5 * way[0] * hour_ore + 18 * way[1] * km_ore)
                self._follows(start, end, way[0] + way[2], literal)
        self.model.add_circuit(arcs)
        if self.duty.max_drive_s is not None:
            self.model.add(sum(driven) * M <= self.duty.max_drive_s)

    def _follows(self, start, end, takes, literal):
        """One thing begins after another is over, the way is made, and the breaks between them are taken."""
        free = _minutes(self.duty.start_s) if start == HOME else self.town.end[self.nodes[start][0].visit_id]
        then = self.home if end == HOME else self.town.start[self.nodes[end][0].visit_id]
        rests = sum(lasts * where[start] for _, lasts, where in self.gaps)
        self.model.add(then >= free + takes + rests).only_enforce_if(literal)
        for begin, lasts, where in self.gaps:
            self.model.add(begin + lasts <= then).only_enforce_if(literal, where[start])

    def _who(self, able):
        """Everything that depends on who does the work alone, and what adds up over the day."""
        problem, duty, mine = self.town.problem, self.duty, {}
        for visit in able:
            copies = [self.at[number] for number in self.at if self.nodes[number][0] is visit]
            literal = self.model.new_bool_var(f"{self.name} does {visit.visit_id}")
            self.model.add(sum(copies) == literal)
            self.town.doers[visit.visit_id].append((duty, literal))
            alone = Day(problem, duty, (visit.visit_id,)).people() - Day(problem, duty, ()).people()
            self.town.cost(literal, alone)
            mine[visit.visit_id] = literal
        for dimension, most in duty.capacity:
            loads = [dict(visit.load).get(dimension, 0) * mine[visit.visit_id] for visit in able]
            self.model.add(sum(loads) <= most)
