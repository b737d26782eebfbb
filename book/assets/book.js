// Why: two small comforts of the reader: the language link keeps the place in the page, and long drawings of code stay reachable by keyboard.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const link = document.getElementById("language-link");
  if (link) {
    const page = link.getAttribute("href");
    const follow = () => { link.setAttribute("href", page + location.hash); };
    follow();
    addEventListener("hashchange", follow);
  }
});
