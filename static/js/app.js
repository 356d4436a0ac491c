// Everything works without this file. No library, no inline script, no innerHTML (Trusted Types).
(() => {
  "use strict";

  // How many characters are left. Never blocks typing; read aloud only after a pause.
  for (const area of document.querySelectorAll("textarea[data-limit]")) {
    const count = document.getElementById(`${area.id}_count`);
    if (!count) continue;
    const spoken = document.createElement("span");
    spoken.className = "nlds-hidden";
    spoken.setAttribute("role", "status");
    count.after(spoken);
    let pause = 0;
    const tell = () => {
      const left = Number(area.dataset.limit) - [...area.value].length;
      const over = left < 0;
      count.textContent = (over ? count.dataset.over : count.dataset.left).replace("{n}", Math.abs(left));
      count.classList.toggle("nlds-count--over", over);
    };
    area.addEventListener("input", () => {
      tell();
      clearTimeout(pause);
      pause = setTimeout(() => { spoken.textContent = count.textContent; }, 1500);
    });
    if (area.value) tell();
  }

  // "I do not know" goes with nothing else.
  document.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    const group = target.closest(".nlds-options");
    if (!group?.querySelector("[data-exclusive]")) return;
    const alone = "exclusive" in target.dataset;
    for (const other of group.querySelectorAll("input:checked")) {
      if (other !== target && (alone || "exclusive" in other.dataset)) other.checked = false;
    }
  });

  // Say that something is not saved yet, and ask before leaving.
  for (const bar of document.querySelectorAll("[data-save]")) {
    const form = bar.closest("form");
    let changed = false;
    form.addEventListener("input", () => {
      changed = true;
      bar.dataset.state = "changed";
      bar.querySelector("[data-save-text]").textContent = bar.dataset.changed;
    });
    form.addEventListener("submit", () => { changed = false; });
    addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  }

  // A double click is one request.
  let sent = 0;
  document.addEventListener("submit", (event) => {
    if (event.timeStamp - sent < 1000 && sent) event.preventDefault();
    else sent = event.timeStamp;
  });

  // For paper: a closed explanation is part of what was asked.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll(".nlds-details")) details.open = true;
  });
})();
