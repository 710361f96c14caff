// Discord's markdown to elements: blocks line by line, then the marks inside a line. Never through HTML.

import { OUTSIDE, el } from "./dom.js";
import { state, tell } from "./state.js";
import { stamp } from "./times.js";

const BLOCKS = [
  [/^```(?:[\w+-]*\n)?([\s\S]*?)\n?```(?:\n|$)/, ([, code]) => el("pre", el("code", code))],
  [/^(#{1,3}) +(.+)(?:\n|$)/, ([, marks, text]) => el(`h${marks.length + 2}.h${marks.length}`, inline(text))],
  [/^-# +(.+)(?:\n|$)/, ([, text]) => el("small.subtext", inline(text))],
  [/^>>> ([\s\S]+)$/, ([, text]) => el("blockquote", blocks(text))],
  [/^(?:> ?[^\n]*(?:\n|$))+/, ([lines]) => el("blockquote", blocks(lines.replace(/^> ?/gm, "").replace(/\n$/, "")))],
  [/^(?: *[-*] +[^\n]+(?:\n|$))+/, ([lines]) => list("ul", lines)],
  [/^(?: *\d+\. +[^\n]+(?:\n|$))+/, ([lines]) => list("ol", lines)],
];

const MARKS = [
  [/^\\([\\`*_~|>#\-[\]().!<:@])/, ([, letter]) => letter],
  [/^(`+)(.*?[^`])\1(?!`)/s, ([, , code]) => el("code", code.trim() || code)],
  [/^\*\*(.+?)\*\*(?!\*)/s, ([, text]) => el("strong", inline(text))],
  [/^__(.+?)__(?!_)/s, ([, text]) => el("u", inline(text))],
  [/^~~(.+?)~~/s, ([, text]) => el("s", inline(text))],
  [/^\|\|(.+?)\|\|/s, ([, text]) => spoiler(text)],
  [/^\*(?=\S)((?:\*\*|[^*])+?)\*(?!\*)/s, ([, text]) => el("em", inline(text))],
  [/^_(?=\S)([^_]+?)_(?!\w)/s, ([, text]) => el("em", inline(text))],
  [/^\[((?:\\.|[^[\]\\])+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/, ([, text, url]) => link(url, inline(text))],
  [/^<(https?:\/\/[^\s>]+)>/, ([, url]) => link(url, url)],
  [/^https?:\/\/[^\s<>]+[^\s<>.,;:!?'")\]]/, ([url]) => link(url, url)],
  [/^<@!?(\d+)>/, ([, id]) => mention("@", state.guild?.members, id)],
  [/^<@&(\d+)>/, ([, id]) => mention("@", state.guild?.roles, id)],
  [/^<#(\d+)>/, ([, id]) => mention("#", state.guild?.channels, id)],
  [/^<\/([^:>]{1,100}):\d+>/, ([, name]) => command(name)],
  [/^<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>/, ([, seconds, style]) => stamp(Number(seconds), style ?? "f")],
  [/^<a?:(\w+):\d+>/, ([, name]) => `:${name}:`],
];

function list(kind, lines) {
  return el(kind, lines.trim().split("\n").map((line) => el("li", inline(line.replace(/^ *(?:[-*]|\d+\.) +/, "")))));
}

/** Links to messages lead there where the message is shown; others open beside the page. */
function link(url, children) {
  const [, channel, message] = url.match(/^https:\/\/discord\.com\/channels\/\d+\/(\d+)\/(\d+)$/) ?? [];
  if (!message) return el("a", { href: url, ...OUTSIDE }, children);
  const jump = (event) => {
    event.preventDefault();
    tell("show", { channel, message });
  };
  return el("a", { href: `#m${message}`, onclick: jump }, children);
}

function mention(mark, among, id) {
  return el("span.mention", mark, among?.find((each) => each.id === id)?.name ?? "unknown");
}

function command(name) {
  return el("button.mention.command", { onclick: () => tell("pick", name) }, `/${name}`);
}

function spoiler(text) {
  const show = ({ currentTarget }) => currentTarget.classList.add("shown");
  return el("button.spoiler", { ariaLabel: "Spoiler, press to show", onclick: show }, inline(text));
}

/** What `find(rest, plain)` makes of the text, as `[match, make]`; where it finds nothing, `step` is plain and waits for `write`. */
function read(text, find, step, write) {
  const found = [];
  let plain = "";
  const flush = () => { if (plain) found.push(write(plain)); plain = ""; };
  for (let rest = text ?? ""; rest; ) {
    const [match, make] = find(rest, plain) ?? [step.exec(rest)];
    if (make) {
      flush();
      found.push(make(match));
    } else plain += match[0];
    rest = rest.slice(match[0].length);
  }
  flush();
  return found;
}

function firstOf(rules, text) {
  for (const [pattern, make] of rules) {
    const match = pattern.exec(text);
    if (match) return [match, make];
  }
}

/** The marks of one stretch of text; snake_case is no emphasis. */
export function inline(text) {
  const find = (rest, plain) => /^[\\`*~|[<]/.test(rest) || (/^[_h]/.test(rest) && !/\w$/.test(plain)) ? firstOf(MARKS, rest) : null;
  return read(text, find, /^./su, (plain) => plain);
}

/** Whole text with headings, quotes, lists and code. */
export function blocks(text) {
  return read(text, (rest) => firstOf(BLOCKS, rest), /^[^\n]*\n?/, (plain) => el("p", inline(plain.replace(/\n$/, ""))));
}

/** One line without marks, for previews and screen readers. */
export function plainText(text) {
  return el("div", inline((text ?? "").replace(/^(?:-?#{1,3}|>+) /gm, "").replace(/\n+/g, " "))).textContent;
}
