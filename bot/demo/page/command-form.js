// The chosen command with its options, checked as Discord's client does before anything is sent.

import { answered } from "./answers.js";
import { packed } from "./api.js";
import { completionControl } from "./completion.js";
import { el } from "./dom.js";
import { choicesFor } from "./entities.js";
import { choiceControl, fileControl, labelled, numberControl, textControl } from "./fields.js";
import { act } from "./state.js";

const INTEGER = 4, BOOLEAN = 5, NUMBER = 10, ATTACHMENT = 11;
const YES_NO = [{ label: "True", value: true }, { label: "False", value: false }];

/** `done()` is called when the form is no longer needed. */
export function commandForm(command, done) {
  const fields = [];
  const others = () => gather(fields.filter((field) => field.option.type !== ATTACHMENT));
  for (const option of command.options) {
    const control = controlFor(option, command, others);
    const { required = false, name, description } = option;
    fields.push({ ...labelled(control, { label: name, description, required }), option });
  }
  const send = el("button.button.primary", { type: "submit" }, "Send");
  const cancel = el("button.button.plain", { type: "button", onclick: done }, "Cancel");
  const head = el("div.commandhead", {}, el("strong.usedcommand", {}, `/${command.name}`), el("span", {}, command.description));
  const form = el(
    "form.commandform", { noValidate: true, "aria-label": `Options of /${command.name}` }, head,
    fields.length ? el("div.fields", {}, fields.map((field) => field.box)) : null,
    el("div.formbuttons", {}, cancel, send),
  );
  form.addEventListener("keydown", (event) => {
    const typed = event.target.matches("textarea, input.text");
    if (event.key === "Escape") { event.preventDefault(); done(); }
    if (event.key === "Enter" && !event.shiftKey && typed && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = fields.filter((field) => !field.check());
    if (wrong.length) return wrong[0].target.focus();
    send.disabled = true;
    const options = await withFiles(fields, gather(fields));
    done();
    await answered(() => act("slash", { command: command.name, options }));
  });
  return { form, focus: () => (fields[0]?.target ?? send).focus() };
}

function gather(fields) {
  return Object.fromEntries(fields.map((field) => [field.option.name, field.read()]).filter(([, value]) => value !== undefined));
}

async function withFiles(fields, values) {
  for (const { option } of fields.filter((field) => field.option.type === ATTACHMENT)) {
    const [file] = values[option.name] ?? [];
    if (file) values[option.name] = await packed(file);
    else delete values[option.name];
  }
  return values;
}

function controlFor(option, command, others) {
  const required = option.required ?? false;
  const choices = option.choices?.map((choice) => ({ label: choice.name, value: choice.value })) ?? choicesFor(option);
  if (option.autocomplete) return completionControl({ command: command.name, option, others });
  if (choices?.length) return choiceControl({ options: choices, required });
  if (option.type === BOOLEAN) return choiceControl({ options: YES_NO, required });
  if (option.type === INTEGER || option.type === NUMBER) {
    return numberControl({ whole: option.type === INTEGER, min: option.min_value, max: option.max_value, required });
  }
  if (option.type === ATTACHMENT) return fileControl({ least: required ? 1 : 0 });
  return textControl({ long: (option.max_length ?? 6000) > 200, min: option.min_length ?? 0, max: option.max_length ?? 6000, required });
}
