// Why: four small comforts of the reader: the language link keeps the place in the page, a drawer that closes gives the keyboard back, a list of sources opens for who follows a number there, and paper is white and has every list open.
"use strict";
{
  const root = document.documentElement, paper = matchMedia("print");
  let shown = null;  // the theme on the screen while paper has the light one
  let folded = [];  // lists that are open on paper only
  const print = (printing) => {
    for (const list of folded) list.open = false;
    folded = printing ? [...document.querySelectorAll(".references details:not([open])")] : [];
    for (const list of folded) list.open = true;
    if (printing) { shown ??= root.dataset.theme; root.dataset.theme = "light"; }
    else if (shown) { root.dataset.theme = shown; shown = null; }
  };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  paper.addEventListener("change", () => print(paper.matches));
  const reveal = () => {
    const place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const list = place && place.closest("details:not([open])");
    if (list) { list.open = true; place.scrollIntoView(); }
  };
  const start = () => {
    reveal();
    addEventListener("hashchange", reveal);
    const link = document.getElementById("language-link");
    if (link) {
      const page = link.getAttribute("href");
      const follow = () => { link.setAttribute("href", page + location.hash); };
      follow();
      addEventListener("hashchange", follow);
    }
    let stood = null;  // where the keyboard was before a drawer opened; the theme leaves it nowhere
    addEventListener("focusin", (event) => { if (!event.target.closest("dialog")) stood = event.target; });
    for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("close", () => { stood?.focus({ preventScroll: true }); });
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start); else start();
}
