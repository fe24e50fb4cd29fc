// Faults: what keeps a button from doing its work, said below each field until that field is changed; see
// parts/faults.py. Gradio says which they are, but lets go of them with the next event of the form: they are kept here.
(() => {
  const CONTROL = "textarea, input:not([type=file]):not([type=hidden]), button, [tabindex='0']";
  const CHOSEN = "img[src], video[src], audio[src], .file-preview tr, .waveform-container"; // of a field for a file
  const faults = new Map(); // block of a field -> the message, the control, and what the field held
  const taken = new WeakSet(); // Gradio's messages that were seen
  let number = 0, timer = 0;

  const seen = (element) => element.getClientRects().length > 0;

  const held = (block) =>
    JSON.stringify([
      ...[...block.querySelectorAll("textarea, input:not([type=file])")].map((e) => [e.value, e.checked]),
      block.querySelectorAll(CHOSEN).length,
    ]);

  const controlOf = (block) => {
    const all = [...block.querySelectorAll(CONTROL)].filter((e) => !e.disabled && !e.closest("div.validation-error"));
    return all.find(seen) ?? all[0] ?? block;
  };

  const say = (block, sentence) => {
    clear(block);
    const control = controlOf(block), message = document.createElement("div");
    Object.assign(message, { id: `fault-${++number}`, className: "fault", textContent: sentence });
    message.setAttribute("role", "alert");
    block.append(message);
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", message.id);
    faults.set(block, { message, control, before: held(block) });
  };

  const clear = (block) => {
    const fault = faults.get(block);
    if (!fault) return;
    fault.control.removeAttribute("aria-invalid");
    fault.control.removeAttribute("aria-describedby");
    fault.message.remove();
    faults.delete(block);
  };

  // open the tabs in which an element lies, the outermost first
  const reveal = (element) => {
    const around = [];
    for (let e = element; e; e = e.parentElement) around.unshift(e);
    for (const e of around) {
      if (e.getAttribute("role") !== "tabpanel" || seen(e)) continue;
      const tab = document.getElementById(e.getAttribute("aria-labelledby"))
        ?? document.querySelector(`[role=tab][aria-controls="${e.id}"]`);
      tab?.click();
    }
  };

  const goTo = (control, block) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    control.focus({ preventScroll: true });
    block.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  };

  const goToFirst = () => {
    const blocks = [...document.querySelectorAll(".fault")].map((message) => message.parentElement);
    const first = blocks.find(seen) ?? blocks[0];
    if (!first) return;
    const hidden = !seen(first);
    if (hidden) reveal(first);
    setTimeout(() => {
      const fault = faults.get(first);
      if (!fault) return;
      if (hidden) say(first, fault.message.textContent); // another control may be seen now
      goTo(faults.get(first).control, first);
    }, hidden ? 150 : 0);
  };

  const update = () => {
    timer = 0;
    for (const [block, fault] of faults) {
      if (!block.isConnected || held(block) !== fault.before) clear(block);
    }
    let fresh = false;
    for (const message of document.querySelectorAll("div.validation-error")) {
      const block = message.closest(".block");
      if (!block || taken.has(message)) continue;
      taken.add(message);
      say(block, message.textContent.trim());
      fresh = true;
    }
    if (fresh) setTimeout(goToFirst, 100); // the others come in the same moment, and so may another tab
  };

  const soon = () => {
    timer ||= setTimeout(update, 40);
  };
  new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true });
  for (const event of ["input", "change", "click", "keyup", "focusout"]) {
    document.addEventListener(event, soon, { capture: true, passive: true });
  }
  document.addEventListener("click", (event) => {
    // a double click is one press: the second would begin the work twice
    if (event.detail > 1 && event.target.closest?.("button.lg")) return event.stopImmediatePropagation();
    if (event.target.closest?.(".guarded")) [...faults.keys()].forEach(clear); // all is checked anew
  }, { capture: true });

  // this control, once it is there, comes into view and gets the focus
  window.reviveFocus = (selector) =>
    setTimeout(() => {
      const control = document.querySelector(selector);
      if (control) goTo(control, control.closest(".block") ?? control);
    }, 150);
})();
