// Buttons, selects and layouts of messages. Each use is sent as the chosen member; `use` says how.

import { attachment, fileBox, pathOf } from "./attachments.js";
import { el, icon } from "./dom.js";
import { blocks } from "./markdown.js";
import { pickable } from "./entities.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary", 6: "premium" };

/** `use.press(component)` and `use.select(component, values)` return once the bot has answered. */
export function components(message, use) {
  if (!message.components.length) return null;
  return el("div.components", {}, message.components.map((part) => component(part, message, use)));
}

function component(part, message, use) {
  const children = () => part.components.map((child) => component(child, message, use));
  const kinds = {
    1: () => el("div.row", {}, children()),
    2: () => button(part, use),
    9: () => el("div.section", {}, el("div", {}, children()), component(part.accessory, message, use)),
    10: () => el("div.textdisplay", {}, blocks(part.content)),
    11: () => el("img.thumbnail", { src: part.media.url, alt: part.description ?? "" }),
    12: () => el("div.gallery", {}, part.items.map(galleryItem)),
    13: () => fileBox({ url: part.file.url, filename: part.name, size: part.size, content_type: part.file.content_type }),
    14: () => el(`hr.separator${part.divider === false ? ".bare" : ""}${part.spacing === 2 ? ".large" : ""}`),
    17: () => container(part, children()),
  };
  return kinds[part.type]?.() ?? select(part, message, use);
}

function container(part, children) {
  const colour = part.accent_color === null || part.accent_color === undefined ? "" : `#${part.accent_color.toString(16).padStart(6, "0")}`;
  return el(`div.container${colour && ".accented"}`, { style: colour ? { "--bar": colour } : {} }, children);
}

function galleryItem({ media, description }) {
  return attachment({ url: media.url, filename: "picture", content_type: media.content_type ?? "image/png", description: description ?? "" });
}

function button(part, use) {
  const label = [part.emoji?.name && el("span.emoji", { "aria-hidden": "true" }, part.emoji.name), part.label && el("span", {}, part.label)];
  if (part.style === 5) {
    const shared = { href: part.url, target: "_blank", rel: "noreferrer noopener" };
    return el("a.button.secondary", part.disabled ? { "aria-disabled": "true" } : shared, label, icon("external"));
  }
  const press = ({ currentTarget }) => waiting(currentTarget, () => use.press(part));
  return el(`button.button.${STYLES[part.style]}`, { type: "button", disabled: part.disabled, onclick: press }, label);
}

async function waiting(node, work) {
  if (node.ariaBusy === "true") return;
  node.ariaBusy = "true";
  try {
    await work();
  } finally {
    node.ariaBusy = null;
  }
}

function select(part, message, use) {
  const options = part.options ?? pickable(part);
  const name = part.placeholder || "Make a selection";
  const most = part.max_values ?? 1;
  if (most > 1 || part.min_values === 0) return manySelect(part, options, name, use);
  const node = el(
    "select.select", { disabled: part.disabled, "aria-label": name },
    el("option", { value: "", disabled: true, selected: !options.some((option) => option.default) }, name),
    options.map((option) => el("option", { value: option.value, selected: option.default }, label(option))),
  );
  node.addEventListener("change", () => waiting(node, () => use.select(part, [node.value])));
  return node;
}

/** Several may be picked: boxes to tick, sent when the list is closed. */
function manySelect(part, options, name, use) {
  const boxes = options.map((option) => el("input", { type: "checkbox", value: option.value, checked: option.default }));
  const picked = () => boxes.filter((box) => box.checked).map((box) => box.value);
  let before = picked().join();
  const rows = options.map((option, at) => el("label.tick", {}, boxes[at], label(option)));
  const node = el("details.select.many", {}, el("summary", {}, name), el("div.ticks", { role: "group", "aria-label": name }, rows));
  node.addEventListener("change", () => {
    const full = picked().length >= part.max_values;
    for (const box of boxes) box.disabled = full && !box.checked;
  });
  node.addEventListener("toggle", () => {
    const now = picked();
    if (node.open || now.join() === before || now.length < part.min_values) return;
    before = now.join();
    waiting(node, () => use.select(part, now));
  });
  return node;
}

function label({ label: text, description }) {
  return description ? `${text} — ${description}` : text;
}

/** Paths of the files that layouts show. */
export function filesInComponents(parts) {
  return parts.flatMap((part) => [
    ...[part.media, part.file, ...(part.items ?? []).map((item) => item.media)].filter(Boolean).map((media) => pathOf(media.url)),
    ...filesInComponents([...(part.components ?? []), ...(part.accessory ? [part.accessory] : [])]),
  ]);
}
