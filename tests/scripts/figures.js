// The figures of a page, and the drawings that each shows.
() =>
  [...document.querySelectorAll('figure.chart[id]')].map(f => ({
    id: f.id,
    drawings: [...f.querySelectorAll('img')].filter(i => i.offsetParent).map(i => i.currentSrc)
  }));
