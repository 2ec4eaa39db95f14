/* Paste from Word: lists, tables and old fonts are put right by the server, as are lines that a PDF
   cut in the middle of a sentence; always undoable. */
(function () {
  'use strict';
  const form = document.querySelector('form[data-paste]');
  if (!form) return;
  const SIGNS = /mso-list|<table|<li[\s>]|font-family:\s*["']?(\.Vn|VNI-)|face=["']?(\.Vn|VNI-)/i, CUT = /[^\n]{44}[^\n.;:!?…”"/]\s*\n\p{Ll}/u, MOST = 400000, PATIENCE = 2000;

  function insert(area, text, start, end) {
    area.focus();
    area.setSelectionRange(start, end);
    // insertText keeps the browser's own undo; where it is gone the value is set.
    if (!document.execCommand('insertText', false, text)) {
      area.setRangeText(text, start, end, 'end');
      area.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  /* Where what is said of the last paste stands: below the box, in sight however long the text is. */
  function notesOf(area) {
    const notes = document.createElement('div');
    area.closest('[data-field]').querySelectorAll('.paste-notes').forEach((old) => old.remove());
    notes.className = 'paste-notes is-new';
    area.after(notes);
    return notes;
  }

  function tell(area, notes, words, before) {
    const undo = document.createElement('button');
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
    notes.append(note);
  }

  function post(table, more) {
    const body = new FormData();
    Object.entries(more).forEach(([name, value]) => body.append(name, value));
    return fetch(form.action.replace(/\/muc\/.*$/, '/o/' + table.field + '/bang-dan'), { method: 'POST', body, credentials: 'same-origin', headers: { 'X-CSRFToken': document.querySelector('meta[name="csrf-token"]').content, 'HX-Request': 'true' } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))));
  }

  /* Fills the table where it stands: on this page as typed, on another by the server. Gives the undoing. */
  function pour(table) {
    const here = Object.entries(table.inputs).map(([name, text]) => [document.querySelector('[name="' + name + '"]'), text]);
    if (here.some(([input]) => !input)) return post(table, table.inputs).then((done) => () => post(table, { nhom: done.group }));
    const before = here.map(([input]) => [input, input.value]), inputs = here.map(([input]) => input);
    const changed = () => inputs[0].closest('[data-field]').dispatchEvent(new CustomEvent('nhieu-o', { detail: { inputs } }));
    here.forEach(([input, text]) => { input.value = text; });
    changed();
    return Promise.resolve(() => { before.forEach(([input, value]) => { input.value = value; }); changed(); return Promise.resolve(); });
  }

  function offer(area, notes, table) {
    const note = document.createElement('p'), take = document.createElement('button'), leave = document.createElement('button');
    const fails = () => { note.textContent = 'Chưa đưa vào bảng được. Chữ vẫn ở trong ô; hãy thử lại sau.'; };
    note.className = 'paste-note';
    note.setAttribute('role', 'status');
    [[take, 'Đưa vào bảng'], [leave, 'Giữ dạng chữ']].forEach(([button, words]) => { button.type = 'button'; button.className = 'btn btn-sm btn-outline-primary'; button.textContent = words; });
    note.append('Có bảng khớp với “' + table.label + '” (' + Object.keys(table.inputs).length + ' ô). ', take, ' ', leave);
    leave.addEventListener('click', () => { note.remove(); area.focus(); });
    take.addEventListener('click', () => pour(table).then((undo) => {
      const whole = area.value, back = document.createElement('button');
      area.value = whole.replace(table.text, '').replace(/\n{3,}/g, '\n\n').trim();
      area.dispatchEvent(new Event('input', { bubbles: true }));
      back.type = 'button';
      back.className = 'btn btn-sm btn-outline-primary';
      back.textContent = 'Hoàn tác việc đưa vào bảng';
      back.addEventListener('click', () => undo().then(() => {
        area.value = whole;
        area.dispatchEvent(new Event('input', { bubbles: true }));
        note.textContent = 'Đã hoàn tác; bảng trở lại dạng chữ.';
        area.focus();
      }).catch(fails));
      note.replaceChildren('Đã đưa vào “' + table.label + '”. ', back);
      back.focus();
    }).catch(fails));
    notes.append(note);
  }

  document.addEventListener('paste', (event) => {
    const area = event.target;
    if (!area.matches || !area.matches('textarea.prose') || area.readOnly) return;
    const markup = event.clipboardData.getData('text/html'), plain = event.clipboardData.getData('text/plain');
    if (!(SIGNS.test(markup) || CUT.test(plain)) || markup.length + plain.length > MOST) return;
    event.preventDefault();
    const before = area.value, start = area.selectionStart, end = area.selectionEnd;
    const stop = new AbortController(), late = setTimeout(() => stop.abort(), PATIENCE);
    const body = new FormData();
    body.append('html', markup);
    body.append('text', plain);
    fetch(form.dataset.paste, { method: 'POST', body, signal: stop.signal, credentials: 'same-origin', headers: { 'X-CSRFToken': document.querySelector('meta[name="csrf-token"]').content, 'HX-Request': 'true' } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then((pasted) => {
        insert(area, pasted.text, start, end);
        const notes = notesOf(area);
        tell(area, notes, pasted.notes.join(' '), before);
        (pasted.tables || []).forEach((table) => offer(area, notes, table));
      })
      .catch(() => insert(area, plain, start, end))
      .finally(() => clearTimeout(late));
  });
})();
