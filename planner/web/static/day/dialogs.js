// What is asked before it is told: a note, minutes, parts, the report to the customer. A dialog lies beside the page,
// so that a page that is drawn anew does not close it.
import {button, make} from './dom.js';
import {signature} from './drawing.js';
import {used} from './parts.js';
import {pick, say} from './words.js';

const LATE = [5, 10, 15, 30, 45, 60];
const NEEDS_NOTE = new Set(['note', 'no_access', 'follow_up', 'report', 'overtime']);
const NEEDS_MINUTES = new Set(['late', 'overtime']);

// Ask for what an act needs; resolves to its values, or null where it was left.
export function ask(act, stop, parts) {
  return new Promise(resolve => {
    const fields = FIELDS[act](parts, stop);
    const wrong = make('p', {class: 'wrong', role: 'alert'});
    const box = make('dialog', {'aria-label': say(`ask.${act}`)});
    const leave = value => { box.close(); box.remove(); resolve(value); };
    const tell = async () => {
      const told = Object.assign({}, ...await Promise.all(fields.map(one => one.read())));
      if (!box.open) return;  // pressed twice
      if (NEEDS_NOTE.has(act) && !told.note) { wrong.textContent = say('some_words'); return; }
      if (NEEDS_MINUTES.has(act) && !told.minutes) { wrong.textContent = say('some_minutes'); return; }
      if (told.picture && !told.signed_by) { wrong.textContent = say('some_name'); return; }
      if (act === 'parts' && !told.parts?.length) { wrong.textContent = say('some_parts'); return; }
      leave(told);
    };
    box.append(make('h2', {}, say(`ask.${act}`)), make('p', {class: 'quiet'}, pick(stop?.title)),
      ...fields.map(one => one.field), wrong, make('div', {class: 'two'},
        button(say('leave'), () => leave(null)),
        button(say('send'), tell, {look: 'strong', sign: 'check', 'data-act': 'send'})));
    box.addEventListener('cancel', event => { event.preventDefault(); leave(null); });
    document.body.append(box);
    box.showModal();
  });
}

const FIELDS = {
  note: () => [note()],
  no_access: () => [note()],
  late: () => [minutes('minutes', 'minutes_late', LATE)],
  parts: (parts, stop) => [used(parts, 'parts_used', stop)],
  report: () => [note('report_done'), words('next_action', 500), words('customer_name', 100, 'signed_by'), yes('by_word'),
    signature()],
  overtime: () => [minutes('minutes', 'minutes_over', [15, 30, 45, 60]), note('overtime_why')],
  follow_up: (parts, stop) => [note(), minutes('remaining_min', 'minutes_left', [15, 30, 60, 120]), used(parts, 'parts_needed', stop)],
};

function note(label = 'words') {
  const area = make('textarea', {rows: 3, maxlength: 2000, 'aria-label': say(label)});
  return {field: make('label', {}, say(label), area), read: () => ({note: area.value.trim()})};
}

function words(label, longest, name = label) {
  const input = make('input', {type: 'text', maxlength: longest, autocomplete: 'off', 'data-name': name});
  return {field: make('label', {}, say(label), input), read: () => (input.value.trim() ? {[name]: input.value.trim()} : {})};
}

function yes(name) {
  const box = make('input', {type: 'checkbox', 'data-name': name});
  return {field: make('label', {class: 'yes'}, box, make('span', {}, say(name))), read: () => (box.checked ? {[name]: true} : {})};
}

function minutes(name, words, usual) {
  const input = make('input', {type: 'number', min: 0, max: 1440, step: 5, inputmode: 'numeric', 'aria-label': say(words)});
  const quick = usual.map(one => button(`${one}\u00a0min`, () => { input.value = String(one); }));
  const read = () => {
    const value = Math.round(Number(input.value));
    return value > 0 && value <= 1440 ? {[name]: value} : {};
  };
  return {field: make('fieldset', {}, make('legend', {}, say(words)), make('div', {class: 'quick'}, ...quick), input), read};
}
