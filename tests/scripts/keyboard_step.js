// Where the keyboard stands: whether that can be seen, and whether it came there in the order
// of reading.
() => {
  const e = document.activeElement,
    before = window.stood;
  window.stood = e;
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
      !before ||
      before === document.body ||
      !!(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)
  };
};
