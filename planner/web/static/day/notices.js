// What must be read or done first: answers to what was told, what the desk has changed, drafts without a place, the queue.
import {button, icon, make} from './dom.js';
import {standing, work} from './state.js';
import {clock, count, pick, say} from './words.js';

// Answers and changes; what was written for visits that are not in the day any more.
export function told(now, found, acts, {understood, confirmed, dropped}) {
  const made = make('section', {class: 'told', 'aria-live': 'polite'});
  for (const answers of byVisit(now.answers)) made.append(answered(answers, understood));
  for (const one of homeless(now)) made.append(draft(one, acts, dropped));
  if (found.length) made.append(make('div', {class: 'notice warn', 'data-changes': String(found.length)}, icon('triangle'),
    make('div', {}, make('b', {}, say('changed')), make('ul', {}, ...found.map(one => make('li', {}, changeWords(one))))),
    button(say('seen'), confirmed, {'data-act': 'seen'})));
  return made;
}

function byVisit(answers) {
  const found = new Map();
  for (const one of [...answers].sort((a, b) => (a.seq || 0) - (b.seq || 0)))
    found.set(one.visit || '', [...(found.get(one.visit || '') || []), one]);
  return [...found.values()];
}

// One notice of a visit: what was told of it, beneath each reason why it does not stand.
function answered(answers, understood) {
  const [first] = answers, reasons = new Map();
  for (const one of answers) reasons.set(pick(one.said), [...(reasons.get(pick(one.said)) || []), one]);
  const title = [pick(first.title) || first.visit, first.customer].filter(Boolean).join(', ');
  return make('div', {class: 'notice bad', 'data-answer': first.visit || first.uuid, 'data-count': String(answers.length)}, icon('triangle'),
    make('div', {}, title ? make('b', {}, title) : '', ...[...reasons].map(([why, told]) => make('p', {}, why,
      told.some(one => one.type) ? make('small', {}, told.filter(one => one.type).map(what).join(' · ')) : ''))),
    button(say('understood'), () => understood(answers.map(one => one.uuid)), {'data-act': 'understood'}));
}

const what = one => `${clock(one.at)} ${say(`tablet.what.${one.type.split('.')[1]}`)}`;

function homeless(now) {
  const here = new Set(work(now.day).map(one => one.visit));
  return now.day ? now.drafts.filter(one => one.of.visit && !here.has(one.of.visit)) : [];
}

function draft(one, acts, dropped) {
  const named = say(`tablet.what.${one.act}`), title = pick(one.of.title) || one.of.visit;
  return make('div', {class: 'notice warn', 'data-homeless': one.of.visit}, icon('pen'),
    make('p', {}, say('draft_waits', {what: named, title})),
    button(say('open_draft'), () => acts.ask({visit: one.of.visit, title: one.of.title, customer: one.of.customer}, one.act)),
    button(say('drop'), () => dropped(one.key)));
}

function changeWords({what: kind, stop, was}) {
  const title = pick(stop.title) || stop.visit;
  if (kind === 'time') return say('changed_time', {title, before: clock(was.start), after: clock(stop.start)});
  return say(`changed_${kind}`, {title, time: clock(stop.start)});
}

// What was just told of a visit the card has left: one press takes it back.
export function takeBack(now, shown, acts) {
  const stop = work(now.day).find(one => one.visit === now.last?.visit);
  if (!stop || stop === shown) return '';
  const last = standing(stop, now.queue).at(-1);
  if (last?.[1] !== now.last.uuid) return '';
  return make('div', {class: 'just', 'data-last': stop.visit}, icon('check'),
    make('p', {}, `${say(`my_day.state.${last[0]}`)}: ${pick(stop.title)}`),
    button(say('take_back'), () => acts.undo(stop, last[1]), {sign: 'undo', 'data-act': 'undo-last', 'data-key': 'undo-last'}));
}

export function queueOf(now, waits) {
  const words = now.queue.slice(-6).map(one => `${say(`tablet.what.${one.type.split('.')[1]}`)} ${pick(one.title) || one.visit}`.trim());
  if (now.queue.length > words.length) words.unshift(say('and_more', {count: now.queue.length - words.length}));
  const alone = now.pictures.filter(id => !now.queue.some(one => one.uuid === id)).length;
  if (alone) words.push(count('pictures_wait', alone));
  return make('div', {class: 'notice warn queue', 'data-queue': String(waits)}, icon('turn'),
    make('p', {}, make('b', {}, `${say('in_queue')} `), words.join(' · ')), make('small', {}, say('sent_later')));
}
