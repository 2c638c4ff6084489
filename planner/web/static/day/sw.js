// Keeps the files of the page, and nothing of anybody's day: that lies in the page's own store, where it can be
// deleted. SHELL and FILES are written above this line by the server.
const CACHE = `faltplan-day-${SHELL}`;

self.addEventListener('install', event => event.waitUntil((async () => {
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map(async file => {
    const answer = await fetch(file, {cache: 'reload', redirect: 'error'});
    if (!answer.ok) throw new Error(`${file} ${answer.status}`);
    await cache.put(file, answer);
  }));
  await self.skipWaiting();
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
  const old = (await caches.keys()).filter(one => one.startsWith('faltplan-day-') && one !== CACHE);
  await Promise.all(old.map(one => caches.delete(one)));
  await self.clients.claim();
})()));

self.addEventListener('fetch', event => {
  const address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== location.origin) return;
  if (!FILES.includes(address.pathname)) return;
  event.respondWith((async () => {
    const kept = await (await caches.open(CACHE)).match(address.pathname);
    return kept || fetch(event.request);
  })());
});
