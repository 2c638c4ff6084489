// Contact with the server, never two at a time: first what waits is sent, then the day is asked for.
import * as keeping from './keeping.js';
import {taken} from './state.js';
import {both} from './words.js';

const AT_ONCE = 100, LONGEST_MS = 10_000, LONGEST_OF_A_PICTURE_MS = 60_000;
const turnedAway = new Set();  // pictures whose report the server does not have: tried again when the page is opened anew

export class Gone extends Error {
  constructor(standing) {
    super(standing);
    this.standing = standing;
  }
}

async function ask(path, options = {}) {
  return fetch(path, {cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(LONGEST_MS), ...options});
}

const post = (path, body) =>
  ask(path, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(body)});

async function gone(answer) {
  if (answer.status !== 401 && answer.status !== 410) return;
  throw new Gone((await answer.json()).standing);
}

// Make this the device of who is signed in; returns whose it is.
export async function introduce() {
  const mark = (await keeping.read('mark')) || keeping.uuid();
  await keeping.write('mark', mark);
  const answer = await post('/day/device', {mark, touch: navigator.maxTouchPoints > 1});
  await gone(answer);
  if (!answer.ok) throw new Error(`device ${answer.status}`);
  return (await answer.json()).technician;
}

export async function signOut() {
  const answer = await post('/day/signout', {});
  if (!answer.ok) throw new Error(`signout ${answer.status}`);
}

// Send everything of this technician that waits, oldest first; returns how many.
export async function send(who) {
  let sent = 0;
  for (;;) {
    const batch = (await keeping.waiting()).filter(one => one.who === who).slice(0, AT_ONCE);
    if (!batch.length) return sent;
    const answer = await post('/day/sync', {sent_at: new Date().toISOString(), events: batch.map(bare)});
    await gone(answer);
    if (!answer.ok) throw new Error(`sync ${answer.status}`);
    const {results} = await answer.json();
    const told = new Set(results.map(one => one.uuid));
    if (!batch.some(one => told.has(one.uuid))) throw new Error('nothing was answered');
    const day = await keeping.read('day');
    await keeping.settle(batch, results, day && taken(day, batch, results));
    sent += batch.length;
  }
}

// Ask for the day; returns whether it has changed.
export async function fetchDay() {
  const etag = await keeping.read('etag');
  const answer = await ask('/day/data', {headers: etag ? {'if-none-match': etag} : {}});
  await gone(answer);
  const now = answer.headers.get('fp-now');
  if (now) await keeping.write('offset', new Date(now) - Date.now());
  if (answer.status === 304) return false;
  if (!answer.ok) throw new Error(`data ${answer.status}`);
  const day = await answer.json();
  await keeping.write('day', day);
  await keeping.write('etag', answer.headers.get('etag'));
  return true;
}

// Send the pictures whose events were taken, one after the other; returns how many were.
export async function sendPictures(who) {
  const waits = new Set((await keeping.waiting()).map(one => one.uuid));
  let sent = 0;
  for (const uuid of await keeping.pictureIds()) {
    if (waits.has(uuid) || turnedAway.has(uuid)) continue;
    const one = await keeping.picture(uuid);
    if (!one || one.who !== who) continue;
    const answer = await ask(`/day/picture?${new URLSearchParams({id: uuid})}`, {method: 'POST', body: one.bytes,
      headers: {'content-type': 'image/jpeg'}, signal: AbortSignal.timeout(LONGEST_OF_A_PICTURE_MS)});
    await gone(answer);
    if (answer.status === 409) { turnedAway.add(uuid); continue; }
    const lost = [403, 413, 422].includes(answer.status);
    if (!answer.ok && !lost) throw new Error(`picture ${answer.status}`);
    await keeping.settlePicture(uuid, lost ? {...head(one), said: both('picture_lost')} : null);
    sent += 1;
  }
  return sent;
}

const head = ({bytes: _bytes, ...told}) => told;

// Ask for the ground of the map, where it is another than the one that is kept; returns whether it came.
export async function fetchGround(name) {
  if (!name || (await keeping.read('ground'))?.name === name) return false;
  const answer = await ask('/day/ground', {signal: AbortSignal.timeout(LONGEST_OF_A_PICTURE_MS)});
  if (!answer.ok) return false;
  const made = await answer.json();
  await keeping.write('ground', made);
  return made.name === name;
}

// Ask what the day's reports make of its time.
export async function fetchTime() {
  const answer = await ask('/day/time');
  await gone(answer);
  if (!answer.ok) throw new Error(`time ${answer.status}`);
  return answer.json();
}

// What the server is told of an event: the device's own marks stay here.
function bare(event) {
  const {who: _who, title: _title, customer: _customer, ...told} = event;
  return told;
}
