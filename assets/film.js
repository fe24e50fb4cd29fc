// The scenes of a story: their buttons are sent to the page, and the focus stays with the scene that was pressed.
window.reviveStory = (list, trigger) => {
  if (list.dataset.wired) return; // its content is drawn again and again
  list.dataset.wired = "yes";
  let wanted = null;

  list.addEventListener("click", (click) => {
    const pressed = click.target.closest("[data-action]");
    if (!pressed) return;
    const { action } = pressed.dataset;
    const scene = Number(pressed.closest("[data-scene]").dataset.scene);
    const to = scene + ({ up: -1, down: 1 }[action] ?? 0);
    if (action !== "edit") wanted = { action, to };
    trigger("edit", { entry: scene, action });
  });

  let drawn = 0;
  const focus = () => {
    const scenes = list.querySelectorAll("[data-scene]");
    if (!wanted || !scenes.length) return;
    const card = scenes[Math.min(wanted.to, scenes.length - 1)];
    const same = card.querySelector(`[data-action="${wanted.action}"]:not(:disabled)`);
    (same ?? card.querySelector("[data-action]:not(:disabled)"))?.focus();
    wanted = null;
  };
  new MutationObserver(() => {
    clearTimeout(drawn); // until all of it is drawn
    drawn = setTimeout(focus, 50);
  }).observe(list, { childList: true, subtree: true, attributes: true, characterData: true });
};
