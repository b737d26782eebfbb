// Why: what must be settled before the first paint: the colours, the typeface and the drawing on the first screen. It stands in the page (layout.html), for a paint would wait for a file; the page's policy knows it by its hash.
"use strict";
{
  const page = document.documentElement, { fonts, drawing } = document.currentScript.dataset;
  page.dataset.mode = localStorage.getItem("mode") || "auto";
  const theme = localStorage.getItem("theme") || "auto"; // what "auto" means is settled here; the theme's own script would do it after the paint
  page.dataset.theme = theme !== "auto" ? theme : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const preload = (more) => document.head.append(Object.assign(document.createElement("link"), { rel: "preload", ...more }));
  // A page opened from a folder may not fetch a font ahead.
  if (location.protocol !== "file:") for (const weight of ["Regular", "SemiBold"]) preload({ href: `${fonts}-${weight}.woff2`, as: "font", type: "font/woff2", crossOrigin: "" });
  // Drawings are lazy: this one would be asked for once all is set out (sight.py names it).
  if (drawing) preload({ as: "image", ...JSON.parse(drawing)[page.dataset.theme] });
}
