// The list of messages: stays at the bottom unless its reader has scrolled up; one message is redrawn, never all.

import { el } from "./dom.js";
import { headline, messageItem } from "./message.js";
import { plainText } from "./markdown.js";
import { nameOf, on, state } from "./state.js";

const scroll = document.getElementById("scroll");
const box = document.getElementById("messages");
const live = document.getElementById("live");

export function showChannel() {
  on("place", drawAll);
  on("messages", drawAll);
  on("message", drawOne);
  on("gone", (id) => document.getElementById(`m${id}`)?.remove());
  scroll.addEventListener("scroll", () => { held = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60; });
  // Pictures that arrive late, and forms that open below, must not push the newest message out of sight.
  const sizes = new ResizeObserver(() => { if (held) toBottom(); });
  sizes.observe(scroll);
  sizes.observe(box);
}

/** Whether the reader is at the newest message and wants to stay there. */
let held = true;

function toBottom() {
  held = true;
  scroll.scrollTop = scroll.scrollHeight;
}

function drawAll() {
  const all = [...state.messages.values()];
  box.replaceChildren(welcome(), ...all.map((message, at) => messageItem(message, all[at - 1])));
  toBottom();
}

function welcome() {
  const pick = (name) => document.dispatchEvent(new CustomEvent("pick-command", { detail: name }));
  const offers = state.commands.map((command) => el(
    "button.offer", { type: "button", onclick: () => pick(command.name) },
    el("strong", {}, `/${command.name}`), el("span", {}, command.description),
  ));
  return el(
    "li.welcome", {}, el("div.hash", { "aria-hidden": "true" }, "#"), el("h1", {}, `Welcome to #${state.channel.name}!`),
    el("p", {}, `This is the start of the #${state.channel.name} channel. Type / below, or begin with one of these:`),
    el("div.offers", {}, offers),
  );
}

function drawOne(message) {
  const old = document.getElementById(`m${message.id}`);
  const all = [...state.messages.values()];
  const fresh = messageItem(message, all[all.indexOf(message) - 1]);
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
