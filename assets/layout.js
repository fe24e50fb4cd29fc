// What the style sheet cannot do alone: measure the bar at the bottom of a phone, fold the long settings there, and bring
// a finished clip into view where it would be out of sight.
(() => {
  const PHONE = matchMedia("(max-width: 760px)");

  function measure() {
    const bar = document.querySelector(".actions");
    const height = bar && getComputedStyle(bar).position === "fixed" ? bar.getBoundingClientRect().height : 0;
    document.documentElement.style.setProperty("--bar", `${Math.round(height)}px`);
  }

  function fold() {
    if (!PHONE.matches) return;
    const open = document.querySelector("#understood > button.open, #understood > button[aria-expanded=true]");
    open?.click();
  }

  let watched = null;
  let folded = false;
  let clip = "";
  new MutationObserver(() => {
    const bar = document.querySelector(".actions");
    if (bar && bar !== watched) {
      watched = bar;
      new ResizeObserver(measure).observe(bar);
      measure();
    }
    if (!folded && document.querySelector("#understood > button")) {
      folded = true;
      fold();
    }
    const video = document.querySelector("#clip video");
    const shown = video?.currentSrc || video?.src || "";
    if (shown !== clip) {
      clip = shown;
      if (shown && PHONE.matches) video.scrollIntoView({ block: "center", behavior: "smooth" });
    }
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["src"] });
  PHONE.addEventListener("change", measure);
})();
