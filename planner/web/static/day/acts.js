// What can be told of the chosen visit: the next step as one large button, four other steps, and the tools.
import {button, make} from './dom.js';
import {nextOf, standing, stateOf} from './state.js';
import {say} from './words.js';

const SIGNS = {en_route: 'car', arrived: 'flag', started: 'play', resumed: 'play', paused: 'pause', done: 'check',
  no_access: 'cross', follow_up: 'again'};

// The next step, four other steps, and what else can be told of a visit.
export function actsOf(day, stop, queue, acts) {
  const state = stateOf(stop, queue), allowed = nextOf(day, stop, state), remote = stop.kind === 'remote';
  const first = usual(state, allowed);
  const made = make('section', {class: 'acts', 'aria-label': say('report')});
  if (first) made.append(button(say(`my_day.do.${first}`), () => acts.report(stop, first),
    {sign: SIGNS[first], look: 'primary', 'data-act': first, 'data-key': 'primary'}));
  const row = [remote || state === 'arrived' ? 'started' : 'arrived', state === 'paused' ? 'resumed' : 'paused',
    'done', 'no_access'];
  made.append(make('div', {class: 'four'}, ...row.map(one => button(say(`my_day.act.${one}`),
    () => (one === 'no_access' ? acts.ask(stop, one) : acts.report(stop, one)),
    {sign: SIGNS[one], 'data-act': one, 'data-key': `act-${one}`, disabled: !allowed.includes(one) || one === first}))));
  const tool = (one, sign) => button(say(one === 'follow_up' ? 'my_day.act.follow_up' : `tool.${one}`),
    () => (one === 'photo' ? acts.photo(stop) : acts.ask(stop, one)),
    {sign, 'data-act': one, 'data-key': `act-${one}`, disabled: one === 'follow_up' && !allowed.includes(one)});
  made.append(make('div', {class: 'four tools'}, tool('note', 'note'), tool('photo', 'camera'), tool('report', 'pen'),
    tool('parts', 'box')));
  made.append(make('div', {class: 'two'}, tool('late', 'clock'), tool('follow_up', 'again')));
  const last = standing(stop, queue).at(-1);
  if (last && allowed.includes('undone')) made.append(button(say('undo', {what: say(`my_day.state.${last[0]}`)}),
    () => acts.undo(stop, last[1]), {sign: 'undo', look: 'quiet', 'data-act': 'undone', 'data-key': 'undo'}));
  return made;
}

// What usually comes next; who has arrived begins, who paused goes on.
function usual(state, allowed) {
  const wanted = {arrived: 'started', paused: 'resumed'}[state];
  return allowed.includes(wanted) ? wanted : ['en_route', 'arrived', 'started', 'done'].find(one => allowed.includes(one));
}
