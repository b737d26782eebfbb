// Why: what must be settled before the first paint: the colours and the typeface. It stands in the page (layout.html), for a paint would wait for a file; the page's policy knows it by its hash.
"use strict";
{
  const page = document.documentElement, { fonts } = document.currentScript.dataset;
  page.dataset.mode = localStorage.getItem("mode") || "auto";
  const theme = localStorage.getItem("theme") || "auto"; // what "auto" means is settled here; the theme's own script would do it after the paint
  page.dataset.theme = theme !== "auto" ? theme : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  // A page opened from a folder may not fetch ahead.
  if (location.protocol !== "file:") for (const weight of ["Regular", "SemiBold"]) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", href: `${fonts}-${weight}.woff2`, as: "font", type: "font/woff2", crossOrigin: "" }));
  }
}
