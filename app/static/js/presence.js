/* Who else has this section open, and what they saved: asked every half minute, only while the
   page is seen. The page itself says where it types, and that it goes. */
(function () {
  'use strict';
  const place = document.querySelector('[data-presence]');
  if (!place) return;
  const EVERY = 30000, OFTEN = 5000;
  let last = 0, shown = '';

  function body(isLeaving) {
    const data = new URLSearchParams(), box = document.activeElement && document.activeElement.closest('[data-field]');
    if (isLeaving) { data.append('roi', '1'); return data; }
    if (box) data.append('o', box.dataset.field);
    document.querySelectorAll('form[data-section] [data-revision]').forEach((i) => data.append(i.name, i.value));
    return data;
  }

  function post(isLeaving) {
    const meta = document.querySelector('meta[name="csrf-token"]');
    return fetch(place.dataset.presence, { method: 'POST', body: body(isLeaving), keepalive: isLeaving, credentials: 'same-origin', headers: { 'X-CSRFToken': meta ? meta.content : '', 'HX-Request': 'true' } });
  }

  function show(said) { // said again only when it changed: the line is read aloud
    const text = said.text + (said.older.length ? ' Trang này đang hiện bản cũ hơn của: ' + said.older.join(', ') + '. ' : '');
    if (text === shown) return;
    shown = text;
    place.textContent = text;
    if (!said.older.length) return;
    const link = document.createElement('a');
    link.href = location.pathname;
    link.textContent = 'Tải lại để xem bản mới';
    place.append(link);
  }

  function ping() {
    if (document.hidden || Date.now() - last < OFTEN) return;
    last = Date.now();
    // A ping that fails says nothing: saving tells of a broken line.
    post(false).then((answer) => (answer.ok ? answer.json() : null)).then((said) => { if (said) show(said); }).catch(() => null);
  }

  ping();
  setInterval(ping, EVERY);
  document.addEventListener('visibilitychange', ping);
  document.addEventListener('focusin', (event) => { if (event.target.closest('[data-field]')) ping(); });
  document.addEventListener('da-chon-ban', () => { last = 0; ping(); });
  window.addEventListener('pagehide', () => { post(true).catch(() => null); });
  window.addEventListener('pageshow', (event) => { if (event.persisted) ping(); });
})();
