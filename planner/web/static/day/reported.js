// What was told of a visit beside where it stands: words, delays, parts, photos, the report to the customer. Each can be
// taken back with a press of its own; a step's words go with the step.
import {button, icon, make} from './dom.js';
import {dialog} from './dialogs.js';
import {shownPhoto, largePhoto} from './pictures.js';
import {toldOf} from './state.js';
import {clock, pick, say} from './words.js';

const SIGNS = {note: 'note', late: 'clock', parts: 'box', report: 'pen', done: 'check', follow_up: 'again', no_access: 'cross'};
const STEPS = new Set(['done', 'follow_up', 'no_access']);

export function reportedOf(now, stop, acts) {
  const told = toldOf(stop, now.queue), photos = told.filter(one => one.what === 'photo');
  const lines = told.filter(one => one.what !== 'photo');
  if (!told.length) return null;
  const waits = new Set(now.queue.map(one => one.uuid));
  return make('section', {class: 'reported', 'aria-label': say('reported')}, make('h2', {}, say('reported')),
    lines.length ? make('ul', {}, ...lines.map(one => line(now.day, stop, one, waits.has(one.id), acts))) : '',
    photos.length ? make('ul', {class: 'photos', 'aria-label': say('photos', {count: photos.length}), 'data-photos': String(photos.length)},
      ...photos.map((one, at) => photo(stop, one.id, say('photo_of', {number: at + 1}), acts))) : '');
}

function line(day, stop, one, waits, acts) {
  const back = STEPS.has(one.what) ? '' : button(say('take_back'), () => acts.withdraw(stop, one.id),
    {sign: 'undo', 'data-act': 'withdraw', 'data-key': `withdraw-${one.id}`, 'aria-label': `${say('take_back')}: ${head(one)}`});
  return make('li', {'data-told': one.what, 'data-id': one.id}, icon(SIGNS[one.what]),
    make('div', {}, make('b', {}, head(one)), make('small', {}, waits ? `${clock(one.at)} · ${say('queued')}` : clock(one.at)),
      ...words(day, one).map(said => make('p', {}, said))), back);
}

const head = one => (one.what === 'late' ? say('late_by', {minutes: one.minutes}) : say(`tablet.what.${one.what}`));

function words(day, one) {
  const found = [];
  if (one.remaining_min) found.push(say('is_left', {minutes: one.remaining_min}));
  if (one.parts?.length) found.push(one.parts.map(part => `${part.quantity} × ${partName(day, part.part)}`).join(', '));
  if (one.note) found.push(one.note);
  if (one.next_action) found.push(`${say('next_action')}: ${one.next_action}`);
  if (one.what === 'report' && (one.signed_by || one.by_word))
    found.push([one.signed_by && say('signed_by', {name: one.signed_by, time: clock(one.at)}), one.by_word && say('by_word')].filter(Boolean).join(' · '));
  return found;
}

export function partName(day, part) {
  return pick(day.parts.find(one => one.part === part)?.name) || part;
}

function photo(stop, id, named, acts) {
  const open = async () => {
    const gone = await dialog(named, (box, leave) => {
      box.append(make('h2', {}, named), largePhoto(id, named), make('div', {class: 'two'},
        button(say('take_photo_back'), () => leave(true), {sign: 'undo', 'data-act': 'withdraw'}),
        button(say('close'), () => leave(null), {look: 'strong', 'data-act': 'leave'})));
    }, {class: 'large'});
    if (gone) await acts.withdraw(stop, id);
  };
  return make('li', {}, make('button', {type: 'button', click: open, 'data-photo': id, 'aria-label': say('open_photo', {photo: named})},
    shownPhoto(id, named)));
}
