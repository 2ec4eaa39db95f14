/* The copy of unsent text in this browser: kept with each change, offered when the page is opened
   again, dropped when the server has it. Nothing is kept on a shared computer. Methods of a field. */
(function () {
  'use strict';
  const saving = window.saving;
  if (!saving) return;
  const { account, isShared, say, clock, button } = saving, KEEP_MS = 7 * 24 * 3600 * 1000;

  saving.copies = {
    copyKey() { return 'nhap:' + account + ':' + this.url; },

    keepCopy() {
      if (isShared) return;
      const values = this.isTable ? this.values().filter(([name]) => this.changed.has(name)) : this.values();
      try { localStorage.setItem(this.copyKey(), JSON.stringify({ rev: this.revision.value, values, at: Date.now() })); } catch (full) { this.noCopy = String(full); }
    },

    dropCopy() { try { localStorage.removeItem(this.copyKey()); } catch (none) { this.noCopy = String(none); } },

    readCopy() {
      try {
        const copy = JSON.parse(localStorage.getItem(this.copyKey()) || 'null');
        if (copy && Date.now() - copy.at < KEEP_MS) return copy;
      } catch (broken) { this.noCopy = String(broken); }
      this.dropCopy();
      return null;
    },

    offerCopy() {
      const copy = isShared ? null : this.readCopy();
      if (!copy) return;
      const now = new Map(this.values());
      if (copy.values.every(([name, value]) => now.get(name) === value.replace(/\r\n/g, '\n'))) { this.dropCopy(); return; }
      const offer = document.createElement('div');
      offer.className = 'restore-strip';
      const text = document.createElement('p'), more = document.createElement('details'), title = document.createElement('summary'), shown = document.createElement('pre');
      text.textContent = 'Máy này còn bản chưa gửi lúc ' + clock(new Date(copy.at)) + ' ngày ' + new Date(copy.at).toLocaleDateString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' }) + '.';
      title.textContent = 'Xem bản đó';
      shown.textContent = copy.values.map(([, value]) => value).filter(Boolean).join('\n');
      more.append(title, shown);
      offer.append(text, more,
        button('Dùng bản này', () => { offer.remove(); this.useCopy(copy); }), ' ',
        button('Bỏ', () => { offer.remove(); this.dropCopy(); }));
      this.box.prepend(offer);
      say('thong-bao-may-doc', text.textContent);
    },

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
    },
  };
})();
