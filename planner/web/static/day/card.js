// The chosen visit: what there is to know of it, what was done there before, its checklist and photos.
import {chip, icon, link, make} from './dom.js';
import {clock, dayOf, far, lasting, pick, say} from './words.js';
import {behind, differs} from './forecast.js';
import {receipt} from './receipt.js';
import {isOver, stateOf, ticked} from './state.js';

const TONES = {done: 'ok', no_access: 'bad', follow_up: 'warn'};
const PRIORITIES = [null, 'chevrons-up', 'chevron-up', 'bar', 'chevron-down', 'chevrons-down'];

export function cardOf(now, stop, ahead, isNext) {
  const {day, queue} = now, state = stateOf(stop, queue), times = ahead.get(stop);
  return make('article', {class: 'card'}, head(day, stop, state, isNext, times),
    make('h1', {}, pick(stop.title)),
    make('p', {class: 'where'}, [stop.customer, pick(stop.where)].filter(Boolean).join(', ')),
    cells(stop, times), facts(stop), ways(stop), receipt(now, stop));
}

function head(day, stop, state, isNext, times) {
  const remote = stop.kind === 'remote';
  const word = isOver(state) ? 'over' : state ? 'now' : isNext ? (remote ? 'next_remote' : 'next') : 'picked';
  const badge = stop.n ? make('span', {class: `n ${day.technician.look.shape}`}, String(stop.n)) : icon('headset');
  const made = make('header', {class: 'head'}, badge, make('b', {}, say(word)), make('small', {}, stop.visit));
  if (stop.priority) made.append(make('span', {class: `priority p${stop.priority}`}, icon(PRIORITIES[stop.priority]),
    `P${stop.priority}`));
  if (stop.promise?.length)
    made.append(chip('info', say('promised', {from: clock(stop.promise[0]), to: clock(stop.promise[1])}), 'bubble'));
  if (state) made.append(chip(TONES[state] || 'info', say(`my_day.state.${state}`)));
  const late = behind(stop, times);
  if (late) made.append(chip('warn', say('behind', {late: lasting(late / 1000)}), 'clock'));
  else if (!state && pick(stop.late)) made.append(chip('warn', pick(stop.late), 'triangle'));
  return made;
}

// Times as they will be, and the plan's beneath where they differ.
function cells(stop, times) {
  const by = (iso, moment) => (moment && differs(iso, moment)
    ? [clock(new Date(moment).toISOString()), make('small', {}, say('by_plan', {time: clock(iso)}))] : [clock(iso)]);
  const remote = stop.kind === 'remote', over = times?.over;
  const made = remote
    ? [[say('start'), by(stop.start, times?.start)], [say('lasts'), [lasting((new Date(stop.end) - new Date(stop.start)) / 1000)]]]
    : [[say('leave_by'), over ? [clock(stop.leave)] : by(stop.leave, times?.leave)], [say('arrive'), by(stop.arrival, times?.arrival)]];
  made.push([say(over ? 'ended_at' : 'done_around'), by(stop.end, times?.end)], [say('contact'), [stop.contact || say('no_contact')], 'small']);
  return make('dl', {class: 'times'}, ...made.map(([name, value, look]) =>
    make('div', {}, make('dt', {}, name), make('dd', {class: look}, ...value))));
}

function facts(stop) {
  const line = (sign, look, ...inside) => make('li', {class: look}, icon(sign), make('span', {}, ...inside));
  const list = make('ul', {class: 'facts'});
  if (stop.cancelled) list.append(line('triangle', 'warn', say('cancelled')));
  if (stop.driver) list.append(line('car', '', say('rides_with', {name: stop.driver})));
  if (stop.beside?.length) list.append(line('people', '', say('beside', {names: stop.beside.join(', ')})));
  if (stop.unsure_m) list.append(line('triangle', 'warn', say('unsure', {distance: far(stop.unsure_m)})));
  if (stop.access) list.append(line('key', '', stop.access));
  if (stop.needs?.length) list.append(line('wrench', '', ...stop.needs.map(need)));
  if (stop.description) list.append(line('note', '', stop.description));
  for (const hint of stop.hints || []) list.append(line('note', '', pick(hint)));
  return list.childElementCount ? list : null;
}

function need(one) {
  const where = one.fetch.length ? say('fetch_at', {depot: one.fetch[0], time: clock(one.fetch[1])})
    : say(one.aboard ? 'aboard' : 'at_depot');
  return make('span', {class: 'need'}, `${one.quantity} × ${pick(one.name)} `,
    make('em', {class: one.aboard ? 'ok' : 'fetch'}, one.aboard ? icon('check') : null, where));
}

// A number as people read it aloud: +46701234567 is 070-123 45 67.
export function digits(tel) {
  const number = tel.replace(/^tel:/, '').replace(/^\+46/, '0');
  const mobile = number.match(/^(07\d)(\d{3})(\d{2})(\d{2})$/), city = number.match(/^(08)(\d{3,4})(\d{2})(\d{2})$/);
  const found = mobile || city;
  return found ? `${found[1]}-${found.slice(2).join('\u00a0')}` : number;
}

function ways(stop) {
  const made = make('nav', {class: 'ways'});
  const new_ = {target: '_blank', rel: 'noopener noreferrer'};
  if (stop.links?.length) {
    const [first, ...others] = stop.links;
    made.append(link(say('directions'), first[1], {sign: 'arrow', ...new_}));
    made.append(make('details', {class: 'maps'}, make('summary', {}, say('other_maps')),
      make('div', {}, ...[first, ...others].map(([name, address]) =>
        link(name === 'geo:' ? say('device_map') : name, address, new_)))));
  }
  if (stop.tel) made.append(make('a', {class: 'button call', href: stop.tel}, icon('phone'), make('span', {},
    stop.contact ? say('call', {name: stop.contact}) : say('call_contact'), make('small', {}, digits(stop.tel)))));
  if (stop.mail) made.append(link(say('mail'), stop.mail, {sign: 'mail'}));
  return made.childElementCount ? made : null;
}

// What was done at the site before, the last first.
export function historyOf(stop) {
  if (!stop.history?.length) return null;
  return make('details', {class: 'checklist history', 'data-open': 'history'},
    make('summary', {}, icon('clock'), say('history', {count: stop.history.length})),
    ...stop.history.map(one => make('div', {class: 'before'},
      make('b', {}, one.title), make('small', {}, `${dayOf(one.at)} · ${say(`my_day.state.${one.word}`)}`),
      ...one.notes.map(note => make('p', {}, note)))));
}

export function checklistOf(stop, queue, tick) {
  if (!stop.checklist?.length) return null;
  const done = ticked(stop, queue);
  const words = say('checklist_of', {done: done.size, total: stop.checklist.length});
  return make('details', {class: 'checklist', 'data-open': 'checklist'}, make('summary', {}, icon('list'), words),
    ...stop.checklist.map((step, at) => {
      const box = make('input', {type: 'checkbox', checked: done.has(at), 'data-key': `step-${at}`});
      box.addEventListener('change', () => tick(stop, at, box.checked));
      return make('label', {}, box, make('span', {}, pick(step)));
    }));
}
