// What the desk has changed since the technician last confirmed the day: new, gone, another time, order, or facts.
import {work} from './state.js';

const FACTS = ['where', 'access', 'contact', 'tel', 'description', 'needs', 'promise', 'beside', 'title',
  'cancelled', 'driver'];
const MINUTE = 60_000;

export function changes(before, after) {
  if (!before || !after || before.day !== after.day) return [];
  const old = new Map(work(before).map(one => [one.visit, one])), now = new Map(work(after).map(one => [one.visit, one]));
  const found = [];
  for (const [visit, stop] of now) {
    const was = old.get(visit);
    if (!was) found.push({what: 'new', stop});
    else if (Math.abs(new Date(was.start) - new Date(stop.start)) >= MINUTE) found.push({what: 'time', stop, was});
    else if (rank(was, old, now) !== rank(stop, now, old)) found.push({what: 'order', stop, was});
    else if (FACTS.some(name => JSON.stringify(was[name]) !== JSON.stringify(stop[name])))
      found.push({what: 'facts', stop, was});
  }
  for (const [visit, stop] of old) if (!now.has(visit)) found.push({what: 'gone', stop});
  return found;
}

// Place among the visits that both days have: a new one before it is no other order.
function rank(stop, own, other) {
  return [...own.keys()].filter(visit => other.has(visit)).indexOf(stop.visit);
}
