/* Autosave. One request in flight for each field; inputs are never replaced; what was typed stays
   on the page and in this browser until the server has acknowledged it. Own requests, so that
   saving lives on when the CDN's script could not be loaded. */
(function () {
  'use strict';
  const form = document.querySelector('form[data-section]');
  if (!form) return;
  const DELAY = 1500, LONG_DELAY = 5000, LONG_TEXT = 5000, SOON = 300, TIMEOUT = 20000;
  const RETRY = [3000, 8000, 20000, 60000], KEEP_MS = 7 * 24 * 3600 * 1000;
  const STICKY = ['conflict', 'auth', 'big', 'refused'];
  const account = meta('account'), isShared = meta('shared-computer') === '1';
  const tab = Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join('');
  const strip = document.getElementById('luu-y');
  const fields = [];
  let hasAnnouncedSave = false, leaving = false;

  function meta(name) {
    const found = document.querySelector('meta[name="' + name + '"]');
    return found ? found.content : '';
  }
  function say(id, text) {
    const place = document.getElementById(id);
    if (place && text) place.textContent = text;
  }
  function clock(date) {
    return String(date.getHours()).padStart(2, '0') + ':' + String(date.getMinutes()).padStart(2, '0');
  }
  function button(text, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'btn btn-sm btn-outline-primary';
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  }
  function wordsOf(html) { // the words of an error fragment, never its markup
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    return parsed.body.textContent.replace(/\s+/g, ' ').trim().slice(0, 300);
  }

  class Field {
    constructor(box) {
      Object.assign(this, { box, url: box.dataset.url, state: 'clean', seq: 0, acked: 0, sending: 0,
        busy: false, tries: 0, timer: 0, composing: false, renewed: false, whole: false,
        changed: new Set(), message: '' });
      this.isTable = box.dataset.widget === 'table';
      this.revision = box.querySelector('[data-revision]');
      this.status = box.querySelector('[data-state-text]');
      this.listen();
      this.offerCopy();
    }

    listen() {
      const box = this.box;
      box.addEventListener('compositionstart', () => { this.composing = true; });
      box.addEventListener('compositionend', (e) => { this.composing = false; this.touch([e.target]); });
      box.addEventListener('input', (e) => this.touch([e.target]));
      box.addEventListener('change', (e) => { if (e.target.matches('select, [type=radio], [type=checkbox]')) this.touch([e.target], 0); });
      box.addEventListener('focusout', (e) => {
        this.composing = false;
        const stays = this.isTable && e.relatedTarget && box.contains(e.relatedTarget);
        if (this.unsent()) this.arm(stays ? DELAY : 0);
      });
      box.addEventListener('nhieu-o', (e) => this.touch(e.detail.inputs, 0));
      box.addEventListener('click', (e) => {
        if (e.target.closest('[data-choose]')) { e.preventDefault(); this.choose(); }
      });
    }

    unsent() { return this.seq !== this.acked; }
    isStuck() { return STICKY.includes(this.state); }
    inputs() { return Array.from(this.box.querySelectorAll('[name^="q_"]')).filter((i) => !i.disabled); }
    size() { return this.inputs().reduce((sum, i) => sum + i.value.length, 0); }

    touch(inputs, delay) {
      const typed = inputs.filter((i) => i.name && i.name.startsWith('q_'));
      if (!typed.length && inputs.length) return;
      this.seq += 1;
      typed.forEach((i) => { if (i.name.endsWith('-state')) this.whole = true; else this.changed.add(i.name); });
      this.keepCopy();
      if (!this.isStuck() && !this.busy) this.show('dirty');
      if (!this.composing) this.arm(delay !== undefined ? delay : this.size() > LONG_TEXT ? LONG_DELAY : DELAY);
    }

    arm(ms) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), ms);
    }

    values() { // [name, value] as a browser would send them
      return this.inputs().filter((i) => !/^(radio|checkbox)$/.test(i.type) || i.checked).map((i) => [i.name, i.value]);
    }

    body(extra) {
      const partial = this.isTable && !this.whole && !extra;
      let pairs = this.values();
      if (partial) pairs = pairs.filter(([name]) => this.changed.has(name));
      // A form with parts costs Vietnamese text half of what an encoded line does.
      const data = this.size() > 1000 ? new FormData() : new URLSearchParams();
      pairs.forEach(([name, value]) => data.append(name, value));
      if (!pairs.length) data.append('q_' + this.box.dataset.field + '-present', '1');
      const more = Object.assign({ rev: this.revision.value, tab, seq: this.seq }, extra || {});
      if (partial) more.partial = 1;
      Object.keys(more).forEach((name) => data.append(name, more[name]));
      return data;
    }

    send(extra) {
      if (this.busy || (this.isStuck() && !extra) || (!this.unsent() && !extra)) return;
      if (this.composing) { this.arm(500); return; }
      this.busy = true;
      this.sending = this.seq;
      this.sent = this.changed;
      const body = this.body(extra);
      this.changed = new Set();
      this.show('saving');
      const stop = new AbortController(), late = setTimeout(() => stop.abort(), TIMEOUT);
      fetch(this.url, { method: 'POST', body, signal: stop.signal, credentials: 'same-origin', headers: { 'X-CSRFToken': meta('csrf-token'), 'HX-Request': 'true' } })
        .then((answer) => answer.text().then((text) => [answer.status, text, answer.headers.get('X-Conflict')]))
        .then(([status, text, conflict]) => { clearTimeout(late); this.done(status, text, conflict, extra); })
        .catch(() => { clearTimeout(late); this.done(0, '', null, extra); });
    }

    done(status, text, conflict, extra) {
      this.busy = false;
      if (status >= 200 && status < 300) { this.accept(JSON.parse(text), extra); return; }
      this.sent.forEach((name) => this.changed.add(name));
      if (status === 409 && conflict) this.meet(text);
      else if (status === 401 || (status === 400 && !this.renewed)) this.renew();
      else if (status === 413) this.stick('big', 'Nội dung quá lớn, chưa lưu được – hãy chia nhỏ. Chữ vẫn ở đây.');
      else if (status >= 400 && status < 500 && status !== 429) this.stick('refused', wordsOf(text) || 'Máy chủ không nhận nội dung này.');
      else this.retry(status);
    }

    accept(answer, extra) {
      this.revision.value = answer.revision;
      this.acked = this.sending;
      this.tries = 0;
      this.renewed = this.whole = false;
      this.report(answer);
      if (extra && extra.choice) this.takeTheirs();
      const note = this.box.querySelector('[data-unread]');
      if (note && answer.status === 'saved') note.remove();
      if (this.unsent()) { this.show('dirty'); this.arm(SOON); return; }
      this.dropCopy();
      this.show('saved', 'Đã lưu ' + clock(new Date()));
    }

    report(answer) { // computed cells, and the problem of each input
      Object.entries(answer.computed || {}).forEach(([place, text]) => {
        const out = this.box.querySelector('[data-computed="' + place + '"]');
        if (out) out.textContent = text || (place ? '' : '…');
      });
      const cells = answer.cells || {};
      const scalar = Boolean(answer.problems) && !this.isTable && !Object.keys(cells).length;
      this.inputs().forEach((i) => {
        const problem = cells[i.name];
        if (problem) { i.setAttribute('aria-invalid', 'true'); i.title = problem; }
        else if (scalar && i.type !== 'hidden') i.setAttribute('aria-invalid', 'true');
        else { i.removeAttribute('aria-invalid'); i.removeAttribute('title'); }
      });
      const list = this.box.querySelector('[data-problems]');
      const all = Object.values(cells).concat(scalar ? answer.problems : []);
      const shown = (all.length ? all : answer.problems || []).slice(0, 5);
      list.replaceChildren(...shown.map((problem) => {
        const line = document.createElement('p');
        line.className = 'field-error mb-1';
        line.textContent = 'Lỗi: ' + problem;
        return line;
      }));
    }

    retry(status) {
      const wait = RETRY[Math.min(this.tries, RETRY.length - 1)];
      this.tries += 1;
      if (status) this.show('error', 'Máy chủ chưa nhận được – thử lại sau ' + Math.round(wait / 1000) + ' giây');
      else this.show('wait', 'Mất mạng – chữ vẫn ở đây, sẽ tự lưu lại');
      this.status.append(' ', button('Thử ngay', () => this.arm(0)));
      this.arm(wait);
    }

    stick(state, message) { this.message = message; this.show(state, message); }

    meet(html) { // both texts, and three ways to go on
      const place = this.box.querySelector('[data-conflict]');
      place.innerHTML = html;
      this.show('conflict', 'Có bản khác – cần chọn');
    }

    choose() {
      const panel = this.box.querySelector('[data-panel]');
      const choice = panel.querySelector('input:checked').value;
      this.revision.value = panel.dataset.revision;
      this.theirs = panel.querySelector('[data-theirs]').value;
      this.state = 'dirty';
      if (choice === 'theirs') { this.send({ choice: 'theirs', partial: '' }); return; }
      const text = this.box.querySelector('textarea[name^="q_"]');
      if (choice === 'both' && text) text.value = [this.theirs, text.value].filter(Boolean).join('\n\n');
      this.clearPanel();
      this.seq += 1;
      if (text) text.focus();
      this.send();
    }

    takeTheirs() {
      const text = this.box.querySelector('textarea[name^="q_"]');
      this.clearPanel();
      if (this.box.dataset.widget === 'text' && text) { text.value = this.theirs; text.focus(); return; }
      this.dropCopy();
      flush(() => { leaving = true; location.reload(); });
    }

    clearPanel() { this.box.querySelector('[data-conflict]').replaceChildren(); }

    renew() { // a new token when somebody signed in again in another window; else wait for that
      this.show('saving');
      renewToken().then((isSame) => {
        if (isSame) { this.renewed = true; this.state = 'dirty'; this.arm(0); return; }
        this.stick('auth', 'Hết phiên – đăng nhập lại để lưu');
        askToSignIn();
      }).catch(() => this.retry(0));
    }

    show(state, words) {
      const was = this.state;
      this.state = state;
      this.box.dataset.state = state;
      const text = words || { dirty: 'Chưa lưu', saving: 'Đang lưu…' }[state] || '';
      if (this.status) this.status.textContent = text;
      if (state === 'saved' && !hasAnnouncedSave) { hasAnnouncedSave = true; say('thong-bao-may-doc', text); }
      const isTrouble = STICKY.includes(state) || state === 'wait' || state === 'error';
      if (isTrouble && was !== state) say('bao-loi-may-doc', text);
      summarise();
    }

    // --- the copy in this browser ---

    copyKey() { return 'nhap:' + account + ':' + this.url; }

    keepCopy() {
      if (isShared) return;
      const values = this.isTable ? this.values().filter(([name]) => this.changed.has(name)) : this.values();
      try { localStorage.setItem(this.copyKey(), JSON.stringify({ rev: this.revision.value, values, at: Date.now() })); } catch (full) { this.noCopy = String(full); }
    }

    dropCopy() { try { localStorage.removeItem(this.copyKey()); } catch (none) { this.noCopy = String(none); } }

    readCopy() {
      try {
        const copy = JSON.parse(localStorage.getItem(this.copyKey()) || 'null');
        if (copy && Date.now() - copy.at < KEEP_MS) return copy;
      } catch (broken) { this.noCopy = String(broken); }
      this.dropCopy();
      return null;
    }

    offerCopy() {
      const copy = isShared ? null : this.readCopy();
      if (!copy) return;
      const now = new Map(this.values());
      if (copy.values.every(([name, value]) => now.get(name) === value.replace(/\r\n/g, '\n'))) { this.dropCopy(); return; }
      const offer = document.createElement('div');
      offer.className = 'restore-strip';
      const text = document.createElement('p'), more = document.createElement('details'), title = document.createElement('summary'), shown = document.createElement('pre');
      text.textContent = 'Máy này còn bản chưa gửi lúc ' + clock(new Date(copy.at)) + ' ngày ' + new Date(copy.at).toLocaleDateString('vi-VN') + '.';
      title.textContent = 'Xem bản đó';
      shown.textContent = copy.values.map(([, value]) => value).filter(Boolean).join('\n');
      more.append(title, shown);
      offer.append(text, more,
        button('Dùng bản này', () => { offer.remove(); this.useCopy(copy); }), ' ',
        button('Bỏ', () => { offer.remove(); this.dropCopy(); }));
      this.box.prepend(offer);
      say('thong-bao-may-doc', text.textContent);
    }

    useCopy(copy) {
      this.box.dispatchEvent(new CustomEvent('can-dong', { detail: { names: copy.values.map(([name]) => name) } }));
      const used = [];
      copy.values.forEach(([name, value]) => {
        this.box.querySelectorAll('[name="' + name + '"]').forEach((i) => {
          if (/^(radio|checkbox)$/.test(i.type)) i.checked = i.value === value; else i.value = value;
          used.push(i);
        });
      });
      this.touch(used, 0);
    }
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
    const waiting = fields.filter((f) => f.state === 'auth');
    if (!waiting.length) return;
    renewToken().then((isSame) => {
      if (!isSame) return;
      strip.hidden = true;
      waiting.forEach((f) => { f.renewed = true; f.show('dirty'); f.arm(0); });
    }).catch(() => say('bao-loi-may-doc', 'Chưa có mạng. Nội dung đang gõ không mất.'));
  }

  function summarise() {
    const place = document.querySelector('[data-summary]');
    if (!place) return;
    const stuck = fields.filter((f) => f.isStuck()).length, open = fields.filter((f) => f.unsent()).length;
    place.textContent = stuck ? 'Có ô cần xem lại' : open ? 'Chưa lưu ' + open + ' ô' : fields.some((f) => f.state === 'saved') ? 'Đã lưu hết' : '';
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
      if (stopped.state !== 'auth') strip.textContent = 'Còn nội dung chưa lưu được: ' + (stopped.status.firstChild ? stopped.status.firstChild.textContent : '') + '. Nội dung đang gõ không mất.';
      say('bao-loi-may-doc', strip.textContent);
      stopped.box.scrollIntoView({ block: 'center' });
      if (otherwise) otherwise();
    }, 60);
  }

  form.addEventListener('submit', (event) => {
    const pressed = event.submitter;
    if (leaving || !pressed) return;
    const stays = pressed.name === 'luu' && !form.querySelector('[data-unread]');
    if (stays) { event.preventDefault(); flush(summarise); return; }
    if (!fields.some((f) => f.unsent() || f.busy)) { leaving = true; return; }
    event.preventDefault();
    flush(() => { leaving = true; form.requestSubmit(pressed); });
  });
  document.addEventListener('click', (event) => { // links wait for the save instead of warning
    const link = event.target.closest('a[href]');
    if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey || link.getAttribute('href').startsWith('#')) return;
    if (!fields.some((f) => f.unsent() || f.busy)) return;
    event.preventDefault();
    flush(() => { leaving = true; location.href = link.href; });
  });
  window.addEventListener('online', () => fields.forEach((f) => { if (f.unsent()) { f.tries = 0; f.arm(0); } }));
  window.addEventListener('focus', resume);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) resume(); });
  window.addEventListener('pageshow', () => { leaving = false; });
  window.addEventListener('beforeunload', (event) => {
    if (leaving || !fields.some((f) => f.unsent())) return;
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

  form.querySelectorAll('[data-field]').forEach((box) => { fields.push(new Field(box)); });
  form.dataset.ready = '1';
})();
