// Behind the scenes: the bot's process and the music service, with switches to see what the bot makes of trouble.

import { Refused, get, post } from "./api.js";
import { el } from "./dom.js";
import { on, state } from "./state.js";

const box = document.getElementById("drawer");
const notice = document.getElementById("notice");

const STAGES = { starting: "is starting", ready: "is running", ended: "is not running" };

export function showDrawer() {
  on("bot", () => { tellBot(); if (!box.hidden) drawBot(); });
}

export async function toggleDrawer(button) {
  box.hidden = !box.hidden;
  button.setAttribute("aria-expanded", String(!box.hidden));
  if (box.hidden) return;
  box.replaceChildren(el("h2", {}, "Behind the scenes"), el("section", { id: "bot-part" }), el("section", { id: "music-part" }));
  drawBot();
  drawMusic(await get("music"));
}

/** A line above the messages while nobody can answer. */
function tellBot() {
  const lost = !state.connected;
  const down = state.bot.stage !== "ready";
  notice.hidden = !lost && !down;
  if (lost) notice.replaceChildren("The demo is not running any more.");
  else notice.replaceChildren(`The bot ${STAGES[state.bot.stage]}. `, state.bot.stage === "ended" ? startButton() : "");
}

function startButton() {
  return el("button.button.primary", { type: "button", onclick: change("start") }, "Restart the bot");
}

function change(what) {
  return async ({ currentTarget }) => {
    currentTarget.disabled = true;
    try {
      await post("bot", { do: what });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      notice.append(` ${error.message}.`);
    }
    currentTarget.disabled = false;
  };
}

function drawBot() {
  const ended = state.bot.stage === "ended";
  document.getElementById("bot-part")?.replaceChildren(
    el("h3", {}, "The bot"),
    el("p", {}, `It ${STAGES[state.bot.stage]}, as a process of its own. Kill it at any time: nothing is lost, nothing comes twice.`),
    ended ? startButton() : el("button.button.danger", { type: "button", disabled: state.bot.stage !== "ready", onclick: change("kill") }, "Kill the bot"),
  );
}

function drawMusic(music) {
  const maintenance = el("input", { type: "checkbox", checked: music.maintenance });
  maintenance.addEventListener("change", () => set({ maintenance: maintenance.checked }));
  const credits = el("input.text", { type: "number", min: 0, step: "any", value: music.credits });
  credits.addEventListener("change", () => set({ credits: Number(credits.value) }));
  const next = el(
    "select.select", {}, el("option", { value: "" }, "goes well"),
    Object.entries(music.failures).map(([word, words]) => el("option", { value: word }, words)),
  );
  next.addEventListener("change", () => next.value && set({ next: next.value }));
  document.getElementById("music-part")?.replaceChildren(
    el("h3", {}, "The music service"),
    el("label.tick", {}, maintenance, "In maintenance"),
    el("label.drawerfield", {}, "Credits of its account", credits),
    el("label.drawerfield", {}, "The next song request …", next),
    el("p.waiting", { role: "status" }, music.waiting.length ? `Waiting to happen: ${music.waiting.join("; ")}.` : ""),
  );
}

async function set(what) {
  drawMusic(await post("music", what));
}

