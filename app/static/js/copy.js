/* "Chép": puts the text of a box on the clipboard. */
(function () {
  'use strict';
  document.querySelectorAll('[data-copy]').forEach((button) => {
    const box = document.getElementById(button.dataset.copy), done = document.getElementById(button.dataset.copy + '-xong');
    button.hidden = false;
    button.addEventListener('click', () => {
      const said = () => { if (done) done.textContent = 'Đã chép.'; };
      const byHand = () => { box.focus(); box.select(); if (document.execCommand('copy')) said(); };
      if (navigator.clipboard) navigator.clipboard.writeText(box.value).then(said, byHand); else byHand();
    });
  });
})();
