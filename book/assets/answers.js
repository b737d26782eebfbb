// Why: an answer typed into a page hears at once whether it is right and, if not, which mistake it looks like, as check() says it. Without it the form says how to ask check().
"use strict";
(() => {
  const ROUNDS = 20, LENGTH = 8, SLACK = 0.5e-6;  // as in masalih/exercises/sealed.py and judgement.py

  // ---- SHA-256 (FIPS 180-4): crypto.subtle is not there on every address a book is served from

  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const bits = (x) => Math.floor((x % 1) * 2 ** 32) | 0;
  const START = primes.slice(0, 8).map((p) => bits(Math.sqrt(p))), K = primes.map((p) => bits(Math.cbrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  function sha256(bytes) {
    const length = bytes.length, padded = new Uint8Array(((length + 72) >> 6) << 6), view = new DataView(padded.buffer);
    padded.set(bytes);
    padded[length] = 0x80;
    view.setUint32(padded.length - 4, length * 8);
    const state = START.slice(), w = new Int32Array(64);
    for (let at = 0; at < padded.length; at += 64) {
      for (let i = 0; i < 64; i++) {
        if (i < 16) { w[i] = view.getInt32(at + 4 * i); continue; }
        const a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i++) {
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
      }
      [a, b, c, d, e, f, g, h].forEach((x, i) => { state[i] = (state[i] + x) | 0; });
    }
    const out = new DataView(new ArrayBuffer(32));
    state.forEach((x, i) => out.setInt32(4 * i, x));
    return new Uint8Array(out.buffer);
  }

  const letters = (bytes) => btoa(String.fromCharCode(...bytes));

  function hash(token) {
    let found = new TextEncoder().encode(token);
    for (let i = 0; i < ROUNDS; i++) found = sha256(found);
    return found;
  }

  function uncovered(text, found) {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    let stream;
    const key = new Uint8Array(33);
    key.set(found);
    for (let i = 0; i < bytes.length; i++) {
      if (i % 32 === 0) { key[32] = i / 32 + 1; stream = sha256(key); }
      bytes[i] ^= stream[i % 32];
    }
    return new TextDecoder().decode(bytes);
  }

  // ---- reading what was typed, as masalih/exercises/reading.py does

  const DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", OTHERS = { "٬": ",", "٫": ".", "٪": "%", "−": "-", "–": "-", "‐": "-", "‑": "-", "،": ",", "’": "'" };
  const QUOTES = "\"'«»“”„‘’`";

  function plain(text) {
    text = text.normalize("NFKC").replace(/[\u061c\u200b-\u200f\u2066-\u2069\u0640\ufeff]/g, "");
    text = text.replace(/./gu, (c) => DIGITS.includes(c) ? String(DIGITS.indexOf(c) % 10) : OTHERS[c] ?? c).split(/\s+/).join(" ").trim();
    let from = 0, to = text.length;
    while (from < to && QUOTES.includes(text[from])) from++;
    while (to > from && QUOTES.includes(text[to - 1])) to--;
    return text.slice(from, to).trim().toLowerCase();
  }

  function number(text, percent) {
    text = plain(text);
    let bare = text.replace(/^[% ]+|[% ]+$/g, "").replace(/(?<=\d)[ _'](?=\d{3}(?!\d))/g, "");
    if (/^[-+]?\d{1,3}((,\d{3})+(\.\d*)?|(\.\d{3}){2,})$/.test(bare)) bare = bare.includes(",") ? bare.replaceAll(",", "") : bare.replaceAll(".", "");
    bare = bare.replaceAll(",", ".");
    if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/.test(bare)) return null;
    return Number(bare) / (percent || !text.includes("%") ? 1 : 100);
  }

  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f\u064b-\u065f\u0670]/g, "").replace(/ٱ/g, "ا").replace(/[ىی]/g, "ي").replace(/ة/g, "ه").replace(/ک/g, "ك");

  function month(text, names) {
    text = plain(text);
    const dated = (year, n) => n >= 1 && n <= 12 ? `${year}-${String(n).padStart(2, "0")}` : null;
    let m = /^(\d{4})[-/. ](\d{1,2})([-/. ]\d{1,2})?$/.exec(text);
    if (m) return dated(m[1], Number(m[2]));
    m = /^(\d{1,2})[-/. ](\d{4})$/.exec(text);
    if (m) return dated(m[2], Number(m[1]));
    m = /^([^\d]+?)[ ,]*(\d{4})$|^(\d{4})[ ,]*([^\d]+)$/.exec(text);
    return m && dated(m[2] ?? m[3], names[fold((m[1] ?? m[4]).replace(/^[ ,.]+|[ ,.]+$/g, ""))] ?? 0);
  }

  // ---- judging

  function tokens([scale, width, begin], given) {
    if (scale === "word") return [given];
    if (scale !== "x" && !given) return [];
    const at = (scale === "x" ? given : scale === "1/x" ? 1 / given : Math.log(Math.abs(given))) / width - begin;
    const sign = scale === "ln" ? (given < 0 ? "-" : "+") : "";
    return [...new Set([0, -SLACK, SLACK].map((by) => sign + (Math.floor(at + by) || 0)))];
  }

  function judge(label, key, text) {
    const given = key.kind === "number" ? number(text, key.percent) : key.kind === "month" ? month(text, key.months) : text;
    if (given === null || given === "" || given === Infinity || given === -Infinity) return ["wrong", key.said[2]];
    const met = key.cells.map((cell, i) => tokens(cell, given).map((token) => hash(`${label}|${i}|${token}`)));
    for (const [index, short, text] of key.heard) {
      const found = met[index].find((one) => letters(one).slice(0, LENGTH) === short);
      if (found) return [text === 0 ? "right" : "wrong", typeof text === "number" ? key.said[text] : uncovered(text, found)];
    }
    return ["wrong", key.said[1]];
  }

  // ---- the page

  const start = () => {
    for (const form of document.querySelectorAll("form.answer")) {
      form.querySelector("button").hidden = false;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const [state, text] = judge(form.dataset.label, JSON.parse(form.dataset.key), new FormData(form).get("answer") ?? "");
        const told = form.querySelector("output");
        told.className = `check check-${state}`;
        told.textContent = (state === "right" ? "✓ " : "✗ ") + text;
      });
    }
  };
  if (typeof document === "undefined") globalThis.judge = judge;
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
