// The chosen command in the composer: its options as chips, checked as Discord's client does before anything is sent.

import { answered } from "./answers.js";
import { packed } from "./api.js";
import { asked, comboControl, known } from "./combo.js";
import { el, iconButton } from "./dom.js";
import { checked, fileControl, numberControl, textControl } from "./fields.js";
import { act } from "./state.js";

const INTEGER = 4, NUMBER = 10, ATTACHMENT = 11;

/** `done()` is called when the form is no longer needed. */
export function commandForm(command, done) {
  const used = () => chips.filter((chip) => chip.used());
  const gather = (from) => Object.fromEntries(from.map((chip) => [chip.option.name, chip.read()]).filter(([, value]) => value !== undefined));
  const complete = async (focused, text) => {
    const others = used().filter(({ option }) => option.name !== focused && option.type !== ATTACHMENT);
    return (await act("autocomplete", { command: command.name, focused, text, options: gather(others) }).catch(() => ({}))).choices ?? [];
  };
  const chips = command.options.map((option) => optionChip(option, controlFor(option, complete)));
  const name = `/${command.shown}`;
  const about = el("div.about", el("strong", name), el("span", command.description));
  const send = iconButton("send", "Send", { type: "submit" });
  const bar = el("div.chips", el("strong.usedcommand", name), chips.map((chip) => chip.node));
  const form = el(
    "form.commandform", { noValidate: true, ariaLabel: `Options of ${name}`, onfocusin: explain, onkeydown: keys, onsubmit: submit },
    about, chips.map((chip) => chip.about), el("div.inputrow", iconButton("close", "Cancel", { onclick: done }), bar, send),
  );
  function explain({ target }) {
    for (const chip of chips) chip.about.hidden = !chip.node.contains(target);
    about.hidden = chips.some((chip) => !chip.about.hidden);
  }
  function keys(event) {
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("textarea, input");
    if (event.key !== "Escape" && !sends) return;
    event.preventDefault();
    if (sends) form.requestSubmit();
    else done();
  }
  async function submit(event) {
    event.preventDefault();
    const wrong = used().filter((chip) => !chip.check());
    if (wrong.length) return wrong[0].input.focus();
    send.disabled = true;
    const options = gather(used());
    for (const [key, value] of Object.entries(options)) if (value instanceof File) options[key] = await packed(value);
    done();
    await answered(() => act("slash", { command: command.name, options }));
  }
  return { form, focus: () => (used()[0]?.input ?? chips[0]?.adder ?? send).focus() };
}

/** Required options stand there from the start, the others as buttons that add them. */
function optionChip(option, control) {
  const { required, shown, description, kind } = option;
  const { input, counter, read } = control;
  const wrong = el("p.fault");
  const words = el("span", description);
  const off = required ? null : iconButton("close", `Remove ${shown}`, { onclick: () => put(false) });
  const label = el("label", shown);
  const chip = el("span.chip", label, control.node, off);
  const check = checked(control, { about: words, wrong, required, mark: (on) => chip.classList.toggle("wrong", on) });
  const about = el(
    "div.about", { hidden: true }, el("strong", shown), words, el("span.type", kind), required ? el("span.type.must", "required") : el("span.type", "optional"),
    counter, wrong,
  );
  const adder = el("button.chipadd", { ariaLabel: `Add ${shown}`, "aria-describedby": words.id, onclick: () => put(true) }, `+ ${shown}`);
  const node = el("span.option", required ? chip : adder);
  label.htmlFor = input.id;
  function put(on) {
    node.replaceChildren(on ? chip : adder);
    (on ? input : adder).focus();
  }
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Backspace" || input.value || required) return;
    event.preventDefault();
    put(false);
  });
  return { option, node, about, adder, input, check, read, used: () => node.contains(chip) };
}

/** `complete(name, text)`: what the bot offers for the option of this name. */
function controlFor(option, complete) {
  const { type, name, choices, required, shown: label, min_value: min, max_value: max } = option;
  if (option.autocomplete) return comboControl({ label, required, source: asked((text) => complete(name, text)) });
  if (choices.length) return comboControl({ label, required, source: known(choices) });
  if (type === INTEGER || type === NUMBER) return numberControl({ whole: type === INTEGER, min, max, required });
  if (type !== ATTACHMENT) return textControl({ long: true, rows: 1, min: option.min_length, max: option.max_length ?? 6000, required });
  const control = fileControl({ least: required ? 1 : 0 });
  return { ...control, read: () => control.read()[0] };
}
