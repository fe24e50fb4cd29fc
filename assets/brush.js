// Painting over a photograph where it is damaged: strokes on a canvas that lies over the picture. They are sent as one
// PNG of the picture's own size, white where something was painted, when the work begins.
(() => {
  const COLOUR = "rgb(255, 59, 48)";
  const WIDTH = 14; // pixels of the screen
  let last = null;

  const brush = (event) => event.target instanceof HTMLCanvasElement && event.target.matches(".brush canvas") && event.target;

  function place(canvas, event) {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale, width: WIDTH * scale };
  }

  function stroke(canvas, from, to) {
    const pen = canvas.getContext("2d");
    pen.strokeStyle = COLOUR;
    pen.lineCap = pen.lineJoin = "round";
    pen.lineWidth = to.width;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x + 0.01, to.y);
    pen.stroke();
    canvas.dataset.painted = "yes";
  }

  document.addEventListener("pointerdown", (event) => {
    const canvas = brush(event);
    if (!canvas) return;
    event.preventDefault();
    const picture = canvas.parentElement.querySelector("img");
    if (!canvas.dataset.painted) [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
    canvas.setPointerCapture(event.pointerId);
    last = place(canvas, event);
    stroke(canvas, last, last);
  });
  document.addEventListener("pointermove", (event) => {
    const canvas = brush(event);
    if (!canvas || !last) return;
    const next = place(canvas, event);
    stroke(canvas, last, next);
    last = next;
  });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (last = null));
  document.addEventListener("click", (event) => {
    const canvas = event.target.closest?.(".brush-clear") && document.querySelector(".brush canvas");
    if (!canvas) return;
    canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
    delete canvas.dataset.painted;
  });

  // The name under which the page keeps what was painted; empty where nothing was.
  window.reviveMarks = async () => {
    const canvas = document.querySelector(".brush canvas");
    if (!canvas?.dataset.painted) return "";
    const flat = new OffscreenCanvas(canvas.width, canvas.height);
    const pen = flat.getContext("2d");
    pen.drawImage(canvas, 0, 0);
    pen.globalCompositeOperation = "source-in";
    pen.fillStyle = "white";
    pen.fillRect(0, 0, flat.width, flat.height);
    pen.globalCompositeOperation = "destination-over";
    pen.fillStyle = "black";
    pen.fillRect(0, 0, flat.width, flat.height);
    const form = new FormData();
    form.append("files", await flat.convertToBlob({ type: "image/png" }), "marks.png");
    const answer = await fetch("gradio_api/upload", { method: "POST", body: form });
    return answer.ok ? (await answer.json())[0] : "";
  };
})();
