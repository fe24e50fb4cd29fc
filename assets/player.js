// The player: plays two growing files while the clip is made, then shows the finished one; see app/parts/player.py.
window.revivePlayer = () => {
  if (window.revivePlays) return; // Gradio calls it again when the element is drawn anew
  window.revivePlays = true;
  const PICTURE = 'video/mp4; codecs="avc1.64001f"', SOUND = 'audio/mp4; codecs="mp4a.40.2"';
  const LOOK = 250; // milliseconds between two looks at what has come
  const FIRST = 0.4, AGAIN = 2; // seconds that are there before it plays, and before it goes on after waiting
  const player = () => document.querySelector("#clip .player");
  const part = (name) => player().querySelector(name);
  const video = () => part("video");
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  let live = null; // of the clip that is being made
  let shown = null; // the address of what is shown
  let next = null; // the finished clip, until it takes the place of the live one

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const ahead = (v) => {
    for (let i = 0; i < v.buffered.length; i += 1) {
      if (v.buffered.start(i) <= v.currentTime + 0.1) {
        const left = v.buffered.end(i) - v.currentTime;
        if (left > 0) return left;
      }
    }
    return 0;
  };

  const draw = () => {
    const v = video(), bar = part(".player-bar");
    const end = Number.isFinite(v.duration) ? v.duration : v.buffered.length ? v.buffered.end(v.buffered.length - 1) : 0;
    const going = !v.paused || (live?.v === v && live.waits);
    for (const [key, on] of [["play", !going], ["pause", going]]) {
      bar.querySelector(`.player-play [data-say=${key}]`).hidden = !on;
    }
    part(".player-play").dataset.going = going;
    const range = bar.querySelector("input");
    range.max = end || 1;
    range.value = v.currentTime;
    bar.querySelector("output").textContent = `${clock(v.currentTime)} / ${clock(end)}`;
    range.setAttribute("aria-valuetext", bar.querySelector("output").textContent);
    part(".player-mute").setAttribute("aria-pressed", v.muted);
    part(".player-making").hidden = !(live?.v === v && !live.done);
    const captions = part(".player-captions"), track = v.textTracks[0];
    captions.hidden = !track;
    captions.setAttribute("aria-pressed", track?.mode === "showing");
  };

  const equip = (v) => {
    for (const name of ["play", "pause", "timeupdate", "durationchange", "volumechange", "seeked", "progress"]) {
      v.addEventListener(name, draw);
    }
    v.addEventListener("play", () => { part(".player-start").hidden = true; });
    v.addEventListener("click", toggle);
  };

  const toggle = () => {
    const v = video();
    if (live?.v === v && live.waits) {
      live.waits = false;
      live.stopped = true;
      replace();
    } else if (v.paused) {
      if (live?.v === v) live.stopped = false;
      v.play().catch(() => {});
    } else {
      if (live?.v === v) live.stopped = true;
      v.pause();
      replace();
    }
    draw();
  };

  // the finished clip takes the place of the live one while nothing moves: where it was stopped, or at its end
  const replace = () => {
    const old = video();
    if (!next || next === old) return;
    const v = next;
    next = null;
    v.muted = old.muted;
    v.volume = old.volume;
    const swap = () => {
      v.removeEventListener("seeked", swap);
      const going = !old.paused && !old.ended;
      old.pause();
      old.replaceWith(v);
      if (going) v.play().catch(() => {});
      URL.revokeObjectURL(old.src);
      old.removeAttribute("src");
      live = null;
      draw();
    };
    v.addEventListener("seeked", swap);
    const seek = () => { v.currentTime = Math.min(old.currentTime, v.duration - 0.01); };
    if (v.readyState) seek();
    else v.addEventListener("loadedmetadata", seek, { once: true });
  };

  const element = (poster) => {
    const v = document.createElement("video");
    v.playsInline = true;
    if (poster) v.poster = poster;
    equip(v);
    return v;
  };

  const put = (v) => {
    video().pause();
    video().replaceWith(v);
    player().hidden = false;
    part(".player-start").hidden = false;
    draw();
  };

  // what has come since the last look, put to what was there; false where nothing has
  const read = async (one, from) => {
    const known = Math.max(one.read - 1, 0); // one byte again: there is always an answer
    const answer = await fetch(one.address, { headers: { Range: `bytes=${known}-` }, signal: from.abort.signal });
    if (answer.status !== 206 && !(answer.ok && known === 0)) return false;
    const bytes = (await answer.arrayBuffer()).slice(one.read - known);
    if (!bytes.byteLength || from.abort.signal.aborted) return false;
    one.read += bytes.byteLength;
    await new Promise((done) => {
      one.buffer.addEventListener("updateend", done, { once: true });
      one.buffer.appendBuffer(bytes);
    });
    return true;
  };

  const follow = async (from) => {
    const { v, media, files } = from;
    while (!from.abort.signal.aborted) {
      const last = from.done; // everything was written before this was said
      let more = false;
      try {
        for (const one of files) more = (await read(one, from)) || more;
      } catch {
        if (from.abort.signal.aborted || media.readyState !== "open") return;
      }
      if (last && !more) {
        if (media.readyState === "open") media.endOfStream();
        from.whole = true;
      }
      if (from.whole && from.waits && ahead(v) < 0.1) {
        from.waits = false; // it had waited for more at its very end
        replace();
      }
      const enough = ahead(v) >= (from.begun ? AGAIN : FIRST) || (from.whole && ahead(v) > 0);
      if (from.waits && enough) {
        from.waits = false;
        from.begun = true;
        v.play().catch(() => { part(".player-start").hidden = false; });
      } else if (from.begun && !v.paused && !from.whole && ahead(v) < 0.1) {
        from.waits = true; // a short stop now is better than a stutter
        v.pause();
      }
      draw();
      if (from.whole) return;
      await new Promise((done) => setTimeout(done, LOOK));
    }
  };

  const watch = ({ livePicture, liveSound }) => {
    if (!window.MediaSource?.isTypeSupported(PICTURE) || !MediaSource.isTypeSupported(SOUND)) return;
    leave();
    const media = new MediaSource(), v = element(document.querySelector("#found img")?.src);
    // where nobody has pressed anything on this page, as after a reload, it does not begin by itself
    const goes = !calm() && Boolean(navigator.userActivation?.hasBeenActive);
    const from = { v, media, abort: new AbortController(), waits: goes, begun: false, done: false, whole: false };
    live = from;
    v.src = URL.createObjectURL(media);
    v.addEventListener("ended", replace);
    v.addEventListener("seeking", () => { if (v.paused) replace(); });
    v.addEventListener("play", () => { from.begun = true; });
    media.addEventListener("sourceopen", () => {
      from.files = [[livePicture, PICTURE], [liveSound, SOUND]].map(([address, kind]) => (
        { address, read: 0, buffer: media.addSourceBuffer(kind) }
      ));
      follow(from);
    }, { once: true });
    put(v);
    document.documentElement.classList.add("watching");
  };

  const leave = () => {
    live?.abort.abort();
    if (live) URL.revokeObjectURL(live.v.src);
    live = next = null;
    document.documentElement.classList.remove("watching");
  };

  const show = ({ file, poster, track, drawn, loop }) => {
    const v = element(poster);
    v.loop = loop !== undefined;
    v.preload = "auto";
    v.src = file;
    if (track) {
      const captions = document.createElement("track");
      const label = [...part(".player-captions").querySelectorAll("span[lang]")].find((one) => one.offsetParent);
      Object.assign(captions, { kind: "captions", src: track, srclang: document.documentElement.lang });
      captions.label = label?.textContent ?? "";
      v.append(captions);
      captions.track.mode = drawn === "no" ? "showing" : "disabled"; // not twice where they are in the picture
    }
    document.documentElement.classList.remove("watching");
    if (live && live.begun && !live.v.ended) {
      live.done = true;
      next = v;
      v.load();
      if (live.v.paused && !live.waits) replace();
      return;
    }
    leave();
    put(v);
  };

  const look = () => {
    const data = document.querySelector("#clip-source [data-drawn]")?.dataset;
    const address = data?.file ?? data?.livePicture ?? null;
    if (!player() || address === shown) return;
    shown = address;
    if (!data) {
      const playing = video();
      leave();
      playing.pause();
      player().hidden = true;
    } else if (data.file) {
      show(data);
    } else {
      watch(data);
    }
  };

  const wire = () => {
    if (!player()) {
      setTimeout(wire, 50);
      return;
    }
    equip(video());
    part(".player-start").addEventListener("click", toggle);
    part(".player-play").addEventListener("click", toggle);
    part(".player-bar input").addEventListener("input", (event) => { video().currentTime = event.target.value; });
    part(".player-mute").addEventListener("click", () => { video().muted = !video().muted; });
    part(".player-full").addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (player().requestFullscreen) player().requestFullscreen();
      else video().webkitEnterFullscreen?.();
    });
    part(".player-captions").addEventListener("click", () => {
      const track = video().textTracks[0];
      track.mode = track.mode === "showing" ? "disabled" : "showing";
      draw();
    });
    setInterval(look, LOOK);
  };
  wire();
};
