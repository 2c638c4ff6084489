// The day on the device: draws what is kept, keeps what is pressed, and meets the server whenever there is network.
import {actsOf} from './acts.js';
import {afterwards, aheadOf, withoutVisits} from './ahead.js';
import {cardOf, checklistOf, historyOf} from './card.js';
import {changes, outline} from './changes.js';
import * as contact from './contact.js';
import {daytimeOf} from './daytime.js';
import {button, chip, link, make} from './dom.js';
import {forecast, overrun} from './forecast.js';
import {installOf, watchInstall} from './install.js';
import * as keeping from './keeping.js';
import {mapOf} from './map.js';
import {queueOf, takeBack, told} from './notices.js';
import {orderOf} from './order.js';
import {bringOf, loadPickups} from './pickups.js';
import {forgetShown} from './pictures.js';
import {reportedOf} from './reported.js';
import {current, dayStanding, work} from './state.js';
import {actsOn} from './telling.js';
import {clock, count, load, pick, say, speak, spoken, timesOf} from './words.js';

const EVERY_MS = 7_000;
const root = document.getElementById('day');
const now = {day: null, confirmed: null, queue: [], answers: [], who: '', offset: 0, standing: 'open', online: false,
  since: null, chosen: null, menu: false, last: null, pictures: [], ground: null, drafts: [], locked: 0, lost: 0};
let meeting = null, sending = null, again = false, introduced = false, seen = '';

async function readAll() {
  const [day, confirmed, queue, answers, who, offset, pictures, drafts, lost] = await Promise.all([keeping.read('day'),
    keeping.read('confirmed'), keeping.waiting(), keeping.unread(), keeping.read('who'), keeping.read('offset'),
    keeping.pictureIds(), keeping.drafts(), keeping.read('lost')]);
  Object.assign(now, {day, confirmed, who: who || '', offset: offset || 0, pictures, lost: lost || 0});
  if (now.ground?.name !== day?.ground) now.ground = day?.ground ? await keeping.read('ground') : null;
  now.queue = queue.filter(one => one.who === now.who);
  now.answers = answers.filter(one => one.who === now.who);
  now.drafts = drafts.filter(one => one.who === now.who);
  await loadPickups();
  const next = now.day && afterwards(now.day, Date.now() + now.offset);
  if (next !== now.day) {
    await keeping.forget({next});
    Object.assign(now, {day: next, chosen: null});
  }
  if (now.day && (now.confirmed?.day !== now.day.day || now.confirmed.who !== now.who)) await confirmDay();
  timesOf(now.day?.zone);
}

async function confirmDay() {
  now.confirmed = outline(now.day, now.who);
  await keeping.write('confirmed', now.confirmed);
}

