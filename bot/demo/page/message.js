// One message, from the line above its author to "Only you can see this" below it.

import { attachments } from "./attachments.js";
import { components, filesInComponents } from "./components.js";
import { avatar, el, icon } from "./dom.js";
import { embed, filesIn } from "./embeds.js";
import { blocks, inline, plainText } from "./markdown.js";
import { act, dismiss, nameOf, state, tell } from "./state.js";
import { dayOf, full, when } from "./times.js";
import { answered } from "./answers.js";
import { menuButton } from "./menu.js";

const EPHEMERAL = 64, LOADING = 128;
const TOGETHER_MS = 7 * 60 * 1000;

export function messageItem(message, before) {
  if (message.local) return localItem(message);
  const pinged = message.mentions.some((user) => user.id === state.member);
  const above = headline(message);
  const day = dayOf(message.timestamp);
  const newDay = !before || dayOf(before.timestamp) !== day;
  const follows = !above && !newDay && before && continues(message, before);
  const item = el(
    `li.message${pinged ? ".pinged" : ""}${follows ? ".follows" : ""}${message.flags & EPHEMERAL ? ".private" : ""}`,
    { id: `m${message.id}`, dataset: { author: message.author.id, replyTo: message.message_reference?.message_id ?? "" } },
    newDay ? el("div.day", el("span", day)) : null,
    above,
    follows ? null : avatar(nameOf(message.author)),
    el("div.body", follows ? null : byline(message), body(message), privately(message)),
  );
  if (state.menus.length && !(message.flags & (EPHEMERAL | LOADING))) item.append(menuButton(message, item));
  return item;
}

function continues(message, before) {
  const near = Date.parse(message.timestamp) - Date.parse(before.timestamp) < TOGETHER_MS;
  return near && !before.local && before.author.id === message.author.id && (before.flags & EPHEMERAL) === (message.flags & EPHEMERAL);
}

/** "Ana used /generate quick", or the first words of the message that this one replies to. */
export function headline(message) {
  if (message.interaction) {
    const { user, name } = message.interaction;
    const used = [el("strong", nameOf(user)), " used ", el("span.usedcommand", message.interaction_metadata?.command_type === 3 ? name : `/${name}`)];
    return el("div.headline", avatar(nameOf(user), "tiny"), el("span", used));
  }
  if (!message.message_reference) return null;
  const target = message.referenced_message;
  if (!target) return el("div.headline.reply", el("em", "Original message was deleted"));
  const detail = { channel: message.channel_id, message: target.id };
  const jump = () => tell("show", detail);
  const preview = plainText(target.content) || "Click to see attachment";
  return el(
    "div.headline.reply", avatar(nameOf(target.author), "tiny"), el("strong", nameOf(target.author)),
    el("button.jump", { onclick: jump }, preview),
  );
}

function byline(message) {
  const badge = message.author.bot ? el("span.badge", "APP") : null;
  const time = el("time.sent", { dateTime: message.timestamp, title: full(message.timestamp) }, when(message.timestamp));
  return el("div.byline", el("strong.author", nameOf(message.author)), badge, time);
}

function body(message) {
  if (message.flags & LOADING) {
    const dots = el("span.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    return el("div.thinking", dots, `${nameOf(message.author)} is thinking…`);
  }
  const used = new Set([...filesIn(message.embeds), ...filesInComponents(message.components)]);
  const text = message.content ? el("div.content.said", blocks(message.content), edited(message)) : null;
  const layout = message.flags & (1 << 15);
  return [
    text,
    layout ? null : attachments(message, used),
    message.embeds.map(embed),
    components(message, usesOf(message)),
    text ? null : edited(message),
  ];
}

function edited(message) {
  return message.edited_timestamp ? el("span.edited", { title: full(message.edited_timestamp) }, "(edited)") : null;
}

function usesOf(message) {
  const send = (path, more) => answered(() => act(path, { message: message.id, ...more }));
  return {
    press: (part) => send("press", { custom_id: part.custom_id }),
    select: (part, values) => send("select", { custom_id: part.custom_id, values }),
  };
}

function privately(message) {
  if (!(message.flags & EPHEMERAL)) return null;
  const away = el("button.link", { onclick: () => dismiss(message.id) }, "Dismiss message");
  return el("div.only", icon("eye"), "Only you can see this • ", away);
}

/** What Discord's client says by itself. */
function localItem(message) {
  const said = el("div.content.said", inline(message.content));
  return el("li.message.local", { id: `m${message.id}` }, avatar("!"), el("div.body", said, privately({ ...message, flags: EPHEMERAL })));
}
