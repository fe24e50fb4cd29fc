// Drafts: what stands in the form, kept in this tab (session storage) until everything is deleted; see parts/drafts.py.
window.reviveDrafts = {
  KEY: "revive_drafts",
  ready: false, // false until the form was filled again, so that an empty form does not replace the draft

  read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.KEY)) ?? {};
    } catch {
      return {};
    }
  },

  // values by name; a file as its name here, without the "/__files__/" by which the page would look for it at once
  save(names, values) {
    if (!this.ready) return;
    const plain = (value) => {
      if (Array.isArray(value)) return value.map(plain);
      const path = value?.path ?? value?.video?.path;
      return path ? { file: path.replace(/^.*__files__\//, "") } : value;
    };
    const draft = Object.fromEntries(names.map((name, at) => [name, plain(values[at])]));
    try {
      sessionStorage.setItem(this.KEY, JSON.stringify(draft));
    } catch {
      // the storage is full or closed; the form itself still has everything
    }
  },

  // after everything was deleted: what is said of it is shown on the empty page, where the button is
  erase(said) {
    sessionStorage.clear();
    if (said) sessionStorage.setItem("revive_erased", said);
    this.ready = false;
    window.reviveLeaving = true;
    window.location.reload();
  },

  erased() {
    const said = sessionStorage.getItem("revive_erased") ?? "";
    sessionStorage.removeItem("revive_erased");
    if (said) {
      setTimeout(() => {
        const place = document.querySelector("#erased");
        place.tabIndex = -1;
        place.scrollIntoView({ block: "center" });
        place.focus({ preventScroll: true });
      }, 300);
    }
    return said;
  },
};
