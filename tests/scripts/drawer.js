// Where the open drawer of a phone stands, and its ground.
() => {
  const d = document.querySelector('#pst-primary-sidebar-modal[open]'),
    b = d?.getBoundingClientRect();
  return d && { box: [b.left, b.right], colour: getComputedStyle(d).backgroundColor };
};
