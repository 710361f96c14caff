// Embeds: colour bar, author, title, description, fields, picture beside or below, footer.

import { picture } from "./attachments.js";
import { OUTSIDE, el, hex } from "./dom.js";
import { blocks, inline } from "./markdown.js";
import { timeOf } from "./times.js";

export function embed(body) {
  const colour = body.color ? hex(body.color) : "var(--bare)";
  const text = el(
    "div.embedtext",
    body.author && el("div.embedauthor", body.author.icon_url && el("img.face", { src: body.author.icon_url, alt: "" }), linked(body.author.url, body.author.name)),
    body.title && el("div.embedtitle", linked(body.url, inline(body.title))),
    body.description && el("div.said", blocks(body.description)),
    body.fields?.length > 0 && el("div.embedfields", body.fields.map(field)),
  );
  return el(
    "article.embed", { style: { "--bar": colour } },
    el("div.embedtop", text, body.thumbnail && picture("thumbnail", body.thumbnail.url, "")),
    body.image && picture("wide", body.image.url, ""),
    footer(body),
  );
}

function field({ name, value, inline: beside }) {
  return el("div.embedfield.said", { classes: { beside } }, el("div.fieldname", inline(name)), el("div", blocks(value)));
}

function linked(url, children) {
  return url ? el("a", { href: url, ...OUTSIDE }, children) : el("span", children);
}

function footer({ footer: line, timestamp }) {
  const parts = [line?.text, timestamp && timeOf(timestamp, "s")].filter(Boolean);
  return parts.length > 0 && el("footer.embedfooter", parts.join(" • "));
}
