// What the technician tells: each thing is an event of the plan its form was opened in, on the disk before it is shown.
import {choice, ask} from './dialogs.js';
import {proposeTime} from './daytime.js';
import * as contact from './contact.js';
import * as keeping from './keeping.js';
import {leftOf} from './parts.js';
import {choosePhoto} from './pictures.js';
import {dayStanding, isOver, isRunning, reportOf, stateOf, work} from './state.js';
import {ownTime} from './timesheet.js';
import {pick, say} from './words.js';

const LOCK_MS = 1_000, LOCK_OF_WORK_MS = 2_500;  // who begins does not finish with the same tap
const WORKS = new Set(['started', 'resumed']);
const GOES_ON = new Set(['en_route', 'arrived', 'started', 'resumed']);
const STATUS = new Set(['no_access', 'follow_up']);

export function actsOn(now, refresh, meet) {
  const held = stop => ({visit: stop?.visit || '', plan: now.day?.plan || '', day: now.day?.day, title: stop?.title || null,
    customer: stop?.customer || ''});
  const event = (type, of, more = {}) => ({uuid: keeping.uuid(), type, ...of, at: new Date().toISOString(), who: now.who, ...more});

  async function keep(last, {bytes = null, first = [], draft = ''} = {}) {
    await keeping.queue(last, bytes, first, draft);
    await refresh();
    meet();
  }

  const tell = (type, stop, more = {}, bytes = null) => keep(event(type, held(stop), more), {bytes});

  // What has to be told before a step: work that goes on ends a break, and an end of the day that was none.
  function before() {
    const last = dayStanding(now.day, now.queue).at(-1);
    if (last?.[0] === 'break') return [event('work.working', held(null))];
    return last?.[0] === 'day_over' ? [event('work.undone', held(null), {undoes: last[1]})] : [];
  }

  // One visit at a time, unless the technician says otherwise; null: they rather leave things as they are.
  async function instead(stop, word) {
    const other = GOES_ON.has(word) && work(now.day).find(one => one.visit !== stop.visit && isRunning(stateOf(one, now.queue)));
    if (!other) return [];
    const what = await choice(say('one_runs', {title: pick(other.title)}), say('one_runs_what'),
      [['paused', say('pause_it')], ['done', say('finish_it')], ['both', say('leave_both')]]);
    if (!what) return null;
    return what === 'both' ? [] : [event(`visit.${what}`, held(other))];
  }

  async function step(stop, word, {of = held(stop), more = {}, draft = ''} = {}) {
    now.locked = performance.now() + (WORKS.has(word) ? LOCK_OF_WORK_MS : LOCK_MS);
    const others = await instead(stop, word);
    if (!others) { now.locked = 0; await refresh(); return; }
    const last = event(`visit.${word}`, of, more);
    if (isOver(word)) now.chosen = null;
    now.last = {visit: stop.visit, uuid: last.uuid};
    setTimeout(refresh, now.locked - performance.now() + 20);
    await keep(last, {first: [...before(), ...others], draft});
  }

  // Ask for what an act needs. What is written lies on the disk until it is told or dropped on purpose.
  async function asked(stop, act) {
    const key = `${now.who} ${act} ${stop?.visit || ''}`;
    const draft = now.drafts.find(one => one.key === key);
    const of = draft?.of ?? held(stop);
    const answer = await ask(act, stop, {parts: now.day ? leftOf(now.day, now.queue) : [], draft: draft?.values,
      before: act === 'report' && stop ? reportOf(stop, now.queue) : null,
      keep: values => keeping.keepDraft({key, who: now.who, act, of, values}), drop: () => keeping.dropDraft(key)});
    if (!answer) { await refresh(); return; }
    const {picture, ...more} = answer;
    if (STATUS.has(act)) { await step(stop, act, {of, more, draft: key}); return; }
    if (act === 'report') more.drawn = Boolean(picture);
    await keep(event(`work.${act}`, of, more), {bytes: picture, draft: key});
  }

  async function photo(stop) {
    const of = held(stop);
    try {
      const bytes = await choosePhoto();
      if (bytes) await keep(event('work.photo', of), {bytes});
    } catch {
      alert(say('no_photo'));
    }
  }

  async function ofDay(word) {
    const open = work(now.day).filter(one => !isOver(stateOf(one, now.queue)));
    if (word === 'day_over' && open.length) {
      const titles = open.map(one => pick(one.title)).join(', ');
      if (!await choice(say('end_open', {count: open.length}), titles, [['end', say('end_anyway')]])) return;
    }
    await tell(`work.${word}`, null);
  }

  return {
    report: (stop, word) => (performance.now() < now.locked ? null : step(stop, word)),
    undo: (stop, undoes) => { now.locked = performance.now() + LOCK_MS; setTimeout(refresh, LOCK_MS + 20); return tell('visit.undone', stop, {undoes}); },
    withdraw: (stop, undoes) => tell('work.taken_back', stop, {undoes}),
    ask: asked,
    photo,
    tick: (stop, at, ticked) => tell('work.checked', stop, {step: at, ticked}),
    ofDay,
    undoDay: undoes => tell('work.undone', null, {undoes}),
    overtime: () => asked(null, 'overtime'),
    seen: version => tell('work.seen', null, {version}),
    time: async () => {
      const of = held(null);
      const told = await proposeTime(await contact.fetchTime().catch(() => ownTime(now.day, now.queue, Date.now() + now.offset)));
      if (told) await keep(event('work.time', of, told));
    },
  };
}
