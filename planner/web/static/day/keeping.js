// What the device keeps: the day, what waits to be sent, drafts, and answers the technician has not read. A press counts
// when its transaction has ended on the disk; nothing is shown as done before.
import {bare} from './changes.js';

const NAME = 'faltplan-day';
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 3);
    asked.onupgradeneeded = ({oldVersion}) => {
      if (oldVersion < 1) {
        asked.result.createObjectStore('kept');
        asked.result.createObjectStore('queue', {keyPath: 'seq', autoIncrement: true});
        asked.result.createObjectStore('answers', {keyPath: 'uuid'});
      }
      if (oldVersion < 2) asked.result.createObjectStore('pictures', {keyPath: 'uuid'});
      asked.result.createObjectStore('drafts', {keyPath: 'key'});
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();  // a newer page in another window goes first
      resolve(asked.result);
    };
    asked.onerror = () => { opened = undefined; reject(asked.error); };
  });
  return opened;
}

// Run `work` in one transaction and return its result when all of it is on the disk.
async function unit(stores, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const change = db.transaction(stores, mode, {durability: 'strict'});
    let result;
    change.oncomplete = () => resolve(result instanceof IDBRequest ? result.result : result);
    change.onerror = change.onabort = () => reject(change.error);
    result = work(...stores.map(name => change.objectStore(name)));
  });
}

export const read = name => unit(['kept'], 'readonly', kept => kept.get(name));
export const write = (name, value) => unit(['kept'], 'readwrite', kept => kept.put(value, name));
export const waiting = () => unit(['queue'], 'readonly', queue => queue.getAll());
export const unread = () => unit(['answers'], 'readonly', answers => answers.getAll());
export const confirm = uuids => unit(['answers'], 'readwrite', answers => { for (const one of uuids) answers.delete(one); });

// Put an event at the end of what waits, with its picture where it has one, behind what has to be told before it, and
// in place of its draft; its number is the device's order, and never comes again.
export const queue = (event, bytes, first = [], draft = '') => unit(['queue', 'pictures', 'drafts'], 'readwrite',
  (waits, pictures, drafts) => {
    if (bytes) pictures.put({uuid: event.uuid, who: event.who, bytes, ...headOf(event)});
    if (draft) drafts.delete(draft);
    for (const one of first) waits.add(one);
    return waits.add(event);
  });

// By what an answer is read: the visit and what was told of it.
const headOf = ({type, visit, title, customer, at}) => ({type, visit, title, customer, at});

// What was written and not told yet.
export const drafts = () => unit(['drafts'], 'readonly', kept => kept.getAll());
export const keepDraft = one => unit(['drafts'], 'readwrite', kept => kept.put(one));
export const dropDraft = key => unit(['drafts'], 'readwrite', kept => kept.delete(key));

// Pictures wait apart from their events: they are sent after them, and are long.
export const pictureIds = () => unit(['pictures'], 'readonly', pictures => pictures.getAllKeys());
export const picture = uuid => unit(['pictures'], 'readonly', pictures => pictures.get(uuid));

// A picture was taken in, or cannot be kept: then that has to be read.
export const settlePicture = (uuid, answer) => unit(['pictures', 'answers'], 'readwrite', (pictures, answers) => {
  pictures.delete(uuid);
  if (answer) answers.put(answer);
});

// What was answered leaves the queue, and what has to be read stays until it is: one transaction, so that a battery
// that is pulled out in between leaves all of it or nothing.
export function settle(sent, results, day) {
  return unit(['queue', 'answers', 'kept'], 'readwrite', (waits, answers, kept) => {
    const said = new Map(results.map(one => [one.uuid, one]));
    for (const event of sent) {
      const answer = said.get(event.uuid);
      if (!answer) continue;
      waits.delete(event.seq);
      if (answer.said) answers.put({uuid: event.uuid, who: event.who, seq: event.seq, said: answer.said, ...headOf(event)});
    }
    if (day) {
      kept.put(day, 'day');
      kept.delete('etag');  // it is not what the server handed out: asked for anew
    }
  });
}

// Delete the day of the device. What waits to be sent, pictures and drafts too, stays for its technician, unless the
// device was shut out, and so do answers that are not read. Of what was confirmed only marks stay: who signs in again
// is still told what has changed. `next` is the day that takes its place. Returns how much that was not sent went with
// everything.
export async function forget({everything = false, next = null} = {}) {
  const lost = everything ? await unsent() : 0;
  await unit(['queue', 'answers', 'kept', 'pictures', 'drafts'], 'readwrite', (waits, answers, kept, pictures, drafts) => {
    for (const name of ['day', 'etag', 'ground', 'fetched']) kept.delete(name);
    if (next) kept.put(next, 'day');
    if (everything) {
      for (const one of [waits, pictures, answers, drafts]) one.clear();
      for (const name of ['who', 'confirmed']) kept.delete(name);
      if (lost) kept.put(lost, 'lost');
    } else {
      kept.get('confirmed').onsuccess = ({target}) => { if (target.result) kept.put(bare(target.result), 'confirmed'); };
    }
  });
  return lost;
}

async function unsent() {
  const [waits, pictures] = await Promise.all([waiting(), pictureIds()]);
  return new Set([...waits.map(one => one.uuid), ...pictures]).size;
}

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map(one => one.toString(16).padStart(2, '0')).join('');
}
