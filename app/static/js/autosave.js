/* Autosave. One request in flight for each field; inputs are never replaced; what was typed stays
   on the page and in this browser until the server has acknowledged it. Own requests, so that
   saving lives on when the CDN's script could not be loaded. Wants saving_page.js, saving_copies.js. */
(function () {
  'use strict';
  const saving = window.saving;
  if (!saving) return;
  const { form, fields, meta, say, clock, button } = saving;
  const DELAY = 1500, LONG_DELAY = 5000, LONG_TEXT = 5000, SOON = 300, TIMEOUT = 20000;
  const RETRY = [3000, 8000, 20000, 60000];
  const STICKY = ['conflict', 'auth', 'big', 'refused'];
  const tab = Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join('');
  let hasAnnouncedSave = false;

  function wordsOf(html) { // the words of an error fragment, never its markup
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    return parsed.body.textContent.replace(/\s+/g, ' ').trim().slice(0, 300);
  }

  function wasChanged(input) { // typed while the scripts were still on their way over a slow line
    if (/^(radio|checkbox)$/.test(input.type)) return input.checked !== input.defaultChecked;
    if (!input.options) return input.type !== 'hidden' && input.value !== input.defaultValue;
    return input.selectedIndex !== Math.max(0, Array.from(input.options).findIndex((o) => o.defaultSelected));
  }

  class Field {
    constructor(box) {
      Object.assign(this, { box, url: box.dataset.url, state: 'clean', seq: 0, acked: 0, sending: 0,
        busy: false, tries: 0, timer: 0, composing: false, renewed: false, whole: false,
        changed: new Set(), message: '', offline: 'Mất mạng – chữ vẫn ở đây, sẽ tự lưu lại' });
      this.isTable = box.dataset.widget === 'table';
      this.revision = box.querySelector('[data-revision]');
      this.status = box.querySelector('[data-state-text]');
      this.history = box.querySelector('.history-link');
      this.listen();
      this.offerCopy();
      const early = this.inputs().filter(wasChanged);
      if (early.length) this.touch(early);
      if (box.querySelector('[data-panel]')) this.undecided();
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
      if (this.state === 'big' || this.state === 'refused') this.state = 'dirty'; // another text, another try
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
      if (status >= 200 && status < 300) { this.accept(text, extra); return; }
      this.sent.forEach((name) => this.changed.add(name));
      if (status === 409 && conflict) this.meet(text);
      else if (status === 401 || (status === 400 && !this.renewed)) this.renew();
      else if (status === 413) this.stick('big', 'Nội dung quá lớn, chưa lưu được – hãy chia nhỏ. Chữ vẫn ở đây.');
      else if (status >= 400 && status < 500 && status !== 429) this.stick('refused', wordsOf(text) || 'Máy chủ không nhận nội dung này.');
      else this.retry(status);
    }

    accept(text, extra) {
      const answer = JSON.parse(text);
      this.revision.value = answer.revision;
      this.acked = this.sending;
      this.tries = 0;
      this.renewed = this.whole = false;
      this.report(answer);
      this.box.dispatchEvent(new CustomEvent('da-luu', { bubbles: true, detail: answer }));
      if (extra && extra.choice) this.takeTheirs();
      if (this.met) { this.met = false; document.dispatchEvent(new Event('da-chon-ban')); }
      const note = this.box.querySelector('[data-unread]');
      if (note && answer.status === 'saved') note.remove();
      if (this.unsent()) { this.show('dirty'); this.arm(SOON); return; }
      this.dropCopy();
      this.show('saved', 'Đã lưu ' + clock(new Date(answer.saved_at)));
      if (this.history) this.history.hidden = false;
      if (answer.status === 'saved') saving.begun();
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
        if (problem || (scalar && i.type !== 'hidden')) i.setAttribute('aria-invalid', 'true');
        else i.removeAttribute('aria-invalid');
        if (this.isTable) this.sayBeside(i, problem);
      });
      const list = this.box.querySelector('[data-problems]');
      const all = Object.values(cells).concat(scalar ? answer.problems : []);
      const shown = (all.length ? all : answer.problems || []).slice(0, 5).map((problem) => this.line(list.dataset.kind || 'field-error', (list.dataset.lead || 'Lỗi: ') + problem));
      if (answer.note) shown.push(this.line('field-warning', answer.note));
      list.replaceChildren(...shown);
    }

    sayBeside(input, problem) { // in the cell, where one looks, not only below a long table
      const said = input.parentElement.querySelector('.cell-problem');
      if (said) said.remove();
      if (!problem) { input.removeAttribute('aria-describedby'); return; }
      const note = this.line('cell-problem', problem.replace(/^Dòng “.*?”, cột “.*?”: /, ''), 'span');
      note.id = 'loi-' + input.name;
      input.setAttribute('aria-describedby', note.id);
      input.after(note);
    }

    line(kind, words, tag) {
      const made = document.createElement(tag || 'p');
      made.className = tag ? kind : kind + ' mb-1';
      made.textContent = words;
      return made;
    }

    retry(status) {
      const wait = RETRY[Math.min(this.tries, RETRY.length - 1)];
      this.tries += 1;
      if (status) this.show('error', 'Máy chủ chưa nhận được – thử lại sau ' + Math.round(wait / 1000) + ' giây');
      else this.show('wait', this.offline);
      this.status.append(' ', button('Thử ngay', () => this.arm(0)));
      this.arm(wait);
    }

    stick(state, message) {
      this.message = message;
      this.show(state, message);
      // The reason may be over: a paragraph was restored, a report handed back.
      if (state === 'refused') this.status.append(' ', button('Thử lại', () => { this.state = 'dirty'; this.arm(0); }));
    }

    meet(html) { // both texts, and three ways to go on
      const place = this.box.querySelector('[data-conflict]');
      place.innerHTML = html;
      this.show('conflict', 'Có bản khác – cần chọn');
    }

    undecided() { // the page itself came back with both texts: not saved before one is chosen
      this.seq += 1;
      this.keepCopy();
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
      this.met = true;
      if (text) { text.focus(); text.dispatchEvent(new Event('input', { bubbles: true })); } else this.seq += 1;
      this.send();
    }

    takeTheirs() {
      const text = this.box.querySelector('textarea[name^="q_"]');
      this.clearPanel();
      if (this.box.dataset.widget === 'text' && text) { text.value = this.theirs; text.focus(); return; }
      this.dropCopy();
      saving.flush(() => { saving.leaving = true; location.reload(); });
    }

    clearPanel() { this.box.querySelector('[data-conflict]').replaceChildren(); }

    renew() { // a new token when somebody signed in again in another window; else wait for that
      this.show('saving');
      saving.renewToken().then((isSame) => {
        if (isSame) { this.renewed = true; this.state = 'dirty'; this.arm(0); return; }
        this.stick('auth', 'Hết phiên – đăng nhập lại để lưu');
        saving.askToSignIn();
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
      saving.summarise();
    }
  }

  Object.assign(Field.prototype, saving.copies);

  // The unit's word on the section (xong, để sau, không có nội dung) travels as safely as a text.
  class Word extends Field {
    listen() {
      this.offline = 'Mất mạng – chưa ghi được, sẽ tự ghi lại';
      this.box.addEventListener('change', () => this.touch());
    }
    inputs() { return Array.from(this.box.querySelectorAll('[name=word]')); }
    touch() { this.seq += 1; if (!this.isStuck()) this.arm(0); }
    body() { return new URLSearchParams(this.values()); }
    keepCopy() {}
    dropCopy() {}
    offerCopy() {}
    accept(html) {
      const word = new DOMParser().parseFromString(html, 'text/html').getElementById('loi-nhan-muc');
      document.getElementById('loi-nhan-muc').replaceWith(word);
      this.acked = this.sending;
      this.tries = 0;
      this.renewed = false;
      this.show('saved', 'Đã ghi: ' + word.textContent);
      if (this.unsent()) this.arm(0);
    }
  }
  form.querySelectorAll('[data-field]').forEach((box) => { fields.push(new Field(box)); });
  form.querySelectorAll('[data-word]').forEach((box) => { fields.push(new Word(box)); });
  form.dataset.ready = '1';
})();
