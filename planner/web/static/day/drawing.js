// A field to sign in with a finger, a pen or a mouse; black on white in both themes, as it is kept.
import {button, make} from './dom.js';
import {bytesOf} from './pictures.js';
import {say} from './words.js';

const WIDTH = 900, HEIGHT = 225;

export function signature() {
  const canvas = make('canvas', {width: WIDTH, height: HEIGHT, class: 'signature', role: 'img', 'aria-label': say('sign_here')});
  const pen = canvas.getContext('2d');
  let drawn = false, last = null;
  const clear = () => { pen.fillStyle = '#fff'; pen.fillRect(0, 0, WIDTH, HEIGHT); drawn = false; };
  const at = event => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * WIDTH / box.width, (event.clientY - box.top) * HEIGHT / box.height];
  };
  const line = (from, to) => {
    Object.assign(pen, {strokeStyle: '#111', lineWidth: 5, lineCap: 'round', lineJoin: 'round'});
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
    drawn = true;
  };
  canvas.addEventListener('pointerdown', event => { canvas.setPointerCapture(event.pointerId); last = at(event); line(last, last); });
  canvas.addEventListener('pointermove', event => {
    if (!last) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) { const next = at(one); line(last, next); last = next; }
  });
  for (const name of ['pointerup', 'pointercancel']) canvas.addEventListener(name, () => { last = null; });
  clear();
  const field = make('fieldset', {}, make('legend', {}, say('sign_here')), canvas, button(say('sign_again'), clear, {look: 'quiet', 'data-fills': 'clear'}));
  const fill = async ({picture}) => {
    if (!picture) return;
    const seen = await createImageBitmap(new Blob([picture], {type: 'image/jpeg'}));
    pen.drawImage(seen, 0, 0, WIDTH, HEIGHT);
    seen.close();
    drawn = true;
  };
  return {field, read: async () => (drawn ? {picture: await bytesOf(canvas)} : {}), fill};
}
