// Why: a reader who chose light or dark in the book has it on the page of a series too; a figure in a frame shows the figure alone.
"use strict";
(() => {
  const page = document.documentElement, address = document.querySelector(".snippet .address");
  if (self !== top) page.classList.add("framed");
  if (address) {
    if (!address.textContent) address.textContent = location.href.split(/[?#]/)[0];
    return;  // its drawing goes by the colours of the device
  }
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") page.style.colorScheme = theme;
  } catch { /* nothing is remembered */ }
})();
