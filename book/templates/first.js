// Why: what must happen before the first paint, or on every page. It stands in the page (layout.html), for a paint would wait for a file; the page's policy knows it by its hash.
"use strict";
{
  const page = document.documentElement, { fonts, site, scripts } = document.currentScript.dataset;
  page.dataset.mode = localStorage.getItem("mode") || "auto";
  const theme = localStorage.getItem("theme") || "auto"; // what "auto" means is settled here; the theme's own script would do it after the paint
  page.dataset.theme = theme !== "auto" ? theme : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

  // No script draws what is read first: they are asked for after the first paint, which would wait for them (pack.py names them).
  const painted = new Promise((done) => addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(done))));
  const run = (src) => new Promise((done) => document.head.append(Object.assign(document.createElement("script"), { src, async: false, onload: done, onerror: done })));
  const ready = scripts && painted.then(() => Promise.all(scripts.split(" ").map(run)));
  if (ready) {
    page.dataset.waiting = "for scripts";
    ready.then(() => { delete page.dataset.waiting; });
  }

  // A page opened from a folder may not fetch ahead, and needs no help to be read without a network.
  if (location.protocol !== "file:") {
    const add = (rel, href, more) => document.head.append(Object.assign(document.createElement("link"), { rel, href }, more));
    for (const weight of ["Regular", "SemiBold"]) add("preload", `${fonts}-${weight}.woff2`, { as: "font", type: "font/woff2", crossOrigin: "" });
    add("manifest", `${site}${page.lang}.webmanifest`);
    addEventListener("load", async () => {
      if (!navigator.serviceWorker || navigator.serviceWorker.controller) return;
      await navigator.serviceWorker.register(`${site}offline.js`);
      await ready;
      const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
      (await navigator.serviceWorker.ready).active.postMessage([location.href, ...loaded]);
    });
  }
}
addEventListener("click", (event) => { if (event.target.closest(".print-button")) print(); });
addEventListener("DOMContentLoaded", () => {
  if (!location.search) document.querySelector(".bd-search-container input[type=search]")?.focus();
});
