// What the desk has changed since the technician last confirmed the day: new, gone, another time, order, or facts.
import {work} from './state.js';

const FACTS = ['where', 'access', 'contact', 'tel', 'description', 'needs', 'promise', 'beside', 'title',
  'cancelled', 'driver'];
const MINUTE = 60_000;

// What is kept of a day that was confirmed, to compare the next one with.
export const outline = (day, who) => ({day: day.day, who, stops: work(day).map(one => ({visit: one.visit, start: one.start,
  title: one.title, mark: mark(JSON.stringify(FACTS.map(name => one[name] ?? null)))}))});

// The same without a word of anybody's.
export const bare = ({day, who, stops}) => ({day, who, stops: stops.map(({visit, start, mark: kept}) => ({visit, start, mark: kept}))});

// FNV-1a of a text: tells that something is another, not what it was.
function mark(words) {
  let found = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) found = Math.imul(found ^ words.charCodeAt(at), 0x01000193) >>> 0;
  return found;
}

export function changes(before, day) {
  if (!before || !day || before.day !== day.day) return [];
  const after = outline(day, before.who);
  const old = new Map(before.stops.map(one => [one.visit, one])), now = new Map(after.stops.map(one => [one.visit, one]));
  const found = [];
  for (const [visit, stop] of now) {
    const was = old.get(visit);
    if (!was) found.push({what: 'new', stop});
    else if (Math.abs(new Date(was.start) - new Date(stop.start)) >= MINUTE) found.push({what: 'time', stop, was});
    else if (rank(was, old, now) !== rank(stop, now, old)) found.push({what: 'order', stop, was});
    else if (was.mark !== stop.mark) found.push({what: 'facts', stop, was});
  }
  for (const [visit, stop] of old) if (!now.has(visit)) found.push({what: 'gone', stop});
  return found;
}

// Place among the visits that both days have: a new one before it is no other order.
function rank(stop, own, other) {
  return [...own.keys()].filter(visit => other.has(visit)).indexOf(stop.visit);
}
