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
export const isRunning = state => state === 'started' || state === 'resumed';

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

const TELLS = new Set(['note', 'late', 'parts', 'photo', 'report', 'done', 'follow_up', 'no_access']);
const SAID = ['note', 'minutes', 'remaining_min', 'parts', 'signed_by', 'next_action', 'by_word', 'drawn'];

// What was told of a visit beside where it stands, and not taken back: as the desk knows it, then what waits.
export function toldOf(stop, queue) {
  return queue.filter(one => one.visit === stop.visit).reduce(toldAfter, [...(stop.told || [])]);
}

function toldAfter(found, event) {
  if (event.type === 'work.taken_back' || event.type === 'visit.undone') return found.filter(one => one.id !== event.undoes);
  const what = event.type.split('.')[1];
  if (!TELLS.has(what) || found.some(one => one.id === event.uuid)) return found;
  const said = SAID.filter(name => event[name] !== undefined && event[name] !== '').map(name => [name, event[name]]);
  if (WORD.test(event.type) && !said.length) return found;
  return [...found, {id: event.uuid, what, at: event.at, ...Object.fromEntries(said)}];
}

export const photosOf = (stop, queue) => toldOf(stop, queue).filter(one => one.what === 'photo').map(one => one.id);

// The last report to the customer; null: there is none.
export const reportOf = (stop, queue) => toldOf(stop, queue).filter(one => one.what === 'report').at(-1) || null;

// Minutes by which the technician said they will be behind the plan; 0: nothing was said.
export const saidLate = (stop, queue) => toldOf(stop, queue).filter(one => one.what === 'late').at(-1)?.minutes || 0;

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

// Overtime that was asked for and not taken back: [id, minutes, answer].
export function askedOf(day, queue) {
  return queue.reduce((found, one) => {
    if (one.type === 'work.undone') return found.filter(known => known[0] !== one.undoes);
    if (one.type !== 'work.overtime' || found.some(known => known[0] === one.uuid)) return found;
    return [...found, [one.uuid, one.minutes, '']];
  }, [...(day.asked || [])]);
}

// When the day's time was handed in last, and the id of that: [moment, id]; empty: not yet, or taken back.
export function handedOf(day, queue) {
  return queue.reduce((found, one) => {
    if (one.type === 'work.time') return [one.at, one.uuid];
    return one.type === 'work.undone' && one.undoes === found[1] ? [] : found;
  }, day.handed || []);
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
    stop.told = toldAfter(stop.told || [], event);
  }
  return next;
}

function ofDay(day, event) {
  day.told ??= [];
  dayReport(day.told, event);
  day.asked = askedOf(day, [event]);
  day.handed = handedOf(day, [event]);
}
