// What the keyboard could reach and did not.
() =>
  [...document.querySelectorAll('a[href], button, summary, input, [tabindex="0"]')]
    .filter(
      e =>
        !e.walked &&
        e.tabIndex >= 0 &&
        !e.disabled &&
        e.checkVisibility({ visibilityProperty: true })
    )
    .map(e => e.outerHTML.slice(0, 150));
