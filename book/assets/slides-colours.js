// Why: settles a deck's colours before its first paint: as the device says, and light on paper.
"use strict";
const dark = matchMedia("(prefers-color-scheme: dark)");
const colour = () => { document.documentElement.dataset.theme = dark.matches && !/print-pdf/.test(location.search) ? "dark" : "light"; };
colour();
dark.addEventListener("change", colour);
addEventListener("beforeprint", () => { document.documentElement.dataset.theme = "light"; });
addEventListener("afterprint", colour);
