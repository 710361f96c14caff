// Inputs with a label, a description, a counter and words for what is wrong; shared by forms and options.
// Each control is `{node, input, read, fault}`: `read()` gives its value (undefined where left out), `fault()` words or null.

import { el } from "./dom.js";

let numbers = 0;

/** Names and describes a control's input: `about` is what describes it, `wrong` where faults are said; `check()` says whether there is none. */
export function checked({ input, fault }, { about, wrong, required, mark = () => {} }) {
  numbers += 1;
  Object.assign(input, { id: `field-${numbers}`, ariaRequired: required ? "true" : null });
  about.id = `about-${numbers}`;
  wrong.id = `wrong-${numbers}`;
  wrong.role = "alert";
  input.setAttribute("aria-describedby", `${about.id} ${wrong.id}`);
  const check = () => {
    const words = fault();
    wrong.textContent = words ?? "";
    input.ariaInvalid = Boolean(words);
    mark(Boolean(words));
    return !words;
  };
  for (const event of ["input", "change"]) input.addEventListener(event, () => wrong.textContent && check());
  return check;
}

/** Lay label, description and the line for faults around a control; `required` null where that is no question. */
export function labelled(control, { label, description, required }) {
  const wrong = el("p.fault");
  const about = el("p.fielddescription", description);
  const check = checked(control, { about, wrong, required });
  const name = el(
    "label.fieldlabel", { for: control.input.id }, label,
    required && el("span.must", { ariaHidden: true }, " *"), required === false && el("span.may", " (optional)"),
  );
  if (control.input.role) control.input.ariaLabel = label; // what is no input of HTML's own takes no name from a label
  return { ...control, check, box: el("div.field", name, about, control.node, wrong) };
}

/** `counter` stands in the corner of the field unless it is put elsewhere. */
export function textControl({ long, rows = 4, value = "", min = 0, max, placeholder = "", required }) {
  const input = el(long ? "textarea" : "input.text", { value, placeholder, autocomplete: "off", rows: long && rows, oninput: count });
  const counter = el("span.counter", { ariaHidden: true });
  function count() {
    counter.textContent = `${input.value.length}/${max}`;
    counter.classList.toggle("over", input.value.length > max);
  }
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
  if (text.length > max) return `Must be ${max} or fewer in length: ${text.length - max} too many`;
  return text.length < min ? `Must be at least ${min} in length` : null;
}

export function numberControl({ whole, min, max, required }) {
  const input = el("input.text", { type: "number", step: whole ? 1 : "any", min, max });
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
  const node = el("div.ticks", { role: "group" }, options.map((option, at) => el("label.tick", boxes[at], option.label)));
  const read = () => options.filter((_, at) => boxes[at].checked).map((option) => option.value);
  const fault = () => tooFew(read().length, least) ?? (read().length > most ? `Pick at most ${most}` : null);
  return { node, input: node, read, fault };
}

export function switchControl({ value }) {
  const input = el("input", { type: "checkbox", checked: value });
  return { node: el("div", input), input, read: () => input.checked, fault: () => null };
}

/** Gives a list of File objects. */
export function fileControl({ least = 0, most = 1 }) {
  const input = el("input.filefield", { type: "file", multiple: most > 1 });
  const fault = () => tooFew(input.files.length, least) ?? (input.files.length > most ? `At most ${most} files` : null);
  return { node: input, input, read: () => [...input.files], fault };
}

/** Words for having picked `count` where at least `least` are needed, or null. */
export function tooFew(count, least) {
  if (count >= least) return null;
  return least === 1 ? "This field is required" : `Pick at least ${least}`;
}
