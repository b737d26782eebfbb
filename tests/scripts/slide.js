// What a reader sees of one slide, once it is turned to and its drawings have come.
async number => {
  Reveal.slide(number);
  const slide = Reveal.getCurrentSlide(),
    drawings = () => [...slide.querySelectorAll('img')].filter(i => i.checkVisibility());
  for (
    const end = Date.now() + 20000;
    Date.now() < end && !drawings().every(i => i.complete && i.naturalWidth);
  )
    await new Promise(done => setTimeout(done, 20));
  const tools = document.querySelector('.deck-tools').getBoundingClientRect();
  return {
    over: slide.scrollHeight - slide.clientHeight,
    wide: slide.scrollWidth - slide.clientWidth,
    notes: slide.querySelector('.notes').checkVisibility(),
    out: [...slide.querySelectorAll('h1, h2, p, li, td, img')]
      .filter(e => e.checkVisibility())
      .map(e => e.getBoundingClientRect())
      .filter(b => b.left < 0 || b.right > innerWidth || b.top < 0 || b.bottom > tools.top + 4)
      .length,
    drawings: drawings().map(i => {
      const b = i.getBoundingClientRect();
      return [
        i.currentSrc,
        Math.min(b.width, (b.height * i.naturalWidth) / i.naturalHeight) / i.getAttribute('width')
      ];
    })
  };
};
