// Why: what a reader has opened opens again without a network, or with one that does not answer. A page online is always the newest: what is kept answers only when the network does not.
"use strict";
const OURS = `masalih ${registration.scope} `; // a host may hold other books
const STORE = `${OURS}{build}`; // changes with every file of the book, so that a new book starts a new store
const ROOM = 300; // pages and drawings in a store, some 20 MB; whoever reads more loses the oldest
const PATIENCE = 3000, LIMIT = 60000; // milliseconds for an answer while a copy is at hand, and for a file that nobody waits for
const NOT_KEPT = {not_kept}; // the page for an address of which there is no copy
const PAGE = /(\/[^./]*|\.html)$/, SHARED = /\.(css|js|woff2)$/; // what is neither is a drawing
const NEEDED = /(?:href|src)="([^"]+\.(?:css|js))"|url\(["']?([^"')]+\.woff2)/g; // what a page, or a stylesheet, cannot be shown without

const bare = (url) => url.split(/[?#]/)[0]; // the words that a reader searched for are not kept
const isHtml = (answer) => answer.headers.get("content-type")?.startsWith("text/html");

// ---------------------------------------------------------------- the stores

const stores = async () => [STORE, ...(await caches.keys()).filter((name) => name.startsWith(OURS) && name !== STORE).reverse()];
const kept = (url, cacheName = STORE) => caches.match(url, { cacheName, ignoreVary: true });

/** The newest copy, and the store it lies in; undefined where there is none, or storage is refused. `first` is a store to ask before the others. */
const find = async (url, first = STORE) => {
  try {
    for (const store of [first, ...await stores()]) {
      const answer = await kept(url, store);
      if (answer) return { answer, store };
    }
  } catch { /* as if there were none */ }
};

/** Put an answer into the store; a page, or a stylesheet, only after all that it needs. Rejects when that does not come, or cannot be stored. */
const keep = async (url, answer) => {
  if (answer.status !== 200 || answer.redirected) return;
  if (/^text\/(html|css)/.test(answer.headers.get("content-type"))) {
    const named = [...(await answer.clone().text()).matchAll(NEEDED)].map(([, file, font]) => new URL(file ?? font, url).href);
    const needed = named.filter((file) => file.startsWith(registration.scope));
    await Promise.all(needed.map((file) => bring(file)));
    if (!(await Promise.all(needed.map((file) => kept(file)))).every(Boolean)) throw new Error(`${url} is not whole`);
  }
  const store = await caches.open(STORE);
  await store.put(url, answer);
  const all = PAGE.test(url) ? (await store.keys()).filter((request) => !SHARED.test(request.url)) : [];
  await Promise.all(all.slice(0, -ROOM).map((request) => store.delete(request)));
};

const arriving = new Map(); // address → the promise that it is kept: nothing is fetched twice at once
const arrive = (url, coming) => {
  arriving.set(url, coming.finally(() => arriving.delete(url)));
  return arriving.get(url);
};

/** See to it that the store of this book has a file. Rejects when the network, or the server, fails. */
const bring = async (url, cache = "no-cache") => {
  await arriving.get(url)?.catch(() => {});
  if (await kept(url)) return;
  await arrive(url, fetch(url, { cache, signal: AbortSignal.timeout(LIMIT) }).then((answer) => {
    if (answer.status >= 500) throw new Error(`${url}: ${answer.status}`);
    return keep(url, answer);
  }));
};

/** Bring over what older books have kept, as this book has it, one file after another; ends at the first that does not come, and goes on there the next time. */
const follow = async () => {
  for (const name of (await stores()).slice(1)) {
    const old = await caches.open(name), requests = (await old.keys()).filter(({ url }) => !SHARED.test(url));
    const isPage = ({ url }) => PAGE.test(bare(url));
    for (const request of [...requests.filter(isPage), ...requests.filter((one) => !isPage(one))]) {
      await bring(bare(request.url));
      await old.delete(request);
    }
    await caches.delete(name);
  }
};

// ---------------------------------------------------------------- an answer

/** What the network answers; undefined when it fails, or is silent and there is a copy. */
const ask = async (request, url, navigates) => {
  const stop = new AbortController();
  let silent = true;
  setTimeout(async () => { if (silent && await find(url) && silent) stop.abort(); }, PATIENCE);
  request.signal.addEventListener("abort", () => stop.abort()); // the reader is gone
  try {
    // A page that the host let the browser keep may ask for styles that are gone.
    return await fetch(request, { signal: stop.signal, ...(navigates && { cache: "no-cache" }) });
  } catch { // undefined
  } finally { silent = false; }
};

/** The addresses of the pages that are kept but the site's door, the last read first. */
const pages = async () => {
  const all = await Promise.all((await stores()).map(async (name) => (await (await caches.open(name)).keys()).reverse()));
  return new Set(all.flat().map(({ url }) => bare(url)).filter((url) => PAGE.test(url) && url.slice(registration.scope.length).includes("/")));
};
/** The page for an address of which there is no copy: it lists those that there are, the last read first. */
const notKept = async () => {
  const lists = { ar: "", en: "" };
  for (const url of await pages().catch(() => [])) {
    const { answer } = await find(url);
    const [, language, title] = /<html[^>]* lang="(ar|en)"[^]*?<title>([^<]*) [—·-] /.exec(await answer.text()) ?? []; // an edition's door has no such title
    if (language) lists[language] += `<li><a href="${url}">${title}</a></li>`;
  }
  const text = NOT_KEPT.replace(/<!-- (ar|en) -->/g, (_, language) => lists[language]);
  return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
};

const shown = new Map(); // a tab that shows a copy → the store of the copy, where its styles and drawings are as it knows them

const respond = async (event, url, navigates) => {
  const { request, clientId, resultingClientId } = event;
  const own = !navigates && shown.has(clientId) && await find(url, shown.get(clientId));
  if (own) return own.answer;
  const asked = ask(request, url, navigates);
  // The answer goes to the page as it comes, and aside into the store; what that costs is the copy.
  const wanted = (answer) => answer && (navigates ? isHtml(answer) : request.destination); // neither a download nor what a script looks into
  const stored = arrive(url, asked.then((answer) => wanted(answer) && keep(url, answer.clone())));
  event.waitUntil(stored.then(() => navigates && follow()).catch(() => {}));
  const answer = await asked;
  if (answer?.status < 500) return answer;
  const copy = await find(url);
  if (copy && navigates) shown.set(resultingClientId, copy.store);
  return copy?.answer ?? answer ?? (navigates ? notKept() : Response.error());
};

// ---------------------------------------------------------------- what is heard

addEventListener("install", (event) => event.waitUntil(follow().catch(() => {}).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event, navigates = request.mode === "navigate", url = navigates ? bare(request.url) : request.url;
  if (request.method !== "GET" || !url.startsWith(registration.scope) || request.headers.has("range")) return;
  if (url.startsWith(`${registration.scope}lite/`)) return; // JupyterLite has a worker of its own
  event.respondWith(respond(event, url, navigates));
});
// The page that brought this worker was loaded without it, and says what it is made of: the browser has just had that.
addEventListener("message", (event) => event.waitUntil((async () => {
  for (const url of event.data.map(bare)) if (url.startsWith(registration.scope)) await bring(url, "force-cache").catch(() => {});
})()));
