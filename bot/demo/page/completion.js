// A text field whose offers come from the bot while one types; arrows and Enter pick, as in Discord.

import { act } from "./state.js";
import { el } from "./dom.js";

const PAUSE_MS = 250;
let numbers = 0;

/** `ask(text)` gives the choices; the value is that of the choice picked, or the text as typed. */
export function completionControl({ command, option, others }) {
  const list = el("ul.choices", { id: `choices-${(numbers += 1)}`, role: "listbox", hidden: true });
  const input = el("input.text", {
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  });
  let picked = null, offered = [], current = -1, timer = 0, asked = 0;

  const show = (open) => {
    list.hidden = !open || !offered.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const mark = (at) => {
    current = at;
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", list.children[at].id);
    else input.removeAttribute("aria-activedescendant");
  };
  const pick = (choice) => {
    picked = choice;
    input.value = choice.name;
    show(false);
  };
  const ask = async () => {
    const mine = (asked += 1);
    const { choices } = await act("autocomplete", { command, focused: option.name, text: input.value, options: others() })
      .catch(() => ({ choices: [] }));
    if (mine !== asked) return;
    offered = choices ?? [];
    list.replaceChildren(...offered.map((choice, at) => el(
      "li", { id: `${list.id}-${at}`, role: "option", onmousedown: (event) => { event.preventDefault(); pick(choice); } }, choice.name,
    )));
    mark(offered.length ? 0 : -1);
    show(document.activeElement === input);
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); };
  input.addEventListener("input", () => { picked = null; later(); });
  input.addEventListener("focus", later);
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark((current + step + offered.length) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") pick(offered[current]);
    else if (event.key === "Escape") show(false);
    else return;
    if (event.key !== "Tab") { event.preventDefault(); event.stopPropagation(); }
  });
  return {
    node: el("div.completion", {}, input, list),
    input,
    read: () => picked?.value ?? (input.value || undefined),
    fault: () => (option.required && !input.value ? "This option is required" : null),
  };
}
