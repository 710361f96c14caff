// Buttons, selects and layouts of messages. Each use is sent as the chosen member.

import { fileBox, picture } from "./attachments.js";
import { OUTSIDE, el, hex, icon } from "./dom.js";
import { blocks } from "./markdown.js";
import { selectControl } from "./select.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 6: "premium" };

/** `use("press" or "select", {custom_id, values})` returns once the bot has answered. */
export function components(message, use) {
  if (!message.components.length) return null;
  return el("div.components", message.components.map((part) => component(part, use)));
}

function component(part, use) {
  const children = () => part.components.map((child) => component(child, use));
  const kinds = {
    1: () => el("div.row", children()),
    2: () => button(part, use),
    9: () => el("div.section", el("div", children()), component(part.accessory, use)),
    10: () => el("div.said", blocks(part.content)),
    11: () => picture("thumbnail", part.media.url, part.description ?? ""),
    12: () => el("div.gallery", part.items.map(({ media, description }) => picture("picture", media.url, description ?? ""))),
    13: () => fileBox({ url: part.file.url, filename: part.name, size: part.size, content_type: part.file.content_type }),
    14: () => el("hr.separator", { classes: { bare: part.divider === false, large: part.spacing === 2 } }),
    17: () => container(part, children()),
  };
  return kinds[part.type]?.() ?? select(part, use);
}

function container({ accent_color: colour }, children) {
  const accented = Number.isInteger(colour);
  return el("div.container", { classes: { accented }, style: accented ? { "--bar": hex(colour) } : {} }, children);
}

function button(part, use) {
  const { style, url, disabled, emoji, custom_id } = part;
  const label = [emoji?.name && el("span.emoji", { ariaHidden: true }, emoji.name), part.label && el("span", part.label)];
  if (style === 5) {
    const properties = disabled ? { ariaDisabled: "true" } : { href: url, ...OUTSIDE };
    return el("a.button.secondary", properties, label, icon("external"));
  }
  const press = ({ currentTarget }) => waiting(currentTarget, () => use("press", { custom_id }));
  return el(`button.button.${STYLES[style]}`, { disabled, onclick: press }, label);
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
  const { custom_id, placeholder, disabled } = part;
  const control = selectControl({
    options: part.options, placeholder, disabled, least: part.min_values ?? 1, most: part.max_values ?? 1,
    done: (values) => waiting(control.input, () => use("select", { custom_id, values })),
  });
  control.input.ariaLabel = placeholder || "Make a selection";
  return control.node;
}
