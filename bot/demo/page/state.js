// What the page knows: who looks, where, and what was said there. Views subscribe; nothing here touches the document.

import { get, listen, post } from "./api.js";

export const state = {
  world: { users: [], guilds: [], bot: { name: "" } },
  member: "1001",
  guild: null,
  channel: null,
  messages: new Map(), // by id, in order
  commands: [],
  menus: [], // what the menu of a message offers: {name, shown}
  stage: "starting", // of the bot's process: "ready" or "ended" later
  connected: false,
  dismissed: new Set(),
  unread: new Set(), // ids of channels
  grown: new Set(), // members who have said that they are of age
};

const listeners = {};

/** `what`: "leave" (before the next place is known), "place", "messages" (all anew), "message" (one), "gone", "bot", "unread";
 * wishes: "pick" (a command, by name), "show" (`{channel, message}`). */
export function on(what, listener) {
  (listeners[what] ??= []).push(listener);
}

export function tell(what, detail) {
  for (const listener of listeners[what] ?? []) listener(detail);
}

/** The place that every act names. */
function place() {
  return { member: state.member, channel: state.channel.id };
}

export function act(path, body) {
  return post(path, { ...place(), ...body });
}

export function memberOf(id) {
  return state.guild?.members.find((member) => member.id === id);
}

export function nameOf(user) {
  return memberOf(user.id)?.name ?? user.global_name ?? user.username;
}

export function dismiss(id) {
  state.dismissed.add(id);
  drop(id);
}

function put(message) {
  for (const each of [state.messages, late]) each.set(message.id, message);
  tell("message", message);
}

function drop(id) {
  state.messages.delete(id);
  late.set(id, null);
  tell("gone", id);
}

/** Discord's client asks once; the page remembers it while it is open. */
export function mayEnter() {
  return !state.channel.nsfw || state.grown.has(state.member);
}

/** The language that Discord speaks with this member. */
export function setLanguage(locale) {
  const { member } = state;
  return become(member, () => post("language", { member, locale }));
}

export function localeOf() {
  return state.world.users.find((user) => user.id === state.member)?.locale;
}

/** What Discord's client says by itself below the bot's name, such as that it did not answer. */
export function sayLocally(content) {
  const nothing = { mentions: [], attachments: [], embeds: [], components: [] };
  const id = `local-${Math.random()}`;
  put({ id, local: true, author: { ...state.world.bot, bot: true }, content, timestamp: new Date().toISOString(), flags: 64, ...nothing });
}

let stop = () => {};
let looks = 0, loads = 0; // only the last answer counts, and none about a place that was left
let late = new Map(); // what has changed since the messages were asked for, by id; null is gone
let first; // whether the bot's stage is yet to be told

/** What is typed while the answers are on their way already belongs to `member`, and stays. */
export async function become(member, before = () => {}) {
  const mine = (looks += 1);
  state.member = member;
  leave();
  stop();
  await before();
  const world = await get("world", { member });
  if (mine !== looks) return;
  const guild = world.guilds.find((each) => each.id === state.guild?.id) ?? world.guilds[0];
  const channel = guild.channels.find((each) => each.id === state.channel?.id) ?? guild.channels[0];
  Object.assign(state, { world, guild, channel });
  tell("place");
  stop = listen("events", { member }, { opened, changed: apply, lost });
}

export async function enter(guild, channel) {
  state.unread.delete(channel.id);
  leave();
  Object.assign(state, { guild, channel });
  tell("place");
  await reload();
}

function leave() {
  loads += 1;
  Object.assign(state, { messages: new Map(), commands: [], menus: [] });
  tell("leave");
}

function opened() {
  first = true;
  return reload();
}

async function reload() {
  const mine = (loads += 1);
  state.connected = true;
  late = new Map();
  const { messages, commands, menus } = await get("channel", place());
  if (mine !== loads) return;
  const known = [...new Map([...messages.map((message) => [message.id, message]), ...late])];
  Object.assign(state, { messages: new Map(known.filter(([id, message]) => message && !state.dismissed.has(id))), commands, menus });
  tell("messages");
  tell("bot");
}

function lost() {
  state.connected = false;
  tell("bot");
}

function apply(change) {
  if (change.kind === "bot") {
    const readyNow = change.stage === "ready" && state.stage !== "ready" && !first;
    first = false;
    state.stage = change.stage;
    tell("bot");
    if (readyNow) reload();
  } else if (change.channel_id !== state.channel.id) {
    if (change.kind === "message_created") state.unread.add(change.channel_id);
    tell("unread");
  } else if (change.message && !state.dismissed.has(change.message_id)) {
    put(change.message);
  } else if (!change.message) {
    drop(change.message_id);
  }
}
