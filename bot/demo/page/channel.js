// The list of messages: stays at the bottom unless its reader has scrolled up; one message is redrawn, never all.

import { byId, el, icon } from "./dom.js";
import { headline, messageItem } from "./message.js";
import { plainText } from "./markdown.js";
import { enter, mayEnter, nameOf, on, state, tell } from "./state.js";

const scroll = byId("scroll");
const box = byId("messages");
const live = byId("live");
const present = byId("present");
const STEP = 60, MOST = 180; // messages: drawn at a time, and at all; the others come when somebody scrolls to them

let first = 0, end = 0; // which of `all()` are drawn
const waiting = [];
let held = true; // whether the reader is at the newest message and wants to stay there

export function showChannel() {
  for (const [what, draw] of Object.entries({ place: drawAll, messages: drawAll, message: drawOne, gone })) {
    on(what, (detail) => { if (waiting.push(() => draw(detail)) === 1) unpressed(); });
  }
  on("show", jumpTo);
  scroll.addEventListener("scroll", scrolled);
  present.addEventListener("click", toBottom);
  // Pictures that arrive late, and forms that open below, must not push the newest message out of sight.
  const sizes = new ResizeObserver(() => { if (held) toBottom(); });
  sizes.observe(scroll);
  sizes.observe(box);
}

/** What is pressed stays where it is until it is let go, or the press would come to nothing. */
function unpressed() {
  if (box.matches(":active")) return setTimeout(unpressed, 50);
  for (const draw of waiting.splice(0)) draw();
}

function all() {
  return [...state.messages.values()];
}

function scrolled() {
  const below = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
  const atEnd = end === state.messages.size;
  held = atEnd && (!end || below < 60);
  present.hidden = atEnd && (!end || below < scroll.clientHeight);
  if (first > 0 && scroll.scrollTop < 800) draw(Math.max(0, first - STEP), Math.min(end, first - STEP + MOST));
  else if (!atEnd && below < 800) draw(Math.max(first, end + STEP - MOST), end + STEP);
}

function toBottom() {
  if (end < state.messages.size) return drawAll();
  if (end - first > MOST) draw(end - MOST, end);
  held = true;
  scroll.scrollTop = end ? scroll.scrollHeight : 0; // a channel without messages opens at its welcome
}

function drawAll() {
  const many = state.messages.size;
  first = end = Math.max(0, many - STEP);
  document.body.classList.toggle("gated", !mayEnter());
  box.replaceChildren(...(mayEnter() ? [] : [gate()]));
  if (!mayEnter()) return;
  if (!first) box.append(welcome());
  draw(first, many);
  toBottom();
}

/** Have these messages drawn, which overlap or touch those that are; what stays does not move on the screen. */
function draw(from, to) {
  const messages = all();
  to = Math.min(to, messages.length);
  const items = (start, stop) => messages.slice(start, stop).map((message, at) => messageItem(message, messages[start + at - 1]));
  const kept = box.querySelector(`#m${CSS.escape(messages[Math.max(from, first)]?.id)}`);
  const before = kept?.offsetTop;
  if (from < first) box.prepend(...(from ? [] : [welcome()]), ...items(from, first));
  if (to > end) box.append(...items(end, to));
  for (const { id } of [...messages.slice(first, from), ...messages.slice(to, end)]) byId(`m${id}`)?.remove();
  if (from > 0) box.querySelector(".welcome")?.remove();
  if (kept) scroll.scrollTop += kept.offsetTop - before;
  [first, end] = [from, to];
}

function gone(id) {
  const item = byId(`m${id}`);
  if (item) end -= 1;
  else if (Number(id) < Number(all()[first]?.id)) [first, end] = [first - 1, end - 1];
  item?.remove();
}

/** Discord follows links into other channels too. */
async function jumpTo({ channel: id, message }) {
  const channel = state.guild.channels.find((each) => each.id === id);
  if (channel && channel.id !== state.channel.id) await enter(state.guild, channel);
  const at = all().findIndex((each) => each.id === message);
  if (at < 0) return;
  if (at < first || at >= end) {
    box.replaceChildren();
    first = end = Math.max(0, at - STEP / 2);
    draw(first, first + STEP);
  }
  const item = byId(`m${message}`);
  item.scrollIntoView({ block: "center" });
  item.classList.add("jumped");
  setTimeout(() => item.classList.remove("jumped"), 1500);
}

function welcome() {
  const quick = state.commands.filter(({ name }) => name === "generate quick");
  const offers = [...new Set([...quick, ...state.commands])].map(({ name, shown, description }) => el(
    "button.offer", { onclick: () => tell("pick", name) }, el("strong", `/${shown}`), el("span", description),
  ));
  return el(
    "li.welcome", el("div.hash", { ariaHidden: true }, "#"), el("h1", `Welcome to #${state.channel.name}!`),
    el("p", `This is the start of the #${state.channel.name} channel. ${state.channel.topic ?? ""}`),
    offers.length > 0 && el("p", "Type / below, or begin with one of these:"),
    el("div.offers", offers),
  );
}

function gate() {
  const enter = () => { state.grown.add(state.member); drawAll(); scroll.focus(); };
  return el(
    "li.gate", icon("warn"), el("h1", "Age-restricted channel"), el("p", "You must be of age to see what is said here. Are you 18 or older?"),
    el("button.button.danger", { onclick: enter }, "Continue"),
  );
}

function drawOne(message) {
  if (!mayEnter()) return;
  const old = byId(`m${message.id}`);
  const messages = all();
  const at = messages.indexOf(message);
  const fresh = messageItem(message, messages[at - 1]);
  if (old) replace(old, fresh);
  else if (at === end) {
    box.append(fresh);
    end += 1;
  }
  refreshReplies(message);
  const mine = !old && (message.local || message.interaction?.user.id === state.member);
  if (held || mine) toBottom();
  if (message.author.bot) live.textContent = `${nameOf(message.author)}: ${plainText(message.content)}`;
}

/** A player that runs goes on, and the focus stays where it was. */
function replace(old, fresh) {
  if ([...old.querySelectorAll("audio")].some((audio) => !audio.paused)) return;
  const controls = (item) => [...item.querySelectorAll("button, a, select")];
  const focused = controls(old).indexOf(document.activeElement);
  old.replaceWith(fresh);
  if (focused >= 0) (controls(fresh)[focused] ?? box).focus({ preventScroll: true });
}

function refreshReplies(target) {
  for (const reply of box.querySelectorAll(`[data-reply-to="${CSS.escape(target.id)}"]`)) {
    const message = state.messages.get(reply.id.slice(1));
    message.referenced_message = target;
    reply.querySelector(".headline").replaceWith(headline(message));
  }
}
