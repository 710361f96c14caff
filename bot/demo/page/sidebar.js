// Servers, channels, and who looks, in which language.

import { avatar, byId, el, icon } from "./dom.js";
import { become, enter, memberOf, on, setLanguage, state } from "./state.js";

const box = byId("sidebar");

export function showSidebar() {
  on("place", draw);
  on("unread", markUnread);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenu(); });
  // On a phone the list lies over the channel: a tap beside it only puts it away.
  document.querySelector("main").addEventListener("click", (event) => { if (closeMenu()) event.stopPropagation(); }, true);
}

function draw() {
  const focused = document.activeElement?.id;
  box.replaceChildren(rail(), channels());
  if (focused) byId(focused)?.focus();
  markUnread();
}

function rail() {
  return el("div.rail", state.world.guilds.map((guild) => el(
    "button.guild", {
      id: `guild-${guild.id}`, title: guild.name, ariaLabel: guild.name,
      ariaCurrent: guild.id === state.guild.id ? "true" : null, onclick: () => go(guild, guild.channels[0]),
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
    el("ul", state.guild.channels.map((channel) => el("li", entry(channel)))), whoLooks(),
  );
}

function entry(channel) {
  const mark = channel.parent_id ? "↳" : "#";
  return el(
    "button.channel", {
      classes: { thread: channel.parent_id }, id: `channel-${channel.id}`, ariaCurrent: channel.id === state.channel.id ? "page" : null,
      onclick: () => go(state.guild, channel),
    },
    el("span.hash", { ariaHidden: true }, mark), channel.name, channel.nsfw && icon("warn"),
  );
}

/** In its place: what is just being pressed or picked here must not be replaced. */
function markUnread() {
  for (const { id, name, nsfw } of state.guild.channels) {
    const entry = byId(`channel-${id}`), unread = state.unread.has(id);
    entry.classList.toggle("unread", unread);
    entry.ariaLabel = `${name}${nsfw ? ", age-restricted" : ""}${unread ? ", new messages" : ""}`;
  }
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
  const { users, locales } = state.world;
  const { name, locale } = users.find((user) => user.id === state.member);
  const who = choice("who", "Look and act as", become, state.member, users.map((user) => [user.id, user.name]));
  // The languages of Discord's client, each in its own words; the page itself stays in English.
  const named = (each) => new Intl.DisplayNames(each, { type: "language", style: "short" }).of(each);
  const language = choice("language", "Language of Discord", setLanguage, locale, locales.map((each) => [each, named(each)]));
  const role = memberOf(state.member)?.role;
  return el("div.me", avatar(name, "small"), el("div.whom", who, el("div.role", role)), language);
}

function choice(id, words, choose, chosen, offers) {
  return el(
    "select", { id, ariaLabel: words, title: words, onchange: ({ target }) => choose(target.value) },
    offers.map(([value, text]) => el("option", { value, selected: value === chosen }, text)),
  );
}
