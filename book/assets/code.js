// Why: a chapter is read without its code or with all of it, as the switch above the page says, which is remembered; a sign opens the cells beside it alone.
"use strict";
(() => {
  const page = document.documentElement;
  const show = () => page.dataset.code === "shown";

  /** The code cells that a sign stands for: those that follow it, one after another. */
  function cellsOf(sign) {
    const cells = [];
    for (let next = sign.nextElementSibling; next?.matches("div.cell"); next = next.nextElementSibling) cells.push(next);
    return cells;
  }

  function open(cells, opened) {
    for (const cell of cells) {
      cell.classList.toggle("code-shown", opened);
      for (const folded of cell.querySelectorAll("details.hide")) folded.open = opened;
    }
  }

  /** What the reader is looking at stays where it is while code comes and goes above it. */
  function standing(change) {
    const top = document.querySelector(".bd-header-article")?.getBoundingClientRect().bottom ?? 0;
    const mark = [...document.querySelectorAll(".bd-article :is(p, h1, h2, h3, li, figure, table)")].find((element) => element.getBoundingClientRect().bottom > top && element.checkVisibility());
    const before = mark?.getBoundingClientRect().top;
    change();
    if (mark && scrollY > 0) scrollBy({ top: mark.getBoundingClientRect().top - before, behavior: "instant" });
  }

  function settle(button) {
    button.setAttribute("aria-pressed", show());
    for (const sign of document.querySelectorAll(".code-sign")) { sign.setAttribute("aria-expanded", show()); open(cellsOf(sign), show()); }
  }

  const start = () => {
    const button = document.querySelector(".code-button");
    if (!button) return;
    settle(button);
    button.addEventListener("click", () => standing(() => {
      page.dataset.code = show() ? "hidden" : "shown";
      localStorage.setItem("code", page.dataset.code);
      settle(button);
    }));
    document.querySelector(".bd-article").addEventListener("click", (event) => {
      const sign = event.target.closest(".code-sign");
      if (!sign) return;
      const opened = sign.getAttribute("aria-expanded") !== "true";
      sign.setAttribute("aria-expanded", opened);
      open(cellsOf(sign), opened);
    });
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start); else start();
})();
