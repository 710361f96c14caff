// Servers, channels, and who looks, in which language.

import { avatar, el, icon } from "./dom.js";
import { become, enter, localeOf, memberOf, on, setLanguage, state } from "./state.js";

const box = document.getElementById("sidebar");

export function showSidebar() {
  on("place", draw);
  on("unread", draw);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenu(); });
  // On a phone the list lies over the channel: a tap beside it only puts it away.
  document.querySelector("main").addEventListener("click", (event) => { if (closeMenu()) event.stopPropagation(); }, true);
}

function draw() {
  const focused = document.activeElement?.id;
  box.replaceChildren(rail(), channels());
  if (focused) document.getElementById(focused)?.focus();
}

function rail() {
  return el("div.rail", state.world.guilds.map((guild) => el(
    "button.guild", {
      id: `guild-${guild.id}`, title: guild.name, "aria-label": guild.name,
      "aria-current": guild.id === state.guild.id ? "true" : null, onclick: () => go(guild, guild.channels[0]),
    },
    initials(guild.name),
  )));
}

function initials(name) {
  return name.split(" ").map((word) => word[0]).join("").slice(0, 3);
}

function channels() {
  return el(
    "div.channels", el("h2.guildname", state.guild.name),
    el("ul", inOrder(state.guild.channels).map((channel) => el("li", entry(channel)))), whoLooks(),
  );
}

/** Each thread below the channel that it belongs to. */
function inOrder(channels) {
  const below = (parent) => channels.filter((channel) => channel.parent_id === parent);
  return below(null).flatMap((channel) => [channel, ...below(channel.id)]);
}

function entry(channel) {
  const unread = state.unread.has(channel.id);
  const mark = channel.parent_id ? "↳" : "#";
  return el(
    `button.channel${channel.parent_id ? ".thread" : ""}${unread ? ".unread" : ""}`, {
      id: `channel-${channel.id}`, "aria-current": channel.id === state.channel.id ? "page" : null,
      "aria-label": `${channel.name}${channel.nsfw ? ", age-restricted" : ""}${unread ? ", new messages" : ""}`, onclick: () => go(state.guild, channel),
    },
    el("span.hash", { "aria-hidden": "true" }, mark), channel.name, channel.nsfw && icon("warn"),
  );
}

/** Whether it was open. */
function closeMenu() {
  const open = document.body.classList.contains("menu");
  document.body.classList.remove("menu");
  return open;
}

function go(guild, channel) {
  closeMenu();
  return enter(guild, channel);
}

function whoLooks() {
  const me = state.world.users.find((user) => user.id === state.member);
  const who = el(
    "select", { id: "who", "aria-label": "Look and act as", onchange: ({ target }) => become(target.value) },
    state.world.users.map((user) => el("option", { value: user.id, selected: user.id === state.member }, user.name)),
  );
  const role = memberOf(state.member)?.role || "Member";
  return el("div.me", avatar(me.name, "small"), el("div.whom", who, el("div.role", role)), languages());
}

/** The languages of Discord's client, each in its own words; the page itself stays in English. */
function languages() {
  const mine = localeOf();
  const named = (locale) => new Intl.DisplayNames(locale, { type: "language" }).of(locale);
  return el(
    "select", { id: "language", "aria-label": "Language of Discord", title: "Language of Discord", onchange: ({ target }) => setLanguage(target.value) },
    state.world.locales.map((locale) => el("option", { value: locale, selected: locale === mine }, named(locale))),
  );
}
