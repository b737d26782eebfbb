// How a page looks, as a line for each of some 200 elements. Left out is what follows from the
// room there is, and the names of the typeface of icons, which packing makes anew.
async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  // Once loaded, the theme marks in the contents where the reader is.
  await new Promise(setTimeout);
  const follow = new RegExp(
    '^(--|width|height|inline-size|block-size|inset|top|left|right|bottom|perspective-origin|' +
      'transform-origin|margin-(left|right|inline)|transform|grid-template|font-family)'
  );
  const seen = [],
    all = [...document.body.querySelectorAll('*:not(script)')],
    step = Math.ceil(all.length / 200);
  for (let i = 0; i < all.length; i += step)
    for (const part of [null, '::before', '::after']) {
      const style = getComputedStyle(all[i], part);
      if (part && style.content === 'none') continue;
      let text = `${all[i].tagName}${part ?? ''};`;
      for (const name of style)
        if (!follow.test(name)) text += `${name}:${style.getPropertyValue(name)};`;
      seen.push(text);
    }
  return seen;
};
