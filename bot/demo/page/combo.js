// An option whose value is picked from offers: choices, members, roles, channels, or what the bot offers while one types.

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
  const input = el("input.text", { autocomplete: "off", "aria-autocomplete": "list" });
  const pick = (offer) => { picked = offer; input.value = offer.name; list.show(false); };
  const list = listbox(input, { label: `Offers for ${label}`, row: (offer) => offer.name, pick, anchor: ".commandform", above: true });
  let picked = null, timer = 0, turn = 0;

  const look = async () => {
    const mine = (turn += 1);
    const offers = await source.find(picked ? "" : input.value);
    if (mine !== turn) return;
    list.fill(offers, Math.max(0, offers.findIndex((offer) => offer.value === picked?.value)));
    list.show(document.activeElement === input);
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(look, source.pause); };
  const value = () => {
    if (picked || source.free) return picked?.value ?? (input.value || undefined);
    return source.find(input.value).find(({ name }) => name.toLowerCase() === input.value.toLowerCase())?.value;
  };
  input.addEventListener("input", () => { picked = null; later(); });
  input.addEventListener("focus", later);
  input.addEventListener("click", () => list.shown() || later());
  input.addEventListener("blur", () => list.show(false));
  input.addEventListener("keydown", (event) => list.keys(event));
  return {
    node: el("span.combo", input, list.node),
    input,
    read: value,
    fault: () => {
      if (!input.value) return required ? "This option is required" : null;
      return value() === undefined ? "Pick one of the offers" : null;
    },
  };
}
