// Why: three small comforts of the reader: the language link keeps the place in the page, a drawer that closes gives the keyboard back, and paper is white.
"use strict";
{
  const root = document.documentElement, paper = matchMedia("print");
  let shown = null;  // the theme on the screen while paper has the light one
  const print = (printing) => {
    if (printing) { shown ??= root.dataset.theme; root.dataset.theme = "light"; }
    else if (shown) { root.dataset.theme = shown; shown = null; }
  };
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  paper.addEventListener("change", () => print(paper.matches));
  const start = () => {
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
