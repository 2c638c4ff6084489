// The order of the day: drives, visits, sessions, breaks, the way home; a press on a visit shows it in the card.
import {chip, icon, make} from './dom.js';
import {clock, far, lasting, pick, say} from './words.js';
import {differs} from './forecast.js';
import {isBehind, isFetched, isPickup, takenWords, tickOf} from './pickups.js';
import {isOver, isWork, stateOf, work} from './state.js';

const SIGNS = {remote: 'headset', break: 'cup', absence: 'away', end: 'house', depot: 'box', start: 'house'};
const TONES = {done: 'ok', no_access: 'bad', follow_up: 'warn'};
let unfolded = false;

export function orderOf(day, queue, ahead, shown, found, choose, redraw) {
  const visits = work(day).filter(one => one.kind === 'visit').length;
  const metres = day.stops.reduce((sum, one) => sum + one.metres, 0);
  const over = work(day).filter(one => isOver(stateOf(one, queue)));
  const folded = over.length > 1 && !unfolded ? new Set(over.map(one => one.visit)) : new Set();
  const list = make('ol', {class: 'order'});
  if (over.length > 1) list.append(summary(over, ahead, redraw));
  for (const stop of day.stops) {
    if (folded.has(stop.visit) || stop.kind === 'start' || (!unfolded && isBehind(day, stop, queue))) continue;
    if (stop.drive_s) list.append(drive(day, stop));
    list.append(row(day, stop, queue, ahead.get(stop), shown, found, choose, redraw));
  }
  const words = say('order_of', {visits, distance: far(metres), version: day.version});
  return make('section', {class: 'order-part', 'aria-label': say('order')},
    make('header', {}, make('h2', {}, say('order')), make('small', {}, words)),
    day.estimated ? make('p', {class: 'quiet', 'data-estimated': 'true'}, say('estimated')) : '', list);
}

function summary(over, ahead, redraw) {
  const fold = () => { unfolded = !unfolded; redraw(); };
  return make('li', {class: 'folded'}, make('button', {type: 'button', click: fold, 'data-key': 'fold',
    'aria-expanded': String(unfolded)}, icon('check'), make('b', {}, say('visits_over', {count: over.length})),
    make('small', {}, `${clock(moment(Math.min(...over.map(one => ahead.get(one).arrival))))}–${clock(moment(Math.max(...over.map(one => ahead.get(one).end))))}`),
    make('em', {}, say(unfolded ? 'hide' : 'show'))));
}

const drive = (day, stop) => make('li', {class: `drive${day.technician.look.dash ? ' dashed' : ''}`}, icon('car'),
  `${lasting(stop.drive_s)} · ${far(stop.metres)}`);

const moment = at => new Date(at).toISOString();

// When one gets there, as it was or will be, with the plan's time beneath where it is another.
function when(stop, times) {
  const planned = stop.kind === 'visit' || stop.kind === 'end' ? stop.arrival : stop.start;
  const at = times && (stop.kind === 'visit' || stop.kind === 'end' ? times.arrival : times.start);
  return make('time', {}, clock(at ? moment(at) : planned),
    at && differs(planned, at) ? make('small', {}, say('by_plan', {time: clock(planned)})) : '');
}

function row(day, stop, queue, times, shown, found, choose, redraw) {
  const state = isWork(stop) ? stateOf(stop, queue) : '';
  const changed = found.find(one => one.stop.visit && one.stop.visit === stop.visit);
  const over = isOver(state) || isFetched(day, stop);
  const inside = [sign(day, stop, over), make('div', {class: 'words'}, make('b', {}, pick(stop.title)),
    make('small', {}, beneath(stop))), chips(day, stop, state, changed, queue), when(stop, times)];
  const look = `${over ? ' over' : ''}${stop.visit && stop.visit === shown ? ' shown' : ''}`;
  if (isPickup(stop)) inside[2].append(tickOf(day, stop, redraw));
  if (!isWork(stop) || !stop.visit) return make('li', {class: `row${over ? ' over' : ''}`}, ...inside);
  return make('li', {}, make('button', {type: 'button', class: `row${look}`, 'data-visit': stop.visit,
    'data-key': `row-${stop.visit}`, 'aria-pressed': String(stop.visit === shown), click: () => choose(stop.visit)},
  ...inside));
}

function sign(day, stop, over) {
  const quiet = SIGNS[stop.kind];
  const look = ['n', day.technician.look.shape, over ? 'done' : quiet ? 'quiet' : ''].join(' ');
  return make('span', {class: look}, over ? icon('check') : quiet ? icon(quiet) : String(stop.n || ''));
}

function beneath(stop) {
  const place = pick(stop.where);
  if (isWork(stop)) return [stop.customer, place].filter(Boolean).join(' · ');
  if (stop.kind === 'end') return place;
  if (isPickup(stop)) return takenWords(stop);
  return lasting((new Date(stop.end) - new Date(stop.start)) / 1000);
}

function chips(day, stop, state, changed, queue) {
  const made = make('span', {class: 'chips'});
  const unsent = queue.some(one => one.visit && one.visit === stop.visit);
  if (unsent) made.append(chip('warn', say('queued'), 'turn'));
  if (changed) made.append(chip('warn', say(`change.${changed.what}`), 'triangle'));
  if (state) made.append(chip(TONES[state] || 'info', say(`my_day.state.${state}`)));
  else if (pick(stop.late)) made.append(chip('warn', pick(stop.late)));
  return made;
}
