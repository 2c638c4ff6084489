// What is fetched and brought along. A pick-up is over when it is ticked here, or when the visits it is for are; the tick
// is the technician's own, lies on the device alone, and goes with the day.
import {icon, make} from './dom.js';
import * as keeping from './keeping.js';
import {isOver, stateOf, work} from './state.js';
import {clock, pick, say} from './words.js';

let ticked = {day: '', keys: []};
const keyOf = stop => `${stop.start} ${(stop.for || []).join(' ')}`;

export async function loadPickups() {
  ticked = (await keeping.read('fetched')) || {day: '', keys: []};
}

export const isPickup = stop => Boolean(stop.taken?.length);

export function isFetched(day, stop) {
  return ticked.day === day.day && ticked.keys.includes(keyOf(stop));
}

// Whether nothing is left to be done at a depot.
export function isBehind(day, stop, queue) {
  if (!isPickup(stop)) return false;
  const visits = work(day).filter(one => stop.for.includes(one.visit));
  return visits.length > 0 && visits.every(one => isOver(stateOf(one, queue)));
}

export const takenWords = stop => stop.taken.map(one => `${one.quantity} × ${pick(one.name)}`).join(', ');

export function tickOf(day, stop, redraw) {
  const box = make('input', {type: 'checkbox', checked: isFetched(day, stop), 'data-key': `fetched-${keyOf(stop)}`});
  box.addEventListener('change', async () => {
    const keys = (ticked.day === day.day ? ticked.keys : []).filter(one => one !== keyOf(stop));
    ticked = {day: day.day, keys: box.checked ? [...keys, keyOf(stop)] : keys};
    await keeping.write('fetched', ticked);
    redraw();
  });
  return make('label', {class: 'tick'}, box, make('span', {}, say('fetched')));
}

// What to bring along, by where it comes from.
export function bringOf(day) {
  if (!day.bring?.length) return null;
  const groups = new Map();
  for (const one of day.bring) {
    const where = one.fetch.length ? say('fetch_at', {depot: one.fetch[0], time: clock(one.fetch[1])}) : say('bring_van');
    groups.set(where, [...(groups.get(where) || []), one]);
  }
  return make('details', {class: 'checklist bring', 'data-open': `bring-${day.day}`}, make('summary', {}, icon('box'), say('bring')),
    ...[...groups].map(([where, rows]) => make('div', {class: 'before'}, make('b', {}, where),
      ...rows.map(one => make('p', {}, `${one.quantity} × ${pick(one.name)} `, make('small', {}, one.visits.join(', ')))))));
}
