"""The second judge of the timeline: tries every second of a small day.

Written from the rules' text alone; shares no code with the product. In every second the technician
may wait, drive for one second, begin a break or begin the next work, whatever the rules allow then.
The cheapest way through the day is found by looking at all of them.
"""

from functools import cache


def cheapest(problem, duty, visit_ids):
    """Return the least price in units of doing the work in this order, or None if the rules forbid it."""
    works = [next(v for v in problem.visits if v.visit_id == i) for i in visit_ids]
    if not works:
        return 0
    drives, metres = _drives(problem, duty, works)
    if None in drives:
        return None
    weights = problem.weights
    lengths = [max(1, round(v.service_s * duty.job_time_factor)) for v in works]
    fixed = sum(drives) * weights.drive_ore_h * 5 + sum(metres) * weights.distance_ore_km * 18
    fixed += sum(
        weights.non_preferred_ore * 18_000 for v in works if v.preferred and duty.technician_id not in v.preferred
    )
    always = [(-999, 999)] if any(
        s.start_s <= duty.start_s and duty.hard_end_s <= s.end_s for s in duty.drives
    ) else [(s.start_s, s.end_s) for s in duty.drives]  # fmt: skip
    breaks = duty.breaks
    horizon = max([duty.hard_end_s, *(b.latest_s + b.duration_s for b in breaks)]) + 1

    @cache
    def onwards(now, done, left, rested, span):
        """Least price from here: `done` works, `left` seconds of the current drive, breaks `rested`, `span` driven in."""
        if now > horizon:
            return None
        prices = []
        # a break
        for k, b in enumerate(breaks):
            if not rested >> k & 1 and b.earliest_s <= now <= b.latest_s:
                prices.append(onwards(now + b.duration_s, done, left, rested | 1 << k, span))
        if done > len(works):  # at home, only breaks are left
            return 0 if rested == (1 << len(breaks)) - 1 else least(prices, onwards(now + 1, done, left, rested, span))
        # wait
        prices.append(onwards(now + 1, done, left, rested, span))
        if now >= duty.start_s:
            # drive one second, all of a drive in one span of the licence
            if left:
                for s, (first, last) in enumerate(always):
                    if span in (None, s) and first <= now and now + 1 <= last:
                        prices.append(onwards(now + 1, done, left - 1, rested, s if left > 1 else None))
            elif done < len(works):
                v, end = works[done], now + lengths[done]
                if allowed(v, now, end) and end <= duty.hard_end_s:
                    late = max(0, now - v.late_after_s) if v.late_after_s is not None else 0
                    rest = onwards(end, done + 1, drives[done + 1], rested, None)
                    if rest is not None:
                        prices.append(rest + late * weights.lateness_ore_min[v.priority - 1] * 300)
            elif now <= duty.hard_end_s:  # back home: the day ends here
                rest = onwards(now, done + 1, 0, rested, None)
                if rest is not None:
                    prices.append(rest + max(0, now - duty.end_s) * duty.overtime_ore_h * 5)
        return least(prices)

    first = min([duty.start_s, *(b.earliest_s for b in breaks)])
    price = onwards(first, 0, drives[0], 0, None)
    return None if price is None else price + fixed


def least(prices, *more):
    found = [p for p in [*prices, *more] if p is not None]
    return min(found) if found else None


def allowed(visit, start, end):
    windows = [
        w for w in visit.windows if w.earliest_s <= start <= w.latest_s and (w.end_s is None or end <= w.end_s)
    ]  # fmt: skip
    lock = visit.lock
    if lock.kind.value in ("time", "both", "time_range"):
        if lock.earliest_s is not None and start < lock.earliest_s:
            return False
        if lock.latest_s is not None and start > lock.latest_s:
            return False
    return bool(windows) or not visit.windows


def _drives(problem, duty, works):
    here, drives, metres = duty.start_place, [], []
    for place in [*(v.place for v in works), duty.end_place]:
        if place is None:
            drives.append(0)
            continue
        standard = None if here is None else int(problem.matrix.drive_s[here][place])
        drives.append(None if standard is None or standard < 0 else round(standard * duty.speed_factor))
        metres.append(0 if here is None else int(problem.matrix.distance_m[here][place]))
        here = place
    return drives, metres
