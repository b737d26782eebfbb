// Why: a number shows what stands behind it, on a card beside it: at a tap, at the keyboard's stop, under the pointer. Without it the number is a link.
"use strict";
(() => {
  const WAIT = 150, GAP = 8;  // ms before a pointer is taken to mean it; CSS pixels around a card
  let card = null, number = null, timer = 0, tapped = false;

  function close() {
    clearTimeout(timer);
    card?.remove();
    number?.removeAttribute("aria-describedby");
    card = number = null;
  }

  function place() {
    if (!card) return;
    const at = number.getClientRects()[0], box = card.getBoundingClientRect(), width = document.documentElement.clientWidth;
    if (at.bottom < 0 || at.top > innerHeight) { close(); return; }
    const left = Math.min(Math.max(GAP, at.left + at.width / 2 - box.width / 2), width - box.width - GAP);
    const below = at.bottom + box.height + GAP < innerHeight || at.top < box.height + GAP;
    card.style.left = `${left}px`;
    card.style.top = `${below ? at.bottom : at.top - box.height}px`;
  }

  function open(link) {
    if (number === link) { clearTimeout(timer); return; }
    const found = document.querySelector(".number-cards")?.content.querySelector(`[data-card="${CSS.escape(link.dataset.card)}"]`);
    close();
    if (!found) return;
    number = link;
    card = document.createElement("span");
    Object.assign(card, { className: "number-card", id: "number-card", popover: "manual", lang: document.documentElement.lang, dir: document.documentElement.dir });
    card.append(...found.cloneNode(true).childNodes);
    const way = document.createElement("a");  // where the number itself leads
    Object.assign(way, { href: link.getAttribute("href"), textContent: Documentation.gettext("The source on this page") });
    const line = document.createElement("span");
    line.append(way);
    card.append(line);
    link.after(card);  // the keyboard goes on into it
    link.setAttribute("aria-describedby", card.id);
    card.showPopover?.();  // above all else, and not cut off by a table that scrolls
    place();
  }

  const of = (event) => event.target.closest?.("a.cited[data-card]");
  const inside = (target) => target && (card?.contains(target) || number?.contains(target));

  const start = () => {
    const article = document.querySelector(".bd-article");
    if (!article?.querySelector("a.cited[data-card]")) return;
    for (const link of article.querySelectorAll("a.cited[data-card]")) link.removeAttribute("title");  // the card says it, and more
    article.addEventListener("pointerdown", (event) => { tapped = event.pointerType !== "mouse"; });
    article.addEventListener("click", (event) => {
      const link = of(event);
      if (!link || !tapped) return;  // a mouse goes where the link leads
      tapped = false;
      event.preventDefault();
      open(link);
    });
    addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse") return;
      const link = of(event);
      clearTimeout(timer);
      if (link) timer = setTimeout(open, WAIT, link);
      else if (card && !inside(event.target)) timer = setTimeout(close, 2 * WAIT);
    });
    article.addEventListener("focusin", (event) => { if (of(event)) open(of(event)); else if (!inside(event.target)) close(); });
    addEventListener("focusout", (event) => { if (card && event.relatedTarget && !inside(event.relatedTarget)) close(); });
    addEventListener("pointerdown", (event) => { if (card && !inside(event.target)) close(); });
    addEventListener("keydown", (event) => { if (card && event.key === "Escape") { const back = card.contains(document.activeElement) && number; close(); if (back) { back.focus(); close(); } } });
    addEventListener("resize", close);
    addEventListener("scroll", place, { passive: true, capture: true });
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start); else start();
})();
