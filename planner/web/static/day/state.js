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
  const waits = queue.filter(one => one.visit === stop.visit && one.note).map(one => one.note);
  return [...(stop.notes || []), ...waits];
}

// The day as it is once these events have been taken: kept in place of the old one until the next is fetched.
export function taken(day, events, results) {
  const fine = new Set(results.filter(one => one.result !== 'kept' && one.result !== 'refused' && !one.said)
    .map(one => one.uuid));
  const next = structuredClone(day);
  for (const event of events.filter(one => fine.has(one.uuid))) {
    const stop = next.stops.find(one => one.visit === event.visit);
    if (!stop || !event.visit) continue;
    stop.stands ??= [];
    if (!stop.stands.some(one => one[1] === event.uuid)) report(stop.stands, event);
    if (event.type === 'work.checked') stop.ticked = [...ticked(stop, [event])];
    if (event.note) stop.notes = [...(stop.notes || []), event.note];
  }
  return next;
}
