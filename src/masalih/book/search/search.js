// Why: Sphinx ranks pages as heaps of words and looks for a query only as it is typed. This ranks sections by the words that
// stem.py counts as one, and shows the words found where they stand. search.py writes TABLES above this and the index beside it.
const compile = (rules) => rules.map(([from, to]) => [new RegExp(from, "g"), to]);
const rewrite = (rules, text) => rules.reduce((result, [from, to]) => result.replace(from, to), text);
const own = (object, key) => (Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined);
const ARABIC = new RegExp(TABLES.arabic), SPELLING = compile(TABLES.spelling), AFFIXES = compile(TABLES.affixes), LATIN = compile(TABLES.latin);
const LONGEST = 200; // letters of a query that are read

const Words = {
  split: (text) => rewrite(SPELLING, text.normalize("NFKD").toLowerCase()).match(/[\p{L}\p{N}]+/gu) || [],
  stem: (word) => {
    const light = ARABIC.test(word) ? rewrite(AFFIXES, word) : rewrite(LATIN, new Stemmer().stemWord(word));
    return own(TABLES.irregular, light) || light;
  },
};

// ------------------------------------------------------------------ which sections, in which order

/** The numbers of sections from the steps between them, which index.py wrote in letters. */
const sectionsAt = (steps) => { let at = 0; return steps.match(/[A-Z]*[a-z]/g).map((step) => (at += [...step].reduce((n, letter) => 26 * n + (letter.charCodeAt(0) & 31) - 1, 0))); };

/** {word: steps} of a stem. */
const formsOf = (terms, stem) => { const found = own(terms, stem) || {}; return typeof found === "string" ? { [stem]: found } : found; };

/** How many sections have a word. */
const spread = (terms, stem) => new Set(Object.values(formsOf(terms, stem)).flatMap(sectionsAt)).size;

/** What the book has for one word of a query: {word of the book: [how near it is, sections]}. */
const sought = (terms, word) => {
  const take = (stem, near) => Object.entries(formsOf(terms, stem)).map(([form, steps]) => [form, [form === word ? 1 : near, sectionsAt(steps)]]);
  const stem = Words.stem(word);
  // A first letter that is a particle if the book has the rest more often than the whole.
  const bare = Words.stem(word.replace(/^[بلكفسو](?=\p{L}{4})/u, ""));
  const found = [...take(stem, 0.7), ...(bare !== stem && spread(terms, bare) > spread(terms, stem) ? take(bare, 0.7) : [])];
  if (!found.length && word.endsWith("ا")) return sought(terms, `${word}ء`); // وزرا for وزراء: on a phone the last hamza is left out
  if (found.length || stem.length < 3) return new Map(found);
  return new Map(Object.keys(terms).filter((term) => term.startsWith(stem)).flatMap((term) => take(term, 0.4)));
};

/** How near a text comes to a word: 0 if it has none of its forms. */
const nearest = (forms, text) => Math.max(0, ...Words.split(text).map((form) => (forms.get(form) || [0])[0]));

/** A sentence of a chapter is worth more than a row of the reference or a title in a list of sources. */
const worth = ({ page, id }) => (page.includes("/reference/") || id.endsWith("-sources") ? 0.4 : 1);

const rank = (index, query) => {
  const sections = index.pages.flatMap(([page, parts]) => parts.map(([id, heading], place) => ({ page, id, heading, place, title: parts[0][1] })));
  const words = [...new Set(Words.split(query.slice(0, LONGEST)))].map((word) => sought(index.terms, word)).filter((forms) => forms.size);
  let asked = words.map((forms) => {
    const at = new Map();
    forms.forEach(([near, numbers]) => numbers.forEach((number) => at.set(number, Math.max(near, at.get(number) || 0))));
    return { forms, at, weight: Math.log(1 + sections.length / at.size) };
  });
  const telling = asked.filter(({ at }) => at.size < 0.6 * sections.length); // words such as "the" count only among themselves
  asked = telling.length ? telling : asked;
  const pages = new Map();
  sections.forEach((section, number) => {
    const hits = asked.filter(({ at }) => at.has(number));
    if (!hits.length) return;
    const score = hits.reduce((sum, { forms, at, weight }) => sum + weight * (at.get(number) + 4 * nearest(forms, section.heading)), 0);
    const page = pages.get(section.page) || { best: null, words: new Set(), score: 0 };
    hits.forEach((hit) => page.words.add(hit));
    const found = { section, score: score * worth(section) * (hits.length / asked.length) ** 2 };
    if (!page.best || found.score > page.best.score) page.best = found;
    page.score += 0.15 * score; // a page that keeps to the subject comes before one that names it once
    pages.set(section.page, page);
  });
  // All words of a short query; of three and more one may be missing.
  const most = Math.max(0, ...[...pages.values()].map((page) => page.words.size));
  return [...pages.values()].filter((page) => page.words.size >= (most > 2 ? most - 1 : most)).map(({ best, score, words: { size } }) => {
    const named = asked.reduce((sum, { forms, weight }) => sum + 6 * weight * nearest(forms, best.section.title), 0);
    return { section: best.section, score: (best.score + worth(best.section) * (score + named)) * (size / asked.length) ** 2, asked };
  }).sort((a, b) => b.score - a.score);
};

