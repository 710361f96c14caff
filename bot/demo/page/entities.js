// Members, roles and channels of the guild, to pick from in selects and options.

import { state } from "./state.js";

const USER = 5, ROLE = 6, MENTIONABLE = 7, CHANNEL = 8;

function people() {
  return state.guild.members.map((member) => ({ value: member.id, label: member.name }));
}

function roles() {
  return state.guild.roles.map((role) => ({ value: role.id, label: `@${role.name}` }));
}

function channels() {
  return state.guild.channels.map((channel) => ({ value: channel.id, label: `#${channel.name}` }));
}

/** What a select of users, roles or channels offers, with its preset values marked. */
export function pickable(select) {
  const preset = new Set((select.default_values ?? []).map((value) => value.id));
  const offered = { [USER]: people, [ROLE]: roles, [MENTIONABLE]: () => [...people(), ...roles()], [CHANNEL]: channels };
  return offered[select.type]().map((option) => ({ ...option, default: preset.has(option.value) }));
}

/** The same for an option of a slash command; null where it is no such option. */
export function choicesFor(option) {
  const offered = { 6: people, 7: channels, 8: roles, 9: () => [...people(), ...roles()] }[option.type];
  return offered ? offered().map(({ label, value }) => ({ name: label, value })) : null;
}
