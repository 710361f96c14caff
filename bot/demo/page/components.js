// Buttons, selects and layouts of messages. Each use is sent as the chosen member; `use` says how.

import { fileBox, pathOf, picture } from "./attachments.js";
import { el, icon } from "./dom.js";
import { blocks } from "./markdown.js";
import { pickable } from "./entities.js";
import { selectControl } from "./select.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary", 6: "premium" };

/** `use.press(component)` and `use.select(component, values)` return once the bot has answered. */
export function components(message, use) {
  if (!message.components.length) return null;
  return el("div.components", message.components.map((part) => component(part, message, use)));
}

function component(part, message, use) {
  const children = () => part.components.map((child) => component(child, message, use));
  const kinds = {
    1: () => el("div.row", children()),
    2: () => button(part, use),
    9: () => el("div.section", el("div", children()), component(part.accessory, message, use)),
    10: () => el("div.textdisplay.said", blocks(part.content)),
    11: () => picture("thumbnail", part.media.url, part.description ?? ""),
    12: () => el("div.gallery", part.items.map(({ media, description }) => picture("picture", media.url, description ?? ""))),
    13: () => fileBox({ url: part.file.url, filename: part.name, size: part.size, content_type: part.file.content_type }),
    14: () => el(`hr.separator${part.divider === false ? ".bare" : ""}${part.spacing === 2 ? ".large" : ""}`),
    17: () => container(part, children()),
  };
  return kinds[part.type]?.() ?? select(part, use);
}

function container(part, children) {
  const colour = part.accent_color === null || part.accent_color === undefined ? "" : `#${part.accent_color.toString(16).padStart(6, "0")}`;
  return el(`div.container${colour && ".accented"}`, { style: colour ? { "--bar": colour } : {} }, children);
}

function button(part, use) {
  const label = [part.emoji?.name && el("span.emoji", { "aria-hidden": "true" }, part.emoji.name), part.label && el("span", part.label)];
  if (part.style === 5) {
    const shared = { href: part.url, target: "_blank", rel: "noreferrer noopener" };
    return el("a.button.secondary", part.disabled ? { "aria-disabled": "true" } : shared, label, icon("external"));
  }
  const press = ({ currentTarget }) => waiting(currentTarget, () => use.press(part));
  return el(`button.button.${STYLES[part.style]}`, { disabled: part.disabled, onclick: press }, label);
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

function select(part, use) {
  const control = selectControl({
    options: part.options ?? pickable(part), placeholder: part.placeholder, name: part.placeholder || "Make a selection", disabled: part.disabled,
    least: part.min_values ?? 1, most: part.max_values ?? 1, done: (values) => waiting(control.input, () => use.select(part, values)),
  });
  return control.node;
}

/** Paths of the files that layouts show. */
export function filesInComponents(parts) {
  return parts.flatMap((part) => [
    ...[part.media, part.file, ...(part.items ?? []).map((item) => item.media)].filter(Boolean).map((media) => pathOf(media.url)),
    ...filesInComponents([...(part.components ?? []), ...(part.accessory ? [part.accessory] : [])]),
  ]);
}
