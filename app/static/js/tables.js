/* Tables: keys as in Excel, and a block pasted from Excel as one change with one undo. */
(function () {
  'use strict';
  const inputIn = (cell) => cell && cell.querySelector('input, select, textarea');

  /* Excel's clipboard: cells with tab, line break or quote stand in quotes, inner quotes doubled. */
  function readTsv(text) {
    const source = text.replace(/\r\n?/g, '\n'), rows = [];
    let row = [], cell = '', quoted = false;
    for (let i = 0; i < source.length; i += 1) {
      const sign = source[i];
      if (quoted) {
        if (sign !== '"') cell += sign;
        else if (source[i + 1] === '"') { cell += '"'; i += 1; } else quoted = false;
      } else if (sign === '"' && !cell) quoted = true;
      else if (sign === '\t') { row.push(cell); cell = ''; }
      else if (sign === '\n') { row.push(cell); rows.push(row); row = []; cell = ''; }
      else cell += sign;
    }
    if (cell || row.length) { row.push(cell); rows.push(row); }
    return rows;
  }

  /* What the server will think of a pasted number: 'ok', 'ask' (1,500) or 'bad'. Never rewritten here. */
  function judge(text, input) {
    if (input.inputMode !== 'decimal') return 'ok';
    if (text.includes('\n')) return 'bad';
    const plain = text.normalize('NFC').replace(/[\u00a0\u202f\s]/g, '').toLowerCase();
    if (!plain || /^(-|–|—|kps|ksl|kad|x|khôngphátsinh)$/.test(plain)) return 'ok';
    const number = plain.replace(/^(ước|~)/, '').replace(/%$/, '').replace(/^\((.*)\)$/, '-$1');
    if (/^-?\d{1,3},\d{3}$/.test(number)) return 'ask';
    if (/^-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/.test(number) || /^-?(\d+|\d{1,3}(,\d{3}){2,})(\.\d+)?$/.test(number)) return 'ok';
    return 'bad';
  }

  function setValue(input, text) {
    // A line break inside a cell becomes a space: dropped, it would make one number of two.
    if (input.tagName !== 'SELECT') { input.value = input.tagName === 'INPUT' ? text.replace(/\n/g, ' ') : text; return true; }
    const wanted = text.trim().toLowerCase();
    const option = Array.from(input.options).find((o) => o.value === text || o.text.trim().toLowerCase() === wanted);
    if (option) input.value = option.value;
    return Boolean(option);
  }

  function bodyRows(table) { // each group of rows is a body of its own
    return Array.from(table.tBodies).flatMap((body) => Array.from(body.rows)).filter((row) => !row.classList.contains('row-group'));
  }

  /* The header stays in sight: on the page when the whole width fits, else in a frame that scrolls
     both ways. What is focused must not go under it. */
  function fit(frame) {
    const table = frame.querySelector('[data-table]');
    frame.classList.remove('table-fits');
    frame.classList.toggle('table-fits', table.offsetWidth <= frame.clientWidth);
    frame.style.setProperty('--head', table.tHead.offsetHeight + 'px');
    frame.style.setProperty('--first', table.tHead.rows[0].cells[0].offsetWidth + 'px');
  }
  const fitAll = () => document.querySelectorAll('.table-entry').forEach(fit);
  fitAll();
  window.addEventListener('resize', fitAll);

  document.addEventListener('click', (event) => { // all of a tall cell is its input
    const input = event.target.matches('[data-table] td') && inputIn(event.target);
    if (input) input.focus();
  });

  function move(input, down, right) {
    const cell = input.closest('td'), table = input.closest('[data-table]'), rows = bodyRows(table);
    let r = rows.indexOf(cell.parentNode) + down, c = cell.cellIndex + right;
    while (rows[r] && rows[r].cells[c]) {
      const target = inputIn(rows[r].cells[c]);
      if (target && !target.readOnly) { target.focus(); if (target.select) target.select(); return true; }
      r += down; c += right;
    }
    return false;
  }

  document.addEventListener('keydown', (event) => {
    const input = event.target;
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || !input.closest || !input.closest('[data-table] td')) return;
    const isText = input.tagName === 'INPUT', all = isText && input.selectionStart === 0 && input.selectionEnd === input.value.length;
    let went = false;
    if (event.key === 'Enter' && input.tagName !== 'TEXTAREA') { went = true; move(input, event.shiftKey ? -1 : 1, 0); }
    else if (event.key === 'ArrowDown' && isText) went = move(input, 1, 0);
    else if (event.key === 'ArrowUp' && isText) went = move(input, -1, 0);
    else if (event.key === 'ArrowLeft' && isText && (all || input.selectionEnd === 0)) went = move(input, 0, -1);
    else if (event.key === 'ArrowRight' && isText && (all || input.selectionStart === input.value.length)) went = move(input, 0, 1);
    if (went) event.preventDefault();
  });

  function paste(input, rows) {
    const table = input.closest('[data-table]'), lines = bodyRows(table), cell = input.closest('td');
    const top = lines.indexOf(cell.parentNode), left = cell.cellIndex, count = { ok: 0, bad: 0, ask: 0, out: 0 }, before = [];
    rows.forEach((row, i) => row.forEach((text, j) => {
      const target = inputIn(lines[top + i] && lines[top + i].cells[left + j]);
      if (!target || target.readOnly || target.disabled) { count.out += text ? 1 : 0; return; }
      before.push([target, target.value]);
      const taken = setValue(target, text.trim());
      const verdict = taken ? judge(text, target) : 'bad';
      count[verdict] += 1;
      target.toggleAttribute('aria-invalid', verdict !== 'ok');
    }));
    changed(input, before);
    tell(input, count, before);
  }

  function changed(input, pairs) {
    const inputs = pairs.map(([target]) => target);
    input.closest('[data-field]').dispatchEvent(new CustomEvent('nhieu-o', { detail: { inputs } }));
  }

  function tell(input, count, before) {
    const box = input.closest('[data-field]');
    let note = box.querySelector('.paste-note');
    if (!note) { note = document.createElement('p'); note.className = 'paste-note'; note.setAttribute('role', 'status'); box.querySelector('.table-scroll').after(note); }
    const parts = ['Đã dán ' + (count.ok + count.bad + count.ask) + ' ô'];
    if (count.bad) parts.push(count.bad + ' ô không phải số');
    if (count.ask) parts.push(count.ask + ' ô cần xem lại dấu phẩy');
    if (count.out) parts.push(count.out + ' ô nằm ngoài bảng hoặc không sửa được');
    const undo = document.createElement('button');
    undo.type = 'button';
    undo.className = 'btn btn-sm btn-outline-primary';
    undo.textContent = 'Hoàn tác';
    undo.addEventListener('click', () => {
      before.forEach(([target, value]) => { target.value = value; target.removeAttribute('aria-invalid'); });
      changed(input, before);
      note.textContent = 'Đã hoàn tác lần dán.';
      input.focus();
    });
    note.classList.add('is-new');
    note.replaceChildren(parts.join('; ') + '. ', undo);
  }

  document.addEventListener('paste', (event) => {
    const input = event.target;
    if (!input.closest || !input.closest('[data-table] td') || input.readOnly) return;
    const text = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(text.replace(/\r?\n$/, ''))) return;
    event.preventDefault();
    paste(input, readTsv(text));
  });
})();
