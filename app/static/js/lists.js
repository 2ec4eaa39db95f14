/* Lists of free rows: add, remove with undo, and a pasted list of documents split into columns. */
(function () {
  'use strict';
  const LIMIT = 2000;

  function rowsOf(list) { return Array.from(list.querySelectorAll(':scope > [data-rows] > [data-row]')); }

  function nextNumber(list) {
    const numbers = rowsOf(list).map((row) => parseInt((row.querySelector('[name$="-id"]').name.match(/-(\d+)-id$/) || [0, 0])[1], 10));
    return Math.max(0, ...numbers) + 1;
  }

  // A row is known by its id from the start, so that its files never go to another one.
  function freshId() { return 'v' + Array.from(crypto.getRandomValues(new Uint8Array(6)), (b) => b.toString(16).padStart(2, '0')).join(''); }

  function add(list, values) {
    if (rowsOf(list).length >= LIMIT) return null;
    const number = String(nextNumber(list)), copy = list.querySelector('template').content.cloneNode(true);
    copy.querySelectorAll('*').forEach((part) => {
      ['id', 'for', 'name', 'value', 'aria-describedby'].forEach((name) => {
        if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace('__so__', number));
      });
    });
    const row = copy.querySelector('[data-row]'), id = freshId(), remove = row.querySelector('[data-remove-row]');
    row.querySelector('[name$="-id"]').value = id;
    if (remove) remove.value = remove.value.split(':')[0] + ':' + id;
    list.querySelector('[data-rows]').append(copy);
    Object.entries(values || {}).forEach(([column, text]) => {
      const input = row.querySelector('[name$="-' + column + '"]');
      if (input) input.value = text;
    });
    renumber(list);
    return row;
  }

  function renumber(list) {
    rowsOf(list).forEach((row, index) => {
      row.querySelector('[data-number]').textContent = index + 1;
      const remove = row.querySelector('[data-remove-row]');
      if (remove) remove.textContent = 'Xóa ' + list.dataset.noun + ' ' + (index + 1);
    });
  }

  function changed(list) {
    const inputs = Array.from(list.querySelectorAll('[name^="q_"]')).slice(0, 1);
    list.closest('[data-field]').dispatchEvent(new CustomEvent('nhieu-o', { detail: { inputs } }));
  }

  function remove(list, row) {
    const note = document.createElement('p'), undo = document.createElement('button');
    const where = row.querySelector('[data-number]').textContent;
    list.querySelectorAll('.row-note').forEach((old) => old.remove());
    row.replaceWith(note); // where the row stood, so that the page does not jump
    renumber(list);
    undo.type = 'button';
    undo.className = 'btn btn-sm btn-outline-primary';
    undo.textContent = 'Hoàn tác';
    undo.addEventListener('click', () => {
      note.replaceWith(row);
      renumber(list);
      changed(list);
    });
    note.className = 'row-note';
    note.setAttribute('role', 'status');
    note.append('Đã xóa ' + list.dataset.noun + ' ' + where + '. ', undo);
    changed(list);
    undo.focus();
  }

  function isEmpty(row) { return Array.from(row.querySelectorAll('[name^="q_"]:not([type=hidden])')).every((i) => !i.value.trim()); }

  function readLines(details) {
    const list = details.closest('[data-items]'), area = details.querySelector('textarea'), note = details.querySelector('[role=status]');
    const body = new URLSearchParams({ dong: area.value });
    fetch(details.dataset.lines, { method: 'POST', body, credentials: 'same-origin', headers: { 'X-CSRFToken': document.querySelector('meta[name="csrf-token"]').content, 'HX-Request': 'true' } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then(({ rows }) => {
        rowsOf(list).filter(isEmpty).forEach((row) => row.remove());
        rows.forEach((values) => add(list, values));
        renumber(list);
        area.value = '';
        note.textContent = 'Đã tách ' + rows.length + ' văn bản. Hãy xem lại các cột.';
        changed(list);
      })
      .catch(() => { note.textContent = 'Chưa tách được (mất mạng hoặc hết phiên). Nội dung đã dán vẫn ở đây, hãy thử lại.'; });
  }

  document.addEventListener('click', (event) => {
    const pressed = event.target.closest('button'), list = pressed && pressed.closest('[data-items]');
    if (!list) return;
    if (pressed.matches('[data-add-row]')) {
      event.preventDefault();
      const row = add(list);
      if (row) row.querySelector('input:not([type=hidden]), select, textarea').focus();
    } else if (pressed.matches('[data-remove-row]')) {
      event.preventDefault();
      remove(list, pressed.closest('[data-row]'));
    } else if (pressed.matches('[data-read-lines]')) readLines(pressed.closest('details'));
  });

  document.querySelectorAll('[data-items]').forEach((list) => {
    list.closest('.answer').addEventListener('can-dong', (event) => { // rows for a copy being restored
      const wanted = Math.max(0, ...event.detail.names.map((name) => parseInt((name.match(/-(\d+)-[a-z]/) || [0, 0])[1], 10)));
      while (nextNumber(list) <= wanted && add(list));
    });
    list.querySelectorAll('[data-lines]').forEach((details) => { details.hidden = false; });
  });
})();
