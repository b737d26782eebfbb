// Why: brings the tools under a figure to life: open it large, take away what is shown as SVG or PNG, copy its citation or its address.
"use strict";
(() => {
  const say = (text) => Documentation.gettext(text);
  const SCALE = 3, EDGE = 16;  // of a picture: pixels a CSS pixel, and the margin around it in CSS pixels
  const STEPS = [0.5, 0.75, 1, 1.5, 2, 3];  // of the large drawing: 1 fills the window, or is its own size where that is more

  const shown = (figure) => [...figure.querySelectorAll("picture > img")].find((image) => image.checkVisibility());
  const address = (link) => new URL(link.getAttribute("href"), document.querySelector("link[rel=canonical]")?.href ?? location.href).href;
  const fileOf = (tools, url, type) => `${tools.dataset.file}-${url.includes("-narrow") ? "narrow" : "wide"}${url.includes("-dark.") ? "-dark" : ""}.${type}`;

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  // ------------------------------------------------------------ open large

  let dialog, drawing, size, step;

  function zoom(by) {
    step = Math.min(Math.max(step + by, 0), STEPS.length - 1);
    drawing.style.width = `calc(max(min(100%, (100dvh - 9rem) * ${size.width / size.height}), ${size.width}px) * ${STEPS[step]})`;
  }

  function enlarge(figure, tools) {
    const dark = document.documentElement.dataset.theme === "dark";
    const small = shown(figure), button = tools.querySelector(".chart-enlarge"), title = (figure.querySelector(".caption-text") ?? figure.querySelector(".chart-title")).textContent;
    const press = (text, className, label, onclick) => make("button", { type: "button", className, textContent: text, ariaLabel: label, title: label, onclick });
    // The class keeps the theme from dimming what is dark already.
    drawing = make("img", { className: "dark-light", alt: small.alt, src: dark ? button.dataset.dark : button.dataset.drawing });
    size = { width: small.getAttribute("width"), height: small.getAttribute("height") };  // of the wide drawing, whatever is shown
    dialog?.remove();
    dialog = make("dialog", { className: "chart-dialog", ariaLabel: title },
      make("div", { className: "chart-bar" },
        make("p", { className: "chart-title", textContent: title }),
        press("−", "chart-zoom", say("Smaller"), () => zoom(-1)),
        press("+", "chart-zoom", say("Larger"), () => zoom(1)),
        press("×", "chart-close", say("Close"), () => dialog.close())),
      make("div", { className: "chart-stage", tabIndex: 0, role: "region", ariaLabel: title }, drawing),
      ...[...figure.querySelectorAll(":scope > .chart-note:not(.only-narrow)")].map((note) => {
        const copy = note.cloneNode(true);
        copy.classList.remove("only-wide");
        return copy;
      }));
    dialog.addEventListener("close", () => { dialog.remove(); button.focus(); });
    document.body.append(dialog);  // the theme changes the pictures inside its article
    step = STEPS.indexOf(1);
    zoom(0);
    dialog.showModal();
  }

  // ------------------------------------------------------------ take away

  function save(url, name) {
    make("a", { href: url, download: name }).click();
  }

  /** What an element says; a name of the other script is kept together by signs, for a canvas knows no elements: by two, of which WebKit heeds the second. */
  function said(element) {
    const copy = element.cloneNode(true);
    for (const name of copy.querySelectorAll("bdi, [dir], .latin")) {
      name.prepend("\u2068", /^\P{L}*\p{Script=Latin}/u.test(name.textContent) ? "\u202a" : "\u202b");
      name.append("\u202c", "\u2069");
    }
    return copy.textContent.trim();
  }

  /** The signs of names that a line leaves open, for the next to begin with. */
  function open(line) {
    const stack = [];
    for (const [sign] of line.matchAll(/[\u202a-\u202c\u2068\u2069]/g)) {
      if ("\u202c\u2069".includes(sign)) stack.pop();
      else stack.push(sign);
    }
    return stack.join("");
  }

  /** The words around a drawing, line by line as the page sets them: [[text, style of its element, space it takes]]. */
  function lines(context, elements, width) {
    const found = [];
    for (const element of elements) {
      const style = getComputedStyle(element), height = parseFloat(style.lineHeight);
      context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      let line = "";
      for (const word of said(element).split(/\s+/)) {
        if (line && context.measureText(`${line} ${word}`).width > width) {
          found.push([line, style, height]);
          line = open(line) + word;
        } else line = line ? `${line} ${word}` : word;
      }
      found.push([line, style, height]);
    }
    return found;
  }

  /** A picture to stand alone on a slide: title, drawing, notes and sources. A page opened as a file may not read its drawings; then it fails. */
  async function picture(figure) {
    const image = make("img", { src: shown(figure).currentSrc });
    await Promise.all([image.decode(), document.fonts.ready]);
    const canvas = make("canvas"), context = canvas.getContext("2d"), { naturalWidth: width, naturalHeight: height } = image;
    const visible = (selector) => [...figure.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    const above = lines(context, visible(".caption-text, .chart-title:not(:has(.caption-text)), .chart-subtitle"), width);
    const below = lines(context, visible(".chart-note, .chart-source, .chart-as-of"), width);
    const space = (parts) => parts.reduce((sum, part) => sum + part[2], 0);
    canvas.width = (width + 2 * EDGE) * SCALE;
    canvas.height = Math.ceil((space(above) + height + space(below) + 4 * EDGE) * SCALE);
    context.scale(SCALE, SCALE);
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    const rtl = document.documentElement.dir === "rtl";
    const write = (parts, top) => {
      for (const [text, style, space] of parts) {
        Object.assign(context, { font: `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`, fillStyle: style.color, direction: rtl ? "rtl" : "ltr", textBaseline: "middle" });
        context.fillText(text, rtl ? EDGE + width : EDGE, top + space / 2);
        top += space;
      }
      return top + EDGE;
    };
    const top = write(above, EDGE);
    context.drawImage(image, EDGE, top, width, height);
    write(below, top + height + EDGE);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  async function savePicture(figure, tools) {
    try {
      const url = URL.createObjectURL(await picture(figure));
      save(url, fileOf(tools, shown(figure).currentSrc, "png"));
      setTimeout(() => URL.revokeObjectURL(url), 60000);
    } catch {
      tell(tools, "The browser could not make the picture; download the SVG");
    }
  }

  // ------------------------------------------------------------ cite, link

  function tell(tools, text) {
    tools.querySelector(".chart-status").textContent = say(text);
  }

  async function copy(tools, text, done, failed) {
    tell(tools, "");
    try {
      await navigator.clipboard.writeText(text);
      tell(tools, done);
    } catch {
      failed();
    }
  }

  function copyCitation(tools) {
    const citation = tools.querySelector(".chart-citation");
    copy(tools, citation.textContent.trim(), "Citation copied", () => {
      getSelection().selectAllChildren(citation);
      tell(tools, "Could not copy by itself: the text is selected, copy it by hand");
    });
  }

  function serve(tools) {
    const figure = tools.closest("figure"), link = tools.querySelector(".chart-link"), svg = tools.querySelector(".chart-svg");
    const place = tools.querySelector(".chart-address");
    if (!place.textContent && location.protocol.startsWith("http")) place.textContent = address(link);
    tools.querySelector(".chart-enlarge").addEventListener("click", () => enlarge(figure, tools));
    tools.querySelector(".chart-png").addEventListener("click", () => savePicture(figure, tools));
    tools.querySelector(".chart-copy").addEventListener("click", () => copyCitation(tools));
    svg.addEventListener("click", () => {
      svg.href = shown(figure).currentSrc;
      svg.download = fileOf(tools, svg.href, "svg");
    });
    link.addEventListener("click", () => copy(tools, address(link), "Link copied", () => tell(tools, "Could not copy by itself: the address is in the address bar")));
    for (const button of tools.querySelectorAll("button[hidden]")) button.hidden = false;
    // A browser does not let a page opened as a file read its own drawings.
    if (location.protocol === "file:") tools.querySelector(".chart-png").remove();
  }

  const start = () => document.querySelectorAll(".chart-tools").forEach(serve);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start); else start();
})();
