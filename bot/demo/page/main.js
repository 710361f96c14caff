// Puts the parts together and looks as Ana.

import { showChannel } from "./channel.js";
import { showComposer } from "./composer.js";
import { byId, el, icon, iconButton } from "./dom.js";
import { showDrawer, toggleDrawer } from "./drawer.js";
import { showMenus } from "./menu.js";
import { showSidebar } from "./sidebar.js";
import { become, on, state } from "./state.js";

const THEME = "theme";
const { style } = document.documentElement;

function showTop() {
  const top = byId("top");
  const menu = iconButton("menu", "Servers and channels", { classes: { menubutton: true }, onclick: () => document.body.classList.toggle("menu") });
  const behind = el(
    "button.behind", { ariaLabel: "Behind the scenes", ariaExpanded: "false", "aria-controls": "drawer", onclick: () => toggleDrawer(behind) },
    icon("gear"), el("span", "Behind the scenes"),
  );
  top.prepend(menu);
  top.append(iconButton("theme", "Dark or light", { onclick: turn }), behind);
  on("place", () => {
    const { name, topic } = state.channel;
    top.querySelector("h2").textContent = name;
    top.querySelector(".topic").textContent = topic;
    document.title = `#${name} · ${state.guild.name}`;
  });
}

function turn() {
  const dark = style.colorScheme ? style.colorScheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  paint(dark ? "light" : "dark");
}

function paint(theme) {
  if (!theme) return;
  style.colorScheme = theme;
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
