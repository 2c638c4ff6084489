// The day on the device: draws what is kept, keeps what is pressed, and meets the server whenever there is network.
import {actsOf} from './acts.js';
import {afterwards, aheadOf, withoutVisits} from './ahead.js';
import {cardOf, checklistOf, historyOf} from './card.js';
import {changes} from './changes.js';
import * as contact from './contact.js';
import {daytimeOf, proposeTime} from './daytime.js';
import {ask} from './dialogs.js';
import {button, chip, icon, link, make} from './dom.js';
import {installOf, watchInstall} from './install.js';
import * as keeping from './keeping.js';
import {mapOf} from './map.js';
import {orderOf} from './order.js';
import {leftOf} from './parts.js';
import {bringOf, loadPickups} from './pickups.js';
import {choosePhoto, forgetShown} from './pictures.js';
import {current, overrun, standing, work} from './state.js';
import {ownTime} from './timesheet.js';
import {clock, load, pick, say, speak, spoken, timesOf} from './words.js';

const EVERY_MS = 7_000;
const root = document.getElementById('day');
const now = {day: null, confirmed: null, queue: [], answers: [], who: '', offset: 0, standing: 'open', online: false,
  since: null, chosen: null, menu: false, last: null, pictures: [], ground: null};
let meeting = null, sending = null, again = false, introduced = false, seen = '';

// ---- what the device holds ----

async function readAll() {
  const [day, confirmed, queue, answers, who, offset, pictures] = await Promise.all([keeping.read('day'), keeping.read('confirmed'),
    keeping.waiting(), keeping.unread(), keeping.read('who'), keeping.read('offset'), keeping.pictureIds()]);
  Object.assign(now, {day, confirmed, who: who || '', offset: offset || 0, pictures});
  if (now.ground?.name !== day?.ground) now.ground = day?.ground ? await keeping.read('ground') : null;
  now.queue = queue.filter(one => one.who === now.who);
  now.answers = answers.filter(one => one.who === now.who);
  await loadPickups();
  const next = now.day && afterwards(now.day, Date.now() + now.offset);
  if (next !== now.day) {
    await keeping.forget({next});
    Object.assign(now, {day: next, confirmed: null, chosen: null});
  }
  if (now.day && (!now.confirmed || now.confirmed.day !== now.day.day)) await confirmDay();
  timesOf(now.day?.zone);
}

async function confirmDay() {
  now.confirmed = now.day;
  await keeping.write('confirmed', now.day);
}

// ---- meeting the server ----

async function meet() {
  if (meeting) { again = true; return meeting; }
  meeting = (async () => {
    do {
      again = false;
      try {
        await once();
        Object.assign(now, {online: true, since: null, standing: 'open'});
      } catch (error) {
        await failed(error);
      }
      await refresh();
    } while (again && now.online);
    meeting = null;
  })();
  return meeting;
}

async function once() {
  if (!introduced) {
    const whose = await contact.introduce();
    if (now.who && whose !== now.who) await keeping.forget();  // somebody else signed in on this device
    if (whose !== now.who) await keeping.write('who', whose);
    now.who = whose;
    introduced = true;
  }
  await contact.send(now.who);
  if (await contact.fetchDay()) await navigator.storage?.persist?.();
  after();
}

// What is long waits behind what is short: pictures and the ground of the map, while reports and changes go on.
function after() {
  sending ??= (async () => {
    try {
      await contact.fetchGround((await keeping.read('day'))?.ground);
      await contact.sendPictures(now.who);
    } catch {
      // the next meeting tries again, and knows what became of the device
    } finally {
      sending = null;
    }
    await refresh();
  })();
}

async function failed(error) {
  now.online = false;
  now.since ??= new Date(Date.now()).toISOString();
  if (!(error instanceof contact.Gone)) return;
  introduced = false;
  now.standing = error.standing;
  await keeping.forget({everything: error.standing === 'shut_out'});
  forgetShown();
}

// ---- what the technician tells ----

async function tell(type, stop, more = {}, bytes = null) {
  const uuid = keeping.uuid();
  await keeping.queue({uuid, type, visit: stop?.visit || '', plan: now.day.plan, day: now.day.day,
    at: new Date().toISOString(), who: now.who, ...more}, bytes);
  now.last = type.startsWith('visit.') && type !== 'visit.undone' ? {visit: stop.visit, uuid} : null;
  await refresh();
  meet();
}

