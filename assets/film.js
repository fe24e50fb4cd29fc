// The scenes of a story: their buttons are sent to the page. The focus stays with the scene that was pressed, goes into
// its settings when they open, and back to it when they close.
(() => {
  let wanted = null; // {action, to}: the button that gets the focus once the scenes are drawn again
  let opened = null; // the scene whose settings were opened
  const row = (number) => {
    const rows = document.querySelectorAll(":is(#story, #story-rest) [data-scene]");
    return rows[Math.min(number, rows.length - 1)];
  };

  window.reviveStory = (list, trigger) => {
    if (list.dataset.wired) return; // its content is drawn again and again
    list.dataset.wired = "yes";

    list.addEventListener("click", (click) => {
      const pressed = click.target.closest("[data-action]");
      if (!pressed) return;
      const { action } = pressed.dataset;
      const scene = Number(pressed.closest("[data-scene]").dataset.scene);
      opened = action === "edit" ? scene : null;
      const stays = action === "edit" || !pressed.closest("#story, #story-rest");
      wanted = stays ? null : { action, to: scene + ({ up: -1, down: 1 }[action] ?? 0) };
      trigger("edit", { entry: scene, action });
    });

    let drawn = 0;
    const focus = () => {
      const card = wanted && row(wanted.to);
      if (!card) return;
      const same = card.querySelector(`[data-action="${wanted.action}"]:not(:disabled)`);
      (same ?? card.querySelector("[data-action]:not(:disabled)"))?.focus();
      wanted = null;
    };
    new MutationObserver(() => {
      clearTimeout(drawn); // until all of it is drawn
      drawn = setTimeout(focus, 50);
    }).observe(list, { childList: true, subtree: true, attributes: true, characterData: true });
  };

  // after each event that may open or close the settings of a scene
  window.reviveScene = () =>
    setTimeout(() => {
      const heading = document.querySelector("#scene-heading h2");
      if (heading?.checkVisibility()) {
        opened ??= Number(heading.dataset.scene);
        if (!document.querySelector("#scene").contains(document.activeElement)) heading.focus();
        document.querySelector("#scene").scrollIntoView({ block: "nearest" });
      } else if (opened !== null) {
        row(opened)?.querySelector("[data-action=edit]").focus();
        opened = null;
      }
    }, 100);
})();
