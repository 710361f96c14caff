// A closed list as Discord draws it: a button that shows what is chosen, and over it the list with descriptions.

import { el, icon } from "./dom.js";
import { tooFew } from "./fields.js";
import { listbox } from "./listbox.js";

/**
 * `options` are `{value, label, description, emoji, default}`. `done(values)` is called once the list is closed with another
 * choice than before: at once where only one may be chosen.
 */
export function selectControl({ options, placeholder, least = 1, most = 1, disabled, done = () => {} }) {
  const label = placeholder || "Make a selection";
  const chosen = new Set(options.filter((option) => option.default));
  const button = el("button.select", { disabled, onclick: () => (list.shown() ? close() : open()), onblur: close, onkeydown: keys });
  const list = listbox(button, { label, row, pick, chosen: (option) => chosen.has(option), several: most > 1 });
  const picked = () => options.filter((option) => chosen.has(option));
  const read = () => picked().map((option) => option.value);
  let before = read();

  function draw() {
    const texts = picked().map(({ emoji, label: text }, at) => [at > 0 && ", ", emoji?.name && el("span.emoji", `${emoji.name} `), text]);
    button.replaceChildren(el("span.chosen", { classes: { none: !texts.length } }, texts.length ? texts : label), icon("down"));
  }
  function open() {
    list.fill(options, Math.max(0, options.findIndex((option) => chosen.has(option))));
    list.show(true);
  }
  function close() {
    list.show(false);
    const now = read();
    if (now.join() === before.join() || now.length < least) return;
    before = now;
    button.dispatchEvent(new Event("change", { bubbles: true }));
    done(now);
  }
  function pick(option) {
    if (most === 1 && !chosen.has(option)) chosen.clear();
    if (!chosen.delete(option) && chosen.size < most) chosen.add(option);
    if (most === 1 && least === 1) chosen.add(option);
    draw();
    if (most === 1) close();
    else list.mark(options.indexOf(option));
  }
  function keys(event) {
    if (event.key === "Escape" && list.shown()) { event.preventDefault(); event.stopPropagation(); return close(); }
    if (list.keys(event, ["Enter", " "])) return;
    if (event.key.startsWith("Arrow")) { event.preventDefault(); open(); }
    const at = event.key.length === 1 ? options.findIndex((option) => option.label.toLowerCase().startsWith(event.key.toLowerCase())) : -1;
    if (at >= 0 && list.shown()) list.mark(at);
  }
  draw();
  return { node: el("span.selectbox", button, list.node), input: button, read, fault: () => tooFew(chosen.size, least) };
}

/** What the list shows of an option. */
function row({ label, description, emoji }) {
  return [
    emoji?.name && el("span.emoji", { ariaHidden: true }, emoji.name),
    el("span.optiontext", label, description && el("span.description", description)), icon("check"),
  ];
}
