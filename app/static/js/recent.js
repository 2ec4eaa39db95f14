/* "Đ/c … vừa lưu mục này": asked every half minute, only while the page is seen. */
(function () {
  'use strict';
  const place = document.querySelector('[data-recent]');
  if (!place) return;
  setInterval(() => { if (!document.hidden && window.htmx) window.htmx.trigger(place, 'tick'); }, 30000);
})();
