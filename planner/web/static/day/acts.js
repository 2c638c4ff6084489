// What can be told of the chosen visit: the next step as one large button, beneath it what takes the last one back, the
// other steps, and the tools. The place of each stays, whatever was pressed.
import {button, make} from './dom.js';
import {isOver, nextOf, standing, stateOf} from './state.js';
import {say} from './words.js';

const SIGNS = {en_route: 'car', arrived: 'flag', started: 'play', resumed: 'play', paused: 'pause', done: 'check',
  no_access: 'cross', follow_up: 'again'};
const OTHERS = ['arrived', 'started', 'resumed', 'paused', 'done', 'follow_up', 'no_access'];
const TOOLS = [['note', 'note'], ['photo', 'camera'], ['report', 'pen'], ['parts', 'box'], ['late', 'clock']];

// The next step, what takes back the last, other steps, and what else can be told of a visit.
export function actsOf(now, stop, acts, takeBack) {
  const {day, queue} = now, state = stateOf(stop, queue), allowed = nextOf(day, stop, state);
  const locked = performance.now() < now.locked;
  const first = usual(state, allowed);
  const told = one => (one === 'no_access' || one === 'follow_up' ? acts.ask(stop, one) : acts.report(stop, one));
  const step = (one, words, more) => button(words, () => told(one), {sign: SIGNS[one], 'data-act': one,
    'aria-disabled': locked && 'true', ...more});
  const made = make('section', {class: 'acts', 'aria-label': say('report')});
  if (first) made.append(step(first, say(`my_day.do.${first}`), {look: 'primary', 'data-key': 'primary'}));
  made.append(make('div', {class: 'back'}, takeBack, undo(stop, queue, allowed, acts)));
  const others = OTHERS.filter(one => allowed.includes(one) && one !== first);
  if (others.length) made.append(make('div', {class: 'four'}, ...others.map(one =>
    step(one, say(`my_day.act.${one}`), {'data-key': `act-${one}`}))));
  made.append(make('div', {class: 'four tools'}, ...TOOLS.map(([one, sign]) => tool(now, stop, one, sign, acts, state))));
  return made;
}

function undo(stop, queue, allowed, acts) {
  const last = standing(stop, queue).at(-1);
  return last && allowed.includes('undone') ? button(say(`back.${last[0]}`), () => acts.undo(stop, last[1]),
    {sign: 'undo', 'data-act': 'undone', 'data-key': 'undo'}) : null;
}

function tool(now, stop, one, sign, acts, state) {
  const draft = now.drafts.some(kept => kept.act === one && kept.of.visit === stop.visit);
  return button(draft ? say('draft_of', {what: say(`tool.${one}`)}) : say(`tool.${one}`),
    () => (one === 'photo' ? acts.photo(stop) : acts.ask(stop, one)),
    {sign, look: draft ? 'begun' : '', 'data-act': one, 'data-key': `act-${one}`, 'data-draft': draft && one,
      disabled: one === 'late' && isOver(state)});
}

// What usually comes next; who has arrived begins, who paused goes on.
function usual(state, allowed) {
  const wanted = {arrived: 'started', paused: 'resumed'}[state];
  return allowed.includes(wanted) ? wanted : ['en_route', 'arrived', 'started', 'done'].find(one => allowed.includes(one));
}