const acts = {
  report: (stop, word) => {
    if (word === 'done') now.chosen = null;
    return tell(`visit.${word}`, stop);
  },
  undo: (stop, undoes) => tell('visit.undone', stop, {undoes}),
  ask: async (stop, act) => {
    const answer = await ask(act, stop, leftOf(now.day, now.queue));
    if (!answer) return;
    const {picture, ...told} = answer;
    if (act === 'report') { await tell('work.report', stop, {...told, drawn: Boolean(picture)}, picture); return; }
    const status = act === 'no_access' || act === 'follow_up';
    if (status) now.chosen = null;
    await tell(status ? `visit.${act}` : `work.${act}`, stop, told);
  },
  photo: async stop => {
    try {
      const bytes = await choosePhoto();
      if (bytes) await tell('work.photo', stop, {}, bytes);
    } catch {
      alert(say('no_photo'));
    }
  },
  ofDay: word => tell(`work.${word}`, null),
  undoDay: undoes => tell('work.undone', null, {undoes}),
  overtime: async () => {
    const told = await ask('overtime', null, []);
    if (told) await tell('work.overtime', null, told);
  },
  time: async () => {
    const told = await proposeTime(await contact.fetchTime().catch(() => ownTime(now.day, now.queue, Date.now() + now.offset)));
    if (told) await tell('work.time', null, told);
  },
};

const tick = (stop, step, ticked) => tell('work.checked', stop, {step, ticked});

async function confirmChanges() {
  const {version} = now.day;
  await confirmDay();
  await tell('work.seen', null, {version});
}

async function signOut() {
  await meet();
  if (waits() && !confirm(say('out_unsent', {count: waits()}))) return;
  try {
    await contact.signOut();
  } catch {
    alert(say('out_needs_network'));
    return;
  }
  await keeping.forget();
  location.href = '/signin';
}

// ---- drawing ----

async function refresh() {
  await readAll();
  draw();
}

function draw() {
  const found = changes(now.confirmed, now.day);
  const shown = [now.day, now.queue, now.pictures, now.ground?.name, late(), now.answers, now.online, now.since, now.standing, now.chosen, now.menu, now.last, found.length,
    spoken()];
  const marks = JSON.stringify(shown);
  if (marks === seen) return;
  seen = marks;
  redraw(found);
}

// Minutes by which the day will end after its shift, in steps of five: more often nothing changes on the page.
function late() {
  const minutes = now.day ? overrun(now.day, now.queue, Date.now() + now.offset) / 60_000 : 0;
  return minutes < 1 ? 0 : Math.ceil(minutes / 5) * 5;
}

// Reports and pictures that wait, a report and its picture counted once.
const waits = () => new Set([...now.queue.map(one => one.uuid), ...now.pictures]).size;

function redraw(found = changes(now.confirmed, now.day)) {
  const focus = document.activeElement?.closest('[data-key]')?.dataset.key;
  const open = [...root.querySelectorAll('details[open]')].map(one => one.dataset.open).filter(Boolean);
  look();
  root.replaceChildren(bar(), body(found));
  for (const one of root.querySelectorAll('details[data-open]')) one.open = open.includes(one.dataset.open);
  if (focus) root.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus({preventScroll: true});
}

function look() {
  const style = now.day?.technician.look;
  for (const [theme, [colour, ink]] of Object.entries(style?.colours || {})) {
    document.documentElement.style.setProperty(`--own-${theme}`, colour);
    document.documentElement.style.setProperty(`--ink-${theme}`, ink);
  }
}

function bar() {
  const pill = now.online
    ? chip(waits() ? 'warn' : 'ok', waits() ? say('waits', {count: waits()}) : say('online'), 'check')
    : chip('warn', offline(), 'offline');
  pill.setAttribute('role', 'status');
  pill.dataset.online = String(now.online);
  pill.dataset.waiting = String(waits());
  const menu = () => { now.menu = !now.menu; draw(); };
  return make('header', {class: 'bar'}, make('h2', {}, say('title')), make('span', {class: 'date'}, pick(now.day?.named)),
    pill, button(say('refresh'), meet, {sign: 'turn', look: 'sign', 'data-key': 'refresh'}),
    button(say('menu'), menu, {sign: 'person', look: 'sign', 'data-key': 'menu', 'aria-expanded': String(now.menu)}),
    now.menu && menuOf());
}

function offline() {
  const since = say('offline', {time: clock(now.since)});
  return waits() ? `${since} · ${say('waits', {count: waits()})}` : since;
}

function menuOf() {
  const speakIn = language => async () => {
    speak(language);
    await keeping.write('language', language);
    now.menu = false;
    draw();
  };
  return make('div', {class: 'menu'}, make('p', {}, now.day?.technician.name || ''),
    button('Svenska', speakIn('sv'), {lang: 'sv', 'aria-pressed': String(spoken() === 'sv')}), button('English', speakIn('en'), {lang: 'en', 'aria-pressed': String(spoken() === 'en')}),
    link(say('whole_app'), '/my_day'), button(say('out'), signOut, {'data-act': 'signout'}));
}

