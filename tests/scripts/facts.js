// What can be read off a page that stands still, once its scripts have run.
// PARTS must stand from right to left: a number and its percent sign, a sign and its number,
// the ends of a range, a day and its year.
named => {
  const PARTS = new RegExp(
    [
      '(?<n>[٠-٩][٠-٩٬٫]*)(?<p>٪)',
      '\\u200f(?<s>−)(?<m>[٠-٩]+)',
      '(?<a>[٠-٩٬٫]+)–(?<b>[٠-٩٬٫]+)',
      '(?<d>[٠-٩]{1,2}) [ء-ي][ء-ي /]{2,24} (?<y>[٠-٩]{4})'
    ].join('|'),
    'g'
  );
  const all = (selector, read) => [...document.querySelectorAll(selector)].map(read);
  const box = e => {
    const b = e?.getBoundingClientRect();
    return b && [b.left, b.right];
  };
  const latin = text => /[A-Za-z]{2,}/.test(text) && !/[\u0620-\u064a]/.test(text);
  const home = e =>
    e.closest('[lang]').lang === 'ar' &&
    !e.closest('code, pre, kbd, samp, script, style, noscript, svg') &&
    !e.closest(named);
  const sources = new Set(all(named, e => e.textContent.split('؛').map(t => t.trim())).flat());
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT),
      found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };
  const prose = texts().filter(
    t =>
      t.data.trim() &&
      !t.parentElement.closest('code, pre, kbd, samp, script, style, noscript, svg')
  );
  const spoken = t => t.parentElement.closest('[lang]').lang;
  // A title stands as its publisher printed it.
  const western = prose
    .filter(t => spoken(t) === 'ar' && /[0-9,;?%]/.test(t.data) && !t.parentElement.closest('cite'))
    .map(t => t.data.trim());
  const order = prose
    .filter(t => spoken(t) === 'ar' && t.parentElement.checkVisibility())
    .flatMap(t => [...t.data.matchAll(PARTS)].map(m => [t, m]))
    .slice(0, 60)
    .map(([t, m]) => {
      const x = (part, at) => {
        const r = document.createRange();
        r.setStart(t, at);
        r.setEnd(t, at + part.length);
        const b = r.getBoundingClientRect();
        return [b.left + b.width / 2, b.top];
      };
      const parts = Object.values(m.groups).filter(Boolean);
      const [first, last] = [
        x(parts[0], m.index + m[0].indexOf(parts[0])),
        x(parts.at(-1), m.index + m[0].lastIndexOf(parts.at(-1)))
      ];
      return Math.abs(first[1] - last[1]) < 9 && first[0] <= last[0] ? m[0] : null;
    })
    .filter(Boolean);
  // What the book marks by itself as Latin is judged here as if it were not: only names may be.
  document.querySelectorAll('span.latin').forEach(span => span.replaceWith(...span.childNodes));
  document.body.normalize();
  const english = latin(document.title) ? [['title', document.title]] : [];
  for (const node of texts()) {
    const text = node.data.trim();
    if (
      latin(text) &&
      home(node.parentElement) &&
      !text.split('؛').every(t => sources.has(t.trim()))
    )
      english.push(['text', text]);
  }
  for (const e of document.querySelectorAll('*'))
    for (const name of [
      'aria-label',
      'title',
      'alt',
      'placeholder',
      'data-bs-title',
      'data-bs-original-title',
      'data-toggle-hint',
      'data-tooltip',
      'summary',
      'value'
    ]) {
      const text = e.getAttribute(name);
      if (e.type === 'radio') continue; // its label is read, its value is what a script compares
      if (text && latin(text) && (home(e) || e.matches('button, summary')))
        english.push([name, text]);
    }
  return {
    language: [
      document.documentElement.lang,
      document.documentElement.dir,
      getComputedStyle(document.body).direction
    ],
    excess: document.documentElement.scrollWidth - innerWidth,
    link: box(document.querySelector('#language-link')),
    broken: all('img', i => (i.offsetParent && !i.naturalWidth ? i.src : null)).filter(Boolean),
    search: all('.search-button', b => b.checkVisibility()).filter(Boolean).length,
    onward: all('.prev-next-area a', a => a.checkVisibility()).filter(Boolean).length,
    nameless: all('button, .article-header-buttons a', b =>
      b.checkVisibility() && !b.getAttribute('aria-label') && !b.textContent.trim()
        ? b.outerHTML
        : null
    ).filter(Boolean),
    english,
    western,
    order,
    unreachable: all('.bd-article :is(div, pre)', e =>
      e.scrollWidth > e.clientWidth + 1 &&
      /auto|scroll/.test(getComputedStyle(e).overflowX) &&
      e.tabIndex < 0 &&
      !e.querySelector('a, button, summary')
        ? e.className
        : null
    ).filter(Boolean),
    counted: all(
      '.caption-number, .footnote-reference, .footnote .label, .std-numref, .book-footer, ol',
      e =>
        e.tagName === 'OL'
          ? getComputedStyle(e).listStyleType
          : [...e.childNodes]
              .filter(n => n.nodeType === 3)
              .map(n => n.data)
              .join('')
    ),
    // What a program prints follows its own language, line by line.
    mixed: all('.bd-article code, .bd-article kbd, .bd-article .highlight pre', e => {
      const s = getComputedStyle(e);
      return !e.closest('.output.stream') && (s.direction !== 'ltr' || s.unicodeBidi !== 'isolate')
        ? e.outerHTML.slice(0, 200)
        : null;
    }).filter(Boolean),
    icons: all('.fa-solid, .fas, .far, .fa-regular, .fa-brands', e => [
      e.className,
      getComputedStyle(e, '::before').content
    ])
  };
};
