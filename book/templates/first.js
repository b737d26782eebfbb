// Why: what must be settled before the first paint: the colours, the code and the typeface. It stands in the page (head.html), for a paint would wait for a file; the page's policy knows it by its hash.
"use strict";
{
  const page = document.documentElement, { fonts } = document.currentScript.dataset;
  // Where the browser refuses storage, nothing is remembered; the scripts that come after need not know.
  for (const name of ["localStorage", "sessionStorage"]) {
    try { window[name].length; } catch { Object.defineProperty(window, name, { value: { getItem: () => null, setItem() {}, removeItem() {} } }); }
  }
  page.dataset.mode = localStorage.getItem("mode") || "auto";
  page.dataset.code = localStorage.getItem("code") || "hidden"; // code.js
  const theme = localStorage.getItem("theme") || "auto"; // what "auto" means is settled here; the theme's own script would do it after the paint
  page.dataset.theme = theme !== "auto" ? theme : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const preload = (more) => document.head.append(Object.assign(document.createElement("link"), { rel: "preload", ...more }));
  // Text does not wait for the typeface of the stylesheet, and keeps another if it comes late: it is asked for ahead. A page opened from a folder
  // may not do that: there text waits for a face of its own.
  for (const [name, weight] of [["Regular", "400"], ["SemiBold", "600 700"]]) {
    const file = `${fonts}-${name}.woff2`;
    if (location.protocol !== "file:") preload({ href: file, as: "font", type: "font/woff2", crossOrigin: "" });
    else {
      const face = new FontFace("Book Sans", `url("${file}")`, { weight, display: "block" });
      document.fonts.add(face);
      face.load().catch(() => {}); // where even that is forbidden, another typeface stays
    }
  }
}
