// Puts the parts together and looks as Ana.

import { showChannel } from "./channel.js";
import { showComposer } from "./composer.js";
import { el, icon } from "./dom.js";
import { showDrawer, toggleDrawer } from "./drawer.js";
import { showMenus } from "./menu.js";
import { showSidebar } from "./sidebar.js";
import { become, on, state } from "./state.js";

const THEME = "theme";

function showTop() {
  const top = document.getElementById("top");
  const name = el("h2");
  const topic = el("span.topic");
  const menu = el("button.iconbutton.menubutton", { "aria-label": "Servers and channels", onclick: () => document.body.classList.toggle("menu") }, icon("menu"));
  const theme = el("button.iconbutton", { title: "Dark or light", "aria-label": "Dark or light", onclick: turn }, icon("theme"));
  const behind = el(
    "button.behind", { "aria-label": "Behind the scenes", "aria-expanded": "false", "aria-controls": "drawer", onclick: ({ currentTarget }) => toggleDrawer(currentTarget) },
    icon("gear"), el("span", "Behind the scenes"),
  );
  top.append(menu, el("span.hash", { "aria-hidden": "true" }, "#"), name, topic, el("span.fill"), theme, behind);
  on("place", () => {
    name.textContent = state.channel.name;
    topic.textContent = state.channel.topic ?? "";
    document.title = `#${state.channel.name} · ${state.guild.name}`;
  });
}

function turn() {
  const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  paint(dark ? "light" : "dark");
}

function paint(theme) {
  if (!theme) return;
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(THEME, theme);
}

paint(localStorage.getItem(THEME));
showTop();
showSidebar();
showChannel();
showComposer();
showDrawer();
showMenus();
await become(state.member);
document.body.classList.add("ready");
