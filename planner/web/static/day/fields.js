// The fields of what is asked: each is read into the values of an event, and filled from a draft or what was told before.
import {button, make} from './dom.js';
import {signature} from './drawing.js';
import {used} from './parts.js';
import {say} from './words.js';

const LATE = [5, 10, 15, 30, 45, 60];

export const FIELDS = {
  note: () => [note()],
  no_access: () => [note('words', ['nobody_opens', 'locked', 'wrong_place', 'comes_later'])],
  late: () => [minutes('minutes', 'minutes_late', LATE)],
  parts: (parts, stop) => [used(parts, 'parts_used', stop)],
  report: () => [note('report_done'), words('next_action', 500), words('customer_name', 100, 'signed_by'), yes('by_word'),
    signature()],
  overtime: () => [minutes('minutes', 'minutes_over', [15, 30, 45, 60, 90, 120]), note('overtime_why')],
  follow_up: (parts, stop) => [note('words', ['part_missing', 'no_time', 'customer_stopped', 'more_faults']),
    minutes('remaining_min', 'minutes_left', [15, 30, 60, 120]), used(parts, 'parts_needed', stop)],
};

// Words, with ready answers that a press writes.
function note(label = 'words', ready = []) {
  const area = make('textarea', {rows: 3, maxlength: 2000, 'aria-label': say(label)});
  const add = said => () => { area.value = [area.value.trim(), said].filter(Boolean).join('. '); };
  const quick = ready.map(one => button(say(`ready.${one}`), add(say(`ready.${one}`)), {'data-fills': one}));
  const field = make('fieldset', {}, make('legend', {}, say(label)), quick.length ? make('div', {class: 'quick'}, ...quick) : '', area);
  return {field, read: () => (area.value.trim() ? {note: area.value.trim()} : {}), fill: told => { area.value = told.note || ''; }};
}

function words(label, longest, name = label) {
  const input = make('input', {type: 'text', maxlength: longest, autocomplete: 'off', 'data-name': name});
  return {field: make('label', {}, say(label), input), read: () => (input.value.trim() ? {[name]: input.value.trim()} : {}),
    fill: told => { input.value = told[name] || ''; }};
}

function yes(name) {
  const box = make('input', {type: 'checkbox', 'data-name': name});
  return {field: make('label', {class: 'yes'}, box, make('span', {}, say(name))), read: () => (box.checked ? {[name]: true} : {}),
    fill: told => { box.checked = Boolean(told[name]); }};
}

function minutes(name, words, usual) {
  const input = make('input', {type: 'number', min: 0, max: 1440, step: 5, inputmode: 'numeric', 'aria-label': say(words)});
  const quick = usual.map(one => button(`${one}\u00a0min`, () => { input.value = String(one); }, {'data-fills': one}));
  const read = () => {
    const value = Math.round(Number(input.value));
    return value > 0 && value <= 1440 ? {[name]: value} : {};
  };
  return {field: make('fieldset', {}, make('legend', {}, say(words)), make('div', {class: 'quick'}, ...quick), input), read,
    fill: told => { input.value = told[name] || ''; }};
}
