// What is wider or higher than a sheet's text, in a file open for print, and how many drawings
// there are.
([width, height]) => {
  const body = document.body.getBoundingClientRect(),
    faults = [];
  const say = (element, what) => {
    const place = (element.closest('[id]') || {}).id;
    faults.push(`${what}: ${place} ${element.tagName} ${element.textContent.slice(0, 40)}`);
  };
  const parts = '.page :is(figure, img, table, pre, p, li, td, th, dd, h1, h2, h3)';
  for (const element of document.querySelectorAll(parts)) {
    const box = element.getBoundingClientRect();
    if (box.left < body.left - 1 || box.right > body.left + width + 1)
      say(element, 'wider than the sheet');
    if (
      element.scrollWidth > element.clientWidth + 2 &&
      getComputedStyle(element).display !== 'inline'
    )
      say(element, 'holds more than its width');
    if (['FIGURE', 'IMG'].includes(element.tagName) && box.height > height)
      say(element, 'higher than the sheet');
  }
  const drawings = [...document.querySelectorAll('figure img')];
  for (const image of drawings)
    if (!image.naturalWidth || !image.src.endsWith('.svg') || !image.alt)
      say(image, 'no drawing of lines with its words');
  return [faults, drawings.length];
};
