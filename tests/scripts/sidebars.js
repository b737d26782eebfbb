// Where the side columns and the text stand that a reader sees, from left to right.
() =>
  ['#pst-primary-sidebar', 'article.bd-article', '#pst-secondary-sidebar']
    .map(s => document.querySelector(s))
    .filter(e => e && e.checkVisibility({ visibilityProperty: true }))
    .map(e => {
      const b = e.getBoundingClientRect();
      return [b.left, b.right];
    })
    .filter(b => b[1] - b[0] > 1);
