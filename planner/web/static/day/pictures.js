// Photos: taken or chosen on the device, scaled down and written anew, so that nothing a camera adds stays in them.
import * as keeping from './keeping.js';
import {icon, make} from './dom.js';

const LONGEST_SIDE = 1600, QUALITY = 0.82;
const shown = new Map();

// Let the technician take or choose a photo; resolves to its bytes, null where none was chosen.
export function choosePhoto() {
  return new Promise((resolve, reject) => {
    const input = make('input', {type: 'file', accept: 'image/*', hidden: true, 'data-choose': 'photo'});
    const leave = value => { input.remove(); resolve(value); };
    input.addEventListener('cancel', () => leave(null));
    input.addEventListener('change', async () => {
      try {
        leave(input.files[0] ? await shrunk(input.files[0]) : null);
      } catch (error) {
        input.remove();
        reject(error);
      }
    });
    document.body.append(input);
    input.click();
  });
}

// A picture as a JPEG of at most LONGEST_SIDE pixels, upright as it was seen.
async function shrunk(file) {
  const seen = await createImageBitmap(file, {imageOrientation: 'from-image'});
  const scale = Math.min(1, LONGEST_SIDE / Math.max(seen.width, seen.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(seen.width * scale));
  canvas.height = Math.max(1, Math.round(seen.height * scale));
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';  // what is transparent would be black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(seen, 0, 0, canvas.width, canvas.height);
  seen.close();
  return bytesOf(canvas);
}

export async function bytesOf(canvas) {
  const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!blob) throw new Error('no picture');
  return blob.arrayBuffer();
}

// A photo as an element, the same each time: from the device while it waits to be sent, then from the server.
export function shownPhoto(id, words) {
  if (!shown.has(id)) shown.set(id, largePhoto(id, words));
  return shown.get(id);
}

export function largePhoto(id, words) {
  const box = make('span', {class: 'photo', role: 'img', 'aria-label': words}, icon('camera'));
  draw(box, id);
  return box;
}

// A picture that lies on the device; null where it has been sent.
export async function canvasOf(id) {
  const waits = await keeping.picture(id);
  if (!waits) return null;
  const seen = await createImageBitmap(new Blob([waits.bytes], {type: 'image/jpeg'}));
  const canvas = make('canvas', {width: seen.width, height: seen.height});
  canvas.getContext('2d').drawImage(seen, 0, 0);
  seen.close();
  return canvas;
}

async function draw(box, id) {
  const canvas = await canvasOf(id);
  if (canvas) { box.replaceChildren(canvas); return; }
  const image = make('img', {alt: ''});
  image.addEventListener('load', () => box.replaceChildren(image));
  image.addEventListener('error', () => shown.delete(id));  // without network: its sign stays, and it is tried again
  image.src = `/day/picture?${new URLSearchParams({id})}`;
}

export const forgetShown = () => shown.clear();
