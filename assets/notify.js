// When a long job is done while the page is out of sight, the browser says so, if the visitor has asked for that; and
// the title of the window tells it in any case, until the page is looked at again.
(() => {
  const STATUS = "#status, #restore-status, #imagine-status, #preview-status, #words-status, #match-status, #teach-status";
  const title = document.title;
  let asked = false;
  const running = new Set();
  const NEXT = 1500; // milliseconds within which the next of several clips begins


  const word = (key) =>
    document.querySelector(`#notify-words [data-key="${key}"][lang="${window.reviveLanguage}"]`)?.textContent ?? "";

  function tell(failed) {
    if (document.visibilityState === "visible" && document.hasFocus()) return;
    const said = word(failed ? "notify_failed" : "notify_ready");
    document.title = `${said} · ${title}`;
    if (!asked || !("Notification" in window) || Notification.permission !== "granted") return;
    const shown = new Notification("Revive", { body: said, icon: "favicon.ico", tag: "revive" });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  }

  function ended(status) {
    if (!running.has(status.id) && !status.querySelector(".progress")) tell(Boolean(status.querySelector(".note.wrong")));
  }

  const unseen = () => document.visibilityState === "visible" && (document.title = title);
  document.addEventListener("visibilitychange", unseen);
  window.addEventListener("focus", unseen);

  new MutationObserver(() => {
    for (const status of document.querySelectorAll(STATUS)) {
      if (status.querySelector(".progress")) running.add(status.id);
      else if (running.delete(status.id) && status.querySelector(".note")) setTimeout(() => ended(status), NEXT);
    }
  }).observe(document, { childList: true, subtree: true });

  document.addEventListener("change", async (event) => {
    if (!event.target.closest?.("#notify")) return;
    asked = event.target.checked;
    if (asked && "Notification" in window && Notification.permission === "default") await Notification.requestPermission();
    if (asked && (!("Notification" in window) || Notification.permission === "denied")) event.target.checked = asked = false;
  });
})();
