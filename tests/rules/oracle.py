"""The second judge of the timeline: tries every second of a small day.

Written from the rules' text alone; shares no code with the product. In every second the technician
may wait, drive or set up for one second, begin a break or begin the next work, whatever the rules allow
then. The cheapest way through the day is found by looking at all of them, but for the first work: it is
begun as early as it goes, whichever breaks are taken before it.
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
        self.drives, self.metres, self.setups = drives_of(problem, duty, self.works)
        self.in_van = in_van(duty, self.works)
        self.all_rested = (1 << len(duty.breaks)) - 1
        self.horizon = max([duty.hard_end_s, *(b.latest_s + b.duration_s for b in duty.breaks)]) + 1
        spans = [(s.start_s, s.end_s) for s in duty.drives]
        covered = any(first <= duty.start_s and duty.hard_end_s <= last for first, last in spans)
        self.spans = [(-999, 999)] if covered else spans
        self.onwards, self.first_start = cache(self.onwards), cache(self.first_start)
        self.must_rest = sum(1 << k for k, b in enumerate(duty.breaks) if b.missed_ore is None)
        self.soft = (1 << len(duty.breaks)) - 1 & ~self.must_rest
        self.missed = sum(b.missed_ore or 0 for b in duty.breaks) * 18_000
        self.waiting = self.weights.waiting_ore_h * 5
        own = self.weights.drive_ore_h, self.weights.distance_ore_km
        self.hour_ore, self.km_ore = (0, duty.vendor.prices.km_ore) if duty.vendor else own
        self.hour_ore += 0 if duty.vendor else duty.unfair_drive_ore_h

    def price(self):
        """The best of all choices of breaks taken before the first work, which begins as early as these allow."""
        if None in self.drives or not self.within_limits():
            return None
        prices = []
        for rested in range(self.all_rested + 1):
            start = self.first_start(self.earliest(), self.drives[0], self.setups[0], 0, None, rested)
            prices.append(None if start is None else self.work(start, 0, rested))
        return plus(min((one for one in prices if one is not None), default=None), self.fixed())

    def within_limits(self):
        if not self.sessions_fit():
            return False
        for name, most in self.duty.capacity:
            if sum(amount for v in self.works for one, amount in v.load if one == name) > most:
                return False
        return self.duty.max_drive_s is None or sum(self.drives) <= self.duty.max_drive_s

    def sessions_fit(self):
        """No session in the parked van that needs a desk, or of somebody who does not work there."""
        return not any(van and (v.desk or not self.duty.in_van) for van, v in zip(self.in_van, self.works, strict=True))

    def earliest(self):
        return min([self.duty.start_s, *(b.earliest_s for b in self.duty.breaks)])

    def fixed(self):
        return sum(self.drives) * self.hour_ore * 5 + sum(self.metres) * self.km_ore * 18 + self.people()

    def people(self):
        w, me, hired = self.weights, self.duty, self.duty.vendor
        total = ((hired.prices.call_out_ore if hired else w.used_ore) + me.night_ore) * 18_000
        for v, seconds in zip(self.works, self.lengths, strict=True):
            ore = 0
            if v.preferred and me.technician_id not in v.preferred:
                ore += w.non_preferred_ore
            for skill, level in v.skills:
                held = [have for name, have in me.skills if name == skill and have > level]
                ore += (max(held) - level) * w.skill_surplus_ore if held else 0
            if v.wished_languages and not [one for one in me.languages if one in v.wished_languages]:
                ore += w.language_ore
            if v.territory != "" and me.territories != () and v.territory not in me.territories:
                ore += w.territory_ore
            ore += w.same_technician_ore if v.same_as not in ("", me.technician_id) else 0
            ore += w.change_technician_ore if v.told_technician not in ("", me.technician_id) else 0
            if v.told_day is not None and me.day is not None and v.told_day != me.day:
                ore += w.change_day_ore
            total += seconds * (me.unfair_night_ore_h + me.unfair_weekend_ore_h) * 5
            if hired:
                ore += dict(hired.prices.visit_ore_by_job).get(v.job_type_id, hired.prices.visit_ore)
                total += seconds * hired.prices.hour_ore * 5
            total += ore * 18_000
        return total

    def first_start(self, now, left, setup, rested, span, wanted):
        """The earliest second at which the first work may begin with just the wanted breaks taken, or None."""
        if now > self.horizon:
            return None
        if now >= self.duty.start_s and not left and not setup and rested == wanted and self.may_work(now, 0):
            return now
        steps = [(now + 1, left, setup, rested, span), *self.steps(now, left, setup, rested, span)]
        found = (self.first_start(*step, wanted) for step in steps)
        return min((one for one in found if one is not None), default=None)

    def onwards(self, now, done, left, setup, rested, span):
        """Least price from here: `done` works, `left` to drive and `setup` then, breaks `rested`, `span` driven in."""
        if now > self.horizon:
            return None
        ends = []
        if done > len(self.works) and not self.must_rest & ~rested:
            ends = [self.missed if self.all_rested & ~rested else 0]
            if ends == [0]:
                return 0
        waits = self.onwards(now + 1, done, left, setup, rested, span)
        ways = [*ends, plus(waits, self.waiting if done < len(self.works) else 0)]
        over = done >= len(self.works)
        for then, *state in self.steps(now, left, setup, rested, span):
            if over and self.soft & state[2] & ~rested:
                continue
            ways.append(self.onwards(then, done, *state))
        if not left and not setup and done <= len(self.works):
            ways.append(self.work(now, done, rested) if done < len(self.works) else self.finish(now, done, rested))
        return min((way for way in ways if way is not None), default=None)

    def steps(self, now, left, setup, rested, span):
        """What may be done now other than waiting and working, and how it is then: a break, driving, setting up."""
        ways = [
            (now + b.duration_s, left, setup, rested | 1 << k, span)
            for k, b in enumerate(self.duty.breaks)
            if not rested >> k & 1 and b.earliest_s <= now <= b.latest_s
        ]
        if now < self.duty.start_s:
            return ways
        if left:  # all of a drive lies in one span of the licence
            return ways + [
                (now + 1, left - 1, setup, rested, s if left > 1 else None)
                for s, (first, last) in enumerate(self.spans)
                if span in (None, s) and first <= now and now + 1 <= last
            ]
        return [*ways, (now + 1, 0, setup - 1, rested, None)] if setup else ways

    def may_work(self, now, done):
        end = now + self.lengths[done]
        return allowed(self.works[done], now, end) and end <= self.duty.hard_end_s

    def work(self, now, done, rested):
        if not self.may_work(now, done):
            return None
        visit, end = self.works[done], now + self.lengths[done]
        late = 0 if visit.late_after_s is None else max(0, now - visit.late_after_s)
        home = self.drives[done + 1], self.setups[done + 1]
        ways = [self.onwards(end, done + 1, *home, rested, None)]
        for k, b in enumerate(self.duty.breaks):
            last = done + 1 == len(self.works)
            if last and self.soft & ~rested & 1 << k and b.earliest_s <= end <= b.latest_s:
                ways.append(self.onwards(end + b.duration_s, done + 1, *home, rested | 1 << k, None))
        rest = min((way for way in ways if way is not None), default=None)
        return plus(rest, late * self.weights.lateness_ore_min[visit.priority - 1] * 300 + self.waits(visit, now))

    def waits(self, visit, now):
        if visit.told_s is not None:
            return max(0, now - visit.told_s) * self.weights.change_ore_min * 300
        soon = now if visit.soon_after_s is None else visit.soon_after_s
        return max(0, now - soon) * self.weights.soon_ore_h[visit.priority - 1] * 5

    def finish(self, now, done, rested):
        if now > self.duty.hard_end_s:
            return None
        rest = self.onwards(now, done + 1, 0, 0, rested, None)
        return plus(rest, max(0, now - self.duty.end_s) * self.duty.overtime_ore_h * 5)


def plus(price, more):
    return None if price is None else price + more


def allowed(visit, start, end):
    fits, open_ = (
        [w.earliest_s <= start <= w.latest_s and (w.end_s is None or end <= w.end_s) for w in windows]
        for windows in (visit.windows, visit.opening)
    )
    if open_ and not any(open_):
        return False
    locked = visit.lock.kind.value in ("time", "both", "time_range")
    if locked and visit.lock.earliest_s is not None and start < visit.lock.earliest_s:
        return False
    if locked and visit.lock.latest_s is not None and start > visit.lock.latest_s:
        return False
    return any(fits) or not fits


def drives_of(problem, duty, works):
    here, drives, metres, setups = duty.start_place, [], [], []
    for place, setup in [*((v.place, v.setup_s) for v in works), (duty.end_place, 0)]:
        if place is None:
            drives.append(0)
            setups.append(0)
            continue
        standard = -1 if here is None else int(problem.matrix.drive_s[here][place])
        drives.append(None if standard < 0 else round(standard * duty.speed_factor))
        metres.append(0 if standard < 0 else int(problem.matrix.distance_m[here][place]))
        setups.append(setup if place != here else 0)
        here = place
    return drives, metres, setups


def in_van(duty, works):
    """Whether each work is a session at a place where the day neither starts nor ends."""
    seen = [duty.start_place]
    for visit in works:
        seen.append(seen[-1] if visit.place is None else visit.place)
    return [
        v.place is None and at not in (duty.start_place, duty.end_place) for v, at in zip(works, seen, strict=False)
    ]
