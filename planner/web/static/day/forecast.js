// When things will be, by what was reported and the clock: the plan says when they were to be.
import {isFetched} from './pickups.js';
import {current, dayStanding, isOver, isWork, saidLate, standing, stateOf} from './state.js';

const BEGUN = new Set(['arrived', 'started', 'resumed', 'paused']);
const SHOWN_MS = 5 * 60_000;  // a smaller difference to the plan is none
const ms = iso => new Date(iso).getTime();
const lasts = stop => ms(stop.end) - ms(stop.start);

// Times of each stop that is over or lies ahead, in milliseconds: {leave, arrival, start, end, over}.
export function forecast(day, queue, at) {
  const found = new Map(), next = current(day, queue);
  let free = 0;
  for (const stop of day.stops.filter(one => isWork(one) && one.visit)) {
    const reports = standing(stop, queue);
    if (!isOver(reports.at(-1)?.[0])) continue;
    const begun = reports.find(([word]) => BEGUN.has(word)), end = ms(reports.at(-1)[2]);
    const arrival = begun ? ms(begun[2]) : end;
    found.set(stop, {leave: arrival, arrival, start: arrival, end, over: true});
    free = Math.max(free, end);
  }
  for (const [index, stop] of ahead(day, queue, next, found).entries()) {
    const times = begun(stop, queue, at) ?? planned(stop, queue, free, index ? 0 : at);
    found.set(stop, times);
    free = times.end;
  }
  return found;
}

// What is left, in the order it will be done: what the technician is at comes first, and a stop on its way before it.
function ahead(day, queue, next, over) {
  const at = next ? day.stops.indexOf(next) : Math.max(-1, ...[...over.keys()].map(one => day.stops.indexOf(one))) + 1;
  const rested = dayStanding(day, queue).some(([word]) => word === 'break');
  const left = day.stops.filter((one, index) => one !== next && one.kind !== 'start' && !over.has(one) && !isFetched(day, one)
    && (isWork(one) ? true : index > at || (index === at && !next)) && !(rested && one.kind === 'break'));
  if (!next) return left;
  if (stateOf(next, queue)) return [next, ...left];
  const way = [];
  for (let index = at - 1; day.stops[index]?.kind === 'depot'; index--) way.unshift(day.stops[index]);
  return [...way.filter(one => !isFetched(day, one)), next, ...left];
}

// A visit that somebody is at, or on the way to; null where nothing is reported.
function begun(stop, queue, at) {
  if (!isWork(stop) || !stop.visit) return null;
  const reports = standing(stop, queue), left = reports.find(([word]) => word === 'en_route');
  const there = reports.find(([word]) => BEGUN.has(word)), works = reports.find(([word]) => word === 'started') || there;
  if (!there && !left) return null;
  if (!there) {
    const arrival = Math.max(at, ms(left[2]) + stop.drive_s * 1000), start = Math.max(arrival, ms(stop.start));
    return {leave: ms(left[2]), arrival, start, end: start + lasts(stop), over: false};
  }
  const start = ms(works[2]);
  return {leave: ms((left || there)[2]), arrival: ms(there[2]), start, end: Math.max(at, start + lasts(stop)), over: false};
}

function planned(stop, queue, free, at) {
  const leave = Math.max(ms(stop.leave), free, at);
  const said = isWork(stop) && stop.visit ? ms(stop.arrival) + saidLate(stop, queue) * 60_000 : 0;
  const arrival = Math.max(ms(stop.arrival), leave + stop.drive_s * 1000, said), start = Math.max(ms(stop.start), arrival);
  return {leave, arrival, start, end: start + lasts(stop), over: false};
}

// Milliseconds by which a stop is behind its plan; 0: not worth a word.
export const behind = (stop, times) => {
  const late = times && !times.over ? times.arrival - ms(stop.arrival) : 0;
  return late >= SHOWN_MS ? late : 0;
};

export const differs = (iso, moment) => Math.abs(ms(iso) - moment) >= SHOWN_MS;

// Milliseconds by which the day will end after its shift.
export function overrun(day, queue, at) {
  if (!current(day, queue) || !day.duty?.length) return 0;
  return Math.max(0, ...[...forecast(day, queue, at).values()].map(one => one.end)) - ms(day.duty[1]);
}
