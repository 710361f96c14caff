// Discord's markdown to elements: blocks line by line, then the marks inside a line. Never through HTML.

import { el } from "./dom.js";
import { memberOf, state, tell } from "./state.js";
import { stamp } from "./times.js";

const BLOCKS = [
  [/^```(?:[\w+-]*\n)?([\s\S]*?)\n?```(?:\n|$)/, ([, code]) => el("pre", el("code", code))],
  [/^(#{1,3}) +(.+)(?:\n|$)/, ([, marks, text]) => el(`h${marks.length + 2}.h${marks.length}`, inline(text))],
  [/^-# +(.+)(?:\n|$)/, ([, text]) => el("small.subtext", inline(text))],
  [/^>>> ([\s\S]+)$/, ([, text]) => el("blockquote", blocks(text))],
  [/^(?:> ?[^\n]*(?:\n|$))+/, ([lines]) => el("blockquote", blocks(lines.replace(/^> ?/gm, "").replace(/\n$/, "")))],
  [/^(?: *[-*] +[^\n]+(?:\n|$))+/, ([lines]) => list("ul", lines, /^ *[-*] +/)],
  [/^(?: *\d+\. +[^\n]+(?:\n|$))+/, ([lines]) => list("ol", lines, /^ *\d+\. +/)],
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
  [/^<@!?(\d+)>/, ([, id]) => mention(`@${memberOf(id)?.name ?? "unknown-user"}`)],
  [/^<@&(\d+)>/, ([, id]) => mention(`@${state.guild?.roles.find((role) => role.id === id)?.name ?? "unknown-role"}`)],
  [/^<#(\d+)>/, ([, id]) => mention(`#${state.guild?.channels.find((each) => each.id === id)?.name ?? "unknown"}`)],
  [/^<\/([^:>]{1,100}):\d+>/, ([, name]) => command(name)],
  [/^<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>/, ([, seconds, style]) => stamp(Number(seconds), style ?? "f")],
  [/^<a?:(\w+):\d+>/, ([, name]) => `:${name}:`],
];

function list(kind, lines, bullet) {
  const items = lines.replace(/\n$/, "").split("\n");
  return el(kind, {}, items.map((line) => el("li", inline(line.replace(bullet, "")))));
}

/** Links to messages lead there where the message is shown; others open beside the page. */
function link(url, children) {
  const [, channel, message] = url.match(/^https:\/\/discord\.com\/channels\/\d+\/(\d+)\/(\d+)$/) ?? [];
  const jump = (event) => {
    event.preventDefault();
    tell("show", { channel, message });
  };
  if (message) return el("a", { href: `#m${message}`, onclick: jump }, children);
  return el("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, children);
}

function mention(text) {
  return el("span.mention", text);
}

function command(name) {
  const pick = () => tell("pick", name);
  return el("button.mention.command", { onclick: pick }, `/${name}`);
}

function spoiler(text) {
  const show = ({ currentTarget }) => currentTarget.classList.add("shown");
  return el("button.spoiler", { "aria-label": "Spoiler, press to show", onclick: show }, inline(text));
}

/** The marks of one stretch of text. */
export function inline(text) {
  const found = [];
  let plain = "";
  for (let rest = text; rest; ) {
    const afterWord = /\w$/.test(plain);
    const [match, make] = firstOf(MARKS, rest, afterWord);
    if (match) {
      if (plain) found.push(plain);
      plain = "";
      found.push(make(match));
      rest = rest.slice(match[0].length);
    } else {
      const [letter] = rest;
      plain += letter;
      rest = rest.slice(letter.length);
    }
  }
  if (plain) found.push(plain);
  return found;
}

function firstOf(rules, text, afterWord) {
  if (!/[\\`*_~|[<h]/.test(text[0])) return [null];
  for (const [pattern, make] of rules) {
    if (afterWord && (text[0] === "_" || text[0] === "h")) break; // snake_case is no emphasis
    const match = pattern.exec(text);
    if (match) return [match, make];
  }
  return [null];
}

/** Whole text with headings, quotes, lists and code. */
export function blocks(text) {
  const found = [];
  let plain = [];
  const flush = () => {
    if (plain.length) found.push(el("p", inline(plain.join("\n"))));
    plain = [];
  };
  for (let rest = text ?? ""; rest; ) {
    const block = BLOCKS.map(([pattern, make]) => [pattern.exec(rest), make]).find(([match]) => match);
    if (block) {
      flush();
      found.push(block[1](block[0]));
      rest = rest.slice(block[0][0].length);
    } else {
      const end = rest.indexOf("\n");
      const line = end < 0 ? rest : rest.slice(0, end);
      plain.push(line);
      rest = end < 0 ? "" : rest.slice(end + 1);
    }
  }
  flush();
  return found;
}

/** One line without marks, for previews and screen readers. */
export function plainText(text) {
  const box = el("div", inline((text ?? "").replace(/^(?:-?#{1,3}|>+) /gm, "").replace(/\n+/g, " ")));
  return box.textContent;
}

