// What the style sheet cannot do alone: keep Make and its progress in view where the column beside the form has scrolled
// away, measure that bar, fold the long settings on a phone, and bring a finished clip into view there.
(() => {
  const PHONE = matchMedia("(max-width: 760px)");
  const GAP = 12; // pixels between what stands in the column
  const root = document.documentElement;
  let watched = null;

  const height = (element) => element.getBoundingClientRect().height;

  function pin() {
    if (!watched?.isConnected) return;
    const column = watched.closest(".result");
    const above = [...column.children].slice(0, [...column.children].indexOf(watched)).reverse();
    const before = above.find((one) => one.checkVisibility() && height(one));
    const box = column.getBoundingClientRect();
    const top = before ? before.getBoundingClientRect().bottom + GAP : box.top;
    const away = !PHONE.matches && column.checkVisibility() && (top < 0 || top + height(watched) > innerHeight);
    watched.classList.toggle("pinned", away);
    column.style.paddingBottom = away ? `${height(watched) + GAP}px` : ""; // its room is kept
    if (away) {
      root.style.setProperty("--bar-left", `${box.left}px`);
      root.style.setProperty("--bar-width", `${box.width}px`);
    }
    const bar = getComputedStyle(watched).position === "fixed" ? height(watched) : 0;
    root.style.setProperty("--bar", `${Math.round(bar)}px`);
  }

  let planned = false;
  function plan() {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      pin();
    });
  }

  // it is drawn before it listens
  function fold(times) {
    const open = document.querySelector("#understood > button.open");
    if (!open || !times) return;
    open.click();
    setTimeout(() => fold(times - 1), 200);
  }

  let folded = false;
  let clip = "";
  new MutationObserver(() => {
    const bar = document.querySelector(".actions");
    if (bar && bar !== watched) {
      watched = bar;
      const sizes = new ResizeObserver(plan);
      sizes.observe(bar);
      sizes.observe(bar.closest(".work"));
    }
    if (!folded && document.querySelector("#understood > button")) {
      folded = true;
      if (PHONE.matches) fold(20);
    }
    const video = document.querySelector("#clip video");
    const shown = video?.currentSrc || video?.src || "";
    if (shown !== clip) {
      clip = shown;
      if (shown && PHONE.matches) video.scrollIntoView({ block: "center", behavior: "smooth" });
    }
    plan();
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["src"] });
  PHONE.addEventListener("change", plan);
  addEventListener("scroll", plan, { passive: true });
  addEventListener("resize", plan);
})();
