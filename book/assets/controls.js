// Why: a reader moves a weight, a count or a line of a chapter and sees at once what the answer becomes, as masalih/controls computes it. Without it the page says what the book's own setting gives.
"use strict";
(() => {
  // ---- words and numbers, as masalih/controls/words.py writes them

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const rounded = (top, bottom) => Math.floor((2 * top + bottom) / (2 * bottom));
  const own = (signs, text) => text.replace(/[\d,.%]/g, (c) => signs["0123456789,.%".indexOf(c)]);
  const num = (signs, n, digits = 0) => own(signs, (digits ? (n / 10).toFixed(1) : String(n)).replace(/\d(?=(\d{3})+(\.|$))/g, "$&,"));
  const percent = (signs, top, bottom, digits = 0) => num(signs, rounded(100 * 10 ** digits * top, bottom), digits) + signs[12];

  function counted(signs, forms, n) {
    if (n <= 10) return forms[n];
    const end = n % 100;
    return forms[end < 3 ? 13 : end <= 10 ? 11 : 12].replace("{}", num(signs, n));
  }

  // ---- who comes first (balance.py)

  function weights({ motives, grades, said, signs, and: [comma, last], span }, _, setting) {
    const weights = setting.slice(0, -2), [reading, year] = setting.slice(-2), full = 2 * weights.reduce((a, b) => a + b);
    if (!full) return { text: said.none, bars: [] };
    const scores = grades[reading][year].map((line) => [...line].reduce((found, grade, at) => {
      const next = new Map();
      for (const one of grade === "?" ? "012" : grade) {
        for (const [score, ways] of found) {
          const sum = score + one * weights[at];
          next.set(sum, (next.get(sum) ?? 0) + ways);
        }
      }
      return next;
    }, new Map([[0, 1]])));
    const parts = motives.map(() => 0), holders = new Set();
    (function walk(at, best, first, ways) {
      if (at === scores.length) {
        holders.add(first.join());
        for (const place of first) parts[place] += ways * 60 / first.length;
        return;
      }
      for (const [score, number] of scores[at]) walk(at + 1, Math.max(best, score), score > best ? [at] : score === best ? [...first, at] : first, ways * number);
    })(0, -1, [], 1);
    const bars = scores.map((found, at) => {
      const ends = [Math.min(...found.keys()), Math.max(...found.keys())], parts = ends.map((score) => rounded(100 * score, full));
      const [low, high] = parts.map((part) => percent(signs, part, 100));
      return [motives[at], ends[0] === ends[1] ? low : fill(span, { low, high }), ...parts];
    });
    let names;
    if (holders.size === 1) {
      names = [...holders][0].split(",").map((place) => motives[place]);
      const text = [names.slice(0, -1).join(comma), names.at(-1)].filter(Boolean).join(last);
      return { text: fill(names.length > 1 ? said.tie : said.sole, { names: text }), bars };
    }
    const all = parts.reduce((a, b) => a + b);
    names = parts.map((part, place) => [part, motives[place]]).filter(([part]) => part).sort((a, b) => b[0] - a[0])
      .map(([part, name]) => `${name} ${percent(signs, Math.min(Math.max(rounded(100 * part, all), 1), 99), 100)}`);
    return { text: fill(said.open, { names: names.join(comma) }), bars };
  }

  // ---- when a camp empties (emptying.py and draws.py)

  const LOTS = 4000, LONGEST = 150, SEED = 2023 * 0x9E3779B1;

  function lot(at, n) {
    let x = (at + SEED) >>> 0;
    x = Math.imul(x ^ (x >>> 16), 0x85EBCA6B);
    x = Math.imul(x ^ (x >>> 13), 0xC2B2AE35);
    return Math.floor(((x ^ (x >>> 16)) >>> 0) * n / 2 ** 32);
  }

  function forecast({ days, loads, counts, months, people, convoys, text, signs }, said, [at, back, off]) {
    const known = at + 6, pace = back + 3, last = days[known - 1];
    let stock = 0;
    for (const [when, value] of counts) {
      if (when <= last) stock = rounded(value * (70 + 5 * off), 100) - days.reduce((sum, day, i) => i < known && day > when ? sum + loads[i] : sum, 0);
    }
    const first = Math.max(known - pace, 1), n = known - first, ends = new Int32Array(LOTS);
    for (let i = 0; i < LOTS; i++) {
      for (let j = 0, carried = 0; j === 0 || carried < stock; j++) {
        const drawn = first + lot(i * LONGEST + j, n);
        carried += loads[drawn];
        ends[i] += days[drawn] - days[drawn - 1];
      }
    }
    ends.sort();
    const month = (place) => {
      const when = new Date((last + ends[place - 1]) * 864e5);
      return `${months[when.getUTCMonth()]} ${own(signs, String(when.getUTCFullYear()))}`;
    };
    return { text: fill(text, { day: said[0], people: counted(signs, people, Math.max(stock, 0)), convoys: counted(signs, convoys, n), early: month(LOTS / 20), middle: month(LOTS / 2), late: month(LOTS - LOTS / 20) }), bars: [] };
  }

  // ---- how often chance gives such a fall (labels.py)

  function shuffle({ words, counts, ways, hits, said, signs }, [term, day], [which, line, without]) {
    const kept = words.map((size, at) => [counts[which][at], size, at >= line + 3]).filter((_, at) => at !== without - 1);
    const sums = (rows) => rows.reduce(([a, b], [n, size]) => [a + n, b + size], [0, 0]);
    const [n, size] = sums(kept), late = kept.filter((row) => row[2]), seen = sums(late);
    const fall = ([few, part]) => [n * part - few * size, part * (size - part)];
    const rate = (n, size) => num(signs, rounded(10000 * n, size), 1);
    const values = { term, day, before: rate(n - seen[0], size - seen[1]), since: rate(...seen) }, [top, bottom] = fall(seen);
    if (top <= 0) return { text: fill(said.none, values), bars: [] };
    let all = 0, found = 0;
    (function hand(from, left, few, part) {  // every way to call so many occasions "since"
      if (!left) {
        const [a, b] = fall([few, part]);
        all++;
        found += a * bottom >= top * b;
        return;
      }
      for (let at = from; at <= kept.length - left; at++) hand(at + 1, left - 1, few + kept[at][0], part + kept[at][1]);
    })(0, late.length, 0, 0);
    return { text: fill(said.fall, { ...values, hits: counted(signs, hits, found), ways: counted(signs, ways, all), chance: percent(signs, found, all, 1) }), bars: [] };
  }

  // ---- the page

  const KINDS = { weights, forecast, shuffle }, MARK = "#set-";

  function start(box) {
    const facts = JSON.parse(box.dataset.control), fields = box.querySelector("fieldset"), dials = [...fields.querySelectorAll("input, select")];
    const [told, bars, address] = ["output", "tbody", "a"].map((name) => fields.querySelector(name));
    const place = (dial) => dial.selectedIndex ?? Number(dial.value);
    const text = (dial, i) => dial.options?.[place(dial)].text ?? facts.values[i][place(dial)];
    const show = () => {
      const said = dials.map(text), setting = dials.map(place), answer = KINDS[facts.kind](facts, said, setting);
      dials.forEach((dial, i) => {
        if (dial.options) return;
        dial.setAttribute("aria-valuetext", said[i]);
        dial.nextElementSibling.textContent = said[i];
      });
      if (told.textContent !== answer.text) told.textContent = answer.text;
      bars?.replaceChildren(...answer.bars.map(([name, value, low, high]) => {
        const row = document.createElement("tr"), head = document.createElement("th"), track = document.createElement("span");
        head.scope = "row";
        head.append(name);
        track.className = "control-bar";
        track.style.setProperty("--low", `${low}%`);
        track.style.setProperty("--high", `${high}%`);
        row.append(head);
        for (const inside of [value, track]) row.insertCell().append(inside);
        return row;
      }));
      box.classList.toggle("control-moved", String(setting) !== String(facts.book));
      address.setAttribute("href", [MARK + box.id, ...setting].join("-"));
    };
    const set = (setting) => {
      dials.forEach((dial, i) => { if (dial.options) dial.selectedIndex = setting[i]; else dial.value = setting[i]; });
      show();
    };
    const follow = () => {
      const [mark, ...setting] = location.hash.split(/-(?=\d+(?:-\d+)*$)/);
      const fits = setting.length === dials.length && dials.every((dial, i) => setting[i] <= (dial.options ? dial.options.length - 1 : Number(dial.max)));
      if (mark !== MARK + box.id || !fits) return;
      set(setting.map(Number));
      box.scrollIntoView({ block: "center" });
    };
    fields.addEventListener("input", show);
    fields.querySelector("button").addEventListener("click", () => set(facts.book));
    fields.hidden = false;
    show();
    follow();
    addEventListener("hashchange", follow);
  }

  const all = () => { for (const box of document.querySelectorAll(".control")) start(box); };
  if (typeof document === "undefined") globalThis.controls = KINDS;
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", all);
  else all();
})();