function body(found) {
  if (now.standing === 'shut_out') return message('shut_out', '/signin?next=/day/');
  if (now.standing === 'ended') return message(waits() ? 'ended_waits' : 'ended', '/signin?next=/day/');
  if (!now.day) return message(now.online || !now.since ? 'loading' : 'nothing_kept', null, told(found));
  const stops = work(now.day);
  if (!stops.length) return free(found);
  const next = current(now.day, now.queue);
  const stop = stops.find(one => one.visit === now.chosen) || next;
  const choose = visit => { now.chosen = visit; draw(); scrollTo({top: 0}); };
  const left = make('div', {class: 'left'}, told(found), takeBack(stops, stop));
  if (stop) left.append(cardOf(now.day, stop, now.queue, stop === next), actsOf(now.day, stop, now.queue, acts),
    checklistOf(stop, now.queue, tick) ?? '', historyOf(stop) ?? '');
  else left.append(make('p', {class: 'card'}, say('day_done')));
  left.append(daytimeOf(now.day, now.queue, late(), acts));
  if (waits()) left.append(queueOf());
  const right = make('div', {class: 'right'}, mapOf(now.day, now.ground, now.queue, stop?.visit, choose) ?? '',
    orderOf(now.day, now.queue, stop?.visit, found, choose, redraw), bringOf(now.day) ?? '', aheadOf(now.day) ?? '', installOf(() => redraw()) ?? '');
  return make('main', {class: 'columns'}, left, right);
}

// A day without visits has its shift, its breaks and its end all the same.
function free(found) {
  const atWork = now.day.duty?.length && !pick(now.day.away);
  const left = make('div', {class: 'left'}, told(found), make('div', {class: 'card'}, ...withoutVisits(now.day)),
    atWork ? daytimeOf(now.day, now.queue, 0, acts) : '', waits() ? queueOf() : '');
  return make('main', {class: 'columns'}, left, make('div', {class: 'right'}, aheadOf(now.day) ?? '', installOf(() => redraw()) ?? ''));
}

const message = (key, address, before) => make('main', {class: 'empty'}, before ?? '', make('p', {role: 'status', 'data-said': key}, say(key,
  {count: waits()})), address ? link(say('sign_in'), address, {look: 'strong'}) : '');

// What must be read first: answers to what was told, and what the desk has changed.
function told(found) {
  const made = make('section', {class: 'told', 'aria-live': 'polite'});
  for (const one of now.answers) made.append(make('div', {class: 'notice bad', 'data-answer': one.uuid}, icon('triangle'),
    make('p', {}, pick(one.said)), button(say('understood'), async () => { await keeping.confirm(one.uuid); await refresh(); })));
  if (found.length) made.append(make('div', {class: 'notice warn', 'data-changes': String(found.length)}, icon('triangle'),
    make('div', {}, make('b', {}, say('changed')), make('ul', {}, ...found.map(one => make('li', {}, changeWords(one))))),
    button(say('seen'), confirmChanges, {'data-act': 'seen'})));
  return made;
}

function changeWords({what, stop, was}) {
  const title = pick(stop.title);
  if (what === 'time') return say('changed_time', {title, before: clock(was.start), after: clock(stop.start)});
  return say(`changed_${what}`, {title, time: clock(stop.start)});
}

// What was just told of a visit the card has left: one press takes it back.
function takeBack(stops, shown) {
  const stop = stops.find(one => one.visit === now.last?.visit);
  if (!stop || stop === shown) return '';
  const last = standing(stop, now.queue).at(-1);
  if (last?.[1] !== now.last.uuid) return '';
  const words = say(`my_day.state.${last[0]}`);
  return make('div', {class: 'notice ok', 'data-last': stop.visit}, icon('check'),
    make('p', {}, `${words}: ${pick(stop.title)}`),
    button(say('undo', {what: words}), () => acts.undo(stop, last[1]), {sign: 'undo', 'data-act': 'undo-last'}));
}

function queueOf() {
  const words = now.queue.slice(-6).map(one => `${say(`tablet.what.${one.type.split('.')[1]}`)} ${one.visit}`.trim());
  if (now.queue.length > words.length) words.unshift(say('and_more', {count: now.queue.length - words.length}));
  const alone = now.pictures.filter(id => !now.queue.some(one => one.uuid === id)).length;
  if (alone) words.push(say('pictures_wait', {count: alone}));
  return make('div', {class: 'notice warn queue', 'data-queue': String(waits())}, icon('turn'),
    make('p', {}, make('b', {}, `${say('in_queue')} `), words.join(' · ')), make('small', {}, say('sent_later')));
}

// ---- beginning ----

async function begin() {
  await load();
  speak((await keeping.read('language')) || (navigator.language.toLowerCase().startsWith('sv') ? 'sv' : 'en'));
  await refresh();
  navigator.serviceWorker?.register('/day/sw.js', {scope: '/day/'}).catch(() => {});
  watchInstall(() => redraw());
  addEventListener('online', meet);
  addEventListener('offline', () => { now.online = false; now.since ??= new Date().toISOString(); draw(); });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    introduced = false;  // somebody else may have signed in meanwhile
    meet();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw());
  setInterval(() => { if (document.visibilityState === 'visible') meet(); }, EVERY_MS);
  await meet();
}

// For tests: the page has tried to meet the server once.
begin().then(() => { root.dataset.ready = 'true'; });
