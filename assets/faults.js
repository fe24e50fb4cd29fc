// Faults that Gradio shows at fields: each is tied to its control and announced, the first is brought into view and
// its control gets the focus; a fault goes away as soon as its field is changed. See parts/faults.py.
(() => {
  const FAULT = "div.validation-error";
  const CONTROL = "textarea, input:not([type=file]):not([type=hidden]), button, [tabindex='0']";
  const FILLED = "img[src], video[src], audio[src], .file-preview tr, .waveform-container"; // something was chosen
  const known = new Map(); // fault -> its block, its control, and what the field held
  let number = 0, timer = 0;

  const seen = (element) => element.getClientRects().length > 0;

  // what a field holds, as far as it shows
  const held = (block) =>
    JSON.stringify([
      ...[...block.querySelectorAll("textarea, input:not([type=file])")].map((e) => [e.value, e.checked]),
      block.querySelectorAll(FILLED).length,
    ]);

  const controlOf = (block) => {
    const all = [...block.querySelectorAll(CONTROL)].filter((e) => !e.disabled && !e.closest(FAULT));
    return all.find(seen) ?? all[0] ?? block;
  };

  const mark = (fault) => {
    const block = fault.closest(".block") ?? fault.parentElement;
    const control = controlOf(block);
    fault.id ||= `fault-${++number}`;
    fault.hidden = false;
    fault.setAttribute("role", "alert");
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", fault.id);
    known.set(fault, { block, control, before: held(block) });
  };

  const unmark = (fault) => {
    const { control } = known.get(fault);
    if (control.getAttribute("aria-describedby") === fault.id) {
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
    }
    fault.hidden = true;
  };

  // open the tabs and folds in which an element lies, the outermost first
  const reveal = (element) => {
    const around = [];
    for (let e = element.parentElement; e; e = e.parentElement) around.unshift(e);
    for (const e of around) {
      if (e.getAttribute("role") !== "tabpanel" || seen(e)) continue;
      document.querySelector(`[role=tab][aria-controls="${e.id}"]`)?.click();
    }
  };

  const goTo = (control, block) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    control.focus({ preventScroll: true });
    block.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  };

  const showFirst = () => {
    const faults = [...known.keys()].filter((fault) => fault.isConnected && !fault.hidden);
    const first = faults.find((fault) => seen(known.get(fault).block)) ?? faults[0];
    if (!first) return;
    const hidden = !seen(known.get(first).block);
    if (hidden) reveal(first);
    setTimeout(() => {
      const { block } = known.get(first) ?? {};
      if (!block?.isConnected) return;
      mark(first); // a control that was hidden may be another one now
      goTo(known.get(first).control, block);
    }, hidden ? 150 : 0);
  };

  const update = () => {
    timer = 0;
    let fresh = false;
    for (const fault of known.keys()) {
      if (!fault.isConnected) {
        unmark(fault);
        known.delete(fault);
      } else if (!fault.hidden && held(known.get(fault).block) !== known.get(fault).before) {
        unmark(fault);
      }
    }
    for (const fault of document.querySelectorAll(FAULT)) {
      if (known.has(fault)) continue;
      mark(fault);
      fresh = true;
    }
    if (fresh) setTimeout(showFirst, 100); // the others come in the same moment, and so may another tab
  };

  const soon = () => {
    timer ||= setTimeout(update, 40);
  };
  new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true });
  for (const event of ["input", "change", "click", "keyup", "focusout"]) {
    document.addEventListener(event, soon, { capture: true, passive: true });
  }

  // the first of these controls that is there comes into view and gets the focus
  window.reviveFocus = (selector) =>
    setTimeout(() => {
      const control = document.querySelector(selector);
      if (control) goTo(control, control.closest(".block") ?? control);
    }, 150);
})();
