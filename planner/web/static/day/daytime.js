// The day itself: breaks, its end, overtime that is asked for, and its time, which the technician proposes.
import {button, chip, icon, make} from './dom.js';
import {dialog} from './dialogs.js';
import {askedOf, dayStanding, handedOf} from './state.js';
import {clock, lasting, pick, say} from './words.js';

const TONES = {granted: 'ok', declined: 'bad'};

export function daytimeOf(day, queue, over, acts) {
  const stands = dayStanding(day, queue), last = stands.at(-1), word = last?.[0];
  const away = word === 'break', ended = word === 'day_over';
  const marks = make('span', {class: 'chips'});
  if (away) marks.append(chip('info', say('on_break', {time: clock(last[2])}), 'cup'));
  if (ended) marks.append(chip('ok', say('day_ended', {time: clock(last[2])}), 'check'));
  const asks = askedOf(day, queue), handed = handedOf(day, queue);
  const undo = (key, id, words) => button(say(key), () => acts.undoDay(id), {sign: 'undo', 'data-act': words, 'data-key': `undo-${id}`});
  const backs = make('div', {class: 'backs'});
  for (const [id, minutes, answer] of asks) {
    marks.append(chip(TONES[answer] || 'warn', say(`asked_${answer || 'open'}`, {minutes})));
    if (!answer) backs.append(undo('back.overtime', id, 'undo-overtime'));
  }
  if (handed.length) {
    marks.append(chip('ok', say('handed_in', {time: clock(handed[0])}), 'check'));
    backs.append(undo('back.time', handed[1], 'undo-time'));
  }
  const covered = asks.reduce((sum, [, minutes, answer]) => sum + (answer === 'declined' ? 0 : minutes), 0);
  const act = (name, sign, click, more = {}) => button(say(`day.${name}`), click, {sign, 'data-act': name, 'data-key': `day-${name}`, ...more});
  const first = away ? act('working', 'play', () => acts.ofDay('working')) : act('break', 'cup', () => acts.ofDay('break'), {disabled: ended});
  const made = make('section', {class: 'daytime', 'aria-label': say('the_day'), 'data-day': word || ''},
    make('header', {}, make('h2', {}, say('the_day')), marks));
  if (over > covered && !ended)
    made.append(make('div', {class: 'notice warn', 'data-over': String(over)}, icon('clock'),
      make('p', {}, say('runs_over', {time: clock(day.duty[1]), late: lasting(over * 60)}),
        covered ? ` ${say('asked_too_little', {minutes: lasting(covered * 60)})}` : ''),
      button(say(covered ? 'ask_more' : 'ask_first'), acts.overtime, {'data-act': 'ask-first'})));
  made.append(make('div', {class: 'four'}, first, act('overtime', 'again', acts.overtime, {disabled: ended}),
    act('time', 'clock', acts.time), act('day_over', 'house', () => acts.ofDay('day_over'), {disabled: ended || away})));
  if (last) backs.append(undo(`back.${word}`, last[1], 'undo-day'));
  if (backs.childElementCount) made.append(backs);
  return made;
}

// Show the day's time as it was reported, let it be mended, and resolve to what is handed in; null where it was left.
export const proposeTime = told => dialog(say('day.time'), (box, leave) => {
  const wrong = make('p', {class: 'wrong', role: 'alert'});
  box.append(make('h2', {}, say('day.time')));
  if (!told?.start) box.append(make('p', {}, say('time_nothing')));
  else box.append(...sums(told), ...says(told));
  const fields = told?.start ? asked(told) : null;
  if (fields) box.append(fields.field, wrong);
  const hand = () => {
    const value = fields.read();
    if (value) leave(value); else wrong.textContent = say('time_wrong');
  };
  box.append(make('div', {class: 'two'}, button(say('leave'), () => leave(null)),
    fields ? button(say('hand_in'), hand, {look: 'strong', sign: 'check', 'data-act': 'hand-in'}) : ''));
}, {'data-time': 'true'});

function sums(told) {
  const rows = [['time_work', told.sums.work], ['time_drive', told.sums.drive], ['time_other', told.sums.other],
    ['time_break', told.sums.break], ['time_on_call', told.on_call_s], ['time_overtime', told.overtime_s]];
  const cells = rows.filter(([name, seconds]) => seconds || name === 'time_break')
    .map(([name, seconds]) => make('div', {'data-sum': name, 'data-seconds': String(seconds)}, make('dt', {}, say(name)), make('dd', {}, lasting(seconds))));
  const made = [make('dl', {class: 'times sums'}, ...cells)];
  if (told.overtime_s >= 60) made.push(make('p', {class: 'quiet'}, say('time_granted', {granted: told.granted_min})));
  if (!told.is_over) made.push(make('p', {class: 'quiet'}, say('time_not_over')));
  return made;
}

function says(told) {
  if (!told.says) return [make('p', {class: 'notice warn', 'data-unjudged': 'true'}, icon('offline'), make('span', {}, say('time_unjudged')))];
  if (!told.says.length) return [make('p', {class: 'notice ok'}, icon('check'), make('span', {}, say('law_fine')))];
  return told.says.map(one => make('div', {class: `notice ${one.hard ? 'bad' : 'warn'}`, 'data-law': String(one.hard)}, icon('triangle'),
    make('p', {}, pick(one.said))));
}

function asked(told) {
  const from = make('input', {type: 'time', 'aria-label': say('time_from'), value: clock(told.start)});
  const until = make('input', {type: 'time', 'aria-label': say('time_until'), value: clock(told.end)});
  const rest = make('input', {type: 'number', min: 0, max: 600, step: 5, inputmode: 'numeric', 'aria-label': say('time_break_min'),
    value: Math.round(told.sums.break / 60)});
  const named = (key, input) => make('label', {}, say(key), input);
  const field = make('div', {class: 'three'}, named('time_from', from), named('time_until', until), named('time_break_min', rest));
  const read = () => {
    const start = moved(told.start, from.value), end = moved(told.end, until.value), minutes = Math.round(Number(rest.value));
    if (!start || !end || !(minutes >= 0 && minutes <= 600) || (end - start) / 60_000 <= minutes) return null;
    return {from: start.toISOString(), until: end.toISOString(), break_min: minutes};
  };
  return {field, read};
}

// A moment at another time of its day, the nearer one where midnight lies between.
function moved(iso, typed) {
  if (!/^\d\d:\d\d/.test(typed)) return null;
  const minutes = text => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  let by = minutes(typed) - minutes(clock(iso));
  if (by > 720) by -= 1440;
  if (by < -720) by += 1440;
  return new Date(new Date(iso).getTime() + by * 60_000);
}
