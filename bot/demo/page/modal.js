// A form that the bot opened: labels around inputs of every kind, sent as the member who opened it.

import { answered } from "./answers.js";
import { packed } from "./api.js";
import { el } from "./dom.js";
import { fileControl, labelled, switchControl, textControl, tickControl } from "./fields.js";
import { blocks } from "./markdown.js";
import { selectControl } from "./select.js";
import { act } from "./state.js";

const ROW = 1, TEXT_INPUT = 4, TEXT = 10, LABEL = 18, UPLOAD = 19, RADIO = 21, TICKS = 22, CHECKBOX = 23;

/** `interaction`: which answer brought the form; its name when it is sent. */
export function openForm(modal, interaction) {
  const parts = modal.components.map(part).filter(Boolean);
  const controls = parts.filter((each) => each.check);
  const send = el("button.button.primary", { type: "submit" }, "Submit");
  const cancel = el("button.button.plain", { onclick: () => dialog.close() }, "Cancel");
  const failed = el("p.fault", { role: "alert" });
  const form = el(
    "form", { noValidate: true, onsubmit: submit }, el("h2", { id: "form-title" }, modal.title), el("div.fields", parts.map((each) => each.box)),
    failed, el("div.formbuttons", cancel, send),
  );
  const dialog = el("dialog.modal", { "aria-labelledby": "form-title", onclose: () => dialog.remove() }, form);
  async function submit(event) {
    event.preventDefault();
    const wrong = controls.filter((control) => !control.check());
    if (wrong.length) return wrong[0].input.focus();
    send.disabled = true;
    const body = await gathered(controls, interaction);
    const sent = await answered(() => act("submit", body), (words) => { failed.textContent = words; });
    send.disabled = false;
    if (sent) dialog.close();
  }
  document.body.append(dialog);
  dialog.showModal();
  controls[0]?.input.focus();
}

async function gathered(controls, form) {
  const values = {}, files = {};
  for (const { kind, id, read } of controls) {
    if (kind === UPLOAD) files[id] = await Promise.all(read().map(packed));
    else values[id] = read() ?? (kind === TEXT_INPUT ? "" : []);
  }
  return { form, values, files };
}

function part(component) {
  switch (component.type) {
    case TEXT:
      return { box: el("div.said", blocks(component.content)) };
    case ROW:
      return field(component.components[0], component.components[0].label);
    case LABEL:
      return field(component.component, component.label, component.description);
  }
}

function field(input, label, description) {
  const required = input.type === CHECKBOX ? null : input.required ?? true;
  return { ...labelled(controlFor(input, required), { label, description, required }), kind: input.type, id: input.custom_id };
}

function controlFor(input, required) {
  const { type, options, value, placeholder, style } = input;
  const least = required ? input.min_values ?? 1 : 0;
  const most = input.max_values ?? 1;
  switch (type) {
    case TEXT_INPUT:
      return textControl({ long: style === 2, value, placeholder, min: input.min_length, max: input.max_length ?? 4000, required });
    case UPLOAD:
      return fileControl({ least, most });
    case RADIO:
      return tickControl({ options, least: required ? 1 : 0, most: 1, single: true });
    case TICKS:
      return tickControl({ options, least, most: input.max_values ?? options.length });
    case CHECKBOX:
      return switchControl({ value: input.default });
    default:
      return selectControl({ options, placeholder, least, most });
  }
}
