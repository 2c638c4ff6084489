"""The second judge of the timeline: tries every second of a small day.

Written from the rules' text alone; shares no code with the product. In every second the technician
may wait, drive for one second, begin a break or begin the next work, whatever the rules allow then.
The cheapest way through the day is found by looking at all of them.
"""

from functools import cache


def cheapest(problem, duty, visit_ids):
    """Return the least price in units of doing the work in this order, or None if the rules forbid it."""
    return Day(problem, duty, visit_ids).price() if visit_ids else 0


class Day:
    def __init__(self, problem, duty, visit_ids):
        self.duty, self.weights = duty, problem.weights
        self.works = [next(v for v in problem.visits if v.visit_id == i) for i in visit_ids]
        self.lengths = [max(1, round(v.service_s * duty.job_time_factor)) for v in self.works]
        self.drives, self.metres = drives_of(problem, duty, self.works)
        self.all_rested = (1 << len(duty.breaks)) - 1
        self.horizon = max([duty.hard_end_s, *(b.latest_s + b.duration_s for b in duty.breaks)]) + 1
        spans = [(s.start_s, s.end_s) for s in duty.drives]
        covered = any(first <= duty.start_s and duty.hard_end_s <= last for first, last in spans)
        self.spans = [(-999, 999)] if covered else spans
        self.onwards = cache(self.onwards)

    def price(self):
        if None in self.drives:
            return None
        first = min([self.duty.start_s, *(b.earliest_s for b in self.duty.breaks)])
        return plus(self.onwards(first, 0, self.drives[0], 0, None), self.fixed())

    def fixed(self):
        strangers = [v for v in self.works if v.preferred and self.duty.technician_id not in v.preferred]
        return (
            sum(self.drives) * self.weights.drive_ore_h * 5
            + sum(self.metres) * self.weights.distance_ore_km * 18
            + len(strangers) * self.weights.non_preferred_ore * 18_000
        )

    def onwards(self, now, done, left, rested, span):
        """Least price from here on: `done` works, `left` seconds of the drive, breaks `rested`, `span` driven in."""
        if now > self.horizon:
            return None
        if done > len(self.works) and rested == self.all_rested:
            return 0
        ways = [self.onwards(now + 1, done, left, rested, span)]  # wait
        ways += [
            self.onwards(now + b.duration_s, done, left, rested | 1 << k, span)
            for k, b in enumerate(self.duty.breaks)
            if not rested >> k & 1 and b.earliest_s <= now <= b.latest_s
        ]
        if now >= self.duty.start_s and done <= len(self.works):
            ways += self.act(now, done, left, rested, span)
        return min((way for way in ways if way is not None), default=None)

    def act(self, now, done, left, rested, span):
        if left:
            return self.drive(now, done, left, rested, span)
        return [self.work(now, done, rested) if done < len(self.works) else self.finish(now, done, rested)]

    def drive(self, now, done, left, rested, span):
        """Drive one second; all of a drive lies in one span of the licence."""
        return [
            self.onwards(now + 1, done, left - 1, rested, s if left > 1 else None)
            for s, (first, last) in enumerate(self.spans)
            if span in (None, s) and first <= now and now + 1 <= last
        ]

    def work(self, now, done, rested):
        visit, end = self.works[done], now + self.lengths[done]
        if not allowed(visit, now, end) or end > self.duty.hard_end_s:
            return None
        late = 0 if visit.late_after_s is None else max(0, now - visit.late_after_s)
        rest = self.onwards(end, done + 1, self.drives[done + 1], rested, None)
        return plus(rest, late * self.weights.lateness_ore_min[visit.priority - 1] * 300)

    def finish(self, now, done, rested):
        if now > self.duty.hard_end_s:
            return None
        rest = self.onwards(now, done + 1, 0, rested, None)
        return plus(rest, max(0, now - self.duty.end_s) * self.duty.overtime_ore_h * 5)


def plus(price, more):
    return None if price is None else price + more


def allowed(visit, start, end):
    fits = [w.earliest_s <= start <= w.latest_s and (w.end_s is None or end <= w.end_s) for w in visit.windows]
    locked = visit.lock.kind.value in ("time", "both", "time_range")
    if locked and visit.lock.earliest_s is not None and start < visit.lock.earliest_s:
        return False
    if locked and visit.lock.latest_s is not None and start > visit.lock.latest_s:
        return False
    return any(fits) or not fits


def drives_of(problem, duty, works):
    here, drives, metres = duty.start_place, [], []
    for place in [*(v.place for v in works), duty.end_place]:
        if place is None:
            drives.append(0)
            continue
        standard = -1 if here is None else int(problem.matrix.drive_s[here][place])
        drives.append(None if standard < 0 else round(standard * duty.speed_factor))
        metres.append(0 if standard < 0 else int(problem.matrix.distance_m[here][place]))
        here = place
    return drives, metres
