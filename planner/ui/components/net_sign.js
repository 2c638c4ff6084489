// Says so where the network is gone: the browser tells it, or our own server has not answered twice in a row.
const EVERY_MS = 10_000, LONGEST_MS = 5_000;

export default function ({data, parentElement}) {
  const root = parentElement.querySelector('.fp');
  for (const [name, colour] of Object.entries(data.colours)) root.style.setProperty('--fp-' + name, colour);
  const words = document.createElement('span'), device = document.createElement('a');
  words.textContent = data.words.gone;
  device.href = '/day/';
  device.textContent = data.words.device;
  root.replaceChildren(words, ...(data.words.device ? [device] : []));
  let missed = navigator.onLine ? 0 : 2;
  const show = () => { root.hidden = missed < 2; };
  const ask = async () => {
    if (document.visibilityState !== 'visible') return;
    try {
      const answer = await fetch('/healthz', {cache: 'no-store', signal: AbortSignal.timeout(LONGEST_MS)});
      missed = answer.ok ? 0 : missed + 1;
    } catch { missed += 1; }
    show();
  };
  const gone = () => { missed = 2; show(); };
  addEventListener('offline', gone);
  addEventListener('online', ask);
  const again = setInterval(ask, EVERY_MS);
  show();
  return () => { removeEventListener('offline', gone); removeEventListener('online', ask); clearInterval(again); };
}