async function meet() {
  if (now.standing === 'shut_out') return null;  // until somebody signs in, which opens the page anew
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
    if (now.lost) await keeping.write('lost', 0);
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

const acts = actsOn(now, refresh, meet);

async function confirmChanges() {
  const {version} = now.day;
  await confirmDay();
  await acts.seen(version);
}

async function signOut() {
  await meet();
  if (!now.online) { alert(say('out_needs_network')); return; }
  if (waits() && !confirm(count('out_unsent', waits()))) return;
  try {
    await contact.signOut();
  } catch {
    alert(say('out_needs_network'));
    return;
  }
  await keeping.forget();
  location.href = '/signin';
}

async function refresh() {
  await readAll();
  draw();
}

function draw() {
  const found = changes(now.confirmed, now.day);
  const shown = [now.day, now.queue, now.pictures, now.ground?.name, late(), times(), now.answers, now.drafts, now.online, now.since,
    now.standing, now.chosen, now.menu, now.last, found, performance.now() < now.locked, spoken()];
  const marks = JSON.stringify(shown);
  if (marks === seen) return;
  seen = marks;
  redraw(found);
}

// The minutes that are shown as they pass.
const times = () => (now.day ? [...forecast(now.day, now.queue, clockNow()).values()].map(one => Math.floor(one.arrival / 60_000)) : []);

const clockNow = () => Date.now() + now.offset;

// Minutes by which the day will end after its shift, in steps of five: more often nothing changes on the page.
function late() {
  const minutes = now.day ? overrun(now.day, now.queue, clockNow()) / 60_000 : 0;
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
  const pill = pillOf();
  pill.setAttribute('role', 'status');
  pill.dataset.online = String(now.online);
  pill.dataset.waiting = String(waits());
  const menu = () => { now.menu = !now.menu; draw(); };
  return make('header', {class: 'bar'}, make('h2', {}, say('title')), make('span', {class: 'date'}, pick(now.day?.named)),
    pill, breakOf(), button(say('refresh'), meet, {sign: 'turn', look: 'sign', 'data-key': 'refresh'}),
    button(say('menu'), menu, {sign: 'person', look: 'sign', 'data-key': 'menu', 'aria-expanded': String(now.menu)}),
    now.menu && menuOf());
}

// A break begins and ends within reach of a thumb, wherever the page is.
function breakOf() {
  if (!now.day || now.standing !== 'open' || !work(now.day).length) return '';
  const word = dayStanding(now.day, now.queue).at(-1)?.[0], away = word === 'break';
  if (word === 'day_over') return '';
  return button(say(away ? 'day.working' : 'day.break'), () => acts.ofDay(away ? 'working' : 'break'),
    {sign: away ? 'play' : 'cup', look: away ? 'rest strong' : 'rest', 'data-act': 'bar-break', 'data-key': 'bar-break'});
}

function pillOf() {
  if (now.standing !== 'open') return chip('bad', say(`pill.${now.standing}`), 'cross');
  if (!now.online) return chip('warn', offline(), 'offline');
  return waits() ? chip('warn', count('waits', waits()), 'turn') : chip('ok', say('online'), 'check');
}

function offline() {
  const since = say('offline', {time: clock(now.since)});
  return waits() ? `${since} · ${count('waits', waits())}` : since;
}

function menuOf() {
  const speakIn = language => async () => {
    speak(language);
    await keeping.write('language', language);
    now.menu = false;
    draw();
  };
  return make('div', {class: 'menu'}, make('p', {}, now.day?.technician.name || ''),
    ...[['sv', 'Svenska'], ['en', 'English']].map(([lang, named]) => button(named, speakIn(lang), {lang, 'aria-pressed': String(spoken() === lang)})),
    link(say('whole_app'), '/my_day'), button(say('out'), signOut, {'data-act': 'signout'}));
}

function body(found) {
  if (now.standing === 'shut_out') return message(now.lost ? 'shut_out_lost' : 'shut_out', '/signin?next=/day/');
  if (now.standing === 'ended') return message(waits() ? 'ended_waits' : 'ended', '/signin?next=/day/');
  const first = told(now, found, acts, {understood, confirmed: confirmChanges, dropped});
  if (!now.day) return message(now.online || !now.since ? 'loading' : 'nothing_kept', null, first);
  const stops = work(now.day);
  if (!stops.length) return free(first);
  const next = current(now.day, now.queue), ahead = forecast(now.day, now.queue, clockNow());
  const stop = stops.find(one => one.visit === now.chosen) || next;
  const choose = visit => { now.chosen = visit; draw(); scrollTo({top: 0}); };
  const back = takeBack(now, stop, acts);
  const left = make('div', {class: 'left'}, first);
  if (stop) left.append(cardOf(now, stop, ahead, stop === next), actsOf(now, stop, acts, back), reportedOf(now, stop, acts) ?? '',
    checklistOf(stop, now.queue, acts.tick) ?? '', historyOf(stop) ?? '');
  else left.append(make('p', {class: 'card'}, say('day_done')), back);
  left.append(daytimeOf(now.day, now.queue, late(), acts));
  if (waits()) left.append(queueOf(now, waits()));
  const right = make('div', {class: 'right'}, mapOf(now.day, now.ground, now.queue, stop?.visit, choose) ?? '',
    orderOf(now.day, now.queue, ahead, stop?.visit, found, choose, redraw), ...besides());
  return make('main', {class: 'columns'}, left, right);
}

// What is to be had beside the order: what to bring along, the coming day, the way onto the home screen.
const besides = () => [bringOf(now.day), aheadOf(now.day), installOf(() => redraw())].filter(Boolean);

// A day without visits has its shift, its breaks and its end all the same.
function free(first) {
  const atWork = now.day.duty?.length && !pick(now.day.away);
  const left = make('div', {class: 'left'}, first, make('div', {class: 'card'}, ...withoutVisits(now.day)),
    atWork ? daytimeOf(now.day, now.queue, 0, acts) : '', waits() ? queueOf(now, waits()) : '');
  return make('main', {class: 'columns'}, left, make('div', {class: 'right'}, ...besides()));
}

const message = (key, address, before) => make('main', {class: 'empty'}, before ?? '', make('p', {role: 'status', 'data-said': key}, say(key,
  {count: key === 'shut_out_lost' ? now.lost : waits()})), address ? link(say('sign_in'), address, {look: 'strong'}) : '');

async function understood(uuids) {
  await keeping.confirm(uuids);
  await refresh();
}

async function dropped(key) {
  if (!confirm(say('drop_really'))) return;
  await keeping.dropDraft(key);
  await refresh();
}

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
