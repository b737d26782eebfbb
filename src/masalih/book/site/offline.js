// Why: what a reader has opened opens again without a network. A page online is always the newest: the store answers only when the network does not.
"use strict";
const OURS = `masalih ${registration.scope} `; // a host may hold other books
const STORE = `${OURS}{build}`; // changes with every file of the book, so that a new book starts a new store
const keep = async (request, answer) => {
  if (answer.status === 200 && answer.type === "basic") await (await caches.open(STORE)).put(request, answer.clone());
  return answer;
};
const bring = (requests) => Promise.all(requests.map((request) => fetch(request).then((answer) => keep(request, answer)).catch(() => {})));

const olderStores = async () => (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== STORE);

addEventListener("install", (event) => event.waitUntil((async () => {
  // What was kept of the old book stays, as the new book has it.
  for (const name of await olderStores()) await bring((await (await caches.open(name)).keys()).map(({ url }) => url));
  await skipWaiting();
})()));
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await olderStores()) await caches.delete(name);
  await clients.claim();
})()));

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin || request.headers.has("range")) return;
  event.respondWith(fetch(request).then((answer) => keep(request, answer)).catch(async (error) => {
    const found = await caches.match(request, { ignoreSearch: request.mode === "navigate", ignoreVary: true });
    if (found) return found;
    throw error;
  }));
});

// The page that brought this worker was loaded without it, and says what it is made of.
addEventListener("message", (event) => event.waitUntil(bring(event.data.filter((url) => new URL(url).origin === location.origin))));
