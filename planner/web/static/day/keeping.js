// What the device keeps: the day, what waits to be sent, and answers the technician has not read. A press counts when
// its transaction has ended on the disk; nothing is shown as done before.
const NAME = 'faltplan-day';
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 2);
    asked.onupgradeneeded = ({oldVersion}) => {
      if (oldVersion < 1) {
        asked.result.createObjectStore('kept');
        asked.result.createObjectStore('queue', {keyPath: 'seq', autoIncrement: true});
        asked.result.createObjectStore('answers', {keyPath: 'uuid'});
      }
      asked.result.createObjectStore('pictures', {keyPath: 'uuid'});
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
export const confirm = uuid => unit(['answers'], 'readwrite', answers => answers.delete(uuid));

// Put an event at the end of what waits, with its picture where it has one; its number is the device's order, and never
// comes again.
export const queue = (event, bytes) => unit(['queue', 'pictures'], 'readwrite', (waits, pictures) => {
  if (bytes) pictures.put({uuid: event.uuid, who: event.who, bytes});
  return waits.add(event);
});

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
      if (answer.said) answers.put({uuid: event.uuid, who: event.who, said: answer.said});
    }
    if (day) {
      kept.put(day, 'day');
      kept.delete('etag');  // it is not what the server handed out: asked for anew
    }
  });
}

// Delete the day of the device. What waits to be sent, pictures too, stays for its technician, unless the device was
// shut out, and so do answers that are not read. `next` is the day that takes its place.
export function forget({everything = false, next = null} = {}) {
  return unit(['queue', 'answers', 'kept', 'pictures'], 'readwrite', (waits, answers, kept, pictures) => {
    for (const name of ['day', 'confirmed', 'etag', 'ground', 'fetched']) kept.delete(name);
    if (next) kept.put(next, 'day');
    if (everything) {
      waits.clear();
      pictures.clear();
      answers.clear();
      kept.delete('who');
    }
  });
}

export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map(one => one.toString(16).padStart(2, '0')).join('');
}
