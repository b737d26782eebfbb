// Why: what is of use only once a page is shown. It stands in the page before the stylesheet (head.html): after it, the reading of the page would wait
// for both, and Firefox would then as often as not lose the words of an address (#:~:text=).
"use strict";
{
  const page = document.documentElement, { site } = document.currentScript.dataset;

  // Until the first paint a browser sets out no more than the screen shows (book.css), unless the reader is on the way to a place further down.
  if (!location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
    page.dataset.first = "screen";
    addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(() => { delete page.dataset.first; })));
  }

  // A page opened from a folder needs no help to be read without a network, and where the browser keeps nothing there is none to be had.
  if (location.protocol !== "file:") addEventListener("load", async () => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: `${site}${page.lang}.webmanifest` }));
    try {
      const { serviceWorker } = navigator;
      if (serviceWorker.controller) return;
      await serviceWorker.register(`${site}offline.js`, { updateViaCache: "none" });
      // Not the pages that a search looked into, or that the browser fetched ahead.
      const loaded = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => !name.endsWith(".html"));
      (await serviceWorker.ready).active.postMessage([...loaded, location.href]);
    } catch { /* read as it comes */ }
  });
}
addEventListener("click", (event) => { if (event.target.closest(".print-button")) print(); });
addEventListener("DOMContentLoaded", () => {
  if (!location.search) document.querySelector(".bd-search-container input[type=search]")?.focus();
});
