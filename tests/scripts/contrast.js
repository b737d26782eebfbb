// The least contrast of the words of each kind with what lies behind them, and with the bare sheet
// (its luminance is given), for a printer or a reader may leave out the grounds.
([kinds, bare]) => {
  const channel = value =>
    (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const parts = colour => colour.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = element => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.5) return light(colour);
    }
    return bare;
  };
  const ratio = element => {
    const ink = light(parts(getComputedStyle(element).color));
    const against = paper => (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    return Math.min(...[ground(element), bare].map(against));
  };
  return kinds.map(kind => {
    const shown = [...document.querySelectorAll(kind)].filter(e => e.checkVisibility());
    return [kind, shown.length, Math.min(...shown.map(ratio))];
  });
};
