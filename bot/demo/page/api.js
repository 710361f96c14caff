// Talks to the page's own server, always as the member who is chosen.

/** Refused by the client's own rules, or by the server; `message` is in words for the member. */
export class Refused extends Error {}

async function ask(path, how) {
  const response = await fetch(`/api/${path}`, how).catch(() => { throw new Refused("The demo is not running any more"); });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.refused ?? `The demo answered ${response.status}`);
  return body;
}

export function get(path, query = {}) {
  return ask(`${path}?${new URLSearchParams(query)}`);
}

export function post(path, body) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** A file as `{name, base64}`, as the server takes it. */
export async function packed(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { name: file.name, base64: btoa(text) };
}

/** Events from the server; `opened` is called on every connection, also after a break. Call what comes back to end it. */
export function listen(path, query, { opened, changed, lost }) {
  const source = new EventSource(`/api/${path}?${new URLSearchParams(query)}`);
  source.onopen = opened;
  source.onerror = lost;
  source.onmessage = (event) => changed(JSON.parse(event.data));
  return () => source.close();
}
