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

  function start() { loadLocalHtmx(); showPasswordButtons(); }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
