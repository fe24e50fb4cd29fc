// For those who use the keyboard, a screen reader or another language: tabs by arrow keys, the way to the Make button, and
// names for what Gradio leaves without one or says in English (texts/gradio_labels.py).
(() => {
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"];
  // what visitors write and what Revive itself says stays as it is
  const OURS = ".html-container, .prose, textarea, [contenteditable]";
  const exact = new Map();
  const patterns = [];

  for (const [english, text] of Object.entries(window.reviveLabels ?? {})) {
    if (!english.includes("{")) {
      exact.set(english, text);
      continue;
    }
    const names = [...english.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
    const escaped = english.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, "(.+)");
    patterns.push({ names, text, like: new RegExp(`^${escaped}$`) });
  }

  function translated(said) {
    const plain = said.trim();
    if (!plain) return null;
    if (exact.has(plain)) return exact.get(plain);
    for (const { names, text, like } of patterns) {
      const found = plain.match(like);
      if (found) return text.replace(/\{(\w+)\}/g, (_, name) => found[1 + names.indexOf(name)]);
    }
    return null;
  }

  function translate(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = translated(node.data);
      if (text !== null && text !== node.data.trim() && !node.parentElement?.closest(OURS)) node.data = text;
      return;
    }
    for (const name of ATTRIBUTES) {
      const text = node.hasAttribute(name) ? translated(node.getAttribute(name)) : null;
      if (text !== null && text !== node.getAttribute(name) && !node.closest(".html-container")) {
        node.setAttribute(name, text);
      }
    }
  }

  const set = (element, name, value) => {
    if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  // the tabs of a list, and the panel that is open: one stop for the Tab key, the others by arrow keys
  let numbers = 0;
  function mendTabs(list) {
    const box = list.closest(".tabs");
    const panels = [...box.children].filter((child) => child.matches(".tabitem"));
    const tabs = [...list.querySelectorAll(":scope > [role=tab]")];
    for (const [at, tab] of tabs.entries()) {
      tab.id ||= `tab-${(numbers += 1)}`;
      const chosen = tab.getAttribute("aria-selected") === "true";
      set(tab, "tabindex", chosen ? "0" : "-1");
      const panel = panels.length === tabs.length ? panels[at] : panels.find((one) => one.checkVisibility());
      if (!panel || (panels.length !== tabs.length && !chosen)) {
        tab.removeAttribute("aria-controls");
        continue;
      }
      panel.id ||= `panel-${tab.id}`;
      set(panel, "role", "tabpanel");
      set(panel, "aria-labelledby", tab.id);
      set(tab, "aria-controls", panel.id);
    }
  }

  function mend(root) {
    for (const list of root.querySelectorAll("[role=tablist]")) mendTabs(list);
    // icons that are buttons but a keyboard does not know it
    for (const icon of root.querySelectorAll("div.icon[title]")) set(icon.closest("button"), "aria-label", icon.title);
    // a picture that can be touched is called as its field is, if that has a name
    for (const picture of root.querySelectorAll(".image-container > button, .gallery-item > button")) {
      const name = picture.closest(".block")?.querySelector("[data-testid=block-label]")?.textContent.trim()
        || exact.get("detailed view of selected image");
      if (name && !picture.textContent.trim()) set(picture, "aria-label", name);
    }
    // a choice's hint is the word by which programs know it, beside its name in the visitor's language
    for (const choice of root.querySelectorAll("input:is([type=checkbox], [type=radio])[title]")) {
      choice.removeAttribute("title");
    }
    for (const empty of root.querySelectorAll("div.empty[aria-label]:not([role])")) set(empty, "role", "img");
    for (const box of root.querySelectorAll("#status, .moments")) {
      if (box.scrollHeight > box.clientHeight + 1) set(box, "tabindex", "0");
      else box.removeAttribute("tabindex");
    }
  }

  let planned = false;
  function plan() {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      mend(document);
    });
  }

  function visit(node) {
    translate(node);
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches("script, style")) return;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) translate(walker.currentNode);
  }

  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach((node) => [1, 3].includes(node.nodeType) && visit(node));
      else translate(target);
    }
    plan();
  }).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: [...ATTRIBUTES, "aria-selected", "aria-controls", "role"],
  });

  addEventListener("keydown", (pressed) => {
    const tab = pressed.target.closest?.("[role=tab]");
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[pressed.key];
    if (!tab || !step || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return;
    pressed.preventDefault();
    const tabs = [...tab.closest("[role=tablist]").querySelectorAll(":scope > [role=tab]:not(:disabled)")];
    const here = tabs.indexOf(tab) + step;
    const next = tabs[step === -Infinity ? 0 : step === Infinity ? tabs.length - 1 : (here + tabs.length) % tabs.length];
    next.click();
    requestAnimationFrame(() => next.focus());
  });

  addEventListener("click", (click) => {
    const tab = click.target.closest?.("[role=tab]");
    if (tab) tab.scrollIntoView({ block: "nearest", inline: "center" });
    if (!click.target.closest?.("a.skip")) return;
    click.preventDefault();
    document.querySelector('[role=tab][data-tab-id="make"]')?.click();
    setTimeout(() => {
      const button = [...document.querySelectorAll("#make, #cancel")].find((one) => one.checkVisibility());
      button?.focus();
      button?.scrollIntoView({ block: "nearest" });
    }, 100);
  });
})();
