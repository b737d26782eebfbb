// The first drawing that is no small card: its file, and where its figure begins.
() => {
  const drawing = document.querySelector('figure.chart:not(.chart-card) img'),
    figure = drawing?.closest('figure');
  return (
    drawing && {
      name: drawing.getAttribute('src').split('/').pop(),
      top: figure.getBoundingClientRect().top + scrollY
    }
  );
};
