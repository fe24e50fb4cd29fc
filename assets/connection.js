// The connection: says in the page's language when the server is gone, waits for it, and opens the page again; and asks
// before the page is left while something would be lost.
(() => {
  const EVERY = 5000, WHEN_LOST = 2000; // milliseconds between two looks
  const GRADIO = /Connection Lost|Connection errored out|Connection to the server was lost/;
  let page = null; // which start of the server this page belongs to
  let broken = false; // Gradio has given its events up
  let waiting = null;

  const banner = () => document.querySelector("#connection");

  const show = (lost) => {
    if (banner()) banner().hidden = !lost;
  };

  const again = () => {
    window.reviveLeaving = true;
    window.location.reload();
  };

  const look = async () => {
    clearTimeout(waiting);
    let lost = true;
    try {
      const answer = await fetch("healthz", { cache: "no-store", signal: AbortSignal.timeout(EVERY) });
      if (answer.ok) {
        const now = (await answer.json()).page;
        page ??= now;
        lost = false;
        if (broken || now !== page) return again();
      }
    } catch {
      // no answer: the server is gone, or the network
    }
    show(lost);
    waiting = setTimeout(look, lost ? WHEN_LOST : EVERY);
  };

  // Gradio says it in English alone
  const watch = new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      const toast = node.nodeType === 1 && (node.closest(".toast-wrap") ?? node.querySelector(".toast-wrap"));
      if (toast && GRADIO.test(toast.textContent)) {
        toast.style.display = "none";
        broken = true;
        show(true);
        look();
        return;
      }
    }
  });

  const recorders = new Set();
  const record = window.MediaRecorder?.prototype.start;
  if (record) {
    MediaRecorder.prototype.start = function (...how) {
      recorders.add(this);
      this.addEventListener("stop", () => recorders.delete(this), { once: true });
      return record.apply(this, how);
    };
  }

  let sending = 0; // files on their way
  const ask = window.fetch;
  window.fetch = async function (where, how) {
    const upload = String(where?.url ?? where).includes("/upload?");
    sending += upload;
    try {
      return await ask.call(this, where, how);
    } finally {
      sending -= upload;
    }
  };

  // What would be lost by leaving: a file on its way or a recording; and where the server deletes what it made for a
  // visitor who has gone, a clip that is being made or was not saved.
  const unsaved = () => {
    if (sending || recorders.size) return true;
    const shown = (element) => element && element.offsetParent !== null;
    return document.querySelector("#connection")?.dataset.lost === "yes"
      && (shown(document.querySelector("#cancel")) || document.querySelector('.shelf [data-saved="no"]') !== null);
  };

  addEventListener("beforeunload", (leaving) => {
    if (window.reviveLeaving || !unsaved()) return;
    leaving.preventDefault();
    leaving.returnValue = true;
  });

  addEventListener("click", (click) => {
    // the other language of this page: everything is there again
    if (click.target.closest?.(".masthead nav a") && !sending && !recorders.size) window.reviveLeaving = true;
  }, true);

  const begin = () => {
    watch.observe(document.body, { childList: true, subtree: true });
    look();
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("online", look);
})();
