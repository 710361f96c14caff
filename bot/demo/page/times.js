// Discord's timestamps, in the member's language and the reader's zone; relative ones count by themselves.

import { el } from "./dom.js";
import { localeOf } from "./state.js";

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { year: "numeric", month: "2-digit", day: "2-digit" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};
const UNITS = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const made = new Map(); // formats are dear to make: one for each language and style

function format(kind, options) {
  const locale = localeOf();
  const key = `${locale} ${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, new kind(locale, options));
  return made.get(key);
}

function relativeText(seconds) {
  const left = seconds - Date.now() / 1000;
  const [unit, length] = UNITS.find(([, each]) => Math.abs(left) >= each) ?? UNITS.at(-1);
  return format(Intl.RelativeTimeFormat, { numeric: "always" }).format(Math.round(left / length), unit);
}

export function formatted(seconds, style) {
  return format(Intl.DateTimeFormat, STYLES[style] ?? STYLES.f).format(new Date(seconds * 1000));
}

export function stamp(seconds, style) {
  const counts = style === "R";
  return el("time.stamp", {
    dateTime: new Date(seconds * 1000).toISOString(), title: formatted(seconds, "F"), dataset: counts ? { counts: seconds } : {},
  }, counts ? relativeText(seconds) : formatted(seconds, style));
}

/** "Today at 21:34", as above a message. */
export function when(iso) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(iso).setHours(0, 0, 0, 0)) / 864e5);
  if (days > 1) return timeOf(iso, "s");
  return `${days === 1 ? "Yesterday" : "Today"} at ${timeOf(iso, "t")}`;
}

export function timeOf(iso, style) {
  return formatted(Date.parse(iso) / 1000, style);
}

setInterval(() => {
  for (const node of document.querySelectorAll("time[data-counts]")) {
    const text = relativeText(Number(node.dataset.counts));
    if (node.textContent !== text) node.textContent = text;
  }
}, 1000);
