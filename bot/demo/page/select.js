// A closed list as Discord draws it: a button that shows what is chosen, and over it the list with descriptions.

import { el, icon } from "./dom.js";
import { listbox } from "./listbox.js";

/**
 * `options` are `{value, label, description, emoji, default}`. `done(values)` is called once the list is closed with another
 * choice than before: at once where only one may be chosen.
 */
export function selectControl({ options, placeholder = "Make a selection", least = 1, most = 1, disabled, name, done = () => {} }) {
  const chosen = new Set(options.filter((option) => option.default));
  const button = el("button.select", { disabled, "aria-label": name });
  const read = () => options.filter((option) => chosen.has(option)).map((option) => option.value);
  let before = read();

  const draw = () => {
    const texts = options.filter((option) => chosen.has(option)).map(({ emoji, label }) => [emoji?.name && el("span.emoji", `${emoji.name} `), label]);
    button.replaceChildren(
      el(`span.chosen${texts.length ? "" : ".none"}`, texts.length ? texts.flatMap((text, at) => (at ? [", ", text] : [text])) : placeholder), icon("down"),
    );
  };
  const close = () => {
    list.show(false);
    const now = read();
    if (now.join() === before.join() || now.length < least) return;
    before = now;
    button.dispatchEvent(new Event("change", { bubbles: true }));
    done(now);
  };
  const pick = (option) => {
    if (most === 1 && !chosen.has(option)) chosen.clear();
    if (!chosen.delete(option) && chosen.size < most) chosen.add(option);
    if (most === 1 && least === 1) chosen.add(option);
    draw();
    if (most === 1) close();
    else list.mark(options.indexOf(option));
  };
  const row = ({ label, description, emoji }) => [
    emoji?.name && el("span.emoji", { "aria-hidden": "true" }, emoji.name),
    el("span.optiontext", label, description && el("span.description", description)), icon("check"),
  ];
  const list = listbox(button, { label: name ?? placeholder, row, pick, chosen: (option) => chosen.has(option), several: most > 1 });
  const open = () => { list.fill(options, Math.max(0, options.findIndex((option) => chosen.has(option)))); list.show(true); };

  button.addEventListener("click", () => (list.shown() ? close() : open()));
  button.addEventListener("blur", close);
  button.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list.shown()) { event.preventDefault(); event.stopPropagation(); return close(); }
    if (list.keys(event, ["Enter", " "])) return;
    if (event.key.startsWith("Arrow")) { event.preventDefault(); open(); }
    const at = event.key.length === 1 ? options.findIndex(({ label }) => label.toLowerCase().startsWith(event.key.toLowerCase())) : -1;
    if (at >= 0 && list.shown()) list.mark(at);
  });
  draw();
  const fault = () => {
    if (chosen.size >= least) return null;
    return least === 1 ? "This field is required" : `Pick at least ${least}`;
  };
  return { node: el("span.selectbox", button, list.node), input: button, read, fault };
}
