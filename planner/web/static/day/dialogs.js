// What is asked before it is told: a note, minutes, parts, the report to the customer. A dialog lies beside the page,
// so that a page that is drawn anew does not close it.
import {button, icon, make} from './dom.js';
import {FIELDS} from './fields.js';
import {clock, pick, say} from './words.js';

const NEEDS_NOTE = new Set(['note', 'no_access', 'follow_up', 'report', 'overtime']);
const NEEDS_MINUTES = {late: 'minutes', overtime: 'minutes', follow_up: 'remaining_min'};
const DRAFT_MS = 250;

// A dialog; resolves to what `fill(box, leave)` leaves it with, null where it was closed.
export function dialog(title, fill, more = {}) {
  return new Promise(resolve => {
    const box = make('dialog', {'aria-label': title, ...more});
    const leave = value => { box.close(); box.remove(); resolve(value); };
    const close = fill(box, leave) || (() => leave(null));
    box.addEventListener('cancel', event => { event.preventDefault(); close(); });
    document.body.append(box);
    box.showModal();
  });
}

// A question with its answers as buttons; resolves to the answer, null where nothing was chosen.
export const choice = (title, words, answers) => dialog(title, (box, leave) => {
  box.append(make('h2', {}, title), make('p', {class: 'quiet'}, words), make('div', {class: 'answers'},
    ...answers.map(([value, named], at) => button(named, () => leave(value), {look: at ? '' : 'strong', 'data-answer': value})),
    button(say('leave'), () => leave(null), {look: 'quiet', 'data-act': 'leave'})));
});

function missing(act, told) {
  if (NEEDS_NOTE.has(act) && !told.note) return 'some_words';
  if (NEEDS_MINUTES[act] && !told[NEEDS_MINUTES[act]]) return 'some_minutes';
  if (told.picture && !told.signed_by) return 'some_name';
  return act === 'parts' && !told.parts?.length ? 'some_parts' : '';
}

// Ask for what an act needs; resolves to its values, or null where it was left. `keep` is called with what is written
// so far, `drop` where it is thrown away.
export const ask = (act, stop, {parts, draft, before, keep, drop}) => dialog(say(`ask.${act}`), (box, leave) => {
  const fields = FIELDS[act](parts, stop);
  const wrong = make('p', {class: 'wrong', role: 'alert'});
  const throwAway = button(say('drop'), async () => { clearTimeout(later); await drop(); leave(null); },
    {look: 'quiet', sign: 'cross', 'data-act': 'drop', hidden: !draft});
  let later = 0, pressed = false;
  const all = async () => Object.assign({}, ...await Promise.all(fields.map(one => one.read())));
  const write = async () => {
    clearTimeout(later);
    later = 0;
    const values = await all();
    if (Object.keys(values).length) await keep(values); else await drop();
    throwAway.hidden = !Object.keys(values).length;
  };
  const soon = () => { clearTimeout(later); later = setTimeout(write, DRAFT_MS); };
  const close = async () => { if (later) await write(); leave(null); };
  const tell = async () => {
    const told = await all(), key = missing(act, told);
    if (!box.open || pressed) return;
    if (key) { wrong.textContent = say(key); return; }
    pressed = true;
    clearTimeout(later);
    leave(told);
  };
  box.append(make('h2', {}, say(`ask.${act}`)), make('p', {class: 'quiet'}, pick(stop?.title)));
  if (before) box.append(make('p', {class: 'notice warn'}, icon('triangle'), make('span', {}, say('replaces', {time: clock(before.at)}))));
  box.append(...fields.map(one => one.field), wrong, throwAway, make('div', {class: 'two'},
    button(say('close'), close, {'data-act': 'leave'}), button(say('send'), tell, {look: 'strong', sign: 'check', 'data-act': 'send'})));
  for (const one of fields) one.fill?.(draft ?? before ?? {});
  for (const name of ['input', 'pointerup']) box.addEventListener(name, soon);
  box.addEventListener('click', event => { if (event.target.closest('[data-fills]')) soon(); });
  return close;
});
