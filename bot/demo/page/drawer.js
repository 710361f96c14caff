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

export function showDrawer() {
  byId("stations").append(...STATIONS.map((kind) => el("li", { dataset: { kind } }, kind)));
  on("bot", () => { tellBot(); drawBot(); });
}

export async function toggleDrawer(button) {
  box.hidden = !box.hidden;
  button.ariaExpanded = !box.hidden;
  stop();
  if (box.hidden) return;
  stop = listen("flow", {}, { opened: () => { log.replaceChildren(); last = null; }, changed: addStep });
  drawMusic(await get("music"));
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
  if (!document.activeElement.closest("#music")) get("music").then(drawMusic);
}

function light(kind) {
  const station = box.querySelector(`#stations [data-kind=${kind}]`);
  station.getAnimations().forEach((running) => running.cancel());
  station.animate([{ background: "var(--step)", color: "#fff" }, {}], 1500);
}

/** A line above the messages while nobody can answer. */
function tellBot() {
  const { connected, stage } = state;
  notice.hidden = connected && stage === "ready";
  if (!connected) notice.replaceChildren("The demo is not running any more.");
  else notice.replaceChildren(`The bot ${STAGES[stage]}. `, stage === "ended" ? botButton("start", "Restart the bot", "primary") : "");
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

function drawBot() {
  const ended = state.stage === "ended";
  byId("bot").replaceChildren(
    el("h3", "The bot"),
    el("p", `A process of its own, which ${STAGES[state.stage]}. Kill it at any time: nothing is lost, nothing comes twice.`),
    el("div.row", ended ? botButton("start", "Restart the bot", "primary") : [botButton("kill", "Kill the bot", "danger"), botButton("stop", "Stop it", "secondary")]),
  );
}

function drawMusic(music) {
  const focused = document.activeElement?.dataset.switch;
  const flip = ([name, words]) => el("label.tick", el("input", {
    type: "checkbox", checked: music[name], dataset: { switch: name }, onchange: ({ target }) => set({ [name]: target.checked }),
  }), words);
  const credits = el("input.text", { type: "number", min: 0, step: "any", value: music.credits, onchange: () => set({ credits: Number(credits.value) }) });
  const next = el(
    "select.select", { dataset: { switch: "next" }, onchange: () => next.value && set({ next: next.value }) }, el("option", { value: "" }, "goes well"),
    Object.entries(music.failures).map(([word, words]) => el("option", { value: word }, words)),
  );
  const days = music.retention_days + 1;
  byId("music").replaceChildren(
    el("h3", "The music service"), ...Object.entries(music.switches).map(flip),
    el("label.drawerfield", "The next song request …", next),
    el("p.waiting", { role: "status" }, music.waiting.length ? `Waiting to happen: ${music.waiting.join("; ")}.` : ""),
    el("label.drawerfield", "Credits of its account", credits),
    el("p", `It keeps songs for ${music.retention_days} days. ${music.days ? `Its clock is ${music.days} days ahead.` : ""}`),
    el("div.row", el("button.button.secondary", { dataset: { switch: "days" }, onclick: () => set({ days }) }, `Let ${days} days pass there`)),
  );
  if (focused) box.querySelector(`[data-switch="${focused}"]`)?.focus();
}

async function set(what) {
  drawMusic(await post("music", what));
}
