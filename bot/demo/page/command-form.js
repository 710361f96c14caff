// The chosen command in the composer: its options as chips, checked as Discord's client does before anything is sent.

import { answered } from "./answers.js";
import { packed } from "./api.js";
import { asked, comboControl, known } from "./combo.js";
import { el, icon } from "./dom.js";
import { choicesFor } from "./entities.js";
import { fileControl, numberControl, textControl } from "./fields.js";
import { act } from "./state.js";

const BOOLEAN = 5, ATTACHMENT = 11;
const TYPES = { 3: "text", 4: "whole number", 5: "yes or no", 6: "member", 7: "channel", 8: "role", 9: "member or role", 10: "number", 11: "file" };
const YES_NO = [{ name: "True", value: true }, { name: "False", value: false }];
let numbers = 0;

/** `done()` is called when the form is no longer needed. */
export function commandForm(command, done) {
  const gather = () => Object.fromEntries(used().map((chip) => [chip.option.name, chip.read()]).filter(([, value]) => value !== undefined));
  const chips = command.options.map((option) => optionChip(option, controlFor(option, command, gather)));
  const used = () => chips.filter((chip) => chip.used());
  const about = el("div.about", el("strong", `/${command.shown}`), el("span", command.description));
  const send = el("button.iconbutton.send", { type: "submit", title: "Send", "aria-label": "Send" }, icon("send"));
  const cancel = el("button.iconbutton", { title: "Cancel", "aria-label": "Cancel", onclick: done }, icon("close"));
  const bar = el("div.chips", el("strong.usedcommand", `/${command.shown}`), chips.map((chip) => chip.node));
  const form = el("form.commandform", { noValidate: true, "aria-label": `Options of /${command.shown}` }, about, el("div.inputrow", cancel, bar, send));
  form.addEventListener("focusin", ({ target }) => {
    const chip = chips.find((each) => each.node.contains(target));
    for (const each of chips) each.about.hidden = each !== chip;
    about.hidden = Boolean(chip);
  });
  about.after(...chips.map((chip) => chip.about));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); done(); }
    if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea, input") && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = used().filter((chip) => !chip.check());
    if (wrong.length) return wrong[0].input.focus();
    send.disabled = true;
    const options = await withFiles(used(), gather());
    done();
    await answered(() => act("slash", { command: command.name, options }));
  });
  return { form, focus: () => (chips.find((chip) => chip.used())?.input ?? chips[0]?.adder ?? send).focus() };
}

/** Required options stand there from the start, the others as buttons that add them. */
function optionChip(option, control) {
  const id = `option-${(numbers += 1)}`;
  const { input } = control;
  const { required = false, shown } = option;
  const wrong = el("p.fault", { id: `${id}-fault`, role: "alert" });
  const about = el(
    "div.about", { id: `${id}-about`, hidden: true }, el("strong", shown), el("span", option.description),
    el("span.type", typeOf(option)), el(`span.${required ? "must" : "may"}`, required ? "required" : "optional"), control.counter, wrong,
  );
  const adder = el("button.chipadd", { "aria-label": `Add ${shown}`, "aria-describedby": `${id}-about`, onclick: () => put(true) }, `+ ${shown}`);
  const off = required ? null : el("button.chipoff", { "aria-label": `Remove ${shown}`, onclick: () => put(false) }, icon("close"));
  const chip = el("span.chip", el("label", { for: id }, shown), control.node, off);
  const node = el("span.option", required ? chip : adder);
  Object.assign(input, { id, ariaRequired: String(required) });
  input.setAttribute("aria-describedby", `${id}-about`);
  const put = (on) => {
    node.replaceChildren(on ? chip : adder);
    (on ? input : adder).focus();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Backspace" || input.value || required) return;
    event.preventDefault();
    put(false);
  });
  const check = () => {
    const words = control.fault();
    wrong.textContent = words ?? "";
    chip.classList.toggle("wrong", Boolean(words));
    input.setAttribute("aria-invalid", String(Boolean(words)));
    return !words;
  };
  for (const event of ["input", "change"]) input.addEventListener(event, () => wrong.textContent && check());
  return { option, node, about, adder, input, check, read: control.read, used: () => node.contains(chip) };
}

function typeOf(option) {
  const { min_value: least, max_value: most, max_length: length } = option;
  const range = least !== undefined && most !== undefined ? `, ${least} to ${most}` : least !== undefined ? `, from ${least}` : most !== undefined ? `, up to ${most}` : "";
  return `${TYPES[option.type]}${length ? `, up to ${length} characters` : range}`;
}

async function withFiles(chips, values) {
  for (const { option } of chips.filter((chip) => chip.option.type === ATTACHMENT)) {
    const [file] = values[option.name] ?? [];
    if (file) values[option.name] = await packed(file);
    else delete values[option.name];
  }
  return values;
}

function controlFor(option, command, gather) {
  const { required = false, shown: label } = option;
  const offers = option.type === BOOLEAN ? YES_NO : option.choices ?? choicesFor(option);
  const find = async (text) => {
    const sent = { command: command.name, focused: option.name, text, options: without(gather(), option.name) };
    return (await act("autocomplete", sent).catch(() => ({}))).choices ?? [];
  };
  if (option.autocomplete) return comboControl({ label, required, source: asked(find) });
  if (offers?.length) return comboControl({ label, required, source: known(offers) });
  const range = { min: option.min_value, max: option.max_value, required };
  if (option.type === 4 || option.type === 10) return numberControl({ whole: option.type === 4, ...range });
  if (option.type === ATTACHMENT) return fileControl({ least: required ? 1 : 0 });
  return textControl({ long: true, rows: 1, min: option.min_length ?? 0, max: option.max_length ?? 6000, required });
}

/** Files wait for the sending, and the option that is typed is told apart. */
function without(values, name) {
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => key !== name && !Array.isArray(value)));
}
