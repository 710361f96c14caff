// A form that the bot opened: labels around inputs of every kind, sent as the member who opened it.

import { answered } from "./answers.js";
import { packed } from "./api.js";
import { blocks } from "./markdown.js";
import { el } from "./dom.js";
import { pickable } from "./entities.js";
import { fileControl, labelled, switchControl, textControl, tickControl } from "./fields.js";
import { selectControl } from "./select.js";
import { act } from "./state.js";

const LABEL = 18, ROW = 1, TEXT = 10, UPLOAD = 19, CHECKBOX = 23;

/** `interaction`: which answer brought the form; its name when it is sent. */
export function openForm(modal, interaction) {
  const parts = modal.components.map(part).filter(Boolean);
  const controls = parts.filter((each) => each.check);
  const title = el("h2", { id: "form-title" }, modal.title);
  const send = el("button.button.primary", { type: "submit" }, "Submit");
  const cancel = el("button.button.plain", { onclick: () => dialog.close() }, "Cancel");
  const failed = el("p.fault", { role: "alert" });
  const form = el(
    "form", { noValidate: true }, title, el("div.fields", parts.map((each) => each.box)), failed,
    el("div.formbuttons", cancel, send),
  );
  const dialog = el("dialog.modal", { "aria-labelledby": "form-title" }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = controls.filter((control) => !control.check());
    if (wrong.length) return wrong[0].target.focus();
    send.disabled = true;
    const body = await gathered(controls, interaction);
    const sent = await answered(() => act("submit", body), (words) => { failed.textContent = words; });
    send.disabled = false;
    if (sent) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  controls[0]?.target.focus();
}

async function gathered(controls, form) {
  const values = {}, files = {};
  for (const { kind, id, read } of controls) {
    if (kind === UPLOAD) files[id] = await Promise.all(read().map(packed));
    else values[id] = read() ?? (kind === 4 ? "" : []);
  }
  return { form, values, files };
}

function part(component) {
  if (component.type === TEXT) return { box: el("div.textdisplay.said", blocks(component.content)) };
  if (component.type === ROW) {
    const [input] = component.components;
    return input && field(input, input.label, null);
  }
  return component.type === LABEL ? field(component.component, component.label, component.description) : null;
}

function field(input, label, description) {
  const required = input.type === CHECKBOX ? null : input.required ?? true;
  const control = controlFor(input, required);
  return { ...labelled(control, { label, description, required }), kind: input.type, id: input.custom_id };
}

function controlFor(input, required) {
  const least = required ? input.min_values ?? 1 : 0;
  const most = input.max_values ?? 1;
  switch (input.type) {
    case 4:
      return textControl({
        long: input.style === 2, value: input.value, min: input.min_length ?? 0, max: input.max_length ?? 4000,
        placeholder: input.placeholder, required,
      });
    case UPLOAD:
      return fileControl({ least, most });
    case 21:
      return tickControl({ options: input.options, least: required ? 1 : 0, most: 1, single: true });
    case 22:
      return tickControl({ options: input.options, least, most: input.max_values ?? input.options.length });
    case CHECKBOX:
      return switchControl({ value: input.default });
    default:
      return selectControl({ options: input.options ?? pickable(input), placeholder: input.placeholder, least, most });
  }
}
