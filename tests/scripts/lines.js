// Letters in each line of the first long paragraphs, and how they are set.
() => {
  const r = document.createRange(),
    lines = [];
  for (const p of [...document.querySelectorAll('article section > p')]
    .filter(p => p.textContent.length > 350)
    .slice(0, 6)) {
    let top = null,
      letters = 0;
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      for (let i = 0; i < walker.currentNode.data.length; i++) {
        r.setStart(walker.currentNode, i);
        r.setEnd(walker.currentNode, i + 1);
        const b = r.getBoundingClientRect();
        if (/\p{M}|[\u200e\u200f]/u.test(walker.currentNode.data[i]) || !b.width) continue;
        if (top !== null && b.top - top > 12) {
          lines.push(letters);
          letters = 0;
        }
        if (top === null || b.top - top > 12) top = b.top;
        letters++;
      }
  }
  const s = getComputedStyle(document.querySelector('article section > p'));
  return {
    lines,
    leading: parseFloat(s.lineHeight) / parseFloat(s.fontSize),
    align: s.textAlign,
    headings: ['h1', 'h2', 'h3']
      .map(h => getComputedStyle(document.querySelector('article ' + h)))
      .map(h => [parseFloat(h.fontSize) / parseFloat(s.fontSize), h.fontWeight])
  };
};
