// A service worker: what the workbook has loaded once it has without a network, too.
const CACHE = 'cairn';
/** So many files are kept: the oldest go, as the site is published anew. */
const MOST = 400;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// The page says what it has loaded: some of it before this was there.
self.addEventListener('message', (event) => {
  event.waitUntil(Promise.all(event.data.map((url) => keepLoaded(url).catch(() => {}))));
});

async function keepLoaded(url) {
  if (!(await caches.match(url))) await keep(new Request(url, { cache: 'force-cache' }));
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(isFixed(request.url) ? fromCache(request) : fromNetwork(request));
});

/** Whether a file's name changes with what is in it. */
function isFixed(url) {
  return new URL(url).pathname.includes('/assets/');
}

async function fromCache(request) {
  return (await caches.match(request.url)) ?? keep(request);
}

async function fromNetwork(request) {
  try {
    return await keep(request);
  } catch (error) {
    const kept = await caches.match(request.url);
    if (kept) return kept;
    throw error;
  }
}

async function keep(request) {
  const response = await fetch(request);
  if (response.ok && response.type === 'basic') {
    const cache = await caches.open(CACHE);
    // One that came by a redirect may not be the answer to a navigation: a new one may.
    const copy = response.clone();
    await cache.put(request.url, response.redirected ? new Response(copy.body, copy) : copy);
    const all = await cache.keys();
    for (const old of all.slice(0, Math.max(0, all.length - MOST))) await cache.delete(old);
  }
  return response;
}
