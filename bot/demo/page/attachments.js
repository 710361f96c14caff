// Files of a message: players for sound, pictures, and boxes for the rest.

import { download, player } from "./audio.js";
import { el, icon, size } from "./dom.js";

/** Files that an embed or a component shows already are left out, as Discord does. */
export function attachments(message, used) {
  const files = message.attachments.filter((file) => !used.has(pathOf(file.url)));
  return files.length ? el("div.attachments", files.map(attachment)) : null;
}

export function attachment(file) {
  const kind = (file.content_type ?? "").split("/")[0];
  if (kind === "audio") return player(file);
  if (kind === "image") return picture("picture", file.url, file.description ?? file.filename);
  return fileBox(file);
}

/** A picture; a press opens it in full size beside the page. */
export function picture(kind, src, alt) {
  const words = alt ? `Open the picture: ${alt}` : "Open the picture";
  return el("a.zoom", { href: src, target: "_blank", "aria-label": words }, el(`img.${kind}`, { src, alt, loading: "lazy" }));
}

export function fileBox(file) {
  const about = el("div.filehead", download(file), el("span.filesize", size(file.size)));
  const box = el("div.file", icon("file"), about);
  if (!/^text\/|\.(txt|lrc|srt|vtt|json)$/.test(`${file.content_type ?? ""} ${file.filename}`)) return box;
  const text = el("pre.preview", { tabIndex: 0 });
  const shown = el("details", { ontoggle: () => fill(text, file.url) }, el("summary", "Show the text"), text);
  return el("div.withpreview", box, shown);
}

async function fill(box, url) {
  if (box.textContent) return;
  const answer = await fetch(url);
  box.textContent = answer.ok ? (await answer.text()).slice(0, 50000) : "This file is gone";
}

/** Links to one file differ in their signatures; its path is the same. */
export function pathOf(url) {
  return url.split("?")[0];
}
