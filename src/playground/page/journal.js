// The log of the bot's requests, in the drawer: what it asked of Discord, when by the
// playground's clock, and how it was answered. Fetched only while it is unfolded.

import { api } from "./api.js";
import { byId, debounce, el, fill } from "./dom.js";
import { on } from "./model.js";
import { clockText, hourText } from "./time.js";

const MOST_SHOWN = 100;

let entries = [];

/** Wires the log; called once. */
export function setUpJournal() {
  const refresh = debounce(200, load);
  byId("journal").addEventListener("toggle", refresh);
  on("clock messages world zone", refresh);
}

async function load() {
  if (!byId("journal").open || byId("world").hidden) return;
  try {
    const fresh = await api.requests(entries.at(-1)?.seq ?? 0);
    if (fresh.length === 0 && byId("requests").childElementCount > 0) return;
    entries = [...entries, ...fresh].slice(-MOST_SHOWN);
    show();
  } catch {
    // The page says on top that the playground does not answer.
    entries = [];
  }
}

function show() {
  const none = el("li", { class: "quiet", text: "No requests yet." });
  fill(byId("requests"), entries.length === 0 ? none : [...entries].reverse().map(line));
}

function line(entry) {
  const good = entry.status >= 200 && entry.status < 300;
  const outcome = entry.status === 0 ? "cut" : String(entry.status);
  return el("li", {}, el("details", {},
    el("summary", {},
      el("span", { class: good ? "outcome" : "outcome bad", text: outcome }),
      ` ${entry.method} ${entry.path.replace(/^\/api\/v\d+/, "")} `,
      el("time", { class: "quiet", title: clockText(entry.at_ms), text: hourText(entry.at_ms) })),
    el("pre", { tabindex: "0" }, el("code", { text: body(entry) }))));
}

function body(entry) {
  const files = entry.files.map((file) => `${file.field}: ${file.filename}, ${file.content_type}, ${file.size} bytes`);
  const code = entry.response_code ? [`answered with code ${entry.response_code}`] : [];
  const sent = entry.body === null ? [] : [JSON.stringify(entry.body, null, 2)];
  return [...code, ...files, ...sent].join("\n") || "(no body)";
}
