// Warns before the session ends; the server says when.
(() => {
  "use strict";
  const box = document.querySelector("[data-session]");
  const form = box.querySelector("form");
  const EARLY = 120_000;
  let end = Date.now() + Number(box.dataset.session) * 1000;
  let timer = 0;

  const show = () => {
    const left = end - Date.now();
    box.hidden = left > EARLY;
    form.hidden = left <= 0;
    box.querySelector("[data-session-over]").hidden = left > 0;
    clearTimeout(timer);
    if (left > 0) timer = setTimeout(ask, Math.max(left > EARLY ? left - EARLY : left, 1000));
  };

  const ask = async (asking = {}) => {
    try {
      const answer = await fetch(form.action, asking);
      // Redirected to the sign-in: over.
      end = answer.redirected ? 0 : Date.now() + (await answer.json()).left * 1000;
    } catch {
      // Offline: our own count goes on.
    }
    show();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask({ method: "POST", body: new FormData(form) });
  });
  document.addEventListener("visibilitychange", show);
  show();
})();
