// An option whose value is picked from offers: choices, or what the bot offers while one types.

import { el } from "./dom.js";
import { listbox } from "./listbox.js";

const PAUSE_MS = 250;

/** Offers (`{name, value}`) that are known already and are only searched. */
export function known(offers) {
  return { free: false, pause: 0, find: (text) => offers.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())) };
}

/** Offers that the bot is asked for; what is typed counts too. */
export function asked(find) {
  return { free: true, pause: PAUSE_MS, find };
}

export function comboControl({ label, required, source }) {
  const input = el("input.text", {
    autocomplete: "off", ariaAutoComplete: "list", onfocus: later, onclick: () => list.shown() || later(), onblur: () => list.show(false),
    oninput: () => { picked = null; later(); }, onkeydown: (event) => list.keys(event),
  });
  const list = listbox(input, { label: `Offers for ${label}`, row: (offer) => offer.name, pick, anchor: ".commandform", above: true });
  let picked = null, timer = 0, turn = 0;

  function later() {
    clearTimeout(timer);
    timer = setTimeout(look, source.pause);
  }
  /** What was still asked for must not open the list again. */
  function pick(offer) {
    clearTimeout(timer);
    turn += 1;
    picked = offer;
    input.value = offer.name;
    list.show(false);
  }
  async function look() {
    const mine = (turn += 1);
    const offers = await source.find(picked ? "" : input.value);
    if (mine !== turn) return;
    list.fill(offers, Math.max(0, offers.findIndex((offer) => offer.value === picked?.value)));
    list.show(document.activeElement === input);
  }
  function read() {
    if (picked || source.free) return picked?.value ?? (input.value || undefined);
    return source.find(input.value).find(({ name }) => name.toLowerCase() === input.value.toLowerCase())?.value;
  }
  return {
    node: el("span.combo", input, list.node),
    input,
    read,
    fault: () => {
      if (!input.value) return required ? "This field is required" : null;
      return read() === undefined ? "Pick one of the offers" : null;
    },
  };
}
