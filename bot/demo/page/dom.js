// Builds elements. Text always becomes text nodes: nothing that a member wrote is ever read as HTML.

/** `el("a.link", {href, onclick, ariaLabel, classes: {wrong: true}, dataset: {…}}, "text", child)`; what is null or false is left out. */
export function el(name, ...children) {
  const properties = children[0]?.constructor === Object ? children.shift() : {};
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (tag === "button") node.type = "button";
  node.classList.add(...classes);
  for (const [key, value] of Object.entries(properties)) {
    if (isNothing(value)) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "classes") for (const [each, wanted] of Object.entries(value)) node.classList.toggle(each, Boolean(wanted));
    else if (key === "dataset") Object.assign(node.dataset, value);
    else if (key === "style") for (const [rule, set] of Object.entries(value)) node.style.setProperty(rule, set);
    else if (key in node) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.flat(Infinity).filter((child) => !isNothing(child)));
  return node;
}

function isNothing(value) {
  return value === false || (value ?? null) === null;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Of links that lead out of the page. */
export const OUTSIDE = { target: "_blank", rel: "noreferrer" };

const PATHS = {
  play: "M7 4.5v15l13-7.5z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  download: "M11 3h2v9.2l3.3-3.3 1.4 1.4L12 16l-5.7-5.7 1.4-1.4 3.3 3.3zM4 18h16v2.5H4z",
  sound: "M3 9v6h4l5 4.5v-15L7 9zm12.5-1.2v8.4a5 5 0 0 0 0-8.4z",
  file: "M6 2h8l5 5v15H6zm7.5 1.5V8H18z",
  more: "M4 10h4v4H4zm6 0h4v4h-4zm6 0h4v4h-4z",
  plus: "M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7z",
  menu: "M3 5h18v2.4H3zm0 5.8h18v2.4H3zm0 5.8h18V19H3z",
  theme: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2.2v15.6a7.8 7.8 0 0 0 0-15.6z",
  gear: "M4 6h9v2H4zm13 0h3v2h-3zM13.5 4.5h3v5h-3zM4 16h3v2H4zm7 0h9v2h-9zM7.5 14.5h3v5h-3z",
  eye: "M12 5C7 5 3 9 1.5 12 3 15 7 19 12 19s9-4 10.5-7C21 9 17 5 12 5zm0 11a4 4 0 1 1 0-8 4 4 0 0 1 0 8z",
  down: "M5 8.5 6.6 7 12 12.4 17.4 7 19 8.5l-7 7z",
  check: "M9.5 18.5 3 12l1.8-1.8 4.7 4.7L19.2 5.2 21 7z",
  close: "M5 6.4 6.4 5 12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6z",
  send: "M3 20.5v-7L13 12 3 10.5V3.5L21.5 12z",
  warn: "M12 2 1 21h22zm-1 7h2v6h-2zm0 8h2v2h-2z",
  external: "M14 3h7v7h-2.5V7.3l-8 8-1.8-1.8 8-8H14zM5 5h6v2.5H6.5v10h10V13H19v7H4V5z",
};

export function icon(name) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.ariaHidden = true;
  svg.classList.add("icon");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon alone; `words` are its name. */
export function iconButton(name, words, properties) {
  return el("button.iconbutton", { title: words, ariaLabel: words, ...properties }, icon(name));
}

const HUES = ["#8b6cf0", "#3ba55d", "#e8833a", "#d1478a", "#3a8fe8", "#b8892b"];

/** A round picture with the first letter; the same name always has the same colour. */
export function avatar(name, size = "large") {
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return el(`span.avatar.${size}`, { ariaHidden: true, style: { "--avatar": HUES[sum % HUES.length] } }, name.slice(0, 1));
}

/** A colour as Discord counts them, as CSS writes them. */
export function hex(colour) {
  return `#${colour.toString(16).padStart(6, "0")}`;
}

/** Bytes as people read them. */
export function size(bytes) {
  if (bytes >= 1024 * 1024) return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
  return bytes >= 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${bytes} bytes`;
}
