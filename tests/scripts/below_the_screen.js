// What a screen of the kind leaves out of its first paint: where it begins, and how much of it
// shows all the same; what is left out afterwards.
() => {
  const state = document.documentElement.dataset,
    left = state.first;
  const marked = ['below-phone', 'below-screen'].map(screen => [
    screen,
    [...document.querySelectorAll('.' + screen)]
  ]);
  const tops = marked.map(([screen, all]) => [
    screen,
    all.length ? Math.min(...all.map(e => e.getBoundingClientRect().top + scrollY)) : null
  ]);
  state.first = 'screen';
  const shown = marked.map(([screen, all]) => [
    screen,
    all.filter(e => e.checkVisibility()).length
  ]);
  delete state.first;
  return { left, tops: Object.fromEntries(tops), shown: Object.fromEntries(shown) };
};
