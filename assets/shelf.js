// The shelf: plays what was made, one or two beside each other; its other buttons are sent to the page.
window.reviveShelf = (strip, trigger) => {
  if (strip.dataset.wired) return; // its content is drawn again and again
  strip.dataset.wired = "yes";
  const viewer = () => document.querySelector(".shelf-viewer");
  const section = () => strip.querySelector(".shelf");
  const shown = () => [...viewer().querySelectorAll("figure")];

  const button = (text, press) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "shelf-button";
    made.textContent = text;
    made.addEventListener("click", press);
    return made;
  };

  const mark = () => {
    const names = shown().map((figure) => figure.dataset.entry);
    for (const card of strip.querySelectorAll("[data-entry]")) {
      card.querySelector(".shelf-play").setAttribute("aria-pressed", names.includes(card.dataset.entry));
    }
    viewer().hidden = !names.length;
    viewer().querySelector(".shelf-both")?.remove();
    const videos = [...viewer().querySelectorAll("video")];
    if (videos.length === 2) {
      const both = button(section().dataset.both, () => {
        for (const video of videos) {
          video.currentTime = 0;
          video.play();
        }
      });
      both.classList.add("shelf-both");
      viewer().append(both);
    }
  };

  const close = (figure) => {
    figure.querySelector("video")?.pause();
    figure.remove();
    mark();
  };

  const show = (card, beside) => {
    const { entry, file, title, kind, track } = card.dataset;
    const others = shown().filter((figure) => figure.dataset.entry !== entry);
    const already = shown().find((figure) => figure.dataset.entry === entry);
    for (const figure of beside ? others.slice(0, -1) : others) figure.remove();
    if (!already) {
      const figure = document.createElement("figure");
      const picture = document.createElement(kind !== "portrait" ? "video" : "img");
      figure.dataset.entry = entry;
      picture.src = file;
      if (kind !== "portrait") {
        picture.controls = true;
        picture.playsInline = true;
        picture.poster = card.querySelector("img").src;
        picture.setAttribute("aria-label", title);
        if (track) {
          const captions = document.createElement("track");
          Object.assign(captions, { kind: "captions", src: track, label: section().dataset.captions });
          picture.append(captions);
        }
      } else {
        picture.alt = title;
      }
      const caption = document.createElement("figcaption");
      const away = button(section().dataset.close, () => {
        close(figure);
        card.querySelector(".shelf-play")?.focus();
      });
      away.setAttribute("aria-label", `${section().dataset.close}: ${title}`);
      caption.append(title, away);
      figure.append(picture, caption);
      viewer().prepend(figure);
    }
    mark();
    const playing = viewer().querySelector(`[data-entry="${CSS.escape(entry)}"] video`);
    if (!beside) playing?.play().catch(() => {});
    viewer().scrollIntoView({ block: "nearest" });
  };

  strip.addEventListener("click", (click) => {
    const pressed = click.target.closest("[data-event]");
    const card = pressed?.closest("[data-entry]");
    if (!card) return;
    const { event } = pressed.dataset;
    if (event === "play" || event === "beside") {
      show(card, event === "beside");
    } else if (event === "delete" && !pressed.dataset.asked) {
      pressed.dataset.asked = pressed.textContent;
      pressed.setAttribute("aria-live", "polite");
      pressed.setAttribute("aria-label", `${section().dataset.sure} ${card.dataset.title}`);
      pressed.textContent = section().dataset.sure;
    } else {
      if (event === "delete") {
        const figure = shown().find((one) => one.dataset.entry === card.dataset.entry);
        if (figure) close(figure);
      }
      trigger(event, { entry: card.dataset.entry });
    }
  });

  // a question that was not answered is asked again
  strip.addEventListener("focusout", (left) => {
    const pressed = left.target.closest("[data-asked]");
    if (!pressed) return;
    const [name, title] = [pressed.dataset.asked, pressed.closest("[data-entry]").dataset.title];
    delete pressed.dataset.asked;
    pressed.textContent = name;
    pressed.setAttribute("aria-label", `${name}: ${title}`);
  });
};
