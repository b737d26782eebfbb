// Why: what a reader has opened opens again without a network. A page online is always the newest: the store answers only when the network does not.
"use strict";
const STORE = "{build}"; // changes with every file of the book, so that a new book starts a new store
const keep = async (request, answer) => {
  if (answer.status === 200 && answer.type === "basic") await (await caches.open(STORE)).put(request, answer.clone());
  return answer;
};
const bring = (requests) => Promise.all(requests.map((request) => fetch(request).then((answer) => keep(request, answer)).catch(() => {})));

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  await clients.claim();
  for (const name of await caches.keys()) {
    if (!name.startsWith("masalih-") || name === STORE) continue;
    await bring((await (await caches.open(name)).keys()).map(({ url }) => url)); // what was kept of the old book stays, as the new book has it
    await caches.delete(name);
  }
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
