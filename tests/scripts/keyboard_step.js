// Where the keyboard stands: whether that can be seen, and whether it came there in the order
// of reading. The card of a number is walked right after it, wherever it stands in the document.
() => {
  const e = document.activeElement,
    before = window.stood,
    card = e?.closest("#number-card");
  if (!card) window.stood = e;
  if (!e || e === document.body || e.walked) return null;
  e.walked = true;
  // Of a row of the contents only the arrow is marked.
  const shown = e.querySelector(":scope > .toctree-toggle") ?? e;
  const s = getComputedStyle(shown),
    b = [...shown.getClientRects()].find(r => r.width && r.height) ?? shown.getBoundingClientRect();
  const on = document.elementFromPoint(
    b.left + b.width / 2,
    Math.min(Math.max(b.top, 0) + Math.min(b.height / 2, 20), innerHeight - 1)
  );
  return {
    name: e.outerHTML.slice(0, 150),
    marked: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
    seen: !!on && (e.contains(on) || on.contains(e)),
    onward:
      card?.id === before?.getAttribute("aria-describedby") ||
      !before ||
      before === document.body ||
      !!(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)
  };
};
