// Where each visit stands: what the desk knows, and on top of it what waits to be sent, in the device's order.
const OVER = new Set(['done', 'follow_up', 'no_access']);
const WORD = /^visit\./;

export const isWork = stop => stop.kind === 'visit' || stop.kind === 'remote';
export const work = day => (day ? day.stops.filter(one => isWork(one) && one.visit) : []);

// Reports of a visit that stand: [word, id, moment, source].
export function standing(stop, queue) {
  const found = [...(stop.stands || [])];
  for (const event of queue) if (event.visit === stop.visit) report(found, event);
  return found;
}

export function report(found, event) {
  if (event.type === 'visit.undone') {
    if (found.length && found[found.length - 1][1] === event.undoes) found.pop();
  } else if (WORD.test(event.type)) {
    found.push([event.type.replace(WORD, ''), event.uuid, event.at, 'tablet']);
  }
}

export function stateOf(stop, queue) {
  const found = standing(stop, queue);
  return found.length ? found[found.length - 1][0] : '';
}

export const isOver = state => OVER.has(state);

// What can be reported next, by the desk's own table.
export function nextOf(day, stop, state) {
  const table = day.next[stop.kind === 'remote' ? 'remote' : 'visit'];
  return (table[state ? `visit.${state}` : ''] || []).map(one => one.replace(WORD, ''));
}

// What the technician is at, else the first that is not over.
export function current(day, queue) {
  const open = work(day).filter(one => !isOver(stateOf(one, queue)));
  return open.find(one => stateOf(one, queue)) || open[0] || null;
}

export function ticked(stop, queue) {
  const found = new Set(stop.ticked || []);
  for (const event of queue) {
    if (event.visit !== stop.visit || event.type !== 'work.checked') continue;
    if (event.ticked) found.add(event.step); else found.delete(event.step);
  }
  return found;
}

export function notesOf(stop, queue) {
  const waits = queue.filter(one => one.visit === stop.visit && one.note && one.type !== 'work.report').map(one => one.note);
  return [...(stop.notes || []), ...waits];
}

export function photosOf(stop, queue) {
  const waits = queue.filter(one => one.visit === stop.visit && one.type === 'work.photo').map(one => one.uuid);
  return [...new Set([...(stop.photos || []), ...waits])];
}

// Who signed the last report to the customer, and when; null: there is none.
export function reportOf(stop, queue) {
  const last = queue.filter(one => one.visit === stop.visit && one.type === 'work.report').at(-1);
  if (last) return [last.signed_by || '', last.at];
  return stop.report?.length ? stop.report : null;
}

// ---- the day itself: breaks and its end ----

const DAY_WORD = /^work\.(break|working|day_over)$/;

// Reports of the day that stand: [word, id, moment].
export function dayStanding(day, queue) {
  const found = [...(day.told || [])];
  for (const event of queue) dayReport(found, event);
  return found;
}

function dayReport(found, event) {
  if (event.type === 'work.undone') {
    if (found.at(-1)?.[1] === event.undoes) found.pop();
  } else if (DAY_WORD.test(event.type) && !found.some(one => one[1] === event.uuid)) {
    found.push([event.type.slice(5), event.uuid, event.at]);
  }
}

// Overtime that was asked for: [id, minutes, answer].
export function askedOf(day, queue) {
  const waits = queue.filter(one => one.type === 'work.overtime').map(one => [one.uuid, one.minutes, '']);
  return [...(day.asked || []), ...waits.filter(one => !day.asked?.some(known => known[0] === one[0]))];
}

// Milliseconds by which the day will end after its shift, as the work that is left and the clock say.
export function overrun(day, queue, at) {
  const next = current(day, queue);
  if (!next || !day.duty?.length) return 0;
  const state = stateOf(next, queue), rest = day.stops.slice(day.stops.indexOf(next));
  const begun = ['arrived', 'started', 'resumed', 'paused'].includes(state);
  let left = 0;
  for (const stop of rest) left += (stop === next && begun ? 0 : stop.drive_s * 1000) + (new Date(stop.end) - new Date(stop.start));
  const since = begun ? at - new Date(standing(next, queue).at(-1)[2]) : 0;
  left -= Math.min(Math.max(0, since), new Date(next.end) - new Date(next.start));
  return Math.max(new Date(rest.at(-1).end).getTime(), at + left) - new Date(day.duty[1]);
}

// The day as it is once these events have been taken: kept in place of the old one until the next is fetched.
export function taken(day, events, results) {
  const fine = new Set(results.filter(one => one.result !== 'kept' && one.result !== 'refused' && !one.said)
    .map(one => one.uuid));
  const next = structuredClone(day);
  for (const event of events.filter(one => fine.has(one.uuid))) {
    if (!event.visit) { ofDay(next, event); continue; }
    const stop = next.stops.find(one => one.visit === event.visit);
    if (!stop) continue;
    stop.stands ??= [];
    if (!stop.stands.some(one => one[1] === event.uuid)) report(stop.stands, event);
    if (event.type === 'work.checked') stop.ticked = [...ticked(stop, [event])];
    if (event.type === 'work.photo') stop.photos = photosOf(stop, [event]);
    if (event.type === 'work.report') stop.report = reportOf(stop, [event]);
    else if (event.note) stop.notes = [...(stop.notes || []), event.note];
  }
  return next;
}

function ofDay(day, event) {
  day.told ??= [];
  dayReport(day.told, event);
  if (event.type === 'work.overtime') day.asked = askedOf(day, [event]);
  if (event.type === 'work.time') day.handed = event.at;
}
