/* Paste from Word: lists, tables and old fonts are put right by the server; always undoable. */
(function () {
  'use strict';
  const form = document.querySelector('form[data-paste]');
  if (!form) return;
  const SIGNS = /mso-list|<table|<li[\s>]|font-family:\s*["']?(\.Vn|VNI-)|face=["']?(\.Vn|VNI-)/i, MOST = 400000, PATIENCE = 2000;

  function insert(area, text, start, end) {
    area.focus();
    area.setSelectionRange(start, end);
    // insertText keeps the browser's own undo; where it is gone the value is set.
    if (!document.execCommand('insertText', false, text)) {
      area.setRangeText(text, start, end, 'end');
      area.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  function tell(area, words, before) {
    const box = area.closest('[data-field]'), undo = document.createElement('button');
    box.querySelectorAll('.paste-note').forEach((old) => old.remove());
    const note = document.createElement('p');
    note.className = 'paste-note';
    note.setAttribute('role', 'status');
    undo.type = 'button';
    undo.className = 'btn btn-sm btn-outline-primary';
    undo.textContent = 'Hoàn tác';
    undo.addEventListener('click', () => {
      area.value = before;
      area.dispatchEvent(new Event('input', { bubbles: true }));
      note.textContent = 'Đã hoàn tác lần dán.';
      area.focus();
    });
    note.append(words + ' ', undo);
    area.after(note);
  }

  document.addEventListener('paste', (event) => {
    const area = event.target;
    if (!area.matches || !area.matches('textarea.prose') || area.readOnly) return;
    const markup = event.clipboardData.getData('text/html'), plain = event.clipboardData.getData('text/plain');
    if (!SIGNS.test(markup) || markup.length > MOST) return;
    event.preventDefault();
    const before = area.value, start = area.selectionStart, end = area.selectionEnd;
    const stop = new AbortController(), late = setTimeout(() => stop.abort(), PATIENCE);
    const body = new FormData();
    body.append('html', markup);
    body.append('text', plain);
    fetch(form.dataset.paste, { method: 'POST', body, signal: stop.signal, credentials: 'same-origin', headers: { 'X-CSRFToken': document.querySelector('meta[name="csrf-token"]').content, 'HX-Request': 'true' } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then((pasted) => { insert(area, pasted.text, start, end); tell(area, pasted.notes.join(' '), before); })
      .catch(() => insert(area, plain, start, end))
      .finally(() => clearTimeout(late));
  });
})();
