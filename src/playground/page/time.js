// Writing times: the clock bar, message times and Discord's <t:…:style> marks.
// All are relative to the playground's clock, in the zone chosen in the clock bar.

import { el } from "./dom.js";
import { model, nowMs } from "./model.js";

const LOCALE = "en-GB";
const formats = new Map();

function format(ms, options) {
  const key = `${model.zone}|${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(LOCALE, { timeZone: model.zone, ...options }));
  }
  return formats.get(key).format(ms);
}

const HOUR = { hour: "2-digit", minute: "2-digit" };
const SECOND = { ...HOUR, second: "2-digit" };
const SHORT_DATE = { day: "2-digit", month: "2-digit", year: "numeric" };
const LONG_DATE = { day: "numeric", month: "long", year: "numeric" };

const STYLES = {
  t: HOUR,
  T: SECOND,
  d: SHORT_DATE,
  D: LONG_DATE,
  f: { ...LONG_DATE, ...HOUR },
  F: { weekday: "long", ...LONG_DATE, ...HOUR },
  s: { ...SHORT_DATE, ...HOUR },
  S: { ...SHORT_DATE, ...SECOND },
};

/** The most milliseconds a JavaScript date can be away from 1970. */
const FURTHEST_MS = 8.64e15;

/** A `<time>` for Discord's mark `<t:seconds:style>`, or null for one that is no time. */
export function timestamp(seconds, style) {
  const ms = Number(seconds) * 1000;
  if (!(Math.abs(ms) <= FURTHEST_MS)) return null;
  const node = el("time", {
    class: "stamp",
    datetime: new Date(ms).toISOString(),
    title: format(ms, STYLES.F),
    data: { ms: String(ms), style: style ?? "f" },
  });
  node.textContent = stampText(ms, node.dataset.style);
  return node;
}

function stampText(ms, style) {
  return style === "R" ? relative(ms) : format(ms, STYLES[style] ?? STYLES.f);
}

/** Writes the relative times on the page anew; the clock has moved. */
export function refreshStamps(root) {
  for (const node of root.querySelectorAll('time.stamp[data-style="R"]')) {
    const text = relative(Number(node.dataset.ms));
    if (node.textContent !== text) node.textContent = text;
  }
}

const STEPS = [
  ["year", 365 * 86400],
  ["month", 30 * 86400],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** "in 3 hours", "2 days ago": seen from the playground's clock. */
function relative(ms) {
  const seconds = Math.round((ms - nowMs()) / 1000);
  const words = new Intl.RelativeTimeFormat(LOCALE, { numeric: "always" });
  const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? STEPS.at(-1);
  return words.format(Math.trunc(seconds / size), unit);
}

export const clockText = (ms) =>
  format(ms, { weekday: "short", day: "numeric", month: "short", year: "numeric", ...HOUR });
export const shortText = (ms) => format(ms, { weekday: "short", day: "numeric", month: "short", ...HOUR });
export const weekdayText = (ms) => format(ms, { weekday: "short", ...HOUR });
export const hourText = (ms) => format(ms, HOUR);
export const dayText = (ms) => format(ms, { weekday: "long", ...LONG_DATE });
export const dayKey = (ms) => format(ms, SHORT_DATE);

/** All zones the browser knows, with the chosen one among them. */
export function zones() {
  const known = Intl.supportedValuesOf?.("timeZone") ?? [];
  return [...new Set([...known, "UTC", model.zone])].sort();
}
