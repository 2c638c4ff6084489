// The coming day, which the device holds too: read only until it is here, then it is the day, by the device's clock.
import {icon, make} from './dom.js';
import {bringOf, isPickup, takenWords} from './pickups.js';
import {isWork, work} from './state.js';
import {clock, pick, say} from './words.js';

// What a day that is over gives place to: the coming one where it is known and not over itself, else nothing.
export function afterwards(day, at) {
  if (at < new Date(day.expires)) return day;
  return day.ahead && at < new Date(day.ahead.expires) ? day.ahead : null;
}

export function aheadOf(day) {
  const next = day?.ahead;
  if (!next) return null;
  const visits = work(next);
  const words = visits.length ? say('ahead_of', {visits: visits.length, time: clock(visits[0].start)}) : say('ahead_none');
  const rows = next.stops.filter(one => isWork(one) || isPickup(one)).map(row);
  return make('details', {class: 'checklist ahead', 'data-open': 'ahead', 'data-ahead': next.day},
    make('summary', {}, icon('clock'), say('ahead', {day: pick(next.named)})),
    make('p', {class: 'quiet'}, words), ...rows, bringOf(next));
}

function row(stop) {
  const beneath = isWork(stop) ? [stop.customer, pick(stop.where), stop.access] : [takenWords(stop)];
  return make('div', {class: 'before', 'data-coming': stop.visit || ''},
    make('b', {}, `${clock(stop.start)} ${pick(stop.title)}`), make('small', {}, beneath.filter(Boolean).join(' · ')));
}

// A day without visits: what it is instead.
export function withoutVisits(day) {
  const line = (key, words) => make('p', {'data-said': key}, words);
  const away = pick(day.away);
  if (away) return [line('away', say('away', {why: away.toLowerCase()}))];
  const shifts = (day.shifts || []).map(([name, from, to]) =>
    line('shift', say('shift', {shift: pick(name), from: clock(from), to: clock(to)})));
  return [line(day.plan ? 'free' : 'unpublished', say(day.plan ? 'free' : 'unpublished')),
    ...(shifts.length ? shifts : [line('no_shift', say('no_shift'))])];
}
