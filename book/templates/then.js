// Why: what waits for the first paint: the page's scripts, what is out of sight, reading without a network. It stands in the page after the stylesheet (layout.html);
// there a script waits for the stylesheet, and the reading of the page for the script. A browser without it reads all of a page that comes fast, sets it out unstyled, and then again.
"use strict";
{
  const page = document.documentElement, { site, scripts } = document.currentScript.dataset;
  const painted = new Promise((done) => addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(done))));

  // What begins below the screen is set out after the paint (sight.py, book.css), unless the reader is on the way to it.
  if (!location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
    page.dataset.first = "screen";
    painted.then(() => { delete page.dataset.first; });
  }

  // No script draws what is read first: they are asked for after the paint, which would wait for them (pack.py names them).
  const run = (src) => new Promise((done) => document.head.append(Object.assign(document.createElement("script"), { src, async: false, onload: done, onerror: done })));
  const ready = scripts && painted.then(() => Promise.all(scripts.split(" ").map(run)));
  if (ready) {
    page.dataset.waiting = "for scripts";
    ready.then(() => { delete page.dataset.waiting; });
  }

  // A page opened from a folder needs no help to be read without a network.
  if (location.protocol !== "file:") addEventListener("load", async () => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: `${site}${page.lang}.webmanifest` }));
    if (!navigator.serviceWorker || navigator.serviceWorker.controller) return;
    await navigator.serviceWorker.register(`${site}offline.js`);
    await ready;
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    (await navigator.serviceWorker.ready).active.postMessage([location.href, ...loaded]);
  });
}
addEventListener("click", (event) => { if (event.target.closest(".print-button")) print(); });
addEventListener("DOMContentLoaded", () => {
  if (!location.search) document.querySelector(".bd-search-container input[type=search]")?.focus();
});