// ------------------------------------------------------------------ the words where they stand

/** The lines of a section as a reader sees them, without its heading and the sections inside it. */
const lines = (section) => {
  const copy = section.cloneNode(true);
  copy.querySelectorAll(`section, ${TABLES.headings}, ${TABLES.skipped}`).forEach((part) => part.remove());
  copy.querySelectorAll(TABLES.blocks).forEach((block) => { block.prepend("\n"); block.append("\n"); });
  return copy.textContent.split("\n").map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean);
};

/** The words of a line that were asked for: [start, end, set of words of the query, how near]. */
const marks = (line, asked) => [...line.matchAll(/[\p{L}\p{N}\p{M}\u0640\u200c-\u200f]+(?:[-‐‑,٬.][\p{L}\p{N}\p{M}]+)*/gu)].flatMap((match) => {
  const forms = Words.split(match[0]);
  const hits = asked.map((one) => [one, Math.max(0, ...forms.map((form) => (one.forms.get(form) || [0])[0]))]).filter(([, near]) => near);
  return hits.length ? [[match.index, match.index + match[0].length, hits.map(([one]) => one), Math.max(...hits.map(([, near]) => near))]] : [];
});

const BEFORE = 80, SHOWN = 240;

/** The best place of a section: {line, from, to, found: marks of the line}. */
const place = (all, asked) => {
  let best = { line: all[0] || "", from: 0, found: [], score: 0 };
  all.forEach((line) => {
    const found = marks(line, asked);
    found.forEach(([start, , , near]) => {
      const together = found.filter((mark) => mark[0] >= start && mark[1] < start + SHOWN - BEFORE).flatMap((mark) => mark[2]);
      const score = new Set(together).size + near / 2 + (line.length > 60 ? 0.3 : 0);
      if (score > best.score) best = { line, from: start, found, score };
    });
  });
  const from = best.from > BEFORE ? best.line.indexOf(" ", best.from - BEFORE) + 1 : 0;
  const to = from + SHOWN < best.line.length ? best.line.lastIndexOf(" ", from + SHOWN) : best.line.length;
  return { ...best, first: best.from, from, to };
};

/** A part of a line as nodes, its found words marked. */
const marked = (line, found, from = 0, to = line.length) => {
  const nodes = [];
  let done = from;
  found.filter(([start, end]) => start >= from && end <= to).forEach(([start, end]) => {
    const mark = document.createElement("mark");
    mark.append(line.slice(start, end));
    nodes.push(line.slice(done, start), mark);
    done = end;
  });
  return [...nodes, line.slice(done, to)];
};

const snippet = ({ line, from, to, found }) => {
  const context = document.createElement("p");
  context.className = "context";
  context.append(from ? "… " : "", ...marked(line, found, from, to), to < line.length ? " …" : "");
  return context;
};

/** A fragment by which the browser itself finds and marks the word in the page: no script has to know every spelling there. */
const fragment = ({ line, first, found }) => {
  const mark = found.find(([start]) => start === first);
  if (!mark) return "";
  const say = (text) => encodeURIComponent(text.trim()).replace(/-/g, "%2D");
  const before = line.slice(0, mark[0]).split(" ").slice(-6).join(" "), after = line.slice(mark[1]).split(" ").slice(0, 3).join(" ");
  return `:~:text=${before.trim() && `${say(before)}-,`}${say(line.slice(mark[0], mark[1]))}${after.trim() && `,-${say(after)}`}`;
};

// ------------------------------------------------------------------ the list

const explain = async (item, link, { section, asked }) => {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(link.pathname)).text(), "text/html");
    const here = page.getElementById(section.id);
    const all = [here, ...here.querySelectorAll("section")].map(lines).find((found) => found.length) || [];
    const found = place(all, asked);
    item.querySelector(".context").replaceWith(snippet(found));
    link.setAttribute("href", link.getAttribute("href") + (section.place ? "" : "#") + fragment(found));
  } catch { // offline: the result is a link without its context
    item.querySelector(".context")?.remove();
  }
};

const show = (result) => {
  const { page, id, heading, place: below, title } = result.section;
  const item = document.createElement("li"), link = item.appendChild(document.createElement("a"));
  link.href = page + DOCUMENTATION_OPTIONS.LINK_SUFFIX + (below ? `#${id}` : "");
  const name = below ? `${title} › ${heading}` : title;
  link.append(...marked(name, marks(name, result.asked)));
  Search.output.append(item);
  if (location.protocol === "file:") return; // a page opened as a file may not read its neighbours
  const context = item.appendChild(document.createElement("p"));
  context.className = "context";
  context.ariaBusy = "true"; // until the page has come
  // A page of the book is large: it is fetched when its result comes into view.
  new IntersectionObserver(([seen], observer) => {
    if (!seen.isIntersecting) return;
    observer.disconnect();
    explain(item, link, result);
  }, { rootMargin: "200px" }).observe(item);
};

Search.query = (query) => {
  const results = rank(Search._index, query);
  results.forEach(show);
  _finishSearch(results.length);
};
