// Inputs with a label, a description, a counter and words for what is wrong; shared by forms and options.
// Each control is `{node, read, fault}`: `read()` gives its value (undefined where left out), `fault()` words or null.

import { el } from "./dom.js";

let numbers = 0;

/** Lay label, description and the line for faults around a control; `required` null where that is no question. */
export function labelled(control, { label, description, required }) {
  const id = `field-${(numbers += 1)}`;
  const target = control.input ?? control.node;
  const wrong = el("p.fault", { id: `${id}-fault`, role: "alert" });
  target.id = id;
  target.setAttribute("aria-describedby", `${id}-about ${id}-fault`);
  if (required) target.setAttribute("aria-required", "true");
  const name = el(
    "label.fieldlabel", { for: id }, label,
    required && el("span.must", { "aria-hidden": "true" }, " *"),
    required === false && el("span.may", " (optional)"),
  );
  const about = el("p.fielddescription", { id: `${id}-about` }, description ?? "");
  const check = () => {
    const words = control.fault();
    wrong.textContent = words ?? "";
    target.setAttribute("aria-invalid", words ? "true" : "false");
    return !words;
  };
  target.addEventListener("change", () => wrong.textContent && check());
  return { ...control, check, target, box: el("div.field", name, about, control.node, wrong) };
}

/** `counter` stands in the corner of the field unless it is put elsewhere. */
export function textControl({ long, rows = 4, value, min = 0, max, placeholder, required }) {
  const input = el(long ? "textarea" : "input.text", { value: value ?? "", placeholder: placeholder ?? "", autocomplete: "off" });
  if (long) input.rows = rows;
  const counter = el("span.counter", { "aria-hidden": "true" });
  const count = () => {
    counter.textContent = max ? `${input.value.length}/${max}` : "";
    counter.classList.toggle("over", Boolean(max) && input.value.length > max);
  };
  input.addEventListener("input", count);
  count();
  return {
    node: el("div.counted", input, counter),
    input,
    counter,
    read: () => input.value || undefined,
    fault: () => textFault(input.value, { min, max, required }),
  };
}

function textFault(text, { min, max, required }) {
  if (!text) return required ? "This field is required" : null;
  if (max && text.length > max) return `Must be ${max} or fewer in length: ${text.length - max} too many`;
  return text.length < min ? `Must be at least ${min} in length` : null;
}

export function numberControl({ whole, min, max, required }) {
  const input = el("input.text", { type: "number", step: whole ? 1 : "any", min: min ?? "", max: max ?? "" });
  return {
    node: input,
    input,
    read: () => (input.value === "" ? undefined : Number(input.value)),
    fault: () => {
      if (input.validity.badInput) return "Must be a number";
      if (input.value === "") return required ? "This field is required" : null;
      if (input.validity.rangeUnderflow) return `Must be at least ${min}`;
      if (input.validity.rangeOverflow) return `Must be at most ${max}`;
      return input.validity.stepMismatch ? "Must be a whole number" : null;
    },
  };
}

/** Several of `options`, or (`single`) one of them, as boxes. */
export function tickControl({ options, least = 0, most = options.length, single = false }) {
  const name = `ticks-${(numbers += 1)}`;
  const boxes = options.map((option) => el("input", { type: single ? "radio" : "checkbox", name, checked: option.default }));
  const rows = options.map((option, at) => el("label.tick", boxes[at], option.label));
  const read = () => options.filter((_, at) => boxes[at].checked).map((option) => option.value);
  const fault = () => {
    const count = read().length;
    if (count < least) return least === 1 ? "This field is required" : `Pick at least ${least}`;
    return count > most ? `Pick at most ${most}` : null;
  };
  return { node: el("div.ticks", { role: "group" }, rows), read, fault };
}

export function switchControl({ value }) {
  const input = el("input", { type: "checkbox", checked: Boolean(value) });
  return { node: el("span.switch", input), input, read: () => input.checked, fault: () => null };
}

/** Gives a list of File objects. */
export function fileControl({ least = 0, most = 1 }) {
  const input = el("input.filefield", { type: "file", multiple: most > 1 });
  const fault = () => {
    const count = input.files.length;
    if (count < least) return "This field is required";
    return count > most ? `At most ${most} files` : null;
  };
  return { node: input, input, read: () => [...input.files], fault };
}
