// One message, from the line above its author to "Only you can see this" below it.

import { answered } from "./answers.js";
import { attachments } from "./attachments.js";
import { components } from "./components.js";
import { avatar, el, icon } from "./dom.js";
import { embed } from "./embeds.js";
import { blocks, plainText } from "./markdown.js";
import { menuButton } from "./menu.js";
import { act, dismiss, nameOf, state, tell } from "./state.js";
import { timeOf, when } from "./times.js";

const EPHEMERAL = 1 << 6, LOADING = 1 << 7, LAYOUT = 1 << 15;
const TOGETHER_MS = 420_000;

export function messageItem(message, before) {
  const { id, author, flags, local, timestamp } = message;
  const above = headline(message);
  const day = timeOf(timestamp, "D");
  const newDay = !before || timeOf(before.timestamp, "D") !== day;
  const follows = !above && !newDay && continues(message, before);
  const pinged = message.mentions.some((user) => user.id === state.member);
  const item = el(
    "li.message", { id: `m${id}`, classes: { pinged, follows, local, private: flags & EPHEMERAL }, dataset: { replyTo: message.message_reference?.message_id ?? "" } },
    newDay && el("div.day", el("span", day)),
    above,
    follows ? time(timestamp, "t") : avatar(nameOf(author)),
    el("div", follows ? null : byline(message), body(message), privately(message)),
  );
  if (state.menus.length && !(flags & (EPHEMERAL | LOADING))) item.append(menuButton(message, item));
  return item;
}

function continues(message, before) {
  const near = Date.parse(message.timestamp) - Date.parse(before.timestamp) < TOGETHER_MS;
  return near && before.author.id === message.author.id && (before.flags & EPHEMERAL) === (message.flags & EPHEMERAL);
}

/** "Ana used /generate quick", or the first words of the message that this one replies to. */
export function headline(message) {
  if (message.interaction) {
    const { user, name } = message.interaction;
    const used = message.interaction_metadata?.command_type === 3 ? name : `/${name}`;
    return el("div.headline", avatar(nameOf(user), "tiny"), el("span", el("strong", nameOf(user)), " used ", el("span.usedcommand", used)));
  }
  if (!message.message_reference) return null;
  const target = message.referenced_message;
  if (!target) return el("div.headline", el("em", "Original message was deleted"));
  const jump = () => tell("show", { channel: message.channel_id, message: target.id });
  return el(
    "div.headline", avatar(nameOf(target.author), "tiny"), el("strong", nameOf(target.author)),
    el("button.jump", { onclick: jump }, plainText(target.content) || "Click to see attachment"),
  );
}

function time(iso, style) {
  return el("time.sent", { dateTime: iso, title: timeOf(iso, "F") }, style ? timeOf(iso, style) : when(iso));
}

function byline({ author, timestamp }) {
  return el("div.byline", el("strong", nameOf(author)), author.bot && el("span.badge", "APP"), time(timestamp));
}

function body(message) {
  const { content, flags } = message;
  if (flags & LOADING) {
    return el("div.thinking", el("span.dots", { ariaHidden: true }, el("i"), el("i"), el("i")), `${nameOf(message.author)} is thinking…`);
  }
  const edited = message.edited_timestamp && el("span.edited", { title: timeOf(message.edited_timestamp, "F") }, "(edited)");
  const use = (path, what) => answered(() => act(path, { message: message.id, ...what }));
  return [
    content && el("div.content.said", blocks(content), edited),
    flags & LAYOUT ? null : attachments(message),
    message.embeds.map(embed),
    components(message, use),
    !content && edited,
  ];
}

function privately({ id, flags }) {
  if (!(flags & EPHEMERAL)) return null;
  return el("div.only", icon("eye"), "Only you can see this • ", el("button.link", { onclick: () => dismiss(id) }, "Dismiss message"));
}
