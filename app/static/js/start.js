/* On every page: htmx from our own copy when the CDN did not answer, small conveniences. */
(function () {
  'use strict';
  var me = document.currentScript;

  function loadLocalHtmx() {
    if (window.htmx || !me || !me.dataset.localHtmx) return;
    var script = document.createElement('script');
    script.src = me.dataset.localHtmx;
    script.onload = function () { document.dispatchEvent(new Event('htmx-co-mat')); };
    document.head.appendChild(script);
  }

  function token() {
    var meta = document.querySelector('meta[name="csrf-token"]');
    return meta ? meta.content : '';
  }

  // One place puts the CSRF token on every htmx request; names of both htmx 2 and 4.
  document.addEventListener('htmx:configRequest', function (event) {
    event.detail.headers['X-CSRFToken'] = token();
  });
  document.addEventListener('htmx:config:request', function (event) {
    var request = event.detail.ctx && event.detail.ctx.request;
    if (request && request.headers) request.headers['X-CSRFToken'] = token();
  });

  // htmx says nothing when a request fails, and puts an error in the place of what it was to change.
  // Here both are said in one strip at the top of the window, and what stands on the page stays.
  // A reading that nobody asked for (a list that looks again every minute) is nobody's trouble.
  var trouble = document.getElementById('mat-mang');

  function tell(text, signIn) {
    trouble.textContent = text;
    trouble.hidden = !text;
    if (!signIn) return;
    var link = document.createElement('a');
    link.href = trouble.dataset.signIn;
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = 'Đăng nhập ở cửa sổ mới';
    trouble.append(' ', link, ', rồi làm lại.');
  }

  function problemIn(html) {
    var found = new DOMParser().parseFromString(html || '', 'text/html').querySelector('[data-error]');
    return found ? found.textContent.replace(/\s+/g, ' ').trim() : '';
  }

  var WORDS = { // what was not done, what to do: of a step, of a part of the page that was clicked for
    write: ['việc vừa bấm chưa làm được. Chữ đang gõ không mất', 'Máy chủ chưa làm được việc vừa bấm. Chữ đang gõ không mất; hãy bấm lại sau ít phút.'],
    read: ['phần vừa bấm chưa mở được. Chữ đang gõ không mất', 'Máy chủ chưa mở được phần vừa bấm. Hãy bấm lại sau ít phút.']
  };

  function failed(kind, status, html) {
    if (!kind || !trouble) return;
    if (!status) tell('Chưa có mạng nên ' + WORDS[kind][0] + '; có mạng, hãy bấm lại.');
    else if (status === 401) tell('Phiên làm việc đã hết nên ' + WORDS[kind][0] + '.', true);
    else tell((kind === 'write' && problemIn(html)) || WORDS[kind][1]);
  }

  function isWrite(detail) { // of htmx 2, of htmx 4
    var verb = detail.requestConfig ? detail.requestConfig.verb : detail.ctx && detail.ctx.request && detail.ctx.request.method;
    return Boolean(verb) && verb.toLowerCase() !== 'get';
  }

  function wish(detail) { // what a person asked for; "" of what the page does by itself
    if (isWrite(detail)) return 'write';
    var asked = detail.requestConfig ? detail.requestConfig.triggeringEvent : detail.ctx && detail.ctx.sourceEvent;
    return asked && /^(click|submit|change)$/.test(asked.type) ? 'read' : '';
  }

  ['htmx:sendError', 'htmx:timeout', 'htmx:responseError'].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var answer = event.detail.xhr;
      failed(wish(event.detail), answer ? answer.status : 0, answer && answer.responseText);
    });
  });
  document.addEventListener('htmx:beforeSwap', function (event) {
    if (!trouble || !wish(event.detail)) return;
    if (!isWrite(event.detail)) { if (event.detail.xhr.status < 400) tell(''); return; }
    if (!problemIn(event.detail.serverResponse)) { tell(''); return; }
    event.detail.shouldSwap = false;
    failed('write', event.detail.xhr.status, event.detail.serverResponse);
  });
  document.addEventListener('htmx:response:error', function (event) {
    var ctx = event.detail.ctx;
    if (isWrite(event.detail) && problemIn(ctx.text)) ctx.swap = 'none';
    failed(wish(event.detail), ctx.response.status, ctx.text);
  });
  document.addEventListener('htmx:error', function (event) {
    var ctx = event.detail.ctx;
    if (ctx && !ctx.response) failed(wish(event.detail), 0, '');
  });
  document.addEventListener('htmx:before:swap', function (event) {
    var ctx = event.detail.ctx;
    if (trouble && wish(event.detail) && ctx.response && ctx.response.status < 400) tell('');
  });

  // A double click, or a second one while a slow line keeps the page waiting, is one click: some
  // steps undo themselves when done twice. On the window, behind all who may still hold a form back.
  var SAME_CLICK = 6000, sent = null;
  window.addEventListener('submit', function (event) {
    if (event.defaultPrevented || event.target.method !== 'post') return;
    var now = Date.now(), form = event.target, said = new URLSearchParams(new FormData(form)).toString();
    var again = sent && sent.form === form && sent.button === event.submitter && sent.said === said;
    if (again && now - sent.at < SAME_CLICK) { event.preventDefault(); return; }
    sent = { form: form, button: event.submitter, said: said, at: now };
  });
  window.addEventListener('pageshow', function () { sent = null; });

  function showPasswordButtons() {
    document.querySelectorAll('[data-show-password]').forEach(function (button) {
      var input = document.getElementById(button.dataset.showPassword);
      if (!input) return;
      button.hidden = false;
      button.addEventListener('click', function () {
        var shown = input.type === 'text';
        input.type = shown ? 'password' : 'text';
        button.textContent = shown ? 'Hiện mật khẩu' : 'Ẩn mật khẩu';
      });
    });
  }

  // A browser words its file button in its own language ("Choose File"); this one says it in ours.
  // The input itself stays on top, unseen: clicking, dropping, keys and labels are the browser's.
  function wordFileInput(input) {
    if (input.closest('.file-choice')) return;
    var around = document.createElement('span'), button = document.createElement('span'), names = document.createElement('span');
    around.className = 'file-choice form-control';
    button.className = 'file-choice-button';
    button.textContent = input.multiple ? 'Chọn các tệp' : 'Chọn tệp';
    names.className = 'file-choice-names';
    names.textContent = 'Chưa chọn tệp nào';
    [button, names].forEach(function (part) { part.setAttribute('aria-hidden', 'true'); });
    input.replaceWith(around);
    around.append(button, names, input);
  }
  function wordFileInputs() {
    document.querySelectorAll('input[type="file"]').forEach(wordFileInput);
    document.querySelectorAll('template').forEach(function (one) { one.content.querySelectorAll('input[type="file"]').forEach(wordFileInput); });
  }
  document.addEventListener('change', function (event) {
    var names = event.target.type === 'file' && event.target.closest('.file-choice') && event.target.closest('.file-choice').querySelector('.file-choice-names');
    if (names) names.textContent = Array.from(event.target.files, function (file) { return file.name; }).join(', ') || 'Chưa chọn tệp nào';
  });
  document.addEventListener('htmx:afterSettle', wordFileInputs);
  document.addEventListener('htmx:after:settle', wordFileInputs);

  function start() { loadLocalHtmx(); showPasswordButtons(); wordFileInputs(); }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
