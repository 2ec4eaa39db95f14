/* The section page: growing text boxes, word counts, guidance folded on phones. */
(function () {
  'use strict';
  const LONG = 15000, narrow = matchMedia('(max-width: 991px)');
  const grows = !(window.CSS && CSS.supports('field-sizing', 'content'));

  document.querySelectorAll('[data-guide]').forEach((details) => { if (narrow.matches) details.open = false; });

  function grow(area) {
    if (!grows) return;
    const top = window.scrollY;
    area.style.height = 'auto';
    area.style.height = area.scrollHeight + 4 + 'px';
    window.scrollTo(window.scrollX, top);
  }

  function count(area) {
    const place = area.closest('[data-field]') && area.closest('[data-field]').querySelector('[data-count]');
    if (!place || !area.classList.contains('prose')) return;
    const words = area.value.split(/\s+/).filter(Boolean).length;
    place.textContent = words ? words.toLocaleString('vi-VN') + ' chữ' + (area.value.length > LONG ? ' – nội dung dài, nên tách theo từng ý nhỏ' : '') : '';
  }

  document.querySelectorAll('textarea[data-grow]').forEach((area) => { grow(area); count(area); });
  document.addEventListener('input', (event) => {
    const box = event.isTrusted && event.target.closest('[data-field]'); // typed on: what was said of the paste was read
    if (box) box.querySelectorAll('.is-new').forEach((note) => note.classList.remove('is-new'));
    if (event.target.matches('textarea[data-grow]')) { grow(event.target); count(event.target); }
  });
})();
