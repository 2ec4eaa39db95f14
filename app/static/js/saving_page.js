/* What the fields of a page share in saving: the session and its token, the words on the state of
   all, leaving the page only when everything is saved. */
(function () {
  'use strict';
  const form = document.querySelector('form[data-section]');
  if (!form) return;
  const strip = document.getElementById('luu-y'), fields = [];
  const account = meta('account'), isShared = meta('shared-computer') === '1';
  const saving = { form, fields, account, isShared, leaving: false, meta, say, clock, button, renewToken, askToSignIn, summarise, flush, begun };
  window.saving = saving;

  function meta(name) {
    const found = document.querySelector('meta[name="' + name + '"]');
    return found ? found.content : '';
  }
  function say(id, text) {
    const place = document.getElementById(id);
    if (place && text) place.textContent = text;
  }
  function clock(date) { // as the server tells the time, wherever this computer thinks it stands
    return date.toLocaleTimeString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit' });
  }
  function button(text, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'btn btn-sm btn-outline-primary';
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  }

  function begun() { // the first save in a section makes it "Đang làm", as the server does
    const word = document.querySelector('#loi-nhan-muc.word-none');
    if (!word) return;
    word.className = 'section-word word-doing';
    word.textContent = 'Đang làm';
  }

  function renewToken() { // whether this account is (again) signed in; rejects without a network
    return fetch(form.dataset.token, { credentials: 'same-origin', cache: 'no-store', headers: { 'HX-Request': 'true' } })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((known) => {
        if (!known) return false;
        if (String(known.user) !== account) { strip.hidden = false; strip.textContent = 'Cửa sổ kia đang đăng nhập bằng tài khoản khác. Hãy đăng nhập lại đúng tài khoản để lưu phần đang nhập.'; return false; }
        document.querySelector('meta[name="csrf-token"]').content = known.token;
        document.querySelectorAll('input[name="csrf_token"]').forEach((i) => { i.value = known.token; });
        return true;
      });
  }

  function askToSignIn() {
    if (!strip.hidden) return;
    const link = document.createElement('a');
    link.href = form.dataset.signIn;
    link.target = '_blank';
    link.rel = 'noopener';
    link.className = 'btn btn-sm btn-primary';
    link.textContent = 'Đăng nhập ở cửa sổ mới';
    strip.replaceChildren('Phiên làm việc đã hết. Chữ đang nhập vẫn ở trên trang này. ', link, ' ', button('Tôi đã đăng nhập, lưu lại', resume));
    strip.hidden = false;
  }

  function resume() {
    const waiting = fields.filter((f) => f.state === 'auth'), told = document.getElementById('mat-mang');
    if (!waiting.length && told.hidden) return;
    renewToken().then((isSame) => {
      if (!isSame) return;
      strip.hidden = told.hidden = true;
      waiting.forEach((f) => { f.renewed = true; f.show('dirty'); f.arm(0); });
    }).catch(() => say('bao-loi-may-doc', 'Chưa có mạng. Nội dung đang gõ không mất.'));
  }

  function summarise() {
    const place = document.querySelector('[data-summary]');
    if (!fields.some((f) => f.unsent() || f.busy)) strip.hidden = true; // what it told of is over
    const stuck = fields.find((f) => f.isStuck()), open = fields.filter((f) => f.unsent()).length;
    if (!place || (stuck && place.stuck === stuck)) return;
    place.stuck = stuck;
    if (stuck) place.replaceChildren(button('Có ô cần xem lại – đến ô đó', () => lead(stuck)));
    else place.textContent = open ? 'Chưa lưu ' + open + ' ô' : fields.some((f) => f.state === 'saved') ? 'Đã lưu hết' : '';
  }

  function lead(field) { // to the two texts when there are two, else to the words of what is wrong
    const there = field.box.querySelector('[data-panel]') || field.status;
    const way = there.querySelector('input, a, button') || field.box.querySelector('textarea, input:not([type=hidden]), select');
    there.scrollIntoView({ block: 'center' });
    if (way) way.focus({ preventScroll: true });
  }

  /* Save everything now, then go on; stays on the page when something could not be saved. */
  function flush(then, otherwise) {
    fields.forEach((f) => { if (f.unsent() && !f.isStuck()) { f.composing = false; f.tries = 0; if (!f.busy) f.send(); } });
    const look = setInterval(() => {
      const open = fields.filter((f) => f.unsent() || f.busy);
      if (!open.length) { clearInterval(look); then(); return; }
      const stopped = open.find((f) => f.isStuck() || ((f.state === 'wait' || f.state === 'error') && !f.busy));
      if (!stopped) return;
      clearInterval(look);
      strip.hidden = false;
      if (stopped.state !== 'auth') strip.textContent = 'Còn nội dung chưa lưu được: ' + (stopped.status.firstChild ? stopped.status.firstChild.textContent.trim().replace(/\.$/, '') : '') + '. Nội dung đang gõ không mất.';
      say('bao-loi-may-doc', strip.textContent);
      stopped.box.scrollIntoView({ block: 'center' });
      if (otherwise) otherwise();
    }, 60);
  }

  function forgotten(but) { // a comment that was typed and not sent
    return Array.from(document.querySelectorAll('.remark-form input[name=text]')).find((i) => i.form !== but && i.value.trim());
  }
  function remindOf(comment) {
    strip.hidden = false;
    strip.textContent = 'Ý kiến anh/chị đang gõ chưa được gửi. Hãy bấm “' + comment.form.querySelector('button').textContent.trim() + '”, hoặc xóa chữ trong ô ý kiến rồi đi tiếp.';
    say('bao-loi-may-doc', strip.textContent);
    comment.focus();
  }

  form.addEventListener('submit', (event) => {
    const pressed = event.submitter;
    if (saving.leaving || !pressed) return;
    const comment = pressed.name === 'tiep' && forgotten();
    if (comment) { event.preventDefault(); remindOf(comment); return; }
    const stays = pressed.name === 'luu' && !form.querySelector('[data-unread]');
    if (stays) { event.preventDefault(); flush(summarise); return; }
    if (!fields.some((f) => f.unsent() || f.busy)) { saving.leaving = true; return; }
    event.preventDefault();
    flush(() => { saving.leaving = true; form.requestSubmit(pressed); });
  });
  document.addEventListener('click', (event) => { // links wait for the save instead of warning
    const link = event.target.closest('a[href]');
    if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey || link.getAttribute('href').startsWith('#')) return;
    const comment = forgotten();
    if (comment) { event.preventDefault(); remindOf(comment); return; }
    if (!fields.some((f) => f.unsent() || f.busy)) return;
    event.preventDefault();
    flush(() => { saving.leaving = true; location.href = link.href; });
  });
  document.addEventListener('submit', (event) => { // the page's other forms wait in the same way
    const other = event.target, pressed = event.submitter;
    if (event.defaultPrevented || other === form || saving.leaving || other.hasAttribute('hx-post')) return;
    if (!fields.some((f) => f.unsent() || f.busy)) return;
    event.preventDefault();
    flush(() => { saving.leaving = true; other.requestSubmit(pressed); });
  });
  window.addEventListener('online', () => fields.forEach((f) => { if (f.unsent()) { f.tries = 0; f.arm(0); } }));
  window.addEventListener('focus', resume);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) resume(); });
  window.addEventListener('pageshow', () => { saving.leaving = false; });
  window.addEventListener('beforeunload', (event) => {
    if (saving.leaving || !(fields.some((f) => f.unsent()) || forgotten())) return;
    event.preventDefault();
    event.returnValue = '';
  });
  document.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 's') { event.preventDefault(); flush(summarise); }
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') { event.preventDefault(); form.querySelector('[name=tiep]').click(); }
    const way = event.altKey && { ArrowUp: '[data-before]', ArrowDown: '[data-after]' }[event.key];
    const link = way && document.querySelector(way);
    if (link) { event.preventDefault(); link.click(); }
  });
})();
