// What is cut off by the sheet that a slide is printed on, or is a drawing too small to read.
() =>
  [...document.querySelectorAll('.pdf-page')].flatMap(sheet => {
    const a = sheet.getBoundingClientRect();
    const cut = e => {
      const b = e.getBoundingClientRect();
      return (
        b.top < a.top - 1 ||
        b.bottom > a.bottom + 1 ||
        b.left < a.left - 1 ||
        b.right > a.right + 1 ||
        (e.tagName === 'IMG' && b.height < 200)
      );
    };
    return [...sheet.querySelectorAll('h1, h2, p, li, td, img')]
      .filter(e => e.checkVisibility())
      .filter(cut)
      .map(e => e.outerHTML.slice(0, 120));
  });
