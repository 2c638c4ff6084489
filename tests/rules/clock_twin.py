"""A slow twin of the timing by the clock: it tries every way to spread the breaks and drives second by second.

Written from the rules' text; shares no code with the product's timing. Within a gap every way to take breaks before
leaving, on the road (at every second there is) or after arriving is tried, and the work begins when the quickest is
over; then the way with fewest breaks on the road (and most after arriving) is driven that still makes the start. The
first drive of the day leaves as late as it goes: that is the same day running backwards.
"""

from itertools import pairwise, permutations, product
from math import lcm

from tests.rules.oracle import Day

FAR = 10_000


class ClockDay(Day):
    """A day whose drives differ by the clock, in one order of work."""

    def __init__(self, problem, duty, visit_ids):
        super().__init__(problem, duty, visit_ids)
        steps = problem.profile
        table = list(zip(steps.starts_s, steps.percents, strict=True))
        self.whole = lcm(100, *steps.percents)
        percents = {s: ([p for start, p in table if start <= s] or [table[0][1]])[-1] for s in range(-900, 900)}
        self.rate = {second: self.whole // percent for second, percent in percents.items()}

    def price(self):
        if None in self.drives or not self.loads_fit() or not self.sessions_fit():
            return None
        pauses = list(enumerate(self.duty.breaks))
        found = [self.walk(where) for where in product(range(len(self.works) + 1), repeat=len(pauses))]
        best = min((one for one in found if one is not None), default=None)
        return None if best is None else best + sum(self.metres) * self.km_ore * 18 + self.people()

    def loads_fit(self):
        return all(
            sum(amount for v in self.works for one, amount in v.load if one == name) <= most
            for name, most in self.duty.capacity
        )

    def walk(self, where):
        """The price of what depends on time, with each break in a certain gap; None if that keeps no schedule."""
        now, units, wheel = self.duty.start_s, 0, 0
        moves = [k for k in range(len(self.works)) if self.drives[k] + self.setups[k] > 0]
        for k, visit in enumerate(self.works):
            pauses = [b for b, gap in enumerate(where) if gap == k]
            gap = (-FAR if k == 0 else now, now, self.drives[k], self.setups[k])
            dones = [done for split in splits(pauses) if (done := self.timed(*gap, split)) is not None]
            if not dones:
                return None
            begin = min(one[3] for one in dones)
            start = next((s for s in range(begin, self.horizon + 1) if self.may_work(s, k)), None)
            if start is None:
                return None
            drive_s = self.way(*gap, pauses, start, late=k == 0 or k == min(moves, default=-1))
            rested = sum(self.duty.breaks[b].duration_s for b in pauses)
            wheel += drive_s
            units += drive_s * self.hour_ore * 5
            if k:
                units += self.waiting * (start - now - drive_s - self.setups[k] - rested)
            late = 0 if visit.late_after_s is None else max(0, start - visit.late_after_s)
            units += late * self.weights.lateness_ore_min[visit.priority - 1] * 300 + self.waits(visit, start)
            now = start + self.lengths[k]
        return self.walk_home(now, units, wheel, [b for b, gap in enumerate(where) if gap == len(self.works)])

    def walk_home(self, now, units, wheel, pauses):
        ways = [way for split in splits(pauses) if (way := self.timed(now, now, self.drives[-1], 0, split))]
        if not ways:
            return None
        leave, arrival, rests, _ = min(ways, key=lambda way: way[1])
        drive_s = self.at_wheel(self.drives[-1], leave, rests)[0]
        wheel += drive_s
        if arrival > self.duty.hard_end_s or (self.duty.max_drive_s is not None and wheel > self.duty.max_drive_s):
            return None
        units += drive_s * self.hour_ore * 5
        return units + max(0, arrival - self.duty.end_s) * self.duty.overtime_ore_h * 5

    def way(self, rest_from, drive_from, drive, setup, pauses, start, *, late):
        """Seconds at the wheel on the way that is taken."""
        if late and (way := self.latest(rest_from, drive_from, drive, setup, pauses, start)):
            leave, rests = way
        else:
            leave, rests = next(
                (way[0], way[2])
                for split in splits(pauses)
                for whole in (True, False)
                if (way := self.timed(rest_from, drive_from, drive, setup, split, whole=whole)) and way[3] <= start
            )
        return self.at_wheel(drive, leave, rests)[0]

    def latest(self, rest_from, drive_from, drive, setup, pauses, start):
        for split in splits(pauses):
            for whole in (True, False):
                way = self.timed(-start, -start, drive, 0, split, whole=whole, lead=setup, back=True)
                if way and -way[1] >= drive_from and -way[3] >= rest_from:
                    return -way[1], sorted((-end, -begin) for begin, end in way[2])
        return None

    def timed(self, rest_from, drive_from, drive, setup, split, *, whole=False, lead=0, back=False):
        """Leaving, arrival, rests on the road and when all is over; None if a break is too late."""
        before, road, after = split
        rested = self.placed(rest_from + (lead if whole else 0), before, back)
        if rested is None:
            return None
        leave = max(rested[0], drive_from)
        if lead:
            leave = max(leave, drive_from + lead + sum(self.duty.breaks[b].duration_s for b in before))
        spans = sorted((-b, -a) for a, b in self.spans) if back else sorted(self.spans)
        for first, last in spans if drive else [(-FAR, FAR)]:
            out = max(leave, first)
            middle = self.on_road(drive, out, road, back)
            if middle is None:
                continue
            arrival, rests = middle
            over = self.placed(arrival + (setup if whole else 0), after, back) if arrival <= last else None
            if over is not None:
                lasting = sum(self.duty.breaks[b].duration_s for b in after)
                return out, arrival, rests, max(over[0], arrival + setup + lasting)
        return None

    def on_road(self, drive, out, road, back):
        """The earliest arrival, whenever breaks are taken, and their times."""
        best = None
        for order in permutations(road):
            spans = [self.open(number, back) for number in order]
            for starts in product(*(range(max(low, out), high + 1) for low, high in spans)):
                rests = [(at, at + self.duty.breaks[b].duration_s) for at, b in zip(starts, order, strict=True)]
                if all(end <= after for (_, end), (after, _) in pairwise(rests)):
                    arrival = self.at_wheel(drive, out, rests, back)[1]
                    best = min(best or (arrival, rests), (arrival, rests))
        return best

    def open(self, number, back):
        b = self.duty.breaks[number]
        if back:
            return -(b.latest_s + b.duration_s), -(b.earliest_s + b.duration_s)
        return b.earliest_s, b.latest_s

    def placed(self, since, pauses, back):
        """When breaks are over at the earliest, and their times."""
        found = []
        for order in permutations(pauses):
            now, times = since, []
            for number in order:
                lowest, highest = self.open(number, back)
                start = max(now, lowest)
                if start > highest:
                    break
                now = start + self.duty.breaks[number].duration_s
                times.append((start, now, number))
            else:
                found.append((now, [(start, number) for start, _, number in times], times))
        if not found:
            return None
        best = min(found, key=lambda one: one[:2])
        return best[0], [(start, end) for start, end, _ in best[2]]

    def at_wheel(self, drive, out, rests, back=False):
        """Seconds at the wheel and the arrival, driven second by second around the rests."""
        left, now, wheel = drive * self.whole // 100, out, 0
        while left > 0:
            resting = [end for start, end in rests if start <= now < end]
            if resting:
                now = resting[0]
                continue
            left -= self.rate[-now - 1 if back else now]
            now, wheel = now + 1, wheel + 1
        return wheel, max([now, *(end for _, end in rests)])


def splits(pauses):
    """Ways to take breaks before leaving, on the road and after arriving, the preferred ones first."""
    ways = sorted(product((0, 1, 2), repeat=len(pauses)), key=lambda way: (way.count(1), way.count(0)))
    return [
        tuple([b for b, part in zip(pauses, way, strict=True) if part == wanted] for wanted in (0, 1, 2))
        for way in ways
    ]
