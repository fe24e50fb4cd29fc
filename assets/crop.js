// A frame on a photograph: what lies outside it is cut off. Its edges are dragged with a finger or a mouse, or moved
// with the arrow keys; each edge is a slider of its own for those who do not see the picture.
(() => {
  const STEP = 0.02; // of the picture, for one press of an arrow key
  const LEAST = 0.08; // of the picture that stays between two edges
  const NEAR = 0.06; // of the picture: so near to an edge, a touch takes hold of it
  const SIDES = { left: 0, top: 1, right: 2, bottom: 3 };
  let held = null;

  const frameOf = (box) => (box.dataset.edges || "0,0,1,1").split(",").map(Number);

  function show(box, edges) {
    box.dataset.edges = edges.map((edge) => edge.toFixed(4)).join(",");
    const [left, top, right, bottom] = edges;
    const inset = `${top * 100}% ${(1 - right) * 100}% ${(1 - bottom) * 100}% ${left * 100}%`;
    box.querySelector(".crop-frame").style.inset = inset;
    for (const [side, number] of Object.entries(SIDES))
      box.querySelector(`[data-side=${side}]`).setAttribute("aria-valuenow", Math.round(edges[number] * 100));
  }

  function move(box, side, place) {
    const edges = frameOf(box);
    const across = SIDES[side] % 2;
    const low = SIDES[side] > 1 ? edges[across] + LEAST : 0;
    const high = SIDES[side] > 1 ? 1 : edges[across + 2] - LEAST;
    edges[SIDES[side]] = Math.min(Math.max(place, low), high);
    show(box, edges);
  }

  const place = (box, event) => {
    const at = box.getBoundingClientRect();
    return [(event.clientX - at.x) / at.width, (event.clientY - at.y) / at.height];
  };

  document.addEventListener("pointerdown", (event) => {
    const box = event.target.closest?.(".crop");
    if (!box) return;
    event.preventDefault();
    const [x, y] = place(box, event);
    const [left, top, right, bottom] = frameOf(box);
    const sides = [
      ["left", Math.abs(x - left)], ["right", Math.abs(x - right)], ["top", Math.abs(y - top)], ["bottom", Math.abs(y - bottom)],
    ].filter(([, distance]) => distance < NEAR).map(([side]) => side);
    box.setPointerCapture(event.pointerId);
    held = { box, sides, from: [x, y], edges: [left, top, right, bottom] };
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = place(held.box, event);
    if (held.sides.length) {
      for (const side of held.sides) move(held.box, side, SIDES[side] % 2 ? y : x);
      return;
    }
    const [left, top, right, bottom] = held.edges; // the whole frame is moved
    const dx = Math.min(Math.max(x - held.from[0], -left), 1 - right);
    const dy = Math.min(Math.max(y - held.from[1], -top), 1 - bottom);
    show(held.box, [left + dx, top + dy, right + dx, bottom + dy]);
  });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (held = null));
  document.addEventListener("keydown", (event) => {
    const side = event.target.dataset?.side;
    const box = side && event.target.closest(".crop");
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!box || !way) return;
    event.preventDefault();
    move(box, side, frameOf(box)[SIDES[side]] + way * STEP);
  });

  // “left,top,right,bottom” of the frame, each 0–1; empty where no picture is shown to be cut.
  window.reviveEdges = () => document.querySelector(".crop")?.dataset.edges || "";
})();
