// Of every page of the printed book: the places in its lists of sources, where its numbers lead,
// and what belongs on a screen.
() =>
  [...document.querySelectorAll('.page')].map(page => {
    const place = {};
    for (const list of page.querySelectorAll('ol.sources'))
      [...list.children].forEach((item, index) => {
        place[item.id] = list.start + index;
      });
    const notes = [...page.querySelectorAll('a.note')].map(note => [
      note.getAttribute('href').slice(1),
      note.textContent
    ]);
    const screen = "a.cited[href*='--src-'], details, button, .cell_input";
    return {
      slug: page.id,
      place,
      notes,
      addresses: page.querySelectorAll('ol.sources a.address').length,
      screen: page.querySelectorAll(screen).length
    };
  });
