// Below the messages: plain words, or `/` and the list of commands, then the command's own form.

import { answered } from "./answers.js";
import { commandForm } from "./command-form.js";
import { avatar, el, icon } from "./dom.js";
import { act, on, state } from "./state.js";

const box = document.getElementById("composer");
const list = el("ul.picker", { id: "picker", role: "listbox", "aria-label": "Commands", hidden: true });
const input = el("textarea", {
  id: "say", rows: 1, maxLength: 2000, role: "combobox", "aria-autocomplete": "list", "aria-controls": "picker", "aria-expanded": "false",
});
const slash = el("button.iconbutton", { type: "button", title: "Use a command", "aria-label": "Use a command", onclick: begin }, icon("plus"));
const row = el("div.inputrow", {}, slash, input);
let found = [], current = 0;
let early = false; // Enter came before the commands of this place were known

export function showComposer() {
  box.append(list, row);
  on("place", () => {
    close();
    input.placeholder = `Message #${state.channel.name}, or type / for commands`;
    input.setAttribute("aria-label", input.placeholder);
  });
  on("messages", () => {
    if (!input.value.startsWith("/")) return;
    search();
    if (early) pick(found[0]);
  });
  input.addEventListener("input", search);
  input.addEventListener("keydown", keys);
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && open(false), 150));
  input.addEventListener("focus", search);
  document.addEventListener("pick-command", ({ detail }) => pick(state.commands.find((command) => command.name === detail)));
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

function search() {
  const typed = input.value.startsWith("/") ? input.value.slice(1).trim().toLowerCase() : null;
  found = typed === null ? [] : state.commands.filter((command) => command.name.includes(typed));
  found.sort((one, two) => two.name.startsWith(typed) - one.name.startsWith(typed));
  list.replaceChildren(...found.map(offer));
  mark(0);
  open(typed !== null);
}

function offer(command, at) {
  const choose = (event) => { event.preventDefault(); pick(command); };
  const hints = command.options.map((option) => el(`span.hint${option.required ? ".must" : ""}`, {}, option.name));
  return el(
    "li.choice", { id: `choice-${at}`, role: "option", onmousedown: choose, onmousemove: () => mark(at) }, avatar(state.world.bot.name, "small"),
    el("div", {}, el("div", {}, el("strong", {}, `/${command.name}`), hints), el("div.description", {}, command.description)),
  );
}

function mark(at) {
  current = at;
  [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
  list.children[at]?.scrollIntoView({ block: "nearest" });
  if (found.length) input.setAttribute("aria-activedescendant", `choice-${at}`);
  else input.removeAttribute("aria-activedescendant");
}

function open(wanted) {
  list.hidden = !wanted || !found.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
}

function keys(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!list.hidden && step) mark((current + step + found.length) % found.length);
  else if (!list.hidden && (event.key === "Enter" || event.key === "Tab") && !event.shiftKey) pick(found[current]);
  else if (!list.hidden && event.key === "Escape") open(false);
  else if (event.key === "Enter" && input.value.startsWith("/") && !state.commands.length) early = true;
  else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) speak();
  else return;
  event.preventDefault();
}

async function speak() {
  const content = input.value.trim();
  if (!content || content.startsWith("/")) return;
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
  open(false);
}
