// The list of messages: stays at the bottom unless its reader has scrolled up; one message is redrawn, never all.

import { el, icon } from "./dom.js";
import { headline, messageItem } from "./message.js";
import { plainText } from "./markdown.js";
import { enter, mayEnter, nameOf, on, state } from "./state.js";

const scroll = document.getElementById("scroll");
const box = document.getElementById("messages");
const live = document.getElementById("live");
const present = document.getElementById("present");
const AT_ONCE = 60; // messages; those before them are drawn when somebody scrolls up to them

let first = 0; // where in `all()` the drawn ones begin
let held = true; // whether the reader is at the newest message and wants to stay there

export function showChannel() {
  on("place", drawAll);
  on("messages", drawAll);
  on("message", drawOne);
  on("gone", (id) => document.getElementById(`m${id}`)?.remove());
  scroll.addEventListener("scroll", scrolled);
  present.addEventListener("click", toBottom);
  document.addEventListener("show-message", ({ detail }) => jumpTo(detail));
  // Pictures that arrive late, and forms that open below, must not push the newest message out of sight.
  const sizes = new ResizeObserver(() => { if (held) toBottom(); });
  sizes.observe(scroll);
  sizes.observe(box);
}

function all() {
  return [...state.messages.values()];
}

function scrolled() {
  const below = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
  held = below < 60;
  present.hidden = below < scroll.clientHeight;
  if (first > 0 && scroll.scrollTop < 600) drawEarlier();
}

function toBottom() {
  held = true;
  scroll.scrollTop = scroll.scrollHeight;
}

function drawAll() {
  const messages = all();
  first = Math.max(0, messages.length - AT_ONCE);
  document.body.classList.toggle("gated", !mayEnter());
  if (!mayEnter()) return box.replaceChildren(gate());
  box.replaceChildren(...(first ? [] : [welcome()]), ...items(messages, first));
  toBottom();
}

function items(messages, from, to = messages.length) {
  return messages.slice(from, to).map((message, at) => messageItem(message, messages[from + at - 1]));
}

/** What the reader looks at stays where it is while earlier messages come above it. */
function drawEarlier(from = first - AT_ONCE) {
  const before = scroll.scrollHeight - scroll.scrollTop;
  const to = first;
  first = Math.max(0, from);
  box.prepend(...(first ? [] : [welcome()]), ...items(all(), first, to));
  scroll.scrollTop = scroll.scrollHeight - before;
}

/** Discord follows links into other channels too. */
async function jumpTo({ channel: id, message }) {
  const channel = state.guild.channels.find((each) => each.id === id);
  if (channel && channel.id !== state.channel.id) await enter(state.guild, channel);
  showMessage(message);
}

function showMessage(id) {
  const at = all().findIndex((message) => message.id === id);
  if (at < 0) return;
  if (at < first) drawEarlier(at - 10);
  const item = document.getElementById(`m${id}`);
  item.scrollIntoView({ block: "center" });
  item.classList.add("jumped");
  setTimeout(() => item.classList.remove("jumped"), 1500);
}

function welcome() {
  const pick = (name) => document.dispatchEvent(new CustomEvent("pick-command", { detail: name }));
  const offers = state.commands.map((command) => el(
    "button.offer", { type: "button", onclick: () => pick(command.name) },
    el("strong", {}, `/${command.shown}`), el("span", {}, command.description),
  ));
  return el(
    "li.welcome", {}, el("div.hash", { "aria-hidden": "true" }, "#"), el("h1", {}, `Welcome to #${state.channel.name}!`),
    el("p", {}, `This is the start of the #${state.channel.name} channel. ${state.channel.topic ?? ""}`),
    offers.length ? el("p", {}, "Type / below, or begin with one of these:") : null,
    el("div.offers", {}, offers),
  );
}

function gate() {
  const enter = () => { state.grown.add(state.member); drawAll(); scroll.focus(); };
  return el(
    "li.gate", {}, icon("warn"), el("h1", {}, "Age-restricted channel"), el("p", {}, "You must be of age to see what is said here. Are you 18 or older?"),
    el("div.row", {}, el("button.button.danger", { type: "button", onclick: enter }, "Continue")),
  );
}

function drawOne(message) {
  if (!mayEnter()) return;
  const old = document.getElementById(`m${message.id}`);
  const messages = all();
  const at = messages.indexOf(message);
  if (!old && at < first) return; // its time comes when somebody scrolls up
  const fresh = messageItem(message, messages[at - 1]);
  if (old) replace(old, fresh);
  else box.append(fresh);
  refreshReplies(message);
  const mine = !old && (message.local || message.interaction?.user.id === state.member);
  if (held || mine) toBottom();
  if (!message.local && message.author.bot) live.textContent = `${nameOf(message.author)}: ${plainText(message.content)}`;
}

/** A player that runs goes on, and the focus stays where it was. */
function replace(old, fresh) {
  const running = [...old.querySelectorAll("audio")].find((audio) => !audio.paused);
  if (running) return;
  const focused = [...old.querySelectorAll("button, a, select")].indexOf(document.activeElement);
  old.replaceWith(fresh);
  if (focused >= 0) (fresh.querySelectorAll("button, a, select")[focused] ?? box).focus({ preventScroll: true });
}

function refreshReplies(target) {
  for (const reply of box.querySelectorAll(`[data-reply-to="${CSS.escape(target.id)}"]`)) {
    const message = state.messages.get(reply.id.slice(1));
    if (!message) continue;
    message.referenced_message = target;
    reply.querySelector(".headline")?.replaceWith(headline(message));
  }
}
