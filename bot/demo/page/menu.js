// The menu of a message, by right click or by its button: what Discord has under Apps.

import { answered } from "./answers.js";
import { el, icon } from "./dom.js";
import { float, sink } from "./floating.js";
import { act, state } from "./state.js";

const box = el("div.menu", { popover: "manual", role: "menu", "aria-label": "Apps for this message", tabIndex: -1 });
let back = null; // gets the focus when the menu closes

export function showMenus() {
  document.body.append(box);
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || sink(box));
  box.addEventListener("keydown", keys);
  for (const event of ["wheel", "touchmove"]) document.addEventListener(event, () => sink(box), { passive: true });
}

/** The button of a message; a right click anywhere on the message opens the same menu. */
export function menuButton(message, item) {
  const open = (anchor) => show(message, anchor, button);
  const button = el(
    "button.apps", { title: "Apps", "aria-label": "Apps for this message", "aria-haspopup": "menu", onclick: () => open(button) }, icon("more"),
  );
  item.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, input, textarea, img") || getSelection().toString()) return; // the browser's own is of more use there
    event.preventDefault();
    open(event.detail === 0 && !event.clientX ? button : { x: event.clientX, y: event.clientY });
  });
  return button;
}

function show(message, anchor, button) {
  const use = (command) => {
    close();
    return answered(() => act("menu", { message: message.id, command }));
  };
  back = button;
  box.replaceChildren(
    el("div.menuhead", { role: "presentation" }, "Apps"),
    ...state.menus.map(({ name, shown }) => el("button.menuitem", { role: "menuitem", tabIndex: -1, onclick: () => use(name) }, shown)),
  );
  float(box, anchor);
  box.querySelector("button").focus();
}

function close() {
  sink(box);
  back?.focus({ preventScroll: true });
}

function keys(event) {
  const items = [...box.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
}
