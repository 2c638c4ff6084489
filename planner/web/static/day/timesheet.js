// The day's time as its own reports tell it, counted on the device where there is no network: a proposal to mend and hand
// in, as planner/report/timesheet.py counts it. What the working-time law says of it needs the days around, so it waits.
import {askedOf, dayStanding, standing, work} from './state.js';

const AFTER = {en_route: 'drive', arrived: 'work', started: 'work', resumed: 'work', paused: 'other', done: 'other',
  follow_up: 'other', no_access: 'other'};
const ms = iso => new Date(iso).getTime();

export function ownTime(day, queue, at) {
  const told = [...work(day).flatMap(stop => standing(stop, queue)), ...dayStanding(day, queue)]
    .map(([word, , when]) => ({word, at: ms(when)})).sort((one, other) => one.at - other.at);
  const none = {start: '', end: '', is_over: false, sums: {}, on_call_s: 0, overtime_s: 0, granted_min: 0, says: null};
  if (!told.length || !day.duty?.length) return none;
  const [from, until] = day.duty.map(ms), home = (day.stops.find(one => one.kind === 'end')?.drive_s || 0) * 1000;
  const over = told.find(one => one.word === 'day_over')?.at;
  const marks = told.filter(one => one.word !== 'day_over' && (over === undefined || one.at <= over));
  const last = marks.at(-1)?.at, begun = Math.min(from, marks[0]?.at ?? from);
  const planned = Math.max(until, last === undefined ? 0 : last + home);
  const ended = over === undefined ? planned : Math.max(over, begun);
  const reached = over === undefined ? Math.min(Math.max(at, last ?? begun), ended) : ended;
  const spans = reported(marks, begun, reached, over === undefined ? 0 : home);
  if (over === undefined) spans.push(...coming(day, reached, ended, home));
  const sums = {work: 0, drive: 0, other: 0, break: 0};
  for (const [kind, start, end] of spans) if (end > start) sums[kind] += (end - start) / 1000;
  for (const kind of Object.keys(sums)) sums[kind] = Math.round(sums[kind]);
  const granted = askedOf(day, queue).filter(one => one[2] === 'granted').reduce((sum, one) => sum + one[1], 0);
  const longer = Math.max(0, Math.floor(ended / 1000) - Math.floor(begun / 1000) - (until - from) / 1000);
  return {...none, start: new Date(begun).toISOString(), end: new Date(ended).toISOString(), is_over: over !== undefined,
    sums, overtime_s: Math.round(longer), granted_min: granted};
}

// What was reported, until a moment.
function reported(marks, begun, reached, home) {
  let at = begun, kind = 'other', before = 'other';
  const found = [];
  for (const mark of marks) {
    found.push([kind, at, mark.at]);
    at = mark.at;
    if (mark.word === 'break') { before = kind === 'break' ? before : kind; kind = 'break'; }
    else if (mark.word === 'working') kind = kind === 'break' ? before : kind;
    else kind = AFTER[mark.word];
  }
  if (kind === 'other' && marks.length) {
    const there = Math.min(at + home, reached);
    found.push(['drive', at, there]);
    at = there;
  }
  return [...found, [kind, at, reached]];
}

// What is left of a day that is not over: work with the planned breaks, and the way home at its end.
function coming(day, reached, ended, home) {
  const leaves = Math.max(reached, ended - home), found = [];
  let at = reached;
  for (const stop of day.stops.filter(one => one.kind === 'break')) {
    const start = ms(stop.start), end = ms(stop.end);
    if (start < at || end > leaves) continue;
    found.push(['other', at, start], ['break', start, end]);
    at = end;
  }
  return [...found, ['other', at, leaves], ['drive', leaves, ended]];
}
