// Members, roles and channels of the guild, to pick from in selects.

import { state } from "./state.js";

const USER = 5, ROLE = 6, MENTIONABLE = 7, CHANNEL = 8;

/** What a select of users, roles or channels offers, with its preset values marked. */
export function pickable({ type, default_values }) {
  const { members, roles, channels } = state.guild;
  const offers = (each, mark = "") => each.map(({ id, name }) => ({
    value: id, label: mark + name, default: (default_values ?? []).some((preset) => preset.id === id),
  }));
  const people = () => offers(members), groups = () => offers(roles, "@");
  return { [USER]: people, [ROLE]: groups, [MENTIONABLE]: () => [...people(), ...groups()], [CHANNEL]: () => offers(channels, "#") }[type]();
}
