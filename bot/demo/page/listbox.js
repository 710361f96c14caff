// A list that is walked with the arrows while the focus stays in its field, as ARIA's comboboxes are.

import { el } from "./dom.js";
import { float, sink } from "./floating.js";

let numbers = 0;

/**
 * `row(item)` gives what stands in a line, `pick(item)` is called for the one that is chosen, `chosen(item)` tells which
 * ones are ticked; without it the line that is walked on counts as selected. The list opens beside the field, or beside
 * what holds it (`anchor`, a selector).
 */
export function listbox(field, { label, row, pick, chosen, anchor = "*", above = false, several = false }) {
  const id = `list-${(numbers += 1)}`;
  const node = el("ul.listbox", { id, popover: "manual", role: "listbox", ariaLabel: label, ariaMultiSelectable: several });
  let items = [], current = 0, open = false;
  Object.assign(field, { role: "combobox", ariaExpanded: false });
  field.setAttribute("aria-controls", id);

  const mark = (at) => {
    current = at;
    [...node.children].forEach((line, index) => {
      line.classList.toggle("current", index === at);
      line.ariaSelected = chosen ? chosen(items[index]) : index === at;
    });
    node.children[at]?.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", `${id}-${at}`);
  };
  const place = () => open && float(node, field.closest(anchor), { above });
  const show = (wanted) => {
    open = wanted && items.length > 0 && node.isConnected;
    field.ariaExpanded = open;
    (open ? addEventListener : removeEventListener)("scroll", place, true);
    if (!open) field.removeAttribute("aria-activedescendant");
    if (!open) return sink(node);
    place();
    mark(current);
  };
  const line = (item, at) => el("li", {
    id: `${id}-${at}`, role: "option",
    onmousedown: (event) => { event.preventDefault(); pick(item); }, onmousemove: () => current !== at && mark(at),
  }, row(item));
  return {
    node,
    mark,
    show,
    shown: () => open,
    /** Other items; the first one, or the one at `start`, is walked on. */
    fill(found, start = 0) {
      items = found;
      current = start;
      node.replaceChildren(...items.map(line));
    },
    /** Whether the key was meant for the list. */
    keys(event, picks = ["Enter", "Tab"]) {
      if (!open) return false;
      const to = { ArrowDown: current + 1, ArrowUp: current - 1 }[event.key];
      if (to !== undefined) mark((to + items.length) % items.length);
      else if (picks.includes(event.key) && !event.shiftKey) pick(items[current]);
      else if (event.key === "Escape") show(false);
      else return false;
      if (event.key !== "Tab" || picks.includes("Tab")) event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
