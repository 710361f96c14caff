// Behind the scenes: what flows from a member's act to the song, and switches to see what the bot makes of trouble.

import { answered } from "./answers.js";
import { get, listen, post } from "./api.js";
import { byId, el } from "./dom.js";
import { formatted } from "./times.js";
import { on, state } from "./state.js";

const box = byId("drawer");
const log = byId("flow");
const notice = byId("notice");

const STAGES = { starting: "is starting", ready: "is running", ended: "is not running" };
const STATIONS = ["interaction", "row", "call", "stage", "message"];
const MOST = 300;
let stop = () => {};
let last = null;
let showMusic = null;
let asks = 0; // what was asked before the last change tells an old state
let told = "";

export function showDrawer() {
  byId("stations").append(...STATIONS.map((kind) => el("li", { dataset: { kind } }, kind)));
  on("bot", tellBot);
}

export async function toggleDrawer(button) {
  box.hidden = !box.hidden;
  button.ariaExpanded = !box.hidden;
  stop();
  if (box.hidden) return;
  stop = listen("flow", {}, { opened: () => { log.replaceChildren(); last = null; }, changed: addStep });
  drawMusic(get("music"));
}

/** In the order of time, though some are known late; equal ones in a row, such as looks at the service, are one that counts. */
function addStep(step) {
  light(step.kind);
  if (step.kind === "row") nameRequest(step);
  const words = `${step.kind} ${step.request} ${step.text}`;
  if (last?.words === words) {
    last.count += 1;
    last.times.textContent = `×${last.count}`;
    return;
  }
  const near = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  const times = el("b");
  const line = el(
    "li.step", { dataset: { kind: step.kind, at: step.at, key: step.request ? "" : step.keys[0] ?? "" } }, el("b", formatted(step.at / 1000, "T")),
    el("b", step.kind), el("span", el("span.request", step.request), step.text, " ", times),
  );
  const later = [...log.children].find((each) => Number(each.dataset.at) > step.at);
  log.insertBefore(line, later ?? null);
  last = line === log.lastChild ? { words, count: 1, times } : null;
  if (log.children.length > MOST) log.firstChild.remove();
  if (near) log.scrollTop = log.scrollHeight;
}

/** A row tells to which request the steps before it belong. */
function nameRequest({ keys, request }) {
  for (const line of log.children) if (line.dataset.key && keys.includes(line.dataset.key)) line.querySelector(".request").textContent = request;
  drawMusic(get("music"));
}

function light(kind) {
  const station = box.querySelector(`#stations [data-kind=${kind}]`);
  station.getAnimations().forEach((running) => running.cancel());
  station.animate([{ background: "var(--step)", color: "#fff" }, {}], 1500);
}

/** In the drawer, and above the messages while nobody can answer; only when it changes, or a press could come to nothing. */
function tellBot() {
  const { connected, stage } = state, ended = stage === "ended";
  if (told === (told = `${connected} ${stage}`)) return;
  const restart = () => botButton("start", "Restart the bot", "primary");
  notice.hidden = connected && stage === "ready";
  notice.replaceChildren(connected ? `The bot ${STAGES[stage]}. ` : "The demo is not running any more.", connected && ended ? restart() : "");
  byId("bot").replaceChildren(
    el("h3", "The bot"),
    el("p", `A process of its own, which ${STAGES[stage]}. Kill it at any time: nothing is lost, nothing comes twice.`),
    el("div.row", ended ? restart() : [botButton("kill", "Kill the bot", "danger"), botButton("stop", "Stop it", "secondary")]),
  );
}

function botButton(what, words, style) {
  const press = async () => {
    button.disabled = true;
    await answered(() => post("bot", { do: what }), (fault) => notice.append(` ${fault}.`));
    button.disabled = false;
  };
  const button = el(`button.button.${style}`, { onclick: press, disabled: what !== "start" && state.stage !== "ready" }, words);
  return button;
}

async function drawMusic(asking) {
  const mine = asks;
  const music = await asking;
  if (mine !== asks) return;
  showMusic ??= musicSwitches(music);
  showMusic(music);
}

/** Made once: what is being typed, picked or pressed there stays when an answer comes. */
function musicSwitches({ switches, failures, retention_days: kept }) {
  const flips = Object.keys(switches).map((name) => el("input", { type: "checkbox", name, onchange: ({ target }) => set({ [name]: target.checked }) }));
  const credits = el("input.text", { type: "number", min: 0, step: "any", onchange: () => set({ credits: Number(credits.value) }) });
  const next = el(
    "select.select", { onchange: () => { set({ next: next.value }); next.value = ""; } }, el("option", { value: "" }, "goes well"),
    Object.entries(failures).map(([word, words]) => el("option", { value: word }, words)),
  );
  const waiting = el("p.waiting", { role: "status" }), ahead = el("span");
  byId("music").append(
    el("h3", "The music service"), ...flips.map((flip) => el("label.tick", flip, switches[flip.name])), el("label.drawerfield", "The next song request …", next), waiting,
    el("label.drawerfield", "Credits of its account", credits), el("p", `It keeps songs for ${kept} days. `, ahead),
    el("div.row", el("button.button.secondary", { onclick: () => set({ days: kept + 1 }) }, `Let ${kept + 1} days pass there`)),
  );
  return (music) => {
    for (const flip of flips) flip.checked = music[flip.name];
    waiting.textContent = music.waiting.length ? `Waiting to happen: ${music.waiting.join("; ")}.` : "";
    if (document.activeElement !== credits) credits.value = music.credits;
    ahead.textContent = music.days ? `Its clock is ${music.days} days ahead.` : "";
  };
}

async function set(what) {
  const mine = (asks += 1);
  await drawMusic(post("music", what));
  if (mine === asks) asks += 1;
}
