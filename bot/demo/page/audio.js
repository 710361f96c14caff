// A player as Discord draws it: play, time, seek, volume; the file below its name can be downloaded.

import { el, icon, size } from "./dom.js";

const VOLUME = "volume";

function clock(seconds) {
  const whole = Number.isFinite(seconds) ? Math.floor(seconds) : 0;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Length and first bytes are fetched only once the player is in sight. */
const inSight = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    inSight.unobserve(target);
    target.querySelector("audio").preload = "metadata";
  }
});

export function player(file) {
  const { filename } = file;
  const audio = el("audio", {
    src: file.url, preload: "none", volume: Number(localStorage.getItem(VOLUME) ?? 0.8), ontimeupdate: draw, ondurationchange: draw, onseeked: draw,
    onplay: () => { silenceOthers(audio); drawPlay(); }, onpause: drawPlay, onended: drawPlay,
  });
  const times = el("span.times");
  const button = el("button.play", { onclick: () => toggle(audio) });
  const seek = el("input.seek", { type: "range", max: 1, step: 0.1, value: 0, ariaLabel: `Position in ${filename}`, oninput: seekTo });
  const volume = el("input.volume", { type: "range", max: 1, step: 0.05, value: audio.volume, ariaLabel: "Volume", oninput: turnTo });

  function draw() {
    times.textContent = `${clock(audio.currentTime)} / ${clock(audio.duration)}`;
    if (Number.isFinite(audio.duration)) seek.max = audio.duration;
    if (!seek.matches(":active")) seek.value = audio.currentTime;
    seek.ariaValueText = times.textContent;
  }
  function drawPlay() {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.ariaLabel = `${audio.paused ? "Play" : "Pause"} ${filename}`;
  }
  function seekTo() {
    audio.currentTime = Number(seek.value);
    draw();
  }
  function turnTo() {
    audio.volume = Number(volume.value);
    localStorage.setItem(VOLUME, volume.value);
  }
  draw();
  drawPlay();
  const controls = el("div.controls", button, times, seek, icon("sound"), volume, audio);
  const box = el("div.player", el("div.filehead", download(file), el("span.filesize", size(file.size))), controls);
  inSight.observe(box);
  return box;
}

export function download(file) {
  return el("a.filename", { href: file.url, download: file.filename, title: "Download" }, file.filename, icon("download"));
}

function toggle(audio) {
  if (audio.paused) audio.play().catch(() => {});
  else audio.pause();
}

function silenceOthers(audio) {
  for (const other of document.querySelectorAll("audio")) if (other !== audio) other.pause();
}
