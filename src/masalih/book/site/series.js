// Why: a reader who chose light or dark in the book has it on these pages too.
"use strict";
(() => {
  let theme;
  try { theme = localStorage.getItem("theme"); } catch { return; }
  if (theme === "light" || theme === "dark") document.documentElement.style.colorScheme = theme;
})();
