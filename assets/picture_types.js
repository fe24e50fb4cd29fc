// Many computers do not know that a file called .heic, .jp2 or .tif is a picture, and Gradio's fields for pictures then
// refuse it. Chosen or dropped files without a type are given that of their name, before Gradio looks at them.
(() => {
  const TYPES = {
    heic: "image/heic", heif: "image/heif", hif: "image/heif", avif: "image/avif", jp2: "image/jp2", j2k: "image/jp2",
    jpf: "image/jp2", tif: "image/tiff", tiff: "image/tiff", webp: "image/webp", bmp: "image/bmp",
  };

  function typed(files) {
    const told = new DataTransfer();
    let changed = false;
    for (const file of files) {
      const type = file.type ? "" : TYPES[file.name.split(".").pop().toLowerCase()];
      changed = changed || Boolean(type);
      told.items.add(type ? new File([file], file.name, { type, lastModified: file.lastModified }) : file);
    }
    return changed ? told.files : null;
  }

  document.addEventListener(
    "change",
    (event) => {
      const input = event.target;
      const files = input.type === "file" && input.files ? typed(input.files) : null;
      if (files) input.files = files;
    },
    true,
  );
  document.addEventListener(
    "drop",
    (event) => {
      const field = event.target.closest?.(".block");
      const input = field && field.querySelector("input[type=file]");
      const files = input && event.dataTransfer ? typed(event.dataTransfer.files) : null;
      if (!files) return;
      event.preventDefault();
      event.stopPropagation();
      input.files = files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    true,
  );
})();
