/* The draft's pages: tabs on a phone, growing boxes, the cursor for splitting, where a chosen
   sentence goes, and waiting for the save before another form leaves the page. */
(function () {
  'use strict';
  const panes = document.querySelector('.draft-panes');

  let leftAt = null; // on a phone: the paragraph in sight when the draft's pane was left, and how high
  function choose(id, comesBack) {
    const pane = document.getElementById(id), left = panes && panes.querySelector('.pane-chosen');
    if (!pane || !pane.classList.contains('pane')) return;
    if (left && left !== pane && left.id === 'khung-du-thao') leftAt = inSight(left);
    panes.querySelectorAll('.pane').forEach((one) => one.classList.toggle('pane-chosen', one === pane));
    document.querySelectorAll('.pane-tabs a').forEach((tab) => {
      if (tab.hash === '#' + id) tab.setAttribute('aria-current', 'true'); else tab.removeAttribute('aria-current');
    });
    if (!comesBack || left === pane || id !== 'khung-du-thao' || !leftAt) return;
    leftAt.block.scrollIntoView({ behavior: 'instant' });
    window.scrollBy({ top: leftAt.block.getBoundingClientRect().top - leftAt.top, behavior: 'instant' });
  }
  function inSight(pane) {
    const block = Array.from(pane.querySelectorAll('.block')).find((one) => one.getBoundingClientRect().bottom > 0);
    return block && { block, top: block.getBoundingClientRect().top };
  }
  if (panes) {
    panes.classList.add('has-tabs');
    const asked = location.hash.slice(1);
    choose(['khung-muc-luc', 'nguon'].includes(asked) ? asked : 'khung-du-thao');
    document.querySelector('.pane-tabs').addEventListener('click', (event) => {
      const tab = event.target.closest('a');
      if (!tab) return;
      event.preventDefault();
      choose(tab.hash.slice(1), true);
    });
    // A fragment that arrived in the sources pane is what was asked for: show it, on phones too.
    const side = document.getElementById('nguon');
    ['htmx:afterSwap', 'htmx:after:swap'].forEach((name) => document.addEventListener(name, (event) => {
      const target = event.detail.ctx ? event.detail.ctx.target : event.target; // htmx 4, htmx 2
      if (target !== side && target !== '#nguon') return;
      choose('nguon');
      if (!side.contains(document.activeElement)) side.focus({ preventScroll: true });
      if (side.getBoundingClientRect().top < 0) side.scrollIntoView();
      side.scrollTop = 0;
    }));
    document.addEventListener('click', (event) => {
      const link = event.target.closest('a[href*="#d-"]');
      if (link && link.pathname === location.pathname) choose('khung-du-thao');
    });
  }

  function grow(area) {
    if (window.CSS && CSS.supports('field-sizing', 'content')) return;
    area.style.height = 'auto';
    area.style.height = area.scrollHeight + 4 + 'px';
  }
  document.querySelectorAll('textarea[data-grow]').forEach(grow);
  document.addEventListener('input', (event) => { if (event.target.matches('textarea[data-grow]')) grow(event.target); });

  let current = '';
  document.addEventListener('focusin', (event) => {
    const block = event.target.closest('.block');
    if (block) current = block.id.slice(2);
  });
  document.addEventListener('click', (event) => { // before the form is sent
    const split = event.target.closest('[data-split]');
    if (!split) return;
    const box = split.closest('.block').querySelector('[data-field]');
    const area = box.querySelector('textarea'), cursor = box.querySelector('[data-cursor]');
    cursor.disabled = false;
    cursor.value = area.selectionStart;
  }, true);

  // Word's own keys for moving a paragraph, and two more; the buttons do the work.
  function wanted(event) {
    if (event.ctrlKey && event.shiftKey && event.key === 'Enter') return 'tach';
    if (!event.altKey || !event.shiftKey) return '';
    return { ArrowUp: 'len', ArrowDown: 'xuong', KeyG: 'gop' }[event.code] || '';
  }
  document.addEventListener('keydown', (event) => {
    const block = !event.isComposing && event.target.closest('.block'), name = block && wanted(event);
    if (!name) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = block.querySelector('[data-key="' + name + '"]');
    if (!button || event.repeat) return;
    button.click();
  }, true);
  document.addEventListener('click', (event) => { // pressed by a key, not by a hand
    if (!event.detail && event.target.closest('.block [formaction]')) sessionStorage.setItem('phim', '1');
  });

  /* Back from an action: the cursor goes on where the keys left it, or into the new, empty
     paragraph; what was done is said in the bar that is in sight. */
  function comeBack() {
    const told = document.querySelector('[data-told]');
    const block = told ? told.closest('.block') : location.hash.startsWith('#d-') && document.getElementById(location.hash.slice(1));
    const byKeys = sessionStorage.getItem('phim');
    sessionStorage.removeItem('phim');
    if (!block || !block.matches('.block')) return;
    if (told) block.scrollIntoView({ behavior: 'instant' });
    const area = block.querySelector('textarea'), fold = block.querySelector('.edit-live');
    const place = fold && !fold.open ? fold.querySelector('summary') : area || block.querySelector('.block-menu summary');
    if (place && (byKeys || (area && !area.value && matchMedia('(pointer: fine)').matches))) place.focus({ preventScroll: true });
    const said = document.querySelector('main .alert-success'), bar = document.querySelector('[data-summary]');
    if (said && bar && !bar.textContent && said.getBoundingClientRect().bottom < 0) bar.textContent = said.textContent.trim();
  }
  // The browser moves to the address's paragraph itself first, and takes the focus along.
  window.addEventListener('load', () => setTimeout(comeBack, 0));

  document.addEventListener('da-luu', (event) => { // the rest of the block says what was saved
    const block = event.target.closest('.block'), saved = event.detail;
    if (!block || !saved.state) return;
    const state = block.querySelector('[data-block-state]'), shown = block.querySelector('[data-rendered]');
    state.textContent = saved.state;
    state.className = 'tag ' + (saved.approved ? 'tag-good' : 'tag-state');
    const approve = block.querySelector('[name=muon]');
    approve.value = saved.approved ? 0 : 1;
    approve.textContent = saved.approved ? 'Bỏ duyệt' : 'Duyệt';
    if (shown && saved.status === 'saved') shown.textContent = saved.computed.xem;
  });

  // A comment is sent by its button only: what would leave one half written, or put something else
  // in its pane, is asked about.
  let going = null;
  function halfWritten() {
    return Array.from(document.querySelectorAll('textarea[name="noi_dung"]')).find((area) => area.form !== going && area.value.trim());
  }
  window.addEventListener('submit', (event) => { if (!event.defaultPrevented) going = event.target; });
  window.addEventListener('pageshow', () => { going = null; });
  window.addEventListener('beforeunload', (event) => {
    if (!halfWritten()) return;
    event.preventDefault();
    event.returnValue = '';
  });
  document.addEventListener('click', (event) => {
    const comment = event.target.closest('[hx-target="#nguon"]') && halfWritten(), strip = document.getElementById('luu-y');
    if (!comment) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    choose('nguon');
    strip.textContent = 'Ý kiến anh/chị đang gõ chưa được gửi. Hãy bấm “Gửi góp ý”, hoặc xóa chữ trong ô ý kiến rồi bấm lại.';
    strip.hidden = false;
    comment.focus();
  }, true);

  function unsaved() {
    return Array.from(document.querySelectorAll('[data-field]')).some((box) => ['dirty', 'saving', 'wait', 'error'].includes(box.dataset.state));
  }
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('[data-adds]')) return;
    const after = form.querySelector('[data-after-block]');
    if (current && !after.value) after.value = current;
    if (!unsaved()) return;
    event.preventDefault();
    const pressed = event.submitter;
    const wait = setInterval(() => {
      if (unsaved()) return;
      clearInterval(wait);
      form.requestSubmit(pressed);
    }, 80);
  });
})();
