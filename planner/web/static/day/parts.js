// Parts to choose with a finger: those of the visit first, then what is left in the van; a press is one more or less.
import {button, make} from './dom.js';
import {work} from './state.js';
import {pick, say} from './words.js';

const MOST = 999;

// What is left in the van, by what was used and what was taken back, as far as that waits to be sent.
export function leftOf(day, queue) {
  const used = new Map();
  const add = (parts, sign) => { for (const one of parts || []) used.set(one.part, (used.get(one.part) || 0) + sign * one.quantity); };
  for (const event of queue) {
    if (event.type === 'work.parts') add(event.parts, 1);
    if (event.type === 'work.taken_back') add(usedBy(event.undoes, day, queue), -1);
  }
  return day.parts.map(one => (one.left === undefined ? one
    : {...one, left: Math.max(0, one.left - (used.get(one.part) || 0))}));
}

function usedBy(id, day, queue) {
  const waits = queue.find(one => one.uuid === id && one.type === 'work.parts');
  return (waits ?? work(day).flatMap(stop => stop.told || []).find(one => one.id === id && one.what === 'parts'))?.parts;
}

export function used(parts, words, stop) {
  const needs = new Map((stop?.needs || []).map(one => [one.part, one]));
  const own = [...needs.values()].map(one => parts.find(known => known.part === one.part) || one);
  const others = parts.filter(one => !needs.has(one.part));
  const counts = new Map(), sets = new Map();
  const rows = list => list.map(one => row(one, needs.get(one.part), counts, sets));
  const field = make('fieldset', {class: 'steps'}, make('legend', {}, say(words)),
    own.length > 0 && make('h3', {}, say('for_visit')), ...rows(own),
    own.length > 0 && others.length > 0 && make('h3', {}, say('of_van')), ...rows(others));
  const read = () => {
    const found = [...counts].filter(([, quantity]) => quantity > 0).map(([part, quantity]) => ({part, quantity}));
    return found.length ? {parts: found} : {};
  };
  const fill = told => {
    for (const one of told.parts || []) {
      if (!sets.has(one.part)) field.append(...rows([{part: one.part, name: {sv: one.part, en: one.part}}]));  // not in the van any more
      sets.get(one.part)(one.quantity);
    }
  };
  return {field, read, fill};
}

function row(one, need, counts, sets) {
  const name = pick(one.name), count = make('output', {'data-count': one.part}, '0');
  const fewer = button('−', () => set(-1), {look: 'step-by', 'data-less': one.part, 'data-fills': true, 'aria-label': say('fewer', {part: name}), disabled: true});
  const more = button('+', () => set(1), {look: 'step-by', 'data-more': one.part, 'data-fills': true, 'aria-label': say('more', {part: name})});
  const set = by => {
    const value = Math.min(MOST, Math.max(0, (counts.get(one.part) || 0) + by));
    counts.set(one.part, value);
    count.textContent = String(value);
    fewer.disabled = value === 0;
  };
  sets.set(one.part, quantity => set(quantity - (counts.get(one.part) || 0)));
  const beneath = [need && `${need.quantity} ×`, one.left !== undefined && say('left', {count: one.left})];
  return make('div', {class: 'step', 'data-part': one.part}, make('div', {}, make('b', {}, name),
    make('small', {}, beneath.filter(Boolean).join(' · '))), fewer, count, more);
}
