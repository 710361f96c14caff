// Files of a message: players for sound, pictures, and boxes for the rest.

import { download, player } from "./audio.js";
import { OUTSIDE, el, icon, size } from "./dom.js";

const MEDIA = ["image", "thumbnail", "media", "file"];

/** Files that an embed or a component shows already are left out, as Discord does. */
export function attachments(message) {
  const shown = shownIn([message.embeds, message.components]);
  const files = message.attachments.filter((file) => !shown.includes(pathOf(file.url)));
  return files.length > 0 && el("div.attachments", files.map(attachment));
}

/** Paths of the files that are shown in a part, however deep. */
function shownIn(part) {
  return Object.entries(part).flatMap(([key, value]) => {
    if (typeof value !== "object" || !value) return [];
    return MEDIA.includes(key) ? pathOf(value.url) : shownIn(value);
  });
}

/** Links to one file differ in their signatures; its path is the same. */
function pathOf(url) {
  return url.split("?")[0];
}

function attachment(file) {
  const kind = (file.content_type ?? "").split("/")[0];
  if (kind === "audio") return player(file);
  return kind === "image" ? picture("picture", file.url, file.description ?? file.filename) : fileBox(file);
}

/** A picture; a press opens it in full size beside the page. */
export function picture(kind, src, alt) {
  const ariaLabel = alt ? `Open the picture: ${alt}` : "Open the picture";
  return el("a.zoom", { href: src, ...OUTSIDE, ariaLabel }, el(`img.${kind}`, { src, alt, loading: "lazy" }));
}

export function fileBox(file) {
  const about = el("div.filehead", download(file), el("span.filesize", size(file.size)));
  const box = el("div.file", icon("file"), about);
  if (!/^text\/|\.(txt|lrc|srt|vtt|json)$/.test(`${file.content_type ?? ""} ${file.filename}`)) return box;
  const text = el("pre.preview", { tabIndex: 0 });
  return el("div", box, el("details", { ontoggle: () => fill(text, file.url) }, el("summary", "Show the text"), text));
}

async function fill(box, url) {
  if (box.textContent) return;
  const answer = await fetch(url);
  box.textContent = answer.ok ? (await answer.text()).slice(0, 50000) : "This file is gone";
}
