// Why: turns the plain page of a deck into slides with reveal.js, except on a phone and in the handout, which stay a page.
"use strict";
const page = document.documentElement, deck = document.getElementById("deck");
const asked = (...names) => names.some((name) => new URLSearchParams(location.search).has(name));
const arabic = page.lang === "ar";
const digits = (number) => number.toLocaleString(arabic ? "ar-u-nu-arab" : "en");

if (!asked("handout") && (asked("slides", "print-pdf", "receiver") || !matchMedia("(max-width: 640px)").matches)) {
  page.classList.add("as-slides");
  page.classList.toggle("receiver", asked("receiver"));  // a small copy in the speaker view
  for (const figure of deck.querySelectorAll("figure.chart")) {
    const drawing = figure.querySelector("img");
    figure.classList.toggle("tall", drawing.getAttribute("width") / drawing.getAttribute("height") < 1.8);
  }
  // A finding and a verdict come after the question: each is a step of its slide.
  for (const answer of deck.querySelectorAll(".chart-title, .verdict-line")) answer.classList.add("fragment");
  const notes = deck.querySelectorAll(".notes");  // the teacher's deck alone has them
  for (const note of notes) note.closest("section").dataset.timing = note.dataset.minutes * 60;
  // Drawings are lazy. Slides to print are printed as soon as they stand, with all that has come; others are shown first, and have their drawings before they are turned to.
  if (asked("print-pdf")) fetchDrawings();
  else requestAnimationFrame(() => setTimeout(fetchDrawings));
  deck.classList.add("reveal");
  deck.firstElementChild.classList.add("slides");
  Reveal.initialize({
    width: 1280, height: 720, margin: 0.05, center: false, display: "flex", rtl: arabic, hash: true, help: false, jumpToSlide: false, transition: "none",
    backgroundTransition: "none", controlsTutorial: false, scrollActivationWidth: null, pdfMaxPagesPerSlide: 1, pdfSeparateFragments: false, defaultTiming: notes.length ? 60 : null, plugins: [RevealNotes],
    slideNumber: (slide) => [`${digits(Reveal.getSlidePastCount(slide) + 1)} / ${digits(Reveal.getTotalSlides())}`],
  }).then(dress);
  Reveal.on("pdf-ready", offer);
}

// As the theme's script does on other pages: what scrolls can be scrolled by keyboard.
for (const frame of deck.querySelectorAll(".pst-scrollable-table-container")) if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;

/** Ask for the drawings in the colours of the page. */
function fetchDrawings() {
  for (const drawing of deck.querySelectorAll(`img.only-${page.dataset.theme}`)) drawing.loading = "eager";
}

/** What reveal.js says in English, said in the words of the page; and the tools that need it. */
function dress() {
  deck.removeAttribute("role");  // reveal.js calls a deck an application, and a screen reader then reads none of its text
  deck.querySelector(".slide-number")?.setAttribute("role", "status");
  for (const side of ["up", "down"]) deck.querySelector(`.navigate-${side}`).remove();  // slides lie in one row
  for (const side of ["left", "right"]) {
    const forward = (side === "left") === arabic;
    deck.querySelector(`.navigate-${side}`).setAttribute("aria-label", forward ? deck.dataset.next : deck.dataset.previous);
  }
  for (const button of deck.querySelectorAll(".resume-button")) button.textContent = deck.dataset.resume;
  document.getElementById("speaker-view").addEventListener("click", () => Reveal.getPlugin("notes").open());
  const link = document.getElementById("language-link"), twin = link.getAttribute("href");
  const follow = () => { link.setAttribute("href", `${twin}#/${Reveal.getIndices().h}`); };
  Reveal.on("slidechanged", follow);
  follow();
  addEventListener("keydown", (event) => {  // printed as they are, slides would lose their shape
    if ((event.ctrlKey || event.metaKey) && event.key === "p" && !asked("print-pdf")) {
      event.preventDefault();
      location.search = "?print-pdf";
    }
  });
}

/** The pages of the PDF: numbered in the digits of the page, and offered to the printer. */
function offer() {
  deck.querySelectorAll(".slide-number-pdf").forEach((number, place) => { number.textContent = digits(place + 1); });
  window.print();
}
