// Below the messages: plain words, or `/` and the list of commands, then the chosen command with its options.

import { answered } from "./answers.js";
import { commandForm } from "./command-form.js";
import { avatar, byId, el, iconButton } from "./dom.js";
import { listbox } from "./listbox.js";
import { act, on, state } from "./state.js";

const box = byId("composer");
const input = el("textarea", {
  id: "say", rows: 1, maxLength: 2000, ariaAutoComplete: "list", oninput: search, onfocus: search, onblur: () => list.show(false), onkeydown: keys,
});
const row = el("div.inputrow", iconButton("plus", "Use a command", { onclick: begin }), input);
const list = listbox(input, { label: "Commands", row: offer, pick, anchor: ".inputrow", above: true });
let found = [];
let early = false; // Enter came before the commands of this place were known

export function showComposer() {
  box.append(row, list.node);
  on("leave", close);
  on("place", () => {
    input.placeholder = `Message #${state.channel.name}`;
    input.ariaLabel = `${input.placeholder}, or type / for commands`;
  });
  on("messages", () => {
    if (!input.value.startsWith("/")) return;
    search();
    if (early) pick(found[0]);
  });
  on("pick", (name) => pick(state.commands.find((command) => command.name === name)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && event.target === document.body) { event.preventDefault(); begin(); }
  });
}

function begin() {
  close();
  input.value = "/";
  input.focus();
  search();
}

/** Names that begin so come first, then names and last descriptions that hold what was typed. */
function search() {
  const typed = input.value.startsWith("/") ? input.value.slice(1).trim().toLowerCase() : null;
  const rank = ({ shown, name, description }) => {
    if (shown.startsWith(typed) || name.startsWith(typed)) return 0;
    return shown.includes(typed) || name.includes(typed) ? 1 : description.toLowerCase().includes(typed) ? 2 : 3;
  };
  found = typed === null ? [] : state.commands.filter((command) => rank(command) < 3).sort((one, two) => rank(one) - rank(two));
  list.fill(found);
  list.show(typed !== null && document.activeElement === input);
}

function offer(command) {
  const hints = command.options.map((option) => el("span.hint", { classes: { must: option.required } }, option.shown));
  return el(
    "div.choice", avatar(state.world.bot.name, "small"),
    el("div.choicetext", el("div", el("strong", `/${command.shown}`), " ", hints), el("div.description", command.description)),
    el("span.whose", { ariaHidden: true }, state.world.bot.name),
  );
}

function keys(event) {
  if (list.keys(event)) return;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (input.value.startsWith("/")) early = !state.commands.length;
  else speak();
}

async function speak() {
  const content = input.value.trim();
  if (!content) return;
  input.value = "";
  await answered(() => act("say", { content }));
}

function pick(command) {
  if (!command) return;
  close();
  const { form, focus } = commandForm(command, () => { close(); input.focus(); });
  row.hidden = true;
  box.append(form);
  focus();
}

function close() {
  box.querySelector(".commandform")?.remove();
  row.hidden = false;
  input.value = "";
  early = false;
  list.show(false);
}
