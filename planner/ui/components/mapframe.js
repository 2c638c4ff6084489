// A folium page in a sandboxed frame without an origin: nothing written on a map can reach the page around it.
// The frame stays when only the focus changes; it hears the focus and tells what was clicked by messages.
export default function ({data, parentElement, setStateValue}) {
  const frame = parentElement.querySelector('iframe');
  const send = message => frame.contentWindow?.postMessage(message, '*');
  const focus = () => send({faltplan: 'focus', ...frame._focus});
  const tall = typeof data.height === 'number' ? data.height + 'px' : data.height;
  frame.style.height = `var(--fp-map-tall, ${tall})`;         // a narrow screen may ask for less
  frame.title = data.title;
  frame._tell = setStateValue;
  frame._font = data.font;
  const asked = JSON.stringify(data.focus);
  if (frame._asked !== asked) { frame._asked = asked; frame._focus = data.focus; }
  if (!frame._hear) {
    frame._hear = e => {
      if (e.source !== frame.contentWindow || !e.data?.faltplan) return;
      if (e.data.faltplan === 'ready') { focus(); letters(frame, send); }
      if (e.data.faltplan === 'select') {
        frame._focus = {technician: e.data.technician, visit: e.data.visit};
        dispatchEvent(new CustomEvent('faltplan:focus', {detail: {from: frame, focus: frame._focus}}));
        frame._tell('chosen', frame._focus);
      }
      // The frame itself may open nothing; the one address it can ask for stands here, not in what it sends.
      if (e.data.faltplan === 'credit') open('https://www.openstreetmap.org/copyright', '_blank', 'noopener');
      if (e.data.faltplan === 'pin') frame._tell('pin', {lat: e.data.lat, lon: e.data.lon});
    };
    frame._other = e => { if (e.detail.from !== frame) { frame._focus = e.detail.focus; focus(); } };
    addEventListener('message', frame._hear);
    addEventListener('faltplan:focus', frame._other);
  }
  if (frame._page !== data.page) { frame._page = data.page; frame.srcdoc = data.html; } else focus();
  const run = frame._run = (frame._run ?? 0) + 1;
  return () => {
    if (frame._run !== run) return;
    removeEventListener('message', frame._hear);
    removeEventListener('faltplan:focus', frame._other);
    frame._hear = null;
  };
}

async function letters(frame, send) {          // a frame without origin may not fetch the font itself
  if (!frame._font) return;
  const answer = await fetch(new URL(frame._font, document.baseURI)).catch(() => null);
  if (answer?.ok) send({faltplan: 'font', font: await answer.arrayBuffer()});
}
