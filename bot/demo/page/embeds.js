// Embeds: colour bar, author, title, description, fields, picture beside or below, footer.

import { pathOf } from "./attachments.js";
import { el } from "./dom.js";
import { blocks, inline } from "./markdown.js";
import { formatted } from "./times.js";

const GREY = 0x4e5058;

export function embed(body) {
  const colour = `#${(body.color ?? GREY).toString(16).padStart(6, "0")}`;
  const text = el(
    "div.embedtext", {},
    body.author && el("div.embedauthor", {}, linked(body.author.url, body.author.name)),
    body.title && el("div.embedtitle", {}, linked(body.url, inline(body.title))),
    body.description && el("div.embeddescription", {}, blocks(body.description)),
    body.fields?.length > 0 && el("div.embedfields", {}, body.fields.map(field)),
  );
  const thumbnail = body.thumbnail && picture(body.thumbnail.url, "thumbnail");
  return el(
    "article.embed", { style: { "--bar": colour } },
    el("div.embedtop", {}, text, thumbnail),
    body.image && picture(body.image.url, "wide"),
    footer(body),
  );
}

function field({ name, value, inline: beside }) {
  return el(`div.embedfield${beside ? ".beside" : ""}`, {}, el("div.fieldname", {}, inline(name)), el("div", {}, blocks(value)));
}

function linked(url, children) {
  return url ? el("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, children) : el("span", {}, children);
}

function picture(url, kind) {
  return el(`img.${kind}`, { src: url, alt: "", loading: "lazy" });
}

function footer({ footer: line, timestamp }) {
  const parts = [line?.text, timestamp && formatted(Date.parse(timestamp) / 1000, "s")].filter(Boolean);
  return parts.length ? el("footer.embedfooter", {}, parts.join(" • ")) : null;
}

/** Paths of the files that embeds show. */
export function filesIn(embeds) {
  return embeds.flatMap((body) => [body.thumbnail, body.image]).filter(Boolean).map((media) => pathOf(media.url));
}
