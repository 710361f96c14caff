// The menu of a message, by right click or by its button: what Discord has under Apps.

import { answered } from "./answers.js";
import { el, iconButton } from "./dom.js";
import { float, sink } from "./floating.js";
import { act, state } from "./state.js";

const box = el("div.menu", { popover: "manual", role: "menu", ariaLabel: "Apps for this message", tabIndex: -1, onfocusout: left, onkeydown: keys });
let back = null; // gets the focus when the menu closes

export function showMenus() {
  document.body.append(box);
  for (const event of ["wheel", "touchmove"]) document.addEventListener(event, () => sink(box), { passive: true });
}

/** The button of a message; a right click anywhere on the message opens the same menu. */
export function menuButton(message, item) {
  const open = (anchor) => show(message, anchor, button);
  const button = iconButton("more", "Apps for this message", { ariaHasPopup: "menu", onclick: () => open(button) });
  item.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a, input, textarea, img") || getSelection().toString()) return; // the browser's own is of more use there
    event.preventDefault();
    open(event.detail === 0 && !event.clientX ? button : { x: event.clientX, y: event.clientY });
  });
  return button;
}

function show(message, anchor, button) {
  const item = ({ name: command, shown }) => {
    const use = () => { close(); answered(() => act("menu", { message: message.id, command })); };
    return el("button.menuitem", { role: "menuitem", tabIndex: -1, onclick: use }, shown);
  };
  back = button;
  box.replaceChildren(el("div.menuhead", { role: "presentation" }, "Apps"), ...state.menus.map(item));
  float(box, anchor);
  box.querySelector("button").focus();
}

function left({ relatedTarget }) {
  if (!box.contains(relatedTarget)) sink(box);
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
