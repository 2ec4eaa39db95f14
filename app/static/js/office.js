/* Office pages: a live part refreshes every minute while it is seen; ticks of a whole group. */
(function () {
  'use strict';
  const EVERY = 60000;

  function busy(part) {
    return document.hidden || part.querySelector('details[open], dialog[open]') !== null;
  }

  setInterval(function () {
    document.querySelectorAll('[data-live]').forEach(function (part) {
      if (!busy(part)) part.dispatchEvent(new CustomEvent('tick'));
    });
  }, EVERY);

  // A swapped part keeps the place: the scroll of the matrix and the link that had the focus.
  let place = null;
  document.addEventListener('htmx:beforeSwap', remember);
  document.addEventListener('htmx:before:swap', remember);
  function remember() {
    const part = document.querySelector('[data-live]');
    const box = part && part.querySelector('.matrix-scroll'), now = document.activeElement;
    place = part && {
      left: box ? box.scrollLeft : 0, top: box ? box.scrollTop : 0,
      href: part.contains(now) ? now.getAttribute('href') : null,
    };
  }
  document.addEventListener('htmx:afterSettle', restore);
  document.addEventListener('htmx:after:settle', restore);
  function restore() {
    const part = document.querySelector('[data-live]');
    if (!part || !place) return;
    const box = part.querySelector('.matrix-scroll');
    if (box) { box.scrollLeft = place.left; box.scrollTop = place.top; }
    if (place.href) {
      const link = Array.from(part.querySelectorAll('a')).find((a) => a.getAttribute('href') === place.href);
      if (link) link.focus({ preventScroll: true });
    }
    place = null;
  }

  document.querySelectorAll('[data-print]').forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  });

  // Ticking a unit means the ticked ones, not all of the filter.
  document.querySelectorAll('[data-scope-ticked]').forEach(function (radio) {
    radio.form.addEventListener('change', function (event) {
      if (event.target.name === 'don_vi' || event.target.matches('fieldset')) radio.checked = true;
    });
  });

  // "Chọn tất cả": a button beside a group of boxes.
  document.querySelectorAll('[data-tick-all]').forEach(function (button) {
    const group = document.getElementById(button.dataset.tickAll);
    if (!group) return;
    button.hidden = false;
    button.addEventListener('click', function () {
      const boxes = Array.from(group.querySelectorAll('input[type=checkbox]:not(:disabled)'));
      const on = boxes.some((box) => !box.checked);
      boxes.forEach((box) => { box.checked = on; });
      button.textContent = (on ? 'Bỏ chọn ' : 'Chọn ') + (button.dataset.where || 'tất cả');
      group.dispatchEvent(new Event('change', { bubbles: true }));
    });
  });
})();
