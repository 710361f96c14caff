// Embeds: colour bar, author, title, description, fields, picture beside or below, footer.

import { pathOf, picture } from "./attachments.js";
import { el } from "./dom.js";
import { blocks, inline } from "./markdown.js";
import { formatted } from "./times.js";

export function embed(body) {
  const colour = body.color ? `#${body.color.toString(16).padStart(6, "0")}` : "var(--bare)";
  const text = el(
    "div.embedtext", {},
    body.author && el("div.embedauthor", body.author.icon_url && el("img.face", { src: body.author.icon_url, alt: "" }), linked(body.author.url, body.author.name)),
    body.title && el("div.embedtitle", linked(body.url, inline(body.title))),
    body.description && el("div.embeddescription.said", blocks(body.description)),
    body.fields?.length > 0 && el("div.embedfields", body.fields.map(field)),
  );
  const thumbnail = body.thumbnail && picture("thumbnail", body.thumbnail.url, "");
  return el(
    "article.embed", { style: { "--bar": colour } },
    el("div.embedtop", text, thumbnail),
    body.image && picture("wide", body.image.url, ""),
    footer(body),
  );
}

function field({ name, value, inline: beside }) {
  return el(`div.embedfield.said${beside ? ".beside" : ""}`, el("div.fieldname", inline(name)), el("div", blocks(value)));
}

function linked(url, children) {
  return url ? el("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, children) : el("span", children);
}

function footer({ footer: line, timestamp }) {
  const parts = [line?.text, timestamp && formatted(Date.parse(timestamp) / 1000, "s")].filter(Boolean);
  return parts.length ? el("footer.embedfooter", parts.join(" • ")) : null;
}

/** Paths of the files that embeds show. */
export function filesIn(embeds) {
  return embeds.flatMap((body) => [body.thumbnail, body.image]).filter(Boolean).map((media) => pathOf(media.url));
}
